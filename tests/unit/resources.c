/*
 * R: each rule at its boundaries.  Figures of the tables: on 2015-12-31 and
 * 2014-12-31 the hourly SMIC was 9.61 and 9.53; 1015 hours of the latter are
 * 9672.95.  LAW: CCH D823-17
 */
#include "phc/resources.h"
#include <stdlib.h>
#include <unistd.h>

#include "blank.h"
#include "tap.h"

enum { U = -1 }; /* unknown, in the tables below */

static int64_t
unless(int64_t v)
{
	return v == U ? PHC_UNKNOWN : v;
}

static struct phc_resources
of(const struct phc_household *hh, const char *date)
{
	struct phc_means *m = phc_means_open(NULL, day(date), NULL);
	struct phc_resources r = phc_resources(m, hh, NULL);

	phc_means_free(m);
	return r;
}

/* Born in 1980 unless the case is about age. */
static struct phc_household
person(void)
{
	struct phc_household hh = household();

	hh.birth_date = day("1980-06-15");
	hh.income = 0;
	return hh;
}

static struct phc_household
pair(void)
{
	struct phc_household hh = person();

	hh.adults = 2;
	hh.partner_birth_date = day("1981-02-01");
	return hh;
}

/* Up to the next hundred euros, and an exact one stays. */
static const struct {
	int64_t tax, r;
} steps[] = {
	{ 0, 0 },
	{ 1, 10000 },
	{ 9999, 10000 },
	{ 10000, 10000 },
	{ 10001, 20000 },
	{ 1200000, 1200000 },
	{ 1200001, 1210000 },
};

static void
test_steps(void)
{
	struct phc_household hh = person();
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		about("%" PRId64, steps[i].tax);
		hh.tax_income = steps[i].tax;
		is(of(&hh, "2016-09-01").r, steps[i].r);
		is(of(&hh, "2016-09-01").sum, steps[i].tax);
	}
	about("declared is as it is");
	hh.aid_income = 123456;
	is(of(&hh, "2016-09-01").r, 123456);
	is(of(&hh, "2016-09-01").origin, PHC_FROM_NOTICE);
	is(of(&hh, "2025-11-01").r, 123456);
}

/* Until 2020-12 the calendar year N-2, then the months just past.
 * LAW: CCH R351-5; LAW: CCH R822-3; LAW: CCH R822-4 */
static const struct {
	const char *date;
	int64_t tax, year, income, r;
	enum phc_origin origin;
} years[] = {
	{ "2016-09-30", 1500000, 2014, 90000, 1500000, PHC_FROM_TAX },
	{ "2016-09-30", 1500000, U, 90000, 1500000, PHC_FROM_TAX },
	{ "2016-09-30", 1500000, 2015, 90000, U, PHC_FROM_NOTHING },
	{ "2016-09-30", 1500000, 2013, 90000, U, PHC_FROM_NOTHING },
	{ "2016-09-30", U, 2014, 90000, U, PHC_FROM_NOTHING },
	{ "2020-12-31", 1500000, 2018, 90000, 1500000, PHC_FROM_TAX },
	{ "2021-01-01", 1500000, 2019, 90000, 980000, PHC_FROM_INCOME },
	{ "2021-01-01", U, U, 90000, 980000, PHC_FROM_INCOME }, /* 9720 */
	{ "2021-01-01", U, U, 92592, 1000000, PHC_FROM_INCOME },
	{ "2021-01-01", U, U, 92593, 1010000, PHC_FROM_INCOME }, /* .04 */
	{ "2021-01-01", U, U, 0, 0, PHC_FROM_INCOME },
	{ "2021-01-01", U, U, U, U, PHC_FROM_NOTHING },
};

static void
test_years(void)
{
	struct phc_household hh = person();
	struct phc_resources r;
	size_t i;

	for (i = 0; i < sizeof(years) / sizeof(*years); i++) {
		about("years %zu", i);
		hh.tax_income = unless(years[i].tax);
		hh.tax_year = unless(years[i].year);
		hh.income = unless(years[i].income);
		r = of(&hh, years[i].date);
		is(r.r, unless(years[i].r));
		is(r.origin, years[i].origin);
	}
}

