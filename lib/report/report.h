/*
 * report.h - what the files of this folder share.
 *
 * layout.c   what a workbook holds: tables report-*.csv
 * rows.c     the rows, decoded
 * tally.c    what rows come to
 * fit.c      how wide and how high they are
 * table.c    a sheet's cells, from the three
 * method.c   the last sheet
 * book.c     the workbook                                     [libxlsxwriter]
 * verify.h   what is written, read back                       [libzip, expat]
 * say.c      words
 * report.c   the calls of phc/report.h
 * commission.h  the workbook of the commission
 */
#ifndef REPORT_H
#define REPORT_H

#include "phc/columns.h"
#include "phc/law.h"

/*
 * say() prints into a pool.  text_ok() refuses a text that a workbook cannot
 * hold as it is.
 */
char *say(struct phc_pool *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
int text_ok(struct phc_str text, struct phc_err *err);
size_t text_length(struct phc_str); /* in characters */

enum { LONG_DATE = 24 }; /* bytes of "1er septembre 2016", NUL included */

char *long_date(int64_t date, char buf[LONG_DATE]);

/*
 * A layout.  A sheet has fields; a field asks one thing of a fact; a fact is a
 * column of the rows, or is worked out of some.  Where a fact has words, they
 * are what is shown of it: a code's labels, or the classes of a number, each
 * from its lowest value up to the next one.
 */
struct word {
	struct phc_str value;
	const char *label;
	int64_t from; /* 'value' as the column has it */
};

struct fact {
	const struct phc_column *column;
	struct word *word;
	size_t nwords;
	size_t at;  /* of its value in a row */
	bool there; /* the header of the rows has it */
};

enum op {
	OP_SHOW,
	OP_NUMBER, /* of the line in its sheet */
	OP_HOUSEHOLDS,
	OP_DWELLINGS,
	OP_COUNT, /* of the households of some words, or of a known value */
	OP_SHARE, /* the same; of all the report's, if it is of no fact */
	OP_SUM,
	OP_MEDIAN
};

struct field {
	const char *label, *meaning;
	enum op op;
	struct fact *fact;  /* NULL if it is of none */
	const char *prefix; /* of a number */
	uint64_t words;     /* bits */
	int64_t low, high;  /* of the agreement, or PHC_UNKNOWN */
};

enum lines {
	LINES_INDICATORS,
	LINES_GROUPS,
	LINES_HOUSEHOLDS,
	LINES_DWELLINGS,
	LINES_METHOD
};

struct sheet {
	const char *name, *title, *note, *chart;
	enum lines lines;
	bool of_dwellings; /* left out where the rows have none */
	struct field *field;
	size_t n, cap;
};

/* A word as the table has it. */
struct entry {
	struct phc_str column, value, label;
};

struct note {
	const char *part, *label, *text;
};

struct layout {
	struct phc_pool pool;
	const char *to, *title;
	struct entry *entry;
	struct sheet *sheet;
	struct fact **fact;
	struct note *note;
	size_t nentries, nsheets, nfacts, nnotes;
	size_t entries_cap, sheets_cap, facts_cap, notes_cap;
};

/*
 * layout_open() reads the layout of the report for 'to' into '*l', from 'dir'
 * where its tables are there.  It refuses to show what tells who somebody is:
 * keys, dates and personal columns.  layout_label() is the label of a word, or
 * the word.
 */
int layout_open(
    struct layout *l, const char *to, const char *dir, struct phc_err *err);
void layout_free(struct layout *);
struct phc_str
layout_label(const struct layout *, const char *column, struct phc_str value);

/* The word that fact's value 'n' is shown as; nwords if it has none. */
size_t fact_word(const struct fact *, int64_t n);

/*
 * The rows.  'n' of a value is PHC_UNKNOWN, and 's' empty, where they say
 * nothing.
 */
struct value {
	int64_t n;
	struct phc_str s;
};

struct row {
	struct phc_str household_id, dwelling_id, commune_name;
	int64_t candidate_rank, birth_date, partner_birth_date;
	int64_t adults, dependants, commune;
	size_t line;
	bool first; /* of its dwelling */
	struct value v[];
};

enum { KINDS = 4 };

struct rows {
	struct phc_pool pool;
	struct phc_law *communes;
	int64_t at;
	struct layout *layout;
	struct phc_binding binding[KINDS];
	int home; /* the field of dwelling_id, or -1 */
	struct row **row;
	size_t n, cap;
};

/*
 * rows_bind() takes the header; rows_add() a row, which it copies.  rows_end()
 * refuses what is not one row for each household.
 */
int rows_bind(struct rows *, const struct phc_rec *head, struct phc_err *err);
int rows_add(struct rows *, const struct phc_rec *, struct phc_err *err);
int rows_end(const struct rows *, struct phc_err *err);
void rows_free(struct rows *);

/* Byte by byte, the shorter first. */
int str_compare(struct phc_str, struct phc_str);

/* The facts that are worked out, as columns; NULL if there is none of that
 * name. */
const struct phc_column *rows_derived(struct phc_str name);

/* A cell: a text, or num/den; neither is known where den is 0. */
enum format {
	FORMAT_TEXT,
	FORMAT_COUNT,
	FORMAT_MONEY,
	FORMAT_PERCENT,
	FORMAT_AREA,
	FORMATS
};

struct cell {
	enum format format;
	int64_t num, den;
	struct phc_str text;
	const char *link; /* of a text, to that sheet; or NULL */
};

struct cell cell_text(struct phc_str);
struct cell cell_count(int64_t n); /* or PHC_UNKNOWN */
double cell_value(struct cell);    /* known, and a number */

/*
 * tally_can() tells whether a field asks what its fact can answer.  tally() is
 * what field 'f' comes to over 'n' of the report's 'all' rows;
 * tally_show() what it shows of one; tally_compare() orders rows by what it
 * shows of them, the unknown last.
 */
bool tally_can(const struct field *f);
struct cell
tally(const struct field *f, struct row *const *row, size_t n, size_t all);
struct cell tally_show(const struct field *f, const struct row *);
int
tally_compare(const struct field *f, const struct row *a, const struct row *b);

/* A table: its headings, its cells line by line, and a last line or NULL. */
struct table {
	struct phc_pool pool;
	const char **head;
	struct cell *cell, *total;
	size_t ncols, nrows, cap, head_cap;
};

void table_head(struct table *, const char *label);
struct cell *table_line(struct table *);
void table_free(struct table *);

/* table_fill() makes the table of any sheet but the last. */
void table_fill(struct table *, const struct sheet *, const struct rows *);

/*
 * What a table takes on the page.  fit_columns() makes columns as wide as what
 * stands in them, the widest narrowed until 'page' holds them all, or words
 * would break.  fit_lines() is the lines that a text then takes.  Pixels are
 * those of Calibri 11.
 */
enum { FIT_PAGE = 1026 }; /* pixels of A4 landscape between its margins */

struct spelling {
	const char *code;
	int places;
	const char *unit;
};

extern const struct spelling formats[FORMATS];

struct col {
	size_t width, least; /* pixels */
	bool number;
};

struct col *fit_columns(struct phc_pool *, const struct table *, size_t page);
size_t fit_lines(struct phc_str text, const struct col *);

/* What the last sheet says that the layout does not. */
enum { SCALES = 4 };

extern const struct scale {
	struct phc_law_table table;
	const char *label;
} scales[SCALES];

struct method {
	const struct layout *layout;
	const struct rows *rows;
	const struct phc_ceilings *ceilings;
	struct phc_law *scale[SCALES]; /* of housing aid */
	const char *tables;            /* folder of -T, or NULL */
	bool partial;
	struct {
		const char *path;
		int64_t size;
	} * source;
	size_t nsources, cap;
};

void method_fill(struct table *, const struct method *);

/*
 * The workbook.  What fails is kept and said once, by book_close(), which ends
 * the file whether or not it is kept; the rest do nothing after it.
 *
 * book_new() begins the file that 'path' will be, dated 'at'.  book_sheet()
 * adds a sheet, its title (at the head of its pages), its heading and a line
 * under it; what follows goes there, from the top down: book_line(),
 * book_heading(), book_link() to a sheet, one book_table(), and a chart of its
 * first two columns to its right.  book_one_page() shrinks it to one page.
 */
struct book;

struct book *
book_new(const char *path, const char *title, int64_t at, struct phc_err *err);
void book_sheet(struct book *, const char *name, const char *title,
    const char *heading, const char *note);
void book_one_page(struct book *);
void book_line(struct book *, const char *text);
void book_heading(struct book *, const char *text);
void book_link(
    struct book *, const char *sheet, const char *title, const char *note);
void book_table(struct book *, const struct table *);
void book_chart(struct book *, const char *title, const struct table *);
int book_close(struct book *, struct phc_err *err);

/*
 * book_make() writes a whole book on file 'f', which stays the caller's to keep
 * or to drop, from a process of its own: where memory runs out libxlsxwriter
 * crashes rather than say so, and the one that is left says it, and sweeps the
 * file.  'fill' puts the sheets in; what else it changes is lost.  The book is
 * read back before it is said to be one.
 */
struct book_of {
	const char *title;
	int64_t at;
	const char *footer; /* of each page, or NULL */
	void (*fill)(struct book *, void *arg);
	void *arg;
};

int book_make(
    const struct phc_file *f, const struct book_of *, struct phc_err *err);

#endif
