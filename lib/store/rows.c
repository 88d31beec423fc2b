#include <stdlib.h>

#include "phc/date.h"
#include "phc/text.h"
#include "rows.h"

/* What an analyst sees is in euros, and what a kind is printed from is not. */
static void
column(sqlite3_str *sql, const struct phc_column *col, bool there, bool scaled)
{
	int unit = !scaled || !store_integer(col) ? 1
		   : col->type == PHC_QUANTITY    ? 1000
		   : col->type >= PHC_MONEY       ? 100
						  : 1;

	if (!there)
		sqlite3_str_appendf(sql, ", NULL AS \"%w\"", col->name);
	else if (unit == 1)
		sqlite3_str_appendf(sql, ", h.\"%w\"", col->name);
	else
		sqlite3_str_appendf(sql, ", h.\"%w\" / %d.0 AS \"%w\"",
		    col->name, unit, col->name);
}

static void
newest(sqlite3_str *sql, const struct store_kind *k, const char *day)
{
	const char *name;
	size_t i;

	sqlite3_str_appendf(
	    sql, "(SELECT v.id FROM main.%s_history AS v WHERE ", k->name);
	for (i = 0; i < k->nkeys; i++) {
		name = k->col[k->key[i]].name;
		sqlite3_str_appendf(
		    sql, "v.\"%w\" = h.\"%w\" AND ", name, name);
	}
	sqlite3_str_appendf(sql,
	    "v.since <= %Q ORDER BY v.since DESC, v.id DESC LIMIT 1)", day);
}

/* A kind that the register has not gained yet has no rows. */
static void
of_table(struct phc_store *s, sqlite3_str *sql, const struct store_kind *k)
{
	size_t i;

	if (store_has(s, k->name, "id")) {
		sqlite3_str_appendf(sql, " FROM main.%s_history AS h", k->name);
		return;
	}
	sqlite3_str_appendall(
	    sql, " FROM (SELECT NULL AS id, NULL AS import, NULL AS since");
	for (i = 0; i < k->nkeys; i++)
		sqlite3_str_appendf(
		    sql, ", NULL AS \"%w\"", k->col[k->key[i]].name);
	sqlite3_str_appendall(sql, ", NULL AS none) AS h");
}

char *
store_versions(struct phc_store *s, const struct store_kind *k, const char *day,
    bool scaled)
{
	sqlite3_str *sql = sqlite3_str_new(s->db);
	size_t i;

	sqlite3_str_appendall(sql, "SELECT h.id, h.import, h.since");
	for (i = 0; i < k->n; i++)
		column(sql, &k->col[i], store_has(s, k->name, k->col[i].name),
		    scaled);
	of_table(s, sql, k);
	if (!store_has(s, k->name, "id"))
		sqlite3_str_appendall(sql, " WHERE 0");
	else if (day != NULL) {
		sqlite3_str_appendall(sql, " WHERE h.id = ");
		newest(sql, k, day);
	}
	return sqlite3_str_finish(sql);
}

/* The text of a record, one field after the other. */
void
store_add(struct phc_store_rows *r, size_t i, const char *s, size_t n)
{
	size_t at = i ? r->end[i - 1] + 1 : 0;

	phc_grow(&r->text, &r->cap, at + n + 1, 1);
	if (n > 0)
		memcpy(r->text + at, s, n);
	r->text[at + n] = '\0';
	r->end[i] = (uint32_t)(at + n);
}

int
store_text(struct phc_store_rows *r, size_t i, struct phc_err *err)
{
	int at = (int)i + r->skip;
	const char *s = (const char *)sqlite3_column_text(r->st, at);
	struct phc_str t = { s ? s : "",
		s ? (size_t)sqlite3_column_bytes(r->st, at) : 0 };

	if (memchr(t.s, '\0', t.n) != NULL || !phc_utf8_ok(t))
		return phc_fail(err, PHC_EDATA,
		    "a NUL, or bytes that are not UTF-8: use hex(...)");
	store_add(r, i, t.s, t.n);
	return 0;
}

static int
field(struct phc_store_rows *r, size_t i, struct phc_err *err)
{
	const struct phc_column *col = &r->col[i];
	int at = (int)i + r->skip;
	char buf[PHC_DECIMAL_MAX];
	const char *s = "";

	if (!store_integer(col))
		return store_text(r, i, err);
	if (sqlite3_column_type(r->st, at) != SQLITE_NULL)
		s = phc_value_format(col, sqlite3_column_int64(r->st, at), buf);
	store_add(r, i, s, strlen(s));
	return 0;
}

