#include "follow.h"

static void
plan(struct unpaid *u, const struct event *e)
{
	u->plan = e;
	u->since_plan = 0;
	u->second = NULL;
}

static void
rent(struct unpaid *u, const struct event *e, int64_t *month)
{
	int64_t of = phc_date_month(e->day);

	if (u->amount != PHC_UNKNOWN)
		u->amount = e->amount == PHC_UNKNOWN ? PHC_UNKNOWN
						     : u->amount + e->amount;
	if (of == *month)
		return;
	*month = of;
	u->months++;
	if (++u->since_plan == 2)
		u->second = e;
}

struct unpaid
follow_unpaid(const struct phc_follow *f, const struct household *h,
    const struct stay *s, int32_t at)
{
	const struct event *e = f->event.row + h->events.at,
			   *end = e + h->events.n;
	struct unpaid u = { 0 };
	int64_t month = PHC_UNKNOWN;

	for (; e < end && e->day <= at; e++)
		if (e->day < s->start || (s->end != NO_DAY && e->day > s->end))
			continue;
		else if (e->kind == PHC_REPAYMENT_PLAN)
			plan(&u, e);
		else if (e->kind == PHC_UNPAID_RENT)
			rent(&u, e, &month);
	return u;
}
