/*
 * Verdicts, points and what is counted, each in a pair of its own.
 *
 * LAW: CCH R441-1
 * LAW: CCH R441-3
 */
#include "../../lib/match/match.h"
#include "feed.h"
#include "phc/date.h"
#include "tap.h"

/* A household and a dwelling that no rule refuses each other: NAME=VALUE. */
static const char *const household[][2] = {
	{ "household_id", "H1" },
	{ "applied_on", "2015-09-01" },
	{ "birth_date", "1990-01-01" },
	{ "partner_birth_date", "" },
	{ "adults", "1" },
	{ "dependants", "0" },
	{ "visiting_children", "" },
	{ "expected_children", "" },
	{ "tax_income", "9000.00" },
	{ "income", "1000.00" },
	{ "first_home", "1" },
	{ "priority", "none" },
	{ "wanted_communes", "62041 62498" },
	{ "wanted_nearby", "0" },
	{ "wanted_types", "T1 T2" },
	{ "accessible_need", "0" },
	{ "needed_from", "2016-09-01" },
	{ "shared_lease", "" },
	{ "housing_now", "parents" },
	{ "struck_off_reason", "" },
	{ "struck_off_on", "" },
	{ NULL, NULL },
};

static const char *const dwelling[][2] = {
	{ "dwelling_id", "D1" },
	{ "commune", "62041" },
	{ "commune_name", "" },
	{ "type", "T2" },
	{ "room", "" },
	{ "financing", "PLUS" },
	{ "rent", "200.00" },
	{ "charges", "50.00" },
	{ "accessible", "0" },
	{ "occupancy", "empty" },
	{ "available_on", "" },
	{ NULL, NULL },
};

/* The value that 'changes' ("name=value;name=value") gives, else 'value'. */
static void
append(char *csv, const char *name, const char *value, const char *changes)
{
	size_t n = strlen(name);
	const char *p = changes;

	for (; p != NULL; p = (p = strchr(p, ';')) ? p + 1 : NULL)
		if (strncmp(p, name, n) == 0 && p[n] == '=')
			break;
	if (p == NULL)
		strcat(csv, value);
	else
		strncat(csv, p + n + 1, strcspn(p + n + 1, ";"));
}

static char *
csv(const char *const (*column)[2], const char *changes)
{
	static char s[2048];
	int i;

	*s = '\0';
	for (i = 0; column[i][0] != NULL; i++)
		strcat(strcat(s, i ? "," : ""), column[i][0]);
	for (i = 0; column[i][0] != NULL; i++) {
		strcat(s, i ? "," : "\n");
		append(s, column[i][0], column[i][1], changes);
	}
	return strcat(s, "\n");
}

static int64_t
day(const char *s)
{
	int64_t date = 0;

	phc_date_parse(phc_str(s), &date, NULL);
	return date;
}

static struct phc_match *new (void)
{
	struct phc_err e;
	struct phc_match *m = phc_match_new(day("2016-09-01"), NULL, &e);

	if (m == NULL)
		printf("Bail out! %s\n", e.msg);
	return m;
}

/* One household and one dwelling. */
static struct phc_match *
two(const char *hh, const char *dw)
{
	struct phc_match *m = new ();
	struct phc_err e = { PHC_OK, "" };

	feed(m, PHC_DWELLINGS, csv(dwelling, dw), &e);
	feed(m, PHC_HOUSEHOLDS, csv(household, hh), &e);
	is_str(e.msg, "");
	return m;
}

/* The words of a pair's doubts. */
static const char *
doubts(const struct pair *p)
{
	static char s[128];
	int i;

	*s = '\0';
	for (i = 0; i < DOUBTS; i++)
		if (p->doubts >> i & 1)
			strcat(strcat(s, *s ? " " : ""), match_rule_name(i));
	return s;
}

/* Why the one household does not get the one dwelling. */
static void
is_why(const struct phc_match *m, const char *want)
{
	char *s = text(m, phc_match_put_reasons), *from = strstr(s, ",D1,"),
	     *to = strstr(s, ",D1:");

	if (ok(from != NULL && to != NULL))
		is_bytes(from + 4, (size_t)(to - from) - 4, want);
	free(s);
}

enum { NO_LIMIT = -1 };

