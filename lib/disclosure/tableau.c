/*
 * Cells that may change are written as those that do so at will, times
 * integers over one denominator (J. Edmonds; E. Bareiss), so that nothing is
 * ever rounded.  A cell that is shown is "closed": as a column it is left out,
 * and as a row it is 0 in every column that is open.
 */
#include <stdlib.h>

#include "tableau.h"

enum { ENTRIES = 100000000, LARGEST = 100000, DEN = 1000 };

static bool
fits(int64_t n)
{
	return n >= -LARGEST && n <= LARGEST;
}

/* row = (q row - s from) / den, where 'from' has 'n' of 'at' that are not 0. */
static void
combine(struct tableau *t, int32_t *row, const int32_t *from, int64_t q,
    int64_t s, const uint32_t *at, size_t n)
{
	int64_t v;
	size_t i;

	if (q != t->den)
		for (i = 0; i < t->cols; i++) {
			v = q * row[i] - s * from[i];
			t->broken |= !fits(v / t->den);
			row[i] = (int32_t)(v / t->den);
		}
	else
		for (i = 0; i < n; i++) {
			v = row[at[i]] - s * from[at[i]] / t->den;
			t->broken |= !fits(v);
			row[at[i]] = (int32_t)v;
		}
}

/* Every row but 'skip' loses what it has in column 's', by means of 'from'. */
static void
sweep(struct tableau *t, const int32_t *from, uint32_t s, size_t skip)
{
	int64_t q = from[s] < 0 ? -from[s] : from[s],
		sign = from[s] < 0 ? -1 : 1;
	int32_t was;
	size_t i, n = 0;

	for (i = 0; i < t->cols; i++)
		if (from[i] != 0)
			t->at[n++] = (uint32_t)i;
	for (i = 0; i < t->rows; i++) {
		was = t->row[i][s];
		if (i == skip || (was == 0 && q == t->den))
			continue;
		combine(t, t->row[i], from, q, sign * was, t->at, n);
		t->row[i][s] = (int32_t)(sign * was);
		t->work += n;
	}
	t->work += t->rows;
}

static void
negate(const struct tableau *t, int32_t *row, int64_t p)
{
	size_t i;

	for (i = 0; p > 0 && i < t->cols; i++)
		row[i] = -row[i];
}

void
tableau_pivot(struct tableau *t, uint32_t r, uint32_t s)
{
	int32_t *row = t->row[r];
	int64_t p = row[s];
	uint32_t cell = t->row_cell[r];

	sweep(t, row, s, r);
	negate(t, row, p);
	row[s] = (int32_t)(p < 0 ? -t->den : t->den);
	t->den = p < 0 ? -p : p;
	t->broken |= t->den > DEN;
	t->row_cell[r] = t->col_cell[s];
	t->col_cell[s] = cell;
	t->row_of[t->row_cell[r]] = r;
	t->col_of[t->row_cell[r]] = NONE;
	t->col_of[cell] = s;
	t->row_of[cell] = NONE;
}

/* What a sum leaves of columns, all of which must come to 0. */
static bool
express(struct tableau *t, const struct system *s, size_t sum, int32_t *v)
{
	const struct term *e = s->in_sum + s->of_sum[sum];
	const struct term *end = s->in_sum + s->of_sum[sum + 1];
	const int32_t *row;
	bool any = false;
	int64_t n;
	size_t i;

	memset(v, 0, t->cols * sizeof(*v));
	for (; e < end; e++) {
		if (t->col_of[e->at] != NONE)
			v[t->col_of[e->at]] += e->sign * (int32_t)t->den;
		if (t->row_of[e->at] == NONE)
			continue;
		row = t->row[t->row_of[e->at]];
		for (i = 0; i < t->cols; i++) {
			n = (int64_t)v[i] + e->sign * (int64_t)row[i];
			t->broken |= !fits(n);
			v[i] = (int32_t)n;
		}
	}
	for (i = 0; i < t->cols; i++)
		any |= v[i] != 0;
	return any;
}

/* The total if it is there, else what is nearest to 1. */
static uint32_t
best_column(const struct tableau *t, const int32_t *v, uint32_t total)
{
	uint32_t i, best = NONE;

	i = t->col_of[total];
	if (i != NONE && abs(v[i]) == t->den)
		return i;
	for (i = 0; i < t->cols; i++)
		if (v[i] != 0 && (best == NONE || abs(v[i]) < abs(v[best])))
			best = i;
	return best;
}

