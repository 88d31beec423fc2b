#include <stdlib.h>

#include "ask.h"
#include "phc/text.h"

enum { NAME, MEANING, SQL, FIELDS };

static int
add(struct store_asked *a, const struct phc_rec *rec, struct phc_err *err)
{
	const char *name = phc_pool_cstr(&a->pool, phc_rec_field(rec, NAME));
	struct store_kind k;
	size_t i;

	for (i = 0; i < a->n; i++)
		if (strcmp(a->view[i].name, name) == 0)
			return phc_fail(
			    err, PHC_EDATA, "view '%s' a second time", name);
	if ((phc_rec_field(rec, SQL).n == 0) != store_kind(&k, name))
		return phc_fail(err, PHC_EDATA,
		    "'%s': a kind has no SQL of its own, and a view has", name);
	phc_grow(&a->view, &a->cap, a->n + 1, sizeof(*a->view));
	a->view[a->n++] = (struct store_view){ name,
		phc_pool_cstr(&a->pool, phc_rec_field(rec, MEANING)),
		phc_pool_cstr(&a->pool, phc_rec_field(rec, SQL)) };
	return 0;
}

static int
head(const struct phc_rec *rec, struct phc_err *err)
{
	if (rec->n != FIELDS ||
	    !phc_str_is(phc_rec_field(rec, NAME), phc_str("name")) ||
	    !phc_str_is(phc_rec_field(rec, MEANING), phc_str("meaning")) ||
	    !phc_str_is(phc_rec_field(rec, SQL), phc_str("sql")))
		return phc_fail(
		    err, PHC_EDATA, "the header is not name,meaning,sql");
	return 0;
}

static int
record(struct store_asked *a, const struct phc_rec *rec, struct phc_err *err)
{
	if (rec->n != FIELDS)
		return phc_fail(
		    err, PHC_EDATA, "%zu fields, not %d", rec->n, (int)FIELDS);
	return add(a, rec, err);
}

static int
load(struct store_asked *a, const char *tables, struct phc_err *err)
{
	char where[PHC_WHERE];
	FILE *fp = phc_data_open("views", tables, where, err);
	struct phc_csv *csv;
	struct phc_rec rec;
	int got, bad = 0;

	if (fp == NULL)
		return -1;
	csv = phc_csv_new(fp, where, ',');
	got = phc_csv_next(csv, &rec, err);
	if (got == 0)
		bad = phc_fail(err, PHC_EDATA, "empty: not even a header");
	else if (got == 1)
		bad = head(&rec, err);
	while (
	    got == 1 && bad == 0 && (got = phc_csv_next(csv, &rec, err)) == 1)
		bad = record(a, &rec, err);
	if (bad == -1 || got == -1)
		bad = phc_within(err, "%s:%zu", where, rec.line);
	phc_csv_free(csv);
	fclose(fp);
	return bad;
}

/* A view has no parameters: the day is written into it. */
static void
dated(sqlite3_str *to, const char *sql, const char *day)
{
	static const char mark[] = ":date";
	const char *p;

	while ((p = strstr(sql, mark)) != NULL) {
		sqlite3_str_append(to, sql, (int)(p - sql));
		sqlite3_str_appendf(to, "%Q", day);
		sql = p + sizeof(mark) - 1;
	}
	sqlite3_str_appendall(to, sql);
}

/* One statement, whatever stands behind it in a table of one's own. */
static int
run(struct phc_store *s, sqlite3_str *sql, struct phc_err *err)
{
	sqlite3_stmt *st = store_prepare(s, sqlite3_str_finish(sql), err);
	int got = st ? store_step(s, st, err) : -1;

	sqlite3_finalize(st);
	return got;
}

static int
make(struct phc_store *s, const char *name, const char *sql, const char *day,
    struct phc_err *err)
{
	sqlite3_str *text = sqlite3_str_new(s->db);

