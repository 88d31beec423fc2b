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
 * The monthly position of a household in a dwelling.  Amounts in cents,
 * PHC_UNKNOWN where the row does not tell.
 *
 * 'gross' is principal rent, annexes, recoverable charges and works share.  An
 * empty annex or works share is a dwelling that has none; an empty rent, or
 * empty charges unless the rent is all-in, makes the cost unknown.
 * 'aid' is the aid notified for this very dwelling, else unknown; 'net' is
 * gross minus aid, zero where the aid exceeds it, and unknown with the aid.
 * 'decided' is net where it is known, else gross: what classes, limits,
 * remainder and shield are taken on; 'is_net' says which.
 * 'no_forfait' is 1 where water or heating is individual, and so a part of the
 * cost that the text adds is missing (it fixes no amount), 0 where neither is
 * or the rent is all-in, and unknown where the row does not tell.
 */
struct phc_effort {
	int64_t income;
	int64_t gross, aid, net, decided;
	int64_t no_forfait;
	bool is_net;
};

struct phc_effort
phc_effort(const struct phc_household *, const struct phc_dwelling *);

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
 * phc_shield() is what somebody must absorb each month so that 'cost' is no
 * more than 'percent' (hundredths of a percent) of 'income': rounded up to the
 * cent, zero where the cost is within the target already, the whole cost where
 * there is no income.
 */
int64_t phc_shield(int64_t cost, int64_t income, int64_t percent);

#endif
