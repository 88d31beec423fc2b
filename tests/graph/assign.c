/*
 * assign COUNT FROM DIRECTORY - assign COUNT random graphs, of the seeds FROM
 * on, and write each as DIRECTORY/SEED.pairs, .match and .certificate: CSV that
 * tests/verify.py reads, and tests/graph/best.py solves anew.
 */
#include <err.h>

#include "phc/graph.h"
#include "prop.h"

enum { HOUSEHOLDS = 2000, DWELLINGS = 1000 };

static FILE *
file(const char *dir, uint64_t seed, const char *what, const char *head)
{
	char name[4096];
	FILE *f;

	snprintf(name, sizeof(name), "%s/%" PRIu64 ".%s", dir, seed, what);
	if ((f = fopen(name, "w")) == NULL)
		err(2, "%s", name);
	fprintf(f, "%s\n", head);
	return f;
}

static void
finish(FILE *f)
{
	if (fclose(f) == EOF)
		err(2, "cannot write");
}

/* Sizes as often small as large, dense or sparse, points far apart or equal. */
static struct phc_graph *
random_graph(void)
{
	static const int64_t most[] = { 0, 3, 100, 5000, PHC_GRAPH_POINTS };
	uint64_t part = 1 + below(10), density = 1 + below(60);
	size_t nh = 1 + below(HOUSEHOLDS * part / 10),
	       nd = 1 + below(DWELLINGS * part / 10);
	int64_t range = most[below(sizeof(most) / sizeof(*most))];
	struct phc_graph *g = phc_graph_new(nh, nd);
	uint32_t d, h, step = (uint32_t)(1000 / density + 1);

	for (d = 0; d < nd; d++) {
		phc_graph_open(g, d);
		for (h = (uint32_t)below(step); h < nh;
		     h += 1 + (uint32_t)below(step))
			phc_graph_add(g, h,
			    phc_rank(3 - (int)(4 * h / nh),
				between(-range / 3, range)));
		phc_graph_close(g, d);
	}
	return g;
}

static void
put_pairs(const struct phc_graph *g, FILE *f)
{
	static const char *const class[] = { "none", "pdalpd", "agreement",
		"dalo" };
	const struct phc_edge *e;
	uint32_t d, k;

	for (d = 0; d < g->dwellings; d++)
		for (e = g->pair + g->at[d], k = 0; k < g->n[d]; k++)
			fprintf(f, "H%" PRIu32 ",D%" PRIu32 ",%s,%" PRId64 "\n",
			    e[k].household, d, class[phc_rank_class(e[k].rank)],
			    phc_rank_points(e[k].rank));
}

static void
put_certificate(
    const struct phc_graph *g, const struct phc_assignment *a, FILE *f)
{
	size_t i;

	for (i = 0; i < g->households; i++)
		fprintf(f, "household,H%zu,%" PRId64 ",%" PRId64 "\n", i,
		    a->household_step[i], a->price[i]);
	for (i = 0; i < g->dwellings; i++)
		fprintf(f, "dwelling,D%zu,%" PRId64 ",%" PRId64 "\n", i,
		    a->dwelling_step[i], a->value[i]);
}

static void
put(const struct phc_graph *g, const struct phc_assignment *a, const char *dir,
    uint64_t seed)
{
	FILE *f =
	    file(dir, seed, "pairs", "household_id,dwelling_id,class,score");
	size_t i;

	put_pairs(g, f);
	finish(f);
	f = file(dir, seed, "certificate", "side,id,step,price");
	put_certificate(g, a, f);
	finish(f);
	f = file(dir, seed, "match", "household_id,dwelling_id");
	for (i = 0; i < g->dwellings; i++)
		if (a->pick[i] != PHC_NOBODY)
			fprintf(f, "H%" PRIu32 ",D%zu\n", a->pick[i], i);
	finish(f);
}

int
main(int argc, char *argv[])
{
	struct phc_graph *g;
	struct phc_assignment a;
	struct phc_err e;
	uint64_t seed, end;

	if (argc != 4)
		errx(2, "usage: assign count from directory");
	seed = strtoull(argv[2], NULL, 10);
	for (end = seed + strtoull(argv[1], NULL, 10); seed < end; seed++) {
		prop_state = seed;
		g = random_graph();
		if (phc_graph_assign(g, NULL, &a, &e) == -1 ||
		    phc_graph_prove(g, &a, &e) == -1)
			errx(2, "seed %" PRIu64 ": %s", seed, e.msg);
		put(g, &a, argv[3], seed);
		phc_assignment_free(&a);
		phc_graph_free(g);
	}
	return 0;
}
