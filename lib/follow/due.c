#include "follow.h"
#include "phc/effort.h"

/* A household, looked at on the day. */
struct look {
	const struct phc_follow *f;
	const struct household *h;
	const struct event *event, *end; /* those that are known */
	int32_t at;
	bool housed;
	struct stay stay; /* that runs, if 'housed', or the last one */
	const struct due_sink *sink;
};

static int32_t
after(int32_t day, int64_t months, int64_t days)
{
	return (int32_t)(phc_date_months(day, (int)months) + days);
}

static int32_t
later(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

/* An obligation that nobody knew of before day 'known'. */
static void
give(const struct look *k, struct due d, int32_t known)
{
	const struct rule *rule = &k->f->terms.rule[d.what];

	d.household = (uint32_t)(k->h - k->f->household.row);
	d.announced = later((int32_t)(d.date - rule->ahead), known);
	k->sink->each(&d, k->sink->arg);
}

static bool
is(const struct event *e, enum phc_event_kind kind)
{
	return e->kind == (int)kind && !follow_missed(e);
}

static bool
happened(const struct look *k, enum phc_event_kind kind)
{
	const struct event *e = k->event;

	while (e < k->end && !is(e, kind))
		e++;
	return e < k->end;
}

/* Before the first entry; a lease that was signed for a later day is known. */
static void
diagnostic(const struct look *k)
{
	const struct rule *rule = &k->f->terms.rule[DUE_DIAGNOSTIC];
	const struct lease *l = k->f->lease.row + k->h->leases.at;
	bool left = k->h->leases.n == 0 || (l->start <= k->at && !k->housed);
	struct due d = { .what = DUE_DIAGNOSTIC };

	if (left || happened(k, PHC_DIAGNOSTIC))
		return;
	d.date = after(l->start, rule->months, rule->days);
	d.lease = l;
	give(k, d, NO_DAY);
}

/* The review periods of a sliding lease: one, one for each extension, and while
 * the lease runs on after the last of these, more. */
struct periods {
	const struct lease *lease;
	int n, told;            /* 'told' are those with an extension */
	const struct event *at; /* what of the household happens from its entry
				   to its outcome */
	const struct event *end;
	bool own; /* the row has the end of the last one told: no extension is
		     still to come in the file, nor is it of one before */
};

/* The last day of period 'i', from 1; of period 0 the day before the entry. */
static int32_t
period_end(const struct look *k, const struct periods *p, int i)
{
	const struct rule *rule = &k->f->terms.rule[DUE_REVIEW];
	int more = i - p->told;

	if (i == 0)
		return p->lease->start - 1;
	if (more >= 0 && p->own)
		return after(p->lease->review_due, more * rule->months,
		    more * rule->days);
	return after(p->lease->start, i * rule->months, i * rule->days);
}

static bool
over(const struct event *e)
{
	return is(e, PHC_SLIDE) || is(e, PHC_NO_SLIDE);
}

/* False if the lease has come to its outcome, or to its end. */
static bool
find_periods(const struct look *k, const struct lease *l, struct periods *p)
{
	const struct event *e = k->event, *last = k->f->event.row +
						  k->h->events.at +
						  k->h->events.n;
	bool own;

	while (e < k->end && e->day <= l->start)
		e++; /* of that day too: what is before the entry */
	*p = (struct periods){ l, 0, 1, e, k->end, false };
	for (; e < k->end; e++) {
		if (over(e))
			return false;
		p->told += is(e, PHC_EXTENSION);
	}
	own = l->review_due != NO_DAY &&
	      l->review_due > period_end(k, p, p->told - 1);
	for (; e < last && (l->end == NO_DAY || e->day <= l->end); e++)
		own &= !is(e, PHC_EXTENSION);
	p->own = own;
	for (p->n = p->told; period_end(k, p, p->n) < k->at; p->n++)
		if (period_end(k, p, p->n + 1) <= period_end(k, p, p->n))
			break; /* by a table of no months */
	return true;
}

/* The day on which period 'i' came to be. */
static int32_t
period_known(const struct look *k, const struct periods *p, int i)
{
	const struct event *e = p->at;

	if (i == 1 || i > p->told)
		return period_end(k, p, i - 1) + 1;
	for (i -= 2; e < p->end; e++)
		if (is(e, PHC_EXTENSION) && i-- == 0)
			break;
	return e->day;
}

/* How many periods have what they need: each one takes the first that happens
 * once it has begun. */
static int
met(const struct look *k, const struct periods *p, enum phc_event_kind kind)
{
	const struct event *e = p->at;
	int i = 0;

	for (; e < p->end && i < p->n; e++)
		i += is(e, kind) && e->day > period_end(k, p, i);
	return i;
}

/* LAW: CCH L442-8-3 */
static void
period(const struct look *k, const struct periods *p, enum obligation what,
    enum phc_event_kind kind)
{
	const struct rule *rule = &k->f->terms.rule[what];
	struct due d = { .what = what, .lease = p->lease };
	int i;

	for (i = met(k, p, kind) + 1; i <= p->n; i++) {
		d.date = period_end(k, p, i);
		if (what == DUE_PREFECT_NOTICE)
			d.date = after(d.date, rule->months, rule->days);
		give(k, d, period_known(k, p, i));
	}
}

static void
sliding(const struct look *k)
{
	const struct lease *l = k->f->lease.row + k->h->leases.at,
			   *end = l + k->h->leases.n;
	struct periods p;

	for (; l < end && l->start <= k->at; l++) {
		if (l->form != PHC_SLIDING ||
		    (l->end != NO_DAY && l->end <= k->at) ||
		    !find_periods(k, l, &p))
			continue;
		period(k, &p, DUE_REVIEW, PHC_REVIEW);
		period(k, &p, DUE_PREFECT_NOTICE, PHC_PREFECT_NOTICE);
	}
}

static int32_t
last_contact(const struct look *k)
{
	const struct event *e = k->end;

	while (e-- > k->event)
		if (k->f->terms.role[e->kind] == ROLE_CONTACT &&
		    !follow_missed(e))
			return e->day;
	return NO_DAY;
}

static void
contact(const struct look *k, const struct standing *m)
{
	const struct rule *rule = &k->f->terms.rule[DUE_CONTACT];
	struct due d = { .what = DUE_CONTACT, .event = m->event };
	int32_t base = later(m->level_since, last_contact(k));
	int64_t days =
	    m->level >= 0 ? k->f->terms.contact_days[m->level] : PHC_UNKNOWN;

	if (days == PHC_UNKNOWN)
		return;
	d.date = after(base, rule->months, rule->days + days);
	give(k, d, base);
}

static void
measures(const struct look *k)
{
	const struct rule *rule = &k->f->terms.rule[DUE_MEASURE_END];
	struct standing m[PHC_MEASURES];
	struct due d = { .what = DUE_MEASURE_END };
	int32_t base;
	int i;

	if (follow_measures(k->f, k->h, k->at, m) == 0)
		return;
	for (i = 0; i < PHC_MEASURES; i++) {
		if (m[i].start == NO_DAY ||
		    k->f->terms.measure[i].months == PHC_UNKNOWN)
			continue;
		base = later(m[i].start, m[i].renewed);
		d.date = after(base,
		    rule->months + k->f->terms.measure[i].months, rule->days);
		d.event = m[i].event;
		give(k, d, base);
	}
	contact(k, &m[follow_measure_main(m)]);
}

int32_t
follow_demand(const struct phc_follow *f, const struct household *h)
{
	const struct facts *row = &h->now;
	const struct event *e = f->event.row + h->events.at,
			   *end = e + h->events.n;
	int32_t day = follow_day(row->applied_on);

	if (row->applied_on > f->at ||
	    (row->struck_off_on != PHC_UNKNOWN
		    ? row->struck_off_on <= f->at
		    : row->struck_off_reason != PHC_UNKNOWN))
		return NO_DAY;
	if (row->renewed_on <= f->at)
		day = later(day, follow_day(row->renewed_on));
	for (; e < end && e->day <= f->at; e++)
		if (e->kind == PHC_RENEWAL && e->measure == -1)
			day = later(day, e->day);
	return day;
}

/* LAW: CCH R441-2-8 */
static bool
satisfied(const struct look *k, int32_t demand)
{
	const struct lease *l = k->f->lease.row + k->h->leases.at,
			   *end = l + k->h->leases.n;

	for (; l < end && l->start <= k->at; l++)
		if (l->form == PHC_ORDINARY && l->start >= demand)
			return true;
	return false;
}

/* LAW: CCH R441-2-7 */
static void
renewal(const struct look *k)
{
	const struct rule *rule = &k->f->terms.rule[DUE_RENEWAL];
	struct due d = { .what = DUE_RENEWAL };
	int32_t base;

	if (!k->h->given || (base = follow_demand(k->f, k->h)) == NO_DAY ||
	    satisfied(k, base))
		return;
	d.date = after(base, rule->months, rule->days);
	give(k, d, base);
}

static void
unpaid(const struct look *k)
{
	const struct rule *rule = &k->f->terms.rule[DUE_UNPAID];
	struct unpaid u;
	struct due d = { .what = DUE_UNPAID };

	if (!k->housed)
		return;
	u = follow_unpaid(k->f, k->h, &k->stay, k->at);
	if (u.second == NULL)
		return;
	d.date = after(u.second->day, rule->months, rule->days);
	d.event = u.second;
	give(k, d, u.second->day);
}

/* On the exact figures where the row has them, else on the rate as printed. */
static bool
over_target(const struct facts *row, int64_t target)
{
	int64_t cost = row->housing_cost_net != PHC_UNKNOWN
			   ? row->housing_cost_net
			   : row->housing_cost;
	int64_t over = phc_effort_over(cost, row->income, target);

	return over == PHC_UNKNOWN ? follow_effort(row) > target : over == 1;
}

static void
effort(const struct look *k)
{
	const struct rule *rule = &k->f->terms.rule[DUE_EFFORT];
	const struct event *e = k->end;
	struct due d = { .what = DUE_EFFORT };

	if (!k->h->given || !k->housed || k->f->target == PHC_UNKNOWN ||
	    !over_target(&k->h->now, k->f->target))
		return;
	while (e-- > k->event && e->day >= k->stay.start)
		if (e->kind == PHC_SITUATION_CHANGE) {
			d.date = after(e->day, rule->months, rule->days);
			d.event = e;
			give(k, d, e->day);
			return;
		}
}

void
follow_due(const struct phc_follow *f, const struct household *h,
    const struct due_sink *sink)
{
	const struct event *e = f->event.row + h->events.at;
	struct look k = { f, h, e, e + h->events.n, follow_day(f->at), false,
		{ 0 }, sink };

	while (k.end > k.event && k.end[-1].day > k.at)
		k.end--;
	k.housed =
	    follow_last_stay(f, h, k.at, &k.stay) && k.stay.end == NO_DAY;
	diagnostic(&k);
	sliding(&k);
	measures(&k);
	renewal(&k);
	unpaid(&k);
	effort(&k);
}

const char *
follow_due_about(const struct phc_follow *f, const struct due *d)
{
	return d->lease != NULL ? follow_key(f, PHC_FOLLOW_LEASE, d->lease->id)
	       : d->event != NULL
		   ? follow_key(f, PHC_FOLLOW_EVENT, d->event->id)
		   : "";
}

int
follow_due_compare(
    const struct phc_follow *f, const struct due *a, const struct due *b)
{
	if (a->date != b->date)
		return a->date < b->date ? -1 : 1;
	if (a->household != b->household)
		return a->household < b->household ? -1 : 1;
	if (a->what != b->what)
		return (int)a->what - (int)b->what;
	return strcmp(follow_due_about(f, a), follow_due_about(f, b));
}
