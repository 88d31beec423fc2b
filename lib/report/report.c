#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "phc/ceiling.h"
#include "phc/report.h"
#include "report.h"

struct phc_report {
	struct layout layout;
	struct rows rows;
	struct phc_ceilings *ceilings;
	struct phc_pool pool;
	struct method method;
};

static int
open_scales(struct method *m, const char *dir, struct phc_err *err)
{
	const struct phc_law_table *t;
	int i;

	for (i = 0; i < SCALES; i++) {
		t = &scales[i].table;
		m->scale[i] =
		    phc_law_open(t->name, t->columns, t->nkeys, dir, err);
		if (m->scale[i] == NULL)
			return -1;
	}
	return 0;
}

struct phc_report *
phc_report_new(const char *to, int64_t at, const char *dir, struct phc_err *err)
{
	struct phc_report *r = phc_new(sizeof(*r));

	r->rows.layout = &r->layout;
	r->rows.at = at;
	if (layout_open(&r->layout, to, dir, err) == -1 ||
	    (r->ceilings = phc_ceilings_open(dir, at, err)) == NULL ||
	    (r->rows.communes = phc_law_open(
		 "communes", PHC_COMMUNES_COLUMNS, 1, dir, err)) == NULL ||
	    open_scales(&r->method, dir, err) == -1) {
		phc_report_free(r);
		return NULL;
	}
	r->method.layout = &r->layout;
	r->method.rows = &r->rows;
	r->method.ceilings = r->ceilings;
	r->method.tables = dir;
	return r;
}

void
phc_report_free(struct phc_report *r)
{
	int i;

	if (r == NULL)
		return;
	layout_free(&r->layout);
	rows_free(&r->rows);
	if (r->ceilings != NULL)
		phc_ceilings_free(r->ceilings);
	free(r->method.source);
	for (i = 0; i < SCALES; i++)
		phc_law_free(r->method.scale[i]);
	phc_pool_free(&r->pool);
	free(r);
}

int
phc_report_head(
    struct phc_report *r, const struct phc_rec *head, struct phc_err *err)
{
	return rows_bind(&r->rows, head, err);
}

int
phc_report_row(
    struct phc_report *r, const struct phc_rec *rec, struct phc_err *err)
{
	return rows_add(&r->rows, rec, err);
}

int
phc_report_source(struct phc_report *r, const char *file, struct phc_err *err)
{
	struct method *m = &r->method;
	struct stat st;

	if (stat(file, &st) == -1)
		return phc_fail(err, PHC_ESYS, "cannot read '%s': %s", file,
		    strerror(errno));
	if (text_ok(phc_str(file), err) == -1)
		return phc_within(err, "the name of a file");
	phc_grow(&m->source, &m->cap, m->nsources + 1, sizeof(*m->source));
	m->source[m->nsources].path = phc_pool_cstr(&r->pool, phc_str(file));
	m->source[m->nsources++].size = st.st_size;
	return 0;
}

void
phc_report_partial(struct phc_report *r)
{
	r->method.partial = true;
}

static bool
is_housed(const struct rows *r)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (r->row[i]->first)
			return true;
	return false;
}

/* Under the title of the first sheet. */
static void
cover(struct book *b, const struct phc_report *r)
{
	char day[LONG_DATE], text[64];

	snprintf(
	    text, sizeof(text), "Situation au %s", long_date(r->rows.at, day));
	book_one_page(b);
	book_line(b, text);
	if (r->method.partial)
		book_line(
		    b, "Rapport partiel\u00a0: des lignes ont été refusées");
	book_line(b, "n.d.\u00a0: non disponible\u00a0; –\u00a0: sans objet");
}

/* The other sheets, below the table of the first. */
static void
contents(struct book *b, const struct phc_report *r, bool housed)
{
	const struct sheet *s = r->layout.sheet, *end = s + r->layout.nsheets;

	book_heading(b, "Feuilles du classeur");
	for (s++; s < end; s++)
		if (housed || !s->of_dwellings)
			book_link(b, s->name, s->title, s->note);
}

static void
fill_sheet(struct book *b, const struct phc_report *r, const struct sheet *s,
    bool housed)
{
	struct table t = { .ncols = 0 };
	bool first = s == r->layout.sheet;

	if (s->lines == LINES_METHOD)
		method_fill(&t, &r->method);
	else
		table_fill(&t, s, &r->rows);
	book_sheet(
	    b, s->name, s->title, first ? r->layout.title : s->title, s->note);
	if (first)
		cover(b, r);
	book_table(b, &t);
	if (*s->chart != '\0')
		book_chart(b, s->chart, &t);
	if (first)
		contents(b, r, housed);
	table_free(&t);
}

/* Whether each sheet that is shown has something to show. */
static int
complete(const struct phc_report *r, bool housed, struct phc_err *err)
{
	const struct sheet *s = r->layout.sheet, *end = s + r->layout.nsheets;

	for (; s < end; s++)
		if (s->n == 0 && s->lines != LINES_METHOD &&
		    (housed || !s->of_dwellings))
			return phc_fail(err, PHC_EDATA,
			    "report-fields.csv: no field for sheet '%s'",
			    s->name);
	return 0;
}

static void
fill(struct book *b, void *arg)
{
	const struct phc_report *r = arg;
	const struct sheet *s = r->layout.sheet, *end = s + r->layout.nsheets;
	bool housed = is_housed(&r->rows);

	for (; s < end; s++)
		if (housed || !s->of_dwellings)
			fill_sheet(b, r, s, housed);
}

int
phc_report_write(struct phc_report *r, const char *path, struct phc_err *err)
{
	struct phc_file file;

	if (rows_end(&r->rows, err) == -1 ||
	    complete(r, is_housed(&r->rows), err) == -1 ||
	    phc_file_new(&file, path, err) == -1)
		return -1;
	if (book_make(&file,
		&(struct book_of){ r->layout.title, r->rows.at, NULL, fill, r },
		err) == -1) {
		phc_file_drop(&file);
		return -1;
	}
	return phc_file_keep(&file, err);
}

const char *
phc_report_summary(struct phc_report *r)
{
	const struct sheet *s = r->layout.sheet, *end = s + r->layout.nsheets;
	bool housed = is_housed(&r->rows);
	char *text = say(&r->pool, "%zu households; sheets", r->rows.n);
	const char *comma = "";

	for (; s < end; s++)
		if (housed || !s->of_dwellings) {
			text = say(&r->pool, "%s%s %s", text, comma, s->name);
			comma = ",";
		}
	return text;
}
