#include <stdlib.h>

#include "answers.h"

/* Amounts of one provider, for how often each is spent. */
struct spent {
	int64_t provider, amount;
};

static int
compare(const void *pa, const void *pb)
{
	const struct spent *a = pa, *b = pb;

	if (a->provider != b->provider)
		return a->provider < b->provider ? -1 : 1;
	return (a->amount > b->amount) - (a->amount < b->amount);
}

struct usual {
	struct spent *row;
	size_t n;
};

static struct usual
usual(const struct phc_follow *f, const struct tallies *t, int nature)
{
	struct usual u = { phc_new((f->spending.n + 1) * sizeof(*u.row)), 0 };
	const struct spending *s = f->spending.row, *end = s + f->spending.n;

	for (; s < end; s++)
		if (follow_nature(s) == nature &&
		    follow_month(&t->months, s->month) < (int64_t)t->months.n)
			u.row[u.n++] = (struct spent){ s->provider, s->amount };
	qsort(u.row, u.n, sizeof(*u.row), compare);
	return u;
}

/* How many rows come before an amount. */
static size_t
before(const struct usual *u, struct spent of)
{
	size_t lo = 0, hi = u->n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (compare(&u->row[mid], &of) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static size_t
often(const struct usual *u, int64_t provider, int64_t amount)
{
	return before(u, (struct spent){ provider, amount + 1 }) -
	       before(u, (struct spent){ provider, amount });
}

void
follow_keys_add(struct keys *k, const char *key)
{
	if (k->n < KEYS_MAX)
		k->key[k->n++] = key;
}

static bool
within(const struct tallies *t, int64_t day, size_t from, size_t to)
{
	int64_t k = follow_month(&t->months, day);

	return k >= (int64_t)from && k <= (int64_t)to;
}

/* An amount that, less the gap, is a more usual one. */
static void
spendings(const struct phc_follow *f, const struct tallies *t,
    const struct gap *gap, struct keys *keys)
{
	struct usual u = usual(f, t, gap->nature);
	const struct spending *s = f->spending.row, *end = s + f->spending.n;

	for (; s < end; s++)
		if (follow_nature(s) == gap->nature &&
		    within(t, s->month, gap->from, gap->to) &&
		    often(&u, s->provider, s->amount + gap->amount) >
			often(&u, s->provider, s->amount))
			follow_keys_add(
			    keys, follow_key(f, PHC_FOLLOW_SPENDING, s->id));
	free(u.row);
}

/* A payment that, less the gap, is what was granted. */
static void
fundings(const struct phc_follow *f, const struct tallies *t,
    const struct gap *gap, struct keys *keys)
{
	const struct funding *g = f->funding.row, *end = g + f->funding.n;

	for (; g < end; g++)
		if (g->nature == gap->nature && g->paid != PHC_UNKNOWN &&
		    g->granted != PHC_UNKNOWN &&
		    within(t, g->dated, gap->from, gap->to) &&
		    g->paid - gap->amount == g->granted)
			follow_keys_add(
			    keys, follow_key(f, PHC_FOLLOW_FUNDING, g->id));
}

struct phc_str
follow_keys_join(const struct keys *k, struct phc_pool *pool)
{
	struct phc_str s = { "", 0 };
	char *p;
	size_t i, n = 0;

	for (i = 0; i < k->n; i++)
		n += strlen(k->key[i]) + 1;
	if (n == 0)
		return s;
	s.s = p = phc_pool_take(pool, n);
	for (i = 0; i < k->n; i++) {
		n = strlen(k->key[i]);
		memcpy(p, k->key[i], n);
		p += n;
		*p++ = ' ';
	}
	s.n = (size_t)(p - s.s) - 1;
	return s;
}

static struct phc_str
months(const struct tallies *t, const struct gap *gap, struct phc_pool *pool)
{
	char text[2 * PHC_DATE_MAX + 2], day[PHC_DATE_MAX];

	phc_month_format(t->months.last[gap->from], day);
	strcpy(text, day);
	strcat(text, "..");
	strcat(text, phc_month_format(t->months.last[gap->to], day));
	return phc_pool_str(pool, phc_str(text));
}

struct phc_str
follow_culprit(const struct phc_follow *f, const struct tallies *t,
    const struct gap *gap, struct phc_pool *pool)
{
	struct keys keys = { { NULL }, 0 };

	spendings(f, t, gap, &keys);
	fundings(f, t, gap, &keys);
	return keys.n > 0 ? follow_keys_join(&keys, pool)
			  : months(t, gap, pool);
}
