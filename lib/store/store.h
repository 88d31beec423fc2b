/*
 * store/store.h - inside the register: what its files share.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <sqlite3.h>

#include "phc/store.h"

enum {
	STORE_ID = 0x70686331, /* application_id: "phc1" */
	STORE_SCHEMA = 2,      /* user_version */
	STORE_KINDS = 10
};

/* schema.c: a kind that is kept, and its columns; key columns at most. */
enum { STORE_KEYS = 2 };

struct store_kind {
	const char *name;
	const struct phc_column *col;
	size_t n;
	size_t key[STORE_KEYS], nkeys;
};

bool store_kind(struct store_kind *, const char *name);
int store_no_kind(const char *name, struct phc_err *);

struct store_import; /* put.c */
struct store_asked;  /* ask.h */
struct store_beside; /* beside.c */

struct phc_store {
	sqlite3 *db;
	char *path;
	struct phc_store_setup setup;
	int lock; /* of the writers' queue; -1 */
	bool made;
	char message[256];
	struct store_import *import; /* that has begun */
	struct store_asked *asked;   /* if it answers questions */
	struct store_beside *beside; /* table that rows go to */
};

/* lock.c: the writers' queue; the busy handler; how it says that it waits. */
int store_lock(struct phc_store *, struct phc_err *);
int store_busy(void *store, int times);

/* make.c: makes the file, empty, unless another has just done so. */
int store_make(struct phc_store *, struct phc_err *);

/*
 * db.c: statements.  A failure names the register and says what SQLite, and the
 * system, say.  store_run() and store_prepare() take SQL from sqlite3_mprintf()
 * or sqlite3_str_finish(), and free it.  store_step() is 1, 0 or -1;
 * store_number() gives the integer that is the first column of the first row,
 * PHC_UNKNOWN if it is NULL or not there.
 */
int store_fail(struct phc_store *, struct phc_err *);
int store_exec(struct phc_store *, const char *sql, struct phc_err *);
int store_run(struct phc_store *, char *sql, struct phc_err *);
sqlite3_stmt *store_prepare(struct phc_store *, char *sql, struct phc_err *);
int store_step(struct phc_store *, sqlite3_stmt *, struct phc_err *);
int store_number(
    struct phc_store *, const char *sql, int64_t *out, struct phc_err *);

/* beside.c: no more rows go to the table at hand. */
void store_beside_end(struct phc_store *);

/* ask.c: frees what asking took, once the connection is closed. */
void store_unask(struct phc_store *);

/* db.c: whether the register has this column yet. */
bool store_has(struct phc_store *, const char *kind, const char *column);

/* schema.c: brings the schema up to date, in the transaction at hand. */
int store_schema(struct phc_store *, struct phc_err *);

/*
 * rows.c: SQL of the versions of a kind, "SELECT id, import, since, columns
 * ...": those that hold on 'day', or all of them if it is NULL, without an
 * order.  'scaled' amounts are in euros, and so on.
 */
enum { STORE_VERSION = 3 }; /* columns before those of the kind */

char *store_versions(struct phc_store *, const struct store_kind *,
    const char *day, bool scaled);

/* Whether a column is kept as an integer. */
static inline bool
store_integer(const struct phc_column *col)
{
	return col->type == PHC_INT || col->type == PHC_BOOL ||
	       (col->type >= PHC_MONEY && col->type <= PHC_QUANTITY);
}

#endif
