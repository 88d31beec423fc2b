#include "phc/effort.h"

static int64_t
none(int64_t v)
{
	return v == PHC_UNKNOWN ? 0 : v;
}

/* LAW: CCH R441-3-1, arrêté 2011-03-10 */
static int64_t
gross(const struct phc_dwelling *dw)
{
	int64_t charges = dw->all_in == 1 ? none(dw->charges) : dw->charges;

	if (dw->rent == PHC_UNKNOWN || charges == PHC_UNKNOWN)
		return PHC_UNKNOWN;
	return dw->rent + none(dw->annex_rent) + charges +
	       none(dw->works_share);
}

static int64_t
notified(const struct phc_household *hh, const struct phc_dwelling *dw)
{
	bool here = dw->dwelling_id.n > 0 &&
		    phc_str_is(hh->aid_dwelling, dw->dwelling_id);

	return here ? hh->aid : PHC_UNKNOWN;
}

static int64_t
no_forfait(const struct phc_dwelling *dw)
{
	if (dw->all_in == 1)
		return 0;
	if (dw->heating == PHC_INDIVIDUAL || dw->water == PHC_INDIVIDUAL)
		return 1;
	return dw->heating == PHC_UNKNOWN || dw->water == PHC_UNKNOWN
		   ? PHC_UNKNOWN
		   : 0;
}

struct phc_effort
phc_effort(const struct phc_household *hh, const struct phc_dwelling *dw)
{
	struct phc_effort e = {
		.income = hh->income,
		.gross = gross(dw),
		.aid = notified(hh, dw),
		.net = PHC_UNKNOWN,
		.no_forfait = no_forfait(dw),
	};

	if (e.gross != PHC_UNKNOWN && e.aid != PHC_UNKNOWN)
		e.net = e.gross > e.aid ? e.gross - e.aid : 0;
	e.is_net = e.net != PHC_UNKNOWN;
	e.decided = e.is_net ? e.net : e.gross;
	return e;
}

enum phc_class
phc_effort_class(int64_t cost, int64_t income)
{
	static const int64_t most[] = { 2500, 3000, 3300 };
	int c = PHC_CLASS_25;

	if (income == 0)
		return PHC_CLASS_NONE;
	if (cost == PHC_UNKNOWN || income == PHC_UNKNOWN)
		return PHC_CLASS_UNKNOWN;
	while (c < PHC_CLASS_OVER && phc_ratio_cmp(cost, income, most[c]) > 0)
		c++;
	return (enum phc_class)c;
}

int64_t
phc_effort_over(int64_t cost, int64_t income, int64_t percent)
{
	if (cost == PHC_UNKNOWN || income == PHC_UNKNOWN)
		return PHC_UNKNOWN;
	return income == 0 ? cost > 0
			   : phc_ratio_cmp(cost, income, percent) > 0;
}

int64_t
phc_units(const struct phc_household *hh)
{
	int64_t older = hh->dependants > 0 ? hh->dependants_14 : 0;

	if (older == PHC_UNKNOWN)
		return PHC_UNKNOWN;
	return 10 + 5 * (hh->adults - 1 + older) + 3 * (hh->dependants - older);
}

int64_t
phc_remainder_day(int64_t remainder, int64_t units)
{
	if (remainder == PHC_UNKNOWN || units == PHC_UNKNOWN)
		return PHC_UNKNOWN;
	return phc_div_half_up(12 * 10 * remainder, 365 * units);
}

int64_t
phc_shield(int64_t cost, int64_t income, int64_t percent)
{
	int64_t most;

	if (cost == PHC_UNKNOWN || income == PHC_UNKNOWN)
		return PHC_UNKNOWN;
	/* the whole cents of 'percent', in two parts that cannot overflow */
	most = income / 10000 * percent + income % 10000 * percent / 10000;
	return cost > most ? cost - most : 0;
}
