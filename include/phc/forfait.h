/*
 * forfait.h - floor 5: what water and heating of one's own add to a cost.
 *
 * Source: arrêté of 10 March 2011, which has a fixed part added by size and
 * persons, and fixes no amount: table forfait is the landlord's own, and the
 * one compiled in has no rows.
 */
#ifndef PHC_FORFAIT_H
#define PHC_FORFAIT_H

#include "phc/dwelling.h"
#include "phc/household.h"
#include "phc/law.h"

/* The table's columns: supply is "heating" or "water", rooms are main rooms,
 * persons are adults and dependants, amount is a month's. */
#define PHC_FORFAIT_COLUMNS "supply rooms persons amount"

/*
 * phc_forfait_open() binds the table, from 'dir' if it is there, to 'date';
 * PHC_EDATA where an amount is none.
 * phc_forfait_free() takes NULL.
 *
 * phc_forfait() finds what is added for the individual water and heating of a
 * dwelling, in '*amount', in cents a month; each figure goes to 'uses', unless
 * it is NULL.  It returns whether a part is missing: 1 where the table has no
 * row for one of them, which adds nothing; 0 where all is there, neither is
 * individual, or the rent is all-in; PHC_UNKNOWN where the row does not tell.
 */
struct phc_forfait;

struct phc_forfait *
phc_forfait_open(const char *dir, int64_t date, struct phc_err *err);
void phc_forfait_free(struct phc_forfait *);
int64_t phc_forfait(const struct phc_forfait *, const struct phc_household *,
    const struct phc_dwelling *, int64_t *amount, const struct phc_uses *uses);

#endif
