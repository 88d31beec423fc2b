/*
 * match.h - floor 8: lawful pairs of households and dwellings, and the best
 * assignment.  It proposes and explains; the commission decides (CCH R441-3).
 *
 * A pair is lawful if no rule stops it.  Rules are table match-rules, in this
 * order: age, first_home, ceiling, size, commune, type, date, accessible,
 * effort.  A rule that meets an unknown value does not stop the pair: it is one
 * of its doubts.  What a pair scores is table match-score, and which sizes suit
 * whom match-sizes; a landlord replaces any of them whole.
 *
 * Nothing here depends on the order in which rows come.
 */
#ifndef PHC_MATCH_H
#define PHC_MATCH_H

#include "phc/household.h"

/* The tables' columns, as phc_law_open() takes them. */
#define PHC_MATCH_RULES_COLUMNS "rule unit limit state wording other label_fr"
#define PHC_MATCH_SIZES_COLUMNS \
	"persons couple rooms_min rooms_max usual_min usual_max"
#define PHC_MATCH_SCORE_COLUMNS "criterion value points cap nature label_fr"

/*
 * phc_match_new() starts a match on the day 'at' with the tables of 'tables'
 * (NULL: those compiled in).  PHC_ELAW where one says nothing for that day.
 *
 * phc_match_limit() sets the limit of a rule, in the places of its unit (years,
 * days, hundredths of a percent), and switches it on: age, date and effort have
 * one, and no other.
 */
struct phc_match;

struct phc_match *
phc_match_new(int64_t at, const char *tables, struct phc_err *err);
void phc_match_limit(struct phc_match *, const char *rule, int64_t limit);
void phc_match_free(struct phc_match *);

/*
 * The two sides, in either order: phc_match_head() takes the header of one,
 * phc_match_add() a row, which is copied.  PHC_EDATA where the sides share a
 * column's name, or one has a column that phc_match_put() adds; for a row,
 * where a value is wrong or its key came before; PHC_ELAW where the commune of
 * a dwelling is in no zone.  Households struck off by that day and dwellings
 * that are not vacant are counted and go no further.
 */
enum phc_side { PHC_HOUSEHOLDS, PHC_DWELLINGS, PHC_SIDES };

int phc_match_head(struct phc_match *, enum phc_side, const struct phc_rec *,
    struct phc_err *err);
int phc_match_add(struct phc_match *, enum phc_side, const struct phc_rec *,
    struct phc_err *err);

/*
 * phc_match_pairs() finds the lawful pairs, once every row is in.  After it,
 * either
 *
 * phc_match_assign() chooses pairs such that no household and no dwelling is in
 * two: first as many DALO households as can be, then agreement, PDALPD, and
 * the others (an unknown priority is none, and a doubt), then the most points
 * in all.  The choice is proved by its prices before it returns; PHC_ESYS if
 * it is not the best, which would be a bug.  Or
 *
 * phc_match_shortlist() chooses up to 'n' households for each dwelling: by
 * class, points, seniority, then key.
 */
void phc_match_pairs(struct phc_match *);
int phc_match_assign(struct phc_match *, struct phc_err *err);
void phc_match_shortlist(struct phc_match *, size_t n);

/*
 * phc_match_put() writes the pairs chosen as house CSV, in order of dwelling
 * key and rank: the columns of the household, those of the dwelling, then
 * candidate_rank, score and doubts.
 *
 * phc_match_put_reasons() writes the households in none of them, by class,
 * seniority and key, as kind reason of the dictionary: how many dwellings each
 * rule stops, the rules that stop each, and the nearest miss: the dwelling with
 * the fewest of them, then with the least by which each is missed, in their
 * order.
 */
void phc_match_put(const struct phc_match *, struct phc_out *);
void phc_match_put_reasons(const struct phc_match *, struct phc_out *);

/* What went in and what came out. */
struct phc_match_count {
	size_t households, struck_off; /* rows; of them not counted */
	size_t dwellings, vacant;      /* rows; of them counted */
	size_t pairs;                  /* lawful */
	size_t few;                    /* dwellings with fewer than 3 of them */
	size_t chosen;                 /* pairs */
	size_t housed[PHC_PRIORITIES]; /* households in them, by class */
};

struct phc_match_count phc_match_count(const struct phc_match *);

#endif
