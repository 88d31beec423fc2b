/*
 * The assignment is the best there is, whatever the order of the rows, and
 * nobody gets lost.
 */
#include "../../lib/match/match.h"
#include "feed.h"
#include "prop.h"

/* A small graph, and the best of all its assignments, tried one by one. */
enum { SMALL = 6, LARGE = 60 };

struct small {
	struct run run[LARGE];
	struct pair pair[LARGE * LARGE];
	struct graph graph;
};

static void
random_graph(struct small *s, size_t households, size_t dwellings, int range)
{
	int class[LARGE];
	size_t d, h, n = 0;
	uint64_t density = 1 + below(4);

	for (h = 0; h < households; h++)
		class[h] = (int)below(PHC_PRIORITIES);
	for (d = 0; d < dwellings; d++) {
		s->run[d].at = n;
		for (h = 0; h < households; h++)
			if (below(4) < density)
				s->pair[n++] = (struct pair){ (uint32_t)h,
					(int32_t)between(-range, range), 0,
					(uint8_t) class[h] };
		s->run[d].n = n - s->run[d].at;
		qsort(s->pair + s->run[d].at, s->run[d].n, sizeof(*s->pair),
		    match_pair_compare);
	}
	s->graph = (struct graph){ households, dwellings, n, s->run, s->pair };
}

/* What is compared, most important first: housed by class, then points. */
struct gain {
	int64_t v[PHC_PRIORITIES + 1];
};

static void
gain(struct gain *w, const struct pair *p, int sign)
{
	w->v[PHC_PRIORITY_DALO - p->class] += sign;
	w->v[PHC_PRIORITIES] += sign * p->points;
}

static int
compare(const struct gain *a, const struct gain *b)
{
	int i;

	for (i = 0; i < PHC_PRIORITIES && a->v[i] == b->v[i]; i++)
		;
	return (a->v[i] > b->v[i]) - (a->v[i] < b->v[i]);
}

static void
try(const struct graph *g, size_t d, unsigned taken, struct gain *sum,
    struct gain *best)
{
	const struct pair *p = &g->pair[d < g->dwellings ? g->run[d].at : 0];
	size_t k;

	if (d == g->dwellings) {
		if (compare(sum, best) > 0)
			*best = *sum;
		return;
	}
	try(g, d + 1, taken, sum, best);
	for (k = 0; k < g->run[d].n; k++, p++)
		if (!(taken >> p->household & 1)) {
			gain(sum, p, 1);
			try(g, d + 1, taken | 1U << p->household, sum, best);
			gain(sum, p, -1);
		}
}

static struct gain
value(const struct graph *g, const struct assignment *a)
{
	struct gain w = { { 0 } };
	size_t d;

	for (d = 0; d < g->dwellings; d++)
		if (a->pick[d] != NONE)
			gain(&w, &g->pair[g->run[d].at + a->pick[d]], 1);
	return w;
}

static void
best(void)
{
	static struct small s;
	struct assignment a;
	struct gain sum, want;
	struct phc_err e;
	long i, bad = 0, n = tries(20000);

	for (i = 0; i < n && bad == 0; i++) {
		random_graph(
		    &s, 1 + below(SMALL), 1 + below(SMALL), (int)below(20));
		want = sum = (struct gain){ { 0 } };
		try(&s.graph, 0, 0, &sum, &want);
		if (match_solve(&s.graph, &a, &e) == -1 ||
		    match_prove(&s.graph, &a, &e) == -1)
			bad = 1;
		sum = value(&s.graph, &a);
		bad |= compare(&sum, &want) != 0;
		match_assignment_free(&a);
	}
	about("%ld small graphs, by trying all", n);
	ok(bad == 0);
}

static void
proved(void)
{
	static struct small s;
	struct assignment a;
	struct phc_err e = { PHC_OK, "" };
	long i, bad = 0, n = tries(300);

	for (i = 0; i < n && bad == 0; i++) {
		random_graph(&s, 1 + below(LARGE), 1 + below(LARGE),
		    below(2) ? 3 : 100000);
		bad = match_solve(&s.graph, &a, &e) == -1 ||
		      match_prove(&s.graph, &a, &e) == -1;
		match_assignment_free(&a);
	}
	about("%ld larger graphs, by their prices", n);
	is_str(e.msg, "");
}

