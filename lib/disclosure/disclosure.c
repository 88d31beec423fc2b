#include <stdlib.h>

#include "tableau.h"

struct phc_disclosure *
phc_disclosure_new(int64_t k)
{
	struct phc_disclosure *d = phc_new(sizeof(*d));

	d->k = k;
	d->effort = PHC_EFFORT;
	return d;
}

void
phc_disclosure_effort(struct phc_disclosure *d, uint64_t steps)
{
	d->effort = steps;
}

void
phc_disclosure_cell(
    struct phc_disclosure *d, uint32_t id, enum phc_cell kind, int64_t count)
{
	phc_grow(&d->cell, &d->capcells, d->ncells + 1, sizeof(*d->cell));
	d->cell[d->ncells++] = (struct cell){ id, kind, count };
}

void
phc_disclosure_sum(
    struct phc_disclosure *d, uint32_t total, const uint32_t *part, size_t n)
{
	struct given *g;

	phc_grow(&d->sum, &d->capsums, d->nsums + 1, sizeof(*d->sum));
	g = &d->sum[d->nsums++];
	g->n = n + 1;
	g->id = phc_pool_take(&d->pool, g->n * sizeof(*g->id));
	g->id[0] = total;
	if (n > 0)
		memcpy(g->id + 1, part, n * sizeof(*part));
}

void
phc_disclosure_tie(struct phc_disclosure *d, uint32_t flag, uint32_t cell)
{
	phc_grow(&d->tie, &d->capties, d->nties + 1, sizeof(*d->tie));
	d->tie[d->nties++] = (struct tie){ flag, cell };
}

void
phc_disclosure_free(struct phc_disclosure *d)
{
	size_t i;

	if (d == NULL)
		return;
	for (i = 0; i < d->ntables; i++)
		free(d->table[i].cell);
	system_free(&d->sys);
	mover_free(d->mover);
	tableau_free(d->tableau);
	phc_pool_free(&d->pool);
	free(d->cell);
	free(d->sum);
	free(d->tie);
	free(d->masked);
	free(d->barred);
	free(d->table);
	free(d->width);
	free(d->now);
	free(d->link);
	free(d->link_of);
	free(d);
}

static int
ready(struct phc_disclosure *d, uint32_t *cell, struct phc_err *err)
{
	size_t i, n;

	if (system_make(d, cell, err))
		return -1;
	if (d->mover != NULL)
		return 0;
	n = d->sys.n;
	d->mover = mover_new();
	d->reach = REACH;
	d->dear = DEAR;
	d->many = n > PHC_MANY || d->effort == 0;
	d->wide = d->many ? WIDE : SIZE_MAX;
	if (!d->many)
		d->tableau = tableau_new(d);
	d->link_of = phc_new((n + 1) * sizeof(*d->link_of));
	memset(d->link_of, 0xff, (n + 1) * sizeof(*d->link_of));
	d->masked = phc_new(n + 1);
	d->barred = phc_new(n + 1);
	d->width = phc_new((n + 1) * sizeof(*d->width));
	d->now = phc_new((n + 1) * sizeof(*d->now));
	for (i = 0; i < n; i++)
		d->now[i] = d->cell[i].count;
	return 0;
}

int
phc_disclosure_primary(
    struct phc_disclosure *d, uint32_t *cell, struct phc_err *err)
{
	uint32_t c;

	if (ready(d, cell, err))
		return -1;
	for (c = 0; c < d->sys.n; c++)
		d->masked[c] =
		    d->cell[c].kind == PHC_CELL_WITHHELD ||
		    (d->cell[c].kind == PHC_CELL_FREE && small(d, c));
	d->least = false;
	return 0;
}

void
phc_disclosure_put(struct phc_disclosure *d, uint32_t id, bool masked)
{
	uint32_t c = system_find(d, id);

	if (c != NONE && d->masked != NULL && d->cell[c].kind == PHC_CELL_FREE)
		d->masked[c] = masked;
}

static int
bare(const struct phc_disclosure *d, uint32_t c, uint32_t *cell,
    struct phc_err *err)
{
	if (cell != NULL)
		*cell = d->cell[c].id;
	return phc_fail(err, PHC_EDATA,
	    "cell %u can be inferred within less than %" PRId64, d->cell[c].id,
	    d->k - 1);
}

int
phc_disclosure_audit(
    struct phc_disclosure *d, uint32_t *cell, struct phc_err *err)
{
	uint32_t c;

	if (ready(d, cell, err))
		return -1;
	proof_again(d);
	c = proof_all(d);
	if (c != NONE)
		return bare(d, c, cell, err);
	for (c = 0; c < d->sys.n; c++)
		if (secret(d, c) && !proof_check(d, c))
			return bare(d, c, cell, err);
	return 0;
}

int
phc_disclosure_mask(
    struct phc_disclosure *d, uint32_t *cell, struct phc_err *err)
{
	uint32_t c;

	if (phc_disclosure_primary(d, cell, err))
		return -1;
	proof_again(d);
	c = choose(d);
	if (c != NONE)
		return bare(d, c, cell, err);
	return phc_disclosure_audit(d, cell, err);
}

bool
phc_disclosure_masked(const struct phc_disclosure *d, uint32_t id)
{
	uint32_t c = system_find(d, id);

	return c != NONE && d->masked != NULL && d->masked[c];
}

bool
phc_disclosure_tied(const struct phc_disclosure *d, uint32_t flag)
{
	size_t i;

	for (i = 0; i < d->nties; i++)
		if (d->tie[i].flag == flag &&
		    phc_disclosure_masked(d, d->tie[i].cell))
			return true;
	return false;
}

struct phc_loss
phc_disclosure_loss(const struct phc_disclosure *d)
{
	struct phc_loss l = { .least = d->least };
	uint32_t c;

	for (c = 0; c < d->sys.n; c++) {
		if (d->cell[c].kind != PHC_CELL_FREE)
			continue;
		l.cells++;
		if (!d->masked[c])
			continue;
		if (small(d, c)) {
			l.primary++;
			continue;
		}
		l.complementary++;
		l.zeros += d->cell[c].count == 0;
		l.counts += d->cell[c].count;
	}
	return l;
}

int64_t
phc_disclosure_table(
    const struct phc_disclosure *d, uint32_t of, bool highest, uint32_t id)
{
	uint32_t c = system_find(d, of), want = system_find(d, id), table;
	size_t i;

	if (c == NONE || want == NONE || d->width == NULL)
		return PHC_UNKNOWN;
	table = d->width[c].table[highest ? HIGH : LOW];
	for (i = 0; table != NONE && i < d->table[table].n; i++)
		if (d->table[table].cell[i].at == want)
			return d->cell[want].count +
			       d->table[table].cell[i].sign;
	return d->cell[want].count;
}
