#include <stdlib.h>

#include "meters.h"

static int
type_of(const struct phc_follow *f, const struct reading *r)
{
	const struct home *home = &f->home.row[r->dwelling];

	return home->given ? (int)home->dw.type : -1;
}

int64_t
follow_quantity(const struct reading *r, enum fluid fluid)
{
	return fluid == WATER ? r->water : r->energy;
}

/* What is read, of one type and month. */
struct sample {
	int32_t month;
	int8_t type;
	int64_t v;
};

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static int
compare(const void *pa, const void *pb)
{
	const struct sample *a = pa, *b = pb;

	if (a->type != b->type)
		return ORDER(a->type, b->type);
	if (a->month != b->month)
		return ORDER(a->month, b->month);
	return ORDER(a->v, b->v);
}

static size_t
samples(const struct phc_follow *f, enum fluid fluid, struct sample *to)
{
	const struct reading *r = f->meter.row, *end = r + f->meter.n;
	int64_t v, whole = follow_whole_month(f->at);
	size_t n = 0;
	int type;

	for (; r < end; r++) {
		v = follow_quantity(r, fluid);
		type = type_of(f, r);
		if (v != PHC_UNKNOWN && type >= 0 && r->month <= whole)
			to[n++] = (struct sample){ r->month, (int8_t)type, v };
	}
	return n;
}

static void
add(struct medians *m, const struct sample *s, size_t n)
{
	struct median *to;

	phc_grow(&m->row, &m->cap, m->n + 1, sizeof(*m->row));
	to = &m->row[m->n++];
	to->month = s->month;
	to->type = s->type;
	to->n = (int64_t)n;
	to->v = n % 2 ? s[n / 2].v
		      : phc_div_half_up(s[n / 2 - 1].v + s[n / 2].v, 2);
}

void
follow_medians(const struct phc_follow *f, enum fluid fluid, struct medians *m)
{
	struct sample *s = phc_new((f->meter.n + 1) * sizeof(*s));
	size_t n = samples(f, fluid, s), i, k;

	*m = (struct medians){ 0 };
	qsort(s, n, sizeof(*s), compare);
	for (i = 0; i < n; i = k) {
		for (k = i + 1; k < n && s[k].type == s[i].type &&
				s[k].month == s[i].month;
		     k++)
			;
		add(m, s + i, k - i);
	}
	free(s);
}

const struct median *
follow_median(const struct phc_follow *f, const struct medians *m,
    const struct reading *r)
{
	size_t lo = 0, hi = m->n, mid;
	int type = type_of(f, r);
	const struct median *at;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		at = &m->row[mid];
		if (at->type == type && at->month == r->month)
			return at;
		if (at->type < type ||
		    (at->type == type && at->month < r->month))
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

const struct reading *
follow_reading(const struct phc_follow *f, uint32_t dwelling, int64_t month)
{
	size_t lo = 0, hi = f->meter.n, mid;
	const struct reading *r;

	if (month > follow_whole_month(f->at))
		return NULL;
	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		r = &f->meter.row[mid];
		if (r->dwelling == dwelling && r->month == month)
			return r;
		if (r->dwelling < dwelling ||
		    (r->dwelling == dwelling && r->month < month))
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}
