/*
 * The follow-up at its edges: months that are too short, levels changed in a
 * month, who leaves and returns, two leases in a month; what is met on its last
 * day; and each sequence that cannot be.  LAW: CCH L442-8-3, LAW: CCH R441-2-7,
 * LAW: CCH R441-2-8
 */
#include "phc/follow.h"

#include <stdlib.h>
#include <unistd.h>

#include "phc/date.h"
#include "tap.h"

static const char household_head[] = "household_id,applied_on,renewed_on,"
				     "occupation,effort_rate,struck_off_on\n";
static const char event_head[] = "event_id,household_id,happened_on,kind,level,"
				 "measure,minutes,attended,outcome,amount\n";
static const char lease_head[] = "lease_id,household_id,dwelling_id,form,"
				 "start_on,review_due_on,ended_on,end_reason\n";

static int64_t
day(const char *s)
{
	int64_t d = PHC_UNKNOWN;

	phc_date_parse(phc_str(s), &d, NULL);
	return d;
}

static int
feed(struct phc_follow *f, enum phc_follow_kind k, const char *head,
    const char *rows, struct phc_err *err)
{
	char csv[4096];
	FILE *fp;
	struct phc_csv *in;
	struct phc_rec rec;
	int rc = -1;

	snprintf(csv, sizeof(csv), "%s%s", head, rows);
	fp = fmemopen(csv, strlen(csv), "r");
	in = phc_csv_new(fp, "rows", ',');
	if (phc_csv_next(in, &rec, err) == 1)
		rc = phc_follow_head(f, k, "rows", &rec, err);
	while (rc == 0 && phc_csv_next(in, &rec, err) == 1)
		rc = phc_follow_add(f, k, &rec, err);
	phc_csv_free(in);
	fclose(fp);
	return rc;
}

typedef int
putter(const struct phc_follow *, struct phc_out *, struct phc_err *);

/* What is put, for free(3). */
static char *
text(const struct phc_follow *f, putter *put)
{
	FILE *fp = tmpfile();
	struct phc_out *out = phc_out_open(dup(fileno(fp)), "text");
	size_t n;
	char *s;

	put(f, out, NULL);
	phc_out_close(out, NULL);
	fseek(fp, 0, SEEK_END);
	n = (size_t)ftell(fp);
	rewind(fp);
	s = phc_new(n + 1);
	s[fread(s, 1, n, fp)] = '\0';
	fclose(fp);
	return s;
}

/* A set of one household, h1, with what happens to it. */
static struct phc_follow *
set(const char *at, const char *household, const char *leases,
    const char *events)
{
	struct phc_err e = { PHC_OK, "" };
	struct phc_follow *f = phc_follow_new(day(at), NULL, &e);

	feed(f, PHC_FOLLOW_HOUSEHOLD, household_head,
	    household != NULL ? household : "h1,2015-01-01,,,,2015-01-01\n",
	    &e);
	feed(f, PHC_FOLLOW_LEASE, lease_head, leases, &e);
	feed(f, PHC_FOLLOW_EVENT, event_head, events, &e);
	is_str(e.msg, "");
	phc_follow_target(f, 2500);
	phc_follow_ready(f);
	return f;
}

/* The value of a column in the second line. */
static void
field(char *csv, const char *column, char *value)
{
	char *row = strchr(csv, '\n') + 1, *h = csv, *v = row;

	*value = '\0';
	row[-1] = '\0';
	for (; h != NULL && v != NULL; h = strchr(h, ',')) {
		h += h > csv;
		if (strncmp(h, column, strlen(column)) == 0 &&
		    strcspn(h, ",") == strlen(column))
			break;
		v = strchr(v, ',') + 1;
	}
	if (h != NULL)
		snprintf(value, 64, "%.*s", (int)strcspn(v, ",\n"), v);
}

#define LEASE(id, form, start, end) id ",h1,d1," form "," start ",," end ",\n"
#define EVENT(id, on, kind, level, measure) \
	id ",h1," on "," kind "," level "," measure ",,,,\n"

