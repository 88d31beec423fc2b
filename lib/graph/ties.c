/*
 * Of the best assignments, the one that houses who comes first.
 *
 * The best assignments are those of pairs without slack that leave out nobody
 * with a price and no dwelling with a value.  The households that the dwellings
 * in use could take by such pairs are the independent sets of a matroid, so the
 * greedy choice is the best: whoever has a price first, then the others in
 * order, each finding a place by moving those before it, never by putting one
 * out.  Who finds none could find none later, nor could anyone by way of those
 * it tried, so that failures look at each pair once in all.
 */
#include "solve.h"

#define DEAD UINT32_MAX

/* Whether someone who is left out has a pair without slack. */
static bool
contested(const struct side *h)
{
	size_t i;

	for (i = 0; i < h->len; i++)
		if (h->node[h->list[i]].mate == NONE && h->n[h->list[i]] > 0)
			return true;
	return false;
}

/* Of dwellings without a household, only those are in use that have a value. */
static bool
shut(const struct node *d, uint32_t search)
{
	return d->search == search || d->search == DEAD ||
	       (d->mate == NONE && d->price == 0);
}

/* Returns a free dwelling that 'household' gets at, or NONE; settled[] has the
 * others that it reached. */
static uint32_t
find(struct solver *s, uint32_t household)
{
	const struct side *h = &s->side[HOUSEHOLDS];
	struct node *dwelling = s->side[DWELLINGS].node, *d;
	const struct phc_edge *e;
	uint32_t x = household, k;
	size_t done = 0;

	for (s->nsettled = 0;; x = dwelling[s->settled[done++]].mate) {
		for (e = h->pair + h->at[x], k = 0; k < h->n[x]; k++) {
			d = &dwelling[e[k].household];
			if (shut(d, s->search))
				continue;
			d->search = s->search;
			d->from = x;
			if (d->mate == NONE)
				return e[k].household;
			s->settled[s->nsettled++] = e[k].household;
		}
		if (done == s->nsettled)
			return NONE;
	}
}

/* Move those along the way to 'dwelling', so that 'household' gets in. */
static void
move(struct solver *s, uint32_t household, uint32_t dwelling)
{
	struct node *h = s->side[HOUSEHOLDS].node, *d = s->side[DWELLINGS].node;
	uint32_t next, x;

	do {
		x = d[dwelling].from;
		next = h[x].mate;
		h[x].mate = dwelling;
		d[dwelling].mate = x;
		dwelling = next;
	} while (x != household);
}

/* Its own dwelling first: most often nothing changes. */
static void
house(struct solver *s, uint32_t household)
{
	struct node *d = s->side[DWELLINGS].node;
	uint32_t own = s->side[HOUSEHOLDS].node[household].mate;

	if (own != NONE && d[own].mate == NONE) {
		d[own].mate = household;
		return;
	}
	s->search++;
	if ((own = find(s, household)) != NONE)
		move(s, household, own);
	else
		while (s->nsettled > 0)
			d[s->settled[--s->nsettled]].search = DEAD;
}

void
solve_ties(struct solver *s)
{
	const struct side *h = &s->side[HOUSEHOLDS];
	struct node *d = s->side[DWELLINGS].node, *x;
	size_t i;

	if (!contested(h))
		return;
	phc_grow(&s->settled, &s->capsettled, s->side[DWELLINGS].len,
	    sizeof(*s->settled));
	for (i = 0; i < h->len; i++) {
		x = &h->node[h->list[i]];
		if (x->price == 0 && x->mate != NONE)
			d[x->mate].mate = NONE;
	}
	for (i = 0; i < h->len; i++)
		if (h->node[h->list[i]].price == 0 && h->n[h->list[i]] > 0)
			house(s, h->list[i]);
}
