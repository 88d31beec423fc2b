#include <stdlib.h>

#include "ask.h"

/* The columns of a view are those of what it shows. */
static const struct phc_column *
find(const char *kind, const char *name)
{
	static const char *const order[] = { "view", "household", "dwelling",
		"proposal", "lease", "event", "spending", "funding", "reading",
		"fjt" };
	const struct phc_column *col = NULL;
	size_t i;

	if (kind != NULL)
		col = phc_column_find(kind, phc_str(name));
	for (i = 0; i < sizeof(order) / sizeof(*order) && col == NULL; i++)
		col = phc_column_find(order[i], phc_str(name));
	return col;
}

static void
line(struct phc_out *out, const char *const *field, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (i > 0)
			phc_out_char(out, ',');
		phc_csv_put(out, phc_str(field[i]), false);
	}
	phc_out_char(out, '\n');
}

static char *
allowed(const struct phc_column *col)
{
	sqlite3_str *s = sqlite3_str_new(NULL);
	size_t i;

	for (i = 0; i < col->nvalues; i++)
		sqlite3_str_appendf(s, "%s%s", i ? " " : "", col->values[i]);
	return sqlite3_str_finish(s);
}

static void
column(struct phc_out *out, const char *table, const char *name,
    const struct phc_column *col)
{
	char *values = col ? allowed(col) : NULL;
	const char *field[] = { table, name,
		col ? phc_type_name(col->type) : "", values ? values : "",
		col ? col->label_fr : "", col ? col->meaning : "" };

	line(out, field, sizeof(field) / sizeof(*field));
	sqlite3_free(values);
}

static int
columns(struct phc_store *s, const char *kind, const char *table,
    struct phc_out *out, struct phc_err *err)
{
	char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", table);
	sqlite3_stmt *st = store_question(s, sql, err);
	const char *name;
	int i;

	sqlite3_free(sql);
	if (st == NULL)
		return phc_within(err, "%s", table);
	for (i = 0; i < sqlite3_column_count(st); i++) {
		name = sqlite3_column_name(st, i);
		column(out, table, name, find(kind, name));
	}
	sqlite3_finalize(st);
	return 0;
}

static void
heading(struct phc_out *out, const char *table, const char *meaning)
{
	const char *field[] = { table, "", "", "", "", meaning };

	line(out, field, sizeof(field) / sizeof(*field));
}

/* All versions of a kind, whose columns are listed when they are asked for. */
static int
history(struct phc_store *s, const char *kind, const char *only,
    struct phc_out *out, struct phc_err *err)
{
	char name[64], meaning[128];

	snprintf(name, sizeof(name), "%s_history", kind);
	snprintf(meaning, sizeof(meaning),
	    "Every version of each %s: it holds from since until a later one",
	    kind);
	if (only != NULL && strcmp(only, name) != 0)
		return 0;
	heading(out, name, meaning);
	return only == NULL || columns(s, kind, name, out, err) == 0 ? 1 : -1;
}

static int
one(struct phc_store *s, const struct store_view *v, const char *only,
    struct phc_out *out, struct phc_err *err)
{
	if (only != NULL && strcmp(only, v->name) != 0)
		return 0;
	heading(out, v->name, v->meaning);
	return columns(
		   s, *v->sql == '\0' ? v->name : NULL, v->name, out, err) == 0
		   ? 1
		   : -1;
}

/* How many tables it has told, or -1. */
static int
tell(struct phc_store *s, const char *only, struct phc_out *out,
    struct phc_err *err)
{
	const struct store_asked *a = s->asked;
	int told = 0, got = 0;
	size_t i;

	for (i = 0; i < a->n && got != -1; i++)
		told += got = one(s, &a->view[i], only, out, err);
	for (i = 0; phc_store_kind(i) != NULL && got != -1; i++)
		told += got = history(s, phc_store_kind(i), only, out, err);
	return got == -1 ? -1 : told;
}

int
phc_store_explain(struct phc_store *s, const char *only, struct phc_out *out,
    struct phc_err *err)
{
	static const char *const head[] = { "table", "column", "type", "values",
		"label_fr", "meaning" };

	line(out, head, sizeof(head) / sizeof(*head));
	switch (tell(s, only, out, err)) {
	case -1:
		return -1;
	case 0:
		return store_no_table(s, phc_str(only), err);
	default:
		return 0;
	}
}
