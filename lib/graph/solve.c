/*
 * The heaviest choice of pairs, component by component.
 */
#include <stdlib.h>

#include "solve.h"

enum { TELL = 1024 };

static void
tell(struct solver *s, size_t done)
{
	if (s->progress != NULL && done % TELL == 0)
		s->progress->tell(
		    s->progress->arg, "assigned", s->done + done, s->all);
}

/* Nodes that are alone find a mate, or lose their price, unless that looks at
 * more than 'most' pairs. */
static bool
insert(struct solver *s, int near, size_t most)
{
	const struct side *a = &s->side[near];
	size_t i;

	s->looked = 0;
	for (i = 0; i < a->len && s->looked <= most; i++) {
		tell(s, i);
		if (!unpaid(&a->node[a->list[i]]))
			continue;
		solve_search(s, near, a->list[i]);
		solve_swap(s, near, a->list[i]);
	}
	return i == a->len;
}

static void
turn(struct solver *s, int64_t slack)
{
	struct side *h = &s->side[HOUSEHOLDS];

	graph_turn(&s->turn, &s->side[DWELLINGS], h, s->scale, slack);
	h->pair = s->turn.pair;
}

/* From now on, searches from households see the pairs of so much slack. */
static void
see(struct solver *s, int64_t slack)
{
	const struct side *h = &s->side[HOUSEHOLDS];
	size_t i;

	turn(s, slack);
	s->seen = slack;
	s->drop = 0;
	for (i = 0; i < h->len; i++)
		s->was[h->list[i]] = h->node[h->list[i]].price;
}

/* More than any price, which is no more than the heaviest weight, a first bid
 * of the auction, and less than what graph_step() allows. */
enum { NARROW = 8, WIDER = 64 };
static const int64_t widest = INT64_MAX / 4;

/*
 * A household that the auction left alone at a price.  When the search ends
 * within the slack of the pairs that it sees, less what prices have dropped by
 * since, it has missed none that counts.
 */
static void
release(struct solver *s, uint32_t household)
{
	int64_t slack = s->seen, wider;

	for (;;) {
		solve_search(s, HOUSEHOLDS, household);
		if (s->best <= s->seen - s->drop)
			break;
		wider = s->best > s->seen / 2 ? WIDER : 2;
		slack = slack < widest / wider ? slack * wider : widest;
		see(s, slack);
	}
	solve_swap(s, HOUSEHOLDS, household);
}

static void
repair(struct solver *s)
{
	const struct side *h = &s->side[HOUSEHOLDS];
	size_t i;

	s->was = s->prices;
	s->drop = 0;
	s->seen = 0;
	for (i = 0; i < h->len; i++) {
		if (!unpaid(&h->node[h->list[i]]))
			continue;
		if (s->seen == 0)
			see(s, 1 + s->scale.step / (int64_t)h->len / NARROW);
		release(s, h->list[i]);
	}
	s->was = NULL;
}

static void
solve(struct solver *s, int near, size_t pairs)
{
	const struct side *a = &s->side[near];
	size_t i;

	for (i = 0; i < a->len; i++)
		a->node[a->list[i]].price =
		    weight(s->scale, a->pair[a->at[a->list[i]]].rank);
	if (insert(s, near, s->hard * pairs))
		return;
	solve_auction(s, near);
	insert(s, near, SIZE_MAX);
	if (near == HOUSEHOLDS)
		insert(s, DWELLINGS, SIZE_MAX);
	else
		repair(s);
}

static void
choose_part(struct solver *s, const struct parts *p, size_t part)
{
	int i;

	for (i = 0; i < SIDES; i++) {
		s->side[i].list = p->list[i] + p->start[i][part];
		s->side[i].len = p->start[i][part + 1] - p->start[i][part];
	}
	s->scale = scale(p->step[part]);
}

/* All pairs, whatever their slack. */
static void
turn_all(struct solver *s)
{
	struct side all = s->side[DWELLINGS], *h = &s->side[HOUSEHOLDS];

	all.node = NULL;
	graph_turn(&s->turn, &all, h, s->scale, 0);
	h->pair = s->turn.pair;
}

