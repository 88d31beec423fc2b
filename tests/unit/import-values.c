/* The readers of numbers and dates, and the set of hashes, by themselves. */
#include <stdlib.h>

#include "../../lib/import/import.h"
#include "phc/date.h"
#include "prop.h"

#define NB "\xc2\xa0"      /* U+00A0 */
#define NNB "\xe2\x80\xaf" /* U+202F */

enum {
	FINE = -1,
	BAD = IMPORT_UNREADABLE_AMOUNT,
	TWO_WAYS = IMPORT_AMBIGUOUS_AMOUNT
};

static const struct {
	const char *text;
	int places, result;
	int64_t v;
} numbers[] = {
	{ "0", 2, FINE, 0 },
	{ "1234", 2, FINE, 123400 },
	{ "1234.5", 2, FINE, 123450 },
	{ "1234,56", 2, FINE, 123456 },
	{ "1 234,56", 2, FINE, 123456 },
	{ "1" NB "234,56", 2, FINE, 123456 },
	{ "1" NNB "234" NNB "567,8", 2, FINE, 123456780 },
	{ "1 234", 2, FINE, 123400 },
	{ "1.234,56", 2, FINE, 123456 },
	{ "1,234.56", 2, FINE, 123456 },
	{ "1.234.567", 2, FINE, 123456700 },
	{ "1.234.567,89", 2, FINE, 123456789 },
	{ "-12,50", 2, FINE, -1250 },
	{ "0,05", 2, FINE, 5 },
	{ "12,500000", 2, FINE, 1250 },
	{ "36,0", 0, FINE, 36 },
	{ "3,325", 3, FINE, 3325 },
	{ "0.325", 3, FINE, 325 },
	{ "1 234.567", 3, FINE, 1234567 },
	{ "1.1144e+006", 2, FINE, 111440000 },
	{ "1.234e3", 2, FINE, 123400 },
	{ "5E-1", 2, FINE, 50 },
	{ "1.234", 2, TWO_WAYS, 0 },
	{ "1.234", 3, TWO_WAYS, 0 },
	{ "1,234", 2, TWO_WAYS, 0 },
	{ "123.456", 2, TWO_WAYS, 0 },
	{ "-1.234", 2, TWO_WAYS, 0 },
	{ "1234.567", 2, BAD, 0 },
	{ "12,505", 0, TWO_WAYS, 0 },
	{ "12oo,50", 2, BAD, 0 },
	{ "env. 800", 2, BAD, 0 },
	{ "1 23", 2, BAD, 0 },
	{ "1234 567", 2, BAD, 0 },
	{ "1 234.567.890", 2, BAD, 0 },
	{ "1,2,3", 2, BAD, 0 },
	{ "1..2", 2, BAD, 0 },
	{ "1.", 2, BAD, 0 },
	{ ",5", 2, BAD, 0 },
	{ "", 2, BAD, 0 },
	{ "-", 2, BAD, 0 },
	{ "--1", 2, BAD, 0 },
	{ "+1", 2, BAD, 0 },
	{ "1e", 2, BAD, 0 },
	{ "1e+", 2, BAD, 0 },
	{ "1e5x", 2, BAD, 0 },
	{ "1e99", 2, BAD, 0 },
	{ "9999999999999,99", 2, FINE, INT64_C(999999999999999) },
	{ "99999999999999,99", 2, BAD, 0 },
	{ "9999999999999999", 2, BAD, 0 },
};

static void
number(void)
{
	struct import_number x;
	size_t i;
	int64_t v;
	int rc;

	for (i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		about(
		    "'%s' with %d places", numbers[i].text, numbers[i].places);
		rc = import_number(
		    phc_str(numbers[i].text), numbers[i].places, &x);
		v = 0;
		if (rc == FINE && import_scale(x, numbers[i].places, &v) == -1)
			rc = BAD;
		is(rc, numbers[i].result);
		is(v, numbers[i].v);
	}
}

