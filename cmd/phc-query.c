/*
 * phc-query - print what a register says, as of a day: a kind, a view, or the
 * answer to a SELECT.
 */
#include <ctype.h>
#include <err.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"
#include "phc/store.h"

struct run {
	const char *path; /* of the register */
	const char *file; /* of a statement */
	bool check, explain;
	struct phc_store *store;
};

/*
 * How long the register has been asked for, in milliseconds: the time that the
 * reader of standard output takes is its own.
 */
static struct {
	volatile int64_t limit, spent, since;
	volatile bool asking;
} timer;

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool
late(int64_t grace)
{
	return timer.limit > 0 && timer.asking &&
	       timer.spent + now() - timer.since > timer.limit + grace;
}

static bool
stop(void *arg)
{
	(void)arg;
	return late(0);
}

/* SQLite looks at the time between its steps: one of them, such as a LIKE of
 * many %, may take for ever. */
static void
insist(int signal)
{
	static const char msg[] = "phc-query: stopped: one step of the "
				  "statement takes longer than --timeout\n";
	ssize_t n;

	(void)signal;
	if (!late(1000))
		return;
	n = write(STDERR_FILENO, msg, sizeof(msg) - 1);
	(void)n;
	phc_file_sweep();
	_exit(EXIT_TROUBLE);
}

static void
watch(void)
{
	const struct itimerval each = { { 0, 500000 }, { 0, 500000 } };
	struct sigaction act = { .sa_handler = insist, .sa_flags = SA_RESTART };

	sigemptyset(&act.sa_mask);
	if (timer.limit > 0 && (sigaction(SIGPROF, &act, NULL) == -1 ||
				   setitimer(ITIMER_PROF, &each, NULL) == -1))
		err(EXIT_TROUBLE, "cannot set a timer");
}

static void
begin(void)
{
	timer.since = now();
	timer.asking = true;
}

static void
end(void)
{
	timer.asking = false;
	timer.spent += now() - timer.since;
}

static _Noreturn void
trouble(const struct phc_err *e)
{
	if (timer.limit > 0 && timer.spent > timer.limit)
		errx(EXIT_TROUBLE,
		    "stopped after %lld seconds: ask for less, or for longer "
		    "with --timeout",
		    (long long)timer.limit / 1000);
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
		.stop = stop };
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
		begin();
		got = phc_store_rows_next(rows, &rec, &e);
		end();
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
	watch();
	begin();
	rows = run->file != NULL ? phc_store_ask(run->store, what, &e)
				 : ask(run->store, what, &e);
	end();
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

static int64_t
seconds(const char *arg)
{
	const int most = 86400;
	int64_t v;

	if (phc_decimal_parse(phc_str(arg), 0, &v, NULL) == -1 || v < 0 ||
	    v > most)
		errx(EXIT_TROUBLE, "--timeout: not seconds from 0 to %d: '%s'",
		    most, arg);
	return v;
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
		timer.limit = 1000 * seconds(optarg);
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

	timer.limit = 60000;
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
