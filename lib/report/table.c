#include <stdlib.h>

#include "phc/date.h"
#include "report.h"

void
table_head(struct table *t, const char *label)
{
	phc_grow(&t->head, &t->head_cap, t->ncols + 1, sizeof(*t->head));
	t->head[t->ncols++] = label;
}

struct cell *
table_line(struct table *t)
{
	phc_grow(
	    &t->cell, &t->cap, (t->nrows + 1) * t->ncols, sizeof(*t->cell));
	return t->cell + t->nrows++ * t->ncols;
}

void
table_free(struct table *t)
{
	if (t->end != NULL)
		t->end(t->of);
	phc_pool_free(&t->pool);
	free(t->head);
	free(t->cell);
	*t = (struct table){ .head = NULL };
}

const struct cell *
table_row(const struct table *t, size_t i, struct row *row)
{
	if (t->fill == NULL)
		return t->cell + i * t->ncols;
	phc_pool_free(&row->pool);
	if (row->cell == NULL)
		row->cell = phc_new((t->ncols + 1) * sizeof(*row->cell));
	t->fill(t->of, i, &row->pool, row->cell);
	return row->cell;
}

void
row_free(struct row *row)
{
	phc_pool_free(&row->pool);
	free(row->cell);
}

struct cell
cell_text(struct phc_str s)
{
	return (
	    struct cell){ .format = FORMAT_TEXT, .den = s.n > 0, .text = s };
}

struct cell
cell_blank(void)
{
	return (
	    struct cell){ .format = FORMAT_TEXT, .den = 1, .text = { "", 0 } };
}

struct cell
cell_count(int64_t n)
{
	return (struct cell){
		.format = FORMAT_COUNT, .num = n, .den = n != PHC_UNKNOWN
	};
}

static struct cell
cell_month(int64_t day)
{
	return (struct cell){
		.format = FORMAT_MONTH, .num = phc_date_month(day), .den = 1
	};
}

/* Days are counted from the last of 1899 but one. */
double
cell_value(struct cell c)
{
	enum { EPOCH = 25569 };

	return c.format == FORMAT_MONTH ? (double)(c.num + EPOCH)
					: (double)c.num / (double)c.den;
}

static struct cell
known(const struct phc_report *r, const struct phc_figures_cell *g)
{
	static const struct {
		enum format format;
		int64_t den;
	} as[] = {
		[PHC_UNIT_COUNT] = { FORMAT_COUNT, 1 },
		[PHC_UNIT_EURO] = { FORMAT_MONEY, 100 },
		[PHC_UNIT_PERCENT] = { FORMAT_PERCENT, 10000 },
		[PHC_UNIT_DAYS] = { FORMAT_DAYS, 1 },
		[PHC_UNIT_MONTHS] = { FORMAT_MONTHS, 1 },
	};
	enum phc_figure_unit u = g->of->unit;

	if (u == PHC_UNIT_YES)
		return cell_text(phc_str(g->value ? "Oui" : "Non"));
	if (u == PHC_UNIT_DAYS &&
	    dimension_of(g->of, phc_str("household")) < PHC_DIMENSIONS)
		return cell_month(r->of.to_day + g->value);
	return (struct cell){
		.format = as[u].format, .num = g->value, .den = as[u].den
	};
}

struct cell
cell_figure(const struct phc_report *r, size_t i)
{
	const struct phc_figures_cell *g = &r->figure[i];

	if (report_masked(r, i))
		return cell_text(phc_str("s"));
	return g->value == PHC_UNKNOWN ? cell_count(PHC_UNKNOWN) : known(r, g);
}
