#include <stddef.h>
#include <stdlib.h>

#include "answers.h"

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

static const char *
key(const struct phc_follow *f, enum phc_follow_kind kind, uint32_t id)
{
	return id == NOBODY ? "" : follow_key(f, kind, id);
}

/* A row of kind fault. */
struct fault_row {
	struct phc_str file, event_id, lease_id, household_id, message;
	int64_t line, fault;
};

/* clang-format off */
#define SLOT(column) { #column, offsetof(struct fault_row, column) }
/* clang-format on */

static const struct phc_slot slots[] = {
	SLOT(file),
	SLOT(line),
	SLOT(event_id),
	SLOT(lease_id),
	SLOT(household_id),
	SLOT(fault),
	SLOT(message),
	{ NULL, 0 },
};

static void
put(const struct phc_follow *f, const struct rows *rows, const struct fault *t)
{
	const struct fault_row row = {
		.file = phc_str(follow_file(f, t->from)),
		.line = t->from.line,
		.event_id = phc_str(key(f, PHC_FOLLOW_EVENT, t->event)),
		.lease_id = phc_str(key(f, PHC_FOLLOW_LEASE, t->lease)),
		.household_id =
		    phc_str(follow_text(&f->households, t->household)),
		.fault = t->kind,
		.message = phc_str(t->message),
	};

	follow_rows_put(rows, &row);
}

int
phc_follow_put_faults(
    const struct phc_follow *f, struct phc_out *out, struct phc_err *err)
{
	struct rows rows;
	size_t i;

	(void)err;
	follow_rows_head(&rows, "fault", slots, out);
	for (i = 0; i < f->fault.n && !phc_out_bad(out); i++)
		put(f, &rows, &f->fault.row[i]);
	return 0;
}

bool
phc_follow_fault(
    const struct phc_follow *f, size_t i, struct phc_follow_fault *fault)
{
	const struct fault *t;

	if (i >= f->fault.n)
		return false;
	t = &f->fault.row[i];
	*fault =
	    (struct phc_follow_fault){ follow_file(f, t->from), t->from.line,
		    t->event == NOBODY ? key(f, PHC_FOLLOW_LEASE, t->lease)
				       : key(f, PHC_FOLLOW_EVENT, t->event),
		    t->message };
	return true;
}

size_t
phc_follow_strangers(const struct phc_follow *f)
{
	const struct household *h = f->household.row, *end = h + f->household.n;
	size_t n = 0;

	for (; h < end; h++)
		if (!h->given)
			n += h->events.n + h->leases.n;
	return n;
}
