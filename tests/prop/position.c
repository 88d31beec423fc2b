/* The joint: what holds of every household in every dwelling, on every day. */
#include "blank.h"
#include "phc/budget.h"
#include "prop.h"

static struct phc_household
anyone(int64_t at)
{
	struct phc_household hh = household();
	int year, month, day;

	phc_date_split(at, &year, &month, &day);
	hh.birth_date = at - between(18 * 365, 40 * 365);
	if (below(3) == 0) {
		hh.adults = 2;
		hh.partner_birth_date = at - between(18 * 365, 40 * 365);
	}
	hh.dependants = below(3) ? 0 : between(1, 5);
	hh.dependants_14 = 0;
	hh.income = below(8) ? between(0, 300000) : 0;
	hh.partner_income = below(2) ? between(0, hh.income) : PHC_UNKNOWN;
	hh.tax_income = below(4) ? between(0, 3000000) : PHC_UNKNOWN;
	hh.tax_year = below(8) ? year - 2 : PHC_UNKNOWN;
	hh.aid_income = below(2) ? between(0, 3000000) : PHC_UNKNOWN;
	hh.occupation = between(PHC_PERMANENT, PHC_OCCUPATION_OTHER);
	hh.partner_occupation = between(PHC_PERMANENT, PHC_OCCUPATION_OTHER);
	hh.benefit = below(2) ? between(PHC_NO_BENEFIT, PHC_AAH) : PHC_UNKNOWN;
	hh.benefit_since = at - between(0, 200);
	hh.scholarship = between(0, 1);
	hh.shared_lease = !below(4);
	hh.aid_dwelling = phc_str(below(2) ? "d1" : "d2");
	hh.aid = below(3) ? PHC_UNKNOWN : between(0, 40000);
	return hh;
}

static struct phc_dwelling
anywhere(void)
{
	static const char *const communes[] = { "62427", "62041", "62498" };
	struct phc_dwelling dw = dwelling();

	dw.dwelling_id = phc_str("d1");
	dw.commune = phc_insee(phc_str(communes[below(3)]));
	dw.type = between(PHC_T1, PHC_T6);
	dw.room = !below(8);
	dw.financing = between(PHC_PLAI, PHC_PLI);
	dw.rent = between(10000, 90000);
	dw.charges = between(0, 20000);
	dw.annex_rent = below(2) ? between(0, 5000) : PHC_UNKNOWN;
	dw.all_in = !below(4);
	dw.fluids = below(4) ? between(0, 10000) : PHC_UNKNOWN;
	dw.heating = between(PHC_COLLECTIVE, PHC_INDIVIDUAL);
	dw.water = between(PHC_COLLECTIVE, PHC_INDIVIDUAL);
	return dw;
}

struct
try {
	const struct phc_terms *terms;
	struct phc_household hh;
	struct phc_dwelling dw;
	int64_t target;
	struct phc_budget b;
};

static struct phc_budget
budget(const struct try *t)
{
	struct phc_budget b;

	if (phc_budget(t->terms, &t->hh, &t->dw, t->target, &b, NULL, NULL) ==
	    -1)
		b.category = PHC_UNKNOWN;
	return b;
}

static bool
known(int64_t v)
{
	return v != PHC_UNKNOWN;
}

/* Each figure is there or not with those it comes from. */
static bool
together(struct try *t)
{
	const struct phc_budget *b = &t->b;

	return known(b->category) && known(b->housing_cost) &&
	       known(b->rls) == known(b->aid_resources) &&
	       known(b->housing_cost_net) == known(b->housing_aid) &&
	       known(b->net_below_zero) == known(b->housing_aid) &&
	       b->effort_basis == known(b->housing_aid) &&
	       (known(b->aid_basis) || !known(b->housing_aid));
}

/* The net cost is what is left of the gross one. */
static bool
subtracts(struct try *t)
{
	const struct phc_budget *b = &t->b;
	int64_t off, left;

	if (!known(b->housing_aid))
		return true;
	off = b->housing_aid + (known(b->rls) ? b->rls : 0);
	left = b->housing_cost - off;
	return b->housing_cost_net == (left > 0 ? left : 0) &&
	       b->net_below_zero == (left < 0);
}

/* What a match asks of many dwellings is what a budget says of one. */
static bool
pays(struct try *t)
{
	const struct phc_budget *b = &t->b;
	struct phc_payer payer;
	struct phc_effort e;

	if (phc_payer(t->terms, &t->hh, &payer, NULL) == -1)
		return false;
	e = phc_payer_effort(t->terms, &payer, &t->dw, b->aid_zone);
	return e.gross == b->housing_cost && e.aid == b->housing_aid &&
	       e.net == b->housing_cost_net &&
	       payer.resources == b->aid_resources &&
	       (int64_t)phc_effort_class(e.decided, e.income) ==
		   b->effort_class &&
	       phc_remainder_day(e.income - e.decided, payer.units) ==
		   b->remainder_day;
}

/* R is of whole hundreds, but a declared one. */
static bool
hundreds(struct try *t)
{
	return !known(t->b.aid_resources) || known(t->hh.aid_income) ||
	       (t->b.aid_resources >= 0 && t->b.aid_resources % 10000 == 0);
}

/* At the affordable rent nothing is to be absorbed; above it something is. */
static bool
affordable(struct try *t)
{
	int64_t rent = t->b.affordable_rent;
	int i;

	if (!known(rent))
		return true;
	t->hh.aid = PHC_UNKNOWN; /* it is of one rent */
	t->dw.rent = rent;
	if (budget(t).shield_gap != 0)
		return false;
	for (i = 1; i < 6; i++) {
		t->dw.rent = rent + (i < 3 ? i : between(1, 40000));
		if (budget(t).shield_gap <= 0)
			return false;
	}
	return true;
}

/* Higher charges never make a higher rent affordable. */
static bool
charged(struct try *t)
{
	int64_t rent = t->b.affordable_rent;

	t->dw.charges += between(1, 5000);
	return budget(t).affordable_rent <= rent;
}

static const struct {
	const char *what;
	bool (*holds)(struct try *);
} laws[] = {
	{ "what belongs together is known together", together },
	{ "the net cost is the gross one less RLS and aid", subtracts },
	{ "a payer's effort is that of the budget", pays },
	{ "an estimate of R is of whole hundreds", hundreds },
	{ "the affordable rent is, and none above it", affordable },
	{ "charges lower it", charged },
};

static struct try
draw_one(const struct phc_terms *terms, int64_t at)
{
	struct try t = { .terms = terms,
		.hh = anyone(at),
		.dw = anywhere(),
		.target = between(1000, 5000) };

	t.b = budget(&t);
	return t;
}

int
main(void)
{
	struct phc_terms *terms = NULL;
	struct try t;
	int64_t at = 0;
	size_t l;
	long i, n = tries(10000);

	seeded();
	for (l = 0; l < sizeof(laws) / sizeof(*laws); l++) {
		about("%s", laws[l].what);
		for (i = 0; i < n; i++) {
			if (i % 500 == 0) {
				phc_terms_free(terms);
				at = between(
				    day("2012-01-01"), day("2026-12-31"));
				terms = phc_terms_open(NULL, at, NULL);
			}
			t = draw_one(terms, at);
			if (!laws[l].holds(&t))
				break;
		}
		is(i, n);
	}
	phc_terms_free(terms);
	return done();
}
