#include "meters.h"

/* What was consumed on either side of a workshop, and the medians of it. */
struct sides {
	int64_t v[2], median[2];
};

/* The day a household first came to a workshop on energy, or NO_DAY. */
static int32_t
came(const struct phc_follow *f, struct range events)
{
	const struct event *e = &f->event.row[events.at], *end = e + events.n;

	for (; e < end && e->day <= f->at; e++)
		if (e->kind == PHC_ENERGY_WORKSHOP && e->attended == 1)
			return e->day;
	return NO_DAY;
}

/* Where it lived on a day, or NOBODY. */
static uint32_t
lived(const struct phc_follow *f, struct range leases, int32_t day)
{
	size_t i;

	for (i = leases.n; i-- > 0;)
		if (follow_stands(f, &f->lease.row[leases.at + i], day))
			return f->lease.row[leases.at + i].dwelling;
	return NOBODY;
}

struct window {
	const struct phc_follow *f;
	const struct tenants *tenants;
	const struct medians *medians;
	enum fluid fluid;
	uint32_t household, dwelling;
};

/* Add one month; false where it is not known, or was another's. */
static bool
add(const struct window *w, int64_t month, int side, struct sides *to)
{
	const struct reading *r = follow_reading(w->f, w->dwelling, month);
	const struct median *m;
	int64_t v;

	if (r == NULL || (v = follow_quantity(r, w->fluid)) == PHC_UNKNOWN ||
	    (m = follow_median(w->f, w->medians, r)) == NULL || m->v == 0 ||
	    m->n < w->f->limits.sample ||
	    follow_tenant(w->f, w->tenants, w->dwelling, month) != w->household)
		return false;
	to->v[side] += v;
	to->median[side] += m->v;
	return true;
}

/* Add a household's, if each month of it is known. */
static bool
both(const struct window *w, int64_t month, struct sides *to)
{
	int k, months = (int)w->f->limits.window;
	struct sides of = *to;

	for (k = 1; k <= months; k++)
		if (!add(w, phc_date_months(month, -k), 0, &of) ||
		    !add(w, phc_date_months(month, k), 1, &of))
			return false;
	*to = of;
	return true;
}

static void
effect(const struct sides *s, struct consumption *c)
{
	c->before = s->v[0];
	c->before_median = s->median[0];
	c->before_ratio = phc_percent(s->v[0], s->median[0]);
	c->quantity = s->v[1];
	c->median = s->median[1];
	c->ratio = phc_percent(s->v[1], s->median[1]);
	if (c->ratio != PHC_UNKNOWN && c->before_ratio != PHC_UNKNOWN)
		c->effect = c->ratio - c->before_ratio;
}

void
follow_workshop(const struct phc_follow *f, const struct tenants *tenants,
    const struct medians *medians, enum fluid fluid, struct consumption *c)
{
	struct window w = { f, tenants, medians, fluid, 0, NOBODY };
	struct sides sum = { { 0, 0 }, { 0, 0 } };
	const struct household *h;
	int32_t day;

	c->households = 0;
	for (; w.household < f->household.n; w.household++) {
		h = &f->household.row[w.household];
		if ((day = came(f, h->events)) == NO_DAY)
			continue;
		w.dwelling = lived(f, h->leases, day);
		if (w.dwelling != NOBODY && both(&w, phc_date_month(day), &sum))
			c->households++;
	}
	if (c->households > 0 && f->limits.window > 0)
		effect(&sum, c);
	c->small = c->households < f->limits.enough;
}
