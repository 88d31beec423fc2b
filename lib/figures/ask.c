#include <stdlib.h>

#include "figures.h"

/*
 * A statistic is an outer SELECT round the rows of an indicator: x, and y, by
 * the dimensions a and b.  '@' stands for these, '#' for the rows, '$' for the
 * window of each cell, '&' for how many households stand behind: of different
 * 'who', where the rows have that column.
 */
#define HALF_UP(x) \
	"CASE WHEN " x " < 0 THEN -((1 - " x ") / 2) ELSE (" x " + 1) / 2 END"
#define RANKED                                                           \
	"WITH o AS (SELECT @ x, row_number() OVER ($ ORDER BY x) AS i, " \
	"count(*) OVER ($) AS n FROM (#) WHERE x IS NOT NULL) SELECT @ "
#define RANK(i) RANKED "x AS value, n, & FROM o WHERE i = " i
#define RATIO(times, rows)                                              \
	"SELECT @ CASE WHEN sum(y) > 0 THEN (2 * " times " * sum(x) + " \
	"sum(y)) / (2 * sum(y)) END AS value, " rows " AS n, & FROM (#) !"
#define WHO "count(DISTINCT who)"
#define SIDE(x)                                                            \
	"coalesce(nullif(count(DISTINCT CASE WHEN " x                      \
	" THEN who END), 0), count(DISTINCT CASE WHEN x NOTNULL THEN who " \
	"END))"

static const char *const outer[] = {
	[PHC_STAT_COUNT] =
	    "SELECT @ count(*) AS value, count(*) AS n, & FROM (#) !",
	[PHC_STAT_SUM] =
	    "SELECT @ sum(x) AS value, count(x) AS n, & FROM (#) !",
	[PHC_STAT_MEDIAN] =
	    RANKED HALF_UP("(sum(x) * (1 + n % 2))") " AS value, n, & FROM o "
						     "WHERE i IN ((n + 1) "
						     "/ 2, n / 2 + 1) !",
	[PHC_STAT_Q1] = RANK("(n + 3) / 4"),
	[PHC_STAT_Q3] = RANK("(3 * n + 3) / 4"),
	[PHC_STAT_P90] = RANK("(9 * n + 9) / 10"),
	[PHC_STAT_SHARE] =
	    "SELECT @ CASE WHEN count(x) > 0 THEN (20000 * sum(x) + count(x)) "
	    "/ (2 * count(x)) END AS value, count(x) AS n, & FROM (#) !",
	[PHC_STAT_RATIO] = RATIO("1", "sum(y)"),
	[PHC_STAT_PERCENT] = RATIO("10000", "count(y)"),
	[PHC_STAT_VALUE] = "SELECT @ x AS value, y AS n, & FROM (#)",
};

/* Of what is ranked, the count that it rests on tells. */
static const char *const behind[] = {
	[PHC_STAT_COUNT] = WHO,
	[PHC_STAT_SUM] = WHO,
	[PHC_STAT_MEDIAN] = "NULL",
	[PHC_STAT_Q1] = "NULL",
	[PHC_STAT_Q3] = "NULL",
	[PHC_STAT_P90] = "NULL",
	[PHC_STAT_SHARE] = "min(" SIDE("x <> 0") ", " SIDE("x = 0") ")",
	[PHC_STAT_RATIO] = WHO,
	[PHC_STAT_PERCENT] = WHO,
	[PHC_STAT_VALUE] = "who",
};

enum { BEGINNING = -25567 }; /* 1900-01-01 */

struct text {
	char *s;
	size_t n, cap;
};

static void
append(struct text *t, const char *s, size_t n)
{
	phc_grow(&t->s, &t->cap, t->n + n + 1, 1);
	memcpy(t->s + t->n, s, n);
	t->n += n;
	t->s[t->n] = '\0';
}

static const char *const columns[] = { "", "a, ", "a, b, " };
static const char *const windows[] = { "", "PARTITION BY a",
	"PARTITION BY a, b" };
static const char *const groups[] = { "", "GROUP BY a", "GROUP BY a, b" };

static const char *
stands_for(const struct indicator *k, char mark, bool who)
{
	size_t d = k->is.dimensions;

	return mark == '@'   ? columns[d]
	       : mark == '&' ? (who ? behind[k->is.statistic] : "NULL")
	       : mark == '$' ? windows[d]
	       : mark == '!' ? groups[d]
	       : mark == '#' ? k->sql
			     : NULL;
}

