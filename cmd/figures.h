/*
 * figures.h - phc-report --figures: what a report says, from a register, as
 * house CSV.
 */
#ifndef FIGURES_H
#define FIGURES_H

#include <stdint.h>

/* 'month' and 'year' are as given, one of them, or NULL. */
struct figures_wish {
	const char *to, *path, *month, *year;
};

/* figures_run() writes them and returns the exit status; on trouble it ends the
 * program. */
int figures_run(const struct figures_wish *);
void figures_book(const struct figures_wish *);

#endif
