/*
 * store/forget.h - what must go: what its files share, tables of the connection
 * alone, in memory.
 *
 * temp.target(rule, what, household_id, item, counted_on): what a rule takes of
 * a household: all ("household"), or rows of a kind: that whose key is 'item',
 * or all.  temp.doomed(kind, id, last, rule, household_id): the versions that
 * go; 'last' is 1 of one after which its key is no more.
 */
#ifndef STORE_FORGET_H
#define STORE_FORGET_H

#include "store.h"

/* plan.c: makes temp.target, and temp.doomed of it. */
int store_plan(
    struct phc_store *, const struct phc_store_forget *, struct phc_err *);

/* aggregate.c: adds what temp.doomed has to table aggregate; a measure without
 * an end runs until 'day', "2016-09-01". */
int store_aggregate(struct phc_store *, const char *day, struct phc_err *);

#endif
