#include <stdlib.h>
#include <unistd.h>

#include "phc/date.h"
#include "phc/follow.h"
#include "tap.h"

static struct phc_err err;

#define EVENTS "event_id,household_id,happened_on,kind,level,measure,attended\n"
#define LEASES                                                      \
	"lease_id,household_id,dwelling_id,form,start_on,ended_on," \
	"end_reason\n"
#define SPENT "spending_id,month,nature,provider,household_id,amount\n"
#define FUNDED                                                       \
	"funding_id,funder,programme,nature,requested,granted,paid," \
	"dated\n"
#define READ "dwelling_id,month,water_m3\n"
#define HOMES "dwelling_id,commune,type,financing,occupancy\n"
#define PLACES "commune,places,occupied,population_18_29,observed_on\n"
#define PERSONS                                                                \
	"household_id,applied_on,birth_date,adults,dependants,income,"         \
	"wanted_communes,wanted_nearby,wanted_types,renewed_on,struck_off_on," \
	"visiting_children\n"

static int64_t
day(const char *s)
{
	int64_t d = 0;

	phc_date_parse(phc_str(s), &d, NULL);
	return d;
}

/* Rows of a kind, header first; what is refused is a failed test. */
static void
feed(struct phc_follow *f, enum phc_follow_kind kind, const char *csv)
{
	FILE *fp = fmemopen((void *)(uintptr_t)csv, strlen(csv), "r");
	struct phc_csv *in = phc_csv_new(fp, "rows", ',');
	struct phc_rec rec;
	bool good;

	good = phc_csv_next(in, &rec, &err) == 1 &&
	       phc_follow_head(f, kind, "rows.csv", &rec, &err) == 0;
	while (good && phc_csv_next(in, &rec, &err) == 1)
		good = phc_follow_add(f, kind, &rec, &err) == 0;
	if (!good)
		is_str(err.msg, "");
	phc_csv_free(in);
	fclose(fp);
}

typedef int
put_fn(const struct phc_follow *, struct phc_out *, struct phc_err *);

/* The rows that came in, and what is made of them. */
struct given {
	enum phc_follow_kind kind;
	const char *csv;
};

static char *out_text;

/* The answer of 'put' on a day; its failure is in err, or err is "". */
static const char *
answer(put_fn *put, const char *at, const struct given *g, size_t n)
{
	struct phc_follow *f = phc_follow_new(day(at), NULL, &err);
	FILE *fp = tmpfile();
	struct phc_out *out = phc_out_open(dup(fileno(fp)), "text");
	size_t len;

	if (put == phc_follow_coverage)
		phc_follow_waiting(f, NULL);
	for (; n > 0; n--, g++)
		feed(f, g->kind, g->csv);
	phc_follow_ready(f);
	err.msg[0] = '\0';
	if (put(f, out, &err) == 0)
		err.msg[0] = '\0';
	phc_out_close(out, NULL);
	phc_follow_free(f);
	fseek(fp, 0, SEEK_END);
	len = (size_t)ftell(fp);
	rewind(fp);
	free(out_text);
	out_text = phc_new(len + 1);
	out_text[fread(out_text, 1, len, fp)] = '\0';
	fclose(fp);
	return out_text;
}

#define ANSWER(put, at, ...)                                   \
	answer(put, at, (const struct given[]){ __VA_ARGS__ }, \
	    sizeof((const struct given[]){ __VA_ARGS__ }) /    \
		sizeof(struct given))

/* Column 'name' of the first row in 'text' that holds 'key'. */
static const char *
cell(const char *text, const char *key, const char *name)
{
	static char buf[256];
	const char *row = strstr(text, key), *head = text, *end;
	size_t n = strlen(name);

	if (row == NULL)
		return "no row";
	while (row > text && row[-1] != '\n')
		row--;
	while (strncmp(head, name, n) != 0 ||
	       (head[n] != ',' && head[n] != '\n')) {
		head += strcspn(head, ",\n");
		if (*head++ != ',')
			return "no column";
		row += strcspn(row, ",\n") + 1;
	}
	end = row + strcspn(row, ",\n");
	snprintf(buf, sizeof(buf), "%.*s", (int)(end - row), row);
	return buf;
}

/*
 * A month counts with what stands on its last day.
 */

