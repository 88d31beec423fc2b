#include <stdlib.h>

#include "import.h"

enum { HOMES = 1024, TAIL = 256 }; /* to begin with */

__extension__ typedef unsigned __int128 wide;

/* The folded multiply of Wang Yi's wyhash. */
static uint64_t
mix(uint64_t a, uint64_t b)
{
	wide r = (wide)a * b;

	return (uint64_t)r ^ (uint64_t)(r >> 64);
}

uint64_t
import_hash(uint64_t h, struct phc_str s)
{
	const uint64_t k0 = 0xa0761d6478bd642f, k1 = 0xe7037ed1a0b428db;
	uint64_t w;
	size_t i, n;

	h = mix(h ^ k0, s.n ^ k1);
	for (i = 0; i < s.n; i += n) {
		n = s.n - i < sizeof(w) ? s.n - i : sizeof(w);
		w = 0;
		memcpy(&w, s.s + i, n);
		h = mix(w ^ k0, h ^ k1);
	}
	return h;
}

/* Homes are in the order of the hashes, so that the whole array is. */
static size_t
home(const struct import_set *s, uint64_t h)
{
	return (size_t)((wide)h * s->homes >> 64);
}

/* The first slot from its home on that is free or does not come before it. */
static size_t
seek(const struct import_set *s, uint64_t h)
{
	size_t i = home(s, h);

	while (s->slot[i] != 0 && s->slot[i] < h)
		i++;
	return i;
}

/*
 * Grow in place: pack all against the new end, then lay them out again from the
 * front, which does not overtake what is packed unless more than the tail is
 * pushed behind the last home.
 */
static void
grow(struct import_set *s, size_t homes, size_t tail)
{
	size_t had = s->homes + s->tail, total = homes + tail, packed = total,
	       i;
	uint64_t h;

	s->slot = phc_resize(s->slot, total, sizeof(*s->slot));
	memset(s->slot + had, 0, (total - had) * sizeof(*s->slot));
	s->homes = homes;
	s->tail = tail;
	while (had-- > 0)
		if ((h = s->slot[had]) != 0) {
			s->slot[had] = 0;
			s->slot[--packed] = h;
		}
	for (i = 0; packed < total; i++, packed++) {
		h = s->slot[packed];
		if (home(s, h) > i)
			i = home(s, h);
		if (i >= packed) {
			grow(s, homes, 2 * tail);
			return;
		}
		s->slot[packed] = 0;
		s->slot[i] = h;
	}
}

bool
import_set_has(const struct import_set *s, uint64_t h)
{
	h += h == 0;
	return s->homes > 0 && s->slot[seek(s, h)] == h;
}

bool
import_set_add(struct import_set *s, uint64_t h)
{
	size_t at, to;

	h += h == 0;
	if (s->homes == 0)
		grow(s, HOMES, TAIL);
	else if (s->n >= s->homes / 8 * 7)
		grow(s, s->homes + s->homes / 2, s->tail);
	for (;;) {
		to = at = seek(s, h);
		if (s->slot[at] == h)
			return false;
		while (s->slot[to] != 0)
			to++;
		if (to + 1 < s->homes + s->tail)
			break;
		grow(s, s->homes, 2 * s->tail);
	}
	memmove(s->slot + at + 1, s->slot + at, (to - at) * sizeof(*s->slot));
	s->slot[at] = h;
	s->n++;
	return true;
}

static size_t
place(struct phc_str s)
{
	return (size_t)(import_hash(0, s) % IMPORT_MEMOS);
}

bool
import_memo_find(const struct import_memo *m, struct phc_str s, int64_t *v)
{
	size_t i;

	if (s.n == 0 || s.n > IMPORT_MEMO)
		return false;
	i = place(s);
	if (m->slot[i].n != s.n || memcmp(m->slot[i].s, s.s, s.n) != 0)
		return false;
	*v = m->slot[i].v;
	return true;
}

int64_t
import_memo_keep(struct import_memo *m, struct phc_str s, int64_t v)
{
	size_t i;

	if (s.n > 0 && s.n <= IMPORT_MEMO) {
		i = place(s);
		m->slot[i].v = v;
		m->slot[i].n = (unsigned char)s.n;
		memcpy(m->slot[i].s, s.s, s.n);
	}
	return v;
}
