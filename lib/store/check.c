#include <stdlib.h>

#include "phc/text.h"
#include "store.h"

struct check {
	struct phc_store *store;
	void (*report)(bool fault, const char *message, void *arg);
	void *arg;
	struct phc_err *err;
};

/* Each row of the SQL is a finding, as its first column says. */
static int
each(const struct check *c, bool fault, char *sql)
{
	sqlite3_stmt *st = store_prepare(c->store, sql, c->err);
	const char *text;
	int got;

	if (st == NULL)
		return -1;
	while ((got = store_step(c->store, st, c->err)) == 1) {
		text = (const char *)sqlite3_column_text(st, 0);
		if (text != NULL && strcmp(text, "ok") != 0)
			c->report(fault, text, c->arg);
	}
	sqlite3_finalize(st);
	return got;
}

static int
file(const struct check *c)
{
	if (each(c, true,
		sqlite3_mprintf(
		    "SELECT integrity_check FROM pragma_integrity_check")) ==
	    -1)
		return -1;
	return each(c, true,
	    sqlite3_mprintf(
		"SELECT format('%%s: row %%d is of no import', \"table\", "
		"rowid) FROM pragma_foreign_key_check"));
}

static int
imports(const struct check *c)
{
	return each(c, true,
	    sqlite3_mprintf(
		"SELECT format('import %%d (%%s): its counts do not add up', "
		"id, file) FROM main.import WHERE read <> kept + refused OR "
		"kept <> inserted + updated + unchanged OR pending > kept OR "
		"min(read, kept, refused, inserted, updated, unchanged, "
		"pending) < 0"));
}

