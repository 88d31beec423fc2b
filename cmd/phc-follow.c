/*
 * phc-follow - what stands with each household that is accompanied, what is due
 * and what it cost, from the ledger of what happened.
 */
#include <err.h>
#include <stdlib.h>

#include "cmd.h"
#include "phc/follow.h"

struct run {
	struct phc_follow *follow;
	enum phc_follow_kind kind; /* of the file that is being read */
	const char *file;
};

static int
head(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	struct run *run = arg;

	return phc_follow_head(run->follow, run->kind, run->file, rec, err);
}

static int
row(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	struct run *run = arg;

	return phc_follow_add(run->follow, run->kind, rec, err);
}

/* One table, wherever its records come from. */
static int
load(struct run *run, enum phc_follow_kind kind, const char *file)
{
	const struct cmd_filter filter = { head, row, run };

	run->kind = kind;
	run->file = file;
	return cmd_load(&filter, file);
}

static int
load_households(struct run *run, char *const *files)
{
	const struct cmd_filter filter = { head, row, run };

	run->kind = PHC_FOLLOW_HOUSEHOLD;
	run->file = "households";
	return cmd_run(&filter, files);
}

/*
 * The answers: one is asked for.  A 'put' that returns -1 has put what there
 * is, but something in it does not hold: the status is 1.
 */
struct answer {
	const char *option; /* NULL: what is answered if none is asked for */
	int (*put)(
	    const struct phc_follow *, struct phc_out *, struct phc_err *);
	bool households; /* it is about them: they are read from somewhere */
};

static const struct answer answers[] = {
	{ NULL, phc_follow_put, true },
};

enum { ANSWERS = sizeof(answers) / sizeof(*answers) };

static const char usage[] =
    "usage: phc-follow [-qhV] [-t date] [-T dir] [-o file]\n"
    "                  [--table kind=file]... [file ...]\n"
    "      --table kind=file  take rows of this kind from there: event, "
    "lease,\n"
    "                         spending, funding, reading, fjt, dwelling,\n"
    "                         proposal\n"
    "  -t, --date date        as of this day, YYYY-MM-DD (today)\n"
    "  -T, --tables dir       take tables of the law from this folder\n"
    "  -o, --output file      write there, when all went well\n"
    "  -q, --quiet            no warnings\n"
    "  -h, --help             print this\n"
    "  -V, --version          print the version and the tables in force\n";

/* What the command line asks for. */
struct table {
	enum phc_follow_kind kind;
	const char *file;
};

struct asked {
	struct table *table;
	size_t tables, cap;
	const struct answer *answer;
};

static void
ask_table(struct asked *a, const char *arg)
{
	const char *file = strchr(arg, '=');
	struct phc_err err;
	int kind;

	if (file == NULL || file[1] == '\0')
		errx(EXIT_TROUBLE, "--table: not KIND=FILE: '%s'", arg);
	kind = phc_follow_kind(
	    (struct phc_str){ arg, (size_t)(file - arg) }, &err);
	if (kind == -1)
		errx(EXIT_TROUBLE, "--table: %s", err.msg);
	if (kind == PHC_FOLLOW_HOUSEHOLD)
		errx(EXIT_TROUBLE, "--table: households are named last, "
				   "without an option");
	phc_grow(&a->table, &a->cap, a->tables + 1, sizeof(*a->table));
	a->table[a->tables++] =
	    (struct table){ (enum phc_follow_kind)kind, file + 1 };
}

static struct asked
options(int argc, char *argv[])
{
	enum { TABLE = 256 };
	static const struct option long_options[] = {
		{ "table", required_argument, NULL, TABLE },
		CMD_LONG,
	};
	struct asked a = { .answer = answers };
	int c;

	while (
	    (c = getopt_long(argc, argv, CMD_SHORT, long_options, NULL)) != -1)
		if (c == TABLE)
			ask_table(&a, optarg);
		else
			cmd_common(c, usage, phc_follow_tables);
	return a;
}

int
main(int argc, char *argv[])
{
	struct run run = { 0 };
	struct asked a;
	struct phc_err err;
	size_t i;
	int status = EXIT_OK;

	cmd_start();
	a = options(argc, argv);
	run.follow = phc_follow_new(cmd_options.date, cmd_options.tables, &err);
	if (run.follow == NULL)
		errx(EXIT_TROUBLE, "%s", err.msg);
	for (i = 0; i < a.tables; i++)
		status |= load(&run, a.table[i].kind, a.table[i].file);
	if (a.answer->households || argv[optind] != NULL)
		status |= load_households(&run, argv + optind);
	phc_follow_ready(run.follow);
	if (a.answer->put(run.follow, cmd_out(), &err) == -1) {
		warnx("%s", err.msg);
		status |= EXIT_ROWS;
	}
	phc_follow_free(run.follow);
	free(a.table);
	return cmd_end(status);
}
