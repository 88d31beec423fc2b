#include <err.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cmd.h"
#include "phc/budget.h"
#include "phc/date.h"
#include "phc/follow.h"
#include "wish.h"

enum { PARTNERS = 5, ANYBODY = 11, LEAST = 2, MOST = 1000, WAIT = 600 };

static const char usage[] =
    "usage: phc-report [-qhV] [-t date] [-T dir] [--month month | --year "
    "year]\n"
    "                  [--threshold number] [--public] [--published file]\n"
    "                  [--key file] [--source file]... [--wait seconds]\n"
    "                  [--format xlsx|csv | --preview[=sheet]] [-o file]\n"
    "                  --to report\n"
    "                  [-d register | [--table kind=file]... [file ...]]\n"
    "       phc-report --figures [option ...] --to report [-d register | ...]\n"
    "       phc-report --to commission [option ...] [--scores file] "
    "-o file\n"
    "                  [file ...]\n"
    "      --to report      ddtm, departement, form; or commission\n"
    "  -o, --output file    write the workbook there\n"
    "      --month month    of this month, YYYY-MM (that of -t)\n"
    "      --year year      of this year, YYYY\n"
    "  -d, --register file  from this register ($PHC_REGISTER)\n"
    "      --table kind=file\n"
    "                       take rows of this kind from there: household, "
    "dwelling,\n"
    "                       proposal, lease, event, spending, funding, "
    "reading, fjt\n"
    "      --threshold number\n"
    "                       show no count below this (5; 11 with --public)\n"
    "      --public         for anybody, not for partners bound by secrecy\n"
    "      --published file what was published before, and from now on\n"
    "      --key file       of the pseudonyms ($PHC_KEY; the register's "
    "name\n"
    "                       and .key)\n"
    "      --source file    name a file that the rows came from\n"
    "      --scores file    for the commission: points of the candidates\n"
    "      --format format  xlsx; or csv, into folder -o\n"
    "      --preview[=sheet]\n"
    "                       print the sheets, or one, and publish nothing\n"
    "      --figures        print what the report says, not masked, as CSV\n"
    "      --wait seconds   for another that writes to the register (600)\n"
    "  -t, --date date      the day it is made on, YYYY-MM-DD (today)\n"
    "  -T, --tables dir     take tables from this folder\n"
    "  -q, --quiet          do not say what was written\n"
    "  -h, --help           print this\n"
    "  -V, --version        print the version and the tables in force\n";

static void
add_laws(struct phc_law_table *to, const struct phc_law_table *from)
{
	size_t i, n = 0;

	while (to[n].name != NULL)
		n++;
	for (; from->name != NULL; from++) {
		for (i = 0; i < n && strcmp(to[i].name, from->name) != 0; i++)
			;
		if (i == n)
			to[n++] = *from;
	}
}

static void
common(int c)
{
	enum { TABLES = 32 };
	static struct phc_law_table laws[TABLES];

	if (c == 'V') {
		add_laws(laws, phc_terms_tables);
		add_laws(laws, phc_follow_tables);
	}
	cmd_common(c, usage, laws);
}

/* --table KIND=FILE */
static void
table(struct wish *w, char *arg)
{
	char *file = strchr(arg, '=');
	const char *kind;
	size_t i;

	if (file == NULL || file == arg || file[1] == '\0')
		errx(EXIT_TROUBLE, "--table: not KIND=FILE: '%s'", arg);
	*file++ = '\0';
	for (i = 0; (kind = phc_store_kind(i)) != NULL; i++)
		if (strcmp(kind, arg) == 0)
			break;
	if (kind == NULL)
		errx(EXIT_TROUBLE, "--table: no such kind: '%s'", arg);
	phc_grow(&w->table, &w->captables, w->tables + 1, sizeof(*w->table));
	w->table[w->tables++] = (struct wish_table){ kind, file };
}

static int64_t
threshold(const char *arg)
{
	int64_t v;

	if (phc_decimal_parse(phc_str(arg), 0, &v, NULL) == -1 || v < LEAST ||
	    v > MOST)
		errx(EXIT_TROUBLE,
		    "--threshold: not a number from %d to %d: '%s'", LEAST,
		    MOST, arg);
	return v;
}

