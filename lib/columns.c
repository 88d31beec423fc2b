#include <stdlib.h>

#include "phc/columns.h"
#include "phc/date.h"
#include "phc/text.h"

/* The dictionary, once read. */
static struct {
	struct phc_column *column;
	size_t n, cap;
	struct phc_pool pool;
} dict;

static const char *const types[] = { "text", "list", "code", "int", "bool",
	"date", "month", "money", "percent", "area", "quantity", "insee" };

static enum phc_type
type(struct phc_str name)
{
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (phc_str_is(name, phc_str(types[i])))
			return (enum phc_type)i;
	phc_bug("columns.csv: no such type");
}

const char *
phc_type_name(enum phc_type t)
{
	return types[t];
}

static void
words(struct phc_column *col, struct phc_str s)
{
	char *p = phc_pool_cstr(&dict.pool, s);
	const char **v;
	size_t n = 0, i;

	for (i = 0; i < s.n; i++)
		n += i == 0 || p[i - 1] == ' ';
	v = phc_pool_take(&dict.pool, (n + 1) * sizeof(*v));
	col->values = v;
	col->nvalues = n;
	for (p = strtok(p, " "); p != NULL; p = strtok(NULL, " "))
		*v++ = p;
}

/* The decimals of a type. */
static int
places(enum phc_type t)
{
	return t == PHC_QUANTITY                                     ? 3
	       : t == PHC_MONEY || t == PHC_PERCENT || t == PHC_AREA ? 2
								     : 0;
}

/* "-5..60", or "0.." without an upper end. */
static void
bounds(struct phc_column *col, struct phc_str s)
{
	char *p = phc_pool_cstr(&dict.pool, s), *dots = strstr(p, "..");
	int64_t unit = 1;
	int i;

	col->min = INT64_MIN + 1;
	col->max = INT64_MAX;
	if (dots == NULL)
		return;
	for (i = places(col->type); i > 0; i--)
		unit *= 10;
	col->min = strtoll(p, NULL, 10) * unit;
	if (dots[2] != '\0')
		col->max = strtoll(dots + 2, NULL, 10) * unit;
}

static void
add(const struct phc_rec *rec)
{
	struct phc_column *col;

	phc_grow(&dict.column, &dict.cap, dict.n + 1, sizeof(*dict.column));
	col = memset(&dict.column[dict.n++], 0, sizeof(*col));
	col->name = phc_pool_cstr(&dict.pool, phc_rec_field(rec, 0));
	col->type = type(phc_rec_field(rec, 1));
	col->kind = phc_pool_cstr(&dict.pool, phc_rec_field(rec, 2));
	col->key = phc_str_is(phc_rec_field(rec, 3), phc_str("key"));
	col->required =
	    col->key || phc_str_is(phc_rec_field(rec, 3), phc_str("yes"));
	col->personal = phc_rec_field(rec, 4).n > 0;
	if (col->type == PHC_CODE || col->type == PHC_LIST)
		words(col, phc_rec_field(rec, 5));
	else
		bounds(col, phc_rec_field(rec, 5));
	col->label_fr = phc_pool_cstr(&dict.pool, phc_rec_field(rec, 6));
	col->meaning = phc_pool_cstr(&dict.pool, phc_rec_field(rec, 7));
}

static void
read_dictionary(void)
{
	char where[PHC_WHERE];
	FILE *fp = phc_data_open("columns", NULL, where, NULL);
	struct phc_csv *csv;
	struct phc_rec rec;
	struct phc_err err;

	if (fp == NULL)
		phc_bug("columns.csv: not compiled in");
	csv = phc_csv_new(fp, where, ',');
	if (phc_csv_next(csv, &rec, &err) != 1)
		phc_bug("columns.csv: empty");
	while (phc_csv_next(csv, &rec, &err) == 1)
		if (rec.n == 8)
			add(&rec);
		else
			phc_bug("columns.csv: not eight fields");
	phc_csv_free(csv);
	fclose(fp);
}

const struct phc_column *
phc_columns(size_t *n)
{
	if (dict.n == 0)
		read_dictionary();
	*n = dict.n;
	return dict.column;
}

const struct phc_column *
phc_column_find(const char *kind, struct phc_str name)
{
	const struct phc_column *col;
	size_t n;

	for (col = phc_columns(&n); n > 0; n--, col++)
		if (strcmp(col->kind, kind) == 0 &&
		    phc_str_is(name, phc_str(col->name)))
			return col;
	return NULL;
}

int64_t
phc_insee(struct phc_str s)
{
	int64_t v = 0;
	size_t i;

	if (s.n != 5)
		return PHC_UNKNOWN;
	for (i = 0; i < 5; i++) {
		bool corsica =
		    i == 1 && s.s[0] == '2' && (s.s[1] == 'A' || s.s[1] == 'B');

		if (!corsica && (s.s[i] < '0' || s.s[i] > '9'))
			return PHC_UNKNOWN;
		v = v << 8 | (unsigned char)s.s[i];
	}
	return v;
}

