#include <stdlib.h>
#include <unistd.h>

#include "phc/date.h"
#include "phc/scenario.h"
#include "tap.h"

static struct phc_err err;
static const int64_t at = 17045; /* 2016-09-01 */

/* The scenarios of a table that says 'rows'; NULL where it is refused. */
static struct phc_scenarios *
table(const char *rows)
{
	char path[] = "/tmp/phc-scenario.XXXXXX";
	FILE *fp = fdopen(mkstemp(path), "w");
	struct phc_scenarios *s;

	fprintf(fp, "name,column,operation,value\n%s\n", rows);
	fclose(fp);
	s = phc_scenarios_open(path, phc_household_slots, at, &err);
	unlink(path);
	return s;
}

static struct phc_household
household(void)
{
	struct phc_household hh;
	const struct phc_slot *slot = phc_household_slots;
	const int64_t unknown = PHC_UNKNOWN;

	memset(&hh, 0, sizeof(hh));
	for (; slot->column != NULL; slot++)
		if (phc_column_find("household", phc_str(slot->column))->type >
		    PHC_LIST)
			memcpy((char *)&hh + slot->at, &unknown, 8);
	hh.birth_date = 8800;
	hh.adults = 1;
	hh.dependants = 0;
	hh.income = 90000;
	return hh;
}

static struct phc_household
couple(void)
{
	struct phc_household hh = household();

	hh.adults = 2;
	hh.partner_birth_date = 9000;
	return hh;
}

/* A household under the only scenario of a table. */
static struct phc_household
under(const char *rows, struct phc_household hh)
{
	struct phc_scenarios *s = table(rows);
	struct phc_household out = hh;

	if (ok(s != NULL))
		is(phc_scenario_apply(s, 0, &hh, &out, &err), 0);
	else
		printf("# %s\n", err.msg);
	phc_scenarios_free(s);
	return out;
}

static struct phc_household
event(const char *name, struct phc_household hh)
{
	struct phc_scenarios *s =
	    phc_scenarios_open(NULL, phc_household_slots, at, &err);
	struct phc_household out = hh;
	size_t i = 0;

	while (strcmp(phc_scenario_name(s, i), name) != 0)
		i++;
	about("%s", name);
	is(phc_scenario_apply(s, i, &hh, &out, &err), 0);
	phc_scenarios_free(s);
	return out;
}

static const char *
refused(const char *rows)
{
	struct phc_scenarios *s = table(rows);

	phc_scenarios_free(s);
	return s == NULL ? strrchr(err.msg, '/') : "read";
}

static void
test_operations(void)
{
	struct phc_household hh = household();

	about("operations");
	is(under("a,income,set,750", hh).income, 75000);
	is(under("a,income,add,-100.50", hh).income, 79950);
	is(under("a,income,add,-1000", hh).income, 0);
	is(under("a,income,times,33.33", hh).income, 29997);
	is(under("a,tax_income,times,70", hh).tax_income, PHC_UNKNOWN);
	is(under("a,tax_income,fill,1200", hh).tax_income, 120000);
	is(under("a,income,fill,1200", hh).income, 90000);
	is(under("a,dependants,add,2", hh).dependants, 2);
	is(under("a,needed_from,set,2017-01-31", hh).needed_from, 17197);
	is(under("a,needed_from,set,-1", hh).needed_from, 17014);
	is(under("a,occupation,set,apprentice", hh).occupation, PHC_APPRENTICE);
	is(under("a,first_home,set,1", hh).first_home, 1);
	is(under("a,,,", hh).income, 90000);
}

static void
test_references(void)
{
	struct phc_household hh = couple();

	about("other columns");
	is(under("a,tax_income,set,income", hh).tax_income, 90000);
	is(under("a,tax_income,set,income*12.5", hh).tax_income, 11250);
	is(under("a,income,add,-partner_income", household()).income, 90000);
	hh.partner_income = 30000;
	is(under("a,income,add,-partner_income", hh).income, 60000);
	is(under("a,income,add,-partner_income*50", hh).income, 75000);
	is(under("a,partner_birth_date,set,birth_date", hh).partner_birth_date,
	    8800);
}

static void
test_guards(void)
{
	static const char workers[] =
	    "a,occupation,needs,permanent interim\na,income,set,1";
	struct phc_household hh = household();

	about("whom it concerns");
	is(under(workers, hh).income, 90000);
	hh.occupation = PHC_APPRENTICE;
	is(under(workers, hh).income, 90000);
	hh.occupation = PHC_INTERIM;
	is(under(workers, hh).income, 100);
	is(under("a,partner_birth_date,lacks,\na,income,set,1", hh).income,
	    100);
	is(under("a,partner_birth_date,lacks,\na,income,set,1", couple())
		.income,
	    90000);
}

