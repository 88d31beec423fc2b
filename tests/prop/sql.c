/* What the extension answers is what the library does, row by row. */
#include <sqlite3.h>

#include "phc/aid.h"
#include "phc/ceiling.h"
#include "phc/date.h"
#include "phc/effort.h"
#include "prop.h"

enum { MONTHS = 12 * 14 }; /* from 2013 on */

static sqlite3 *db;
static struct phc_aid *aid[MONTHS];
static struct phc_ceilings *ceilings[MONTHS];

/* The extension itself, as an analyst loads it. */
static int
load(void)
{
	const char *dir = getenv("BUILD");
	char path[4096], *why = NULL;

	snprintf(path, sizeof(path), "%s/phc", dir != NULL ? dir : "build");
	sqlite3_open(":memory:", &db);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
	sqlite3_load_extension(db, path, NULL, &why);
	return is_str(why, NULL);
}

static sqlite3_stmt *
prepare(const char *sql)
{
	sqlite3_stmt *s;

	is(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
	return s;
}

/* An amount as a file, a program or a column of whole euros has it. */
static void
bind_cents(sqlite3_stmt *s, int i, int64_t cents)
{
	char buf[PHC_DECIMAL_MAX];

	if (cents % 100 == 0 && below(2))
		sqlite3_bind_int64(s, i, cents / 100);
	else if (below(2))
		sqlite3_bind_double(s, i, (double)cents / 100);
	else
		sqlite3_bind_text(
		    s, i, phc_cents_format(cents, buf), -1, SQLITE_TRANSIENT);
}

enum { REFUSED = -1 };

/* Whether a statement answers the double nearest to 'want', or an error. */
static bool
answers(sqlite3_stmt *s, int64_t want, int64_t unit)
{
	bool same =
	    sqlite3_step(s) == SQLITE_ROW
		? sqlite3_column_double(s, 0) == (double)want / (double)unit
		: want == REFUSED;

	sqlite3_reset(s);
	return same;
}

static const char *
month(int i, const char *format)
{
	static char buf[16];

	snprintf(buf, sizeof(buf), format, 2013 + i / 12, i % 12 + 1);
	return buf;
}

static struct phc_aid_case
anyone(void)
{
	return (struct phc_aid_case){
		.zone = between(1, 3),
		.dependants = between(0, 10),
		.couple = below(2),
		.shared = !below(4),
		.room = !below(4),
		.convention = below(4),
		.rent = between(0, 120000),
		.resources = below(8) ? between(0, 3000000) : 0,
	};
}

static bool
same_aid(sqlite3_stmt *s)
{
	int at = (int)below(MONTHS);
	struct phc_aid_case c = anyone();
	struct phc_aid_result o;

	if (phc_aid(aid[at], &c, &o, NULL, NULL) == -1)
		o.net = REFUSED;
	sqlite3_bind_text(s, 1, month(at, "%d-%02d"), -1, SQLITE_TRANSIENT);
	sqlite3_bind_int64(s, 2, c.zone);
	sqlite3_bind_int(s, 3, c.couple);
	sqlite3_bind_int64(s, 4, c.dependants);
	bind_cents(s, 5, c.rent);
	bind_cents(s, 6, c.resources);
	sqlite3_bind_int(s, 7, c.shared);
	sqlite3_bind_int(s, 8, c.room);
	sqlite3_bind_int(s, 9, c.convention);
	return answers(s, o.net, 100);
}

static bool
same_rls(sqlite3_stmt *s)
{
	int at = (int)below(MONTHS);
	struct phc_aid_case c = anyone();
	int64_t want;

	c.convention = true;
	if (phc_rls(aid[at], &c, &want, NULL, NULL) == -1)
		want = REFUSED;
	sqlite3_bind_text(s, 1, month(at, "%d-%02d"), -1, SQLITE_TRANSIENT);
	sqlite3_bind_int64(s, 2, c.zone);
	sqlite3_bind_int(s, 3, c.couple);
	sqlite3_bind_int64(s, 4, c.dependants);
	bind_cents(s, 5, c.resources);
	sqlite3_bind_int(s, 6, c.shared);
	return answers(s, want, 100);
}

static bool
same_category(sqlite3_stmt *s)
{
	struct phc_composition of = { .adults = between(1, 4),
		.dependants = between(0, 5),
		.age_sum = between(36, 70),
		.disabled = between(0, 2) };
	const char *day = month((int)below(MONTHS), "%d-%02d-15");
	int64_t at;

	of.couple = of.adults > 1 && below(2);
	of.persons = of.adults + of.dependants + (int64_t)below(2);
	phc_date_parse(phc_str(day), &at, NULL);
	sqlite3_bind_text(s, 1, day, -1, SQLITE_TRANSIENT);
	sqlite3_bind_int64(s, 2, of.persons);
	sqlite3_bind_int64(s, 3, of.adults);
	sqlite3_bind_int64(s, 4, of.dependants);
	sqlite3_bind_int(s, 5, of.couple);
	sqlite3_bind_int64(s, 6, of.age_sum);
	sqlite3_bind_int64(s, 7, of.disabled);
	return answers(s, phc_category_of(&of, at).category, 1);
}

static bool
same_ceiling(sqlite3_stmt *s)
{
	static const char *const products[] = { "PLAI", "PLUS", "PLS" };
	static const char *const zones[] = { "paris", "idf", "other" };
	int at = (int)below(MONTHS), p = (int)below(3), z = (int)below(3);
	struct phc_category c = { .category = (int)between(1, 6) };

	c.extra = c.category == 6 ? (int)below(4) : 0;
	sqlite3_bind_text(s, 1, month(at, "%d-%02d-15"), -1, SQLITE_TRANSIENT);
	sqlite3_bind_text(s, 2, products[p], -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 3, zones[z], -1, SQLITE_STATIC);
	sqlite3_bind_int(s, 4, c.category);
	sqlite3_bind_int(s, 5, c.extra);
	return answers(
	    s, phc_ceiling(ceilings[at], p, (enum phc_zone)z, c), 100);
}

static bool
same_rate(sqlite3_stmt *s)
{
	int64_t cost = between(0, 100000), paid = between(0, 40000),
		income = between(1, 300000);

	bind_cents(s, 1, cost);
	bind_cents(s, 2, paid);
	bind_cents(s, 3, income);
	return answers(
	    s, phc_percent(cost > paid ? cost - paid : 0, income), 100);
}

static void
test(const char *sql, bool (*same)(sqlite3_stmt *), long n)
{
	sqlite3_stmt *s = prepare(sql);
	long i = 0;

	about("%s", sql);
	while (i < n && same(s))
		i++;
	is(i, n);
	sqlite3_finalize(s);
}

int
main(void)
{
	int64_t day;
	int i;

	seeded();
	if (!load())
		return done();
	for (i = 0; i < MONTHS; i++) {
		phc_date_parse(phc_str(month(i, "%d-%02d-15")), &day, NULL);
		aid[i] = phc_aid_open(NULL, day, NULL);
		ceilings[i] = phc_ceilings_open(NULL, day, NULL);
	}
	test("select housing_aid(?, ?, ?, ?, ?, ?, ?, ?, ?)", same_aid,
	    tries(20000));
	test("select rls(?, ?, ?, ?, ?, ?)", same_rls, tries(10000));
	test("select household_category(?, ?, ?, ?, ?, ?, ?)", same_category,
	    tries(10000));
	test("select hlm_ceiling(?, ?, ?, ?, ?)", same_ceiling, tries(10000));
	test("select effort_rate(?, ?, ?)", same_rate, tries(10000));
	for (i = 0; i < MONTHS; i++) {
		phc_aid_free(aid[i]);
		phc_ceilings_free(ceilings[i]);
	}
	sqlite3_close(db);
	return done();
}
