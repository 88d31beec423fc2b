#include <err.h>

#include "cmd.h"
#include "issue.h"
#include "phc/report.h"

static int
head(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	return phc_commission_head(arg, rec, err);
}

static int
row(const struct phc_rec *rec, void *arg, struct phc_err *err)
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

static int
read_all(struct phc_commission *c, const struct wish *w)
{
	const struct cmd_filter pairs = { head, row, c },
				scores = { score_head, score_row, c };
	int status = cmd_run(&pairs, w->files);

	if (w->scores != NULL && cmd_load(&scores, w->scores) != EXIT_OK)
		status = EXIT_ROWS;
	if (status != EXIT_OK)
		phc_commission_partial(c);
	return status;
}

static void
name_sources(struct phc_commission *c, const struct wish *w)
{
	struct source s = { .n = 0 };
	struct phc_err e;
	size_t i;

	source_files(&s, w);
	for (i = 0; i < s.n; i++)
		if (phc_commission_source(
			c, s.file[i].name, s.file[i].sha256, &e) == -1)
			errx(EXIT_TROUBLE, "%s", e.msg);
	source_free(&s);
}

int
issue_commission(const struct wish *w)
{
	struct phc_err e;
	struct phc_commission *c =
	    phc_commission_new(cmd_options.date, cmd_options.tables, &e);
	int status;

	if (c == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
	name_sources(c, w);
	status = read_all(c, w);
	if (phc_commission_make(c, cmd_options.output, &e) == -1 ||
	    phc_commission_keep(c, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	if (!cmd_options.quiet)
		warnx("%s: %s", cmd_options.output, phc_commission_summary(c));
	phc_commission_free(c);
	return status;
}
