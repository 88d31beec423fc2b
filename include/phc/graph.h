/*
 * graph.h - floor 7: pairs of households and dwellings as numbers, and what is
 * found among them: the best assignment, proved, and the stable one.
 *
 * A household's number is its place by class, seniority, lottery and key: the
 * lower comes first.  A dwelling's is its place in the output.  Nothing here
 * knows what a household is, or why a pair is lawful.
 */
#ifndef PHC_GRAPH_H
#define PHC_GRAPH_H

#include "phc/base.h"

/*
 * What a pair is worth: the class of its household (PHC_GRAPH_CLASSES of them,
 * a higher one is served first; the same in all its pairs), then its points,
 * from -PHC_GRAPH_POINTS to PHC_GRAPH_POINTS. phc_rank() packs both into a
 * number that compares as they do; phc_rank_class() and phc_rank_points() take
 * it apart.
 */
enum { PHC_GRAPH_CLASSES = 4, PHC_GRAPH_POINTS = (1 << 29) - 1 };

uint32_t phc_rank(int class, int64_t points);
int phc_rank_class(uint32_t rank);
int64_t phc_rank_points(uint32_t rank);

struct phc_edge {
	uint32_t household, rank;
};

/*
 * The pairs of dwelling 'i' are 'n[i]' from 'at[i]' on: the best rank first,
 * then the household that comes first.
 */
struct phc_graph {
	size_t households, dwellings, npairs;
	size_t *at;
	uint32_t *n;
	struct phc_edge *pair, *spare; /* 'spare' to sort with */
	size_t cappairs, capspare;
};

#define PHC_NOBODY UINT32_MAX

/*
 * phc_graph_new() makes a graph of no pairs; fewer than PHC_NOBODY households
 * and dwellings.  phc_graph_open() begins the pairs of a dwelling, each
 * dwelling once at most and in any order; phc_graph_add() adds one, with each
 * household once at most; phc_graph_close() ends them and puts them in order.
 */
struct phc_graph *phc_graph_new(size_t households, size_t dwellings);
void phc_graph_open(struct phc_graph *, uint32_t dwelling);
void phc_graph_add(struct phc_graph *, uint32_t household, uint32_t rank);
void phc_graph_close(struct phc_graph *, uint32_t dwelling);
void phc_graph_free(struct phc_graph *);

/* How far a long run is, told from time to time: 'done' of 'all' of 'what'. */
struct phc_progress {
	void (*tell)(void *arg, const char *what, size_t done, size_t all);
	void *arg;
};

/*
 * An assignment and the prices that prove it.  'pick' is the household of each
 * dwelling, or PHC_NOBODY.
 *
 * Households and dwellings that pairs join, however far, are a component, which
 * is solved by itself.  There a pair weighs (class + 1) x step + points, 'step'
 * being such that no sum of points outweighs a class, or one household more.
 * Each household has a price and each dwelling a value, none below zero, and no
 * pair weighs more than the two together: so no assignment weighs more than all
 * of them, and one that weighs as much is the best.
 */
struct phc_assignment {
	uint32_t *pick;
	int64_t *price, *value;
	int64_t *household_step, *dwelling_step; /* of its component, or 0 */
};

/*
 * phc_graph_assign() finds the assignment that houses the most of the highest
 * class, then of the next, and so on, then has the most points; of several, the
 * one that houses who comes first: no household left out could be housed
 * instead of one behind it in an assignment that is as good.  What it finds for
 * a component depends on nothing outside it.  'progress' may be NULL.
 * PHC_EDATA where the weights would not fit 64 bits.
 *
 * phc_graph_prove() checks an assignment by its prices alone, in one pass over
 * the pairs; PHC_ESYS where it is not proved to be the best.
 */
int phc_graph_assign(const struct phc_graph *, const struct phc_progress *,
    struct phc_assignment *, struct phc_err *err);
int phc_graph_prove(const struct phc_graph *, const struct phc_assignment *,
    struct phc_err *err);
void phc_assignment_free(struct phc_assignment *);

/*
 * phc_graph_stable() finds the assignment without justified envy: no household
 * likes better a dwelling that is empty, or that went to one behind it there.
 * Of those it is the one that each household likes best.  A dwelling prefers by
 * rank, then by number of household; a household by 'wish' (the lower), then by
 * points, then by number of dwelling.  'pick' has room for each dwelling.
 */
void phc_graph_stable(const struct phc_graph *,
    int (*wish)(const void *arg, uint32_t household, uint32_t dwelling),
    const void *arg, uint32_t *pick);

#endif