char *
phc_insee_format(int64_t insee, char buf[6])
{
	int i;

	buf[0] = buf[5] = '\0';
	for (i = 4; i >= 0 && insee != PHC_UNKNOWN; i--, insee >>= 8)
		buf[i] = (char)(insee & 0xff);
	return buf;
}

static int
code(const struct phc_column *col, struct phc_str s, int64_t *v,
    struct phc_err *err)
{
	size_t i;
	int near;

	for (i = 0; i < col->nvalues; i++)
		if (phc_str_is(s, phc_str(col->values[i]))) {
			*v = (int64_t)i;
			return 0;
		}
	near = phc_nearest(s, col->values, col->nvalues);
	if (near >= 0)
		return phc_fail(err, PHC_EDATA,
		    "no such code: '%.*s' (did you mean '%s'?)", PHC_STR_ARG(s),
		    col->values[near]);
	return phc_fail(err, PHC_EDATA, "no such code: '%.*s'", PHC_STR_ARG(s));
}

static int
whole(const struct phc_column *col, struct phc_str s, int64_t *v,
    struct phc_err *err)
{
	if (phc_decimal_parse(s, 0, v, err) == -1)
		return phc_fail(err, PHC_EDATA, "not a whole number: '%.*s'",
		    PHC_STR_ARG(s));
	if (*v < col->min || *v > col->max)
		return phc_fail(err, PHC_EDATA, "not from %lld to %lld: '%.*s'",
		    (long long)col->min, (long long)col->max, PHC_STR_ARG(s));
	return 0;
}

static int
yes_no(struct phc_str s, int64_t *v, struct phc_err *err)
{
	if (s.n != 1 || (s.s[0] != '0' && s.s[0] != '1'))
		return phc_fail(
		    err, PHC_EDATA, "not 1 or 0: '%.*s'", PHC_STR_ARG(s));
	*v = s.s[0] - '0';
	return 0;
}

static int
insee(struct phc_str s, int64_t *v, struct phc_err *err)
{
	if ((*v = phc_insee(s)) == PHC_UNKNOWN)
		return phc_fail(err, PHC_EDATA, "not an INSEE code: '%.*s'",
		    PHC_STR_ARG(s));
	return 0;
}

static int
amount(const struct phc_column *col, struct phc_str s, int64_t *v,
    struct phc_err *err)
{
	char least[PHC_DECIMAL_MAX], most[PHC_DECIMAL_MAX];
	int n = places(col->type);

	if (phc_decimal_parse(s, n, v, err) == -1)
		return phc_fail(
		    err, PHC_EDATA, "not an amount: '%.*s'", PHC_STR_ARG(s));
	if (*v < col->min || *v > col->max)
		return phc_fail(err, PHC_EDATA, "not from %s to %s: '%.*s'",
		    phc_decimal_format(col->min, n, least),
		    phc_decimal_format(col->max, n, most), PHC_STR_ARG(s));
	return 0;
}

static int
scalar(const struct phc_column *col, struct phc_str s, int64_t *v,
    struct phc_err *err)
{
	switch (col->type) {
	case PHC_CODE:
		return code(col, s, v, err);
	case PHC_INT:
		return whole(col, s, v, err);
	case PHC_BOOL:
		return yes_no(s, v, err);
	case PHC_DATE:
		return phc_date_parse(s, v, err);
	case PHC_MONTH:
		return phc_month_parse(s, v, err);
	case PHC_INSEE:
		return insee(s, v, err);
	default:
		return amount(col, s, v, err);
	}
}

/* Words with one space between them, each allowed where some are named. */
static int
list(const struct phc_column *col, struct phc_str s, struct phc_err *err)
{
	struct phc_str w = { s.s, 0 };
	int64_t v;
	size_t i;

	for (i = 0; i <= s.n; i++)
		if (i < s.n && s.s[i] != ' ')
			w.n++;
		else if (w.n == 0)
			return phc_fail(err, PHC_EDATA,
			    "not words with one space between them");
		else if (col->nvalues > 0 && code(col, w, &v, err) == -1)
			return -1;
		else
			w = (struct phc_str){ s.s + i + 1, 0 };
	return 0;
}

int
phc_value_parse(const struct phc_column *col, struct phc_str s, void *out,
    struct phc_err *err)
{
	bool word = col->type == PHC_TEXT || col->type == PHC_LIST;
	int64_t none = PHC_UNKNOWN;
	int rc = 0;

	if (s.n == 0 && col->required)
		return phc_fail(err, PHC_EDATA, "empty, and it is required");
	if (word)
		memcpy(out, &s, sizeof(s));
	else
		memcpy(out, &none, sizeof(none));
	if (s.n > 0 && col->type == PHC_LIST)
		rc = list(col, s, err);
	else if (s.n > 0 && !word)
		rc = scalar(col, s, out, err);
	if (rc == -1 && col->personal)
		return phc_fail(err, PHC_EDATA, "not a %s (value withheld)",
		    types[col->type]);
	return rc;
}

