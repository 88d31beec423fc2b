#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "phc/date.h"
#include "report.h"

static void
put_cell(struct phc_out *out, struct cell c)
{
	char buf[PHC_DECIMAL_MAX];
	int places = c.format == FORMAT_PERCENT || c.format == FORMAT_MONEY ||
			     c.format == FORMAT_AREA
			 ? 2
			 : 0;
	const char *s = buf;

	if (c.den == 0)
		s = "n.d.";
	else if (c.format == FORMAT_MONTH)
		phc_month_format(c.num, buf);
	else if (c.format != FORMAT_TEXT)
		phc_decimal_format(c.num, places, buf);
	phc_csv_put(out,
	    c.den != 0 && c.format == FORMAT_TEXT ? c.text : phc_str(s), false);
}

static void
put(struct phc_out *out, const struct table *t)
{
	struct row row = { .cell = NULL };
	const struct cell *c;
	size_t i, j;

	for (j = 0; j < t->ncols; j++) {
		phc_csv_put(out, phc_str(t->head[j]), false);
		phc_out_char(out, j + 1 < t->ncols ? ',' : '\n');
	}
	for (i = 0; i < t->nrows && !phc_out_bad(out); i++) {
		c = table_row(t, i, &row);
		for (j = 0; j < t->ncols; j++) {
			put_cell(out, c[j]);
			phc_out_char(out, j + 1 < t->ncols ? ',' : '\n');
		}
	}
	row_free(&row);
}

static int
write_sheet(struct phc_report *r, const struct sheet *s, const char *path,
    struct phc_err *err)
{
	struct phc_file file;
	struct phc_out *out;
	struct table t;
	int fd, rc;

	rc = sheet_table(&t, r, s, err);
	if (rc == 0 && (rc = phc_file_new(&file, path, err)) == 0) {
		if ((fd = dup(file.fd)) == -1)
			rc = phc_fail(err, PHC_ESYS, "cannot write '%s': %s",
			    path, strerror(errno));
		else {
			out = phc_out_open(fd, path);
			put(out, &t);
			rc = phc_out_close(out, err);
		}
		if (rc == 0)
			rc = phc_file_keep(&file, err);
		else
			phc_file_drop(&file);
	}
	table_free(&t);
	return rc;
}

static const char *
file_of(struct phc_report *r, const char *dir, const struct sheet *s)
{
	return say(&r->pool, "%s/%s.csv", dir, s->name);
}

static int
write_all(struct phc_report *r, const char *dir, struct phc_err *err)
{
	size_t i;

	for (i = 0; i < r->layout.sheets; i++)
		if (write_sheet(r, &r->layout.sheet[i],
			file_of(r, dir, &r->layout.sheet[i]), err) == -1)
			return -1;
	return 0;
}

static int
refused(const char *dir, struct phc_err *err)
{
	return phc_fail(
	    err, PHC_ESYS, "cannot write '%s': %s", dir, strerror(errno));
}

/* What has the place of 'dir' stays: rename(2) would take an empty folder's. */
static int
put_in_place(const char *tmp, const char *dir, struct phc_err *err)
{
	struct stat st;

	if (lstat(dir, &st) == 0) {
		errno = EEXIST;
		return refused(dir, err);
	}
	return rename(tmp, dir) == 0 ? 0 : refused(dir, err);
}

/* Whole, or not at all; whoever is told to stop does so after it. */
static int
make_folder(struct phc_report *r, const char *dir, struct phc_err *err)
{
	char *tmp = say(&r->pool, "%s.XXXXXX", dir);
	sigset_t held, old;
	int rc;

	hold_signals(&held, &old);
	if (mkdtemp(tmp) == NULL)
		rc = refused(dir, err);
	else if ((rc = write_all(r, tmp, err)) == -1 ||
		 (rc = put_in_place(tmp, dir, err)) == -1)
		sweep_folder(tmp);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return rc;
}

int
phc_report_csv(struct phc_report *r, const char *dir, struct phc_err *err)
{
	size_t n = strlen(dir);
	struct stat st;

	while (n > 1 && dir[n - 1] == '/')
		n--;
	dir = phc_pool_cstr(&r->pool, (struct phc_str){ dir, n });
	if (lstat(dir, &st) == 0) {
		errno = EEXIST;
		return refused(dir, err);
	}
	return make_folder(r, dir, err);
}