static void
month_measures(void)
{
	static const struct {
		const char *what, *at, *events, *light, *medium, *strong;
	} cases[] = {
		{ "starts on 31 January, ends on 29 February", "2016-03-31",
		    "e1,h,2016-01-31,measure_start,light,asll,\n"
		    "e2,h,2016-02-29,measure_end,,asll,\n",
		    "1", "0", "0" },
		{ "ends on 1 March", "2016-03-31",
		    "e1,h,2016-01-31,measure_start,light,asll,\n"
		    "e2,h,2016-03-01,measure_end,,asll,\n",
		    "2", "0", "0" },
		{ "starts on 29 February", "2016-03-31",
		    "e1,h,2016-02-29,measure_start,light,asll,\n", "2", "0",
		    "0" },
		{ "a month that still runs", "2016-03-30",
		    "e1,h,2016-02-29,measure_start,light,asll,\n", "1", "0",
		    "0" },
		{ "a level changed mid-month", "2016-03-31",
		    "e1,h,2016-02-01,measure_start,medium,asll,\n"
		    "e2,h,2016-02-15,level_change,light,asll,\n",
		    "2", "0", "0" },
		{ "changed on the last day", "2016-03-31",
		    "e1,h,2016-02-01,measure_start,medium,asll,\n"
		    "e2,h,2016-02-29,level_change,light,asll,\n",
		    "2", "0", "0" },
		{ "changed on the day after", "2016-03-31",
		    "e1,h,2016-02-01,measure_start,medium,asll,\n"
		    "e2,h,2016-03-01,level_change,light,asll,\n",
		    "1", "1", "0" },
		{ "changed up and down within a month", "2016-02-29",
		    "e1,h,2016-02-01,measure_start,medium,asll,\n"
		    "e2,h,2016-02-10,level_change,strong,asll,\n"
		    "e3,h,2016-02-20,level_change,light,asll,\n",
		    "1", "0", "0" },
		{ "leaves and returns", "2016-06-30",
		    "e1,h,2016-01-10,measure_start,light,asll,\n"
		    "e2,h,2016-03-10,measure_end,,asll,\n"
		    "e3,h,2016-05-10,measure_start,strong,asll,\n",
		    "2", "0", "2" },
		{ "renewed on the day it ends", "2016-06-30",
		    "e2,h,2016-03-31,measure_end,,asll,\n"
		    "e3,h,2016-03-31,measure_start,light,asll,\n"
		    "e1,h,2016-01-10,measure_start,light,asll,\n",
		    "6", "0", "0" },
		{ "within a month", "2016-06-30",
		    "e1,h,2016-01-10,measure_start,light,asll,\n"
		    "e2,h,2016-01-20,measure_end,,asll,\n",
		    "0", "0", "0" },
		{ "two at once are one month, of the higher level",
		    "2016-01-31",
		    "e1,h,2016-01-10,measure_start,light,asll,\n"
		    "e2,h,2016-01-10,measure_start,strong,gla,\n",
		    "0", "0", "1" },
		{ "what comes after the day", "2016-01-31",
		    "e1,h,2016-01-10,measure_start,light,asll,\n"
		    "e2,h,2016-02-01,level_change,strong,asll,\n",
		    "1", "0", "0" },
	};
	char events[512];
	const char *text;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		about("%s", cases[i].what);
		snprintf(
		    events, sizeof(events), "%s%s", EVENTS, cases[i].events);
		text = ANSWER(phc_follow_costs, cases[i].at,
		    { PHC_FOLLOW_EVENT, events });
		is_str(cell(text, "month_measures,,,light", "count"),
		    cases[i].light);
		is_str(cell(text, "month_measures,,,medium", "count"),
		    cases[i].medium);
		is_str(cell(text, "month_measures,,,strong", "count"),
		    cases[i].strong);
		is_str(cell(text, "counted_once", "verdict"), "holds");
		is_str(err.msg, "");
	}
	about("a level that is not told");
	text = ANSWER(phc_follow_costs, "2016-01-31",
	    { PHC_FOLLOW_EVENT,
		EVENTS "e1,h,2016-01-10,measure_start,,asll,\n" });
	is_str(cell(text, "month_measures,,,unknown", "count"), "1");
	about("%s", "");
}

