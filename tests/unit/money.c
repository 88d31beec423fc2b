#include "phc/money.h"
#include "tap.h"

static const struct {
	const char *text;
	int places, rc;
	int64_t value;
} parse[] = {
	{ "0", 2, 0, 0 },
	{ "1234", 2, 0, 123400 },
	{ "1234.5", 2, 0, 123450 },
	{ "1234.56", 2, 0, 123456 },
	{ "-0.01", 2, 0, -1 },
	{ "9999999999999.99", 2, 0, INT64_C(999999999999999) },
	{ "99999999999999", 2, -1, 0 }, /* a digit too many */
	{ "12", 0, 0, 12 },
	{ "-5", 0, 0, -5 },
	{ "12.0", 0, -1, 0 },
	{ "3.125", 3, 0, 3125 },
	{ "1234.567", 2, -1, 0 },
	{ "1.2.3", 2, -1, 0 },
	{ "1,5", 2, -1, 0 },
	{ "1.", 2, -1, 0 },
	{ ".5", 2, -1, 0 },
	{ "+1", 2, -1, 0 },
	{ "-", 2, -1, 0 },
	{ "", 2, -1, 0 },
	{ "1e3", 2, -1, 0 },
	{ "12oo", 2, -1, 0 },
	{ " 12", 2, -1, 0 },
	{ "12 ", 2, -1, 0 },
	{ "99999999999999999999", 2, -1, 0 },
};

static void
parses(void)
{
	struct phc_err e;
	int64_t v;
	size_t i;

	for (i = 0; i < sizeof(parse) / sizeof(*parse); i++) {
		about("'%s', %d places", parse[i].text, parse[i].places);
		v = 0;
		is(phc_decimal_parse(
		       phc_str(parse[i].text), parse[i].places, &v, &e),
		    parse[i].rc);
		is(v, parse[i].value);
	}
	about("the message");
	phc_cents_parse(phc_str("12oo"), &v, &e);
	is_str(e.msg, "not a number: '12oo'");
	is(e.code, PHC_EDATA);
}

static void
formats(void)
{
	char buf[PHC_DECIMAL_MAX];

	about("printing");
	is_str(phc_cents_format(-123456, buf), "-1234.56");
	is_str(phc_cents_format(5, buf), "0.05");
	is_str(phc_cents_format(-5, buf), "-0.05");
	is_str(phc_cents_format(0, buf), "0.00");
	is_str(phc_cents_format(PHC_UNKNOWN, buf), "");
	is_str(phc_decimal_format(12, 0, buf), "12");
	is_str(phc_decimal_format(-7, 0, buf), "-7");
	is_str(phc_decimal_format(1, 3, buf), "0.001");
	is_str(phc_decimal_format(INT64_MAX, 2, buf), "92233720368547758.07");
	is_str(
	    phc_decimal_format(INT64_MIN + 1, 2, buf), "-92233720368547758.07");
}

static void
rounds(void)
{
	about("rounding");
	is(phc_div_half_up(5, 2), 3);
	is(phc_div_half_up(-5, 2), -3);
	is(phc_div_half_up(4, 3), 1);
	is(phc_div_half_up(-4, 3), -1);
	is(phc_div_half_up(INT64_MAX, INT64_MAX), 1);
	is(phc_div_up(4, 2), 2);
	is(phc_div_up(5, 2), 3);
	is(phc_div_up(-5, 2), -2);
	is(phc_percent(31000 - 23500, 52000), 1442); /* 14.42 % */
	is(phc_percent(60157, 60156), 10000);
	about("ratios are compared exactly");
	ok(phc_ratio_cmp(60157, 60156, 10000) > 0);
	is(phc_ratio_cmp(25, 100, 2500), 0);
	ok(phc_ratio_cmp(249999, 1000000, 2500) < 0);
	ok(phc_ratio_cmp(-1, 100, 0) < 0);
	ok(phc_ratio_cmp(INT64_C(999999999999999), 1, 10000) > 0);
}

int
main(void)
{
	parses();
	formats();
	rounds();
	return done();
}
