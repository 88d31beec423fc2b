/*
 * index.h - the index of the dwellings that are not fixed.
 *
 * Most rules look at little of a dwelling: its financing and zone, its rooms.
 * What they look at is its group by each of them, and each group is a bit: a
 * dwelling has one bit for each such rule, a household those of the groups that
 * a rule stops for it, and no such rule stops a pair that has no bit in common.
 * Dwellings of a commune with the same bits are a cell, and cells with the same
 * bits are a kind.  The commune is looked
 * up among the wishes, the day is within a range; only what is paid, and bans,
 * are asked of every pair.
 */
#ifndef INDEX_H
#define INDEX_H

#include "match.h"

enum { BITS = 64 };

struct group {
	int rule;
	int64_t key;
	const struct dwelling *of; /* one of it */
	size_t n, against;         /* dwellings; households that it stops */
};

struct cell {
	uint64_t bits;
	size_t at, n; /* of the dwellings */
	size_t site;
};

struct kind {
	uint64_t bits;
	struct cell **cell;
	size_t n;
};

/* The dwellings of a commune. */
struct site {
	int64_t commune, epci;
	const struct dwelling *of; /* one of it */
	size_t n, against;         /* dwellings; who does not want it */
};

struct index {
	struct group group[BITS];
	size_t ngroups;
	struct cell *cell;   /* by commune and bits */
	struct site *site;   /* by commune */
	struct kind *kind;   /* by bits */
	struct cell **alike; /* those of kinds */
	size_t ncells, nsites, nkinds;
	struct dwelling **open; /* that are not fixed, by commune and bits */
	int64_t *ready;         /* of those that are open, in order */
	size_t nopen;
	int64_t *first, *last; /* days of the gates of households, in order */
	size_t nhouseholds;    /* that are not fixed */
};

/* What stops a household: groups, and days out of a range. */
struct gate {
	uint64_t stops;
	int64_t first, last;
};

/*
 * index.c: index_gate() is that of a household, index_in_time() whether a day
 * is within it.  index_unwanted() tells whether rule commune stops a site.
 */
bool index_on(const struct phc_match *, int rule);
struct gate index_gate(const struct phc_match *, const struct household *);
bool index_unwanted(
    const struct phc_match *, const struct household *, const struct site *);

static inline bool
index_in_time(const struct gate *g, const struct dwelling *d)
{
	return d->ready >= g->first && d->ready <= g->last;
}

const struct site *index_site(const struct index *, int64_t commune);
uint64_t index_bits(const struct phc_match *, const struct dwelling *);

/* nearest.c: counts the households of these gates against each group, and
 * keeps their days. */
void index_count(struct phc_match *, const struct gate *);

/* wanting.c: of each site, the households that may live there, in order. */
struct wanting {
	uint32_t *household, *any; /* 'any': those that may live in all */
	size_t *at, nany;          /* of site i, from at[i] to at[i + 1] - 1 */
};

void wanting_new(struct wanting *, const struct phc_match *);
void wanting_free(struct wanting *);

#endif
