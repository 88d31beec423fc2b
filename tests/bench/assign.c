/*
 * assign HOUSEHOLDS DWELLINGS NEAR POINTS AROUND [FILE] - assign households,
 * each of which may take the dwellings of four places of NEAR dwellings among
 * the AROUND next to its home (0: among all), at up to POINTS points of its own
 * and as many of the pair.  Print how many pairs there are, the seconds of
 * processor that building, assigning and proving them take, the weight found,
 * and the KiB that all of it took at its peak.  With FILE, first write the
 * graph there for the peers, in native numbers: households, dwellings, pairs
 * (64 bits each); of each pair, its household and dwelling (32 bits), and its
 * weight (64 bits).
 */
#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "phc/graph.h"

enum { WANTED = 4 };

static uint64_t state = 62;

static uint32_t
below(uint32_t n)
{
	uint64_t z = state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (uint32_t)((z ^ z >> 31) % n);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct world {
	uint32_t households, dwellings, near, points, around, places;
	uint32_t *first; /* of each place, in who[]: who wants it */
	uint32_t *who, *own;
};

/* Households come by class, as phc-match numbers them: few are DALO. */
static int class(const struct world *w, uint32_t household)
{
	uint64_t part = (uint64_t)household * 100 / w->households;

	return part < 5 ? 3 : part < 15 ? 2 : part < 25 ? 1 : 0;
}

static void
wishes(struct world *w, uint32_t *place)
{
	uint32_t i, k, at, home;
	bool twice;

	for (i = 0; i < w->households; i++) {
		home = below(w->places);
		for (k = 0; k < WANTED; k++)
			do {
				place[WANTED * i + k] =
				    (home + below(w->around)) % w->places;
				for (twice = false, at = 0; at < k; at++)
					twice |= place[WANTED * i + at] ==
						 place[WANTED * i + k];
			} while (twice);
	}
}

static struct world
world(char **argv)
{
	struct world w = { (uint32_t)atol(argv[1]), (uint32_t)atol(argv[2]),
		(uint32_t)atol(argv[3]), (uint32_t)atol(argv[4]),
		(uint32_t)atol(argv[5]), 0, NULL, NULL, NULL };
	size_t n = (size_t)WANTED * w.households, i;
	uint32_t *place = phc_new(n * sizeof(*place));

	w.places = (w.dwellings + w.near - 1) / w.near;
	w.around = w.around == 0 ? w.places : w.around;
	w.first = phc_new((w.places + 2) * sizeof(*w.first));
	w.who = phc_new(n * sizeof(*w.who));
	w.own = phc_new(w.households * sizeof(*w.own));
	if (w.places < WANTED || w.around < WANTED)
		errx(2, "too few places");
	wishes(&w, place);
	for (i = 0; i < n; i++)
		w.first[place[i] + 2]++;
	for (i = 2; i < w.places + 2; i++)
		w.first[i] += w.first[i - 1];
	for (i = 0; i < n; i++)
		w.who[w.first[place[i] + 1]++] = (uint32_t)(i / WANTED);
	for (i = 0; i < w.households; i++)
		w.own[i] = below(w.points);
	free(place);
	return w;
}

static struct phc_graph *
graph(const struct world *w)
{
	struct phc_graph *g = phc_graph_new(w->households, w->dwellings);
	uint32_t d, k, h, place;

	for (d = 0; d < w->dwellings; d++) {
		phc_graph_open(g, d);
		place = d / w->near;
		for (k = w->first[place]; k < w->first[place + 1]; k++) {
			h = w->who[k];
			phc_graph_add(g, h,
			    phc_rank(
				class(w, h), w->own[h] + below(w->points)));
		}
		phc_graph_close(g, d);
	}
	return g;
}

static int64_t
weight(int64_t step, uint32_t rank)
{
	return (phc_rank_class(rank) + 1) * step + phc_rank_points(rank);
}

/* One step for the whole graph, so that sums compare. */
static int64_t
step(const struct world *w)
{
	return (int64_t)(w->households < w->dwellings ? w->households
						      : w->dwellings) *
	       2 * w->points;
}

static void export(
    const struct world *w, const struct phc_graph *g, const char *name)
{
	FILE *f = fopen(name, "w");
	uint64_t head[3] = { g->households, g->dwellings, g->npairs };
	const struct phc_edge *e;
	uint32_t d, k, ends[2];
	int64_t v;

	if (f == NULL)
		err(2, "%s", name);
	fwrite(head, sizeof(head), 1, f);
	for (d = 0; d < g->dwellings; d++)
		for (e = g->pair + g->at[d], k = 0; k < g->n[d]; k++, e++) {
			ends[0] = e->household;
			ends[1] = d;
			v = weight(step(w), e->rank);
			fwrite(ends, sizeof(ends), 1, f);
			fwrite(&v, sizeof(v), 1, f);
		}
	if (fclose(f) == EOF)
		err(2, "%s", name);
}

static int64_t
total(const struct world *w, const struct phc_graph *g,
    const struct phc_assignment *a)
{
	int64_t sum = 0;
	const struct phc_edge *e;
	uint32_t d, k;

	for (d = 0; d < g->dwellings; d++)
		for (e = g->pair + g->at[d], k = 0; k < g->n[d]; k++)
			if (e[k].household == a->pick[d])
				sum += weight(step(w), e[k].rank);
	return sum;
}

static long
peak(void)
{
	struct rusage use;

	getrusage(RUSAGE_SELF, &use);
	return use.ru_maxrss;
}

int
main(int argc, char *argv[])
{
	struct world w;
	struct phc_graph *g;
	struct phc_assignment a;
	struct phc_err e;
	double t[4];
	long before;

	if (argc < 6)
		errx(2, "usage: assign households dwellings near points around "
			"[file]");
	w = world(argv);
	before = peak();
	t[0] = now();
	g = graph(&w);
	t[1] = now();
	if (phc_graph_assign(g, NULL, &a, &e) == -1)
		errx(2, "%s", e.msg);
	t[2] = now();
	if (phc_graph_prove(g, &a, &e) == -1)
		errx(2, "%s", e.msg);
	t[3] = now();
	if (argc > 6)
		export(&w, g, argv[6]);
	printf("phc\t%zu\t%.4f\t%.4f\t%.4f\t%" PRId64 "\t%ld\n", g->npairs,
	    t[1] - t[0], t[2] - t[1], t[3] - t[2], total(&w, g, &a),
	    peak() - before);
	phc_assignment_free(&a);
	phc_graph_free(g);
	free(w.first);
	free(w.who);
	free(w.own);
	return 0;
}
