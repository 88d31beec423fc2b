#include <math.h>
#include <stdlib.h>

#include "ask.h"
#include "phc/text.h"
#include "rows.h"

/*
 * What goes wrong.
 */

static int
no_column(struct phc_str name, struct phc_err *err)
{
	size_t n, i;
	const struct phc_column *col = phc_columns(&n);
	const char **names = phc_new(n * sizeof(*names));
	int near;

	for (i = 0; i < n; i++)
		names[i] = col[i].name;
	near = phc_nearest(name, names, n);
	if (near >= 0 && !phc_str_is(name, phc_str(names[near])))
		phc_fail(err, PHC_EDATA,
		    "no column '%.*s' (did you mean '%s'?)", PHC_STR_ARG(name),
		    names[near]);
	else
		phc_fail(err, PHC_EDATA, "no column '%.*s': see --explain",
		    PHC_STR_ARG(name));
	free(names);
	return -1;
}

/* What SQLite says of a name, without that. */
static const char *
after(const char *message, const char *begin)
{
	size_t n = strlen(begin);

	return strncmp(message, begin, n) == 0 ? message + n : NULL;
}

static int
refused(struct phc_store *s, struct phc_err *err)
{
	const struct store_asked *a = s->asked;

	return phc_fail(err, PHC_EDATA, "refused: %s",
	    *a->refused ? a->refused : sqlite3_errmsg(s->db));
}

static int
wrong(struct phc_store *s, struct phc_err *err)
{
	const char *message = sqlite3_errmsg(s->db), *name;
	char *p;

	if (after(message, "not authorized") != NULL)
		return refused(s, err);
	if ((name = after(message, "no such table: ")) != NULL)
		return store_no_table(s, phc_str(name), err);
	if ((name = after(message, "no such column: ")) != NULL)
		return no_column(phc_str(name), err);
	phc_fail(err, PHC_EDATA, "SQL: %s", message);
	for (p = err != NULL ? err->msg : NULL; p != NULL && *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == '\177')
			*p = '?';
	return -1;
}

static int
fail(struct phc_store *s, struct phc_err *err)
{
	switch (sqlite3_errcode(s->db)) {
	case SQLITE_ERROR:
	case SQLITE_RANGE:
	case SQLITE_MISMATCH:
		return wrong(s, err);
	case SQLITE_AUTH:
		return refused(s, err);
	case SQLITE_READONLY:
		return phc_fail(
		    err, PHC_EDATA, "refused: only SELECT is answered");
	case SQLITE_TOOBIG:
		return phc_fail(err, PHC_EDATA,
		    "refused: the statement, or a value, is too long");
	case SQLITE_NOMEM:
		return phc_fail(err, PHC_EDATA,
		    "stopped: it takes more than %d MiB of memory",
		    (int)(STORE_HEAP >> 20));
	default:
		return store_fail(s, err);
	}
}

/*
 * The question.
 */

static int
single(struct phc_store *s, const char *tail, struct phc_err *err)
{
	sqlite3_stmt *next = NULL;
	int rc = SQLITE_OK;

	while (rc == SQLITE_OK && next == NULL && *tail != '\0')
		rc = sqlite3_prepare_v2(s->db, tail, -1, &next, &tail);
	sqlite3_finalize(next);
	if (rc != SQLITE_OK || next != NULL)
		return phc_fail(
		    err, PHC_EDATA, "refused: one statement at a time");
	return 0;
}

static int
names(sqlite3_stmt *st, struct phc_err *err)
{
	int n = sqlite3_column_count(st), i, j;
	const char *name;

	for (i = 0; i < n; i++) {
		name = sqlite3_column_name(st, i);
		if (name == NULL || *name == '\0')
			return phc_fail(err, PHC_EDATA,
			    "column %d has no name: give it one with AS",
			    i + 1);
		for (j = 0; j < i; j++)
			if (strcmp(name, sqlite3_column_name(st, j)) == 0)
				return phc_fail(err, PHC_EDATA,
				    "column '%s' twice: rename one with AS",
				    name);
	}
	return 0;
}

