/*
 * disclosure.h - random linked tables: up to three axes with every margin, the
 * last being months, which may be cumulated too.
 *
 * A cell is the set of base cells that it counts, which is all that a test
 * needs to know about it; what phc is told are the sums.
 */
#ifndef DISCLOSURE_TEST_H
#define DISCLOSURE_TEST_H

#include "phc/disclosure.h"
#include "prop.h"

enum { AXES = 3, SUM = 32, EFFORT = PHC_EFFORT / 10 };

struct one {
	enum phc_cell kind;
	int64_t count;
};

struct link {
	uint32_t total, part[SUM];
	size_t n;
};

struct linked {
	int64_t k;
	int dim[AXES];
	bool cumulated;
	struct one *cell;
	struct link *sum;
	uint32_t ncells, nsums;
	size_t capcells, capsums;
};

/* Cells are at (i, j, m), where the last of an axis is all of it, unless there
 * is one only; cumulated ones come after. */
static inline int
places(const struct linked *l, int axis)
{
	return l->dim[axis] > 1 ? l->dim[axis] + 1 : 1;
}

static inline uint32_t
at(const struct linked *l, int i, int j, int m)
{
	return (uint32_t)((i * places(l, 1) + j) * places(l, 2) + m);
}

static inline uint32_t
cumulated_at(const struct linked *l, int i, int j, int m)
{
	return at(l, places(l, 0), 0, 0) +
	       (uint32_t)((i * places(l, 1) + j) * l->dim[2] + m);
}

static inline struct link *
new_sum(struct linked *l, uint32_t total)
{
	phc_grow(&l->sum, &l->capsums, l->nsums + 1, sizeof(*l->sum));
	l->sum[l->nsums] = (struct link){ .total = total };
	return &l->sum[l->nsums++];
}

static inline uint32_t
along(const struct linked *l, int axis, int p, int q, int r)
{
	return axis == 0   ? at(l, r, p, q)
	       : axis == 1 ? at(l, p, r, q)
			   : at(l, p, q, r);
}

static inline void
lines(struct linked *l, int axis)
{
	int a = axis == 0 ? 1 : 0, b = axis == 2 ? 1 : 2, p, q, r;
	struct link *s;
	uint32_t c;

	for (p = 0; l->dim[axis] > 1 && p < places(l, a); p++)
		for (q = 0; q < places(l, b); q++) {
			s = new_sum(l, along(l, axis, p, q, l->dim[axis]));
			for (r = 0; r < l->dim[axis]; r++) {
				c = along(l, axis, p, q, r);
				s->part[s->n++] = c;
				l->cell[s->total].count += l->cell[c].count;
			}
		}
}

static inline void
cumulate(struct linked *l, int i, int j)
{
	struct link *s;
	uint32_t c;
	int m;

	for (m = 0; m < l->dim[2]; m++) {
		c = cumulated_at(l, i, j, m);
		s = new_sum(l, c);
		s->part[s->n++] = at(l, i, j, m);
		if (m > 0)
			s->part[s->n++] = c - 1;
		l->cell[c].count = l->cell[s->part[0]].count +
				   (m > 0 ? l->cell[c - 1].count : 0);
	}
	s = new_sum(l, at(l, i, j, l->dim[2]));
	s->part[s->n++] = cumulated_at(l, i, j, l->dim[2] - 1);
}

/* 'households' put anywhere, more of them in the first places. */
static inline void
make_linked(struct linked *l, int64_t k, const int *dim, bool cumulated,
    int64_t households)
{
	int i, j;
	uint32_t n;

	*l = (struct linked){ .k = k, .cumulated = cumulated };
	memcpy(l->dim, dim, sizeof(l->dim));
	l->cumulated = cumulated = cumulated && dim[2] > 1;
	n = cumulated ? cumulated_at(l, places(l, 0), 0, 0)
		      : at(l, places(l, 0), 0, 0);
	phc_grow(&l->cell, &l->capcells, n, sizeof(*l->cell));
	memset(l->cell, 0, n * sizeof(*l->cell));
	l->ncells = n;
	for (; households > 0; households--) {
		i = (int)below(1 + below((uint64_t)dim[0]));
		j = (int)below(1 + below((uint64_t)dim[1]));
		l->cell[at(l, i, j, (int)below((uint64_t)dim[2]))].count++;
	}
	for (i = 0; i < AXES; i++)
		lines(l, i);
	for (i = 0; cumulated && i < places(l, 0); i++)
		for (j = 0; j < places(l, 1); j++)
			cumulate(l, i, j);
}

static inline void
free_linked(struct linked *l)
{
	free(l->cell);
	free(l->sum);
}

static inline struct phc_disclosure *
disclose(const struct linked *l)
{
	struct phc_disclosure *d = phc_disclosure_new(l->k);
	uint32_t i;

	phc_disclosure_effort(d, EFFORT);
	for (i = 0; i < l->ncells; i++)
		phc_disclosure_cell(d, i, l->cell[i].kind, l->cell[i].count);
	for (i = 0; i < l->nsums; i++)
		phc_disclosure_sum(
		    d, l->sum[i].total, l->sum[i].part, l->sum[i].n);
	return d;
}

#endif
