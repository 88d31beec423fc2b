/*
 * The tables that agree with what is shown are searched by halves: a cell is
 * from 'low' to 'high', a sum narrows its cells by what the others can be, and
 * the narrowest cell that is still open is cut in two.  It is complete, so that
 * it can say that there is none; and it is given up when it gets long.
 */
#include <stdlib.h>

#include "disclosure.h"

enum { CELLS = 400, NODES = 1500, NARROWED = 100000 };

static const int64_t far = 2 * (int64_t)PHC_COUNT_MAX;

struct range {
	int64_t low, high;
};

struct exact {
	const struct phc_disclosure *d;
	uint32_t *cell, *sum, *place; /* of a cell in 'cell', or NONE */
	size_t n, nsums;
	bool *queued; /* by sum of the system */
	uint32_t *queue;
	size_t nqueue, nodes, narrowed;
};

/* Cells that are linked to the last, through sums, by cells that are unknown.
 */
static bool
gather(struct exact *x, uint32_t start)
{
	const struct system *s = &x->d->sys;
	size_t i, k, j;
	uint32_t sum, c;

	x->cell[x->n++] = start;
	x->place[start] = 0;
	for (i = 0; i < x->n && x->n <= CELLS; i++)
		for (k = s->of_cell[x->cell[i]]; k < s->of_cell[x->cell[i] + 1];
		     k++) {
			sum = s->in_cell[k].at;
			if (x->queued[sum])
				continue;
			x->queued[sum] = true;
			x->sum[x->nsums++] = sum;
			for (j = s->of_sum[sum]; j < s->of_sum[sum + 1]; j++) {
				c = s->in_sum[j].at;
				if (!unknown(x->d, c) || x->place[c] != NONE)
					continue;
				x->place[c] = (uint32_t)x->n;
				x->cell[x->n++] = c;
			}
		}
	return x->n <= CELLS;
}

static void
enqueue(struct exact *x, uint32_t sum)
{
	if (x->queued[sum])
		return;
	x->queued[sum] = true;
	x->queue[x->nqueue++] = sum;
}

static struct range
range_of(const struct exact *x, const struct range *r, uint32_t c)
{
	int64_t n = x->d->sys.cell[c].count;

	return x->place[c] != NONE ? r[x->place[c]] : (struct range){ n, n };
}

static struct range
signed_range(struct range r, int32_t sign)
{
	return sign > 0 ? r : (struct range){ -r.high, -r.low };
}

static bool
narrow_cell(struct exact *x, struct range *r, struct term t, struct range to)
{
	const struct system *s = &x->d->sys;
	struct range *own = &r[x->place[t.at]];
	size_t k;

	to = signed_range(to, t.sign);
	if (to.low <= own->low && to.high >= own->high)
		return true;
	if (to.low > own->low)
		own->low = to.low;
	if (to.high < own->high)
		own->high = to.high;
	if (own->low > own->high)
		return false;
	x->narrowed++;
	for (k = s->of_cell[t.at]; k < s->of_cell[t.at + 1]; k++)
		enqueue(x, s->in_cell[k].at);
	return true;
}

static bool
narrow_sum(struct exact *x, struct range *r, uint32_t sum)
{
	const struct system *s = &x->d->sys;
	struct range all = { 0, 0 }, own;
	size_t k;

	for (k = s->of_sum[sum]; k < s->of_sum[sum + 1]; k++) {
		own = signed_range(
		    range_of(x, r, s->in_sum[k].at), s->in_sum[k].sign);
		all.low += own.low;
		all.high += own.high;
	}
	if (all.low > 0 || all.high < 0)
		return false;
	for (k = s->of_sum[sum]; k < s->of_sum[sum + 1]; k++) {
		if (x->place[s->in_sum[k].at] == NONE)
			continue;
		own = signed_range(
		    range_of(x, r, s->in_sum[k].at), s->in_sum[k].sign);
		if (!narrow_cell(x, r, s->in_sum[k],
			(struct range){
			    own.high - all.high, own.low - all.low }))
			return false;
	}
	return true;
}

