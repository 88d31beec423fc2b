#include <stdlib.h>

#include "phc/text.h"
#include "report.h"

enum { MAX_WORDS = 64 }; /* bits of a field's words */

static char *
keep(struct layout *l, const struct phc_rec *rec, size_t i)
{
	return phc_pool_cstr(&l->pool, phc_rec_field(rec, i));
}

/* Whether the row of a table is for every report, or this one. */
static bool
mine(const struct layout *l, const struct phc_rec *rec)
{
	struct phc_str to = phc_rec_field(rec, 0);

	return to.n == 0 || phc_str_is(to, phc_str(l->to));
}

/* Which of 'n' names of 'what' a word is, or -1. */
static int
choose(const char *what, struct phc_str word, const char *const *names,
    size_t n, struct phc_err *err)
{
	int i, near;

	for (i = 0; i < (int)n; i++)
		if (phc_str_is(word, phc_str(names[i])))
			return i;
	phc_fail(err, PHC_EDATA, "no %s '%.*s'", what, PHC_STR_ARG(word));
	if ((near = phc_nearest(word, names, n)) >= 0)
		phc_fail(err, PHC_EDATA, "no %s '%.*s' (did you mean '%s'?)",
		    what, PHC_STR_ARG(word), names[near]);
	return -1;
}

static int
add_word(struct layout *l, const struct phc_rec *rec, struct phc_err *err)
{
	(void)err;
	phc_grow(
	    &l->entry, &l->entries_cap, l->nentries + 1, sizeof(*l->entry));
	l->entry[l->nentries++] = (struct entry){ phc_str(keep(l, rec, 0)),
		phc_str(keep(l, rec, 1)), phc_str(keep(l, rec, 2)) };
	return 0;
}

static int
add_sheet(struct layout *l, const struct phc_rec *rec, struct phc_err *err)
{
	static const char *const lines[] = { "indicators", "groups",
		"households", "dwellings", "method" };
	struct sheet *s;
	int i;

	if ((i = choose(
		 "kind of sheet", phc_rec_field(rec, 2), lines, 5, err)) == -1)
		return -1;
	phc_grow(&l->sheet, &l->sheets_cap, l->nsheets + 1, sizeof(*l->sheet));
	s = memset(&l->sheet[l->nsheets++], 0, sizeof(*s));
	s->name = keep(l, rec, 1);
	s->lines = (enum lines)i;
	s->of_dwellings = phc_rec_field(rec, 3).n > 0;
	s->title = keep(l, rec, 4);
	s->note = keep(l, rec, 5);
	s->chart = keep(l, rec, 6);
	return 0;
}

static int
add_note(struct layout *l, const struct phc_rec *rec, struct phc_err *err)
{
	(void)err;
	phc_grow(&l->note, &l->notes_cap, l->nnotes + 1, sizeof(*l->note));
	l->note[l->nnotes++] =
	    (struct note){ keep(l, rec, 1), keep(l, rec, 2), keep(l, rec, 3) };
	return 0;
}

/* Classes go upwards, and every code has its word, in its place. */
static int
check_words(const struct fact *f, struct phc_err *err)
{
	const char *name = f->column->name;
	size_t i;

	for (i = 1; i < f->nwords; i++)
		if (f->word[i].from <= f->word[i - 1].from)
			return phc_fail(err, PHC_EDATA,
			    "report-words: %s: '%.*s' is out of order", name,
			    PHC_STR_ARG(f->word[i].value));
	if (f->nwords > MAX_WORDS ||
	    (f->column->type == PHC_CODE && f->nwords != f->column->nvalues))
		return phc_fail(err, PHC_EDATA,
		    "report-words: %s: %zu words, not %zu", name, f->nwords,
		    f->column->nvalues);
	return 0;
}

/* The words of a column, each read as a value of it. */
static int
give_words(struct layout *l, struct fact *f, struct phc_err *err)
{
	struct phc_column any = *f->column;
	const struct entry *e = l->entry, *end = e + l->nentries;
	struct word *w;
	size_t cap = 0;

	any.required = false;
	for (; e < end; e++) {
		if (!phc_str_is(e->column, phc_str(any.name)))
			continue;
		if (any.type <= PHC_LIST)
			return phc_fail(err, PHC_EDATA,
			    "report-words: %s: a text is shown as it is",
			    any.name);
		phc_grow(&f->word, &cap, f->nwords + 1, sizeof(*f->word));
		w = &f->word[f->nwords++];
		*w = (struct word){ e->value, e->label.s, 0 };
		if (phc_value_parse(&any, e->value, &w->from, err) == -1)
			return phc_within(err, "report-words: %s", any.name);
	}
	return check_words(f, err);
}

