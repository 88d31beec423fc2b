#include <stdlib.h>
#include <unistd.h>

#include "phc/date.h"
#include "phc/law.h"
#include "tap.h"

static char dir[] = "/tmp/phc-law-XXXXXX";

static int64_t
day(const char *s)
{
	int64_t d = PHC_UNKNOWN;

	phc_date_parse(phc_str(s), &d, NULL);
	return d;
}

/* Table 'text' in place of the built-in one. */
static struct phc_law *
table(const char *text, struct phc_err *e)
{
	char path[64];
	FILE *fp;

	snprintf(path, sizeof(path), "%s/mine.csv", dir);
	fp = fopen(path, "w");
	fputs(text, fp);
	fclose(fp);
	return phc_law_open("mine", "zone persons amount", 2, dir, e);
}

static const char *
found(const struct phc_law *law, const char *date, const char *zone)
{
	const struct phc_str key[] = { phc_str(zone), phc_str("1") };
	static struct phc_err e;
	static char value[32];
	struct phc_law_row row;

	if (phc_law_find(law, day(date), key, &row, &e) == -1)
		return e.msg;
	snprintf(value, sizeof(value), "%.*s", PHC_STR_ARG(row.value[0]));
	return value;
}

/* Days that answer alike: from the last change to the next. */
static void
spans(const struct phc_law *law, const char *at, const char *first,
    const char *last)
{
	struct phc_span days = { day("1950-01-01"), day("2050-12-31") };

	about("the days round %s", at);
	phc_law_span(law, day(at), &days);
	is(days.first, day(first));
	is(days.last, day(last));
}

static void
finds(void)
{
	struct phc_law_row row;
	struct phc_err e;
	int64_t v;
	struct phc_law *law = table("from,until,zone,persons,amount,source\n"
				    "2025-01-01,,A,1,110.00,b\n"
				    "2024-01-01,,A,1,100.00,a\n"
				    ",2024-12-31,B,1,90.00,c\n"
				    "2024-01-01,2024-06-30,C,1,80.00,d\n",
	    &e);

	ok(law != NULL);
	about("rows in force");
	is_str(found(law, "2024-01-01", "A"), "100.00");
	is_str(found(law, "2024-12-31", "A"), "100.00");
	is_str(found(law, "2025-01-01", "A"), "110.00");
	is_str(found(law, "2099-01-01", "A"), "110.00");
	is_str(found(law, "1900-01-01", "B"), "90.00");
	is_str(found(law, "2024-06-30", "C"), "80.00");
	about("never the nearest guess");
	is_str(found(law, "2023-12-31", "A"),
	    "mine: nothing in force on 2023-12-31 for A 1: add the rows");
	is_str(found(law, "2024-07-01", "C"),
	    "mine: nothing in force on 2024-07-01 for C 1: add the rows");
	is_str(found(law, "2025-01-01", "B"),
	    "mine: nothing in force on 2025-01-01 for B 1: add the rows");
	is_str(found(law, "2025-01-01", "D"),
	    "mine: nothing in force on 2025-01-01 for D 1: add the rows");
	spans(law, "1990-01-01", "1950-01-01", "2023-12-31");
	spans(law, "2024-01-01", "2024-01-01", "2024-06-30");
	spans(law, "2024-06-30", "2024-01-01", "2024-06-30");
	spans(law, "2024-07-01", "2024-07-01", "2024-12-31");
	spans(law, "2026-01-01", "2025-01-01", "2050-12-31");
	about("all of it");
	is(phc_law_rows(law), 4);
	is(phc_law_latest(law), day("2025-01-01"));
	like(phc_law_where(law), "/mine.csv$");
	row = phc_law_row(law, 0);
	is_bytes(row.key[0].s, row.key[0].n, "A");
	is_bytes(row.source.s, row.source.n, "a");
	is(phc_law_number(law, row.value[0], 2, &v, &e), 0);
	is(v, 10000);
	is(phc_law_number(law, row.key[0], 2, &v, &e), -1);
	like(e.msg, "/mine.csv: not a number: 'A'$");
	phc_law_free(law);
}

static const struct {
	const char *text, *msg;
} bad[] = {
	{ "", "/mine.csv:1: not 'from', 'until' or not, 'zone persons "
	      "amount', 'source'$" },
	{ "zone,persons,amount,source\n", ":1: not 'from'" },
	{ "from,zone,amount,persons,source\n", ":1: not 'from'" },
	{ "from,zone,persons,amount\n", ":1: not 'from'" },
	{ "from,zone,persons,amount,source,x\n", ":1: not 'from'" },
	{ "from,zone,persons,amount,source\n2024-01-01,A,1\n",
	    ":2: 3 fields, not 5$" },
	{ "from,zone,persons,amount,source\n1/1/24,A,1,2,s\n",
	    ":2: not a date \\(YYYY-MM-DD\\): '1/1/24'$" },
	{ "from,zone,persons,amount,source\n2024-01-01,A,1,2,s\n"
	  "2024-01-01,B,1,2,s\n2024-01-01,A,1,3,s\n",
	    ":4: the keys and date of line 2 again$" },
	{ "from,zone,persons,amount,source\n2024-01-01,\"A,1,2,s\n",
	    "/mine.csv:2: " },
};

int
main(void)
{
	struct phc_err e;
	struct phc_law *law;
	char cmd[64];
	size_t i;

	if (mkdtemp(dir) == NULL)
		return 1;
	finds();
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		about("table '%s'", bad[i].text);
		ok(table(bad[i].text, &e) == NULL);
		like(e.msg, bad[i].msg);
	}
	about("a table that is not there");
	ok(phc_law_open("nope", "a b", 1, NULL, &e) == NULL);
	like(e.msg, "no such table$");
	phc_law_free(NULL);
	about("every table of ceilings is there");
	law = phc_law_open(
	    "hlm-ceilings", "product zone category ceiling", 3, NULL, &e);
	is(phc_law_rows(law), 945);
	phc_law_free(law);
	snprintf(cmd, sizeof(cmd), "rm -r %s", dir);
	return system(cmd) != 0 || done();
}
