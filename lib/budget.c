#include <stdlib.h>

#include "phc/budget.h"
#include "phc/commune.h"
#include "phc/forfait.h"

/* clang-format off */
#define SLOT(column) { #column, offsetof(struct phc_budget, column) }
/* clang-format on */

const struct phc_slot phc_budget_slots[] = {
	SLOT(category),
	SLOT(category_extra),
	SLOT(tested_income),
	SLOT(tested_basis),
	SLOT(ceiling_plai),
	SLOT(ceiling_plus),
	SLOT(ceiling_pls),
	SLOT(ceiling_product),
	SLOT(ceiling_ratio),
	SLOT(ceiling_band),
	SLOT(eligible_plai),
	SLOT(eligible_plus),
	SLOT(eligible_pls),
	SLOT(eligible_pli),
	SLOT(aid_zone),
	SLOT(aid_resources),
	SLOT(aid_basis),
	SLOT(housing_aid),
	SLOT(rls),
	SLOT(forfait),
	SLOT(housing_cost),
	SLOT(housing_cost_net),
	SLOT(net_below_zero),
	SLOT(effort_rate),
	SLOT(effort_rate_net),
	SLOT(effort_basis),
	SLOT(effort_class),
	SLOT(forfait_missing),
	SLOT(remainder),
	SLOT(consumption_units),
	SLOT(remainder_day),
	SLOT(shield_target),
	SLOT(shield_gap),
	SLOT(affordable_rent),
	SLOT(plus_60),
	SLOT(plus_120),
	SLOT(ceiling_unconfirmed),
	{ NULL, 0 },
};

const struct phc_law_table phc_terms_tables[] = {
	{ "hlm-ceilings", PHC_CEILINGS_COLUMNS, 3 },
	{ "communes", PHC_COMMUNES_COLUMNS, 1 },
	PHC_AID_TABLES,
	{ "forfait", PHC_FORFAIT_COLUMNS, 3 },
	{ NULL, NULL, 0 },
};

struct phc_terms {
	int64_t date;
	struct phc_ceilings *ceilings;
	struct phc_communes *communes;
	struct phc_aid *aid;
	struct phc_means *means;
	struct phc_forfait *forfait;
};

struct phc_terms *
phc_terms_open(const char *dir, int64_t date, struct phc_err *err)
{
	struct phc_terms *t = phc_new(sizeof(*t));

	t->date = date;
	if ((t->ceilings = phc_ceilings_open(dir, date, err)) != NULL &&
	    (t->communes = phc_communes_open(dir, date, err)) != NULL &&
	    (t->aid = phc_aid_open(dir, date, err)) != NULL &&
	    (t->means = phc_means_open(dir, date, err)) != NULL &&
	    (t->forfait = phc_forfait_open(dir, date, err)) != NULL)
		return t;
	phc_terms_free(t);
	return NULL;
}

void
phc_terms_free(struct phc_terms *t)
{
	if (t == NULL)
		return;
	phc_ceilings_free(t->ceilings);
	phc_communes_free(t->communes);
	phc_aid_free(t->aid);
	phc_means_free(t->means);
	phc_forfait_free(t->forfait);
	free(t);
}

const struct phc_ceilings *
phc_terms_ceilings(const struct phc_terms *t)
{
	return t->ceilings;
}

int
phc_terms_zone(const struct phc_terms *t, int64_t commune, int64_t *zone,
    struct phc_err *err)
{
	return phc_aid_zone(t->communes, commune, zone, err);
}

struct run {
	const struct phc_terms *terms;
	const struct phc_household *hh;
	const struct phc_dwelling *dw; /* NULL: none */
	int64_t target;
	struct phc_budget *out;
	struct phc_detail *detail;
	struct phc_err *err;
};

/* What is printed of a ratio: nothing of none, nor of what is out of range. */
static int64_t
percent(int64_t num, int64_t den)
{
	static const int64_t most = 900000000000000;

	if (num < -most || num > most || den <= 0 || den > most)
		return PHC_UNKNOWN;
	return phc_percent(num, den);
}

/*
 * What the household may be let.
 */

enum { NO, YES, NOT_KNOWN };

static int64_t
eligible(int64_t income, int64_t ceiling)
{
	int64_t within = phc_ceiling_within(income, ceiling);

	return within == PHC_UNKNOWN ? NOT_KNOWN : within ? YES : NO;
}

/* Whether an income is within so many hundredths of a percent of a ceiling. */
static int64_t
within(int64_t income, int64_t ceiling, int64_t share)
{
	if (income == PHC_UNKNOWN)
		return NOT_KNOWN;
	return phc_ratio_cmp(income, ceiling, share) <= 0 ? YES : NO;
}

