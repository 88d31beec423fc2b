/*
 * What a rule says of a pair.  A rule that meets an unknown value doubts.
 */
#include "match.h"

static enum outcome
doubt(struct miss *miss, const char *unknown)
{
	miss->unknown = unknown;
	return DOUBT;
}

/* What 'v' tells, which is unknown if 'unknown' is. */
static enum outcome
yes_no(int64_t v, struct miss *miss, const char *unknown)
{
	return v == PHC_UNKNOWN ? doubt(miss, unknown) : v ? HOLDS : STOPS;
}

static enum outcome
age(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	(void)d;
	*miss =
	    (struct miss){ .value = h->age, .limit = m->terms[RULE_AGE].limit };
	return miss->value < miss->limit ? HOLDS : STOPS;
}

static enum outcome
first_home(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	(void)m, (void)d;
	return yes_no(h->hh.first_home, miss, "first_home");
}

/* LAW: CCH R441-1 */
static enum outcome
ceiling(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	int64_t financing = d->dw.financing;

	*miss = (struct miss){ .value = h->tested,
		.limit =
		    phc_ceiling(m->ceilings, financing, d->zone, h->category),
		.what = phc_str(m->financing->values[financing]) };
	return yes_no(phc_ceiling_within(miss->value, miss->limit), miss,
	    miss->limit == PHC_UNKNOWN ? "unknown_ceiling" : "unknown_income");
}

/* Of a shared dwelling, the rooms that are the household's are not known. */
static enum outcome
size(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	const struct room_range *r = h->rooms;
	bool few = d->rooms < r->min;

	(void)m;
	*miss = (struct miss){
		.value = d->rooms, .limit = few ? r->min : r->max, .other = few
	};
	if (h->hh.shared_lease == 1)
		return doubt(miss, "unknown_share");
	return few || d->rooms > r->max ? STOPS : HOLDS;
}

/* LAW: CCH R822-25 */
static enum outcome
surface(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	int64_t n = h->hh.adults + h->hh.dependants;

	*miss = (struct miss){ .value = d->dw.surface,
		.limit = m->surface[n < PERSONS_MAX ? n : PERSONS_MAX] };
	if (h->hh.shared_lease == 1)
		return doubt(miss, "unknown_share");
	if (d->dw.surface == PHC_UNKNOWN)
		return doubt(miss, "surface");
	return miss->value < miss->limit ? STOPS : HOLDS;
}

/* Of a commune that table communes has not, the EPCI may be any. */
static enum outcome
commune(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	bool near = false, perhaps = false, known;
	size_t i;

	(void)m;
	miss->what = d->place;
	for (i = 0; i < h->nwishes; i++) {
		if (h->wish[i].commune == d->dw.commune)
			return HOLDS;
		known =
		    h->wish[i].epci != PHC_UNKNOWN && d->epci != PHC_UNKNOWN;
		near |= known && h->wish[i].epci == d->epci;
		perhaps |= !known;
	}
	if (h->nwishes == 0)
		return HOLDS;
	if (near)
		return yes_no(h->hh.wanted_nearby, miss, "wanted_nearby");
	return perhaps && h->hh.wanted_nearby != 0 ? doubt(miss, "unknown_epci")
						   : STOPS;
}

static enum outcome
type(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	miss->what = phc_str(m->type->values[d->dw.type]);
	return h->types == 0 || h->types >> d->dw.type & 1 ? HOLDS : STOPS;
}

/* How far apart the days are on which each of the two is free. */
static enum outcome
date(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	int64_t comes = h->hh.needed_from;

	if (comes == PHC_UNKNOWN)
		return doubt(miss, "needed_from");
	comes = comes > m->at ? comes : m->at;
	*miss = (struct miss){ .value = comes > d->ready ? comes - d->ready
							 : d->ready - comes,
		.limit = m->terms[RULE_DATE].limit,
		.other = comes > d->ready };
	return miss->value <= miss->limit ? HOLDS : STOPS;
}

static enum outcome
accessible(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	(void)m;
	if (h->hh.accessible_need == 0 || d->dw.accessible == 1)
		return HOLDS;
	return h->hh.accessible_need == 1
		   ? yes_no(d->dw.accessible, miss, "accessible")
		   : doubt(miss, "accessible_need");
}

/* Which column leaves open whether there are children. */
static const char *
children(const struct household *h)
{
	return h->hh.visiting_children == PHC_UNKNOWN ? "visiting_children"
						      : "expected_children";
}

/* Who has no children of whom the row tells has perhaps some; where it is not
 * known of the dwelling either, that is no doubt. */
static enum outcome
all_in(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	(void)m;
	if (d->dw.all_in == 0 || h->children == 0)
		return HOLDS;
	if (d->dw.all_in == 1)
		return h->children == PHC_UNKNOWN ? doubt(miss, children(h))
						  : STOPS;
	return h->children == PHC_UNKNOWN ? HOLDS : doubt(miss, "all_in");
}

/* An AML dwelling is for a person alone, where there is no place in a foyer. */
static enum outcome
aml(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	bool several = h->persons > m->terms[RULE_AML].limit;

	*miss = (struct miss){ .value = h->persons,
		.limit = m->terms[RULE_AML].limit,
		.other = !several,
		.what = d->place };
	if (d->dw.scheme == PHC_UNKNOWN)
		return several ? doubt(miss, "scheme") : HOLDS;
	if (d->dw.scheme != PHC_SCHEME_AML)
		return HOLDS;
	if (several || d->fjt == FJT_FREE)
		return STOPS;
	if (d->fjt == FJT_UNKNOWN)
		return doubt(miss, "unknown_foyer");
	return h->children == PHC_UNKNOWN ? doubt(miss, children(h)) : HOLDS;
}

