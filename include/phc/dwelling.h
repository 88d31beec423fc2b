/*
 * dwelling.h - floor 4: a row of kind dwelling, decoded and checked.
 */
#ifndef PHC_DWELLING_H
#define PHC_DWELLING_H

#include "phc/columns.h"

/* Each member is the column of its name; see household.h. */
struct phc_dwelling {
	struct phc_str dwelling_id, commune_name;
	int64_t commune, type, room, surface, floor, lift, accessible;
	int64_t financing, convention;
	int64_t rent, annex_rent, charges, works_share, all_in, fluids;
	int64_t heating, water, occupancy, available_on, quota, scheme;
};

enum phc_financing { PHC_PLAI, PHC_PLUS, PHC_PLS, PHC_PLI, PHC_FINANCINGS };
enum phc_occupancy { PHC_LET, PHC_OFFERED, PHC_EMPTY };
enum { PHC_QUOTA_NONE = 6, PHC_QUOTAS }; /* column quota: none */
enum phc_scheme { PHC_SCHEME_ORDINARY, PHC_SCHEME_SLIDING, PHC_SCHEME_AML };
enum phc_supply { PHC_COLLECTIVE, PHC_INDIVIDUAL }; /* heating, water */
enum phc_dwelling_type {
	PHC_T1,
	PHC_T1BIS,
	PHC_T2,
	PHC_T3,
	PHC_T4,
	PHC_T5,
	PHC_T6,
	PHC_TYPES
};

extern const struct phc_slot phc_dwelling_slots[];

/*
 * phc_dwelling_read() decodes a record through a binding of
 * phc_dwelling_slots, and checks it as phc_dwelling_check() does: no more
 * fluids than the all-in rent.  'dw' borrows from 'rec'.
 */
int phc_dwelling_read(const struct phc_binding *, const struct phc_rec *,
    struct phc_dwelling *dw, struct phc_err *err);
int phc_dwelling_check(const struct phc_dwelling *, struct phc_err *err);

/* phc_dwelling_rooms() is the number of main rooms of a type: 1 for a T1bis. */
int phc_dwelling_rooms(int64_t type);

/*
 * phc_dwelling_agreed() tells whether it is under an APL agreement: where the
 * row does not say, PLAI, PLUS and PLS are.
 *
 * phc_dwelling_principal() is the rent that housing aid is counted on, in
 * cents: all of the rent, or of an all-in price what is not its fluids part;
 * PHC_UNKNOWN where either is.
 */
bool phc_dwelling_agreed(const struct phc_dwelling *);
int64_t phc_dwelling_principal(const struct phc_dwelling *);

/* phc_dwelling_vacant() tells whether it is offered or empty; false where the
 * occupation is unknown. */
bool phc_dwelling_vacant(const struct phc_dwelling *);

#endif
