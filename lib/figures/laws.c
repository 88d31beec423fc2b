#include "figures.h"

enum { COLUMNS = 16 };

struct table {
	struct phc_column column[COLUMNS];
	const struct phc_column *list[COLUMNS];
	size_t n;
};

/* Its columns, each a text: "key value unit". */
static void
columns(struct phc_figures *f, struct table *t, const char *names)
{
	char *p = phc_pool_cstr(&f->pool, phc_str(names));

	for (p = strtok(p, " "); p != NULL && t->n < COLUMNS;
	     p = strtok(NULL, " ")) {
		t->column[t->n] =
		    (struct phc_column){ .name = p, .type = PHC_TEXT };
		t->list[t->n] = &t->column[t->n];
		t->n++;
	}
}

/* A row, if it is the one in force among those of its keys. */
static int
row(struct phc_figures *f, const struct phc_law *law, size_t i, size_t nkeys,
    size_t n, struct phc_err *err)
{
	struct phc_law_row r = phc_law_row(law, i), in_force;
	struct phc_value v[COLUMNS];
	size_t k;

	if (phc_law_find(law, f->of.to_day, r.key, &in_force, NULL) == -1 ||
	    in_force.key != r.key)
		return 0;
	for (k = 0; k < n; k++)
		v[k].s = k < nkeys ? r.key[k] : r.value[k - nkeys];
	return phc_store_beside_row(f->store, v, err);
}

int
figures_law(
    struct phc_figures *f, const struct phc_law_table *of, struct phc_err *err)
{
	struct phc_law *law =
	    phc_law_open(of->name, of->columns, of->nkeys, f->of.tables, err);
	struct table t = { .n = 0 };
	char name[64];
	size_t i;
	int got;

	if (law == NULL)
		return -1;
	columns(f, &t, of->columns);
	snprintf(name, sizeof(name), "law_%s", of->name);
	for (i = 0; name[i] != '\0'; i++)
		if (name[i] == '-')
			name[i] = '_';
	got = phc_store_beside(f->store, name, t.list, t.n, err);
	for (i = 0; i < phc_law_rows(law) && got == 0; i++)
		got = row(f, law, i, of->nkeys, t.n, err);
	phc_law_free(law);
	return got;
}
