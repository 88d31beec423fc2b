/*
 * columns.h - floor 3: the dictionary: what every column of house CSV is.
 */
#ifndef PHC_COLUMNS_H
#define PHC_COLUMNS_H

#include "phc/csv.h"
#include "phc/money.h"

/* Values are int64_t but for PHC_TEXT and PHC_LIST, which are phc_str. */
enum phc_type {
	PHC_TEXT,
	PHC_LIST,     /* words with one space between them */
	PHC_CODE,     /* which of the column's values, from 0 */
	PHC_INT,      /* within the column's bounds */
	PHC_BOOL,     /* 0 or 1 */
	PHC_DATE,     /* days, see date.h */
	PHC_MONTH,    /* its first day */
	PHC_MONEY,    /* cents */
	PHC_PERCENT,  /* hundredths of a percent */
	PHC_AREA,     /* square decimetres: m² with two decimals */
	PHC_QUANTITY, /* thousandths */
	PHC_INSEE     /* phc_insee() */
};

struct phc_value {
	int64_t v;
	struct phc_str s; /* of PHC_TEXT and PHC_LIST */
};

struct phc_column {
	const char *name, *kind;
	enum phc_type type;
	bool key, required;
	bool personal;             /* its values go to no standard error */
	size_t nvalues;            /* allowed words of a code or a list: */
	const char *const *values; /* any word, if there are none */
	int64_t min, max;          /* of an int */
	const char *label_fr, *meaning;
};

/*
 * phc_columns() returns the dictionary, in its own order, and its length in
 * '*n': the one compiled in, read at the first call.  It lasts as long as the
 * program.  phc_column_find() returns a column by kind and name, or NULL.
 */
const struct phc_column *phc_columns(size_t *n);
const struct phc_column *phc_column_find(const char *kind, struct phc_str name);

/* phc_type_name() returns what the dictionary calls a type. */
const char *phc_type_name(enum phc_type);

/*
 * The 5 characters of an INSEE code as one number that sorts as they do;
 * PHC_UNKNOWN if 's' is not two digits (or 2A, 2B) and three digits.
 */
int64_t phc_insee(struct phc_str s);
char *phc_insee_format(int64_t insee, char buf[6]);

/*
 * phc_value_parse() reads 's', strictly as house CSV has it, as a value of
 * 'col' into '*out', an int64_t, or a phc_str that borrows from 's'.  Empty is
 * PHC_UNKNOWN (an empty phc_str), and PHC_EDATA where the column is required.
 * The message names what is wrong and quotes the value unless it is personal;
 * the caller adds the column's name.
 */
int phc_value_parse(const struct phc_column *col, struct phc_str s, void *out,
    struct phc_err *err);

/*
 * phc_value_format() returns an int64_t value of 'col' as house CSV has it, in
 * 'buf' or not; phc_value_put() writes it.
 */
const char *phc_value_format(
    const struct phc_column *col, int64_t v, char buf[PHC_DECIMAL_MAX]);
void phc_value_put(struct phc_out *, const struct phc_column *col, int64_t v);

/*
 * A binding finds the columns that a module knows in a header, and then
 * decodes records into its struct.  A slot names a column and where in the
 * struct its int64_t or phc_str is; slots end with a NULL column.
 *
 * phc_bind() looks up 'slots' of 'kind' in 'head'.  A required column that is
 * missing is PHC_EDATA, with the nearest name that is there; so is a header
 * that has a column twice.  A column that is not there reads as unknown.
 * phc_bind_read() decodes one record into '*row'; the message names the column
 * and the value.  phc_bind_free() frees what phc_bind() took.
 */
struct phc_slot {
	const char *column;
	size_t at; /* offsetof() */
};

struct phc_binding {
	struct phc_bound *bound;
	size_t n;     /* slots */
	size_t found; /* of them, in the header */
	size_t width; /* fields of the header */
};

int phc_bind(struct phc_binding *, const char *kind, const struct phc_slot *,
    const struct phc_rec *head, struct phc_err *err);
int phc_bind_read(const struct phc_binding *, const struct phc_rec *, void *row,
    struct phc_err *err);
void phc_bind_free(struct phc_binding *);

/*
 * phc_header_find() returns the place of column 'name' in a header, or -1.
 * phc_no_column() fails with "no column 'name'" and the nearest that is there.
 */
int phc_header_find(const struct phc_rec *head, const char *name);
int phc_no_column(
    const struct phc_rec *head, const char *name, struct phc_err *err);

#endif
