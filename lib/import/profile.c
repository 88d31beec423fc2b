#include <stdlib.h>

#include "import.h"

static bool
ends(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n >= k && strcmp(s + n - k, end) == 0;
}

static struct import_field *
add_field(struct import_profile *p, const struct phc_column *col)
{
	struct import_field *f;

	phc_grow(&p->field, &p->cap, p->n + 1, sizeof(*p->field));
	f = &p->field[p->n++];
	*f = (struct import_field){ .col = col, .at = IMPORT_NOWHERE };
	f->identifier =
	    col->type == PHC_TEXT && (col->key || ends(col->name, "_id"));
	f->nur = strcmp(col->name, "household_id") == 0;
	f->dwelling_type =
	    col->nvalues > 0 && strcmp(col->values[0], "T1") == 0;
	if (col->type == PHC_MONTH)
		f->precision = IMPORT_MONTH;
	return f;
}

static int
count(struct phc_str s, int64_t max, int64_t *v, struct phc_err *err)
{
	if (phc_decimal_parse(s, 0, v, NULL) == -1 || *v < 0 || *v > max)
		return phc_fail(err, PHC_EDATA, "not from 0 to %d: '%.*s'",
		    (int)max, PHC_STR_ARG(s));
	return 0;
}

/* "#4" of a positional file: 1 if it is such a place, 0 if not. */
static int
position(struct phc_str s, int64_t *at, struct phc_err *err)
{
	if (s.n == 0 || s.s[0] != '#')
		return 0;
	if (count((struct phc_str){ s.s + 1, s.n - 1 }, 10000, at, err) == -1)
		return -1;
	if (*at == 0)
		return phc_fail(err, PHC_EDATA, "fields count from #1");
	return 1;
}

static int
read_header(struct import_profile *p, struct import_field *f, struct phc_str s,
    struct phc_err *err)
{
	int64_t at;
	int got = position(s, &at, err);

	f->header = phc_pool_str(&p->pool, s);
	f->folded = import_folded(&p->pool, s);
	if (got == 1)
		f->at = (int)at - 1;
	else if (phc_str_is(s, phc_str("@record")))
		f->at = IMPORT_RECORD;
	else if (got == 0 && f->folded.n == 0)
		got = phc_fail(err, PHC_EDATA, "header: not a word: '%.*s'",
		    PHC_STR_ARG(s));
	return got == -1 ? -1 : 0;
}

static int
read_reader(struct import_field *f, struct phc_str s, struct phc_err *err)
{
	bool date = f->col->type == PHC_DATE || f->col->type == PHC_MONTH;

	if (phc_str_is(s, phc_str("house")))
		f->house = true;
	else if (date && phc_str_is(s, phc_str("month")))
		f->precision = IMPORT_MONTH;
	else if (date && phc_str_is(s, phc_str("year")))
		f->precision = IMPORT_YEAR;
	else if (s.n > 0)
		return phc_fail(err, PHC_EDATA,
		    "reader: not 'house', or of a date 'month' or 'year': "
		    "'%.*s'",
		    PHC_STR_ARG(s));
	return 0;
}

/* A row of the profile that fills a column; one that fills none is a header
 * that the file has and nobody wants. */
static int
read_field(
    struct import_profile *p, const struct phc_str s[4], struct phc_err *err)
{
	const struct phc_column *col;
	struct import_field *f;
	size_t i;

	if (s[1].n == 0)
		return 0;
	if (p->kind == NULL)
		return phc_fail(err, PHC_EDATA,
		    "no kind: give -k, or begin the profile with @kind");
	if ((col = phc_column_find(p->kind, s[1])) == NULL)
		return import_no_column(p->kind, s[1], err);
	for (i = 0; i < p->n; i++)
		if (p->field[i].col == col)
			return phc_fail(
			    err, PHC_EDATA, "column '%s' twice", col->name);
	f = add_field(p, col);
	if (read_header(p, f, s[0], err) == -1 ||
	    read_reader(f, s[2], err) == -1 ||
	    import_codes_read(p, f, s[3], err) == -1)
		return -1;
	import_codes_own(p, f);
	return 0;
}

