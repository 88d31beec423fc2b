/*
 * match.h - what the files of this folder share.
 */
#ifndef MATCH_H
#define MATCH_H

#include "phc/budget.h"
#include "phc/ledger.h"
#include "phc/match.h"
#include "phc/text.h"

/* In the order of table match-rules; the bit of each in a mask. */
enum rule {
	RULE_AGE,
	RULE_FIRST_HOME,
	RULE_CEILING,
	RULE_SIZE,
	RULE_SURFACE,
	RULE_COMMUNE,
	RULE_TYPE,
	RULE_DATE,
	RULE_ACCESSIBLE,
	RULE_ALL_IN,
	RULE_AML,
	RULE_QUOTA,
	RULE_EFFORT,
	RULE_REMAINDER,
	RULE_FORBIDDEN,
	RULES
};

enum { DOUBT_PRIORITY = RULES, DOUBTS };

#define NONE PHC_NOBODY
#define ELSEWHERE (PHC_NOBODY - 1) /* the other side is not in the match */

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
	int64_t tested, referral;
	int64_t persons, children; /* none known: PHC_UNKNOWN, or 0 if sure */
	const struct room_range *rooms;
	struct phc_payer payer;
	int64_t months; /* since it applied */
	int64_t points; /* of the criteria that look at no dwelling */
	int class;      /* enum phc_priority */
	uint64_t lot;
	uint32_t number, fixed; /* its place; a dwelling's, NONE or ELSEWHERE */
	const uint32_t *ban;    /* dwellings that are forbidden it, in order */
	size_t nbans;
};

/* Of a commune, on the day: its foyer de jeunes travailleurs. */
enum fjt_state { FJT_UNKNOWN, FJT_NONE, FJT_FULL, FJT_FREE };

struct dwelling {
	struct phc_dwelling dw;
	struct phc_rec rec;
	struct phc_str territory; /* its value of the column of --by */
	struct phc_str place;     /* its commune, for people */
	int64_t epci, aid_zone, ready;
	enum phc_zone zone;
	enum fjt_state fjt;
	int rooms;
	uint32_t number, fixed; /* its place; a household's, or as above */
};

/* Demands that are examined for a dwelling, at the least. */
enum { FEW = 3 }; /* LAW: CCH R441-3 */

/* Rooms for so many persons: accepted, and usual. */
enum { PERSONS_MAX = 8 };

struct room_range {
	int64_t min, max, usual_min, usual_max;
};

/* Whom a reserved dwelling is for: a bit for each word of column priority, or
 * referral; none where neither tells. */
struct quota {
	bool referral;
	uint32_t words;
	struct phc_str label;
};

struct unit {
	const char *name;
	int places;
	const char *one[PHC_LANGS], *many[PHC_LANGS];
};

enum state { OFF, NOTE, ON };

struct terms { /* of a rule */
	enum state state;
	int64_t limit; /* PHC_UNKNOWN: it has none */
	const struct unit *unit;
	struct phc_str compares, source;
	struct wording {
		struct phc_str label, wording, other, change;
	} say[PHC_LANGS];
};

/* How a pair misses a rule. */
struct miss {
	int64_t value, limit;
	bool other; /* in the rule's other way */
	struct phc_str what;
	const char *unknown; /* of a doubt: a column, or a word of words.c */
};

struct verdict {
	unsigned stops, notes;   /* rules */
	unsigned doubts;         /* rules, and DOUBT_PRIORITY */
	struct miss miss[RULES]; /* of those that stop or are noted */
};

enum outcome { STOPS, HOLDS, DOUBT };

/* A pair chosen: 'rank' among those of its dwelling, from 1. */
struct choice {
	uint32_t household, dwelling, rank;
	int64_t points;
	bool fixed;
};

/* Rows by key; of one that goes no further, NULL. */
struct keys {
	struct key {
		struct phc_str name;
		void *row;
	} * slot;
	size_t n, cap;
};

#define MATCH_RULES_COLUMNS                                          \
	"rule compares unit limit state label wording other change " \
	"label_fr wording_fr other_fr change_fr"
#define MATCH_SIZES_COLUMNS \
	"persons couple rooms_min rooms_max usual_min usual_max"
#define MATCH_SURFACES_COLUMNS "persons surface"
#define MATCH_QUOTAS_COLUMNS "quota column words label"

