#include "verify.h"

enum { NUMBER_MAX = 32 };

/* FNV-1a. */
static uint64_t
hash(uint64_t h, struct phc_str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.s[i]) * UINT64_C(0x100000001b3);
	return h;
}

/* The end of splitmix64: every bit has its part in every other. */
static uint64_t
mix(uint64_t h)
{
	h = (h ^ h >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	h = (h ^ h >> 27) * UINT64_C(0x94d049bb133111eb);
	return h ^ h >> 31;
}

uint64_t
seal_hash(struct phc_str text)
{
	return hash(UINT64_C(0xcbf29ce484222325), text);
}

uint64_t
seal_hash_number(struct phc_str written)
{
	return hash(UINT64_C(0x9e3779b97f4a7c15), written);
}

void
seal_add(struct seal *s, size_t sheet, size_t row, size_t col, uint64_t h)
{
	uint64_t place =
	    (uint64_t)sheet << 34 | (uint64_t)row << 14 | (uint64_t)col;

	s->sum += mix(h + mix(place + 1));
	s->cells++;
}

void
seal_text(
    struct seal *s, size_t sheet, size_t row, size_t col, struct phc_str text)
{
	seal_add(s, sheet, row, col, seal_hash(text));
}

/* As libxlsxwriter writes it. */
void
seal_number(struct seal *s, size_t sheet, size_t row, size_t col, double value)
{
	char buf[NUMBER_MAX];
	int n = snprintf(buf, sizeof(buf), "%.16G", value);

	seal_add(s, sheet, row, col,
	    seal_hash_number((struct phc_str){ buf, (size_t)n }));
}
