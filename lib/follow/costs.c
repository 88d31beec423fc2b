#include <stddef.h>

#include "answers.h"

/* clang-format off */
#define SLOT(column) { #column, offsetof(struct cost, column) }
/* clang-format on */

static const struct phc_slot slots[] = {
	SLOT(period_from),
	SLOT(period_to),
	SLOT(section),
	SLOT(item),
	SLOT(nature),
	SLOT(provider),
	SLOT(level),
	SLOT(funder),
	SLOT(unit),
	SLOT(amount),
	SLOT(count),
	SLOT(unit_cost),
	SLOT(yearly_cost),
	SLOT(requested),
	SLOT(granted),
	SLOT(paid),
	SLOT(against),
	SLOT(against_count),
	SLOT(verdict),
	SLOT(culprit),
	{ NULL, 0 },
};

/* The table of a period. */
struct period {
	const struct rows *rows;
	int64_t from, to;
	struct tally sum;
};

static struct cost
blank(const struct period *p, enum section section, enum item item)
{
	struct cost c;

	follow_blank(p->rows, &c);
	c.period_from = p->from;
	c.period_to = p->to;
	c.section = section;
	c.item = item;
	return c;
}

static void
count(const struct period *p, enum item item, int64_t level, int64_t n)
{
	struct cost c = blank(p, SECTION_COUNT, item);

	c.level = level;
	c.count = n;
	follow_rows_put(p->rows, &c);
}

static void
counts(const struct period *p)
{
	const struct tally *t = &p->sum;
	int64_t level, all = 0;

	count(p, ITEM_DIAGNOSTICS, PHC_UNKNOWN, t->diagnostics);
	count(p, ITEM_ENTERED, PHC_UNKNOWN, t->entered);
	for (level = 0; level < LEVELS; level++) {
		count(p, ITEM_MONTH_MEASURES, level, t->measures[level]);
		all += t->measures[level];
	}
	count(p, ITEM_MONTH_MEASURES, PHC_UNKNOWN, all);
	count(p, ITEM_HOUSEHOLD_MONTHS, PHC_UNKNOWN, t->housed);
	count(p, ITEM_DWELLING_MONTHS, PHC_UNKNOWN, t->let);
}

/* What a unit costs; nothing spent, or no unit, is no figure. */
static void
unit(const struct period *p, struct cost c, struct money spent, int64_t n)
{
	c.section = SECTION_UNIT;
	c.count = n;
	if (spent.rows > 0)
		c.amount = spent.sum;
	if (spent.rows > 0 && n > 0) {
		c.unit_cost = phc_div_half_up(spent.sum, n);
		if (c.item != ITEM_DIAGNOSTIC)
			c.yearly_cost = phc_div_half_up(12 * spent.sum, n);
	}
	follow_rows_put(p->rows, &c);
}

static struct money
plus(struct money a, struct money b)
{
	return (struct money){ a.sum + b.sum, a.rows + b.rows };
}

static struct money
both(const struct period *p, int nature)
{
	const struct money *by = p->sum.spent[nature];

	return plus(by[PHC_INTERNAL], by[PHC_EXTERNAL]);
}

static void
diagnostics(const struct period *p)
{
	struct cost c = blank(p, SECTION_UNIT, ITEM_DIAGNOSTIC);
	struct money spent = both(p, PHC_SPENT_DIAGNOSTIC);

	c.nature = PHC_SPENT_DIAGNOSTIC;
	c.unit = UNIT_DIAGNOSTIC;
	unit(p, c, spent, p->sum.diagnostics);
	c.unit = UNIT_HOUSEHOLD_ENTERED;
	unit(p, c, spent, p->sum.entered);
}

static void
support(const struct period *p)
{
	struct cost c = blank(p, SECTION_UNIT, ITEM_SUPPORT);
	int64_t all = 0;

	c.nature = PHC_SPENT_SUPPORT;
	c.unit = UNIT_MONTH_MEASURE;
	for (c.level = 0; c.level < LEVELS; c.level++) {
		unit(p, c, p->sum.support[c.level], p->sum.measures[c.level]);
		all += p->sum.measures[c.level];
	}
	c.level = PHC_UNKNOWN;
	unit(p, c, both(p, PHC_SPENT_SUPPORT), all);
}

static void
management(const struct period *p)
{
	struct cost c = blank(p, SECTION_UNIT, ITEM_MANAGEMENT);

	c.nature = PHC_SPENT_MANAGEMENT;
	c.unit = UNIT_DWELLING_MONTH;
	for (c.provider = 0; c.provider < PHC_PROVIDERS; c.provider++)
		unit(p, c, p->sum.spent[PHC_SPENT_MANAGEMENT][c.provider],
		    p->sum.let);
	c.provider = PHC_UNKNOWN;
	unit(p, c, both(p, PHC_SPENT_MANAGEMENT), p->sum.let);
}

