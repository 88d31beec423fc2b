/*
 * store.h - floor 10: the register: what was received and decided, as of any
 * day.  [sqlite3]
 *
 * A register is one SQLite file, see phc-register(5).  Each kind that it keeps
 * has a table KIND_history, whose columns are those of the dictionary, and in
 * which nothing is changed: a row that differs from the one of its key that
 * holds is a new row.  As of a day, the row of a key is the one with the
 * greatest (since, id) whose 'since' is not after that day.
 *
 * A struct phc_store is one connection, of one thread.  Every failure here is
 * PHC_ESYS, and names the file, unless it is said otherwise.
 */
#ifndef PHC_STORE_H
#define PHC_STORE_H

#include "phc/columns.h"
#include "phc/law.h"

struct phc_store;

enum phc_store_mode {
	PHC_STORE_READ,
	PHC_STORE_WRITE, /* a register that is there */
	PHC_STORE_CREATE /* that is made if it is not there */
};

/*
 * How to open.  Writers queue: one that is to wait tells so after a second,
 * through 'waiting' if it is not NULL, with a message that names who is waited
 * for if that can be known; after 'wait' seconds it fails.  With 'dry' all that
 * is written is rolled back, and a register that is not there is one in memory.
 */
struct phc_store_setup {
	enum phc_store_mode mode;
	bool dry;
	int wait; /* seconds */
	void (*waiting)(const char *message, void *arg);
	void *arg;
};

/*
 * phc_store_open() returns NULL if 'path' is no register, is damaged, has more
 * than tables and indices, is of a newer schema, or is refused by the system.
 * A writer holds it alone until phc_store_free(), while readers go on reading
 * what was there; it brings an older schema up to date, and adds columns that
 * the dictionary has gained.
 * The file is made with mode 0600, whole or not at all.  Where 'path' is NULL
 * it is a register of this process alone, without a name, to be written and
 * then asked: its file is gone with it, and it takes little memory.
 *
 * phc_store_made() tells whether the file was made.  phc_store_free() takes
 * NULL; what was not committed is rolled back.
 */
struct phc_store *phc_store_open(
    const char *path, const struct phc_store_setup *, struct phc_err *err);
bool phc_store_made(const struct phc_store *);
void phc_store_free(struct phc_store *);

/* phc_store_kind() is the name of the 'i'th kind that a register keeps, NULL
 * past the last. */
const char *phc_store_kind(size_t i);

/*
 * An import: a file of one kind, whose rows hold from day 'since'.  Strings are
 * borrowed until phc_store_begin() returns; 'file' is kept without its folder.
 * 'joined' and its digest are NULL if no file was joined.  'at' is now, as
 * "2016-09-01T06:00:00Z".
 */
struct phc_store_import {
	const char *file, *sha256, *kind, *profile, *joined, *joined_sha256;
	const char *at, *version;
	int64_t since;
	bool pending; /* keep rows that refer to what is not there yet */
	bool again;   /* a key may come back, saying the same */
};

struct phc_store_counts {
	size_t read, kept, refused; /* kept = inserted + updated + unchanged */
	size_t inserted, updated, unchanged;
	size_t pending; /* of those that are kept */
};

/* What became of a row. 'updated' is a new version of a key that had one. */
enum phc_store_fate {
	PHC_STORE_INSERTED,
	PHC_STORE_UPDATED,
	PHC_STORE_UNCHANGED,
	PHC_STORE_REFUSED
};

/* Why it was refused: the column, and a class and a message as those of
 * struct phc_fault; the message lasts until the next row. */
struct phc_store_refusal {
	const struct phc_column *column;
	const char *class, *message;
};

/*
 * phc_store_begin() begins the one transaction of an import; PHC_EDATA if the
 * register does not keep the kind.  phc_store_put() records a row: a value for
 * each column of the kind, in the order of the dictionary, checked already; no
 * two rows of one import have the same key.  It returns its fate, or -1.
 *
 * A row is refused that names a household or a dwelling of which the register
 * has no version (dangling_reference), unless the import is 'pending'; or that
 * changes what was decided on a proposal (decided_already); or, where keys of
 * the import may come 'again', that is not what its key has (duplicate_key).
 *
 * phc_store_commit() ends the import, of which 'read' rows were read and
 * 'refused' were refused, those of phc_store_put() among them, and gives its
 * counts, which it checks: they are in the register, in table import.
 * phc_store_rollback() leaves nothing of it.
 */
int phc_store_begin(
    struct phc_store *, const struct phc_store_import *, struct phc_err *err);
int phc_store_put(struct phc_store *, const struct phc_value *row,
    struct phc_store_refusal *why, struct phc_err *err);
int phc_store_commit(struct phc_store *, size_t read, size_t refused,
    struct phc_store_counts *, struct phc_err *err);
void phc_store_rollback(struct phc_store *);

/* phc_store_latest() gives in '*day' the latest 'since' of the imports of
 * 'kind', PHC_UNKNOWN if there are none. */
int phc_store_latest(
    struct phc_store *, const char *kind, int64_t *day, struct phc_err *err);

/*
 * A kind as it stood on 'day', as house CSV has it: by key, each column in the
 * order of the dictionary.  phc_store_rows() returns NULL, with PHC_EDATA, if
 * the register does not keep 'kind'.  phc_store_rows_head() is the header;
 * phc_store_rows_next() reads the next row: 1, or 0 at the end, or -1.  Records
 * borrow from the rows, until the next; their 'line' counts rows, from 2.  A
 * text that is not UTF-8, which is damage, is PHC_EDATA.
 * phc_store_csv() writes all of it.
 */
struct phc_store_rows;

struct phc_store_rows *phc_store_rows(
    struct phc_store *, const char *kind, int64_t day, struct phc_err *err);
