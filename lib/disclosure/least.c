/*
 * Whether less would do, by search: a cell that is not protected needs another
 * to be masked in a sum that its unknown neighbours are in, or nothing changes
 * for it; each is tried, and then must be shown.
 */
#include <stdlib.h>

#include "disclosure.h"

enum { NODES = 20000 };

struct tree {
	struct phc_disclosure *d;
	bool *best, *shown; /* 'shown': by those who were tried before */
	struct loss loss, least;
	uint64_t until;
	size_t nodes;
	bool whole;
};

/* Spare cells in sums that the cells linked to 'start' are in. */
static size_t
around(const struct tree *t, uint32_t start, uint32_t *out)
{
	const struct system *s = &t->d->sys;
	uint32_t *list = phc_new(s->n * sizeof(*list)), c;
	bool *seen = phc_new(s->n);
	size_t i, j, k, n = 1, found = 0;

	list[0] = start;
	seen[start] = true;
	for (i = 0; i < n; i++)
		for (j = s->of_cell[list[i]]; j < s->of_cell[list[i] + 1]; j++)
			for (k = s->of_sum[s->in_cell[j].at];
			     k < s->of_sum[s->in_cell[j].at + 1]; k++) {
				c = s->in_sum[k].at;
				if (seen[c])
					continue;
				seen[c] = true;
				if (unknown(t->d, c))
					list[n++] = c;
				else if (spare(t->d, c) && !t->shown[c])
					out[found++] = c;
			}
	free(list);
	free(seen);
	return found;
}

static bool
too_long(struct tree *t)
{
	if (t->d->work > t->until || ++t->nodes > NODES)
		t->whole = false;
	return !t->whole;
}

static void grow(struct tree *t);

static void
branch(struct tree *t, uint32_t c)
{
	struct loss before = t->loss;
	uint32_t *cell = phc_new((t->d->sys.n + 1) * sizeof(*cell));
	size_t i, n = around(t, c, cell);

	for (i = 0; i < n && t->whole; i++) {
		t->loss = loss_add(before, &t->d->sys.cell[cell[i]]);
		t->d->masked[cell[i]] = true;
		grow(t);
		t->d->masked[cell[i]] = false;
		t->shown[cell[i]] = true;
	}
	for (i = 0; i < n; i++)
		t->shown[cell[i]] = false;
	t->loss = before;
	free(cell);
}

static void
grow(struct tree *t)
{
	uint32_t c;

	if (loss_compare(t->loss, t->least) >= 0 || too_long(t))
		return;
	proof_again(t->d);
	c = proof_all(t->d);
	if (c == NONE) {
		t->least = t->loss;
		memcpy(t->best, t->d->masked, t->d->sys.n);
	} else if (t->loss.cells + 1 <= t->least.cells)
		branch(t, c);
}

bool
least(struct phc_disclosure *d, struct loss found)
{
	struct tree t = { .d = d,
		.least = found,
		.until = d->work + d->effort / 2,
		.whole = true };
	uint32_t c;

	t.best = phc_new(d->sys.n + 1);
	t.shown = phc_new(d->sys.n + 1);
	memcpy(t.best, d->masked, d->sys.n);
	for (c = 0; c < d->sys.n; c++)
		if (extra(d, c))
			d->masked[c] = false;
	d->doubt = false;
	grow(&t);
	d->least = t.whole && !d->doubt;
	memcpy(d->masked, t.best, d->sys.n);
	free(t.best);
	free(t.shown);
	return t.least.cells < INT64_MAX;
}