/* Whom a reserved dwelling is for, as table match-quotas has it. */
static enum outcome
quota(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	const struct quota *q;
	int64_t of;

	if (d->dw.quota == PHC_UNKNOWN || d->dw.quota == PHC_QUOTA_NONE)
		return HOLDS;
	q = &m->quota[d->dw.quota];
	miss->what = q->label;
	of = q->referral ? h->referral : h->hh.priority;
	if (q->words == 0)
		return doubt(miss, "unknown_quota");
	if (of == PHC_UNKNOWN)
		return doubt(miss, q->referral ? "referral" : "priority");
	return q->words >> of & 1 ? HOLDS : STOPS;
}

struct phc_effort
match_effort(const struct phc_match *m, const struct household *h,
    const struct dwelling *d)
{
	return phc_payer_effort(m->law, &h->payer, &d->dw, d->aid_zone);
}

/* LAW: CCH R441-3-1 */
static enum outcome
effort_of(
    const struct phc_match *m, const struct phc_effort *e, struct miss *miss)
{
	int64_t limit = m->terms[RULE_EFFORT].limit;
	int64_t over = phc_effort_over(e->decided, e->income, limit);

	*miss = (struct miss){ .limit = limit, .other = e->income == 0 };
	if (e->income > 0 && over == 1)
		miss->value = phc_percent(e->decided, e->income);
	return yes_no(over == PHC_UNKNOWN ? over : !over, miss,
	    e->income == PHC_UNKNOWN ? "income" : "unknown_cost");
}

static enum outcome
effort(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	struct phc_effort e = match_effort(m, h, d);

	return effort_of(m, &e, miss);
}

/* A year is 365 days: 12 x 10 x what is left, of 365 x tenths of units. */
static enum outcome
left_of(const struct phc_match *m, const struct household *h,
    const struct phc_effort *e, struct miss *miss)
{
	int64_t limit = m->terms[RULE_REMAINDER].limit, left;

	*miss = (struct miss){ .limit = limit };
	if (e->income == PHC_UNKNOWN)
		return doubt(miss, "income");
	if (e->decided == PHC_UNKNOWN)
		return doubt(miss, "unknown_cost");
	if (h->payer.units == PHC_UNKNOWN)
		return doubt(miss, "dependants_14");
	left = e->income - e->decided;
	miss->value = phc_remainder_day(left, h->payer.units);
	return 120 * left < limit * 365 * h->payer.units ? STOPS : HOLDS;
}

static enum outcome
left_over(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	struct phc_effort e = match_effort(m, h, d);

	return left_of(m, h, &e, miss);
}

static enum outcome
forbidden(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	size_t low = 0, high = h->nbans, mid;

	(void)m, (void)miss;
	while (low < high) {
		mid = low + (high - low) / 2;
		if (h->ban[mid] == d->number)
			return STOPS;
		if (h->ban[mid] < d->number)
			low = mid + 1;
		else
			high = mid;
	}
	return HOLDS;
}

static enum outcome (*const judges[RULES])(const struct phc_match *,
    const struct household *, const struct dwelling *, struct miss *) = {
	[RULE_AGE] = age,
	[RULE_FIRST_HOME] = first_home,
	[RULE_CEILING] = ceiling,
	[RULE_SIZE] = size,
	[RULE_SURFACE] = surface,
	[RULE_COMMUNE] = commune,
	[RULE_TYPE] = type,
	[RULE_DATE] = date,
	[RULE_ACCESSIBLE] = accessible,
	[RULE_ALL_IN] = all_in,
	[RULE_AML] = aml,
	[RULE_QUOTA] = quota,
	[RULE_EFFORT] = effort,
	[RULE_REMAINDER] = left_over,
	[RULE_FORBIDDEN] = forbidden,
};

enum outcome
match_rule(const struct phc_match *m, int rule, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	*miss = (struct miss){ 0 };
	return judges[rule](m, h, d, miss);
}

enum outcome
match_effort_rule(const struct phc_match *m, int rule,
    const struct household *h, const struct phc_effort *e)
{
	struct miss miss;

	return rule == RULE_EFFORT ? effort_of(m, e, &miss)
				   : left_of(m, h, e, &miss);
}

void
match_judge(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct verdict *v)
{
	enum outcome o;
	int r;

	memset(v, 0, sizeof(*v));
	if (h->hh.priority == PHC_UNKNOWN)
		v->doubts = 1U << DOUBT_PRIORITY;
	for (r = 0; r < RULES; r++) {
		if (m->terms[r].state == OFF)
			continue;
		o = match_rule(m, r, h, d, &v->miss[r]);
		if (o == DOUBT)
			v->doubts |= 1U << r;
		else if (o == STOPS && m->terms[r].state == ON)
			v->stops |= 1U << r;
		else if (o == STOPS)
			v->notes |= 1U << r;
	}
}

int64_t
match_margin(const struct miss *x)
{
	return x->value > x->limit ? x->value - x->limit : x->limit - x->value;
}

int
match_ones(uint64_t set)
{
	int n = 0;

	for (; set != 0; set &= set - 1)
		n++;
	return n;
}

bool
match_nearer(const struct verdict *a, const struct verdict *b)
{
	int64_t x, y;
	int i, d = match_ones(a->stops) - match_ones(b->stops);

	for (i = 0; i < RULES && d == 0; i++) {
		x = a->stops >> i & 1 ? 1 + match_margin(&a->miss[i]) : 0;
		y = b->stops >> i & 1 ? 1 + match_margin(&b->miss[i]) : 0;
		d = (x > y) - (x < y);
	}
	return d < 0;
}
