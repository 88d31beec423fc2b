/*
 * match.h - what the files of this folder share.
 */
#ifndef MATCH_H
#define MATCH_H

#include "phc/effort.h"
#include "phc/match.h"

/* In the order of table match-rules; the bit of each in a mask. */
enum rule {
	RULE_AGE,
	RULE_FIRST_HOME,
	RULE_CEILING,
	RULE_SIZE,
	RULE_COMMUNE,
	RULE_TYPE,
	RULE_DATE,
	RULE_ACCESSIBLE,
	RULE_EFFORT,
	RULES
};

enum { DOUBT_PRIORITY = RULES, DOUBTS };

struct wish {
	int64_t commune, epci;
};

struct household {
	struct phc_household hh;
	struct phc_rec rec;
	const struct wish *wish;
	size_t nwishes;
	uint32_t types; /* a bit for each wanted one, 0 for any */
	int age;
	struct phc_category category;
	int64_t tested;
	const struct room_range *rooms;
	int64_t points; /* of the criteria that look at no dwelling */
	int class;      /* enum phc_priority */
};

struct dwelling {
	struct phc_dwelling dw;
	struct phc_rec rec;
	struct phc_str place; /* its commune, for people */
	int64_t epci;
	enum phc_zone zone;
	int rooms;
};

/* Rooms for so many persons: accepted, and usual. */
enum { PERSONS_MAX = 8 };

struct room_range {
	int64_t min, max, usual_min, usual_max;
};

struct unit {
	const char *name;
	int places;
	const char *one, *many;
};

struct terms { /* of a rule */
	bool on;
	int64_t limit;
	const struct unit *unit;
	struct phc_str wording, other;
};

/* How a pair misses a rule. */
struct miss {
	int64_t value, limit;
	bool other; /* in the rule's other way */
	struct phc_str what;
};

struct verdict {
	unsigned stops; /* rules */
	struct miss miss[RULES];
};

struct pair {
	uint32_t household;
	int32_t points;
	uint16_t doubts;
	uint8_t class;
};

/* The pairs of each dwelling, best first. */
struct run {
	size_t at, n;
};

struct graph {
	size_t households, dwellings, npairs;
	const struct run *run; /* of each dwelling */
	const struct pair *pair;
};

#define NONE UINT32_MAX

/*
 * An assignment and its prices.  A pair weighs the base of its class and its
 * points.  Each household has a price and each dwelling a value, none below
 * zero, such that no pair weighs more than the two together: so no assignment
 * weighs more than all of them, and one that weighs as much is the best.
 */
struct assignment {
	uint32_t *pick; /* of each dwelling: which of its run, or NONE */
	int64_t *price, *value;
	int64_t base[PHC_PRIORITIES];
};

struct keys {
	struct phc_str *slot;
	size_t n, cap;
};

/* A row of table match-score is a criterion and one of its words. */
enum { CRITERIA = 6, WORDS_MAX = 16 };

struct worth {
	int64_t points, cap; /* for each unit; PHC_UNKNOWN: no cap */
};

struct phc_match {
	int64_t at;
	struct phc_ceilings *ceilings;
	struct phc_law *communes, *rules;
	struct terms terms[RULES];
	struct room_range rooms[PERSONS_MAX + 1][2];
	struct worth worth[CRITERIA][WORDS_MAX];
	const struct phc_column *type, *financing;

	struct phc_pool pool;
	struct phc_rec head[PHC_SIDES];
	struct phc_binding bind[PHC_SIDES], struck;
	struct keys keys[PHC_SIDES];
	struct household **household; /* by class, seniority, key */
	struct dwelling **dwelling;   /* by key */
	size_t nhouseholds, ndwellings, caphouseholds, capdwellings;

	struct run *run;
	struct pair *pair;
	size_t npairs, cappairs;
	struct run *chosen; /* of each dwelling, within 'pair' */
	bool *named;        /* households in what is chosen */
	struct phc_match_count count;
};

/* rules.c */
int match_rules_open(struct phc_match *, const char *tables, struct phc_err *);
const char *match_rule_name(int rule);
bool match_lawful(const struct phc_match *, const struct household *,
    const struct dwelling *, bool place, unsigned *doubts);
void match_judge(const struct phc_match *, const struct household *,
    const struct dwelling *, struct verdict *);

/* score.c */
int match_score_open(struct phc_match *, const char *tables, struct phc_err *);
int64_t match_own_points(const struct phc_match *, const struct household *);
int64_t match_points(const struct phc_match *, const struct household *,
    const struct dwelling *);

/* pairs.c: heaviest first, as households are numbered by class, seniority and
 * key; for qsort(3). */
int match_pair_compare(const void *, const void *);

/* solve.c */
int match_solve(const struct graph *, struct assignment *, struct phc_err *);
int
match_prove(const struct graph *, const struct assignment *, struct phc_err *);
void match_assignment_free(struct assignment *);

#endif