static const struct {
	const char *at, *leases, *events, *column, *value;
} states[] = {
	/* 31 January and one month is the last of February */
	{ "2015-02-27", "",
	    EVENT("e1", "2015-01-31", "measure_start", "light", "gla"),
	    "measure_months", "0" },
	{ "2015-02-28", "",
	    EVENT("e1", "2015-01-31", "measure_start", "light", "gla"),
	    "measure_months", "1" },
	{ "2016-02-28", "",
	    EVENT("e1", "2016-01-31", "measure_start", "light", "gla"),
	    "measure_months", "0" },
	{ "2016-02-29", "",
	    EVENT("e1", "2016-01-31", "measure_start", "light", "gla"),
	    "measure_months", "1" },
	{ "2017-02-28", LEASE("b1", "ordinary", "2016-02-29", ""), "",
	    "months_housed", "12" },
	{ "2017-02-27", LEASE("b1", "ordinary", "2016-02-29", ""), "",
	    "months_housed", "11" },
	/* a level changed in a month, and on the last day of a measure */
	{ "2015-03-15", "",
	    EVENT("e1", "2015-03-01", "measure_start", "strong", "gla")
		EVENT("e2", "2015-03-16", "level_change", "medium", "gla"),
	    "measure_level", "strong" },
	{ "2015-03-16", "",
	    EVENT("e1", "2015-03-01", "measure_start", "strong", "gla")
		EVENT("e2", "2015-03-16", "level_change", "medium", "gla"),
	    "measure_level", "medium" },
	{ "2015-03-31", "",
	    EVENT("e1", "2015-03-01", "measure_start", "strong", "gla")
		EVENT("e2", "2015-03-16", "level_change", "medium", "gla"),
	    "level_since", "2015-03-16" },
	{ "2015-03-31", "",
	    EVENT("e1", "2015-03-01", "measure_start", "strong", "gla")
		EVENT("e2", "2015-03-16", "level_change", "strong", "gla"),
	    "level_since", "2015-03-01" },
	{ "2015-04-30", "",
	    EVENT("e1", "2015-03-01", "measure_start", "strong", "gla")
		EVENT("e2", "2015-05-01", "measure_end", "", "gla"),
	    "measure", "gla" },
	{ "2015-05-01", "",
	    EVENT("e1", "2015-03-01", "measure_start", "strong", "gla")
		EVENT("e2", "2015-05-01", "measure_end", "", "gla")
		    EVENT("e3", "2015-05-01", "level_change", "light", "gla"),
	    "measure", "" },
	/* one ends and the next starts on the same day, whatever their keys */
	{ "2015-05-01", "",
	    EVENT("e1", "2015-03-01", "measure_start", "strong", "avdl_moving")
		EVENT(
		    "e2", "2015-05-01", "measure_start", "light", "avdl_within")
		    EVENT("e3", "2015-05-01", "measure_end", "", "avdl_moving"),
	    "measures", "avdl_within" },
	{ "2015-05-01", "",
	    EVENT("e1", "2015-05-01", "measure_start", "strong", "gla")
		EVENT("e2", "2015-05-01", "measure_end", "", "gla"),
	    "measures", "" },
	/* of two measures the higher level, then the later, counts */
	{ "2015-05-01", "",
	    EVENT("e1", "2015-04-01", "measure_start", "light", "avdl_within")
		EVENT("e2", "2015-03-01", "measure_start", "medium", "gla"),
	    "measure", "gla" },
	{ "2015-05-01", "",
	    EVENT("e1", "2015-04-01", "measure_start", "light", "avdl_within")
		EVENT("e2", "2015-03-01", "measure_start", "light", "gla"),
	    "measure", "avdl_within" },
	{ "2015-05-01", "",
	    EVENT("e1", "2015-04-01", "measure_start", "light", "avdl_within")
		EVENT("e2", "2015-03-01", "measure_start", "light", "gla"),
	    "measures", "avdl_within gla" },
	/* who leaves and returns: months of each stay, entry of the last */
	{ "2016-01-15",
	    LEASE("b1", "ordinary", "2015-01-31", "2015-03-30")
		LEASE("b2", "ordinary", "2015-12-01", ""),
	    "", "months_housed", "2" },
	{ "2016-01-15",
	    LEASE("b1", "ordinary", "2015-01-31", "2015-03-31")
		LEASE("b2", "ordinary", "2015-12-01", ""),
	    "", "months_housed", "3" },
	{ "2016-01-15",
	    LEASE("b1", "ordinary", "2015-01-31", "2015-03-31")
		LEASE("b2", "ordinary", "2015-12-01", ""),
	    "", "entered_on", "2015-12-01" },
	{ "2015-06-01", LEASE("b1", "ordinary", "2015-01-31", "2015-03-31"), "",
	    "left_on", "2015-03-31" },
	{ "2015-03-30", LEASE("b1", "ordinary", "2015-01-31", "2015-03-31"), "",
	    "lease_id", "b1" },
	{ "2015-03-31", LEASE("b1", "ordinary", "2015-01-31", "2015-03-31"), "",
	    "lease_id", "" },
	/* two leases in a month are one stay; a day between them too */
	{ "2015-04-30",
	    LEASE("b1", "sliding", "2015-01-31", "2015-03-15")
		LEASE("b2", "ordinary", "2015-03-15", ""),
	    "", "months_housed", "3" },
	{ "2015-04-30",
	    LEASE("b1", "sliding", "2015-01-31", "2015-03-15")
		LEASE("b2", "ordinary", "2015-03-16", ""),
	    "", "entered_on", "2015-01-31" },
	{ "2015-04-30",
	    LEASE("b1", "sliding", "2015-01-31", "2015-03-15")
		LEASE("b2", "ordinary", "2015-03-17", ""),
	    "", "entered_on", "2015-03-17" },
	{ "2015-03-15",
	    LEASE("b1", "sliding", "2015-01-31", "2015-03-15")
		LEASE("b2", "ordinary", "2015-03-15", ""),
	    "", "lease_form", "ordinary" },
	{ "2015-03-15", LEASE("b1", "sliding", "2015-01-31", "2015-03-15"),
	    EVENT("e1", "2015-03-15", "slide", "", "")
		EVENT("e0", "2015-03-15", "review", "", ""),
	    "sliding_stage", "slid" },
	/* a month with two unpaid rents is one; the day of leaving counts */
	{ "2015-06-01", LEASE("b1", "ordinary", "2015-01-01", "2015-04-10"),
	    EVENT("e1", "2015-03-10", "unpaid_rent", "", "")
		EVENT("e2", "2015-03-31", "unpaid_rent", "", "")
		    EVENT("e3", "2015-04-10", "unpaid_rent", "", "")
			EVENT("e4", "2015-04-11", "unpaid_rent", "", ""),
	    "unpaid_months", "2" },
	{ "2015-06-01", "",
	    "e1,h1,2015-05-31,workshop,,,120,0,,\n"
	    "e2,h1,2015-06-01,workshop,,,90,1,,\n"
	    "e3,h1,2015-06-01,contact,,,15,,missed,\n",
	    "minutes_month", "105" },
	{ "2015-06-01", "",
	    "e1,h1,2015-05-31,workshop,,,120,0,,\n"
	    "e2,h1,2015-06-01,workshop,,,90,,,\n",
	    "workshops", "1" },
	{ "2015-06-01", "",
	    "e1,h1,2015-05-31,contact,,,,,done,\n"
	    "e2,h1,2015-06-01,contact,,,,,missed,\n",
	    "contact_days", "1" },
};

