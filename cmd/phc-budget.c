/*
 * phc-budget - append to each household the ceilings it is under, and what a
 * dwelling costs it and leaves it.
 */
#include <err.h>
#include <stddef.h>
#include <stdlib.h>

#include "added.h"
#include "cmd.h"
#include "phc/effort.h"

/* The columns that are added, in the units of their types. */
struct budget {
	int64_t category, category_extra, tested_income, tested_basis;
	int64_t ceiling_plai, ceiling_plus, ceiling_pls;
	int64_t ceiling_product, ceiling_ratio, ceiling_band;
	int64_t eligible_plai, eligible_plus, eligible_pls, eligible_pli;
	int64_t housing_cost, housing_cost_net, effort_rate, effort_rate_net;
	int64_t effort_basis, effort_class, forfait_missing;
	int64_t remainder, consumption_units, remainder_day;
	int64_t shield_target, shield_gap;
};

/* clang-format off */
#define OF(row, column) { #column, offsetof(struct row, column) }
/* clang-format on */

static const struct phc_slot added[] = {
	OF(budget, category),
	OF(budget, category_extra),
	OF(budget, tested_income),
	OF(budget, tested_basis),
	OF(budget, ceiling_plai),
	OF(budget, ceiling_plus),
	OF(budget, ceiling_pls),
	OF(budget, ceiling_product),
	OF(budget, ceiling_ratio),
	OF(budget, ceiling_band),
	OF(budget, eligible_plai),
	OF(budget, eligible_plus),
	OF(budget, eligible_pls),
	OF(budget, eligible_pli),
	OF(budget, housing_cost),
	OF(budget, housing_cost_net),
	OF(budget, effort_rate),
	OF(budget, effort_rate_net),
	OF(budget, effort_basis),
	OF(budget, effort_class),
	OF(budget, forfait_missing),
	OF(budget, remainder),
	OF(budget, consumption_units),
	OF(budget, remainder_day),
	OF(budget, shield_target),
	OF(budget, shield_gap),
	{ NULL, 0 },
};

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
	OF(phc_household, aid),
	OF(phc_household, aid_dwelling),
	{ NULL, 0 },
};

static const struct phc_slot dwelling[] = {
	OF(phc_dwelling, dwelling_id),
	OF(phc_dwelling, commune),
	OF(phc_dwelling, financing),
	OF(phc_dwelling, rent),
	OF(phc_dwelling, annex_rent),
	OF(phc_dwelling, charges),
	OF(phc_dwelling, works_share),
	OF(phc_dwelling, all_in),
	OF(phc_dwelling, heating),
	OF(phc_dwelling, water),
	{ NULL, 0 },
};

struct run {
	struct phc_ceilings *ceilings;
	struct phc_binding households, dwellings;
	int dwelling_id; /* its field, -1 if the header has no dwellings */
	int64_t target;  /* of the shield */
	struct added added;
};

/* Where there is no dwelling: the ceilings of the landlord's region. */
static const struct phc_dwelling nowhere = {
	.financing = PHC_PLUS,
	.commune = PHC_UNKNOWN,
	.rent = PHC_UNKNOWN,
	.charges = PHC_UNKNOWN,
	.heating = PHC_UNKNOWN,
	.water = PHC_UNKNOWN,
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
	return added_head(&run->added, "budget", added, rec, err);
}

/* What is printed of a ratio: nothing of none, nor of what is out of range. */
static int64_t
percent(int64_t num, int64_t den)
{
	static const int64_t most = 900000000000000;

	if (num < -most || num > most || den <= 0 || den > most)
		return PHC_UNKNOWN;
	return phc_percent(num, den);
}

static int64_t
eligible(int64_t income, int64_t ceiling)
{
	enum { NO, YES, NOT_KNOWN };
	int64_t within = phc_ceiling_within(income, ceiling);

	return within == PHC_UNKNOWN ? NOT_KNOWN : within ? YES : NO;
}

