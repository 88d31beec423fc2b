/*
 * aid.h - floor 5: housing aid (APL, AL) of the rental sector, and the RLS.
 *
 * Source: CCH L832-3, D823-16 to D823-18, R822-2 to R822-22; arrêté of 27
 * September 2019, articles 3 to 16 (before 2019-09: arrêté of 3 July 1978, CCH
 * R351); arrêté of 27 February 2018 for the RLS.  Figures are the tables apl-*
 * and rls.  A month is served by the rows in force on its first day.
 */
#ifndef PHC_AID_H
#define PHC_AID_H

#include "phc/law.h"

/* The tables, each a struct phc_law_table. */
/* clang-format off */
#define PHC_AID_TABLES \
	{ "apl-rent-ceilings", "zone household amount", 2 }, \
	{ "apl-charges", "case item amount", 2 }, \
	{ "apl-lr", "household amount", 1 }, \
	{ "apl-tf", "household rate", 1 }, \
	{ "apl-tl", "bracket rl_from rl_to marginal_rate", 1 }, \
	{ "apl-r0", "household amount", 1 }, \
	{ "apl-misc", PHC_APL_MISC_COLUMNS, 1 }, \
	{ "rls", "item zone household amount", 3 }
/* clang-format on */

/*
 * Who asks, and for what.  'rent' is the principal rent of a month, without
 * charges and before the RLS, in cents; of a shared lease, this tenant's share.
 * 'resources' is R, of a year, in cents.  'convention' tells APL from AL, and
 * gives a right to the RLS.
 */
struct phc_aid_case {
	int64_t zone, dependants; /* zone 1, 2 or 3 */
	bool couple, shared, room, convention;
	int64_t rent, resources;
};

/*
 * What the aid comes to, in the order of the law.  Amounts are cents a month,
 * but R0, which is cents a year.  A step that is not in force in the month, or
 * does nothing, repeats the amount before it.
 */
struct phc_aid_result {
	int64_t ceiling;   /* Lc, of the rent */
	int64_t rent;      /* L, the rent taken into account */
	int64_t charges;   /* C, a flat amount */
	int64_t p0;        /* P0, the least participation */
	int64_t lr;        /* LR, the reference rent */
	int64_t rl;        /* RL = L / LR, in 0.01 % */
	int64_t tf, tl;    /* TF and TL, in 0.001 % */
	int64_t r0;        /* R0, a yearly allowance */
	int64_t pp;        /* Pp, the tenant's participation */
	int64_t formula;   /* L + C - Pp */
	int64_t low, high; /* rents where the aid starts to fall, and ends */
	int64_t degressed; /* the aid after that */
	int64_t reduced;   /* after the flat reduction */
	int64_t whole;     /* after the whole euro of the net */
	int64_t rls;     /* RLS: what the rent falls by, also where aid is 0 */
	int64_t rls_aid; /* what the aid falls by for it */
	int64_t gross;   /* after RLS and least payment */
	int64_t net;     /* what is paid, after the CRDS */
};

/*
 * phc_aid_open() binds the tables, from 'dir' where they are there, to the
 * month of 'date'; PHC_ELAW when a figure is not in force.  phc_aid_free()
 * takes NULL.  phc_aid_span() is the days whose first of the month has the
 * very same figures.
 *
 * phc_aid() computes '*out', and hands to 'uses', unless it is NULL, each
 * figure of a table that it takes, in the order of the law.  PHC_ELAW when a
 * table has no figure for so many dependants; PHC_EDATA when the zone is not 1
 * to 3, or the dependants, the rent or the resources are negative or above what
 * a household can have (20, 10^9 and 10^11 cents).
 */
struct phc_aid;

struct phc_aid *
phc_aid_open(const char *dir, int64_t date, struct phc_err *err);
void phc_aid_free(struct phc_aid *);
struct phc_span phc_aid_span(const struct phc_aid *);
int phc_aid(const struct phc_aid *, const struct phc_aid_case *,
    struct phc_aid_result *out, const struct phc_uses *uses,
    struct phc_err *err);

/*
 * phc_rls() is the RLS alone: cents a month that the rent falls by, 0 where the
 * resources are at the ceiling or above, before 2018-02, and without an APL
 * agreement.
 */
int phc_rls(const struct phc_aid *, const struct phc_aid_case *, int64_t *out,
    const struct phc_uses *uses, struct phc_err *err);

/*
 * phc_aid_rent() is the highest rent, to the cent, that is no more than 'most'
 * once the aid for it is taken off, in '*out': PHC_UNKNOWN where no rent is.
 * The 'rent' of the case does not matter.  It is exact although the cost does
 * not always rise with the rent, as long as no rate of the tables is below 0 or
 * above 1.
 */
int phc_aid_rent(const struct phc_aid *, const struct phc_aid_case *,
    int64_t most, int64_t *out, struct phc_err *err);

#endif
