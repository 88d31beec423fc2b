#include "import.h"
#include "phc/dwelling.h"
#include "phc/household.h"

/* A value of the row by its column's name, which the kind has. */
static const struct import_value *
value(const struct phc_import *imp, enum import_name name)
{
	return &imp->value[imp->named[name] - imp->col];
}

static int64_t
number(const struct phc_import *imp, enum import_name name)
{
	return value(imp, name)->v;
}

static void
fault(struct phc_import *imp, enum import_class class, enum import_name name)
{
	import_fault(
	    imp, class, imp->named[name], value(imp, name)->cell, NULL);
}

/*
 * Monthly resources that are an annual figure: 5,000 euros and more, or within
 * a quarter of a tax income that is not too small to tell.
 */
static bool
annual(int64_t income, int64_t tax_income)
{
	int64_t gap;

	if (income == PHC_UNKNOWN || income >= 500000)
		return income != PHC_UNKNOWN;
	if (tax_income < 300000) /* or unknown */
		return false;
	gap = income < tax_income ? tax_income - income : income - tax_income;
	return 4 * gap <= tax_income;
}

/* What the row says against itself: "COLUMN: why". */
static void
inconsistent(struct phc_import *imp, const struct phc_err *err)
{
	const char *why = strchr(err->msg, ':');
	struct phc_str name = { err->msg, (size_t)(why - err->msg) };
	const struct phc_column *col =
	    phc_column_find(imp->profile->kind, name);

	import_fault(imp, IMPORT_INCONSISTENT, col,
	    imp->value[col - imp->col].cell, "%s", why + 2);
}

static void
dwelling(struct phc_import *imp)
{
	const struct phc_dwelling dw = {
		.all_in = number(imp, IMPORT_ALL_IN),
		.fluids = number(imp, IMPORT_FLUIDS),
		.rent = number(imp, IMPORT_RENT),
	};
	struct phc_err err;

	if (phc_dwelling_check(&dw, &err) == -1)
		inconsistent(imp, &err);
}

static void
household(struct phc_import *imp)
{
	const struct phc_household hh = {
		.adults = number(imp, IMPORT_ADULTS),
		.dependants = number(imp, IMPORT_DEPENDANTS),
		.dependants_14 = number(imp, IMPORT_DEPENDANTS_14),
		.disabled = number(imp, IMPORT_DISABLED),
		.partner_birth_date = number(imp, IMPORT_PARTNER_BIRTH_DATE),
	};
	struct phc_err err;

	if (hh.adults != PHC_UNKNOWN && hh.dependants != PHC_UNKNOWN &&
	    phc_household_check(&hh, &err) == -1)
		inconsistent(imp, &err);
	if (annual(number(imp, IMPORT_INCOME), number(imp, IMPORT_TAX_INCOME)))
		fault(imp, IMPORT_ANNUAL_FOR_MONTHLY, IMPORT_INCOME);
}

static bool
above(const struct phc_import *imp, enum import_name a, enum import_name b)
{
	return number(imp, b) != PHC_UNKNOWN && number(imp, a) > number(imp, b);
}

static void
funding(struct phc_import *imp)
{
	if (above(imp, IMPORT_GRANTED, IMPORT_REQUESTED))
		fault(imp, IMPORT_OVER_REQUESTED, IMPORT_GRANTED);
	if (above(imp, IMPORT_PAID, IMPORT_GRANTED))
		fault(imp, IMPORT_OVER_GRANTED, IMPORT_PAID);
}

static const struct {
	const char *kind;
	void (*check)(struct phc_import *);
} checks[] = {
	{ "household", household },
	{ "dwelling", dwelling },
	{ "funding", funding },
};

/* What no value of its own says: columns that are required, those that do not
 * go together. */
void
import_check(struct phc_import *imp)
{
	const struct phc_column *col = imp->col;
	size_t i;

	for (i = 0; i < imp->ncols; i++, col++)
		if (col->required && !imp->value[i].said &&
		    !import_known(col, &imp->value[i]) &&
		    (col->key || !imp->partial))
			import_fault(imp,
			    col->key || col->type == PHC_TEXT
				? IMPORT_MISSING_IDENTIFIER
				: IMPORT_MISSING_VALUE,
			    col, imp->value[i].cell, NULL);
	for (i = 0; i < sizeof(checks) / sizeof(*checks); i++)
		if (strcmp(checks[i].kind, imp->profile->kind) == 0)
			checks[i].check(imp);
}

uint64_t
import_person(const struct phc_import *imp)
{
	static const enum import_name names[] = { IMPORT_BIRTH_DATE,
		IMPORT_PARTNER_BIRTH_DATE, IMPORT_ADULTS, IMPORT_DEPENDANTS };
	int64_t v[sizeof(names) / sizeof(*names)];
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		v[i] = number(imp, names[i]);
	return import_hash(
	    import_hash(1, (struct phc_str){ (const char *)v, sizeof(v) }),
	    value(imp, IMPORT_WANTED_COMMUNES)->s);
}
