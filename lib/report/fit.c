#include "report.h"

enum {
	NARROWEST = 48, /* pixels */
	PAD = 20        /* an indent, and what a cell keeps free */
};

/* A number keeps a digit free at its right: LibreOffice loses the indent of a
 * right-aligned cell next to one of another format. */
const struct spelling formats[FORMATS] = {
	[FORMAT_TEXT] = { "@", 0, "" },
	[FORMAT_COUNT] = { "#,##0_0", 0, "" },
	[FORMAT_MONEY] = { "#,##0.00\\ \"€\"_0", 2, " €" },
	[FORMAT_PERCENT] = { "0.0\\ %_0", 1, " %" },
	[FORMAT_AREA] = { "#,##0.00\\ \"m²\"_0", 2, " m²" },
	[FORMAT_DAYS] = { "#,##0\\ \"j\"_0", 0, " j" },
	[FORMAT_MONTHS] = { "#,##0\\ \"mois\"_0", 0, " mois" },
	[FORMAT_MONTH] = { "[$-40C]mmmm\\ yyyy_0", 0, "septembre 2016" },
};

/* Tenths of a pixel of a character in Calibri 11: the narrow, the wide, the
 * capital and the usual; of one of several bytes, in its first. */
static size_t
ink(unsigned char c)
{
	if (c >= 0x80)
		return c < 0xc0 ? 0 : c == 0xc2 ? 42 : 72;
	if (strchr(" .,:;'()-Ifijlrt", c) != NULL)
		return 42;
	if (strchr("%MOQWmw", c) != NULL)
		return 120;
	return c >= 'A' && c <= 'Z' ? 82 : 72;
}

static size_t
all_ink(struct phc_str s)
{
	size_t i, w = 0;

	for (i = 0; i < s.n; i++)
		w += ink((unsigned char)s.s[i]);
	return w;
}

static size_t
text_width(struct phc_str s)
{
	return (all_ink(s) + 9) / 10;
}

/* What comes first of 's', up to a space, and leaves it. */
static struct phc_str
next_word(struct phc_str *s)
{
	struct phc_str w = { s->s, 0 };

	while (w.n < s->n && w.s[w.n] != ' ')
		w.n++;
	s->s += w.n + (w.n < s->n);
	s->n -= w.n + (w.n < s->n);
	return w;
}

static size_t
larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static size_t
longest_word(struct phc_str s)
{
	size_t w = 0;

	while (s.n > 0)
		w = larger(w, text_width(next_word(&s)));
	return w;
}

size_t
fit_lines(struct phc_str s, const struct col *col)
{
	size_t w, used = 0, n = 1, room = (col->width - PAD) * 10;

	while (s.n > 0) {
		w = all_ink(next_word(&s));
		if (used > 0 && used + ink(' ') + w > room) {
			n++;
			used = 0;
		}
		used += w + (used > 0 ? ink(' ') : 0);
	}
	return n;
}

/* A number with its groups of thousands and its unit. */
static size_t
number_width(struct cell c)
{
	const struct spelling *f = &formats[c.format];
	double v = cell_value(c) * (c.format == FORMAT_PERCENT ? 100 : 1);
	char buf[64];
	int n = snprintf(buf, sizeof(buf), "%.*f", f->places, v);

	if (c.format == FORMAT_MONTH)
		return text_width(phc_str(f->unit));
	return text_width((struct phc_str){ buf, (size_t)n }) +
	       (size_t)(n - f->places) / 4 * text_width(phc_str(" ")) +
	       text_width(phc_str(f->unit));
}

static void
see(struct col *col, struct cell c)
{
	size_t w;

	if (c.format != FORMAT_TEXT && c.den != 0) {
		w = number_width(c) + PAD;
		col->width = larger(col->width, w);
		col->least = larger(col->least, w);
	} else if (c.den != 0) {
		col->width = larger(col->width, text_width(c.text) + PAD);
		col->least = larger(col->least, longest_word(c.text) + PAD);
	}
	col->number |=
	    c.format != FORMAT_TEXT || phc_str_is(c.text, phc_str("s"));
}

static void
see_heads(struct col *col, const struct table *t)
{
	struct phc_str head;
	size_t j;

	for (j = 0; j < t->ncols; j++) {
		head = phc_str(t->head[j]);
		col[j].least = larger(col[j].least, longest_word(head) + PAD);
		col[j].width = larger(col[j].width, col[j].least);
		while (fit_lines(head, &col[j]) > 2)
			col[j].width++;
	}
}

static void
measure(struct col *col, const struct table *t)
{
	const struct cell *c;
	struct row row = { .cell = NULL };
	size_t i, j;

	for (i = 0; i < t->nrows; i++) {
		c = table_row(t, i, &row);
		for (j = 0; j < t->ncols; j++)
			see(&col[j], c[j]);
	}
	row_free(&row);
	for (j = 0; t->total != NULL && j < t->ncols; j++)
		see(&col[j], t->total[j]);
	see_heads(col, t);
}

/* The widest that can be narrowed, or 'n'. */
static size_t
widest(const struct col *col, size_t n)
{
	size_t j, best = n;

	for (j = 0; j < n; j++)
		if (col[j].width > col[j].least &&
		    (best == n || col[j].width > col[best].width))
			best = j;
	return best;
}

struct col *
fit_columns(struct phc_pool *pool, const struct table *t, size_t page)
{
	struct col *col = phc_pool_take(pool, t->ncols * sizeof(*col));
	size_t j, total = 0;

	for (j = 0; j < t->ncols; j++)
		col[j] = (struct col){ NARROWEST, NARROWEST, false };
	measure(col, t);
	for (j = 0; j < t->ncols; j++)
		total += col[j].width;
	for (; total > page && (j = widest(col, t->ncols)) < t->ncols; total--)
		col[j].width--;
	return col;
}