static int
set_kind(struct import_profile *p, struct phc_str s, struct phc_err *err)
{
	const char *kind = phc_pool_cstr(&p->pool, s);
	size_t n;

	if (import_kind(kind, &n), n == 0)
		return import_no_kind(kind, err);
	if (p->kind != NULL && strcmp(p->kind, kind) != 0)
		return phc_fail(err, PHC_EDATA, "is of kind %s, not of kind %s",
		    kind, p->kind);
	p->kind = kind;
	return 0;
}

static int
set_separator(struct import_profile *p, struct phc_str s, struct phc_err *err)
{
	if (phc_str_is(s, phc_str("tab")))
		p->sep = '\t';
	else if (s.n == 1 && strchr(",;|\t", s.s[0]) != NULL)
		p->sep = s.s[0];
	else
		return phc_fail(err, PHC_EDATA,
		    "@separator: not , ; | or tab: '%.*s'", PHC_STR_ARG(s));
	return 0;
}

static int
set_fields(struct import_profile *p, struct phc_str s, struct phc_err *err)
{
	int64_t v;

	if (count(s, 10000, &v, err) == -1)
		return phc_within(err, "@fields");
	p->width = (size_t)v;
	return 0;
}

static int
set_control(struct import_profile *p, struct phc_str s, struct phc_err *err)
{
	int64_t v;
	int got = position(s, &v, err);

	if (got != 1)
		return got == 0 ? phc_fail(err, PHC_EDATA,
				      "@control: not a place: '%.*s'",
				      PHC_STR_ARG(s))
				: phc_within(err, "@control");
	p->control = (size_t)v;
	return 0;
}

static int
set_pivot(struct import_profile *p, struct phc_str s, struct phc_err *err)
{
	int64_t v;

	if (count(s, 99, &v, err) == -1)
		return phc_within(err, "@pivot");
	p->pivot = (int)v;
	return 0;
}

static const struct {
	const char *name;
	int (*set)(struct import_profile *, struct phc_str, struct phc_err *);
} settings[] = {
	{ "@kind", set_kind }, { "@separator", set_separator },
	{ "@fields", set_fields }, { "@control", set_control },
	{ "@pivot", set_pivot }, { "@record", NULL }, /* fills a column */
};

static int
read_row(
    struct import_profile *p, const struct phc_str s[4], struct phc_err *err)
{
	size_t i, n = sizeof(settings) / sizeof(*settings);

	if (s[0].n == 0 || s[0].s[0] != '@')
		return read_field(p, s, err);
	for (i = 0; i < n; i++)
		if (phc_str_is(s[0], phc_str(settings[i].name)))
			return settings[i].set ? settings[i].set(p, s[1], err)
					       : read_field(p, s, err);
	return phc_fail(err, PHC_EDATA, "no setting '%.*s'", PHC_STR_ARG(s[0]));
}

static int
read_rows(struct import_profile *p, struct phc_csv *csv, struct phc_rec *rec,
    struct phc_err *err)
{
	static const char *const head[] = { "header", "column", "reader",
		"codes" };
	struct phc_str s[4];
	bool first = true;
	size_t i;
	int got;

	for (; (got = phc_csv_next(csv, rec, err)) == 1; first = false) {
		for (i = 0; i < 4 && rec->n == 4; i++) {
			s[i] = phc_trim(phc_rec_field(rec, i));
			if (first && !phc_str_is(s[i], phc_str(head[i])))
				break;
		}
		if (i < 4)
			return phc_fail(err, PHC_EDATA,
			    first ? "not a profile: its header is not "
				    "'header,column,reader,codes'"
				  : "%zu fields, not 4",
			    rec->n);
		if (!first && read_row(p, s, err) == -1)
			return -1;
	}
	return got;
}

/* A profile that names no column takes each by its own name, as house CSV has
 * it. */
static void
house(struct import_profile *p)
{
	size_t n;
	const struct phc_column *col = import_kind(p->kind, &n);

	p->implied = true;
	for (; n > 0; n--, col++) {
		struct import_field *f = add_field(p, col);

		f->house = true;
		f->header = phc_str(col->name);
		f->folded = import_folded(&p->pool, f->header);
		import_codes_own(p, f);
	}
}

