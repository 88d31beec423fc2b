#include <stdlib.h>

#include "follow.h"

static uint64_t
hash(const char *s, size_t n)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; n > 0; n--, s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return h ^ h >> 32;
}

const char *
follow_text(const struct names *k, uint32_t i)
{
	return k->text + k->at[i];
}

/* The slot where a string is, or is to be. */
static uint32_t *
slot(const struct names *k, const char *s, size_t n)
{
	size_t mask = k->slots - 1, i = hash(s, n) & mask;
	const char *t;

	for (; k->slot[i] > 0; i = (i + 1) & mask) {
		t = follow_text(k, k->slot[i] - 1);
		if (strncmp(t, s, n) == 0 && t[n] == '\0')
			break;
	}
	return &k->slot[i];
}

static void
spread(struct names *k, size_t slots)
{
	const char *s;
	uint32_t i;

	k->slots = slots;
	free(k->slot);
	k->slot = phc_new(k->slots * sizeof(*k->slot));
	for (i = 0; i < k->n; i++) {
		s = follow_text(k, i);
		*slot(k, s, strlen(s)) = i + 1;
	}
}

bool
follow_name_find(const struct names *k, struct phc_str s, uint32_t *i)
{
	const uint32_t *at;

	if (k->n == 0)
		return false;
	at = slot(k, s.s, s.n);
	if (*at > 0)
		*i = *at - 1;
	return *at > 0;
}

uint32_t
follow_name(struct names *k, struct phc_str s, bool *fresh)
{
	uint32_t *at;

	if (3 * k->n >= 2 * k->slots)
		spread(k, k->slots ? 2 * k->slots : 64);
	at = slot(k, s.s, s.n);
	*fresh = *at == 0;
	if (!*fresh)
		return *at - 1;
	phc_grow(&k->text, &k->text_cap, k->used + s.n + 1, 1);
	phc_grow(&k->at, &k->cap, k->n + 1, sizeof(*k->at));
	memcpy(k->text + k->used, s.s, s.n);
	k->text[k->used + s.n] = '\0';
	k->at[k->n] = k->used;
	k->used += s.n + 1;
	return (*at = (uint32_t)++k->n) - 1;
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
	size_t *at = phc_new((k->n + 1) * sizeof(*at));

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
	if (k->n > 0)
		spread(k, k->slots);
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