static void
overall(const struct period *p)
{
	struct cost c = blank(p, SECTION_UNIT, ITEM_OVERALL);

	c.unit = UNIT_HOUSEHOLD_MONTH;
	unit(p, c,
	    plus(both(p, PHC_SPENT_SUPPORT), both(p, PHC_SPENT_MANAGEMENT)),
	    p->sum.housed);
}

static void
spending(const struct period *p, int64_t nature, int64_t provider,
    struct money spent)
{
	struct cost c = blank(p, SECTION_SPENDING, ITEM_SPENDING);

	if (spent.rows == 0)
		return;
	c.nature = nature;
	c.provider = provider;
	c.amount = spent.sum;
	follow_rows_put(p->rows, &c);
}

static void
spendings(const struct period *p)
{
	struct money all = { 0, 0 };
	int i, k;

	for (i = 0; i < NATURES; i++) {
		for (k = 0; k < PHC_PROVIDERS; k++)
			spending(p, i, k, p->sum.spent[i][k]);
		spending(p, i, PHC_UNKNOWN, both(p, i));
		all = plus(all, both(p, i));
	}
	spending(p, PHC_UNKNOWN, PHC_UNKNOWN, all);
}

/* Of one funder and nature, or of all: FUNDERS and NATURES. */
static void
funding(const struct period *p, int funder, int nature)
{
	struct cost c = blank(p, SECTION_FUNDING, ITEM_FUNDING);
	struct money sum[FUNDS] = { { 0, 0 } };
	int64_t rows = 0;
	int i, k, s;

	for (i = 0; i < FUNDERS; i++)
		for (k = 0; k < NATURES; k++) {
			if ((funder != FUNDERS && funder != i) ||
			    (nature != NATURES && nature != k))
				continue;
			rows += p->sum.fundings[i][k];
			for (s = 0; s < FUNDS; s++)
				sum[s] = plus(sum[s], p->sum.fund[i][k][s]);
		}
	if (rows == 0)
		return;
	c.funder = funder == FUNDERS ? PHC_UNKNOWN : funder;
	c.nature = nature == NATURES ? PHC_UNKNOWN : nature;
	c.requested =
	    sum[REQUESTED].rows > 0 ? sum[REQUESTED].sum : PHC_UNKNOWN;
	c.granted = sum[GRANTED].rows > 0 ? sum[GRANTED].sum : PHC_UNKNOWN;
	c.paid = sum[PAID].rows > 0 ? sum[PAID].sum : PHC_UNKNOWN;
	follow_rows_put(p->rows, &c);
}

/* The table of months 'from' to 'to', both among them. */
static void
table(const struct tallies *t, const struct rows *rows, size_t from, size_t to)
{
	struct period p = { rows, phc_date_month(t->months.last[from]),
		phc_date_month(t->months.last[to]), { 0 } };
	int i, k;

	for (; from <= to; from++)
		follow_tally_add(&p.sum, &t->month[from]);
	counts(&p);
	diagnostics(&p);
	support(&p);
	management(&p);
	overall(&p);
	spendings(&p);
	for (i = 0; i <= FUNDERS; i++)
		for (k = 0; k <= NATURES; k++)
			funding(&p, i, k);
}

/* The tables of the period, and of each month of it. */
static void
tables(const struct phc_follow *f, const struct tallies *t,
    const struct rows *rows)
{
	size_t n = t->months.n, k;
	int64_t at =
	    f->from == PHC_UNKNOWN ? 0 : follow_month(&t->months, f->from);

	at = at < 0 ? 0 : at;
	if (at >= (int64_t)n)
		return;
	for (k = (size_t)at; f->monthly && k < n; k++)
		table(t, rows, k, k);
	table(t, rows, (size_t)at, n - 1);
}

void
phc_follow_period(struct phc_follow *f, int64_t from_month, bool monthly)
{
	f->from = from_month;
	f->monthly = monthly;
}

int
phc_follow_costs(
    const struct phc_follow *f, struct phc_out *out, struct phc_err *err)
{
	struct tallies t;
	struct rows rows;
	int rc = 0;

	follow_rows_head(&rows, "cost", slots, out);
	follow_tallies(f, &t);
	if (t.months.n > 0) {
		tables(f, &t, &rows);
		rc = follow_identities(f, &t, &rows, err);
	}
	follow_tallies_free(&t);
	return rc;
}
