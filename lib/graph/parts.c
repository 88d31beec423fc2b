/*
 * The components: dwellings that pairs join, by way of households, are one
 * tree (R. Tarjan's disjoint sets), whose root is its first dwelling.
 */
#include <stdlib.h>

#include "graph.h"

struct forest {
	uint32_t *up;    /* of a dwelling, towards the root */
	uint32_t *first; /* of a household, the first dwelling seen */
};

static uint32_t
root(uint32_t *up, uint32_t i)
{
	while (up[i] != i)
		i = up[i] = up[up[i]];
	return i;
}

static void
join(uint32_t *up, uint32_t a, uint32_t b)
{
	a = root(up, a);
	b = root(up, b);
	if (a < b)
		up[b] = a;
	else
		up[a] = b;
}

static void
grow(const struct phc_graph *g, struct forest *f)
{
	const struct phc_edge *e;
	uint32_t i, k, *first;

	for (i = 0; i < g->households; i++)
		f->first[i] = NONE;
	for (i = 0; i < g->dwellings; i++)
		f->up[i] = i;
	for (i = 0; i < g->dwellings; i++)
		for (e = g->pair + g->at[i], k = 0; k < g->n[i]; k++) {
			first = &f->first[e[k].household];
			if (*first == NONE)
				*first = i;
			else if (f->up[*first] != f->up[i])
				join(f->up, *first, i);
		}
}

/* Number the roots, in order; 'up' becomes the component of a dwelling, 'first'
 * that of a household. */
static size_t
number(const struct phc_graph *g, struct forest *f)
{
	size_t n = 0;
	uint32_t i;

	for (i = 0; i < g->dwellings; i++)
		f->up[i] = root(f->up, i);
	for (i = 0; i < g->dwellings; i++)
		if (g->n[i] == 0)
			f->up[i] = NONE;
		else
			f->up[i] =
			    f->up[i] == i ? (uint32_t)n++ : f->up[f->up[i]];
	for (i = 0; i < g->households; i++)
		if (f->first[i] != NONE)
			f->first[i] = f->up[f->first[i]];
	return n;
}

static void
gather(struct parts *p, int side, const uint32_t *part, size_t n)
{
	size_t *start = phc_new((p->n + 2) * sizeof(*start)), i;
	uint32_t *list = phc_new((n + 1) * sizeof(*list));

	for (i = 0; i < n; i++)
		if (part[i] != NONE)
			start[part[i] + 2]++;
	for (i = 2; i < p->n + 2; i++)
		start[i] += start[i - 1];
	for (i = 0; i < n; i++)
		if (part[i] != NONE)
			list[start[part[i] + 1]++] = (uint32_t)i;
	p->list[side] = list;
	p->start[side] = start;
}

/*
 * A path from one assignment to a better one changes at its ends alone who is
 * housed, and swaps no more pairs than there are of the fewer side.  So a step
 * above what so many can differ in points puts a class before any points, and
 * one household more too if it makes up for the least points of a pair.
 */
int
graph_step(int64_t fewer, int64_t low, int64_t high, int64_t *step,
    struct phc_err *err)
{
	int64_t most = INT64_MAX / 4 / (PHC_GRAPH_CLASSES + 1);
	int64_t range = high - low + 1;

	if (fewer >= most / range)
		return phc_fail(err, PHC_EDATA,
		    "points from %lld to %lld are too far apart for %lld pairs",
		    (long long)low, (long long)high, (long long)fewer);
	*step = fewer * range + (low < 0 ? -low : 0) + 1;
	return 0;
}

static int
measure(const struct phc_graph *g, struct parts *p, size_t part,
    struct phc_err *err)
{
	const size_t *d = p->start[DWELLINGS], *h = p->start[HOUSEHOLDS];
	size_t nd = d[part + 1] - d[part], nh = h[part + 1] - h[part], i;
	int64_t low = PHC_GRAPH_POINTS, high = -PHC_GRAPH_POINTS, points;
	const struct phc_edge *e;
	uint32_t k, dwelling;

	for (i = d[part]; i < d[part + 1]; i++) {
		dwelling = p->list[DWELLINGS][i];
		e = g->pair + g->at[dwelling];
		for (k = 0; k < g->n[dwelling]; k++) {
			points = phc_rank_points(e[k].rank);
			low = points < low ? points : low;
			high = points > high ? points : high;
		}
	}
	return graph_step(
	    (int64_t)(nd < nh ? nd : nh), low, high, &p->step[part], err);
}

int
graph_parts(const struct phc_graph *g, struct parts *p, struct phc_err *err)
{
	struct forest f = { phc_new((g->dwellings + 1) * sizeof(*f.up)),
		phc_new((g->households + 1) * sizeof(*f.first)) };
	size_t i;
	int rc = 0;

	grow(g, &f);
	p->n = number(g, &f);
	gather(p, DWELLINGS, f.up, g->dwellings);
	gather(p, HOUSEHOLDS, f.first, g->households);
	free(f.up);
	free(f.first);
	p->step = phc_new((p->n + 1) * sizeof(*p->step));
	for (i = 0; i < p->n && rc == 0; i++)
		rc = measure(g, p, i, err);
	return rc;
}

void
graph_parts_free(struct parts *p)
{
	int side;

	for (side = 0; side < SIDES; side++) {
		free(p->list[side]);
		free(p->start[side]);
	}
	free(p->step);
}