#define B1 LEASE("b1", "sliding", "2015-08-31", "")

/* 'household' may be NULL; 'due' are "DAY obligation", a line each. */
static const struct {
	const char *at, *household, *leases, *events, *due;
} dues[] = {
	/* six months from 31 August is the last of February; two before it */
	{ "2015-10-27", NULL, B1,
	    EVENT("e0", "2015-08-01", "diagnostic", "", ""), "" },
	{ "2015-10-28", NULL, B1,
	    EVENT("e0", "2015-08-01", "diagnostic", "", ""),
	    "2015-12-29 prefect_notice\n" },
	/* met on its last day it is met; a day before, it is not */
	{ "2015-12-29", NULL, B1,
	    EVENT("e0", "2015-08-01", "diagnostic", "", "")
		EVENT("e1", "2015-12-29", "prefect_notice", "", ""),
	    "2016-02-29 review\n" },
	{ "2016-02-29", NULL, B1,
	    EVENT("e0", "2015-08-01", "diagnostic", "", "")
		EVENT("e1", "2015-12-29", "prefect_notice", "", "")
		    EVENT("e2", "2016-02-29", "review", "", ""),
	    "" },
	{ "2016-03-01", NULL, B1,
	    EVENT("e0", "2015-08-01", "diagnostic", "", "")
		EVENT("e1", "2015-12-30", "prefect_notice", "", "")
		    EVENT("e2", "2016-03-02", "review", "", ""),
	    "2016-02-29 review\n" },
	/* an extension gives six more, counted from the start: 31 August */
	{ "2016-06-30", NULL, B1,
	    EVENT("e0", "2015-08-01", "diagnostic", "", "")
		EVENT("e1", "2015-12-29", "prefect_notice", "", "")
		    EVENT("e2", "2016-02-29", "review", "", "")
			EVENT("e3", "2016-02-29", "extension", "", ""),
	    "2016-06-30 prefect_notice\n2016-08-31 review\n" },
	/* a second review on the last day is of the first period still */
	{ "2016-08-31", NULL, B1,
	    EVENT("e0", "2015-08-01", "diagnostic", "", "")
		EVENT("e1", "2015-12-29", "prefect_notice", "", "")
		    EVENT("e2", "2016-02-01", "review", "", "")
			EVENT("e3", "2016-02-29", "review", "", "") EVENT(
			    "e4", "2016-02-29", "extension", "", "")
			    EVENT("e5", "2016-06-01", "prefect_notice", "", ""),
	    "2016-08-31 review\n" },
	/* it runs on without an extension: the next period has begun */
	{ "2016-04-28", NULL, B1,
	    EVENT("e0", "2015-08-01", "diagnostic", "", "")
		EVENT("e1", "2015-12-29", "prefect_notice", "", "")
		    EVENT("e2", "2016-02-29", "review", "", ""),
	    "" },
	{ "2016-06-30", NULL, B1,
	    EVENT("e0", "2015-08-01", "diagnostic", "", "")
		EVENT("e1", "2015-12-29", "prefect_notice", "", "")
		    EVENT("e2", "2016-02-29", "review", "", ""),
	    "2016-06-30 prefect_notice\n2016-08-31 review\n" },
	/* the row's own end of period, once all its extensions are known */
	{ "2016-02-29", NULL, "b1,h1,d1,sliding,2015-08-31,2016-03-15,,\n",
	    EVENT("e0", "2015-08-01", "diagnostic", "", ""),
	    "2016-01-15 prefect_notice\n2016-03-15 review\n" },
	{ "2016-02-29", NULL, "b1,h1,d1,sliding,2015-08-31,2016-09-15,,\n",
	    EVENT("e0", "2015-08-01", "diagnostic", "", "")
		EVENT("e1", "2016-03-01", "extension", "", ""),
	    "2015-12-29 prefect_notice\n2016-02-29 review\n" },
	/* which is left alone where an extension has made it old */
	{ "2016-02-29", NULL, "b1,h1,d1,sliding,2015-08-31,2016-02-29,,\n",
	    EVENT("e0", "2015-08-01", "diagnostic", "", "")
		EVENT("e1", "2015-12-01", "prefect_notice", "", "")
		    EVENT("e2", "2016-02-29", "review", "", "")
			EVENT("e3", "2016-02-29", "extension", "", ""),
	    "" },
	/* nothing of a lease that has slid, or ended */
	{ "2016-02-29", NULL,
	    LEASE("b1", "sliding", "2015-08-31", "2016-02-29"),
	    EVENT("e0", "2015-08-01", "diagnostic", "", ""), "" },
	{ "2016-02-29", NULL, B1,
	    EVENT("e0", "2015-08-01", "diagnostic", "", "")
		EVENT("e1", "2016-02-29", "slide", "", ""),
	    "" },
	/* the diagnostic, of a lease that is signed for later too */
	{ "2015-07-30", NULL, LEASE("b1", "ordinary", "2015-08-31", ""), "",
	    "" },
	{ "2015-07-31", NULL, LEASE("b1", "ordinary", "2015-08-31", ""), "",
	    "2015-08-31 diagnostic\n" },
	{ "2015-08-31", NULL, LEASE("b1", "ordinary", "2015-08-31", ""),
	    EVENT("e0", "2015-08-31", "diagnostic", "", ""), "" },
	/* a measure and its contact; GLA has no term */
	{ "2015-07-01", NULL, "",
	    EVENT("e1", "2015-01-31", "measure_start", "strong", "gla")
		EVENT("e2", "2015-06-25", "contact", "", ""),
	    "" },
	{ "2015-07-02", NULL, "",
	    EVENT("e1", "2015-01-31", "measure_start", "strong", "gla")
		EVENT("e2", "2015-06-25", "contact", "", ""),
	    "2015-07-02 contact\n" },
	{ "2015-07-02", NULL, "",
	    EVENT("e1", "2015-01-31", "measure_start", "strong", "gla")
		EVENT("e2", "2015-06-25", "contact", "", "")
		    EVENT("e3", "2015-07-02", "home_visit", "", ""),
	    "" },
	{ "2015-02-28", NULL, "",
	    EVENT("e1", "2014-08-31", "measure_start", "", "asll"),
	    "2015-02-28 measure_end\n" },
	{ "2015-02-28", NULL, "",
	    EVENT("e1", "2014-08-31", "measure_start", "", "asll")
		EVENT("e2", "2015-02-28", "measure_end", "", "asll"),
	    "" },
	{ "2015-02-28", NULL, "",
	    EVENT("e1", "2014-08-31", "measure_start", "", "asll")
		EVENT("e2", "2015-02-28", "renewal", "", "asll"),
	    "" },
	/* missed is not done: a diagnostic, a review, a contact */
	{ "2015-01-01", NULL, LEASE("b1", "ordinary", "2015-01-01", ""),
	    "e1,h1,2014-12-01,diagnostic,,,,,missed,\n",
	    "2015-01-01 diagnostic\n" },
	{ "2016-02-28", NULL, B1,
	    EVENT("e0", "2015-08-01", "diagnostic", "", "")
		EVENT("e1", "2015-12-29", "prefect_notice", "",
		    "") "e2,h1,2016-02-28,review,,,,0,,\n",
	    "2016-02-29 review\n" },
	{ "2015-07-02", NULL, "",
	    EVENT("e1", "2015-01-31", "measure_start", "strong", "gla")
		EVENT("e2", "2015-06-25", "contact", "",
		    "") "e3,h1,2015-07-02,home_visit,,,,0,,\n",
	    "2015-07-02 contact\n" },
	/* what is of the day of the entry is before it */
	{ "2016-02-29", NULL, B1,
	    EVENT("e0", "2015-08-01", "diagnostic", "", "")
		EVENT("e1", "2015-08-31", "slide", "", "")
		    EVENT("e2", "2015-08-31", "review", "", ""),
	    "2015-12-29 prefect_notice\n2016-02-29 review\n" },
	/* a demand: eleven months; a renewal; one's own lease; not a sublet */
	{ "2015-12-30", "h1,2015-01-31,,,,\n", "", "", "2015-12-31 renewal\n" },
	{ "2015-12-31", "h1,2015-01-31,,,,\n", "",
	    EVENT("e1", "2015-12-31", "renewal", "", ""), "" },
	{ "2015-12-31", "h1,2014-01-31,2015-01-31,,,\n", "", "",
	    "2015-12-31 renewal\n" },
	{ "2015-12-31", "h1,2015-01-31,,,,2015-12-31\n", "", "", "" },
	{ "2015-12-31", "h1,2015-01-31,,,,\n",
	    LEASE("b1", "ordinary", "2015-12-31", ""),
	    EVENT("e0", "2015-08-01", "diagnostic", "", ""), "" },
	{ "2015-12-31", "h1,2015-01-31,,,,\n",
	    LEASE("b1", "aml", "2015-12-31", ""),
	    EVENT("e0", "2015-08-01", "diagnostic", "", ""),
	    "2015-12-31 renewal\n" },
	/* renewed after one's own lease it is one for another dwelling */
	{ "2016-11-30", "h1,2015-01-31,2015-12-31,,,\n",
	    LEASE("b1", "ordinary", "2015-12-31", ""),
	    EVENT("e0", "2015-08-01", "diagnostic", "", ""), "" },
	{ "2016-11-30", "h1,2015-01-31,,,,\n",
	    LEASE("b1", "ordinary", "2015-12-30", ""),
	    EVENT("e0", "2015-08-01", "diagnostic", "", "")
		EVENT("e1", "2015-12-31", "renewal", "", ""),
	    "2016-11-30 renewal\n" },
	/* two months unpaid; a plan; two more */
	{ "2015-04-01", NULL, LEASE("b1", "ordinary", "2015-01-01", ""),
	    EVENT("e0", "2015-01-01", "diagnostic", "", "")
		EVENT("e1", "2015-03-01", "unpaid_rent", "", "")
		    EVENT("e2", "2015-03-31", "unpaid_rent", "", ""),
	    "" },
	{ "2015-04-01", NULL, LEASE("b1", "ordinary", "2015-01-01", ""),
	    EVENT("e0", "2015-01-01", "diagnostic", "", "")
		EVENT("e1", "2015-03-01", "unpaid_rent", "", "")
		    EVENT("e2", "2015-04-01", "unpaid_rent", "", ""),
	    "2015-04-01 unpaid\n" },
	{ "2015-04-01", NULL, LEASE("b1", "ordinary", "2015-01-01", ""),
	    EVENT("e0", "2015-01-01", "diagnostic", "", "")
		EVENT("e1", "2015-03-01", "unpaid_rent", "", "")
		    EVENT("e2", "2015-04-01", "unpaid_rent", "", "")
			EVENT("e3", "2015-04-01", "repayment_plan", "", ""),
	    "" },
	/* the effort rate, above 25 % and after a change */
	{ "2015-04-01", "h1,2015-01-01,,,25.01,2015-01-01\n",
	    LEASE("b1", "ordinary", "2015-01-01", ""),
	    EVENT("e0", "2015-01-01", "diagnostic", "", "")
		EVENT("e1", "2015-03-01", "situation_change", "", ""),
	    "2015-03-01 effort\n" },
	{ "2015-04-01", "h1,2015-01-01,,,25.00,2015-01-01\n",
	    LEASE("b1", "ordinary", "2015-01-01", ""),
	    EVENT("e0", "2015-01-01", "diagnostic", "", "")
		EVENT("e1", "2015-03-01", "situation_change", "", ""),
	    "" },
	{ "2015-04-01", "h1,2015-01-01,,,25.01,2015-01-01\n",
	    LEASE("b1", "ordinary", "2015-01-01", ""),
	    EVENT("e0", "2015-01-01", "diagnostic", "", "")
		EVENT("e1", "2014-12-31", "situation_change", "", ""),
	    "" },
};