/* The day that a parameter stands for, or NULL. */
static const char *
named(const struct store_asked *a, const char *name)
{
	size_t i;

	if (name == NULL)
		return NULL;
	if (strcmp(name, ":date") == 0)
		return a->day;
	for (i = 0; i < a->days; i++)
		if (strcmp(name + 1, a->more[i].name) == 0)
			return a->more[i].day;
	return NULL;
}

static int
parameters(struct phc_store *s, sqlite3_stmt *st, struct phc_err *err)
{
	const char *name, *day;
	int i;

	for (i = 1; i <= sqlite3_bind_parameter_count(st); i++) {
		name = sqlite3_bind_parameter_name(st, i);
		day = named(s->asked, name);
		if (day == NULL)
			return phc_fail(err, PHC_EDATA,
			    "no parameter '%s': there is :date, the day of -t",
			    name ? name : "?");
		sqlite3_bind_text(st, i, day, -1, SQLITE_STATIC);
	}
	return 0;
}

static int
examine(struct phc_store *s, sqlite3_stmt *st, const char *tail,
    struct phc_err *err)
{
	if (st == NULL)
		return phc_fail(err, PHC_EDATA, "no statement");
	if (sqlite3_column_count(st) == 0 || !sqlite3_stmt_readonly(st) ||
	    sqlite3_stmt_isexplain(st))
		return phc_fail(
		    err, PHC_EDATA, "refused: only SELECT is answered");
	if (single(s, tail, err) == -1 || names(st, err) == -1)
		return -1;
	return parameters(s, st, err);
}

sqlite3_stmt *
store_question(struct phc_store *s, const char *sql, struct phc_err *err)
{
	sqlite3_stmt *st = NULL;
	const char *tail;

	s->asked->refused[0] = '\0';
	s->asked->reads = 0;
	if (!phc_utf8_ok(phc_str(sql)))
		phc_fail(err, PHC_EDATA, "the statement is not UTF-8");
	else if (sqlite3_prepare_v2(s->db, sql, -1, &st, &tail) != SQLITE_OK)
		fail(s, err);
	else if (examine(s, st, tail, err) == 0)
		return st;
	sqlite3_finalize(st);
	return NULL;
}

/*
 * The answer.
 */

/* An amount that came through a sum is a hair away from what it is. */
static bool
near(double v, int unit, int64_t *out)
{
	const double most = 1e9, hair = 1e-6, relative = 1e-12;
	double away;

	if (!(fabs(v) < most))
		return false;
	*out = (int64_t)(v * unit + (v < 0 ? -0.5 : 0.5));
	away = fabs(v - (double)*out / unit);
	return away <= hair + fabs(v) * relative;
}

static const struct phc_column *
quantity(const char *name)
{
	size_t n;
	const struct phc_column *col = phc_columns(&n);

	for (; n > 0; n--, col++)
		if (col->type == PHC_QUANTITY && strcmp(col->name, name) == 0)
			return col;
	return NULL;
}

enum { DIGITS = 352 }; /* of the greatest double, and more */

static const char *
number(double v, const char *name, char buf[DIGITS])
{
	const struct phc_column *col = quantity(name);
	int64_t n;

	if (col != NULL && near(v, 1000, &n))
		return phc_value_format(col, n, buf);
	if (near(v, 100, &n))
		return phc_cents_format(n, buf);
	snprintf(buf, DIGITS, "%.15g", v);
	if (strchr(buf, 'e') == NULL)
		return buf;
	snprintf(buf, DIGITS, "%.*f", fabs(v) < 1 ? 20 : 0, v);
	if (fabs(v) < 1)
		while (buf[strlen(buf) - 1] == '0')
			buf[strlen(buf) - 1] = '\0';
	return buf;
}

