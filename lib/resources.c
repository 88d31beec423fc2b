#include <stdlib.h>

#include "phc/date.h"
#include "phc/resources.h"

enum { CONTEMPORARY = 18628 }; /* 2021-01-01: the months just past count */

enum term {
	HOURS,
	SMIC,
	SMIC_THEN, /* on the last day of N-2 */
	YOUNG_SINGLE,
	YOUNG_COUPLE,
	STUDENT,
	SCHOLARSHIP,
	STUDENT_AGE,
	WORKING_FROM,
	WORKING,
	RELIEF,
	STEP,
	TERMS
};

enum { ALWAYS = 0, NEVER = INT32_MAX };

/* What a rule can do without is not needed; NEVER means that the rule is off,
 * or R unknown, where it is not there. */
static const struct {
	const char *key;
	int places, needed; /* from that month on */
} terms[TERMS] = {
	[HOURS] = { "flat_valuation_trigger_hours", 0, NEVER },
	[SMIC] = { "smic_hourly_gross", 2, ALWAYS },
	[SMIC_THEN] = { "smic_hourly_gross", 2, NEVER },
	[YOUNG_SINGLE] = { "young_single_no_flat_valuation_below", 2, NEVER },
	[YOUNG_COUPLE] = { "young_couple_no_flat_valuation_below", 2, NEVER },
	[STUDENT] = { "student_flat_resources_rental", 2, ALWAYS },
	[SCHOLARSHIP] = { "student_scholarship_deduction_rental", 2, ALWAYS },
	[STUDENT_AGE] = { "student_age_max", 0, CONTEMPORARY },
	[WORKING_FROM] = { "bmaf", 2, ALWAYS },
	[WORKING] = { "double_activity_allowance", 2, ALWAYS },
	[RELIEF] = { "unemployment_allowance_rate", 4, ALWAYS },
	[STEP] = { "resources_rounding", 2, ALWAYS },
};

struct phc_means {
	struct phc_law *law;
	int64_t month;
	int year;
	struct phc_figure term[TERMS]; /* PHC_UNKNOWN: not in force */
};

static int
figure(struct phc_means *m, enum term t, int64_t date, struct phc_err *err)
{
	struct phc_str key = phc_str(terms[t].key);
	struct phc_figure *f = &m->term[t];
	struct phc_err e;

	if (phc_law_figure(m->law, date, &key, 0, terms[t].places, f, &e) == 0)
		return 0;
	f->v = PHC_UNKNOWN;
	if (e.code == PHC_ELAW && m->month < terms[t].needed)
		return 0;
	return phc_fail(err, e.code, "%s", e.msg);
}

static int
figures(struct phc_means *m, struct phc_err *err)
{
	int64_t then = 0;
	int t;

	phc_date_civil(m->year - 2, 12, 31, &then, NULL);
	for (t = 0; t < TERMS; t++)
		if (figure(m, (enum term)t, t == SMIC_THEN ? then : m->month,
			err) == -1)
			return -1;
	if (m->term[STEP].v > 0)
		return 0;
	return phc_fail(err, PHC_EDATA, "%s: resources_rounding: not above 0",
	    phc_law_where(m->law));
}

struct phc_means *
phc_means_open(const char *dir, int64_t date, struct phc_err *err)
{
	struct phc_means *m = phc_new(sizeof(*m));
	int month, day;

	m->month = phc_date_month(date);
	phc_date_split(date, &m->year, &month, &day);
	m->law = phc_law_open("apl-misc", PHC_APL_MISC_COLUMNS, 1, dir, err);
	if (m->law != NULL && figures(m, err) == 0)
		return m;
	phc_means_free(m);
	return NULL;
}

void
phc_means_free(struct phc_means *m)
{
	if (m == NULL)
		return;
	phc_law_free(m->law);
	free(m);
}

/*
 * Whose income is whose.
 */

enum { HOLDER, PARTNER };
enum { WHOLE = 100000, LESS_A_TENTH = 90000, RATE = 10000, YEAR = 12 };
enum { SMIC_YEAR = 1820 }; /* hours */

