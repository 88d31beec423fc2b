/*
 * The joint: zones, forfaits, the aid of a dwelling, the net cost.
 */
#include <stdlib.h>
#include <unistd.h>

#include "blank.h"
#include "phc/budget.h"
#include "phc/commune.h"
#include "phc/forfait.h"
#include "tap.h"

enum { U = -1 }; /* unknown, in the tables below */

static int64_t
unless(int64_t v)
{
	return v == U ? PHC_UNKNOWN : v;
}

static char dir[] = "/tmp/phc-budget-XXXXXX";

/* Replaces a table of the folder; no text removes it. */
static void
table(const char *name, const char *text)
{
	char path[256];
	FILE *fp;

	snprintf(path, sizeof(path), "%s/%s.csv", dir, name);
	if (text == NULL) {
		unlink(path);
		return;
	}
	fp = fopen(path, "w");
	fputs(text, fp);
	fclose(fp);
}

static const struct {
	const char *insee;
	int64_t zone;
} zones[] = { { "62427", 2 }, { "62498", 2 }, { "62041", 3 }, { "62001", 2 },
	{ "59350", U }, { "62999", U } };

static void
test_zones(void)
{
	struct phc_communes *c =
	    phc_communes_open(NULL, day("2025-11-01"), NULL);
	struct phc_err e;
	int64_t zone;
	size_t i;

	for (i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
		about("zone of %s", zones[i].insee);
		zone = PHC_UNKNOWN;
		phc_aid_zone(c, phc_insee(phc_str(zones[i].insee)), &zone, &e);
		is(zone, unless(zones[i].zone));
	}
	is(e.code, PHC_ELAW);
	is_str(e.msg, "no zone of housing aid for commune '62999': add it to "
		      "communes.csv");
	phc_communes_free(c);
	phc_communes_free(NULL);
}

#define HEAD                                                 \
	"from,insee,name,postal_codes,epci_siren,epci_name," \
	"aid_zone,ceiling_zone,population,source\n"

static void
test_own_zones(void)
{
	struct phc_communes *c;
	struct phc_err e;
	int64_t zone = 0;

	about("a zone that changes, 1bis, and none");
	table("communes", HEAD ",75056,Paris,,,,1bis,paris,,x\n"
			       ",59350,Lille,,,,3,other,,x\n"
			       "2026-01-01,59350,Lille,,,,2,other,,x\n"
			       ",59512,Roubaix,,,,,other,,x\n");
	c = phc_communes_open(dir, day("2025-12-31"), &e);
	is(phc_aid_zone(c, phc_insee(phc_str("75056")), &zone, &e), 0);
	is(zone, 1);
	is(phc_aid_zone(c, phc_insee(phc_str("59350")), &zone, &e), 0);
	is(zone, 3);
	is(phc_aid_zone(c, phc_insee(phc_str("59512")), &zone, &e), -1);
	phc_communes_free(c);
	c = phc_communes_open(dir, day("2026-01-01"), &e);
	is(phc_aid_zone(c, phc_insee(phc_str("59350")), &zone, &e), 0);
	is(zone, 2);
	phc_communes_free(c);
	about("no zone");
	table("communes", HEAD ",75056,Paris,,,,A bis,paris,,x\n");
	is(phc_communes_open(dir, day("2026-01-01"), &e) == NULL, 1);
	like(e.msg, "communes.csv: not a commune in a zone of housing aid: "
		    "'75056', 'A bis'$");
	table("communes", NULL);
}

/* LAW: arrêté 2011-03-10 */
static const struct {
	int64_t heating, water, all_in, type, adults;
	int64_t amount, missing;
} forfaits[] = {
	{ PHC_COLLECTIVE, PHC_COLLECTIVE, 0, PHC_T2, 1, 0, 0 },
	{ PHC_INDIVIDUAL, PHC_COLLECTIVE, 0, PHC_T2, 1, 4550, 0 },
	{ PHC_COLLECTIVE, PHC_INDIVIDUAL, 0, PHC_T2, 1, 1800, 0 },
	{ PHC_INDIVIDUAL, PHC_INDIVIDUAL, U, PHC_T2, 1, 6350, 0 },
	{ PHC_INDIVIDUAL, PHC_INDIVIDUAL, 1, PHC_T2, 1, 0, 0 },
	{ PHC_INDIVIDUAL, PHC_INDIVIDUAL, 0, PHC_T2, 2, 4550, 1 },
	{ PHC_INDIVIDUAL, PHC_INDIVIDUAL, 0, PHC_T3, 1, 0, 1 },
	{ PHC_INDIVIDUAL, U, 0, PHC_T2, 1, 4550, U },
	{ U, PHC_INDIVIDUAL, 0, PHC_T3, 1, 0, 1 },
	{ U, U, 0, PHC_T2, 1, 0, U },
	{ PHC_INDIVIDUAL, PHC_COLLECTIVE, 0, U, 1, 0, 1 },
};

