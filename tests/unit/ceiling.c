#include <stdlib.h>
#include <unistd.h>

#include "blank.h"
#include "phc/ceiling.h"
#include "tap.h"

enum {
	N = PHC_STEP_NONE,
	S = PHC_STEP_SOLO,
	Y = PHC_STEP_YOUNG,
	C = PHC_STEP_CARD
};

/* LAW: arrêté 1987-07-29 art. 2 */
static const struct {
	const char *what, *at, *birth, *partner;
	int category;
} couples[] = {
	/* completed ages of 55 in all, and of 56, round birthdays */
	{ "25 + 30", "2026-01-15", "2001-01-15", "1996-01-15", 3 },
	{ "26 + 30", "2026-01-15", "2000-01-15", "1996-01-15", 2 },
	{ "26 tomorrow + 30", "2026-01-15", "2000-01-16", "1996-01-15", 3 },
	{ "26 + 30 tomorrow", "2026-01-15", "2000-01-15", "1996-01-16", 3 },
	{ "27, 30 tomorrow", "2026-01-15", "1999-01-16", "1996-01-16", 3 },
	{ "27 + 28", "2026-01-15", "1998-06-30", "1997-02-01", 3 },
	{ "28 + 28", "2026-01-15", "1998-01-15", "1998-01-15", 2 },

	/* born on 29 February: a year older on 1 March of a common year */
	{ "30 tomorrow + 26", "2026-02-28", "1996-02-29", "2000-01-01", 3 },
	{ "30 + 26", "2026-03-01", "1996-02-29", "2000-01-01", 2 },
	{ "28 tomorrow + 28", "2024-02-28", "1996-02-29", "1996-02-28", 3 },
	{ "28 + 28, leap year", "2024-02-29", "1996-02-29", "1996-02-28", 2 },

	{ "siblings of 20 and 22", "2026-01-15", "2005-06-01", "", 2 },
};

static void
test_couples(void)
{
	struct phc_household hh = household();
	struct phc_category c;
	size_t i;

	hh.adults = 2;
	for (i = 0; i < sizeof(couples) / sizeof(*couples); i++) {
		about("%s", couples[i].what);
		hh.birth_date = day(couples[i].birth);
		hh.partner_birth_date = day(couples[i].partner);
		c = phc_category(&hh, day(couples[i].at));
		is(c.category, couples[i].category);
		is(c.extra, 0);
		is(c.step, couples[i].category == 3 ? Y : N);
	}
}

