/*
 * The heaviest choice of pairs, dwelling by dwelling: each takes the path that
 * loses least, by Dijkstra's algorithm on prices that keep every pair's slack
 * at zero or more (J. Munkres; R. Jonker, A. Volgenant).  Households that are
 * free have price zero, so that a dwelling's pairs, heaviest first, need not be
 * looked at beyond what the best end found so far allows.
 */
#include <stdlib.h>

#include "match.h"

struct node { /* a household */
	int64_t price, dist;
	uint32_t mate;      /* its dwelling, or NONE */
	uint32_t from, via; /* the dwelling that reached it, by which pair */
	uint32_t search;    /* the last that reached it */
};

struct entry {
	int64_t dist;
	uint32_t household;
};

struct solver {
	const struct graph *g;
	struct assignment *a;
	int64_t base[PHC_PRIORITIES]; /* of a pair's weight, by class */
	struct node *node;
	struct entry *heap; /* of which some are stale */
	size_t nheap, capheap;
	uint32_t *settled;
	size_t nsettled, capsettled;
	uint32_t search;
	int64_t best; /* the least loss so far, and where the path ends: */
	uint32_t household, dwelling; /* at one of them, the other is NONE */
};

static const struct pair *
pair(const struct graph *g, uint32_t dwelling, uint32_t k)
{
	return &g->pair[g->run[dwelling].at + k];
}

static int64_t
weight(const int64_t *base, const struct pair *p)
{
	return base[p->class] + p->points;
}

/*
 * A path from one choice to a better one changes at its ends alone who is
 * housed, and swaps no more pairs than there are dwellings, or households.  So
 * a step from class to class above what so many pairs can differ in points puts
 * a class before any points; and, no pair weighing less than the step, one
 * household more before any points too.
 */
static int
bases(struct solver *s, struct phc_err *err)
{
	const struct graph *g = s->g;
	int64_t low = INT32_MAX, high = INT32_MIN, step, most;
	size_t i;

	for (i = 0; i < g->npairs; i++) {
		low = g->pair[i].points < low ? g->pair[i].points : low;
		high = g->pair[i].points > high ? g->pair[i].points : high;
	}
	if (g->npairs == 0)
		return 0;
	most = (int64_t)(g->dwellings < g->households ? g->dwellings
						      : g->households) +
	       1;
	if (high - low >= INT64_MAX / 8 / most / most)
		return phc_fail(err, PHC_EDATA,
		    "points from %lld to %lld are too far apart for so many "
		    "pairs",
		    (long long)low, (long long)high);
	step = most * (high - low + 1);
	for (i = 0; i < PHC_PRIORITIES; i++)
		s->base[i] = (int64_t)(i + 1) * step - low;
	return 0;
}

static bool
before(struct entry a, struct entry b)
{
	return a.dist != b.dist ? a.dist < b.dist : a.household < b.household;
}

enum { ARITY = 4 };

static void
push(struct solver *s, struct entry e)
{
	size_t i, up;

	phc_grow(&s->heap, &s->capheap, s->nheap + 1, sizeof(*s->heap));
	for (i = s->nheap++; i > 0; i = up) {
		up = (i - 1) / ARITY;
		if (!before(e, s->heap[up]))
			break;
		s->heap[i] = s->heap[up];
	}
	s->heap[i] = e;
}

static struct entry
pop(struct solver *s)
{
	struct entry *heap = s->heap, top = heap[0], last = heap[--s->nheap];
	size_t i = 0, k, least, end;

	for (;; i = least) {
		least = ARITY * i + 1;
		end = least + ARITY < s->nheap ? least + ARITY : s->nheap;
		for (k = least + 1; k < end; k++)
			if (before(heap[k], heap[least]))
				least = k;
		if (least >= s->nheap || !before(heap[least], last))
			break;
		heap[i] = heap[least];
	}
	heap[i] = last;
	return top;
}

/* A household is reached from 'dwelling' by pair 'k' of its run. */
static void
reach(struct solver *s, uint32_t dwelling, uint32_t k, int64_t dist)
{
	uint32_t household = pair(s->g, dwelling, k)->household;
	struct node *h = &s->node[household];

	dist += h->price;
	if (dist >= s->best || (h->search == s->search && h->dist <= dist))
		return;
	h->dist = dist;
	h->from = dwelling;
	h->via = k;
	h->search = s->search;
	if (h->mate != NONE) {
		push(s, (struct entry){ dist, household });
		return;
	}
	s->best = dist;
	s->household = household;
	s->dwelling = NONE;
}

/* A dwelling is reached: it stays empty, or takes another household. */
static void
leave(struct solver *s, uint32_t dwelling, int64_t dist)
{
	const struct run *run = &s->g->run[dwelling];
	int64_t top = dist + s->a->value[dwelling], w;
	uint32_t k;

	if (top < s->best) {
		s->best = top;
		s->household = NONE;
		s->dwelling = dwelling;
	}
	for (k = 0; k < run->n; k++) {
		w = weight(s->base, pair(s->g, dwelling, k));
		if (top - w >= s->best)
			break;
		reach(s, dwelling, k, top - w);
	}
}

