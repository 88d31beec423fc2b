/*
 * import/import.h - inside the importer: what its files share.
 */
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include <sys/types.h>

#include "phc/columns.h"
#include "phc/import.h"
#include "phc/text.h"

/* unique.c: a hash, and a set of hashes that holds 9 to 14 bytes for each. */
struct import_set {
	uint64_t *slot; /* sorted, with gaps: each at its home or behind it */
	size_t n, homes, tail;
};

uint64_t import_hash(uint64_t h, struct phc_str s);
bool import_set_has(const struct import_set *, uint64_t h);
bool import_set_add(struct import_set *, uint64_t h); /* false: was there */

/*
 * unique.c: what words were last found to be.  A word that is too long is found
 * out again each time.
 */
enum { IMPORT_MEMOS = 256, IMPORT_MEMO = 23 };

struct import_memo {
	struct {
		int64_t v;
		unsigned char n;
		char s[IMPORT_MEMO];
	} slot[IMPORT_MEMOS];
};

bool import_memo_find(const struct import_memo *, struct phc_str, int64_t *v);
int64_t import_memo_keep(struct import_memo *, struct phc_str, int64_t v);

/* place.c: the communes. */
struct import_place {
	int64_t insee;
	struct phc_str code, name, folded;
	struct phc_str postals; /* with one blank between them */
};

struct import_places;

struct import_places *import_places_open(const char *dir, struct phc_err *err);
void import_places_free(struct import_places *);
const struct import_place *
import_place_insee(const struct import_places *, int64_t insee);
const struct import_place *
import_place_name(struct import_places *, struct phc_str name);
bool import_place_has(const struct import_place *, struct phc_str postal);
bool import_place_postal(const struct import_places *, struct phc_str code);

/* kind.c: the columns of a kind, which lie together in the dictionary; 0 of
 * them if there is no such kind, or it has no key and is no import's. */
const struct phc_column *import_kind(const char *kind, size_t *n);
int import_no_kind(const char *kind, struct phc_err *err);
int import_no_column(const char *kind, struct phc_str name, struct phc_err *);

/* A value of the row at hand. */
struct import_value {
	int64_t v;
	struct phc_str s;    /* of a text, a list, a quantity */
	struct phc_str cell; /* what it was read from */
	bool said;           /* what is wrong with it was */
};

bool import_known(const struct phc_column *, const struct import_value *);

struct import_code {
	struct phc_str word, folded;
	int64_t v;
	struct phc_str s;
};

/* profile.c: how a file of one make is read. */
enum import_precision { IMPORT_DAY, IMPORT_MONTH, IMPORT_YEAR };

/* A column that a file fills. */
struct import_field {
	const struct phc_column *col;
	struct phc_str header, folded; /* foreign; as folded */
	int at;                        /* in the record; IMPORT_NOWHERE ... */
	bool house;                    /* declared to be as house CSV has it */
	bool identifier, nur, dwelling_type;
	enum import_precision precision;
	struct import_code *code;
	size_t codes, cap;
	struct import_memo *memo; /* of codes, where there are some */
	char *buf;                /* what was made of the cell */
	size_t size;
};

enum {
	IMPORT_NOWHERE = -1, /* the file has it not */
	IMPORT_RECORD = -2   /* made of the file's name and the record number */
};

struct import_profile {
	struct phc_pool pool;
	const char *where, *kind;
	char sep;
	size_t width, control; /* of a positional file; 0 if none */
	bool implied;          /* names no column: takes each by its name */
	int pivot; /* the last two-digit year of this century, or -1 */
	struct import_field *field;
	size_t n, cap;
};

struct import_profile *import_profile_open(
    const char *name, const char *kind, const char *dir, struct phc_err *err);
void import_profile_free(struct import_profile *);

/*
 * code.c: "foreign=house|foreign=house" of a profile, and what a column's words
 * are without it.  A cell is a code as it stands or as it folds; empty cells
 * only as they stand.
 */
struct phc_str import_folded(struct phc_pool *, struct phc_str);
int import_codes_read(struct import_profile *, struct import_field *,
    struct phc_str, struct phc_err *err);
void import_codes_own(struct import_profile *, struct import_field *);
const struct import_code *
import_code_find(struct import_field *, struct phc_str);
const struct import_code *
import_code_near(const struct import_field *, struct phc_str);

/* source.c: what a file is, and the header's place in it. */
struct import_source {
	FILE *fp;
	const char *name;
	off_t start;   /* behind a byte order mark and a sep= line */
	size_t before; /* lines that are before it */
	bool cp1252, forced;
	char sep; /* that a sep= line names; else NUL */
};

int import_source_open(struct import_source *, FILE *fp, const char *name,
    const char *encoding, struct phc_err *err);
struct phc_csv *
import_source_csv(const struct import_source *, char sep, struct phc_err *err);

/* Bytes of a file as UTF-8, in '*buf' where they were not. */
struct phc_str import_decode(
    const struct import_source *, struct phc_str s, char **buf, size_t *cap);