/* Where there is no dwelling: PLUS, in the landlord's region. */
static int
ceilings(const struct run *r)
{
	int64_t financing = r->dw == NULL ? PHC_PLUS : r->dw->financing;
	int64_t ceiling[PHC_FINANCINGS], income;
	struct phc_category c = phc_category(r->hh, r->terms->date);
	enum phc_zone zone = PHC_OTHER;
	struct phc_budget *b = r->out;
	enum phc_basis basis;
	int i;

	if (r->dw != NULL && phc_ceiling_zone(r->terms->ceilings,
				 r->dw->commune, &zone, r->err) == -1)
		return -1;
	income = phc_tested_income(r->hh, r->terms->date, &basis);
	for (i = 0; i < PHC_FINANCINGS; i++)
		ceiling[i] = phc_ceiling(r->terms->ceilings, i, zone, c);
	r->detail->category = c;
	r->detail->zone = zone;
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
	b->plus_60 = within(income, ceiling[PHC_PLUS], 6000);
	b->plus_120 = within(income, ceiling[PHC_PLUS], 12000);
	b->ceiling_unconfirmed =
	    phc_ceiling_unconfirmed(r->terms->ceilings, financing, zone, c);
	return 0;
}

/*
 * The aid.
 */

static int64_t
at_most(int64_t v, int64_t most)
{
	return v < most ? v : most;
}

/* Rents and resources beyond all reason have the aid of those within. */
static struct phc_aid_case
aid_case(const struct phc_household *hh, const struct phc_dwelling *dw,
    int64_t zone, int64_t resources)
{
	static const int64_t most_rent = 1000000000, most = 100000000000;
	int64_t principal = phc_dwelling_principal(dw);

	return (struct phc_aid_case){ .zone = zone,
		.dependants = hh->dependants,
		.couple = hh->partner_birth_date != PHC_UNKNOWN,
		.shared = hh->shared_lease == 1,
		.room = dw->room == 1,
		.convention = phc_dwelling_agreed(dw),
		.rent = principal == PHC_UNKNOWN
			    ? 0
			    : at_most(principal, most_rent),
		.resources = at_most(resources, most) };
}

/* Of the dwelling: the zone, and where R is known the RLS and, if the rent is,
 * the aid. */
static int
aid(const struct run *r, struct phc_effort_extra *extra)
{
	struct phc_detail *d = r->detail;
	int64_t zone;

	if (phc_aid_zone(r->terms->communes, r->dw->commune, &zone, r->err) ==
	    -1)
		return -1;
	r->out->aid_zone = zone;
	if (d->resources.r == PHC_UNKNOWN)
		return 0;
	d->of = aid_case(r->hh, r->dw, zone, d->resources.r);
	if (phc_aid(r->terms->aid, &d->of, &d->aid, d->uses, r->err) == -1)
		return -1;
	r->out->rls = extra->rls = d->aid.rls;
	d->computed = phc_dwelling_principal(r->dw) != PHC_UNKNOWN;
	if (d->computed)
		extra->aid = d->aid.net;
	return 0;
}

static int64_t
basis(const struct run *r)
{
	if (r->detail->effort.notified)
		return PHC_NOTIFIED;
	if (r->detail->resources.r == PHC_UNKNOWN)
		return PHC_UNKNOWN;
	return r->detail->resources.origin == PHC_FROM_NOTICE ? PHC_DECLARED
							      : PHC_ESTIMATED;
}

/*
 * What a dwelling costs, and what it leaves.
 */

static void
remainders(const struct run *r, const struct phc_effort *e)
{
	bool known = e->decided != PHC_UNKNOWN && e->income != PHC_UNKNOWN;
	struct phc_budget *b = r->out;

	b->remainder = known ? e->income - e->decided : PHC_UNKNOWN;
	b->remainder_day = phc_remainder_day(b->remainder, phc_units(r->hh));
	if (r->target != PHC_UNKNOWN)
		b->shield_gap = phc_shield(e->decided, e->income, r->target);
}

static void
effort(const struct run *r, const struct phc_effort_extra *extra)
{
	enum { GROSS, NET };
	struct phc_effort e = phc_effort(r->hh, r->dw, extra);
	struct phc_budget *b = r->out;

	r->detail->effort = e;
	b->housing_aid = e.aid;
	b->housing_cost = e.gross;
	b->housing_cost_net = e.net;
	b->net_below_zero = e.is_net ? e.below_zero : PHC_UNKNOWN;
	b->effort_rate = percent(e.gross, e.income);
	b->effort_rate_net = percent(e.net, e.income);
	if (e.decided != PHC_UNKNOWN)
		b->effort_basis = e.is_net ? NET : GROSS;
	b->effort_class = phc_effort_class(e.decided, e.income);
	remainders(r, &e);
}

