/*
 * effort.h - floor 6: what a dwelling costs a household, and what it leaves.
 *
 * Source: CCH R441-3-1 and arrêté of 10 March 2011 for the rate; the classes,
 * the remainder and the shield are practice, not law.
 */
#ifndef PHC_EFFORT_H
#define PHC_EFFORT_H

#include "phc/ceiling.h"

enum phc_class {
	PHC_CLASS_25,      /* at most 25 % */
	PHC_CLASS_30,      /* above 25 %, at most 30 % */
	PHC_CLASS_33,      /* above 30 %, at most 33 % */
	PHC_CLASS_OVER,    /* above 33 % */
	PHC_CLASS_NONE,    /* no resources: a rate does not exist */
	PHC_CLASS_UNKNOWN, /* the cost or the resources are not known */
	PHC_CLASSES
};

/*
 * What the rows do not tell, in cents a month: the aid computed for this
 * household in this dwelling (PHC_UNKNOWN: none was), the RLS, and the forfait
 * for water and heating of one's own.
 */
struct phc_effort_extra {
	int64_t aid, rls, forfait;
};

/*
 * The monthly position of a household in a dwelling.  Amounts in cents,
 * PHC_UNKNOWN where the row does not tell.
 *
 * 'gross' is principal rent, annexes, recoverable charges, works share and
 * forfait.  An empty annex or works share is a dwelling that has none; an empty
 * rent, or empty charges unless the rent is all-in, makes the cost unknown.
 * 'aid' is the aid notified for this very dwelling ('notified'), else the one
 * that was computed, else unknown; 'net' is gross minus RLS and aid, zero where
 * they exceed it ('below_zero'), and unknown with the aid.
 * 'decided' is net where it is known, else gross: what classes, limits,
 * remainder and shield are taken on; 'is_net' says which.
 */
struct phc_effort {
	int64_t income;
	int64_t gross, aid, net, decided;
	bool notified, below_zero, is_net;
};

/* phc_effort() takes 'extra' as nothing where it is NULL. */
struct phc_effort phc_effort(const struct phc_household *,
    const struct phc_dwelling *, const struct phc_effort_extra *extra);

/*
 * phc_effort_other() is what of 'gross' is not rent; PHC_UNKNOWN where the
 * charges are.
 */
int64_t phc_effort_other(
    const struct phc_dwelling *, const struct phc_effort_extra *extra);

/*
 * phc_effort_class() is the class of 'cost' over 'income', decided exactly: no
 * income is a class of its own, whatever the cost.  phc_effort_over() tells
 * whether it is above 'percent', in hundredths of a percent: 1, 0, or
 * PHC_UNKNOWN; of no income any cost above zero is too much.
 */
enum phc_class phc_effort_class(int64_t cost, int64_t income);
int64_t phc_effort_over(int64_t cost, int64_t income, int64_t percent);

/*
 * phc_units() is the consumption units of a household in tenths (OECD-modified
 * scale): 10 for the holder, 5 for each other adult and each dependant of 14 or
 * more, 3 for each younger one.  Children in visiting rights are their other
 * home's.  PHC_UNKNOWN where there are dependants and their ages are not known.
 */
int64_t phc_units(const struct phc_household *);

/*
 * phc_remainder_day() is 'remainder', a month's, per day and consumption unit
 * in cents: x 12 / 365 / units, rounded half away from zero.
 */
int64_t phc_remainder_day(int64_t remainder, int64_t units);

/*
 * phc_effort_most() is the highest cost that is not above 'percent' of
 * 'income', in cents.
 *
 * phc_shield() is what somebody must absorb each month so that 'cost' is no
 * more than 'percent' (hundredths of a percent) of 'income': rounded up to the
 * cent, zero where the cost is within the target already, the whole cost where
 * there is no income.
 */
int64_t phc_effort_most(int64_t income, int64_t percent);
int64_t phc_shield(int64_t cost, int64_t income, int64_t percent);

#endif