/* The header keeps its own memory. */
static void
head(struct phc_store_rows *r)
{
	const char *name;
	size_t i;

	for (i = 0; i < r->n; i++) {
		name = sqlite3_column_name(r->st, (int)i + r->skip);
		store_add(r, i, name, strlen(name));
	}
	r->head = (struct phc_rec){ 1, r->n, r->text, r->end, '\0' };
	r->text = NULL;
	r->cap = 0;
	r->end = phc_new(r->n * sizeof(*r->end));
}

struct phc_store_rows *
store_rows(struct phc_store *s, sqlite3_stmt *st, int skip)
{
	struct phc_store_rows *r = phc_new(sizeof(*r));

	r->store = s;
	r->st = st;
	r->skip = skip;
	r->n = (size_t)(sqlite3_column_count(st) - skip);
	r->line = 1;
	r->end = phc_new(r->n * sizeof(*r->end));
	head(r);
	return r;
}

/* By key, the order of the index: as of a day; PHC_UNKNOWN: every version. */
static char *
by_key(struct phc_store *s, const struct store_kind *k, int64_t day)
{
	sqlite3_str *sql = sqlite3_str_new(s->db);
	const bool all = day == PHC_UNKNOWN;
	char buf[PHC_DATE_MAX], *rows;
	size_t i;

	rows =
	    store_versions(s, k, all ? NULL : phc_date_format(day, buf), false);
	sqlite3_str_appendall(sql, rows ? rows : "");
	sqlite3_free(rows);
	for (i = 0; i < k->nkeys; i++)
		sqlite3_str_appendf(sql, "%s h.\"%w\"", i ? "," : " ORDER BY",
		    k->col[k->key[i]].name);
	sqlite3_str_appendall(sql, all ? ", h.since, h.id" : "");
	return sqlite3_str_finish(sql);
}

static struct phc_store_rows *
rows_of(struct phc_store *s, const char *kind, int64_t day, struct phc_err *err)
{
	struct phc_store_rows *r;
	struct store_kind k;
	sqlite3_stmt *st;

	if (!store_kind(&k, kind)) {
		store_no_kind(kind, err);
		return NULL;
	}
	if ((st = store_prepare(s, by_key(s, &k, day), err)) == NULL)
		return NULL;
	r = store_rows(s, st, STORE_VERSION);
	r->col = k.col;
	return r;
}

struct phc_store_rows *
phc_store_rows(
    struct phc_store *s, const char *kind, int64_t day, struct phc_err *err)
{
	return rows_of(s, kind, day, err);
}

struct phc_store_rows *
phc_store_history(struct phc_store *s, const char *kind, struct phc_err *err)
{
	return rows_of(s, kind, PHC_UNKNOWN, err);
}

int64_t
phc_store_rows_since(const struct phc_store_rows *r)
{
	const char *s =
	    (const char *)sqlite3_column_text(r->st, STORE_VERSION - 1);
	int64_t day = PHC_UNKNOWN;

	phc_date_parse(phc_str(s ? s : ""), &day, NULL);
	return day;
}

const struct phc_rec *
phc_store_rows_head(const struct phc_store_rows *r)
{
	return &r->head;
}

int
phc_store_rows_next(
    struct phc_store_rows *r, struct phc_rec *rec, struct phc_err *err)
{
	int got =
	    r->col ? store_step(r->store, r->st, err) : store_answer(r, err);
	size_t i;

	if (got != 1)
		return got;
	for (i = 0; i < r->n && r->col != NULL; i++)
		if (field(r, i, err) == -1)
			return phc_within(err, "column '%s', row %zu",
			    r->col[i].name, r->line);
	*rec = (struct phc_rec){ ++r->line, r->n, r->text, r->end, '\0' };
	return 1;
}

void
phc_store_rows_free(struct phc_store_rows *r)
{
	if (r == NULL)
		return;
	sqlite3_finalize(r->st);
	free((void *)(uintptr_t)r->head.text);
	free((void *)(uintptr_t)r->head.end);
	free(r->text);
	free(r->end);
	free(r);
}

static void
put(struct phc_out *out, const struct phc_rec *rec)
{
	phc_csv_copy(out, rec, 0, rec->n);
	phc_out_char(out, '\n');
}

int
phc_store_csv(struct phc_store *s, const char *kind, int64_t day,
    struct phc_out *out, struct phc_err *err)
{
	struct phc_store_rows *r = phc_store_rows(s, kind, day, err);
	struct phc_rec rec;
	int got;

	if (r == NULL)
		return -1;
	put(out, &r->head);
	while (
	    (got = phc_store_rows_next(r, &rec, err)) == 1 && !phc_out_bad(out))
		put(out, &rec);
	phc_store_rows_free(r);
	return got == -1 ? -1 : 0;
}
