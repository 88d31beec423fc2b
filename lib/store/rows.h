/*
 * store/rows.h - rows that come out of a register: what its files share.
 */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "store.h"

struct phc_store_rows {
	struct phc_store *store;
	const struct phc_column *col; /* of a kind; NULL: an answer */
	size_t n;
	int skip; /* columns of the statement before those */
	sqlite3_stmt *st;
	struct phc_rec head;
	char *text; /* of the row at hand */
	uint32_t *end;
	size_t cap, line;
};

/*
 * rows.c: rows of a statement, which they take.  store_add() sets field 'i' of
 * the row at hand, after those before it; store_text() takes it from the
 * statement, and fails with PHC_EDATA if CSV cannot have it.
 */
struct phc_store_rows *store_rows(struct phc_store *, sqlite3_stmt *, int skip);
void store_add(struct phc_store_rows *, size_t i, const char *s, size_t n);
int store_text(struct phc_store_rows *, size_t i, struct phc_err *err);

/* ask.c: the next row of an answer, by the values that it has: 1, 0, -1. */
int store_answer(struct phc_store_rows *, struct phc_err *);

#endif