static const struct {
	const char *household, *dwelling;
	int64_t effort;     /* --max-effort in hundredths of a percent */
	const char *doubts; /* of a lawful pair, else NULL */
	const char *why;    /* it is not */
} cases[] = {
	{ "", "", NO_LIMIT, "", NULL },

	/* age: under 30, to the day */
	{ "birth_date=1986-09-02", "", NO_LIMIT, "", NULL },
	{ "birth_date=1986-09-01", "", NO_LIMIT, NULL,
	    "aged 30 years for under 30 years" },

	/* first_home */
	{ "first_home=0", "", NO_LIMIT, NULL, "has had a tenancy before" },
	{ "first_home=", "", NO_LIMIT, "first_home", NULL },

	/* ceiling: PLUS 20111, PLAI 11060, PLS 26144.30, category 1, 2016 */
	{ "tax_income=20111.00", "", NO_LIMIT, "", NULL },
	{ "tax_income=20523.00", "", NO_LIMIT, NULL,
	    "412.00 € over the PLUS ceiling" },
	{ "tax_income=11060.01", "financing=PLAI", NO_LIMIT, NULL,
	    "0.01 € over the PLAI ceiling" },
	{ "tax_income=26144.30", "financing=PLS", NO_LIMIT, "", NULL },
	{ "tax_income=99999.00", "financing=PLI", NO_LIMIT, "ceiling", NULL },
	{ "tax_income=", "", NO_LIMIT, "ceiling", NULL },

	/* size: table match-sizes */
	{ "wanted_types=", "type=T3", NO_LIMIT, NULL,
	    "3 rooms for 2 rooms at most" },
	{ "wanted_types=;expected_children=1", "type=T3", NO_LIMIT, "", NULL },
	{ "wanted_types=;dependants=1", "type=T1bis", NO_LIMIT, NULL,
	    "1 room for 2 rooms at least" },
	{ "wanted_types=;dependants=1", "type=T2;room=1", NO_LIMIT, NULL,
	    "1 room for 2 rooms at least" },
	{ "wanted_types=;adults=2;partner_birth_date=1990-01-01", "type=T1",
	    NO_LIMIT, NULL, "1 room for 2 rooms at least" },
	{ "wanted_types=;dependants=9", "type=T6", NO_LIMIT, "", NULL },
	{ "wanted_types=;dependants=9", "type=T4", NO_LIMIT, NULL,
	    "4 rooms for 5 rooms at least" },
	{ "wanted_types=;shared_lease=1", "type=T5", NO_LIMIT, "size", NULL },

	/* commune: 62510 Liévin is in the EPCI of 62498 Lens */
	{ "", "commune=62498", NO_LIMIT, "", NULL },
	{ "", "commune=62119;commune_name=Béthune", NO_LIMIT, NULL,
	    "Béthune is not wanted" },
	{ "", "commune=62119", NO_LIMIT, NULL, "62119 is not wanted" },
	{ "", "commune=62510", NO_LIMIT, NULL, "62510 is not wanted" },
	{ "wanted_nearby=1", "commune=62510", NO_LIMIT, "", NULL },
	{ "wanted_nearby=", "commune=62510", NO_LIMIT, "commune", NULL },
	{ "wanted_nearby=1", "commune=62119", NO_LIMIT, NULL,
	    "62119 is not wanted" },
	{ "wanted_communes=", "commune=62119", NO_LIMIT, "", NULL },
	{ "wanted_communes=59350;wanted_nearby=1", "", NO_LIMIT, "commune",
	    NULL },
	{ "wanted_communes=59350", "", NO_LIMIT, NULL, "62041 is not wanted" },

	/* type */
	{ "wanted_types=T1 T1bis", "", NO_LIMIT, NULL, "T2 is not wanted" },
	{ "wanted_types=", "type=T1bis", NO_LIMIT, "", NULL },

	/* date: 90 days apart at most, and neither before the day itself */
	{ "", "available_on=2016-11-30", NO_LIMIT, "", NULL },
	{ "", "available_on=2016-12-01", NO_LIMIT, NULL,
	    "available 1 day late" },
	{ "", "available_on=2017-01-14", NO_LIMIT, NULL,
	    "available 45 days late" },
	{ "needed_from=2015-01-01", "available_on=2014-01-01", NO_LIMIT, "",
	    NULL },
	{ "needed_from=2016-12-02", "", NO_LIMIT, NULL,
	    "the household comes 2 days late" },
	{ "needed_from=2016-12-02", "available_on=2017-01-14", NO_LIMIT, "",
	    NULL },
	{ "needed_from=", "available_on=2018-01-01", NO_LIMIT, "date", NULL },

	/* accessible */
	{ "accessible_need=1", "", NO_LIMIT, NULL, "not accessible" },
	{ "accessible_need=1", "accessible=1", NO_LIMIT, "", NULL },
	{ "accessible_need=1", "accessible=", NO_LIMIT, "accessible", NULL },
	{ "accessible_need=", "", NO_LIMIT, "accessible", NULL },
	{ "accessible_need=", "accessible=1", NO_LIMIT, "", NULL },

	/* effort: no limit unless one is given */
	{ "income=300.00", "", NO_LIMIT, "", NULL },
	{ "income=1000.00", "", 2500, "", NULL },
	{ "income=999.99", "", 2500, NULL, "effort 25.00 % for 25.00 %" },
	{ "income=690.61", "", 3300, NULL, "effort 36.20 % for 33.00 %" },
	{ "income=0", "", 3300, NULL, "no resources for a cost" },
	{ "", "rent=", 3300, "effort", NULL },

	/* priority */
	{ "priority=", "", NO_LIMIT, "priority", NULL },

	/* more than one */
	{ "first_home=0;accessible_need=1", "", NO_LIMIT, NULL,
	    "has had a tenancy before; not accessible" },
	{ "first_home=;needed_from=;priority=", "", NO_LIMIT,
	    "first_home date priority", NULL },
};

