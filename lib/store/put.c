#include <stdlib.h>

#include "put.h"

/* The columns of the kind, each as 'format', which has its name. */
static void
columns(sqlite3_str *sql, const struct store_kind *k, const char *format)
{
	size_t i;

	for (i = 0; i < k->n; i++) {
		sqlite3_str_appendall(sql, i ? ", " : "");
		sqlite3_str_appendf(sql, format, k->col[i].name);
	}
}

/* A version of the key: that of the day that the import holds from, or of any
 * day. */
static sqlite3_stmt *
find(struct phc_store *s, bool any, struct phc_err *err)
{
	const struct store_import *m = s->import;
	const struct store_kind *k = &m->kind;
	sqlite3_str *sql = sqlite3_str_new(s->db);
	size_t i;

	sqlite3_str_appendall(sql, "SELECT ");
	columns(sql, k, "\"%w\"");
	sqlite3_str_appendf(sql, " FROM %s_history WHERE ", k->name);
	for (i = 0; i < k->nkeys; i++)
		sqlite3_str_appendf(
		    sql, "\"%w\" = ? AND ", k->col[k->key[i]].name);
	sqlite3_str_appendf(sql,
	    "since <= '%s' ORDER BY since DESC, id DESC LIMIT 1",
	    any ? "9999-12-31" : m->since);
	return store_prepare(s, sqlite3_str_finish(sql), err);
}

static sqlite3_stmt *
insert(struct phc_store *s, struct phc_err *err)
{
	const struct store_import *m = s->import;
	sqlite3_str *sql = sqlite3_str_new(s->db);

	sqlite3_str_appendf(
	    sql, "INSERT INTO %s_history (import, since, ", m->kind.name);
	columns(sql, &m->kind, "\"%w\"");
	sqlite3_str_appendf(
	    sql, ") VALUES (%lld, '%s', ", (long long)m->id, m->since);
	columns(sql, &m->kind, "?");
	sqlite3_str_appendall(sql, ")");
	return store_prepare(s, sqlite3_str_finish(sql), err);
}

static const char *
base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The row of the import, whose counts are told at its end. */
static int
announce(
    struct phc_store *s, const struct phc_store_import *i, struct phc_err *err)
{
	struct store_import *m = s->import;
	char *joined =
	    i->joined ? sqlite3_mprintf("%s", base(i->joined)) : NULL;
	char *sql = sqlite3_mprintf(
	    "INSERT INTO import (file, sha256, kind, profile, joined, "
	    "joined_sha256, since, read, kept, refused, inserted, updated, "
	    "unchanged, pending, at, version) VALUES "
	    "(%Q, %Q, %Q, %Q, %Q, %Q, %Q, 0, 0, 0, 0, 0, 0, 0, %Q, %Q)",
	    base(i->file), i->sha256, i->kind, i->profile, joined,
	    i->joined_sha256, m->since, i->at, i->version);
	sqlite3_stmt *st = store_prepare(s, sql, err);
	int rc = st == NULL ? -1 : store_step(s, st, err);

	sqlite3_free(joined);
	sqlite3_finalize(st);
	m->id = sqlite3_last_insert_rowid(s->db);
	return rc;
}

static int
prepare(struct phc_store *s, struct phc_err *err)
{
	struct store_import *m = s->import;
	char sql[96];
	int64_t one;

	snprintf(
	    sql, sizeof(sql), "SELECT 1 FROM %s_history LIMIT 1", m->kind.name);
	if (store_number(s, sql, &one, err) == -1)
		return -1;
	m->empty = one == PHC_UNKNOWN && !m->again;
	if ((m->find = find(s, false, err)) == NULL ||
	    (m->last = find(s, true, err)) == NULL ||
	    (m->insert = insert(s, err)) == NULL)
		return -1;
	return store_rules(s, err);
}

static void
end(struct phc_store *s)
{
	struct store_import *m = s->import;
	size_t i;

	sqlite3_finalize(m->find);
	sqlite3_finalize(m->last);
	sqlite3_finalize(m->insert);
	for (i = 0; i < m->references; i++)
		sqlite3_finalize(m->reference[i].find);
	free(m->text);
	free(m->buf);
	free(m->null);
	free(m);
	s->import = NULL;
}

/* A dry run has a transaction round all of it. */
int
phc_store_begin(
    struct phc_store *s, const struct phc_store_import *i, struct phc_err *err)
{
	struct store_import *m;
	struct store_kind k;

	if (!store_kind(&k, i->kind))
		return store_no_kind(i->kind, err);
	if (store_exec(s, s->setup.dry ? "SAVEPOINT import" : "BEGIN IMMEDIATE",
		err) == -1)
		return -1;
	s->import = m = phc_new(sizeof(*m));
	m->kind = k;
	m->pending = i->pending;
	m->again = i->again;
	m->text = phc_new(k.n * sizeof(*m->text));
	m->buf = phc_new(k.n * sizeof(*m->buf));
	m->null = phc_new(k.n * sizeof(*m->null));
	phc_date_format(i->since, m->since);
	if (announce(s, i, err) == 0 && prepare(s, err) == 0)
		return 0;
	phc_store_rollback(s);
	return -1;
}

