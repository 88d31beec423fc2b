/*
 * disclosure.h - floor 8: which counts of linked tables are masked, so that
 * nobody can be recognised, and the proof of it.
 *
 * Cells are counts of households, linked by sums: margins, communes within an
 * EPCI, months within a year, a month and the one before within a cumulated
 * figure, the same cell in two sheets (a sum of one part, or simply one cell).
 * All that is published together, or was before, is one set of cells.
 *
 * The attacker knows what is shown, the sums, that counts are integers of zero
 * or more, and nothing else.  For every masked cell, what it cannot tell apart
 * must be at least threshold - 1 wide: there are two integer tables that agree
 * with all that is shown and differ by so much in that cell.  Such a pair is
 * kept for each cell, and checked in integers.
 */
#ifndef PHC_DISCLOSURE_H
#define PHC_DISCLOSURE_H

#include "phc/base.h"

enum { PHC_K_PARTNERS = 5, PHC_K_PUBLIC = 11 };

enum phc_cell {
	PHC_CELL_FREE,     /* to be shown or masked: "s" */
	PHC_CELL_KNOWN,    /* shown before, or a zero that cannot be other */
	PHC_CELL_WITHHELD, /* published masked before: masked for ever */
	PHC_CELL_IMPLIED,  /* never printed: what a percentage leaves */
	PHC_CELL_LOST      /* not printed, and not to be protected any more */
};

/*
 * phc_disclosure_new() begins a set of cells with the threshold 'k', from 2 to
 * 1000.
 *
 * phc_disclosure_cell() adds a cell.  'id' is the caller's: the place of the
 * cell in an array, or any number that no other cell has.  'count' is its true
 * value, from 0 to PHC_COUNT_MAX.  Give a cell that was published before again,
 * with its sums: what could be inferred then still can be.
 *
 * phc_disclosure_sum() says that 'total' is the sum of 'n' cells 'part', which
 * is copied.  An unknown cell, or one twice, is found by the calls below.
 *
 * phc_disclosure_tie() says that a figure 'flag' (a mean, a percentage, a point
 * of a chart), a number of the caller's, is worked out of 'cell': a flag is
 * masked when one of its cells is.  What a percentage leaves is an implied
 * cell, with its sum.
 *
 * What is decided depends on ids and not on the order of these calls.
 */
#define PHC_COUNT_MAX 1000000000

struct phc_disclosure;

struct phc_disclosure *phc_disclosure_new(int64_t k);
void phc_disclosure_cell(
    struct phc_disclosure *, uint32_t id, enum phc_cell, int64_t count);
void phc_disclosure_sum(
    struct phc_disclosure *, uint32_t total, const uint32_t *part, size_t n);
void phc_disclosure_tie(struct phc_disclosure *, uint32_t flag, uint32_t cell);
void phc_disclosure_free(struct phc_disclosure *);

/*
 * phc_disclosure_mask() decides.  It masks counts from 1 to k - 1, totals too;
 * then what else it must, losing the fewest cells, of these the fewest zeros,
 * of these the smallest counts.  Implied cells from 1 to k - 1 are protected as
 * masked ones are.  Then it audits.  Fails with PHC_EDATA, and 'cell' (may be
 * NULL) the cell to name: a sum that is not one, or a cell that cannot be
 * protected however much is masked, or cannot be shown to be.
 *
 * phc_disclosure_primary() masks those counts alone, which is not safe; after
 * it phc_disclosure_put() masks or shows a free cell by hand, and
 * phc_disclosure_audit() audits the masking as it stands.  They are for
 * tests, and for a caller who has reasons of its own.
 */
int phc_disclosure_mask(
    struct phc_disclosure *, uint32_t *cell, struct phc_err *err);
int phc_disclosure_primary(
    struct phc_disclosure *, uint32_t *cell, struct phc_err *err);
void phc_disclosure_put(struct phc_disclosure *, uint32_t id, bool masked);
int phc_disclosure_audit(
    struct phc_disclosure *, uint32_t *cell, struct phc_err *err);

/*
 * phc_disclosure_effort() says how long to look for less to mask once there is
 * a masking, in steps, of which a processor takes about two thousand million a
 * second; PHC_EFFORT if it is not called.  It is not a time, so that the result
 * is the same everywhere.  With 0, or of more than PHC_MANY cells, each cell is
 * looked at by what is near it alone, which takes about as long as there are
 * cells, and masks a little more.
 */
#define PHC_EFFORT 5000000000
#define PHC_MANY 1500

void phc_disclosure_effort(struct phc_disclosure *, uint64_t steps);

/* Whether a cell, or a figure, is masked; false if there is no such one. */
bool phc_disclosure_masked(const struct phc_disclosure *, uint32_t id);
bool phc_disclosure_tied(const struct phc_disclosure *, uint32_t flag);

/*
 * What is lost of the free cells: how many there are; how many are masked for
 * their own count, for that of others, and of those how many zeros; and the sum
 * of the counts masked for others.  'least' when no other choice loses less,
 * proved by search; else it is only what was found.
 */
struct phc_loss {
	size_t cells, primary, complementary, zeros;
	int64_t counts;
	bool least;
};

struct phc_loss phc_disclosure_loss(const struct phc_disclosure *);

/*
 * phc_disclosure_table() is the proof for a cell that was audited: the value of
 * cell 'id' in the table where 'of' is highest, or lowest; PHC_UNKNOWN if there
 * is no such cell.
 */
int64_t phc_disclosure_table(
    const struct phc_disclosure *, uint32_t of, bool highest, uint32_t id);

#endif
