#include <stddef.h>

#include "controls.h"

/*
 * Paid <= granted, granted <= requested: of each row that says both, and of
 * what each funder of a programme gives a nature.
 */

struct bound {
	enum item item;
	enum verdict bad;
	size_t low, high; /* members of struct funding */
};

static int64_t
value(const struct funding *g, size_t at)
{
	int64_t v;

	memcpy(&v, (const char *)g + at, sizeof(v));
	return v;
}

static bool
counted(const struct control *c, const struct funding *g)
{
	return follow_month(&c->t->months, g->dated) < (int64_t)c->t->months.n;
}

/* The sums of the rows that are like 'of'; 'last' of them. */
struct group {
	int64_t low, high;
	bool both; /* a row says the high one */
};

static struct group
group(const struct control *c, const struct bound *b, const struct funding *of)
{
	const struct funding *g = c->f->funding.row, *end = g + c->f->funding.n;
	struct group sum = { 0, 0, false };

	for (; g < end && counted(c, g); g++) {
		if (of != NULL &&
		    (g->funder != of->funder || g->nature != of->nature ||
			g->programme != of->programme))
			continue;
		if (value(g, b->low) != PHC_UNKNOWN)
			sum.low += value(g, b->low);
		if (value(g, b->high) != PHC_UNKNOWN) {
			sum.high += value(g, b->high);
			sum.both = true;
		}
	}
	return sum;
}

/* The rows that go over by themselves. */
static void
over(const struct control *c, const struct bound *b, struct keys *keys)
{
	const struct funding *g = c->f->funding.row, *end = g + c->f->funding.n;
	int64_t high;

	for (; g < end && counted(c, g); g++) {
		high = value(g, b->high);
		if (high != PHC_UNKNOWN && value(g, b->low) > high)
			follow_keys_add(
			    keys, follow_key(c->f, PHC_FOLLOW_FUNDING, g->id));
	}
}

/* Or else those of a group that goes over, the last of it named. */
static void
over_together(const struct control *c, const struct bound *b, struct keys *keys)
{
	bool seen[FUNDERS][NATURES][16] = { { { false } } };
	const struct funding *g = c->f->funding.row;
	size_t i = c->f->funding.n;
	struct group sum;
	bool *at;

	for (; i-- > 0;) {
		at = &seen[g[i].funder][g[i].nature][g[i].programme + 1];
		if (*at || !counted(c, &g[i]))
			continue;
		*at = true;
		sum = group(c, b, &g[i]);
		if (sum.both && sum.low > sum.high)
			follow_keys_add(keys,
			    follow_key(c->f, PHC_FOLLOW_FUNDING, g[i].id));
	}
}

static void
bounded(struct control *c, const struct bound *b)
{
	struct cost row = follow_control(c, b->item);
	struct group all = group(c, b, NULL);
	struct keys keys = { { NULL }, 0 };

	row.verdict = all.both ? HOLDS : UNCHECKED;
	if (all.both) {
		row.amount = all.low;
		row.against = all.high;
		over(c, b, &keys);
		if (keys.n == 0)
			over_together(c, b, &keys);
	}
	if (keys.n > 0) {
		row.verdict = b->bad;
		row.culprit = follow_keys_join(&keys, &c->pool);
	}
	follow_control_put(c, &row);
}

void
follow_bounds(struct control *c)
{
	static const struct bound bounds[] = {
		{ ITEM_PAID_GRANTED, FAILS, offsetof(struct funding, paid),
		    offsetof(struct funding, granted) },
		{ ITEM_GRANTED_REQUESTED, WARNING,
		    offsetof(struct funding, granted),
		    offsetof(struct funding, requested) },
	};

	bounded(c, &bounds[0]);
	bounded(c, &bounds[1]);
}
