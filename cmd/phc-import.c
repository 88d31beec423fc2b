/*
 * phc-import - make house CSV of a foreign file, and say what is wrong with it.
 */
#include <err.h>
#include <stdlib.h>

#include "cmd.h"
#include "input.h"
#include "phc/import.h"
#include "phc/law.h"
#include "record.h"
#include "rejects.h"

struct run {
	struct phc_import_setup setup;
	struct record record;
	struct phc_import *import;
	const char *with, *rejects;
	bool dry, suggest, headed;
	bool silent; /* no rows are written */
	size_t refused;
	struct phc_pool pool;
};

/* What became of them in the register, if there is one. */
static const char *
fates(const struct run *run, const struct phc_store_counts *n, char *buf,
    size_t size)
{
	size_t used;

	*buf = '\0';
	if (run->record.path == NULL || n == NULL)
		return buf;
	used = (size_t)snprintf(buf, size,
	    "; %s%zu inserted, %zu updated, %zu unchanged",
	    run->dry ? "would be " : "", n->inserted, n->updated, n->unchanged);
	if (run->record.pending)
		snprintf(buf + used, size - used, ", %zu pending", n->pending);
	return buf;
}

static void
summary(struct run *run, const char *name, struct phc_import_counts n,
    const struct phc_store_counts *kept)
{
	bool see = run->rejects != NULL && n.refused + n.warned > 0;
	char buf[160];

	run->refused += n.refused;
	if (!cmd_options.quiet)
		warnx("%s: %zu read, %zu kept, %zu refused, %zu warned%s%s%s%s",
		    name, n.read, n.kept, n.refused, n.warned,
		    fates(run, kept, buf, sizeof(buf)), see ? " (see " : "",
		    see ? run->rejects : "", see ? ")" : "");
	if (n.read != n.kept + n.refused)
		errx(EXIT_TROUBLE, "%s: rows are lost: this is a bug", name);
}

