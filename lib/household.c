#include <stddef.h>

#include "phc/date.h"
#include "phc/household.h"

/* clang-format off */
#define SLOT(column) { #column, offsetof(struct phc_household, column) }
/* clang-format on */

const struct phc_slot phc_household_slots[] = {
	SLOT(household_id),
	SLOT(applied_on),
	SLOT(struck_off_on),
	SLOT(birth_date),
	SLOT(partner_birth_date),
	SLOT(adults),
	SLOT(dependants),
	SLOT(dependants_14),
	SLOT(visiting_children),
	SLOT(expected_children),
	SLOT(disabled),
	SLOT(tax_income),
	SLOT(tax_year),
	SLOT(tax_income_recent),
	SLOT(income),
	SLOT(aid_income),
	SLOT(aid),
	SLOT(aid_dwelling),
	SLOT(occupation),
	SLOT(benefit_since),
	SLOT(benefit),
	SLOT(scholarship),
	SLOT(partner_income),
	SLOT(partner_occupation),
	SLOT(housing_now),
	SLOT(shared_lease),
	SLOT(first_home),
	SLOT(priority),
	SLOT(wanted_communes),
	SLOT(wanted_nearby),
	SLOT(wanted_types),
	SLOT(accessible_need),
	SLOT(needed_from),
	{ NULL, 0 },
};

int
phc_household_check(const struct phc_household *hh, struct phc_err *err)
{
	if (hh->dependants_14 > hh->dependants)
		return phc_fail(
		    err, PHC_EDATA, "dependants_14: more than the dependants");
	if (hh->partner_birth_date != PHC_UNKNOWN && hh->adults < 2)
		return phc_fail(err, PHC_EDATA,
		    "partner_birth_date: a partner, but one adult");
	if (hh->disabled > hh->adults + hh->dependants)
		return phc_fail(
		    err, PHC_EDATA, "disabled: more than the persons");
	return 0;
}

int
phc_household_read(const struct phc_binding *b, const struct phc_rec *rec,
    struct phc_household *hh, struct phc_err *err)
{
	if (phc_bind_read(b, rec, hh, err) == -1)
		return -1;
	return phc_household_check(hh, err);
}

int
phc_household_born(
    const struct phc_household *hh, int64_t at, struct phc_err *err)
{
	char day[PHC_DATE_MAX];

	if (hh->birth_date > at || hh->partner_birth_date > at)
		return phc_fail(err, PHC_EDATA, "%s: after %s",
		    hh->birth_date > at ? "birth_date" : "partner_birth_date",
		    phc_date_format(at, day));
	return 0;
}

static int64_t
known(int64_t v)
{
	return v == PHC_UNKNOWN ? 0 : v;
}

int64_t
phc_household_lodged(const struct phc_household *hh)
{
	return hh->adults + hh->dependants + known(hh->visiting_children) +
	       known(hh->expected_children);
}
