/*
 * phc-budget - append to each household the ceilings it is under, and what a
 * dwelling costs it and leaves it; also after a life event, or in sentences.
 */
#include <err.h>
#include <stddef.h>
#include <stdlib.h>

#include "added.h"
#include "cmd.h"
#include "phc/explain.h"
#include "scenarios.h"

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
	OF(phc_household, expected_children),
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

/* The type comes first, for a header that has it not: it is only asked for the
 * forfait. */
static const struct phc_slot dwelling[] = {
	OF(phc_dwelling, type),
	OF(phc_dwelling, dwelling_id),
	OF(phc_dwelling, commune),
	OF(phc_dwelling, commune_name),
	OF(phc_dwelling, room),
	OF(phc_dwelling, surface),
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
	int household_id;
	int dwelling_id; /* its field, -1 if the header has no dwellings */
	int64_t target;  /* of the shield and the affordable rent */
	struct added added;
	const char *scenarios; /* their file, NULL if there are none */
	struct scenarios under;
	const char *id; /* whom to explain, NULL if nobody */
	size_t found;   /* rows of theirs */
	enum phc_lang lang;
	struct phc_explain *explain;
};

static bool
housing(const struct phc_rec *head)
{
	const struct phc_slot *slot = dwelling + 1;

	while (slot->column != NULL && phc_header_find(head, slot->column) < 0)
		slot++;
	return slot->column != NULL;
}

static int
head(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	struct run *run = arg;
	int untyped = phc_header_find(rec, "type") < 0;

	if (phc_bind(&run->households, "household", household, rec, err) == -1)
		return -1;
	if (housing(rec) && phc_bind(&run->dwellings, "dwelling",
				dwelling + untyped, rec, err) == -1)
		return -1;
	run->household_id = phc_header_find(rec, "household_id");
	run->dwelling_id = phc_header_find(rec, "dwelling_id");
	if (run->explain != NULL)
		return 0;
	if (run->under.table != NULL &&
	    (rec = scenarios_head(&run->under, rec, err)) == NULL)
		return -1;
	return added_head(&run->added, "budget", phc_budget_slots, rec, err);
}

static bool
housed(const struct run *run, const struct phc_rec *rec)
{
	return run->dwelling_id >= 0 &&
	       phc_rec_field(rec, (size_t)run->dwelling_id).n > 0;
}

static int
put(const struct run *run, const struct phc_rec *rec,
    const struct phc_household *hh, const struct phc_dwelling *home,
    struct phc_err *err)
{
	struct phc_budget b;

	if (phc_budget(run->terms, hh, home, run->target, &b, NULL, err) == -1)
		return -1;
	added_row(&run->added, rec, &b);
	return 0;
}

/* One scenario that cannot be refuses the row, but not the others. */
static int
put_each(struct run *run, const struct phc_rec *rec,
    const struct phc_household *hh, const struct phc_dwelling *home,
    struct phc_err *err)
{
	size_t i, n = phc_scenarios_count(run->under.table);
	const struct phc_rec *made;
	struct phc_household is;
	int rc = 0;

	for (i = 0; i < n; i++) {
		made = scenarios_row(&run->under, i, rec, hh, &is, err);
		if (made == NULL ||
		    phc_household_born(&is, cmd_options.date, err) == -1 ||
		    put(run, made, &is, home, err) == -1)
			rc = -1;
	}
	return rc;
}

static int
put_sentences(struct run *run, const struct phc_household *hh,
    const struct phc_dwelling *home, struct phc_err *err)
{
	const struct phc_explain_of of = { run->terms, cmd_options.date,
		run->target, hh, home };

	if (run->found > 1)
		phc_out_char(cmd_out(), '\n');
	return phc_explain(run->explain, &of, run->lang, cmd_out(), err);
}

/* Whether nobody else was asked for. */
static bool
asked(struct run *run, const struct phc_rec *rec)
{
	size_t i = (size_t)run->household_id;

	if (run->id == NULL)
		return true;
	if (!phc_str_is(phc_rec_field(rec, i), phc_str(run->id)))
		return false;
	run->found++;
	return true;
}

