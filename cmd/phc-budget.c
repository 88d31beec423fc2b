/*
 * phc-budget - append to each household the ceilings it is under, and what a
 * dwelling costs it and leaves it.
 */
#include <err.h>
#include <stddef.h>
#include <stdlib.h>

#include "added.h"
#include "cmd.h"
#include "phc/budget.h"

/* clang-format off */
#define OF(row, column) { #column, offsetof(struct row, column) }
/* clang-format on */

/* What a budget is made of; the other members of those rows are not set. */
static const struct phc_slot household[] = {
	OF(phc_household, household_id),
	OF(phc_household, birth_date),
	OF(phc_household, partner_birth_date),
	OF(phc_household, adults),
	OF(phc_household, dependants),
	OF(phc_household, dependants_14),
	OF(phc_household, visiting_children),
	OF(phc_household, disabled),
	OF(phc_household, tax_income),
	OF(phc_household, tax_year),
	OF(phc_household, tax_income_recent),
	OF(phc_household, income),
	OF(phc_household, aid_income),
	OF(phc_household, aid),
	OF(phc_household, aid_dwelling),
	OF(phc_household, occupation),
	OF(phc_household, shared_lease),
	OF(phc_household, benefit_since),
	OF(phc_household, benefit),
	OF(phc_household, scholarship),
	OF(phc_household, partner_income),
	OF(phc_household, partner_occupation),
	{ NULL, 0 },
};

static const struct phc_slot dwelling[] = {
	OF(phc_dwelling, dwelling_id),
	OF(phc_dwelling, commune),
	OF(phc_dwelling, type),
	OF(phc_dwelling, room),
	OF(phc_dwelling, financing),
	OF(phc_dwelling, convention),
	OF(phc_dwelling, rent),
	OF(phc_dwelling, annex_rent),
	OF(phc_dwelling, charges),
	OF(phc_dwelling, works_share),
	OF(phc_dwelling, all_in),
	OF(phc_dwelling, fluids),
	OF(phc_dwelling, heating),
	OF(phc_dwelling, water),
	{ NULL, 0 },
};

struct run {
	struct phc_terms *terms;
	struct phc_binding households, dwellings;
	int dwelling_id; /* its field, -1 if the header has no dwellings */
	int64_t target;  /* of the shield and the affordable rent */
	struct added added;
};

static bool
housing(const struct phc_rec *head)
{
	const struct phc_slot *slot = dwelling;

	while (slot->column != NULL && phc_header_find(head, slot->column) < 0)
		slot++;
	return slot->column != NULL;
}

static int
head(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	struct run *run = arg;

	if (phc_bind(&run->households, "household", household, rec, err) == -1)
		return -1;
	if (housing(rec) &&
	    phc_bind(&run->dwellings, "dwelling", dwelling, rec, err) == -1)
		return -1;
	run->dwelling_id = phc_header_find(rec, "dwelling_id");
	return added_head(&run->added, "budget", phc_budget_slots, rec, err);
}

static bool
housed(const struct run *run, const struct phc_rec *rec)
{
	return run->dwelling_id >= 0 &&
	       phc_rec_field(rec, (size_t)run->dwelling_id).n > 0;
}

static int
row(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	const struct run *run = arg;
	struct phc_household hh = { 0 };
	struct phc_dwelling dw = { 0 }, *home = NULL;
	struct phc_budget b;

	if (phc_household_read(&run->households, rec, &hh, err) == -1)
		return -1;
	if (housed(run, rec)) {
		home = &dw;
		if (phc_dwelling_read(&run->dwellings, rec, home, err) == -1)
			return -1;
	}
	if (phc_budget(run->terms, &hh, home, run->target, &b, NULL, err) == -1)
		return -1;
	added_row(&run->added, rec, &b);
	return 0;
}

static const char usage[] =
    "usage: phc-budget [-qhV] [-t date] [-T dir] [-o file] "
    "[--target percent] [file ...]\n"
    "  -t, --date date       apply the law of this day, YYYY-MM-DD (today)\n"
    "  -T, --tables dir      take tables of the law from this folder\n"
    "  -o, --output file     write there, when all went well\n"
    "      --target percent  rate that the shield brings the cost down to\n"
    "  -q, --quiet           no warnings\n"
    "  -h, --help            print this\n"
    "  -V, --version         print the version and the tables in force\n";

int
main(int argc, char *argv[])
{
	enum { TARGET = 256 };
	static const struct option options[] = {
		{ "target", required_argument, NULL, TARGET },
		CMD_LONG,
	};
	struct run run = { .target = PHC_UNKNOWN };
	const struct cmd_filter filter = { head, row, &run };
	struct phc_err err;
	int c, status;

	cmd_start();
	while ((c = getopt_long(argc, argv, CMD_SHORT, options, NULL)) != -1)
		if (c == TARGET)
			run.target = cmd_percent(optarg, "--target");
		else
			cmd_common(c, usage, phc_terms_tables);
	run.terms = phc_terms_open(cmd_options.tables, cmd_options.date, &err);
	if (run.terms == NULL)
		errx(EXIT_TROUBLE, "%s", err.msg);
	status = cmd_run(&filter, argv + optind);
	phc_bind_free(&run.households);
	phc_bind_free(&run.dwellings);
	phc_terms_free(run.terms);
	added_free(&run.added);
	return cmd_end(status);
}
