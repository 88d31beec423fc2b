#include "follow.h"

int
phc_follow_put(
    const struct phc_follow *f, struct phc_out *out, struct phc_err *err)
{
	const struct household *h = f->household.row, *end = h + f->household.n;

	(void)err;
	phc_csv_copy(out, &f->head, 0, f->head.n);
	phc_out_char(out, '\n');
	for (; h < end && !phc_out_bad(out); h++)
		if (h->given) {
			phc_csv_copy(out, &h->rec, 0, h->rec.n);
			phc_out_char(out, '\n');
		}
	return 0;
}
