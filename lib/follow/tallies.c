#include <stdlib.h>

#include "answers.h"

int
follow_nature(const struct spending *s)
{
	return s->nature == PHC_SPENT_OTHER ? PHC_FUND_OTHER : s->nature;
}

/* The tally of a day, if it is in a month that is counted. */
static struct tally *
month(struct tallies *t, int64_t day)
{
	int64_t k = follow_month(&t->months, day);

	return k >= 0 && k < (int64_t)t->months.n ? &t->month[k] : NULL;
}

void
follow_tally_add(struct tally *to, const struct tally *from)
{
	int64_t *a = (int64_t *)(void *)to;
	const int64_t *b = (const int64_t *)(const void *)from;
	size_t i;

	for (i = 0; i < sizeof(*to) / sizeof(*a); i++)
		a[i] += b[i];
}

static void
add(struct money *m, int64_t amount)
{
	if (amount != PHC_UNKNOWN) {
		m->sum += amount;
		m->rows++;
	}
}

/*
 * The accounts.
 */

static void
spent(const struct phc_follow *f, struct tallies *t)
{
	const struct spending *s = f->spending.row, *end = s + f->spending.n;
	struct tally *m;

	for (; s < end; s++)
		if ((m = month(t, s->month)) != NULL)
			add(&m->spent[follow_nature(s)][s->provider],
			    s->amount);
}

static void
funded(const struct phc_follow *f, struct tallies *t)
{
	const struct funding *g = f->funding.row, *end = g + f->funding.n;
	struct money *sums;
	struct tally *m;

	for (; g < end; g++) {
		if ((m = month(t, g->dated)) == NULL)
			continue;
		sums = m->fund[g->funder][g->nature];
		add(&sums[REQUESTED], g->requested);
		add(&sums[GRANTED], g->granted);
		add(&sums[PAID], g->paid);
		m->fundings[g->funder][g->nature]++;
	}
}

/*
 * Leases: who is there, and what is let, on the last day of each month.
 */

/* The first month that may be counted of a lease. */
static size_t
reach(const struct tallies *t, const struct lease *l)
{
	int64_t k = follow_month(&t->months, l->start);

	return k < 0 ? 0 : (size_t)k;
}

static void
house(const struct phc_follow *f, struct tallies *t, uint32_t *seen)
{
	const struct lease *l = f->lease.row, *end = l + f->lease.n;
	uint32_t years = 0;
	struct tally *m;
	int64_t year;
	size_t k;

	for (; l < end; l++) {
		if (l == f->lease.row || l[-1].household != l->household) {
			years = 0;
			if ((m = month(t, l->start)) != NULL)
				m->entered++;
		}
		for (k = reach(t, l);
		     k < t->months.n && follow_stands(f, l, t->months.last[k]);
		     k++) {
			if (seen[k] == l->household + 1)
				continue;
			seen[k] = l->household + 1;
			t->month[k].housed++;
			year = follow_year(t, k);
			if (year >= years)
				t->checks.present[year]++;
			years = (uint32_t)year + 1;
		}
	}
}

static void
let(const struct phc_follow *f, struct tallies *t, uint32_t *seen)
{
	struct tenants by = follow_tenants(f);
	const struct lease *l;
	size_t i, k;

	memset(seen, 0, t->months.n * sizeof(*seen));
	for (i = 0; i < f->lease.n; i++) {
		l = by.lease[i];
		for (k = reach(t, l);
		     k < t->months.n && follow_stands(f, l, t->months.last[k]);
		     k++) {
			t->month[k].let += seen[k] != l->dwelling + 1;
			seen[k] = l->dwelling + 1;
		}
	}
	follow_tenants_free(&by);
}

/*
 * Accompaniment: the level of each household at the end of each month.
 */

struct sweep {
	const struct phc_follow *f;
	struct tallies *t;
	int8_t *level; /* of the household at hand, by month; -1: none */
	size_t at;     /* the first month that has no level yet */
	int64_t spans; /* months in the spans of being accompanied at all */
	int32_t since; /* of the span that is open, or NO_DAY */
};

/* Give a level to the months that end before 'day'. */
static void
pass(struct sweep *s, int level, int32_t day)
{
	const struct months *m = &s->t->months;

	for (; s->at < m->n && m->last[s->at] < day; s->at++) {
		s->level[s->at] = (int8_t)level;
		if (level >= 0)
			s->t->month[s->at].measures[level]++;
	}
}

/* Months that end from day 'first' on and before 'end'. */
static int64_t
ends(const struct months *m, int32_t first, int32_t end)
{
	int64_t a = follow_month(m, first), b = follow_month(m, end);

	a = a < 0 ? 0 : a;
	b = b > (int64_t)m->n ? (int64_t)m->n : b; /* its own ends later */
	return b > a ? b - a : 0;
}

/* The other way to count: from when to when, whatever the level. */
static void
span(struct sweep *s, int level, int32_t day)
{
	if (level >= 0 && s->since == NO_DAY)
		s->since = day;
	if (level < 0 && s->since != NO_DAY) {
		s->spans += ends(&s->t->months, s->since, day);
		s->since = NO_DAY;
	}
}

static bool
diagnosed(const struct event *e)
{
	return e->kind == PHC_DIAGNOSTIC && !follow_missed(e);
}

