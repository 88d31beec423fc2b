/*
 * What is chosen among the lawful pairs, beside those that are fixed.
 */
#include <stdlib.h>

#include "match.h"

static int64_t
points_of(const struct phc_match *m, const struct household *h,
    const struct dwelling *d)
{
	struct phc_effort e = match_effort(m, h, d);

	return match_points(m, h, d, &e);
}

static const struct phc_edge *
candidates(const struct phc_match *m, uint32_t dwelling)
{
	return m->graph->pair + m->graph->at[dwelling];
}

size_t
match_place(const struct phc_match *m, uint32_t household, uint32_t dwelling,
    int64_t *points)
{
	const struct phc_edge *e = candidates(m, dwelling);
	uint32_t i;

	for (i = 0; i < m->graph->n[dwelling]; i++)
		if (e[i].household == household) {
			*points = phc_rank_points(e[i].rank);
			return i + 1;
		}
	return 0;
}

const struct choice *
match_taker(const struct phc_match *m, uint32_t dwelling)
{
	return m->first[dwelling] < m->first[dwelling + 1]
		   ? &m->choice[m->first[dwelling]]
		   : NULL;
}

static void
choose(struct phc_match *m, struct choice c)
{
	struct household *h = m->household[c.household];
	struct verdict v;

	phc_grow(
	    &m->choice, &m->capchoices, m->nchoices + 1, sizeof(*m->choice));
	m->choice[m->nchoices++] = c;
	match_judge(m, h, m->dwelling[c.dwelling], &v);
	m->count.noted += v.notes != 0;
	m->count.housed[h->class] += !m->named[c.household];
	m->named[c.household] = true;
}

/* A fixed pair of a dwelling, if both sides are here. */
static bool
keep(struct phc_match *m, uint32_t dwelling)
{
	const struct dwelling *d = m->dwelling[dwelling];

	if (d->fixed >= m->nhouseholds)
		return false;
	choose(m, (struct choice){ d->fixed, dwelling, 1,
		      points_of(m, m->household[d->fixed], d), true });
	return true;
}

static void
begin(struct phc_match *m)
{
	free(m->first);
	free(m->named);
	m->first = phc_new((m->ndwellings + 1) * sizeof(*m->first));
	m->named = phc_new(m->nhouseholds + 1);
	m->nchoices = m->listed = m->count.noted = 0;
	memset(m->count.housed, 0, sizeof(m->count.housed));
}

static void
end(struct phc_match *m)
{
	m->first[m->ndwellings] = m->count.chosen = m->nchoices;
}

/* One household for each dwelling, or PHC_NOBODY. */
static void
take(struct phc_match *m, const uint32_t *pick)
{
	int64_t points = 0;
	uint32_t i;

	begin(m);
	for (i = 0; i < m->ndwellings; i++) {
		m->first[i] = m->nchoices;
		if (keep(m, i) || pick[i] == PHC_NOBODY)
			continue;
		match_place(m, pick[i], i, &points);
		choose(m, (struct choice){ pick[i], i, 1, points, false });
	}
	end(m);
}

static int
solve(struct phc_match *m, struct phc_err *err)
{
	phc_assignment_free(&m->assignment);
	if (phc_graph_assign(m->graph, m->progress, &m->assignment, err) ==
		-1 ||
	    phc_graph_prove(m->graph, &m->assignment, err) == -1)
		return -1;
	take(m, m->assignment.pick);
	memcpy(m->count.best, m->count.housed, sizeof(m->count.best));
	return 0;
}

int
phc_match_assign(struct phc_match *m, struct phc_err *err)
{
	return solve(m, err);
}

static int
wish(const void *arg, uint32_t household, uint32_t dwelling)
{
	const struct phc_match *m = arg;

	return (int)match_wish(m->household[household], m->dwelling[dwelling]);
}

int
phc_match_stable(struct phc_match *m, struct phc_err *err)
{
	uint32_t *pick;

	if (solve(m, err) == -1)
		return -1;
	pick = phc_new((m->ndwellings + 1) * sizeof(*pick));
	phc_graph_stable(m->graph, wish, m, pick);
	take(m, pick);
	free(pick);
	return 0;
}

void
phc_match_shortlist(struct phc_match *m, size_t n)
{
	const struct phc_edge *e;
	uint32_t i, k;

	begin(m);
	m->listed = n;
	for (i = 0; i < m->ndwellings; i++) {
		m->first[i] = m->nchoices;
		if (keep(m, i))
			continue;
		e = candidates(m, i);
		for (k = 0; k < m->graph->n[i] && k < n; k++)
			choose(m, (struct choice){ e[k].household, i, k + 1,
				      phc_rank_points(e[k].rank), false });
	}
	end(m);
}

void
match_choice_free(struct phc_match *m)
{
	free(m->choice);
	free(m->first);
	free(m->named);
	phc_assignment_free(&m->assignment);
}
