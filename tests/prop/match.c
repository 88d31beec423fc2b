/*
 * A match gives the same whatever the order of the rows, loses nobody, and
 * houses no fewer for a dwelling more.
 */
#include "../../lib/match/match.h"
#include "rows.h"

static const char household_head[] =
    "household_id,applied_on,birth_date,partner_birth_date,adults,dependants,"
    "tax_income,income,first_home,priority,wanted_communes,wanted_nearby,"
    "wanted_types,accessible_need,needed_from,housing_now,struck_off_on\n";
static const char dwelling_head[] =
    "dwelling_id,commune,type,financing,rent,charges,accessible,occupancy,"
    "available_on\n";

/* Where they are 'apart', each wants one commune and no other. */
static void
random_households(struct rows *r, bool apart)
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
		    apart ? ONE_OF("62041", "62498", "62119")
			  : ONE_OF("", "62041", "62041 62498", "62427 62119",
				"59350"),
		    apart ? "0" : ONE_OF("", "0", "1"),
		    ONE_OF("", "", "T2", "T1 T3"), ONE_OF("", "0", "1"),
		    ONE_OF("", "", "2017-01-01"),
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

enum { ASSIGNED, STABLE, LIST }; /* and so many more candidates */

static struct phc_match *
begin(const char *seed)
{
	struct phc_err e;
	struct phc_match *m = phc_match_new(17045, NULL, &e); /* 2016-09-01 */

	if (m == NULL) {
		printf("Bail out! %s\n", e.msg);
		exit(1);
	}
	if (seed != NULL)
		phc_match_seed(m, seed);
	return m;
}

static void
end(struct phc_match *m, const struct rows *households,
    const struct rows *dwellings, size_t mode)
{
	struct phc_err e;

	give(m, PHC_DWELLINGS, dwelling_head, dwellings);
	give(m, PHC_HOUSEHOLDS, household_head, households);
	phc_match_pairs(m);
	if (mode >= LIST)
		phc_match_shortlist(m, 1 + mode - LIST);
	else if ((mode == STABLE ? phc_match_stable(m, &e)
				 : phc_match_assign(m, &e)) == -1)
		printf("# %s\n", e.msg);
}