static void
months_present(void)
{
	static const struct {
		const char *what, *leases, *households, *dwellings;
	} cases[] = {
		{ "in, to this day", "l1,h,d,ordinary,2016-01-31,,\n", "3",
		    "3" },
		{ "out on the last day of a month",
		    "l1,h,d,ordinary,2016-01-31,2016-02-29,\n", "1", "1" },
		{ "out on the first of the next",
		    "l1,h,d,ordinary,2016-01-31,2016-03-01,\n", "2", "2" },
		{ "two leases in a month",
		    "l1,h,d,sliding,2016-01-15,2016-02-15,own_lease\n"
		    "l2,h,d,ordinary,2016-02-15,,\n",
		    "3", "3" },
		{ "another dwelling in a month",
		    "l1,h,d,ordinary,2016-01-15,2016-02-15,\n"
		    "l2,h,e,ordinary,2016-02-10,,\n",
		    "3", "3" },
		{ "two dwellings at once",
		    "l1,h,d,ordinary,2016-01-15,,\n"
		    "l2,h,e,ordinary,2016-02-10,,\n",
		    "3", "5" },
		{ "two households in a dwelling",
		    "l1,h,d,ordinary,2016-01-15,,\n"
		    "l2,g,d,ordinary,2016-02-10,,\n",
		    "5", "3" },
		{ "leaves and returns",
		    "l1,h,d,ordinary,2016-01-15,2016-02-01,\n"
		    "l2,h,e,ordinary,2016-03-10,,\n",
		    "2", "2" },
	};
	char leases[512];
	const char *text;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		about("%s", cases[i].what);
		snprintf(
		    leases, sizeof(leases), "%s%s", LEASES, cases[i].leases);
		text = ANSWER(phc_follow_costs, "2016-03-31",
		    { PHC_FOLLOW_LEASE, leases });
		is_str(cell(text, "household_months", "count"),
		    cases[i].households);
		is_str(
		    cell(text, "dwelling_months", "count"), cases[i].dwellings);
		is_str(cell(text, "months_year", "verdict"), "holds");
	}
	about("%s", "");
}

/*
 * What a unit costs.
 */

static void
unit_costs(void)
{
	const char *text = ANSWER(phc_follow_costs, "2016-03-31",
	    { PHC_FOLLOW_EVENT,
		EVENTS "e1,h,2016-01-10,measure_start,light,asll,\n"
		       "e2,h,2016-01-05,diagnostic,light,,\n"
		       "e3,g,2016-01-05,diagnostic,light,,0\n" },
	    { PHC_FOLLOW_LEASE, LEASES "l1,h,d,ordinary,2016-01-10,,\n"
				       "l2,g,e,ordinary,2016-01-10,,\n" },
	    { PHC_FOLLOW_SPENDING,
		SPENT "s1,2016-01,support,internal,h,100.00\n"
		      "s2,2016-01,adapted_management,internal,,0.00\n"
		      "s3,2016-02,diagnostic,external,h,0.03\n"
		      "s4,2016-04,diagnostic,external,h,9999.00\n"
		      "s5,2016-02,support,internal,g,0.01\n" });

	about("who did not come was not diagnosed");
	is_str(cell(text, "unit,diagnostic,diagnostic,,,,diagnostic", "count"),
	    "1");
	is_str(cell(text, "household_entered", "unit_cost"), "0.02");
	is_str(cell(text, "household_entered", "yearly_cost"), "");
	about("12 months are of the sum, not of the rounded month");
	is_str(cell(text, "support,support,,light", "unit_cost"), "33.33");
	is_str(cell(text, "support,support,,light", "yearly_cost"), "400.00");
	is_str(cell(text, "support,support,,,,month", "amount"), "100.01");
	about("on who is not accompanied");
	is_str(cell(text, "support,support,,unknown", "amount"), "0.01");
	is_str(cell(text, "support,support,,unknown", "unit_cost"), "");
	about("nothing spent is no figure, 0.00 is one");
	is_str(cell(text, "support,support,,strong", "amount"), "");
	is_str(cell(text, "unit,adapted_management,adapted_management,internal",
		   "unit_cost"),
	    "0.00");
	is_str(cell(text, "unit,adapted_management,adapted_management,external",
		   "unit_cost"),
	    "");
	is_str(cell(text, "overall", "unit_cost"), "16.67");
	about("nothing to pay it with");
	is_str(cell(text, "funded_spent", "verdict"), "unchecked");
	is_str(cell(text, "funders_natures", "verdict"), "unchecked");
	is_str(cell(text, "paid_granted", "verdict"), "unchecked");
	is_str(err.msg, "");
	about("nothing at all");
	text = ANSWER(
	    phc_follow_costs, "2016-03-31", { PHC_FOLLOW_EVENT, EVENTS });
	is_str(strchr(text, '\n'), "\n");
	about("%s", "");
}