static void
ceilings(const struct run *run, const struct phc_household *hh,
    int64_t financing, enum phc_zone zone, struct budget *b)
{
	struct phc_category c = phc_category(hh, cmd_options.date);
	int64_t ceiling[PHC_FINANCINGS], income;
	enum phc_basis basis;
	int i;

	income = phc_tested_income(hh, cmd_options.date, &basis);
	for (i = 0; i < PHC_FINANCINGS; i++)
		ceiling[i] = phc_ceiling(run->ceilings, i, zone, c);
	b->category = c.category;
	b->category_extra = c.extra;
	b->tested_income = income;
	b->tested_basis = basis;
	b->ceiling_plai = ceiling[PHC_PLAI];
	b->ceiling_plus = ceiling[PHC_PLUS];
	b->ceiling_pls = phc_ceiling_printed(ceiling[PHC_PLS]);
	b->ceiling_product = financing;
	b->ceiling_ratio = percent(income, ceiling[financing]);
	b->ceiling_band = phc_ceiling_band(income, ceiling[financing]);
	b->eligible_plai = eligible(income, ceiling[PHC_PLAI]);
	b->eligible_plus = eligible(income, ceiling[PHC_PLUS]);
	b->eligible_pls = eligible(income, ceiling[PHC_PLS]);
	b->eligible_pli = eligible(income, ceiling[PHC_PLI]);
}

static void
effort(const struct run *run, const struct phc_household *hh,
    const struct phc_dwelling *dw, struct budget *b)
{
	enum { GROSS, NET };
	struct phc_effort e = phc_effort(hh, dw);
	bool known = e.decided != PHC_UNKNOWN && e.income != PHC_UNKNOWN;
	int64_t units = phc_units(hh);

	b->housing_cost = e.gross;
	b->housing_cost_net = e.net;
	b->effort_rate = percent(e.gross, e.income);
	b->effort_rate_net = percent(e.net, e.income);
	b->effort_basis = e.decided == PHC_UNKNOWN ? PHC_UNKNOWN
			  : e.is_net               ? NET
						   : GROSS;
	b->effort_class = phc_effort_class(e.decided, e.income);
	b->forfait_missing = e.no_forfait;
	b->remainder = known ? e.income - e.decided : PHC_UNKNOWN;
	b->consumption_units = units == PHC_UNKNOWN ? units : 100 * units;
	b->remainder_day = phc_remainder_day(b->remainder, units);
	b->shield_target = run->target;
	b->shield_gap = run->target == PHC_UNKNOWN
			    ? PHC_UNKNOWN
			    : phc_shield(e.decided, e.income, run->target);
}

static int
row(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	const struct run *run = arg;
	struct phc_household hh = { 0 };
	struct phc_dwelling dw = nowhere;
	enum phc_zone zone = PHC_OTHER;
	struct budget b;

	if (phc_household_read(&run->households, rec, &hh, err) == -1 ||
	    phc_household_born(&hh, cmd_options.date, err) == -1)
		return -1;
	if (run->dwelling_id >= 0 &&
	    phc_rec_field(rec, (size_t)run->dwelling_id).n > 0 &&
	    (phc_dwelling_read(&run->dwellings, rec, &dw, err) == -1 ||
		phc_ceiling_zone(run->ceilings, dw.commune, &zone, err) == -1))
		return -1;
	ceilings(run, &hh, dw.financing, zone, &b);
	effort(run, &hh, &dw, &b);
	added_row(&run->added, rec, &b);
	return 0;
}

static const struct cmd_law laws[] = {
	{ "hlm-ceilings", PHC_CEILINGS_COLUMNS, 3 },
	{ "communes", PHC_COMMUNES_COLUMNS, 1 },
	{ NULL, NULL, 0 },
};

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
			cmd_common(c, usage, laws);
	run.ceilings =
	    phc_ceilings_open(cmd_options.tables, cmd_options.date, &err);
	if (run.ceilings == NULL)
		errx(EXIT_TROUBLE, "%s", err.msg);
	status = cmd_run(&filter, argv + optind);
	phc_bind_free(&run.households);
	phc_bind_free(&run.dwellings);
	phc_ceilings_free(run.ceilings);
	added_free(&run.added);
	return cmd_end(status);
}
