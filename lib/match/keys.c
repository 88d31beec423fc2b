/*
 * Keys: rows by them, their order, and the lots drawn of them.
 */
#include <stdlib.h>

#include "match.h"

static uint64_t
hash(uint64_t h, struct phc_str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.s[i]) * UINT64_C(1099511628211);
	return h ^ h >> 32;
}

static const uint64_t basis = UINT64_C(14695981039346656037);

static struct key *
slot(const struct keys *k, struct phc_str name)
{
	size_t i = hash(basis, name) & (k->cap - 1);

	while (k->slot[i].name.n > 0 && !phc_str_is(k->slot[i].name, name))
		i = (i + 1) & (k->cap - 1);
	return &k->slot[i];
}

static void
spread(struct keys *k)
{
	struct keys wide = { .cap = k->cap ? 2 * k->cap : 64, .n = k->n };
	size_t i;

	wide.slot = phc_new(wide.cap * sizeof(*wide.slot));
	for (i = 0; i < k->cap; i++)
		if (k->slot[i].name.n > 0)
			*slot(&wide, k->slot[i].name) = k->slot[i];
	free(k->slot);
	*k = wide;
}

struct key *
match_key(struct keys *k, struct phc_str name, bool *is_new)
{
	struct key *s;

	if (2 * k->n >= k->cap)
		spread(k);
	s = slot(k, name);
	*is_new = s->name.n == 0;
	if (*is_new) {
		s->name = name;
		k->n++;
	}
	return s;
}

int
match_compare(struct phc_str a, struct phc_str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n > 0 ? memcmp(a.s, b.s, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

void *
match_find(const struct keys *k, struct phc_str name)
{
	return k->cap > 0 && name.n > 0 ? slot(k, name)->row : NULL;
}

bool
match_next(struct phc_str *list, struct phc_str *word)
{
	const char *space = memchr(list->s, ' ', list->n);
	size_t n = space != NULL ? (size_t)(space - list->s) : list->n;

	*word = (struct phc_str){ list->s, n };
	list->s += n + (space != NULL);
	list->n -= n + (space != NULL);
	return n > 0;
}

int
match_compare_numbers(const void *pa, const void *pb)
{
	const int64_t a = *(const int64_t *)pa, b = *(const int64_t *)pb;

	return (a > b) - (a < b);
}

uint64_t
match_lot(const char *seed, struct phc_str key)
{
	uint64_t z;

	if (seed == NULL)
		return 0;
	z = hash(hash(basis, phc_str(seed)), key);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}