struct run {
	const struct phc_means *means;
	const struct phc_household *hh;
	const struct phc_uses *uses;
};

static int64_t
use(const struct run *r, enum term t)
{
	const struct phc_figure *f = &r->means->term[t];

	if (r->uses != NULL && f->v != PHC_UNKNOWN)
		r->uses->each(f, r->uses->arg);
	return f->v;
}

static bool
couple(const struct run *r)
{
	return r->hh->partner_birth_date != PHC_UNKNOWN;
}

static int64_t
occupation(const struct run *r, int who)
{
	return who == HOLDER ? r->hh->occupation : r->hh->partner_occupation;
}

/* A month's income of one of the two; PHC_UNKNOWN if it is not told apart. */
static int64_t
monthly(const struct run *r, int who)
{
	const struct phc_household *hh = r->hh;

	if (hh->adults == 1)
		return hh->income;
	if (hh->income == 0)
		return 0;
	if (hh->adults > 2 || !couple(r) || hh->income == PHC_UNKNOWN ||
	    hh->partner_income == PHC_UNKNOWN ||
	    hh->partner_income > hh->income)
		return PHC_UNKNOWN;
	return who == HOLDER ? hh->income - hh->partner_income
			     : hh->partner_income;
}

static bool
works(const struct run *r, int who)
{
	int64_t o = occupation(r, who);

	return o == PHC_PERMANENT || o == PHC_TEMPORARY || o == PHC_INTERIM ||
	       o == PHC_APPRENTICE;
}

/* What the holder's benefit does; -1 where it hangs on a day not told.
 * LAW: CCH R822-14, CCH R822-15, CCH R351-14 */
static int
relief(const struct run *r)
{
	enum { MONTHS = 2 };
	int64_t since = r->hh->benefit_since, benefit = r->hh->benefit;

	if (benefit == PHC_RSA)
		return PHC_RELIEF_ALL;
	if (benefit != PHC_ARE && benefit != PHC_ASS &&
	    (benefit != PHC_NO_BENEFIT || r->hh->occupation != PHC_JOBSEEKER))
		return PHC_RELIEF_NONE;
	if (since == PHC_UNKNOWN)
		return -1;
	if (phc_date_months(since, MONTHS) > r->means->month)
		return PHC_RELIEF_NONE;
	return benefit == PHC_ARE ? PHC_RELIEF_LOWER : PHC_RELIEF_ALL;
}

/* What counts of 'share' after the relief, both in 1/100000. */
static int64_t
relieved(const struct run *r, int64_t share, enum phc_relief relief)
{
	if (relief == PHC_RELIEF_NONE)
		return share;
	return relief == PHC_RELIEF_ALL
		   ? 0
		   : share / RATE * (RATE - use(r, RELIEF));
}

/*
 * Putting R together.
 */

static struct phc_resources
unknown(void)
{
	return (struct phc_resources){
		.r = PHC_UNKNOWN, .origin = PHC_FROM_NOTHING, .sum = PHC_UNKNOWN
	};
}

/* The parts together, to the cent. */
static int64_t
total(const struct phc_resources *o)
{
	const struct phc_resources_part *p;
	int64_t cents = 0, rest = 0, counted;

	for (p = o->part; p < o->part + o->parts; p++) {
		counted = p->year - p->exempt;
		cents += counted / WHOLE * p->share;
		rest += counted % WHOLE * p->share;
	}
	return cents + phc_div_half_up(rest, WHOLE);
}

/* LAW: CCH D823-17 */
static struct phc_resources
rounded(const struct run *r, struct phc_resources o, int64_t sum)
{
	int64_t step = use(r, STEP);

	o.sum = sum;
	o.r = phc_div_up(sum, step) * step;
	return o;
}

