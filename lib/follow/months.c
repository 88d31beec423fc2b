#include "answers.h"

struct month {
	int64_t month, measure, level;
	struct phc_str household_id;
};

/* clang-format off */
#define SLOT(column) { #column, offsetof(struct month, column) }
/* clang-format on */

static const struct phc_slot slots[] = {
	SLOT(month),
	SLOT(household_id),
	SLOT(measure),
	SLOT(level),
	{ NULL, 0 },
};

static void
put(const struct phc_follow *f, const struct household *h,
    const struct rows *rows, const struct months *in, size_t k)
{
	struct standing m[PHC_MEASURES];
	struct month row;
	int main;

	if (follow_measures(f, h, in->last[k], m) == 0)
		return;
	follow_blank(rows, &row);
	main = follow_measure_main(m);
	row.month = phc_date_month(in->last[k]);
	row.household_id = phc_str(
	    follow_text(&f->households, (uint32_t)(h - f->household.row)));
	row.measure = main;
	row.level = m[main].level < 0 ? PHC_UNKNOWN : m[main].level;
	follow_rows_put(rows, &row);
}

static void
put_household(const struct phc_follow *f, const struct household *h,
    const struct rows *rows)
{
	struct phc_pool pool = { 0 };
	struct months in = follow_calendar(
	    phc_date_month(f->event.row[h->events.at].day), f->at, &pool);
	size_t k;

	for (k = 0; k < in.n; k++)
		put(f, h, rows, &in, k);
	phc_pool_free(&pool);
}

int
phc_follow_months(
    const struct phc_follow *f, struct phc_out *out, struct phc_err *err)
{
	const struct household *h = f->household.row, *end = h + f->household.n;
	struct rows rows;

	(void)err;
	follow_rows_head(&rows, "followed", slots, out);
	for (; h < end && !phc_out_bad(out); h++)
		if (h->events.n > 0)
			put_household(f, h, &rows);
	return 0;
}
