#include <stdlib.h>

#include "phc/aid.h"
#include "phc/date.h"

enum { ZONES = 3 };

/* A scale by household; what a table has not is PHC_UNKNOWN. */
enum { SINGLE, COUPLE, DEP1, DEP9 = DEP1 + 8, EXTRA, HOUSEHOLDS };

static const char *const households[HOUSEHOLDS] = { "single", "couple", "dep1",
	"dep2", "dep3", "dep4", "dep5", "dep6", "dep7", "dep8", "dep9",
	"extra" };

struct scale {
	struct phc_figure of[HOUSEHOLDS];
};

enum charge { BASE, PER_DEPENDANT, SHARED_SINGLE, SHARED_COUPLE, CHARGES };

static const char *const charges[CHARGES][2] = { { "general", "base" },
	{ "general", "per_dependant" }, { "coloc", "single" },
	{ "coloc", "couple" } };

enum term {
	P0_RATE,
	P0_FLOOR,
	CRDS,
	LEAST_AL,
	LEAST_APL,
	COEF_SHARED,
	COEF_ROOM,
	REDUCTION,
	WHOLE,
	RLS_SHARED,
	RLS_AID,
	FALLS,
	ENDS = FALLS + ZONES,
	TERMS = ENDS + ZONES
};

/* Rates have four places.  What came later does nothing before. */
static const struct {
	const char *key;
	int places;
	bool later;
} terms[TERMS] = {
	[P0_RATE] = { "p0_rate", 4, false },
	[P0_FLOOR] = { "p0_floor", 2, false },
	[CRDS] = { "crds", 4, false },
	[LEAST_AL] = { "min_payment_al", 2, false },
	[LEAST_APL] = { "min_payment_apl", 2, false },
	[COEF_SHARED] = { "coef_coloc", 4, false },
	[COEF_ROOM] = { "coef_room", 4, false },
	[REDUCTION] = { "flat_reduction", 2, true },
	[WHOLE] = { "net_rounding_floor_euro", 2, true },
	[RLS_SHARED] = { "rls_coloc_factor", 4, true },
	[RLS_AID] = { "rls_fraction", 4, true },
	[FALLS] = { "degressivity_z1", 4, true },
	[FALLS + 1] = { "degressivity_z2", 4, true },
	[FALLS + 2] = { "degressivity_z3", 4, true },
	[ENDS] = { "suppression_z1", 4, true },
	[ENDS + 1] = { "suppression_z2", 4, true },
	[ENDS + 2] = { "suppression_z3", 4, true },
};

enum { BRACKETS = 3 };

struct phc_aid {
	struct phc_law *law[8];
	size_t laws;
	int64_t month;
	struct scale rent[ZONES], lr, tf, r0, rls[ZONES], rls_below[ZONES];
	struct phc_figure charge[CHARGES], term[TERMS];
	struct phc_figure from[BRACKETS], rate[BRACKETS]; /* of RL, for TL */
};

/*
 * Reading: every figure of the month, once.
 */

struct table {
	struct phc_aid *aid;
	struct phc_law *law;
	struct phc_err *err;
};

static bool
open_table(struct table *t, const char *name, const char *dir)
{
	static const struct phc_law_table tables[] = { PHC_AID_TABLES };
	const struct phc_law_table *of = tables;

	while (strcmp(of->name, name) != 0)
		of++;
	t->law = phc_law_open(of->name, of->columns, of->nkeys, dir, t->err);
	if (t->law != NULL)
		t->aid->law[t->aid->laws++] = t->law;
	return t->law != NULL;
}

/* A figure; PHC_UNKNOWN if the table has it not, and it may miss. */
static bool
figure(const struct table *t, const struct phc_str *key, size_t value,
    int places, bool may_miss, struct phc_figure *out)
{
	struct phc_err e;

	if (phc_law_figure(
		t->law, t->aid->month, key, value, places, out, &e) == 0)
		return true;
	*out = (struct phc_figure){ .v = PHC_UNKNOWN };
	if (e.code == PHC_ELAW && may_miss)
		return true;
	phc_fail(t->err, e.code, "%s", e.msg);
	return false;
}