static bool
format(const char *arg)
{
	if (strcmp(arg, "csv") != 0 && strcmp(arg, "xlsx") != 0)
		errx(EXIT_TROUBLE, "--format: not xlsx or csv: '%s'", arg);
	return strcmp(arg, "csv") == 0;
}

enum option_code {
	TO = 256,
	MONTH,
	YEAR,
	TABLE,
	THRESHOLD,
	PUBLIC,
	PUBLISHED,
	KEY,
	SOURCE,
	SCORES,
	FORMAT,
	PREVIEW,
	FIGURES,
	WAITING
};

static const struct option options[] = {
	{ "to", required_argument, NULL, TO },
	{ "month", required_argument, NULL, MONTH },
	{ "year", required_argument, NULL, YEAR },
	{ "register", required_argument, NULL, 'd' },
	{ "table", required_argument, NULL, TABLE },
	{ "threshold", required_argument, NULL, THRESHOLD },
	{ "public", no_argument, NULL, PUBLIC },
	{ "published", required_argument, NULL, PUBLISHED },
	{ "key", required_argument, NULL, KEY },
	{ "source", required_argument, NULL, SOURCE },
	{ "scores", required_argument, NULL, SCORES },
	{ "format", required_argument, NULL, FORMAT },
	{ "preview", optional_argument, NULL, PREVIEW },
	{ "figures", no_argument, NULL, FIGURES },
	{ "wait", required_argument, NULL, WAITING },
	CMD_LONG,
};

/* Options that name a thing, and where it is kept. */
static const char **
named(struct wish *w, int c)
{
	switch (c) {
	case TO:
		return &w->of.to;
	case MONTH:
		return &w->month;
	case YEAR:
		return &w->year;
	case 'd':
		return &w->path;
	case PUBLISHED:
		return &w->published;
	case KEY:
		return &w->key;
	case SCORES:
		return &w->scores;
	case SOURCE:
		phc_grow(&w->source, &w->capsources, w->sources + 1,
		    sizeof(*w->source));
		return &w->source[w->sources++];
	default:
		return NULL;
	}
}

static void
take(struct wish *w, int c)
{
	const char **name = named(w, c);

	if (name != NULL)
		*name = optarg;
	else if (c == TABLE)
		table(w, optarg);
	else if (c == THRESHOLD)
		w->threshold = threshold(optarg);
	else if (c == PUBLIC)
		w->open = w->of.public = true;
	else if (c == FORMAT)
		w->csv = format(optarg);
	else if (c == FIGURES)
		w->figures = true;
	else if (c == WAITING)
		w->wait = cmd_seconds(optarg, "--wait");
	else if (c == PREVIEW) {
		w->preview = true;
		w->sheet = optarg;
	} else
		common(c);
}

/* The first day of "2016", "2016-08", or of the month of -t. */
static int64_t
first(const struct wish *w)
{
	struct phc_err e;
	char month[PHC_DATE_MAX];
	int64_t day;

	if (w->month != NULL) {
		if (phc_month_parse(phc_str(w->month), &day, &e) == -1)
			errx(EXIT_TROUBLE, "--month: %s", e.msg);
		return day;
	}
	if (w->year == NULL)
		return phc_date_month(cmd_options.date);
	snprintf(month, sizeof(month), "%.5s-01", w->year);
	if (strlen(w->year) != 4 ||
	    phc_month_parse(phc_str(month), &day, &e) == -1)
		errx(EXIT_TROUBLE, "--year: not a year: '%s'", w->year);
	return day;
}

/* To the end, or to the day of -t if that is before it. */
static void
period(struct wish *w)
{
	struct phc_figures_of *f = &w->of;

	f->tables = cmd_options.tables;
	f->year = w->year != NULL;
	f->from = first(w);
	f->to_day = phc_date_months(f->from, f->year ? 12 : 1) - 1;
	if ((cmd_options.dated || w->month == w->year) &&
	    cmd_options.date < f->to_day)
		f->to_day = cmd_options.date;
	if (f->to_day < f->from)
		errx(EXIT_TROUBLE, "-t: the day is before the period");
}

