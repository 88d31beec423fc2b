#include <stdlib.h>

#include "phc/text.h"
#include "report.h"

/* Where a figure stands. */
struct place {
	const char *label[HEADINGS];
	const char *column;
};

struct index {
	size_t *slot; /* of lines, plus one */
	size_t size;
};

static const struct phc_figures_cell *
figure(const struct grid *g, size_t i)
{
	return &g->report->figure[i];
}

static bool
stands_here(const struct grid *g, size_t i)
{
	const struct phc_indicator *k = figure(g, i)->of;

	return strcmp(k->sheet, g->sheet->name) == 0 &&
	       strcmp(k->column, "-") != 0;
}

/* Whether some figure of the sheet is not of the period alone. */
static bool
of_moments(const struct grid *g)
{
	const struct phc_report *r = g->report;
	size_t i;

	for (i = 0; i < r->n; i++)
		if (stands_here(g, i) && r->figure[i].from != r->of.from)
			return true;
	return false;
}

/* The dimension that the column of a figure takes, or PHC_DIMENSIONS. */
static size_t
taken(const struct phc_indicator *k)
{
	const char *is = strchr(k->column, '=');

	if (*k->column == '@')
		return dimension_of(k, phc_str(k->column + 1));
	return is != NULL ? dimension_of(k, phc_str(is + 1)) : PHC_DIMENSIONS;
}

static const char *
column_of(struct grid *g, size_t i, bool moments)
{
	const struct phc_indicator *k = figure(g, i)->of;
	size_t d = taken(k);
	const char *label;

	if (*k->column == '@' && d < PHC_DIMENSIONS)
		return label_modality(g->report, i, d, &g->pool);
	if (*k->column != '\0')
		return phc_pool_cstr(&g->pool,
		    (struct phc_str){ k->column, strcspn(k->column, "=") });
	if (moments)
		return label_moment(g->report, i);
	label = layout_word(&g->report->layout, "moment", "value");
	return label != NULL ? label : "";
}

static bool
has_heading(const struct sheet *s, const char *dimension)
{
	size_t h;

	for (h = 0; h < s->headings; h++)
		if (s->heading[h].dimension != NULL &&
		    strcmp(s->heading[h].dimension, dimension) == 0)
			return true;
	return false;
}

/* What stands under a heading that names a dimension, NULL if nothing. */
static const char *
named(struct grid *g, size_t i, const char *dimension, unsigned *left)
{
	const struct phc_indicator *k = figure(g, i)->of;
	size_t d = dimension_of(k, phc_str(dimension));

	if (d < PHC_DIMENSIONS && *left & 1U << d) {
		*left &= ~(1U << d);
		return label_modality(g->report, i, d, &g->pool);
	}
	d = dimension_of(k, phc_str("commune"));
	if (strcmp(dimension, "epci") == 0 && d < PHC_DIMENSIONS)
		return label_epci(
		    g->report, figure(g, i)->modality[d], &g->pool);
	return NULL;
}

/* The next dimension that no heading names. */
static const char *
unnamed(struct grid *g, size_t i, unsigned *left)
{
	const struct phc_indicator *k = figure(g, i)->of;
	size_t d;

	for (d = 0; d < k->dimensions; d++)
		if (*left & 1U << d &&
		    !has_heading(g->sheet, k->dimension[d])) {
			*left &= ~(1U << d);
			return label_modality(g->report, i, d, &g->pool);
		}
	return NULL;
}

static int
place(struct grid *g, size_t i, bool moments, struct place *p,
    struct phc_err *err)
{
	const struct phc_indicator *k = figure(g, i)->of;
	const struct sheet *s = g->sheet;
	unsigned left = (1U << k->dimensions) - 1;
	size_t h, d = taken(k);

	*p = (struct place){ .column = column_of(g, i, moments),
		.label = { k->line } };
	if (d < PHC_DIMENSIONS)
		left &= ~(1U << d);
	else if (strpbrk(k->column, "@=") != NULL)
		return phc_fail(err, PHC_EDATA,
		    "report-indicators: %s: no dimension '%s'", k->code,
		    k->column);
	for (h = 1; h < s->headings; h++)
		p->label[h] = s->heading[h].dimension != NULL
				  ? named(g, i, s->heading[h].dimension, &left)
				  : unnamed(g, i, &left);
	if (left != 0)
		return phc_fail(err, PHC_EDATA,
		    "report-sheets: %s: no heading for %s of %s", s->name,
		    k->dimension[left > 1], k->code);
	return 0;
}