/* LAW: arrêté 1987-07-29 art. 2, CCH L442-12 */
static const struct {
	const char *what, *at;
	int64_t adults, dependants, visiting, disabled;
	const char *partner; /* the holder was born in 2000 */
	int category, extra, step;
} persons[] = {
	{ "alone", "2026-01-15", 1, 0, 0, 0, "", 1, 0, N },
	{ "two adults", "2026-01-15", 2, 0, 0, 0, "", 2, 0, N },
	{ "three adults", "2026-01-15", 3, 0, 0, 0, "", 3, 0, N },
	{ "two adults + 1", "2026-01-15", 2, 1, 0, 0, "", 3, 0, N },
	{ "couple + 4", "2026-01-15", 2, 4, 0, 0, "1980-01-01", 6, 0, N },
	{ "couple + 6", "2026-01-15", 2, 6, 0, 0, "1980-01-01", 6, 2, N },

	/* a young couple with anyone else is as many as it is */
	{ "young couple", "2026-01-15", 2, 0, 0, 0, "2000-01-01", 3, 0, Y },
	{ "and a child", "2026-01-15", 2, 1, 0, 0, "2000-01-01", 3, 0, N },
	{ "and a visitor", "2026-01-15", 2, 0, 1, 0, "2000-01-01", 3, 0, N },
	{ "and an adult", "2026-01-15", 3, 0, 0, 0, "2000-01-01", 3, 0, N },

	/* alone with dependants: one more */
	{ "alone + 1", "2026-01-15", 1, 1, 0, 0, "", 3, 0, S },
	{ "alone + 2", "2026-01-15", 1, 2, 0, 0, "", 4, 0, S },
	{ "alone + 4", "2026-01-15", 1, 4, 0, 0, "", 6, 0, S },
	{ "alone + 5", "2026-01-15", 1, 5, 0, 0, "", 6, 1, S },
	{ "alone + 6", "2026-01-15", 1, 6, 0, 0, "", 6, 2, S },

	/* the disability card: from 2019 on, up to five persons, one step */
	{ "card, too early", "2018-12-31", 1, 0, 0, 1, "", 1, 0, N },
	{ "card", "2019-01-01", 1, 0, 0, 1, "", 2, 0, C },
	{ "card in two", "2026-01-15", 2, 0, 0, 1, "1980-01-01", 3, 0, C },
	{ "cards of both", "2026-01-15", 2, 0, 0, 2, "1980-01-01", 3, 0, C },
	{ "card, young", "2026-01-15", 2, 0, 0, 1, "2000-01-01", 3, 0, Y },
	{ "card, alone + 1", "2026-01-15", 1, 1, 0, 1, "", 3, 0, S },
	{ "card in five", "2026-01-15", 2, 3, 0, 1, "1980-01-01", 6, 0, C },
	{ "card in six", "2026-01-15", 2, 4, 0, 1, "1980-01-01", 6, 0, N },
	{ "cards unknown", "2026-01-15", 1, 0, 0, PHC_UNKNOWN, "", 1, 0, N },

	/* children in visiting rights, from the ELAN law on */
	{ "visitor, too early", "2018-11-24", 1, 0, 1, 0, "", 1, 0, N },
	{ "visitor", "2018-11-25", 1, 0, 1, 0, "", 3, 0, S },
	{ "visitor and child", "2018-11-25", 1, 1, 1, 0, "", 4, 0, S },
	{ "two visitors", "2018-11-25", 2, 0, 2, 0, "1980-01-01", 4, 0, N },
	{ "unknown", "2018-11-25", 1, 0, PHC_UNKNOWN, 0, "", 1, 0, N },
};

static void
test_persons(void)
{
	struct phc_household hh = household();
	struct phc_category c;
	size_t i;

	hh.birth_date = day("2000-01-01");
	hh.expected_children = 1; /* for rooms only */
	hh.shared_lease = 1;      /* its own persons only */
	for (i = 0; i < sizeof(persons) / sizeof(*persons); i++) {
		about("%s, %s", persons[i].what, persons[i].at);
		hh.adults = persons[i].adults;
		hh.dependants = persons[i].dependants;
		hh.visiting_children = persons[i].visiting;
		hh.disabled = persons[i].disabled;
		hh.partner_birth_date = day(persons[i].partner);
		c = phc_category(&hh, day(persons[i].at));
		is(c.category, persons[i].category);
		is(c.extra, persons[i].extra);
		is(c.step, persons[i].step);
	}
}

enum { U = -1 }; /* unknown, in the tables below */

static int64_t
unless(int64_t v)
{
	return v == U ? PHC_UNKNOWN : v;
}

enum {
	N2 = PHC_BASIS_N2,
	RECENT = PHC_BASIS_RECENT,
	OTHER_YEAR = PHC_BASIS_OTHER_YEAR,
	NONE = PHC_BASIS_NONE
};

/* LAW: arrêté 1987-07-29 art. 4 */
static const struct {
	const char *what, *at;
	int64_t n2, year, recent, want; /* in cents */
	int basis;
} incomes[] = {
	{ "N-2", "2026-01-15", 24000, 2024, U, 24000, N2 },
	{ "N-2 on 31 December", "2025-12-31", 24000, 2023, U, 24000, N2 },
	{ "year unknown", "2026-01-15", 24000, U, U, 24000, N2 },
	{ "10 % lower", "2026-01-15", 24000, 2024, 21600, 21600, RECENT },
	{ "a cent short of it", "2026-01-15", 24000, 2024, 21601, 24000, N2 },
	{ "far lower", "2026-01-15", 24000, 2024, 15000, 15000, RECENT },
	{ "higher", "2026-01-15", 24000, 2024, 30000, 24000, N2 },
	{ "no more income", "2026-01-15", 24000, 2024, 0, 0, RECENT },
	{ "never any", "2026-01-15", 0, 2024, U, 0, N2 },
	{ "recent alone", "2026-01-15", U, U, 6000, 6000, RECENT },
	{ "nothing", "2026-01-15", U, U, U, U, NONE },
	{ "a year alone", "2026-01-15", U, 2024, U, U, NONE },
	{ "N-1", "2026-01-15", 24000, 2025, U, U, OTHER_YEAR },
	{ "N-3", "2026-01-15", 24000, 2023, U, U, OTHER_YEAR },
	{ "N-3, recent too", "2026-01-15", 24000, 2023, 25000, 25000, RECENT },
};

