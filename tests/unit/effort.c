#include "phc/effort.h"
#include "blank.h"
#include "tap.h"

enum { U = -1 }; /* unknown, in the tables below */

static int64_t
unless(int64_t v)
{
	return v == U ? PHC_UNKNOWN : v;
}

/* LAW: CCH R441-3-1, arrêté 2011-03-10 */
static const struct {
	const char *what;
	int64_t rent, annex, charges, works, all_in;
	int64_t aid;
	const char *aid_dwelling;
	int64_t gross, net;
} costs[] = {
	{ "every part", 27000, 1500, 4000, 250, 0, U, "", 32750, U },
	{ "no annex, no works", 27000, U, 4000, U, U, U, "", 31000, U },
	{ "no charges", 27000, U, 0, U, 0, U, "", 27000, U },
	{ "rent unknown", U, 1500, 4000, U, 0, U, "", U, U },
	{ "charges unknown", 27000, U, U, U, 0, U, "", U, U },
	{ "nor whether all-in", 27000, U, U, U, U, U, "", U, U },
	{ "all-in", 42000, U, U, U, 1, U, "", 42000, U },
	{ "all-in, and charges", 42000, U, 1000, U, 1, U, "", 43000, U },
	{ "aid here", 27000, U, 4000, U, 0, 23500, "d1", 31000, 7500 },
	{ "aid elsewhere", 27000, U, 4000, U, 0, 23500, "d2", 31000, U },
	{ "aid somewhere", 27000, U, 4000, U, 0, 23500, "", 31000, U },
	{ "aid not told", 27000, U, 4000, U, 0, U, "d1", 31000, U },
	{ "aid of nothing", 27000, U, 4000, U, 0, 0, "d1", 31000, 31000 },
	{ "aid of all", 27000, U, 4000, U, 0, 31000, "d1", 31000, 0 },
	{ "aid of more", 27000, U, 4000, U, 0, 40000, "d1", 31000, 0 },
	{ "aid, cost unknown", U, U, 4000, U, 0, 23500, "d1", U, U },
};

static void
test_costs(void)
{
	struct phc_household hh = household();
	struct phc_dwelling dw = dwelling();
	struct phc_effort e;
	size_t i;

	dw.dwelling_id = phc_str("d1");
	hh.income = 52000;
	for (i = 0; i < sizeof(costs) / sizeof(*costs); i++) {
		about("%s", costs[i].what);
		dw.rent = unless(costs[i].rent);
		dw.annex_rent = unless(costs[i].annex);
		dw.charges = unless(costs[i].charges);
		dw.works_share = unless(costs[i].works);
		dw.all_in = unless(costs[i].all_in);
		hh.aid = unless(costs[i].aid);
		hh.aid_dwelling = phc_str(costs[i].aid_dwelling);
		e = phc_effort(&hh, &dw, NULL);
		is(e.income, 52000);
		is(e.gross, unless(costs[i].gross));
		is(e.net, unless(costs[i].net));
		is(e.decided, e.is_net ? e.net : e.gross);
		is(e.is_net, costs[i].net != U);
	}
}

/* No dwelling, and aid notified for none: not the same nothing. */
static void
test_nowhere(void)
{
	struct phc_household hh = household();
	struct phc_dwelling dw = dwelling();
	struct phc_effort e;

	about("nowhere");
	hh.income = 52000;
	hh.aid = 23500;
	e = phc_effort(&hh, &dw, NULL);
	is(e.aid, PHC_UNKNOWN);
	is(e.gross, PHC_UNKNOWN);
	is(e.decided, PHC_UNKNOWN);
}

static const struct {
	int64_t cost, income;
	enum phc_class class_;
} classes[] = {
	{ 0, 90000, PHC_CLASS_25 },
	{ 22500, 90000, PHC_CLASS_25 }, /* 25 % is within */
	{ 22501, 90000, PHC_CLASS_30 }, /* prints 25.00 % */
	{ 27000, 90000, PHC_CLASS_30 },
	{ 27001, 90000, PHC_CLASS_33 },
	{ 29700, 90000, PHC_CLASS_33 },
	{ 29701, 90000, PHC_CLASS_OVER },
	{ 95000, 90000, PHC_CLASS_OVER },
	{ 31000, 0, PHC_CLASS_NONE },
	{ 0, 0, PHC_CLASS_NONE },
	{ U, 0, PHC_CLASS_NONE },
	{ U, 90000, PHC_CLASS_UNKNOWN },
	{ 0, U, PHC_CLASS_UNKNOWN },
	{ U, U, PHC_CLASS_UNKNOWN },
};

static const struct {
	int64_t cost, income, percent, over;
} overs[] = {
	{ 30000, 90000, 3333, 1 },
	{ 29997, 90000, 3333, 0 },
	{ 29998, 90000, 3333, 1 },
	{ 22500, 90000, 2500, 0 },
	{ 1, 90000, 0, 1 },
	{ 0, 90000, 0, 0 },
	{ 1, 0, 10000, 1 },
	{ 0, 0, 2500, 0 },
	{ U, 0, 2500, U },
	{ U, 90000, 2500, U },
	{ 22500, U, 2500, U },
};