static size_t
column(struct grid *g, const char *name)
{
	size_t j;

	for (j = 0; j < g->columns && strcmp(g->column[j], name) != 0; j++)
		;
	if (j == g->columns) {
		phc_grow(
		    &g->column, &g->columns_cap, j + 1, sizeof(*g->column));
		g->column[g->columns++] = name;
	}
	return j;
}

static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool
is_line(const struct line *l, const struct place *p)
{
	size_t h;

	for (h = 0; h < HEADINGS; h++)
		if (!same(l->label[h], p->label[h]))
			return false;
	return true;
}

static size_t
hash(const struct place *p)
{
	size_t n = 1469598103u, h;
	const char *s;

	for (h = 0; h < HEADINGS; h++, n = n * 31 + 7)
		for (s = p->label[h]; s != NULL && *s != '\0'; s++)
			n = (n ^ (unsigned char)*s) * 16777619u;
	return n;
}

/* The first line of the same line_fr, or itself. */
static size_t
group(const struct grid *g, size_t l)
{
	size_t i = l;

	if (l > 0 && strcmp(g->line[l - 1].label[0], g->line[l].label[0]) == 0)
		return g->line[l - 1].group;
	for (i = 0;
	     i < l && strcmp(g->line[i].label[0], g->line[l].label[0]) != 0;
	     i++)
		;
	return i < l ? g->line[i].group : l;
}

static size_t
line(struct grid *g, struct index *x, const struct place *p, size_t i)
{
	size_t at = hash(p) & (x->size - 1), l;

	for (; x->slot[at] != 0; at = (at + 1) & (x->size - 1))
		if (is_line(&g->line[x->slot[at] - 1], p))
			return x->slot[at] - 1;
	l = g->lines++;
	phc_grow(&g->line, &g->lines_cap, l + 1, sizeof(*g->line));
	memcpy(g->line[l].label, p->label, sizeof(p->label));
	g->line[l].figure = i;
	g->line[l].group = group(g, l);
	x->slot[at] = l + 1;
	return l;
}

struct found {
	size_t line, column, figure;
};

/* A modality under its own heading stands where it is so, or is masked. */
static bool
not_so(const struct grid *g, size_t i)
{
	return strchr(figure(g, i)->of->column, '=') != NULL &&
	       !report_masked(g->report, i) && figure(g, i)->value < 1;
}

static int
settle(struct grid *g, const struct found *f, size_t n, struct phc_err *err)
{
	size_t i, *at;

	g->at = phc_new((g->lines * g->columns + 1) * sizeof(*g->at));
	for (i = 0; i < n; i++) {
		at = &g->at[f[i].line * g->columns + f[i].column];
		if (*at != 0 && not_so(g, f[i].figure))
			continue;
		if (*at != 0 && !not_so(g, *at - 1))
			return phc_fail(err, PHC_EDATA,
			    "report-indicators: sheet %s: %s and %s have one "
			    "place",
			    g->sheet->name, figure(g, *at - 1)->of->code,
			    figure(g, f[i].figure)->of->code);
		*at = f[i].figure + 1;
	}
	return 0;
}

/* Places that are found in no order of their own. */
static bool
of_places(const struct grid *g, const struct line *l)
{
	const struct phc_indicator *k = figure(g, l->figure)->of;

	return dimension_of(k, phc_str("commune")) < PHC_DIMENSIONS ||
	       dimension_of(k, phc_str("epci")) < PHC_DIMENSIONS;
}

static int
by_label(const char *a, const char *b)
{
	char x[PHC_FOLD_MAX], y[PHC_FOLD_MAX];
	struct phc_str p, q;
	int c;

	if (a == NULL || b == NULL)
		return (a != NULL) - (b != NULL);
	p = phc_fold(phc_str(a), x, sizeof(x));
	q = phc_fold(phc_str(b), y, sizeof(y));
	c = memcmp(p.s, q.s, p.n < q.n ? p.n : q.n);
	return c != 0 ? c : (p.n > q.n) - (p.n < q.n);
}

