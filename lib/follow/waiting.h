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
	struct phc_law *communes;
	struct phc_pool pool;
	struct wish *wish; /* by household */
	size_t wishes, cap;
};

/*
 * waiting.c: who is alone, under the age of the table, neither housed nor
 * struck off, without ASLL, and wants a small dwelling or any.  PHC_EDATA where
 * a row of theirs does not read, PHC_ELAW without a table of communes.
 */
int
waiting_open(const struct phc_follow *, struct waiting *, struct phc_err *err);
void waiting_free(struct waiting *);

/* The name of a commune, empty if the table has it not; and the keys of those
 * who want it, one space between, '*n' of them. */
struct phc_str waiting_commune(const struct waiting *, int64_t commune);
struct phc_str waiting_for(struct waiting *, int64_t commune, int64_t *n);

#endif
