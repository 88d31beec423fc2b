#include <stdlib.h>

#include "phc/text.h"
#include "report.h"

static const struct chart *
chart_of(const struct phc_report *r, const struct sheet *s)
{
	size_t i;

	for (i = 0; i < r->layout.charts; i++)
		if (strcmp(r->layout.chart[i].sheet, s->name) == 0)
			return &r->layout.chart[i];
	return NULL;
}

/* The place of a heading, or ncols. */
static size_t
head(const struct table *t, struct phc_str name)
{
	size_t j;

	for (j = 0; j < t->ncols && !phc_str_is(name, phc_str(t->head[j])); j++)
		;
	return j;
}

static bool
in_list(const char *list, struct phc_str word)
{
	struct phc_str l = phc_str(list);
	bool found = l.n == 0;

	while (l.n > 0 && !found)
		found = phc_str_is(phc_part(&l, '|'), word);
	return found;
}

/* What a cell of a chart is, in words. */
static const char *
figure(struct phc_pool *pool, struct cell c)
{
	const char *unit = formats[c.format].unit;
	bool percent = c.format == FORMAT_PERCENT;

	if (c.den == 0)
		return "non disponible";
	if (c.format == FORMAT_TEXT)
		return phc_str_is(c.text, phc_str("s"))   ? "masqué"
		       : phc_str_is(c.text, phc_str("–")) ? "aucun"
							  : "non disponible";
	return say(pool, "%.*f%s", formats[c.format].places,
	    cell_value(c) * (percent ? 100 : 1), unit);
}

static void
series(struct picture *p, size_t i, size_t *cap)
{
	phc_grow(&p->series, cap, p->nseries + 1, sizeof(*p->series));
	p->series[p->nseries++] = i;
}

/* The lines, which stand together, and the columns. */
static bool
down(struct picture *p, const struct chart *c, const struct table *t)
{
	struct phc_str list = phc_str(c->columns);
	const struct cell *cell;
	struct row row = { .cell = NULL };
	size_t i, j, n = 0, cap = 0;

	p->names = head(t, phc_str(c->by));
	for (i = 0; i < t->nrows; i++) {
		cell = table_row(t, i, &row);
		if (*c->line != '\0' && !in_list(c->line, cell[0].text))
			continue;
		p->first = n++ == 0 ? i : p->first;
		p->last = i;
	}
	row_free(&row);
	while (list.n > 0)
		if ((j = head(t, phc_part(&list, '|'))) < t->ncols)
			series(p, j, &cap);
	return n > 0 && p->names < t->ncols && p->nseries > 0;
}

/* The columns from the first that is no heading to the last. */
static bool
across(struct picture *p, const struct chart *c, const struct sheet *s,
    const struct table *t)
{
	const struct cell *cell;
	struct row row = { .cell = NULL };
	size_t i, cap = 0;

	p->across = true;
	p->first = s->headings;
	p->last = t->ncols - 1;
	while (p->last > p->first && strcmp(t->head[p->last], "Remarque") == 0)
		p->last--;
	for (i = 0; i < t->nrows; i++) {
		cell = table_row(t, i, &row);
		if (in_list(c->line, cell[0].text))
			series(p, i, &cap);
	}
	row_free(&row);
	return p->nseries > 0 && p->first <= p->last;
}

/* What the points are, over all: how they are written, and whether some are
 * masked, or have a bar at all. */
struct nature {
	enum format format;
	bool masked, bars;
};

static struct nature
nature(const struct picture *p, const struct table *t)
{
	struct nature n = { .masked = false };
	struct row row = { .cell = NULL };
	const struct cell *c;
	struct cell one;
	size_t i, k;

	for (i = p->first; i <= p->last; i++)
		for (k = 0; k < p->nseries; k++) {
			c = table_row(t, p->across ? p->series[k] : i, &row);
			one = c[p->across ? i : p->series[k]];
			n.bars |= one.den != 0 && one.num > 0;
			n.masked |= one.format == FORMAT_TEXT && one.den != 0 &&
				    phc_str_is(one.text, phc_str("s"));
			if (one.den != 0 && one.format != FORMAT_TEXT)
				n.format = one.format;
		}
	row_free(&row);
	return n;
}

/* Point by point: "août 2016 : Entrées 3, Sorties masqué". */
static const char *
in_words(const struct picture *p, const struct table *t, struct phc_pool *pool)
{
	char *s = say(pool, "%s.", p->title);
	struct row row = { .cell = NULL };
	const struct cell *c;
	struct phc_str name, of;
	size_t i, k;

	for (i = p->first; i <= p->last; i++) {
		name = p->across ? phc_str(t->head[i])
				 : table_row(t, i, &row)[p->names].text;
		s = say(pool, "%s%s %.*s\u00a0:", s,
		    i > p->first ? "\u00a0;" : "", PHC_STR_ARG(name));
		for (k = 0; k < p->nseries; k++) {
			c = table_row(t, p->across ? p->series[k] : i, &row);
			of = p->across ? c[0].text
				       : phc_str(t->head[p->series[k]]);
			s = say(pool, "%s%s %.*s %s", s, k > 0 ? "," : "",
			    PHC_STR_ARG(of),
			    figure(pool, c[p->across ? i : p->series[k]]));
		}
	}
	row_free(&row);
	return s;
}

bool
chart_picture(const struct phc_report *r, const struct sheet *s,
    const struct table *t, struct phc_pool *pool, struct picture *p)
{
	const struct chart *c = chart_of(r, s);
	struct nature n;

	*p = (struct picture){ .title = NULL };
	if (c == NULL || t->nrows == 0)
		return false;
	p->title = c->title;
	p->x = c->x;
	p->y = c->y;
	if (!(*c->by != '\0' ? down(p, c, t) : across(p, c, s, t)))
		return false;
	n = nature(p, t);
	p->text = in_words(p, t, pool);
	if (n.format != FORMAT_MONEY)
		p->format = "#,##0;;";
	else if (p->nseries == 1) /* else they stand in each other's way */
		p->format = "#,##0\\ \"€\";;";
	if (n.masked)
		p->title =
		    say(pool, "%s (sans barre\u00a0: nul ou masqué)", c->title);
	return n.bars;
}
