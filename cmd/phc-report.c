/*
 * phc-report - a workbook for a partner, from the rows of phc-budget; or its
 * figures, from a register.
 */
#include <err.h>
#include <stdlib.h>

#include "cmd.h"
#include "figures.h"
#include "phc/ceiling.h"
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
    "  -d, --register file\n"
    "                     the register ($PHC_REGISTER)\n"
    "      --figures      print what the report says, not masked, as CSV\n"
    "      --month month  of this month, YYYY-MM\n"
    "      --year year    of this year, YYYY\n"
    "      --to report    ddtm or departement; of figures also form\n"
    "  -o, --output file  write the workbook there\n"
    "  -t, --date date    the day it describes, YYYY-MM-DD (today)\n"
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
	const char *path, *month, *year;
};

/* What goes together, or not. */
static void
settle(struct wish *w, int operands)
{
	if (w->to == NULL)
		errx(EXIT_TROUBLE, "no --to: for whom is the report?");
	if (w->figures || w->path != NULL) {
		if ((w->month == NULL) == (w->year == NULL))
			errx(EXIT_TROUBLE, "one of --month and --year");
		if (operands > 0 || w->nsources > 0)
			errx(EXIT_TROUBLE, "--figures takes no rows but those "
					   "of the register");
		if (w->path == NULL)
			w->path = getenv("PHC_REGISTER");
		if (w->path == NULL || *w->path == '\0')
			errx(EXIT_TROUBLE, "no register: give it with -d, or "
					   "in PHC_REGISTER");
		cmd_apart(w->path, cmd_options.output, "-d and -o");
		return;
	}
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
	enum { TO = 256, SOURCE, FIGURES, MONTH, YEAR };
	static const struct option options[] = {
		{ "to", required_argument, NULL, TO },
		{ "source", required_argument, NULL, SOURCE },
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

int
main(int argc, char *argv[])
{
	struct wish wish = { 0 };

	cmd_start();
	read_options(argc, argv, &wish);
	if (wish.figures)
		return figures_run(&(struct figures_wish){
		    wish.to, wish.path, wish.month, wish.year });
	figures_book(&(struct figures_wish){
	    wish.to, wish.path, wish.month, wish.year });
	free(wish.source);
	return cmd_end(EXIT_OK);
}
