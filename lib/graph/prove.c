/*
 * An assignment is proved the best by its prices alone: no pair outweighs those
 * of its ends, every price is paid by a pair, and no pair weighs less than its
 * ends.  So the bounds are equal term by term, and no sum can overflow.
 */
#include <stdlib.h>

#include "graph.h"

static int
bug(struct phc_err *err, const char *why)
{
	return phc_fail(err, PHC_ESYS, "not optimal: %s: this is a bug", why);
}

struct proof {
	const struct phc_graph *g;
	const struct phc_assignment *a;
	bool *housed;
	struct phc_err *err;
};

static int
check_pick(const struct proof *p, uint32_t dwelling, bool found)
{
	uint32_t household = p->a->pick[dwelling];

	if (household == NONE)
		return p->a->value[dwelling] == 0
			   ? 0
			   : bug(p->err, "an empty dwelling has a value");
	if (!found)
		return bug(p->err, "a choice is no pair that weighs its price");
	if (p->housed[household])
		return bug(p->err, "a household is in two pairs");
	p->housed[household] = true;
	return 0;
}

static int
check_dwelling(const struct proof *p, uint32_t dwelling)
{
	const struct phc_edge *e = p->g->pair + p->g->at[dwelling];
	struct scale s = scale(p->a->dwelling_step[dwelling]);
	int64_t over;
	uint32_t k, pick = p->a->pick[dwelling];
	bool found = false;

	if (p->a->value[dwelling] < 0)
		return bug(p->err, "a value is below zero");
	for (k = 0; k < p->g->n[dwelling]; k++) {
		over = weight(s, e[k].rank) - p->a->value[dwelling];
		if (over <= 0 && e[k].household != pick)
			continue;
		if (p->a->household_step[e[k].household] != s.step)
			return bug(p->err, "a pair has two steps");
		if (over > p->a->price[e[k].household])
			return bug(p->err, "a pair outweighs its prices");
		found |= e[k].household == pick &&
			 over == p->a->price[e[k].household];
	}
	return check_pick(p, dwelling, found);
}

static int
check_households(const struct proof *p)
{
	size_t i;

	for (i = 0; i < p->g->households; i++) {
		if (p->a->price[i] < 0)
			return bug(p->err, "a price is below zero");
		if (p->a->price[i] > 0 && !p->housed[i])
			return bug(p->err, "one who is left out has a price");
	}
	return 0;
}

int
phc_graph_prove(const struct phc_graph *g, const struct phc_assignment *a,
    struct phc_err *err)
{
	struct proof p = { g, a, phc_new(g->households + 1), err };
	int rc = 0;
	uint32_t i;

	for (i = 0; i < g->dwellings && rc == 0; i++)
		rc = check_dwelling(&p, i);
	if (rc == 0)
		rc = check_households(&p);
	free(p.housed);
	return rc;
}