const struct phc_rec *phc_store_rows_head(const struct phc_store_rows *);
int phc_store_rows_next(
    struct phc_store_rows *, struct phc_rec *rec, struct phc_err *err);
void phc_store_rows_free(struct phc_store_rows *);

int phc_store_csv(struct phc_store *, const char *kind, int64_t day,
    struct phc_out *, struct phc_err *err);

/*
 * Every version of the rows of a kind, by key, then from when it holds, which
 * phc_store_rows_since() tells of the row that was read last.
 */
struct phc_store_rows *
phc_store_history(struct phc_store *, const char *kind, struct phc_err *err);
int64_t phc_store_rows_since(const struct phc_store_rows *);

/*
 * Tables beside what the register has, in memory, for what SQL cannot work out.
 * phc_store_beside() makes table 'name' in a store that does not answer yet,
 * whose questions then can name it; 'col', 'n' of them, are borrowed until the
 * next table or phc_store_answers().  phc_store_beside_row() puts a row into
 * it: integers are in the units of columns.h, all else is text.
 */
int phc_store_beside(struct phc_store *, const char *name,
    const struct phc_column *const *col, size_t n, struct phc_err *err);
int phc_store_beside_row(
    struct phc_store *, const struct phc_value *row, struct phc_err *err);

/*
 * Questions.  phc_store_answers() makes of a store that was opened to be read
 * one that answers anyone's SQL: by tables called as the kinds are, as of
 * 'day', with amounts in euros and so on; KIND_history with all versions; the
 * views of table "views" of 'tables', or of the one compiled in; and the
 * functions of phc-sql(7).  With 'copied' the kinds are copied once, for many
 * questions.  From then on it can do nothing but read, and
 * SQLite's heap in this process is limited.  'stop' is asked now and then
 * whether to give up, if it is not NULL.
 *
 * phc_store_ask() asks one SELECT, in which :date is the day.  NULL, with
 * PHC_EDATA, if it is anything else, is wrong, or has two columns of one name.
 * phc_store_table() asks for all of a kind or view, and says which one may be
 * meant.  The rows are of house CSV as far as their values are: text and whole
 * numbers as they are, other numbers with two decimals where they are whole
 * cents; next() is PHC_EDATA where a value cannot be in it.
 *
 * phc_store_reads() tells whether what was asked last has to do with 'table',
 * itself or by a view: of a kind, with any of its versions.
 *
 * phc_store_explain() writes what there is to ask, of 'table' alone if it is
 * not NULL: its tables, their columns, types and meanings, as CSV.
 */
struct phc_store_asking {
	int64_t day;
	const char *tables;
	bool copied;
	bool (*stop)(void *arg);
	void *arg;
};

int phc_store_answers(
    struct phc_store *, const struct phc_store_asking *, struct phc_err *err);

/* phc_store_day() has :NAME stand for a day in what is asked from then on; four
 * of them at most, of 15 characters. */
void phc_store_day(struct phc_store *, const char *name, int64_t day);

struct phc_store_rows *
phc_store_ask(struct phc_store *, const char *sql, struct phc_err *err);
struct phc_store_rows *
phc_store_table(struct phc_store *, const char *name, struct phc_err *err);
bool phc_store_reads(const struct phc_store *, const char *table);
int phc_store_explain(struct phc_store *, const char *table, struct phc_out *,
    struct phc_err *err);

/*
 * phc_store_check() looks for damage: of the file (SQLite's integrity_check),
 * of what refers to an import that is not there, of counts of imports that do
 * not add up, of rows that they do not explain or that are gone, of two rows
 * with one key in one import, of values that the dictionary does not allow.
 * Each finding is told by 'report'; 'fault' is false of what is no fault: rows
 * that are pending.  Returns 0 if all could be looked at, or -1.
 */
int phc_store_check(struct phc_store *,
    void (*report)(bool fault, const char *message, void *arg), void *arg,
    struct phc_err *err);

/*
 * What must go.  By rule, as table 'retention' says, see phc-forget(1): on day
 * 'date', of what is known last.  Or a 'household' on request, its key, for a
 * 'reason' that is logged and does not hold the key: PHC_EDATA if it does, if
 * the register does not know the household, or, unless it is to be 'forced', if
 * it is accompanied or a lease of it runs; no rule takes such a household.
 */
#define PHC_RETENTION_COLUMNS "rule what counted_from months label_fr"

struct phc_store_forget {
	const struct phc_law *rules;
	const char *household, *reason; /* NULL: by rule */
	bool force;
	int64_t date;
	const char *at, *version; /* as of an import */
};

/* What a rule takes: of one household, counted from a day, or NULL; or of so
 * many.  Rows of spending are left 'unnamed'. */
struct phc_store_gone {
	const char *rule, *household, *counted_on;
	size_t households, rows, unnamed;
};

/*
 * phc_store_doomed() tells 'each' what is to go, of each household, in order of
 * key, then rule; the register may be open to read only.
 *
 * phc_store_forget() erases it, in one transaction: all rows of a household, in
 * all their versions, and its name from spending, whose amounts stay.  What is
 * erased is first counted in table aggregate, by month, and the rule logged in
 * table forgotten; both are of nobody.  Then the file is written anew and its
 * log emptied, so that no byte of it is left; where that fails, the next
 * phc_store_forget() does it.  'each' is told of each rule, once it is done.
 */
int phc_store_doomed(struct phc_store *, const struct phc_store_forget *,
    void (*each)(const struct phc_store_gone *, void *arg), void *arg,
    struct phc_err *err);
int phc_store_forget(struct phc_store *, const struct phc_store_forget *,
    void (*each)(const struct phc_store_gone *, void *arg), void *arg,
    struct phc_err *err);

#endif
