/*
 * The order of both sides, and the lawful pairs among them.
 */
#include <stdlib.h>

#include "index.h"

static int
compare_households(const void *pa, const void *pb)
{
	const struct household *a = *(struct household *const *)pa,
			       *b = *(struct household *const *)pb;

	if (a->class != b->class)
		return b->class - a->class;
	if (a->hh.applied_on != b->hh.applied_on)
		return a->hh.applied_on < b->hh.applied_on ? -1 : 1;
	if (a->lot != b->lot)
		return a->lot < b->lot ? -1 : 1;
	return match_compare(a->hh.household_id, b->hh.household_id);
}

static int
compare_dwellings(const void *pa, const void *pb)
{
	const struct dwelling *a = *(struct dwelling *const *)pa,
			      *b = *(struct dwelling *const *)pb;
	int c = match_compare(a->territory, b->territory);

	return c ? c : match_compare(a->dw.dwelling_id, b->dw.dwelling_id);
}

/* Numbers that do not depend on the order of the rows. */
static void
number(struct phc_match *m)
{
	uint32_t i;

	if (m->nhouseholds > 0)
		qsort(m->household, m->nhouseholds, sizeof(*m->household),
		    compare_households);
	if (m->ndwellings > 0)
		qsort(m->dwelling, m->ndwellings, sizeof(*m->dwelling),
		    compare_dwellings);
	for (i = 0; i < m->nhouseholds; i++)
		m->household[i]->number = i;
	for (i = 0; i < m->ndwellings; i++)
		m->dwelling[i]->number = i;
}

/* Those who may have the dwellings of a cell, but for what every pair is asked.
 */
struct run {
	struct phc_match *m;
	struct wanting wanting;
	struct gate *gate;   /* by household */
	uint32_t *candidate; /* of the cell */
	size_t n;
};

static void
sift(struct run *r, uint64_t bits, const uint32_t *household, size_t n)
{
	for (; n > 0; n--, household++)
		if (!(r->gate[*household].stops & bits))
			r->candidate[r->n++] = *household;
}

static bool
lawful(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, const struct phc_effort *e)
{
	struct miss miss;

	return (h->nbans == 0 || !index_on(m, RULE_FORBIDDEN) ||
		   match_rule(m, RULE_FORBIDDEN, h, d, &miss) != STOPS) &&
	       (!index_on(m, RULE_EFFORT) ||
		   match_effort_rule(m, RULE_EFFORT, h, e) != STOPS) &&
	       (!index_on(m, RULE_REMAINDER) ||
		   match_effort_rule(m, RULE_REMAINDER, h, e) != STOPS);
}

static void
fill(const struct run *r, const struct dwelling *d)
{
	struct phc_match *m = r->m;
	const struct household *h;
	struct phc_effort e;
	size_t i;

	phc_graph_open(m->graph, d->number);
	for (i = 0; i < r->n; i++) {
		if (!index_in_time(&r->gate[r->candidate[i]], d))
			continue;
		h = m->household[r->candidate[i]];
		e = match_effort(m, h, d);
		if (lawful(m, h, d, &e))
			phc_graph_add(m->graph, h->number,
			    phc_rank(h->class, match_points(m, h, d, &e)));
	}
	phc_graph_close(m->graph, d->number);
	m->count.few += m->graph->n[d->number] < FEW;
}

static void
tell(const struct run *r, size_t done)
{
	const struct phc_progress *p = r->m->progress;

	if (p != NULL)
		p->tell(p->arg, "dwellings with their candidates", done,
		    r->m->index->nopen);
}

static void
enumerate(struct run *r)
{
	const struct wanting *w = &r->wanting;
	const struct index *x = r->m->index;
	const struct cell *c;
	const size_t *at;
	size_t i;

	for (c = x->cell; c < x->cell + x->ncells; c++) {
		r->n = 0;
		tell(r, c->at);
		at = &w->at[c->site];
		sift(r, c->bits, &w->household[at[0]], at[1] - at[0]);
		sift(r, c->bits, w->any, w->nany);
		for (i = 0; i < c->n; i++)
			fill(r, x->open[c->at + i]);
	}
}

void
phc_match_pairs(struct phc_match *m)
{
	struct run r = { .m = m };
	size_t i;

	number(m);
	match_given(m);
	match_index(m);
	m->graph = phc_graph_new(m->nhouseholds, m->ndwellings);
	wanting_new(&r.wanting, m);
	r.candidate = phc_new((m->nhouseholds + 1) * sizeof(*r.candidate));
	r.gate = phc_new((m->nhouseholds + 1) * sizeof(*r.gate));
	for (i = 0; i < m->nhouseholds; i++)
		r.gate[i] = index_gate(m, m->household[i]);
	index_count(m, r.gate);
	for (i = 0; i < m->index->nsites; i++)
		m->index->site[i].against =
		    m->index->nhouseholds - r.wanting.nany -
		    (r.wanting.at[i + 1] - r.wanting.at[i]);
	enumerate(&r);
	m->count.pairs = m->graph->npairs;
	wanting_free(&r.wanting);
	free(r.candidate);
	free(r.gate);
}
