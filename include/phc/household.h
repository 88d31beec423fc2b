/*
 * household.h - floor 4: a row of kind household, decoded and checked.
 */
#ifndef PHC_HOUSEHOLD_H
#define PHC_HOUSEHOLD_H

#include "phc/columns.h"

/*
 * Each member is the column of its name, PHC_UNKNOWN or empty where the row
 * says nothing.  Codes are the places of their words in the dictionary; those
 * that rules ask for by name follow.
 */
struct phc_household {
	struct phc_str household_id, aid_dwelling;
	struct phc_str wanted_communes, wanted_types; /* lists */
	int64_t applied_on, struck_off_on, birth_date, partner_birth_date;
	int64_t adults, dependants, dependants_14;
	int64_t visiting_children, expected_children, disabled;
	int64_t tax_income, tax_year, tax_income_recent;
	int64_t income, partner_income, aid_income, aid;
	int64_t occupation, partner_occupation, benefit, benefit_since;
	int64_t scholarship;
	int64_t housing_now, first_home, priority, shared_lease;
	int64_t wanted_nearby, accessible_need, needed_from;
};

enum phc_occupation { /* columns occupation and partner_occupation */
	PHC_PERMANENT,
	PHC_TEMPORARY,
	PHC_INTERIM,
	PHC_APPRENTICE,
	PHC_STUDENT,
	PHC_TRAINING,
	PHC_CIVIC_SERVICE,
	PHC_JOBSEEKER,
	PHC_YOUTH_CONTRACT,
	PHC_IDLE, /* none */
	PHC_OCCUPATION_OTHER
};

enum phc_benefit { /* column benefit */
	PHC_NO_BENEFIT,
	PHC_ARE,
	PHC_ASS,
	PHC_RSA,
	PHC_AAH
};

enum phc_priority { /* column priority; a higher one is served first */
	PHC_PRIORITY_NONE,
	PHC_PRIORITY_PDALPD,
	PHC_PRIORITY_AGREEMENT,
	PHC_PRIORITY_DALO,
	PHC_PRIORITIES
};

extern const struct phc_slot phc_household_slots[];

/*
 * phc_household_read() decodes a record through a binding of
 * phc_household_slots, and checks it as phc_household_check() does: what a
 * household says against itself: no more dependants of 14 than dependants, a
 * partner only with two adults or more, no more disabled persons than persons.
 * 'hh' borrows from 'rec'.
 */
int phc_household_read(const struct phc_binding *, const struct phc_rec *,
    struct phc_household *hh, struct phc_err *err);
int phc_household_check(const struct phc_household *, struct phc_err *err);

/* phc_household_born() fails if the holder or the partner is born after 'at':
 * no rule on ages answers then. */
int phc_household_born(
    const struct phc_household *, int64_t at, struct phc_err *err);

/*
 * phc_household_lodged() is for how many persons the rooms are: adults,
 * dependants, visiting children and children to be born, of which an unknown
 * number counts as none (practice: not a rule of law).
 */
int64_t phc_household_lodged(const struct phc_household *);

#endif