static int
value(struct phc_store_rows *r, size_t i, struct phc_err *err)
{
	int type = sqlite3_column_type(r->st, (int)i);
	char buf[DIGITS];
	const char *s = "";
	double v;

	if (type == SQLITE_BLOB)
		return phc_fail(
		    err, PHC_EDATA, "bytes, not text: use hex(...)");
	if (type == SQLITE_TEXT || type == SQLITE_INTEGER)
		return store_text(r, i, err);
	if (type == SQLITE_FLOAT) {
		v = sqlite3_column_double(r->st, (int)i);
		if (!isfinite(v))
			return phc_fail(err, PHC_EDATA, "not a finite number");
		s = number(v, sqlite3_column_name(r->st, (int)i), buf);
	}
	store_add(r, i, s, strlen(s));
	return 0;
}

int
store_answer(struct phc_store_rows *r, struct phc_err *err)
{
	size_t i;

	switch (sqlite3_step(r->st)) {
	case SQLITE_ROW:
		break;
	case SQLITE_DONE:
		return 0;
	default:
		return fail(r->store, err);
	}
	for (i = 0; i < r->n; i++) {
		if (value(r, i, err) == -1)
			return phc_within(err, "column '%s', row %zu",
			    sqlite3_column_name(r->st, (int)i), r->line);
		if (r->end[i] > PHC_RECORD_MAX)
			return phc_fail(err, PHC_EDATA,
			    "row %zu is longer than %d MiB", r->line,
			    (int)(PHC_RECORD_MAX >> 20));
	}
	return 1;
}

struct phc_store_rows *
phc_store_ask(struct phc_store *s, const char *sql, struct phc_err *err)
{
	sqlite3_stmt *st = store_question(s, sql, err);

	return st ? store_rows(s, st, 0) : NULL;
}

bool
phc_store_reads(const struct phc_store *s, const char *table)
{
	const struct store_asked *a = s->asked;
	size_t i, n = strlen(table);
	const char *t;

	for (i = 0; i < a->reads; i++) {
		t = a->read[i].table;
		if (strncmp(t, table, n) == 0 &&
		    (t[n] == '\0' || strcmp(t + n, "_history") == 0))
			return true;
	}
	return false;
}

struct phc_store_rows *
phc_store_table(struct phc_store *s, const char *name, struct phc_err *err)
{
	struct phc_store_rows *rows;
	struct store_kind k;
	int64_t day;
	char *sql;

	if (store_kind(&k, name) &&
	    phc_date_parse(phc_str(s->asked->day), &day, err) == 0)
		return phc_store_rows(s, name, day, err);
	sql = sqlite3_mprintf("SELECT * FROM \"%w\"", name);
	rows = phc_store_ask(s, sql, err);
	sqlite3_free(sql);
	return rows;
}

void
phc_store_day(struct phc_store *s, const char *name, int64_t day)
{
	struct store_asked *a = s->asked;
	size_t i;

	for (i = 0; i < a->days && strcmp(a->more[i].name, name) != 0; i++)
		;
	if (i < STORE_DAYS && strlen(name) < STORE_NAME) {
		a->days += i == a->days;
		strcpy(a->more[i].name, name);
		phc_date_format(day, a->more[i].day);
	} else
		phc_bug("a day too many");
}

int
phc_store_answers(struct phc_store *s, const struct phc_store_asking *how,
    struct phc_err *err)
{
	struct store_asked *a = s->asked = phc_new(sizeof(*a));

	phc_date_format(how->day, a->day);
	a->copied = how->copied;
	a->stop = how->stop;
	a->arg = how->arg;
	store_beside_end(s);
	if (store_views(s, how->tables, err) == -1)
		return -1;
	return store_confine(s, err);
}

void
store_unask(struct phc_store *s)
{
	if (s->asked == NULL)
		return;
	phc_pool_free(&s->asked->pool);
	free(s->asked->view);
	free(s->asked->read);
	free(s->asked);
}
