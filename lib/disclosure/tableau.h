/*
 * tableau.h - the cells that may change, and a table that agrees with what is
 * shown.  den times the change of a row's cell is the sum of its entries times
 * the changes of the columns' cells.
 */
#ifndef TABLEAU_H
#define TABLEAU_H

#include "disclosure.h"

struct tableau {
	int32_t **row;
	size_t rows, cols;
	uint32_t *row_cell, *col_cell, *row_of, *col_of; /* or NONE */
	int64_t den;
	int64_t *x; /* the table, times den */
	bool *open; /* by cell */
	bool broken, begun;
	uint32_t *at; /* for one call */
	uint64_t work;
};

/* tableau_follow() has the cells that are unknown open, and begins again from
 * the truth if they changed. */
struct tableau *tableau_new(const struct phc_disclosure *);
void tableau_follow(struct tableau *, const struct phc_disclosure *);
void tableau_pivot(struct tableau *, uint32_t row, uint32_t col);
void tableau_free(struct tableau *);

#endif
