#include "import.h"

bool
import_known(const struct phc_column *col, const struct import_value *v)
{
	return col->type <= PHC_LIST ? v->s.n > 0 : v->v != PHC_UNKNOWN;
}

const struct phc_column *
import_kind(const char *kind, size_t *n)
{
	size_t i, all;
	const struct phc_column *col = phc_columns(&all);
	bool key = false;

	for (i = 0; i < all && strcmp(col[i].kind, kind) != 0; i++)
		;
	col += i;
	for (*n = 0; i < all && strcmp(col[*n].kind, kind) == 0; i++)
		key |= col[(*n)++].key;
	if (!key)
		*n = 0;
	return col;
}

/* The kinds that are an import's. */
static const char **
kinds(struct phc_pool *pool, size_t *n)
{
	size_t i, all, len;
	const struct phc_column *col = phc_columns(&all);
	const char **name = phc_pool_take(pool, all * sizeof(*name));

	for (i = *n = 0; i < all; i++)
		if ((*n == 0 || strcmp(name[*n - 1], col[i].kind) != 0) &&
		    (import_kind(col[i].kind, &len), len > 0))
			name[(*n)++] = col[i].kind;
	return name;
}

int
import_no_kind(const char *kind, struct phc_err *err)
{
	struct phc_pool pool = { 0 };
	char list[256] = "";
	const char **name;
	size_t i, n, used = 0;
	int near;

	name = kinds(&pool, &n);
	near = phc_nearest(phc_str(kind), name, n);
	for (i = 0; i < n && used < sizeof(list); i++)
		used += (size_t)snprintf(list + used, sizeof(list) - used,
		    "%s%s", i ? ", " : "", name[i]);
	if (near >= 0)
		phc_fail(err, PHC_EDATA, "no kind '%s' (did you mean '%s'?)",
		    kind, name[near]);
	else
		phc_fail(err, PHC_EDATA, "no kind '%s': one of %s", kind, list);
	phc_pool_free(&pool);
	return -1;
}

int
import_no_column(const char *kind, struct phc_str name, struct phc_err *err)
{
	struct phc_pool pool = { 0 };
	size_t i, n;
	const struct phc_column *col = import_kind(kind, &n);
	const char **names = phc_pool_take(&pool, n * sizeof(*names));
	int near;

	for (i = 0; i < n; i++)
		names[i] = col[i].name;
	if ((near = phc_nearest(name, names, n)) >= 0)
		phc_fail(err, PHC_EDATA,
		    "no column '%.*s' of kind %s (did you mean '%s'?)",
		    PHC_STR_ARG(name), kind, names[near]);
	else
		phc_fail(err, PHC_EDATA, "no column '%.*s' of kind %s",
		    PHC_STR_ARG(name), kind);
	phc_pool_free(&pool);
	return -1;
}
