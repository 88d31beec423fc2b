/*
 * phc-report - a workbook for a partner, from the rows of phc-budget; or its
 * figures, from a register.
 */
#include <err.h>
#include <stdlib.h>

#include "cmd.h"
#include "figures.h"
#include "phc/ceiling.h"
#include "phc/digest.h"
#include "phc/report.h"

static const struct phc_law_table laws[] = {
	{ "hlm-ceilings", PHC_CEILINGS_COLUMNS, 3 },
	{ "communes", PHC_COMMUNES_COLUMNS, 1 },
	{ NULL, NULL, 0 },
};

static const char usage[] =
    "usage: phc-report [-qhV] [-t date] [-T dir] [--source file] --to report "
    "-o file\n"
    "                  [file ...]\n"
    "       phc-report --figures [-d register] [-t date] [-T dir] --to report\n"
    "                  --month month | --year year [-o file]\n"
    "       phc-report --to commission [option ...] [--scores file] -o file\n"
    "                  [file ...]\n"
    "  -d, --register file\n"
    "                     the register ($PHC_REGISTER)\n"
    "      --figures      print what the report says, not masked, as CSV\n"
    "      --month month  of this month, YYYY-MM\n"
    "      --year year    of this year, YYYY\n"
    "      --to report    ddtm or departement; of figures also form;\n"
    "                     or commission, internal\n"
    "  -o, --output file  write the workbook there\n"
    "  -t, --date date    the day it describes, YYYY-MM-DD (today)\n"
    "      --scores file  for the commission: the points that phc-match wrote\n"
    "      --source file  name a file that the rows came from; repeatable\n"
    "  -T, --tables dir   take tables from this folder\n"
    "  -q, --quiet        do not say what was written\n"
    "  -h, --help         print this\n"
    "  -V, --version      print the version and the tables in force\n";

/* What the command line asks for. */
struct wish {
	const char *to;
	const char **source;
	size_t nsources, cap;
	bool figures;
	const char *path, *month, *year, *scores;
};

static void
find_register(struct wish *w)
{
	if (w->path == NULL)
		w->path = getenv("PHC_REGISTER");
	if (w->path == NULL || *w->path == '\0')
		errx(EXIT_TROUBLE, "no register: give it with -d, or in "
				   "PHC_REGISTER");
}

/* What goes together, or not. */
static void
settle(struct wish *w, int operands)
{
	if (w->to == NULL)
		errx(EXIT_TROUBLE, "no --to: for whom is the report?");
	if (w->figures || strcmp(w->to, "commission") != 0) {
		if ((w->month == NULL) == (w->year == NULL))
			errx(EXIT_TROUBLE, "one of --month and --year");
		if (operands > 0 || w->nsources > 0)
			errx(EXIT_TROUBLE, "--figures takes no rows but those "
					   "of the register");
		find_register(w);
		cmd_apart(w->path, cmd_options.output, "-d and -o");
	}
	if (w->figures)
		return;
	if (cmd_options.output == NULL)
		errx(EXIT_TROUBLE, "no -o: where does the workbook go?");
	if (strcmp(cmd_options.output, "-") == 0)
		errx(EXIT_TROUBLE,
		    "-o -: a workbook cannot be written to a pipe: name a "
		    "file");
}

static void
read_options(int argc, char *argv[], struct wish *w)
{
	enum { TO = 256, SOURCE, SCORES, FIGURES, MONTH, YEAR };
	static const struct option options[] = {
		{ "to", required_argument, NULL, TO },
		{ "source", required_argument, NULL, SOURCE },
		{ "scores", required_argument, NULL, SCORES },
		{ "register", required_argument, NULL, 'd' },
		{ "figures", no_argument, NULL, FIGURES },
		{ "month", required_argument, NULL, MONTH },
		{ "year", required_argument, NULL, YEAR },
		CMD_LONG,
	};
	int c;

	while (
	    (c = getopt_long(argc, argv, CMD_SHORT "d:", options, NULL)) != -1)
		switch (c) {
		case TO:
			w->to = optarg;
			break;
		case SCORES:
			w->scores = optarg;
			break;
		case 'd':
			w->path = optarg;
			break;
		case FIGURES:
			w->figures = true;
			break;
		case MONTH:
			w->month = optarg;
			break;
		case YEAR:
			w->year = optarg;
			break;
		case SOURCE:
			phc_grow(&w->source, &w->cap, w->nsources + 1,
			    sizeof(*w->source));
			w->source[w->nsources++] = optarg;
			break;
		default:
			cmd_common(c, usage, laws);
		}
	settle(w, argc - optind);
}

static int
commission_head(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	return phc_commission_head(arg, rec, err);
}

static int
commission_row(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	return phc_commission_row(arg, rec, err);
}

static int
score_head(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	return phc_commission_score_head(arg, rec, err);
}

static int
score_row(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	return phc_commission_score_row(arg, rec, err);
}

static void
commission_source(struct phc_commission *c, const char *file)
{
	const char *slash = strrchr(file, '/');
	char hex[PHC_SHA256_MAX];
	struct phc_err err;
	FILE *fp = phc_open(file, &err);

	if (fp == NULL || phc_sha256_file(fp, file, hex, &err) == -1 ||
	    phc_commission_source(
		c, slash != NULL ? slash + 1 : file, hex, &err) == -1)
		errx(EXIT_TROUBLE, "%s", err.msg);
	fclose(fp);
}

static int
commission_run(const struct wish *w, char *const *files)
{
	struct phc_commission *c;
	struct phc_err err;
	int status;
	size_t i;

	c = phc_commission_new(cmd_options.date, cmd_options.tables, &err);
	if (c == NULL)
		errx(EXIT_TROUBLE, "%s", err.msg);
	for (i = 0; i < w->nsources; i++)
		commission_source(c, w->source[i]);
	for (i = 0; files[i] != NULL; i++)
		if (strcmp(files[i], "-") != 0)
			commission_source(c, files[i]);
	status = cmd_run(
	    &(struct cmd_filter){ commission_head, commission_row, c }, files);
	if (w->scores != NULL &&
	    cmd_load(&(struct cmd_filter){ score_head, score_row, c },
		w->scores) != EXIT_OK)
		status = EXIT_ROWS;
	if (status != EXIT_OK)
		phc_commission_partial(c);
	if (phc_commission_make(c, cmd_options.output, &err) == -1 ||
	    phc_commission_keep(c, &err) == -1)
		errx(EXIT_TROUBLE, "%s", err.msg);
	if (!cmd_options.quiet)
		warnx("%s: %s", cmd_options.output, phc_commission_summary(c));
	phc_commission_free(c);
	return cmd_end(status);
}

int
main(int argc, char *argv[])
{
	struct wish wish = { 0 };

	cmd_start();
	read_options(argc, argv, &wish);
	if (wish.figures)
		return figures_run(&(struct figures_wish){
		    wish.to, wish.path, wish.month, wish.year });
	if (strcmp(wish.to, "commission") == 0)
		return commission_run(&wish, argv + optind);
	figures_book(&(struct figures_wish){
	    wish.to, wish.path, wish.month, wish.year });
	free(wish.source);
	return cmd_end(EXIT_OK);
}
