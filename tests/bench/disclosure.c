/*
 * disclosure COMMUNES DWELLINGS [SEED [STEPS]] - what masking a monthly issue
 * of so many dwellings takes: cells of commune, type and state, as
 * report-indicators has them of sheets Logements and Occupation, with all their
 * margins.  STEPS is the effort for each cell, as lib/publish asks for it.
 * Prints, with tabs between: cells, sums, seconds of processor, masked for
 * their own count, for others, and the sum of those counts.
 */
#include <err.h>
#include <stdlib.h>
#include <time.h>

#include "phc/disclosure.h"

enum { TYPES = 4, STATES = 4, LET = 2, K = PHC_K_PARTNERS };

static struct phc_err e;
static struct phc_disclosure *d;
static uint64_t seed = 1;
static uint32_t cells, sums;

static uint64_t
below(uint64_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed >> 11) % n;
}

static uint32_t
put(enum phc_cell kind, int64_t count)
{
	phc_disclosure_cell(d, cells, kind, count);
	return cells++;
}

/* The sum of 'n' cells that stand 'step' apart. */
static void
sum(uint32_t total, uint32_t first, uint32_t step, size_t n)
{
	uint32_t *part = phc_new((n + 1) * sizeof(*part));
	size_t i;

	for (i = 0; i < n; i++)
		part[i] = first + (uint32_t)i * step;
	phc_disclosure_sum(d, total, part, n);
	sums++;
	free(part);
}

/* Few communes have much; most are let, of few types. */
static void
fill(int64_t (*n)[TYPES][STATES], int64_t (*sliding)[TYPES], uint32_t communes,
    uint64_t dwellings)
{
	static const int state[] = { 2, 2, 2, 2, 2, 2, 2, 0, 1, 3 };
	static const int type[] = { 0, 1, 1, 2, 2, 2, 3 };
	uint64_t c;
	int t, s;

	for (; dwellings > 0; dwellings--) {
		c = below(2) ? below(communes) : below(below(communes) + 1);
		t = type[below(7)];
		s = state[below(10)];
		n[c][t][s]++;
		sliding[c][t] += s == LET && below(6) == 0;
	}
}

static int64_t
all(const int64_t *n, size_t len, size_t step)
{
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < len; i += step)
		sum += n[i];
	return sum;
}

/* A part of what is let, and what it leaves. */
static void
part(uint32_t whole, int64_t count, int64_t of)
{
	uint32_t cell = put(PHC_CELL_FREE, count), two[2];

	two[0] = cell;
	two[1] = put(PHC_CELL_IMPLIED, of - count);
	phc_disclosure_sum(d, whole, two, 2);
	sums++;
}

static void
programme(uint32_t communes, uint64_t dwellings)
{
	int64_t(*n)[TYPES][STATES] = phc_new(communes * sizeof(*n));
	int64_t(*sliding)[TYPES] = phc_new(communes * sizeof(*sliding));
	const int64_t *flat = n[0][0], *slide = sliding[0];
	uint32_t c, t, s, base = 0, of_type, of_state, of_commune, let, size,
			  slid, every;

	fill(n, sliding, communes, dwellings);
	for (c = 0; c < communes; c++)
		for (t = 0; t < TYPES; t++)
			for (s = 0; s < STATES; s++)
				put(PHC_CELL_FREE, n[c][t][s]);
	of_type = cells;
	for (c = 0; c < communes * TYPES; c++) {
		put(PHC_CELL_FREE, all(flat + c * STATES, STATES, 1));
		sum(of_type + c, base + c * STATES, 1, STATES);
	}
	of_commune = cells;
	for (c = 0; c < communes; c++) {
		put(PHC_CELL_FREE,
		    all(flat + c * TYPES * STATES, TYPES * STATES, 1));
		sum(of_commune + c, of_type + c * TYPES, 1, TYPES);
	}
	let = cells;
	for (c = 0; c < communes; c++) {
		put(PHC_CELL_FREE, all(flat + c * TYPES * STATES + LET,
				       TYPES * STATES - LET, STATES));
		sum(let + c, base + c * TYPES * STATES + LET, STATES, TYPES);
	}
	every = put(PHC_CELL_FREE, (int64_t)dwellings);
	sum(every, of_commune, 1, communes);
	of_state = cells;
	for (s = 0; s < STATES; s++) {
		put(PHC_CELL_FREE,
		    all(flat + s, communes * TYPES * STATES - s, STATES));
		sum(of_state + s, base + s, STATES, communes * TYPES);
	}
	sum(every, of_state, 1, STATES);
	sum(of_state + LET, let, 1, communes);
	size = cells;
	for (t = 0; t < TYPES; t++) {
		int64_t count = 0;

		for (c = 0; c < communes; c++)
			count += all(n[c][t], STATES, 1);
		put(PHC_CELL_FREE, count);
		sum(size + t, of_type + t, TYPES, communes);
	}
	sum(every, size, 1, TYPES);
	slid = cells;
	for (c = 0; c < communes * TYPES; c++)
		part(base + c * STATES + LET, slide[c], flat[c * STATES + LET]);
	part(of_state + LET, all(slide, communes * TYPES, 1),
	    all(flat + LET, communes * TYPES * STATES - LET, STATES));
	sum(cells - 2, slid, 2, communes * TYPES);
	free(n);
	free(sliding);
}

int
main(int argc, char **argv)
{
	struct phc_loss l;
	uint64_t steps;
	double seconds;

	if (argc < 3)
		errx(2, "usage: disclosure COMMUNES DWELLINGS [SEED [STEPS]]");
	seed =
	    88172645463325252U + (argc > 3 ? strtoull(argv[3], NULL, 10) : 1);
	steps = argc > 4 ? strtoull(argv[4], NULL, 10) : 20000;
	d = phc_disclosure_new(K);
	programme(
	    (uint32_t)strtoul(argv[1], NULL, 10), strtoull(argv[2], NULL, 10));
	phc_disclosure_effort(d, steps * cells);
	if (phc_disclosure_mask(d, NULL, &e) == -1)
		errx(2, "%s", e.msg);
	seconds = (double)clock() / CLOCKS_PER_SEC;
	l = phc_disclosure_loss(d);
	printf("%u\t%u\t%.2f\t%zu\t%zu\t%lld\n", cells, sums, seconds,
	    l.primary, l.complementary, (long long)l.counts);
	phc_disclosure_free(d);
	return 0;
}
