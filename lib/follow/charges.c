#include <stdlib.h>

#include "controls.h"

/* Who a spending is charged to. */
static uint32_t
whose(const struct spending *s)
{
	return s->nature == PHC_SPENT_SUPPORT ? s->household : s->dwelling;
}

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static int
by_charge(const void *pa, const void *pb)
{
	const struct spending *a = *(const struct spending *const *)pa,
			      *b = *(const struct spending *const *)pb;

	if (a->month != b->month)
		return ORDER(a->month, b->month);
	if (whose(a) != whose(b))
		return ORDER(whose(a), whose(b));
	if (a->provider != b->provider)
		return ORDER(a->provider, b->provider);
	return ORDER(a, b); /* as in the set: by key */
}

static int
by_place(const void *pa, const void *pb)
{
	const struct spending *a = *(const struct spending *const *)pa,
			      *b = *(const struct spending *const *)pb;

	return ORDER(a, b);
}

static bool
same_charge(const struct spending *a, const struct spending *b)
{
	return a->month == b->month && whose(a) == whose(b) &&
	       a->provider == b->provider;
}

static void
charged_once(struct control *c, int nature, enum unit unit)
{
	struct cost row = follow_control(c, ITEM_CHARGED_ONCE);
	const struct spending *s = c->f->spending.row,
			      *end = s + c->f->spending.n, **of, **twice;
	struct keys keys = { { NULL }, 0 };
	size_t i, n = 0, k = 0;

	of = phc_new((c->f->spending.n + 1) * 2 * sizeof(*of));
	twice = of + c->f->spending.n + 1;
	for (; s < end &&
	       follow_month(&c->t->months, s->month) < (int64_t)c->t->months.n;
	     s++)
		if (s->nature == nature && whose(s) != NOBODY)
			of[n++] = s;
	qsort(of, n, sizeof(*of), by_charge);
	for (i = 1; i < n; i++)
		if (same_charge(of[i - 1], of[i]))
			twice[k++] = of[i];
	qsort(twice, k, sizeof(*twice), by_place);
	for (i = 0; i < k; i++)
		follow_keys_add(
		    &keys, follow_key(c->f, PHC_FOLLOW_SPENDING, twice[i]->id));
	free(of);
	row.nature = nature;
	row.unit = unit;
	row.count = (int64_t)n;
	row.against_count = (int64_t)(n - k);
	row.verdict = k > 0 ? WARNING : HOLDS;
	row.culprit = follow_keys_join(&keys, &c->pool);
	follow_control_put(c, &row);
}

void
follow_charges(struct control *c)
{
	charged_once(c, PHC_SPENT_SUPPORT, UNIT_MONTH_MEASURE);
	charged_once(c, PHC_SPENT_MANAGEMENT, UNIT_DWELLING_MONTH);
}
