/*
 * waiting.h - persons alone who wait, and where they would live in a small
 * dwelling that is sublet (AML).
 */
#ifndef WAITING_H
#define WAITING_H

#include "answers.h"

/* A commune that somebody wants, or PHC_UNKNOWN for any. */
struct wish {
	int64_t commune, epci; /* the EPCI where those near it will do too */
	uint32_t household;
};

struct waiting {
	const struct phc_follow *f;
	struct phc_pool pool;
	struct wish *wish; /* by household */
	size_t wishes, cap;
};

/*
 * waiting.c: who is alone, under the age of the table, neither housed nor
 * struck off, without a measure of the fund of AML, and wants a small dwelling
 * or any.  waiting_head() and waiting_check() refuse, where a coverage is asked
 * for, a header and a row of households that do not say it: PHC_EDATA.
 */
int
waiting_head(struct phc_follow *, const struct phc_rec *, struct phc_err *err);
int waiting_check(
    const struct phc_follow *, const struct phc_rec *, struct phc_err *err);
void waiting_open(const struct phc_follow *, struct waiting *);
void waiting_free(struct waiting *);

/* The name of a commune, empty if the table has it not; and the keys of those
 * who want it, one space between, '*n' of them. */
struct phc_str waiting_commune(const struct waiting *, int64_t commune);
struct phc_str waiting_for(struct waiting *, int64_t commune, int64_t *n);

#endif
