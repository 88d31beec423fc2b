#include "follow.h"

/* The walk through a household's events, by day. */
struct walk {
	const struct phc_follow *f;
	struct phc_follow *faults; /* NULL: nobody asks for them */
	const struct event *e, *end;
	struct standing *m;
	int32_t skip[PHC_MEASURES]; /* the day of an end before its start */
};

static void
fault(const struct walk *w, enum fault_kind kind, const char *message)
{
	if (w->faults != NULL)
		follow_fault_event(w->faults, w->e, kind, message);
}

static bool
in_force(const struct standing *m)
{
	return m->start != NO_DAY;
}

/* The only measure in force, or -1. */
static int
only(const struct standing *m)
{
	int i, found = -1;

	for (i = 0; i < PHC_MEASURES; i++)
		if (in_force(&m[i])) {
			if (found >= 0)
				return -1;
			found = i;
		}
	return found;
}

static bool
same(const char *a, const char *b)
{
	return *a != '\0' && strcmp(a, b) == 0;
}

/* Whether the others in force let one more start. */
static void
check_others(const struct walk *w, int i)
{
	const struct term *t = w->f->terms.measure;
	int k;

	for (k = 0; k < PHC_MEASURES; k++) {
		if (k == i || !in_force(&w->m[k]))
			continue;
		if (same(t[k].nature, t[i].nature))
			fault(w, FAULT_SAME_MEASURE,
			    "a measure of this nature is in force: end it "
			    "first");
		else if (same(t[k].fund, t[i].fund))
			fault(w, FAULT_TWO_MEASURES,
			    "a measure of the same fund is in force, and the "
			    "two do not go together: end one");
	}
}

static void
start(struct walk *w)
{
	const struct event *e = w->e;
	int i = e->measure;

	if (i == -1) {
		fault(w, FAULT_NO_MEASURE, "which measure starts? name it");
		return;
	}
	if (in_force(&w->m[i])) {
		fault(w, FAULT_SAME_MEASURE,
		    "this measure is in force already: end it first");
		return;
	}
	check_others(w, i);
	if (w->skip[i] == e->day) { /* it ends on the day it starts */
		w->skip[i] = NO_DAY;
		w->m[i].ended = e->day;
		return;
	}
	w->m[i] = (struct standing){ .start = e->day,
		.level_since = e->day,
		.renewed = NO_DAY,
		.ended = w->m[i].ended,
		.level = (int8_t)e->level,
		.event = e };
}

static bool
starts_today(const struct walk *w, int measure)
{
	const struct event *e = w->e + 1;

	for (; e < w->end && e->day == w->e->day; e++)
		if (e->kind == PHC_MEASURE_START && e->measure == measure)
			return true;
	return false;
}

static void
end(struct walk *w)
{
	int i = w->e->measure >= 0 ? w->e->measure : only(w->m);

	if (i == -1)
		fault(w, FAULT_NO_MEASURE, "which measure ends? name it");
	else if (in_force(&w->m[i])) {
		w->m[i].start = NO_DAY;
		w->m[i].ended = w->e->day;
	} else if (starts_today(w, i))
		w->skip[i] = w->e->day;
	else
		fault(w, FAULT_NO_MEASURE,
		    "this measure has not started: give its start, or correct "
		    "the date");
}

static void
level(struct walk *w)
{
	const struct event *e = w->e;
	bool any = false;
	int i;

	if (e->level == -1) {
		fault(w, FAULT_LEVEL, "which level? name it");
		return;
	}
	for (i = 0; i < PHC_MEASURES; i++) {
		if (e->measure != -1 && e->measure != i)
			continue;
		any |= in_force(&w->m[i]) || w->m[i].ended == e->day;
		if (!in_force(&w->m[i]) || w->m[i].level == e->level)
			continue;
		w->m[i].level = (int8_t)e->level;
		w->m[i].level_since = e->day;
	}
	if (!any)
		fault(w, FAULT_LEVEL,
		    "no such measure is in force: give its start, or correct "
		    "the date");
}

static void
renewal(struct walk *w)
{
	int i = w->e->measure;

	if (i == -1) /* of the demand */
		return;
	if (!in_force(&w->m[i])) {
		fault(w, FAULT_NO_MEASURE,
		    "this measure is not in force: give its start, or correct "
		    "the date");
		return;
	}
	w->m[i].renewals++;
	w->m[i].renewed = w->e->day;
}

static int
walk(struct walk *w, const struct household *h, int32_t at,
    struct standing m[PHC_MEASURES])
{
	int i, n = 0;

	w->m = m;
	w->e = w->f->event.row + h->events.at;
	w->end = w->e + h->events.n;
	for (i = 0; i < PHC_MEASURES; i++) {
		m[i] = (struct standing){ .start = NO_DAY, .ended = NO_DAY };
		w->skip[i] = NO_DAY;
	}
	for (; w->e < w->end && w->e->day <= at; w->e++)
		if (w->e->kind == PHC_MEASURE_START)
			start(w);
		else if (w->e->kind == PHC_MEASURE_END)
			end(w);
		else if (w->e->kind == PHC_LEVEL_CHANGE)
			level(w);
		else if (w->e->kind == PHC_RENEWAL)
			renewal(w);
	for (i = 0; i < PHC_MEASURES; i++)
		n += in_force(&m[i]);
	return n;
}

int
follow_measures(const struct phc_follow *f, const struct household *h,
    int32_t at, struct standing m[PHC_MEASURES])
{
	struct walk w = { .f = f };

	return walk(&w, h, at, m);
}

void
follow_measure_faults(struct phc_follow *f, const struct household *h)
{
	struct walk w = { .f = f, .faults = f };
	struct standing m[PHC_MEASURES];

	walk(&w, h, follow_day(f->at), m);
}

int
follow_measure_main(const struct standing m[PHC_MEASURES])
{
	int i, best = -1;

	for (i = 0; i < PHC_MEASURES; i++)
		if (in_force(&m[i]) &&
		    (best == -1 || m[i].level > m[best].level ||
			(m[i].level == m[best].level &&
			    m[i].start > m[best].start)))
			best = i;
	return best;
}
