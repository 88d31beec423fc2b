/*
 * A table that agrees with what is shown proves something for every cell that
 * it changes, and is kept for all of them.
 */
#include <stdlib.h>

#include "disclosure.h"

bool
proof_wide(const struct phc_disclosure *d, uint32_t c)
{
	return d->width[c].by[HIGH] - d->width[c].by[LOW] >= d->k - 1;
}

static void
offer(struct phc_disclosure *d, uint32_t table)
{
	const struct table *t = &d->table[table];
	struct width *w;
	size_t i;

	for (i = 0; i < t->n; i++) {
		w = &d->width[t->cell[i].at];
		if (t->cell[i].sign > w->by[HIGH]) {
			w->by[HIGH] = t->cell[i].sign;
			w->table[HIGH] = table;
		} else if (t->cell[i].sign < w->by[LOW]) {
			w->by[LOW] = t->cell[i].sign;
			w->table[LOW] = table;
		}
	}
}

bool
proof_agrees(const struct phc_disclosure *d, uint32_t table)
{
	const struct table *t = &d->table[table];
	size_t i;

	for (i = 0; i < t->n; i++)
		if (!unknown(d, t->cell[i].at))
			return false;
	return true;
}

void
proof_again(struct phc_disclosure *d)
{
	const struct width none = { { NONE, NONE }, { 0, 0 } };
	size_t i;

	for (i = 0; i < d->sys.n; i++)
		d->width[i] = none;
	for (i = 0; i < d->ntables; i++)
		if (proof_agrees(d, (uint32_t)i))
			offer(d, (uint32_t)i);
}

static struct table *
table_new(struct phc_disclosure *d, size_t most)
{
	struct table *t;

	phc_grow(&d->table, &d->captables, d->ntables + 1, sizeof(*d->table));
	t = &d->table[d->ntables++];
	*t = (struct table){ .n = 0 };
	t->cell = phc_new((most + 1) * sizeof(*t->cell));
	return t;
}

static void
put(struct table *t, uint32_t cell, int64_t by)
{
	if (by != 0)
		t->cell[t->n++] = (struct term){ cell, (int32_t)by };
}

/* From the truth to a table, or back. */
static void
apply(struct phc_disclosure *d, uint32_t table, int sign)
{
	size_t i;

	if (table == NONE)
		return;
	for (i = 0; i < d->table[table].n; i++)
		d->now[d->table[table].cell[i].at] +=
		    sign * d->table[table].cell[i].sign;
}

/* How often a move can be made from d->now, 'need' being enough. */
static int64_t
times(const struct phc_disclosure *d, const struct move *m, int64_t need)
{
	int64_t t, least = need;
	size_t i;

	for (i = 0; i < m->n; i++)
		if (m->cell[i].sign < 0) {
			t = d->now[m->cell[i].at] / -m->cell[i].sign;
			if (t < least)
				least = t;
		}
	return least;
}

/* The table that a move makes of 'from', which d->now is. */
static void
make(struct phc_disclosure *d, uint32_t from, const struct move *m, int64_t n)
{
	size_t i, most = m->n + (from == NONE ? 0 : d->table[from].n);
	struct table *t = table_new(d, most);
	const struct table *was = from == NONE ? NULL : &d->table[from];
	uint32_t c;

	for (i = 0; i < m->n; i++)
		d->now[m->cell[i].at] += n * m->cell[i].sign;
	for (i = 0; i < m->n; i++) {
		c = m->cell[i].at;
		put(t, c, d->now[c] - d->sys.cell[c].count);
		d->now[c] = d->sys.cell[c].count;
	}
	for (i = 0; was != NULL && i < was->n; i++) {
		c = was->cell[i].at;
		put(t, c, d->now[c] - d->sys.cell[c].count);
		d->now[c] = d->sys.cell[c].count;
	}
	offer(d, (uint32_t)(d->ntables - 1));
	if (d->many)
		many_index(d, (uint32_t)(d->ntables - 1));
}

static bool
find_side(struct phc_disclosure *d, uint32_t c, int side, bool strict,
    struct move *out)
{
	uint32_t from = d->width[c].table[side];
	struct term start = { c, side == HIGH ? 1 : -1 };
	bool found;

	apply(d, from, 1);
	found = mover_find(d->mover, d, d->now, start, strict, out);
	apply(d, from, -1);
	d->work += 1000 * mover_work(d->mover);
	return found;
}

static void
take(struct phc_disclosure *d, uint32_t c, int side, const struct move *m)
{
	const struct width *w = &d->width[c];
	int64_t need = d->k - 1 - (w->by[HIGH] - w->by[LOW]);
	uint32_t from = w->table[side];
	size_t i;

	for (i = 0; i < m->n; i++)
		if (!unknown(d, m->cell[i].at))
			d->masked[m->cell[i].at] = true;
	apply(d, from, 1);
	make(d, from, m, times(d, m, need));
}

/* By the cheaper side, masking what it changes. */
bool
proof_more(struct phc_disclosure *d, uint32_t c)
{
	struct move m[2] = { { .cell = NULL }, { .cell = NULL } };
	bool found[2];
	int side;

	found[HIGH] = find_side(d, c, HIGH, false, &m[HIGH]);
	found[LOW] = find_side(d, c, LOW, false, &m[LOW]);
	side = found[HIGH] && (!found[LOW] || m[HIGH].cost <= m[LOW].cost)
		   ? HIGH
		   : LOW;
	if (found[side])
		take(d, c, side, &m[side]);
	free(m[HIGH].cell);
	free(m[LOW].cell);
	return found[side];
}