static void
test_incomes(void)
{
	struct phc_household hh = household();
	enum phc_basis basis;
	size_t i;

	for (i = 0; i < sizeof(incomes) / sizeof(*incomes); i++) {
		about("%s", incomes[i].what);
		hh.tax_income = unless(incomes[i].n2);
		hh.tax_year = unless(incomes[i].year);
		hh.tax_income_recent = unless(incomes[i].recent);
		is(phc_tested_income(&hh, day(incomes[i].at), &basis),
		    unless(incomes[i].want));
		is(basis, incomes[i].basis);
	}
}

/* LAW: arrêté 1987-07-29 art. 1 */
static const struct {
	const char *at;
	int64_t financing;
	enum phc_zone zone;
	struct phc_category category;
	int64_t want, printed;
} figures[] = {
	{ "2012-01-01", PHC_PLUS, PHC_OTHER, { 1, 0, 0 }, 1941700, 1941700 },
	{ "2016-12-31", PHC_PLUS, PHC_OTHER, { 1, 0, 0 }, 2011100, 2011100 },
	{ "2017-01-01", PHC_PLUS, PHC_OTHER, { 1, 0, 0 }, 2012300, 2012300 },
	{ "2026-12-31", PHC_PLUS, PHC_OTHER, { 1, 0, 0 }, 2340300, 2340300 },
	{ "2026-01-15", PHC_PLUS, PHC_OTHER, { 6, 2, 0 }, 7357600, 7357600 },
	{ "2025-01-15", PHC_PLAI, PHC_OTHER, { 1, 0, 0 }, 1275900, 1275900 },
	{ "2022-01-15", PHC_PLAI, PHC_PARIS, { 2, 0, 0 }, 2180500, 2180500 },
	{ "2023-01-15", PHC_PLS, PHC_OTHER, { 3, 0, 0 }, 4567550, 4567600 },
	{ "2025-01-15", PHC_PLS, PHC_OTHER, { 1, 0, 0 }, 3016130, 3016100 },
	{ "2026-01-15", PHC_PLI, PHC_OTHER, { 1, 0, 0 }, U, U },
	{ "2026-01-15", U, PHC_OTHER, { 1, 0, 0 }, U, U },
};

static void
test_figures(void)
{
	struct phc_ceilings *c;
	int64_t got;
	size_t i;

	for (i = 0; i < sizeof(figures) / sizeof(*figures); i++) {
		about("%s", figures[i].at);
		c = phc_ceilings_open(NULL, day(figures[i].at), NULL);
		got = phc_ceiling(c, unless(figures[i].financing),
		    figures[i].zone, figures[i].category);
		is(got, unless(figures[i].want));
		is(phc_ceiling_printed(got), unless(figures[i].printed));
		phc_ceilings_free(c);
	}
}

/* The table has PLS too, as it was printed: each is PLUS and 30 %. */
static bool
as_printed(const struct phc_law *law, const struct phc_ceilings *c, int64_t at,
    int financing, int zone, int category)
{
	static const char *const financings[] = { "PLAI", "PLUS", "PLS" };
	static const char *const zones[] = { "paris", "idf", "other" };
	const char digit = (char)('0' + category);
	const struct phc_str key[] = { phc_str(financings[financing]),
		phc_str(zones[zone]), { &digit, 1 } };
	const struct phc_category cat = { category, 0, PHC_STEP_NONE };
	struct phc_law_row row;
	int64_t want;

	return phc_law_find(law, at, key, &row, NULL) == 0 &&
	       phc_law_number(law, row.value[0], 2, &want, NULL) == 0 &&
	       want == phc_ceiling_printed(
			   phc_ceiling(c, financing, (enum phc_zone)zone, cat));
}

