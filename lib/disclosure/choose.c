/*
 * Cell by cell, what else must be masked for it is what the cheapest moves
 * change; then what turns out not to be needed is shown again.  Which cell
 * comes first matters: several orders are tried while they take little time.
 */
#include <stdlib.h>

#include "tableau.h"

int
loss_compare(struct loss a, struct loss b)
{
	if (a.cells != b.cells)
		return a.cells < b.cells ? -1 : 1;
	if (a.zeros != b.zeros)
		return a.zeros < b.zeros ? -1 : 1;
	return (a.counts > b.counts) - (a.counts < b.counts);
}

struct loss
loss_add(struct loss l, const struct cell *c)
{
	l.cells++;
	l.zeros += c->count == 0;
	l.counts += c->count;
	return l;
}

static uint32_t
add(struct phc_disclosure *d, const uint32_t *turn)
{
	uint32_t i, c;
	bool again;

	do {
		again = false;
		for (i = 0; i < d->sys.n; i++) {
			c = turn[i];
			if (!secret(d, c) || proof_find(d, c))
				continue;
			again = true;
			if (!proof_force(d, c))
				return c;
		}
	} while (again);
	return NONE;
}

/* Whether a cell can be worked out of one sum. */
bool
choose_bare(const struct phc_disclosure *d, uint32_t shown)
{
	const struct system *s = &d->sys;
	size_t j, k, n;
	uint32_t one = 0;

	for (j = s->of_cell[shown]; j < s->of_cell[shown + 1]; j++) {
		k = s->of_sum[s->in_cell[j].at];
		for (n = 0; k < s->of_sum[s->in_cell[j].at + 1]; k++)
			if (unknown(d, s->in_sum[k].at)) {
				one = s->in_sum[k].at;
				n++;
			}
		if (n == 1 && secret(d, one))
			return true;
	}
	return false;
}

static void
show(struct phc_disclosure *d, uint32_t c)
{
	d->masked[c] = false;
	if (!choose_bare(d, c)) {
		proof_again(d);
		if (proof_all(d) == NONE)
			return;
	}
	d->masked[c] = true;
}

struct order {
	struct loss loss;
	uint32_t cell;
};

static int
compare_order(const void *pa, const void *pb)
{
	const struct order *a = pa, *b = pb;
	int c = loss_compare(b->loss, a->loss);

	return c ? c : (a->cell > b->cell) - (a->cell < b->cell);
}

uint32_t *
choose_order(const struct phc_disclosure *d, size_t *n)
{
	struct order *o = phc_new((d->sys.n + 1) * sizeof(*o));
	const struct loss zero = { 0, 0, 0 };
	uint32_t *out = phc_new((d->sys.n + 1) * sizeof(*out)), c;
	size_t i;

	*n = 0;
	for (c = 0; c < d->sys.n; c++)
		if (extra(d, c))
			o[(*n)++] =
			    (struct order){ loss_add(zero, &d->sys.cell[c]),
				    c };
	qsort(o, *n, sizeof(*o), compare_order);
	for (i = 0; i < *n; i++)
		out[i] = o[i].cell;
	free(o);
	return out;
}

static void
drop(struct phc_disclosure *d)
{
	size_t i, n;
	uint32_t *order = choose_order(d, &n);

	for (i = 0; i < n; i++)
		show(d, order[i]);
	free(order);
	proof_again(d);
}

enum { BY_ID, SMALL_FIRST, LARGE_FIRST, TURNS };

static uint32_t *
turns(const struct phc_disclosure *d, int by)
{
	uint32_t *turn = phc_new((d->sys.n + 1) * sizeof(*turn)), c;
	struct order *o = phc_new((d->sys.n + 1) * sizeof(*o));
	int64_t n;

	for (c = 0; c < d->sys.n; c++) {
		n = d->sys.cell[c].count;
		o[c].loss = (struct loss){ 0, 0,
			by == BY_ID         ? 0
			: by == SMALL_FIRST ? -n
					    : n };
		o[c].cell = c;
	}
	qsort(o, d->sys.n, sizeof(*o), compare_order);
	for (c = 0; c < d->sys.n; c++)
		turn[c] = o[c].cell;
	free(o);
	return turn;
}

bool
choose_more(struct phc_disclosure *d, const uint32_t *turn, uint32_t *failed)
{
	uint32_t c;

	proof_again(d);
	c = add(d, turn);
	if (c == NONE)
		drop(d);
	else if (*failed == NONE)
		*failed = c;
	return c == NONE;
}

struct loss
loss_of(const struct phc_disclosure *d)
{
	struct loss l = { 0, 0, 0 };
	uint32_t c;

	for (c = 0; c < d->sys.n; c++)
		if (extra(d, c))
			l = loss_add(l, &d->sys.cell[c]);
	return l;
}

/* The best of the orders, into 'd'; its loss. */
static struct loss
best_of(struct phc_disclosure *d, uint32_t *failed)
{
	bool *first = phc_new(d->sys.n + 1), *best = phc_new(d->sys.n + 1);
	struct loss l = { INT64_MAX, 0, 0 };
	uint32_t *turn;
	int by;

	memcpy(first, d->masked, d->sys.n);
	memcpy(best, d->masked, d->sys.n);
	for (by = 0; by < TURNS && (by == 0 || d->work < d->effort / 2); by++) {
		turn = turns(d, by);
		memcpy(d->masked, first, d->sys.n);
		if (choose_more(d, turn, failed) &&
		    loss_compare(loss_of(d), l) < 0) {
			l = loss_of(d);
			memcpy(best, d->masked, d->sys.n);
		}
		free(turn);
	}
	memcpy(d->masked, best, d->sys.n);
	if (l.cells < INT64_MAX)
		*failed = NONE; /* in one order, but not in all */
	free(first);
	free(best);
	return l;
}

/* Where cells are many, and that does not do, they are taken as if they were
 * few. */
static bool
crowded(struct phc_disclosure *d)
{
	bool *first = phc_new(d->sys.n + 1), failed;

	memcpy(first, d->masked, d->sys.n);
	failed = many(d) != NONE;
	if (failed) {
		memcpy(d->masked, first, d->sys.n);
		d->many = false;
		d->wide = SIZE_MAX;
		d->dear = DEAR;
		d->reach = REACH;
		d->tableau = tableau_new(d);
		proof_again(d);
	}
	free(first);
	return failed;
}

uint32_t
choose(struct phc_disclosure *d)
{
	uint32_t failed = NONE, *turn;
	struct loss l;

	if (d->many && !crowded(d))
		return NONE;
	l = best_of(d, &failed);
	if (l.cells > 0 && l.cells < INT64_MAX) {
		turn = turns(d, BY_ID);
		better(d, turn);
		free(turn);
		l = loss_of(d);
	}
	if (least(d, l))
		failed = NONE;
	proof_again(d);
	return failed != NONE ? failed : proof_all(d);
}