/* fault.c: what is wrong, in the order of phc-import(1). */
enum import_class {
	IMPORT_MALFORMED,
	IMPORT_RAGGED,
	IMPORT_TOTAL_ROW,
	IMPORT_NIR_FOUND,
	IMPORT_MISSING_IDENTIFIER,
	IMPORT_DAMAGED_IDENTIFIER,
	IMPORT_DUPLICATE_KEY,
	IMPORT_DUPLICATE_PERSON,
	IMPORT_MISSING_VALUE,
	IMPORT_ERROR_VALUE_REQUIRED,
	IMPORT_ERROR_VALUE_OPTIONAL,
	IMPORT_BAD_DATE,
	IMPORT_TWO_DIGIT_YEAR,
	IMPORT_UNREADABLE_AMOUNT,
	IMPORT_AMBIGUOUS_AMOUNT,
	IMPORT_UNREADABLE_NUMBER,
	IMPORT_NEGATIVE_COUNT,
	IMPORT_OUT_OF_RANGE,
	IMPORT_UNKNOWN_CODE,
	IMPORT_BAD_TYPE,
	IMPORT_AMBIGUOUS_COMMUNE,
	IMPORT_COMMUNE_CONFLICT,
	IMPORT_POSTAL_IN_INSEE,
	IMPORT_COMMUNE_REPAIRED,
	IMPORT_UNKNOWN_COMMUNE,
	IMPORT_MOJIBAKE,
	IMPORT_ANNUAL_FOR_MONTHLY,
	IMPORT_INCONSISTENT,
	IMPORT_OVER_REQUESTED,
	IMPORT_OVER_GRANTED,
	IMPORT_UNMATCHED_JOIN,
	IMPORT_CONTROL_TOTAL,
	IMPORT_CLASSES
};

struct import_fault {
	enum import_class class;
	enum phc_severity severity;
	struct phc_str column, value;
	bool personal;
	char message[200];
};

/*
 * import_fault() puts one more on the row at hand, and returns it.  'col' may
 * be NULL; the message is the class's own if 'fmt' is NULL.  import_report()
 * reports those of the row.
 */
struct import_fault *import_fault(struct phc_import *, enum import_class,
    const struct phc_column *col, struct phc_str value, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
void import_report(struct phc_import *);
void import_note(struct phc_import *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * value.c: reads a cell, which is not empty, into the field's value of the row
 * at hand, by its codes, else by a reader of the column's type; those of words
 * are in word.c.
 */
typedef void import_reader(struct phc_import *, struct import_field *,
    struct phc_str cell, struct import_value *);

import_reader import_code, import_list;
void
import_read(struct phc_import *, struct import_field *, struct phc_str cell);
bool import_total(struct phc_str cell);

/* number.c, day.c: the class of what is wrong, or -1 and the value. */
struct import_number {
	int64_t v;
	int places;
};

int import_number(struct phc_str s, int places, struct import_number *out);
int import_scale(struct import_number, int places, int64_t *out);
int import_day(struct phc_str s, enum import_precision, int pivot, int64_t *out,
    const char **why);

/* commune.c: one of the wanted communes as its INSEE code, empty if it is none;
 * the commune of the row, from all that it says of it. */
struct phc_str
import_wanted(struct phc_import *, struct import_field *, struct phc_str item);
void import_commune(struct phc_import *);

/* check.c: the row as a whole; and a hash of what tells who its persons are. */
void import_check(struct phc_import *);
uint64_t import_person(const struct phc_import *);

/* join.c: whether the joined file fills a column; what it knows of the row; its
 * rows that were not used. */
struct import_join;

bool import_joins(const struct phc_import *, const struct phc_column *);
void import_join(struct phc_import *);
void import_join_end(struct phc_import *);
void import_join_free(struct import_join *);

enum { IMPORT_LOOK = 20 }; /* records among which a header is sought */

/* head.c: finds the header of the file at hand, and binds the fields to it;
 * the reader stands behind it. */
int import_head(struct phc_import *, struct phc_err *err);

/* import.c: phc_import_new(); 'partial' for a joined file. */
struct phc_import *import_create(
    const struct phc_import_setup *, bool partial, struct phc_err *err);

/* The columns that a rule knows by name. */
enum import_name {
	IMPORT_COMMUNE,
	IMPORT_COMMUNE_NAME,
	IMPORT_POSTAL_CODE,
	IMPORT_BIRTH_DATE,
	IMPORT_PARTNER_BIRTH_DATE,
	IMPORT_ADULTS,
	IMPORT_DEPENDANTS,
	IMPORT_DEPENDANTS_14,
	IMPORT_DISABLED,
	IMPORT_ALL_IN,
	IMPORT_FLUIDS,
	IMPORT_RENT,
	IMPORT_WANTED_COMMUNES,
	IMPORT_INCOME,
	IMPORT_TAX_INCOME,
	IMPORT_REQUESTED,
	IMPORT_GRANTED,
	IMPORT_PAID,
	IMPORT_NAMES
};

/* An import: its kind, the file at hand, the row at hand. */
struct phc_import {
	struct phc_import_setup setup;
	struct import_profile *profile;
	struct import_places *places; /* if the kind has communes */
	const struct phc_column *col;
	size_t ncols;
	const struct phc_column
	    *named[IMPORT_NAMES]; /* NULL: not of the kind */
	struct import_join *join;
	bool partial; /* is itself a joined file */
	struct import_set keys, persons;

	struct import_source source;
	struct phc_csv *csv;
	struct phc_pool pool; /* of the file */
	struct phc_str *head; /* its header; NULL if it has none */
	size_t width;         /* fields of a row */
	bool *used;           /* which of them some field reads */
	struct phc_str stem;  /* its name, for keys that are made */
	int64_t announced;    /* rows, by its control total */
	struct phc_import_counts counts;
	size_t unjoined;

	size_t line, record;
	struct phc_str *cell; /* 'width' of them; NULL: not to be read */
	struct import_bytes {
		char *p;
		size_t cap;
	} * bytes; /* of a cell that was decoded */
	char made[PHC_FOLD_MAX + 32];
	struct import_value *value;
	struct phc_value *given; /* what phc_import_row() made of them */
	bool *joined; /* whether the row of the joined file was used */
	bool warned;
	struct import_fault *fault;
	size_t faults, cap;
};

#endif
