#include "controls.h"

struct cost
follow_control(const struct control *c, enum item item)
{
	const struct months *m = &c->t->months;
	struct cost row;

	follow_blank(c->rows, &row);
	row.period_from = m->first;
	row.period_to = phc_date_month(m->last[m->n - 1]);
	row.section = SECTION_CONTROL;
	row.item = item;
	return row;
}

static const char *
word(const char *column, int64_t v)
{
	return phc_column_find("cost", phc_str(column))->values[v];
}

/* "funded_spent of support fails: 725.00 for 725.01: see D00009" */
static void
say(const struct control *c, const struct cost *row)
{
	bool all = row->nature == PHC_UNKNOWN, money = row->unit == PHC_UNKNOWN;
	char is[PHC_DECIMAL_MAX], for_[PHC_DECIMAL_MAX];

	phc_decimal_format(money ? row->amount : row->count, money ? 2 : 0, is);
	phc_decimal_format(
	    money ? row->against : row->against_count, money ? 2 : 0, for_);
	phc_fail(c->err, PHC_EDATA, "%s%s%s fails: %s for %s%s%.*s",
	    word("item", row->item), all ? "" : " of ",
	    all ? "" : word("nature", row->nature), is, for_,
	    row->culprit.n > 0 ? ": see " : "", PHC_STR_ARG(row->culprit));
}

void
follow_control_put(struct control *c, const struct cost *row)
{
	follow_rows_put(c->rows, row);
	if (row->verdict == FAILS && c->failed++ == 0)
		say(c, row);
}

/*
 * Funders = natures.
 */

static int64_t
paid(const struct tallies *t, size_t month, int nature)
{
	int64_t sum = 0;
	int i;

	for (i = 0; i < FUNDERS; i++)
		sum += t->month[month].fund[i][nature][PAID].sum;
	return sum;
}

static int64_t
spent(const struct tallies *t, size_t month, int nature)
{
	return t->month[month].spent[nature][PHC_INTERNAL].sum +
	       t->month[month].spent[nature][PHC_EXTERNAL].sum;
}

static int64_t
by_funder(const struct tallies *t, int funder)
{
	int64_t sum = 0;
	size_t k;
	int i;

	for (k = 0; k < t->months.n; k++)
		for (i = 0; i < NATURES; i++)
			sum += t->month[k].fund[funder][i][PAID].sum;
	return sum;
}

/* Whether something was paid in month 'k', for any nature. */
static bool
funded(const struct tallies *t, size_t k)
{
	int i, n;

	for (i = 0; i < FUNDERS; i++)
		for (n = 0; n < NATURES; n++)
			if (t->month[k].fund[i][n][PAID].rows > 0)
				return true;
	return false;
}

/* The months that are settled: up to the last payment. */
static size_t
settled(const struct tallies *t)
{
	size_t n = t->months.n;

	while (n > 0 && !funded(t, n - 1))
		n--;
	return n;
}

static void
margins(struct control *c)
{
	struct cost row = follow_control(c, ITEM_FUNDERS_NATURES);
	size_t k, n = settled(c->t);
	int i;

	row.verdict = UNCHECKED;
	if (n > 0) {
		row.amount = row.against = 0;
		for (i = 0; i < FUNDERS; i++)
			row.amount += by_funder(c->t, i);
		for (k = 0; k < n; k++)
			for (i = 0; i < NATURES; i++)
				row.against += paid(c->t, k, i);
		row.verdict = row.amount == row.against ? HOLDS : FAILS;
	}
	follow_control_put(c, &row);
}

/* Each payment settles the months since the one before it: the first of these
 * spans where what was paid is not what was spent.  False if there is none. */
static bool
first_gap(const struct tallies *t, size_t n, struct gap *gap)
{
	size_t k;

	gap->from = 0;
	gap->amount = 0;
	for (k = 0; k < n; k++) {
		gap->amount +=
		    paid(t, k, gap->nature) - spent(t, k, gap->nature);
		gap->to = k;
		if (!funded(t, k))
			continue;
		if (gap->amount != 0)
			return true;
		gap->from = k + 1;
	}
	return false;
}

