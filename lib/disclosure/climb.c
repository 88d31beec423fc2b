/*
 * A cell is made as high as it can be, or as low, by the simplex method (G.
 * Dantzig; R. Bland's rule), over the fractions that "den" makes.  The tables
 * of integers on the way are offered as proofs.  Where nothing more can be
 * gained the cell is at its bound, and no table at all goes beyond.
 */
#include "tableau.h"

enum { PIVOTS = 3000 };

struct step {
	uint32_t col, row; /* the row that stops it, or NONE */
	int32_t way;       /* 1 or -1 */
	int64_t num, den;  /* its length */
	int64_t whole;     /* every cell stays whole in steps of so many */
};

/* The first column that gains, or NONE. */
static uint32_t
entering(const struct tableau *t, uint32_t c, int32_t way, int32_t *col_way)
{
	const int32_t *row;
	uint32_t j, best = NONE, cell;

	if (t->col_of[c] != NONE) {
		*col_way = way;
		return way > 0 || t->x[c] > 0 ? t->col_of[c] : NONE;
	}
	row = t->row[t->row_of[c]];
	for (j = 0; j < t->cols; j++) {
		cell = t->col_cell[j];
		if (row[j] == 0 || !t->open[cell] ||
		    ((row[j] > 0) != (way > 0) && t->x[cell] == 0) ||
		    (best != NONE && cell > t->col_cell[best]))
			continue;
		best = j;
		*col_way = (row[j] > 0) == (way > 0) ? 1 : -1;
	}
	return best;
}

static int64_t
gcd(int64_t a, int64_t b)
{
	int64_t r;

	for (; b != 0; b = r) {
		r = a % b;
		a = b;
	}
	return a < 0 ? -a : a;
}

/* How far a column can go: what stops it first. */
static void
measure(const struct tableau *t, struct step *s, int64_t most)
{
	int64_t g = t->den, rate, n;
	uint32_t i;

	s->row = NONE;
	s->den = 1;
	s->num = t->x[t->col_cell[s->col]] / t->den;
	if (s->way > 0 || s->num > most)
		s->num = most;
	for (i = 0; i < t->rows; i++) {
		rate = (int64_t)t->row[i][s->col] * s->way;
		if (rate == 0)
			continue;
		g = gcd(g, rate);
		n = t->x[t->row_cell[i]];
		if (rate < 0 &&
		    (n * s->den < s->num * -rate ||
			(n * s->den == s->num * -rate && s->row != NONE &&
			    t->row_cell[i] < t->row_cell[s->row]))) {
			s->num = n;
			s->den = -rate;
			s->row = i;
		}
	}
	s->whole = t->den / g;
}

/* 'len', which is whole, times the column. */
static void
walk(struct tableau *t, const struct step *s, int64_t len)
{
	uint32_t i;

	t->x[t->col_cell[s->col]] += s->way * len * t->den;
	for (i = 0; i < t->rows; i++)
		t->x[t->row_cell[i]] += s->way * len * t->row[i][s->col];
}

/* To where a row is 0, in fractions of what is to be the denominator. */
static void
turn(struct tableau *t, const struct step *s)
{
	uint32_t i;

	for (i = 0; i < t->rows; i++)
		t->x[t->row_cell[i]] =
		    (t->x[t->row_cell[i]] * s->den +
			s->way * t->row[i][s->col] * s->num) /
		    t->den;
	for (i = 0; i < t->cols; i++)
		t->x[t->col_cell[i]] = t->x[t->col_cell[i]] / t->den * s->den;
	t->x[t->col_cell[s->col]] += s->way * s->num;
	tableau_pivot(t, s->row, s->col);
}

static bool
whole(const struct tableau *t)
{
	uint32_t i;

	for (i = 0; i < t->rows; i++)
		if (t->x[t->row_cell[i]] % t->den != 0)
			return false;
	return true;
}

/* Integers as far as they go, then the rest. */
static void
advance(struct phc_disclosure *d, const struct step *s)
{
	struct tableau *t = d->tableau;
	int64_t len = s->num / s->den;

	len -= len % s->whole;
	if (s->num > 0 && (s->row == NONE || (len > 0 && whole(t)))) {
		walk(t, s, len = s->row == NONE ? s->num : len);
		proof_offer(d, t->x, t->den);
		if (s->row == NONE)
			return;
		walk(t, s, -len);
	}
	if (s->row == NONE)
		return;
	turn(t, s);
	if (s->num > 0)
		proof_offer(d, t->x, t->den);
}

/* At its bound: whether integers might go beyond what is proved. */
static enum answer
bound(const struct phc_disclosure *d, uint32_t c, int side)
{
	const struct tableau *t = d->tableau;
	int64_t to = d->sys.cell[c].count + d->width[c].by[side];

	if (side == HIGH)
		return t->x[c] / t->den <= to ? NO : DOUBT;
	return (t->x[c] + t->den - 1) / t->den >= to ? NO : DOUBT;
}

enum answer
climb(struct phc_disclosure *d, uint32_t c, int side)
{
	struct tableau *t = d->tableau;
	const uint64_t before = t->work;
	struct step s;
	enum answer a = DOUBT;
	int pivots;

	tableau_follow(t, d);
	proof_offer(d, t->x, t->den);
	for (pivots = 0; pivots < PIVOTS && !t->broken; pivots++) {
		if (proof_wide(d, c)) {
			a = YES;
			break;
		}
		s.col = entering(t, c, side == HIGH ? 1 : -1, &s.way);
		if (s.col == NONE) {
			a = bound(d, c, side);
			break;
		}
		measure(t, &s, d->k * t->den);
		advance(d, &s);
	}
	d->work += t->work - before + d->sys.n;
	return a;
}

/* At its bound, the cheapest column that would gain if it were open. */
uint32_t
climb_wish(const struct phc_disclosure *d, uint32_t c, int side)
{
	const struct tableau *t = d->tableau;
	const struct loss zero = { 0, 0, 0 };
	const int32_t *row;
	uint32_t j, cell, best = NONE;

	if (t->broken || t->row_of[c] == NONE)
		return NONE;
	row = t->row[t->row_of[c]];
	for (j = 0; j < t->cols; j++) {
		cell = t->col_cell[j];
		if (row[j] == 0 || !spare(d, cell) ||
		    ((row[j] > 0) != (side == HIGH) && t->x[cell] == 0))
			continue;
		if (best == NONE ||
		    loss_compare(loss_add(zero, &d->sys.cell[cell]),
			loss_add(zero, &d->sys.cell[best])) < 0)
			best = cell;
	}
	return best;
}
