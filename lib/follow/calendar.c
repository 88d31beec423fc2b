#include "answers.h"

int64_t
follow_whole_month(int64_t at)
{
	int64_t month = phc_date_month(at);

	return phc_date_months(month, 1) == at + 1 ? month
						   : phc_date_months(month, -1);
}

static int64_t
number(int64_t day)
{
	int y, m, d;

	phc_date_split(day, &y, &m, &d);
	return INT64_C(12) * y + m;
}

int64_t
follow_month(const struct months *m, int64_t day)
{
	return number(day) - number(m->first);
}

struct months
follow_calendar(int64_t first, int64_t at, struct phc_pool *pool)
{
	struct months m = { .first = phc_date_month(first) };
	int64_t n = follow_month(&m, follow_whole_month(at)) + 1;
	int32_t *last;
	size_t i;

	m.n = n > 0 ? (size_t)n : 0;
	m.last = last = phc_pool_take(pool, (m.n + 1) * sizeof(*last));
	for (i = 0; i < m.n; i++)
		last[i] = (int32_t)(phc_date_months(m.first, (int)i + 1) - 1);
	return m;
}

bool
follow_stands(const struct phc_follow *f, const struct lease *l, int64_t on)
{
	bool ended = l->end != NO_DAY && l->end <= f->at;

	return l->start <= on && l->start <= f->at && (!ended || on < l->end);
}
