/*
 * Where cells are many, each is looked at by what is near it alone: it is
 * proved by moves, which change a few cells; what it needs is masked; then what
 * turns out not to be needed is shown again, and only what a proof of changed
 * is proved anew.  There is no search over all, and past its effort it takes
 * whole lines, so that it ends.
 */
#include <stdlib.h>

#include "disclosure.h"

enum {
	FAR = 20000, /* places that a search may look at, when it has to find */
	NEAR = 600,  /* when it tries */
	SHORT = 100, /* cells of a sum */
	MOST = 1000000 /* steps for each cell, at most, to find, and to try */
};

void
many_index(struct phc_disclosure *d, uint32_t table)
{
	const struct table *t = &d->table[table];
	size_t i;

	for (i = 0; i < t->n; i++) {
		phc_grow(
		    &d->link, &d->caplinks, d->nlinks + 1, sizeof(*d->link));
		d->link[d->nlinks] = (struct link){ table,
			d->link_of[t->cell[i].at], t->cell[i].sign };
		d->link_of[t->cell[i].at] = (uint32_t)d->nlinks++;
	}
}

/* All that is spare in the sum with the fewest such; else all there is. */
static bool
line(struct phc_disclosure *d, uint32_t c)
{
	const struct system *s = &d->sys;
	size_t j, k, n, sum = 0, fewest = SIZE_MAX;
	uint32_t i;

	for (j = s->of_cell[c]; j < s->of_cell[c + 1]; j++) {
		i = s->in_cell[j].at;
		for (n = 0, k = s->of_sum[i]; k < s->of_sum[i + 1]; k++)
			n += spare(d, s->in_sum[k].at);
		if (n > 0 && n < fewest) {
			fewest = n;
			sum = i;
		}
	}
	if (fewest < SIZE_MAX)
		for (k = s->of_sum[sum]; k < s->of_sum[sum + 1]; k++)
			d->masked[s->in_sum[k].at] |= spare(d, s->in_sum[k].at);
	for (n = 0, i = 0; i < s->n && fewest == SIZE_MAX; i++)
		if (spare(d, i)) {
			d->masked[i] = true;
			n++;
		}
	return fewest < SIZE_MAX || n > 0;
}

static bool
find(struct phc_disclosure *d, uint32_t c, size_t reach, uint32_t dear)
{
	d->reach = reach;
	d->dear = dear;
	return proof_find(d, c);
}

/* What it needs, the dearer the less of it; and the less is looked at. */
static bool
more(struct phc_disclosure *d, uint32_t c)
{
	static const struct {
		size_t reach;
		uint32_t dear;
	} way[] = { { 1500, 16 }, { 3000, 3 }, { FAR, 1 } };
	const size_t last = sizeof(way) / sizeof(*way) - 1;
	size_t i;

	for (i = d->work < d->effort ? 0 : last; i <= last; i++) {
		d->reach = way[i].reach;
		d->dear = way[i].dear;
		if (d->work / 4 < d->effort && proof_more(d, c))
			return true;
	}
	return false;
}

static bool
force(struct phc_disclosure *d, uint32_t c)
{
	while (!find(d, c, NEAR, 1))
		if (!more(d, c) && !line(d, c))
			return find(d, c, FAR, 1);
	return true;
}

/* A cell that cannot be protected, or NONE. */
static uint32_t
add(struct phc_disclosure *d)
{
	bool again;
	uint32_t c;

	do {
		again = false;
		for (c = 0; c < d->sys.n; c++) {
			if (!secret(d, c) || proof_wide(d, c))
				continue;
			again = true;
			if (!force(d, c))
				return c;
		}
	} while (again);
	return NONE;
}

/* What is undone if a cell cannot be shown. */
struct undo {
	struct saved {
		uint32_t cell;
		struct width was;
	} * saved;
	uint32_t *dead;
	size_t n, cap, ndead, capdead;
};

static void
save(struct phc_disclosure *d, struct undo *u, uint32_t c)
{
	const struct width none = { { NONE, NONE }, { 0, 0 } };

	phc_grow(&u->saved, &u->cap, u->n + 1, sizeof(*u->saved));
	u->saved[u->n++] = (struct saved){ c, d->width[c] };
	d->width[c] = none;
}

/* A table proves nothing any more. */
static void
bury(struct phc_disclosure *d, struct undo *u, uint32_t table)
{
	struct table *t = &d->table[table];
	const struct width *w;
	size_t i;

	if (t->dead)
		return;
	t->dead = true;
	phc_grow(&u->dead, &u->capdead, u->ndead + 1, sizeof(*u->dead));
	u->dead[u->ndead++] = table;
	for (i = 0; i < t->n; i++) {
		w = &d->width[t->cell[i].at];
		if (w->table[HIGH] == table || w->table[LOW] == table)
			save(d, u, t->cell[i].at);
	}
}

/* What the tables that are left prove for a cell. */
static void
look(struct phc_disclosure *d, uint32_t c)
{
	struct width *w = &d->width[c];
	const struct link *k;
	uint32_t l;
	int side;

	for (l = d->link_of[c]; l != NONE; l = k->next) {
		k = &d->link[l];
		if (d->table[k->table].dead)
			continue;
		side = k->by > 0 ? HIGH : LOW;
		if (k->by > 0 ? k->by > w->by[HIGH] : k->by < w->by[LOW]) {
			w->by[side] = k->by;
			w->table[side] = k->table;
		}
	}
}

