#include <stdlib.h>

#include "phc/ceiling.h"
#include "phc/date.h"
#include "report.h"

enum { DWELLING = 1 };

static const char *const kinds[KINDS] = { "household", "dwelling", "pair",
	"budget" };

/* What is read whether or not a sheet shows it. */
static const struct {
	const char *kind;
	struct phc_slot slot;
} always[] = {
	{ "household", { "household_id", offsetof(struct row, household_id) } },
	{ "household", { "birth_date", offsetof(struct row, birth_date) } },
	{ "household", { "partner_birth_date",
			   offsetof(struct row, partner_birth_date) } },
	{ "household", { "adults", offsetof(struct row, adults) } },
	{ "household", { "dependants", offsetof(struct row, dependants) } },
	{ "dwelling", { "dwelling_id", offsetof(struct row, dwelling_id) } },
	{ "dwelling", { "commune", offsetof(struct row, commune) } },
	{ "dwelling", { "commune_name", offsetof(struct row, commune_name) } },
	{ "pair", { "candidate_rank", offsetof(struct row, candidate_rank) } },
};

enum {
	ALWAYS = sizeof(always) / sizeof(*always),
	EPCI_NAME =
	    3 /* of the values of table communes; its name is the first */
};

static const char *const compositions[] = { "single", "couple", "lone_parent",
	"couple_children", "adults" };

static const struct phc_column derived[] = {
	{ .name = "age", .kind = "", .type = PHC_INT, .max = 200 },
	{ .name = "composition",
	    .kind = "",
	    .type = PHC_CODE,
	    .nvalues = 5,
	    .values = compositions },
	{ .name = "place", .kind = "dwelling", .type = PHC_TEXT },
	{ .name = "epci", .kind = "dwelling", .type = PHC_TEXT },
};

enum { AGE, COMPOSITION, PLACE, EPCI, DERIVED };

const struct phc_column *
rows_derived(struct phc_str name)
{
	size_t i;

	for (i = 0; i < DERIVED; i++)
		if (phc_str_is(name, phc_str(derived[i].name)))
			return &derived[i];
	return NULL;
}

static bool
is_derived(const struct phc_column *col)
{
	return col >= derived && col < derived + DERIVED;
}

static bool
is_text(const struct phc_column *col)
{
	return col->type <= PHC_LIST;
}

static int64_t
composition(const struct row *row)
{
	enum { SINGLE, COUPLE, LONE_PARENT, COUPLE_CHILDREN, ADULTS };

	if (row->partner_birth_date != PHC_UNKNOWN)
		return row->dependants > 0 ? COUPLE_CHILDREN : COUPLE;
	if (row->adults > 1)
		return ADULTS;
	return row->dependants > 0 ? LONE_PARENT : SINGLE;
}

/* A commune that the table has not is called as its row calls it. */
static struct phc_str
place(const struct rows *r, const struct row *row, size_t value)
{
	char insee[6];
	struct phc_str key = phc_str(phc_insee_format(row->commune, insee));
	struct phc_law_row found;

	if (key.n > 0 &&
	    phc_law_find(r->communes, r->at, &key, &found, NULL) == 0)
		return found.value[value];
	return value == EPCI_NAME ? (struct phc_str){ "", 0 }
				  : row->commune_name;
}

static struct value
derive(const struct rows *r, const struct row *row, size_t which)
{
	struct value v = { PHC_UNKNOWN, { "", 0 } };

	if (which == AGE)
		v.n = phc_age(row->birth_date, r->at);
	else if (which == COMPOSITION)
		v.n = composition(row);
	else
		v.s = place(r, row, which == PLACE ? 0 : EPCI_NAME);
	return v;
}

/* The slots of a kind: those always read, then the facts of the layout. */
static const struct phc_slot *
slots(struct rows *r, const char *kind)
{
	size_t i, at, n = 0;
	struct phc_slot *slot = phc_pool_take(
	    &r->pool, (ALWAYS + r->layout->nfacts + 1) * sizeof(*slot));
	const struct fact *f;

	for (i = 0; i < ALWAYS; i++)
		if (strcmp(always[i].kind, kind) == 0)
			slot[n++] = always[i].slot;
	for (i = 0; i < r->layout->nfacts; i++) {
		f = r->layout->fact[i];
		if (is_derived(f->column) || strcmp(f->column->kind, kind) != 0)
			continue;
		at = offsetof(struct row, v) + f->at * sizeof(struct value);
		at += is_text(f->column) ? offsetof(struct value, s)
					 : offsetof(struct value, n);
		slot[n++] = (struct phc_slot){ f->column->name, at };
	}
	slot[n] = (struct phc_slot){ NULL, 0 };
	return slot;
}

/* The two columns that a report is about; where none is nearly called so, the
 * rows have not been through phc-budget. */
static int
budgeted(const struct phc_rec *head, struct phc_err *err)
{
	static const char *const must[] = { "ceiling_band", "effort_class" };
	struct phc_err e;
	size_t i;

	for (i = 0; i < 2; i++) {
		if (phc_header_find(head, must[i]) >= 0)
			continue;
		phc_no_column(head, must[i], &e);
		return phc_fail(err, e.code, "%s%s", e.msg,
		    e.msg[strlen(e.msg) - 1] == '\''
			? ": pipe the rows through phc-budget first"
			: "");
	}
	return 0;
}

static void
mark_there(struct layout *l, const struct phc_rec *head, bool dwellings)
{
	const struct phc_column *col;
	size_t i;

	for (i = 0; i < l->nfacts; i++) {
		col = l->fact[i]->column;
		l->fact[i]->there = is_derived(col)
					? dwellings || *col->kind == '\0'
					: phc_header_find(head, col->name) >= 0;
	}
}

