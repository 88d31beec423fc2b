/* The ledger: its words are the dictionary's, and what a row says against
 * itself. */
#include "phc/ledger.h"

#include "phc/date.h"
#include "tap.h"

static const struct {
	const char *kind, *column;
	int code;
	const char *word;
} words[] = {
	{ "event", "kind", PHC_DIAGNOSTIC, "diagnostic" },
	{ "event", "kind", PHC_LEVEL_CHANGE, "level_change" },
	{ "event", "kind", PHC_ENERGY_WORKSHOP, "energy_workshop" },
	{ "event", "kind", PHC_NO_SLIDE, "no_slide" },
	{ "event", "kind", PHC_TRAINING_EVENT, "training" },
	{ "event", "kind", PHC_SITUATION_CHANGE, "situation_change" },
	{ "event", "kind", PHC_RENEWAL, "renewal" },
	{ "event", "level", PHC_STRONG, "strong" },
	{ "event", "measure", PHC_ASLL, "asll" },
	{ "event", "measure", PHC_AML, "aml" },
	{ "event", "outcome", PHC_MISSED, "missed" },
	{ "event", "outcome", PHC_FIXED_TERM_JOB, "fixed_term" },
	{ "event", "outcome", PHC_INCOME_UP, "income_up" },
	{ "lease", "form", PHC_SLIDING, "sliding" },
	{ "lease", "form", PHC_AML_LEASE, "aml" },
	{ "lease", "end_reason", PHC_JOB_ELSEWHERE, "job_elsewhere" },
	{ "lease", "end_reason", PHC_END_UNKNOWN, "unknown" },
	{ "spending", "nature", PHC_SPENT_OTHER, "other" },
	{ "spending", "provider", PHC_EXTERNAL, "external" },
	{ "funding", "nature", PHC_SPENT_SHIELD, "shield" },
	{ "funding", "nature", PHC_FUND_OTHER, "other" },
	{ "proposal", "decision", PHC_WITHDRAWN, "withdrawn" },
};

static const struct {
	const char *column;
	size_t n;
} counts[] = {
	{ "kind", PHC_EVENT_KINDS },
	{ "level", PHC_LEVELS },
	{ "measure", PHC_MEASURES },
	{ "outcome", PHC_OUTCOMES },
};

static void
dictionary(void)
{
	const struct phc_column *col;
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		about("%s %s", words[i].kind, words[i].column);
		col = phc_column_find(words[i].kind, phc_str(words[i].column));
		is_str(col->values[words[i].code], words[i].word);
	}
	for (i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		about("%s", counts[i].column);
		col = phc_column_find("event", phc_str(counts[i].column));
		is((intmax_t)col->nvalues, (intmax_t)counts[i].n);
	}
}

/* A header and a row, read as a kind; its message, "" if it is read. */
static int
event(const struct phc_binding *b, const struct phc_rec *r, struct phc_err *e)
{
	struct phc_event ev;

	return phc_event_read(b, r, &ev, e);
}

static int
lease(const struct phc_binding *b, const struct phc_rec *r, struct phc_err *e)
{
	struct phc_lease l;

	return phc_lease_read(b, r, &l, e);
}

static int
spending(
    const struct phc_binding *b, const struct phc_rec *r, struct phc_err *e)
{
	struct phc_spending s;

	return phc_spending_read(b, r, &s, e);
}

static int
funding(const struct phc_binding *b, const struct phc_rec *r, struct phc_err *e)
{
	struct phc_funding f;

	return phc_funding_read(b, r, &f, e);
}

static int
reading(const struct phc_binding *b, const struct phc_rec *r, struct phc_err *e)
{
	struct phc_reading m;

	return phc_reading_read(b, r, &m, e);
}

static int
fjt(const struct phc_binding *b, const struct phc_rec *r, struct phc_err *e)
{
	struct phc_fjt f;

	return phc_fjt_read(b, r, &f, e);
}

static int
proposal(
    const struct phc_binding *b, const struct phc_rec *r, struct phc_err *e)
{
	struct phc_proposal p;

	return phc_proposal_read(b, r, &p, e);
}

