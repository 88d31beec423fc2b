#include <stdlib.h>

#include "follow.h"

struct phc_follow *
phc_follow_new(int64_t at, const char *tables, struct phc_err *err)
{
	struct phc_follow *f = phc_new(sizeof(*f));

	f->at = at;
	f->target = f->from = PHC_UNKNOWN;
	f->tables = tables;
	if (follow_tables(f, tables, err) == 0 &&
	    follow_limits(&f->limits, at, tables, err) == 0)
		return f;
	phc_follow_free(f);
	return NULL;
}

void
phc_follow_free(struct phc_follow *f)
{
	int i;

	if (f == NULL)
		return;
	for (i = 0; i < PHC_FOLLOW_KINDS; i++) {
		phc_bind_free(&f->bind[i]);
		follow_names_free(&f->keys[i]);
	}
	phc_bind_free(&f->effort[0]);
	phc_bind_free(&f->effort[1]);
	phc_bind_free(&f->waiting);
	phc_law_free(f->communes);
	follow_names_free(&f->households);
	follow_names_free(&f->dwellings);
	free(f->file);
	free(f->household.row);
	free(f->home.row);
	free(f->event.row);
	free(f->lease.row);
	free(f->spending.row);
	free(f->funding.row);
	free(f->meter.row);
	free(f->fjt.row);
	free(f->turn.row);
	free(f->fault.row);
	phc_pool_free(&f->pool);
	free(f);
}

const char *
follow_key(const struct phc_follow *f, enum phc_follow_kind kind, uint32_t id)
{
	return follow_text(&f->keys[kind], id);
}

const char *
follow_file(const struct phc_follow *f, struct origin from)
{
	return f->file[from.file];
}

void
phc_follow_ready(struct phc_follow *f)
{
	follow_sort(f);
	follow_faults(f);
}

void
phc_follow_target(struct phc_follow *f, int64_t percent)
{
	f->target = percent;
}
