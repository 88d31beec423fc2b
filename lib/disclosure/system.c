#include <stdlib.h>

#include "disclosure.h"

static int
compare_cells(const void *pa, const void *pb)
{
	const struct cell *a = pa, *b = pb;

	return (a->id > b->id) - (a->id < b->id);
}

static int
compare_ids(const void *pa, const void *pb)
{
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;

	return (a > b) - (a < b);
}

static int
compare_sums(const void *pa, const void *pb)
{
	const struct given *a = pa, *b = pb;
	size_t i, n = a->n < b->n ? a->n : b->n;

	for (i = 0; i < n; i++)
		if (a->id[i] != b->id[i])
			return a->id[i] < b->id[i] ? -1 : 1;
	return (a->n > b->n) - (a->n < b->n);
}

uint32_t
system_find(const struct phc_disclosure *d, uint32_t id)
{
	struct cell key = { .id = id }, *found;

	if (!d->sorted || d->ncells == 0)
		return NONE;
	found =
	    bsearch(&key, d->cell, d->ncells, sizeof(*d->cell), compare_cells);
	return found == NULL ? NONE : (uint32_t)(found - d->cell);
}

static int
refuse(uint32_t id, uint32_t *cell, struct phc_err *err, const char *why)
{
	if (cell != NULL)
		*cell = id;
	return phc_fail(err, PHC_EDATA, "cell %u: %s", id, why);
}

static int
sort_cells(struct phc_disclosure *d, uint32_t *cell, struct phc_err *err)
{
	const struct cell *c = d->cell;
	size_t i;

	if (d->ncells > 0)
		qsort(d->cell, d->ncells, sizeof(*d->cell), compare_cells);
	d->sorted = true;
	for (i = 0; i < d->ncells; i++) {
		if (i > 0 && c[i].id == c[i - 1].id)
			return refuse(c[i].id, cell, err, "given twice");
		if (c[i].count < 0 || c[i].count > PHC_COUNT_MAX)
			return refuse(c[i].id, cell, err, "not a count");
	}
	return 0;
}

/* Ids become places; then what is left is whether they add up. */
static int
check_sum(struct phc_disclosure *d, struct given *g, uint32_t *cell,
    struct phc_err *err)
{
	uint32_t id = g->id[0];
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < g->n; i++) {
		if (i > 1 && g->id[i] == g->id[i - 1])
			return refuse(id, cell, err, "a sum of one cell twice");
		if (i > 0 && g->id[i] == id)
			return refuse(id, cell, err, "a sum of itself");
	}
	for (i = 0; i < g->n; i++) {
		g->id[i] = system_find(d, g->id[i]);
		if (g->id[i] == NONE)
			return refuse(id, cell, err, "in a sum, no such cell");
		sum +=
		    i == 0 ? -d->cell[g->id[0]].count : d->cell[g->id[i]].count;
	}
	return sum == 0 ? 0 : refuse(id, cell, err, "not the sum of its parts");
}

static int
sort_sums(struct phc_disclosure *d, uint32_t *cell, struct phc_err *err)
{
	size_t i, n = 0;
	int rc = 0;

	for (i = 0; i < d->nsums; i++)
		qsort(d->sum[i].id + 1, d->sum[i].n - 1, sizeof(uint32_t),
		    compare_ids);
	if (d->nsums > 0)
		qsort(d->sum, d->nsums, sizeof(*d->sum), compare_sums);
	for (i = 0; i < d->nsums; i++)
		if (n == 0 || compare_sums(&d->sum[n - 1], &d->sum[i]) != 0)
			d->sum[n++] = d->sum[i];
	d->nsums = n;
	for (i = 0; i < n && rc == 0; i++)
		rc = check_sum(d, &d->sum[i], cell, err);
	return rc;
}

static void
lay_sums(struct system *s, const struct given *sum)
{
	struct term *t;
	size_t i, k;

	for (i = 0; i < s->nsums; i++)
		s->of_sum[i + 1] = s->of_sum[i] + sum[i].n;
	s->in_sum = phc_new((s->of_sum[s->nsums] + 1) * sizeof(*t));
	for (i = 0, t = s->in_sum; i < s->nsums; i++)
		for (k = 0; k < sum[i].n; k++)
			*t++ = (struct term){ sum[i].id[k], k == 0 ? -1 : 1 };
}

static void
lay_cells(struct system *s)
{
	size_t i, k, n = s->of_sum[s->nsums];
	size_t *at = phc_new((s->n + 1) * sizeof(*at));
	const struct term *t;

	for (i = 0; i < n; i++)
		s->of_cell[s->in_sum[i].at + 1]++;
	for (i = 0; i < s->n; i++) {
		if (s->of_cell[i + 1] > s->deg)
			s->deg = (uint32_t)s->of_cell[i + 1];
		s->of_cell[i + 1] += s->of_cell[i];
		at[i] = s->of_cell[i];
	}
	s->in_cell = phc_new((n + 1) * sizeof(*s->in_cell));
	for (i = 0; i < s->nsums; i++)
		for (k = s->of_sum[i]; k < s->of_sum[i + 1]; k++) {
			t = &s->in_sum[k];
			s->in_cell[at[t->at]++] =
			    (struct term){ (uint32_t)i, t->sign };
		}
	free(at);
}

int
system_make(struct phc_disclosure *d, uint32_t *cell, struct phc_err *err)
{
	struct system *s = &d->sys;

	if (s->of_sum != NULL)
		return 0;
	if (d->sorted)
		return phc_fail(err, PHC_EDATA, "refused before");
	if (sort_cells(d, cell, err) || sort_sums(d, cell, err))
		return -1;
	s->cell = d->cell;
	s->n = d->ncells;
	s->nsums = d->nsums;
	s->of_sum = phc_new((s->nsums + 1) * sizeof(*s->of_sum));
	s->of_cell = phc_new((s->n + 1) * sizeof(*s->of_cell));
	lay_sums(s, d->sum);
	lay_cells(s);
	return 0;
}

void
system_free(struct system *s)
{
	free(s->of_sum);
	free(s->of_cell);
	free(s->in_sum);
	free(s->in_cell);
}
