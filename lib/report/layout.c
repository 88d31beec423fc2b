#include <stdlib.h>

#include "phc/text.h"
#include "report.h"

static char *
keep(struct layout *l, const struct phc_rec *rec, size_t i)
{
	return phc_pool_cstr(&l->pool, phc_rec_field(rec, i));
}

bool
layout_has(struct phc_str list, const char *word)
{
	bool found = list.n == 0;

	while (list.n > 0 && !found)
		found = phc_str_is(phc_part(&list, ' '), phc_str(word));
	return found;
}

/* Whether a row is of this report; of any, where it does not say. */
static bool
mine(const struct layout *l, const struct phc_rec *rec, bool cycle)
{
	return layout_has(phc_rec_field(rec, 0), l->to) &&
	       (!cycle || layout_has(phc_rec_field(rec, 1),
			      l->year ? "year" : "month"));
}

static int
add_word(struct layout *l, const struct phc_rec *rec, struct phc_err *err)
{
	(void)err;
	phc_grow(&l->word, &l->words_cap, l->words + 1, sizeof(*l->word));
	l->word[l->words++] =
	    (struct word){ keep(l, rec, 0), keep(l, rec, 1), keep(l, rec, 2) };
	return 0;
}

static int
kind(struct phc_str word, enum kind *out, struct phc_err *err)
{
	static const char *const names[] = { "cover", "figures", "method",
		"data" };
	int i;

	for (i = 0; i < 4; i++)
		if (phc_str_is(word, phc_str(names[i]))) {
			*out = (enum kind)i;
			return 0;
		}
	return phc_fail(
	    err, PHC_EDATA, "no kind of sheet '%.*s'", PHC_STR_ARG(word));
}

/* "Rubrique|Alerte=alert|Détail" */
static int
headings(
    struct layout *l, struct sheet *s, struct phc_str list, struct phc_err *err)
{
	struct heading *h;
	struct phc_str one;

	do {
		if (s->headings == HEADINGS)
			return phc_fail(err, PHC_EDATA, "more than %d headings",
			    (int)HEADINGS);
		one = phc_part(&list, '|');
		h = &s->heading[s->headings++];
		h->label = phc_pool_cstr(&l->pool, phc_part(&one, '='));
		h->dimension = one.n > 0 ? phc_pool_cstr(&l->pool, one) : NULL;
	} while (list.n > 0);
	return 0;
}

/* What Excel takes for the name of a sheet, and what a file may be called. */
static int
check_name(struct phc_str s, struct phc_err *err)
{
	size_t i;

	if (s.n == 0 || text_length(s) > 31 ||
	    phc_str_is(s, phc_str("History")))
		return phc_fail(err, PHC_EDATA, "no name for a sheet: '%.*s'",
		    PHC_STR_ARG(s));
	for (i = 0; i < s.n; i++)
		if (strchr("[]:*?/\\'.", s.s[i]) != NULL)
			return phc_fail(err, PHC_EDATA,
			    "no name for a sheet: '%.*s'", PHC_STR_ARG(s));
	return 0;
}

static int
add_sheet(struct layout *l, const struct phc_rec *rec, struct phc_err *err)
{
	struct sheet *s;
	size_t i;

	if (!mine(l, rec, true))
		return 0;
	phc_grow(&l->sheet, &l->sheets_cap, l->sheets + 1, sizeof(*l->sheet));
	s = &l->sheet[l->sheets++];
	*s = (struct sheet){ .name = keep(l, rec, 2),
		.title = keep(l, rec, 4),
		.note = keep(l, rec, 5),
		.columns = keep(l, rec, 7),
		.definition = keep(l, rec, 8),
		.portrait = phc_rec_field(rec, 9).n > 0 };
	if (check_name(phc_str(s->name), err) == -1 ||
	    kind(phc_rec_field(rec, 3), &s->kind, err) == -1)
		return -1;
	for (i = 0; i + 1 < l->sheets; i++)
		if (strcmp(l->sheet[i].name, s->name) == 0)
			return phc_fail(
			    err, PHC_EDATA, "sheet '%s' twice", s->name);
	return headings(l, s, phc_rec_field(rec, 6), err);
}

static int
add_chart(struct layout *l, const struct phc_rec *rec, struct phc_err *err)
{
	(void)err;
	if (!mine(l, rec, true))
		return 0;
	phc_grow(&l->chart, &l->charts_cap, l->charts + 1, sizeof(*l->chart));
	l->chart[l->charts++] = (struct chart){ keep(l, rec, 2),
		keep(l, rec, 3), keep(l, rec, 4), keep(l, rec, 5),
		keep(l, rec, 6), keep(l, rec, 7), keep(l, rec, 8) };
	return 0;
}

static int
add_note(struct layout *l, const struct phc_rec *rec, struct phc_err *err)
{
	(void)err;
	if (!mine(l, rec, false))
		return 0;
	phc_grow(&l->note, &l->notes_cap, l->notes + 1, sizeof(*l->note));
	l->note[l->notes++] =
	    (struct note){ keep(l, rec, 1), keep(l, rec, 2), keep(l, rec, 3) };
	return 0;
}

/* A table of the layout, how its header reads, and who takes its rows. */
static const struct source {
	const char *name;
	size_t ncols;
	const char *head;
	int (*add)(struct layout *, const struct phc_rec *, struct phc_err *);
} sources[] = {
	{ "report-words", 3, "of word label_fr", add_word },
	{ "report-sheets", 10,
	    "to cycle sheet kind title note headings columns definition page",
	    add_sheet },
	{ "report-charts", 9, "to cycle sheet title line by columns x y",
	    add_chart },
	{ "report-notes", 4, "to part label text", add_note },
};

static int
check_head(const struct phc_rec *rec, const char *head, struct phc_err *err)
{
	struct phc_str names = phc_str(head);
	size_t i;

	for (i = 0; i < rec->n && names.n > 0; i++)
		if (!phc_str_is(phc_rec_field(rec, i), phc_part(&names, ' ')))
			break;
	if (i < rec->n || names.n > 0)
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
	return src->add(l, rec, err);
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

int
layout_open(struct layout *l, const char *to, bool year, const char *dir,
    struct phc_err *err)
{
	size_t i;

	*l = (struct layout){ .to = to, .year = year };
	for (i = 0; i < sizeof(sources) / sizeof(*sources); i++)
		if (load(l, &sources[i], dir, err) == -1)
			return -1;
	if (layout_word(l, "report", to) == NULL)
		return phc_fail(err, PHC_EDATA, "no report '%s'", to);
	if (l->sheets == 0)
		return phc_fail(err, PHC_EDATA, "no sheet in report '%s'", to);
	return 0;
}

void
layout_free(struct layout *l)
{
	phc_pool_free(&l->pool);
	free(l->word);
	free(l->sheet);
	free(l->chart);
	free(l->note);
}

const char *
layout_word(const struct layout *l, const char *of, const char *word)
{
	size_t i;

	for (i = 0; i < l->words; i++)
		if (strcmp(l->word[i].word, word) == 0 &&
		    (*l->word[i].of == '\0' || strcmp(l->word[i].of, of) == 0))
			return l->word[i].label;
	return NULL;
}
