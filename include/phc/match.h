/*
 * match.h - floor 8: lawful pairs of households and dwellings, and the best
 * assignment.  It proposes and explains; the commission decides (CCH R441-3).
 *
 * A pair is lawful if no rule stops it.  Rules are table match-rules, in its
 * order.  A rule is on, off, or a note: a note stops nothing, and is said of
 * the pair.  A rule that meets an unknown value does not stop the pair: it is
 * one of its doubts.  What a pair scores is table match-score; a landlord
 * replaces any table whole.
 *
 * Nothing here depends on the order in which rows come.
 */
#ifndef PHC_MATCH_H
#define PHC_MATCH_H

#include "phc/graph.h"
#include "phc/household.h"
#include "phc/law.h"
#include "phc/text.h"

/* The tables that phc_match_new() reads, ended by a NULL name. */
extern const struct phc_law_table phc_match_tables[];

/*
 * phc_match_new() starts a match on the day 'at' with the tables of 'tables'
 * (NULL: those compiled in).  PHC_ELAW where one says nothing for that day.
 *
 * phc_match_limit() sets the limit of a rule, in the places of its unit (years,
 * days, hundredths of a percent, cents), and switches it on; phc_match_off()
 * switches a rule off.  PHC_EDATA where there is no such rule, or it has no
 * limit.  phc_match_put_rules() writes the rules as kind rule.
 *
 * phc_match_seed() draws lots among those of one class, and in a short list of
 * as many points, who applied on the same day: by a hash of the seed and the
 * household's key, the same on every machine.  Without it, by key.  Before any
 * row.
 *
 * phc_match_only() takes only dwellings whose 'column' has this value (NULL:
 * all), and puts the output in order of that column first.  Before any head.
 *
 * phc_match_speak() has reasons, minutes and why in a language; French if it is
 * not called.
 *
 * phc_match_listen() has warnings and progress told; 'msg' is spoilt after.
 */
struct phc_match;

struct phc_match *
phc_match_new(int64_t at, const char *tables, struct phc_err *err);
int phc_match_limit(
    struct phc_match *, const char *rule, int64_t limit, struct phc_err *err);
int phc_match_off(struct phc_match *, const char *rule, struct phc_err *err);
void phc_match_put_rules(const struct phc_match *, struct phc_out *);
void phc_match_seed(struct phc_match *, const char *seed);
void phc_match_only(struct phc_match *, const char *column, const char *value);
void phc_match_speak(struct phc_match *, enum phc_lang);
void
phc_match_listen(struct phc_match *, void (*warn)(void *arg, const char *msg),
    const struct phc_progress *, void *arg);
void phc_match_free(struct phc_match *);

/*
 * What comes in, in any order of files: phc_match_head() takes the header of
 * one, phc_match_add() a row, which is copied.
 *
 * PHC_HOUSEHOLDS and PHC_DWELLINGS are those two kinds.  PHC_EDATA where they
 * share a column's name, or one has a column that phc_match_put() adds; for a
 * row, where a value is wrong or its key came before; PHC_ELAW where the
 * commune of a dwelling is in no zone.  Households struck off by that day and
 * dwellings that are not vacant are counted and go no further.
 *
 * PHC_FJT is kind fjt, for the rule aml.  PHC_FORBIDDEN has columns
 * household_id and dwelling_id: pairs that the rule forbidden stops.
 * PHC_FIXED is kind lease or kind proposal, told apart by their columns: a
 * lease that runs on that day and a proposal that is pending or granted are
 * kept, a refusal is a ban; see phc-match(1).
 */
enum phc_match_file {
	PHC_HOUSEHOLDS,
	PHC_DWELLINGS,
	PHC_FJT,
	PHC_FORBIDDEN,
	PHC_FIXED,
	PHC_MATCH_FILES
};

int phc_match_head(struct phc_match *, enum phc_match_file,
    const struct phc_rec *, struct phc_err *err);
int phc_match_add(struct phc_match *, enum phc_match_file,
    const struct phc_rec *, struct phc_err *err);

/*
 * phc_match_pairs() finds the lawful pairs, once every row is in, and keeps
 * what is fixed: a fixed pair that is unlawful is kept and warned about.
 * After it, one of:
 *
 * phc_match_assign() chooses pairs such that no household and no dwelling is in
 * two: first as many DALO households as can be, then agreement, PDALPD, and
 * the others (an unknown priority is none, and a doubt), then the most points
 * in all; of as good ones, that which houses who comes first.  The choice is
 * proved by its prices before it returns; PHC_ESYS if it is not the best, which
 * would be a bug.
 *
 * phc_match_stable() chooses pairs such that nobody envies a household that
 * comes after them: see graph.h.  It counts what an assignment would house.
 *
 * phc_match_shortlist() chooses up to 'n' households for each dwelling: by
 * class, points, seniority, lottery, then key.
 */
void phc_match_pairs(struct phc_match *);
int phc_match_assign(struct phc_match *, struct phc_err *err);
int phc_match_stable(struct phc_match *, struct phc_err *err);
void phc_match_shortlist(struct phc_match *, size_t n);

/*
 * phc_match_put() writes the pairs chosen as house CSV, in order of dwelling
 * and rank: the columns of the household, those of the dwelling, then those of
 * kind pair.  phc_match_put_score() writes the lines that make each of their
 * scores instead, as kind score.
 *
 * phc_match_put_reasons() writes the households in none of them, by class,
 * seniority, lottery and key, as kind reason: how many dwellings each rule
 * stops, the nearest miss, and what would have to change.
 *
 * phc_match_put_minutes() writes the vacant dwellings as kind minutes: how many
 * lawful candidates, and under three, why (CCH R441-3).
 *
 * phc_match_put_pairs() writes every lawful pair as kind candidate,
 * phc_match_put_certificate() the prices of an assignment as kind certificate.
 *
 * phc_match_why() writes for people why the household 'which' has what it has;
 * or, of a "HOUSEHOLD,DWELLING", why it has that one or has not.  PHC_EDATA
 * where there is none of that key.
 */
void phc_match_put(const struct phc_match *, struct phc_out *);
void phc_match_put_score(const struct phc_match *, struct phc_out *);
void phc_match_put_reasons(const struct phc_match *, struct phc_out *);
void phc_match_put_minutes(const struct phc_match *, struct phc_out *);
void phc_match_put_pairs(const struct phc_match *, struct phc_out *);
void phc_match_put_certificate(const struct phc_match *, struct phc_out *);
int phc_match_why(const struct phc_match *, const char *which, struct phc_out *,
    struct phc_err *err);

/* What went in and what came out. */
struct phc_match_count {
	size_t households, struck_off; /* rows; of them not counted */
	size_t elsewhere;         /* households fixed in another dwelling */
	size_t dwellings, vacant; /* rows; of them counted */
	size_t taken;             /* dwellings fixed for another household */
	size_t pairs;             /* lawful */
	size_t few;               /* dwellings with fewer than 3 of them */
	size_t fixed;             /* pairs kept from before */
	size_t chosen;            /* pairs, with those */
	size_t noted;             /* chosen pairs that a note is said of */
	size_t housed[PHC_PRIORITIES]; /* households in them, by class */
	size_t best[PHC_PRIORITIES];   /* that an assignment would house */
};

struct phc_match_count phc_match_count(const struct phc_match *);

#endif
