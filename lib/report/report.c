#include <stdlib.h>

#include "phc/ceiling.h"
#include "report.h"

enum { LONG_SHEET = 20000 }; /* lines */

bool
report_masked(const struct phc_report *r, size_t i)
{
	return r->of.masked != NULL && r->of.masked[i];
}

static int
open_scales(struct phc_report *r, struct phc_err *err)
{
	const struct phc_law_table *t;
	int i;

	for (i = 0; i < SCALES; i++) {
		t = &scales[i].table;
		r->scale[i] = phc_law_open(
		    t->name, t->columns, t->nkeys, r->of.tables, err);
		if (r->scale[i] == NULL)
			return -1;
	}
	return 0;
}

/* What the tables of indicators, and whoever names files, would show. */
static int
check_texts(const struct phc_report *r, struct phc_err *err)
{
	const struct phc_indicator *k;
	size_t i;

	for (i = 0; i < r->n; i++) {
		k = r->figure[i].of;
		if (text_ok(phc_str(k->label), err) == -1 ||
		    text_ok(phc_str(k->line), err) == -1 ||
		    text_ok(phc_str(k->column), err) == -1 ||
		    text_ok(phc_str(k->definition), err) == -1)
			return phc_within(
			    err, "report-indicators: %s", k->code);
	}
	for (i = 0; i < r->of.nsources; i++)
		if (text_ok(phc_str(r->of.source[i].name), err) == -1)
			return phc_within(err, "the name of a file");
	if (r->of.landlord != NULL &&
	    text_ok(phc_str(r->of.landlord), err) == -1)
		return phc_within(err, "the landlord");
	return 0;
}

/* Where two figures have one place, or a sheet has none, it is said now. */
static int
check_sheets(struct phc_report *r, struct phc_err *err)
{
	struct table t;
	size_t i;
	int rc = 0;

	for (i = 0; i < r->layout.sheets && rc == 0; i++) {
		rc = sheet_table(&t, r, &r->layout.sheet[i], err);
		table_free(&t);
	}
	return rc;
}

static int
lay_out(struct phc_report *r, struct phc_err *err)
{
	const struct phc_report_of *of = &r->of;
	size_t i;

	if (layout_open(&r->layout, of->to, of->year, of->tables, err) == -1 ||
	    (r->ceilings = phc_ceilings_open(of->tables, of->to_day, err)) ==
		NULL ||
	    (r->communes = phc_law_open("communes", PHC_COMMUNES_COLUMNS, 1,
		 of->tables, err)) == NULL ||
	    open_scales(r, err) == -1 || check_texts(r, err) == -1 ||
	    label_all(r, err) == -1)
		return -1;
	for (i = 0; i < r->n; i++)
		r->masked += report_masked(r, i);
	return check_sheets(r, err);
}

struct phc_report *
phc_report_new(const struct phc_report_of *of, struct phc_err *err)
{
	struct phc_report *r = phc_new(sizeof(*r));

	r->of = *of;
	r->figure = phc_figures(of->figures, &r->n);
	if (lay_out(r, err) == 0)
		return r;
	phc_report_free(r);
	return NULL;
}

void
phc_report_free(struct phc_report *r)
{
	int i;

	if (r == NULL)
		return;
	if (r->made)
		phc_file_drop(&r->file);
	layout_free(&r->layout);
	phc_law_free(r->communes);
	if (r->ceilings != NULL)
		phc_ceilings_free(r->ceilings);
	for (i = 0; i < SCALES; i++)
		phc_law_free(r->scale[i]);
	free(r->who);
	free(r->order);
	phc_pool_free(&r->pool);
	free(r);
}

static const char *
title(struct phc_report *r)
{
	return say(&r->pool, "%s – %s",
	    layout_word(&r->layout, "report", r->of.to),
	    label_period(r, &r->pool));
}

/* The other sheets, below the table of the first. */
static void
contents(struct book *b, const struct phc_report *r)
{
	const struct sheet *s = r->layout.sheet, *end = s + r->layout.sheets;

	book_heading(b, "Feuilles du classeur");
	for (; s < end; s++)
		if (s->kind != KIND_COVER)
			book_link(b, s->name, s->title, s->note);
}

/* Machines look for the header of the data in the first row. */
static const char *
heading(struct phc_report *r, const struct sheet *s)
{
	if (s->kind == KIND_DATA)
		return NULL;
	return s->kind == KIND_COVER ? title(r) : s->title;
}

/* That its table can be made is known. */
static void
put_sheet(struct book *b, struct phc_report *r, const struct sheet *s)
{
	bool cover = s->kind == KIND_COVER;
	struct picture p;
	struct table t;

	if (sheet_table(&t, r, s, NULL) == -1)
		phc_bug("a sheet that could be made cannot");
	book_sheet(b, s->name, s->title, heading(r, s), s->note);
	if (s->portrait)
		book_portrait(b);
	if (cover)
		book_one_page(b);
	book_table(b, &t);
	if (chart_picture(r, s, &t, &r->pool, &p))
		book_picture(b, &p);
	free(p.series);
	if (cover)
		contents(b, r);
	table_free(&t);
}

static void
fill(struct book *b, void *arg)
{
	struct phc_report *r = arg;
	size_t i;

	for (i = 0; i < r->layout.sheets; i++)
		put_sheet(b, r, &r->layout.sheet[i]);
}

int
phc_report_make(struct phc_report *r, const char *path, struct phc_err *err)
{
	const struct book_of of = { .title = title(r),
		.at = r->of.to_day,
		.fill = fill,
		.arg = r,
		.flat = r->n > LONG_SHEET };

	if (phc_file_new(&r->file, path, err) == -1)
		return -1;
	r->made = true;
	return book_make(&r->file, &of, err);
}

int
phc_report_keep(struct phc_report *r, struct phc_err *err)
{
	r->made = false;
	return phc_file_keep(&r->file, err);
}

const char *
phc_report_summary(struct phc_report *r)
{
	const struct layout *l = &r->layout;
	char *text =
	    say(&r->pool, "%zu figures, %zu masked; sheets", r->n, r->masked);
	size_t i;

	for (i = 0; i < l->sheets; i++)
		text = say(&r->pool, "%s%s %s", text, i > 0 ? "," : "",
		    l->sheet[i].name);
	return text;
}
