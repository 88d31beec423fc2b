/*
 * Prices for a component that is hard to search: the nodes of one side bid for
 * the best of the other, a little more than what leaves them as well off as
 * their second best (D. Bertsekas).  What is more is cut down from round to
 * round, and at last to nothing.
 */
#include "solve.h"

struct choice {
	int64_t first, second; /* what the best two leave, or zero */
	uint32_t best;         /* or NONE: nothing is left */
};

static struct choice
choose(const struct solver *s, int near, uint32_t i)
{
	const struct side *a = &s->side[near];
	const struct phc_edge *e = a->pair + a->at[i];
	const struct node *far = s->side[!near].node;
	struct choice c = { 0, 0, NONE };
	int64_t w, left;
	uint32_t k;

	for (k = 0; k < a->n[i]; k++) {
		w = weight(s->scale, e[k].rank);
		if (w <= c.second)
			break;
		left = w - far[e[k].household].price;
		if (left > c.first) {
			c.second = c.first;
			c.first = left;
			c.best = e[k].household;
		} else if (left > c.second)
			c.second = left;
	}
	return c;
}

/* Returns whom 'i' has put out, or NONE.  It puts nobody out for nothing. */
static uint32_t
bid(struct solver *s, int near, uint32_t i, int64_t more)
{
	struct node *a = s->side[near].node, *f;
	struct choice c = choose(s, near, i);
	uint32_t out;

	a[i].price = c.first;
	if (c.best == NONE)
		return NONE;
	f = &s->side[!near].node[c.best];
	out = f->mate;
	more += c.first - c.second;
	if (out != NONE && more == 0)
		return NONE;
	f->price += more;
	f->mate = i;
	a[i].price = c.second;
	a[i].mate = c.best;
	if (out != NONE)
		a[out].mate = NONE;
	return out;
}

static void
part(struct side *a)
{
	size_t k;

	for (k = 0; k < a->len; k++)
		a->node[a->list[k]].mate = NONE;
}

/* A round ends with all mates, at prices that are too high: lower them. */
static void
lower(struct side *far, int64_t by)
{
	struct node *f;
	size_t k;

	for (k = 0; k < far->len; k++) {
		f = &far->node[far->list[k]];
		f->price = f->price > by ? f->price - by : 0;
	}
}

/* A node put out bids again, at once, so often at most. */
enum { AGAIN = 8 };

static void
last(struct solver *s, int near)
{
	const struct side *a = &s->side[near];
	uint32_t i;
	size_t k;
	int left;

	for (k = 0; k < a->len; k++)
		for (i = a->list[k], left = AGAIN; i != NONE && left > 0;
		     left--)
			i = bid(s, near, i, 0);
	for (k = 0; k < a->len; k++) {
		i = a->list[k];
		if (a->node[i].mate == NONE)
			a->node[i].price = choose(s, near, i).first;
	}
}

enum { CUT = 8, LOWER = 2 };

void
solve_auction(struct solver *s, int near)
{
	struct side *a = &s->side[near], *b = &s->side[!near];
	int64_t more;
	uint32_t i;
	size_t k;

	for (more = s->scale.step / 2; more > 0; more /= CUT) {
		part(a);
		part(b);
		for (k = 0; k < a->len; k++)
			for (i = a->list[k]; i != NONE;)
				i = bid(s, near, i, more);
		lower(b, LOWER * more);
	}
	part(a);
	part(b);
	last(s, near);
}