static void
test_lapse(void)
{
	struct phc_household hh = household();

	about("what was notified");
	hh.aid = 20000;
	hh.aid_dwelling = phc_str("d1");
	hh.aid_income = 900000;
	is(under("a,,,", hh).aid, 20000);
	is(under("a,income,set,900", hh).aid, 20000);
	is(under("a,dependants,add,1", hh).aid, PHC_UNKNOWN);
	is(under("a,dependants,add,1", hh).aid_dwelling.n, 0);
	is(under("a,dependants,add,1", hh).aid_income, 900000);
	is(under("a,income,set,700", hh).aid_income, PHC_UNKNOWN);
	is(under("a,income,set,700\na,aid_income,set,8000", hh).aid_income,
	    800000);
	is(under("a,income,set,700\na,aid,set,250", hh).aid, 25000);
}

static void
test_events(void)
{
	struct phc_household hh = couple(), out;

	hh.occupation = PHC_PERMANENT;
	is(event("as_is", hh).income, 90000);
	out = event("job_lost", hh); /* half is the partner's, if unknown */
	is(out.income, 45000 * 57 / 100 + 45000);
	is(out.occupation, PHC_JOBSEEKER);
	is(out.benefit, PHC_ARE);
	is(out.benefit_since, 16953); /* 2016-06-01 */
	is(event("apprentice_pay", household()).income, 80000);
	hh.expected_children = 1;
	out = event("child_born", hh);
	is(out.dependants, 1);
	is(out.dependants_14, 0);
	is(out.expected_children, 0);
	is(event("child_born", out).expected_children, 0);
	out = event("separation", hh);
	is(out.adults, 1);
	is(out.income, 45000);
	is(out.partner_birth_date, PHC_UNKNOWN);
	is(event("separation", household()).income, 90000);
	out = event("couple_formed", household());
	is(out.adults, 2);
	is(out.partner_birth_date, 8800);
	is(event("couple_formed", hh).adults, 2);
	is(event("income_down_30", hh).income, 63000);
}

static void
test_refused(void)
{
	static const struct {
		const char *rows, *why;
	} cases[] = {
		{ "a,incom,set,1", ":2: no column 'incom' .did you mean "
				   "'income'.." },
		{ "a,referral,set,sne", ":2: no column 'referral' of a "
					"household bears on a budget" },
		{ "a,,,\na,income,set,12oo",
		    ":3: income: not an amount: '12oo'" },
		{ "a,income,set,", ":2: income: no value" },
		{ "a,income,sett,1", ":2: operation: no such code: 'sett'" },
		{ "a,income,,1", ":2: operation: empty" },
		{ ",income,set,1", ":2: name: empty" },
		{ "a,income,set,-5", ":2: income: not from 0.00" },
		{ "a,income,times,1001",
		    ":2: income: not a percentage from 0 to 1000: '1001'" },
		{ "a,income,clear,", ":2: income: required" },
		{ "a,aid,clear,1", ":2: aid: clear takes no value" },
		{ "a,aid_dwelling,set,x", ":2: column 'aid_dwelling': a text" },
		{ "a,occupation,add,1", ":2: occupation: not a number" },
		{ "a,occupation,set,ceo", ":2: occupation: no such code" },
		{ "a,income,set,adults", ":2: income: not of its type" },
		{ "a,birth_date,set,-partner_birth_date",
		    ":2: birth_date: not a number" },
		{ "a,needed_from,set,9999", ":2: needed_from: not from -1200" },
		{ "a,income,needs,3",
		    ":2: income: a column without words takes no value" },
		{ "a,income,set,1,2", ":2: 5 fields, not 4" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		about("%s", cases[i].rows);
		like(refused(cases[i].rows), cases[i].why);
	}
	ok(phc_scenarios_open("/nowhere/x", phc_household_slots, at, &err) ==
	    NULL);
	is(err.code, PHC_ESYS);
}

static void
test_does_not_hold(void)
{
	struct phc_household hh = household(), out;
	struct phc_scenarios *s =
	    table("a,dependants,add,1\nb,dependants_14,set,1\n"
		  "c,adults,set,visiting_children");

	about("a result that cannot be");
	is(phc_scenarios_count(s), 3);
	hh.dependants = 20;
	is(phc_scenario_apply(s, 0, &hh, &out, &err), -1);
	is_str(err.msg, "a: dependants: too much");
	hh.dependants = 0;
	is(phc_scenario_apply(s, 1, &hh, &out, &err), -1);
	is_str(err.msg, "b: dependants_14: more than the dependants");
	is(phc_scenario_apply(s, 2, &hh, &out, &err), -1);
	is_str(err.msg, "c: adults: unknown, and required");
	ok(phc_scenario_changes(s, 0, "dependants"));
	ok(!phc_scenario_changes(s, 1, "dependants"));
	phc_scenarios_free(s);
}

int
main(void)
{
	test_operations();
	test_references();
	test_guards();
	test_lapse();
	test_events();
	test_refused();
	test_does_not_hold();
	return done();
}