/* The highest rent whose net rate is within the target: rent + other - RLS -
 * aid is no more than the target's part of the income.
 * LAW: CCH R441-3-1, arrêté 2011-03-10 */
static int
affordable(const struct run *r, const struct phc_effort_extra *extra)
{
	int64_t other = phc_effort_other(r->dw, extra);
	int64_t fluids = r->dw->all_in == 1 ? r->dw->fluids : 0;
	int64_t most, rent;

	if (r->target == PHC_UNKNOWN || r->hh->income == PHC_UNKNOWN ||
	    r->detail->resources.r == PHC_UNKNOWN || other == PHC_UNKNOWN ||
	    fluids == PHC_UNKNOWN)
		return 0;
	most = phc_effort_most(r->hh->income, r->target) - other - fluids +
	       extra->rls;
	if (phc_aid_rent(r->terms->aid, &r->detail->of, most, &rent, r->err) ==
	    -1)
		return -1;
	if (rent != PHC_UNKNOWN)
		r->out->affordable_rent = rent + fluids;
	return 0;
}

static int
housing(const struct run *r)
{
	struct phc_effort_extra extra = { PHC_UNKNOWN, 0, 0 };

	r->out->forfait_missing = phc_forfait(
	    r->terms->forfait, r->hh, r->dw, &extra.forfait, r->detail->uses);
	if (extra.forfait > 0 || r->out->forfait_missing == 0)
		r->out->forfait = extra.forfait;
	if (aid(r, &extra) == -1)
		return -1;
	effort(r, &extra);
	return affordable(r, &extra);
}

static struct phc_budget *
blank(struct phc_budget *b)
{
	const struct phc_slot *s;
	const int64_t unknown = PHC_UNKNOWN;

	for (s = phc_budget_slots; s->column != NULL; s++)
		memcpy((char *)b + s->at, &unknown, sizeof(unknown));
	return b;
}

int
phc_budget(const struct phc_terms *terms, const struct phc_household *hh,
    const struct phc_dwelling *dw, int64_t target, struct phc_budget *out,
    struct phc_detail *detail, struct phc_err *err)
{
	struct phc_detail own = { 0 };
	const struct run r = { terms, hh, dw, target, blank(out),
		detail != NULL ? detail : &own, err };
	int64_t units = phc_units(hh);

	*r.detail = (struct phc_detail){ .uses = r.detail->uses };
	if (ceilings(&r) == -1)
		return -1;
	r.detail->resources = phc_resources(terms->means, hh, r.detail->uses);
	out->aid_resources = r.detail->resources.r;
	out->effort_class =
	    hh->income == 0 ? PHC_CLASS_NONE : PHC_CLASS_UNKNOWN;
	out->consumption_units = units == PHC_UNKNOWN ? units : 100 * units;
	out->shield_target = target;
	if (dw != NULL && housing(&r) == -1)
		return -1;
	out->aid_basis = basis(&r);
	return 0;
}

/* Tables that have no figure for so many have none in any dwelling. */
static int
provided(const struct phc_terms *terms, const struct phc_household *hh,
    struct phc_err *err)
{
	struct phc_aid_case of = { .dependants = hh->dependants,
		.couple = hh->partner_birth_date != PHC_UNKNOWN,
		.convention = true };
	struct phc_aid_result aid;

	for (of.zone = 1; of.zone <= 3; of.zone++)
		if (phc_aid(terms->aid, &of, &aid, NULL, err) == -1)
			return -1;
	return 0;
}

int
phc_payer(const struct phc_terms *terms, const struct phc_household *hh,
    struct phc_payer *out, struct phc_err *err)
{
	*out = (struct phc_payer){ hh, phc_resources(terms->means, hh, NULL).r,
		phc_units(hh) };
	return out->resources == PHC_UNKNOWN ? 0 : provided(terms, hh, err);
}

struct phc_effort
phc_payer_effort(const struct phc_terms *terms, const struct phc_payer *payer,
    const struct phc_dwelling *dw, int64_t zone)
{
	struct phc_effort_extra extra = { PHC_UNKNOWN, 0, 0 };
	struct phc_aid_case of;
	struct phc_aid_result aid;

	phc_forfait(terms->forfait, payer->hh, dw, &extra.forfait, NULL);
	if (payer->resources != PHC_UNKNOWN) {
		of = aid_case(payer->hh, dw, zone, payer->resources);
		if (phc_aid(terms->aid, &of, &aid, NULL, NULL) == -1)
			phc_bug("no aid for what was found to have one");
		extra.rls = aid.rls;
		if (phc_dwelling_principal(dw) != PHC_UNKNOWN)
			extra.aid = aid.net;
	}
	return phc_effort(payer->hh, dw, &extra);
}