static void
test_printed(void)
{
	struct phc_law *law =
	    phc_law_open("hlm-ceilings", PHC_CEILINGS_COLUMNS, 3, NULL, NULL);
	struct phc_ceilings *c;
	int year, i, good;
	int64_t at;

	for (year = 2012; year <= 2026; year++) {
		about("%d", year);
		phc_date_civil(year, 7, 1, &at, NULL);
		c = phc_ceilings_open(NULL, at, NULL);
		for (good = i = 0; i < 3 * 3 * 6; i++)
			good += as_printed(
			    law, c, at, i / 18, i / 6 % 3, i % 6 + 1);
		is(good, 3 * 3 * 6);
		phc_ceilings_free(c);
	}
	phc_law_free(law);
}

static const struct {
	const char *at, *message;
} without[] = {
	{ "2011-12-31", "no ceiling in force on 2011-12-31 (PLAI paris 1): add "
			"the decree's rows to hlm-ceilings.csv" },
	{ "2027-01-01", "no ceiling in force on 2027-01-01 (PLAI paris 1): add "
			"the decree's rows to hlm-ceilings.csv" },
};

static void
test_without(void)
{
	struct phc_err e;
	size_t i;

	for (i = 0; i < sizeof(without) / sizeof(*without); i++) {
		about("%s", without[i].at);
		ok(phc_ceilings_open(NULL, day(without[i].at), &e) == NULL);
		is(e.code, PHC_ELAW);
		is_str(e.msg, without[i].message);
	}
}

static void
test_zones(void)
{
	struct phc_ceilings *c =
	    phc_ceilings_open(NULL, day("2026-01-15"), NULL);
	enum phc_zone zone = PHC_PARIS;
	struct phc_err e;

	about("a zone is its commune's");
	is(phc_ceiling_zone(c, phc_insee(phc_str("62498")), &zone, &e), 0);
	is(zone, PHC_OTHER);
	is(phc_ceiling_zone(c, phc_insee(phc_str("62001")), &zone, &e), 0);
	is(phc_ceiling_zone(c, phc_insee(phc_str("62909")), &zone, &e), 0);
	is(phc_ceiling_zone(c, phc_insee(phc_str("59350")), &zone, &e), -1);
	is(e.code, PHC_ELAW);
	is_str(e.msg, "no ceiling zone for commune '59350': add its row to "
		      "communes.csv");
	is(phc_ceiling_zone(c, phc_insee(phc_str("01001")), &zone, &e), -1);
	is(phc_ceiling_zone(c, phc_insee(phc_str("97101")), &zone, &e), -1);
	phc_ceilings_free(c);
}

static void
test_sources(void)
{
	struct phc_ceilings *c =
	    phc_ceilings_open(NULL, day("2026-01-15"), NULL);
	struct phc_source s;

	about("a ceiling names its text");
	s = phc_ceiling_source(c, PHC_PLUS, PHC_OTHER);
	is(s.from, day("2026-01-01"));
	ok(!s.unconfirmed);
	ok(s.text.n > 10 && memcmp(s.text.s, "confirmed:", 10) == 0);
	ok(phc_str_is(s.text, phc_ceiling_source(c, PHC_PLS, PHC_OTHER).text));
	s = phc_ceiling_source(c, PHC_PLAI, PHC_OTHER);
	is(s.from, day("2026-01-01"));
	ok(s.unconfirmed);
	s = phc_ceiling_source(c, PHC_PLI, PHC_OTHER);
	is(s.from, PHC_UNKNOWN);
	is(s.text.n, 0);
	phc_ceilings_free(c);

	about("one category that is unconfirmed says so for all");
	c = phc_ceilings_open(NULL, day("2012-01-15"), NULL);
	s = phc_ceiling_source(c, PHC_PLAI, PHC_OTHER);
	ok(s.unconfirmed);
	ok(memcmp(s.text.s, "unconfirmed:", 12) == 0);
	phc_ceilings_free(c);
}

