#include <stdlib.h>

#include "figures.h"

/* The target, and how far it is reached by the figure before. */
static void
aim(struct phc_figures *f, const struct indicator *k)
{
	struct phc_figures_cell last = f->figure[f->n - 1], *g = figures_add(f);

	*g = last;
	g->of = &k->target;
	g->value = k->aim;
	g->n = g->households = PHC_UNKNOWN;
	g->missing = NULL;
	*(g = figures_add(f)) = last;
	g->of = &k->reached;
	if (last.value != PHC_UNKNOWN)
		g->value = phc_percent(last.value, k->aim);
}

static int
indicator(struct phc_figures *f, const struct indicator *k, struct phc_err *err)
{
	int64_t from = f->of.from, to = f->of.to_day;

	if (k->moments & MOMENT_PREVIOUS &&
	    figures_ask(f, k, phc_date_months(from, f->of.year ? -12 : -1),
		from - 1, err) == -1)
		return -1;
	if (k->moments & MOMENT_PERIOD &&
	    figures_ask(f, k, from, to, err) == -1)
		return -1;
	if (k->moments & MOMENT_START &&
	    figures_ask(f, k, PHC_UNKNOWN, to, err) == -1)
		return -1;
	if (k->aim != PHC_UNKNOWN)
		aim(f, k);
	return 0;
}

static int
work_out(struct phc_figures *f, struct phc_err *err)
{
	const struct phc_store_asking how = { .day = f->of.to_day,
		.tables = f->of.tables,
		.copied = true,
		.stop = f->of.stop,
		.arg = f->of.arg };
	size_t i;

	if (figures_tables(f, err) == -1 || figures_facts(f, err) == -1 ||
	    phc_store_answers(f->store, &how, err) == -1)
		return -1;
	for (i = 0; i < f->indicators; i++)
		if (f->indicator[i].asked &&
		    indicator(f, &f->indicator[i], err) == -1)
			return -1;
	return 0;
}

struct phc_figures *
phc_figures_new(struct phc_store *store, const struct phc_figures_of *of,
    struct phc_err *err)
{
	struct phc_figures *f = phc_new(sizeof(*f));

	f->store = store;
	f->of = *of;
	if (work_out(f, err) == 0)
		return f;
	phc_figures_free(f);
	return NULL;
}

const struct phc_figures_cell *
phc_figures(const struct phc_figures *f, size_t *n)
{
	*n = f->n;
	return f->figure;
}

const struct phc_indicator *
phc_figures_indicator(const struct phc_figures *f, size_t i)
{
	return i < f->indicators ? &f->indicator[i].is : NULL;
}

void
phc_figures_free(struct phc_figures *f)
{
	if (f == NULL)
		return;
	phc_pool_free(&f->pool);
	free(f->indicator);
	free(f->figure);
	free(f);
}
