/* Copy CSV with one column added, by libphc. */
#include <unistd.h>

#include "phc/csv.h"

int
main(void)
{
	struct phc_csv *csv = phc_csv_new(stdin, "(stdin)", ',');
	struct phc_out *out = phc_out_open(STDOUT_FILENO, "(stdout)");
	struct phc_err e;
	struct phc_rec rec;
	int got;

	while ((got = phc_csv_next(csv, &rec, &e)) == 1) {
		phc_csv_copy(out, &rec, 0, rec.n);
		phc_out_put(out, ",new\n", 5);
	}
	phc_csv_free(csv);
	return phc_out_close(out, &e) == -1 || got == -1;
}
