#include <errno.h>

#include "store.h"

/* What SQLite says, and what the system said to it: of a commit it does not
 * keep that. */
static const char *
reason(sqlite3 *db, char *buf, size_t size)
{
	int now = errno, code = sqlite3_errcode(db),
	    was = sqlite3_system_errno(db), no = was != 0 ? was : now;
	bool system = code == SQLITE_IOERR || code == SQLITE_CANTOPEN ||
		      code == SQLITE_FULL;

	snprintf(buf, size, "%s%s%s%s", sqlite3_errmsg(db),
	    system && no != 0 ? " (" : "",
	    system && no != 0 ? strerror(no) : "",
	    system && no != 0 ? ")" : "");
	return buf;
}

int
store_fail(struct phc_store *s, struct phc_err *err)
{
	char why[256];

	switch (sqlite3_errcode(s->db)) {
	case SQLITE_NOTADB:
		return phc_fail(err, PHC_ESYS, "'%s' is no register", s->path);
	case SQLITE_CORRUPT:
		return phc_fail(err, PHC_ESYS,
		    "'%s' is damaged: go back to its last backup (%s)", s->path,
		    sqlite3_errmsg(s->db));
	case SQLITE_BUSY:
		return phc_fail(err, PHC_ESYS,
		    "'%s' is in use by another program: try again later",
		    s->path);
	case SQLITE_INTERRUPT:
		return phc_fail(err, PHC_ESYS, "stopped: it takes too long");
	case SQLITE_READONLY:
		if (s->setup.mode == PHC_STORE_READ)
			return phc_fail(err, PHC_ESYS,
			    "'%s' is in a folder that may not be written: copy "
			    "it to one that may, with its '-wal' if it has one",
			    s->path);
		return phc_fail(err, PHC_ESYS,
		    "cannot write '%s': it, or its folder, may not be written",
		    s->path);
	default:
		return phc_fail(err, PHC_ESYS, "register '%s': %s", s->path,
		    reason(s->db, why, sizeof(why)));
	}
}

int
store_exec(struct phc_store *s, const char *sql, struct phc_err *err)
{
	errno = 0;
	if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return store_fail(s, err);
	return 0;
}

int
store_run(struct phc_store *s, char *sql, struct phc_err *err)
{
	int rc = sql == NULL ? phc_fail(err, PHC_ESYS,
				   "register '%s': out of memory", s->path)
			     : store_exec(s, sql, err);

	sqlite3_free(sql);
	return rc;
}

sqlite3_stmt *
store_prepare(struct phc_store *s, char *sql, struct phc_err *err)
{
	sqlite3_stmt *st = NULL;

	if (sql == NULL)
		phc_fail(
		    err, PHC_ESYS, "register '%s': out of memory", s->path);
	else if (sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
		     &st, NULL) != SQLITE_OK)
		store_fail(s, err);
	sqlite3_free(sql);
	return st;
}

int
store_step(struct phc_store *s, sqlite3_stmt *st, struct phc_err *err)
{
	switch (sqlite3_step(st)) {
	case SQLITE_ROW:
		return 1;
	case SQLITE_DONE:
		return 0;
	default:
		return store_fail(s, err);
	}
}

int
store_number(
    struct phc_store *s, const char *sql, int64_t *out, struct phc_err *err)
{
	sqlite3_stmt *st = store_prepare(s, sqlite3_mprintf("%s", sql), err);
	int got;

	*out = PHC_UNKNOWN;
	if (st == NULL)
		return -1;
	got = store_step(s, st, err);
	if (got == 1 && sqlite3_column_type(st, 0) != SQLITE_NULL)
		*out = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return got == -1 ? -1 : 0;
}

bool
store_has(struct phc_store *s, const char *kind, const char *column)
{
	char *table = sqlite3_mprintf("%s_history", kind);
	int rc = table == NULL
		     ? SQLITE_NOMEM
		     : sqlite3_table_column_metadata(s->db, "main", table,
			   column, NULL, NULL, NULL, NULL, NULL);

	sqlite3_free(table);
	return rc == SQLITE_OK;
}
