/*
 * The pairs of dwellings, seen from households.
 */
#include <stdlib.h>

#include "graph.h"

struct view {
	struct turn *t;
	const struct side *dwellings;
	const struct node *households;
	struct scale scale;
	int64_t slack;
};

typedef void call_fn(struct turn *, uint32_t dwelling, struct phc_edge);

static void
each(const struct view *v, uint32_t dwelling, call_fn *call)
{
	const struct side *d = v->dwellings;
	const struct phc_edge *e = d->pair + d->at[dwelling];
	uint32_t k, n = d->n[dwelling];
	int64_t left;

	if (d->node == NULL) {
		for (k = 0; k < n; k++)
			call(v->t, dwelling, e[k]);
		return;
	}
	for (k = 0; k < n; k++) {
		left = v->slack - d->node[dwelling].price +
		       weight(v->scale, e[k].rank);
		if (left <= 0)
			break;
		if (v->households[e[k].household].price < left)
			call(v->t, dwelling, e[k]);
	}
}

static void
count(struct turn *t, uint32_t dwelling, struct phc_edge e)
{
	(void)dwelling;
	t->n[e.household]++;
}

static void
fill(struct turn *t, uint32_t dwelling, struct phc_edge e)
{
	t->pair[t->at[e.household] + t->n[e.household]++] =
	    (struct phc_edge){ dwelling, e.rank };
}

static void
room(struct turn *t, const struct side *households)
{
	size_t i, at = 0, most = 0;
	uint32_t h;

	for (i = 0; i < households->len; i++) {
		h = households->list[i];
		t->at[h] = at;
		at += t->n[h];
		most = t->n[h] > most ? t->n[h] : most;
		t->n[h] = 0;
	}
	phc_grow(&t->pair, &t->cappairs, at, sizeof(*t->pair));
	phc_grow(&t->spare, &t->capspare, most, sizeof(*t->spare));
}

void
graph_turn(struct turn *t, const struct side *dwellings,
    const struct side *households, struct scale scale, int64_t slack)
{
	struct view v = { t, dwellings, households->node, scale, slack };
	const uint32_t *h = households->list;
	size_t i;

	for (i = 0; i < households->len; i++)
		t->n[h[i]] = 0;
	for (i = 0; i < dwellings->len; i++)
		each(&v, dwellings->list[i], count);
	room(t, households);
	for (i = 0; i < dwellings->len; i++)
		each(&v, dwellings->list[i], fill);
	for (i = 0; i < households->len; i++)
		graph_sort(t->pair + t->at[h[i]], t->n[h[i]], t->spare);
}

void
graph_turn_free(struct turn *t)
{
	free(t->at);
	free(t->n);
	free(t->pair);
	free(t->spare);
}
