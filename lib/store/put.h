/*
 * store/put.h - an import that has begun: what its files share.
 */
#ifndef STORE_PUT_H
#define STORE_PUT_H

#include "phc/date.h"
#include "store.h"

enum { STORE_REFERENCES = 2, STORE_FROZEN = 5 };

/* A column that names a row of another kind. */
struct store_reference {
	size_t at;
	const char *kind;
	sqlite3_stmt *find;
};

struct store_import {
	struct store_kind kind;
	char since[PHC_DATE_MAX];
	int64_t id;
	bool pending, again;
	bool empty; /* there was no row of the kind, so that none is sought */
	sqlite3_stmt *find; /* the version that holds on that day */
	sqlite3_stmt *last; /* the last one, of a kind that is decided on */
	sqlite3_stmt *insert;
	struct store_reference reference[STORE_REFERENCES];
	size_t references;
	size_t frozen[STORE_FROZEN], nfrozen, decision;
	struct phc_store_counts counts;
	const struct phc_value *row;  /* at hand */
	struct phc_str *text;         /* its values that are kept as text */
	char (*buf)[PHC_DECIMAL_MAX]; /* what was made of them */
	bool *null;                   /* of the last row that was inserted */
};

/*
 * row.c: the row at hand.  store_row() takes it; store_unknown() tells whether
 * value 'i' is.  store_bind() binds it to parameter 'at'; store_same() tells
 * whether it is what column 'at' of a version has; store_find() finds, by the
 * key, a version: 1, 0 or -1.
 */
void store_row(struct store_import *, const struct phc_value *row);
bool store_unknown(const struct store_import *, size_t i);
void store_bind(const struct store_import *, sqlite3_stmt *, int at, size_t i);
bool store_same(const struct store_import *, sqlite3_stmt *, int at, size_t i);
int store_find(struct phc_store *, sqlite3_stmt *, struct phc_err *);

/*
 * refuse.c: what a row may not say.  store_rules() prepares what the kind asks
 * for.  store_dangling() is 1 if the row names what is not there, 0, or -1;
 * store_decided() is 1 if it changes what was decided, where the version of
 * 'find', if 'found', holds on that day.  Both say why.
 */
int store_rules(struct phc_store *, struct phc_err *);
int store_dangling(
    struct phc_store *, struct phc_store_refusal *why, struct phc_err *);
int store_decided(struct phc_store *, bool found, struct phc_store_refusal *why,
    struct phc_err *);

#endif