static const struct {
	const char *leases, *events, *fault; /* "KEY: message", the first */
} faults[] = {
	{ "", EVENT("e1", "2015-03-01", "slide", "", ""),
	    "e1: slide before the entry: give the sliding lease, or correct "
	    "the date" },
	{ "",
	    EVENT("e0", "2015-02-01", "convention", "", "")
		EVENT("e1", "2015-03-01", "review", "", ""),
	    "e1: review before the entry: give the sliding lease, or correct "
	    "the date" },
	{ LEASE("b1", "sliding", "2015-03-02", ""),
	    EVENT("e1", "2015-03-01", "slide", "", ""),
	    "e1: slide before the entry: give the sliding lease, or correct "
	    "the date" },
	{ LEASE("b1", "sliding", "2015-01-01", "2015-02-28"),
	    EVENT("e1", "2015-03-01", "extension", "", ""),
	    "e1: extension after the sliding lease came to its outcome: give "
	    "the lease that followed, or correct the date" },
	{ LEASE("b1", "sliding", "2015-01-01", ""),
	    EVENT("e1", "2015-03-01", "slide", "", "")
		EVENT("e2", "2015-03-02", "no_slide", "", ""),
	    "e2: no_slide after the sliding lease came to its outcome: give "
	    "the lease that followed, or correct the date" },
	{ LEASE("b1", "sliding", "2015-01-01", "")
		LEASE("b2", "sliding", "2015-02-01", ""),
	    "",
	    "b2: entry while a sliding lease runs: end that one, or correct "
	    "the date" },
	{ "",
	    EVENT("e1", "2015-01-01", "measure_start", "", "avdl_moving")
		EVENT("e2", "2015-02-01", "measure_start", "", "avdl_within"),
	    "e2: a measure of this nature is in force: end it first" },
	{ "",
	    EVENT("e1", "2015-01-01", "measure_start", "", "gla")
		EVENT("e2", "2015-02-01", "measure_start", "", "gla"),
	    "e2: this measure is in force already: end it first" },
	{ "",
	    EVENT("e1", "2015-01-01", "measure_start", "", "asll")
		EVENT("e2", "2015-02-01", "measure_start", "", "aml"),
	    "e2: a measure of the same fund is in force, and the two do not "
	    "go together: end one" },
	{ "", EVENT("e1", "2015-01-01", "measure_start", "light", ""),
	    "e1: which measure starts? name it" },
	{ "",
	    EVENT("e1", "2015-01-01", "measure_start", "", "gla")
		EVENT("e2", "2015-01-01", "measure_start", "", "asll")
		    EVENT("e3", "2015-02-01", "measure_end", "", ""),
	    "e3: which measure ends? name it" },
	{ "", EVENT("e1", "2015-01-01", "measure_end", "", "gla"),
	    "e1: this measure has not started: give its start, or correct the "
	    "date" },
	{ "", EVENT("e1", "2015-01-01", "renewal", "", "gla"),
	    "e1: this measure is not in force: give its start, or correct the "
	    "date" },
	{ "", EVENT("e1", "2015-01-01", "level_change", "light", "gla"),
	    "e1: no such measure is in force: give its start, or correct the "
	    "date" },
	{ "",
	    EVENT("e1", "2015-01-01", "measure_start", "light", "gla")
		EVENT("e2", "2015-02-01", "level_change", "", "gla"),
	    "e2: which level? name it" },
	{ LEASE("b1", "sliding", "2015-01-01", "2015-01-01")
		LEASE("b2", "sliding", "2015-01-01", ""),
	    EVENT("e1", "2015-01-01", "convention", "", ""),
	    "b2: entry while a sliding lease runs: end that one, or correct "
	    "the date" },
	{ LEASE("b1", "sliding", "2015-01-01", "2015-02-01")
		LEASE("b2", "sliding", "2015-02-01", ""),
	    EVENT("e1", "2015-01-01", "convention", "", "")
		EVENT("e2", "2015-03-01", "review", "", ""),
	    NULL },
	{ "",
	    EVENT("e1", "2015-01-01", "measure_start", "light", "gla")
		EVENT("e2", "2015-01-01", "measure_start", "light", "asll")
		    EVENT("e3", "2015-02-01", "level_change", "medium", ""),
	    NULL },
	{ "", EVENT("e1", "2016-12-01", "slide", "", ""), NULL },
};

