#include <err.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"
#include "phc/columns.h"
#include "phc/date.h"
#include "phc/law.h"
#include "phc/text.h"

struct cmd_options cmd_options;

static struct {
	struct phc_out *out; /* standard output, or the file of -o */
	struct phc_file file;
	bool named;
} output;

static int64_t
today(void)
{
	time_t now = time(NULL);
	struct tm tm;
	int64_t date;
	struct phc_err e;

	if (localtime_r(&now, &tm) == NULL ||
	    phc_date_civil(
		tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, &date, &e) == -1)
		errx(EXIT_TROUBLE, "the clock is wrong: give the date with -t");
	return date;
}

/* A run that is ended from outside leaves no half file of personal data. */
static void
interrupted(int by)
{
	phc_file_sweep();
	signal(by, SIG_DFL);
	raise(by);
}

/* The law that was asked for, not the one compiled in for a slip of the pen. */
static const char *
folder(const char *what, const char *dir)
{
	struct stat st;

	if (stat(dir, &st) == -1)
		err(EXIT_TROUBLE, "%s: cannot open '%s'", what, dir);
	if (!S_ISDIR(st.st_mode))
		errx(EXIT_TROUBLE, "%s: not a folder: '%s'", what, dir);
	return dir;
}

void
cmd_start(void)
{
	const char *tables = getenv("PHC_TABLES");

	atexit(phc_file_sweep);
	signal(SIGINT, interrupted);
	signal(SIGTERM, interrupted);
	signal(SIGHUP, interrupted);
	signal(SIGPIPE, interrupted);
	if (tables != NULL && *tables != '\0')
		cmd_options.tables = folder("PHC_TABLES", tables);
	cmd_options.date = today();
}

static void
date(const char *arg)
{
	struct phc_err e;

	if (phc_date_parse(phc_str(arg), &cmd_options.date, &e) == -1)
		errx(EXIT_TROUBLE, "-t: %s", e.msg);
	cmd_options.dated = true;
}

/* One table of -V: where it comes from and its latest date of effect. */
static void
table(const struct phc_law_table *t)
{
	struct phc_err e;
	char day[PHC_DATE_MAX];
	struct phc_law *law =
	    phc_law_open(t->name, t->columns, t->nkeys, cmd_options.tables, &e);

	if (law == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
	printf("%s %s\n", phc_law_where(law),
	    phc_date_format(phc_law_latest(law), day));
	phc_law_free(law);
}

static _Noreturn void
leave(void)
{
	if (fflush(stdout) == EOF || ferror(stdout))
		err(EXIT_TROUBLE, "cannot write '(stdout)'");
	exit(EXIT_OK);
}

void
cmd_common(int c, const char *usage, const struct phc_law_table *laws)
{
	switch (c) {
	case 't':
		date(optarg);
		break;
	case 'T':
		cmd_options.tables = folder("-T", optarg);
		break;
	case 'o':
		cmd_options.output = optarg;
		break;
	case 'q':
		cmd_options.quiet = true;
		break;
	case 'h':
		fputs(usage, stdout);
		leave();
	case 'V':
		printf("phc %s\n", PHC_VERSION);
		for (; laws->name != NULL; laws++)
			table(laws);
		leave();
	default:
		fputs(usage, stderr);
		exit(EXIT_TROUBLE);
	}
}

enum phc_lang
cmd_lang(const char *arg)
{
	static const char *const names[PHC_LANGS] = { "fr", "en" };
	int i = 0;

	while (i < PHC_LANGS && strcmp(arg, names[i]) != 0)
		i++;
	if (i == PHC_LANGS)
		errx(EXIT_TROUBLE, "--lang: not fr or en: '%s'", arg);
	return (enum phc_lang)i;
}

int64_t
cmd_percent(const char *arg, const char *option)
{
	const int most = 1000;
	struct phc_err e;
	int64_t v;

	if (phc_decimal_parse(phc_str(arg), 2, &v, &e) == -1 || v < 0 ||
	    v > 100 * most)
		errx(EXIT_TROUBLE, "%s: not a percentage from 0 to %d: '%s'",
		    option, most, arg);
	return v;
}

int
cmd_seconds(const char *arg, const char *option)
{
	const int most = 86400;
	int64_t v;

	if (phc_decimal_parse(phc_str(arg), 0, &v, NULL) == -1 || v < 0 ||
	    v > most)
		errx(EXIT_TROUBLE, "%s: not seconds from 0 to %d: '%s'", option,
		    most, arg);
	return (int)v;
}

char *
cmd_now(char buf[CMD_NOW_MAX])
{
	time_t now = time(NULL);
	struct tm tm;

	strftime(buf, CMD_NOW_MAX, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &tm));
	return buf;
}