static bool
told(const struct tallies *t, int nature)
{
	size_t k;
	int i;

	for (k = 0; k < t->months.n; k++) {
		for (i = 0; i < PHC_PROVIDERS; i++)
			if (t->month[k].spent[nature][i].rows > 0)
				return true;
		for (i = 0; i < FUNDERS; i++)
			if (t->month[k].fund[i][nature][PAID].rows > 0)
				return true;
	}
	return false;
}

/* Without a spending of any nature there is nothing to compare with. */
static bool
spent_any(const struct tallies *t)
{
	size_t k;
	int i, p;

	for (k = 0; k < t->months.n; k++)
		for (i = 0; i < NATURES; i++)
			for (p = 0; p < PHC_PROVIDERS; p++)
				if (t->month[k].spent[i][p].rows > 0)
					return true;
	return false;
}

static void
funders(struct control *c, int nature)
{
	struct cost row = follow_control(c, ITEM_FUNDED_SPENT);
	struct gap gap = { .nature = nature };
	size_t k, n = settled(c->t);

	if (nature == PHC_FUND_INVESTMENT || !told(c->t, nature))
		return;
	row.nature = nature;
	row.verdict = UNCHECKED;
	if (n > 0 && spent_any(c->t)) {
		row.period_to = phc_date_month(c->t->months.last[n - 1]);
		row.amount = row.against = 0;
		for (k = 0; k < n; k++) {
			row.amount += paid(c->t, k, nature);
			row.against += spent(c->t, k, nature);
		}
		row.verdict = HOLDS;
		if (first_gap(c->t, n, &gap)) {
			row.verdict = FAILS;
			row.culprit =
			    follow_culprit(c->f, c->t, &gap, &c->pool);
		}
	}
	follow_control_put(c, &row);
}

/*
 * Months.
 */

static void
year(struct control *c, size_t from, size_t to)
{
	struct cost row = follow_control(c, ITEM_MONTHS_YEAR);
	int64_t y = follow_year(c->t, from);
	size_t k;

	row.period_from = phc_date_month(c->t->months.last[from]);
	row.period_to = phc_date_month(c->t->months.last[to]);
	row.unit = UNIT_HOUSEHOLD_MONTH;
	row.against_count = 12 * c->t->checks.present[y];
	row.count = 0;
	for (k = from; k <= to; k++)
		row.count += c->t->month[k].housed;
	row.verdict = row.count <= row.against_count ? HOLDS : FAILS;
	follow_control_put(c, &row);
}

static void
years(struct control *c)
{
	size_t from = 0, k, n = c->t->months.n;

	for (k = 0; k < n; k++)
		if (k + 1 == n ||
		    follow_year(c->t, k + 1) != follow_year(c->t, k)) {
			year(c, from, k);
			from = k + 1;
		}
}

static void
counted_once(struct control *c)
{
	struct cost row = follow_control(c, ITEM_COUNTED_ONCE);
	size_t k;
	int i;

	row.unit = UNIT_MONTH_MEASURE;
	row.against_count = c->t->checks.month_measures;
	row.count = 0;
	for (k = 0; k < c->t->months.n; k++)
		for (i = 0; i < LEVELS; i++)
			row.count += c->t->month[k].measures[i];
	row.verdict = row.count == row.against_count ? HOLDS : FAILS;
	follow_control_put(c, &row);
}

int
follow_identities(const struct phc_follow *f, const struct tallies *t,
    const struct rows *rows, struct phc_err *err)
{
	struct control c = { .f = f, .t = t, .rows = rows, .err = err };
	int i;

	margins(&c);
	for (i = 0; i < NATURES; i++)
		funders(&c, i);
	follow_bounds(&c);
	years(&c);
	counted_once(&c);
	follow_charges(&c);
	phc_pool_free(&c.pool);
	return c.failed > 0 ? -1 : 0;
}
