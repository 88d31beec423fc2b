/*
 * disclosure.h - what the files of this folder share.
 *
 * system.c      cells and sums, in order
 * move.c        the cheapest change of a table that leaves its sums right
 * tableau.c     the cells that may change, by those that do so at will
 * climb.c       a cell as high or as low as it can be
 * exact.c       a table by search over all, where it is small enough
 * proof.c       tables found, and what they prove
 * choose.c      what else is masked
 * better.c      whether less does, near what was found
 * least.c       whether less would do, anywhere
 * many.c        the same as choose.c, where cells are many
 * disclosure.c  the calls of phc/disclosure.h
 */
#ifndef DISCLOSURE_H
#define DISCLOSURE_H

#include <inttypes.h>

#include "phc/disclosure.h"

#define NONE UINT32_MAX

enum {
	REACH = 20000, /* places that a search of move.c looks at, at most */
	DEAR = 16,     /* what masking a cell costs it, in steps */
	WIDE = 100     /* cells of a sum that it tries in turn, see many.c */
};

/* A cell in a sum: 1 for a part, -1 for the total; so that all come to 0. */
struct term {
	uint32_t at; /* the cell, or the sum */
	int32_t sign;
};

struct cell {
	uint32_t id;
	enum phc_cell kind;
	int64_t count;
};

/* A sum as it was given: its cells are ids, the total first. */
struct given {
	uint32_t *id;
	size_t n;
};

struct tie {
	uint32_t flag, cell;
};

/*
 * Cells by id; terms of sum s from of_sum[s], of cell c from of_cell[c].
 */
struct system {
	struct cell *cell;
	size_t n, nsums;
	size_t *of_sum, *of_cell;
	struct term *in_sum, *in_cell;
	uint32_t deg; /* the most sums that a cell is in */
};

/* A change of the truth, cell by cell. */
struct table {
	struct term *cell; /* 'sign' is by how much */
	size_t n;
	bool dead; /* it changes a cell that is shown */
};

/* A table that changes a cell, and the next one. */
struct link {
	uint32_t table, next;
	int32_t by;
};

/* The tables where a cell is highest and lowest, NONE being the truth. */
struct width {
	uint32_t table[2];
	int64_t by[2];
};

enum { HIGH, LOW };

struct phc_disclosure {
	int64_t k;
	struct phc_pool pool; /* of what was given */
	struct cell *cell;
	struct given *sum;
	struct tie *tie;
	size_t ncells, nsums, nties, capcells, capsums, capties;
	bool sorted;
	struct system sys;
	bool *masked, *barred; /* 'barred': shown, while a search wants it */
	struct table *table;
	size_t ntables, captables;
	struct width *width;
	int64_t *now; /* the truth, but where a search is at work */
	struct mover *mover;
	struct tableau *tableau;
	uint64_t work, effort; /* of all searches, in steps; most of them */
	bool many;             /* see many.c */
	size_t reach;          /* places that a search may look at */
	size_t wide;           /* and cells of one sum, in turn */
	uint32_t dear;         /* what masking a cell costs it, in steps */
	uint32_t *link_of;     /* of each cell, NONE */
	struct link *link;
	size_t nlinks, caplinks;
	bool doubt; /* some cell was neither proved nor disproved */
	bool least; /* proved so */
};

/* system.c: NONE where there is no such cell. */
uint32_t system_find(const struct phc_disclosure *, uint32_t id);
int system_make(struct phc_disclosure *, uint32_t *cell, struct phc_err *err);
void system_free(struct system *);

static inline bool
small(const struct phc_disclosure *d, uint32_t c)
{
	return d->sys.cell[c].count > 0 && d->sys.cell[c].count < d->k;
}

static inline bool
unknown(const struct phc_disclosure *d, uint32_t c)
{
	return d->masked[c] || d->sys.cell[c].kind == PHC_CELL_IMPLIED ||
	       d->sys.cell[c].kind == PHC_CELL_LOST;
}

/* Whether a cell needs a proof. */
static inline bool
secret(const struct phc_disclosure *d, uint32_t c)
{
	return d->masked[c] ||
	       (d->sys.cell[c].kind == PHC_CELL_IMPLIED && small(d, c));
}

