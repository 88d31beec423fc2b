#include "follow.h"

static bool
ended(const struct lease *l, int32_t at)
{
	return l->end != NO_DAY && l->end <= at;
}

/* Whether lease 'a', which starts no earlier, ends no earlier than 'b'. */
static bool
outlasts(const struct lease *a, const struct lease *b, int32_t at)
{
	if (!ended(a, at))
		return true;
	return ended(b, at) && a->end >= b->end;
}

bool
follow_stay(const struct phc_follow *f, const struct household *h, int32_t at,
    size_t *i, struct stay *s)
{
	const struct lease *l = f->lease.row + h->leases.at;

	if (*i == h->leases.n || l[*i].start > at)
		return false;
	*s = (struct stay){ l[*i].start, NO_DAY, &l[*i] };
	for (++*i; *i < h->leases.n && l[*i].start <= at; ++*i) {
		if (ended(s->last, at) && l[*i].start > s->last->end + 1)
			break;
		if (outlasts(&l[*i], s->last, at))
			s->last = &l[*i];
	}
	if (ended(s->last, at))
		s->end = s->last->end;
	return true;
}

bool
follow_last_stay(const struct phc_follow *f, const struct household *h,
    int32_t at, struct stay *s)
{
	size_t i = 0;
	bool any = false;

	while (follow_stay(f, h, at, &i, s))
		any = true;
	return any;
}

int
follow_months(int32_t from, int32_t to)
{
	int y, m, d, y1, m1, d1, n;

	phc_date_split(from, &y, &m, &d);
	phc_date_split(to, &y1, &m1, &d1);
	n = 12 * (y1 - y) + m1 - m;
	return n - (phc_date_months(from, n) > to);
}