static int
compare(const struct grid *g, size_t a, size_t b)
{
	const struct line *x = &g->line[a], *y = &g->line[b];
	size_t h;
	int c = 0;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	if (of_places(g, x))
		for (h = 1; h < HEADINGS && c == 0; h++)
			c = by_label(x->label[h], y->label[h]);
	return c != 0 ? c : (a > b) - (a < b);
}

/* Merged, from runs of one: nothing here but what compare() says. */
static void
sort(const struct grid *g, size_t *v, size_t n, size_t *spare)
{
	size_t m = n / 2, i = 0, j = m, k;

	if (n < 2)
		return;
	sort(g, v, m, spare);
	sort(g, v + m, n - m, spare);
	for (k = 0; k < n; k++)
		spare[k] = j == n || (i < m && compare(g, v[i], v[j]) <= 0)
			       ? v[i++]
			       : v[j++];
	memcpy(v, spare, n * sizeof(*v));
}

static void
in_order(struct grid *g)
{
	size_t i, *spare = phc_new((g->lines + 1) * sizeof(*spare));

	g->show = phc_new((g->lines + 1) * sizeof(*g->show));
	for (i = 0; i < g->lines; i++)
		g->show[i] = i;
	sort(g, g->show, g->lines, spare);
	free(spare);
}

/* The columns that the table of sheets puts first. */
static void
first_columns(struct grid *g)
{
	struct phc_str list = phc_str(g->sheet->columns);

	while (list.n > 0)
		column(g, phc_pool_cstr(&g->pool, phc_part(&list, '|')));
}

/* The period comes before the one before it. */
static void
period_column(struct grid *g)
{
	const struct phc_report *r = g->report;
	const char *label =
	    layout_word(&r->layout, "moment", r->of.year ? "year" : "month");

	if (label != NULL)
		column(g, label);
}

static int
find(struct grid *g, struct index *x, struct found *f, size_t *n,
    struct phc_err *err)
{
	const struct phc_report *r = g->report;
	bool moments = of_moments(g);
	struct place p;
	size_t k, i;

	first_columns(g);
	if (moments)
		period_column(g);
	for (k = 0; k < r->n; k++) {
		i = r->order[k];
		if (!stands_here(g, i))
			continue;
		if (place(g, i, moments, &p, err) == -1)
			return -1;
		f[(*n)++] =
		    (struct found){ line(g, x, &p, i), column(g, p.column), i };
		g->remarks |=
		    r->figure[i].value == PHC_UNKNOWN && !report_masked(r, i);
	}
	return settle(g, f, *n, err);
}

int
grid_new(struct grid *g, const struct phc_report *r, const struct sheet *s,
    struct phc_err *err)
{
	struct index x = { .size = 2 };
	struct found *f = phc_new((r->n + 1) * sizeof(*f));
	size_t n = 0;
	int rc;

	*g = (struct grid){ .report = r, .sheet = s };
	while (x.size < 2 * r->n)
		x.size *= 2;
	x.slot = phc_new(x.size * sizeof(*x.slot));
	rc = find(g, &x, f, &n, err);
	if (rc == 0)
		in_order(g);
	free(x.slot);
	free(f);
	return rc;
}

void
grid_free(struct grid *g)
{
	phc_pool_free(&g->pool);
	free(g->column);
	free(g->line);
	free(g->at);
	free(g->show);
}

bool
grid_heading(const struct grid *g, size_t h)
{
	return h < g->sheet->headings && *g->sheet->heading[h].label != '\0';
}

size_t
grid_at(const struct grid *g, size_t i, size_t j)
{
	return g->at[g->show[i] * g->columns + j];
}

/* What people fill in stays empty, and the remark says so. */
static bool
to_fill(const struct phc_figures_cell *c)
{
	return c->missing != NULL &&
	       strncmp(c->missing, "à remplir", strlen("à remplir")) == 0;
}

struct cell
grid_cell(const struct grid *g, size_t i, size_t j, struct phc_pool *pool)
{
	size_t at = grid_at(g, i, j), d;

	if (at == 0 || not_so(g, at - 1))
		return cell_text(phc_str("–"));
	if (to_fill(figure(g, at - 1)))
		return cell_blank();
	d = taken(figure(g, at - 1)->of);
	if (strchr(figure(g, at - 1)->of->column, '=') == NULL ||
	    report_masked(g->report, at - 1) || d == PHC_DIMENSIONS)
		return cell_figure(g->report, at - 1);
	return cell_text(phc_str(label_modality(g->report, at - 1, d, pool)));
}