static const struct phc_column *
find_column(struct phc_str name)
{
	static const char *const kinds[] = { "household", "dwelling", "pair",
		"budget" };
	const struct phc_column *col = rows_derived(name);
	size_t i;

	for (i = 0; i < 4 && col == NULL; i++)
		col = phc_column_find(kinds[i], name);
	return col;
}

/* Who somebody is, is nothing that a layout can ask for. */
static int
may_show(const struct phc_column *col, struct phc_err *err)
{
	if (col->key || col->personal || col->type == PHC_DATE ||
	    col->type == PHC_MONTH)
		return phc_fail(err, PHC_EDATA,
		    "a report shows no keys, dates and personal columns: '%s'",
		    col->name);
	return 0;
}

static struct fact *
find_fact(struct layout *l, struct phc_str name, struct phc_err *err)
{
	const struct phc_column *col = find_column(name);
	struct fact *f;
	size_t i;

	for (i = 0; i < l->nfacts; i++)
		if (l->fact[i]->column == col)
			return l->fact[i];
	if (col == NULL) {
		phc_fail(err, PHC_EDATA, "no column '%.*s'", PHC_STR_ARG(name));
		return NULL;
	}
	phc_grow(&l->fact, &l->facts_cap, l->nfacts + 1, sizeof(*l->fact));
	f = l->fact[l->nfacts] = phc_pool_take(&l->pool, sizeof(*f));
	*f = (struct fact){ .column = col, .at = l->nfacts++ };
	return may_show(col, err) == 0 && give_words(l, f, err) == 0 ? f : NULL;
}

/* A list of words as bits. */
static int
pick_words(struct field *f, struct phc_str list, struct phc_err *err)
{
	struct phc_str w = { list.s, 0 };
	size_t i, k;

	for (i = 0; i <= list.n; i++) {
		if (i < list.n && list.s[i] != ' ') {
			w.n++;
			continue;
		}
		for (k = 0; k < f->fact->nwords; k++)
			if (phc_str_is(w, f->fact->word[k].value))
				break;
		if (k == f->fact->nwords)
			return phc_fail(err, PHC_EDATA, "no word '%.*s' of %s",
			    PHC_STR_ARG(w), f->fact->column->name);
		f->words |= UINT64_C(1) << k;
		w = (struct phc_str){ list.s + i + 1, 0 };
	}
	return 0;
}

static int
target(struct phc_str s, int64_t *out, struct phc_err *err)
{
	*out = PHC_UNKNOWN;
	return s.n == 0 ? 0 : phc_decimal_parse(s, 0, out, err);
}

static int
read_field(struct layout *l, const struct phc_rec *rec, struct field *f,
    struct phc_err *err)
{
	static const char *const ops[] = { "show", "number", "households",
		"dwellings", "count", "share", "sum", "median" };
	struct phc_str column = phc_rec_field(rec, 4);
	struct phc_str words = phc_rec_field(rec, 5);
	int op = choose("operation", phc_rec_field(rec, 3), ops, 8, err);

	if (op == -1 || target(phc_rec_field(rec, 6), &f->low, err) == -1 ||
	    target(phc_rec_field(rec, 7), &f->high, err) == -1)
		return -1;
	f->op = (enum op)op;
	f->label = keep(l, rec, 2);
	f->prefix = keep(l, rec, 5);
	f->meaning = keep(l, rec, 8);
	if (column.n > 0 && (f->fact = find_fact(l, column, err)) == NULL)
		return -1;
	if (!tally_can(f))
		return phc_fail(err, PHC_EDATA, "no %s of column '%.*s'",
		    ops[op], PHC_STR_ARG(column));
	if (f->fact != NULL && words.n > 0)
		return pick_words(f, words, err);
	return 0;
}

static int
add_field(struct layout *l, const struct phc_rec *rec, struct phc_err *err)
{
	struct field f = { .op = OP_SHOW };
	struct sheet *s = l->sheet, *end = s + l->nsheets;

	while (s < end && !phc_str_is(phc_rec_field(rec, 1), phc_str(s->name)))
		s++;
	if (s == end)
		return 0; /* of another report's sheet */
	if (read_field(l, rec, &f, err) == -1)
		return -1;
	phc_grow(&s->field, &s->cap, s->n + 1, sizeof(*s->field));
	s->field[s->n++] = f;
	return 0;
}

/* A table of the layout, how its header reads, and who takes its rows. */
static const struct source {
	const char *name;
	size_t ncols;
	const char *head;
	int (*add)(struct layout *, const struct phc_rec *, struct phc_err *);
} sources[] = {
	{ "report-words", 3, "column value label", add_word },
	{ "report-sheets", 7, "to sheet rows needs title note chart",
	    add_sheet },
	{ "report-fields", 9, "to sheet label op column words low high meaning",
	    add_field },
	{ "report-notes", 4, "to part label text", add_note },
};

