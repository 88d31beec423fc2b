#include <stdlib.h>

#include "publish.h"

/* One way for cells to sum to those of a code: the words that say so, of one
 * indicator, or of all of a group. */
struct rule {
	uint32_t code;           /* to whose cells */
	const struct word *word; /* any of them */
	enum part kind;
	uint32_t *part; /* codes */
	const struct word **of;
	size_t n;
};

struct rules {
	struct rule *rule;
	size_t n, cap;
};

struct frame {
	int64_t from, to;
};

struct work {
	struct pool *o;
	struct rules rules;
	struct frame *frame;
	size_t frames;
	uint32_t *cell; /* of a sum */
	size_t cap;
	bool merge, whole; /* 'whole': a total that is not printed */
};

static bool
together(
    const struct rule *r, uint32_t code, const struct word *w, enum part kind)
{
	return r->code == code && r->kind == kind && w->group != NONE &&
	       r->word->group == w->group && r->word->modality == w->modality;
}

static void
add(struct work *w, uint32_t part, const struct word *word, enum part kind)
{
	struct phc_pool *mem = &w->o->mem;
	uint32_t code = w->o->p->code[word->code].same;
	struct rules *all = &w->rules;
	struct rule *r;
	size_t i;

	for (i = 0; i < all->n; i++)
		if (together(&all->rule[i], code, word, kind))
			break;
	if (i == all->n) {
		phc_grow(&all->rule, &all->cap, i + 1, sizeof(*r));
		all->rule[all->n++] =
		    (struct rule){ code, word, kind, NULL, NULL, 0 };
		r = &all->rule[i];
		r->part = phc_pool_take(mem, w->o->p->codes * sizeof(*r->part));
		r->of = phc_pool_take(mem, w->o->p->codes * sizeof(*r->of));
	}
	r = &all->rule[i];
	if (r->n < w->o->p->codes) {
		r->part[r->n] = part;
		r->of[r->n++] = word;
	}
}

static void
collect(struct work *w)
{
	const struct phc_publish *p = w->o->p;
	size_t i, k;
	int part;

	for (i = 0; i < p->codes; i++)
		for (part = COUNT; part <= SHARE; part++)
			for (k = 0; k < p->code[i].nsum[part]; k++)
				add(w, (uint32_t)i, &p->code[i].sum[part][k],
				    (enum part)part);
}

static int
by_frame(const void *pa, const void *pb)
{
	const struct frame *a = pa, *b = pb;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->to > b->to) - (a->to < b->to);
}

/* All periods that anything is of. */
static void
frames(struct work *w)
{
	const struct phc_publish *p = w->o->p;
	struct frame *f = phc_new((p->entries + 1) * sizeof(*f));
	size_t i, n = 0;

	for (i = 0; i < p->entries; i++)
		f[i] = (struct frame){ p->entry[i].from, p->entry[i].to };
	qsort(f, p->entries, sizeof(*f), by_frame);
	for (i = 0; i < p->entries; i++)
		if (n == 0 || by_frame(&f[n - 1], &f[i]) != 0)
			f[n++] = f[i];
	w->frame = f;
	w->frames = n;
}

static const uint32_t *
table(const struct work *w, uint32_t code, enum part kind, bool before,
    const struct frame *f, size_t *n)
{
	const struct code *c = &w->o->p->code[code];
	struct thing key = { c->same, kind, { NONE, NONE }, f->from, f->to };

	*n = 0;
	return pool_days(c->over, before, &key.from, &key.to)
		   ? pool_table(w->o, &key, n)
		   : NULL;
}

static bool
among(const struct word *w, uint32_t modality)
{
	size_t i;

	for (i = 0; i < w->n && w->only[i] != modality; i++)
		;
	return w->n == 0 || i < w->n;
}

/* Of what the total is: a thing that is printed, or the first part. */
struct of {
	const struct code *code;
	const uint32_t *mod;
	size_t skip;
};

static void
put(struct work *w, size_t n, uint32_t cell)
{
	phc_grow(&w->cell, &w->cap, n + 1, sizeof(*w->cell));
	w->cell[n] = cell;
}

/* The parts from cell 1 on: how many there are, 0 if not all are printed. */
static size_t
parts(struct work *w, const struct rule *r, const struct frame *f,
    const struct of *of, uint32_t issue)
{
	const struct pool *o = w->o;
	const uint32_t *at, *mod;
	size_t i, k, n, found = 0;

	for (k = 0; k < r->n; k++) {
		at = table(w, r->part[k], r->kind, r->of[k]->before, f, &n);
		for (i = 0; i < n; i++) {
			mod = o->thing[at[i]].mod;
			if (among(r->of[k], mod[0]) &&
			    pool_agree(of->code, of->mod, of->skip,
				&o->p->code[r->part[k]], mod))
				put(w, ++found, pool_as_of(o, at[i], issue));
		}
	}
	return found;
}

