/*
 * scenarios.h - a row of a household as it is under each scenario of a table.
 */
#ifndef SCENARIOS_H
#define SCENARIOS_H

#include "phc/scenario.h"

struct scenarios {
	struct phc_scenarios *table;
	const struct phc_slot *slots;
	struct scenarios_field *field;
	size_t fields;
	struct phc_rec rec; /* the last one made */
	char *text;
	uint32_t *end;
	size_t used, cap, end_cap;
};

/*
 * scenarios_open() reads the table 'file' ("default": the one compiled in) of
 * scenarios of the columns in 'slots', and ends the program if it is none.
 * scenarios_head() returns header 'head' with the columns that it lacks and a
 * scenario changes, and column "scenario". scenarios_row() returns row 'rec' of
 * it, which reads as household 'was', under scenario 'i', as it is under it:
 * '*is'.  NULL where there is no such header or row.  What they return lasts
 * until the next call.
 */
void scenarios_open(
    struct scenarios *, const char *file, const struct phc_slot *slots);
const struct phc_rec *scenarios_head(
    struct scenarios *, const struct phc_rec *head, struct phc_err *err);
const struct phc_rec *scenarios_row(struct scenarios *, size_t i,
    const struct phc_rec *rec, const struct phc_household *was,
    struct phc_household *is, struct phc_err *err);
void scenarios_free(struct scenarios *);

#endif