static char *
question(const struct phc_figures *f, const struct indicator *k, const char *p,
    bool who)
{
	const char *s;
	struct text t = { 0 };

	append(&t, f->views, strlen(f->views));
	append(&t, " SELECT * FROM (", 16);
	for (; *p != '\0'; p++)
		if ((s = stands_for(k, *p, who)) != NULL)
			append(&t, s, strlen(s));
		else
			append(&t, p, 1);
	append(&t, ")", 1);
	return t.s;
}

static int
number(struct phc_str s, int64_t *out, struct phc_err *err)
{
	*out = PHC_UNKNOWN;
	return s.n == 0 ? 0 : phc_decimal_parse(s, 0, out, err);
}

struct phc_figures_cell *
figures_add(struct phc_figures *f)
{
	phc_grow(&f->figure, &f->cap, f->n + 1, sizeof(*f->figure));
	memset(&f->figure[f->n], 0, sizeof(*f->figure));
	return &f->figure[f->n++];
}

static int
row(struct phc_figures *f, const struct indicator *k, const struct phc_rec *rec,
    struct phc_err *err)
{
	struct phc_figures_cell *g = figures_add(f);
	size_t i, d = k->is.dimensions;
	struct phc_str s;

	g->of = &k->is;
	for (i = 0; i < d; i++) {
		s = phc_rec_field(rec, i);
		g->modality[i] =
		    phc_pool_cstr(&f->pool, s.n ? s : phc_str("unknown"));
	}
	if (number(phc_rec_field(rec, d), &g->value, err) == -1 ||
	    number(phc_rec_field(rec, d + 1), &g->n, err) == -1)
		return -1;
	return number(phc_rec_field(rec, d + 2), &g->households, err);
}

static int
rows(struct phc_figures *f, const struct indicator *k, const char *sql,
    struct phc_err *err)
{
	struct phc_store_rows *r = phc_store_ask(f->store, sql, err);
	struct phc_rec rec;
	int got = 0;

	if (r == NULL)
		return -1;
	if (phc_store_rows_head(r)->n != k->is.dimensions + 3) {
		phc_store_rows_free(r);
		return phc_fail(err, PHC_EDATA, "its SQL has not its columns");
	}
	f->without = figures_without(f);
	while (f->without == NULL &&
	       (got = phc_store_rows_next(r, &rec, err)) == 1)
		if ((got = row(f, k, &rec, err)) == -1)
			break;
	phc_store_rows_free(r);
	return got;
}

/* Whether the rows of an indicator say whose they are. */
static int
whose(struct phc_figures *f, const struct indicator *k, bool *who,
    struct phc_err *err)
{
	char *sql = question(f, k, "#", false);
	struct phc_store_rows *r = phc_store_ask(f->store, sql, err);

	free(sql);
	if (r == NULL)
		return -1;
	*who = phc_header_find(phc_store_rows_head(r), "who") >= 0;
	phc_store_rows_free(r);
	return 0;
}

static int
answer(struct phc_figures *f, const struct indicator *k, struct phc_err *err)
{
	bool who;
	char *sql;
	int got;

	if (whose(f, k, &who, err) == -1)
		return -1;
	sql = question(f, k, outer[k->is.statistic], who);
	got = rows(f, k, sql, err);
	free(sql);
	return got;
}

/* A line for each household is for who is bound by secrecy. */
static bool
secret(const struct phc_figures *f, const struct indicator *k)
{
	size_t d;

	for (d = 0; d < k->is.dimensions; d++)
		if (strcmp(k->is.dimension[d], "household") == 0)
			return f->of.public;
	return false;
}

int
figures_ask(struct phc_figures *f, const struct indicator *k, int64_t from,
    int64_t to, struct phc_err *err)
{
	size_t at = f->n;
	int got = 0;

	f->without =
	    secret(f, k) ? "une ligne par ménage, pas pour le public" : NULL;
	if (f->without == NULL && *k->sql != '\0') {
		phc_store_day(
		    f->store, "from", from == PHC_UNKNOWN ? BEGINNING : from);
		phc_store_day(f->store, "to", to);
		got = answer(f, k, err);
	}
	if (got == -1)
		return phc_within(err, "%s", k->is.code);
	figures_fill(f, k, at, from, to);
	return 0;
}