/*
 * The identities of the accounts.
 */

static void
identities(void)
{
#define SPENDING                                       \
	SPENT "s1,2016-01,support,internal,h,145.00\n" \
	      "s2,2016-02,support,internal,h,145.00\n" \
	      "s3,2016-03,support,internal,h,145.00\n"
	static const struct {
		const char *what, *spent, *funded, *item, *verdict, *row, *why;
	} cases[] = {
		{ "all is settled", SPENDING,
		    "f1,state,asll,support,500.00,290.00,290.00,2016-02-28\n"
		    "f2,epci,other,support,200.00,145.00,145.00,2016-03-31\n",
		    "funded_spent,support", "holds", "", "" },
		{ "a month after the last payment", SPENDING,
		    "f1,state,asll,support,500.00,290.00,290.00,2016-02-28\n",
		    "funded_spent,support", "holds", "", "" },
		{ "a cent more is spent",
		    SPENT "s1,2016-01,support,internal,h,145.00\n"
			  "s2,2016-02,support,internal,h,145.01\n"
			  "s3,2016-03,support,internal,h,145.00\n",
		    "f1,state,asll,support,500.00,290.00,290.00,2016-02-28\n"
		    "f2,epci,other,support,200.00,145.00,145.00,2016-03-31\n",
		    "funded_spent,support", "fails", "s2",
		    "funded_spent of support fails: 435.00 for 435.01: see "
		    "s2" },
		{ "a cent less is paid", SPENDING,
		    "f1,state,asll,support,500.00,290.00,289.99,2016-02-28\n"
		    "f2,epci,other,support,200.00,145.00,145.00,2016-03-31\n",
		    "funded_spent,support", "fails", "f1",
		    "funded_spent of support fails: 434.99 for 435.00: see "
		    "f1" },
		{ "no single row explains it", SPENDING,
		    "f1,state,asll,support,500.00,290.00,290.00,2016-02-28\n"
		    "f2,epci,other,support,200.00,100.00,100.00,2016-03-31\n",
		    "funded_spent,support", "fails", "2016-03..2016-03",
		    "funded_spent of support fails: 390.00 for 435.00: see "
		    "2016-03..2016-03" },
		{ "late by a period, though the sums agree", SPENDING,
		    "f1,state,asll,support,500.00,145.00,145.00,2016-02-28\n"
		    "f2,epci,other,support,900.00,290.00,290.00,2016-03-31\n",
		    "funded_spent,support", "fails", "2016-01..2016-02",
		    "funded_spent of support fails: 435.00 for 435.00: see "
		    "2016-01..2016-02" },
		{ "an investment has no month that spends it", SPENDING,
		    "f1,state,asll,support,500.00,435.00,435.00,2016-03-31\n"
		    "f2,state,asll,investment,500.00,9.00,9.00,2016-03-31\n",
		    "funded_spent,support", "holds", "", "" },
		{ "more is paid than was granted", SPENDING,
		    "f1,state,asll,support,500.00,289.99,290.00,2016-02-28\n"
		    "f2,epci,other,support,200.00,145.00,145.00,2016-03-31\n",
		    "paid_granted", "fails", "f1",
		    "paid_granted fails: 435.00 for 434.99: see f1" },
		{ "paid in a row of its own", SPENDING,
		    "f1,state,asll,support,500.00,290.00,,2016-01-15\n"
		    "f2,state,asll,support,,,290.00,2016-02-28\n",
		    "paid_granted", "holds", "", "" },
		{ "and too much", SPENDING,
		    "f1,state,asll,support,500.00,289.99,,2016-01-15\n"
		    "f2,state,asll,support,,,290.00,2016-02-28\n",
		    "paid_granted", "fails", "f2",
		    "paid_granted fails: 290.00 for 289.99: see f2" },
		{ "more is granted than was asked: a warning", SPENDING,
		    "f1,state,asll,support,100.00,435.00,435.00,2016-03-31\n",
		    "granted_requested", "warning", "f1", "" },
		{ "a month is charged twice: a warning",
		    SPENT "s1,2016-01,support,internal,h,145.00\n"
			  "s2,2016-01,support,internal,h,145.00\n"
			  "s3,2016-01,support,external,h,145.00\n",
		    "f1,state,asll,support,500.00,435.00,435.00,2016-03-31\n",
		    "charged_once,support", "warning", "s2", "" },
	};
	char funded[1024];
	const char *text;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		about("%s", cases[i].what);
		snprintf(
		    funded, sizeof(funded), "%s%s", FUNDED, cases[i].funded);
		text = ANSWER(phc_follow_costs, "2016-03-31",
		    { PHC_FOLLOW_SPENDING, cases[i].spent },
		    { PHC_FOLLOW_FUNDING, funded });
		is_str(cell(text, cases[i].item, "verdict"), cases[i].verdict);
		is_str(cell(text, cases[i].item, "culprit"), cases[i].row);
		is_str(err.msg, cases[i].why);
	}
	about("%s", "");
}