/* The scale whose keys are 'key', of which the last is the household. */
static bool
scale(const struct table *t, struct phc_str *key, struct phc_str *last,
    int places, bool may_miss, struct scale *s)
{
	int i;

	for (i = 0; i < HOUSEHOLDS; i++) {
		*last = phc_str(households[i]);
		if (!figure(t, key, 0, places, i > DEP1 || may_miss, &s->of[i]))
			return false;
	}
	return true;
}

static const struct phc_str zone_names[ZONES] = { { "1", 1 }, { "2", 1 },
	{ "3", 1 } };

static bool
rents(struct table *t, const char *dir)
{
	struct phc_str key[2];
	int z;

	if (!open_table(t, "apl-rent-ceilings", dir))
		return false;
	for (z = 0; z < ZONES; z++) {
		key[0] = zone_names[z];
		if (!scale(t, key, &key[1], 2, false, &t->aid->rent[z]))
			return false;
	}
	return true;
}

static bool
reductions(struct table *t, const char *dir)
{
	struct phc_str key[3];
	int z;

	if (!open_table(t, "rls", dir))
		return false;
	for (z = 0; z < ZONES; z++) {
		key[1] = zone_names[z];
		key[0] = phc_str("amount");
		if (!scale(t, key, &key[2], 2, true, &t->aid->rls[z]))
			return false;
		key[0] = phc_str("ceiling");
		if (!scale(t, key, &key[2], 2, true, &t->aid->rls_below[z]))
			return false;
	}
	return true;
}

static bool
one_scale(struct table *t, const char *name, int places, const char *dir,
    struct scale *s)
{
	struct phc_str key;

	return open_table(t, name, dir) &&
	       scale(t, &key, &key, places, false, s);
}

static bool
flat_charges(struct table *t, const char *dir)
{
	struct phc_str key[2];
	int i;

	if (!open_table(t, "apl-charges", dir))
		return false;
	for (i = 0; i < CHARGES; i++) {
		key[0] = phc_str(charges[i][0]);
		key[1] = phc_str(charges[i][1]);
		if (!figure(t, key, 0, 2, false, &t->aid->charge[i]))
			return false;
	}
	return true;
}

static bool
brackets(struct table *t, const char *dir)
{
	static const struct phc_str key[BRACKETS] = { { "1", 1 }, { "2", 1 },
		{ "3", 1 } };
	int i;

	if (!open_table(t, "apl-tl", dir))
		return false;
	for (i = 0; i < BRACKETS; i++)
		if (!figure(t, &key[i], 0, 4, false, &t->aid->from[i]) ||
		    !figure(t, &key[i], 2, 4, false, &t->aid->rate[i]))
			return false;
	return true;
}

static bool
single_terms(struct table *t, const char *dir)
{
	struct phc_str key;
	int i;

	if (!open_table(t, "apl-misc", dir))
		return false;
	for (i = 0; i < TERMS; i++) {
		key = phc_str(terms[i].key);
		if (!figure(t, &key, 0, terms[i].places, terms[i].later,
			&t->aid->term[i]))
			return false;
	}
	return true;
}

struct phc_aid *
phc_aid_open(const char *dir, int64_t date, struct phc_err *err)
{
	struct phc_aid *a = phc_new(sizeof(*a));
	struct table t = { a, NULL, err };

	a->month = phc_date_month(date);
	if (rents(&t, dir) && flat_charges(&t, dir) &&
	    one_scale(&t, "apl-lr", 2, dir, &a->lr) &&
	    one_scale(&t, "apl-tf", 4, dir, &a->tf) &&
	    one_scale(&t, "apl-r0", 2, dir, &a->r0) && brackets(&t, dir) &&
	    single_terms(&t, dir) && reductions(&t, dir))
		return a;
	phc_aid_free(a);
	return NULL;
}

