#include <stdlib.h>

#include "phc/date.h"
#include "phc/law.h"

struct row {
	int64_t from, until;
	struct phc_str *field; /* keys, values, source */
	size_t line;
};

struct phc_law {
	struct phc_pool pool;
	const char *name, *where;
	size_t nkeys, n, cap;
	size_t first, ncols; /* of the file: first key, columns in all */
	struct row *row;     /* sorted by keys, then date */
};

static int
compare(struct phc_str a, struct phc_str b)
{
	int c = memcmp(a.s, b.s, a.n < b.n ? a.n : b.n);

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

static int
compare_keys(const struct phc_str *a, const struct phc_str *b, size_t n)
{
	int c = 0;

	for (; n > 0 && c == 0; n--)
		c = compare(*a++, *b++);
	return c;
}

static _Thread_local size_t sort_keys; /* qsort(3) has no argument for it */

static int
compare_rows(const void *pa, const void *pb)
{
	const struct row *a = pa, *b = pb;
	int c = compare_keys(a->field, b->field, sort_keys);

	return c ? c : (a->from > b->from) - (a->from < b->from);
}

/* Whether the header is from, until or not, 'columns', source. */
static bool
header(struct phc_law *law, const struct phc_rec *rec, const char *columns)
{
	const char *p = columns;
	size_t i, n;

	if (!phc_str_is(phc_rec_field(rec, 0), phc_str("from")))
		return false;
	law->first = 1 + (rec->n > 1 && phc_str_is(phc_rec_field(rec, 1),
					    phc_str("until")));
	law->ncols = rec->n;
	for (i = law->first; i < rec->n && *p != '\0'; i++) {
		n = strcspn(p, " ");
		if (!phc_str_is(
			phc_rec_field(rec, i), (struct phc_str){ p, n }))
			return false;
		p += n + (p[n] == ' ');
	}
	return *p == '\0' && i + 1 == rec->n &&
	       phc_str_is(phc_rec_field(rec, i), phc_str("source"));
}

static int
day(struct phc_str s, int64_t *out, struct phc_err *err)
{
	if (s.n > 0)
		return phc_date_parse(s, out, err);
	*out = PHC_UNKNOWN;
	return 0;
}

static int
add(struct phc_law *law, const struct phc_rec *rec, struct phc_err *err)
{
	size_t i, n = law->ncols - law->first;
	struct row r = { .until = PHC_UNKNOWN, .line = rec->line };

	if (rec->n != law->ncols)
		return phc_fail(
		    err, PHC_EDATA, "%zu fields, not %zu", rec->n, law->ncols);
	if (day(phc_rec_field(rec, 0), &r.from, err) == -1 ||
	    (law->first == 2 &&
		day(phc_rec_field(rec, 1), &r.until, err) == -1))
		return -1;
	r.field = phc_pool_take(&law->pool, n * sizeof(*r.field));
	for (i = 0; i < n; i++)
		r.field[i] = phc_pool_str(
		    &law->pool, phc_rec_field(rec, law->first + i));
	phc_grow(&law->row, &law->cap, law->n + 1, sizeof(*law->row));
	law->row[law->n++] = r;
	return 0;
}

static int
sort(struct phc_law *law, struct phc_err *err)
{
	struct row *r = law->row;
	size_t i;

	sort_keys = law->nkeys;
	if (law->n > 0)
		qsort(r, law->n, sizeof(*r), compare_rows);
	for (i = 1; i < law->n; i++)
		if (compare_rows(&r[i - 1], &r[i]) == 0)
			return phc_fail(err, PHC_EDATA,
			    "%s:%zu: the keys and date of line %zu again",
			    law->where,
			    r[i].line > r[i - 1].line ? r[i].line
						      : r[i - 1].line,
			    r[i].line < r[i - 1].line ? r[i].line
						      : r[i - 1].line);
	return 0;
}

static int
load(struct phc_law *law, FILE *fp, const char *columns, struct phc_err *err)
{
	struct phc_csv *csv = phc_csv_new(fp, law->where, ',');
	struct phc_rec rec;
	int got;

	rec.line = 1;
	if ((got = phc_csv_next(csv, &rec, err)) == 0 ||
	    (got == 1 && !header(law, &rec, columns)))
		got = phc_fail(err, PHC_EDATA,
		    "not 'from', 'until' or not, '%s', 'source'", columns);
	while (got == 1 && (got = phc_csv_next(csv, &rec, err)) == 1)
		if (add(law, &rec, err) == -1)
			got = -1;
	phc_csv_free(csv);
	if (got == -1)
		return phc_within(err, "%s:%zu", law->where, rec.line);
	return sort(law, err);
}

struct phc_law *
phc_law_open(const char *name, const char *columns, size_t nkeys,
    const char *dir, struct phc_err *err)
{
	char path[128], where[PHC_WHERE];
	struct phc_law *law;
	FILE *fp;
	int rc;

	snprintf(path, sizeof(path), "law/%s", name);
	if ((fp = phc_data_open(path, dir, where, err)) == NULL)
		return NULL;
	law = phc_new(sizeof(*law));
	law->name = phc_pool_cstr(&law->pool, phc_str(name));
	law->where = phc_pool_cstr(&law->pool, phc_str(where));
	law->nkeys = nkeys;
	rc = load(law, fp, columns, err);
	fclose(fp);
	if (rc == -1) {
		phc_law_free(law);
		return NULL;
	}
	return law;
}

void
phc_law_free(struct phc_law *law)
{
	if (law == NULL)
		return;
	phc_pool_free(&law->pool);
	free(law->row);
	free(law);
}

static int
nothing(const struct phc_law *law, int64_t date, const struct phc_str *key,
    struct phc_err *err)
{
	char what[128] = "", day_[PHC_DATE_MAX];
	size_t i, n = 0;

	if (err == NULL)
		return -1;
	for (i = 0; i < law->nkeys && n < sizeof(what); i++)
		n += (size_t)snprintf(what + n, sizeof(what) - n, "%s%.*s",
		    i ? " " : " for ", PHC_STR_ARG(key[i]));
	return phc_fail(err, PHC_ELAW,
	    "%s: nothing in force on %s%s: add the rows", law->name,
	    phc_date_format(date, day_), what);
}

int
phc_law_find(const struct phc_law *law, int64_t date, const struct phc_str *key,
    struct phc_law_row *out, struct phc_err *err)
{
	size_t lo = 0, hi = law->n, mid;
	const struct row *r;
	int c;

	while (lo < hi) { /* the first row past (key, date) */
		mid = lo + (hi - lo) / 2;
		r = &law->row[mid];
		c = compare_keys(r->field, key, law->nkeys);
		if (c < 0 || (c == 0 && r->from <= date))
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == 0 ||
	    compare_keys((r = &law->row[lo - 1])->field, key, law->nkeys) !=
		0 ||
	    (r->until != PHC_UNKNOWN && r->until < date))
		return nothing(law, date, key, err);
	*out = phc_law_row(law, lo - 1);
	return 0;
}

/* What changes on 'day' ends the span before it, or starts it. */
static void
cut(struct phc_span *days, int64_t date, int64_t day)
{
	if (day > date && day <= days->last)
		days->last = day - 1;
	if (day <= date && day > days->first)
		days->first = day;
}

void
phc_law_span(const struct phc_law *law, int64_t date, struct phc_span *days)
{
	const struct row *r;

	for (r = law->row; r < law->row + law->n; r++) {
		cut(days, date, r->from);
		if (r->until != PHC_UNKNOWN)
			cut(days, date, r->until + 1);
	}
}

size_t
phc_law_rows(const struct phc_law *law)
{
	return law->n;
}

struct phc_law_row
phc_law_row(const struct phc_law *law, size_t i)
{
	const struct row *r = &law->row[i];

	return (struct phc_law_row){ r->from, r->until, r->field,
		r->field + law->nkeys, r->field[law->ncols - law->first - 1] };
}

int64_t
phc_law_latest(const struct phc_law *law)
{
	int64_t latest = PHC_UNKNOWN;
	size_t i;

	for (i = 0; i < law->n; i++)
		if (law->row[i].from > latest)
			latest = law->row[i].from;
	return latest;
}

const char *
phc_law_where(const struct phc_law *law)
{
	return law->where;
}

int
phc_law_number(const struct phc_law *law, struct phc_str value, int places,
    int64_t *out, struct phc_err *err)
{
	if (phc_decimal_parse(value, places, out, err) == -1)
		return phc_within(err, "%s", law->where);
	return 0;
}

int
phc_law_figure(const struct phc_law *law, int64_t date,
    const struct phc_str *key, size_t column, int places,
    struct phc_figure *out, struct phc_err *err)
{
	*out = (struct phc_figure){
		.places = places, .table = law->name, .nkeys = law->nkeys
	};
	if (phc_law_find(law, date, key, &out->row, err) == -1)
		return -1;
	return phc_law_number(
	    law, out->row.value[column], places, &out->v, err);
}

static int
records(struct phc_csv *csv, struct phc_rec *rec, size_t width,
    struct phc_pool *pool,
    int (*each)(void *arg, const struct phc_str *field, struct phc_err *),
    void *arg, struct phc_err *err)
{
	struct phc_str *field;
	size_t i;
	int got = phc_csv_next(csv, rec, err);

	while (got == 1 && (got = phc_csv_next(csv, rec, err)) == 1) {
		if (rec->n != width)
			return phc_fail(err, PHC_EDATA, "%zu fields, not %zu",
			    rec->n, width);
		field = phc_pool_take(pool, width * sizeof(*field));
		for (i = 0; i < width; i++)
			field[i] = phc_pool_str(pool, phc_rec_field(rec, i));
		if (each(arg, field, err) == -1)
			return -1;
	}
	return got;
}

int
phc_law_words(const char *name, const char *dir, size_t width,
    struct phc_pool *pool,
    int (*each)(void *arg, const struct phc_str *field, struct phc_err *),
    void *arg, struct phc_err *err)
{
	char where[PHC_WHERE];
	FILE *fp = phc_data_open(name, dir, where, err);
	struct phc_csv *csv;
	struct phc_rec rec;
	int rc;

	if (fp == NULL)
		return -1;
	csv = phc_csv_new(fp, where, ',');
	rec.line = 1;
	rc = records(csv, &rec, width, pool, each, arg, err);
	if (rc == -1)
		phc_within(err, "%s:%zu", where, rec.line);
	phc_csv_free(csv);
	fclose(fp);
	return rc;
}
