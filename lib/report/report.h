/*
 * report/report.h - what the files of this folder share.
 *
 * layout.c   what a workbook holds: tables report-*.csv
 * label.c    what people call things
 * grid.c     figures in the lines and columns of a sheet
 * sheet.c    the sheets as tables: cover, figures, data
 * method.c   sheet Methode
 * chart.c    what a chart shows
 * table.c    a table's cells
 * fit.c      how wide and how high they are
 * book.c     the workbook                                     [libxlsxwriter]
 * csv.c      the same as files of CSV
 * preview.c  the same on a terminal
 * verify.h   what is written, read back                       [libzip, expat]
 * hold.c     what is told to stop leaves nothing
 * say.c      words
 * report.c   the calls of phc/report.h
 * commission.h  the workbook of the commission
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <signal.h>

#include "phc/columns.h"
#include "phc/law.h"
#include "phc/report.h"

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
char *long_month(int64_t month, char buf[LONG_DATE]); /* "septembre 2016" */

/*
 * A layout.  The first heading of a sheet of figures is that of line_fr, and
 * such a column is not there if it is empty; the others are of modalities: of
 * the dimension that they name, or of those that no other names, in order.
 */
enum { HEADINGS = 1 + PHC_DIMENSIONS };

enum kind { KIND_COVER, KIND_FIGURES, KIND_METHOD, KIND_DATA };

struct heading {
	const char *label, *dimension; /* which may be NULL */
};

struct sheet {
	const char *name, *title, *note;
	const char *columns;    /* NAME|NAME: those that come first */
	const char *definition; /* heading of a column of them, or "" */
	enum kind kind;
	bool portrait;
	struct heading heading[HEADINGS];
	size_t headings;
};

/* 'by' is the heading that names the points of its series, which are columns;
 * where it is empty, columns are the points, and lines the series. */
struct chart {
	const char *sheet, *title, *line, *by, *columns, *x, *y;
};

struct word {
	const char *of, *word, *label;
};

struct note {
	const char *part, *label, *text;
};

struct layout {
	struct phc_pool pool;
	const char *to;
	bool year;
	struct word *word;
	struct sheet *sheet;
	struct chart *chart;
	struct note *note;
	size_t words, sheets, charts, notes;
	size_t words_cap, sheets_cap, charts_cap, notes_cap;
};

/*
 * layout_word() is the label of a word of a list, or NULL.  layout_has() tells
 * whether a list of words, none of which are all, has one.
 */
int layout_open(struct layout *, const char *to, bool year, const char *dir,
    struct phc_err *err);
void layout_free(struct layout *);
const char *
layout_word(const struct layout *, const char *of, const char *word);
bool layout_has(struct phc_str list, const char *word);

/* What the sheet Methode says of housing aid. */
enum { SCALES = 4 };

extern const struct scale {
	struct phc_law_table table;
	const char *label;
} scales[SCALES];

struct phc_report {
	struct phc_report_of of;
	struct layout layout;
	struct phc_law *communes, *scale[SCALES];
	struct phc_ceilings *ceilings;
	struct phc_pool pool;
	const struct phc_figures_cell *figure;
	size_t n, masked;
	const char **who; /* of each figure, the pseudonym; NULL if no line is
			     of a household */
	size_t *order;    /* of figures, where nothing tells of keys */
	struct phc_file file;
	bool made; /* 'file' is to be kept or dropped */
};

bool report_masked(const struct phc_report *, size_t figure);

/*
 * label.c: label_all() gives households their names and the figures their
 * order.  label_modality() is what a figure's modality is called,
 * label_dimension() its dimension; label_epci() where a commune is;
 * label_period() of when the report is, label_moment() of when a figure is:
 * "Mois précédent", and label_when() with its date: "2016-07".  label_aimed()
 * tells whether it is a target, or how far one is reached.  What is made is of
 * the pool.
 */
int label_all(struct phc_report *, struct phc_err *err);
const char *label_modality(
    const struct phc_report *, size_t figure, size_t d, struct phc_pool *);
const char *label_dimension(const struct phc_report *, const char *dimension);
const char *
label_epci(const struct phc_report *, const char *commune, struct phc_pool *);
const char *label_period(const struct phc_report *, struct phc_pool *);
const char *label_moment(const struct phc_report *, size_t figure);
bool label_aimed(const struct phc_report *, size_t figure);
const char *
label_when(const struct phc_report *, size_t figure, struct phc_pool *);
/* The place of a dimension of an indicator, or PHC_DIMENSIONS. */
size_t dimension_of(const struct phc_indicator *, struct phc_str name);

/*
 * hold_signals() keeps those that end a command for later, when 'old' is the
 * mask again, so that what is half made can be swept first.  sweep_folder()
 * removes a folder and the files in it.
 */
void hold_signals(sigset_t *held, sigset_t *old);
void sweep_folder(const char *dir);

/* A cell: a text, or num/den; neither is known where den is 0. */
enum format {
	FORMAT_TEXT,
	FORMAT_COUNT,
	FORMAT_MONEY,
	FORMAT_PERCENT,
	FORMAT_AREA,
	FORMAT_DAYS,
	FORMAT_MONTHS,
	FORMAT_MONTH, /* num: a date of it */
	FORMATS
};

