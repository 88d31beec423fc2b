#include <stdlib.h>

#include "figures.h"
#include "phc/text.h"

#define HEAD                                                                  \
	"report,cycle,sheet,code,label_fr,unit,dimensions,statistic,moments," \
	"target,adds_to,rests_on,absent_fr,sql,definition_fr,source,"         \
	"over,counts,links,line_fr,column_fr"

enum field {
	REPORT,
	CYCLE,
	SHEET,
	CODE,
	LABEL,
	UNIT,
	DIMENSIONS,
	STATISTIC,
	MOMENTS,
	TARGET,
	ADDS_TO,
	RESTS_ON,
	ABSENT,
	SQL,
	DEFINITION,
	SOURCE,
	OVER,
	COUNTS,
	LINKS,
	LINE,
	COLUMN,
	FIELDS
};

static bool
has(struct phc_str list, const char *word)
{
	while (list.n > 0)
		if (phc_str_is(phc_part(&list, ' '), phc_str(word)))
			return true;
	return false;
}

static int
code(const char *column, struct phc_str word, int64_t *out, struct phc_err *err)
{
	const struct phc_column *col =
	    phc_column_find("figure", phc_str(column));

	return phc_value_parse(col, word, out, err) == 0
		   ? 0
		   : phc_within(err, "%s", column);
}

/* "@household.referral": the words of that column. */
static int
of_column(struct modalities *m, struct phc_str name, struct phc_err *err)
{
	char kind[32];
	struct phc_str all = name, k = phc_part(&name, '.');
	const struct phc_column *col;

	snprintf(kind, sizeof(kind), "%.*s", PHC_STR_ARG(k));
	col = phc_column_find(kind, name);
	if (col == NULL || col->nvalues == 0)
		return phc_fail(
		    err, PHC_EDATA, "no words of '%.*s'", PHC_STR_ARG(all));
	*m = (struct modalities){ col->values, col->nvalues };
	return 0;
}

/* "a|b|c" */
static void
words(struct phc_figures *f, struct modalities *m, struct phc_str list)
{
	const char **word;
	size_t i, n = 1;

	for (i = 0; i < list.n; i++)
		n += list.s[i] == '|';
	word = phc_pool_take(&f->pool, n * sizeof(*word));
	for (i = 0; i < n; i++)
		word[i] = phc_pool_cstr(&f->pool, phc_part(&list, '|'));
	*m = (struct modalities){ word, n };
}

static int
dimensions(struct phc_figures *f, struct indicator *k, struct phc_str list,
    struct phc_err *err)
{
	struct modalities *m;
	struct phc_str word;
	size_t i;

	while (list.n > 0) {
		word = phc_part(&list, ' ');
		if ((i = k->is.dimensions++) == PHC_DIMENSIONS)
			return phc_fail(err, PHC_EDATA,
			    "dimensions: more than %d", (int)PHC_DIMENSIONS);
		k->is.dimension[i] =
		    phc_pool_cstr(&f->pool, phc_part(&word, ':'));
		m = &k->closed[i];
		if (word.n > 0 && *word.s == '@') {
			word.s++;
			word.n--;
			if (of_column(m, word, err) == -1)
				return -1;
		} else if (word.n > 0)
			words(f, m, word);
	}
	return 0;
}

static int
moments(struct indicator *k, struct phc_str list, struct phc_err *err)
{
	static const struct {
		const char *name;
		enum moment moment;
	} names[] = { { "period", MOMENT_PERIOD },
		{ "previous", MOMENT_PREVIOUS }, { "start", MOMENT_START } };
	struct phc_str word;
	size_t i;

	while (list.n > 0) {
		word = phc_part(&list, ' ');
		for (i = 0; i < 3 && !phc_str_is(word, phc_str(names[i].name));
		     i++)
			;
		if (i == 3)
			return phc_fail(err, PHC_EDATA,
			    "moments: not one: '%.*s'", PHC_STR_ARG(word));
		k->moments |= names[i].moment;
	}
	return k->moments ? 0 : phc_fail(err, PHC_EDATA, "no moments");
}

/* The target and how far it is reached, as indicators of their own. */
static int
target(struct phc_figures *f, struct indicator *k, struct phc_str s,
    struct phc_err *err)
{
	char name[128];