static const struct {
	const char *kind;
	const struct phc_slot *slots;
	int (*read)(const struct phc_binding *, const struct phc_rec *,
	    struct phc_err *);
	const char *file; /* of the pilot */
} kinds[] = {
	{ "event", phc_event_slots, event, "evenements" },
	{ "lease", phc_lease_slots, lease, "baux" },
	{ "spending", phc_spending_slots, spending, "depenses" },
	{ "funding", phc_funding_slots, funding, "financements" },
	{ "reading", phc_reading_slots, reading, "consommations" },
	{ "fjt", phc_fjt_slots, fjt, "fjt" },
	{ "proposal", phc_proposal_slots, proposal, "propositions" },
};

/* How many rows are read, until the first that is not. */
static int
rows(FILE *fp, const char *kind, struct phc_err *e)
{
	struct phc_binding b = { 0 };
	struct phc_csv *csv = phc_csv_new(fp, "rows", ',');
	struct phc_rec rec;
	size_t k = 0;
	int n = 0;

	while (strcmp(kinds[k].kind, kind) != 0)
		k++;
	e->msg[0] = '\0';
	if (phc_csv_next(csv, &rec, e) == 1 &&
	    phc_bind(&b, kind, kinds[k].slots, &rec, e) == 0)
		while (phc_csv_next(csv, &rec, e) == 1 &&
		       kinds[k].read(&b, &rec, e) == 0)
			n++;
	phc_bind_free(&b);
	phc_csv_free(csv);
	fclose(fp);
	return n;
}

static const struct {
	const char *kind, *csv, *msg;
} cases[] = {
	{ "lease",
	    "lease_id,household_id,dwelling_id,form,start_on,ended_on\n"
	    "b1,h1,d1,sliding,2015-08-15,2015-08-15\n"
	    "b1,h1,d1,sliding,2015-08-15,2015-08-14\n",
	    "ended_on: before the lease starts" },
	{ "lease",
	    "lease_id,household_id,dwelling_id,form,start_on,review_due_on\n"
	    "b1,h1,d1,sliding,2015-08-15,2016-02-15\n"
	    "b1,h1,d1,sliding,2015-08-15,2015-02-15\n",
	    "review_due_on: before the lease starts" },
	{ "reading",
	    "dwelling_id,month,water_m3,energy_kwh\nd1,2016-01,0,\n"
	    "d1,2016-01,-1,\n",
	    "water_m3: below zero" },
	{ "reading",
	    "dwelling_id,month,water_m3,energy_kwh\nd1,2016-01,,0.5\n"
	    "d1,2016-01,,-0.5\n",
	    "energy_kwh: below zero" },
	{ "proposal",
	    "proposal_id,household_id,dwelling_id,rank,proposed_on,decision,"
	    "decided_on\np1,h1,d1,1,2016-02-03,granted,2016-02-03\n"
	    "p1,h1,d1,1,2016-02-03,granted,2016-02-02\n",
	    "decided_on: before it was proposed" },
	{ "proposal",
	    "proposal_id,household_id,dwelling_id,rank,proposed_on,decision,"
	    "decided_on\np1,h1,d1,1,2016-02-03,,\n"
	    "p1,h1,d1,1,2016-02-03,,2016-02-10\n",
	    "decided_on: without a decision" },
	{ "event",
	    "event_id,household_id,happened_on,kind\ne1,h1,2016-02-29,slide\n"
	    "e1,h1,2016-02-30,slide\n",
	    "happened_on: not a date (YYYY-MM-DD): '2016-02-30'" },
	{ "fjt",
	    "commune,places,occupied,observed_on\n62041,140,142,2016-08-20\n"
	    "62041,140,142,\n",
	    "observed_on: empty, and it is required" },
};

int
main(void)
{
	char path[64];
	struct phc_err e;
	size_t i;

	dictionary();
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		about("%s: %s", cases[i].kind, cases[i].msg);
		is(rows(fmemopen((void *)(uintptr_t)cases[i].csv,
			    strlen(cases[i].csv), "r"),
		       cases[i].kind, &e),
		    1);
		is_str(e.msg, cases[i].msg);
	}
	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		snprintf(path, sizeof(path), "tests/data/pilot/expected/%s.csv",
		    kinds[i].file);
		about("the pilot's %s", kinds[i].file);
		ok(rows(fopen(path, "r"), kinds[i].kind, &e) > 3);
		is_str(e.msg, "");
	}
	return done();
}
