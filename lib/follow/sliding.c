#include <stdlib.h>

#include "follow.h"

static const int8_t steps[PHC_EVENT_KINDS] = {
	[PHC_CONVENTION] = STEP_CONVENTION + 1,
	[PHC_REVIEW] = STEP_REVIEW + 1,
	[PHC_PREFECT_NOTICE] = STEP_PREFECT_NOTICE + 1,
	[PHC_SLIDE] = STEP_SLIDE + 1,
	[PHC_EXTENSION] = STEP_EXTENSION + 1,
	[PHC_NO_SLIDE] = STEP_NO_SLIDE + 1,
};

static void
add_event(struct phc_follow *f, const struct event *e)
{
	struct turn *t;

	if (steps[e->kind] == 0 || follow_missed(e))
		return;
	t = MORE(f->turn);
	*t = (struct turn){ .day = e->day,
		.rank = steps[e->kind] - 1,
		.step = (enum step)(steps[e->kind] - 1),
		.event = e };
}

static void
add_lease(struct phc_follow *f, const struct lease *l)
{
	struct turn *t;

	if (l->form != PHC_SLIDING)
		return;
	t = MORE(f->turn);
	*t = (struct turn){ .day = l->start,
		.rank = STEP_ENTRY,
		.step = STEP_ENTRY,
		.lease = l };
	if (l->end == NO_DAY || l->end > follow_day(f->at))
		return;
	t = MORE(f->turn); /* one that ends as it starts does so after it */
	*t = (struct turn){ .day = l->end,
		.rank = l->end == l->start ? STEPS : STEP_END,
		.step = STEP_END,
		.lease = l };
}

static int
compare(const void *pa, const void *pb)
{
	const struct turn *a = pa, *b = pb;

	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	if (a->rank != b->rank)
		return a->rank - b->rank;
	if (a->event != NULL) /* of one household they are in order */
		return (a->event > b->event) - (a->event < b->event);
	return (a->lease > b->lease) - (a->lease < b->lease);
}

static void
fault(struct phc_follow *f, enum stage stage, const struct turn *t)
{
	const char *why =
	    stage <= STAGE_AGREED
		? "before the entry: give the sliding lease, or correct the "
		  "date"
	    : stage < STAGE_SLID
		? "while a sliding lease runs: end that one, or correct the "
		  "date"
		: "after the sliding lease came to its outcome: give the "
		  "lease that followed, or correct the date";
	size_t n = strlen(why) + strlen(follow_step(t->step)) + 2;
	char *message = phc_pool_take(&f->pool, n);

	snprintf(message, n, "%s %s", follow_step(t->step), why);
	if (t->event != NULL)
		follow_fault_event(f, t->event, FAULT_SEQUENCE, message);
	else
		follow_fault_lease(f, t->lease, FAULT_SEQUENCE, message);
}

/* LAW: CCH L442-8-3 */
void
follow_sliding(struct phc_follow *f, struct household *h)
{
	int32_t at = follow_day(f->at);
	enum stage stage = STAGE_NONE;
	size_t i;
	int next;

	f->turn.n = 0;
	for (i = 0; i < h->events.n; i++)
		if (f->event.row[h->events.at + i].day <= at)
			add_event(f, &f->event.row[h->events.at + i]);
	for (i = 0; i < h->leases.n; i++)
		if (f->lease.row[h->leases.at + i].start <= at)
			add_lease(f, &f->lease.row[h->leases.at + i]);
	if (f->turn.n > 1)
		qsort(f->turn.row, f->turn.n, sizeof(*f->turn.row), compare);
	for (i = 0; i < f->turn.n; i++) {
		next = f->terms.next[stage][f->turn.row[i].step];
		if (next >= 0)
			stage = (enum stage)next;
		else
			fault(f, stage, &f->turn.row[i]);
	}
	h->stage = (uint8_t)stage;
}
