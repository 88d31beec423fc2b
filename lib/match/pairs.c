#include <stdlib.h>

#include "match.h"

enum { FEW = 3 }; /* LAW: CCH R441-3 */

static int
compare_str(struct phc_str a, struct phc_str b)
{
	int c = memcmp(a.s, b.s, a.n < b.n ? a.n : b.n);

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

static int
compare_households(const void *pa, const void *pb)
{
	const struct household *a = *(struct household *const *)pa,
			       *b = *(struct household *const *)pb;

	if (a->class != b->class)
		return b->class - a->class;
	if (a->hh.applied_on != b->hh.applied_on)
		return a->hh.applied_on < b->hh.applied_on ? -1 : 1;
	return compare_str(a->hh.household_id, b->hh.household_id);
}

static int
compare_dwellings(const void *pa, const void *pb)
{
	const struct dwelling *a = *(struct dwelling *const *)pa,
			      *b = *(struct dwelling *const *)pb;

	return compare_str(a->dw.dwelling_id, b->dw.dwelling_id);
}

int
match_pair_compare(const void *pa, const void *pb)
{
	const struct pair *a = pa, *b = pb;

	if (a->class != b->class)
		return b->class - a->class;
	if (a->points != b->points)
		return a->points > b->points ? -1 : 1;
	return (a->household > b->household) - (a->household < b->household);
}

/* Numbers that do not depend on the order of the rows. */
static void
number(struct phc_match *m)
{
	if (m->nhouseholds > 0)
		qsort(m->household, m->nhouseholds, sizeof(*m->household),
		    compare_households);
	if (m->ndwellings > 0)
		qsort(m->dwelling, m->ndwellings, sizeof(*m->dwelling),
		    compare_dwellings);
}

/* A household that may live in a place, and the doubts about that. */
struct candidate {
	uint32_t household;
	unsigned doubts;
};

static size_t
candidates(
    const struct phc_match *m, const struct dwelling *d, struct candidate *c)
{
	const struct household *h;
	size_t n = 0;
	uint32_t i;

	for (i = 0; i < m->nhouseholds; i++) {
		h = m->household[i];
		c[n] = (struct candidate){ i, 0 };
		if (h->hh.priority == PHC_UNKNOWN)
			c[n].doubts = 1U << DOUBT_PRIORITY;
		n += match_lawful(m, h, d, true, &c[n].doubts);
	}
	return n;
}

static void
fill(struct phc_match *m, size_t dwelling, const struct candidate *c, size_t n)
{
	const struct dwelling *d = m->dwelling[dwelling];
	struct run *run = &m->run[dwelling];
	const struct household *h;
	unsigned doubts;

	run->at = m->npairs;
	for (; n > 0; n--, c++) {
		h = m->household[c->household];
		doubts = c->doubts;
		if (!match_lawful(m, h, d, false, &doubts))
			continue;
		phc_grow(
		    &m->pair, &m->cappairs, m->npairs + 1, sizeof(*m->pair));
		m->pair[m->npairs++] =
		    (struct pair){ c->household, (int32_t)match_points(m, h, d),
			    (uint16_t)doubts, (uint8_t)h->class };
	}
	run->n = m->npairs - run->at;
	if (run->n > 0)
		qsort(m->pair + run->at, run->n, sizeof(*m->pair),
		    match_pair_compare);
	m->count.few += run->n < FEW;
}

/* Dwellings of one commune, one after the other. */
struct place {
	int64_t commune;
	size_t dwelling;
};

static int
compare_places(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;

	if (a->commune != b->commune)
		return a->commune < b->commune ? -1 : 1;
	return (a->dwelling > b->dwelling) - (a->dwelling < b->dwelling);
}

void
phc_match_pairs(struct phc_match *m)
{
	struct candidate *c = phc_new((m->nhouseholds + 1) * sizeof(*c));
	struct place *p = phc_new((m->ndwellings + 1) * sizeof(*p));
	size_t i, n = 0;

	number(m);
	m->run = phc_new((m->ndwellings + 1) * sizeof(*m->run));
	m->chosen = phc_new((m->ndwellings + 1) * sizeof(*m->chosen));
	m->named = phc_new(m->nhouseholds + 1);
	for (i = 0; i < m->ndwellings; i++)
		p[i] = (struct place){ m->dwelling[i]->dw.commune, i };
	if (m->ndwellings > 0)
		qsort(p, m->ndwellings, sizeof(*p), compare_places);
	for (i = 0; i < m->ndwellings; i++) {
		if (i == 0 || p[i].commune != p[i - 1].commune)
			n = candidates(m, m->dwelling[p[i].dwelling], c);
		fill(m, p[i].dwelling, c, n);
	}
	m->count.pairs = m->npairs;
	free(c);
	free(p);
}

/* Choose the pairs of a run from its 'k'th on. */
static void
choose(struct phc_match *m, size_t dwelling, size_t k, size_t n)
{
	struct run *run = &m->chosen[dwelling];
	const struct pair *p;
	size_t i;

	*run = (struct run){ m->run[dwelling].at + k, n };
	for (i = 0; i < n; i++) {
		p = &m->pair[run->at + i];
		if (!m->named[p->household])
			m->count.housed[p->class]++;
		m->named[p->household] = true;
	}
	m->count.chosen += n;
}

int
phc_match_assign(struct phc_match *m, struct phc_err *err)
{
	const struct graph g = { m->nhouseholds, m->ndwellings, m->npairs,
		m->run, m->pair };
	struct assignment a;
	size_t i;
	int rc = match_solve(&g, &a, err);

	if (rc == 0)
		rc = match_prove(&g, &a, err);
	for (i = 0; i < m->ndwellings && rc == 0; i++)
		if (a.pick[i] != NONE)
			choose(m, i, a.pick[i], 1);
	match_assignment_free(&a);
	return rc;
}

void
phc_match_shortlist(struct phc_match *m, size_t n)
{
	size_t i;

	for (i = 0; i < m->ndwellings; i++)
		choose(m, i, 0, m->run[i].n < n ? m->run[i].n : n);
}
