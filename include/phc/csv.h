/*
 * csv.h - floor 2: records out of, and into, a CSV stream.  [libcsv]
 *
 * The dialect is RFC 4180 without leniency: a separator, LF or CRLF, quotes
 * round a whole field and doubled inside it.  A blank line is no record.  What
 * is not so is one error for the physical line where the bad record starts,
 * and reading goes on at the line after it: an unclosed quote costs its line,
 * never the rest of the file.  Where the cause stands further down, the message
 * says on which line.
 *
 * A record without a quote is split where it lies; any other, and whatever is
 * unusual, goes to libcsv in strict mode, whose word is final.
 */
#ifndef PHC_CSV_H
#define PHC_CSV_H

#include "phc/base.h"

enum {
	PHC_FIELD_MAX = 1 << 20, /* bytes of a field */
	PHC_RECORD_MAX =
	    1 << 24, /* bytes of a record, as it stands in the file */
};

/*
 * A record.  It borrows from its reader, until the next read.  Field 'i' ends
 * at text + end[i], where one byte that is not its own follows.
 */
struct phc_rec {
	size_t line;         /* physical line where it starts, from 1 */
	size_t n;            /* fields */
	const char *text;    /* the fields, one byte between them */
	const uint32_t *end; /* where each ends in 'text' */
	char between;        /* that byte, if the record was plain; else NUL */
};

static inline struct phc_str
phc_rec_field(const struct phc_rec *rec, size_t i)
{
	size_t at = i ? rec->end[i - 1] + 1 : 0;

	return (struct phc_str){ rec->text + at, rec->end[i] - at };
}

/* phc_rec_keep() copies a record into a pool, where it stays as long. */
struct phc_rec phc_rec_keep(struct phc_pool *, const struct phc_rec *);

/*
 * phc_csv_new() wraps a reader round 'fp' and borrows it, and 'name', which is
 * what messages call the stream: the caller closes 'fp' after phc_csv_free().
 * 'sep' is the separator.  phc_csv_referee() sends every record to libcsv from
 * now on, for tests that compare both ways.
 */
struct phc_csv;

struct phc_csv *phc_csv_new(FILE *fp, const char *name, char sep);
void phc_csv_referee(struct phc_csv *);
void phc_csv_free(struct phc_csv *);

/*
 * phc_csv_next() reads the next record into '*rec'.  Returns 1 when there is
 * one, 0 at the end of the stream, -1 on failure.  PHC_EDATA is one bad record,
 * at 'rec->line', which the message does not repeat: call again for the next.
 * PHC_ESYS is a stream that cannot be read further, and the message names it.
 */
int phc_csv_next(struct phc_csv *, struct phc_rec *rec, struct phc_err *err);
const char *phc_csv_name(const struct phc_csv *);

/*
 * phc_csv_put() writes one field, quoted if it must be (separator comma, quote,
 * CR, LF; or 'alone', an empty field that is a whole record), and nothing after
 * it.  phc_csv_copy() writes fields 'from' to 'to' - 1 of a record with commas
 * between them: those of a plain record in one run.
 */
void phc_csv_put(struct phc_out *, struct phc_str field, bool alone);
void
phc_csv_copy(struct phc_out *, const struct phc_rec *, size_t from, size_t to);

#endif
