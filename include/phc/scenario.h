/*
 * scenario.h - floor 5: a household as a life event would leave it.
 *
 * A table of scenarios is CSV with the columns of kind "scenario": name,
 * column, operation, value.  The rows of one name, in their order, are one
 * scenario; a row of a name alone changes nothing.  It is practice, not law.
 */
#ifndef PHC_SCENARIO_H
#define PHC_SCENARIO_H

#include "phc/household.h"

/*
 * phc_scenarios_open() reads 'file', or the table compiled in if it is NULL;
 * dates are counted from 'date'.  Scenarios are of the columns in 'slots',
 * which are of struct phc_household and borrowed: another column, or a text, an
 * operation that its type has not, and a value that does not read are
 * PHC_EDATA: "scenarios.csv:7: income: not an amount: '12oo'".  Returns NULL on
 * failure; phc_scenarios_free() takes NULL.
 */
struct phc_scenarios;

struct phc_scenarios *phc_scenarios_open(const char *file,
    const struct phc_slot *slots, int64_t date, struct phc_err *err);
void phc_scenarios_free(struct phc_scenarios *);

/*
 * phc_scenarios_count() returns how many there are, phc_scenario_name() the
 * name of scenario 'i' in the order of the table, and phc_scenario_changes()
 * whether it has an operation that may change 'column'.
 */
size_t phc_scenarios_count(const struct phc_scenarios *);
const char *phc_scenario_name(const struct phc_scenarios *, size_t i);
bool phc_scenario_changes(
    const struct phc_scenarios *, size_t i, const char *column);

/*
 * phc_scenario_apply() writes '*in' under scenario 'i' to '*out', which borrows
 * what '*in' does.  One that does not concern the household (operations needs
 * and lacks) leaves it as it is.
 *
 * An aid was notified for the household as it was: where anything changes,
 * 'aid' and 'aid_dwelling' are unknown, and 'aid_income' too where 'income'
 * changes, unless the scenario itself sets them.
 *
 * PHC_EDATA, which names the scenario, where a value is more than its column
 * holds, where a required one would be unknown, or where
 * phc_household_check() refuses the result.
 */
int phc_scenario_apply(const struct phc_scenarios *, size_t i,
    const struct phc_household *in, struct phc_household *out,
    struct phc_err *err);

#endif
