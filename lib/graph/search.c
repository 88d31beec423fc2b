/*
 * A node of one side takes the path that loses least, by Dijkstra's algorithm
 * on prices that keep every pair's slack at zero or more (J. Munkres; R.
 * Jonker, A. Volgenant).  No price is below zero, so that a node's pairs,
 * heaviest first, need not be looked at beyond what the best end found so far
 * allows.
 */
#include "solve.h"

enum { ARITY = 4 };

/* At one distance, the last reached comes first: ends are near. */
static void
push(struct solver *s, struct entry e)
{
	size_t i, up;

	if (s->nheap == s->capheap)
		phc_grow(&s->heap, &s->capheap, s->nheap + 1, sizeof(*s->heap));
	for (i = s->nheap++; i > 0; i = up) {
		up = (i - 1) / ARITY;
		if (s->heap[up].dist < e.dist)
			break;
		s->heap[i] = s->heap[up];
	}
	s->heap[i] = e;
}

static struct entry
pop(struct solver *s)
{
	struct entry *heap = s->heap, top = heap[0], last = heap[--s->nheap];
	size_t i = 0, k, least, end;

	for (;; i = least) {
		least = ARITY * i + 1;
		end = least + ARITY < s->nheap ? least + ARITY : s->nheap;
		for (k = least + 1; k < end; k++)
			if (heap[k].dist < heap[least].dist)
				least = k;
		if (least >= s->nheap || heap[least].dist >= last.dist)
			break;
		heap[i] = heap[least];
	}
	heap[i] = last;
	return top;
}

/* Far node 'j' is reached from near node 'i'. */
static void
reach(struct solver *s, struct node *far, uint32_t i, uint32_t j, int64_t dist)
{
	struct node *f = &far[j];

	dist += f->price;
	if (dist >= s->best || (f->search == s->search && f->dist <= dist))
		return;
	f->dist = dist;
	f->from = i;
	f->search = s->search;
	if (f->mate != NONE) {
		push(s, (struct entry){ dist, j });
		return;
	}
	s->best = dist;
	s->end = j;
	s->stays = false;
}

/* Near node 'i' is reached: it stays alone, or takes another. */
static void
leave(struct solver *s, int near, uint32_t i, int64_t dist)
{
	const struct side *a = &s->side[near];
	const struct phc_edge *e = a->pair + a->at[i];
	struct node *far = s->side[!near].node;
	const struct scale scale = s->scale;
	int64_t top = dist + a->node[i].price, w;
	uint32_t k, n = a->n[i];

	if (top < s->best) {
		s->best = top;
		s->end = i;
		s->stays = true;
	}
	for (k = 0; k < n; k++) {
		w = weight(scale, e[k].rank);
		if (top - w >= s->best)
			break;
		reach(s, far, i, e[k].household, top - w);
	}
	s->looked += k;
}

void
solve_search(struct solver *s, int near, uint32_t start)
{
	struct node *far = s->side[!near].node;
	struct entry e;

	s->search++;
	s->nheap = s->nsettled = 0;
	s->best = INT64_MAX;
	leave(s, near, start, 0);
	while (s->nheap > 0 && s->heap[0].dist < s->best) {
		e = pop(s);
		if (e.dist > far[e.node].dist)
			continue;
		if (s->nsettled == s->capsettled)
			phc_grow(&s->settled, &s->capsettled, s->nsettled + 1,
			    sizeof(*s->settled));
		s->settled[s->nsettled++] = e.node;
		leave(s, near, far[e.node].mate, e.dist);
	}
}

static void
lower(struct solver *s, struct node *near, uint32_t i, int64_t by)
{
	near[i].price -= by;
	if (s->was != NULL && s->was[i] - near[i].price > s->drop)
		s->drop = s->was[i] - near[i].price;
}

static void
reprice(struct solver *s, int near, uint32_t start)
{
	struct node *a = s->side[near].node, *b = s->side[!near].node, *f;
	int64_t more;
	size_t i;

	lower(s, a, start, s->best);
	for (i = 0; i < s->nsettled; i++) {
		f = &b[s->settled[i]];
		more = s->best - f->dist;
		if (more <= 0)
			continue;
		f->price += more;
		lower(s, a, f->mate, more);
	}
}

/* Swap the pairs along the path, from its end back to 'start'. */
static void
swap(struct solver *s, int near, uint32_t start)
{
	struct node *a = s->side[near].node, *b = s->side[!near].node;
	uint32_t i, j = s->end, next;

	if (s->stays) {
		i = s->end;
		j = a[i].mate;
		a[i].mate = NONE;
		if (i == start)
			return;
	}
	do {
		i = b[j].from;
		next = a[i].mate;
		b[j].mate = i;
		a[i].mate = j;
		j = next;
	} while (i != start);
}

void
solve_swap(struct solver *s, int near, uint32_t start)
{
	reprice(s, near, start);
	swap(s, near, start);
}