/* The flat valuation of pay: N-2 at most 1015 hours, somebody works.
 * LAW: CCH R351-7 */
static const struct {
	const char *what, *date;
	int64_t tax, occupation, benefit, income, r;
} flats[] = {
	{ "works", "2016-09-01", 500000, PHC_TEMPORARY, U, 140000, 1520000 },
	{ "interim", "2016-09-01", 500000, PHC_INTERIM, U, 140000, 1520000 },
	{ "on 1015 hours", "2016-09-01", 967295, PHC_PERMANENT, U, 140000,
	    1520000 },
	{ "above them", "2016-09-01", 967296, PHC_PERMANENT, U, 140000,
	    970000 },
	{ "of nothing", "2016-09-01", 0, PHC_PERMANENT, U, 140000, 1520000 },
	{ "does not work", "2016-09-01", 500000, PHC_TRAINING, U, 140000,
	    500000 },
	{ "not told", "2016-09-01", 500000, U, U, 140000, 500000 },
	{ "AAH", "2016-09-01", 500000, PHC_PERMANENT, PHC_AAH, 140000, 500000 },
	{ "RSA", "2016-09-01", 500000, PHC_PERMANENT, PHC_RSA, 140000, 0 },
	{ "to its last month", "2020-12-01", 500000, PHC_PERMANENT, U, 140000,
	    1520000 },
	{ "on the SMIC of 2011-12-31", "2013-01-01", 932785, PHC_PERMANENT, U,
	    140000, 1520000 },
	{ "above it", "2013-01-01", 932786, PHC_PERMANENT, U, 140000, 940000 },
};

static void
test_flats(void)
{
	struct phc_household hh = person();
	size_t i;

	for (i = 0; i < sizeof(flats) / sizeof(*flats); i++) {
		about("flat: %s", flats[i].what);
		hh.tax_income = flats[i].tax;
		hh.occupation = unless(flats[i].occupation);
		hh.benefit = unless(flats[i].benefit);
		hh.income = flats[i].income;
		is(of(&hh, flats[i].date).r, flats[i].r);
	}
	about("flat: income not known");
	hh.income = PHC_UNKNOWN;
	is(of(&hh, "2020-12-01").r, PHC_UNKNOWN);
	hh.tax_income = 5000000;
	is(of(&hh, "2020-12-01").r, 5000000);
	about("flat: N-2 not known");
	hh.tax_income = PHC_UNKNOWN;
	is(of(&hh, "2016-09-01").r, PHC_UNKNOWN);
}

/* Under 25, not on less than 1291.42 a month, or 1937.14 for two.
 * LAW: CCH R351-7 */
static const struct {
	const char *birth, *partner;
	int64_t income, r;
} youths[] = {
	{ "1991-09-02", "", 129141, 500000 }, /* 24 */
	{ "1991-09-02", "", 129142, 1400000 },
	{ "1991-09-01", "", 129141, 1400000 }, /* 25 */
	{ "1980-01-01", "1991-09-02", 193713, 500000 },
	{ "1991-09-02", "1980-01-01", 193714, 2100000 },
	{ "1980-01-01", "1991-09-01", 193713, 2100000 },
};

static void
test_youths(void)
{
	struct phc_household hh = person();
	size_t i;

	for (i = 0; i < sizeof(youths) / sizeof(*youths); i++) {
		about("youth %zu", i);
		hh.birth_date = day(youths[i].birth);
		hh.partner_birth_date = day(youths[i].partner);
		hh.adults = 1 + (*youths[i].partner != '\0');
		hh.partner_income = hh.adults == 2 ? 50000 : PHC_UNKNOWN;
		hh.occupation = hh.partner_occupation = PHC_PERMANENT;
		hh.tax_income = 500000;
		hh.income = youths[i].income;
		is(of(&hh, "2016-09-15").r, youths[i].r);
	}
	about("youth: only the pay of who works counts");
	hh = pair();
	hh.tax_income = 500000;
	hh.occupation = PHC_PERMANENT;
	hh.income = 200000;
	hh.partner_income = 60000;
	is(of(&hh, "2016-09-01").r, 1520000);
	about("youth: the other alone works");
	hh.occupation = PHC_IDLE;
	hh.partner_occupation = PHC_TEMPORARY;
	hh.partner_income = 140000;
	is(of(&hh, "2016-09-01").r, 1520000);
	is(of(&hh, "2016-09-01").part[0].year, 0);
	is(of(&hh, "2016-09-01").part[1].year, 1680000);
	about("youth: whose pay it is is not told");
	hh.partner_income = PHC_UNKNOWN;
	is(of(&hh, "2016-09-01").r, PHC_UNKNOWN);
}

