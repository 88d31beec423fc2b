/*
 * Scores, line by line, and how figures read in both languages.
 */
#include "../../lib/match/match.h"
#include "pair.h"

/* The gross effort, as no aid is notified: 25 % of 1000 €. */
static struct phc_match *
two(const char *hh, const char *dw)
{
	static const char aid[] = "aid=0.00;aid_dwelling=D1;";
	struct phc_match *m = new ();
	struct phc_err e = { PHC_OK, "" };
	char changes[256];

	strcpy(changes, aid);
	strcat(changes, hh);
	feed(m, PHC_DWELLINGS, csv(dwelling, dw), &e);
	feed(m, PHC_HOUSEHOLDS, csv(household, changes), &e);
	is_str(e.msg, "");
	phc_match_pairs(m);
	return m;
}

/* The points of the pair, of which 17 are anybody's here: 12 months, 5 for
 * living with the parents; and 12, 10 and 6 the dwelling's. */
static const struct {
	const char *household, *dwelling;
	int points, lines;
} cases[] = {
	{ "", "", 45, 5 },
	{ "priority=dalo", "", 95, 6 },
	{ "priority=agreement", "", 85, 6 },
	{ "priority=pdalpd", "", 85, 6 },
	{ "priority=", "", 45, 5 },
	{ "applied_on=2016-09-01", "", 33, 4 },
	{ "applied_on=2016-08-02", "", 33, 4 },
	{ "applied_on=2016-08-01", "", 34, 5 },
	{ "applied_on=2010-01-01", "", 69, 5 },
	{ "applied_on=2017-01-01", "", 33, 4 },
	{ "housing_now=", "", 40, 4 },
	{ "housing_now=homeless", "", 60, 5 },
	{ "housing_now=owner", "", 40, 4 },
	{ "", "commune=62498", 41, 5 },
	{ "wanted_communes=62119 62427 62041", "", 37, 5 },
	{ "wanted_communes=62119 62427 62498 62041", "", 33, 4 },
	{ "wanted_communes=62510;wanted_nearby=1", "commune=62498", 33, 4 },
	{ "wanted_communes=", "", 45, 5 },
	{ "wanted_types=;dependants=1", "", 35, 4 },
	{ "accessible_need=1", "accessible=1", 65, 6 },
	{ "", "accessible=1", 45, 5 },
	{ "income=999.99", "", 43, 5 },
	{ "income=800.00", "", 41, 5 },
	{ "income=700.00", "", 39, 4 },
	{ "income=0", "", 39, 4 },
	{ "", "charges=", 39, 4 },
};

static void
scores(void)
{
	struct score_line line[CRITERIA];
	struct phc_match *m;
	struct phc_effort e;
	int64_t sum;
	size_t i, k, n;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		about("%s | %s", cases[i].household, cases[i].dwelling);
		m = two(cases[i].household, cases[i].dwelling);
		if (is(m->graph->npairs, 1))
			is(phc_rank_points(m->graph->pair[0].rank),
			    cases[i].points);
		e = match_effort(m, m->household[0], m->dwelling[0]);
		n = match_lines(m, m->household[0], m->dwelling[0], &e, line);
		is(n, cases[i].lines);
		for (k = 0, sum = 0; k < n; k++)
			sum += line[k].points;
		is(sum, cases[i].points);
		phc_match_free(m);
	}
}

#define NB "\xc2\xa0"

static const struct {
	const char *unit;
	int places;
	const char *one, *many, *one_fr, *many_fr;
	int64_t v;
	const char *fr, *en;
} figures[] = {
	{ "eur", 2, " €", " €", NB "€", NB "€", 41200, "412" NB "€", "412 €" },
	{ "eur", 2, " €", " €", NB "€", NB "€", 123456789,
	    "1" NB "234" NB "567,89" NB "€", "1234567.89 €" },
	{ "eur", 2, " €", " €", NB "€", NB "€", -250, "-2,50" NB "€",
	    "-2.50 €" },
	{ "percent", 2, " %", " %", NB "%", NB "%", 3620, "36,2" NB "%",
	    "36.2 %" },
	{ "percent", 2, " %", " %", NB "%", NB "%", 3300, "33" NB "%", "33 %" },
	{ "days", 0, " day", " days", NB "jour", NB "jours", 0, "0" NB "jour",
	    "0 days" },
	{ "days", 0, " day", " days", NB "jour", NB "jours", 1, "1" NB "jour",
	    "1 day" },
	{ "days", 0, " day", " days", NB "jour", NB "jours", 1000,
	    "1" NB "000" NB "jours", "1000 days" },
};

static void
quantities(void)
{
	struct phc_text t = { 0 };
	struct unit u;
	size_t i;

	for (i = 0; i < sizeof(figures) / sizeof(*figures); i++) {
		about("%s", figures[i].en);
		u = (struct unit){ figures[i].unit, figures[i].places,
			{ figures[i].one_fr, figures[i].one },
			{ figures[i].many_fr, figures[i].many } };
		t.n = 0;
		match_quantity(&t, &u, figures[i].v, PHC_FR);
		is_bytes(t.s, t.n, figures[i].fr);
		t.n = 0;
		match_quantity(&t, &u, figures[i].v, PHC_EN);
		is_bytes(t.s, t.n, figures[i].en);
	}
	free(t.s);
}

/* What stands in braces, what does not, and what nobody gave. */
static const struct {
	const char *template, *one, *many;
} templates[] = {
	{ "", "", "" },
	{ "plain", "plain", "plain" },
	{ "{n} {n:cat|cats}", "1 cat", "2 cats" },
	{ "{other}.", ".", "." },
	{ "{n:only}", "only", "only" },
	{ "{n", "{n", "{n" },
	{ "{n}{n}", "11", "22" },
};

static void
braces(void)
{
	struct arg one = { "n", { "1", 1 }, true },
		   many = { "n", { "2", 1 }, false };
	struct phc_text t = { 0 };
	struct phc_str s;
	size_t i;

	for (i = 0; i < sizeof(templates) / sizeof(*templates); i++) {
		s = phc_str(templates[i].template);
		about("%s", templates[i].template);
		t.n = 0;
		match_fill(&t, s, &one, 1);
		is_bytes(t.s, t.n, templates[i].one);
		t.n = 0;
		match_fill(&t, s, &many, 1);
		is_bytes(t.s, t.n, templates[i].many);
	}
	free(t.s);
}

int
main(void)
{
	scores();
	quantities();
	braces();
	return done();
}
