#include <stdlib.h>

#include "figures.h"

int
figures_history(struct history *h, struct phc_store *s, const char *kind,
    bool wanted, struct phc_err *err)
{
	struct phc_store_rows *rows = phc_store_history(s, kind, err);
	struct phc_rec rec;
	int got = 0;

	*h = (struct history){ 0 };
	if (rows == NULL)
		return -1;
	h->head = phc_rec_keep(&h->pool, phc_store_rows_head(rows));
	while (wanted && (got = phc_store_rows_next(rows, &rec, err)) == 1) {
		phc_grow(&h->row, &h->cap, h->n + 1, sizeof(*h->row));
		h->row[h->n++] = (struct version){ phc_rec_keep(&h->pool, &rec),
			phc_store_rows_since(rows) };
	}
	phc_store_rows_free(rows);
	return got;
}

void
figures_history_free(struct history *h)
{
	phc_pool_free(&h->pool);
	free(h->row);
}

static int
compare(struct phc_str a, struct phc_str b)
{
	int c = memcmp(a.s, b.s, a.n < b.n ? a.n : b.n);

	return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

/* How many rows come before the key, or have it and hold by the day. */
static size_t
before(const struct history *h, struct phc_str key, int64_t day)
{
	size_t low = 0, high = h->n, mid;
	int c;

	while (low < high) {
		mid = low + (high - low) / 2;
		c = compare(phc_rec_field(&h->row[mid].rec, 0), key);
		if (c < 0 || (c == 0 && h->row[mid].since <= day))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static bool
is(const struct history *h, size_t i, struct phc_str key)
{
	return i < h->n && phc_str_is(phc_rec_field(&h->row[i].rec, 0), key);
}

const struct phc_rec *
figures_as_of(const struct history *h, struct phc_str key, int64_t day)
{
	size_t i = before(h, key, day);

	if (i > 0 && is(h, i - 1, key))
		return &h->row[i - 1].rec;
	return is(h, i, key) ? &h->row[i].rec : NULL;
}
