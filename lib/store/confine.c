#include "ask.h"

enum { PACE = 10000 }; /* steps of SQLite's machine between two looks */

static int
refuse(struct store_asked *a, const char *format, const char *name)
{
	sqlite3_snprintf(
	    sizeof(a->refused), a->refused, format, name ? name : "");
	return SQLITE_DENY;
}

/* What a function of SQLite does beyond its value. */
static bool
harmful(const char *function)
{
	static const char *const names[] = { "load_extension", "fts3_tokenizer",
		"sqlite_log", "readfile", "writefile", "edit" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (sqlite3_stricmp(function, names[i]) == 0)
			return true;
	return false;
}

/* Which tables a question is about. */
static int
note(struct store_asked *a, const char *table)
{
	size_t i;

	for (i = 0; i < a->reads; i++)
		if (strncmp(a->read[i].table, table, STORE_TABLE - 1) == 0)
			return SQLITE_OK;
	phc_grow(&a->read, &a->capreads, a->reads + 1, sizeof(*a->read));
	snprintf(a->read[a->reads++].table, STORE_TABLE, "%s", table);
	return SQLITE_OK;
}

static int
authorize(void *asked, int action, const char *what, const char *detail,
    const char *database, const char *by)
{
	struct store_asked *a = asked;

	(void)database;
	(void)by;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_READ:
		return sqlite3_strnicmp(what, "sqlite_", 7) != 0
			   ? note(a, what)
			   : refuse(a, "table %s is not to be read", what);
	case SQLITE_FUNCTION:
		return !harmful(detail)
			   ? SQLITE_OK
			   : refuse(a, "%s() is not to be called", detail);
	case SQLITE_PRAGMA:
		return refuse(a, "PRAGMA %s is refused", what);
	default:
		return refuse(a, "only SELECT is answered%s", "");
	}
}

static int
progress(void *asked)
{
	struct store_asked *a = asked;

	return a->stop(a->arg);
}

/* A row of a register is never wider than a record, nor a table than this. */
static const struct {
	int limit, most;
} limits[] = {
	{ SQLITE_LIMIT_LENGTH, PHC_RECORD_MAX },
	{ SQLITE_LIMIT_SQL_LENGTH, 100000 },
	{ SQLITE_LIMIT_COLUMN, 500 },
	{ SQLITE_LIMIT_EXPR_DEPTH, 100 },
	{ SQLITE_LIMIT_COMPOUND_SELECT, 50 },
	{ SQLITE_LIMIT_VDBE_OP, 250000 },
	{ SQLITE_LIMIT_FUNCTION_ARG, 100 },
	{ SQLITE_LIMIT_ATTACHED, 0 },
	{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100 },
	{ SQLITE_LIMIT_VARIABLE_NUMBER, 10 },
	{ SQLITE_LIMIT_TRIGGER_DEPTH, 1 },
	{ SQLITE_LIMIT_WORKER_THREADS, 0 },
};

/* What a list is taken apart with, connected while that is not yet refused. */
static int
keep_json(struct phc_store *s, struct phc_err *err)
{
	static const char *modules[] = { "json_each", "json_tree", NULL };

	if (sqlite3_drop_modules(s->db, modules) != SQLITE_OK)
		return store_fail(s, err);
	return store_exec(s,
	    "SELECT 1 FROM json_each('[]'); SELECT 1 FROM json_tree('[]')",
	    err);
}

int
store_confine(struct phc_store *s, struct phc_err *err)
{
	struct store_asked *a = s->asked;
	size_t i;

	if (store_exec(s, "PRAGMA query_only = ON", err) == -1 ||
	    keep_json(s, err) == -1)
		return -1;
	sqlite3_hard_heap_limit64(STORE_HEAP);
	for (i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		sqlite3_limit(s->db, limits[i].limit, limits[i].most);
	if (a->stop != NULL)
		sqlite3_progress_handler(s->db, PACE, progress, a);
	if (sqlite3_set_authorizer(s->db, authorize, a) != SQLITE_OK)
		return store_fail(s, err);
	return 0;
}
