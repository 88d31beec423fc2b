#include <stddef.h>
#include <stdlib.h>

#include "figures.h"
#include "phc/budget.h"

/* What stands before the columns of the budget. */
static const struct {
	const char *kind, *column;
} own[] = {
	{ "lease", "lease_id" },
	{ "lease", "household_id" },
	{ "lease", "dwelling_id" },
	{ "lease", "start_on" },
	{ "household", "income" },
	{ "household", "housing_cost_now" },
	{ "household", "occupation" },
};

enum {
	OWN = sizeof(own) / sizeof(*own),
	OF_LEASE = 4,
	COLUMNS = 64,
	TARGET = 2500 /* of the "bouclier": 25 % */
};

struct lease {
	struct phc_str lease_id, household_id, dwelling_id;
	int64_t start_on, ended_on;
};

/* clang-format off */
#define SLOT(column) { #column, offsetof(struct lease, column) }
/* clang-format on */

static const struct phc_slot lease_slots[] = {
	SLOT(lease_id),
	SLOT(household_id),
	SLOT(dwelling_id),
	SLOT(start_on),
	SLOT(ended_on),
	{ NULL, 0 },
};

struct budgets {
	struct phc_figures *f;
	struct history household, dwelling, lease;
	struct phc_binding hh, dw, of_lease;
	const struct phc_column *col[COLUMNS];
	size_t n, ones;
	struct lease *one;
	struct phc_terms *terms;
	int64_t day; /* of those terms */
};

static void
columns(struct budgets *b)
{
	const struct phc_slot *s = phc_budget_slots;

	for (b->n = 0; b->n < OWN; b->n++)
		b->col[b->n] =
		    phc_column_find(own[b->n].kind, phc_str(own[b->n].column));
	for (; s->column != NULL; s++)
		b->col[b->n++] = phc_column_find("budget", phc_str(s->column));
}

static int
bind(struct budgets *b, struct phc_err *err)
{
	if (phc_bind(&b->hh, "household", phc_household_slots,
		&b->household.head, err) == -1 ||
	    phc_bind(&b->dw, "dwelling", phc_dwelling_slots, &b->dwelling.head,
		err) == -1)
		return -1;
	return phc_bind(
	    &b->of_lease, "lease", lease_slots, &b->lease.head, err);
}

static void
own_values(const struct budgets *b, const struct lease *l,
    const struct phc_rec *hh, struct phc_value *v)
{
	size_t i;
	int at;

	v[0].s = l->lease_id;
	v[1].s = l->household_id;
	v[2].s = l->dwelling_id;
	v[3].v = l->start_on;
	for (i = OF_LEASE; i < OWN; i++) {
		at = phc_header_find(&b->household.head, own[i].column);
		v[i].v = PHC_UNKNOWN;
		if (at >= 0)
			phc_value_parse(b->col[i],
			    phc_rec_field(hh, (size_t)at), &v[i].v, NULL);
	}
}

static int
put(const struct budgets *b, const struct lease *l, const struct phc_rec *hh,
    const struct phc_budget *budget, struct phc_err *err)
{
	const struct phc_slot *s = phc_budget_slots;
	struct phc_value v[COLUMNS] = { { 0 } };
	size_t i;

	own_values(b, l, hh, v);
	for (i = OWN; s->column != NULL; s++, i++)
		memcpy(&v[i].v, (const char *)budget + s->at, sizeof(v[i].v));
	return phc_store_beside_row(b->f->store, v, err);
}

/* Of a day that no text of the law covers there is no budget. */
static bool
terms(struct budgets *b, int64_t day)
{
	if (b->terms != NULL && b->day == day)
		return true;
	phc_terms_free(b->terms);
	b->terms = phc_terms_open(b->f->of.tables, day, NULL);
	b->day = day;
	return b->terms != NULL;
}

/* A row, if all that it needs is known. */
static int
budget(
    struct budgets *b, const struct lease *l, int64_t day, struct phc_err *err)
{
	const struct phc_rec *h = figures_as_of(
				 &b->household, l->household_id, day),
			     *d = figures_as_of(
				 &b->dwelling, l->dwelling_id, day);
	struct phc_household hh = { 0 };
	struct phc_dwelling dw = { 0 };
	struct phc_budget out;

	if (h == NULL || d == NULL || !terms(b, day) ||
	    phc_household_read(&b->hh, h, &hh, NULL) == -1 ||
	    phc_dwelling_read(&b->dw, d, &dw, NULL) == -1 ||
	    phc_budget(b->terms, &hh, &dw, TARGET, &out, NULL, NULL) == -1)
		return 0;
	return put(b, l, h, &out, err);
}

/* The version of each lease that holds on the last day, if there is one. */
static bool
holds(const struct budgets *b, size_t i)
{
	const struct version *v = &b->lease.row[i];
	int64_t day = b->f->of.to_day;

	return v->since <= day &&
	       figures_as_of(&b->lease, phc_rec_field(&v->rec, 0), day) ==
		   &v->rec;
}

static int
by_start(const void *pa, const void *pb)
{
	const struct lease *a = pa, *b = pb;

	return (a->start_on > b->start_on) - (a->start_on < b->start_on);
}

/* Those begun by the last day, by their first: the texts of a day are read
 * once. */
static int
leases(struct budgets *b, struct phc_err *err)
{
	int64_t day = b->f->of.to_day;
	struct lease l = { .start_on = 0 };
	size_t i;

	b->one = phc_new((b->lease.n + 1) * sizeof(*b->one));
	for (i = 0; i < b->lease.n; i++) {
		if (!holds(b, i))
			continue;
		if (phc_bind_read(
			&b->of_lease, &b->lease.row[i].rec, &l, err) == -1)
			return -1;
		if (l.start_on <= day)
			b->one[b->ones++] = l;
	}
	qsort(b->one, b->ones, sizeof(*b->one), by_start);
	return 0;
}

/* Of the leases that run on the last day, then; or of all, on their first. */
static int
each(struct budgets *b, const char *table, bool entry, struct phc_err *err)
{
	const struct lease *l = b->one, *end = l + b->ones;
	int64_t day = b->f->of.to_day;
	int got = phc_store_beside(b->f->store, table, b->col, b->n, err);

	for (; l < end && got == 0; l++)
		if (entry || l->ended_on == PHC_UNKNOWN || l->ended_on > day)
			got = budget(b, l, entry ? l->start_on : day, err);
	return got;
}

int
figures_budgets(struct phc_figures *f, struct phc_err *err)
{
	struct budgets b = { .f = f };
	int got = -1;

	columns(&b);
	if (figures_history(&b.lease, f->store, "lease", true, err) == 0 &&
	    figures_history(
		&b.household, f->store, "household", b.lease.n > 0, err) == 0 &&
	    figures_history(
		&b.dwelling, f->store, "dwelling", b.lease.n > 0, err) == 0 &&
	    bind(&b, err) == 0 && leases(&b, err) == 0 &&
	    each(&b, "budget_now", false, err) == 0)
		got = each(&b, "budget_entry", true, err);
	phc_terms_free(b.terms);
	free(b.one);
	phc_bind_free(&b.hh);
	phc_bind_free(&b.dw);
	phc_bind_free(&b.of_lease);
	figures_history_free(&b.household);
	figures_history_free(&b.dwelling);
	figures_history_free(&b.lease);
	return got;
}