/* Empties the queue, whatever it finds. */
static enum answer
narrow(struct exact *x, struct range *r)
{
	enum answer a = YES;
	uint32_t sum;

	while (x->nqueue > 0) {
		sum = x->queue[--x->nqueue];
		x->queued[sum] = false;
		if (a == YES && x->narrowed > NARROWED)
			a = DOUBT;
		if (a == YES && !narrow_sum(x, r, sum))
			a = NO;
	}
	return a;
}

static size_t
narrowest(const struct exact *x, const struct range *r)
{
	size_t i, best = x->n;

	for (i = 0; i < x->n; i++)
		if (r[i].low < r[i].high &&
		    (best == x->n ||
			r[i].high - r[i].low < r[best].high - r[best].low))
			best = i;
	return best;
}

static enum answer search(struct exact *x, struct range *r);

/* Half of what cell 'i' can be; what is found is left in 'r'. */
static enum answer
half(struct exact *x, struct range *r, size_t i, struct range to)
{
	struct range *copy = phc_new(x->n * sizeof(*r));
	enum answer a;

	memcpy(copy, r, x->n * sizeof(*r));
	narrow_cell(x, copy, (struct term){ x->cell[i], 1 }, to);
	a = search(x, copy);
	if (a == YES)
		memcpy(r, copy, x->n * sizeof(*r));
	free(copy);
	return a;
}

static enum answer
search(struct exact *x, struct range *r)
{
	enum answer a = narrow(x, r), b;
	struct range low, high;
	int64_t truth, mid;
	size_t i;

	if (a != YES || (i = narrowest(x, r)) == x->n)
		return a;
	if (++x->nodes > NODES)
		return DOUBT;
	mid = r[i].low + (r[i].high - r[i].low) / 2;
	truth = x->d->sys.cell[x->cell[i]].count;
	if (truth >= r[i].low && truth < r[i].high && truth < mid)
		mid = truth;
	low = (struct range){ r[i].low, mid };
	high = (struct range){ mid + 1, r[i].high };
	a = half(x, r, i, truth <= mid ? low : high);
	if (a == YES)
		return YES;
	b = half(x, r, i, truth <= mid ? high : low);
	return b == NO ? a : b;
}

static enum answer
solve(struct exact *x, int side, int64_t bound, int64_t *value)
{
	struct range *r = phc_new(x->n * sizeof(*r)), to = { 0, far };
	enum answer a = NO;
	size_t i;

	for (i = 0; i < x->n; i++)
		r[i] = to;
	for (i = 0; i < x->nsums; i++)
		x->queued[x->sum[i]] = false;
	for (i = 0; i < x->nsums; i++)
		enqueue(x, x->sum[i]);
	if (side == HIGH)
		to.low = bound + 1;
	else
		to.high = bound - 1;
	if (narrow_cell(x, r, (struct term){ x->cell[0], 1 }, to))
		a = search(x, r);
	for (i = 0; i < x->n && a == YES; i++)
		value[x->cell[i]] = r[i].low;
	free(r);
	return a;
}

enum answer
exact_beyond(const struct phc_disclosure *d, uint32_t cell, int side,
    int64_t bound, int64_t *value, uint64_t *work)
{
	const struct system *s = &d->sys;
	struct exact x = { .d = d };
	enum answer a = DOUBT;

	x.cell = phc_new(s->n * sizeof(*x.cell));
	x.place = phc_new(s->n * sizeof(*x.place));
	x.sum = phc_new((s->nsums + 1) * sizeof(*x.sum));
	x.queue = phc_new((s->nsums + 1) * sizeof(*x.queue));
	x.queued = phc_new(s->nsums + 1);
	memset(x.place, 0xff, s->n * sizeof(*x.place));
	if (gather(&x, cell))
		a = solve(&x, side, bound, value);
	*work += 50 * x.narrowed + 100 * x.n * (x.nodes + 1);
	free(x.cell);
	free(x.place);
	free(x.sum);
	free(x.queue);
	free(x.queued);
	return a;
}