void
phc_store_rollback(struct phc_store *s)
{
	if (s->import == NULL)
		return;
	end(s);
	sqlite3_exec(s->db,
	    s->setup.dry ? "ROLLBACK TO import; RELEASE import" : "ROLLBACK",
	    NULL, NULL, NULL);
}

static bool
unchanged(const struct store_import *m)
{
	size_t i;

	for (i = 0; i < m->kind.n; i++)
		if (!store_same(m, m->find, (int)i, i))
			return false;
	return true;
}

static int
add(struct phc_store *s, struct phc_err *err)
{
	const struct store_import *m = s->import;
	bool null;
	size_t i;

	for (i = 0; i < m->kind.n; i++) {
		null = store_unknown(m, i);
		if (!null || !m->null[i])
			store_bind(m, m->insert, (int)i + 1, i);
		m->null[i] = null;
	}
	if (store_step(s, m->insert, err) == -1)
		return -1;
	sqlite3_reset(m->insert);
	return 0;
}

/* The row's fate, and whether it is pending. */
static int
settle(struct phc_store *s, bool *pending, struct phc_store_refusal *why,
    struct phc_err *err)
{
	struct store_import *m = s->import;
	int bad = store_dangling(s, why, err), found;

	if (bad == -1 || (bad == 1 && !m->pending))
		return bad == -1 ? -1 : PHC_STORE_REFUSED;
	*pending = bad == 1;
	found = m->empty ? 0 : store_find(s, m->find, err);
	if (found == -1)
		return -1;
	if (found == 1 && unchanged(m))
		return PHC_STORE_UNCHANGED;
	if (found == 1 && m->again) {
		*why = (struct phc_store_refusal){ &m->kind.col[m->kind.key[0]],
			"duplicate_key",
			"an earlier row of this key says otherwise" };
		return PHC_STORE_REFUSED;
	}
	bad = m->empty ? 0 : store_decided(s, found == 1, why, err);
	if (bad != 0)
		return bad == -1 ? -1 : PHC_STORE_REFUSED;
	if (add(s, err) == -1)
		return -1;
	return found == 1 ? PHC_STORE_UPDATED : PHC_STORE_INSERTED;
}

int
phc_store_put(struct phc_store *s, const struct phc_value *row,
    struct phc_store_refusal *why, struct phc_err *err)
{
	struct phc_store_counts *n = &s->import->counts;
	bool pending = false;
	int fate;

	store_row(s->import, row);
	fate = settle(s, &pending, why, err);
	n->inserted += fate == PHC_STORE_INSERTED;
	n->updated += fate == PHC_STORE_UPDATED;
	n->unchanged += fate == PHC_STORE_UNCHANGED;
	n->refused += fate == PHC_STORE_REFUSED;
	n->pending += pending && fate != PHC_STORE_REFUSED;
	return fate;
}

/* The counts, in the row of the import. */
static int
record(
    struct phc_store *s, const struct phc_store_counts *n, struct phc_err *err)
{
	char sql[256];

	if (n->kept != n->inserted + n->updated + n->unchanged ||
	    n->read != n->kept + n->refused)
		return phc_fail(err, PHC_ESYS,
		    "register '%s': rows are lost: this is a bug", s->path);
	snprintf(sql, sizeof(sql),
	    "UPDATE import SET read = %zu, kept = %zu, refused = %zu, "
	    "inserted = %zu, updated = %zu, unchanged = %zu, pending = %zu "
	    "WHERE id = %lld",
	    n->read, n->kept, n->refused, n->inserted, n->updated, n->unchanged,
	    n->pending, (long long)s->import->id);
	return store_exec(s, sql, err);
}

/* SQLite would fold the log in by itself, and not tell that it could not.  Who
 * is busy with it does it. */
static int
fold(struct phc_store *s, struct phc_err *err)
{
	int rc = sqlite3_wal_checkpoint_v2(
	    s->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);

	if (rc == SQLITE_OK || rc == SQLITE_BUSY)
		return 0;
	store_fail(s, err);
	return phc_within(err, "all is recorded, but not yet in one file");
}

int
phc_store_commit(struct phc_store *s, size_t read, size_t refused,
    struct phc_store_counts *counts, struct phc_err *err)
{
	struct phc_store_counts *n = &s->import->counts;

	n->read = read;
	n->refused = refused;
	n->kept = read - refused;
	*counts = *n;
	if (record(s, n, err) == -1 ||
	    (!s->setup.dry && store_exec(s, "COMMIT", err) == -1)) {
		phc_store_rollback(s);
		return -1;
	}
	end(s);
	if (s->setup.dry)
		return store_exec(s, "ROLLBACK TO import; RELEASE import", err);
	return fold(s, err);
}

int
phc_store_latest(
    struct phc_store *s, const char *kind, int64_t *day, struct phc_err *err)
{
	sqlite3_stmt *st = store_prepare(s,
	    sqlite3_mprintf(
		"SELECT max(since) FROM main.import WHERE kind = %Q", kind),
	    err);
	const char *text;
	int got;

	*day = PHC_UNKNOWN;
	if (st == NULL)
		return -1;
	got = store_step(s, st, err);
	text = got == 1 ? (const char *)sqlite3_column_text(st, 0) : NULL;
	if (text != NULL)
		phc_date_parse(phc_str(text), day, NULL);
	sqlite3_finalize(st);
	return got == -1 ? -1 : 0;
}