/* Whole matches: rows in, house CSV out. */
static const char household_head[] =
    "household_id,applied_on,birth_date,partner_birth_date,adults,dependants,"
    "tax_income,income,first_home,priority,wanted_communes,wanted_nearby,"
    "wanted_types,accessible_need,needed_from,housing_now,struck_off_on\n";
static const char dwelling_head[] =
    "dwelling_id,commune,type,financing,rent,charges,accessible,occupancy,"
    "available_on\n";

enum { ROWS = 40, ROW = 256 };

struct rows {
	char row[ROWS][ROW];
	size_t n;
};

static const char *
one_of(const char *const *words, size_t n)
{
	return words[below(n)];
}

#define ONE_OF(...)                                        \
	one_of((const char *const[]){ __VA_ARGS__ },       \
	    sizeof((const char *const[]){ __VA_ARGS__ }) / \
		sizeof(const char *))

static void
random_households(struct rows *r)
{
	size_t i;
	bool couple;

	r->n = below(ROWS + 1);
	for (i = 0; i < r->n; i++) {
		couple = below(3) == 0;
		snprintf(r->row[i], ROW,
		    "H%02zu,2015-0%d-01,19%d-05-05,%s,%d,%d,%s,%d.00,%s,%s,"
		    "%s,%s,%s,%s,%s,%s,%s\n",
		    i, (int)between(1, 3), (int)between(84, 98),
		    couple ? "1990-01-01" : "", couple ? 2 : 1, (int)below(3),
		    ONE_OF("", "9000.00", "60000.00"), (int)between(0, 2000),
		    ONE_OF("", "0", "1", "1"),
		    ONE_OF("", "none", "none", "dalo", "agreement", "pdalpd"),
		    ONE_OF("", "62041", "62041 62498", "62427 62119", "59350"),
		    ONE_OF("", "0", "1"), ONE_OF("", "", "T2", "T1 T3"),
		    ONE_OF("", "0", "1"), ONE_OF("", "", "2017-01-01"),
		    ONE_OF("", "parents", "homeless"),
		    ONE_OF("", "", "", "2016-01-01"));
	}
}

static void
random_dwellings(struct rows *r)
{
	size_t i;

	r->n = below(ROWS + 1);
	for (i = 0; i < r->n; i++)
		snprintf(r->row[i], ROW, "D%02zu,%s,%s,%s,%s,50.00,%s,%s,%s\n",
		    i, ONE_OF("62041", "62498", "62510", "62119"),
		    ONE_OF("T1", "T1bis", "T2", "T3", "T4"),
		    ONE_OF("PLAI", "PLUS", "PLS", "PLI"),
		    ONE_OF("", "200.00", "400.00"), ONE_OF("", "0", "1"),
		    ONE_OF("empty", "offered", "offered", "let", ""),
		    ONE_OF("", "2016-08-01", "2017-02-01"));
}

static void
shuffle(struct rows *r)
{
	char row[ROW];
	size_t i, k;

	for (i = r->n; i > 1; i--) {
		k = below(i);
		memcpy(row, r->row[k], ROW);
		memcpy(r->row[k], r->row[i - 1], ROW);
		memcpy(r->row[i - 1], row, ROW);
	}
}

static int
give(struct phc_match *m, enum phc_side side, const char *head,
    const struct rows *r)
{
	static char csv[ROWS * ROW + 512];
	struct phc_err e;
	size_t i;
	int rc;

	strcpy(csv, head);
	for (i = 0; i < r->n; i++)
		strcat(csv, r->row[i]);
	if ((rc = feed(m, side, csv, &e)) == -1)
		printf("# %s\n", e.msg);
	return rc;
}

