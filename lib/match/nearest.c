/*
 * What stops a household, and where it is nearest to a lawful pair.
 */
#include <stdlib.h>

#include "index.h"

/* How many of the rules that ask every pair stop this one, each counted. */
static int
stopped(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, size_t *stops)
{
	static const int efforts[] = { RULE_EFFORT, RULE_REMAINDER };
	struct phc_effort e;
	struct miss miss;
	int i, n = 0;

	if (h->nbans > 0 && index_on(m, RULE_FORBIDDEN) &&
	    match_rule(m, RULE_FORBIDDEN, h, d, &miss) == STOPS) {
		stops[RULE_FORBIDDEN]++;
		n++;
	}
	if (!index_on(m, RULE_EFFORT) && !index_on(m, RULE_REMAINDER))
		return n;
	e = match_effort(m, h, d);
	for (i = 0; i < 2; i++)
		if (index_on(m, efforts[i]) &&
		    match_effort_rule(m, efforts[i], h, &e) == STOPS) {
			stops[efforts[i]]++;
			n++;
		}
	return n;
}

/* Whether stopped() has anything to ask for a household. */
static bool
asks(const struct phc_match *m, const struct household *h)
{
	return index_on(m, RULE_EFFORT) || index_on(m, RULE_REMAINDER) ||
	       (h->nbans > 0 && index_on(m, RULE_FORBIDDEN));
}