void
phc_aid_free(struct phc_aid *a)
{
	if (a == NULL)
		return;
	while (a->laws > 0)
		phc_law_free(a->law[--a->laws]);
	free(a);
}

struct phc_span
phc_aid_span(const struct phc_aid *a)
{
	struct phc_span days = { INT64_MIN, INT64_MAX };
	size_t i;

	for (i = 0; i < a->laws; i++)
		phc_law_span(a->law[i], a->month, &days);
	return days;
}

/*
 * Computing.
 */

/* Of a rent, or the most of all rents from 'low' to 'high'. */
struct run {
	const struct phc_aid *aid;
	const struct phc_aid_case *of;
	const struct phc_uses *uses;
	struct phc_err *err;
	int64_t low, high;
};

enum { UNIT = 10000 }; /* of a rate with four places */

static int64_t
use(const struct run *r, const struct phc_figure *f)
{
	if (r->uses != NULL && f->v != PHC_UNKNOWN)
		r->uses->each(f, r->uses->arg);
	return f->v == PHC_UNKNOWN ? 0 : f->v;
}

static int64_t
term(const struct run *r, enum term t)
{
	return use(r, &r->aid->term[t]);
}

/* 'rate', with four places, of an amount, half up to the cent. */
static int64_t
part(int64_t rate, int64_t amount)
{
	return phc_div_half_up(rate * amount, UNIT);
}

/*
 * What a scale has for the household: its own figure, or the last one and so
 * many times the extra, each times 'coef' and rounded apart.
 */
static int
of_scale(const struct run *r, const struct scale *s, int64_t coef, int64_t *out)
{
	int64_t n = r->of->dependants;
	int i = r->of->couple ? COUPLE : SINGLE;

	if (n > 0) {
		i = DEP1 + (int)(n < 9 ? n : 9) - 1;
		while (i > DEP1 && s->of[i].v == PHC_UNKNOWN)
			i--;
		n -= i - DEP1 + 1;
	}
	*out = part(coef, use(r, &s->of[i]));
	if (n == 0)
		return 0;
	if (s->of[EXTRA].v == PHC_UNKNOWN)
		return phc_fail(r->err, PHC_ELAW,
		    "%s: nothing for %d dependants: add the rows",
		    s->of[i].table, (int)r->of->dependants);
	*out += n * part(coef, use(r, &s->of[EXTRA]));
	return 0;
}

/* LAW: arrêté 2019-09-27 art. 7, arrêté 2019-09-27 art. 8,
 * arrêté 2019-09-27 art. 16 */
static int
rent_ceiling(const struct run *r, int64_t *out)
{
	const struct scale *s = &r->aid->rent[r->of->zone - 1];

	if (r->of->room) {
		*out = use(r, &s->of[SINGLE]);
		*out = part(term(r, COEF_ROOM), *out);
		return 0;
	}
	return of_scale(r, s, r->of->shared ? term(r, COEF_SHARED) : UNIT, out);
}

/* LAW: arrêté 2019-09-27 art. 9, arrêté 2019-09-27 art. 16 */
static int64_t
charges_of(const struct run *r)
{
	const struct phc_figure *f = r->aid->charge;
	int64_t base = use(r, !r->of->shared  ? &f[BASE]
			      : r->of->couple ? &f[SHARED_COUPLE]
					      : &f[SHARED_SINGLE]);

	if (r->of->dependants > 0)
		base += r->of->dependants * use(r, &f[PER_DEPENDANT]);
	return base;
}

/* LAW: CCH D823-17, arrêté 2019-09-27 art. 13 */
static int64_t
least(const struct run *r, int64_t cost)
{
	int64_t share = part(term(r, P0_RATE), cost);
	int64_t floor = term(r, P0_FLOOR);

	return share > floor ? share : floor;
}

