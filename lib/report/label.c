#include <stdlib.h>

#include "phc/date.h"
#include "report.h"

size_t
dimension_of(const struct phc_indicator *k, struct phc_str name)
{
	size_t d;

	for (d = 0; d < k->dimensions; d++)
		if (phc_str_is(name, phc_str(k->dimension[d])))
			return d;
	return PHC_DIMENSIONS;
}

static size_t
household(const struct phc_figures_cell *g)
{
	return dimension_of(g->of, phc_str("household"));
}

static int
give_name(struct phc_report *r, size_t i, struct phc_err *err)
{
	const struct phc_figures_cell *g = &r->figure[i];
	size_t d = household(g);
	char name[PHC_PSEUDONYM_MAX];

	if (d == PHC_DIMENSIONS)
		return 0;
	if (r->of.name == NULL)
		return phc_fail(err, PHC_EDATA,
		    "%s: households have no pseudonyms", g->of->code);
	r->of.name(r->of.arg, phc_str(g->modality[d]), name);
	if (r->who == NULL)
		r->who = phc_new(r->n * sizeof(*r->who));
	r->who[i] = phc_pool_cstr(&r->pool, phc_str(name));
	return text_ok(phc_str(name), err);
}

struct named {
	const char *who, *alert;
	size_t i;
};

static int
by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int c = strcmp(x->who, y->who);

	if (c == 0)
		c = strcmp(x->alert, y->alert);
	return c != 0 ? c : (x->i > y->i) - (x->i < y->i);
}

/* A run of lines of households: their keys had them in order. */
static void
shuffle(struct phc_report *r, size_t from, size_t to)
{
	struct named *run = phc_new((to - from) * sizeof(*run));
	const struct phc_figures_cell *g;
	size_t i;

	for (i = from; i < to; i++) {
		g = &r->figure[i];
		run[i - from] = (struct named){ r->who[i],
			g->of->dimensions > 1 ? g->modality[!household(g)] : "",
			i };
	}
	qsort(run, to - from, sizeof(*run), by_name);
	for (i = from; i < to; i++)
		r->order[i] = run[i - from].i;
	free(run);
}

int
label_all(struct phc_report *r, struct phc_err *err)
{
	size_t i, end;

	r->order = phc_new((r->n + 1) * sizeof(*r->order));
	for (i = 0; i < r->n; i++) {
		r->order[i] = i;
		if (give_name(r, i, err) == -1)
			return -1;
	}
	for (i = 0; i < r->n && r->who != NULL; i = end) {
		for (end = i + 1;
		     end < r->n && r->figure[end].of == r->figure[i].of; end++)
			;
		if (r->who[i] != NULL)
			shuffle(r, i, end);
	}
	return 0;
}

/* A value of table communes: 0 its name, 3 its EPCI; NULL if it has none. */
static const char *
commune(const struct phc_report *r, const char *insee, size_t value,
    struct phc_pool *pool)
{
	struct phc_str key = phc_str(insee);
	struct phc_law_row row;

	if (phc_law_find(r->communes, r->of.to_day, &key, &row, NULL) == -1)
		return NULL;
	return phc_pool_cstr(pool, row.value[value]);
}

static const char *
unknown(const struct phc_report *r, const char *word)
{
	const char *label = layout_word(&r->layout, "", word);

	return label != NULL ? label : word;
}

const char *
label_epci(const struct phc_report *r, const char *insee, struct phc_pool *pool)
{
	const char *epci = commune(r, insee, 3, pool);

	return epci != NULL ? epci : unknown(r, "unknown");
}

const char *
label_modality(
    const struct phc_report *r, size_t i, size_t d, struct phc_pool *pool)
{
	const struct phc_figures_cell *g = &r->figure[i];
	const char *of = g->of->dimension[d], *word = g->modality[d];
	const char *label = NULL;
	char month[LONG_DATE];
	int64_t day;

	if (strcmp(of, "household") == 0)
		return r->who[i];
	if (strcmp(of, "commune") == 0)
		label = commune(r, word, 0, pool);
	else if (strcmp(of, "month") == 0 &&
		 phc_month_parse(phc_str(word), &day, NULL) == 0)
		label = say(pool, "%s", long_month(day, month));
	if (label == NULL)
		label = layout_word(&r->layout, of, word);
	return label != NULL ? label : word;
}

const char *
label_dimension(const struct phc_report *r, const char *dimension)
{
	const char *label = layout_word(&r->layout, "dimension", dimension);

	return label != NULL ? label : dimension;
}

const char *
label_period(const struct phc_report *r, struct phc_pool *pool)
{
	int64_t end = phc_date_months(r->of.from, r->of.year ? 12 : 1) - 1;
	char month[LONG_DATE], day[LONG_DATE];
	const char *s = long_month(r->of.from, month);

	if (r->of.year)
		s = strchr(s, ' ') + 1;
	if (r->of.to_day < end)
		return say(
		    pool, "%s, jusqu’au %s", s, long_date(r->of.to_day, day));
	return say(pool, "%s", s);
}

static const char *
moment(const struct phc_report *r, const char *word)
{
	const char *label = layout_word(&r->layout, "moment", word);

	return label != NULL ? label : word;
}

static bool
ends(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n > m && strcmp(s + n - m, end) == 0;
}

bool
label_aimed(const struct phc_report *r, size_t i)
{
	const struct phc_indicator *k = r->figure[i].of;

	return k->statistic == PHC_STAT_TARGET ||
	       (k->statistic == PHC_STAT_PERCENT && ends(k->code, "_reached"));
}

const char *
label_moment(const struct phc_report *r, size_t i)
{
	const struct phc_figures_cell *g = &r->figure[i];
	bool year = r->of.year, target = g->of->statistic == PHC_STAT_TARGET;

	if (label_aimed(r, i))
		return moment(r, target ? "target" : "reached");
	if (g->from == PHC_UNKNOWN)
		return moment(r, "start");
	if (g->from != r->of.from)
		return moment(r, year ? "year-previous" : "month-previous");
	return moment(r, year ? "year" : "month");
}

const char *
label_when(const struct phc_report *r, size_t i, struct phc_pool *pool)
{
	const struct phc_figures_cell *g = &r->figure[i];
	char month[PHC_DATE_MAX];

	if (g->from == PHC_UNKNOWN)
		return say(pool, "jusqu’à %s",
		    phc_month_format(phc_date_month(g->to), month));
	phc_month_format(phc_date_month(g->from), month);
	if (r->of.year)
		month[4] = '\0';
	return say(pool, "%s", month);
}