static void
import(struct run *run, const char *file)
{
	struct phc_store_counts kept;
	struct phc_err e;
	const char *name;
	FILE *fp = input_open(file, &name);
	int got;

	record_begin(&run->record, run->import, run->setup.profile, fp, name);
	if (phc_import_file(run->import, fp, name, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	if (!run->headed && !run->silent)
		phc_import_put_head(run->import, cmd_out());
	run->headed = true;
	while ((got = phc_import_next(run->import, &e)) == 1) {
		if (!record_row(&run->record, run->import) || run->silent)
			continue;
		phc_import_put(run->import, cmd_out());
		if (phc_out_bad(cmd_out()))
			exit(cmd_end(EXIT_TROUBLE));
	}
	if (got == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	record_end(&run->record, phc_import_counts(run->import), &kept);
	summary(run, name, phc_import_counts(run->import), &kept);
	fclose(fp);
}

/* --with PROFILE=FILE */
static const char *
join(struct run *run)
{
	struct phc_err e;
	char *profile = phc_pool_cstr(&run->pool, phc_str(run->with));
	char *is = strchr(profile, '=');
	const char *name;
	FILE *fp;

	if (is == NULL)
		errx(EXIT_TROUBLE, "--with: not PROFILE=FILE: '%s'", run->with);
	*is = '\0';
	fp = input_open(is + 1, &name);
	record_joined(&run->record, fp, name);
	if (phc_import_with(run->import, profile, fp, name, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	fclose(fp);
	return name;
}

static int
run_import(struct run *run, char *const *files)
{
	const char *joined = NULL;
	struct phc_err e;

	rejects_open(run->rejects);
	run->import = phc_import_new(&run->setup, &e);
	if (run->import == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
	if (run->with != NULL)
		joined = join(run);
	record_open(&run->record);
	if (*files == NULL)
		import(run, "-");
	for (; *files != NULL; files++)
		import(run, *files);
	record_close();
	phc_import_end(run->import);
	if (joined != NULL)
		summary(run, joined, phc_import_joined(run->import), NULL);
	phc_import_free(run->import);
	phc_pool_free(&run->pool);
	return run->refused > 0 ? EXIT_ROWS : EXIT_OK;
}

static int
run_suggest(const struct run *run, const char *file)
{
	struct phc_err e;
	const char *name;
	FILE *fp = input_open(file ? file : "-", &name);

	if (phc_import_suggest(&run->setup, fp, name, cmd_out(), &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	fclose(fp);
	return EXIT_OK;
}

static char
separator(const char *arg)
{
	if (strcmp(arg, "tab") == 0 || strcmp(arg, "\\t") == 0)
		return '\t';
	if (strlen(arg) != 1 || strchr(",;|\t", *arg) == NULL)
		errx(EXIT_TROUBLE, "-s: not , ; | or tab: '%s'", arg);
	return *arg;
}

/* Options that go together, or not. */
static void
settle(struct run *run, int files)
{
	const char *out = cmd_options.output;

	run->setup.tables = cmd_options.tables;
	run->record.dry = run->dry;
	run->silent = run->dry || (run->record.path != NULL && out == NULL);
	cmd_apart(run->rejects, out, "-r and -o");
	cmd_apart(run->record.path, out, "-d and -o");
	cmd_apart(run->record.path, run->rejects, "-d and -r");
	if (run->suggest && files > 1)
		errx(EXIT_TROUBLE, "--suggest: one file at a time");
	if (run->record.pending && run->record.path == NULL)
		errx(EXIT_TROUBLE, "--allow-pending: give a register with -d");
}

static const struct phc_law_table laws[] = {
	{ "communes", PHC_COMMUNES_COLUMNS, 1 },
	{ NULL, NULL, 0 },
};

static const char usage[] =
    "usage: phc-import [-nqhV] [-k kind] [-p profile] [-e encoding] "
    "[-s separator]\n"
    "           [-r rejects] [-t date] [-T dir] [-o file] "
    "[--with profile=file]\n"
    "           [-d register [--allow-pending] [--wait seconds]] [file ...]\n"
    "       phc-import --suggest [-k kind] [file]\n"
    "  -k, --kind kind            household, dwelling, fjt, proposal, lease,\n"
    "                             event, spending, funding or reading\n"
    "  -p, --profile profile      how the file is read (house); one of your "
    "own\n"
    "                             has a slash or ends in .csv\n"
    "  -e, --encoding encoding    utf-8 or cp1252 (found out)\n"
    "  -s, --separator separator  , ; | or tab (found out)\n"
    "  -r, --rejects rejects      write what is wrong to this file\n"
    "  -n, --dry-run              check and report only\n"
    "      --with profile=file    join this file by the key\n"
    "      --suggest              draft a profile for the file\n"
    "  -d, --register register    record the rows there, not on standard "
    "output\n"
    "      --allow-pending        record rows whose household or dwelling is "
    "not there\n"
    "      --wait seconds         for another that writes there (600)\n"
    "  -t, --date date            the day from which the rows hold (today)\n"
    "  -T, --tables dir           take profiles and communes from this "
    "folder\n"
    "  -o, --output file          write there, when all went well\n"
    "  -q, --quiet                no notes and no summary\n"
    "  -h, --help                 print this\n"
    "  -V, --version              print the version and the table in force\n";

static const struct option options[] = {
	{ "kind", required_argument, NULL, 'k' },
	{ "profile", required_argument, NULL, 'p' },
	{ "encoding", required_argument, NULL, 'e' },
	{ "separator", required_argument, NULL, 's' },
	{ "rejects", required_argument, NULL, 'r' },
	{ "dry-run", no_argument, NULL, 'n' },
	{ "with", required_argument, NULL, 'w' },
	{ "suggest", no_argument, NULL, 'S' },
	{ "register", required_argument, NULL, 'd' },
	{ "allow-pending", no_argument, NULL, 'P' },
	{ "wait", required_argument, NULL, 'W' },
	CMD_LONG,
};

static void
option(struct run *run, int c)
{
	switch (c) {
	case 'k':
		run->setup.kind = optarg;
		break;
	case 'p':
		run->setup.profile = optarg;
		break;
	case 'e':
		run->setup.encoding = optarg;
		break;
	case 's':
		run->setup.sep = separator(optarg);
		break;
	case 'r':
		run->rejects = optarg;
		break;
	case 'n':
		run->dry = true;
		break;
	case 'w':
		if (run->with != NULL)
			errx(EXIT_TROUBLE,
			    "--with: one file is joined, not two");
		run->with = optarg;
		break;
	case 'S':
		run->suggest = true;
		break;
	case 'd':
		run->record.path = optarg;
		break;
	case 'P':
		run->record.pending = true;
		break;
	case 'W':
		run->record.wait = cmd_seconds(optarg, "--wait");
		break;
	default:
		cmd_common(c, usage, laws);
	}
}

int
main(int argc, char *argv[])
{
	struct run run = { .setup = { .profile = "house",
			       .report = rejects_report },
		.record = { .wait = 600 } };
	int c, status;

	cmd_start();
	while ((c = getopt_long(argc, argv, CMD_SHORT "k:p:e:s:r:nd:", options,
		    NULL)) != -1)
		option(&run, c);
	settle(&run, argc - optind);
	status = run.suggest ? run_suggest(&run, argv[optind])
			     : run_import(&run, argv + optind);
	status = cmd_end(status);
	rejects_keep();
	return status;
}
