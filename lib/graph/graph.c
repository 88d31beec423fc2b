/*
 * The pairs of each dwelling, the best first.
 */
#include <stdlib.h>

#include "graph.h"

uint32_t
phc_rank(int class, int64_t points)
{
	return (uint32_t) class << RANK_BITS |
	       (uint32_t)(points + PHC_GRAPH_POINTS);
}

int
phc_rank_class(uint32_t rank)
{
	return (int)(rank >> RANK_BITS);
}

int64_t
phc_rank_points(uint32_t rank)
{
	return (int64_t)(rank & ((1U << RANK_BITS) - 1)) - PHC_GRAPH_POINTS;
}

struct phc_graph *
phc_graph_new(size_t households, size_t dwellings)
{
	struct phc_graph *g = phc_new(sizeof(*g));

	g->households = households;
	g->dwellings = dwellings;
	g->at = phc_new((dwellings + 1) * sizeof(*g->at));
	g->n = phc_new((dwellings + 1) * sizeof(*g->n));
	return g;
}

void
phc_graph_open(struct phc_graph *g, uint32_t dwelling)
{
	g->at[dwelling] = g->npairs;
}

void
phc_graph_add(struct phc_graph *g, uint32_t household, uint32_t rank)
{
	phc_grow(&g->pair, &g->cappairs, g->npairs + 1, sizeof(*g->pair));
	g->pair[g->npairs++] = (struct phc_edge){ household, rank };
}

void
phc_graph_close(struct phc_graph *g, uint32_t dwelling)
{
	size_t n = g->npairs - g->at[dwelling];

	g->n[dwelling] = (uint32_t)n;
	phc_grow(&g->spare, &g->capspare, n, sizeof(*g->spare));
	graph_sort(g->pair + g->at[dwelling], n, g->spare);
}

void
phc_graph_free(struct phc_graph *g)
{
	if (g == NULL)
		return;
	free(g->at);
	free(g->n);
	free(g->pair);
	free(g->spare);
	free(g);
}

static bool
before(struct phc_edge a, struct phc_edge b)
{
	return a.rank != b.rank ? a.rank > b.rank : a.household < b.household;
}

static void
sort_few(struct phc_edge *e, size_t n)
{
	struct phc_edge x;
	size_t i, k;

	for (i = 1; i < n; i++) {
		x = e[i];
		for (k = i; k > 0 && before(x, e[k - 1]); k--)
			e[k] = e[k - 1];
		e[k] = x;
	}
}

/* A byte of what pairs are sorted by, the last that counts first. */
enum { FEW = 48, BYTES = 8, VALUES = 256 };

static unsigned
byte(struct phc_edge e, int i)
{
	uint32_t x = i < BYTES / 2 ? e.household : ~e.rank;

	return x >> 8 * (i % (BYTES / 2)) & (VALUES - 1);
}

static void
deal(const struct phc_edge *from, struct phc_edge *to, size_t n, int i)
{
	uint32_t count[VALUES] = { 0 }, at = 0, c;
	size_t k;

	for (k = 0; k < n; k++)
		count[byte(from[k], i)]++;
	for (k = 0; k < VALUES; k++) {
		c = count[k];
		count[k] = at;
		at += c;
	}
	for (k = 0; k < n; k++)
		to[count[byte(from[k], i)]++] = from[k];
}

/* The bits in which pairs differ, but for a number that only rises. */
static struct phc_edge
differ(const struct phc_edge *e, size_t n)
{
	struct phc_edge bits = { 0, 0 };
	bool rises = true;
	size_t k;

	for (k = 1; k < n; k++) {
		bits.household |= e[k].household ^ e[0].household;
		bits.rank |= e[k].rank ^ e[0].rank;
		rises &= e[k - 1].household < e[k].household;
	}
	if (rises)
		bits.household = 0;
	bits.rank = ~bits.rank;
	return bits;
}

void
graph_sort(struct phc_edge *e, size_t n, struct phc_edge *spare)
{
	struct phc_edge *from = e, *to = spare, *other, bits;
	int i;

	if (n <= FEW) {
		sort_few(e, n);
		return;
	}
	bits = differ(e, n);
	for (i = 0; i < BYTES; i++) {
		if (byte(bits, i) == 0)
			continue;
		deal(from, to, n, i);
		other = from;
		from = to;
		to = other;
	}
	if (from != e)
		memcpy(e, from, n * sizeof(*e));
}