/* Rows may go, by phc-forget(1), which counts them; but none by itself. */
static int
lost(const struct check *c)
{
	sqlite3_str *sql = sqlite3_str_new(c->store->db);
	bool forgets =
	    sqlite3_table_column_metadata(c->store->db, "main", "forgotten",
		"rows", NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
	size_t i;

	sqlite3_str_appendall(sql,
	    "SELECT format('%d rows that imports brought are gone, and %d "
	    "were erased: go back to the last backup', n, m) FROM (SELECT "
	    "(SELECT total(inserted + updated) FROM main.import)");
	for (i = 0; phc_store_kind(i) != NULL; i++)
		if (store_has(c->store, phc_store_kind(i), "id"))
			sqlite3_str_appendf(sql,
			    " - (SELECT count(*) FROM main.%s_history)",
			    phc_store_kind(i));
	sqlite3_str_appendf(sql, " AS n, (%s) AS m) WHERE n <> m",
	    forgets ? "SELECT total(rows) FROM main.forgotten" : "0");
	return each(c, true, sqlite3_str_finish(sql));
}

/* Nor does one come. */
static int
rows(const struct check *c, const struct store_kind *k)
{
	return each(c, true,
	    sqlite3_mprintf(
		"SELECT format('import %%d (%%s): brought %%d rows of %s, but "
		"%%d are there', i.id, i.file, i.inserted + i.updated, n) FROM "
		"main.import AS i JOIN (SELECT import, count(*) AS n FROM "
		"main.%s_history GROUP BY import) AS h ON h.import = i.id "
		"WHERE i.kind <> '%s' OR n > i.inserted + i.updated",
		k->name, k->name, k->name));
}

static char *
keys(const struct store_kind *k)
{
	sqlite3_str *sql = sqlite3_str_new(NULL);
	size_t i;

	for (i = 0; i < k->nkeys; i++)
		sqlite3_str_appendf(
		    sql, "%s\"%w\"", i ? ", " : "", k->col[k->key[i]].name);
	return sqlite3_str_finish(sql);
}

/* A key twice in one import, or a version whose day is not its import's. */
static int
versions(const struct check *c, const struct store_kind *k)
{
	char *key = keys(k);
	int rc = each(c, true,
	    sqlite3_mprintf(
		"SELECT format('import %%d brought two rows of %s with one "
		"key: %%d and %%d', import, min(id), max(id)) FROM "
		"main.%s_history GROUP BY import, %s HAVING count(*) > 1",
		k->name, k->name, key));

	sqlite3_free(key);
	if (rc == -1)
		return -1;
	return each(c, true,
	    sqlite3_mprintf(
		"SELECT format('%s: row %%d holds from %%s, but import %%d "
		"from %%s', h.id, h.since, i.id, i.since) FROM "
		"main.%s_history AS h JOIN main.import AS i ON i.id = h.import "
		"WHERE h.since <> i.since",
		k->name, k->name));
}

/* Whether column 'at' has what an import can have put there. */
static bool
allowed(sqlite3_stmt *st, int at, const struct phc_column *col)
{
	char buf[PHC_DECIMAL_MAX];
	struct phc_str s, text;
	int64_t v;

	if (sqlite3_column_type(st, at) == SQLITE_NULL)
		return true;
	if (store_integer(col))
		s = phc_str(
		    phc_value_format(col, sqlite3_column_int64(st, at), buf));
	else {
		s.s = (const char *)sqlite3_column_text(st, at);
		s.n = (size_t)sqlite3_column_bytes(st, at);
	}
	return s.n > 0 && memchr(s.s, '\0', s.n) == NULL && phc_utf8_ok(s) &&
	       phc_value_parse(col, s,
		   col->type <= PHC_LIST ? (void *)&text : (void *)&v,
		   NULL) == 0;
}

/* Values that the dictionary does not allow, by column. */
static int
values(const struct check *c, const struct store_kind *k)
{
	sqlite3_stmt *st = store_prepare(
	    c->store, store_versions(c->store, k, NULL, false), c->err);
	struct {
		size_t n;
		int64_t first;
	} *bad = phc_new(k->n * sizeof(*bad));
	char text[160];
	size_t i;
	int got;

	while (st != NULL && (got = store_step(c->store, st, c->err)) == 1)
		for (i = 0; i < k->n; i++)
			if (!allowed(st, (int)i + STORE_VERSION, &k->col[i]) &&
			    bad[i].n++ == 0)
				bad[i].first = sqlite3_column_int64(st, 0);
	for (i = 0; st != NULL && i < k->n; i++) {
		if (bad[i].n == 0)
			continue;
		snprintf(text, sizeof(text),
		    "%s: %s of %zu rows is nothing that it may be, first of "
		    "row %lld",
		    k->name, k->col[i].name, bad[i].n, (long long)bad[i].first);
		c->report(true, text, c->arg);
	}
	sqlite3_finalize(st);
	free(bad);
	return st == NULL ? -1 : got;
}

/* Rows that name what is not there. */
static int
pending(const struct check *c, const struct store_kind *k, const char *to)
{
	struct store_kind t;
	const char *key;

	store_kind(&t, to);
	key = t.col[t.key[0]].name;
	if (strcmp(k->name, to) == 0 || !store_has(c->store, k->name, key))
		return 0;
	return each(c, false,
	    sqlite3_mprintf(
		"SELECT format('%s: %%d rows name a %s that is not there', n) "
		"FROM (SELECT count(*) AS n FROM main.%s_history AS h WHERE "
		"h.\"%w\" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
		"main.%s_history AS t WHERE t.\"%w\" = h.\"%w\")) WHERE n > 0",
		k->name, to, k->name, key, to, key, key));
}

static int
kind(const struct check *c, const char *name)
{
	struct store_kind k;

	store_kind(&k, name);
	if (!store_has(c->store, name, "id"))
		return 0;
	return rows(c, &k) == -1 || versions(c, &k) == -1 ||
		       values(c, &k) == -1 ||
		       pending(c, &k, "household") == -1 ||
		       pending(c, &k, "dwelling") == -1
		   ? -1
		   : 0;
}

int
phc_store_check(struct phc_store *s,
    void (*report)(bool fault, const char *message, void *arg), void *arg,
    struct phc_err *err)
{
	const struct check c = { s, report, arg, err };
	size_t i;

	if (file(&c) == -1 || imports(&c) == -1 || lost(&c) == -1)
		return -1;
	for (i = 0; phc_store_kind(i) != NULL; i++)
		if (kind(&c, phc_store_kind(i)) == -1)
			return -1;
	return 0;
}
