/*
 * What comes in beside the two sides, what is counted, and what is refused.
 */
#include "../../lib/match/match.h"
#include "pair.h"

#define FJT "commune,places,occupied,observed_on\n"

/* The last warning, and how many there were. */
struct heard {
	char last[512];
	int n;
};

static void
hear(void *arg, const char *msg)
{
	struct heard *h = arg;

	snprintf(h->last, sizeof(h->last), "%s", msg);
	h->n++;
}

#define LEASES "lease_id,household_id,dwelling_id,form,start_on,ended_on\n"
#define PROPOSALS                                                         \
	"proposal_id,household_id,dwelling_id,rank,proposed_on,decision," \
	"decided_on\n"

/*
 * H1 and H2 would have D1 and D2.  'fixed' says of each of the four what it is
 * fixed to: another's place, '-' or 'x' (elsewhere); H1 H2 D1 D2.
 */
static const struct {
	const char *what, *forbidden, *file, *more;
	const char *fixed;
	size_t pairs;
	const char *warning;
} givens[] = {
	{ "nothing", NULL, NULL, NULL, "----", 4, NULL },
	{ "no rows", "household_id,dwelling_id\n", LEASES, PROPOSALS, "----", 4,
	    NULL },

	/* pairs that are forbidden */
	{ "a ban",
	    "dwelling_id,household_id,why\nD1,H1,x\nD1,H1,y\nD9,H1,\n"
	    "D1,H9,\n",
	    NULL, NULL, "----", 3, NULL },

	/* leases that run on the day */
	{ "a lease", NULL, LEASES "L1,H1,D2,ordinary,2016-09-01,\n", NULL,
	    "1--0", 1, NULL },
	{ "a lease to come", NULL, LEASES "L1,H1,D2,ordinary,2016-09-02,\n",
	    NULL, "----", 4, NULL },
	{ "a lease that ends", NULL,
	    LEASES "L1,H1,D2,ordinary,2015-09-02,2016-09-02\n", NULL, "1--0", 1,
	    NULL },
	{ "a lease that ended", NULL,
	    LEASES "L1,H1,D2,ordinary,2015-09-02,2016-09-01\n", NULL, "----", 4,
	    NULL },
	{ "a lease elsewhere", NULL, LEASES "L1,H1,D7,ordinary,2016-01-01,\n",
	    NULL, "x---", 2, NULL },
	{ "a lease of another", NULL, LEASES "L1,H7,D1,ordinary,2016-01-01,\n",
	    NULL, "--x-", 2, NULL },
	{ "a lease of others", NULL, LEASES "L1,H7,D7,ordinary,2016-01-01,\n",
	    NULL, "----", 4, NULL },
	{ "the same lease again", NULL,
	    LEASES "L1,H1,D1,sliding,2016-01-01,\n"
		   "L2,H1,D1,ordinary,2016-06-01,\n",
	    NULL, "0-0-", 1, NULL },

	/* proposals, by decision */
	{ "pending", NULL, PROPOSALS "P1,H1,D1,2,2016-08-01,,\n", NULL, "0-0-",
	    1, NULL },
	{ "granted", NULL, PROPOSALS "P1,H1,D1,2,2016-08-01,granted,\n", NULL,
	    "0-0-", 1, NULL },
	{ "ranked first", NULL, PROPOSALS "P1,H1,D1,1,2016-08-01,ranked,\n",
	    NULL, "0-0-", 1, NULL },
	{ "ranked second", NULL, PROPOSALS "P1,H1,D1,2,2016-08-01,ranked,\n",
	    NULL, "----", 4, NULL },
	{ "on a condition", NULL,
	    PROPOSALS "P1,H1,D1,1,2016-08-01,conditional,\n", NULL, "0-0-", 1,
	    NULL },
	{ "not granted", NULL, PROPOSALS "P1,H1,D1,1,2016-08-01,not_granted,\n",
	    NULL, "----", 3, NULL },
	{ "inadmissible", NULL,
	    PROPOSALS "P1,H1,D1,1,2016-08-01,inadmissible,\n", NULL, "----", 3,
	    NULL },
	{ "refused", NULL,
	    PROPOSALS "P1,H1,D1,1,2016-08-01,refused_by_household,\n", NULL,
	    "----", 3, NULL },
	{ "withdrawn", NULL, PROPOSALS "P1,H1,D1,1,2016-08-01,withdrawn,\n",
	    NULL, "----", 4, NULL },
	{ "to come", NULL, PROPOSALS "P1,H1,D1,1,2016-09-02,,\n", NULL, "----",
	    4, NULL },
	{ "decided later", NULL,
	    PROPOSALS "P1,H1,D1,1,2016-08-01,withdrawn,2016-09-02\n", NULL,
	    "0-0-", 1, NULL },
	{ "the latest counts", NULL,
	    PROPOSALS "P2,H1,D1,1,2016-08-02,,\n"
		      "P1,H1,D1,1,2016-08-01,refused_by_household,\n",
	    NULL, "0-0-", 1, NULL },
	{ "the latest counts, a refusal", NULL,
	    PROPOSALS "P2,H1,D1,1,2016-08-02,refused_by_household,\n"
		      "P1,H1,D1,1,2016-08-01,,\n",
	    NULL, "----", 3, NULL },
	{ "on one day, the last key", NULL,
	    PROPOSALS "P2,H1,D1,1,2016-08-01,withdrawn,\n"
		      "P1,H1,D1,1,2016-08-01,,\n",
	    NULL, "----", 4, NULL },

	/* several for one dwelling */
	{ "the best rank", NULL,
	    PROPOSALS "P1,H1,D1,2,2016-07-01,,\nP2,H2,D1,1,2016-08-01,,\n",
	    NULL, "-01-", 1, NULL },
	{ "the earliest", NULL,
	    PROPOSALS "P1,H1,D1,1,2016-08-02,,\nP2,H2,D1,1,2016-08-01,,\n",
	    NULL, "-01-", 1, NULL },
	{ "the first key", NULL,
	    PROPOSALS "P1,H2,D1,1,2016-08-01,,\nP2,H1,D1,1,2016-08-01,,\n",
	    NULL, "0-0-", 1, NULL },
	{ "granted before pending", NULL,
	    PROPOSALS "P1,H1,D1,1,2016-08-01,,\n"
		      "P2,H2,D1,2,2016-08-01,granted,\n",
	    NULL, "-01-", 1, NULL },
	{ "granted to two", NULL,
	    PROPOSALS "P1,H1,D1,1,2016-08-01,granted,\n"
		      "P2,H2,D1,2,2016-08-01,granted,\n",
	    NULL, "0-0-", 1,
	    "a proposal of dwelling 'D1' is not kept, although granted: "
	    "another household has it" },
	{ "let, and proposed", NULL, LEASES "L1,H1,D1,ordinary,2016-01-01,\n",
	    PROPOSALS "P1,H2,D1,1,2016-08-01,,\n", "0-0-", 1, NULL },

	/* several for one household */
	{ "housed, and proposed another", NULL,
	    LEASES "L1,H1,D1,ordinary,2016-01-01,\n",
	    PROPOSALS "P1,H1,D2,1,2016-08-01,granted,\n", "0-0-", 1,
	    "the proposal of dwelling 'D2' is not kept: the household has "
	    "dwelling 'D1'" },
	{ "who is second moves up", NULL,
	    PROPOSALS "P1,H1,D1,1,2016-08-01,granted,\n"
		      "P2,H1,D2,1,2016-08-01,,\nP3,H2,D2,2,2016-08-01,,\n",
	    NULL, "0101", 0,
	    "the proposal of dwelling 'D2' is not kept: the household has "
	    "dwelling 'D1'" },

	/* unlawful, and kept */
	{ "unlawful", NULL, LEASES "L1,H3,D1,ordinary,2016-01-01,\n", NULL,
	    "--2-", 2,
	    "dwelling 'D1' is kept for who may not have it: aged 36 years for "
	    "under 30 years" },
	{ "forbidden", "household_id,dwelling_id\nH1,D1\n",
	    LEASES "L1,H1,D1,ordinary,2016-01-01,\n", NULL, "0-0-", 1,
	    "dwelling 'D1' is kept for who may not have it: not to "
	    "be proposed" },
};