static void
component(struct solver *s, const struct parts *p, size_t part)
{
	struct side *d = &s->side[DWELLINGS];
	size_t i, pairs = 0;
	int near;

	choose_part(s, p, part);
	for (i = 0; i < d->len; i++)
		pairs += d->n[d->list[i]];
	near = d->len > s->side[HOUSEHOLDS].len ? HOUSEHOLDS : DWELLINGS;
	if (near == HOUSEHOLDS)
		turn_all(s);
	solve(s, near, pairs);
	turn(s, 1);
	solve_ties(s);
	s->done += s->side[near].len;
}

static struct node *
nodes(size_t n)
{
	struct node *node = phc_new((n + 1) * sizeof(*node));
	size_t i;

	for (i = 0; i < n; i++)
		node[i].mate = NONE;
	return node;
}

static void
start(struct solver *s, const struct phc_graph *g, const struct parts *p)
{
	size_t i, d, h;

	s->turn.at = phc_new((g->households + 1) * sizeof(*s->turn.at));
	s->turn.n = phc_new((g->households + 1) * sizeof(*s->turn.n));
	s->prices = phc_new((g->households + 1) * sizeof(*s->prices));
	s->side[DWELLINGS] =
	    (struct side){ NULL, 0, g->at, g->n, g->pair, nodes(g->dwellings) };
	s->side[HOUSEHOLDS] = (struct side){ NULL, 0, s->turn.at, s->turn.n,
		NULL, nodes(g->households) };
	for (i = 0; i < p->n; i++) {
		d = p->start[DWELLINGS][i + 1] - p->start[DWELLINGS][i];
		h = p->start[HOUSEHOLDS][i + 1] - p->start[HOUSEHOLDS][i];
		s->all += d < h ? d : h;
	}
}

static void
finish(struct solver *s)
{
	graph_turn_free(&s->turn);
	free(s->prices);
	free(s->heap);
	free(s->settled);
}

static int64_t *
steps(const struct parts *p, int side, size_t n)
{
	int64_t *step = phc_new((n + 1) * sizeof(*step));
	size_t i, k;

	for (i = 0; i < p->n; i++)
		for (k = p->start[side][i]; k < p->start[side][i + 1]; k++)
			step[p->list[side][k]] = p->step[i];
	return step;
}

static int64_t *
prices(const struct node *node, size_t n)
{
	int64_t *price = phc_new((n + 1) * sizeof(*price));
	size_t i;

	for (i = 0; i < n; i++)
		price[i] = node[i].price;
	return price;
}

static void
keep(const struct solver *s, const struct phc_graph *g, const struct parts *p,
    struct phc_assignment *a)
{
	const struct node *d = s->side[DWELLINGS].node;
	size_t i;

	a->pick = phc_new((g->dwellings + 1) * sizeof(*a->pick));
	for (i = 0; i < g->dwellings; i++)
		a->pick[i] = d[i].mate;
	a->value = prices(d, g->dwellings);
	a->price = prices(s->side[HOUSEHOLDS].node, g->households);
	a->dwelling_step = steps(p, DWELLINGS, g->dwellings);
	a->household_step = steps(p, HOUSEHOLDS, g->households);
}

int
graph_assign(const struct phc_graph *g, const struct phc_progress *progress,
    size_t hard, struct phc_assignment *a, struct phc_err *err)
{
	struct solver s = { .progress = progress, .hard = hard };
	struct parts p = { 0 };
	size_t i;
	int rc;

	*a = (struct phc_assignment){ 0 };
	if ((rc = graph_parts(g, &p, err)) == 0) {
		start(&s, g, &p);
		for (i = 0; i < p.n; i++)
			component(&s, &p, i);
		finish(&s);
		keep(&s, g, &p, a);
		free(s.side[DWELLINGS].node);
		free(s.side[HOUSEHOLDS].node);
	}
	graph_parts_free(&p);
	return rc;
}

/* Measured: an easy component takes up to 6, a hard one 50 and more. */
enum { HARD = 8 };

int
phc_graph_assign(const struct phc_graph *g, const struct phc_progress *progress,
    struct phc_assignment *a, struct phc_err *err)
{
	return graph_assign(g, progress, HARD, a, err);
}

void
phc_assignment_free(struct phc_assignment *a)
{
	free(a->pick);
	free(a->price);
	free(a->value);
	free(a->household_step);
	free(a->dwelling_step);
}
