#include "forget.h"
#include "phc/date.h"

/* Rows that a rule takes of a household, and spending that it takes the name
 * from. */
#define TAKEN                                                                  \
	"SELECT rule, household_id, 1 AS n, 0 AS u FROM temp.doomed UNION "    \
	"ALL "                                                                 \
	"SELECT t.rule, h.household_id, 0, 1 FROM main.spending_history AS h " \
	"CROSS JOIN temp.target AS t ON t.household_id = h.household_id "      \
	"AND t.what = 'household' AND t.rowid = (SELECT min(rowid) FROM "      \
	"temp.target AS u WHERE u.household_id = h.household_id AND "          \
	"u.what = 'household')"

static const char by_household[] =
    "SELECT d.rule, d.household_id, (SELECT min(counted_on) FROM temp.target "
    "AS t WHERE t.household_id = d.household_id AND t.rule = d.rule), 1, "
    "sum(n), sum(u) FROM (" TAKEN ") AS d GROUP BY d.household_id, d.rule "
    "ORDER BY d.household_id, d.rule";

/* Tells of each row of the SQL. */
static int
tell(struct phc_store *s, const char *sql,
    void (*each)(const struct phc_store_gone *, void *), void *arg,
    struct phc_err *err)
{
	sqlite3_stmt *st = store_prepare(s, sqlite3_mprintf("%s", sql), err);
	struct phc_store_gone g;
	int got;

	if (st == NULL)
		return -1;
	while ((got = store_step(s, st, err)) == 1) {
		g.rule = (const char *)sqlite3_column_text(st, 0);
		g.household = (const char *)sqlite3_column_text(st, 1);
		g.counted_on = (const char *)sqlite3_column_text(st, 2);
		g.households = (size_t)sqlite3_column_int64(st, 3);
		g.rows = (size_t)sqlite3_column_int64(st, 4);
		g.unnamed = (size_t)sqlite3_column_int64(st, 5);
		each(&g, arg);
	}
	sqlite3_finalize(st);
	return got;
}

int
phc_store_doomed(struct phc_store *s, const struct phc_store_forget *f,
    void (*each)(const struct phc_store_gone *, void *arg), void *arg,
    struct phc_err *err)
{
	int rc;

	if (store_exec(s, "BEGIN", err) == -1)
		return -1;
	rc = store_plan(s, f, err) == 0 ? tell(s, by_household, each, arg, err)
					: -1;
	sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return rc;
}

static int
write_log(
    struct phc_store *s, const struct phc_store_forget *f, struct phc_err *err)
{
	char day[PHC_DATE_MAX];

	return store_run(s,
	    sqlite3_mprintf(
		"INSERT INTO main.forgotten (at, as_of, rule, reason, "
		"households, rows, unnamed, scrubbed, version) SELECT %Q, %Q, "
		"rule, %Q, "
		"count(DISTINCT household_id), sum(n), sum(u), 0, %Q FROM "
		"(" TAKEN ") GROUP BY rule ORDER BY rule",
		f->at, phc_date_format(f->date, day), f->reason, f->version),
	    err);
}

static int
erase(struct phc_store *s, struct phc_err *err)
{
	const char *kind;
	size_t i;

	for (i = 0; (kind = phc_store_kind(i)) != NULL; i++)
		if (store_run(s,
			sqlite3_mprintf(
			    "DELETE FROM main.%s_history WHERE id IN (SELECT "
			    "id FROM temp.doomed WHERE kind = %Q)",
			    kind, kind),
			err) == -1)
			return -1;
	return store_exec(s,
	    "UPDATE main.spending_history SET household_id = NULL WHERE "
	    "household_id IN (SELECT household_id FROM temp.target WHERE what "
	    "= 'household')",
	    err);
}

/* All of it, in the transaction at hand. */
static int
forget(
    struct phc_store *s, const struct phc_store_forget *f, struct phc_err *err)
{
	char day[PHC_DATE_MAX];

	if (store_plan(s, f, err) == -1 ||
	    store_aggregate(s, phc_date_format(f->date, day), err) == -1 ||
	    write_log(s, f, err) == -1 || erase(s, err) == -1)
		return -1;
	return store_exec(s, "COMMIT", err);
}

/* Empties the log, which takes that no one reads what it has. */
static int
fold(struct phc_store *s, struct phc_err *err)
{
	if (sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE,
		NULL, NULL) == SQLITE_OK)
		return 0;
	return store_fail(s, err);
}

/*
 * secure_delete has overwritten the rows; but pages that were split or joined
 * as the file grew have copies of rows where no row is, so that it is written
 * anew.  Until all of that is done the log of rules says that it is not.
 */
static int
scrub(struct phc_store *s, struct phc_err *err)
{
	int64_t todo;

	if (store_number(s,
		"SELECT count(*) FROM main.forgotten WHERE NOT scrubbed", &todo,
		err) == -1)
		return -1;
	if (todo == 0)
		return 0;
	if (fold(s, err) == -1 || store_exec(s, "VACUUM", err) == -1 ||
	    fold(s, err) == -1 ||
	    store_exec(s,
		"UPDATE main.forgotten SET scrubbed = 1 WHERE NOT scrubbed",
		err) == -1 ||
	    fold(s, err) == -1)
		return phc_within(err,
		    "erased, but bytes of it may be left in the file: run "
		    "phc-forget again");
	return 0;
}

int
phc_store_forget(struct phc_store *s, const struct phc_store_forget *f,
    void (*each)(const struct phc_store_gone *, void *arg), void *arg,
    struct phc_err *err)
{
	char log[128];
	int64_t before;

	if (store_exec(s, "BEGIN IMMEDIATE", err) == -1)
		return -1;
	if (store_number(s, "SELECT ifnull(max(id), 0) FROM main.forgotten",
		&before, err) == -1 ||
	    forget(s, f, err) == -1) {
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
		return -1;
	}
	snprintf(log, sizeof(log),
	    "SELECT rule, NULL, NULL, households, rows, unnamed FROM "
	    "main.forgotten WHERE id > %lld ORDER BY id",
	    (long long)before);
	return tell(s, log, each, arg, err) == -1 ? -1 : scrub(s, err);
}