/* 'name' with the rows of more. */
static char *
rows(const char *const (*column)[2], const char *const *changes)
{
	static char s[8192];
	const char *row;

	*s = '\0';
	for (; *changes != NULL; changes++) {
		row = csv(column, *changes);
		strcat(s, *s ? strchr(row, '\n') + 1 : row);
	}
	return s;
}

static struct phc_match *
four(struct phc_err *e)
{
	static const char *const hh[] = { "household_id=H1", "household_id=H2",
		"household_id=H3;birth_date=1980-01-01", NULL };
	static const char *const dw[] = { "dwelling_id=D1", "dwelling_id=D2",
		NULL };
	struct phc_match *m = new ();

	feed(m, PHC_HOUSEHOLDS, rows(household, hh), e);
	feed(m, PHC_DWELLINGS, rows(dwelling, dw), e);
	return m;
}

static char
fixed(uint32_t to)
{
	return to == NONE ? '-' : to == ELSEWHERE ? 'x' : (char)('0' + to);
}

static void
given(void)
{
	struct phc_err e = { PHC_OK, "" };
	struct phc_match *m;
	struct heard h;
	char is_fixed[5] = "";
	size_t i;

	for (i = 0; i < sizeof(givens) / sizeof(*givens); i++) {
		about("%s", givens[i].what);
		h = (struct heard){ "", 0 };
		m = four(&e);
		phc_match_listen(m, hear, NULL, &h);
		if (givens[i].forbidden != NULL)
			feed(m, PHC_FORBIDDEN, givens[i].forbidden, &e);
		if (givens[i].file != NULL)
			feed(m, PHC_FIXED, givens[i].file, &e);
		if (givens[i].more != NULL)
			feed(m, PHC_FIXED, givens[i].more, &e);
		is_str(e.msg, "");
		phc_match_pairs(m);
		is_fixed[0] = fixed(m->household[0]->fixed);
		is_fixed[1] = fixed(m->household[1]->fixed);
		is_fixed[2] = fixed(m->dwelling[0]->fixed);
		is_fixed[3] = fixed(m->dwelling[1]->fixed);
		is_str(is_fixed, givens[i].fixed);
		is(m->graph->npairs, givens[i].pairs);
		is(h.n, givens[i].warning != NULL);
		is_str(h.last, givens[i].warning ? givens[i].warning : "");
		phc_match_free(m);
	}
}