/*
 * Who stays.
 */

static void
staying(void)
{
	static const struct {
		const char *what, *at, *leases, *stayed, *of;
	} cases[] = {
		{ "31 August and six months: the day before", "2016-02-28",
		    "l1,h,d,ordinary,2015-08-31,,\n", "0", "0" },
		{ "the last of February", "2016-02-29",
		    "l1,h,d,ordinary,2015-08-31,,\n", "1", "1" },
		{ "left that day", "2016-02-29",
		    "l1,h,d,ordinary,2015-08-31,2016-02-29,family\n", "1",
		    "1" },
		{ "left the day before", "2016-02-29",
		    "l1,h,d,ordinary,2015-08-31,2016-02-28,family\n", "0",
		    "1" },
		{ "leaves after the day", "2016-02-29",
		    "l1,h,d,ordinary,2015-08-31,2016-03-01,family\n", "1",
		    "1" },
		{ "slides into its own lease", "2016-02-29",
		    "l1,h,d,sliding,2015-08-01,2015-12-01,own_lease\n"
		    "l2,h,d,ordinary,2015-12-01,,\n",
		    "1", "1" },
		{ "moves on the day after", "2016-02-29",
		    "l1,h,d,ordinary,2015-08-01,2015-12-01,\n"
		    "l2,h,e,ordinary,2015-12-02,,\n",
		    "1", "1" },
		{ "leaves and returns", "2016-02-29",
		    "l1,h,d,ordinary,2015-08-01,2015-12-01,\n"
		    "l2,h,e,ordinary,2015-12-03,,\n",
		    "0", "1" },
	};
	char leases[512];
	const char *text;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		about("%s", cases[i].what);
		snprintf(
		    leases, sizeof(leases), "%s%s", LEASES, cases[i].leases);
		text = ANSWER(phc_follow_outcomes, cases[i].at,
		    { PHC_FOLLOW_LEASE, leases });
		is_str(cell(text, "staying,,,6", "count"), cases[i].stayed);
		is_str(cell(text, "staying,,,6", "total"), cases[i].of);
		is_str(cell(text, "staying,,,12", "rate"), "");
	}
	about("%s", "");
}

static void
exits(void)
{
	const char *text = ANSWER(phc_follow_outcomes, "2016-03-31",
	    { PHC_FOLLOW_LEASE,
		LEASES "l1,h,d,sliding,2015-08-01,2015-12-01,own_lease\n"
		       "l2,h,d,ordinary,2015-12-01,2016-03-31,ownership\n"
		       "l3,g,e,ordinary,2015-12-01,2016-03-01,\n"
		       "l4,i,f,ordinary,2015-12-01,2016-04-01,eviction\n" },
	    { PHC_FOLLOW_EVENT,
		EVENTS "e1,h,2015-01-10,measure_start,strong,asll,\n"
		       "e2,h,2015-05-10,level_change,light,asll,\n"
		       "e3,g,2015-05-10,measure_start,medium,gla,\n"
		       "e4,g,2016-04-10,level_change,light,gla,\n"
		       "e5,i,2015-05-10,measure_start,,gla,\n" });

	is_str(cell(text, "exit,positive,,", "count"), "2");
	is_str(cell(text, "exit,positive,,", "households"), "1");
	is_str(cell(text, "exit,positive,,", "rate"), "66.67");
	about("no reason is an unknown one, which is negative");
	is_str(cell(text, "exit,negative,unknown", "count"), "1");
	is_str(cell(text, "exit,negative,eviction", "count"), "0");
	is_str(cell(text, "exit,,,", "count"), "3");
	about("autonomy");
	is_str(cell(text, "autonomy,,,,down", "count"), "1");
	is_str(cell(text, "autonomy,,,,same", "count"), "1");
	is_str(cell(text, "autonomy,,,,up", "total"), "2");
	about("%s", "");
}