static void
rules(void)
{
	struct phc_match *m;
	struct phc_err e;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		about("%s | %s", cases[i].household, cases[i].dwelling);
		m = two(cases[i].household, cases[i].dwelling);
		if (cases[i].effort != NO_LIMIT)
			phc_match_limit(m, "effort", cases[i].effort);
		phc_match_pairs(m);
		is(phc_match_assign(m, &e), 0);
		is(phc_match_count(m).chosen, cases[i].doubts != NULL);
		if (cases[i].doubts == NULL)
			is_why(m, cases[i].why);
		else if (m->npairs > 0)
			is_str(doubts(&m->pair[0]), cases[i].doubts);
		phc_match_free(m);
	}
}

/* The points of the pair, of which 17 are anybody's here: 12 months, 5 for
 * living with the parents; and 12, 10 and 6 the dwelling's. */
static const struct {
	const char *household, *dwelling;
	int points;
} scores[] = {
	{ "", "", 45 },
	{ "applied_on=2016-09-01", "", 33 },
	{ "applied_on=2016-08-02", "", 33 },
	{ "applied_on=2016-08-01", "", 34 },
	{ "applied_on=2010-01-01", "", 69 },
	{ "applied_on=2017-01-01", "", 33 },
	{ "housing_now=", "", 40 },
	{ "housing_now=homeless", "", 60 },
	{ "housing_now=owner", "", 40 },
	{ "", "commune=62498", 41 },
	{ "wanted_communes=62119 62427 62041", "", 37 },
	{ "wanted_communes=62119 62427 62498 62041", "", 33 },
	{ "wanted_communes=62510;wanted_nearby=1", "commune=62498", 33 },
	{ "wanted_communes=", "", 45 },
	{ "wanted_types=;dependants=1", "", 35 },
	{ "accessible_need=1", "accessible=1", 65 },
	{ "", "accessible=1", 45 },
	{ "income=999.99", "", 43 },
	{ "income=800.00", "", 41 },
	{ "income=700.00", "", 39 },
	{ "income=0", "", 39 },
	{ "", "charges=", 39 },
};

static void
points(void)
{
	struct phc_match *m;
	size_t i;

	for (i = 0; i < sizeof(scores) / sizeof(*scores); i++) {
		about("%s | %s", scores[i].household, scores[i].dwelling);
		m = two(scores[i].household, scores[i].dwelling);
		phc_match_pairs(m);
		if (is(m->npairs, 1))
			is(m->pair[0].points, scores[i].points);
		phc_match_free(m);
	}
}

static const struct {
	const char *household, *dwelling;
	size_t struck_off, vacant;
} counted[] = {
	{ "", "", 0, 1 },
	{ "struck_off_on=2016-09-01", "", 1, 1 },
	{ "struck_off_on=2016-09-02", "", 0, 1 },
	{ "struck_off_reason=renunciation", "", 1, 1 },
	{ "struck_off_reason=duplicate;struck_off_on=2016-10-01", "", 0, 1 },
	{ "", "occupancy=offered", 0, 1 },
	{ "", "occupancy=let", 0, 0 },
	{ "", "occupancy=", 0, 0 },
};

static void
counts(void)
{
	struct phc_match_count n;
	struct phc_match *m;
	size_t i;

	for (i = 0; i < sizeof(counted) / sizeof(*counted); i++) {
		about("%s | %s", counted[i].household, counted[i].dwelling);
		m = two(counted[i].household, counted[i].dwelling);
		phc_match_pairs(m);
		n = phc_match_count(m);
		is(n.households, 1);
		is(n.dwellings, 1);
		is(n.struck_off, counted[i].struck_off);
		is(n.vacant, counted[i].vacant);
		is(n.pairs, n.vacant - n.struck_off * n.vacant);
		is(n.few, n.vacant);
		phc_match_free(m);
	}
}

