/*
 * wish.h - what the command line of phc-report asks for.
 */
#ifndef WISH_H
#define WISH_H

#include "phc/figures.h"

/* Rows of a kind, from a file. */
struct wish_table {
	const char *kind, *file;
};

/* NULL where it does not ask.  'path' is the register, and NULL if the rows of
 * the pipeline are reported on.  'of' is what the figures are of. */
struct wish {
	const char *path, *published, *key, *sheet, *scores, *month, *year;
	bool figures, commission, preview, csv, open;
	int64_t threshold;
	int wait;
	const char **source;
	struct wish_table *table;
	size_t sources, capsources, tables, captables;
	struct phc_figures_of of;
	char *const *files; /* operands */
};

/* wish_options() reads the command line, and ends the program where it asks for
 * what cannot be. */
struct wish wish_options(int argc, char *argv[]);
void wish_free(struct wish *);

#endif