/* A row of table match-score is a criterion and one of its words. */
enum criterion {
	SCORE_PRIORITY,
	SCORE_SENIORITY,
	SCORE_HOUSING_NOW,
	SCORE_WISH, /* this and what follows look at the dwelling */
	SCORE_SIZE,
	SCORE_ACCESSIBLE,
	SCORE_EFFORT,
	CRITERIA
};

enum { WORDS_MAX = 16 };

struct worth {
	int64_t points, cap; /* of a unit, of all; PHC_UNKNOWN: no cap */
	int64_t one;         /* what one unit gives */
	struct phc_str value, nature, label_fr, source;
};

/* What one criterion gives a pair. */
struct score_line {
	enum criterion criterion;
	const struct worth *worth;
	int64_t units, points;
};

/* A pair of keys of another file, and what is said of it: see given.c. */
struct tie {
	struct phc_str household, dwelling, key;
	int64_t strength, rank, on, decision;
};

struct ties {
	struct tie *tie;
	size_t n, cap;
};

struct phc_match {
	int64_t at;
	struct phc_terms *law;
	const struct phc_ceilings *ceilings;
	struct phc_law *communes, *rules, *quotas;
	struct terms terms[RULES];
	struct room_range rooms[PERSONS_MAX + 1][2];
	int64_t surface[PERSONS_MAX + 1]; /* the least, by persons */
	struct quota quota[PHC_QUOTAS];
	struct phc_law *score;
	struct worth worth[CRITERIA][WORDS_MAX];
	const struct phc_column *type, *financing;

	struct phc_pool pool;
	struct phc_rec head[2];
	struct phc_binding bind[PHC_MATCH_FILES], more;
	struct keys keys[2];
	struct household **household; /* by class, seniority, lot, key */
	struct dwelling **dwelling;   /* by territory, key */
	size_t nhouseholds, ndwellings, caphouseholds, capdwellings;
	const char *seed, *by, *only;
	int by_field;

	struct phc_fjt *fjt; /* their sources are not kept */
	size_t nfjt, capfjt;
	struct keys observed, proposed;
	struct ties bans, kept, proposals;
	struct keys held[2]; /* of 'kept': the other side's key, by key */
	bool leases;         /* what is in the file of what is fixed */

	struct index *index;
	struct phc_graph *graph;
	void (*warn)(void *arg, const char *msg); /* NULL: nobody listens */
	const struct phc_progress *progress;
	void *listener;

	struct choice *choice; /* by dwelling and rank */
	size_t nchoices, capchoices;
	size_t *first; /* choice of each dwelling, and after the last */
	bool *named;   /* households in what is chosen */
	struct phc_assignment assignment;
	size_t listed; /* length of a short list, or 0 */
	enum phc_lang lang;
	struct words *words;
	struct phc_match_count count;
};

/*
 * keys.c: match_key() is the slot of a key, which is put there if it 'is_new';
 * match_find() the row of one, or NULL.  match_next() is the next word of a
 * list, false at its end.  match_compare() is of bytes,
 * match_compare_numbers() of two int64_t, for qsort(3).  match_lot() is the lot
 * of a key, the same of all without a seed.
 */
struct key *match_key(struct keys *, struct phc_str name, bool *is_new);
void *match_find(const struct keys *, struct phc_str name);
bool match_next(struct phc_str *list, struct phc_str *word);
int match_compare(struct phc_str, struct phc_str);
int match_compare_numbers(const void *, const void *);
uint64_t match_lot(const char *seed, struct phc_str key);

/* set.c: a row by its key; NULL if there is none, or it goes no further. */
struct household *
match_household(const struct phc_match *, struct phc_str household_id);
struct dwelling *
match_dwelling(const struct phc_match *, struct phc_str dwelling_id);