int
rows_bind(struct rows *r, const struct phc_rec *head, struct phc_err *err)
{
	size_t i;

	r->home = phc_header_find(head, "dwelling_id");
	for (i = 0; i < KINDS; i++)
		if ((i != DWELLING || r->home >= 0) &&
		    phc_bind(&r->binding[i], kinds[i], slots(r, kinds[i]), head,
			err) == -1)
			return -1;
	mark_there(r->layout, head, r->home >= 0);
	return budgeted(head, err);
}

static struct row *
blank(struct rows *r)
{
	size_t i, n = r->layout->nfacts;
	struct row *row =
	    phc_pool_take(&r->pool, sizeof(*row) + n * sizeof(row->v[0]));

	*row = (struct row){ .candidate_rank = PHC_UNKNOWN,
		.commune = PHC_UNKNOWN };
	for (i = 0; i < n; i++)
		row->v[i] = (struct value){ PHC_UNKNOWN, { "", 0 } };
	return row;
}

/* A household that has no dwelling has nothing of one. */
static int
decode(const struct rows *r, const struct phc_rec *rec, struct row *row,
    struct phc_err *err)
{
	bool housed = r->home >= 0 && phc_rec_field(rec, (size_t)r->home).n > 0;
	size_t i;

	for (i = 0; i < KINDS; i++)
		if ((i != DWELLING || housed) &&
		    phc_bind_read(&r->binding[i], rec, row, err) == -1)
			return -1;
	return 0;
}

static int
keep_text(
    struct rows *r, struct phc_str *s, const char *name, struct phc_err *err)
{
	if (text_ok(*s, err) == -1)
		return phc_within(err, "%s", name);
	*s = phc_pool_str(&r->pool, *s);
	return 0;
}

/* What a row borrows from its record becomes the report's. */
static int
keep(struct rows *r, struct row *row, struct phc_err *err)
{
	const struct fact *f;
	size_t i;

	row->household_id = phc_pool_str(&r->pool, row->household_id);
	row->dwelling_id = phc_pool_str(&r->pool, row->dwelling_id);
	if (keep_text(r, &row->commune_name, "commune_name", err) == -1)
		return -1;
	for (i = 0; i < r->layout->nfacts; i++) {
		f = r->layout->fact[i];
		if (is_derived(f->column))
			row->v[i] =
			    derive(r, row, (size_t)(f->column - derived));
		else if (is_text(f->column) &&
			 keep_text(r, &row->v[i].s, f->column->name, err) == -1)
			return -1;
	}
	return 0;
}

int
rows_add(struct rows *r, const struct phc_rec *rec, struct phc_err *err)
{
	struct row *row = blank(r);

	row->line = rec->line;
	if (decode(r, rec, row, err) == -1 || keep(r, row, err) == -1)
		return -1;
	phc_grow(&r->row, &r->cap, r->n + 1, sizeof(*r->row));
	r->row[r->n++] = row;
	return 0;
}

int
str_compare(struct phc_str a, struct phc_str b)
{
	int c = memcmp(a.s, b.s, a.n < b.n ? a.n : b.n);

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

static int
compare_households(const void *pa, const void *pb)
{
	const struct row *a = *(struct row *const *)pa;
	const struct row *b = *(struct row *const *)pb;
	int c = str_compare(a->household_id, b->household_id);

	return c ? c : (a->line > b->line) - (a->line < b->line);
}

static int
compare_dwellings(const void *pa, const void *pb)
{
	const struct row *a = *(struct row *const *)pa;
	const struct row *b = *(struct row *const *)pb;
	int c = str_compare(a->dwelling_id, b->dwelling_id);

	return c ? c : compare_households(pa, pb);
}

static int
one_row_each(const struct rows *r, struct phc_err *err)
{
	struct row **row = r->row;
	size_t i;

	qsort(row, r->n, sizeof(*row), compare_households);
	for (i = 1; i < r->n; i++)
		if (phc_str_is(row[i]->household_id, row[i - 1]->household_id))
			return phc_fail(err, PHC_EDATA,
			    "lines %zu and %zu are the same household: report "
			    "one row for each",
			    row[i - 1]->line, row[i]->line);
	return 0;
}

static void
mark_dwellings(const struct rows *r)
{
	struct row **row = r->row;
	size_t i;

	qsort(row, r->n, sizeof(*row), compare_dwellings);
	for (i = 0; i < r->n; i++)
		row[i]->first = row[i]->dwelling_id.n > 0 &&
				(i == 0 || !phc_str_is(row[i]->dwelling_id,
					       row[i - 1]->dwelling_id));
}

int
rows_end(const struct rows *r, struct phc_err *err)
{
	size_t i;

	if (r->n == 0)
		return phc_fail(err, PHC_EDATA,
		    "no rows to report on: did a command before this one "
		    "fail?");
	for (i = 0; i < r->n; i++)
		if (r->row[i]->candidate_rank > 1)
			return phc_fail(err, PHC_EDATA,
			    "line %zu is candidate %lld for its dwelling: "
			    "report an assignment, that phc-match makes "
			    "without --shortlist",
			    r->row[i]->line,
			    (long long)r->row[i]->candidate_rank);
	if (one_row_each(r, err) == -1)
		return -1;
	mark_dwellings(r);
	return 0;
}

void
rows_free(struct rows *r)
{
	size_t i;

	for (i = 0; i < KINDS; i++)
		phc_bind_free(&r->binding[i]);
	phc_law_free(r->communes);
	free(r->row);
	phc_pool_free(&r->pool);
}
