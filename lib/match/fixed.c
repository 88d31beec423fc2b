/*
 * What is fixed from before: leases, proposals and bans, once every row is in.
 */
#include <stdlib.h>

#include "match.h"

/* Whether a key is held with another than this one. */
static bool
held(const struct key *k, struct phc_str other)
{
	const struct phc_str *by = k->row;

	return by != NULL && !phc_str_is(*by, other);
}

/* Holds a pair, unless one of the two is held: then with whom, in '*other'. */
enum holds
match_hold(struct phc_match *m, const struct tie *t, struct phc_str *other)
{
	struct phc_str *pair = phc_pool_take(&m->pool, 2 * sizeof(*pair));
	struct key *h, *d;
	bool is_new;

	pair[0] = t->household;
	pair[1] = t->dwelling;
	h = match_key(&m->held[0], pair[0], &is_new);
	d = match_key(&m->held[1], pair[1], &is_new);
	if (held(h, pair[1])) {
		*other = *(const struct phc_str *)h->row;
		return HOUSEHOLD_HAS;
	}
	if (held(d, pair[0]))
		return DWELLING_HAS;
	h->row = &pair[1];
	d->row = &pair[0];
	return FREE;
}

/* By pair, the latest first. */
static int
by_pair(const void *pa, const void *pb)
{
	const struct tie *a = pa, *b = pb;
	int c = match_compare(a->household, b->household);

	if (c == 0)
		c = match_compare(a->dwelling, b->dwelling);
	if (c == 0)
		c = (a->on < b->on) - (a->on > b->on);
	return c ? c : match_compare(b->key, a->key);
}

/* The strongest first; of as strong ones by rank, then day, then key. */
static int
by_strength(const void *pa, const void *pb)
{
	const struct tie *a = pa, *b = pb;
	int c = (a->strength > b->strength) - (a->strength < b->strength);

	if (c == 0)
		c = (a->rank > b->rank) - (a->rank < b->rank);
	if (c == 0)
		c = (a->on > b->on) - (a->on < b->on);
	if (c == 0)
		c = match_compare(a->household, b->household);
	return c ? c : match_compare(a->dwelling, b->dwelling);
}

static struct tie *
append(struct ties *to, const struct tie *t)
{
	phc_grow(&to->tie, &to->cap, to->n + 1, sizeof(*to->tie));
	to->tie[to->n] = *t;
	return &to->tie[to->n++];
}

/* What the latest proposal of a pair makes of it. */
static void
decide(struct phc_match *m, struct ties *open, const struct tie *t)
{
	switch (t->decision) {
	case PHC_GRANTED:
		append(open, t)->strength = GRANT;
		break;
	case PHC_RANKED:
	case PHC_CONDITIONAL:
		if (t->rank == 1)
			append(open, t)->strength = PENDING;
		break;
	case PHC_NOT_GRANTED:
	case PHC_INADMISSIBLE:
	case PHC_REFUSED_BY_HOUSEHOLD:
		append(&m->bans, t);
		break;
	case PHC_WITHDRAWN:
		break;
	default:
		append(open, t)->strength = PENDING;
	}
}

/* That others are ranked behind who is proposed a dwelling is no conflict. */
static void
drop(const struct phc_match *m, const struct tie *t, enum holds why,
    struct phc_str other)
{
	if (why == HOUSEHOLD_HAS)
		match_warn(m,
		    "the proposal of dwelling '%.*s' is not kept: the "
		    "household has dwelling '%.*s'",
		    PHC_STR_ARG(t->dwelling), PHC_STR_ARG(other));
	else if (t->strength == GRANT)
		match_warn(m,
		    "a proposal of dwelling '%.*s' is not kept, although "
		    "granted: another household has it",
		    PHC_STR_ARG(t->dwelling));
}