/* match.c: tells who listens, if anyone does. */
void match_warn(const struct phc_match *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* rules.c */
int match_rules_open(struct phc_match *, const char *tables, struct phc_err *);
const char *match_rule_name(int rule);

/*
 * judge.c: every rule, and a pair's verdict by all of them.  match_effort() is
 * the position that phc-budget computes for the pair.  match_margin() is how
 * far a rule is missed, and match_nearer() compares two verdicts: fewer rules;
 * of as many, the first in their order that is missed by less.  match_ones() is
 * how many bits of a mask are set.
 */
enum outcome match_rule(const struct phc_match *, int rule,
    const struct household *, const struct dwelling *, struct miss *);
enum outcome match_effort_rule(const struct phc_match *, int rule,
    const struct household *, const struct phc_effort *);
void match_judge(const struct phc_match *, const struct household *,
    const struct dwelling *, struct verdict *);
struct phc_effort match_effort(const struct phc_match *,
    const struct household *, const struct dwelling *);
int64_t match_margin(const struct miss *);
bool match_nearer(const struct verdict *, const struct verdict *);
int match_ones(uint64_t set);

/*
 * index.c: of the dwellings that are not fixed, how many each rule stops for a
 * household; and the number of the one where it is nearest to a lawful pair
 * (or, being the candidate, in one), the first of as near ones, or NONE if
 * there is no dwelling.  match_stops_at() is how many of the households that
 * are not fixed each rule stops at a dwelling that is not.  After
 * phc_match_pairs().
 */
void match_stops(
    const struct phc_match *, const struct household *, size_t stops[RULES]);
uint32_t match_nearest(
    const struct phc_match *, const struct household *, struct verdict *);
void match_stops_at(
    const struct phc_match *, const struct dwelling *, size_t stops[RULES]);
void match_index(struct phc_match *);
void match_index_free(struct index *);

/*
 * given.c: files beside the two sides.  match_given() is for when every row is
 * in.
 */
int match_given_head(struct phc_match *, enum phc_match_file,
    const struct phc_rec *, struct phc_err *);
int match_given_add(struct phc_match *, enum phc_match_file,
    const struct phc_rec *, struct phc_err *);
void match_given(struct phc_match *);
void match_given_free(struct phc_match *);

/*
 * fixed.c: match_hold() holds a pair, unless one of the two is held with
 * another: if it is the household, with which dwelling, in '*other'.
 * match_fixed() sets what is fixed, and what is forbidden, on both sides.
 */
enum { LEASE, GRANT, PENDING }; /* the strength of a tie */
enum holds { FREE, HOUSEHOLD_HAS, DWELLING_HAS };

enum holds
match_hold(struct phc_match *, const struct tie *, struct phc_str *other);
void match_fixed(struct phc_match *);

#define MATCH_SCORE_COLUMNS "criterion value points cap nature label_fr"

/*
 * score.c: 'e' is of the two; at most CRITERIA lines.  match_wish() is the
 * place of the dwelling's commune among those wanted, or how many they are.
 */
int match_score_open(struct phc_match *, const char *tables, struct phc_err *);
int64_t match_months(int64_t from, int64_t to);
int64_t match_own_points(const struct phc_match *, const struct household *);
int64_t match_points(const struct phc_match *, const struct household *,
    const struct dwelling *, const struct phc_effort *e);
size_t match_lines(const struct phc_match *, const struct household *,
    const struct dwelling *, const struct phc_effort *e, struct score_line *);
const char *match_criterion_name(enum criterion);
size_t match_wish(const struct household *, const struct dwelling *);

/*
 * choose.c: match_taker() is who is chosen first for a dwelling, or NULL.
 * match_place() is the place of a household among the lawful candidates of a
 * dwelling, from 1, or 0, and its points there.
 */
const struct choice *match_taker(const struct phc_match *, uint32_t dwelling);
size_t match_place(const struct phc_match *, uint32_t household,
    uint32_t dwelling, int64_t *points);
void match_choice_free(struct phc_match *);

/* What stands in the braces of a text. */
struct arg {
	const char *name;
	struct phc_str s;
	bool one; /* of what {name:ONE|MANY} has words for */
};

/*
 * words.c: match_word() is a word of table match-words in the language of the
 * match, match_unknown() what a rule doubts for.  match_fill() writes a text
 * with its braces filled, match_put_miss() the wording of a rule, or what would
 * have to change.  match_number() tells whether a number is one.
 */
int match_words_open(struct phc_match *, const char *tables, struct phc_err *);
void match_words_free(struct phc_match *);
struct phc_str match_word(const struct phc_match *, const char *name);
struct phc_str match_label(const struct phc_match *, int rule);
struct phc_str match_unknown(const struct phc_match *, const char *what);
bool match_number(struct phc_text *, int64_t v, enum phc_lang);
void match_quantity(
    struct phc_text *, const struct unit *, int64_t v, enum phc_lang);
void
match_fill(struct phc_text *, struct phc_str, const struct arg *, size_t n);
void match_put_miss(struct phc_text *, const struct terms *,
    const struct miss *, bool change, enum phc_lang);

#endif
