/*
 * Ranks, the order of pairs, steps, and graphs at their limits.
 */
#include "../../lib/graph/graph.h"
#include "tap.h"

static void
ranks(void)
{
	static const int64_t points[] = { -PHC_GRAPH_POINTS, -1, 0, 1, 4999,
		PHC_GRAPH_POINTS };
	uint32_t rank, last = 0;
	int class;
	size_t i;

	for (class = 0; class < PHC_GRAPH_CLASSES; class ++)
		for (i = 0; i < sizeof(points) / sizeof(*points); i++) {
			about("class %d, %" PRId64 " points", class, points[i]);
			rank = phc_rank(class, points[i]);
			is(phc_rank_class(rank), class);
			is(phc_rank_points(rank), points[i]);
			ok(class + i == 0 || rank > last);
			last = rank;
		}
	about("a weight");
	is(weight(scale(1000), phc_rank(3, -7)), 3993);
	is(weight(scale(1000), phc_rank(0, 7)), 1007);
}

/* The pairs of one dwelling, added with household k x 'stride'. */
static void
order(uint32_t n, uint32_t stride, int values)
{
	struct phc_graph *g = phc_graph_new(n, 3);
	const struct phc_edge *e;
	uint32_t k, bad = 0;

	phc_graph_open(g, 2);
	phc_graph_add(g, 0, 5);
	phc_graph_close(g, 2);
	phc_graph_open(g, 1);
	for (k = 0; k < n; k++)
		phc_graph_add(g, k * stride % n,
		    phc_rank((int)(k % 3), k * 7919 % (unsigned)values));
	phc_graph_close(g, 1);
	e = g->pair + g->at[1];
	for (k = 1; k < n; k++)
		bad += e[k - 1].rank < e[k].rank ||
		       (e[k - 1].rank == e[k].rank &&
			   e[k - 1].household >= e[k].household);
	about("%u pairs, every %uth, %d values", n, stride, values);
	is(bad, 0);
	is(g->n[1], n);
	is(g->n[0], 0);
	is(g->pair[g->at[2]].rank, 5);
	phc_graph_free(g);
}

static void
steps(void)
{
	struct phc_err e;
	int64_t step;

	about("steps");
	is(graph_step(3, 0, 9, &step, &e), 0);
	is(step, 31);
	is(graph_step(3, -5, 4, &step, &e), 0);
	is(step, 36);
	is(graph_step(1 << 28, -PHC_GRAPH_POINTS, PHC_GRAPH_POINTS, &step, &e),
	    0);
	ok(step < INT64_MAX / 4 / (PHC_GRAPH_CLASSES + 1) + PHC_GRAPH_POINTS);
	is(graph_step(1 << 29, -PHC_GRAPH_POINTS, PHC_GRAPH_POINTS, &step, &e),
	    -1);
	is(e.code, PHC_EDATA);
	is_str(e.msg,
	    "points from -536870911 to 536870911 are too far apart for "
	    "536870912 pairs");
}

static int
no_wish(const void *arg, uint32_t household, uint32_t dwelling)
{
	(void)arg, (void)household, (void)dwelling;
	return 0;
}

static void
empty(size_t households, size_t dwellings)
{
	struct phc_graph *g = phc_graph_new(households, dwellings);
	struct phc_assignment a;
	struct phc_err e;
	uint32_t pick[2] = { 0, 0 };
	size_t i;

	about("%zu households, %zu dwellings, no pair", households, dwellings);
	for (i = 0; i < dwellings; i++) {
		phc_graph_open(g, (uint32_t)i);
		phc_graph_close(g, (uint32_t)i);
	}
	is(phc_graph_assign(g, NULL, &a, &e), 0);
	is(phc_graph_prove(g, &a, &e), 0);
	phc_graph_stable(g, no_wish, NULL, pick);
	for (i = 0; i < dwellings; i++) {
		is(a.pick[i], PHC_NOBODY);
		is(pick[i], PHC_NOBODY);
		is(a.dwelling_step[i], 0);
	}
	phc_assignment_free(&a);
	phc_graph_free(g);
}

/* Two households, one dwelling, at points that are as bad as can be. */
static void
limits(void)
{
	struct phc_graph *g = phc_graph_new(2, 1);
	struct phc_assignment a;
	struct phc_err e;

	about("points at their limits");
	phc_graph_open(g, 0);
	phc_graph_add(g, 0, phc_rank(1, -PHC_GRAPH_POINTS));
	phc_graph_add(g, 1, phc_rank(0, PHC_GRAPH_POINTS));
	phc_graph_close(g, 0);
	is(phc_graph_assign(g, NULL, &a, &e), 0);
	is(phc_graph_prove(g, &a, &e), 0);
	is(a.pick[0], 0);
	phc_assignment_free(&a);
	phc_graph_free(g);
}

static void
count(void *arg, const char *what, size_t done, size_t all)
{
	size_t *calls = arg;

	ok(done <= all);
	is_str(what, "assigned");
	calls[0]++;
}

static void
told(void)
{
	enum { N = 5000 };
	struct phc_graph *g = phc_graph_new(N, N);
	struct phc_assignment a;
	struct phc_err e;
	size_t calls = 0;
	struct phc_progress p = { count, &calls };
	uint32_t i;

	about("how far it is");
	for (i = 0; i < N; i++) {
		phc_graph_open(g, i);
		phc_graph_add(g, i, phc_rank(0, 0));
		if (i > 0)
			phc_graph_add(g, i - 1, phc_rank(0, 1));
		phc_graph_close(g, i);
	}
	is(phc_graph_assign(g, &p, &a, &e), 0);
	is(phc_graph_prove(g, &a, &e), 0);
	ok(calls >= N / 1024 && calls < N / 100);
	phc_assignment_free(&a);
	phc_graph_free(g);
}

int
main(void)
{
	ranks();
	order(10, 3, 4);
	order(48, 1, 1000);
	order(49, 5, 7);
	order(1000, 1, 100000);
	order(1000, 7, 100000);
	order(70001, 3, 5);
	steps();
	empty(0, 0);
	empty(2, 0);
	empty(0, 2);
	empty(2, 2);
	limits();
	told();
	return done();
}