/*
 * Water and energy.
 */

static void
readings(void)
{
	const char *text = ANSWER(phc_follow_consumption, "2016-03-31",
	    { PHC_FOLLOW_DWELLING,
		HOMES "a,62427,T2,PLUS,let\nb,62427,T2,PLUS,let\n"
		      "c,62427,T2,PLUS,let\nd,62427,T2,PLUS,let\n"
		      "e,62427,T3,PLUS,let\n" },
	    { PHC_FOLLOW_LEASE,
		LEASES "l1,ha,a,ordinary,2014-01-01,,\n"
		       "l2,hb,b,ordinary,2014-01-01,,\n"
		       "l3,hc,c,ordinary,2014-01-01,2016-02-15,\n"
		       "l4,hx,c,ordinary,2016-03-15,,\n" },
	    { PHC_FOLLOW_READING,
		READ "a,2015-03,2\na,2016-03,3\nb,2015-03,2\nb,2016-03,3.001\n"
		     "c,2015-03,1\nc,2016-03,6.003\nc,2016-02,1\nd,2016-03,0\n"
		     "e,2016-03,9\nf,2016-03,9\na,2016-04,1\nd,2015-03,0\n" });

	about("a median of four, half up; half as much again is no jump");
	is_str(cell(text, "2016-03,water,a", "median"), "3.001");
	is_str(cell(text, "2016-03,water,a", "sample"), "4");
	is_str(cell(text, "2016-03,water,a", "year_ratio"), "150.00");
	is_str(cell(text, "2016-03,water,a", "jumped"), "0");
	is_str(cell(text, "2016-03,water,b", "jumped"), "1");
	is_str(cell(text, "2016-03,water,b", "household_id"), "hb");
	about("another household, far above the median");
	is_str(cell(text, "2016-03,water,c", "same_household"), "0");
	is_str(cell(text, "2016-03,water,c", "jumped"), "");
	is_str(cell(text, "2016-03,water,c", "high"), "1");
	is_str(cell(text, "2016-02,water,c", "household_id"), "hc");
	about("nobody lives there, and it consumed nothing");
	is_str(cell(text, "2016-03,water,d", "ratio"), "0.00");
	is_str(cell(text, "2016-03,water,d", "year_ratio"), "");
	about("alone of its type, of no type, after the day");
	is_str(cell(text, "2016-03,water,e", "high"), "");
	is_str(cell(text, "2016-03,water,f", "median"), "");
	is_str(cell(text, "2016-04,water,a", "quantity"), "no row");
	about("no workshop");
	is_str(cell(text, "workshop,,water", "households"), "0");
	is_str(cell(text, "workshop,,water", "effect"), "");
	is_str(cell(text, "workshop,,water", "small"), "1");
	about("%s", "");
}

static void
workshops(void)
{
	static const char months[][8] = { "2015-10", "2015-11", "2015-12",
		"2016-01", "2016-02", "2016-03", "2016-04" };
	char rows[1024] = READ;
	const char *text;
	size_t i;

	for (i = 0; i < 7; i++)
		snprintf(rows + strlen(rows), sizeof(rows) - strlen(rows),
		    "a,%s,%s\nb,%s,2\nc,%s,2\n", months[i], i < 3 ? "4" : "3",
		    months[i], months[i]);
	text = ANSWER(phc_follow_consumption, "2016-04-30",
	    { PHC_FOLLOW_DWELLING,
		HOMES "a,62427,T2,PLUS,let\nb,62427,T2,PLUS,let\n"
		      "c,62427,T2,PLUS,let\n" },
	    { PHC_FOLLOW_LEASE, LEASES "l1,ha,a,ordinary,2014-01-01,,\n"
				       "l2,hb,b,ordinary,2015-11-01,,\n" },
	    { PHC_FOLLOW_EVENT,
		EVENTS "e1,ha,2016-01-31,energy_workshop,,,1\n"
		       "e2,ha,2015-12-31,energy_workshop,,,0\n"
		       "e3,hb,2016-01-31,energy_workshop,,,1\n" },
	    { PHC_FOLLOW_READING, rows });
	about("three months before and after, whoever lived there all the "
	      "while");
	is_str(cell(text, "workshop,,water", "households"), "1");
	is_str(cell(text, "workshop,,water", "before"), "12");
	is_str(cell(text, "workshop,,water", "before_ratio"), "200.00");
	is_str(cell(text, "workshop,,water", "quantity"), "9");
	is_str(cell(text, "workshop,,water", "effect"), "-50.00");
	is_str(cell(text, "workshop,,water", "small"), "1");
	about("%s", "");
}