static void
test_forfaits(void)
{
	struct phc_household hh = household();
	struct phc_dwelling dw = dwelling();
	struct phc_forfait *own, *none;
	struct phc_err e;
	int64_t amount;
	size_t i;

	table("forfait", "from,supply,rooms,persons,amount,source\n"
			 "2025-01-01,heating,2,1,45.50,own\n"
			 "2025-01-01,heating,2,2,45.50,own\n"
			 "2025-01-01,water,2,1,18,own\n");
	own = phc_forfait_open(dir, day("2025-11-01"), &e);
	none = phc_forfait_open(NULL, day("2025-11-01"), &e);
	for (i = 0; i < sizeof(forfaits) / sizeof(*forfaits); i++) {
		about("forfait %zu", i);
		dw.heating = unless(forfaits[i].heating);
		dw.water = unless(forfaits[i].water);
		dw.all_in = unless(forfaits[i].all_in);
		dw.type = unless(forfaits[i].type);
		hh.adults = forfaits[i].adults;
		is(phc_forfait(own, &hh, &dw, &amount, NULL),
		    unless(forfaits[i].missing));
		is(amount, forfaits[i].amount);
		if (forfaits[i].amount > 0)
			is(phc_forfait(none, &hh, &dw, &amount, NULL), 1);
		else
			phc_forfait(none, &hh, &dw, &amount, NULL);
		is(amount, 0);
	}
	phc_forfait_free(own);
	phc_forfait_free(none);
	phc_forfait_free(NULL);
	about("before its date");
	own = phc_forfait_open(dir, day("2024-12-31"), &e);
	dw.type = PHC_T2;
	is(phc_forfait(own, &hh, &dw, &amount, NULL), 1);
	phc_forfait_free(own);
	about("below zero");
	table("forfait", "from,supply,rooms,persons,amount,source\n"
			 ",water,2,1,-18,own\n");
	is(phc_forfait_open(dir, day("2025-11-01"), &e) == NULL, 1);
	like(e.msg, "forfait.csv: below zero: '-18'$");
	table("forfait", NULL);
}

/* One person of R 9,500 in zone 2, as aid.md works it out: 137.04, RLS 34.83.
 * LAW: CCH R441-3-1; LAW: CCH L442-2-1; LAW: CCH D823-16; LAW: CCH L831-1 */
static struct phc_household
alone(void)
{
	struct phc_household hh = household();

	hh.birth_date = day("2000-01-01");
	hh.income = 90000;
	hh.aid_income = 950000;
	return hh;
}

static struct phc_dwelling
flat(void)
{
	struct phc_dwelling dw = dwelling();

	dw.dwelling_id = phc_str("d1");
	dw.commune = phc_insee(phc_str("62427"));
	dw.type = PHC_T2;
	dw.financing = PHC_PLUS;
	dw.rent = 42037;
	dw.charges = 4000;
	dw.heating = dw.water = PHC_COLLECTIVE;
	return dw;
}

static const struct {
	const char *what;
	int64_t convention, financing, shared, room, all_in, fluids, rent;
	int64_t aid, rls, net; /* net: of a cost of 460.37 but for the rent */
} aids[] = {
	{ "worked", U, PHC_PLUS, U, U, U, U, 42037, 13704, 3483, 28850 },
	{ "PLS", U, PHC_PLS, U, U, U, U, 42037, 13704, 3483, 28850 },
	{ "PLI: no RLS", U, PHC_PLI, U, U, U, U, 42037, 17100, 0, 28937 },
	{ "PLI under agreement", 1, PHC_PLI, U, U, U, U, 42037, 13704, 3483,
	    28850 },
	{ "PLUS without", 0, PHC_PLUS, U, U, U, U, 42037, 17100, 0, 28937 },
	{ "all-in, fluids told", U, PHC_PLUS, U, U, 1, 5000, 42037, 13704, 3483,
	    28850 },
	{ "all-in, fluids not", U, PHC_PLUS, U, U, 1, U, 42037, U, 3483, U },
	{ "fluids of no all-in", U, PHC_PLUS, U, U, 0, U, 42037, 13704, 3483,
	    28850 },
	{ "all-in, next to nothing but fluids", U, PHC_PLUS, U, U, 1, 41037,
	    42037, 0, 3483, 42554 },
	{ "rent not told", U, PHC_PLUS, U, U, U, U, U, U, 3483, U },
};

