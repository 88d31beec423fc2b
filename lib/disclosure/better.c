/*
 * A cell that is masked for others is barred, and those near it are shown; what
 * is then missing is looked for again, and kept if less is lost (P. Shaw; G.
 * Schrimpf).
 */
#include <stdlib.h>

#include "disclosure.h"

/* What is masked for others in the sums that 'c' is in, shown. */
static void
uncover(struct phc_disclosure *d, uint32_t c)
{
	const struct system *s = &d->sys;
	size_t j, k;

	for (j = s->of_cell[c]; j < s->of_cell[c + 1]; j++)
		for (k = s->of_sum[s->in_cell[j].at];
		     k < s->of_sum[s->in_cell[j].at + 1]; k++)
			if (extra(d, s->in_sum[k].at))
				d->masked[s->in_sum[k].at] = false;
	d->masked[c] = false;
}

/* Whether less is lost without 'c'; else nothing changes. */
static bool
without(struct phc_disclosure *d, uint32_t c, const uint32_t *turn, bool wide,
    bool *was)
{
	struct loss before = loss_of(d);
	uint32_t failed = NONE;
	bool less;

	memcpy(was, d->masked, d->sys.n);
	if (wide)
		uncover(d, c);
	d->masked[c] = false;
	d->barred[c] = true;
	less = choose_more(d, turn, &failed) &&
	       loss_compare(loss_of(d), before) < 0;
	d->barred[c] = false;
	if (!less)
		memcpy(d->masked, was, d->sys.n);
	return less;
}

void
better(struct phc_disclosure *d, const uint32_t *turn)
{
	bool *was = phc_new(d->sys.n + 1), again = true;
	uint32_t c;

	while (again) {
		again = false;
		for (c = 0; c < d->sys.n && d->work < d->effort; c++)
			if (extra(d, c))
				again |= without(d, c, turn, true, was) ||
					 (d->work < d->effort && extra(d, c) &&
					     without(d, c, turn, false, was));
	}
	free(was);
}
