/*
 * phc-match - pair households with vacant dwellings.
 */
#include <err.h>
#include <stdlib.h>

#include "cmd.h"
#include "phc/ceiling.h"
#include "phc/match.h"

struct run {
	struct phc_match *match;
	enum phc_side side; /* of the file that is being read */
};

static int
head(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	struct run *run = arg;

	return phc_match_head(run->match, run->side, rec, err);
}

static int
row(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	struct run *run = arg;

	return phc_match_add(run->match, run->side, rec, err);
}

static int64_t
whole(const char *arg, int64_t least, const char *option)
{
	struct phc_err e;
	int64_t v;

	if (phc_decimal_parse(phc_str(arg), 0, &v, &e) == -1 || v < least)
		errx(EXIT_TROUBLE, "%s: not a number from %d on: '%s'", option,
		    (int)least, arg);
	return v;
}

static void
put_reasons(const struct phc_match *m, const char *name)
{
	struct phc_file file;
	struct phc_out *out;
	struct phc_err e;
	bool bad;

	if (phc_file_new(&file, name, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	out = phc_out_open(file.fd, name);
	phc_match_put_reasons(m, out);
	bad = phc_out_close(out, &e) == -1;
	file.fd = -1;
	if (bad)
		phc_file_drop(&file);
	if (bad || phc_file_keep(&file, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
}

static void
summary(const struct phc_match *m, const char *verb)
{
	struct phc_match_count n = phc_match_count(m);
	size_t i, sum = 0;

	for (i = 0; i < PHC_PRIORITIES; i++)
		sum += n.housed[i];
	warnx("households %zu, struck off %zu; dwellings %zu, vacant %zu; "
	      "lawful pairs %zu",
	    n.households, n.struck_off, n.dwellings, n.vacant, n.pairs);
	warnx("%s %zu: DALO %zu, agreement %zu, PDALPD %zu, others %zu", verb,
	    sum, n.housed[PHC_PRIORITY_DALO], n.housed[PHC_PRIORITY_AGREEMENT],
	    n.housed[PHC_PRIORITY_PDALPD], n.housed[PHC_PRIORITY_NONE]);
	if (n.few > 0)
		warnx("dwellings with fewer than 3 lawful candidates: %zu",
		    n.few);
}

static const struct phc_law_table laws[] = {
	{ "hlm-ceilings", PHC_CEILINGS_COLUMNS, 3 },
	{ "communes", PHC_COMMUNES_COLUMNS, 1 },
	{ "match-rules", PHC_MATCH_RULES_COLUMNS, 1 },
	{ "match-sizes", PHC_MATCH_SIZES_COLUMNS, 2 },
	{ "match-score", PHC_MATCH_SCORE_COLUMNS, 2 },
	{ NULL, NULL, 0 },
};

static const char usage[] =
    "usage: phc-match [-qhV] [-t date] [-T dir] [-o file] [--max-age years]\n"
    "                 [--max-effort percent] [--late days] "
    "[--shortlist number]\n"
    "                 [--reasons file] -w dwellings [file ...]\n"
    "  -w, --dwellings file      pair with the vacant dwellings of this file\n"
    "      --max-age years       refuse holders of this age or more (30)\n"
    "      --max-effort percent  refuse effort rates above this (none)\n"
    "      --late days           refuse when the two are free more than so\n"
    "                            many days apart (90)\n"
    "      --shortlist number    no assignment: so many candidates for each\n"
    "                            dwelling\n"
    "      --reasons file        write there why others are left out\n"
    "  -t, --date date           match as of this day, YYYY-MM-DD (today)\n"
    "  -T, --tables dir          take tables of the law from this folder\n"
    "  -o, --output file         write there, when all went well\n"
    "  -q, --quiet               no counts on standard error\n"
    "  -h, --help                print this\n"
    "  -V, --version             print the version and the tables in force\n";

enum { MAX_AGE = 256, MAX_EFFORT, LATE, SHORTLIST, REASONS };

/* What the command line asks for; PHC_UNKNOWN and NULL where it does not. */
struct asked {
	const char *dwellings, *reasons;
	int64_t max_age, max_effort, late, shortlist;
};

static struct asked
options(int argc, char *argv[])
{
	static const struct option table[] = {
		{ "dwellings", required_argument, NULL, 'w' },
		{ "max-age", required_argument, NULL, MAX_AGE },
		{ "max-effort", required_argument, NULL, MAX_EFFORT },
		{ "late", required_argument, NULL, LATE },
		{ "shortlist", required_argument, NULL, SHORTLIST },
		{ "reasons", required_argument, NULL, REASONS },
		CMD_LONG,
	};
	struct asked a = { NULL, NULL, PHC_UNKNOWN, PHC_UNKNOWN, PHC_UNKNOWN,
		PHC_UNKNOWN };
	int c;

	while ((c = getopt_long(argc, argv, CMD_SHORT "w:", table, NULL)) != -1)
		switch (c) {
		case 'w':
			a.dwellings = optarg;
			break;
		case MAX_AGE:
			a.max_age = whole(optarg, 1, "--max-age");
			break;
		case MAX_EFFORT:
			a.max_effort = cmd_percent(optarg, "--max-effort");
			break;
		case LATE:
			a.late = whole(optarg, 0, "--late");
			break;
		case SHORTLIST:
			a.shortlist = whole(optarg, 1, "--shortlist");
			break;
		case REASONS:
			a.reasons = optarg;
			break;
		default:
			cmd_common(c, usage, laws);
		}
	return a;
}

static struct phc_match *
start(const struct asked *a)
{
	struct phc_err err;
	struct phc_match *m =
	    phc_match_new(cmd_options.date, cmd_options.tables, &err);

	if (m == NULL)
		errx(EXIT_TROUBLE, "%s", err.msg);
	if (a->max_age != PHC_UNKNOWN)
		phc_match_limit(m, "age", a->max_age);
	if (a->max_effort != PHC_UNKNOWN)
		phc_match_limit(m, "effort", a->max_effort);
	if (a->late != PHC_UNKNOWN)
		phc_match_limit(m, "date", a->late);
	return m;
}

int
main(int argc, char *argv[])
{
	struct asked asked;
	struct run run = { .side = PHC_DWELLINGS };
	const struct cmd_filter filter = { head, row, &run };
	struct phc_err err;
	int status;

	cmd_start();
	asked = options(argc, argv);
	cmd_apart(asked.reasons, cmd_options.output, "--reasons and -o");
	if (asked.dwellings == NULL)
		errx(EXIT_TROUBLE, "which dwellings? give their file with -w");
	run.match = start(&asked);
	status = cmd_load(&filter, asked.dwellings);
	run.side = PHC_HOUSEHOLDS;
	status |= cmd_run(&filter, argv + optind);
	phc_match_pairs(run.match);
	if (asked.shortlist != PHC_UNKNOWN)
		phc_match_shortlist(run.match, (size_t)asked.shortlist);
	else if (phc_match_assign(run.match, &err) == -1)
		errx(EXIT_TROUBLE, "%s", err.msg);
	if (asked.reasons != NULL)
		put_reasons(run.match, asked.reasons);
	phc_match_put(run.match, cmd_out());
	if (!cmd_options.quiet)
		summary(run.match,
		    asked.shortlist != PHC_UNKNOWN ? "listed" : "housed");
	phc_match_free(run.match);
	return cmd_end(status);
}