static void
test_aids(void)
{
	struct phc_terms *t = phc_terms_open(NULL, day("2025-11-15"), NULL);
	struct phc_household hh = alone();
	struct phc_dwelling dw = flat();
	struct phc_budget b;
	size_t i;

	for (i = 0; i < sizeof(aids) / sizeof(*aids); i++) {
		about("aid: %s", aids[i].what);
		dw.convention = unless(aids[i].convention);
		dw.financing = aids[i].financing;
		hh.shared_lease = unless(aids[i].shared);
		dw.room = unless(aids[i].room);
		dw.all_in = unless(aids[i].all_in);
		dw.fluids = unless(aids[i].fluids);
		dw.rent = unless(aids[i].rent);
		is(phc_budget(t, &hh, &dw, PHC_UNKNOWN, &b, NULL, NULL), 0);
		is(b.aid_zone, 2);
		is(b.aid_resources, 950000);
		is(b.aid_basis, PHC_DECLARED);
		is(b.housing_aid, unless(aids[i].aid));
		is(b.rls, aids[i].rls);
		is(b.housing_cost_net, unless(aids[i].net));
		is(b.affordable_rent, PHC_UNKNOWN);
	}
	phc_terms_free(t);
}

/* The share of a lease, and a room, have ceilings of their own. */
static void
test_ceilings(void)
{
	struct phc_terms *t = phc_terms_open(NULL, day("2025-11-15"), NULL);
	struct phc_household hh = alone();
	struct phc_dwelling dw = flat();
	struct phc_detail d = { .uses = NULL };
	struct phc_budget b;

	about("a share");
	hh.shared_lease = 1;
	is(phc_budget(t, &hh, &dw, 3000, &b, &d, NULL), 0);
	is(d.computed, 1);
	is(d.aid.ceiling, 21776);
	about("a room");
	hh.shared_lease = 0;
	dw.room = 1;
	is(phc_budget(t, &hh, &dw, 3000, &b, &d, NULL), 0);
	is(d.aid.ceiling, 26131);
	about("two, and a dependant");
	hh.adults = 2;
	hh.partner_birth_date = day("2000-01-01");
	hh.dependants = 1;
	dw.room = 0;
	is(phc_budget(t, &hh, &dw, 3000, &b, &d, NULL), 0);
	is(d.of.couple, 1);
	is(d.aid.ceiling, 39989);
	phc_terms_free(t);
}

/* Whose word the aid is, and where it holds. */
static const struct {
	const char *what, *where;
	int64_t aid, declared, income;
	int64_t basis, paid, net, below;
} bases[] = {
	{ "notified here", "d1", 20000, 950000, 90000, PHC_NOTIFIED, 20000,
	    22554, 0 },
	{ "notified elsewhere", "d2", 20000, 950000, 90000, PHC_DECLARED, 13704,
	    28850, 0 },
	{ "nowhere", "", 20000, 950000, 90000, PHC_DECLARED, 13704, 28850, 0 },
	{ "estimated: R 9,800", "", U, U, 90000, PHC_ESTIMATED, 12805, 29749,
	    0 },
	{ "notified, R unknown", "d1", 20000, U, U, PHC_NOTIFIED, 20000, 26037,
	    0 },
	{ "nothing known", "", U, U, U, U, U, U, U },
	{ "of all", "d1", 42554, 950000, 90000, PHC_NOTIFIED, 42554, 0, 0 },
	{ "of more", "d1", 42555, 950000, 90000, PHC_NOTIFIED, 42555, 0, 1 },
};

static void
test_bases(void)
{
	struct phc_terms *t = phc_terms_open(NULL, day("2025-11-15"), NULL);
	struct phc_household hh = alone();
	struct phc_dwelling dw = flat();
	struct phc_budget b;
	size_t i;

	for (i = 0; i < sizeof(bases) / sizeof(*bases); i++) {
		about("basis: %s", bases[i].what);
		hh.aid_dwelling = phc_str(bases[i].where);
		hh.aid = unless(bases[i].aid);
		hh.aid_income = unless(bases[i].declared);
		hh.income = unless(bases[i].income);
		is(phc_budget(t, &hh, &dw, PHC_UNKNOWN, &b, NULL, NULL), 0);
		is(b.aid_basis, unless(bases[i].basis));
		is(b.housing_aid, unless(bases[i].paid));
		is(b.housing_cost_net, unless(bases[i].net));
		is(b.net_below_zero, unless(bases[i].below));
		is(b.effort_basis, bases[i].net != U);
	}
	phc_terms_free(t);
}

