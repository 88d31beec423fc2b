/* Records split where they lie are those that libcsv finds, errors included. */
#include <stdlib.h>

#include "phc/csv.h"

int LLVMFuzzerTestOneInput(const unsigned char *, size_t);

static bool
same(const struct phc_rec *a, const struct phc_rec *b)
{
	size_t i;

	for (i = 0; i < a->n && i < b->n; i++)
		if (!phc_str_is(phc_rec_field(a, i), phc_rec_field(b, i)))
			return false;
	return a->n == b->n && a->line == b->line;
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t n)
{
	struct phc_err e[2];
	struct phc_rec r[2];
	struct phc_csv *c[2];
	FILE *fp[2];
	int i, got[2];

	for (i = 0; i < 2; i++) {
		fp[i] = fmemopen((void *)(uintptr_t)data, n, "r");
		c[i] = phc_csv_new(fp[i], "in", ',');
	}
	phc_csv_referee(c[1]);
	do {
		for (i = 0; i < 2; i++)
			got[i] = phc_csv_next(c[i], &r[i], &e[i]);
		if (got[0] != got[1] || (got[0] == 1 && !same(&r[0], &r[1])) ||
		    (got[0] == -1 && (r[0].line != r[1].line ||
					 strcmp(e[0].msg, e[1].msg) != 0)))
			abort();
	} while (got[0] != 0);
	for (i = 0; i < 2; i++) {
		phc_csv_free(c[i]);
		fclose(fp[i]);
	}
	return 0;
}
