#include <stdlib.h>

#include "follow.h"

static uint32_t
hash(const char *s, size_t n)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; n > 0; n--, s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	h = (h ^ h >> 32) * UINT64_C(0x9e3779b97f4a7c15);
	return (uint32_t)(h >> 32);
}

const char *
follow_text(const struct names *k, uint32_t i)
{
	return k->text + k->at[i];
}

/* The slot where a string is, or is to be.  Strings are only looked at where
 * the hashes are the same. */
static struct name_slot *
slot(const struct names *k, struct phc_str s, uint32_t h)
{
	size_t mask = k->slots - 1, i = h & mask;
	const char *t;

	for (; k->slot[i].n > 0; i = (i + 1) & mask) {
		if (k->slot[i].hash != h)
			continue;
		t = follow_text(k, k->slot[i].n - 1);
		if (strncmp(t, s.s, s.n) == 0 && t[s.n] == '\0')
			break;
	}
	return &k->slot[i];
}

static void
put(struct names *k, uint32_t n, uint32_t h)
{
	size_t mask = k->slots - 1, i = h & mask;

	while (k->slot[i].n > 0)
		i = (i + 1) & mask;
	k->slot[i] = (struct name_slot){ n, h };
}

static void
spread(struct names *k)
{
	struct name_slot *was = k->slot;
	size_t i, slots = k->slots;

	k->slots = slots ? 2 * slots : 64;
	k->slot = phc_new(k->slots * sizeof(*k->slot));
	for (i = 0; i < slots; i++)
		if (was[i].n > 0)
			put(k, was[i].n, was[i].hash);
	free(was);
}

uint32_t
follow_name(struct names *k, struct phc_str s, bool *fresh)
{
	uint32_t h = hash(s.s, s.n);
	struct name_slot *at;

	if (3 * k->n >= 2 * k->slots)
		spread(k);
	at = slot(k, s, h);
	*fresh = at->n == 0;
	if (!*fresh)
		return at->n - 1;
	phc_grow(&k->text, &k->text_cap, k->used + s.n + 1, 1);
	phc_grow(&k->at, &k->cap, k->n + 1, sizeof(*k->at));
	memcpy(k->text + k->used, s.s, s.n);
	k->text[k->used + s.n] = '\0';
	k->at[k->n] = k->used;
	k->used += s.n + 1;
	*at = (struct name_slot){ (uint32_t)++k->n, h };
	return (uint32_t)k->n - 1;
}

static _Thread_local const struct names *sorting; /* for qsort(3) */

static int
compare(const void *a, const void *b)
{
	uint32_t i, j;

	memcpy(&i, a, sizeof(i));
	memcpy(&j, b, sizeof(j));
	return strcmp(follow_text(sorting, i), follow_text(sorting, j));
}

uint32_t *
follow_names_sort(struct names *k)
{
	uint32_t *order = phc_new((k->n + 1) * sizeof(*order)), *rank, i;
	size_t *at = phc_new((k->n + 1) * sizeof(*at)), j;

	for (i = 0; i < k->n; i++)
		order[i] = i;
	sorting = k;
	if (k->n > 0)
		qsort(order, k->n, sizeof(*order), compare);
	rank = phc_new((k->n + 1) * sizeof(*rank));
	for (i = 0; i < k->n; i++) {
		rank[order[i]] = i;
		at[i] = k->at[order[i]];
	}
	free(order);
	free(k->at);
	k->at = at;
	k->cap = k->n + 1;
	for (j = 0; j < k->slots; j++)
		if (k->slot[j].n > 0)
			k->slot[j].n = rank[k->slot[j].n - 1] + 1;
	return rank;
}

void
follow_names_free(struct names *k)
{
	free(k->text);
	free(k->at);
	free(k->slot);
	*k = (struct names){ 0 };
}
