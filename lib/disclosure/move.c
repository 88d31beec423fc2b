/*
 * A cell changes by one, which leaves the sums that it is in wrong by one; to
 * mend the first of them another cell changes, and so on until all are right.
 * The cheapest way is looked for first (P. Hart, N. Nilsson, B. Raphael): what
 * is wrong of the sums is a place, and a change of a cell a step.  Where cells
 * are in two sums at most this is a shortest path; where they are in more it
 * may miss a way, or give up, and never finds a wrong one.
 */
#include <stdlib.h>

#include "disclosure.h"

enum {
	STEP = 1 << 20, /* what a step costs */
	ZERO = 1 << 19, /* more, if it is zero */
	WRONG = 12,     /* sums, at most */
	LONGEST = 64,   /* steps, at most */
	HASH = 1 << 16
};

struct place {
	uint32_t from, n;
	struct term step;
	size_t wrong; /* 'n' terms from there: by how much a sum is wrong */
	int64_t cost;
};

struct open {
	int64_t cost;
	uint32_t place;
};

struct mover {
	struct place *place;
	size_t n, cap;
	struct term *wrong;
	size_t nwrong, capwrong;
	struct open *open;
	size_t nopen, capopen;
	uint32_t *hash;
	uint32_t used[HASH]; /* slots of it, to be emptied */
	size_t nused;
	const int64_t *now;
	bool strict;
};

struct mover *
mover_new(void)
{
	struct mover *m = phc_new(sizeof(*m));

	m->hash = phc_new(HASH * sizeof(*m->hash));
	memset(m->hash, 0xff, HASH * sizeof(*m->hash));
	return m;
}

void
mover_free(struct mover *m)
{
	if (m == NULL)
		return;
	free(m->place);
	free(m->wrong);
	free(m->open);
	free(m->hash);
	free(m);
}

static void
begin(struct mover *m, const int64_t *now)
{
	while (m->nused > 0)
		m->hash[m->used[--m->nused]] = NONE;
	m->n = m->nwrong = m->nopen = 0;
	m->now = now;
}

static bool
before(struct open a, struct open b)
{
	return a.cost != b.cost ? a.cost < b.cost : a.place > b.place;
}

static void
push(struct mover *m, struct open e)
{
	size_t i, up;

	phc_grow(&m->open, &m->capopen, m->nopen + 1, sizeof(*m->open));
	for (i = m->nopen++; i > 0; i = up) {
		up = (i - 1) / 2;
		if (!before(e, m->open[up]))
			break;
		m->open[i] = m->open[up];
	}
	m->open[i] = e;
}

static struct open
pop(struct mover *m)
{
	struct open *h = m->open, top = h[0], last = h[--m->nopen];
	size_t i, k;

	for (i = 0; (k = 2 * i + 1) < m->nopen; i = k) {
		if (k + 1 < m->nopen && before(h[k + 1], h[k]))
			k++;
		if (!before(h[k], last))
			break;
		h[i] = h[k];
	}
	h[i] = last;
	return top;
}

/* Where a place of the same sums wrong by as much is, or would be. */
static uint32_t *
slot(struct mover *m, const struct term *wrong, uint32_t n)
{
	uint64_t h = 0x9e3779b97f4a7c15;
	const struct place *p;
	uint32_t i, at;

	for (i = 0; i < n; i++) {
		h ^=
		    (uint64_t)wrong[i].at << 8 ^ (uint64_t)(wrong[i].sign + 99);
		h *= 0xbf58476d1ce4e5b9;
		h ^= h >> 29;
	}
	for (at = (uint32_t)h % HASH; m->hash[at] != NONE;
	     at = (at + 1) % HASH) {
		p = &m->place[m->hash[at]];
		if (p->n == n &&
		    memcmp(m->wrong + p->wrong, wrong, n * sizeof(*wrong)) == 0)
			return &m->hash[at];
	}
	return &m->hash[at];
}

/* At least so many steps are still to take, for what is wrong. */
static int64_t
still(const struct term *wrong, uint32_t n, uint32_t deg)
{
	int64_t all = 0;
	uint32_t i;

	for (i = 0; i < n; i++)
		all += wrong[i].sign < 0 ? -wrong[i].sign : wrong[i].sign;
	return (all + deg - 1) / deg * STEP;
}

/* What is wrong at 'p' once 'step' is taken, by sum; WRONG + 1 if too much. */
static uint32_t
wrong_after(const struct mover *m, const struct system *s,
    const struct place *p, struct term step, struct term *out)
{
	const struct term *a = p == NULL ? NULL : m->wrong + p->wrong;
	const struct term *b = s->in_cell + s->of_cell[step.at];
	const struct term *aend = p == NULL ? NULL : a + p->n;
	const struct term *bend = s->in_cell + s->of_cell[step.at + 1];
	struct term t;
	uint32_t n = 0;

	while (a < aend || b < bend) {
		if (b == bend || (a < aend && a->at < b->at))
			t = *a++;
		else {
			t = (struct term){ b->at, b->sign * step.sign };
			if (a < aend && a->at == b->at)
				t.sign += a++->sign;
			b++;
		}
		if (t.sign == 0)
			continue;
		if (n == WRONG)
			return WRONG + 1;
		out[n++] = t;
	}
	return n;
}

static int64_t
price(const struct phc_disclosure *d, uint32_t c)
{
	int64_t n = d->sys.cell[c].count;

	if (unknown(d, c))
		return STEP;
	return (int64_t)d->dear * STEP + (n == 0            ? ZERO
					     : n < ZERO / 2 ? n
							    : ZERO / 2);
}

/*
 * What 'step' costs after place 'at', or -1 where a cell would fall below zero,
 * or go up and down.
 */
