/*
 * phc-follow - what stands with each household that is accompanied, what is due
 * and what it cost, from the ledger of what happened.
 */
#include <err.h>
#include <stdlib.h>

#include "cmd.h"
#include "phc/date.h"
#include "phc/follow.h"
#include "phc/store.h"
#include "register.h"

struct run {
	struct phc_follow *follow;
	bool state; /* is asked for: its columns have to be new */
	enum phc_follow_kind kind; /* of the file that is being read */
	const char *file;
};

static int
head(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	struct run *run = arg;

	if (run->state && run->kind == PHC_FOLLOW_HOUSEHOLD &&
	    phc_follow_room(rec, err) == -1)
		return -1;
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

static int
load_kind(struct run *run, struct phc_store *store, const char *name)
{
	const struct cmd_filter filter = { head, row, run };

	run->kind = (enum phc_follow_kind)phc_follow_kind(phc_str(name), NULL);
	run->file = name;
	return register_load(store, name, &filter);
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
	{ "--due", phc_follow_put_due, true },
	{ "--costs", phc_follow_costs, false },
	{ "--consumption", phc_follow_consumption, false },
	{ "--outcomes", phc_follow_outcomes, false },
	{ "--coverage", phc_follow_coverage, true },
};

static const struct answer calendar = { "--ics", phc_follow_put_calendar,
	true };

static const char usage[] =
    "usage: phc-follow [-qhV] [-t date] [-T dir] [-o file] "
    "[--due [--ics] |\n"
    "                  --costs [--from month] [--monthly] | --consumption\n"
    "                  [--from month] | --outcomes | --coverage] "
    "[--entry file]\n"
    "                  [--target percent] [--faults file]\n"
    "                  [-d register] [--table kind=file]... [file ...]\n"
    "  -d, --register file    take what no other option gives from there\n"
    "      --table kind=file  take rows of this kind from there: event, "
    "lease,\n"
    "                         spending, funding, reading, fjt, dwelling\n"
    "      --entry file       households as they were when they entered\n"
    "      --due              what is due, instead of the state of each\n"
    "      --ics              as a calendar\n"
    "      --costs            what was done, what it cost and who pays\n"
    "      --consumption      water and energy, and the workshops' effect\n"
    "      --outcomes         who left, who stays, whose level went down\n"
    "      --coverage         places in FJT, and who could live elsewhere\n"
    "      --from month       costs and consumption from YYYY-MM on\n"
    "      --monthly          costs of each month, then of all\n"
    "      --target percent   effort rate that is due when it is exceeded "
    "after a\n"
    "                         change\n"
    "      --faults file      write there the rows that cannot be\n"
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
	bool ics, monthly;
	int64_t from;
	const char *faults, *store;
	int64_t target;
};

static void
add_table(struct asked *a, enum phc_follow_kind kind, const char *file)
{
	phc_grow(&a->table, &a->cap, a->tables + 1, sizeof(*a->table));
	a->table[a->tables++] = (struct table){ kind, file };
}

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
	add_table(a, (enum phc_follow_kind)kind, file + 1);
}

static void
ask_answer(struct asked *a, int i)
{
	if (a->answer != answers && a->answer != &answers[i])
		errx(EXIT_TROUBLE, "%s and %s: one or the other",
		    a->answer->option, answers[i].option);
	a->answer = &answers[i];
}

static int64_t
month(const char *arg)
{
	struct phc_err err;
	int64_t from;

	if (phc_month_parse(phc_str(arg), &from, &err) == -1)
		errx(EXIT_TROUBLE, "--from: %s", err.msg);
	return from;
}

/* Options that go with some answers alone. */
static void
check(struct asked *a)
{
	bool costs = a->answer->put == phc_follow_costs;

	if (a->ics && a->answer->put != phc_follow_put_due)
		errx(EXIT_TROUBLE, "--ics: of --due alone");
	if (a->monthly && !costs)
		errx(EXIT_TROUBLE, "--monthly: of --costs alone");
	if (a->from != PHC_UNKNOWN && !costs &&
	    a->answer->put != phc_follow_consumption)
		errx(EXIT_TROUBLE, "--from: of --costs or --consumption");
	if (a->ics)
		a->answer = &calendar;
	cmd_apart(a->faults, cmd_options.output, "--faults and -o");
	cmd_apart(a->store, cmd_options.output, "-d and -o");
	cmd_apart(a->store, a->faults, "-d and --faults");
}

