/*
 * prop.h - random cases that can be drawn again.
 *
 * A property test calls seeded() first, draws with below() and between(), and
 * tries() says how many times.  SEED=n draws what a failed run drew; LONG=1
 * tries a hundred times as much.
 */
#ifndef PROP_H
#define PROP_H

#include <stdlib.h>

#include "tap.h"

static uint64_t prop_state;

static inline void
seeded(void)
{
	const char *s = getenv("SEED");

	prop_state = s != NULL ? strtoull(s, NULL, 10) : 20160901;
	printf("# SEED=%" PRIu64 "\n", prop_state);
}

static inline long
tries(long n)
{
	return getenv("LONG") != NULL ? 100 * n : n;
}

/* splitmix64, by Sebastiano Vigna: any seed will do, 0 included. */
static inline uint64_t
draw(void)
{
	uint64_t z = prop_state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

/* An integer from 0 to n - 1; from a to b. */
static inline uint64_t
below(uint64_t n)
{
	return draw() % n;
}

static inline int64_t
between(int64_t a, int64_t b)
{
	return a + (int64_t)below((uint64_t)(b - a) + 1);
}

#endif