/* TL of RL, in 0.001 %.  LAW: arrêté 2019-09-27 art. 14 */
static int64_t
rent_rate(const struct run *r, int64_t rl)
{
	const struct phc_figure *from = r->aid->from, *rate = r->aid->rate;
	int64_t sum = 0, top, share;
	int i;

	for (i = 0; i < BRACKETS && rl > from[i].v; i++) {
		top =
		    i + 1 < BRACKETS && rl > from[i + 1].v ? from[i + 1].v : rl;
		share = use(r, &rate[i]);
		sum += share * (top - use(r, &from[i]));
	}
	return phc_div_half_up(sum, UNIT / 10);
}

static int64_t
lesser(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* LAW: CCH D823-17, arrêté 2019-09-27 art. 14, arrêté 2019-09-27 art. 15 */
static int
participation(const struct run *r, struct phc_aid_result *o)
{
	int64_t above;

	o->p0 = least(r, o->rent + o->charges);
	if (of_scale(r, &r->aid->lr, UNIT, &o->lr) == -1 ||
	    of_scale(r, &r->aid->tf, UNIT, &o->tf) == -1 ||
	    of_scale(r, &r->aid->r0, UNIT, &o->r0) == -1)
		return -1;
	o->tf *= 10; /* from 0.01 % to 0.001 % */
	o->rl = phc_div_half_up(lesser(r->low, o->ceiling) * UNIT, o->lr);
	o->tl = rent_rate(r, o->rl);
	above = r->of->resources > o->r0 ? r->of->resources - o->r0 : 0;
	o->pp = o->p0 + phc_div_half_up((o->tf + o->tl) * above, 10 * UNIT);
	return 0;
}

static int64_t
positive(int64_t v)
{
	return v > 0 ? v : 0;
}

/* High rents, from 2016-07.  LAW: CCH D823-16, arrêté 2019-09-27 art. 10 */
static void
degress(const struct run *r, struct phc_aid_result *o)
{
	enum term z = (enum term)(r->of->zone - 1);

	o->degressed = o->formula;
	o->low = o->high = PHC_UNKNOWN;
	if (r->aid->term[FALLS + z].v == PHC_UNKNOWN)
		return;
	o->low = part(term(r, FALLS + z), o->ceiling);
	o->high = part(term(r, ENDS + z), o->ceiling);
	if (r->low > o->high)
		o->degressed = 0;
	else if (r->low > o->low)
		o->degressed = phc_div_half_up(
		    o->formula * (o->high - r->low), o->high - o->low);
}

/* The net is a whole euro, from 2016 on.  LAW: CCH D823-16 */
static int64_t
whole_euro(const struct run *r, int64_t aid)
{
	int64_t unit = term(r, WHOLE), crds = part(term(r, CRDS), aid);

	return unit == 0 ? aid : (aid - crds) / unit * unit + crds;
}

/* LAW: CCH L442-2-1, arrêté 2018-02-27 art. 1, arrêté 2018-02-27 art. 2 */
static int
reduction(const struct run *r, int64_t *out)
{
	int z = (int)r->of->zone - 1;
	int64_t below;

	*out = 0;
	if (!r->of->convention ||
	    r->aid->rls_below[z].of[SINGLE].v == PHC_UNKNOWN)
		return 0;
	if (of_scale(r, &r->aid->rls_below[z], UNIT, &below) == -1)
		return -1;
	if (r->of->resources >= 12 * below)
		return 0;
	if (of_scale(r, &r->aid->rls[z], UNIT, out) == -1)
		return -1;
	if (r->of->shared)
		*out = part(term(r, RLS_SHARED), *out);
	return 0;
}

/* LAW: CCH L832-3, CCH D823-16, arrêté 2019-09-27 art. 11,
 * arrêté 2019-09-27 art. 12, CGI 1600-0 J */
static int
paid(const struct run *r, struct phc_aid_result *o)
{
	int64_t lowest;

	degress(r, o);
	o->reduced = positive(o->degressed - term(r, REDUCTION));
	o->whole = whole_euro(r, o->reduced);
	if (reduction(r, &o->rls) == -1)
		return -1;
	o->rls_aid = o->rls > 0 ? part(term(r, RLS_AID), o->rls) : 0;
	o->gross = positive(o->whole - o->rls_aid);
	lowest = term(r, r->of->convention ? LEAST_APL : LEAST_AL);
	if (o->gross < lowest)
		o->gross = 0;
	o->net = part(UNIT - term(r, CRDS), o->gross);
	return 0;
}

enum { MOST_RENT = 1000000000 };

static int
check(const struct phc_aid_case *of, struct phc_err *err)
{
	if (of->zone < 1 || of->zone > ZONES)
		return phc_fail(err, PHC_EDATA, "zone: not 1, 2 or 3");
	if (of->dependants < 0 || of->dependants > 20)
		return phc_fail(err, PHC_EDATA, "dependants: not from 0 to 20");
	if (of->rent < 0 || of->rent > MOST_RENT)
		return phc_fail(
		    err, PHC_EDATA, "rent: below 0 or above 10000000.00");
	if (of->resources < 0 || of->resources > INT64_C(100000000000))
		return phc_fail(err, PHC_EDATA,
		    "resources: below 0 or above 1000000000.00");
	return 0;
}

/* LAW: CCH D823-16 */
static int
aid(const struct run *r, struct phc_aid_result *o)
{
	if (rent_ceiling(r, &o->ceiling) == -1)
		return -1;
	o->rent = lesser(r->high, o->ceiling);
	o->charges = charges_of(r);
	if (participation(r, o) == -1)
		return -1;
	o->formula = positive(o->rent + o->charges - o->pp);
	return paid(r, o);
}

int
phc_aid(const struct phc_aid *law, const struct phc_aid_case *of,
    struct phc_aid_result *o, const struct phc_uses *uses, struct phc_err *err)
{
	const struct run r = { law, of, uses, err, of->rent, of->rent };

	return check(of, err) == -1 ? -1 : aid(&r, o);
}

int
phc_rls(const struct phc_aid *law, const struct phc_aid_case *of, int64_t *out,
    const struct phc_uses *uses, struct phc_err *err)
{
	const struct run r = { law, of, uses, err, of->rent, of->rent };

	return check(of, err) == -1 ? -1 : reduction(&r, out);
}

/*
 * The highest rent.  The aid rises with L through L + C - P0, falls with TL,
 * which rises with L, and falls with the rent once it is high; every rounding
 * keeps the order of what it rounds.  So the aid for the highest L, the lowest
 * TL and the lowest rent of a range is the most that the aid is for any rent in
 * it, and the aid itself where the range is one rent.
 */

/* The most that a rent of the range can be: 'most' and the most of the aid. */
static int64_t
reach(const struct run *r, int64_t low, int64_t high, int64_t most)
{
	struct run range = *r;
	struct phc_aid_result o;

	range.low = low;
	range.high = high;
	return aid(&range, &o) == -1 ? -1 : lesser(high, most + o.net);
}

/* The highest rent from 'low' to 'high' that the aid for it leaves at 'most' or
 * less; -1 if none is. */
static int64_t
highest(const struct run *r, int64_t low, int64_t high, int64_t most)
{
	int64_t top, found, mid;

	while ((top = reach(r, low, high, most)) >= low) {
		if (top < high) {
			high = top;
			continue;
		}
		if (reach(r, high, high, most) == high)
			return high;
		mid = low + (high - low) / 2;
		found = highest(r, mid + 1, high, most);
		if (found != -1)
			return found;
		high = mid;
	}
	return -1;
}

int
phc_aid_rent(const struct phc_aid *law, const struct phc_aid_case *of,
    int64_t most, int64_t *out, struct phc_err *err)
{
	const struct run r = { law, of, NULL, err, 0, 0 };
	struct phc_aid_result o;

	if (check(of, err) == -1 || aid(&r, &o) == -1)
		return -1;
	*out = highest(&r, 0, MOST_RENT, most);
	if (*out == -1)
		*out = PHC_UNKNOWN;
	return 0;
}
