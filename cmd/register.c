#include <err.h>

#include "phc/store.h"
#include "register.h"

struct phc_store *
register_open(const char *path)
{
	const struct phc_store_setup setup = { .mode = PHC_STORE_READ,
		.wait = 10 };
	struct phc_err e;
	struct phc_store *s = phc_store_open(path, &setup, &e);

	if (s == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
	return s;
}

int
register_load(struct phc_store *s, const char *kind, const struct cmd_filter *f)
{
	int got, status = EXIT_OK;
	struct phc_store_rows *rows;
	struct phc_rec rec;
	struct phc_err e;

	rows = phc_store_rows(s, kind, cmd_options.date, &e);
	if (rows == NULL ||
	    f->head(phc_store_rows_head(rows), f->arg, &e) == -1)
		errx(EXIT_TROUBLE, "%s: %s", kind, e.msg);
	while ((got = phc_store_rows_next(rows, &rec, &e)) == 1)
		if (f->row(&rec, f->arg, &e) == -1) {
			cmd_say(kind, rec.line, e.msg);
			status = EXIT_ROWS;
		}
	if (got == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	phc_store_rows_free(rows);
	return status;
}
