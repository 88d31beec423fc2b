#include <stddef.h>

#include "figures.h"

enum { PERIOD_MAX = 2 * PHC_DATE_MAX };

static const char *const head =
    "sheet,indicator,label,dimension,modality,dimension2,modality2,period,"
    "value,n,unit,statistic,adds_to,rests_on,missing,"
    "households\n";

static void
text(struct phc_out *out, const char *s)
{
	phc_csv_put(out, phc_str(s != NULL ? s : ""), false);
	phc_out_char(out, ',');
}

static void
word(struct phc_out *out, const char *column, int i)
{
	text(out, phc_column_find("figure", phc_str(column))->values[i]);
}

/* "2016-08", "2016", or "../2016-08-31". */
static const char *
period(const struct phc_figures_cell *g, bool year, char buf[PERIOD_MAX])
{
	char day[PHC_DATE_MAX];

	if (g->from == PHC_UNKNOWN) {
		snprintf(buf, PERIOD_MAX, "../%s", phc_date_format(g->to, day));
		return buf;
	}
	phc_month_format(phc_date_month(g->from), buf);
	if (year)
		buf[4] = '\0';
	return buf;
}

static void
number(struct phc_out *out, int64_t v, enum phc_figure_unit unit)
{
	char buf[PHC_DECIMAL_MAX];
	int places = unit == PHC_UNIT_EURO || unit == PHC_UNIT_PERCENT ? 2 : 0;

	text(out, phc_decimal_format(v, places, buf));
}

static void
put(const struct phc_figures_cell *g, bool year, struct phc_out *out)
{
	const struct phc_indicator *k = g->of;
	char buf[PERIOD_MAX], digits[PHC_DECIMAL_MAX];
	size_t i;

	text(out, k->sheet);
	text(out, k->code);
	text(out, k->label);
	for (i = 0; i < PHC_DIMENSIONS; i++) {
		text(out, i < k->dimensions ? k->dimension[i] : NULL);
		text(out, g->modality[i]);
	}
	text(out, period(g, year, buf));
	number(out, g->value, k->unit);
	number(out, g->n, PHC_UNIT_COUNT);
	word(out, "unit", (int)k->unit);
	word(out, "statistic", (int)k->statistic);
	text(out, k->adds_to);
	text(out, k->rests_on);
	text(out, g->missing);
	phc_csv_put(
	    out, phc_str(phc_decimal_format(g->households, 0, digits)), false);
	phc_out_char(out, '\n');
}

void
phc_figures_put(const struct phc_figures *f, struct phc_out *out)
{
	size_t i;

	phc_out_put(out, head, strlen(head));
	for (i = 0; i < f->n && !phc_out_bad(out); i++)
		put(&f->figure[i], f->of.year, out);
}
