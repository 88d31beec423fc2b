/*
 * cmd.h - what the commands share: options, how rows come in, how they end.
 */
#ifndef CMD_H
#define CMD_H

#include <getopt.h>

#include "phc/law.h"
#include "phc/text.h"

#ifndef PHC_VERSION
#define PHC_VERSION "0"
#endif

enum {
	EXIT_OK = 0,     /* every row went through */
	EXIT_ROWS = 1,   /* done, but rows were refused, each with its line */
	EXIT_TROUBLE = 2 /* not done: usage, system, no such column */
};

/* What the common options say.  The date is today where -t is not given. */
struct cmd_options {
	int64_t date;
	const char *tables, *output; /* NULL if not given */
	bool dated, quiet;
};

extern struct cmd_options cmd_options;

/*
 * The common options: CMD_SHORT begins a short option string, CMD_LONG ends a
 * table of struct option; cmd_common() takes what getopt_long(3) returned if it
 * is one of them, else ends the program with the usage: -t --date, -T --tables,
 * -o --output, -q --quiet, -h --help, -V --version.  'usage' is the synopsis
 * and a line for each option; 'laws' are the tables that -V prints, as
 * phc_law_open() takes them, ended by a NULL name.
 */
/* clang-format off */
#define CMD_SHORT "t:T:o:qhV"
#define CMD_LONG \
	{ "date", required_argument, NULL, 't' }, \
	{ "tables", required_argument, NULL, 'T' }, \
	{ "output", required_argument, NULL, 'o' }, \
	{ "quiet", no_argument, NULL, 'q' }, \
	{ "help", no_argument, NULL, 'h' }, \
	{ "version", no_argument, NULL, 'V' }, \
	{ NULL, 0, NULL, 0 }
/* clang-format on */

/*
 * cmd_start() comes first in main(): it takes PHC_TABLES from the environment
 * and today's date from the clock.  No command calls setlocale(3).
 */
void cmd_start(void);
void cmd_common(int c, const char *usage, const struct phc_law_table *laws);

/* cmd_percent() reads an option's percentage ("25", "33.5", at most 1000) in
 * hundredths of a percent; ends the program if it is none. */
int64_t cmd_percent(const char *arg, const char *option);

/* cmd_seconds() reads an option's seconds, a day's at most; ends the program if
 * it is none. */
int cmd_seconds(const char *arg, const char *option);

/* cmd_now() gives the time in UTC, as "2016-09-01T06:00:00Z". */
enum { CMD_NOW_MAX = sizeof("2016-09-01T06:00:00Z") };
char *cmd_now(char buf[CMD_NOW_MAX]);

/* cmd_lang() reads the language of --lang; ends the program if it is none. */
enum phc_lang cmd_lang(const char *arg);

/*
 * A file beside the output: cmd_file_new() begins it, cmd_file_end() ends what
 * is written, and cmd_file_keep() gives it its name.  On trouble each ends the
 * program, and nothing of that name is touched.
 */
struct phc_out *cmd_file_new(struct phc_file *, const char *path);
void cmd_file_end(struct phc_file *, struct phc_out *);
void cmd_file_keep(struct phc_file *);

/* cmd_apart() ends the program if two files, of 'options', are one, be it there
 * or not yet; either may be NULL. */
void cmd_apart(const char *a, const char *b, const char *options);

/* cmd_say() warns about a row.  What would move the cursor is a question mark,
 * and a social security number goes nowhere; 'msg' is spoilt.  cmd_warn() does
 * so without a row. */
void cmd_say(const char *file, size_t line, char *msg);
void cmd_warn(const char *msg);

/*
 * A filter sees one header, then rows as wide as it.  Each call returns 0, or
 * -1 to refuse: a refused header is trouble; a refused row is reported with its
 * file and line, and skipped.
 */
struct cmd_filter {
	int (*head)(const struct phc_rec *, void *arg, struct phc_err *);
	int (*row)(const struct phc_rec *, void *arg, struct phc_err *);
	void *arg;
};

/*
 * cmd_run() runs the filter over the files named, or standard input if there
 * are none or one is "-", as over one table: their headers must be the same.
 * Returns the exit status; on trouble it does not return.  cmd_load() does so
 * for one file.
 */
int cmd_run(const struct cmd_filter *, char *const *files);
int cmd_load(const struct cmd_filter *, const char *file);

/*
 * Standard output, or the file of -o, opened when it is first asked for.
 * cmd_end() ends it (a failed write is trouble; with status EXIT_TROUBLE the
 * file of -o is not kept) and returns the status to leave with.
 */
struct phc_out *cmd_out(void);
int cmd_end(int status);

#endif