/* LAW: CCH R351-7-2; LAW: CCH R822-20 */
static const struct {
	const char *what, *date, *birth;
	int64_t scholarship, money, r; /* money: tax income or income */
} students[] = {
	{ "at least 7600", "2016-09-01", "1990-01-01", U, 0, 760000 },
	{ "on it", "2016-09-01", "1990-01-01", 0, 760000, 760000 },
	{ "above it", "2016-09-01", "1990-01-01", 0, 760001, 770000 },
	{ "scholarship: 6100", "2016-09-01", "1990-01-01", 1, 0, 610000 },
	{ "above that", "2016-09-01", "1990-01-01", 1, 620000, 620000 },
	{ "no age before 2021", "2020-12-01", "1950-01-01", 0, 0, 770000 },
	{ "8600, whatever is earned", "2025-11-01", "2000-01-01", 0, 200000,
	    860000 },
	{ "or not", "2025-11-01", "2000-01-01", U, 0, 860000 },
	{ "scholarship: 6900", "2025-11-01", "2000-01-01", 1, 0, 690000 },
	{ "27 in the year", "2025-11-01", "1998-12-31", 0, 100000, 860000 },
	{ "28 in the year", "2025-11-01", "1997-12-31", 0, 100000, 1080000 },
};

static void
test_students(void)
{
	struct phc_household hh = person();
	size_t i;

	hh.occupation = PHC_STUDENT;
	for (i = 0; i < sizeof(students) / sizeof(*students); i++) {
		about("student: %s", students[i].what);
		hh.birth_date = day(students[i].birth);
		hh.scholarship = unless(students[i].scholarship);
		hh.tax_income = hh.income = students[i].money;
		is(of(&hh, students[i].date).r, students[i].r);
	}
}

/* A couple has it where the other studies too, or has nothing. */
static const struct {
	int64_t occupation, income, r;
} couples[] = {
	{ PHC_STUDENT, 50000, 860000 },
	{ PHC_STUDENT, U, 860000 },
	{ U, 0, 860000 },
	{ PHC_PERMANENT, 50000, 1080000 },
	{ PHC_PERMANENT, U, U },
};

static void
test_student_couples(void)
{
	struct phc_household hh = pair();
	size_t i;

	hh.birth_date = day("2000-01-01");
	hh.occupation = PHC_STUDENT;
	hh.income = 100000;
	for (i = 0; i < sizeof(couples) / sizeof(*couples); i++) {
		about("student couple %zu", i);
		hh.partner_occupation = unless(couples[i].occupation);
		hh.partner_income = unless(couples[i].income);
		is(of(&hh, "2025-11-01").r, unless(couples[i].r));
	}
}

/* LAW: CCH R822-14; LAW: CCH R822-15; LAW: CCH R351-14 */
static const struct {
	const char *what;
	int64_t benefit, occupation;
	const char *since;
	int64_t r; /* of 10,000 a year, the tenth off or none to take off */
} reliefs[] = {
	{ "none", PHC_NO_BENEFIT, PHC_PERMANENT, "", 1000000 },
	{ "not told", U, U, "", 1000000 },
	{ "RSA, at once", PHC_RSA, U, "", 0 },
	{ "ASS for two months", PHC_ASS, U, "2025-09-01", 0 },
	{ "ASS for less", PHC_ASS, U, "2025-09-02", 1000000 },
	{ "ASS since when", PHC_ASS, U, "", U },
	{ "ARE for two months", PHC_ARE, U, "2025-09-01", 700000 },
	{ "ARE for less", PHC_ARE, U, "2025-09-02", 1000000 },
	{ "ARE since when", PHC_ARE, PHC_JOBSEEKER, "", U },
	{ "no benefit for two months", PHC_NO_BENEFIT, PHC_JOBSEEKER,
	    "2025-09-01", 0 },
	{ "for less", PHC_NO_BENEFIT, PHC_JOBSEEKER, "2025-09-02", 1000000 },
	{ "for how long", PHC_NO_BENEFIT, PHC_JOBSEEKER, "", U },
	{ "a benefit not told", U, PHC_JOBSEEKER, "2025-01-01", 1000000 },
	{ "AAH", PHC_AAH, PHC_IDLE, "2020-01-01", 1000000 },
};