static void
test_classes(void)
{
	size_t i;

	for (i = 0; i < sizeof(classes) / sizeof(*classes); i++) {
		about("%" PRId64 " of %" PRId64, classes[i].cost,
		    classes[i].income);
		is(phc_effort_class(
		       unless(classes[i].cost), unless(classes[i].income)),
		    classes[i].class_);
	}
	for (i = 0; i < sizeof(overs) / sizeof(*overs); i++) {
		about("%" PRId64 " of %" PRId64 " over %" PRId64, overs[i].cost,
		    overs[i].income, overs[i].percent);
		is(phc_effort_over(unless(overs[i].cost),
		       unless(overs[i].income), overs[i].percent),
		    unless(overs[i].over));
	}
}

static const struct {
	int64_t adults, dependants, older, units;
} units[] = {
	{ 1, 0, U, 10 },
	{ 2, 0, U, 15 },
	{ 1, 1, 0, 13 },
	{ 1, 1, 1, 15 },
	{ 2, 2, 1, 23 },
	{ 3, 0, 0, 20 },
	{ 1, 1, U, PHC_UNKNOWN },
};

static void
test_units(void)
{
	struct phc_household hh = household();
	size_t i;

	hh.visiting_children = 2; /* their other home's */
	for (i = 0; i < sizeof(units) / sizeof(*units); i++) {
		about("units %zu", i);
		hh.adults = units[i].adults;
		hh.dependants = units[i].dependants;
		hh.dependants_14 = unless(units[i].older);
		is(phc_units(&hh), units[i].units);
	}
}

static void
test_remainder(void)
{
	about("425 euros a month are 13.97 a day");
	is(phc_remainder_day(42500, 10), 1397);
	about("halves away from zero");
	is(phc_remainder_day(73, 16), 2); /* 1.5 */
	is(phc_remainder_day(-73, 16), -2);
	is(phc_remainder_day(0, 10), 0);
	is(phc_remainder_day(PHC_UNKNOWN, 10), PHC_UNKNOWN);
	is(phc_remainder_day(42500, PHC_UNKNOWN), PHC_UNKNOWN);
}

static const struct {
	int64_t cost, income, percent, gap;
} shields[] = {
	{ 36000, 90000, 2500, 13500 },
	{ 41000, 180000, 2500, 0 },
	{ 22500, 90000, 2500, 0 },
	{ 22501, 90000, 2500, 1 },
	{ 111, 333, 3333, 1 },  /* 33.33 % is 110.98 cents */
	{ 100, 199, 2500, 51 }, /* 25 % is 49.75 cents */
	{ 31000, 0, 2500, 31000 },
	{ 0, 0, 2500, 0 },
	{ 31000, 90000, 0, 31000 },
	{ U, 90000, 2500, U },
	{ 31000, U, 2500, U },
	{ 999999999999999, 999999999999999, 9999, 100000000000 },
};

static void
test_shields(void)
{
	size_t i;

	for (i = 0; i < sizeof(shields) / sizeof(*shields); i++) {
		about("%" PRId64 " of %" PRId64 " at %" PRId64, shields[i].cost,
		    shields[i].income, shields[i].percent);
		is(phc_shield(unless(shields[i].cost),
		       unless(shields[i].income), shields[i].percent),
		    unless(shields[i].gap));
	}
}

/* Worked figures of the trade: a single person and a couple. */
static const struct {
	const char *what;
	int64_t income, rent, charges, all_in, aid;
	int64_t rate; /* on the decided cost */
	enum phc_class class_;
	int64_t gap; /* at 25 % */
} worked[] = {
	{ "single, T2", 52000, 27000, 4000, 0, 23500, 1442, PHC_CLASS_25, 0 },
	{ "no resources", 0, 27000, 4000, 0, 23500, U, PHC_CLASS_NONE, 7500 },
	{ "couple, T3", 180000, 35000, 6000, 0, 0, 2278, PHC_CLASS_25, 0 },
	{ "all-in", 90000, 42000, U, 1, 6000, 4000, PHC_CLASS_OVER, 13500 },
};

static void
test_worked(void)
{
	struct phc_household hh = household();
	struct phc_dwelling dw = dwelling();
	struct phc_effort e;
	size_t i;

	hh.aid_dwelling = dw.dwelling_id = phc_str("d1");
	for (i = 0; i < sizeof(worked) / sizeof(*worked); i++) {
		about("%s", worked[i].what);
		hh.income = worked[i].income;
		hh.aid = worked[i].aid;
		dw.rent = worked[i].rent;
		dw.charges = unless(worked[i].charges);
		dw.all_in = worked[i].all_in;
		e = phc_effort(&hh, &dw, NULL);
		if (worked[i].rate != U)
			is(phc_percent(e.decided, e.income), worked[i].rate);
		is(phc_effort_class(e.decided, e.income), worked[i].class_);
		is(phc_shield(e.decided, e.income, 2500), worked[i].gap);
	}
}

int
main(void)
{
	test_costs();
	test_nowhere();
	test_classes();
	test_units();
	test_remainder();
	test_shields();
	test_worked();
	return done();
}
