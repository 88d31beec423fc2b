/*
 * limits.h - what is practice and not law, of tables follow-coverage,
 * follow-consumption and follow-exits.
 */
#ifndef LIMITS_H
#define LIMITS_H

#include "phc/ledger.h"

enum exit_class { EXIT_POSITIVE, EXIT_NEUTRAL, EXIT_NEGATIVE, EXIT_CLASSES };

struct limits {
	int64_t weak, saturated, stale, age;        /* of the coverage */
	int64_t jump, high, sample, window, enough; /* of the consumption */
	enum exit_class exit[PHC_END_REASONS];
};

#define LIMITS_COLUMNS "key value unit"
#define EXITS_COLUMNS "reason class label_fr"

/* limits.c: read them, as they are in force on 'at'. */
int follow_limits(
    struct limits *, int64_t at, const char *tables, struct phc_err *err);

#endif