/* Whether a cell is shown, and might be masked. */
static inline bool
spare(const struct phc_disclosure *d, uint32_t c)
{
	return d->sys.cell[c].kind == PHC_CELL_FREE && !d->masked[c] &&
	       !d->barred[c];
}

/* Whether a cell is masked for others, and might be shown. */
static inline bool
extra(const struct phc_disclosure *d, uint32_t c)
{
	return d->masked[c] && d->sys.cell[c].kind == PHC_CELL_FREE &&
	       !small(d, c);
}

/*
 * move.c: the cheapest move found that changes 'cell' by 'by' (1 or -1) from
 * the table 'now', leaving every sum right and no cell below 0.  It changes
 * unknown cells, and, if it is not 'strict', spare ones, each at a cost.
 */
struct move {
	struct term *cell;
	size_t n, cap;
	int64_t cost;
};

struct mover *mover_new(void);
bool mover_find(struct mover *, const struct phc_disclosure *,
    const int64_t *now, struct term start, bool strict, struct move *);
size_t mover_work(const struct mover *); /* of the last search */
void mover_free(struct mover *);

/*
 * exact.c: a table where 'cell' is beyond 'bound' (above, or below), into
 * 'value'.
 */
enum answer { NO, YES, DOUBT };

enum answer exact_beyond(const struct phc_disclosure *, uint32_t cell, int side,
    int64_t bound, int64_t *value, uint64_t *work);

/*
 * climb.c: climb() makes a cell higher, or lower, until it is proved; NO if it
 * cannot be by that side, for what it found of the other.  climb_wish(), right
 * after a NO, is a cell to mask, so that it might; NONE where none would do.
 */
enum answer climb(struct phc_disclosure *, uint32_t cell, int side);
uint32_t climb_wish(const struct phc_disclosure *, uint32_t cell, int side);

/*
 * proof.c: proof_offer() keeps a table, given times 'den', if all its
 * cells are integers and it proves more than those kept;
 * proof_find() has a cell proved; proof_force() masks spare cells for it too,
 * and proof_more() some of them, so that it gets wider;
 * proof_again() sees what the tables found still prove, after cells were masked
 * or shown; proof_check() checks a proof by what is given alone;
 * proof_agrees() tells whether a table changes nothing that is shown.
 */
bool proof_find(struct phc_disclosure *, uint32_t cell);
bool proof_force(struct phc_disclosure *, uint32_t cell);
bool proof_more(struct phc_disclosure *, uint32_t cell);
bool proof_wide(const struct phc_disclosure *, uint32_t cell);
bool proof_check(const struct phc_disclosure *, uint32_t cell);
bool proof_agrees(const struct phc_disclosure *, uint32_t table);
void proof_offer(struct phc_disclosure *, const int64_t *value, int64_t den);
void proof_again(struct phc_disclosure *);
uint32_t proof_all(struct phc_disclosure *); /* a cell without, or NONE */

/*
 * choose.c: a cell that cannot be protected, or NONE.  choose_more() masks what
 * it must from what is masked now, protecting cells in 'turn', and shows again
 * what turns out not to be needed; false if there is no way.
 */
uint32_t choose(struct phc_disclosure *);
bool
choose_more(struct phc_disclosure *, const uint32_t *turn, uint32_t *failed);

/* Whether a cell that is shown lets another be worked out of one sum; what is
 * masked for others, the greatest loss first, 'n' of them. */
bool choose_bare(const struct phc_disclosure *, uint32_t shown);
uint32_t *choose_order(const struct phc_disclosure *, size_t *n);

struct loss {
	int64_t cells, zeros, counts;
};

int loss_compare(struct loss, struct loss);
struct loss loss_add(struct loss, const struct cell *);
struct loss loss_of(const struct phc_disclosure *);

/* better.c */
void better(struct phc_disclosure *, const uint32_t *turn);

/* least.c: masks less than was found, INT64_MAX cells if nothing was, where it
 * can; whether there is a masking. */
bool least(struct phc_disclosure *, struct loss found);

/* many.c: a cell that cannot be protected, or NONE; many_index() has it know a
 * table. */
uint32_t many(struct phc_disclosure *);
void many_index(struct phc_disclosure *, uint32_t table);

#endif
