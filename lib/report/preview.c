#include <stdlib.h>

#include "phc/date.h"
#include "phc/text.h"
#include "report.h"

enum { WIDEST = 48, GAP = 2 }; /* characters */

/* A cell as people read it, in the pool. */
static struct phc_str
shown(struct cell c, struct phc_pool *pool)
{
	char buf[PHC_DECIMAL_MAX], month[LONG_DATE];
	struct phc_text t = { .n = 0 };
	bool cents = c.format == FORMAT_MONEY || c.format == FORMAT_PERCENT ||
		     c.format == FORMAT_AREA;
	struct phc_str s;

	if (c.den == 0)
		return phc_str("n.d.");
	if (c.format == FORMAT_TEXT)
		return c.text;
	if (c.format == FORMAT_MONTH)
		return phc_str(say(pool, "%s", long_month(c.num, month)));
	phc_text_decimal(&t, phc_decimal_format(c.num, cents ? 2 : 0, buf),
	    true, "\u00a0", ",");
	phc_text_put(&t, phc_str(formats[c.format].unit));
	s = phc_pool_str(pool, phc_text_all(&t));
	free(t.s);
	return s;
}

/* What a terminal would obey is a question mark, one for each byte. */
static void
put_text(struct phc_out *out, struct phc_str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		phc_out_char(out, (unsigned char)s.s[i] < ' ' || s.s[i] == 0x7f
				      ? '?'
				      : s.s[i]);
}

static void
blanks(struct phc_out *out, size_t n)
{
	while (n-- > 0)
		phc_out_char(out, ' ');
}

/* Up to 'width' characters; what does not fit ends in an ellipsis. */
static void
put_cut(struct phc_out *out, struct phc_str s, size_t width, bool right)
{
	size_t n = text_length(s), i, seen = 0;

	if (n <= width) {
		blanks(out, right ? width - n : 0);
		put_text(out, s);
		blanks(out, right ? 0 : width - n);
		return;
	}
	for (i = 0; i < s.n; i++) {
		seen += (s.s[i] & 0xc0) != 0x80;
		if (seen == width)
			break;
	}
	put_text(out, (struct phc_str){ s.s, i });
	phc_out_put(out, "…", strlen("…"));
}

struct shape {
	size_t *width;
	bool *number;
};

static void
measure(const struct table *t, struct shape *shape)
{
	struct row row = { .cell = NULL };
	struct phc_pool pool = { NULL };
	const struct cell *c;
	size_t i, j, n;

	for (j = 0; j < t->ncols; j++)
		shape->width[j] = text_length(phc_str(t->head[j]));
	for (i = 0; i < t->nrows; i++) {
		c = table_row(t, i, &row);
		for (j = 0; j < t->ncols; j++) {
			n = text_length(shown(c[j], &pool));
			if (n > shape->width[j])
				shape->width[j] = n < WIDEST ? n : WIDEST;
			shape->number[j] |= c[j].format != FORMAT_TEXT;
		}
		phc_pool_free(&pool);
	}
	row_free(&row);
}

static void
put_line(struct phc_out *out, const struct table *t, const struct shape *shape,
    const struct cell *c)
{
	struct phc_pool pool = { NULL };
	struct phc_str s;
	size_t j;

	for (j = 0; j < t->ncols; j++) {
		s = c ? shown(c[j], &pool) : phc_str(t->head[j]);
		if (j + 1 == t->ncols && !shape->number[j])
			put_text(out, s);
		else
			put_cut(out, s, shape->width[j], shape->number[j]);
		blanks(out, j + 1 < t->ncols ? GAP : 0);
	}
	phc_out_char(out, '\n');
	phc_pool_free(&pool);
}

static void
put(struct phc_out *out, const struct table *t)
{
	struct shape shape = { phc_new((t->ncols + 1) * sizeof(size_t)),
		phc_new(t->ncols + 1) };
	struct row row = { .cell = NULL };
	size_t i;

	measure(t, &shape);
	put_line(out, t, &shape, NULL);
	for (i = 0; i < t->nrows && !phc_out_bad(out); i++)
		put_line(out, t, &shape, table_row(t, i, &row));
	row_free(&row);
	free(shape.width);
	free(shape.number);
}

static void
list(const struct layout *l, struct phc_out *out)
{
	struct table t = { .head = NULL };
	struct cell *line;
	size_t i;

	table_head(&t, "Feuille");
	table_head(&t, "Titre");
	table_head(&t, "Ce qu’elle dit");
	for (i = 0; i < l->sheets; i++) {
		line = table_line(&t);
		line[0] = cell_text(phc_str(l->sheet[i].name));
		line[1] = cell_text(phc_str(l->sheet[i].title));
		line[2] = cell_text(phc_str(l->sheet[i].note));
	}
	put(out, &t);
	table_free(&t);
}

static int
unknown(const struct layout *l, const char *name, struct phc_err *err)
{
	const char **names = phc_new((l->sheets + 1) * sizeof(*names));
	size_t i;
	int near;

	for (i = 0; i < l->sheets; i++)
		names[i] = l->sheet[i].name;
	near = phc_nearest(phc_str(name), names, l->sheets);
	if (near >= 0)
		phc_fail(err, PHC_EDATA, "no sheet '%s' (did you mean '%s'?)",
		    name, names[near]);
	else
		phc_fail(err, PHC_EDATA, "no sheet '%s'", name);
	free(names);
	return -1;
}

int
phc_report_preview(struct phc_report *r, const char *sheet, struct phc_out *out,
    struct phc_err *err)
{
	const struct layout *l = &r->layout;
	struct table t;
	size_t i;
	int rc;

	if (sheet == NULL) {
		list(l, out);
		return 0;
	}
	for (i = 0; i < l->sheets && strcmp(l->sheet[i].name, sheet) != 0; i++)
		;
	if (i == l->sheets)
		return unknown(l, sheet, err);
	rc = sheet_table(&t, r, &l->sheet[i], err);
	if (rc == 0)
		put(out, &t);
	table_free(&t);
	return rc;
}