static int64_t
count(const struct work *w, size_t n)
{
	int64_t sum = 0;
	size_t i;

	for (i = 1; i <= n; i++)
		sum += w->o->cell[w->cell[i]].count;
	return sum;
}

static void
state(struct work *w, size_t n)
{
	if (w->merge && n == 1)
		pool_merge(w->o, w->cell[0], w->cell[1]);
	else if (!w->merge && n > 1)
		pool_sum(w->o, w->cell, n + 1);
}

static bool
wanted(const struct rule *r, const uint32_t *mod)
{
	return r->word->modality == NONE || r->word->modality == mod[0];
}

/* To totals that are printed. */
static void
printed(struct work *w, const struct rule *r, const struct frame *f,
    const uint32_t *at, size_t totals, uint32_t issue)
{
	struct pool *o = w->o;
	struct of of = { &o->p->code[r->code], NULL,
		r->word->modality != NONE };
	size_t i, n;

	put(w, 0, NONE);
	for (i = 0; i < totals; i++) {
		of.mod = o->thing[at[i]].mod;
		if (!wanted(r, of.mod))
			continue;
		n = parts(w, r, f, &of, issue);
		w->cell[0] = pool_as_of(o, at[i], issue);
		if (n > 0 && count(w, n) == o->cell[w->cell[0]].count)
			state(w, n);
	}
}

/* To totals that are not, of the modalities of the first part. */
static void
unprinted(
    struct work *w, const struct rule *r, const struct frame *f, uint32_t issue)
{
	struct pool *o = w->o;
	struct of of = { &o->p->code[r->part[0]], NULL, 0 };
	struct thing t = { r->code, TOTAL, { NONE, NONE }, f->from, f->to };
	const uint32_t *at;
	size_t i, total, n;

	if (o->p->code[r->code].is != NULL)
		of.skip = PHC_DIMENSIONS;
	at = table(w, r->part[0], r->kind, r->of[0]->before, f, &n);
	put(w, 0, NONE);
	for (i = 0; i < n; i++) {
		of.mod = o->thing[at[i]].mod;
		total = parts(w, r, f, &of, issue);
		if (of.skip == 0)
			memcpy(t.mod, of.mod, sizeof(t.mod));
		if (total < 2)
			continue;
		w->cell[0] = pool_cell(o, &t, count(w, total));
		state(w, total);
	}
}

/* Whether all of the rule is of the frame.  What is broken down may have no
 * cells, for there was nothing. */
static bool
there(struct work *w, const struct rule *r, const struct frame *f)
{
	size_t k, n;
	bool some = false;

	for (k = 0; k < r->n; k++) {
		table(w, r->part[k], r->kind, r->of[k]->before, f, &n);
		if (n == 0 && w->o->p->code[r->part[k]].dims == 0)
			return false;
		some |= n > 0;
	}
	return some;
}

/* How many ways there are to a total, so that it says something unprinted. */
static size_t
ways(struct work *w, const struct rule *r, const struct frame *f)
{
	const struct rule *q;
	size_t i, n = 0;

	for (i = 0; i < w->rules.n; i++) {
		q = &w->rules.rule[i];
		n += q->code == r->code && q->kind == r->kind &&
		     q->word->modality == NONE && there(w, q, f);
	}
	return n;
}

static void
apply(
    struct work *w, const struct rule *r, const struct frame *f, uint32_t issue)
{
	const struct code *c = &w->o->p->code[r->code];
	size_t n;
	const uint32_t *at = table(w, r->code, COUNT, false, f, &n);

	if (!there(w, r, f))
		return;
	if (n > 0)
		printed(w, r, f, at, n, issue);
	else if (!w->merge && r->word->modality == NONE && c->dims == 0 &&
		 ways(w, r, f) > 1)
		unprinted(w, r, f, issue);
}

/* Whether some thing has two values: then each issue has its sums. */
static bool
many(const struct pool *o)
{
	size_t i;

	for (i = 0; i < o->things; i++)
		if (o->cell[o->first[i]].next != NONE)
			return true;
	return false;
}

void
pool_sums(struct pool *o, bool merge)
{
	struct work w = { .o = o, .merge = merge };
	size_t i, k, issues = many(o) ? o->p->issues : 1;
	uint32_t issue;

	collect(&w);
	frames(&w);
	for (i = 0; i < w.rules.n; i++)
		for (k = 0; k < w.frames; k++)
			for (issue = 0; issue < issues; issue++)
				apply(&w, &w.rules.rule[i], &w.frame[k], issue);
	free(w.rules.rule);
	free(w.frame);
	free(w.cell);
}