static void
test_reliefs(void)
{
	struct phc_household hh = person();
	struct phc_resources r;
	size_t i;

	for (i = 0; i < sizeof(reliefs) / sizeof(*reliefs); i++) {
		about("relief: %s", reliefs[i].what);
		hh.benefit = unless(reliefs[i].benefit);
		hh.occupation = unless(reliefs[i].occupation);
		hh.benefit_since = day(reliefs[i].since);
		hh.income = 92592; /* 9999.94 */
		is(of(&hh, "2025-11-20").r, unless(reliefs[i].r));
		hh.tax_income = 1000000;
		if (hh.benefit_since != PHC_UNKNOWN)
			hh.benefit_since =
			    phc_date_months(hh.benefit_since, -120);
		r = of(&hh, "2015-11-20");
		is(r.r, unless(reliefs[i].r));
	}
	about("relief: nothing of nothing, since whenever");
	hh.benefit = PHC_ARE;
	hh.benefit_since = PHC_UNKNOWN;
	hh.income = hh.tax_income = 0;
	is(of(&hh, "2025-11-01").r, 0);
	is(of(&hh, "2015-11-01").r, 0);
}

/* Of two, the holder's part alone. */
static void
test_relief_of_two(void)
{
	struct phc_household hh = pair();
	struct phc_resources r;

	hh.benefit = PHC_ARE;
	hh.benefit_since = day("2025-01-01");
	hh.income = 200000;
	hh.partner_income = 50000;
	about("two: 12 x 1500 x 0.63 + 12 x 500 x 0.9");
	r = of(&hh, "2025-11-01");
	is(r.sum, 1134000 + 540000);
	is(r.r, 1680000);
	is(r.part[0].relief, PHC_RELIEF_LOWER);
	is(r.part[1].relief, PHC_RELIEF_NONE);
	about("two: not told apart");
	hh.partner_income = PHC_UNKNOWN;
	is(of(&hh, "2025-11-01").r, PHC_UNKNOWN);
	about("two: told wrong");
	hh.partner_income = 200001;
	is(of(&hh, "2025-11-01").r, PHC_UNKNOWN);
	about("two: tax income is of both");
	hh.benefit_since = day("2015-01-01");
	hh.tax_income = 1500000;
	is(of(&hh, "2016-09-01").r, PHC_UNKNOWN);
	about("two: no rule parts them");
	hh.benefit = PHC_NO_BENEFIT;
	is(of(&hh, "2016-09-01").r, 1500000);
	is(of(&hh, "2025-11-01").r, 2160000);
}

/* Pay up to 1820 hours of SMIC, 21621.60, does not count.  LAW: CGI 81 bis */
static const struct {
	int64_t income, exempt, r;
} apprentices[] = {
	{ 100000, 1200000, 0 }, { 180180, 2162160, 0 },
	{ 180181, 2162160, 10000 },
	{ 250000, 2162160, 760000 }, /* 0.9 x 8378.40 */
};

static void
test_apprentices(void)
{
	struct phc_household hh = person();
	struct phc_resources r;
	size_t i;

	hh.occupation = PHC_APPRENTICE;
	for (i = 0; i < sizeof(apprentices) / sizeof(*apprentices); i++) {
		about("apprentice %zu", i);
		hh.income = apprentices[i].income;
		r = of(&hh, "2025-11-01");
		is(r.part[0].exempt, apprentices[i].exempt);
		is(r.r, apprentices[i].r);
	}
	about("apprentice: flat valuation too");
	hh.birth_date = day("1980-01-01");
	hh.tax_income = 0;
	hh.income = 140000;
	is(of(&hh, "2016-09-01").r, 0);
	about("apprentice: the partner");
	hh = pair();
	hh.partner_occupation = PHC_APPRENTICE;
	hh.income = 200000;
	is(of(&hh, "2025-11-01").r, PHC_UNKNOWN);
	hh.partner_income = 100000;
	is(of(&hh, "2025-11-01").r, 1080000);
}

