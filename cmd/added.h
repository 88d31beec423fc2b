/*
 * added.h - the columns that a filter adds to the right of a row: phc_bind()
 * the other way round, from a struct to fields.
 */
#ifndef ADDED_H
#define ADDED_H

#include "phc/columns.h"

struct added {
	struct added_column *column;
	size_t n;
	char *line; /* room for the widest */
	size_t size;
};

/*
 * added_head() writes header 'head' to cmd_out() with the columns of 'slots' to
 * the right, which are numbers and codes of 'kind'; a header that has one of
 * them already is PHC_EDATA.  added_row() writes a row of that header with the
 * values of '*row'.  added_free() frees what added_head() took.
 */
int added_head(struct added *, const char *kind, const struct phc_slot *slots,
    const struct phc_rec *head, struct phc_err *err);
void added_row(const struct added *, const struct phc_rec *, const void *row);
void added_free(struct added *);

#endif
