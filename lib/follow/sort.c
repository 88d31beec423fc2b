#include <stdlib.h>

#include "follow.h"

/* qsort(3) has no argument for it: the keys of what is being sorted. */
static _Thread_local const struct names *keys;

static int
by_key(uint32_t a, uint32_t b)
{
	return strcmp(follow_text(keys, a), follow_text(keys, b));
}

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

/* What of a day is done first, whatever its key: a measure ends before another
 * starts, and a review comes before what it leads to. */
static int
rank(const struct event *e)
{
	return e->kind == PHC_MEASURE_END     ? PHC_MEASURE_START
	       : e->kind == PHC_MEASURE_START ? PHC_MEASURE_END
	       : e->kind == PHC_EXTENSION     ? PHC_SLIDE
	       : e->kind == PHC_SLIDE         ? PHC_EXTENSION
					      : e->kind;
}

static int
compare_events(const void *pa, const void *pb)
{
	const struct event *a = pa, *b = pb;

	if (a->day != b->day)
		return ORDER(a->day, b->day);
	if (a->kind != b->kind)
		return ORDER(rank(a), rank(b));
	return by_key(a->id, b->id);
}

static int
compare_leases(const void *pa, const void *pb)
{
	const struct lease *a = pa, *b = pb;

	if (a->household != b->household)
		return ORDER(a->household, b->household);
	if (a->start != b->start)
		return ORDER(a->start, b->start);
	return by_key(a->id, b->id);
}

static int
compare_spendings(const void *pa, const void *pb)
{
	const struct spending *a = pa, *b = pb;

	return a->month != b->month ? ORDER(a->month, b->month)
				    : by_key(a->id, b->id);
}

static int
compare_fundings(const void *pa, const void *pb)
{
	const struct funding *a = pa, *b = pb;

	return a->dated != b->dated ? ORDER(a->dated, b->dated)
				    : by_key(a->id, b->id);
}

static int
compare_readings(const void *pa, const void *pb)
{
	const struct reading *a = pa, *b = pb;

	return a->dwelling != b->dwelling ? ORDER(a->dwelling, b->dwelling)
					  : ORDER(a->month, b->month);
}

static int
compare_observations(const void *pa, const void *pb)
{
	const struct phc_fjt *a = &((const struct observation *)pa)->fjt,
			     *b = &((const struct observation *)pb)->fjt;

	return a->commune != b->commune ? ORDER(a->commune, b->commune)
					: ORDER(a->observed_on, b->observed_on);
}

#define SORT(f, rows, kind, compare)                                     \
	do {                                                             \
		keys = &(f)->keys[kind];                                 \
		if ((rows).n > 0)                                        \
			qsort((rows).row, (rows).n, sizeof(*(rows).row), \
			    compare);                                    \
	} while (0)

/* Households and dwellings are numbered in the order of their keys. */
static void
number_households(struct phc_follow *f)
{
	uint32_t *to = follow_names_sort(&f->households);
	struct household *row = phc_new((f->household.n + 1) * sizeof(*row));
	size_t i;

	for (i = 0; i < f->household.n; i++)
		row[to[i]] = f->household.row[i];
	free(f->household.row);
	f->household.row = row;
	for (i = 0; i < f->event.n; i++)
		f->event.row[i].household = to[f->event.row[i].household];
	for (i = 0; i < f->lease.n; i++)
		f->lease.row[i].household = to[f->lease.row[i].household];
	for (i = 0; i < f->spending.n; i++)
		if (f->spending.row[i].household != NOBODY)
			f->spending.row[i].household =
			    to[f->spending.row[i].household];
	free(to);
}

static void
number_dwellings(struct phc_follow *f)
{
	uint32_t *to = follow_names_sort(&f->dwellings);
	struct home *row = phc_new((f->home.n + 1) * sizeof(*row));
	size_t i;

	for (i = 0; i < f->home.n; i++)
		row[to[i]] = f->home.row[i];
	free(f->home.row);
	f->home.row = row;
	for (i = 0; i < f->lease.n; i++)
		f->lease.row[i].dwelling = to[f->lease.row[i].dwelling];
	for (i = 0; i < f->meter.n; i++)
		f->meter.row[i].dwelling = to[f->meter.row[i].dwelling];
	for (i = 0; i < f->spending.n; i++)
		if (f->spending.row[i].dwelling != NOBODY)
			f->spending.row[i].dwelling =
			    to[f->spending.row[i].dwelling];
	free(to);
}

/* Events are dealt to their households, then each hand is sorted: in one piece
 * millions would take longer. */
static void
deal_events(struct phc_follow *f)
{
	struct event *row = phc_new((f->event.n + 1) * sizeof(*row));
	struct household *h = f->household.row;
	struct range *r;
	size_t i, at = 0;

	for (i = 0; i < f->event.n; i++)
		h[f->event.row[i].household].events.n++;
	for (i = 0; i < f->household.n; at += h[i++].events.n)
		h[i].events.at = at;
	for (i = 0; i < f->household.n; i++)
		h[i].events.n = 0;
	for (i = 0; i < f->event.n; i++) {
		r = &h[f->event.row[i].household].events;
		row[r->at + r->n++] = f->event.row[i];
	}
	free(f->event.row);
	f->event.row = row;
	keys = &f->keys[PHC_FOLLOW_EVENT];
	for (i = 0; i < f->household.n; i++)
		if (h[i].events.n > 1)
			qsort(row + h[i].events.at, h[i].events.n, sizeof(*row),
			    compare_events);
}

static void
find_leases(struct phc_follow *f)
{
	struct range *r;
	size_t i;

	for (i = 0; i < f->lease.n; i++) {
		r = &f->household.row[f->lease.row[i].household].leases;
		if (r->n++ == 0)
			r->at = i;
	}
}

void
follow_sort(struct phc_follow *f)
{
	int k;

	for (k = 0; k < PHC_FOLLOW_KINDS; k++) {
		free(f->keys[k].slot); /* no key is looked up any more */
		f->keys[k].slot = NULL;
	}
	number_households(f);
	number_dwellings(f);
	deal_events(f);
	SORT(f, f->lease, PHC_FOLLOW_LEASE, compare_leases);
	find_leases(f);
	SORT(f, f->spending, PHC_FOLLOW_SPENDING, compare_spendings);
	SORT(f, f->funding, PHC_FOLLOW_FUNDING, compare_fundings);
	SORT(f, f->meter, PHC_FOLLOW_READING, compare_readings);
	SORT(f, f->fjt, PHC_FOLLOW_FJT, compare_observations);
}