/* How much there is to undo. */
struct mark {
	size_t n, ndead;
};

static void
undo(struct phc_disclosure *d, struct undo *u, struct mark to)
{
	while (u->ndead > to.ndead)
		d->table[u->dead[--u->ndead]].dead = false;
	while (u->n > to.n) {
		u->n--;
		d->width[u->saved[u->n].cell] = u->saved[u->n].was;
	}
}

/* A cell is shown, and what was proved by its changing is not. */
static void
unmask(struct phc_disclosure *d, struct undo *u, uint32_t c)
{
	size_t i = u->n;
	uint32_t l;

	d->masked[c] = false;
	for (l = d->link_of[c]; l != NONE; l = d->link[l].next)
		bury(d, u, d->link[l].table);
	for (; i < u->n; i++)
		look(d, u->saved[i].cell);
}

/* Whether 'c' need not be masked; then it is not. */
static bool
show(struct phc_disclosure *d, struct undo *u, uint32_t c)
{
	const struct mark begun = { u->n, u->ndead };
	bool good;
	size_t i;

	unmask(d, u, c);
	good = !choose_bare(d, c);
	for (i = begun.n; i < u->n && good; i++)
		good = !secret(d, u->saved[i].cell) ||
		       find(d, u->saved[i].cell, NEAR, 1);
	if (!good) {
		d->masked[c] = true;
		undo(d, u, begun);
	}
	return good;
}

static void
drop(struct phc_disclosure *d, struct undo *u)
{
	size_t i, n;
	uint32_t *order = choose_order(d, &n);

	for (i = 0; i < n && d->work < d->effort; i++) {
		u->n = u->ndead = 0;
		show(d, u, order[i]);
	}
	free(order);
}

/* Another way to protect what 'c' did. */
static bool
instead(struct phc_disclosure *d, struct undo *u, const bool *was)
{
	size_t i;
	uint32_t c, at;

	for (i = 0; i < u->n; i++) {
		at = u->saved[i].cell;
		while (secret(d, at) && !find(d, at, NEAR, 1))
			if (!more(d, at))
				return false;
	}
	for (c = 0; c < d->sys.n; c++)
		while (d->masked[c] && !was[c] && !find(d, c, NEAR, 1))
			if (!more(d, c))
				return false;
	for (c = 0; c < d->sys.n; c++)
		if (secret(d, c) && !proof_wide(d, c))
			return false;
	return true;
}

/* What is masked for others in the short sums that 'c' is in. */
static void
thin(struct phc_disclosure *d, struct undo *u, uint32_t c)
{
	const struct system *s = &d->sys;
	size_t j, k, end;

	for (j = s->of_cell[c]; j < s->of_cell[c + 1]; j++) {
		k = s->of_sum[s->in_cell[j].at];
		end = s->of_sum[s->in_cell[j].at + 1];
		for (; end - k <= SHORT && k < end; k++)
			if (extra(d, s->in_sum[k].at))
				show(d, u, s->in_sum[k].at);
	}
}

/* As it was, but for tables since 'table', which may not agree with that. */
static void
back(struct phc_disclosure *d, struct undo *u, const bool *was, size_t table)
{
	const struct mark all = { 0, 0 };
	size_t i;

	undo(d, u, all);
	memcpy(d->masked, was, d->sys.n);
	for (; table < d->ntables; table++)
		if (!proof_agrees(d, (uint32_t)table))
			bury(d, u, (uint32_t)table);
	for (i = 0; i < u->n; i++)
		look(d, u->saved[i].cell);
}

/* Whether less is lost without 'c'; else nothing changes. */
static bool
without(struct phc_disclosure *d, struct undo *u, uint32_t c, bool *was)
{
	const struct loss before = loss_of(d);
	const size_t tables = d->ntables;
	uint32_t i;
	bool less;

	memcpy(was, d->masked, d->sys.n);
	u->n = u->ndead = 0;
	d->barred[c] = true;
	unmask(d, u, c);
	less = instead(d, u, was);
	if (less) {
		thin(d, u, c);
		for (i = 0; i < d->sys.n; i++)
			if (extra(d, i) && !was[i])
				thin(d, u, i);
		less = loss_compare(loss_of(d), before) < 0;
	}
	d->barred[c] = false;
	if (!less)
		back(d, u, was, tables);
	return less;
}

static void
improve(struct phc_disclosure *d, struct undo *u)
{
	bool *was = phc_new(d->sys.n + 1), again = true;
	uint32_t *order;
	size_t i, n;

	while (again && d->work < d->effort) {
		again = false;
		order = choose_order(d, &n);
		for (i = 0; i < n && d->work < d->effort; i++)
			if (extra(d, order[i]))
				again |= without(d, u, order[i], was);
		free(order);
	}
	free(was);
}

/* So much more may be done. */
static void
allow(struct phc_disclosure *d, uint64_t asked)
{
	d->effort = d->work + asked + MOST * (uint64_t)d->sys.n;
}

uint32_t
many(struct phc_disclosure *d)
{
	const uint64_t asked = d->effort;
	struct undo u = { .n = 0 };
	uint32_t c;

	d->least = false;
	allow(d, asked);
	c = add(d);
	allow(d, asked);
	if (c == NONE) {
		drop(d, &u);
		improve(d, &u);
	}
	d->effort = asked;
	d->reach = FAR;
	free(u.saved);
	free(u.dead);
	return c;
}
