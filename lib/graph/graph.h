/*
 * graph.h - what the files of this folder share.
 */
#ifndef GRAPH_H
#define GRAPH_H

#include "phc/graph.h"

#define NONE PHC_NOBODY

enum { RANK_BITS = 30 };
enum { DWELLINGS, HOUSEHOLDS, SIDES };

/* What a pair weighs: the class counts for 'step', points for themselves. */
struct scale {
	int64_t step, base;
};

static inline int64_t
weight(struct scale s, uint32_t rank)
{
	return (int64_t)(rank >> RANK_BITS) * s.step + s.base +
	       (int64_t)(rank & ((1U << RANK_BITS) - 1));
}

static inline struct scale
scale(int64_t step)
{
	return (struct scale){ step, step - PHC_GRAPH_POINTS };
}

/* graph.c */
void graph_sort(struct phc_edge *, size_t n, struct phc_edge *spare);

/*
 * parts.c: the components that have pairs.  The nodes of component 'i' are in
 * list[side] from start[side][i] to start[side][i + 1], in order.
 */
struct parts {
	size_t n;
	uint32_t *list[SIDES];
	size_t *start[SIDES];
	int64_t *step;
};

int graph_parts(const struct phc_graph *, struct parts *, struct phc_err *);
void graph_parts_free(struct parts *);

/* The least step for components of so many households or dwellings, whichever
 * are fewer, and points from 'low' to 'high'. */
int graph_step(
    int64_t fewer, int64_t low, int64_t high, int64_t *step, struct phc_err *);

struct node { /* a dwelling or a household */
	int64_t price, dist;
	uint32_t mate;   /* or NONE */
	uint32_t from;   /* who reached it */
	uint32_t search; /* the last that did */
};

/*
 * Nodes that pairs join to the other side, where 'household' is the other node
 * whichever it is: of node i, n[i] pairs from at[i] on, the heaviest first.
 */
struct side {
	uint32_t *list;
	size_t len;
	size_t *at;
	uint32_t *n;
	struct phc_edge *pair;
	struct node *node;
};

/*
 * turn.c: the pairs of dwellings, seen from households; of a side with nodes,
 * only those that weigh less than 'slack' below their prices.  What the last
 * turn made room for is used again; graph_turn_free() ends it.
 */
struct turn {
	size_t *at, cappairs, capspare;
	uint32_t *n;
	struct phc_edge *pair, *spare;
};

void graph_turn(struct turn *, const struct side *dwellings,
    const struct side *households, struct scale, int64_t slack);
void graph_turn_free(struct turn *);

/* solve.c: phc_graph_assign(), which gives up searching a component for an
 * auction when it has looked at its pairs 'hard' times over. */
int graph_assign(const struct phc_graph *, const struct phc_progress *,
    size_t hard, struct phc_assignment *, struct phc_err *);

#endif
