/*
 * controls.h - the identities of the accounts, over all months.
 */
#ifndef CONTROLS_H
#define CONTROLS_H

#include "answers.h"

enum verdict { HOLDS, FAILS, WARNING, UNCHECKED };

struct control {
	const struct phc_follow *f;
	const struct tallies *t;
	const struct rows *rows;
	struct phc_pool pool;
	struct phc_err *err; /* the first that fails */
	size_t failed;
};

/* identities.c: a row to fill, and to put. */
struct cost follow_control(const struct control *, enum item);
void follow_control_put(struct control *, const struct cost *);

/* bounds.c: paid <= granted <= requested. */
void follow_bounds(struct control *);

/* charges.c: one spending for each household, or dwelling, and month. */
void follow_charges(struct control *);

#endif
