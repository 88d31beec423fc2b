/*
 * rows.h - the rows of the pipeline, into a register of this process.
 */
#ifndef ROWS_H
#define ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct phc_store;

/*
 * rows_load() puts into the store, as of 'day', what the rows of a file, "-"
 * being standard input, are of: households, dwellings, and, where 'proposals',
 * the candidates that phc-match ranked.  Rows that are refused are said on
 * standard error.  Returns the exit status, and does not on trouble.
 */
struct rows_given {
	int64_t day;
	bool proposals;
};

int rows_load(struct phc_store *, const struct rows_given *, const char *file);

#endif
