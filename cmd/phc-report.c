/*
 * phc-report - what partners are owed each month and each year, from a register
 * or from rows: a workbook, in which no count can be told that must not be.
 */
#include <err.h>

#include "cmd.h"
#include "issue.h"
#include "source.h"

static struct phc_figures *
work_out(struct source *s, struct wish *w)
{
	struct phc_figures *f;
	struct phc_err e;

	source_open(s, w);
	f = phc_figures_new(s->store, &w->of, &e);
	if (f == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
	if (w->path != NULL)
		source_imports(s);
	source_done(s);
	return f;
}

static int
report(struct wish *w)
{
	struct phc_figures *f;
	struct source s;
	int status;

	issue_begin(w);
	f = work_out(&s, w);
	status = s.status;
	if (w->figures)
		phc_figures_put(f, cmd_out());
	else
		issue(w, &s, f);
	phc_figures_free(f);
	source_free(&s);
	return status;
}

int
main(int argc, char *argv[])
{
	struct wish wish;
	int status;

	cmd_start();
	wish = wish_options(argc, argv);
	status = wish.commission ? issue_commission(&wish) : report(&wish);
	wish_free(&wish);
	return cmd_end(status);
}