static void
proposals(struct phc_match *m)
{
	struct ties *p = &m->proposals, open = { 0 };
	struct phc_str other;
	enum holds why;
	size_t i;

	if (p->n > 0)
		qsort(p->tie, p->n, sizeof(*p->tie), by_pair);
	for (i = 0; i < p->n; i++)
		if (i == 0 ||
		    !phc_str_is(p->tie[i].household, p->tie[i - 1].household) ||
		    !phc_str_is(p->tie[i].dwelling, p->tie[i - 1].dwelling))
			decide(m, &open, &p->tie[i]);
	if (open.n > 0)
		qsort(open.tie, open.n, sizeof(*open.tie), by_strength);
	for (i = 0; i < open.n; i++)
		if ((why = match_hold(m, &open.tie[i], &other)) == FREE)
			append(&m->kept, &open.tie[i]);
		else
			drop(m, &open.tie[i], why, other);
	free(open.tie);
}

/* A ban as numbers: those of a household are one after the other. */
struct ban {
	uint32_t household, dwelling;
};

static int
compare_bans(const void *pa, const void *pb)
{
	const struct ban *a = pa, *b = pb;

	if (a->household != b->household)
		return a->household < b->household ? -1 : 1;
	return (a->dwelling > b->dwelling) - (a->dwelling < b->dwelling);
}

/* Keys that are on neither side concern nobody here. */
static size_t
numbers(const struct phc_match *m, struct ban *ban)
{
	const struct household *h;
	const struct dwelling *d;
	size_t i, n = 0;

	for (i = 0; i < m->bans.n; i++) {
		h = match_household(m, m->bans.tie[i].household);
		d = match_dwelling(m, m->bans.tie[i].dwelling);
		if (h != NULL && d != NULL)
			ban[n++] = (struct ban){ h->number, d->number };
	}
	if (n > 0)
		qsort(ban, n, sizeof(*ban), compare_bans);
	return n;
}

static void
bans(struct phc_match *m)
{
	struct ban *ban = phc_new((m->bans.n + 1) * sizeof(*ban));
	size_t i, n = numbers(m, ban);
	uint32_t *of = phc_pool_take(&m->pool, (n + 1) * sizeof(*of));
	struct household *h;

	for (i = 0; i < n; i++) {
		h = m->household[ban[i].household];
		if (i > 0 && compare_bans(&ban[i], &ban[i - 1]) == 0)
			continue;
		*of = ban[i].dwelling;
		if (h->nbans++ == 0)
			h->ban = of;
		of++;
	}
	free(ban);
}

/* It was lawful when it was decided, or nobody looked. */
static void
unlawful(const struct phc_match *m, const struct household *h,
    const struct dwelling *d)
{
	struct phc_text t = { NULL, 0, 0 };
	struct verdict v;
	int r;

	match_judge(m, h, d, &v);
	for (r = 0; r < RULES; r++)
		if (v.stops >> r & 1) {
			phc_text_put(&t, phc_str(t.n > 0 ? "; " : ": "));
			match_put_miss(
			    &t, &m->terms[r], &v.miss[r], false, PHC_EN);
		}
	if (v.stops != 0)
		match_warn(m,
		    "dwelling '%.*s' is kept for who may not have "
		    "it%.*s",
		    PHC_STR_ARG(d->dw.dwelling_id), (int)t.n, t.s);
	free(t.s);
}

static void
settle(struct phc_match *m, const struct tie *t)
{
	struct household *h = match_household(m, t->household);
	struct dwelling *d = match_dwelling(m, t->dwelling);

	if (h != NULL)
		h->fixed = d != NULL ? d->number : ELSEWHERE;
	if (d != NULL)
		d->fixed = h != NULL ? h->number : ELSEWHERE;
	m->count.elsewhere += h != NULL && d == NULL;
	m->count.taken += h == NULL && d != NULL;
	m->count.fixed += h != NULL && d != NULL;
	if (h != NULL && d != NULL)
		unlawful(m, h, d);
}

static int
by_dwelling(const void *pa, const void *pb)
{
	const struct tie *a = pa, *b = pb;
	int c = match_compare(a->dwelling, b->dwelling);

	return c ? c : match_compare(a->household, b->household);
}

void
match_fixed(struct phc_match *m)
{
	struct ties *k = &m->kept;
	size_t i;

	proposals(m);
	bans(m);
	if (k->n > 0)
		qsort(k->tie, k->n, sizeof(*k->tie), by_dwelling);
	for (i = 0; i < k->n; i++)
		if (i == 0 || by_dwelling(&k->tie[i], &k->tie[i - 1]) != 0)
			settle(m, &k->tie[i]);
}
