#include "phc/effort.h"

static int64_t
none(int64_t v)
{
	return v == PHC_UNKNOWN ? 0 : v;
}

static const struct phc_effort_extra nothing = { PHC_UNKNOWN, 0, 0 };

/* LAW: CCH R441-3-1, arrêté 2011-03-10 */
int64_t
phc_effort_other(
    const struct phc_dwelling *dw, const struct phc_effort_extra *extra)
{
	int64_t charges = dw->all_in == 1 ? none(dw->charges) : dw->charges;

	if (charges == PHC_UNKNOWN)
		return PHC_UNKNOWN;
	return none(dw->annex_rent) + charges + none(dw->works_share) +
	       (extra != NULL ? extra->forfait : 0);
}

static int64_t
gross(const struct phc_dwelling *dw, const struct phc_effort_extra *extra)
{
	int64_t other = phc_effort_other(dw, extra);

	if (dw->rent == PHC_UNKNOWN || other == PHC_UNKNOWN)
		return PHC_UNKNOWN;
	return dw->rent + other;
}

static int64_t
notified(const struct phc_household *hh, const struct phc_dwelling *dw)
{
	bool here = dw->dwelling_id.n > 0 &&
		    phc_str_is(hh->aid_dwelling, dw->dwelling_id);

	return here ? hh->aid : PHC_UNKNOWN;
}

/* LAW: CCH R441-3-1, arrêté 2011-03-10, CCH L442-2-1 */
static void
subtract(struct phc_effort *e, int64_t off)
{
	e->below_zero = off > e->gross;
	e->net = e->below_zero ? 0 : e->gross - off;
	e->is_net = true;
}

struct phc_effort
phc_effort(const struct phc_household *hh, const struct phc_dwelling *dw,
    const struct phc_effort_extra *extra)
{
	struct phc_effort e = {
		.income = hh->income,
		.aid = notified(hh, dw),
		.net = PHC_UNKNOWN,
	};

	if (extra == NULL)
		extra = &nothing;
	e.gross = gross(dw, extra);
	e.notified = e.aid != PHC_UNKNOWN;
	if (!e.notified)
		e.aid = extra->aid;
	if (e.gross != PHC_UNKNOWN && e.aid != PHC_UNKNOWN)
		subtract(&e, e.aid + extra->rls);
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

/* In two parts that cannot overflow. */
int64_t
phc_effort_most(int64_t income, int64_t percent)
{
	return income / 10000 * percent + income % 10000 * percent / 10000;
}

int64_t
phc_shield(int64_t cost, int64_t income, int64_t percent)
{
	int64_t most;

	if (cost == PHC_UNKNOWN || income == PHC_UNKNOWN)
		return PHC_UNKNOWN;
	most = phc_effort_most(income, percent);
	return cost > most ? cost - most : 0;
}