/* What is refused: rows of one side, after those of the other. */
static const struct {
	const char *dwellings, *households, *message;
} refused[] = {
	{ NULL, "household_id\n", "no column 'applied_on'" },
	{ "dwelling_id,comune,type,financing\n", NULL,
	    "no column 'commune' (did you mean 'comune'?)" },
	{ "dwelling_id,commune,type,financing,score\n", NULL,
	    "column 'score' is of a match already: drop or rename it" },
	{ "dwelling_id,commune,type,financing,income\n", "",
	    "column 'income' is on both sides: drop or rename one" },
	{ "dwelling_id,commune,type,financing,occupancy\n"
	  "D1,62041,T2,PLUS,let\nD1,62041,T3,PLUS,empty\n",
	    NULL, "dwelling_id: the key of an earlier row" },
	{ "dwelling_id,commune,type,financing,occupancy\n"
	  "D1,59350,T2,PLUS,let\nD2,59350,T2,PLUS,empty\n",
	    NULL,
	    "no ceiling zone for commune '59350': add its row to "
	    "communes.csv" },
	{ NULL, "wanted_communes=62041 Lens",
	    "wanted_communes: not an INSEE code: 'Lens'" },
	{ NULL, "wanted_communes=1 2 3 4 5",
	    "wanted_communes: not an INSEE code: '1'" },
};

static void
refusals(void)
{
	struct phc_match *m;
	struct phc_err e;
	const char *s;
	size_t i;

	for (i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		m = new ();
		e.msg[0] = '\0';
		if (refused[i].dwellings != NULL)
			feed(m, PHC_DWELLINGS, refused[i].dwellings, &e);
		if ((s = refused[i].households) != NULL)
			feed(m, PHC_HOUSEHOLDS,
			    strchr(s, '\n') ? s : csv(household, s), &e);
		is_str(e.msg, refused[i].message);
		phc_match_free(m);
	}
}

static void
twice(void)
{
	struct phc_match *m = new ();
	char *rows = csv(household, ""), row[256];
	struct phc_err e;

	strcpy(row, strchr(rows, '\n') + 1);
	strcat(rows, row);
	is(feed(m, PHC_HOUSEHOLDS, rows, &e), -1);
	is_str(e.msg, "household_id: the key of an earlier row");
	phc_match_free(m);
}

/* Two households want both dwellings, and only one of them can have the
 * second: greed would leave one out. */
static const struct run run[] = { { 0, 2 }, { 2, 1 } };
static const struct pair pair[] = { { 0, 9, 0, 0 }, { 1, 1, 0, 0 },
	{ 0, 5, 0, 0 } };
static const struct graph graph = { 2, 2, 3, run, pair };

static void
solved(void)
{
	struct assignment a;
	struct phc_err e;

	is(match_solve(&graph, &a, &e), 0);
	is(match_prove(&graph, &a, &e), 0);
	is(a.pick[0], 1);
	is(a.pick[1], 0);
	match_assignment_free(&a);
}

static void
not_proved(void)
{
	struct assignment a;
	struct phc_err e;

	match_solve(&graph, &a, &e);
	a.pick[1] = NONE;
	is(match_prove(&graph, &a, &e), -1);
	is_str(e.msg, "not optimal: a bound is not reached: this is a bug");
	a.pick[0] = a.pick[1] = 0;
	is(match_prove(&graph, &a, &e), -1);
	is_str(
	    e.msg, "not optimal: a household is in two pairs: this is a bug");
	a.pick[0] = 1;
	a.price[1] = -1;
	is(match_prove(&graph, &a, &e), -1);
	is_str(e.msg, "not optimal: a price is below zero: this is a bug");
	match_assignment_free(&a);
}

static void
too_far(void)
{
	const struct pair far[] = { { 0, INT32_MIN, 0, 0 },
		{ 0, INT32_MAX, 0, 0 } };
	const struct graph g = { 1 << 20, 1 << 20, 2, run, far };
	struct assignment a;
	struct phc_err e;

	is(match_solve(&g, &a, &e), -1);
	like(e.msg, "^points from -2147483648 to 2147483647 are too far apart");
	match_assignment_free(&a);
}

int
main(void)
{
	rules();
	points();
	counts();
	about("%s", "");
	refusals();
	twice();
	solved();
	not_proved();
	too_far();
	return done();
}