static struct phc_match *
match(const struct rows *households, const struct rows *dwellings,
    const char *seed, size_t mode)
{
	struct phc_match *m = begin(seed);

	end(m, households, dwellings, mode);
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

static size_t
sum(const size_t *n)
{
	return n[0] + n[1] + n[2] + n[3];
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
	       n.households ==
		   n.struck_off + sum(n.housed) + lines(reasons) - 1;
}

static void (*const puts_of[])(const struct phc_match *, struct phc_out *) = {
	phc_match_put, phc_match_put_reasons, phc_match_put_score,
	phc_match_put_minutes, phc_match_put_pairs, phc_match_put_certificate
};

enum { PUTS = sizeof(puts_of) / sizeof(*puts_of) };

static bool
same(const struct phc_match *a, const struct phc_match *b, size_t puts)
{
	bool good = true;
	char *x, *y;
	size_t i;

	for (i = 0; i < puts; i++) {
		x = text(a, puts_of[i]);
		y = text(b, puts_of[i]);
		good &= strcmp(x, y) == 0;
		free(x);
		free(y);
	}
	return good;
}

static void
any_order(void)
{
	static struct rows households, dwellings;
	struct phc_match *a, *b;
	char *pairs, *reasons;
	long i, bad = 0, lost = 0, n = tries(150);
	size_t mode;
	const char *seed;

	for (i = 0; i < n && bad == 0; i++) {
		random_households(&households, false);
		random_dwellings(&dwellings);
		mode = below(6);
		seed = below(2) ? "seed" : NULL;
		a = match(&households, &dwellings, seed, mode);
		shuffle(&households);
		shuffle(&dwellings);
		b = match(&households, &dwellings, seed, mode);
		bad = !same(a, b, mode == ASSIGNED ? PUTS : PUTS - 1);
		pairs = text(a, phc_match_put);
		reasons = text(a, phc_match_put_reasons);
		lost += !nobody_lost(a, pairs, reasons);
		free(pairs), free(reasons);
		phc_match_free(a);
		phc_match_free(b);
	}
	about("%ld matches, rows in another order", n);
	ok(bad == 0);
	about("%ld matches, each household once", n);
	is(lost, 0);
}

/* One more dwelling. */
static void
one_more(void)
{
	static struct rows households, dwellings;
	struct phc_match *a, *b;
	long i, bad = 0, n = tries(200);

	for (i = 0; i < n; i++) {
		random_households(&households, false);
		random_dwellings(&dwellings);
		if (dwellings.n == 0)
			continue;
		b = match(&households, &dwellings, NULL, ASSIGNED);
		dwellings.n--;
		a = match(&households, &dwellings, NULL, ASSIGNED);
		bad += sum(phc_match_count(a).housed) >
		       sum(phc_match_count(b).housed);
		phc_match_free(a);
		phc_match_free(b);
	}
	about("%ld dwellings more", n);
	is(bad, 0);
}

static int64_t
points(const struct phc_match *m)
{
	int64_t all = 0;
	size_t i;

	for (i = 0; i < m->nchoices; i++)
		all += m->choice[i].points;
	return all;
}

/* A seed is for ties: it makes nobody better off than somebody before it. */
static void
seeds(void)
{
	static struct rows households, dwellings;
	struct phc_match *a, *b;
	size_t k;
	long i, bad = 0, n = tries(200);

	for (i = 0; i < n; i++) {
		random_households(&households, false);
		random_dwellings(&dwellings);
		a = match(&households, &dwellings, NULL, ASSIGNED);
		b = match(&households, &dwellings, "2016-09", ASSIGNED);
		bad += points(a) != points(b);
		for (k = 0; k < PHC_PRIORITIES; k++)
			bad += phc_match_count(a).housed[k] !=
			       phc_match_count(b).housed[k];
		for (k = 0; k < a->nhouseholds; k++)
			bad +=
			    a->household[k]->class != b->household[k]->class ||
			    a->household[k]->hh.applied_on !=
				b->household[k]->hh.applied_on;
		phc_match_free(a);
		phc_match_free(b);
	}
	about("%ld lots drawn", n);
	is(bad, 0);
}

/* The lines of each pair sum to its score. */
static void
scores(void)
{
	static struct rows households, dwellings;
	struct score_line line[CRITERIA];
	const struct household *h;
	const struct dwelling *d;
	struct phc_effort e;
	struct phc_match *m;
	int64_t all;
	size_t k, c, lines_n;
	long i, bad = 0, n = tries(100);

	for (i = 0; i < n; i++) {
		random_households(&households, false);
		random_dwellings(&dwellings);
		m = match(&households, &dwellings, NULL, LIST + 5);
		for (k = 0; k < m->nchoices; k++) {
			h = m->household[m->choice[k].household];
			d = m->dwelling[m->choice[k].dwelling];
			e = match_effort(m, h, d);
			lines_n = match_lines(m, h, d, &e, line);
			for (c = 0, all = 0; c < lines_n; c++)
				all += line[c].points;
			bad += all != m->choice[k].points;
		}
		phc_match_free(m);
	}
	about("%ld short lists, line by line", n);
	is(bad, 0);
}

/* What is put of the territory 'only', or of all, without the header. */
static char *
territory(const struct rows *households, const struct rows *dwellings,
    const char *only, size_t mode, size_t put)
{
	struct phc_match *m = begin("seed");
	char *s;

	phc_match_only(m, "commune", only);
	end(m, households, dwellings, mode);
	s = text(m, puts_of[put]);
	memmove(s, strchr(s, '\n') + 1, strlen(strchr(s, '\n')));
	phc_match_free(m);
	return s;
}

/* Territories that no pair crosses, one after the other, are the whole; of a
 * file by dwelling. */
static void
territories(void)
{
	static const char *const communes[] = { "62041", "62119", "62498",
		"62510" };
	static const size_t by_dwelling[] = { 0, 2, 4 };
	static struct rows households, dwellings;
	char *whole, *part, *at;
	size_t k, put, mode;
	long i, bad = 0, n = tries(100);

	for (i = 0; i < n; i++) {
		random_households(&households, true);
		random_dwellings(&dwellings);
		mode = below(4);
		put = by_dwelling[below(3)];
		at = whole =
		    territory(&households, &dwellings, NULL, mode, put);
		for (k = 0; k < 4; k++) {
			part = territory(
			    &households, &dwellings, communes[k], mode, put);
			bad += strncmp(at, part, strlen(part)) != 0;
			at += bad ? 0 : strlen(part);
			free(part);
		}
		bad += *at != '\0';
		free(whole);
	}
	about("%ld matches in territories", n);
	is(bad, 0);
}

/* By class, points, then number, which is by class, seniority and key. */
static bool
in_order(
    const struct phc_match *m, const struct choice *a, const struct choice *b)
{
	int x = m->household[a->household]->class,
	    y = m->household[b->household]->class;

	if (x != y)
		return x > y;
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
	size_t d, k, list, of;
	long i, bad = 0, n = tries(200);

	for (i = 0; i < n; i++) {
		random_households(&households, false);
		random_dwellings(&dwellings);
		list = 1 + below(5);
		m = match(&households, &dwellings, NULL, LIST + list - 1);
		for (d = 0; d < m->ndwellings; d++) {
			of = m->first[d + 1] - m->first[d];
			bad += of > list || (of < list && of < m->graph->n[d]);
			for (k = m->first[d] + 1; k < m->first[d + 1]; k++)
				bad += !in_order(
				    m, &m->choice[k - 1], &m->choice[k]);
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
	any_order();
	one_more();
	seeds();
	scores();
	territories();
	shortlist();
	return done();
}