static int64_t
cost(const struct mover *m, const struct phc_disclosure *d, uint32_t at,
    struct term step)
{
	int64_t down = step.sign < 0, times = 0, len = 0;

	for (; at != NONE; at = m->place[at].from) {
		if (++len > LONGEST)
			return -1;
		if (m->place[at].step.at != step.at)
			continue;
		if (m->place[at].step.sign != step.sign)
			return -1;
		times++;
	}
	if (down && m->now[step.at] <= times)
		return -1;
	return times > 0 ? STEP : price(d, step.at);
}

/* Whether the change is whole. */
static bool
reach(struct mover *m, const struct phc_disclosure *d, uint32_t from,
    struct term step)
{
	struct term wrong[WRONG];
	int64_t c = cost(m, d, from, step);
	struct place *p;
	uint32_t n, *was;

	if (c < 0)
		return false;
	n = wrong_after(
	    m, &d->sys, from == NONE ? NULL : &m->place[from], step, wrong);
	if (n > WRONG)
		return false;
	c += from == NONE ? 0 : m->place[from].cost;
	was = slot(m, wrong, n);
	if (*was != NONE && m->place[*was].cost <= c)
		return false;
	if (*was == NONE)
		m->used[m->nused++] = (uint32_t)(was - m->hash);
	*was = (uint32_t)m->n;
	phc_grow(&m->place, &m->cap, m->n + 1, sizeof(*m->place));
	phc_grow(&m->wrong, &m->capwrong, m->nwrong + n + 1, sizeof(*wrong));
	p = &m->place[m->n];
	*p = (struct place){ from, n, step, m->nwrong, c };
	memcpy(m->wrong + m->nwrong, wrong, n * sizeof(*wrong));
	m->nwrong += n;
	push(m,
	    (struct open){ c + still(wrong, n, d->sys.deg), (uint32_t)m->n++ });
	return n == 0;
}

static bool
usable(const struct mover *m, const struct phc_disclosure *d, struct term t,
    int32_t wrong)
{
	if (!unknown(d, t.at) && (m->strict || !spare(d, t.at)))
		return false;
	return (wrong > 0) != (t.sign > 0) || m->now[t.at] > 0;
}

/* The wrong sum that the fewest cells can mend. */
static struct term
hardest(const struct mover *m, const struct phc_disclosure *d,
    const struct place *p)
{
	const struct term *w = m->wrong + p->wrong;
	struct term best = w[0];
	size_t k, n, fewest = SIZE_MAX;
	uint32_t i;

	for (i = 0; i < p->n; i++) {
		k = d->sys.of_sum[w[i].at];
		n = d->sys.of_sum[w[i].at + 1] - k;
		if (d->many && n > 4 * d->wide)
			k += n;
		else
			n = 0;
		for (; k < d->sys.of_sum[w[i].at + 1] && n < fewest; k++)
			n += usable(m, d, d->sys.in_sum[k], w[i].sign);
		if (n < fewest) {
			fewest = n;
			best = w[i];
		}
	}
	return best;
}

/* Mends a sum by a cell of it, if that can be. */
static bool
mend(struct mover *m, const struct phc_disclosure *d, uint32_t at,
    struct term w, struct term t)
{
	if (m->n >= HASH / 2 || !usable(m, d, t, w.sign))
		return false;
	t.sign = (w.sign > 0) == (t.sign > 0) ? -1 : 1;
	reach(m, d, at, t);
	return true;
}

/* The first part of a sum that is not before a cell. */
static size_t
beside(const struct system *s, uint32_t sum, uint32_t cell)
{
	size_t low = s->of_sum[sum] + 1, high = s->of_sum[sum + 1], mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (s->in_sum[mid].at < cell)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Of a long sum the total, and the parts that are next to the last step. */
static void
expand(struct mover *m, const struct phc_disclosure *d, uint32_t at)
{
	const struct system *s = &d->sys;
	struct term w = hardest(m, d, &m->place[at]);
	size_t first = s->of_sum[w.at] + 1, end = s->of_sum[w.at + 1], n = 0;
	size_t up = d->many ? beside(s, w.at, m->place[at].step.at) : first,
	       down = up;

	mend(m, d, at, w, s->in_sum[first - 1]);
	while (n < d->wide && (down > first || up < end)) {
		if (up < end)
			n += mend(m, d, at, w, s->in_sum[up++]);
		if (down > first)
			n += mend(m, d, at, w, s->in_sum[--down]);
	}
}

static void
take(const struct mover *m, uint32_t at, struct move *out)
{
	struct term step;
	size_t i;

	out->n = 0;
	out->cost = m->place[at].cost;
	for (; at != NONE; at = m->place[at].from) {
		step = m->place[at].step;
		for (i = 0; i < out->n && out->cell[i].at != step.at; i++)
			;
		phc_grow(&out->cell, &out->cap, i + 1, sizeof(*out->cell));
		if (i == out->n)
			out->cell[out->n++] = (struct term){ step.at, 0 };
		out->cell[i].sign += step.sign;
	}
}

bool
mover_find(struct mover *m, const struct phc_disclosure *d, const int64_t *now,
    struct term start, bool strict, struct move *out)
{
	struct open e;
	uint32_t whole;

	begin(m, now);
	m->strict = strict;
	whole = reach(m, d, NONE, start) ? 0 : NONE;
	while (whole == NONE && m->nopen > 0 && m->n < d->reach) {
		e = pop(m);
		if (m->place[e.place].n == 0)
			whole = e.place;
		else if (*slot(m, m->wrong + m->place[e.place].wrong,
			     m->place[e.place].n) == e.place)
			expand(m, d, e.place);
	}
	if (whole != NONE)
		take(m, whole, out);
	return whole != NONE;
}

size_t
mover_work(const struct mover *m)
{
	return m->n;
}
