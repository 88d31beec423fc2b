/*
 * store/ask.h - a register that answers anyone's SQL: what its files share.
 */
#ifndef STORE_ASK_H
#define STORE_ASK_H

#include "phc/date.h"
#include "store.h"

enum {
	STORE_HEAP = 1 << 30, /* bytes that an answer may take */
	STORE_DAYS = 4,       /* beside :date, and how long their names are */
	STORE_NAME = 16,
	STORE_TABLE = 64 /* bytes of the name of one, or of its beginning */
};

/* A table that can be asked; a kind has no SQL of its own. */
struct store_view {
	const char *name, *meaning, *sql;
};

struct store_asked {
	struct phc_pool pool;
	struct store_view *view;
	size_t n, cap;
	char day[PHC_DATE_MAX];
	struct store_day {
		char name[STORE_NAME], day[PHC_DATE_MAX];
	} more[STORE_DAYS]; /* that a question may name */
	size_t days;
	bool copied; /* the kinds are tables, not views */
	bool (*stop)(void *arg);
	void *arg;
	char refused[96]; /* by the authorizer: what, and why */
	struct store_read {
		char table[STORE_TABLE];
	} * read; /* by what was asked last */
	size_t reads, capreads;
};

/* views.c: reads them, and makes them. */
int store_views(struct phc_store *, const char *tables, struct phc_err *);

/* confine.c: from here on, nothing but reading. */
int store_confine(struct phc_store *, struct phc_err *);

/* ask.c: a statement, whose failure says what to do. */
sqlite3_stmt *
store_question(struct phc_store *, const char *sql, struct phc_err *);

/* views.c: fails with "no table 'name'", and the nearest that is there. */
int store_no_table(struct phc_store *, struct phc_str name, struct phc_err *);

#endif
