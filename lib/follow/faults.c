#include <stdlib.h>

#include "follow.h"

void
follow_fault_event(struct phc_follow *f, const struct event *e,
    enum fault_kind kind, const char *message)
{
	struct fault *t = MORE(f->fault);

	*t = (struct fault){ follow_origin(e), e->household, e->id, NOBODY,
		kind, message };
}

void
follow_fault_lease(struct phc_follow *f, const struct lease *l,
    enum fault_kind kind, const char *message)
{
	struct fault *t = MORE(f->fault);

	*t = (struct fault){ l->from, l->household, NOBODY, l->id, kind,
		message };
}

/* Files are numbered as they came. */
static int
compare(const void *pa, const void *pb)
{
	const struct fault *a = pa, *b = pb;

	if (a->from.file != b->from.file)
		return a->from.file < b->from.file ? -1 : 1;
	if (a->from.line != b->from.line)
		return a->from.line < b->from.line ? -1 : 1;
	return (a->kind > b->kind) - (a->kind < b->kind);
}

void
follow_faults(struct phc_follow *f)
{
	struct household *h = f->household.row, *end = h + f->household.n;

	for (; h < end; h++) {
		follow_measure_faults(f, h);
		follow_sliding(f, h);
	}
	if (f->fault.n > 0)
		qsort(f->fault.row, f->fault.n, sizeof(*f->fault.row), compare);
}