static void
search(struct solver *s, uint32_t start)
{
	struct entry e;

	s->search++;
	s->nheap = s->nsettled = 0;
	s->best = INT64_MAX;
	leave(s, start, 0);
	while (s->nheap > 0 && s->heap[0].dist < s->best) {
		e = pop(s);
		if (e.dist > s->node[e.household].dist)
			continue;
		phc_grow(&s->settled, &s->capsettled, s->nsettled + 1,
		    sizeof(*s->settled));
		s->settled[s->nsettled++] = e.household;
		leave(s, s->node[e.household].mate, e.dist);
	}
}

static void
reprice(struct solver *s, uint32_t start)
{
	struct node *h;
	size_t i;

	s->a->value[start] -= s->best;
	for (i = 0; i < s->nsettled; i++) {
		h = &s->node[s->settled[i]];
		if (h->dist >= s->best)
			continue;
		h->price += s->best - h->dist;
		s->a->value[h->mate] -= s->best - h->dist;
	}
}

static uint32_t
household_of(const struct solver *s, uint32_t dwelling)
{
	uint32_t k = s->a->pick[dwelling];

	return k == NONE ? NONE : pair(s->g, dwelling, k)->household;
}

/* Swap the pairs along the path, from its end back to 'start'. */
static void
swap(struct solver *s, uint32_t start)
{
	uint32_t i = s->household, d = s->dwelling;

	if (d != NONE) {
		i = household_of(s, d);
		s->a->pick[d] = NONE;
	}
	while (d != start) {
		struct node *h = &s->node[i];

		d = h->from;
		i = household_of(s, d);
		s->a->pick[d] = h->via;
		h->mate = d;
	}
}

static void
insert(struct solver *s, uint32_t dwelling)
{
	if (s->g->run[dwelling].n == 0)
		return;
	s->a->value[dwelling] = weight(s->base, pair(s->g, dwelling, 0));
	search(s, dwelling);
	reprice(s, dwelling);
	swap(s, dwelling);
}

static void
start(struct solver *s)
{
	const struct graph *g = s->g;
	size_t i;

	s->node = phc_new((g->households + 1) * sizeof(*s->node));
	s->a->price = phc_new((g->households + 1) * sizeof(*s->a->price));
	s->a->value = phc_new((g->dwellings + 1) * sizeof(*s->a->value));
	s->a->pick = phc_new((g->dwellings + 1) * sizeof(*s->a->pick));
	for (i = 0; i < g->households; i++)
		s->node[i].mate = NONE;
	for (i = 0; i < g->dwellings; i++)
		s->a->pick[i] = NONE;
}

int
match_solve(const struct graph *g, struct assignment *a, struct phc_err *err)
{
	struct solver s = { .g = g, .a = a };
	uint32_t i;

	*a = (struct assignment){ 0 };
	if (bases(&s, err) == -1)
		return -1;
	start(&s);
	for (i = 0; i < g->dwellings; i++)
		insert(&s, i);
	for (i = 0; i < g->households; i++)
		a->price[i] = s.node[i].price;
	memcpy(a->base, s.base, sizeof(a->base));
	free(s.node);
	free(s.heap);
	free(s.settled);
	return 0;
}

static int
bug(struct phc_err *err, const char *why)
{
	return phc_fail(err, PHC_ESYS, "not optimal: %s: this is a bug", why);
}

/* What a dwelling is worth at these prices, which no choice can pass. */
static int64_t
worth(const struct graph *g, const struct assignment *a, uint32_t dwelling)
{
	const struct pair *p = &g->pair[g->run[dwelling].at];
	int64_t most = 0, v;
	size_t k;

	for (k = 0; k < g->run[dwelling].n; k++) {
		v = weight(a->base, &p[k]) - a->price[p[k].household];
		most = v > most ? v : most;
	}
	return most;
}

int
match_prove(
    const struct graph *g, const struct assignment *a, struct phc_err *err)
{
	int64_t bound = 0, total = 0;
	bool *housed = phc_new(g->households + 1), twice = false;
	const struct pair *p;
	uint32_t i;

	for (i = 0; i < g->dwellings; i++) {
		bound += worth(g, a, i);
		if (a->pick[i] == NONE)
			continue;
		p = pair(g, i, a->pick[i]);
		total += weight(a->base, p);
		twice |= housed[p->household];
		housed[p->household] = true;
	}
	free(housed);
	if (twice)
		return bug(err, "a household is in two pairs");
	for (i = 0; i < g->households; i++) {
		bound += a->price[i];
		if (a->price[i] < 0)
			return bug(err, "a price is below zero");
	}
	return total == bound ? 0 : bug(err, "a bound is not reached");
}

void
match_assignment_free(struct assignment *a)
{
	free(a->pick);
	free(a->price);
	free(a->value);
}