static struct phc_match *
match(const struct rows *households, const struct rows *dwellings, size_t list)
{
	struct phc_err e;
	struct phc_match *m = phc_match_new(17045, NULL, &e); /* 2016-09-01 */

	if (m == NULL || give(m, PHC_DWELLINGS, dwelling_head, dwellings) ||
	    give(m, PHC_HOUSEHOLDS, household_head, households))
		return NULL;
	phc_match_pairs(m);
	if (list > 0)
		phc_match_shortlist(m, list);
	else if (phc_match_assign(m, &e) == -1)
		printf("# %s\n", e.msg);
	return m;
}

static size_t
lines(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += *s == '\n';
	return n;
}

/* Each household is struck off, in a pair, or among the reasons; once. */
static bool
nobody_lost(const struct phc_match *m, const char *pairs, const char *reasons)
{
	struct phc_match_count n = phc_match_count(m);
	size_t i;
	char key[8];

	for (i = 0; i < m->nhouseholds; i++) {
		snprintf(key, sizeof(key), "\nH%.2s,",
		    m->household[i]->hh.household_id.s + 1);
		if ((strstr(pairs, key) != NULL) ==
		    (strstr(reasons, key) != NULL))
			return false;
	}
	return lines(pairs) == n.chosen + 1 &&
	       n.households == n.struck_off + n.chosen + lines(reasons) - 1;
}

static void
any_order(void)
{
	static struct rows households, dwellings;
	struct phc_match *a, *b;
	char *pa, *pb, *ra, *rb;
	long i, bad = 0, lost = 0, n = tries(200);

	for (i = 0; i < n && bad == 0; i++) {
		random_households(&households);
		random_dwellings(&dwellings);
		a = match(&households, &dwellings, 0);
		shuffle(&households);
		shuffle(&dwellings);
		b = match(&households, &dwellings, 0);
		pa = text(a, phc_match_put);
		pb = text(b, phc_match_put);
		ra = text(a, phc_match_put_reasons);
		rb = text(b, phc_match_put_reasons);
		bad = strcmp(pa, pb) != 0 || strcmp(ra, rb) != 0;
		lost += !nobody_lost(a, pa, ra);
		free(pa), free(pb), free(ra), free(rb);
		phc_match_free(a);
		phc_match_free(b);
	}
	about("%ld matches, rows in another order", n);
	ok(bad == 0);
	about("%ld matches, each household once", n);
	is(lost, 0);
}

/* By class, points, then number, which is by class, seniority and key. */
static bool
in_order(const struct pair *a, const struct pair *b)
{
	if (a->class != b->class)
		return a->class > b->class;
	if (a->points != b->points)
		return a->points > b->points;
	return a->household < b->household;
}

static bool
senior_first(const struct household *a, const struct household *b)
{
	if (a->class != b->class)
		return a->class > b->class;
	if (a->hh.applied_on != b->hh.applied_on)
		return a->hh.applied_on < b->hh.applied_on;
	return memcmp(a->hh.household_id.s, b->hh.household_id.s, 3) < 0;
}

static void
shortlist(void)
{
	static struct rows households, dwellings;
	struct phc_match *m;
	const struct run *r;
	size_t d, k, list;
	long i, bad = 0, n = tries(200);

	for (i = 0; i < n; i++) {
		random_households(&households);
		random_dwellings(&dwellings);
		list = 1 + below(5);
		m = match(&households, &dwellings, list);
		for (d = 0; d < m->ndwellings; d++) {
			r = &m->chosen[d];
			bad +=
			    r->n > list || (r->n < list && r->n < m->run[d].n);
			for (k = 1; k < m->run[d].n; k++)
				bad += !in_order(&m->pair[r->at + k - 1],
				    &m->pair[r->at + k]);
		}
		for (k = 1; k < m->nhouseholds; k++)
			bad +=
			    !senior_first(m->household[k - 1], m->household[k]);
		phc_match_free(m);
	}
	about("%ld lists in order, and of the length asked", n);
	is(bad, 0);
}

int
main(void)
{
	seeded();
	best();
	proved();
	any_order();
	shortlist();
	return done();
}