static int
row(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	struct run *run = arg;
	struct phc_household hh = { 0 };
	struct phc_dwelling dw = { .type = PHC_UNKNOWN }, *home = NULL;

	if (!asked(run, rec))
		return 0;
	if (phc_household_read(&run->households, rec, &hh, err) == -1 ||
	    phc_household_born(&hh, cmd_options.date, err) == -1)
		return -1;
	if (housed(run, rec)) {
		home = &dw;
		if (phc_dwelling_read(&run->dwellings, rec, home, err) == -1)
			return -1;
	}
	if (run->explain != NULL)
		return put_sentences(run, &hh, home, err);
	if (run->under.table != NULL)
		return put_each(run, rec, &hh, home, err);
	return put(run, rec, &hh, home, err);
}

static const char usage[] =
    "usage: phc-budget [-qhV] [-t date] [-T dir] [-o file] "
    "[--target percent]\n"
    "                  [--scenarios file | --explain id [--lang fr|en]] "
    "[file ...]\n"
    "  -t, --date date       apply the law of this day, YYYY-MM-DD (today)\n"
    "  -T, --tables dir      take tables of the law from this folder\n"
    "  -o, --output file     write there, when all went well\n"
    "      --target percent  rate that the cost is to come down to\n"
    "      --scenarios file  a row for each scenario of this table, or of "
    "'default'\n"
    "      --explain id      say how the budget of this household comes about\n"
    "      --lang fr|en      in this language (fr)\n"
    "  -q, --quiet           no warnings\n"
    "  -h, --help            print this\n"
    "  -V, --version         print the version and the tables in force\n";

static void
options(struct run *run, int argc, char *argv[])
{
	enum { TARGET = 256, SCENARIOS, EXPLAIN, LANG };
	static const struct option long_options[] = {
		{ "target", required_argument, NULL, TARGET },
		{ "scenarios", required_argument, NULL, SCENARIOS },
		{ "explain", required_argument, NULL, EXPLAIN },
		{ "lang", required_argument, NULL, LANG },
		CMD_LONG,
	};
	int c;

	while (
	    (c = getopt_long(argc, argv, CMD_SHORT, long_options, NULL)) != -1)
		if (c == TARGET)
			run->target = cmd_percent(optarg, "--target");
		else if (c == SCENARIOS)
			run->scenarios = optarg;
		else if (c == EXPLAIN)
			run->id = optarg;
		else if (c == LANG)
			run->lang = cmd_lang(optarg);
		else
			cmd_common(c, usage, phc_terms_tables);
	if (run->id != NULL && run->scenarios != NULL)
		errx(EXIT_TROUBLE, "--explain and --scenarios: one or the "
				   "other");
}

static void
start(struct run *run)
{
	struct phc_err err;

	run->terms = phc_terms_open(cmd_options.tables, cmd_options.date, &err);
	if (run->terms == NULL ||
	    (run->id != NULL && (run->explain = phc_explain_open(
				     cmd_options.tables, &err)) == NULL))
		errx(EXIT_TROUBLE, "%s", err.msg);
	if (run->scenarios != NULL)
		scenarios_open(&run->under, run->scenarios, household);
}

static void
end(struct run *run)
{
	phc_bind_free(&run->households);
	phc_bind_free(&run->dwellings);
	phc_terms_free(run->terms);
	phc_explain_free(run->explain);
	scenarios_free(&run->under);
	added_free(&run->added);
}

int
main(int argc, char *argv[])
{
	struct run run = { .target = PHC_UNKNOWN };
	const struct cmd_filter filter = { head, row, &run };
	int status;

	cmd_start();
	options(&run, argc, argv);
	start(&run);
	status = cmd_run(&filter, argv + optind);
	if (run.id != NULL && run.found == 0)
		errx(EXIT_TROUBLE, "no household '%s' in the input", run.id);
	end(&run);
	return cmd_end(status);
}