static int
check_head(const struct phc_rec *rec, const char *head, struct phc_err *err)
{
	const char *p = head;
	size_t i, n;

	for (i = 0; i < rec->n && *p != '\0'; i++) {
		n = strcspn(p, " ");
		if (!phc_str_is(
			phc_rec_field(rec, i), (struct phc_str){ p, n }))
			break;
		p += n + (p[n] == ' ');
	}
	if (i < rec->n || *p != '\0')
		return phc_fail(err, PHC_EDATA, "not '%s'", head);
	return 0;
}

static int
add(struct layout *l, const struct source *src, const struct phc_rec *rec,
    struct phc_err *err)
{
	size_t i;

	if (rec->n != src->ncols)
		return phc_fail(
		    err, PHC_EDATA, "%zu fields, not %zu", rec->n, src->ncols);
	for (i = 0; i < rec->n; i++)
		if (text_ok(phc_rec_field(rec, i), err) == -1)
			return -1;
	return src->add == add_word || mine(l, rec) ? src->add(l, rec, err) : 0;
}

static int
read_source(struct layout *l, const struct source *src, struct phc_csv *csv,
    struct phc_err *err)
{
	struct phc_rec rec = { .line = 1 };
	int got;

	if ((got = phc_csv_next(csv, &rec, err)) == 0)
		got = phc_fail(err, PHC_EDATA, "empty");
	if (got == 1 && check_head(&rec, src->head, err) == -1)
		got = -1;
	while (got == 1 && (got = phc_csv_next(csv, &rec, err)) == 1)
		if (add(l, src, &rec, err) == -1)
			got = -1;
	if (got == -1)
		return phc_within(err, "%s:%zu", phc_csv_name(csv), rec.line);
	return 0;
}

static int
load(struct layout *l, const struct source *src, const char *dir,
    struct phc_err *err)
{
	char where[PHC_WHERE];
	FILE *fp = phc_data_open(src->name, dir, where, err);
	struct phc_csv *csv;
	int rc;

	if (fp == NULL)
		return -1;
	csv = phc_csv_new(fp, where, ',');
	rc = read_source(l, src, csv, err);
	phc_csv_free(csv);
	fclose(fp);
	return rc;
}

/* The reports are the words of "report", which is no column of the rows. */
static int
name_report(struct layout *l, struct phc_err *err)
{
	const char *names[MAX_WORDS];
	size_t i, n = 0;
	int which;

	for (i = 0; i < l->nentries && n < MAX_WORDS; i++)
		if (phc_str_is(l->entry[i].column, phc_str("report")))
			names[n++] = l->entry[i].value.s;
	if ((which = choose("report", phc_str(l->to), names, n, err)) == -1)
		return -1;
	l->to = names[which];
	l->title = layout_label(l, "report", phc_str(l->to)).s;
	return 0;
}

int
layout_open(
    struct layout *l, const char *to, const char *dir, struct phc_err *err)
{
	size_t i;

	*l = (struct layout){ .to = to };
	for (i = 0; i < sizeof(sources) / sizeof(*sources); i++)
		if (load(l, &sources[i], dir, err) == -1 ||
		    (i == 0 && name_report(l, err) == -1)) {
			layout_free(l);
			return -1;
		}
	if (l->nsheets > 0)
		return 0;
	phc_fail(
	    err, PHC_EDATA, "report-sheets.csv: no sheet for report '%s'", to);
	layout_free(l);
	return -1;
}

void
layout_free(struct layout *l)
{
	size_t i;

	for (i = 0; i < l->nsheets; i++)
		free(l->sheet[i].field);
	for (i = 0; i < l->nfacts; i++)
		free(l->fact[i]->word);
	free(l->entry);
	free(l->sheet);
	free(l->fact);
	free(l->note);
	phc_pool_free(&l->pool);
	*l = (struct layout){ .to = NULL };
}

struct phc_str
layout_label(const struct layout *l, const char *column, struct phc_str value)
{
	const struct entry *e = l->entry, *end = e + l->nentries;

	for (; e < end; e++)
		if (phc_str_is(e->column, phc_str(column)) &&
		    phc_str_is(e->value, value))
			return e->label;
	return value;
}

size_t
fact_word(const struct fact *f, int64_t n)
{
	size_t i;

	if (n == PHC_UNKNOWN)
		return f->nwords;
	for (i = f->nwords; i > 0 && f->word[i - 1].from > n; i--)
		continue;
	return i > 0 ? i - 1 : f->nwords;
}