/* "DAY obligation" of each row of the agenda. */
static void
brief(const char *csv, char *out)
{
	const char *p = strchr(csv, '\n') + 1, *what, *on;

	for (*out = '\0'; *p != '\0'; p = strchr(p, '\n') + 1) {
		what = strchr(p, ',') + 1;
		on = strchr(what, ',') + 1;
		out += sprintf(
		    out, "%.10s %.*s\n", on, (int)(on - what - 1), what);
	}
}

static void
refusals(void)
{
	struct phc_err e;
	struct phc_follow *f = phc_follow_new(day("2016-09-01"), NULL, &e);

	about("what is refused");
	is(phc_follow_kind(phc_str("lease"), &e), PHC_FOLLOW_LEASE);
	is(phc_follow_kind(phc_str("leases"), &e), -1);
	is_str(e.msg, "no kind 'leases' (did you mean 'lease'?)");
	is(phc_follow_kind(phc_str("x"), &e), -1);
	is_str(e.msg, "no kind 'x'");
	is(feed(f, PHC_FOLLOW_LEASE, lease_head,
	       LEASE("b1", "aml", "2015-01-01", "")
		   LEASE("b1", "aml", "2015-01-01", ""),
	       &e),
	    -1);
	is_str(e.msg, "lease_id: the key of an earlier row");
	is(feed(f, PHC_FOLLOW_READING, "dwelling_id,month\n",
	       "d1,2015-01\nd1,2015-02\nd1,2015-01\n", &e),
	    -1);
	is_str(e.msg, "dwelling_id, month: the key of an earlier row");
	is(feed(f, PHC_FOLLOW_FJT, "commune,places,occupied,observed_on\n",
	       "62041,1,1,2016-01-01\n62041,1,1,2016-01-01\n", &e),
	    -1);
	is_str(e.msg, "commune, observed_on: the key of an earlier row");
	phc_follow_free(f);
}