/* Where a path is, and its name there. */
static const char *
place(const char *path, struct stat *st)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash != NULL ? (size_t)(slash - path) + 1 : 0;
	char *dir = memcpy(phc_new(n + 2), path, n);
	bool there = stat(strcat(dir, "."), st) == 0;

	free(dir);
	return there ? path + n : NULL;
}

static bool
same(const char *a, const char *b)
{
	struct stat x, y;

	if (strcmp(a, b) == 0)
		return true;
	if (stat(a, &x) == 0 && stat(b, &y) == 0)
		return x.st_dev == y.st_dev && x.st_ino == y.st_ino &&
		       S_ISREG(x.st_mode);
	a = place(a, &x);
	b = place(b, &y);
	return a != NULL && b != NULL && strcmp(a, b) == 0 &&
	       x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

void
cmd_apart(const char *a, const char *b, const char *options)
{
	if (a != NULL && b != NULL && same(a, b))
		errx(EXIT_TROUBLE, "%s: the same file: '%s'", options, a);
}

static char *
clean(char *msg)
{
	char *p = strchr(msg, '\'');

	if (p != NULL && phc_nir_in(phc_str(p)))
		strcpy(p, "(withheld)");
	for (p = msg; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == '\177')
			*p = '?';
	return msg;
}

void
cmd_say(const char *file, size_t line, char *msg)
{
	warnx("%s:%zu: %s", file, line, clean(msg));
}

void
cmd_warn(const char *msg)
{
	struct phc_err e;

	phc_fail(&e, PHC_EDATA, "%s", msg);
	warnx("%s", clean(e.msg));
}

/* The run so far: the header of the first file, and the rows' fates. */
struct run {
	const struct cmd_filter *filter;
	struct phc_pool pool;
	struct phc_rec head;
	size_t read, kept, refused;
};

/* Keep the header: the reader reuses the record that it came in. */
static void
keep(struct run *run, const struct phc_rec *rec)
{
	size_t len = rec->n ? rec->end[rec->n - 1] + 1 : 0;

	run->head = *rec;
	run->head.text =
	    memcpy(phc_pool_take(&run->pool, len + 1), rec->text, len);
	run->head.end =
	    memcpy(phc_pool_take(&run->pool, rec->n * sizeof(*rec->end)),
		rec->end, rec->n * sizeof(*rec->end));
}

static int
header(struct run *run, const struct phc_rec *rec, struct phc_err *e)
{
	size_t i;

	if (run->head.n == 0) {
		keep(run, rec);
		return run->filter->head(&run->head, run->filter->arg, e);
	}
	for (i = 0; i < rec->n && i < run->head.n; i++)
		if (!phc_str_is(
			phc_rec_field(rec, i), phc_rec_field(&run->head, i)))
			break;
	if (i < rec->n || i < run->head.n)
		return phc_fail(
		    e, PHC_EDATA, "not the header of the first file");
	return 0;
}

static int
row(const struct run *run, const struct phc_rec *rec, struct phc_err *e)
{
	if (rec->n != run->head.n)
		return phc_fail(
		    e, PHC_EDATA, "%zu fields, not %zu", rec->n, run->head.n);
	return run->filter->row(rec, run->filter->arg, e);
}

static void
rows(struct run *run, struct phc_csv *csv, const char *name)
{
	struct phc_rec rec;
	struct phc_err e;
	int got;

	while ((got = phc_csv_next(csv, &rec, &e)) != 0) {
		if (got == -1 && e.code == PHC_ESYS)
			errx(EXIT_TROUBLE, "%s", e.msg);
		if (output.out != NULL && phc_out_bad(output.out))
			exit(cmd_end(EXIT_TROUBLE));
		run->read++;
		if (got == 1 && row(run, &rec, &e) == 0) {
			run->kept++;
			continue;
		}
		run->refused++;
		cmd_say(name, rec.line, e.msg);
	}
}

static void
stream(struct run *run, const char *file)
{
	const char *name = strcmp(file, "-") == 0 ? "(stdin)" : file;
	struct phc_err e;
	FILE *fp = phc_open(file, &e);
	struct phc_csv *csv;
	struct phc_rec rec;
	int got;

	if (fp == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
	csv = phc_csv_new(fp, name, ',');
	if ((got = phc_csv_next(csv, &rec, &e)) == 0)
		errx(EXIT_TROUBLE, "%s: empty: not even a header", name);
	if (got == -1 && e.code == PHC_ESYS)
		errx(EXIT_TROUBLE, "%s", e.msg);
	if (got == -1 || header(run, &rec, &e) == -1)
		errx(EXIT_TROUBLE, "%s:%zu: %s", name, rec.line, e.msg);
	rows(run, csv, name);
	phc_csv_free(csv);
	if (fp != stdin)
		fclose(fp);
}

static int
finish(struct run *run)
{
	phc_pool_free(&run->pool);
	if (run->read != run->kept + run->refused)
		errx(EXIT_TROUBLE,
		    "%zu rows in, but %zu out and %zu refused: this is a bug",
		    run->read, run->kept, run->refused);
	return run->refused > 0 ? EXIT_ROWS : EXIT_OK;
}

int
cmd_run(const struct cmd_filter *filter, char *const *files)
{
	struct run run = { .filter = filter };

	if (*files == NULL)
		stream(&run, "-");
	for (; *files != NULL; files++)
		stream(&run, *files);
	return finish(&run);
}

int
cmd_load(const struct cmd_filter *filter, const char *file)
{
	struct run run = { .filter = filter };

	stream(&run, file);
	return finish(&run);
}

struct phc_out *
cmd_file_new(struct phc_file *file, const char *path)
{
	struct phc_err e;

	if (phc_file_new(file, path, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	return phc_out_open(file->fd, path);
}

void
cmd_file_end(struct phc_file *file, struct phc_out *out)
{
	struct phc_err e;

	file->fd = -1; /* closed with the writer */
	if (phc_out_close(out, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
}

void
cmd_file_keep(struct phc_file *file)
{
	struct phc_err e;

	if (phc_file_keep(file, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
}

struct phc_out *
cmd_out(void)
{
	const char *name = cmd_options.output;

	if (output.out != NULL)
		return output.out;
	if (name == NULL || strcmp(name, "-") == 0)
		return output.out = phc_out_open(STDOUT_FILENO, "(stdout)");
	output.out = cmd_file_new(&output.file, name);
	output.named = true;
	return output.out;
}

int
cmd_end(int status)
{
	struct phc_err e = { PHC_OK, "" };

	if (output.out != NULL && phc_out_close(output.out, &e) == -1)
		status = EXIT_TROUBLE;
	output.file.fd = -1; /* closed with the writer */
	if (output.named && status != EXIT_TROUBLE) {
		output.named = false;
		phc_file_keep(&output.file, &e);
	}
	if (e.code != PHC_OK)
		errx(EXIT_TROUBLE, "%s", e.msg);
	return status;
}
