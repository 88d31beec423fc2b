#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd.h"
#include "phc/digest.h"
#include "phc/store.h"
#include "published.h"
#include "register.h"

/* The register, held alone; or the folder of the file, locked. */
static struct phc_store *writer;
static int folder = -1;

static void
waiting(const char *message, void *arg)
{
	(void)arg;
	warnx("%s", message);
}

static void
hold_register(const struct wish *w)
{
	const struct phc_store_setup setup = {
		.mode = PHC_STORE_WRITE, .wait = w->wait, .waiting = waiting
	};
	struct phc_err e;

	writer = phc_store_open(w->path, &setup, &e);
	if (writer == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
	atexit(published_end);
}

/* The file itself is replaced: its folder stays. */
static void
hold_file(const struct wish *w)
{
	char *path = strcpy(phc_new(strlen(w->published) + 1), w->published);
	int left = w->wait;

	folder = open(dirname(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder == -1)
		err(EXIT_TROUBLE, "cannot open '%s'", w->published);
	while (flock(folder, LOCK_EX | LOCK_NB) == -1) {
		if (errno != EWOULDBLOCK)
			err(EXIT_TROUBLE, "cannot lock the folder of '%s'",
			    w->published);
		if (left-- == 0)
			errx(EXIT_TROUBLE,
			    "'%s': another report is being published there: "
			    "try again later",
			    w->published);
		sleep(1);
	}
	free(path);
}

void
published_begin(const struct wish *w)
{
	if (w->figures || w->preview)
		return;
	if (w->published != NULL)
		hold_file(w);
	else if (w->path != NULL)
		hold_register(w);
	else if (!cmd_options.quiet)
		warnx("nothing is known of what was published before, and "
		      "nothing is recorded: name a file with --published");
}

void
published_end(void)
{
	phc_store_free(writer);
	writer = NULL;
	if (folder != -1)
		close(folder);
	folder = -1;
}

/* All of them, whichever day they hold from. */
static void
feed_register(const struct wish *w, struct phc_publish *p)
{
	struct phc_store *s = writer ? writer : register_open(w->path);
	struct phc_store_rows *rows;
	struct phc_rec rec;
	struct phc_err e;
	int got = -1;

	rows = phc_store_history(s, "published", &e);
	if (rows != NULL &&
	    phc_publish_head(p, phc_store_rows_head(rows), &e) == 0)
		while ((got = phc_store_rows_next(rows, &rec, &e)) == 1)
			if (phc_publish_row(p, &rec, &e) == -1) {
				got = -1;
				break;
			}
	if (got == -1)
		errx(EXIT_TROUBLE, "published: %s", e.msg);
	phc_store_rows_free(rows);
	if (s != writer)
		phc_store_free(s);
}

/* What counts are true is the landlord's secret. */
static FILE *
open_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	FILE *fp;

	if (fd == -1 && errno == ENOENT)
		return NULL;
	if (fd == -1 && errno == ELOOP)
		errx(EXIT_TROUBLE,
		    "--published '%s': a link: name the file that it leads to",
		    path);
	if (fd == -1 || fstat(fd, &st) == -1 || (fp = fdopen(fd, "r")) == NULL)
		err(EXIT_TROUBLE, "cannot read '%s'", path);
	if (!S_ISREG(st.st_mode))
		errx(
		    EXIT_TROUBLE, "--published '%s': not a regular file", path);
	if ((st.st_mode & 077) != 0)
		errx(EXIT_TROUBLE,
		    "--published '%s': it has what is masked, and others may "
		    "read or write it: chmod 600 it",
		    path);
	return fp;
}

static int
head(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	return phc_publish_head(arg, rec, err);
}

static int
row(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	return phc_publish_row(arg, rec, err);
}

/* A row that cannot be read may be the one that matters. */
static void
each(const char *path, const struct cmd_filter *f)
{
	FILE *fp = open_file(path);
	struct phc_csv *csv;
	struct phc_rec rec;
	struct phc_err e;
	size_t width;
	int got;

	if (fp == NULL)
		return;
	csv = phc_csv_new(fp, path, ',');
	if ((got = phc_csv_next(csv, &rec, &e)) == 0)
		errx(EXIT_TROUBLE, "%s: empty: not even a header", path);
	width = rec.n;
	if (got == 1 && f->head(&rec, f->arg, &e) == -1)
		got = -1;
	while (got == 1 && (got = phc_csv_next(csv, &rec, &e)) == 1)
		if (rec.n != width)
			got = phc_fail(
			    &e, PHC_EDATA, "%zu fields, not %zu", rec.n, width);
		else
			got = f->row(&rec, f->arg, &e) == -1 ? -1 : 1;
	if (got == -1)
		errx(EXIT_TROUBLE, "%s:%zu: %s", path, rec.line, e.msg);
	phc_csv_free(csv);
	fclose(fp);
}

void
published_feed(const struct wish *w, struct phc_publish *p)
{
	if (w->published != NULL)
		each(w->published, &(struct cmd_filter){ head, row, p });
	else if (w->path != NULL)
		feed_register(w, p);
}

/* The digest of an issue is that of its rows. */
static void
digest(const struct phc_publish *p, char sha256[PHC_SHA256_MAX])
{
	FILE *fp = tmpfile();
	struct phc_out *out;
	struct phc_err e;

	if (fp == NULL)
		err(EXIT_TROUBLE, "cannot make a temporary file");
	out = phc_out_open(dup(fileno(fp)), "(temporary file)");
	phc_publish_put(p, true, out);
	if (phc_out_close(out, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	rewind(fp);
	if (phc_sha256_file(fp, "(temporary file)", sha256, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	fclose(fp);
}

/* The same issue again leaves no second trace. */
static void
record_register(
    const struct wish *w, const struct phc_publish *p, const char *name)
{
	char sha256[PHC_SHA256_MAX], at[CMD_NOW_MAX];
	const struct phc_store_import how = { .file = name,
		.sha256 = sha256,
		.kind = "published",
		.profile = "phc-report",
		.at = cmd_now(at),
		.version = PHC_VERSION,
		.since = w->of.to_day };
	struct phc_value v[PHC_PUBLISHED];
	struct phc_store_refusal why;
	struct phc_store_counts n;
	struct phc_err e;
	size_t i, new = 0;
	int fate;

	digest(p, sha256);
	if (phc_store_begin(writer, &how, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	for (i = 0; phc_publish_record(p, i, v); i++) {
		fate = phc_store_put(writer, v, &why, &e);
		if (fate == -1 || fate == PHC_STORE_REFUSED)
			errx(EXIT_TROUBLE, "published: %s",
			    fate == -1 ? e.msg : why.message);
		new += fate != PHC_STORE_UNCHANGED;
	}
	if (new == 0)
		phc_store_rollback(writer);
	else if (phc_store_commit(writer, i, 0, &n, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
}

/* The file again, before what is new. */
struct copy {
	struct phc_out *out;
	struct phc_str key; /* of the first row of the issue */
	bool there;         /* it was published already */
	bool any;
};

static int
put(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	struct copy *c = arg;

	(void)err;
	phc_csv_copy(c->out, rec, 0, rec->n);
	phc_out_char(c->out, '\n');
	c->there |= c->any && phc_str_is(phc_rec_field(rec, 0), c->key);
	c->any = true;
	return 0;
}

/* What is added has the columns of the dictionary in their order. */
static int
put_head(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	size_t i, k = 0, all;
	const struct phc_column *col = phc_columns(&all);

	for (i = 0; i < all; i++)
		if (strcmp(col[i].kind, "published") == 0) {
			if (k >= rec->n || !phc_str_is(phc_rec_field(rec, k),
					       phc_str(col[i].name)))
				return phc_fail(err, PHC_EDATA,
				    "column %zu is not '%s'", k + 1,
				    col[i].name);
			k++;
		}
	if (k != rec->n)
		return phc_fail(
		    err, PHC_EDATA, "%zu columns, not %zu", rec->n, k);
	return put(rec, arg, err);
}

static void
record_file(const struct wish *w, const struct phc_publish *p)
{
	struct phc_value first[PHC_PUBLISHED];
	struct copy c = { .any = false };
	struct phc_file file;

	if (!phc_publish_record(p, 0, first))
		return;
	c.key = first[0].s;
	c.out = cmd_file_new(&file, w->published);
	each(w->published, &(struct cmd_filter){ put_head, put, &c });
	if (!c.there)
		phc_publish_put(p, !c.any, c.out);
	cmd_file_end(&file, c.out);
	if (c.there)
		phc_file_drop(&file);
	else
		cmd_file_keep(&file);
}

void
published_record(
    const struct wish *w, const struct phc_publish *p, const char *name)
{
	if (w->published != NULL)
		record_file(w, p);
	else if (w->path != NULL)
		record_register(w, p, name);
}