/* LAW: CCH R441-1 */
static const struct {
	int64_t income, ceiling, within;
	enum phc_band band;
} bands[] = {
	{ 0, 2340300, 1, PHC_BAND_20 },
	{ 468059, 2340300, 1, PHC_BAND_20 },
	{ 468060, 2340300, 1, PHC_BAND_40 }, /* 20 % is not under 20 % */
	{ 936120, 2340300, 1, PHC_BAND_40 }, /* 40 % is within 40 % */
	{ 936121, 2340300, 1, PHC_BAND_60 },
	{ 1404180, 2340300, 1, PHC_BAND_60 },
	{ 1404181, 2340300, 1, PHC_BAND_80 }, /* prints 60.00 % */
	{ 1872240, 2340300, 1, PHC_BAND_80 },
	{ 1872241, 2340300, 1, PHC_BAND_100 },
	{ 2340300, 2340300, 1, PHC_BAND_100 },
	{ 2340301, 2340300, 0, PHC_BAND_130 }, /* a cent above */
	{ 3042390, 2340300, 0, PHC_BAND_130 },
	{ 3042391, 2340300, 0, PHC_BAND_OVER },
	{ 4567550, 4567550, 1, PHC_BAND_100 }, /* PLS prints 45 676 */
	{ 4567551, 4567550, 0, PHC_BAND_130 },
	{ U, 2340300, U, PHC_BAND_UNKNOWN },
	{ 0, U, U, PHC_BAND_UNKNOWN },
};

static void
test_bands(void)
{
	int64_t income, ceiling;
	size_t i;

	for (i = 0; i < sizeof(bands) / sizeof(*bands); i++) {
		income = unless(bands[i].income);
		ceiling = unless(bands[i].ceiling);
		about("%" PRId64 " of %" PRId64, bands[i].income,
		    bands[i].ceiling);
		is(phc_ceiling_within(income, ceiling),
		    unless(bands[i].within));
		is(phc_ceiling_band(income, ceiling), bands[i].band);
	}
}

/* Tables of the user's own that cannot be relied on. */
static const struct {
	const char *name, *text, *message;
} tables[] = {
	{ "hlm-ceilings",
	    "from,product,zone,category,ceiling,source\n"
	    "2020-01-01,PLAI,paris,1,12x,me\n",
	    "hlm-ceilings.csv: not a number: '12x'" },
	{ "hlm-ceilings",
	    "from,product,zone,category,ceiling,source\n"
	    "2020-01-01,PLAI,paris,1,0,me\n",
	    "hlm-ceilings.csv: not a ceiling: '0'" },
	{ "hlm-ceilings",
	    "from,product,zone,category,ceiling,source\n"
	    "2020-01-01,PLAI,paris,1,12000,me\n",
	    "no ceiling in force on 2026-01-15 \\(PLAI paris 2\\)" },
	{ "hlm-ceilings", "from,zone,ceiling,source\n",
	    "product zone category" },
	{ "communes",
	    "from,insee,name,postal_codes,epci_siren,epci_name,"
	    "aid_zone,ceiling_zone,population,source\n"
	    ",62498,Lens,62300,,,2,otter,1,me\n",
	    "communes.csv: not a commune in a zone: '62498', 'otter'" },
	{ "communes",
	    "from,insee,name,postal_codes,epci_siren,epci_name,"
	    "aid_zone,ceiling_zone,population,source\n"
	    ",6249,Lens,62300,,,2,other,1,me\n",
	    "communes.csv: not a commune in a zone: '6249', 'other'" },
};

static void
test_tables(void)
{
	char dir[] = "/tmp/ceiling.XXXXXX", path[64];
	struct phc_err e;
	FILE *fp;
	size_t i;

	if (!ok(mkdtemp(dir) != NULL))
		return;
	for (i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		about("%s", tables[i].message);
		snprintf(path, sizeof(path), "%s/%s.csv", dir, tables[i].name);
		if (!ok((fp = fopen(path, "w")) != NULL))
			break;
		fputs(tables[i].text, fp);
		fclose(fp);
		ok(phc_ceilings_open(dir, day("2026-01-15"), &e) == NULL);
		like(e.msg, tables[i].message);
		unlink(path);
	}
	rmdir(dir);
}

int
main(void)
{
	test_couples();
	test_persons();
	test_incomes();
	test_figures();
	test_printed();
	test_without();
	test_zones();
	test_sources();
	test_bands();
	test_tables();
	return done();
}