	sqlite3_str_appendf(text, "CREATE TEMP VIEW \"%w\" AS ", name);
	dated(text, sql, day);
	return run(s, text, err) == -1 ? phc_within(err, "view '%s'", name) : 0;
}

/* Its columns, without those of its versions. */
static char *
columns(sqlite3 *db, const struct store_kind *k)
{
	sqlite3_str *sql = sqlite3_str_new(db);
	size_t i;

	for (i = 0; i < k->n; i++)
		sqlite3_str_appendf(
		    sql, "%s\"%w\"", i ? ", " : "", k->col[i].name);
	return sqlite3_str_finish(sql);
}

/* Each column that names a row, of a kind that was copied. */
static int
make_indexes(
    struct phc_store *s, const struct store_kind *k, struct phc_err *err)
{
	static const char end[] = "_id";
	sqlite3_str *sql;
	const char *name;
	size_t i, n;

	for (i = 0; i < k->n; i++) {
		name = k->col[i].name;
		n = strlen(name);
		if (n < sizeof(end) || strcmp(name + n - 3, end) != 0)
			continue;
		sql = sqlite3_str_new(s->db);
		sqlite3_str_appendf(sql,
		    "CREATE INDEX temp.%s_by_%s ON %s(\"%w\")", k->name, name,
		    k->name, name);
		if (run(s, sql, err) == -1)
			return -1;
	}
	return 0;
}

/* A kind as of the day, and all its versions. */
static int
make_kind(struct phc_store *s, const char *name, struct phc_err *err)
{
	struct store_kind k;
	sqlite3_str *sql;
	char *cols, *as_of, *all;

	store_kind(&k, name);
	cols = columns(s->db, &k);
	as_of = store_versions(s, &k, s->asked->day, true);
	all = store_versions(s, &k, NULL, true);
	sql = sqlite3_str_new(s->db);
	sqlite3_str_appendf(sql, "CREATE TEMP %s %s AS SELECT %s FROM (%s)",
	    s->asked->copied ? "TABLE" : "VIEW", name, cols ? cols : "",
	    as_of ? as_of : "");
	if (run(s, sql, err) == 0 &&
	    (!s->asked->copied || make_indexes(s, &k, err) == 0)) {
		sql = sqlite3_str_new(s->db);
		sqlite3_str_appendf(sql, "CREATE TEMP VIEW %s_history AS %s",
		    name, all ? all : "");
		if (run(s, sql, err) == 0)
			name = NULL;
	}
	sqlite3_free(cols);
	sqlite3_free(as_of);
	sqlite3_free(all);
	return name == NULL ? 0 : -1;
}

int
store_views(struct phc_store *s, const char *tables, struct phc_err *err)
{
	struct store_asked *a = s->asked;
	const char *name;
	size_t i;

	if (load(a, tables, err) == -1)
		return -1;
	for (i = 0; (name = phc_store_kind(i)) != NULL; i++)
		if (make_kind(s, name, err) == -1)
			return -1;
	for (i = 0; i < a->n; i++)
		if (*a->view[i].sql != '\0' &&
		    make(s, a->view[i].name, a->view[i].sql, a->day, err) == -1)
			return -1;
	return 0;
}

int
store_no_table(struct phc_store *s, struct phc_str name, struct phc_err *err)
{
	const struct store_asked *a = s->asked;
	const char **names = phc_new((a->n + STORE_KINDS) * sizeof(*names));
	size_t i, n = 0;
	int near;

	for (i = 0; phc_store_kind(i) != NULL; i++)
		names[n++] = phc_store_kind(i);
	for (i = 0; i < a->n; i++)
		if (*a->view[i].sql != '\0')
			names[n++] = a->view[i].name;
	near = phc_nearest(name, names, n);
	if (near >= 0)
		phc_fail(err, PHC_EDATA, "no table '%.*s' (did you mean '%s'?)",
		    PHC_STR_ARG(name), names[near]);
	else
		phc_fail(err, PHC_EDATA, "no table '%.*s': see --explain",
		    PHC_STR_ARG(name));
	free(names);
	return -1;
}