/*
 * Places in FJT, and who could live in a small dwelling instead.
 */

static void
covered(void)
{
	static const struct {
		const char *what, *rows, *class, *aml, *stale;
	} cases[] = {
		{ "no row", "", "no row", "no row", "no row" },
		{ "no place", "62427,0,0,,2016-03-01\n", "none", "1", "0" },
		{ "full", "62427,10,10,,2016-03-01\n", "saturated", "1", "0" },
		{ "one left", "62427,10,9,,2016-03-01\n", "available", "0",
		    "0" },
		{ "5 places for 1,000", "62427,10,9,2000,2016-03-01\n",
		    "available", "0", "0" },
		{ "fewer", "62427,10,9,2001,2016-03-01\n", "weak", "1", "0" },
		{ "fewer, and full", "62427,10,12,2001,2016-03-01\n", "weak",
		    "1", "0" },
		{ "six months old", "62427,10,9,,2015-09-30\n", "available",
		    "0", "0" },
		{ "a day more", "62427,10,9,,2015-09-29\n", "available", "0",
		    "1" },
		{ "the last one",
		    "62427,10,9,,2015-09-29\n"
		    "62427,10,10,,2016-03-30\n"
		    "62427,0,0,,2016-03-31\n",
		    "saturated", "1", "0" },
		{ "none yet", "62427,0,0,,2016-03-31\n", "no row", "no row",
		    "no row" },
	};
	char rows[512];
	const char *text;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		about("%s", cases[i].what);
		snprintf(rows, sizeof(rows), "%s%s", PLACES, cases[i].rows);
		text = ANSWER(phc_follow_coverage, "2016-03-30",
		    { PHC_FOLLOW_FJT, rows });
		is_str(cell(text, "62427", "coverage"), cases[i].class);
		is_str(cell(text, "62427", "aml"), cases[i].aml);
		is_str(cell(text, "62427", "stale"), cases[i].stale);
	}
	about("a dwelling there, but no row: unknown, not none");
	text = ANSWER(phc_follow_coverage, "2016-03-30",
	    { PHC_FOLLOW_DWELLING, HOMES "d,62427,T2,PLUS,empty\n"
					 "e,62427,T3,PLUS,empty\n"
					 "f,62427,T1,PLUS,let\n"
					 "g,62427,T1bis,PLUS,offered\n" });
	is_str(cell(text, "62427", "coverage"), "unknown");
	is_str(cell(text, "62427", "aml"), "");
	is_str(cell(text, "62427", "waiting_alone"), "");
	is_str(cell(text, "62427", "small_dwellings"), "2");
	is_str(cell(text, "62427", "commune_name"), "Hénin-Beaumont");
	about("%s", "");
}

