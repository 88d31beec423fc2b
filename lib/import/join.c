#include <stdlib.h>

#include "import.h"

/* A row of the joined file: its key, and its values, one for each field. */
struct joined {
	struct phc_str key;
	size_t line, record;
	bool used, warned;
	struct import_code *value;
};

struct import_join {
	struct phc_import *of;
	struct phc_pool pool;
	struct joined *row;
	size_t n, cap;
	uint32_t *slot; /* open addressing: a row's number + 1, or 0 */
	size_t slots;   /* a power of two, at least twice the rows */
	const struct phc_column *key;
};

static size_t
seek(const struct import_join *j, struct phc_str key)
{
	size_t i = import_hash(0, key) & (j->slots - 1);

	while (j->slot[i] != 0 && !phc_str_is(j->row[j->slot[i] - 1].key, key))
		i = (i + 1) & (j->slots - 1);
	return i;
}

static void
spread(struct import_join *j)
{
	size_t i;

	j->slots = j->slots ? 2 * j->slots : 1024;
	free(j->slot);
	j->slot = phc_new(j->slots * sizeof(*j->slot));
	for (i = 0; i < j->n; i++)
		j->slot[seek(j, j->row[i].key)] = (uint32_t)i + 1;
}

static struct import_value *
value(struct phc_import *imp, const struct phc_column *col)
{
	return &imp->value[col - imp->col];
}

/* Keep the row that the joined file is at. */
static void
keep(struct import_join *j)
{
	const struct import_profile *p = j->of->profile;
	struct joined *row;
	size_t i;

	if (2 * (j->n + 1) > j->slots)
		spread(j);
	phc_grow(&j->row, &j->cap, j->n + 1, sizeof(*j->row));
	row = &j->row[j->n++];
	*row = (struct joined){ .line = j->of->line,
		.record = j->of->record,
		.warned = j->of->warned };
	row->key = phc_pool_str(&j->pool, value(j->of, j->key)->s);
	row->value = phc_pool_take(&j->pool, p->n * sizeof(*row->value));
	for (i = 0; i < p->n; i++) {
		const struct import_value *v = value(j->of, p->field[i].col);

		row->value[i] = (struct import_code){ .v = v->v,
			.s = phc_pool_str(&j->pool, v->s) };
	}
	j->slot[seek(j, row->key)] = (uint32_t)j->n;
}

/* The one column that rows of the kind are known by. */
static const struct phc_column *
key(const struct phc_import *imp, struct phc_err *err)
{
	const struct phc_column *col = NULL;
	size_t i, n = 0;

	for (i = 0; i < imp->ncols; i++)
		if (imp->col[i].key) {
			col = &imp->col[i];
			n++;
		}
	if (n == 1 && col->type == PHC_TEXT)
		return col;
	phc_fail(err, PHC_EDATA, "kind %s has no key to join a file by",
	    imp->profile->kind);
	return NULL;
}

static int
load(struct import_join *j, FILE *fp, const char *name, struct phc_err *err)
{
	int got;

	if (phc_import_file(j->of, fp, name, err) == -1)
		return -1;
	while ((got = phc_import_next(j->of, err)) == 1)
		keep(j);
	return got;
}

int
phc_import_with(struct phc_import *imp, const char *profile, FILE *fp,
    const char *name, struct phc_err *err)
{
	struct phc_import_setup setup = imp->setup;
	const struct phc_column *by = key(imp, err);
	struct import_join *j;

	if (by == NULL)
		return -1;
	if (imp->join != NULL)
		return phc_fail(err, PHC_EDATA, "one file is joined, not two");
	setup.profile = profile;
	setup.kind = imp->profile->kind;
	j = imp->join = phc_new(sizeof(*j));
	j->key = by;
	if ((j->of = import_create(&setup, true, err)) == NULL)
		return -1;
	return load(j, fp, name, err);
}

bool
import_joins(const struct phc_import *imp, const struct phc_column *col)
{
	const struct import_profile *p =
	    imp->join ? imp->join->of->profile : NULL;
	size_t i;

	for (i = 0; p != NULL && i < p->n; i++)
		if (p->field[i].col == col)
			return true;
	return false;
}

void
import_join(struct phc_import *imp)
{
	struct import_join *j = imp->join;
	struct joined *row = NULL;
	const struct import_profile *p;
	size_t i, at = 0;

	if (j == NULL)
		return;
	p = j->of->profile;
	if (j->slots > 0)
		at = j->slot[seek(j, value(imp, j->key)->s)];
	if (at > 0)
		row = &j->row[at - 1];
	else
		imp->unjoined++;
	for (i = 0; row != NULL && i < p->n; i++) {
		const struct phc_column *col = p->field[i].col;
		struct import_value *v = value(imp, col), won = *v;

		won.v = row->value[i].v;
		won.s = row->value[i].s;
		if (col != j->key && import_known(col, &won))
			*v = won;
	}
	if (row != NULL)
		imp->joined = &row->used;
}

void
import_join_end(struct phc_import *imp)
{
	struct import_join *j = imp->join;
	struct joined *row;

	if (j == NULL)
		return;
	for (row = j->row; row < j->row + j->n; row++)
		if (!row->used) {
			j->of->line = row->line;
			j->of->record = row->record;
			import_fault(j->of, IMPORT_UNMATCHED_JOIN, j->key,
			    row->key, NULL);
			import_report(j->of);
			j->of->counts.warned += !row->warned;
		}
}

struct phc_import_counts
phc_import_joined(const struct phc_import *imp)
{
	return imp->join ? imp->join->of->counts
			 : (struct phc_import_counts){ 0, 0, 0, 0 };
}

void
import_join_free(struct import_join *j)
{
	if (j == NULL)
		return;
	phc_import_free(j->of);
	phc_pool_free(&j->pool);
	free(j->row);
	free(j->slot);
	free(j);
}
