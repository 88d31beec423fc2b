#include <err.h>
#include <stdlib.h>

#include "cmd.h"
#include "figures.h"
#include "phc/date.h"
#include "phc/figures.h"
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