/* What is counted of what is fixed. */
static void
fixed_counts(void)
{
	struct phc_err e = { PHC_OK, "" };
	struct phc_match *m = four(&e);
	struct phc_match_count n;

	about("%s", "counts of what is fixed");
	feed(m, PHC_FIXED,
	    LEASES "L1,H1,D1,ordinary,2016-01-01,\n"
		   "L2,H2,D8,ordinary,2016-01-01,\n"
		   "L3,H9,D2,ordinary,2016-01-01,\n",
	    &e);
	phc_match_pairs(m);
	n = phc_match_count(m);
	is(n.fixed, 1);
	is(n.elsewhere, 1);
	is(n.taken, 1);
	is(n.pairs, 0);
	is(n.few, 0);
	phc_match_free(m);
}

/* Once for each commune, and only where it is asked. */
static void
stale(void)
{
	static const char *const dw[] = { "dwelling_id=D1;scheme=aml",
		"dwelling_id=D2;scheme=aml",
		"dwelling_id=D3;commune=62498;scheme=ordinary", NULL };
	static const char foyers[] =
	    FJT "62041,9,8,2016-02-29\n62498,9,8,2014-01-01\n";
	struct phc_err e = { PHC_OK, "" };
	struct phc_match *m;
	struct heard h;
	int off;

	for (off = 0; off < 2; off++) {
		about("a foyer seen long ago, rule %s", off ? "off" : "on");
		m = new ();
		h = (struct heard){ "", 0 };
		phc_match_listen(m, hear, NULL, &h);
		if (off)
			phc_match_off(m, "aml", &e);
		feed(m, PHC_DWELLINGS, rows(dwelling, dw), &e);
		feed(m, PHC_FJT, foyers, &e);
		phc_match_pairs(m);
		is(h.n, !off);
		is_str(h.last,
		    off ? ""
			: "commune '62041': its foyer was last observed on "
			  "2016-02-29, more than six months before: rule aml "
			  "is in doubt there");
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
	struct phc_err e = { PHC_OK, "" };
	struct phc_match_count n;
	struct phc_match *m;
	size_t i;

	for (i = 0; i < sizeof(counted) / sizeof(*counted); i++) {
		about("%s | %s", counted[i].household, counted[i].dwelling);
		m = new ();
		feed(m, PHC_DWELLINGS, csv(dwelling, counted[i].dwelling), &e);
		feed(m, PHC_HOUSEHOLDS, csv(household, counted[i].household),
		    &e);
		is_str(e.msg, "");
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

/* Rows and heads that are refused; an earlier file may be needed for that. */
static const struct {
	enum phc_match_file first, file;
	const char *before, *csv, *message;
} refused[] = {
	{ 0, PHC_HOUSEHOLDS, NULL, "household_id\n", "no column 'applied_on'" },
	{ 0, PHC_DWELLINGS, NULL, "dwelling_id,comune,type,financing\n",
	    "no column 'commune' (did you mean 'comune'?)" },
	{ 0, PHC_DWELLINGS, NULL, "dwelling_id,commune,type,financing\n",
	    "no column 'occupancy'" },
	{ 0, PHC_DWELLINGS, NULL, "dwelling_id,commune,type,financing,score\n",
	    "column 'score' is of a match already: drop or rename it" },
	{ PHC_DWELLINGS, PHC_HOUSEHOLDS,
	    "dwelling_id,commune,type,financing,occupancy,income\n",
	    "household_id,applied_on,birth_date,adults,dependants,income\n",
	    "column 'income' is on both sides: drop or rename one" },
	{ 0, PHC_DWELLINGS, NULL,
	    "dwelling_id,commune,type,financing,occupancy\n"
	    "D1,62041,T2,PLUS,let\nD1,62041,T3,PLUS,empty\n",
	    "dwelling_id: the key of an earlier row" },
	{ 0, PHC_DWELLINGS, NULL,
	    "dwelling_id,commune,type,financing,occupancy\n"
	    "D1,59350,T2,PLUS,let\nD2,59350,T2,PLUS,empty\n",
	    "no ceiling zone for commune '59350': add its row to "
	    "communes.csv" },
	{ 0, PHC_HOUSEHOLDS, NULL,
	    "household_id,applied_on,birth_date,adults,dependants,income,"
	    "wanted_communes\nH1,2015-01-01,1990-01-01,1,0,1,62041 Lens\n",
	    "wanted_communes: not an INSEE code: 'Lens'" },
	{ 0, PHC_HOUSEHOLDS, NULL,
	    "household_id,applied_on,birth_date,adults,dependants,income\n"
	    "H1,2015-01-01,1990-01-01,1,0,1\nH1,2015-01-01,1990-01-01,1,0,1\n",
	    "household_id: the key of an earlier row" },
	{ 0, PHC_FJT, NULL, "commune,places,occupied\n",
	    "no column 'observed_on'" },
	{ 0, PHC_FJT, NULL, FJT "62041,9,many,2016-01-01\n",
	    "occupied: not a whole number: 'many'" },
	{ 0, PHC_FJT, NULL, FJT "62041,9,9,2016-01-01\n62041,9,8,2016-01-01\n",
	    "commune and observed_on: the keys of an earlier row" },
	{ 0, PHC_FORBIDDEN, NULL, "household_id,dwelling\n",
	    "no column 'dwelling_id'" },
	{ 0, PHC_FORBIDDEN, NULL, "household_id,dwelling_id\nH1,\n",
	    "dwelling_id: empty, and it is required" },
	{ 0, PHC_FIXED, NULL, "household_id,dwelling_id,rank\n",
	    "neither leases nor proposals: no column 'start_on', and no "
	    "'proposed_on'" },
	{ 0, PHC_FIXED, NULL,
	    "proposal_id,household_id,dwelling_id,proposed_on\n",
	    "no column 'rank'" },
	{ 0, PHC_FIXED, NULL,
	    LEASES "L1,H1,D1,ordinary,2016-01-01,\n"
		   "L2,H1,D2,ordinary,2016-01-01,\n",
	    "household_id: has dwelling 'D1' by an earlier lease" },
	{ 0, PHC_FIXED, NULL,
	    LEASES "L1,H1,D1,ordinary,2016-01-01,\n"
		   "L2,H2,D1,ordinary,2016-01-01,\n",
	    "dwelling_id: let by an earlier lease: 'D1'" },
	{ 0, PHC_FIXED, NULL,
	    LEASES "L1,H1,D1,ordinary,2016-01-01,2015-12-31\n",
	    "ended_on: before the lease starts" },
	{ 0, PHC_FIXED, NULL,
	    PROPOSALS "P1,H1,D1,1,2016-01-01,granted,2015-12-31\n",
	    "decided_on: before it was proposed" },
	{ 0, PHC_FIXED, NULL, PROPOSALS "P1,H1,D1,1,2016-01-01,grnted,\n",
	    "decision: no such code: 'grnted' (did you mean 'granted'?)" },
};

static void
refusals(void)
{
	struct phc_match *m;
	struct phc_err e;
	size_t i;

	about("%s", "");
	for (i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		m = new ();
		e.msg[0] = '\0';
		if (refused[i].before != NULL)
			feed(m, refused[i].first, refused[i].before, &e);
		is(feed(m, refused[i].file, refused[i].csv, &e), -1);
		is_str(e.msg, refused[i].message);
		phc_match_free(m);
	}
}

/* Territories are in the output one after the other, or one is alone. */
static void
territories(void)
{
	static const char *const dw[] = { "dwelling_id=D1;commune_name=Lens",
		"dwelling_id=D2;commune_name=Arras",
		"dwelling_id=D3;commune_name=Lens",
		"dwelling_id=D4;commune_name=Lens;occupancy=let", NULL };
	static const char *const want[] = { "D2 D1 D3 ", "D1 D3 ", "" };
	static const char *const only[] = { NULL, "Lens", "lens" };
	struct phc_err e = { PHC_OK, "" };
	struct phc_match *m;
	char got[32];
	size_t i, k;

	for (i = 0; i < 3; i++) {
		about("by commune_name: %s", only[i] ? only[i] : "all");
		m = new ();
		phc_match_only(m, "commune_name", only[i]);
		is(feed(m, PHC_DWELLINGS, rows(dwelling, dw), &e), 0);
		phc_match_pairs(m);
		*got = '\0';
		for (k = 0; k < m->ndwellings; k++)
			strncat(
			    strncat(got, m->dwelling[k]->dw.dwelling_id.s, 2),
			    " ", 2);
		is_str(got, want[i]);
		is(phc_match_count(m).dwellings, i == 0 ? 4 : i == 1 ? 3 : 0);
		phc_match_free(m);
	}
	m = new ();
	phc_match_only(m, "comune_name", NULL);
	is(feed(m, PHC_DWELLINGS, csv(dwelling, ""), &e), -1);
	is_str(e.msg, "no column 'comune_name' (did you mean 'commune_name'?)");
	phc_match_free(m);
}

/* A seed draws lots, but not against class and seniority. */
static void
lots(void)
{
	static const char *const hh[] = { "household_id=H1", "household_id=H2",
		"household_id=H3", "household_id=H4",
		"household_id=H5;applied_on=2014-01-01",
		"household_id=H6;priority=dalo", NULL };
	static const char *const seeds[] = { NULL, "2016-09", "2016-10" };
	static const char *const want[] = { "H6 H5 H1 H2 H3 H4 ",
		"H6 H5 H3 H4 H1 H2 ", "H6 H5 H1 H3 H4 H2 " };
	struct phc_err e = { PHC_OK, "" };
	struct phc_match *m;
	char got[64];
	size_t i, k;

	for (i = 0; i < 3; i++) {
		about("seed %s", seeds[i] ? seeds[i] : "none");
		m = new ();
		if (seeds[i] != NULL)
			phc_match_seed(m, seeds[i]);
		feed(m, PHC_HOUSEHOLDS, rows(household, hh), &e);
		phc_match_pairs(m);
		*got = '\0';
		for (k = 0; k < m->nhouseholds; k++)
			strncat(
			    strncat(got, m->household[k]->hh.household_id.s, 2),
			    " ", 2);
		is_str(got, want[i]);
		phc_match_free(m);
	}
}

int
main(void)
{
	given();
	fixed_counts();
	stale();
	counts();
	refusals();
	territories();
	lots();
	return done();
}
