#include <stddef.h>

#include "limits.h"
#include "phc/law.h"

static int
number(const struct phc_law *law, int64_t at, const char *key, int64_t *v,
    struct phc_err *err)
{
	struct phc_str name = phc_str(key);
	struct phc_figure f;

	if (phc_law_figure(law, at, &name, 0, 0, &f, err) == -1)
		return -1;
	if (f.v < 0 || f.v > 100000)
		return phc_fail(err, PHC_EDATA, "%s: %s: not from 0 to 100000",
		    phc_law_where(law), key);
	*v = f.v;
	return 0;
}

struct limit {
	const char *table, *key;
	size_t at;
};

/* clang-format off */
#define LIMIT(table, key) { "follow-" table, #key, offsetof(struct limits, key) }
/* clang-format on */

static const struct limit wanted[] = {
	LIMIT("coverage", weak),
	LIMIT("coverage", saturated),
	LIMIT("coverage", stale),
	LIMIT("coverage", age),
	LIMIT("consumption", jump),
	LIMIT("consumption", high),
	LIMIT("consumption", sample),
	LIMIT("consumption", window),
	LIMIT("consumption", enough),
};

static int
numbers(const char *table, int64_t at, const char *tables,
    struct limits *limits, struct phc_err *err)
{
	struct phc_law *law =
	    phc_law_open(table, LIMITS_COLUMNS, 1, tables, err);
	int64_t *v;
	size_t i;
	int rc = 0;

	if (law == NULL)
		return -1;
	for (i = 0; i < sizeof(wanted) / sizeof(*wanted) && rc == 0; i++) {
		v = (int64_t *)(void *)((char *)limits + wanted[i].at);
		if (strcmp(wanted[i].table, table) == 0)
			rc = number(law, at, wanted[i].key, v, err);
	}
	phc_law_free(law);
	return rc;
}

static int class(const struct phc_law *law, int64_t at, struct phc_str reason,
    enum exit_class *out, struct phc_err *err)
{
	const struct phc_column *col =
	    phc_column_find("outcome", phc_str("class"));
	struct phc_law_row row;
	int64_t v;

	if (phc_law_find(law, at, &reason, &row, err) == -1)
		return -1;
	if (phc_value_parse(col, row.value[0], &v, err) == -1 ||
	    v == PHC_UNKNOWN)
		return phc_within(
		    err, "%s: %.*s", phc_law_where(law), PHC_STR_ARG(reason));
	*out = (enum exit_class)v;
	return 0;
}

static int
exits(
    int64_t at, const char *tables, struct limits *limits, struct phc_err *err)
{
	const struct phc_column *col =
	    phc_column_find("lease", phc_str("end_reason"));
	struct phc_law *law =
	    phc_law_open("follow-exits", EXITS_COLUMNS, 1, tables, err);
	size_t i;
	int rc = 0;

	if (law == NULL)
		return -1;
	for (i = 0; i < col->nvalues && rc == 0; i++)
		rc = class(
		    law, at, phc_str(col->values[i]), &limits->exit[i], err);
	phc_law_free(law);
	return rc;
}

int
follow_limits(
    struct limits *limits, int64_t at, const char *tables, struct phc_err *err)
{
	if (numbers("follow-coverage", at, tables, limits, err) == -1 ||
	    numbers("follow-consumption", at, tables, limits, err) == -1)
		return -1;
	return exits(at, tables, limits, err);
}
