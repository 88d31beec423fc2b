#include <stdlib.h>

#include "publish.h"

static uint64_t
hash(const struct thing *t)
{
	const uint64_t part[] = { t->code, t->kind, t->mod[0], t->mod[1],
		(uint64_t)t->from, (uint64_t)t->to };
	uint64_t h = 0;
	size_t i;

	for (i = 0; i < sizeof(part) / sizeof(*part); i++) {
		h = (h ^ part[i]) * 0x9e3779b97f4a7c15U;
		h ^= h >> 29;
	}
	return h;
}

static bool
equal(const struct thing *a, const struct thing *b)
{
	return a->code == b->code && a->kind == b->kind &&
	       a->mod[0] == b->mod[0] && a->mod[1] == b->mod[1] &&
	       a->from == b->from && a->to == b->to;
}

static uint32_t *
place(const struct pool *o, const struct thing *t)
{
	size_t i = hash(t) & (o->slots - 1);

	while (o->slot[i] != NONE && !equal(&o->thing[o->slot[i]], t))
		i = (i + 1) & (o->slots - 1);
	return &o->slot[i];
}

static void
widen(struct pool *o)
{
	size_t i;

	free(o->slot);
	o->slots = o->slots ? 2 * o->slots : 4096;
	o->slot = phc_new(o->slots * sizeof(*o->slot));
	memset(o->slot, 0xff, o->slots * sizeof(*o->slot));
	for (i = 0; i < o->things; i++)
		*place(o, &o->thing[i]) = (uint32_t)i;
}

static uint32_t
thing(struct pool *o, const struct thing *t)
{
	uint32_t *slot;

	if (2 * (o->things + 1) > o->slots)
		widen(o);
	slot = place(o, t);
	if (*slot == NONE) {
		phc_grow(&o->thing, &o->things_cap, o->things + 1, sizeof(*t));
		phc_grow(
		    &o->first, &o->first_cap, o->things + 1, sizeof(*o->first));
		o->thing[o->things] = *t;
		o->first[o->things] = NONE;
		*slot = (uint32_t)o->things++;
	}
	return *slot;
}

uint32_t
pool_cell(struct pool *o, const struct thing *t, int64_t count)
{
	uint32_t at = thing(o, t), c;

	for (c = o->first[at]; c != NONE; c = o->cell[c].next)
		if (o->cell[c].count == count)
			return c;
	phc_grow(&o->cell, &o->cells_cap, o->cells + 1, sizeof(*o->cell));
	c = (uint32_t)o->cells++;
	o->cell[c] = (struct cell){ .thing = at,
		.next = o->first[at],
		.same = c,
		.count = count,
		.is = PHC_CELL_IMPLIED };
	o->first[at] = c;
	return c;
}

uint32_t
pool_same(const struct pool *o, uint32_t c)
{
	while (o->cell[c].same != c)
		c = o->cell[c].same;
	return c;
}

/* Who is known is known whoever else it is. */
static enum phc_cell
both(enum phc_cell a, enum phc_cell b)
{
	static const enum phc_cell order[] = { PHC_CELL_KNOWN,
		PHC_CELL_WITHHELD, PHC_CELL_FREE };
	size_t i;

	for (i = 0; i < 3; i++)
		if (a == order[i] || b == order[i])
			return order[i];
	return PHC_CELL_IMPLIED;
}

void
pool_merge(struct pool *o, uint32_t a, uint32_t b)
{
	uint32_t low, high;

	a = pool_same(o, a);
	b = pool_same(o, b);
	if (a == b)
		return;
	low = a < b ? a : b;
	high = a < b ? b : a;
	o->cell[high].same = low;
	o->cell[low].is = both(o->cell[low].is, o->cell[high].is);
	o->cell[low].mine |= o->cell[high].mine;
	o->cell[low].few |= o->cell[high].few;
}

/* A cell that the sum has already, once more. */
static uint32_t
alias(struct pool *o, uint32_t c, uint32_t nth)
{
	const struct thing t = { NONE, ALIAS, { c, nth }, 0, 0 };
	uint32_t a = pool_cell(o, &t, o->cell[c].count), pair[2] = { c, a };

	pool_sum(o, pair, 2);
	return a;
}

void
pool_sum(struct pool *o, const uint32_t *cell, size_t n)
{
	uint32_t *in = phc_pool_take(&o->mem, n * sizeof(*in));
	size_t i, j;

	for (i = 0; i < n; i++) {
		in[i] = pool_same(o, cell[i]);
		for (j = 0; j < i && in[j] != in[i]; j++)
			;
		if (j < i)
			in[i] = alias(o, in[i], (uint32_t)i);
	}
	phc_grow(&o->sum, &o->sums_cap, o->sums + 1, sizeof(*o->sum));
	o->sum[o->sums++] = (struct sum){ in, n };
}