/* A decimal without the zeros that say nothing: 3.300 is 3.3, 53.000 is 53. */
static void
shorten(char *s)
{
	char *p = s + strlen(s);

	while (p[-1] == '0')
		*--p = '\0';
	if (p[-1] == '.')
		p[-1] = '\0';
}

const char *
phc_value_format(
    const struct phc_column *col, int64_t v, char buf[PHC_DECIMAL_MAX])
{
	buf[0] = '\0';
	if (v == PHC_UNKNOWN)
		return buf;
	switch (col->type) {
	case PHC_CODE:
		return col->values[v];
	case PHC_DATE:
		return phc_date_format(v, buf);
	case PHC_MONTH:
		return phc_month_format(v, buf);
	case PHC_INSEE:
		return phc_insee_format(v, buf);
	default:
		phc_decimal_format(v, places(col->type), buf);
		if (col->type == PHC_QUANTITY)
			shorten(buf);
		return buf;
	}
}

void
phc_value_put(struct phc_out *out, const struct phc_column *col, int64_t v)
{
	char buf[PHC_DECIMAL_MAX];
	const char *s = phc_value_format(col, v, buf);

	phc_out_put(out, s, strlen(s));
}

/* A slot as found: the column, where it is in a record, and in the struct. */
struct phc_bound {
	const struct phc_column *column;
	int field; /* -1 if the header has it not */
	size_t at;
};

int
phc_header_find(const struct phc_rec *head, const char *name)
{
	struct phc_str want = phc_str(name);
	size_t i;

	for (i = 0; i < head->n; i++)
		if (phc_str_is(phc_rec_field(head, i), want))
			return (int)i;
	return -1;
}

int
phc_no_column(const struct phc_rec *head, const char *name, struct phc_err *err)
{
	struct phc_pool pool = { 0 };
	const char **names = phc_pool_take(&pool, head->n * sizeof(*names));
	size_t i;
	int near;

	for (i = 0; i < head->n; i++)
		names[i] = phc_pool_cstr(&pool, phc_rec_field(head, i));
	near = phc_nearest(phc_str(name), names, head->n);
	if (head->n > 0 && strncmp(names[0], "\xef\xbb\xbf", 3) == 0)
		phc_fail(err, PHC_EDATA,
		    "no column '%s': a byte order mark stands before the "
		    "header: import the file with phc-import",
		    name);
	else if (near >= 0)
		phc_fail(err, PHC_EDATA, "no column '%s' (did you mean '%s'?)",
		    name, names[near]);
	else
		phc_fail(err, PHC_EDATA, "no column '%s'", name);
	phc_pool_free(&pool);
	return -1;
}

static int
twice(const struct phc_rec *head, struct phc_err *err)
{
	size_t i, j;

	for (i = 1; i < head->n; i++)
		for (j = 0; j < i; j++)
			if (phc_str_is(
				phc_rec_field(head, i), phc_rec_field(head, j)))
				return phc_fail(err, PHC_EDATA,
				    "column '%.*s' stands twice",
				    PHC_STR_ARG(phc_rec_field(head, i)));
	return 0;
}

int
phc_bind(struct phc_binding *b, const char *kind, const struct phc_slot *slot,
    const struct phc_rec *head, struct phc_err *err)
{
	struct phc_bound *p;
	size_t cap = 0;

	*b = (struct phc_binding){ .width = head->n };
	if (twice(head, err) == -1)
		return -1;
	for (; slot->column != NULL; slot++) {
		phc_grow(&b->bound, &cap, b->n + 1, sizeof(*b->bound));
		p = &b->bound[b->n++];
		p->column = phc_column_find(kind, phc_str(slot->column));
		p->field = phc_header_find(head, slot->column);
		p->at = slot->at;
		b->found += p->field >= 0;
		if (p->field < 0 && p->column->required) {
			phc_bind_free(b);
			return phc_no_column(head, slot->column, err);
		}
	}
	return 0;
}

void
phc_bind_free(struct phc_binding *b)
{
	free(b->bound);
	*b = (struct phc_binding){ 0 };
}

int
phc_bind_read(const struct phc_binding *b, const struct phc_rec *rec, void *row,
    struct phc_err *err)
{
	const struct phc_bound *p = b->bound, *end = p + b->n;
	const struct phc_str none = { "", 0 };
	const int64_t unknown = PHC_UNKNOWN;
	char *at;

	for (; p < end; p++) {
		at = (char *)row + p->at;
		if (p->field >= 0) {
			if (phc_value_parse(p->column,
				phc_rec_field(rec, (size_t)p->field), at,
				err) == -1)
				return phc_within(err, "%s", p->column->name);
		} else if (p->column->type <= PHC_LIST)
			memcpy(at, &none, sizeof(none));
		else
			memcpy(at, &unknown, sizeof(unknown));
	}
	return 0;
}