int
main(void)
{
	struct phc_follow_fault fault;
	struct phc_follow *f;
	char *csv, value[256], got[1024];
	size_t i;
	bool any;

	for (i = 0; i < sizeof(states) / sizeof(*states); i++) {
		about("state %zu: %s on %s", i, states[i].column, states[i].at);
		f = set(states[i].at, NULL, states[i].leases, states[i].events);
		csv = text(f, phc_follow_put);
		field(csv, states[i].column, value);
		is_str(value, states[i].value);
		free(csv);
		phc_follow_free(f);
	}
	for (i = 0; i < sizeof(dues) / sizeof(*dues); i++) {
		about("due %zu on %s", i, dues[i].at);
		f = set(dues[i].at, dues[i].household, dues[i].leases,
		    dues[i].events);
		csv = text(f, phc_follow_put_due);
		brief(csv, got);
		is_str(got, dues[i].due);
		free(csv);
		phc_follow_free(f);
	}
	for (i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
		about("fault %zu", i);
		f = set("2016-09-01", NULL, faults[i].leases, faults[i].events);
		fault = (struct phc_follow_fault){ "", 0, "", "" };
		any = phc_follow_fault(f, 0, &fault);
		snprintf(got, sizeof(got), "%s: %s", fault.key, fault.message);
		is_str(any ? got : NULL, faults[i].fault);
		ok(!phc_follow_fault(f, 1, &fault));
		phc_follow_free(f);
	}
	refusals();
	return done();
}