struct cell {
	enum format format;
	int64_t num, den;
	struct phc_str text;
	const char *link; /* of a text, to that sheet; or NULL */
};

struct cell cell_text(struct phc_str); /* not known, if it is empty */
struct cell cell_blank(void);
struct cell cell_count(int64_t n); /* or PHC_UNKNOWN */
double cell_value(struct cell);    /* known, and a number */

/* What a figure is shown as: "s" where it is masked. */
struct cell cell_figure(const struct phc_report *, size_t figure);

/*
 * A table: its headings, its cells line by line, and a last line or NULL.  With
 * 'fill', there are no cells: it writes those of a line, of 'of', and what it
 * makes is of 'line', until the next one.  table_row() is a line of either,
 * which stands in 'buf' or not.
 */
struct table {
	struct phc_pool pool;
	const char **head;
	struct cell *cell, *total;
	size_t ncols, nrows, cap, head_cap;
	void (*fill)(
	    const void *of, size_t i, struct phc_pool *line, struct cell *out);
	void *of;
	void (*end)(void *of);
};

void table_head(struct table *, const char *label);
struct cell *table_line(struct table *);
void table_free(struct table *);

struct row {
	struct phc_pool pool;
	struct cell *cell;
};

/* table_row() is good until the next; row_free() ends what it took. */
const struct cell *table_row(const struct table *, size_t i, struct row *);
void row_free(struct row *);

/*
 * A grid: what stands where in a sheet of figures.  A line has its labels and
 * its first figure; 'at' is the figure of each cell, plus one, line by line.
 */
struct line {
	const char *label[HEADINGS];
	size_t figure, group;
};

struct grid {
	const struct phc_report *report;
	const struct sheet *sheet;
	struct phc_pool pool;
	const char **column;
	struct line *line;
	size_t *at, *show; /* of lines, in order */
	size_t columns, columns_cap, lines, lines_cap;
	bool remarks;
};

int grid_new(struct grid *, const struct phc_report *, const struct sheet *,
    struct phc_err *err);
void grid_free(struct grid *);

/* What stands there, plus one, of line 'i' as they are shown. */
size_t grid_at(const struct grid *, size_t i, size_t column);
struct cell
grid_cell(const struct grid *, size_t i, size_t column, struct phc_pool *pool);
bool grid_heading(const struct grid *, size_t h); /* whether it is shown */

/* sheet.c: the table of any sheet. */
int sheet_table(struct table *, struct phc_report *, const struct sheet *,
    struct phc_err *err);
void table_method(struct table *, const struct phc_report *);

/*
 * What a table takes on the page.  fit_columns() makes columns as wide as what
 * stands in them, the widest narrowed until 'page' holds them all, or words
 * would break.  fit_lines() is the lines that a text then takes.  Pixels are
 * those of Calibri 11.
 */
enum {
	FIT_PAGE = 1026, /* pixels of A4 landscape between its margins */
	FIT_PORTRAIT = 690
};

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

/*
 * A chart of a table: 'names' names the points, in words 'text'.  Series are
 * columns, of lines first to last; or 'across', lines, of columns first to
 * last.
 */
struct picture {
	const char *title, *x, *y, *text;
	const char
	    *format; /* of its labels, none for what is no bar; or NULL */
	bool across;
	size_t first, last, names;
	size_t *series, nseries;
};

/* chart.c: what the chart of a sheet is, in 'pool'; false if it has none. */
bool chart_picture(const struct phc_report *, const struct sheet *,
    const struct table *, struct phc_pool *, struct picture *);

/*
 * The workbook.  book_make() writes a whole one on file 'f', which stays the
 * caller's to keep or to drop, from a process of its own: where memory runs out
 * libxlsxwriter crashes rather than say so, and the one that is left says it,
 * and sweeps the file.  'fill' puts the sheets in; what else it changes is
 * lost.  What fails is kept and said once, by book_make(); the rest do nothing
 * after it.  The book is read back before it is said to be one.
 *
 * book_sheet() adds a sheet, its title (at the head of its pages), its heading
 * and a line under it, or neither where it is NULL; what follows goes there,
 * from the top down: book_line(), book_heading(), book_link() to a sheet, one
 * book_table(), and a picture of it.  book_one_page() shrinks it to one page,
 * book_portrait() turns it.
 */
struct book;

struct book_of {
	const char *title;
	int64_t at;
	const char *footer; /* of each page, or NULL */
	void (*fill)(struct book *, void *arg);
	void *arg;
	bool flat; /* written as it goes: filters, and no tables */
};

int book_make(
    const struct phc_file *f, const struct book_of *, struct phc_err *err);
void book_sheet(struct book *, const char *name, const char *title,
    const char *heading, const char *note);
void book_one_page(struct book *);
void book_portrait(struct book *);
void book_line(struct book *, const char *text);
void book_heading(struct book *, const char *text);
void book_link(
    struct book *, const char *sheet, const char *title, const char *note);
void book_table(struct book *, const struct table *);
void book_picture(struct book *, const struct picture *);

#endif
