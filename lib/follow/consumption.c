#include <stddef.h>
#include <stdlib.h>

#include "meters.h"

/* clang-format off */
#define SLOT(column) { #column, offsetof(struct consumption, column) }
/* clang-format on */

static const struct phc_slot slots[] = {
	SLOT(section),
	SLOT(month),
	SLOT(fluid),
	SLOT(dwelling_id),
	SLOT(household_id),
	SLOT(type),
	SLOT(quantity),
	SLOT(median),
	SLOT(sample),
	SLOT(ratio),
	SLOT(year_before),
	SLOT(year_ratio),
	SLOT(same_household),
	SLOT(jumped),
	SLOT(high),
	SLOT(households),
	SLOT(before),
	SLOT(before_median),
	SLOT(before_ratio),
	SLOT(effect),
	SLOT(small),
	{ NULL, 0 },
};

enum part { READING, WORKSHOP };

struct run {
	const struct phc_follow *f;
	struct rows rows;
	struct tenants tenants;
	struct medians medians[FLUIDS];
};

static int64_t
percent(int64_t v, int64_t of)
{
	return of > 0 ? phc_percent(v, of) : PHC_UNKNOWN;
}

static void
beside_median(const struct run *run, const struct reading *r, enum fluid fluid,
    struct consumption *c)
{
	const struct limits *limits = &run->f->limits;
	const struct median *m = follow_median(run->f, &run->medians[fluid], r);

	if (m == NULL)
		return;
	c->median = m->v;
	c->sample = m->n;
	c->ratio = percent(c->quantity, m->v);
	if (m->v > 0 && m->n >= limits->sample)
		c->high =
		    phc_ratio_cmp(c->quantity, m->v, 100 * limits->high) > 0;
}

static void
beside_year(const struct run *run, const struct reading *r, enum fluid fluid,
    uint32_t household, struct consumption *c)
{
	int64_t month = phc_date_months(r->month, -12);
	const struct reading *was = follow_reading(run->f, r->dwelling, month);
	uint32_t who;

	if (was == NULL || follow_quantity(was, fluid) == PHC_UNKNOWN)
		return;
	c->year_before = follow_quantity(was, fluid);
	c->year_ratio = percent(c->quantity, c->year_before);
	who = follow_tenant(run->f, &run->tenants, r->dwelling, month);
	if (who != NOBODY && household != NOBODY)
		c->same_household = who == household;
	if (c->same_household == 1 && c->year_before > 0)
		c->jumped = phc_ratio_cmp(c->quantity, c->year_before,
				100 * run->f->limits.jump) > 0;
}

static void
put(const struct run *run, const struct reading *r, enum fluid fluid,
    uint32_t household)
{
	const struct phc_follow *f = run->f;
	const struct home *home = &f->home.row[r->dwelling];
	struct consumption c;

	follow_blank(&run->rows, &c);
	c.quantity = follow_quantity(r, fluid);
	if (c.quantity == PHC_UNKNOWN)
		return;
	c.section = READING;
	c.month = r->month;
	c.fluid = fluid;
	c.dwelling_id = phc_str(follow_text(&f->dwellings, r->dwelling));
	if (household != NOBODY)
		c.household_id =
		    phc_str(follow_text(&f->households, household));
	if (home->given)
		c.type = home->dw.type;
	beside_median(run, r, fluid, &c);
	beside_year(run, r, fluid, household, &c);
	follow_rows_put(&run->rows, &c);
}

static void
readings(const struct run *run)
{
	const struct phc_follow *f = run->f;
	const struct reading *r = f->meter.row, *end = r + f->meter.n;
	int64_t whole = follow_whole_month(f->at);
	uint32_t household;

	for (; r < end; r++) {
		if (r->month > whole ||
		    (f->from != PHC_UNKNOWN && r->month < f->from))
			continue;
		household =
		    follow_tenant(f, &run->tenants, r->dwelling, r->month);
		put(run, r, WATER, household);
		put(run, r, ENERGY, household);
	}
}

static void
workshops(const struct run *run)
{
	struct consumption c;
	int i;

	for (i = 0; i < FLUIDS; i++) {
		follow_blank(&run->rows, &c);
		c.section = WORKSHOP;
		c.fluid = i;
		follow_workshop(
		    run->f, &run->tenants, &run->medians[i], (enum fluid)i, &c);
		follow_rows_put(&run->rows, &c);
	}
}

int
phc_follow_consumption(
    const struct phc_follow *f, struct phc_out *out, struct phc_err *err)
{
	struct run run = { .f = f, .tenants = follow_tenants(f) };
	int i;

	(void)err;
	follow_rows_head(&run.rows, "consumption", slots, out);
	for (i = 0; i < FLUIDS; i++)
		follow_medians(f, (enum fluid)i, &run.medians[i]);
	readings(&run);
	workshops(&run);
	for (i = 0; i < FLUIDS; i++)
		free(run.medians[i].row);
	follow_tenants_free(&run.tenants);
	return 0;
}