/* What two who both work may take off.  LAW: CCH R822-7 */
static int64_t
both_work(const struct run *r, const struct phc_resources *o)
{
	int64_t least;

	if (o->parts < 2 || !works(r, HOLDER) || !works(r, PARTNER))
		return 0;
	least = use(r, WORKING_FROM);
	if (o->part[HOLDER].year < YEAR * least ||
	    o->part[PARTNER].year < YEAR * least)
		return 0;
	return use(r, WORKING);
}

/* A year of a person's income, of an apprentice what is above a year's SMIC.
 * LAW: CGI 81 bis, CCH R822-4 */
static struct phc_resources_part
person(const struct run *r, int who, int64_t month)
{
	struct phc_resources_part p = { YEAR * month, 0, LESS_A_TENTH,
		PHC_RELIEF_NONE };

	if (occupation(r, who) == PHC_APPRENTICE) {
		p.exempt = SMIC_YEAR * use(r, SMIC);
		if (p.exempt > p.year)
			p.exempt = p.year;
	}
	return p;
}

/* The holder and the partner, or both as one where no rule parts them; false
 * where one does and the row does not. */
static bool
persons(const struct run *r, enum phc_relief relief, struct phc_resources *o)
{
	int64_t holder = monthly(r, HOLDER), partner = monthly(r, PARTNER);
	bool apart = relief != PHC_RELIEF_NONE ||
		     occupation(r, HOLDER) == PHC_APPRENTICE ||
		     (couple(r) && occupation(r, PARTNER) == PHC_APPRENTICE);

	o->parts = 1;
	if (holder == PHC_UNKNOWN) {
		o->part[0] = (struct phc_resources_part){ YEAR * r->hh->income,
			0, LESS_A_TENTH, PHC_RELIEF_NONE };
		return !apart;
	}
	o->part[HOLDER] = person(r, HOLDER, holder);
	o->part[HOLDER].relief = relief;
	o->part[HOLDER].share = relieved(r, LESS_A_TENTH, relief);
	if (couple(r))
		o->part[o->parts++] = person(r, PARTNER, partner);
	return true;
}

/* Whether the holder studies, and the partner studies or has nothing: 1, 0, or
 * PHC_UNKNOWN.  LAW: CCH R351-7-2, CCH R822-20 */
static int64_t
student(const struct run *r)
{
	if (r->hh->occupation != PHC_STUDENT)
		return 0;
	if (r->hh->adults == 1 || (couple(r) && r->hh->adults == 2 &&
				      r->hh->partner_occupation == PHC_STUDENT))
		return 1;
	if (monthly(r, PARTNER) == PHC_UNKNOWN)
		return PHC_UNKNOWN;
	return monthly(r, PARTNER) == 0;
}

/* LAW: CCH R351-7-2, CCH R822-20 */
static int64_t
student_flat(const struct run *r)
{
	int64_t flat = use(r, STUDENT);

	return r->hh->scholarship == 1 ? flat - use(r, SCHOLARSHIP) : flat;
}

/* LAW: CCH R822-20 */
static bool
young_student(const struct run *r)
{
	int year, month, day;

	phc_date_split(r->hh->birth_date, &year, &month, &day);
	return r->means->year - year < use(r, STUDENT_AGE);
}

/* From 2021-01 on.  LAW: CCH R822-3, CCH R822-4 */
static struct phc_resources
contemporary(const struct run *r)
{
	struct phc_resources o = { .origin = PHC_FROM_INCOME };
	int64_t studies = student(r), sum;
	int lower = relief(r);

	if (studies != 0 && young_student(r)) {
		if (studies == PHC_UNKNOWN)
			return unknown();
		o.origin = PHC_FROM_STUDENT;
		o.student = student_flat(r);
		return rounded(r, o, o.student);
	}
	if (r->hh->income == PHC_UNKNOWN)
		return unknown();
	if (r->hh->income > 0 &&
	    (lower == -1 || !persons(r, (enum phc_relief)lower, &o)))
		return unknown();
	o.working = both_work(r, &o);
	sum = total(&o) - o.working;
	return rounded(r, o, sum > 0 ? sum : 0);
}