/* How many of 'n' sorted days are before 'day'. */
static size_t
before(const int64_t *days, size_t n, int64_t day)
{
	size_t low = 0, high = n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (days[mid] < day)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

void
match_stops(
    const struct phc_match *m, const struct household *h, size_t stops[RULES])
{
	const struct index *x = m->index;
	struct gate g = index_gate(m, h);
	size_t i;

	memset(stops, 0, RULES * sizeof(*stops));
	for (i = 0; i < x->ngroups; i++)
		if (g.stops >> i & 1)
			stops[x->group[i].rule] += x->group[i].n;
	for (i = 0; i < x->nsites; i++)
		if (index_unwanted(m, h, &x->site[i]))
			stops[RULE_COMMUNE] += x->site[i].n;
	stops[RULE_DATE] = before(x->ready, x->nopen, g.first);
	if (g.last < INT64_MAX)
		stops[RULE_DATE] +=
		    x->nopen - before(x->ready, x->nopen, g.last + 1);
	if (asks(m, h))
		for (i = 0; i < x->nopen; i++)
			stopped(m, h, x->open[i], stops);
}

void
index_count(struct phc_match *m, const struct gate *gate)
{
	struct index *x = m->index;
	uint64_t stops;
	size_t i, k;

	x->first = phc_new((m->nhouseholds + 1) * sizeof(*x->first));
	x->last = phc_new((m->nhouseholds + 1) * sizeof(*x->last));
	for (i = 0; i < m->nhouseholds; i++) {
		if (m->household[i]->fixed != NONE)
			continue;
		stops = gate[i].stops;
		for (k = 0; stops != 0; stops >>= 1, k++)
			x->group[k].against += stops & 1;
		x->first[x->nhouseholds] = gate[i].first;
		x->last[x->nhouseholds++] = gate[i].last;
	}
	qsort(
	    x->first, x->nhouseholds, sizeof(*x->first), match_compare_numbers);
	qsort(x->last, x->nhouseholds, sizeof(*x->last), match_compare_numbers);
}

/* Bans and efforts, asked of every household. */
static void
ask_all(
    const struct phc_match *m, const struct dwelling *d, size_t stops[RULES])
{
	size_t i;

	for (i = 0; i < m->nhouseholds; i++)
		if (m->household[i]->fixed == NONE && asks(m, m->household[i]))
			stopped(m, m->household[i], d, stops);
}

void
match_stops_at(
    const struct phc_match *m, const struct dwelling *d, size_t stops[RULES])
{
	const struct index *x = m->index;
	uint64_t bits = index_bits(m, d);
	size_t i;

	memset(stops, 0, RULES * sizeof(*stops));
	for (i = 0; i < x->ngroups; i++)
		if (bits >> i & 1)
			stops[x->group[i].rule] += x->group[i].against;
	stops[RULE_COMMUNE] = index_site(x, d->dw.commune)->against;
	stops[RULE_DATE] = before(x->last, x->nhouseholds, d->ready) +
			   x->nhouseholds -
			   before(x->first, x->nhouseholds, d->ready + 1);
	ask_all(m, d, stops);
}

/*
 * The nearest dwelling.
 */

struct search {
	const struct phc_match *m;
	const struct household *h;
	struct gate gate;
	uint64_t surface; /* groups whose dwellings miss by more or less */
	bool *unwanted;   /* sites */
	bool asks;
	int best; /* rules that stop it at the nearest */
	uint32_t nearest;
	struct verdict *verdict;
};

static void
try(struct search *s, const struct dwelling *d, int n)
{
	struct verdict v;

	if (n > s->best)
		return;
	match_judge(s->m, s->h, d, &v);
	if (s->nearest == NONE || match_nearer(&v, s->verdict) ||
	    (d->number < s->nearest && !match_nearer(s->verdict, &v))) {
		s->nearest = d->number;
		*s->verdict = v;
		s->best = n;
	}
}

/* Every dwelling of a cell. */
static void
try_each(struct search *s, const struct cell *c, int n)
{
	struct dwelling *const *d = &s->m->index->open[c->at];
	size_t stops[RULES] = { 0 }, i;
	int k;

	for (i = 0; i < c->n; i++) {
		k = n + !index_in_time(&s->gate, d[i]);
		if (k <= s->best && s->asks)
			k += stopped(s->m, s->h, d[i], stops);
		try(s, d[i], k);
	}
}

static int64_t
days_off(const struct gate *g, const struct dwelling *d)
{
	return d->ready < g->first ? g->first - d->ready : d->ready - g->last;
}

/* Only the day tells the dwellings of a cell apart. */
static void
try_one(struct search *s, const struct cell *c, int n)
{
	struct dwelling *const *d = &s->m->index->open[c->at];
	const struct dwelling *least = d[0];
	size_t i;

	for (i = 0; i < c->n && !index_in_time(&s->gate, d[i]); i++)
		if (days_off(&s->gate, d[i]) < days_off(&s->gate, least))
			least = d[i];
	if (i < c->n)
		try(s, d[i], n);
	else
		try(s, least, n + 1);
}

static uint64_t
groups_of(const struct index *x, int rule)
{
	uint64_t set = 0;
	size_t i;

	for (i = 0; i < x->ngroups; i++)
		if (x->group[i].rule == rule)
			set |= UINT64_C(1) << i;
	return set;
}

/* The cells of a kind that 'n' groups stop. */
static void
try_kind(struct search *s, const struct kind *k, int n)
{
	bool each = s->asks || s->gate.stops & k->bits & s->surface;
	const struct cell *c;
	size_t i;

	for (i = 0; i < k->n; i++) {
		c = k->cell[i];
		if (n + s->unwanted[c->site] > s->best)
			continue;
		if (each)
			try_each(s, c, n + s->unwanted[c->site]);
		else
			try_one(s, c, n + s->unwanted[c->site]);
	}
}

/* Kinds that fewer groups stop come first: the others then need no look. */
uint32_t
match_nearest(
    const struct phc_match *m, const struct household *h, struct verdict *v)
{
	const struct index *x = m->index;
	struct search s = { m, h, index_gate(m, h), groups_of(x, RULE_SURFACE),
		phc_new(x->nsites + 1), asks(m, h), RULES, NONE, v };
	const struct kind *k;
	size_t i;
	int n;

	for (i = 0; i < x->nsites; i++)
		s.unwanted[i] = index_unwanted(m, h, &x->site[i]);
	for (n = 0; n <= s.best; n++)
		for (k = x->kind; k < x->kind + x->nkinds; k++)
			if (match_ones(s.gate.stops & k->bits) == n)
				try_kind(&s, k, n);
	free(s.unwanted);
	return s.nearest;
}
