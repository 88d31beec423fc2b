/*
 * phc-forget - erase from the register what must go.
 */
#include <err.h>
#include <stdlib.h>

#include "cmd.h"
#include "phc/columns.h"
#include "phc/date.h"
#include "phc/store.h"
#include "phc/text.h"

/* What the command line asks for. */
struct run {
	const char *path;
	struct phc_store_forget forget;
	bool dry, any;
	int wait;
};

static const struct phc_law_table laws[] = {
	{ "retention", PHC_RETENTION_COLUMNS, 1 },
	{ NULL, NULL, 0 },
};

static const char usage[] =
    "usage: phc-forget [-nqhV] [-d register] [-t date] [-T dir] [-o file]\n"
    "                  [--household key --reason words [--force]] "
    "[--wait seconds]\n"
    "  -d, --register register  the register ($PHC_REGISTER)\n"
    "  -n, --dry-run            say what would go, and erase nothing\n"
    "      --household key      erase this household; - reads its key\n"
    "      --reason words       why, for the log\n"
    "      --force              though it is accompanied, or its lease runs\n"
    "      --wait seconds       for another that writes there (600)\n"
    "  -t, --date date          the day, YYYY-MM-DD (today)\n"
    "  -T, --tables dir         take the table of rules from this folder\n"
    "  -o, --output file        write what -n says there\n"
    "  -q, --quiet              do not say what was erased\n"
    "  -h, --help               print this\n"
    "  -V, --version            print the version and the table in force\n";

static void
waiting(const char *message, void *arg)
{
	(void)arg;
	warnx("%s", message);
}

/* A key on the command line is seen by all; from standard input it is not. */
static const char *
key(const char *arg)
{
	static char line[256];

	if (strcmp(arg, "-") != 0)
		return arg;
	if (fgets(line, sizeof(line), stdin) == NULL)
		errx(EXIT_TROUBLE, "--household: no key on standard input");
	line[strcspn(line, "\r\n")] = '\0';
	return line;
}

static void
read_options(int argc, char *argv[], struct run *run)
{
	enum { HOUSEHOLD = 256, REASON, FORCE, WAIT };
	static const struct option options[] = {
		{ "register", required_argument, NULL, 'd' },
		{ "dry-run", no_argument, NULL, 'n' },
		{ "household", required_argument, NULL, HOUSEHOLD },
		{ "reason", required_argument, NULL, REASON },
		{ "force", no_argument, NULL, FORCE },
		{ "wait", required_argument, NULL, WAIT },
		CMD_LONG,
	};
	int c;

	while (
	    (c = getopt_long(argc, argv, CMD_SHORT "d:n", options, NULL)) != -1)
		switch (c) {
		case 'd':
			run->path = optarg;
			break;
		case 'n':
			run->dry = true;
			break;
		case HOUSEHOLD:
			run->forget.household = key(optarg);
			break;
		case REASON:
			run->forget.reason = optarg;
			break;
		case FORCE:
			run->forget.force = true;
			break;
		case WAIT:
			run->wait = cmd_seconds(optarg, "--wait");
			break;
		default:
			cmd_common(c, usage, laws);
		}
	if (optind < argc)
		errx(EXIT_TROUBLE,
		    "no file is read: '%s' (the register is "
		    "that of -d)",
		    argv[optind]);
}

/* What is asked for must be what is meant: nothing comes back. */
static void
settle(const struct run *run, int64_t today)
{
	const struct phc_store_forget *f = &run->forget;

	if (run->path == NULL || *run->path == '\0')
		errx(EXIT_TROUBLE,
		    "no register: name it with -d or in PHC_REGISTER");
	if (f->household != NULL && *f->household == '\0')
		errx(EXIT_TROUBLE, "--household: no key");
	if (f->household != NULL && f->reason == NULL && !run->dry)
		errx(EXIT_TROUBLE,
		    "--household: say why with --reason, for the log");
	if (f->household == NULL && (f->reason != NULL || f->force))
		errx(EXIT_TROUBLE, "--reason and --force are of a --household");
	if (f->reason != NULL && phc_nir_in(phc_str(f->reason)))
		errx(EXIT_TROUBLE, "--reason: has a social security number");
	if (!run->dry && f->date > today)
		errx(EXIT_TROUBLE,
		    "-t: that day has not come: what would go by then is said "
		    "with -n");
	if (!run->dry && cmd_options.output != NULL)
		errx(EXIT_TROUBLE, "-o: only with -n");
	cmd_apart(run->path, cmd_options.output, "-d and -o");
}

static void
put(const struct phc_store_gone *g, void *arg)
{
	struct phc_out *o = cmd_out();
	char rows[64];

	(void)arg;
	phc_csv_put(o, phc_str(g->household), false);
	phc_out_char(o, ',');
	phc_csv_put(o, phc_str(g->rule), false);
	phc_out_char(o, ',');
	phc_csv_put(o, phc_str(g->counted_on ? g->counted_on : ""), false);
	snprintf(rows, sizeof(rows), ",%zu,%zu\n", g->rows, g->unnamed);
	phc_out_put(o, rows, strlen(rows));
}

static void
say(const struct phc_store_gone *g, void *arg)
{
	struct run *run = arg;
	char unnamed[48] = "";

	run->any = true;
	if (cmd_options.quiet)
		return;
	if (g->unnamed > 0)
		snprintf(unnamed, sizeof(unnamed), ", %zu of spending unnamed",
		    g->unnamed);
	warnx("%s: %zu household%s, %zu row%s erased%s", g->rule, g->households,
	    g->households == 1 ? "" : "s", g->rows, g->rows == 1 ? "" : "s",
	    unnamed);
}

static void
head(void)
{
	static const char columns[] =
	    "household_id,rule,counted_on,rows,unnamed\n";

	phc_out_put(cmd_out(), columns, sizeof(columns) - 1);
}

static struct phc_store *store;

static void
done(void)
{
	phc_store_free(store);
	store = NULL;
}

static void
forget(struct run *run)
{
	const struct phc_store_setup setup = {
		.mode = run->dry ? PHC_STORE_READ : PHC_STORE_WRITE,
		.wait = run->wait,
		.waiting = waiting
	};
	struct phc_err e;

	store = phc_store_open(run->path, &setup, &e);
	if (store == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
	atexit(done);
	if (run->dry)
		head();
	if ((run->dry ? phc_store_doomed(store, &run->forget, put, run, &e)
		      : phc_store_forget(store, &run->forget, say, run, &e)) ==
	    -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	done();
	if (!run->dry && !run->any && !cmd_options.quiet)
		warnx("nothing to erase");
}

int
main(int argc, char *argv[])
{
	struct run run = { .path = getenv("PHC_REGISTER"), .wait = 600 };
	char at[CMD_NOW_MAX];
	struct phc_law *rules;
	struct phc_err e;
	int64_t today;

	cmd_start();
	today = cmd_options.date;
	read_options(argc, argv, &run);
	run.forget.date = cmd_options.date;
	run.forget.version = PHC_VERSION;
	run.forget.at = cmd_now(at);
	settle(&run, today);
	rules = phc_law_open(
	    "retention", PHC_RETENTION_COLUMNS, 1, cmd_options.tables, &e);
	if (rules == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
	run.forget.rules = rules;
	forget(&run);
	phc_law_free(rules);
	return cmd_end(EXIT_OK);
}