/* 95 euros off where each of two who work earns 12 x 474.37.
 * LAW: CCH R822-7 */
static const struct {
	int64_t holder, partner, occupation, working;
} both[] = {
	{ 100000, 47437, PHC_TEMPORARY, 9500 },
	{ 100000, 47436, PHC_TEMPORARY, 0 },
	{ 47436, 100000, PHC_TEMPORARY, 0 },
	{ 100000, 100000, PHC_JOBSEEKER, 0 },
	{ 100000, 100000, U, 0 },
};

static void
test_both(void)
{
	struct phc_household hh = pair();
	struct phc_resources r;
	size_t i;

	hh.occupation = PHC_PERMANENT;
	for (i = 0; i < sizeof(both) / sizeof(*both); i++) {
		about("both %zu", i);
		hh.income = both[i].holder + both[i].partner;
		hh.partner_income = both[i].partner;
		hh.partner_occupation = unless(both[i].occupation);
		r = of(&hh, "2025-11-01");
		is(r.working, both[i].working);
		is(r.sum, phc_div_half_up(hh.income * 108, 10) - r.working);
	}
}

/* Nothing overflows, whatever the income. */
static void
test_trillions(void)
{
	struct phc_household hh = person();

	about("trillions");
	hh.income = hh.tax_income = 999999999999999;
	is(of(&hh, "2025-11-01").r, 10799999999990000 + 10000);
	is(of(&hh, "2016-09-01").r, 1000000000000000);
	hh.benefit = PHC_ARE;
	hh.benefit_since = day("2015-01-01");
	is(of(&hh, "2016-09-01").r, 700000000000000);
}

static void
test_open(void)
{
	struct phc_err e = { 0 };

	about("no table for the year");
	is(phc_means_open(NULL, day("1999-01-01"), &e) == NULL, 1);
	is(e.code, PHC_ELAW);
	like(e.msg, "^apl-misc: nothing in force on 1999-01-01 for "
		    "smic_hourly_gross: add the rows$");
	phc_means_free(NULL);
}

/* A table of one's own, whose step is 'step'. */
static struct phc_means *
stepped(const char *step, struct phc_err *e)
{
	static const char *const keys[] = { "smic_hourly_gross",
		"student_flat_resources_rental",
		"student_scholarship_deduction_rental", "student_age_max",
		"bmaf", "double_activity_allowance",
		"unemployment_allowance_rate" };
	char dir[] = "/tmp/phc-resources-XXXXXX", path[64];
	struct phc_means *m;
	FILE *fp;
	size_t i;

	if (mkdtemp(dir) == NULL)
		return NULL;
	snprintf(path, sizeof(path), "%s/apl-misc.csv", dir);
	fp = fopen(path, "w");
	fputs("from,key,value,unit,source\n", fp);
	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		fprintf(fp, ",%s,0,x,x\n", keys[i]);
	fprintf(fp, ",resources_rounding,%s,x,x\n", step);
	fclose(fp);
	m = phc_means_open(dir, day("2016-09-01"), e);
	unlink(path);
	rmdir(dir);
	return m;
}

static void
test_stepped(void)
{
	struct phc_household hh = person();
	struct phc_err e = { 0 };
	struct phc_means *m;

	about("a step of its own");
	hh.tax_income = 2;
	m = stepped("0.05", &e);
	is(phc_resources(m, &hh, NULL).r, 5);
	phc_means_free(m);
	about("no step at all");
	is(stepped("0", &e) == NULL, 1);
	is(e.code, PHC_EDATA);
	like(e.msg, "apl-misc.csv: resources_rounding: not above 0$");
}

int
main(void)
{
	test_steps();
	test_years();
	test_flats();
	test_youths();
	test_students();
	test_student_couples();
	test_reliefs();
	test_relief_of_two();
	test_apprentices();
	test_both();
	test_trillions();
	test_open();
	test_stepped();
	return done();
}