static bool
young(const struct run *r)
{
	enum { YOUNG = 25 };
	int64_t month = r->means->month;

	return phc_age(r->hh->birth_date, month) < YOUNG ||
	       (couple(r) && phc_age(r->hh->partner_birth_date, month) < YOUNG);
}

/* The pay of those who work: 12 months of it less 10 %.  False where it cannot
 * be told from other income. */
static bool
pay(const struct run *r, struct phc_resources *o)
{
	int64_t month;
	int who;

	o->parts = couple(r) ? 2 : 1;
	for (who = HOLDER; who < o->parts; who++) {
		month = works(r, who) ? monthly(r, who) : 0;
		if (month == PHC_UNKNOWN)
			return false;
		o->part[who] = person(r, who, month);
	}
	return true;
}

/* Whether R is a flat valuation of pay, and then its parts: 1, 0, or
 * PHC_UNKNOWN.  LAW: CCH R351-7 */
static int64_t
flat(const struct run *r, struct phc_resources *o)
{
	bool at_work = works(r, HOLDER) || (couple(r) && works(r, PARTNER));
	int64_t hours, then, least;

	if (!at_work || r->hh->benefit == PHC_RSA || r->hh->benefit == PHC_AAH)
		return 0;
	if ((hours = use(r, HOURS)) == PHC_UNKNOWN)
		return 0;
	if ((then = use(r, SMIC_THEN)) == PHC_UNKNOWN)
		return PHC_UNKNOWN;
	if (r->hh->tax_income > hours * then)
		return 0;
	least = young(r) ? use(r, couple(r) ? YOUNG_COUPLE : YOUNG_SINGLE) : 0;
	if (least == PHC_UNKNOWN || r->hh->income == PHC_UNKNOWN)
		return PHC_UNKNOWN;
	if (r->hh->income < least)
		return 0;
	if (!pay(r, o))
		return PHC_UNKNOWN;
	return o->part[HOLDER].year + o->part[PARTNER].year >= YEAR * least;
}

/* Tax income of N-2, which has its tenth off already. */
static bool
tax(const struct run *r, struct phc_resources *o)
{
	int64_t income = r->hh->tax_income;
	int lower = income == 0 ? PHC_RELIEF_NONE : relief(r);

	if (lower == -1 || (lower != PHC_RELIEF_NONE && r->hh->adults > 1))
		return false;
	o->origin = PHC_FROM_TAX;
	o->part[0] = (struct phc_resources_part){ income, 0,
		relieved(r, WHOLE, (enum phc_relief)lower),
		(enum phc_relief)lower };
	o->part[1] = (struct phc_resources_part){ 0 };
	o->parts = 1;
	return true;
}

static bool
of_n2(const struct run *r)
{
	return r->hh->tax_income != PHC_UNKNOWN &&
	       (r->hh->tax_year == PHC_UNKNOWN ||
		   r->hh->tax_year == r->means->year - 2);
}

/* Until 2020-12.  LAW: CCH R351-5, CCH R351-7, CCH R351-7-2 */
static struct phc_resources
past(const struct run *r)
{
	struct phc_resources o = { .origin = PHC_FROM_PAY };
	int64_t studies = student(r), valued, sum;

	if (!of_n2(r) || studies == PHC_UNKNOWN)
		return unknown();
	valued = flat(r, &o);
	if (valued == PHC_UNKNOWN || (valued == 0 && !tax(r, &o)))
		return unknown();
	sum = total(&o);
	if (studies == 1 && sum < student_flat(r))
		sum = o.student = student_flat(r);
	return rounded(r, o, sum);
}

struct phc_resources
phc_resources(const struct phc_means *m, const struct phc_household *hh,
    const struct phc_uses *uses)
{
	const struct run r = { m, hh, uses };

	if (hh->aid_income != PHC_UNKNOWN)
		return (struct phc_resources){ .r = hh->aid_income,
			.origin = PHC_FROM_NOTICE,
			.sum = hh->aid_income };
	return m->month >= CONTEMPORARY ? contemporary(&r) : past(&r);
}