/* Whether names and places mix; or places and no number of fields. */
static int
check(const struct import_profile *p, struct phc_err *err)
{
	size_t i, names = 0, places = 0;

	for (i = 0; i < p->n; i++) {
		names += p->field[i].at == IMPORT_NOWHERE;
		places += p->field[i].at >= 0;
		if (p->field[i].at >= (int)p->width)
			return phc_fail(err, PHC_EDATA,
			    "'%.*s' is not within @fields",
			    PHC_STR_ARG(p->field[i].header));
	}
	if ((names > 0 && places > 0) || (names > 0 && p->width > 0))
		return phc_fail(
		    err, PHC_EDATA, "headers by name and by place do not mix");
	if (p->control > 0 && p->width == 0)
		return phc_fail(err, PHC_EDATA,
		    "@control is for files without a header: give @fields");
	return 0;
}

static int
load(struct import_profile *p, FILE *fp, struct phc_err *err)
{
	struct phc_csv *csv = phc_csv_new(fp, p->where, ',');
	struct phc_rec rec = { .line = 1 };
	int rc = read_rows(p, csv, &rec, err);

	phc_csv_free(csv);
	if (rc == -1)
		return phc_within(err, "%s:%zu", p->where, rec.line);
	if (p->kind == NULL)
		return phc_fail(err, PHC_EDATA,
		    "%s names no kind: give -k, such as -k household",
		    p->where);
	if (p->n == 0)
		house(p);
	return check(p, err) == -1 ? phc_within(err, "%s", p->where) : 0;
}

static bool
built_in(const char *path)
{
	const struct phc_embed *e;

	for (e = phc_embedded; e->name != NULL; e++)
		if (strcmp(e->name, path) == 0)
			return true;
	return false;
}

static int
no_profile(const char *name, struct phc_err *err)
{
	const char *names[64];
	const struct phc_embed *e;
	size_t n = 0;
	int near;

	for (e = phc_embedded; e->name != NULL; e++)
		if (strncmp(e->name, "profiles/", 9) == 0 && n < 64)
			names[n++] = e->name + 9;
	if ((near = phc_nearest(phc_str(name), names, n)) >= 0)
		return phc_fail(err, PHC_EDATA,
		    "no profile '%s' (did you mean '%s'?)", name, names[near]);
	return phc_fail(err, PHC_EDATA,
	    "no profile '%s' (one of your own has a slash or ends in .csv)",
	    name);
}

static FILE *
open_profile(
    const char *name, const char *dir, char *where, struct phc_err *err)
{
	char path[256];
	FILE *fp;

	if (strchr(name, '/') != NULL || ends(name, ".csv")) {
		snprintf(where, PHC_WHERE, "%s", name);
		return phc_open(name, err);
	}
	snprintf(path, sizeof(path), "profiles/%s", name);
	if ((fp = phc_data_open(path, dir, where, err)) == NULL &&
	    !built_in(path))
		no_profile(name, err);
	return fp;
}

struct import_profile *
import_profile_open(
    const char *name, const char *kind, const char *dir, struct phc_err *err)
{
	char where[PHC_WHERE];
	struct import_profile *p;
	FILE *fp;
	size_t n;
	int rc;

	if (kind != NULL && (import_kind(kind, &n), n == 0)) {
		import_no_kind(kind, err);
		return NULL;
	}
	if ((fp = open_profile(name, dir, where, err)) == NULL)
		return NULL;
	p = phc_new(sizeof(*p));
	p->where = phc_pool_cstr(&p->pool, phc_str(where));
	p->kind = kind;
	p->pivot = -1;
	rc = load(p, fp, err);
	fclose(fp);
	if (rc == -1) {
		import_profile_free(p);
		return NULL;
	}
	return p;
}

void
import_profile_free(struct import_profile *p)
{
	size_t i;

	if (p == NULL)
		return;
	for (i = 0; i < p->n; i++) {
		free(p->field[i].code);
		free(p->field[i].memo);
		free(p->field[i].buf);
	}
	free(p->field);
	phc_pool_free(&p->pool);
	free(p);
}
