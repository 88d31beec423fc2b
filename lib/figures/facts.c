#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "figures.h"
#include "phc/follow.h"

/* What phc_follow answers, as a table: 'kinds' are those of its columns. */
static const struct answer {
	const char *table, *kinds[2];
	int (*put)(
	    const struct phc_follow *, struct phc_out *, struct phc_err *);
} answers[] = {
	{ "follow_state", { "follow", "household" }, phc_follow_put },
	{ "follow_due", { "due", NULL }, phc_follow_put_due },
	{ "follow_outcome", { "outcome", NULL }, phc_follow_outcomes },
	{ "follow_coverage", { "coverage", NULL }, phc_follow_coverage },
	{ "follow_month", { "followed", NULL }, phc_follow_months },
	{ "follow_cost", { "cost", NULL }, phc_follow_costs },
};

enum { ANSWERS = sizeof(answers) / sizeof(*answers) };

/* A column of the kinds, each in its turn. */
static const struct phc_column *
column(const struct answer *a, struct phc_str name)
{
	const struct phc_column *col = phc_column_find(a->kinds[0], name);

	if (col == NULL && a->kinds[1] != NULL)
		col = phc_column_find(a->kinds[1], name);
	if (col == NULL)
		phc_bug("a column that the dictionary has not");
	return col;
}

static int
row(struct phc_figures *f, const struct phc_rec *rec,
    const struct phc_column *const *col, struct phc_value *v,
    struct phc_err *err)
{
	struct phc_str s;
	size_t i;

	for (i = 0; i < rec->n; i++) {
		s = phc_rec_field(rec, i);
		v[i] = (struct phc_value){ PHC_UNKNOWN, s };
		if (s.n > 0 && col[i]->type > PHC_LIST &&
		    phc_value_parse(col[i], s, &v[i].v, err) == -1)
			return phc_within(err, "%s", col[i]->name);
	}
	return phc_store_beside_row(f->store, v, err);
}

static int
load(struct phc_figures *f, const struct answer *a, struct phc_csv *csv,
    struct phc_err *err)
{
	const struct phc_column **col;
	struct phc_value *v;
	struct phc_rec rec;
	size_t i;
	int got = phc_csv_next(csv, &rec, err);

	if (got != 1)
		return got;
	col = phc_pool_take(&f->pool, rec.n * sizeof(*col));
	v = phc_pool_take(&f->pool, rec.n * sizeof(*v));
	for (i = 0; i < rec.n; i++)
		col[i] = column(a, phc_rec_field(&rec, i));
	if (phc_store_beside(f->store, a->table, col, rec.n, err) == -1)
		return -1;
	while ((got = phc_csv_next(csv, &rec, err)) == 1)
		if (row(f, &rec, col, v, err) == -1)
			return -1;
	return got;
}

/* An identity of the accounts that fails is a row of them, and no failure. */
static int
write_answer(const struct answer *a, const struct phc_follow *follow, FILE *fp,
    struct phc_err *err)
{
	struct phc_out *out = phc_out_open(dup(fileno(fp)), a->table);

	a->put(follow, out, err);
	return phc_out_close(out, err);
}

/* Through a file without a name, of nobody but this process. */
static int
answer(struct phc_figures *f, const struct answer *a,
    const struct phc_follow *follow, struct phc_err *err)
{
	FILE *fp = tmpfile();
	struct phc_csv *csv;
	int got;

	if (fp == NULL)
		return phc_fail(
		    err, PHC_ESYS, "cannot make a file: %s", strerror(errno));
	if ((got = write_answer(a, follow, fp, err)) == 0) {
		rewind(fp);
		csv = phc_csv_new(fp, a->table, ',');
		got = load(f, a, csv, err);
		phc_csv_free(csv);
	}
	fclose(fp);
	return got == -1 ? phc_within(err, "%s", a->table) : 0;
}

/* A row that cannot be is what an import refuses: here it is left out. */
static int
feed(struct phc_figures *f, struct phc_follow *follow, const char *kind,
    bool wanted, struct phc_err *err)
{
	struct phc_store_rows *rows =
	    phc_store_rows(f->store, kind, f->of.to_day, err);
	enum phc_follow_kind k =
	    (enum phc_follow_kind)phc_follow_kind(phc_str(kind), NULL);
	struct phc_rec rec;
	int got;

	if (rows == NULL)
		return -1;
	got = phc_follow_head(follow, k, kind, phc_store_rows_head(rows), err);
	while (wanted && got != -1 &&
	       (got = phc_store_rows_next(rows, &rec, err)) == 1)
		phc_follow_add(follow, k, &rec, NULL);
	phc_store_rows_free(rows);
	return got;
}

/* Nothing can be said of an accompaniment of which nobody gave a row. */
static bool
followed(const struct phc_figures *f)
{
	static const char *const told[] = { "event", "lease", "fjt" };
	const char *const *kind = f->of.absent;
	size_t i, n = 0;

	for (; kind != NULL && *kind != NULL; kind++)
		for (i = 0; i < 3; i++)
			n += strcmp(*kind, told[i]) == 0;
	return n < 3;
}

static int
follow(struct phc_figures *f, struct phc_follow *w, struct phc_err *err)
{
	static const char *const kinds[] = { "household", "event", "lease",
		"spending", "funding", "reading", "fjt", "dwelling" };
	size_t i;

	if (phc_follow_waiting(w, err) == -1)
		return -1;
	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (feed(f, w, kinds[i], followed(f), err) == -1)
			return -1;
	phc_follow_ready(w);
	phc_follow_period(w, PHC_UNKNOWN, true);
	for (i = 0; i < ANSWERS; i++)
		if (answer(f, &answers[i], w, err) == -1)
			return -1;
	return 0;
}

static int
laws(struct phc_figures *f, struct phc_err *err)
{
	const struct phc_law_table *t;

	for (t = phc_follow_tables; t->name != NULL; t++)
		if (figures_law(f, t, err) == -1)
			return -1;
	return 0;
}

int
figures_facts(struct phc_figures *f, struct phc_err *err)
{
	struct phc_follow *w = phc_follow_new(f->of.to_day, f->of.tables, err);
	int got = w == NULL ? -1 : follow(f, w, err);

	phc_follow_free(w);
	return got == -1 || laws(f, err) == -1 ? -1 : figures_budgets(f, err);
}