/* The register, unless there are rows. */
static void
find_register(struct wish *w)
{
	bool rows = *w->files != NULL || w->tables > 0;

	if (w->path != NULL && rows)
		errx(
		    EXIT_TROUBLE, "-d takes no rows but those of the register");
	if (w->path == NULL && !rows && !w->commission)
		w->path = getenv("PHC_REGISTER");
	if (w->path != NULL && *w->path == '\0')
		w->path = NULL;
	if (w->path != NULL && w->published != NULL)
		errx(EXIT_TROUBLE, "-d records what is published: without "
				   "--published");
}

static void
settle_commission(const struct wish *w)
{
	if (w->path != NULL || w->tables > 0)
		errx(EXIT_TROUBLE, "--to commission: it is made of the rows of "
				   "a shortlist, without -d and --table");
	if (w->month != NULL || w->year != NULL)
		errx(EXIT_TROUBLE, "--to commission: it is of the day of -t, "
				   "without --month and --year");
	if (w->open || w->threshold != 0 || w->published != NULL ||
	    w->key != NULL)
		errx(EXIT_TROUBLE, "--to commission: it stays in the house, "
				   "with the keys of the file: without "
				   "--public, --threshold, --published and "
				   "--key");
	if (w->figures || w->preview || w->csv)
		errx(EXIT_TROUBLE, "--to commission: a workbook, without "
				   "--figures, --preview and --format csv");
}

/* Where it goes. */
static void
settle_output(const struct wish *w)
{
	const char *out = cmd_options.output;
	struct stat st;

	if (w->figures && (w->preview || w->csv))
		errx(EXIT_TROUBLE,
		    "--figures, --preview, --format csv: one or the other");
	if (w->preview && w->csv)
		errx(EXIT_TROUBLE, "--preview, --format csv: one or the other");
	if (w->figures || w->preview)
		return;
	if (out == NULL)
		errx(EXIT_TROUBLE, "no -o: where does the %s go?",
		    w->csv ? "folder" : "workbook");
	if (strcmp(out, "-") == 0)
		errx(EXIT_TROUBLE,
		    "-o -: a %s cannot be written to a pipe: name a %s",
		    w->csv ? "folder" : "workbook", w->csv ? "folder" : "file");
	if (w->csv && lstat(out, &st) == 0)
		errx(EXIT_TROUBLE,
		    "-o '%s': there is one already: name a new folder", out);
}

static void
settle_files(const struct wish *w)
{
	const char *out = cmd_options.output;

	cmd_apart(w->path, out, "-d and -o");
	cmd_apart(w->key, out, "--key and -o");
	cmd_apart(w->published, out, "--published and -o");
	cmd_apart(w->path, w->key, "-d and --key");
	cmd_apart(w->path, w->published, "-d and --published");
	cmd_apart(w->key, w->published, "--key and --published");
}

/* What goes together, or not. */
static void
settle(struct wish *w)
{
	if (w->of.to == NULL)
		errx(EXIT_TROUBLE, "no --to: for whom is the report?");
	if (w->month != NULL && w->year != NULL)
		errx(EXIT_TROUBLE, "--month and --year: one or the other");
	w->commission = strcmp(w->of.to, "commission") == 0;
	if (w->commission)
		settle_commission(w);
	else if (w->scores != NULL)
		errx(EXIT_TROUBLE, "--scores: of --to commission alone");
	find_register(w);
	settle_output(w);
	settle_files(w);
	if (w->open && w->threshold != 0 && w->threshold < ANYBODY)
		errx(EXIT_TROUBLE, "--threshold: of what is public, %d or more",
		    ANYBODY);
	if (w->threshold == 0)
		w->threshold = w->open ? ANYBODY : PARTNERS;
	period(w);
}

struct wish
wish_options(int argc, char *argv[])
{
	struct wish w = { .wait = WAIT };
	int c;

	while (
	    (c = getopt_long(argc, argv, CMD_SHORT "d:", options, NULL)) != -1)
		take(&w, c);
	w.files = argv + optind;
	settle(&w);
	return w;
}

void
wish_free(struct wish *w)
{
	free(w->source);
	free(w->table);
}