bool
pool_days(enum over over, bool before, int64_t *from, int64_t *to)
{
	if (over == ACROSS || (over == DURING && !before))
		return true;
	if (over == BEFORE || before) {
		if (*from == PHC_UNKNOWN)
			return false;
		*to = *from - 1;
	}
	*from = *to;
	return true;
}

/* Entries are by issue, the newest first. */
uint32_t
pool_as_of(const struct pool *o, uint32_t at, uint32_t issue)
{
	uint32_t c = o->first[at], found = NONE;
	size_t i;

	if (c == NONE || o->cell[c].next == NONE)
		return c;
	for (i = 0; i < o->p->entries; i++) {
		if (o->of[i] == NONE || o->cell[o->of[i]].thing != at)
			continue;
		if (found == NONE)
			found = o->of[i];
		if (o->p->entry[i].issue == issue)
			return o->of[i];
	}
	return found == NONE ? c : found;
}

bool
pool_agree(const struct code *a, const uint32_t *mod, size_t skip,
    const struct code *b, const uint32_t *mod2)
{
	size_t i, j;

	for (i = skip; i < a->dims; i++)
		for (j = 0; j < b->dims; j++)
			if (a->dim[i] == b->dim[j] && mod[i] != mod2[j])
				return false;
	return true;
}

static struct pool *sorting;

static int
by_key(const struct thing *a, const struct thing *b)
{
	if (a->code != b->code)
		return a->code < b->code ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->to > b->to) - (a->to < b->to);
}

static int
by_order(const void *pa, const void *pb)
{
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	int c = by_key(&sorting->thing[a], &sorting->thing[b]);

	return c ? c : (a > b) - (a < b);
}

static void
order(struct pool *o)
{
	size_t i;

	o->ordered = o->things;
	o->order = phc_new((o->things + 1) * sizeof(*o->order));
	for (i = 0; i < o->things; i++)
		o->order[i] = (uint32_t)i;
	sorting = o;
	qsort(o->order, o->ordered, sizeof(*o->order), by_order);
}

const uint32_t *
pool_table(const struct pool *o, const struct thing *key, size_t *n)
{
	size_t low = 0, high = o->ordered, mid, end;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (by_key(&o->thing[o->order[mid]], key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (end = low;
	     end < o->ordered && by_key(&o->thing[o->order[end]], key) == 0;
	     end++)
		;
	*n = end - low;
	return o->order + low;
}

/* What an entry is to who looks. */
static enum phc_cell
seen(const struct pool *o, enum audience who, size_t i, const bool *withheld)
{
	const struct entry *e = &o->p->entry[i];

	if (e->issue == 0)
		return e->listed                 ? PHC_CELL_KNOWN
		       : withheld && withheld[i] ? PHC_CELL_WITHHELD
						 : PHC_CELL_FREE;
	if (e->state != MASKED)
		return PHC_CELL_KNOWN;
	return e->audience == who ? PHC_CELL_WITHHELD : PHC_CELL_IMPLIED;
}

static void
enter(struct pool *o, enum audience who, size_t i, const bool *withheld)
{
	const struct entry *e = &o->p->entry[i];
	const struct code *c = &o->p->code[e->code];
	struct thing t = { c->same, e->part, { e->mod[0], e->mod[1] }, e->from,
		e->to };
	uint32_t at;

	o->of[i] = NONE;
	if ((e->issue != 0 && e->audience != who &&
		(who == PUBLIC || e->state == MASKED)) ||
	    !pool_days(c->over, false, &t.from, &t.to))
		return;
	at = pool_cell(o, &t, e->count);
	o->of[i] = at;
	o->cell[at].is = both(o->cell[at].is, seen(o, who, i, withheld));
	o->cell[at].mine |= e->issue == 0;
	o->cell[at].few |= publish_few(e, o->k);
}

void
pool_make(struct pool *o, struct phc_publish *p, enum audience who, int64_t k,
    const bool *withheld)
{
	size_t i;

	*o = (struct pool){ .p = p, .k = k };
	o->of = phc_new((p->entries + 1) * sizeof(*o->of));
	for (i = 0; i < p->entries; i++)
		enter(o, who, i, withheld);
	order(o);
	pool_sums(o, true);
	pool_rests(o, true);
	pool_sums(o, false);
	pool_rests(o, false);
	pool_times(o);
}

void
pool_free(struct pool *o)
{
	phc_pool_free(&o->mem);
	free(o->thing);
	free(o->first);
	free(o->slot);
	free(o->order);
	free(o->cell);
	free(o->of);
	free(o->sum);
}
