#include <stddef.h>
#include <stdlib.h>

#include "answers.h"

struct outcome {
	int64_t section, class, reason, months, change, count, households,
	    total;
	int64_t rate;
};

/* clang-format off */
#define SLOT(column) { #column, offsetof(struct outcome, column) }
/* clang-format on */

static const struct phc_slot slots[] = {
	SLOT(section),
	SLOT(class),
	SLOT(reason),
	SLOT(months),
	SLOT(change),
	SLOT(count),
	SLOT(households),
	SLOT(total),
	SLOT(rate),
	{ NULL, 0 },
};

enum part { EXIT, STAYING, AUTONOMY };

static void
put(const struct rows *rows, struct outcome o)
{
	o.rate = o.total > 0 ? phc_percent(o.count, o.total) : PHC_UNKNOWN;
	follow_rows_put(rows, &o);
}

static struct outcome
blank(const struct rows *rows, enum part section)
{
	struct outcome o;

	follow_blank(rows, &o);
	o.section = section;
	o.count = o.households = o.total = 0;
	return o;
}

/*
 * Exits: leases that ended, for whatever the household did next.
 */

static bool
gone(const struct phc_follow *f, const struct lease *l)
{
	return l->start <= f->at && l->end != NO_DAY && l->end <= f->at;
}

/* Leases that ended, and households among them, with reasons of a set. */
static struct outcome
exits(const struct phc_follow *f, struct outcome o, unsigned reasons)
{
	const struct lease *l = f->lease.row, *end = l + f->lease.n;
	uint32_t last = NOBODY;
	int reason;

	for (; l < end; l++) {
		if (!gone(f, l))
			continue;
		o.total++;
		reason = l->reason < 0 ? PHC_END_UNKNOWN : l->reason;
		if (!(reasons >> reason & 1))
			continue;
		o.count++;
		o.households += l->household != last;
		last = l->household;
	}
	return o;
}

static void
left(const struct phc_follow *f, const struct rows *rows)
{
	struct outcome o = blank(rows, EXIT);
	const enum exit_class *class = f->limits.exit;
	unsigned set, all = (1u << PHC_END_REASONS) - 1;
	int i;

	for (o.class = 0; o.class < EXIT_CLASSES; o.class ++) {
		for (set = 0, i = 0; i < PHC_END_REASONS; i++)
			set |= (unsigned)(class[i] == o.class) << i;
		put(rows, exits(f, o, set));
	}
	for (i = 0; i < PHC_END_REASONS; i++) {
		o.reason = i;
		o.class = class[i];
		put(rows, exits(f, o, 1u << i));
	}
	o.reason = o.class = PHC_UNKNOWN;
	put(rows, exits(f, o, all));
}

/*
 * Staying: from the first lease on, with at most a day between two.
 */

/* Whether a household had its first lease so long ago; 'stayed' if its first
 * stay lasted as long, to the day. */
static bool
entered(const struct phc_follow *f, const struct household *h, int months,
    bool *stayed)
{
	struct stay stay;
	size_t i = 0;
	int64_t due;

	if (!follow_stay(f, h, follow_day(f->at), &i, &stay))
		return false;
	due = phc_date_months(stay.start, months);
	*stayed = stay.end == NO_DAY || stay.end >= due;
	return due <= f->at;
}

static void
staying(const struct phc_follow *f, const struct rows *rows, int months)
{
	struct outcome o = blank(rows, STAYING);
	const struct household *h = f->household.row, *end = h + f->household.n;
	bool stayed;

	o.months = months;
	for (; h < end; h++)
		if (entered(f, h, months, &stayed)) {
			o.total++;
			o.count += stayed;
		}
	o.households = o.count;
	put(rows, o);
}

/*
 * Autonomy: the last level beside the first.
 */

enum change { DOWN, SAME, UP, CHANGES };

/* -1 where a household has no level. */
static int
change(const struct phc_follow *f, struct range events)
{
	const struct event *e = &f->event.row[events.at], *end = e + events.n;
	int first = -1, last = -1;

	for (; e < end && e->day <= f->at; e++)
		if ((e->kind == PHC_MEASURE_START ||
			e->kind == PHC_LEVEL_CHANGE) &&
		    e->level >= 0) {
			last = e->level;
			first = first < 0 ? last : first;
		}
	return first < 0 ? -1 : last < first ? DOWN : last > first ? UP : SAME;
}

static void
autonomy(const struct phc_follow *f, const struct rows *rows)
{
	struct outcome o = blank(rows, AUTONOMY);
	int64_t n[CHANGES] = { 0 };
	uint32_t i;
	int c;

	for (i = 0; i < f->household.n; i++)
		if ((c = change(f, f->household.row[i].events)) >= 0) {
			n[c]++;
			o.total++;
		}
	for (o.change = 0; o.change < CHANGES; o.change++) {
		o.count = o.households = n[o.change];
		put(rows, o);
	}
}

int
phc_follow_outcomes(
    const struct phc_follow *f, struct phc_out *out, struct phc_err *err)
{
	struct rows rows;

	(void)err;
	follow_rows_head(&rows, "outcome", slots, out);
	left(f, &rows);
	staying(f, &rows, 6);
	staying(f, &rows, 12);
	staying(f, &rows, 24);
	autonomy(f, &rows);
	return 0;
}
