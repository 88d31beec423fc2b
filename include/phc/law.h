/*
 * law.h - floor 3: tables in force on a date, and tables of words.
 *
 * A table is a CSV file: "from" (date of effect, empty for always), "until"
 * where the text itself ends (last day), then keys, then values, then "source".
 * A row holds from its date until a later row with the same keys, or its own
 * end.  Rows are added, never edited.  A question that no row answers is
 * PHC_ELAW, never the nearest guess.
 */
#ifndef PHC_LAW_H
#define PHC_LAW_H

#include "phc/csv.h"
#include "phc/money.h"

struct phc_law;

/*
 * One row as found.  'value' are its fields after the keys and before the
 * source, in the order of the table; all borrow from the table.
 */
struct phc_law_row {
	int64_t from, until; /* PHC_UNKNOWN: always, without end */
	const struct phc_str *key, *value;
	struct phc_str source;
};

/*
 * phc_law_open() loads table 'name' from 'dir' if it is there ('dir' may be
 * NULL), else the one compiled in.  'columns' are the names between the dates
 * and "source", separated by one space, keys first, of which there are 'nkeys';
 * a header that differs is PHC_EDATA, as are two rows with the same keys and
 * date.  Returns NULL on failure; phc_law_free() takes NULL.
 */
struct phc_law *phc_law_open(const char *name, const char *columns,
    size_t nkeys, const char *dir, struct phc_err *err);
void phc_law_free(struct phc_law *);

/* What phc_law_open() is to be told of a table. */
struct phc_law_table {
	const char *name, *columns;
	size_t nkeys;
};

/* The columns of tables that several modules ask. */
#define PHC_APL_MISC_COLUMNS "key value unit"
#define PHC_COMMUNES_COLUMNS                                     \
	"insee name postal_codes epci_siren epci_name aid_zone " \
	"ceiling_zone population"

/*
 * phc_law_find() finds the row in force on 'date' for the 'nkeys' strings of
 * 'key'.  PHC_ELAW says what is missing: "hlm-ceilings: nothing in force on
 * 2027-01-02 for PLUS other 1: add the rows".
 */
int phc_law_find(const struct phc_law *, int64_t date,
    const struct phc_str *key, struct phc_law_row *out, struct phc_err *err);

/*
 * phc_law_span() cuts '*days', both ends included and 'date' among them, down
 * to those round 'date' on which the table answers all as it does on 'date'.
 */
struct phc_span {
	int64_t first, last;
};

void phc_law_span(const struct phc_law *, int64_t date, struct phc_span *days);

/*
 * phc_law_rows() returns how many rows the table has, phc_law_row() row 'i' in
 * order of keys, then date.  phc_law_latest() is its latest date of effect, and
 * phc_law_where() the file it came from, "(built-in)/law/rls.csv" if none.
 */
size_t phc_law_rows(const struct phc_law *);
struct phc_law_row phc_law_row(const struct phc_law *, size_t i);
int64_t phc_law_latest(const struct phc_law *);
const char *phc_law_where(const struct phc_law *);

/*
 * phc_law_number() reads a value of a row as a decimal with 'places' places:
 * PHC_EDATA names the table and the value.
 */
int phc_law_number(const struct phc_law *, struct phc_str value, int places,
    int64_t *out, struct phc_err *err);

/*
 * phc_law_words() reads a table of words, which no date bounds, from 'dir' or
 * compiled in: see phc_data_open().  'each' gets the 'width' fields of each
 * row, which belong to 'pool'.  PHC_EDATA, with the file and the line, for a
 * row of another width and where 'each' returns -1.
 */
int phc_law_words(const char *name, const char *dir, size_t width,
    struct phc_pool *pool,
    int (*each)(void *arg, const struct phc_str *field, struct phc_err *),
    void *arg, struct phc_err *err);

/*
 * A figure: a number of a table and the text behind it.  It borrows from the
 * table.
 */
struct phc_figure {
	int64_t v;
	int places; /* 'v' is in units of 10^-places */
	const char *table;
	struct phc_law_row row;
	size_t nkeys;
};

/*
 * phc_law_figure() finds a row as phc_law_find() does and reads its value
 * number 'column' as phc_law_number() does.
 */
int
phc_law_figure(const struct phc_law *, int64_t date, const struct phc_str *key,
    size_t column, int places, struct phc_figure *out, struct phc_err *err);

/* Who wants to know which figures a rule takes, each as it is taken. */
struct phc_uses {
	void (*each)(const struct phc_figure *, void *arg);
	void *arg;
};

#endif
