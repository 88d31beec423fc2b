#include "publish.h"

/* The cells of a code that an entry rests on: those that agree with it. */
static size_t
whole(const struct pool *o, const struct entry *e, uint32_t code, uint32_t *out,
    size_t max)
{
	const struct code *c = &o->p->code[code];
	struct thing key = { c->same, COUNT, { NONE, NONE }, e->from, e->to };
	const uint32_t *at;
	size_t i, n, found = 0;

	if (!pool_days(c->over, false, &key.from, &key.to))
		return 0;
	at = pool_table(o, &key, &n);
	for (i = 0; i < n && found < max; i++)
		if (pool_agree(&o->p->code[e->code], e->mod, 0, c,
			o->thing[at[i]].mod))
			out[found++] = pool_as_of(o, at[i], e->issue);
	return found;
}

/* What is left of 'all' without 'part': nobody may be recognised by it. */
static void
rest(struct pool *o, uint32_t all, uint32_t part)
{
	uint32_t sum[3] = { pool_same(o, all), pool_same(o, part), NONE };
	const struct thing t = { NONE, REST, { sum[0], sum[1] }, 0, 0 };

	if (sum[0] == sum[1] || o->cell[all].count < o->cell[part].count)
		return;
	sum[2] = pool_cell(o, &t, o->cell[all].count - o->cell[part].count);
	pool_sum(o, sum, 3);
}

static bool
counts(const struct code *c)
{
	return c->is != NULL && c->is->unit == PHC_UNIT_COUNT;
}

static void
of_count(struct pool *o, size_t i, bool merge)
{
	const struct entry *e = &o->p->entry[i];
	const struct code *c = &o->p->code[e->code];
	uint32_t all;
	size_t k;

	for (k = 0; k < c->nrests; k++) {
		if (whole(o, e, c->rests[k], &all, 1) == 0)
			continue;
		if (!merge)
			rest(o, all, o->of[i]);
		else if (!counts(c) && k + 1 == c->nrests &&
			 o->cell[all].count == e->count)
			pool_merge(o, all, o->of[i]);
	}
}

/* Of what a percentage rests on. */
static void
of_share(struct pool *o, size_t i)
{
	const struct entry *e = &o->p->entry[i];
	const struct code *c = &o->p->code[e->code];
	struct thing key = { c->same, COUNT, { NONE, NONE }, e->from, e->to };
	const uint32_t *at;
	size_t k, n;

	pool_days(c->over, false, &key.from, &key.to);
	at = pool_table(o, &key, &n);
	for (k = 0; k < n; k++)
		if (memcmp(o->thing[at[k]].mod, e->mod, sizeof(e->mod)) == 0)
			rest(o, pool_as_of(o, at[k], e->issue), o->of[i]);
}

void
pool_rests(struct pool *o, bool merge)
{
	const struct entry *e;
	size_t i;

	for (i = 0; i < o->p->entries; i++) {
		e = &o->p->entry[i];
		if (o->of[i] == NONE || e->listed)
			continue;
		if (e->part == COUNT)
			of_count(o, i, merge);
		else if (!merge)
			of_share(o, i);
	}
}

bool
pool_tied(const struct pool *o, const struct phc_figures_cell *g)
{
	struct phc_publish *p = o->p;
	struct entry e = {
		.mod = { NONE, NONE }, .from = g->from, .to = g->to
	};
	uint32_t all[64];
	const struct code *c;
	size_t i, k, n = 0;

	e.code = publish_code(p, publish_string(p, phc_str(g->of->code)));
	c = &p->code[e.code];
	if (c->is != NULL && counts(c))
		return false;
	for (i = 0; i < g->of->dimensions && i < c->dims; i++)
		e.mod[i] = publish_string(p, phc_str(g->modality[i]));
	for (k = 0; k < c->nrests; k++)
		for (i = 0, n = whole(o, &e, c->rests[k], all, 64); i < n; i++)
			if (o->cell[pool_same(o, all[i])].masked)
				return true;
	return false;
}
