/*
 * solve.h - the state of a component's solution.
 */
#ifndef SOLVE_H
#define SOLVE_H

#include "graph.h"

struct entry {
	int64_t dist;
	uint32_t node;
};

struct solver {
	struct side side[SIDES];
	struct turn turn; /* the pairs of households, when they are needed */
	struct scale scale;
	struct entry *heap; /* of which some are stale */
	size_t nheap, capheap;
	uint32_t *settled;
	size_t nsettled, capsettled;
	uint32_t search;
	int64_t best; /* the least loss so far, and where the path ends: */
	uint32_t end; /* beyond, or on the near side if it 'stays' */
	bool stays;
	size_t looked;         /* at pairs, in searches */
	size_t hard;           /* a component is, at so many looks a pair */
	int64_t *prices, *was; /* of households, or NULL: before searches, */
	int64_t drop;          /* which lowered one by so much at most, */
	int64_t seen;          /* and see the pairs of less slack */
	const struct phc_progress *progress;
	size_t done, all; /* nodes inserted */
};

/* A node that is alone has a price that nothing beats, and nobody who pays it.
 */
static inline bool
unpaid(const struct node *n)
{
	return n->mate == NONE && n->price > 0;
}

/* search.c: find what node 'start' of side 'near' loses least by, a mate or its
 * price; and do that. */
void solve_search(struct solver *, int near, uint32_t start);
void solve_swap(struct solver *, int near, uint32_t start);

/* auction.c: prices for the far side, and most mates, of a hard component. */
void solve_auction(struct solver *, int near);

/* ties.c: of the best assignments, the one that houses who comes first. */
void solve_ties(struct solver *);

#endif
