/*
 * phc-query - print what a register says, as of a day: a kind, a view, or the
 * answer to a SELECT.
 */
#include <ctype.h>
#include <err.h>
#include <stdlib.h>

#include "cmd.h"
#include "phc/store.h"
#include "timer.h"

struct run {
	const char *path; /* of the register */
	const char *file; /* of a statement */
	bool check, explain;
	struct phc_store *store;
};

static _Noreturn void
trouble(const struct phc_err *e)
{
	if (timer_out())
		errx(EXIT_TROUBLE,
		    "stopped after %d seconds: ask for less, or for longer "
		    "with --timeout",
		    timer_limit);
	errx(EXIT_TROUBLE, "%s", e->msg);
}

static void
open_store(struct run *run)
{
	/* What there is to ask is the same of a register that is empty. */
	const struct phc_store_setup none = { .mode = PHC_STORE_CREATE,
		.dry = true },
				     there = { .mode = PHC_STORE_READ,
					     .wait = 10 };
	const bool any = run->explain && run->path == NULL;
	struct phc_err e;

	if (run->path == NULL && !any)
		errx(EXIT_TROUBLE,
		    "no register: give it with -d, or in PHC_REGISTER");
	run->store =
	    phc_store_open(any ? "" : run->path, any ? &none : &there, &e);
	if (run->store == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
}

static void
answers(struct run *run)
{
	const struct phc_store_asking how = { .day = cmd_options.date,
		.tables = cmd_options.tables,
		.stop = timer_stop };
	struct phc_err e;

	open_store(run);
	if (phc_store_answers(run->store, &how, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
}

static void
print(struct phc_store_rows *rows)
{
	const struct phc_rec *head = phc_store_rows_head(rows);
	struct phc_out *out = cmd_out();
	struct phc_rec rec;
	struct phc_err e;
	int got;

	phc_csv_copy(out, head, 0, head->n);
	phc_out_char(out, '\n');
	for (;;) {
		timer_begin();
		got = phc_store_rows_next(rows, &rec, &e);
		timer_end();
		if (got == -1)
			trouble(&e);
		if (got == 0 || phc_out_bad(out))
			break;
		phc_csv_copy(out, &rec, 0, rec.n);
		phc_out_char(out, '\n');
	}
	phc_store_rows_free(rows);
}

/* A table, or a statement, which has more than one word. */
static struct phc_store_rows *
ask(struct phc_store *store, const char *what, struct phc_err *e)
{
	const char *p = what;

	while (isalnum((unsigned char)*p) || *p == '_')
		p++;
	if (p > what && *p == '\0')
		return phc_store_table(store, what, e);
	return phc_store_ask(store, what, e);
}

static void
run_query(struct run *run, const char *what)
{
	struct phc_store_rows *rows;
	struct phc_err e;

	answers(run);
	timer_start();
	timer_begin();
	rows = run->file != NULL ? phc_store_ask(run->store, what, &e)
				 : ask(run->store, what, &e);
	timer_end();
	if (rows != NULL)
		print(rows);
	else
		trouble(&e);
}

static void
run_explain(struct run *run, const char *table)
{
	struct phc_err e;

	answers(run);
	if (phc_store_explain(run->store, table, cmd_out(), &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
}

static void
finding(bool fault, const char *message, void *faults)
{
	if (fault || !cmd_options.quiet)
		warnx("%s%s", fault ? "" : "note: ", message);
	*(size_t *)faults += fault;
}

static int
run_check(struct run *run)
{
	struct phc_err e = { PHC_OK, "" };
	size_t faults = 0;

	open_store(run);
	if (phc_store_check(run->store, finding, &faults, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	if (faults == 0 && !cmd_options.quiet)
		warnx("'%s' is sound", run->path);
	return faults > 0 ? EXIT_TROUBLE : EXIT_OK;
}

/* The statement in a file; one that is too long is refused by SQLite. */
static char *
load(const char *file)
{
	size_t most = 1 << 20, n;
	char *sql = phc_new(most + 1);
	struct phc_err e;
	FILE *fp = phc_open(file, &e);

	if (fp == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
	n = fread(sql, 1, most, fp);
	if (ferror(fp))
		err(EXIT_TROUBLE, "cannot read '%s'", file);
	if (memchr(sql, '\0', n) != NULL)
		errx(EXIT_TROUBLE, "'%s' is no statement: it has a NUL", file);
	if (fp != stdin)
		fclose(fp);
	return sql;
}

static const char usage[] =
    "usage: phc-query [-hqV] [-d register] [-o file] [-T dir] [-t date]\n"
    "           [--timeout seconds] table | SQL | -f file\n"
    "       phc-query --explain [-d register] [-o file] [-T dir] [table]\n"
    "       phc-query --check [-q] [-d register]\n"
    "      --check            look for damage\n"
    "  -d, --register file    the register ($PHC_REGISTER)\n"
    "      --explain          list tables, or a table's columns, and what "
    "they mean\n"
    "  -f, --file file        ask the SQL in this file\n"
    "      --timeout seconds  give up after so long; 0 is never (60)\n"
    "  -t, --date date        as of this day (today)\n"
    "  -T, --tables dir       take views.csv from this folder\n"
    "  -o, --output file      write there, when all went well\n"
    "  -q, --quiet            say only what is wrong\n"
    "  -h, --help             print this\n"
    "  -V, --version          print the version\n";

static const struct option options[] = {
	{ "register", required_argument, NULL, 'd' },
	{ "file", required_argument, NULL, 'f' },
	{ "check", no_argument, NULL, 'C' },
	{ "explain", no_argument, NULL, 'E' },
	{ "timeout", required_argument, NULL, 'W' },
	CMD_LONG,
};

static void
option(struct run *run, int c)
{
	static const struct phc_law_table none = { NULL, NULL, 0 };

	switch (c) {
	case 'd':
		run->path = optarg;
		break;
	case 'f':
		run->file = optarg;
		break;
	case 'C':
		run->check = true;
		break;
	case 'E':
		run->explain = true;
		break;
	case 'W':
		timer_limit = cmd_seconds(optarg, "--timeout");
		break;
	default:
		cmd_common(c, usage, &none);
	}
}

/* What goes together, or not. */
static void
settle(struct run *run, int operands)
{
	const int most = run->check || run->file != NULL ? 0 : 1;

	if (run->path == NULL && (run->path = getenv("PHC_REGISTER")) != NULL &&
	    *run->path == '\0')
		run->path = NULL;
	cmd_apart(run->path, cmd_options.output, "-d and -o");
	if (run->check + run->explain + (run->file != NULL) > 1)
		errx(EXIT_TROUBLE, "one of --check, --explain and -f");
	if (operands > most)
		errx(EXIT_TROUBLE, most == 0 ? "no table or SQL beside that"
					     : "one table, or one statement "
					       "within quotes");
	if (operands == 0 && most == 1 && !run->explain)
		errx(EXIT_TROUBLE,
		    "what? give a table or a statement (see --explain)");
}

int
main(int argc, char *argv[])
{
	struct run run = { 0 };
	char *sql = NULL;
	int c, status = EXIT_OK;

	cmd_start();
	while ((c = getopt_long(argc, argv, CMD_SHORT "d:f:", options, NULL)) !=
	       -1)
		option(&run, c);
	settle(&run, argc - optind);
	if (run.check)
		status = run_check(&run);
	else if (run.explain)
		run_explain(&run, argv[optind]);
	else
		run_query(
		    &run, run.file ? (sql = load(run.file)) : argv[optind]);
	phc_store_free(run.store);
	free(sql);
	return cmd_end(status);
}