/* Column 's' is 0 for ever, and the last takes its place. */
static void
remove_column(struct tableau *t, uint32_t s)
{
	uint32_t last = (uint32_t)--t->cols;
	size_t i;

	for (i = 0; i < t->rows; i++)
		t->row[i][s] = t->row[i][last];
	t->col_cell[s] = t->col_cell[last];
	t->col_of[t->col_cell[s]] = s;
}

static void
add_sum(struct tableau *t, const struct system *s, size_t sum)
{
	int32_t *v = phc_new((t->cols + 1) * sizeof(*v));
	uint32_t c, col, total = s->in_sum[s->of_sum[sum]].at;
	int64_t p;

	if (!express(t, s, sum, v) || t->broken) {
		free(v);
		return;
	}
	col = best_column(t, v, total);
	c = t->col_cell[col];
	p = v[col];
	sweep(t, v, col, SIZE_MAX);
	negate(t, v, p);
	t->den = p < 0 ? -p : p;
	t->row[t->rows] = v;
	t->row_cell[t->rows] = c;
	t->row_of[c] = (uint32_t)t->rows++;
	remove_column(t, col);
	t->col_of[c] = NONE;
}

static void
take_room(struct tableau *t, const struct system *s)
{
	size_t n = s->n + 1;

	t->row = phc_new((s->nsums + 1) * sizeof(*t->row));
	t->row_cell = phc_new((s->nsums + 1) * sizeof(*t->row_cell));
	t->col_cell = phc_new(n * sizeof(*t->col_cell));
	t->row_of = phc_new(n * sizeof(*t->row_of));
	t->col_of = phc_new(n * sizeof(*t->col_of));
	t->at = phc_new(n * sizeof(*t->at));
	t->x = phc_new(n * sizeof(*t->x));
	t->open = phc_new(n);
}

struct tableau *
tableau_new(const struct phc_disclosure *d)
{
	const struct system *s = &d->sys;
	struct tableau *t = phc_new(sizeof(*t));
	size_t i;

	take_room(t, s);
	t->den = 1;
	for (i = 0; i < s->n; i++) {
		t->row_of[i] = t->col_of[i] = NONE;
		if (s->cell[i].kind == PHC_CELL_KNOWN)
			continue;
		t->col_of[i] = (uint32_t)t->cols;
		t->col_cell[t->cols++] = (uint32_t)i;
	}
	t->broken = s->n > 0 && s->nsums > ENTRIES / s->n;
	for (i = 0; i < s->nsums && !t->broken; i++)
		add_sum(t, s, i);
	for (i = 0; i < t->rows; i++)
		t->row[i] =
		    phc_resize(t->row[i], t->cols + 1, sizeof(*t->row[i]));
	return t;
}

void
tableau_free(struct tableau *t)
{
	size_t i;

	if (t == NULL)
		return;
	for (i = 0; i < t->rows; i++)
		free(t->row[i]);
	free(t->row);
	free(t->row_cell);
	free(t->col_cell);
	free(t->row_of);
	free(t->col_of);
	free(t->at);
	free(t->x);
	free(t->open);
	free(t);
}

/* A column opens: a closed row that has some of it takes its place. */
static void
open_column(struct tableau *t, uint32_t s)
{
	uint32_t i;

	for (i = 0; i < t->rows; i++)
		if (!t->open[t->row_cell[i]] && t->row[i][s] != 0) {
			tableau_pivot(t, i, s);
			return;
		}
}

/* A row closes: it changes places with a column that is open. */
static void
close_row(struct tableau *t, uint32_t r)
{
	uint32_t j, best = NONE;

	for (j = 0; j < t->cols; j++)
		if (t->open[t->col_cell[j]] && t->row[r][j] != 0 &&
		    (best == NONE || abs(t->row[r][j]) < abs(t->row[r][best])))
			best = j;
	if (best != NONE)
		tableau_pivot(t, r, best);
}

void
tableau_follow(struct tableau *t, const struct phc_disclosure *d)
{
	uint32_t c;

	for (c = 0; c < d->sys.n; c++) {
		if (d->sys.cell[c].kind == PHC_CELL_KNOWN ||
		    t->open[c] == unknown(d, c))
			continue;
		t->open[c] = !t->open[c];
		t->begun = false;
		if (t->open[c] && t->col_of[c] != NONE)
			open_column(t, t->col_of[c]);
		else if (!t->open[c] && t->row_of[c] != NONE)
			close_row(t, t->row_of[c]);
	}
	for (c = 0; !t->begun && c < d->sys.n; c++)
		t->x[c] = d->sys.cell[c].count * t->den;
	t->begun = true;
}
