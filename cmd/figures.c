#include <err.h>
#include <stdlib.h>

#include "cmd.h"
#include "figures.h"
#include "phc/date.h"
#include "phc/digest.h"
#include "phc/figures.h"
#include "phc/report.h"
#include "register.h"

/* The first day of "2016" or "2016-08". */
static int64_t
first(const struct figures_wish *w)
{
	struct phc_err e;
	char month[PHC_DATE_MAX];
	int64_t day;

	if (w->year == NULL) {
		if (phc_month_parse(phc_str(w->month), &day, &e) == -1)
			errx(EXIT_TROUBLE, "--month: %s", e.msg);
		return day;
	}
	snprintf(month, sizeof(month), "%.5s-01", w->year);
	if (strlen(w->year) != 4 ||
	    phc_month_parse(phc_str(month), &day, &e) == -1)
		errx(EXIT_TROUBLE, "--year: not a year: '%s'", w->year);
	return day;
}

/* To the end, or to the day of -t if that is before it. */
static struct phc_figures_of
of(const struct figures_wish *w)
{
	struct phc_figures_of f = { .to = w->to,
		.year = w->year != NULL,
		.from = first(w),
		.tables = cmd_options.tables };

	f.to_day = phc_date_months(f.from, f.year ? 12 : 1) - 1;
	if (cmd_options.dated && cmd_options.date < f.to_day)
		f.to_day = cmd_options.date;
	if (f.to_day < f.from)
		errx(EXIT_TROUBLE, "-t: the day is before the period");
	return f;
}

int
figures_run(const struct figures_wish *w)
{
	struct phc_figures_of wanted = of(w);
	struct phc_store *store = register_open(w->path);
	struct phc_figures *f;
	struct phc_err e;

	f = phc_figures_new(store, &wanted, &e);
	if (f == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
	phc_figures_put(f, cmd_out());
	phc_figures_free(f);
	phc_store_free(store);
	return cmd_end(EXIT_OK);
}

/* Until what is masked is decided: each small count, and what rests on one. */
static bool *
mask(const struct phc_figures *f)
{
	size_t n, i;
	const struct phc_figures_cell *g = phc_figures(f, &n);
	bool *m = phc_new(n + 1);

	for (i = 0; i < n; i++)
		m[i] = g[i].n > 0 && g[i].n < PHC_K_PARTNERS &&
		       strcmp(g[i].of->sheet, "Alertes") != 0;
	return m;
}

static void
number(void *arg, struct phc_str household, char out[PHC_PSEUDONYM_MAX])
{
	char hex[PHC_SHA256_MAX];

	(void)arg;
	phc_sha256(household, hex);
	snprintf(out, PHC_PSEUDONYM_MAX, "%.4s-%.4s", hex, hex + 4);
}

void
figures_book(const struct figures_wish *w)
{
	struct phc_figures_of wanted = of(w);
	struct phc_store *store = register_open(w->path);
	struct phc_report_of o = { .to = wanted.to,
		.year = wanted.year,
		.from = wanted.from,
		.to_day = wanted.to_day,
		.k = PHC_K_PARTNERS,
		.name = number,
		.tables = wanted.tables };
	struct phc_report *r = NULL;
	struct phc_figures *f;
	struct phc_err e;

	if ((f = phc_figures_new(store, &wanted, &e)) == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
	o.figures = f;
	o.masked = mask(f);
	if ((r = phc_report_new(&o, &e)) == NULL ||
	    phc_report_make(r, cmd_options.output, &e) == -1 ||
	    phc_report_keep(r, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	if (!cmd_options.quiet)
		warnx("%s: %s", cmd_options.output, phc_report_summary(r));
	phc_report_free(r);
	free((void *)(uintptr_t)o.masked);
	phc_figures_free(f);
	phc_store_free(store);
}
