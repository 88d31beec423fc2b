/*
 * ceiling.h - floor 5: HLM ceilings: category, ceiling, ratio, band, verdict.
 *
 * Source: arrêté of 29 July 1987 (NOR EQUC8700526A), articles 1, 2 and 4 and
 * its annexes; CCH R441-1 and L442-12.  The yearly figures are table
 * hlm-ceilings, zones are table communes.
 */
#ifndef PHC_CEILING_H
#define PHC_CEILING_H

#include "phc/dwelling.h"
#include "phc/household.h"
#include "phc/law.h"

/* The columns of hlm-ceilings, as phc_law_open() takes them. */
#define PHC_CEILINGS_COLUMNS "product zone category ceiling"

enum phc_zone { PHC_PARIS, PHC_IDF, PHC_OTHER, PHC_ZONES };

/*
 * The category of a household on a date (article 2): 1 to 6, and the persons
 * beyond.  'step' says why it is above what the head count alone gives; there
 * is never more than one step.
 */
enum phc_step { PHC_STEP_NONE, PHC_STEP_SOLO, PHC_STEP_YOUNG, PHC_STEP_CARD };

struct phc_category {
	int category, extra;
	enum phc_step step;
};

/*
 * phc_category() is article 2 on the day 'at': a person alone with dependants
 * counts one more; a couple without dependants whose completed ages sum to 55
 * at most is category 3; from 2019 on the holder of a disability card counts
 * one more, up to five persons.  Children in visiting rights are dependants
 * from 2018-11-25 on (ELAN law); an unknown number of them, or of cards, counts
 * as none.  A flat-sharer with a lease of their own is a household of their
 * own.
 */
struct phc_category phc_category(const struct phc_household *, int64_t at);

/*
 * phc_category_of() is that of a household of which only this is known:
 * 'adults' are those who are not dependants, 'age_sum' is the completed years
 * of both where 'couple', 'disabled' the holders of a card.
 */
struct phc_composition {
	int64_t persons, adults, dependants;
	bool couple;
	int64_t age_sum, disabled;
};

struct phc_category phc_category_of(const struct phc_composition *, int64_t at);

/*
 * phc_tested_income() is the annual income that the ceiling is compared with on
 * the day 'at' (article 4), in cents, and what it is in '*basis'.  Tax income
 * of N-2, N being the year of 'at'; the more recent one where it is at least 10
 * % lower (the household's option, taken as used), or where the first is
 * unknown. PHC_UNKNOWN where neither is known or the tax income is of another
 * year than N-2 and there is no recent one; a tax_year that is unknown is taken
 * as N-2.
 */
enum phc_basis {
	PHC_BASIS_N2,
	PHC_BASIS_RECENT,
	PHC_BASIS_OTHER_YEAR, /* unknown: of another year */
	PHC_BASIS_NONE        /* unknown: no income */
};

int64_t phc_tested_income(
    const struct phc_household *, int64_t at, enum phc_basis *basis);

/*
 * The ceilings in force on one date.  phc_ceilings_open() reads its tables from
 * 'dir' where they are there (NULL: those compiled in); PHC_ELAW when no
 * ceiling is in force on 'at'.
 *
 * phc_ceilings_span() is the days round 'at' that have the very same tables.
 *
 * phc_ceiling() is the ceiling of a financing, zone and category, in cents,
 * exact: PLS is PLUS and 30 % (article 1), unrounded, so that comparing with
 * it decides as the text does; printed tables round it to the euro, half up.
 * PLI has none here: PHC_UNKNOWN.  phc_ceiling_printed() is a ceiling as those
 * tables print it.  phc_ceiling_unconfirmed() is 1 where the table marks it so,
 * no copy of the text having been seen; 0, or PHC_UNKNOWN of PLI.
 *
 * phc_ceiling_zone() is the zone of a commune.  PHC_ELAW when the table has it
 * not: never a default.
 *
 * phc_ceiling_source() is the text behind the ceilings of a financing and zone:
 * its date of effect, and its source as the table has it; 'unconfirmed' where
 * the table says so of any category, and then the source is that one's.  PLS
 * has that of PLUS, PLI none.
 */
struct phc_ceilings;

struct phc_ceilings *
phc_ceilings_open(const char *dir, int64_t at, struct phc_err *err);
void phc_ceilings_free(struct phc_ceilings *);
struct phc_span phc_ceilings_span(const struct phc_ceilings *);
int64_t phc_ceiling(const struct phc_ceilings *, int64_t financing,
    enum phc_zone, struct phc_category);
int64_t phc_ceiling_unconfirmed(const struct phc_ceilings *, int64_t financing,
    enum phc_zone, struct phc_category);
int64_t phc_ceiling_printed(int64_t ceiling);
int phc_ceiling_zone(const struct phc_ceilings *, int64_t commune,
    enum phc_zone *zone, struct phc_err *err);

struct phc_source {
	int64_t from;
	struct phc_str text;
	bool unconfirmed;
};

struct phc_source phc_ceiling_source(
    const struct phc_ceilings *, int64_t financing, enum phc_zone);

/*
 * Verdicts.  phc_ceiling_within() is 1 if income is at most the ceiling (an
 * income of exactly the ceiling is within it: "n'excèdent pas"), 0 if not,
 * PHC_UNKNOWN if either is.
 *
 * phc_ceiling_band() is the band of the ratio of income to ceiling: below 20 %
 * strictly, then upper bounds that are within: 40, 60, 80, 100, 130 %.
 */
enum phc_band {
	PHC_BAND_20,
	PHC_BAND_40,
	PHC_BAND_60,
	PHC_BAND_80,
	PHC_BAND_100,
	PHC_BAND_130,
	PHC_BAND_OVER,
	PHC_BAND_UNKNOWN
};

int64_t phc_ceiling_within(int64_t income, int64_t ceiling);
enum phc_band phc_ceiling_band(int64_t income, int64_t ceiling);

#endif
