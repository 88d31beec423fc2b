/*
 * verify.h - what was to be in a workbook, and whether it is.  [libzip, expat]
 *
 * verify.c   the archive: its parts, what names them, what they point to
 * part.c     what stands in each kind of part
 * seal.c     what was to be there
 */
#ifndef VERIFY_H
#define VERIFY_H

#include "phc/base.h"

/*
 * A seal says which cells a workbook is to have, whatever their order: their
 * number, and a sum of hashes of the place and the value of each.  Start it as
 * { 0 }, and add each cell once, rows and columns from 0, headers of tables and
 * texts of links too.  Two numbers that a workbook writes alike are one.  It
 * also counts tables, charts, and sheets that repeat a row on each page.
 */
struct seal {
	uint64_t sum, cells;
	size_t tables, charts, titles;
};

void seal_text(
    struct seal *, size_t sheet, size_t row, size_t col, struct phc_str text);
void
seal_number(struct seal *, size_t sheet, size_t row, size_t col, double value);

/* The same, of what was read: the hash of a text, and of a number as it is
 * written. */
uint64_t seal_hash(struct phc_str text);
uint64_t seal_hash_number(struct phc_str written);
void
seal_add(struct seal *, size_t sheet, size_t row, size_t col, uint64_t hash);

/*
 * verify_workbook() reads the workbook 'path' through, as whoever opens it
 * will, and returns 0 if it is one: an archive that is consistent, each part of
 * a kind that a report has, named, pointed to and well formed, with no
 * relation to what is not there; the sheets 'sheet', in their order, none
 * hidden; no formula and no merged cell; numbers that are numbers, texts that
 * fit and cells in order; and, unless it is NULL, just what 'seal' says.
 * PHC_ESYS, with the part and the cell, where it is not so.  What it holds
 * grows with the distinct shared strings, 8 bytes each, and the parts, not
 * with the cells.
 */
struct verify_of {
	const char *const *sheet;
	size_t nsheets;
	const struct seal *seal;
};

int verify_workbook(
    const char *path, const struct verify_of *, struct phc_err *err);

/*
 * Between verify.c and part.c.  The archive, as far as it was read, and the
 * part that is being read.
 */
enum { BOOK_ROWS = 1048576, BOOK_COLS = 16384, BOOK_TEXT = 32767 };

struct check {
	const struct verify_of *of;
	struct phc_err *err;
	bool bad;
	struct archive *archive;
	struct seal seal;
	uint64_t *string; /* hashes of the shared strings */
	size_t nstrings, strings_cap, styles;
	/* of the part */
	const char *part;
	const struct part_kind *kind;
	size_t depth, relations, seen, sheet;
	size_t row, col, row_end, col_end; /* from 1; 0: none yet */
	enum { CELL_NONE, CELL_NUMBER, CELL_SHARED, CELL_INLINE } cell;
	bool taking, took; /* text */
	struct {
		char s[4 * BOOK_TEXT];
		size_t n, chars;
	} text;
};

struct part_kind {
	const char *pattern; /* '#' is a number from 1, without a zero first */
	bool required;
	void (*start)(struct check *, const char *name, const char **attr);
	void (*end)(struct check *, const char *name);
	void (*whole)(struct check *); /* when it was read */
};

/* In the order they are read; the last has no pattern. */
extern const struct part_kind part_kinds[];

/* wrong() records what is wrong with a part, once; attribute() is an attribute
 * of an element, or NULL.  archive_name() takes a name of a content type, and
 * archive_point() a relation of the part 'check->part' belongs to. */
void wrong(struct check *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
const char *attribute(const char **attr, const char *name);
void archive_name(struct check *, const char *part);
void archive_point(struct check *, const char *target);

/* A whole number from 'low' to 'high' that is written as it should be. */
bool whole_number(struct phc_str, size_t low, size_t high, size_t *out);

#endif