static bool
moves(const struct event *e)
{
	return e->kind == PHC_MEASURE_START || e->kind == PHC_MEASURE_END ||
	       e->kind == PHC_LEVEL_CHANGE;
}

/* At the end of a day; -1: not accompanied. */
static int
level(const struct phc_follow *f, const struct household *h, int32_t day)
{
	struct standing m[PHC_MEASURES];
	int i;

	follow_measures(f, h, day, m);
	i = follow_measure_main(m);
	return i < 0 ? -1 : m[i].level < 0 ? LEVEL_UNKNOWN : m[i].level;
}

/* The level changes at the end of the days that have an event of measures. */
static void
household(struct sweep *s, const struct household *h)
{
	const struct event *e = s->f->event.row + h->events.at,
			   *end = e + h->events.n;
	const struct months *months = &s->t->months;
	bool moved = false;
	struct tally *m;
	int now = -1;

	s->at = 0;
	s->since = NO_DAY;
	for (; e < end && e->day <= s->f->at; e++) {
		if (diagnosed(e) && (m = month(s->t, e->day)) != NULL)
			m->diagnostics++;
		moved |= moves(e);
		if (!moved || (e + 1 < end && e[1].day == e->day))
			continue;
		moved = false;
		pass(s, now, e->day);
		now = level(s->f, h, e->day);
		span(s, now, e->day);
	}
	pass(s, now, INT32_MAX);
	if (months->n > 0)
		span(s, -1, months->last[months->n - 1] + 1);
}

/* What was spent on a household falls on its level of that month. */
static void
support(struct sweep *s, const struct spending *of)
{
	int64_t k = follow_month(&s->t->months, of->month);
	int level = LEVEL_UNKNOWN;

	if (k < 0 || k >= (int64_t)s->t->months.n)
		return;
	if (of->household != NOBODY && s->level[k] >= 0)
		level = s->level[k];
	add(&s->t->month[k].support[level], of->amount);
}

static int
by_household(const void *a, const void *b)
{
	const struct spending *const *p = a, *const *q = b;

	return ((*p)->household > (*q)->household) -
	       ((*p)->household < (*q)->household);
}

/* Spending on support, by household; it ends with NULL. */
static const struct spending **
supports(const struct phc_follow *f)
{
	const struct spending **s = phc_new((f->spending.n + 1) * sizeof(*s));
	size_t i, n = 0;

	for (i = 0; i < f->spending.n; i++)
		if (f->spending.row[i].nature == PHC_SPENT_SUPPORT)
			s[n++] = &f->spending.row[i];
	qsort(s, n, sizeof(*s), by_household);
	s[n] = NULL;
	return s;
}

static void
accompany(const struct phc_follow *f, struct tallies *t)
{
	struct sweep s = { .f = f, .t = t };
	const struct spending **spent_on = supports(f), **at = spent_on;
	uint32_t i;

	s.level = phc_new(t->months.n + 1);
	for (i = 0; i < f->household.n; i++) {
		household(&s, &f->household.row[i]);
		for (; *at != NULL && (*at)->household == i; at++)
			support(&s, *at);
	}
	for (; *at != NULL; at++)
		support(&s, *at);
	t->checks.month_measures = s.spans;
	free(s.level);
	free(spent_on);
}

/*
 * The whole.
 */

int64_t
follow_year(const struct tallies *t, size_t k)
{
	int y, m, d;

	phc_date_split(t->months.first, &y, &m, &d);
	return (m - 1 + (int64_t)k) / 12;
}

static void
earlier(int64_t *first, const struct phc_follow *f, int64_t day)
{
	if (day <= f->at && (*first == PHC_UNKNOWN || day < *first))
		*first = day;
}

/* The first day that any row is about. */
static int64_t
first_day(const struct phc_follow *f)
{
	int64_t first = PHC_UNKNOWN, whole = follow_whole_month(f->at);
	size_t i;

	for (i = 0; i < f->event.n; i++)
		earlier(&first, f, f->event.row[i].day);
	for (i = 0; i < f->lease.n; i++)
		earlier(&first, f, f->lease.row[i].start);
	for (i = 0; i < f->spending.n; i++)
		if (f->spending.row[i].month <= whole)
			earlier(&first, f, f->spending.row[i].month);
	for (i = 0; i < f->funding.n; i++)
		if (phc_date_month(f->funding.row[i].dated) <= whole)
			earlier(&first, f, f->funding.row[i].dated);
	return first;
}

void
follow_tallies(const struct phc_follow *f, struct tallies *t)
{
	int64_t first = first_day(f);
	uint32_t *seen;

	*t = (struct tallies){ 0 };
	if (first == PHC_UNKNOWN)
		return;
	t->months = follow_calendar(first, f->at, &t->pool);
	t->month = phc_new((t->months.n + 1) * sizeof(*t->month));
	t->checks.present = phc_new((t->months.n / 12 + 2) * 8);
	seen = phc_new((t->months.n + 1) * sizeof(*seen));
	spent(f, t);
	funded(f, t);
	house(f, t, seen);
	let(f, t, seen);
	accompany(f, t);
	free(seen);
}

void
follow_tallies_free(struct tallies *t)
{
	phc_pool_free(&t->pool);
	free(t->month);
	free(t->checks.present);
}