	k->aim = PHC_UNKNOWN;
	k->target = k->reached = k->is;
	if (s.n == 0)
		return 0;
	snprintf(name, sizeof(name), "%s_target", k->is.code);
	k->target.code = phc_pool_cstr(&f->pool, phc_str(name));
	k->target.statistic = PHC_STAT_TARGET;
	k->target.adds_to = k->target.rests_on = k->target.links = "";
	k->target.counts = "none";
	snprintf(name, sizeof(name), "%s_reached", k->is.code);
	k->reached.code = phc_pool_cstr(&f->pool, phc_str(name));
	k->reached.statistic = PHC_STAT_PERCENT;
	k->reached.unit = PHC_UNIT_PERCENT;
	k->reached.adds_to = k->reached.links = "";
	k->reached.rests_on = k->is.code;
	if (phc_decimal_parse(s, 0, &k->aim, err) == -1 || k->aim < 1)
		return phc_within(err, "target");
	return 0;
}

static int
add(struct phc_figures *f, const struct phc_rec *rec, struct phc_err *err)
{
	const char *text[FIELDS];
	struct indicator *k;
	int64_t unit, stat;
	size_t i;

	for (i = 0; i < FIELDS; i++)
		text[i] = phc_pool_cstr(&f->pool, phc_rec_field(rec, i));
	if (code("unit", phc_rec_field(rec, UNIT), &unit, err) == -1 ||
	    code("statistic", phc_rec_field(rec, STATISTIC), &stat, err) == -1)
		return -1;
	phc_grow(&f->indicator, &f->indicators_cap, f->indicators + 1,
	    sizeof(*f->indicator));
	k = &f->indicator[f->indicators++];
	*k = (struct indicator){ .is = { .report = text[REPORT],
				     .cycle = text[CYCLE],
				     .sheet = text[SHEET],
				     .code = text[CODE],
				     .label = text[LABEL],
				     .definition = text[DEFINITION],
				     .source = text[SOURCE],
				     .line = text[LINE],
				     .column = text[COLUMN],
				     .adds_to = text[ADDS_TO],
				     .rests_on = text[RESTS_ON],
				     .over = text[OVER],
				     .counts = text[COUNTS],
				     .links = text[LINKS],
				     .unit = (enum phc_figure_unit)unit,
				     .statistic =
					 (enum phc_figure_statistic)stat },
		.absent = text[ABSENT],
		.sql = text[SQL] };
	if (dimensions(f, k, phc_rec_field(rec, DIMENSIONS), err) == -1 ||
	    moments(k, phc_rec_field(rec, MOMENTS), err) == -1)
		return -1;
	return target(f, k, phc_rec_field(rec, TARGET), err);
}

static int
indicator(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	struct phc_figures *f = arg;
	struct phc_str c = phc_rec_field(rec, CODE);
	bool asked =
	    has(phc_rec_field(rec, REPORT), f->of.to) &&
	    has(phc_rec_field(rec, CYCLE), f->of.year ? "year" : "month");

	if (add(f, rec, err) == -1)
		return phc_within(err, "%.*s", PHC_STR_ARG(c));
	f->indicator[f->indicators - 1].asked = asked;
	f->asked += asked;
	return 0;
}

struct text {
	char *s;
	size_t n, cap;
};

static void
append(struct text *t, struct phc_str s)
{
	phc_grow(&t->s, &t->cap, t->n + s.n + 1, 1);
	memcpy(t->s + t->n, s.s, s.n);
	t->n += s.n;
	t->s[t->n] = '\0';
}

static int
view(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	struct text *t = arg;

	(void)err;
	append(t, phc_str(t->n ? ", " : "WITH RECURSIVE "));
	append(t, phc_rec_field(rec, 0));
	append(t, phc_str(" AS ("));
	append(t, phc_rec_field(rec, 2));
	append(t, phc_str(")"));
	return 0;
}

int
figures_tables(struct phc_figures *f, struct phc_err *err)
{
	struct text t = { 0 };
	const struct figures_reader views = { "name,meaning,sql", view, &t },
				    indicators = { HEAD, indicator, f };
	int got = figures_read("report-views", f->of.tables, &views, err);

	if (got == 0)
		f->views = phc_pool_cstr(
		    &f->pool, (struct phc_str){ t.s ? t.s : "", t.n });
	free(t.s);
	if (got == -1 || figures_read("report-indicators", f->of.tables,
			     &indicators, err) == -1)
		return -1;
	if (f->asked == 0)
		return phc_fail(err, PHC_EDATA,
		    "no %s report for '%s': ddtm, departement or form",
		    f->of.year ? "yearly" : "monthly", f->of.to);
	return 0;
}
