#include "figures.h"

/* What the tables of facts.c and budgets.c are made of. */
static const struct {
	const char *table, *kinds[5];
} made[] = {
	{ "follow_state", { "household", "event", "lease" } },
	{ "follow_due", { "household", "event", "lease" } },
	{ "follow_outcome", { "household", "event", "lease" } },
	{ "follow_coverage", { "household", "fjt" } },
	{ "follow_month", { "event" } },
	{ "follow_cost", { "event", "lease", "spending", "funding" } },
	{ "budget_now", { "household", "dwelling", "lease" } },
	{ "budget_entry", { "household", "dwelling", "lease" } },
};

static bool
of(const char *const kinds[5], const char *kind)
{
	size_t i;

	for (i = 0; i < 5 && kinds[i] != NULL; i++)
		if (strcmp(kinds[i], kind) == 0)
			return true;
	return false;
}

/* Whether what was asked last has to do with a kind. */
static bool
reads(const struct phc_figures *f, const char *kind)
{
	size_t i;

	if (phc_store_reads(f->store, kind))
		return true;
	for (i = 0; i < sizeof(made) / sizeof(*made); i++)
		if (of(made[i].kinds, kind) &&
		    phc_store_reads(f->store, made[i].table))
			return true;
	return false;
}

const char *
figures_without(struct phc_figures *f)
{
	const char *const *kind = f->of.absent;
	char kinds[160] = "", why[sizeof(kinds) + 32];
	size_t n = 0;

	for (; kind != NULL && *kind != NULL; kind++)
		if (reads(f, *kind) &&
		    strlen(kinds) + strlen(*kind) + 3 < sizeof(kinds)) {
			strcat(kinds, n++ > 0 ? ", " : "");
			strcat(kinds, *kind);
		}
	if (n == 0)
		return NULL;
	snprintf(why, sizeof(why),
	    n > 1 ? "tables %s non fournies" : "table %s non fournie", kinds);
	return phc_pool_cstr(&f->pool, phc_str(why));
}
