#include <stdlib.h>

#include "phc/date.h"
#include "store.h"

struct phc_store_rows {
	struct phc_store *store;
	struct store_kind kind;
	sqlite3_stmt *st;
	struct phc_rec head;
	char *text; /* of the row at hand */
	uint32_t *end;
	size_t cap, line;
};

char *
store_as_of(struct phc_store *s, const struct store_kind *k)
{
	sqlite3_str *sql = sqlite3_str_new(s->db);
	const char *name;
	size_t i;

	sqlite3_str_appendall(sql, "SELECT h.id, h.since");
	for (i = 0; i < k->n; i++)
		if (store_has(s, k->name, k->col[i].name))
			sqlite3_str_appendf(sql, ", h.\"%w\"", k->col[i].name);
		else
			sqlite3_str_appendf(
			    sql, ", NULL AS \"%w\"", k->col[i].name);
	sqlite3_str_appendf(sql,
	    " FROM main.%s_history AS h WHERE h.id = (SELECT v.id FROM "
	    "main.%s_history AS v WHERE ",
	    k->name, k->name);
	for (i = 0; i < k->nkeys; i++) {
		name = k->col[k->key[i]].name;
		sqlite3_str_appendf(
		    sql, "v.\"%w\" = h.\"%w\" AND ", name, name);
	}
	sqlite3_str_appendall(
	    sql, "v.since <= ?1 ORDER BY v.since DESC, v.id DESC LIMIT 1)");
	return sqlite3_str_finish(sql);
}

/* The text of a record, one field after the other. */
static void
add(struct phc_store_rows *r, size_t i, const char *s, size_t n)
{
	size_t at = i ? r->end[i - 1] + 1 : 0;

	phc_grow(&r->text, &r->cap, at + n + 1, 1);
	if (n > 0)
		memcpy(r->text + at, s, n);
	r->text[at + n] = '\0';
	r->end[i] = (uint32_t)(at + n);
}

static void
field(struct phc_store_rows *r, size_t i)
{
	const struct phc_column *col = &r->kind.col[i];
	int at = (int)i + 2;
	char buf[PHC_DECIMAL_MAX];
	const char *s;

	if (sqlite3_column_type(r->st, at) == SQLITE_NULL)
		add(r, i, "", 0);
	else if (store_integer(col)) {
		s = phc_value_format(col, sqlite3_column_int64(r->st, at), buf);
		add(r, i, s, strlen(s));
	} else {
		s = (const char *)sqlite3_column_text(r->st, at);
		add(r, i, s, (size_t)sqlite3_column_bytes(r->st, at));
	}
}

/* The header keeps its own memory. */
static void
head(struct phc_store_rows *r)
{
	size_t i;

	for (i = 0; i < r->kind.n; i++)
		add(r, i, r->kind.col[i].name, strlen(r->kind.col[i].name));
	r->head = (struct phc_rec){ 1, r->kind.n, r->text, r->end, '\0' };
	r->text = NULL;
	r->cap = 0;
	r->end = phc_new(r->kind.n * sizeof(*r->end));
}

/* By key, which is the order of the index. */
static int
prepare(struct phc_store_rows *r, int64_t day, struct phc_err *err)
{
	const struct store_kind *k = &r->kind;
	char *as_of = store_as_of(r->store, k), buf[PHC_DATE_MAX];
	sqlite3_str *sql = sqlite3_str_new(r->store->db);
	size_t i;

	sqlite3_str_appendall(sql, as_of ? as_of : "");
	sqlite3_free(as_of);
	for (i = 0; i < k->nkeys; i++)
		sqlite3_str_appendf(sql, "%s h.\"%w\"", i ? "," : " ORDER BY",
		    k->col[k->key[i]].name);
	r->st = store_prepare(r->store, sqlite3_str_finish(sql), err);
	if (r->st == NULL)
		return -1;
	sqlite3_bind_text(
	    r->st, 1, phc_date_format(day, buf), -1, SQLITE_TRANSIENT);
	return 0;
}

struct phc_store_rows *
phc_store_rows(
    struct phc_store *s, const char *kind, int64_t day, struct phc_err *err)
{
	struct phc_store_rows *r;
	struct store_kind k;

	if (!store_kind(&k, kind)) {
		store_no_kind(kind, err);
		return NULL;
	}
	r = phc_new(sizeof(*r));
	r->store = s;
	r->kind = k;
	r->line = 1;
	r->end = phc_new(k.n * sizeof(*r->end));
	head(r);
	if (prepare(r, day, err) == 0)
		return r;
	phc_store_rows_free(r);
	return NULL;
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
	int got = store_step(r->store, r->st, err);
	size_t i;

	if (got != 1)
		return got;
	for (i = 0; i < r->kind.n; i++)
		field(r, i);
	*rec = (struct phc_rec){ ++r->line, r->kind.n, r->text, r->end, '\0' };
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