/* A household alone, and a commune of no zone. */
static void
test_nowhere(void)
{
	struct phc_terms *t = phc_terms_open(NULL, day("2025-11-15"), NULL);
	struct phc_household hh = alone();
	struct phc_dwelling dw = flat();
	struct phc_budget b;
	struct phc_err e;

	about("nowhere");
	is(phc_budget(t, &hh, NULL, 3000, &b, NULL, NULL), 0);
	is(b.category, 1);
	is(b.aid_resources, 950000);
	is(b.aid_basis, PHC_DECLARED);
	is(b.aid_zone, PHC_UNKNOWN);
	is(b.housing_aid, PHC_UNKNOWN);
	is(b.forfait, PHC_UNKNOWN);
	is(b.affordable_rent, PHC_UNKNOWN);
	is(b.shield_gap, PHC_UNKNOWN);
	is(b.effort_class, PHC_CLASS_UNKNOWN);
	about("in no zone");
	dw.commune = phc_insee(phc_str("59350"));
	is(phc_budget(t, &hh, &dw, 3000, &b, NULL, &e), -1);
	is(e.code, PHC_ELAW);
	phc_terms_free(t);
}

/* The affordable rent takes all the rest of the cost in. */
static const struct {
	const char *what;
	int64_t income, charges, annex, all_in, fluids, target, rent;
} rents[] = {
	{ "at 30 %", 90000, 4000, U, U, U, 3000, 0 },
	{ "charges of 10 less", 90000, 3000, U, U, U, 3000, 1000 },
	{ "an annex of 10", 90000, 3000, 1000, U, U, 3000, 0 },
	{ "10 more of income", 93334, 4000, U, U, U, 3000, 1000 },
	{ "all-in, with fluids", 90000, 4000, U, 1, 0, 3000, 0 },
	{ "charges unknown", 90000, U, U, U, U, 3000, U },
	{ "fluids unknown", 90000, 4000, U, 1, U, 3000, U },
	{ "no target", 90000, 4000, U, U, U, U, U },
	{ "nothing is enough", 0, 40000, U, U, U, 3000, U },
};

static void
test_rents(void)
{
	struct phc_terms *t = phc_terms_open(NULL, day("2025-11-15"), NULL);
	struct phc_household hh = alone();
	struct phc_dwelling dw = flat();
	struct phc_budget b;
	int64_t first = 0;
	size_t i;

	for (i = 0; i < sizeof(rents) / sizeof(*rents); i++) {
		about("rent: %s", rents[i].what);
		hh.income = rents[i].income;
		dw.charges = unless(rents[i].charges);
		dw.annex_rent = unless(rents[i].annex);
		dw.all_in = unless(rents[i].all_in);
		dw.fluids = unless(rents[i].fluids);
		is(phc_budget(
		       t, &hh, &dw, unless(rents[i].target), &b, NULL, NULL),
		    0);
		if (i == 0) /* 270 + 34.83 - 40 + 137.04 */
			is(first = b.affordable_rent, 40187);
		is(b.affordable_rent,
		    rents[i].rent == U ? PHC_UNKNOWN : first + rents[i].rent);
	}
	about("rent: it is within, and a cent more is not");
	hh = alone();
	dw = flat();
	dw.rent = first;
	is(phc_budget(t, &hh, &dw, 3000, &b, NULL, NULL), 0);
	is(b.shield_gap, 0);
	dw.rent++;
	is(phc_budget(t, &hh, &dw, 3000, &b, NULL, NULL), 0);
	is(b.shield_gap, 1);
	phc_terms_free(t);
}

/* Each figure that is taken is seen. */
static void
seen(const struct phc_figure *f, void *arg)
{
	*(int *)arg += f->v != PHC_UNKNOWN && f->row.source.n > 0;
}

static void
test_uses(void)
{
	struct phc_terms *t = phc_terms_open(NULL, day("2025-11-15"), NULL);
	struct phc_household hh = alone();
	struct phc_dwelling dw = flat();
	int n = 0;
	const struct phc_uses uses = { seen, &n };
	struct phc_detail d = { .uses = &uses };
	struct phc_budget b;

	about("uses");
	hh.aid_income = PHC_UNKNOWN;
	is(phc_budget(t, &hh, &dw, 3000, &b, &d, NULL), 0);
	ok(n > 15);
	is(d.uses == &uses, 1);
	is(d.resources.r, 980000);
	is(d.resources.origin, PHC_FROM_INCOME);
	phc_terms_free(t);
}

int
main(void)
{
	if (mkdtemp(dir) == NULL)
		return 1;
	test_zones();
	test_own_zones();
	test_forfaits();
	test_aids();
	test_ceilings();
	test_bases();
	test_nowhere();
	test_rents();
	test_uses();
	rmdir(dir);
	return done();
}