static void
keep(struct phc_disclosure *d, const int64_t *value, int64_t den, size_t n)
{
	struct table *t = table_new(d, n);
	uint32_t i;

	for (i = 0; i < d->sys.n; i++)
		put(t, i, value[i] / den - d->sys.cell[i].count);
	offer(d, (uint32_t)(d->ntables - 1));
}

void
proof_offer(struct phc_disclosure *d, const int64_t *value, int64_t den)
{
	bool better = false;
	int64_t by;
	size_t n = 0;
	uint32_t i;

	for (i = 0; i < d->sys.n; i++) {
		by = value[i] - d->sys.cell[i].count * den;
		if (by == 0)
			continue;
		if (by % den != 0)
			return;
		n++;
		if (secret(d, i) && !proof_wide(d, i))
			better |= by > d->width[i].by[HIGH] * den ||
				  by < d->width[i].by[LOW] * den;
	}
	if (better)
		keep(d, value, den, n);
}

/* By search over all tables, where climbing was given up. */
static enum answer
widen_exactly(struct phc_disclosure *d, uint32_t c, int side)
{
	int64_t *value = phc_new((d->sys.n + 1) * sizeof(*value));
	enum answer a;
	uint32_t i;

	for (i = 0; i < d->sys.n; i++)
		value[i] = d->sys.cell[i].count;
	a = exact_beyond(
	    d, c, side, value[c] + d->width[c].by[side], value, &d->work);
	if (a == YES)
		proof_offer(d, value, 1);
	free(value);
	return a;
}

/* By moves alone. */
static bool
find_near(struct phc_disclosure *d, uint32_t c)
{
	struct move m = { .cell = NULL };
	int side;

	for (side = HIGH; side <= LOW; side++)
		while (!proof_wide(d, c) && find_side(d, c, side, true, &m))
			take(d, c, side, &m);
	free(m.cell);
	return proof_wide(d, c);
}

bool
proof_find(struct phc_disclosure *d, uint32_t c)
{
	enum answer a;
	int side;

	if (d->many)
		return proof_wide(d, c) || find_near(d, c);
	for (side = HIGH; side <= LOW && !proof_wide(d, c); side++) {
		a = climb(d, c, side);
		while (a == DOUBT && !proof_wide(d, c)) {
			a = widen_exactly(d, c, side);
			d->doubt |= a == DOUBT;
			if (a == DOUBT)
				break;
			a = a == YES ? DOUBT : NO;
		}
	}
	return proof_wide(d, c);
}

/* What the cell wishes for, when no move is found. */
static bool
wish(struct phc_disclosure *d, uint32_t c)
{
	uint32_t want = NONE;
	int side;

	for (side = HIGH; side <= LOW && want == NONE; side++)
		if (climb(d, c, side) != YES)
			want = climb_wish(d, c, side);
	if (want != NONE)
		d->masked[want] = true;
	return want != NONE || proof_wide(d, c);
}

bool
proof_force(struct phc_disclosure *d, uint32_t c)
{
	while (!proof_find(d, c))
		if (!proof_more(d, c) && !wish(d, c))
			return false;
	return true;
}

uint32_t
proof_all(struct phc_disclosure *d)
{
	uint32_t c;

	for (c = 0; c < d->sys.n; c++)
		if (secret(d, c) && !proof_find(d, c))
			return c;
	return NONE;
}

/* A table is what it should be: nothing shown changes, no cell is below zero,
 * and every sum that it touches is right. */
static bool
right(const struct phc_disclosure *d, uint32_t table, int64_t *value)
{
	const struct system *s = &d->sys;
	const struct table *t;
	bool good = true;
	int64_t sum;
	size_t i, j, k;

	if (table == NONE)
		return true;
	t = &d->table[table];
	for (i = 0; i < t->n; i++)
		value[t->cell[i].at] += t->cell[i].sign;
	for (i = 0; i < t->n; i++) {
		good &= unknown(d, t->cell[i].at) && value[t->cell[i].at] >= 0;
		for (j = s->of_cell[t->cell[i].at];
		     j < s->of_cell[t->cell[i].at + 1]; j++) {
			k = s->of_sum[s->in_cell[j].at];
			for (sum = 0; k < s->of_sum[s->in_cell[j].at + 1]; k++)
				sum +=
				    s->in_sum[k].sign * value[s->in_sum[k].at];
			good &= sum == 0;
		}
	}
	for (i = 0; i < t->n; i++)
		value[t->cell[i].at] -= t->cell[i].sign;
	return good;
}

static int64_t
change(const struct phc_disclosure *d, uint32_t table, uint32_t c)
{
	size_t i;

	for (i = 0; table != NONE && i < d->table[table].n; i++)
		if (d->table[table].cell[i].at == c)
			return d->table[table].cell[i].sign;
	return 0;
}

bool
proof_check(const struct phc_disclosure *d, uint32_t c)
{
	const struct width *w = &d->width[c];

	return change(d, w->table[HIGH], c) - change(d, w->table[LOW], c) >=
		   d->k - 1 &&
	       right(d, w->table[HIGH], d->now) &&
	       right(d, w->table[LOW], d->now);
}
