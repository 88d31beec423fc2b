/* Ceilings and effort: what holds for every household and every dwelling. */
#include "blank.h"
#include "phc/effort.h"
#include "prop.h"

static struct phc_household
anyone(int64_t at)
{
	struct phc_household hh = household();

	hh.birth_date = at - between(18 * 365, 60 * 365);
	hh.adults = between(1, 4);
	if (hh.adults > 1 && below(2))
		hh.partner_birth_date = at - between(18 * 365, 60 * 365);
	hh.dependants = between(0, 7);
	hh.dependants_14 = below(2) ? between(0, hh.dependants) : PHC_UNKNOWN;
	hh.visiting_children = below(2) ? between(0, 3) : PHC_UNKNOWN;
	hh.disabled = below(2) ? between(0, hh.adults) : PHC_UNKNOWN;
	hh.income = below(8) ? between(0, 300000) : 0;
	return hh;
}

static struct phc_dwelling
anywhere(void)
{
	struct phc_dwelling dw = dwelling();

	dw.dwelling_id = phc_str("d1");
	dw.rent = between(0, 90000);
	dw.charges = between(0, 20000);
	if (below(2))
		dw.annex_rent = between(0, 5000);
	return dw;
}

/* One person more never lowers the ceiling. */
static int
more_persons(const struct phc_ceilings *c, int64_t at)
{
	struct phc_household hh = anyone(at);
	int64_t financing = between(PHC_PLAI, PHC_PLS);
	enum phc_zone zone = (enum phc_zone)below(PHC_ZONES);
	int64_t before = phc_ceiling(c, financing, zone, phc_category(&hh, at));

	*(below(2) ? &hh.adults : &hh.dependants) += 1;
	return phc_ceiling(c, financing, zone, phc_category(&hh, at)) >= before;
}

/* PLAI is below PLUS, which is below PLS. */
static int
in_order(const struct phc_ceilings *c, int64_t at)
{
	struct phc_household hh = anyone(at);
	struct phc_category k = phc_category(&hh, at);
	enum phc_zone z = (enum phc_zone)below(PHC_ZONES);

	return phc_ceiling(c, PHC_PLAI, z, k) <
		   phc_ceiling(c, PHC_PLUS, z, k) &&
	       phc_ceiling(c, PHC_PLUS, z, k) < phc_ceiling(c, PHC_PLS, z, k);
}

/* More income never lowers the band, nor brings it under the ceiling. */
static int
more_income(const struct phc_ceilings *c, int64_t at)
{
	int64_t ceiling = between(1, 10000000), income = between(0, 15000000),
		more = income + (below(2) ? 1 : between(0, 1000000));

	(void)c, (void)at;
	return phc_ceiling_band(more, ceiling) >=
		   phc_ceiling_band(income, ceiling) &&
	       phc_ceiling_within(more, ceiling) <=
		   phc_ceiling_within(income, ceiling) &&
	       phc_ceiling_within(income, ceiling) ==
		   (phc_ceiling_band(income, ceiling) <= PHC_BAND_100);
}

/* What is tested is what the household would ask for. */
static int
tested(const struct phc_ceilings *c, int64_t at)
{
	struct phc_household hh = household();
	enum phc_basis basis;
	int64_t got;

	(void)c;
	hh.tax_income = between(0, 3000000);
	hh.tax_income_recent = hh.tax_income * between(0, 200) / 100;
	got = phc_tested_income(&hh, at, &basis);
	return got <= hh.tax_income &&
	       got == (basis == PHC_BASIS_N2 ? hh.tax_income
					     : hh.tax_income_recent);
}

/* More aid never raises what is left to pay, nor lowers what is left. */
static int
more_aid(const struct phc_ceilings *c, int64_t at)
{
	struct phc_household hh = anyone(at);
	struct phc_dwelling dw = anywhere();
	struct phc_effort less, more;

	(void)c;
	hh.aid_dwelling = dw.dwelling_id;
	hh.aid = between(0, 120000);
	less = phc_effort(&hh, &dw, NULL);
	hh.aid += between(0, 10000);
	more = phc_effort(&hh, &dw, NULL);
	return more.net <= less.net && less.net <= less.gross &&
	       more.net >= 0 &&
	       phc_effort_class(more.decided, hh.income) <=
		   phc_effort_class(less.decided, hh.income);
}

/* More resources, or a lower cost, never make the class worse. */
static int
more_resources(const struct phc_ceilings *c, int64_t at)
{
	int64_t cost = between(0, 120000), income = between(1, 300000);
	enum phc_class now = phc_effort_class(cost, income);

	(void)c, (void)at;
	return phc_effort_class(cost, income + between(0, 1000)) <= now &&
	       phc_effort_class(cost + between(0, 1000), income) >= now &&
	       phc_effort_over(cost, income, 3300) == (now == PHC_CLASS_OVER);
}

/* The shield is enough, and a cent less is not. */
static int
shield(const struct phc_ceilings *c, int64_t at)
{
	int64_t cost = between(0, 120000), percent = between(0, 5000),
		income = below(8) ? between(0, 300000) : 0,
		gap = phc_shield(cost, income, percent);

	(void)c, (void)at;
	return gap >= 0 && gap <= cost &&
	       phc_effort_over(cost - gap, income, percent) == 0 &&
	       (gap == 0 ||
		   phc_effort_over(cost - gap + 1, income, percent) == 1);
}

static const struct {
	const char *what;
	int (*holds)(const struct phc_ceilings *, int64_t at);
} laws[] = {
	{ "one person more never lowers the ceiling", more_persons },
	{ "PLAI, PLUS, PLS: in that order", in_order },
	{ "more income never lowers the band", more_income },
	{ "the income tested is the household's choice", tested },
	{ "more aid never raises the net cost", more_aid },
	{ "more resources never worsen the class", more_resources },
	{ "the shield is enough, and a cent less is not", shield },
};

int
main(void)
{
	struct phc_ceilings *c = NULL;
	int64_t at = 0;
	size_t l;
	long i, n = tries(20000);

	seeded();
	for (l = 0; l < sizeof(laws) / sizeof(*laws); l++) {
		about("%s", laws[l].what);
		for (i = 0; i < n; i++) {
			if (i % 1000 == 0) {
				phc_ceilings_free(c);
				at = between(
				    day("2012-01-01"), day("2026-12-31"));
				c = phc_ceilings_open(NULL, at, NULL);
			}
			if (!laws[l].holds(c, at))
				break;
		}
		is(i, n);
	}
	phc_ceilings_free(c);
	return done();
}