/* LAW: CCH L442-8-1 */
static void
waiting(void)
{
	static const struct {
		const char *what, *person, *n;
	} cases[] = {
		{ "alone", "h,2016-01-01,1990-05-06,1,0,0,62427,0,,,,", "1" },
		{ "anywhere", "h,2016-01-01,1990-05-06,1,0,0,,0,T3 T2,,,0",
		    "1" },
		{ "elsewhere", "h,2016-01-01,1990-05-06,1,0,0,62510,0,,,,",
		    "0" },
		{ "near, in its EPCI",
		    "h,2016-01-01,1990-05-06,1,0,0,62250,1,,,,", "1" },
		{ "in its EPCI, but not near",
		    "h,2016-01-01,1990-05-06,1,0,0,62250,0,,,,", "0" },
		{ "twice over, once",
		    "h,2016-01-01,1990-05-06,1,0,0,62250 62427,1,,,,", "1" },
		{ "30 tomorrow", "h,2016-01-01,1986-03-31,1,0,0,62427,0,,,,",
		    "1" },
		{ "30 today", "h,2016-01-01,1986-03-30,1,0,0,62427,0,,,,",
		    "0" },
		{ "two", "h,2016-01-01,1990-05-06,2,0,0,62427,0,,,,", "0" },
		{ "with a child", "h,2016-01-01,1990-05-06,1,1,0,62427,0,,,,",
		    "0" },
		{ "a child who visits",
		    "h,2016-01-01,1990-05-06,1,0,0,62427,0,,,,1", "0" },
		{ "only large ones",
		    "h,2016-01-01,1990-05-06,1,0,0,62427,0,T3,,,", "0" },
		{ "struck off",
		    "h,2016-01-01,1990-05-06,1,0,0,62427,0,,,2016-03-30,",
		    "0" },
		{ "struck off tomorrow",
		    "h,2016-01-01,1990-05-06,1,0,0,62427,0,,,2016-03-31,",
		    "1" },
		{ "has not asked yet",
		    "h,2016-03-31,1990-05-06,1,0,0,62427,0,,,,", "0" },
		{ "housed", "in,2016-01-01,1990-05-06,1,0,0,62427,0,,,,", "0" },
		{ "left since", "out,2016-01-01,1990-05-06,1,0,0,62427,0,,,,",
		    "0" },
		{ "left, and asks again",
		    "out,2015-01-01,1990-05-06,1,0,0,62427,0,,2016-02-02,,",
		    "1" },
		{ "with ASLL", "asll,2016-01-01,1990-05-06,1,0,0,62427,0,,,,",
		    "0" },
		{ "ASLL ended today",
		    "over,2016-01-01,1990-05-06,1,0,0,62427,0,,,,", "1" },
		{ "with AVDL", "avdl,2016-01-01,1990-05-06,1,0,0,62427,0,,,,",
		    "1" },
	};
	char rows[512];
	const char *text;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		about("%s", cases[i].what);
		snprintf(
		    rows, sizeof(rows), "%s%s\n", PERSONS, cases[i].person);
		text = ANSWER(phc_follow_coverage, "2016-03-30",
		    { PHC_FOLLOW_HOUSEHOLD, rows },
		    { PHC_FOLLOW_FJT, PLACES "62427,0,0,,2016-03-01\n" },
		    { PHC_FOLLOW_LEASE,
			LEASES "l1,in,d,ordinary,2016-02-02,,\n"
			       "l2,out,e,ordinary,2016-01-02,2016-02-01,\n" },
		    { PHC_FOLLOW_EVENT, EVENTS
			"e1,asll,2016-01-10,measure_start,light,asll,\n"
			"e2,over,2016-01-10,measure_start,light,asll,\n"
			"e3,over,2016-03-30,measure_end,,asll,\n"
			"e4,avdl,2016-01-10,measure_start,light,avdl_within,"
			"\n" });
		is_str(cell(text, "62427", "waiting_alone"), cases[i].n);
		is(strlen(cell(text, "62427", "waiting_ids")) > 0,
		    *cases[i].n == '1');
	}
	about("%s", "");
}

static void
stale(void)
{
	struct phc_follow *f = phc_follow_new(day("2016-03-30"), NULL, &err);
	size_t i = 0;

	feed(f, PHC_FOLLOW_FJT,
	    PLACES "62427,0,0,,2015-03-01\n62498,0,0,,2016-03-01\n"
		   "62510,0,0,,2015-03-01\n62510,0,0,,2016-03-01\n");
	phc_follow_ready(f);
	ok(phc_follow_stale(f, &i, &err));
	is_str(err.msg, "rows.csv:2: 62427: observed on 2015-03-01, more than "
			"6 months ago");
	ok(!phc_follow_stale(f, &i, &err));
	phc_follow_free(f);
}

int
main(void)
{
	month_measures();
	months_present();
	unit_costs();
	identities();
	staying();
	exits();
	readings();
	workshops();
	covered();
	waiting();
	stale();
	free(out_text);
	return done();
}
