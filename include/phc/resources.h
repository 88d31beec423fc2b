/*
 * resources.h - floor 5: the resources that housing aid is computed on, R.
 *
 * Source: CCH R822-2 to R822-20, and until 2020-12 also R351-5 to R351-14: then
 * the calendar year N-2, from 2021-01 on the twelve months past.  Figures are
 * table apl-misc.
 */
#ifndef PHC_RESOURCES_H
#define PHC_RESOURCES_H

#include "phc/household.h"
#include "phc/law.h"

/* Where R was taken from. */
enum phc_origin {
	PHC_FROM_NOTICE,  /* aid_income: declared */
	PHC_FROM_TAX,     /* until 2020-12: the tax income of N-2 */
	PHC_FROM_PAY,     /* until 2020-12: 12 months' pay, flat valuation */
	PHC_FROM_INCOME,  /* from 2021-01 on: 12 months' income */
	PHC_FROM_STUDENT, /* from 2021-01 on: the flat amount of a student */
	PHC_FROM_NOTHING  /* R is unknown */
};

/* What a benefit does to a person's income from work. */
enum phc_relief {
	PHC_RELIEF_NONE,
	PHC_RELIEF_LOWER, /* job seeker with benefit: 30 % off */
	PHC_RELIEF_ALL    /* neutralised: counts for nothing */
};

/*
 * R of a household, in cents a year, and how it came about.  'r' is
 * PHC_UNKNOWN where the row does not tell enough.
 *
 * Each of 'part' is a person, the holder and the partner: 'year' is a year's
 * income, 'exempt' what of it is an apprentice's that does not count, 'share'
 * the hundred-thousandths of the rest that do (90000: less 10 %).  Of tax
 * income, and of an income that is nobody's alone, there is one part.
 *
 * Then 'working' is what two who work may take off, 'student' the flat amount
 * of a student, scholarship deducted (until 2020-12 the least that R is, from
 * 2021-01 on R itself); either is 0 where it does nothing.  'sum' is what is
 * rounded up to R.
 */
struct phc_resources {
	int64_t r;
	enum phc_origin origin;
	struct phc_resources_part {
		int64_t year, exempt, share;
		enum phc_relief relief;
	} part[2];
	int parts;
	int64_t working, student, sum;
};

/*
 * phc_means_open() binds the table, from 'dir' if it is there, to the month of
 * 'date'.  phc_means_free() takes NULL.
 *
 * phc_resources() is R of a household in that month: 'aid_income' where it is
 * known, as it is; else the estimate.  What the columns do not tell is not
 * guessed: an occupation or a benefit that is empty is none that a rule is for,
 * and once a rule is to be applied, what it asks must be known, or R is
 * unknown.  Each figure of the table that it takes goes to 'uses', unless it is
 * NULL.
 */
struct phc_means;

struct phc_means *
phc_means_open(const char *dir, int64_t date, struct phc_err *err);
void phc_means_free(struct phc_means *);
struct phc_resources phc_resources(const struct phc_means *,
    const struct phc_household *, const struct phc_uses *uses);

#endif
