#include "phc/date.h"
#include "tap.h"

static int64_t
day(const char *s)
{
	int64_t d = PHC_UNKNOWN;

	phc_date_parse(phc_str(s), &d, NULL);
	return d;
}

static const struct {
	const char *text;
	int64_t days;
} parse[] = {
	{ "1970-01-01", 0 },
	{ "1969-12-31", -1 },
	{ "2000-02-29", 11016 },
	{ "2016-09-01", 17045 },
	{ "1900-03-01", -25508 },
	{ "9999-12-31", 2932896 },
	{ "1900-02-29", PHC_UNKNOWN },
	{ "2015-02-29", PHC_UNKNOWN },
	{ "2016-00-01", PHC_UNKNOWN },
	{ "2016-13-01", PHC_UNKNOWN },
	{ "2016-04-31", PHC_UNKNOWN },
	{ "1582-12-31", PHC_UNKNOWN },
	{ "2016-9-1", PHC_UNKNOWN },
	{ "31/12/2016", PHC_UNKNOWN },
	{ "2016-09-01 ", PHC_UNKNOWN },
	{ "2016-0x-01", PHC_UNKNOWN },
	{ "", PHC_UNKNOWN },
};

static const struct {
	const char *birth, *at;
	int age;
} ages[] = {
	{ "1986-09-01", "2016-09-01", 30 },
	{ "1986-09-02", "2016-09-01", 29 },
	{ "1996-02-29", "2015-02-28", 18 },
	{ "1996-02-29", "2015-03-01", 19 },
	{ "1996-02-29", "2016-02-29", 20 },
	{ "2016-09-02", "2016-09-01", -1 },
};

static const struct {
	const char *date;
	int n;
	const char *then;
} months[] = {
	{ "2015-08-31", 6, "2016-02-29" },
	{ "2016-02-29", 12, "2017-02-28" },
	{ "2016-01-15", -1, "2015-12-15" },
	{ "2016-12-31", 0, "2016-12-31" },
	{ "2016-03-31", -1, "2016-02-29" },
};

int
main(void)
{
	char buf[PHC_DATE_MAX];
	struct phc_err e;
	int64_t d;
	size_t i;

	for (i = 0; i < sizeof(parse) / sizeof(*parse); i++) {
		about("'%s'", parse[i].text);
		is(day(parse[i].text), parse[i].days);
		if (parse[i].days != PHC_UNKNOWN)
			is_str(
			    phc_date_format(parse[i].days, buf), parse[i].text);
	}
	for (i = 0; i < sizeof(ages) / sizeof(*ages); i++) {
		about("born %s, on %s", ages[i].birth, ages[i].at);
		is(phc_age(day(ages[i].birth), day(ages[i].at)), ages[i].age);
	}
	for (i = 0; i < sizeof(months) / sizeof(*months); i++) {
		about("%s and %d months", months[i].date, months[i].n);
		is_str(
		    phc_date_format(
			phc_date_months(day(months[i].date), months[i].n), buf),
		    months[i].then);
	}
	about("every day from 1890 to 2110");
	for (d = day("1890-01-01"); d < day("2110-01-01"); d++)
		if (day(phc_date_format(d, buf)) != d)
			break;
	is(d, day("2110-01-01"));
	about("months");
	is(phc_month_parse(phc_str("2016-08"), &d, NULL), 0);
	is(d, day("2016-08-01"));
	is_str(phc_month_format(d, buf), "2016-08");
	is(phc_month_parse(phc_str("08/2016"), &d, &e), -1);
	is_str(e.msg, "not a month (YYYY-MM): '08/2016'");
	is_str(phc_date_format(PHC_UNKNOWN, buf), "");
	is(phc_date_parse(phc_str("31/02/1994"), &d, &e), -1);
	is_str(e.msg, "not a date (YYYY-MM-DD): '31/02/1994'");
	is(phc_date_civil(2015, 2, 29, &d, &e), -1);
	is_str(e.msg, "no such day: 2015-02-29");
	return done();
}
