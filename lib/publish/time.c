/*
 * Flows of one quantity, over periods that meet: months, years, all days to
 * some day.  What was published of them is worth what it was between the days
 * where they begin and end; spans between two such days next to each other are
 * what all sum from.
 */
#include <stdlib.h>

#include "publish.h"

struct edge {
	uint32_t thing, cell;
	size_t newest; /* entry */
	size_t a, b;   /* nodes */
};

struct node {
	int64_t day, worth;
	size_t set; /* nodes of one set are worth something to each other */
};

struct flow {
	struct pool *o;
	struct edge *edge;
	size_t edges, cap, kept;
	struct node *node;
	size_t nodes;
};

static int
by_day(const void *pa, const void *pb)
{
	const struct node *a = pa, *b = pb;

	return (a->day > b->day) - (a->day < b->day);
}

static size_t
find(const struct flow *f, int64_t day)
{
	size_t i;

	for (i = 0; f->node[i].day != day; i++)
		;
	return i;
}

/* All begin from a day, or from PHC_UNKNOWN, which is before any. */
static void
nodes(struct flow *f)
{
	const struct thing *t;
	size_t i, n = 0;

	f->node = phc_new((2 * f->edges + 1) * sizeof(*f->node));
	for (i = 0; i < f->edges; i++) {
		t = &f->o->thing[f->edge[i].thing];
		f->node[n++].day = t->from;
		f->node[n++].day = t->to + 1;
	}
	qsort(f->node, n, sizeof(*f->node), by_day);
	for (i = 0; i < n; i++)
		if (i == 0 || f->node[i].day != f->node[f->nodes - 1].day)
			f->node[f->nodes++].day = f->node[i].day;
	for (i = 0; i < f->nodes; i++) {
		f->node[i].set = i;
		f->node[i].worth = 0;
	}
	for (i = 0; i < f->edges; i++) {
		t = &f->o->thing[f->edge[i].thing];
		f->edge[i].a = find(f, t->from);
		f->edge[i].b = find(f, t->to + 1);
	}
}

/* Nothing is ever worth less later. */
static bool
rising(const struct flow *f, size_t set)
{
	int64_t last = INT64_MIN;
	size_t i;

	for (i = 0; i < f->nodes; i++) {
		if (f->node[i].set != set)
			continue;
		if (f->node[i].worth < last)
			return false;
		last = f->node[i].worth;
	}
	return true;
}

static void
shift(struct flow *f, const bool *in, int64_t by, size_t set)
{
	size_t i;

	for (i = 0; i < f->nodes; i++)
		if (in[i]) {
			f->node[i].worth += by;
			f->node[i].set = set;
		}
}

/* Whether what it says can be, beside what newer ones say. */
static bool
believe(struct flow *f, const struct edge *e)
{
	struct node *a = &f->node[e->a], *b = &f->node[e->b];
	int64_t by = a->worth + f->o->cell[e->cell].count - b->worth;
	size_t i, was = b->set;
	bool *in, fits = true;

	if (a->set == b->set)
		return by == 0;
	in = phc_new(f->nodes);
	for (i = 0; i < f->nodes; i++)
		in[i] = f->node[i].set == was;
	shift(f, in, by, a->set);
	if (!rising(f, a->set)) {
		shift(f, in, -by, was);
		fits = false;
	}
	free(in);
	return fits;
}

static uint32_t
span(struct flow *f, size_t a, size_t b)
{
	const struct thing *of = &f->o->thing[f->edge[0].thing];
	struct thing t = *of;
	size_t i;

	for (i = 0; i < f->kept; i++)
		if (f->edge[i].a == a && f->edge[i].b == b)
			return f->edge[i].cell;
	t.kind += SPAN;
	t.from = f->node[a].day;
	t.to = f->node[b].day - 1;
	return pool_cell(f->o, &t, f->node[b].worth - f->node[a].worth);
}

static void
sum(struct flow *f, const struct edge *e)
{
	uint32_t *cell = phc_new((f->nodes + 1) * sizeof(*cell));
	size_t i, from = e->a, n = 1;

	cell[0] = e->cell;
	for (i = e->a + 1; i <= e->b; i++)
		if (f->node[i].set == f->node[e->a].set) {
			if (from != e->a || i != e->b)
				cell[n++] = span(f, from, i);
			from = i;
		}
	if (n > 1)
		pool_sum(f->o, cell, n);
	free(cell);
}

static int
by_newest(const void *pa, const void *pb)
{
	const struct edge *a = pa, *b = pb;

	return (a->newest > b->newest) - (a->newest < b->newest);
}

static void
flow(struct flow *f)
{
	size_t i;

	qsort(f->edge, f->edges, sizeof(*f->edge), by_newest);
	nodes(f);
	for (i = 0; i < f->edges; i++)
		if (believe(f, &f->edge[i]))
			f->edge[f->kept++] = f->edge[i];
	for (i = 0; i < f->kept; i++)
		sum(f, &f->edge[i]);
	free(f->node);
	f->node = NULL;
	f->nodes = f->edges = f->kept = 0;
}

static const struct pool *sorting;

static int
by_flow(const void *pa, const void *pb)
{
	const struct thing *a = &sorting->thing[*(const uint32_t *)pa],
			   *b = &sorting->thing[*(const uint32_t *)pb];
	int i;

	if (a->code != b->code)
		return a->code < b->code ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	for (i = 0; i < PHC_DIMENSIONS; i++)
		if (a->mod[i] != b->mod[i])
			return a->mod[i] < b->mod[i] ? -1 : 1;
	return 0;
}

/* The first entry of each cell: they are by issue, the newest first. */
static size_t *
newest(const struct pool *o)
{
	size_t *at = phc_new((o->cells + 1) * sizeof(*at)), i;

	for (i = 0; i < o->cells; i++)
		at[i] = SIZE_MAX;
	for (i = o->p->entries; i-- > 0;)
		if (o->of[i] != NONE)
			at[o->of[i]] = i;
	return at;
}

static void
edges(struct flow *f, uint32_t thing, const size_t *at)
{
	uint32_t c;

	for (c = f->o->first[thing]; c != NONE; c = f->o->cell[c].next) {
		if (at[c] == SIZE_MAX)
			continue;
		phc_grow(&f->edge, &f->cap, f->edges + 1, sizeof(*f->edge));
		f->edge[f->edges++] = (struct edge){ thing, c, at[c], 0, 0 };
	}
}

void
pool_times(struct pool *o)
{
	uint32_t *list = phc_new((o->ordered + 1) * sizeof(*list));
	size_t *at = newest(o), i, n = 0;
	struct flow f = { .o = o };
	const struct thing *t;

	for (i = 0; i < o->ordered; i++) {
		t = &o->thing[i];
		if (o->p->code[t->code].over == DURING)
			list[n++] = (uint32_t)i;
	}
	sorting = o;
	qsort(list, n, sizeof(*list), by_flow);
	for (i = 0; i < n; i++) {
		edges(&f, list[i], at);
		if (i + 1 == n || by_flow(&list[i], &list[i + 1]) != 0)
			flow(&f);
	}
	free(f.edge);
	free(list);
	free(at);
}