static const struct {
	const char *text, *want;
	enum import_precision precision;
	int pivot;
} days[] = {
	{ "31/12/2025", "2025-12-31", IMPORT_DAY, -1 },
	{ "1/2/2016", "2016-02-01", IMPORT_DAY, -1 },
	{ "31-12-2025", "2025-12-31", IMPORT_DAY, -1 },
	{ "31.12.2025", "2025-12-31", IMPORT_DAY, -1 },
	{ "2025-12-31", "2025-12-31", IMPORT_DAY, -1 },
	{ "2025/12/31", "2025-12-31", IMPORT_DAY, -1 },
	{ "29/02/2016", "2016-02-29", IMPORT_DAY, -1 },
	{ "29/02/2015", "no such day", IMPORT_DAY, -1 },
	{ "31/02/1994", "no such day", IMPORT_DAY, -1 },
	{ "12/13/1995", "no such day", IMPORT_DAY, -1 },
	{ "13/08/16", "two digits are no year: 19.. or 20..?", IMPORT_DAY, -1 },
	{ "13/08/16", "2016-08-13", IMPORT_DAY, 30 },
	{ "13/08/31", "1931-08-13", IMPORT_DAY, 30 },
	{ "08/2016", "not a date (31/12/2025 or 2025-12-31)", IMPORT_DAY, -1 },
	{ "2016", "not a date (31/12/2025 or 2025-12-31)", IMPORT_DAY, -1 },
	{ "42005",
	    "a spreadsheet's serial number: format the column as a date and "
	    "export again",
	    IMPORT_DAY, -1 },
	{ "08/2016", "2016-08-01", IMPORT_MONTH, -1 },
	{ "2016-08", "2016-08-01", IMPORT_MONTH, -1 },
	{ "31/12/2025", "2025-12-31", IMPORT_MONTH, -1 },
	{ "13/2016", "no such day", IMPORT_MONTH, -1 },
	{ "03/15", "two digits are no year: 19.. or 20..?", IMPORT_MONTH, -1 },
	{ "2016", "not a month (12/2025 or 2025-12)", IMPORT_MONTH, -1 },
	{ "mars-15", "not a month (12/2025 or 2025-12)", IMPORT_MONTH, -1 },
	{ "2016", "2016-01-01", IMPORT_YEAR, -1 },
	{ "16", "not a year (2025)", IMPORT_YEAR, -1 },
	{ "31/12-2025", "not a date (31/12/2025 or 2025-12-31)", IMPORT_DAY,
	    -1 },
	{ "1/1/1/2016", "not a date (31/12/2025 or 2025-12-31)", IMPORT_DAY,
	    -1 },
	{ "//", "not a date (31/12/2025 or 2025-12-31)", IMPORT_DAY, -1 },
	{ "", "not a date (31/12/2025 or 2025-12-31)", IMPORT_DAY, -1 },
	{ "201612345", "not a date (31/12/2025 or 2025-12-31)", IMPORT_DAY,
	    -1 },
};

static void
day(void)
{
	char buf[PHC_DATE_MAX];
	const char *why;
	int64_t v;
	size_t i;

	for (i = 0; i < sizeof(days) / sizeof(*days); i++) {
		about("'%s'", days[i].text);
		if (import_day(phc_str(days[i].text), days[i].precision,
			days[i].pivot, &v, &why) == FINE)
			why = phc_date_format(v, buf);
		is_str(why, days[i].want);
	}
}

/* Each is new once, none that was not added is there, and room is as said. */
static void
set(size_t n)
{
	struct import_set s = { 0 };
	size_t i, bad = 0, most = 0;
	uint64_t first = prop_state;

	about("a set of %zu", n);
	bad += import_set_has(&s, 1);
	for (i = 0; i < n; i++) {
		bad += !import_set_add(&s, draw());
		if (s.n > 100000 &&
		    (s.homes + s.tail) * sizeof(*s.slot) / s.n > most)
			most = (s.homes + s.tail) * sizeof(*s.slot) / s.n;
	}
	prop_state = first;
	for (i = 0; i < n; i++)
		bad += import_set_add(&s, draw());
	for (i = 0; i < n; i++)
		bad += import_set_has(&s, draw());
	is(bad, 0);
	is(s.n, n);
	ok(most <= 13);
	free(s.slot);
}

/* Hashes that all have the last home: the tail behind it grows with them. */
static void
crowd(void)
{
	struct import_set s = { 0 };
	uint64_t i;
	int bad = 0;

	about("hashes that crowd at the end");
	for (i = 0; i < 5000; i++)
		bad += !import_set_add(&s, UINT64_MAX - i);
	for (i = 0; i < 5000; i++)
		bad += !import_set_has(&s, UINT64_MAX - i) +
		       import_set_add(&s, UINT64_MAX - i);
	bad += import_set_has(&s, UINT64_MAX - 5000);
	is(bad, 0);
	about("0 is one like another");
	ok(import_set_add(&s, 0));
	ok(!import_set_add(&s, 0));
	free(s.slot);
}

static void
hash(void)
{
	char a[64], b[64];
	uint64_t h;
	int i, j, flipped, bad = 0;

	about("each bit of a text tells in its hash");
	for (i = 0; i < 64; i++)
		a[i] = (char)draw();
	for (i = 0; i < 64 * 8; i++) {
		memcpy(b, a, sizeof(b));
		b[i / 8] ^= (char)(1 << i % 8);
		h = import_hash(0, (struct phc_str){ a, 64 }) ^
		    import_hash(0, (struct phc_str){ b, 64 });
		for (flipped = j = 0; j < 64; j++)
			flipped += (int)(h >> j & 1);
		bad += flipped < 10 || flipped > 54;
	}
	is(bad, 0);
	about("texts that meet in another place are two");
	ok(import_hash(import_hash(0, phc_str("ab")), phc_str("c")) !=
	    import_hash(import_hash(0, phc_str("a")), phc_str("bc")));
	ok(import_hash(0, phc_str("a")) !=
	    import_hash(0, (struct phc_str){ "a\0", 2 }));
}

int
main(void)
{
	seeded();
	number();
	day();
	set(10);
	set(1000);
	set(300000);
	crowd();
	hash();
	return done();
}
