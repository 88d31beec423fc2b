/*
 * The assignment without justified envy: households ask for the dwelling that
 * they like best of those that have not refused them, and a dwelling keeps who
 * comes first there (D. Gale, L. Shapley).
 */
#include <stdlib.h>

#include "graph.h"

typedef int wish_fn(const void *arg, uint32_t household, uint32_t dwelling);

struct liking {
	int wish;
	struct phc_edge to;
};

struct market {
	struct turn turn; /* the pairs of households, as they like them */
	uint32_t *asked;  /* how many of them */
	uint32_t *pick;   /* of each dwelling: whom it keeps, */
	uint32_t *rank;   /* and at what rank */
};

static int
by_liking(const void *x, const void *y)
{
	const struct liking *a = x, *b = y;
	int64_t p = phc_rank_points(a->to.rank),
		q = phc_rank_points(b->to.rank);

	if (a->wish != b->wish)
		return a->wish < b->wish ? -1 : 1;
	if (p != q)
		return p > q ? -1 : 1;
	return a->to.household < b->to.household ? -1 : 1;
}

static void
order(struct phc_edge *e, uint32_t n, uint32_t household, wish_fn *wish,
    const void *arg, struct liking *spare)
{
	uint32_t k;

	for (k = 0; k < n; k++)
		spare[k] =
		    (struct liking){ wish(arg, household, e[k].household),
			    e[k] };
	qsort(spare, n, sizeof(*spare), by_liking);
	for (k = 0; k < n; k++)
		e[k] = spare[k].to;
}

static uint32_t *
numbers(size_t n)
{
	uint32_t *list = phc_new((n + 1) * sizeof(*list)), i;

	for (i = 0; i < n; i++)
		list[i] = i;
	return list;
}

static void
turn(const struct phc_graph *g, struct turn *t)
{
	struct side d = { numbers(g->dwellings), g->dwellings, g->at, g->n,
		g->pair, NULL },
		    h = { numbers(g->households), g->households, NULL, NULL,
			    NULL, NULL };

	t->at = phc_new((g->households + 1) * sizeof(*t->at));
	t->n = phc_new((g->households + 1) * sizeof(*t->n));
	graph_turn(t, &d, &h, scale(0), 0);
	free(d.list);
	free(h.list);
}

/* Returns whom the next dwelling that 'household' asks for refuses: itself, the
 * one it kept until now, or NONE. */
static uint32_t
ask(struct market *m, uint32_t household)
{
	struct phc_edge to =
	    m->turn.pair[m->turn.at[household] + m->asked[household]++];
	uint32_t d = to.household, kept = m->pick[d];

	if (kept != NONE && (m->rank[d] > to.rank ||
				(m->rank[d] == to.rank && kept < household)))
		return household;
	m->pick[d] = household;
	m->rank[d] = to.rank;
	return kept;
}

static void
settle(const struct phc_graph *g, struct market *m)
{
	uint32_t i, h;

	for (i = 0; i < g->dwellings; i++)
		m->pick[i] = NONE;
	for (i = 0; i < g->households; i++)
		for (h = i; h != NONE && m->asked[h] < m->turn.n[h];)
			h = ask(m, h);
}

void
phc_graph_stable(
    const struct phc_graph *g, wish_fn *wish, const void *arg, uint32_t *pick)
{
	struct market m = { .pick = pick };
	struct liking *spare = phc_new((g->dwellings + 1) * sizeof(*spare));
	uint32_t i;

	turn(g, &m.turn);
	m.asked = phc_new((g->households + 1) * sizeof(*m.asked));
	m.rank = phc_new((g->dwellings + 1) * sizeof(*m.rank));
	for (i = 0; i < g->households; i++)
		order(m.turn.pair + m.turn.at[i], m.turn.n[i], i, wish, arg,
		    spare);
	settle(g, &m);
	free(spare);
	graph_turn_free(&m.turn);
	free(m.asked);
	free(m.rank);
}
