/*
 * import.h - floor 5: foreign rows made house rows.
 *
 * An import reads one or more files of one kind, as a profile says, checks
 * every cell, and gives house rows.  What is wrong is reported, all of it: a
 * row that lacks a required value that can be trusted is refused, any other is
 * kept, repaired as the report says.  A row that is read is kept or refused.
 */
#ifndef PHC_IMPORT_H
#define PHC_IMPORT_H

#include "phc/columns.h"

/*
 * What is wrong with a cell, a row or a file.  A note is about the file and has
 * nothing but 'file' and 'message'.  What is 'personal' has a value that goes
 * to no standard error; that of a social security number is "masked".  All of
 * it is borrowed until the report returns.
 */
enum phc_severity { PHC_NOTE, PHC_WARN, PHC_REJECT };

struct phc_fault {
	enum phc_severity severity;
	const char *file;
	size_t line, record;   /* where the record starts; which data record */
	struct phc_str column; /* empty: of the row */
	const char *class;     /* one word, see phc-import(1) */
	struct phc_str value;  /* the cell, trimmed, in UTF-8 */
	const char *message;   /* does not quote the value */
	bool personal;
};

/*
 * How to import.  'kind' may be NULL where the profile names its own; 'profile'
 * is a name, or a path if it has a slash or ends in ".csv".  'tables' is as for
 * phc_data_open().  'encoding' is NULL to find out; 'sep' is NUL to find out.
 */
struct phc_import_setup {
	const char *kind, *profile, *tables, *encoding;
	char sep;
	void (*report)(const struct phc_fault *, void *arg);
	void *arg;
};

/*
 * phc_import_new() reads the profile, and returns NULL if it, or another part
 * of the setup, is not usable.  'setup' and its strings are borrowed until
 * phc_import_free(), which takes NULL.
 */
struct phc_import;

struct phc_import *
phc_import_new(const struct phc_import_setup *setup, struct phc_err *err);
void phc_import_free(struct phc_import *);

/*
 * phc_import_with() joins file 'fp' of profile 'profile' by the key of the
 * kind: where it knows a value, that value wins.  It is loaded at once, and
 * held in memory; what is wrong with it is reported under its own name.  It
 * comes before the first phc_import_file(), and once.
 */
int phc_import_with(struct phc_import *, const char *profile, FILE *fp,
    const char *name, struct phc_err *err);

/*
 * phc_import_file() begins the next file, which must be seekable from where it
 * stands: it is looked through for its encoding, then for its header.  'fp' and
 * 'name' are borrowed until the next one, or phc_import_end().  PHC_EDATA if it
 * is no file of this profile: nothing of it can be read.
 *
 * phc_import_next() reads to the next row that is kept: 1, or 0 at the end of
 * the file, or -1 where the file cannot be read further.  Keys are unique over
 * all the files.  They are remembered as 64-bit hashes, in at most 32 bytes a
 * row with those of persons: among three million rows, one is taken for
 * another's duplicate with a chance of less than one in a million.
 *
 * phc_import_end() reports the rows of the joined file that no row used.
 */
int phc_import_file(
    struct phc_import *, FILE *fp, const char *name, struct phc_err *err);
int phc_import_next(struct phc_import *, struct phc_err *err);
void phc_import_end(struct phc_import *);

/* phc_import_put_head() writes the header of the kind, with its newline, and
 * phc_import_put() the row that phc_import_next() found. */
void phc_import_put_head(const struct phc_import *, struct phc_out *);
void phc_import_put(const struct phc_import *, struct phc_out *);

/*
 * phc_import_row() returns the values of that row, one for each column of
 * phc_import_kind(), in the order of the dictionary; they are borrowed until
 * the next.  phc_import_refuse() refuses it after all, for a reason that lies
 * outside of the file: it is reported like any other, of column 'col'.
 */
const char *phc_import_kind(const struct phc_import *);
const struct phc_value *phc_import_row(struct phc_import *);
void phc_import_refuse(struct phc_import *, const struct phc_column *col,
    const char *class, const char *message);

/* Rows of the file at hand, so far; 'warned' of those that are kept. */
struct phc_import_counts {
	size_t read, kept, refused, warned;
};

struct phc_import_counts phc_import_counts(const struct phc_import *);

/* The counts of the joined file; all 0 if there is none. */
struct phc_import_counts phc_import_joined(const struct phc_import *);

/*
 * phc_import_suggest() writes a draft profile for file 'fp', seekable: each of
 * its headers, with the column that has such a name, French label, or header in
 * a profile of the house.  'kind' may be NULL for the one that fits best.  Only
 * 'kind', 'tables', 'encoding' and 'sep' of the setup are used.
 */
int phc_import_suggest(const struct phc_import_setup *setup, FILE *fp,
    const char *name, struct phc_out *out, struct phc_err *err);

#endif
