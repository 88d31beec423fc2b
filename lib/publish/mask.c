/*
 * Cells that are not known and are in one sum belong together; each such part
 * of all there is is masked by itself, if something of this issue is in it.
 */
#include <stdlib.h>

#include "publish.h"

struct piece {
	struct pool *o;
	struct phc_disclosure *d;
	const uint32_t *cell, *sum; /* of it */
	size_t cells, sums;
	bool *given; /* by cell: known ones too */
};

enum { EFFORT = 20000 }; /* for each cell, see phc_disclosure_effort() */

static bool
known(const struct pool *o, uint32_t c)
{
	return o->cell[c].is == PHC_CELL_KNOWN;
}

static bool
small(const struct pool *o, uint32_t c)
{
	return o->cell[c].count > 0 &&
	       (o->cell[c].count < o->k || o->cell[c].few);
}

static void
give(struct piece *t, uint32_t c)
{
	const struct cell *x = &t->o->cell[c];

	if (t->given[c])
		return;
	t->given[c] = true;
	phc_disclosure_cell(t->d, c,
	    x->is == PHC_CELL_FREE && x->few ? PHC_CELL_WITHHELD : x->is,
	    x->count);
}

static void
fill(struct piece *t)
{
	const struct sum *s;
	size_t i, k;

	t->d = phc_disclosure_new(t->o->k);
	phc_disclosure_effort(t->d, EFFORT * (uint64_t)t->cells);
	for (i = 0; i < t->cells; i++)
		give(t, t->cell[i]);
	for (i = 0; i < t->sums; i++) {
		s = &t->o->sum[t->sum[i]];
		for (k = 0; k < s->n; k++)
			give(t, s->cell[k]);
		phc_disclosure_sum(t->d, s->cell[0], s->cell + 1, s->n - 1);
	}
}

static void
drain(struct piece *t)
{
	size_t i, k;

	for (i = 0; i < t->cells; i++)
		t->given[t->cell[i]] = false;
	for (i = 0; i < t->sums; i++)
		for (k = 0; k < t->o->sum[t->sum[i]].n; k++)
			t->given[t->o->sum[t->sum[i]].cell[k]] = false;
	phc_disclosure_free(t->d);
	t->d = NULL;
}

/* All of it masked: whether that is enough. */
static int
all(struct piece *t, uint32_t *cell, struct phc_err *err)
{
	size_t i;

	if (phc_disclosure_primary(t->d, cell, err) == -1)
		return -1;
	for (i = 0; i < t->cells; i++)
		phc_disclosure_put(t->d, t->cell[i], true);
	return phc_disclosure_audit(t->d, cell, err);
}

/*
 * What was lost by what was published before is not to be had back, and stands
 * in the way of nothing.
 */
static int
mask(struct piece *t, uint32_t *cell, struct phc_err *err)
{
	size_t i;

	for (;; drain(t)) {
		fill(t);
		if (phc_disclosure_mask(t->d, cell, err) == 0 ||
		    all(t, cell, err) == 0)
			break;
		if (t->o->cell[*cell].is == PHC_CELL_FREE)
			return -1;
		t->o->cell[*cell].is = PHC_CELL_LOST;
	}
	for (i = 0; i < t->cells; i++)
		t->o->cell[t->cell[i]].masked =
		    phc_disclosure_masked(t->d, t->cell[i]);
	return 0;
}

static uint32_t
top(uint32_t *up, uint32_t c)
{
	while (up[c] != c)
		c = up[c] = up[up[c]];
	return c;
}

/* Of each cell, the least one that it belongs together with. */
static uint32_t *
together(const struct pool *o)
{
	uint32_t *up = phc_new((o->cells + 1) * sizeof(*up)), a, b, first;
	const struct sum *s;
	size_t i, k;

	for (i = 0; i < o->cells; i++)
		up[i] = (uint32_t)i;
	for (i = 0; i < o->sums; i++) {
		s = &o->sum[i];
		for (first = NONE, k = 0; k < s->n; k++) {
			if (known(o, s->cell[k]))
				continue;
			if (first == NONE)
				first = s->cell[k];
			a = top(up, first);
			b = top(up, s->cell[k]);
			if (a < b)
				up[b] = a;
			else
				up[a] = b;
		}
	}
	for (i = 0; i < o->cells; i++)
		up[i] = top(up, (uint32_t)i);
	return up;
}

/* Lists of what is in each part: 'next' of 'head'. */
struct lists {
	uint32_t *head, *next;
};

static struct lists
lists(size_t heads, size_t n)
{
	struct lists l;

	l.head = phc_new((heads + 1) * sizeof(*l.head));
	l.next = phc_new((n + 1) * sizeof(*l.next));
	memset(l.head, 0xff, (heads + 1) * sizeof(*l.head));
	return l;
}

static void
push(struct lists *l, uint32_t head, uint32_t x)
{
	l->next[x] = l->head[head];
	l->head[head] = x;
}

static size_t
copy(const struct lists *l, uint32_t head, uint32_t *out)
{
	size_t n = 0;
	uint32_t x;

	for (x = l->head[head]; x != NONE; x = l->next[x])
		out[n++] = x;
	return n;
}

static uint32_t
unknown_of(const struct pool *o, const struct sum *s)
{
	size_t k;

	for (k = 0; k < s->n; k++)
		if (!known(o, s->cell[k]))
			return s->cell[k];
	return NONE;
}

static bool
ours(const struct pool *o, const uint32_t *cell, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (o->cell[cell[i]].is == PHC_CELL_FREE)
			return true;
	return false;
}

static int
one(struct piece *t, uint32_t *cell, struct phc_err *err)
{
	struct cell *c;
	size_t i;
	int rc;

	if (!ours(t->o, t->cell, t->cells)) {
		for (i = 0; i < t->cells; i++) {
			c = &t->o->cell[t->cell[i]];
			c->masked = c->is == PHC_CELL_WITHHELD;
		}
		return 0;
	}
	if (t->sums == 0) {
		t->o->cell[t->cell[0]].masked = small(t->o, t->cell[0]);
		return 0;
	}
	rc = mask(t, cell, err);
	drain(t);
	return rc;
}

int
pool_mask(struct pool *o, uint32_t *cell, struct phc_err *err)
{
	uint32_t *up = together(o), u;
	struct lists cells = lists(o->cells, o->cells),
		     sums = lists(o->cells, o->sums);
	uint32_t *list = phc_new((o->cells + 1) * sizeof(*list));
	uint32_t *slist = phc_new((o->sums + 1) * sizeof(*slist));
	struct piece t = { .o = o, .cell = list, .sum = slist };
	size_t i;
	int rc = 0;

	t.given = phc_new(o->cells + 1);
	for (i = 0; i < o->cells; i++)
		if (o->cell[i].same == i && !known(o, (uint32_t)i))
			push(&cells, up[i], (uint32_t)i);
	for (i = 0; i < o->sums; i++)
		if ((u = unknown_of(o, &o->sum[i])) != NONE)
			push(&sums, up[u], (uint32_t)i);
	for (i = 0; i < o->cells && rc == 0; i++) {
		t.cells = copy(&cells, (uint32_t)i, list);
		t.sums = copy(&sums, (uint32_t)i, slist);
		if (t.cells > 0)
			rc = one(&t, cell, err);
	}
	free(up);
	free(cells.head);
	free(cells.next);
	free(sums.head);
	free(sums.next);
	free(list);
	free(slist);
	free(t.given);
	return rc;
}