static struct asked
options(int argc, char *argv[])
{
	enum { TABLE = 256, ENTRY, FAULTS, TARGET, ICS, FROM, MONTHLY, ANSWER };
	static const struct option long_options[] = {
		{ "register", required_argument, NULL, 'd' },
		{ "table", required_argument, NULL, TABLE },
		{ "entry", required_argument, NULL, ENTRY },
		{ "faults", required_argument, NULL, FAULTS },
		{ "target", required_argument, NULL, TARGET },
		{ "ics", no_argument, NULL, ICS },
		{ "from", required_argument, NULL, FROM },
		{ "monthly", no_argument, NULL, MONTHLY },
		{ "due", no_argument, NULL, ANSWER + 1 },
		{ "costs", no_argument, NULL, ANSWER + 2 },
		{ "consumption", no_argument, NULL, ANSWER + 3 },
		{ "outcomes", no_argument, NULL, ANSWER + 4 },
		{ "coverage", no_argument, NULL, ANSWER + 5 },
		CMD_LONG,
	};
	struct asked a = {
		.answer = answers, .from = PHC_UNKNOWN, .target = PHC_UNKNOWN
	};
	int c;

	while ((c = getopt_long(
		    argc, argv, CMD_SHORT "d:", long_options, NULL)) != -1)
		if (c == 'd')
			a.store = optarg;
		else if (c == TABLE)
			ask_table(&a, optarg);
		else if (c == ENTRY)
			add_table(&a, PHC_FOLLOW_ENTRY, optarg);
		else if (c == FAULTS)
			a.faults = optarg;
		else if (c == TARGET)
			a.target = cmd_percent(optarg, "--target");
		else if (c == ICS)
			a.ics = true;
		else if (c == FROM)
			a.from = month(optarg);
		else if (c == MONTHLY)
			a.monthly = true;
		else if (c > ANSWER)
			ask_answer(&a, c - ANSWER);
		else
			cmd_common(c, usage, phc_follow_tables);
	check(&a);
	return a;
}

static void
put_faults(const struct phc_follow *f, const char *name)
{
	struct phc_file file;
	struct phc_out *out = cmd_file_new(&file, name);
	struct phc_err e;

	phc_follow_put_faults(f, out, &e);
	cmd_file_end(&file, out);
	cmd_file_keep(&file);
}

static void
warn_faults(const struct phc_follow *f)
{
	struct phc_follow_fault fault;
	struct phc_err e;
	size_t i;

	for (i = 0; phc_follow_fault(f, i, &fault); i++) {
		phc_fail(&e, PHC_EDATA, "%s: %s", fault.key, fault.message);
		cmd_say(fault.file, fault.line, e.msg);
	}
}

static void
warn_strangers(const struct phc_follow *f)
{
	size_t n = phc_follow_strangers(f);

	if (n > 0)
		warnx("events and leases of households that are not in the "
		      "input: %zu, which are left out",
		    n);
}

static void
warn_stale(const struct phc_follow *f)
{
	struct phc_err e;
	size_t i = 0;

	while (phc_follow_stale(f, &i, &e))
		warnx("%s", e.msg);
}

static bool
given(const struct asked *a, const char *kind)
{
	size_t i;

	for (i = 0; i < a->tables; i++)
		if ((int)a->table[i].kind ==
		    phc_follow_kind(phc_str(kind), NULL))
			return true;
	return false;
}

/* What no option and no operand gives. */
static int
load_register(struct run *run, const struct asked *a, bool households)
{
	static const char *const kinds[] = { "event", "lease", "spending",
		"funding", "reading", "fjt", "dwelling", "household" };
	size_t i, n = sizeof(kinds) / sizeof(*kinds) - !households;
	struct phc_store *store = register_open(a->store);
	int status = EXIT_OK;

	for (i = 0; i < n; i++)
		if (!given(a, kinds[i]))
			status |= load_kind(run, store, kinds[i]);
	phc_store_free(store);
	return status;
}

static int
load_all(struct run *run, const struct asked *a, char *const *files)
{
	bool households = a->answer->households || *files != NULL;
	bool stored = a->store != NULL && *files == NULL;
	int status = EXIT_OK;
	size_t i;

	for (i = 0; i < a->tables; i++)
		status |= load(run, a->table[i].kind, a->table[i].file);
	if (a->store != NULL)
		status |= load_register(run, a, households && stored);
	if (households && !stored)
		status |= load_households(run, files);
	phc_follow_ready(run->follow);
	return status;
}

int
main(int argc, char *argv[])
{
	struct run run = { 0 };
	struct asked a;
	struct phc_err err;
	int status;

	cmd_start();
	a = options(argc, argv);
	run.state = a.answer == answers;
	run.follow = phc_follow_new(cmd_options.date, cmd_options.tables, &err);
	if (run.follow == NULL)
		errx(EXIT_TROUBLE, "%s", err.msg);
	phc_follow_target(run.follow, a.target);
	phc_follow_period(run.follow, a.from, a.monthly);
	if (a.answer->put == phc_follow_coverage &&
	    phc_follow_waiting(run.follow, &err) == -1)
		errx(EXIT_TROUBLE, "%s", err.msg);
	status = load_all(&run, &a, argv + optind);
	if (!cmd_options.quiet)
		warn_faults(run.follow);
	if (!cmd_options.quiet && a.answer->put == phc_follow_coverage)
		warn_stale(run.follow);
	else if (!cmd_options.quiet && a.answer->households)
		warn_strangers(run.follow);
	if (a.faults != NULL)
		put_faults(run.follow, a.faults);
	if (a.answer->put(run.follow, cmd_out(), &err) == -1) {
		warnx("%s", err.msg);
		status |= EXIT_ROWS;
	}
	phc_follow_free(run.follow);
	free(a.table);
	return cmd_end(status);
}
