/* publish.h: issues small enough to be worked out by hand, one after another,
 * each beside what was published before; on tables of their own. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "phc/date.h"
#include "phc/publish.h"
#include "tap.h"

#define HEAD                                                                  \
	"report,cycle,sheet,code,label_fr,unit,dimensions,statistic,moments," \
	"target,adds_to,rests_on,absent_fr,sql,definition_fr,source,"         \
	"over,counts,links,line_fr,column_fr\n"

/* One count, of the period, of so many; what it says from 'over' on. */
#define COUNT(code, n, adds, rests, rest)                                \
	"ddtm,month year,S," code ",L " code ",count,,sum,period,," adds \
	"," rests ",,SELECT " #n " AS x,D,p," rest ",,\n"

static struct phc_err err;
static struct phc_publish_loss loss;
static FILE *past;
static char before[41]; /* the digest of the last issue */

static int64_t
day(const char *s)
{
	int64_t d = 0;

	phc_date_parse(phc_str(s), &d, NULL);
	return d;
}

/* Nothing was published yet. */
static void
afresh(const char *what)
{
	about("%s", what);
	if (past != NULL)
		fclose(past);
	past = tmpfile();
}

static bool
feed(struct phc_publish *p)
{
	struct phc_csv *csv;
	struct phc_rec rec;
	int got;

	rewind(past);
	csv = phc_csv_new(past, "past", ',');
	got = phc_csv_next(csv, &rec, &err);
	if (got == 1)
		got = phc_publish_head(p, &rec, &err) == 0 ? 1 : -1;
	while (got == 1 && (got = phc_csv_next(csv, &rec, &err)) == 1)
		if (phc_publish_row(p, &rec, &err) == -1)
			got = -1;
	phc_csv_free(csv);
	return got == 0;
}

static void
record(const struct phc_publish *p)
{
	struct phc_value row[PHC_PUBLISHED];
	struct phc_out *out;

	fseek(past, 0, SEEK_END);
	fflush(past);
	out = phc_out_open(dup(fileno(past)), "past");
	phc_publish_put(p, lseek(fileno(past), 0, SEEK_END) == 0, out);
	phc_out_close(out, NULL);
	if (phc_publish_record(p, 0, row))
		snprintf(before, sizeof(before), "%.16s", row[0].s.s);
}

/* The figures as they are shown: "9 s 12". */
static const char *
shown(const struct phc_figures *f, const struct phc_publish *p)
{
	static char buf[512];
	const struct phc_figures_cell *g;
	const bool *masked = phc_publish_masked(p);
	size_t i, n, at = 0;

	buf[0] = '\0';
	g = phc_figures(f, &n);
	for (i = 0; i < n && at < sizeof(buf); i++)
		if (masked[i])
			at += (size_t)snprintf(
			    buf + at, sizeof(buf) - at, "%ss", i ? " " : "");
		else
			at += (size_t)snprintf(buf + at, sizeof(buf) - at,
			    "%s%" PRId64, i ? " " : "", g[i].value);
	return buf;
}

struct issue {
	const char *from, *to, *table;
	int64_t k;
	bool public;
};

static const char *
publish(const struct issue *is)
{
	const struct phc_store_setup none = { .mode = PHC_STORE_CREATE,
		.dry = true };
	struct phc_figures_of of = { .to = "ddtm",
		.from = day(is->from),
		.to_day = day(is->to),
		.tables = "t" };
	struct phc_publish_of w = { .to = "ddtm",
		.from = of.from,
		.to_day = of.to_day,
		.k = is->k ? is->k : 5,
		.public = is->public };
	struct phc_store *store = phc_store_open("", &none, &err);
	FILE *fp = fopen("t/report-indicators.csv", "w");
	const char *says = NULL;
	struct phc_figures *f;
	struct phc_publish *p = NULL;

	fprintf(fp, "%s%s", HEAD, is->table);
	fclose(fp);
	of.year = w.year = of.to_day - of.from > 31;
	f = phc_figures_new(store, &of, &err);
	w.figures = f;
	if (f != NULL && (p = phc_publish_new(&w, &err)) != NULL && feed(p) &&
	    phc_publish_decide(p, &err) == 0) {
		says = shown(f, p);
		loss = phc_publish_loss(p);
		record(p);
	}
	phc_publish_free(p);
	phc_figures_free(f);
	phc_store_free(store);
	return says;
}

static const char *
month(const char *from, const char *to, const char *table)
{
	return publish(&(struct issue){ from, to, table, 5, false });
}

#define JANUARY(table) month("2016-01-01", "2016-01-31", table)
#define FEBRUARY(table) month("2016-02-01", "2016-02-29", table)
#define YEAR(table) month("2016-01-01", "2016-02-29", table)

static void
test_alone(void)
{
	afresh("by their own counts");
	is_str(JANUARY(COUNT("a", 4, "", "", "during,,") COUNT("b", 5, "", "",
		   "end,,") COUNT("c", 0, "", "", "across,,") COUNT("d", 1, "",
		   "", ",none,") COUNT("e", 2, "", "", "end,listed,")),
	    "s 5 0 1 2");
	is((int64_t)loss.cells, 4);
	is((int64_t)loss.primary, 1);
	is((int64_t)loss.complementary, 0);
	afresh("a sum");
	is_str(JANUARY(COUNT("a", 3, "t", "", "during,,")
		       COUNT("t", 20, "", "", "during,,")),
	    "s 20");
	afresh("a sum of a group");
	is_str(JANUARY(COUNT("a", 3, "t/g", "", "during,,") COUNT("b", 8, "t/g",
		   "", "during,,") COUNT("c", 9, "t/g", "", "during,,")
		       COUNT("t", 20, "", "", "during,,")),
	    "s s 9 20");
	is((int64_t)loss.complementary, 1);
	is(loss.counts, 8);
}

/* So many rows, of so many households in turn. */
#define MONTHS(code, n, of, adds, over)                                    \
	"ddtm,month year,S," code ",L " code ",count,,count,period,," adds \
	",,,\"WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 "    \
	"FROM i WHERE i < " #n ") SELECT i % " #of                         \
	" AS who FROM i\",D,p," over ",,,,\n"

static void
test_few(void)
{
	afresh("however much it is, of few");
	is_str(JANUARY(MONTHS("a", 9, 4, "", "during")), "s");
	is((int64_t)loss.primary, 1);
	afresh("of as many as the threshold");
	is_str(JANUARY(MONTHS("a", 9, 5, "", "during")), "9");
	afresh("and what would tell it");
	is_str(JANUARY(MONTHS("a", 9, 1, "t/g", "during") MONTHS("b", 40, 20,
		   "t/g", "during") MONTHS("c", 30, 20, "t/g", "during")
		       MONTHS("t", 79, 20, "", "during")),
	    "s 40 s 79");
	is((int64_t)loss.primary, 1);
	is((int64_t)loss.complementary, 1);
	is(loss.counts, 30);
	afresh("of months too, and it stays so");
	is_str(JANUARY(MONTHS("a", 9, 9, "", "during")), "9");
	is_str(FEBRUARY(MONTHS("a", 8, 2, "", "during")), "s");
	is_str(YEAR(MONTHS("a", 17, 9, "", "during")), "s");
	is_str(FEBRUARY(MONTHS("a", 8, 8, "", "during")), "s");
	afresh("for the public, fewer than eleven");
	is_str(publish(&(struct issue){ "2016-01-01", "2016-01-31",
		   MONTHS("a", 30, 9, "", "during"), 11, true }),
	    "s");
	afresh("a side of a share");
	is_str(
	    JANUARY(MONTHS("n", 40, 20, "",
		"during") "ddtm,month,S,p,L,percent,,share,period,,,n,rien,"
			  "\"WITH "
			  "RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
			  "FROM i WHERE i < 40) SELECT i % 20 < 4 AS x, i % 20 "
			  "AS who FROM i\",D,p,,,,,\n"),
	    "40 s");
}

static void
test_time(void)
{
	static const char table[] =
	    "ddtm,month year,S,a,L,count,,sum,period start,,,,,SELECT CASE "
	    "WHEN :from = '2016-01-01' THEN 7 WHEN :from = '2016-02-01' THEN 3 "
	    "WHEN :to = '2016-01-31' THEN 20 ELSE 23 END AS x,D,p,during,,,,\n";

	afresh("all so far less all before is a month");
	is_str(JANUARY(table), "7 20");
	is_str(FEBRUARY(table), "s s");
	afresh("a year less its other months is a month");
	is_str(JANUARY(COUNT("a", 8, "", "", "during,,")), "8");
	is_str(FEBRUARY(COUNT("a", 3, "", "", "during,,")), "s");
	is_str(YEAR(COUNT("a", 11, "", "", "during,,")), "s");
	afresh("whoever was there does not add up");
	is_str(JANUARY(COUNT("a", 8, "", "", "across,,")), "8");
	is_str(FEBRUARY(COUNT("a", 3, "", "", "across,,")), "s");
	is_str(YEAR(COUNT("a", 11, "", "", "across,,")), "11");
	afresh("the same by another name, in another month");
	is_str(JANUARY(COUNT("a", 8, "", "", "end,,")), "8");
	is_str(FEBRUARY(COUNT("b", 8, "c/g", "", "before,,=a") COUNT("d", 2,
		   "c/g", "", "during,,") COUNT("a", 10, "", "", "end,,")
		       COUNT("c", 10, "", "", "across,,")),
	    "8 s 10 s");
	afresh("who came are who is there, less who was");
	is_str(JANUARY(COUNT("a", 8, "", "", "end,,t/end t/start^")), "8");
	is_str(FEBRUARY(COUNT("a", 10, "", "", "end,,t/end t/start^")
		       COUNT("in", 2, "", "", "during,,t/start")
			   COUNT("out", 0, "", "", "during,,t/end")),
	    "s s 0");
}

#define SHARE(x, n)                                                          \
	"ddtm,month,S,share,L,percent,,share,period,,,n,rien,\"SELECT "      \
	"column1 <= " #x " AS x FROM (VALUES (1), (2), (3), (4), (5), (6), " \
	"(7), (8), (9), (10), (11), (12)) WHERE column1 <= " #n              \
	"\",D,p,,,,,\n"

static void
test_statistics(void)
{
	static const char median[] =
	    "ddtm,month,S,m,L,days,,median,period,,,n,rien,\"SELECT column1 "
	    "AS x FROM (VALUES (1), (2), (3))\",D,p,,,,,\n";

	afresh("a percentage");
	is_str(
	    JANUARY(COUNT("n", 12, "", "", "end,,") SHARE(6, 12)), "12 5000");
	afresh("a percentage that leaves two");
	is_str(JANUARY(COUNT("n", 12, "", "", "end,,") SHARE(10, 12)), "12 s");
	afresh("a percentage of few");
	is_str(JANUARY(COUNT("n", 4, "", "", "end,,") SHARE(2, 4)), "s s");
	afresh("a median of few, and what it rests on");
	is_str(JANUARY(COUNT("n", 3, "", "", "end,,")), "s");
	afresh("a median of few of many");
	fflush(stdout);
	{
		char table[2048];

		snprintf(table, sizeof(table), "%s%s",
		    COUNT("n", 30, "", "", "end,,"), median);
		is_str(JANUARY(table), "30 s");
	}
	afresh("a part, and what it leaves");
	is_str(JANUARY(COUNT("a", 20, "", "", "end,,")
		       COUNT("b", 18, "", "a", "end,,")),
	    "20 s");
	afresh("half of it");
	is_str(JANUARY(COUNT("a", 20, "", "", "end,,")
		       COUNT("b", 10, "", "a", "end,,")),
	    "20 10");
}

static void
test_again(void)
{
	static const char group[] = COUNT("a", 3, "t/g", "", "during,,")
	    COUNT("b", 8, "t/g", "", "during,,")
		COUNT("c", 9, "t/g", "", "during,,")
		    COUNT("t", 20, "", "", "during,,");
	static const char later[] = COUNT("a", 9, "t/g", "", "during,,")
	    COUNT("b", 8, "t/g", "", "during,,")
		COUNT("c", 9, "t/g", "", "during,,")
		    COUNT("t", 26, "", "", "during,,");
	struct phc_publish_loss first;
	char digest[41];

	afresh("the same issue");
	is_str(JANUARY(group), "s s 9 20");
	first = loss;
	snprintf(digest, sizeof(digest), "%s", before);
	is_str(FEBRUARY(group), "s s 9 20");
	is_str(JANUARY(group), "s s 9 20");
	is_str(before, digest);
	ok(memcmp(&first, &loss, sizeof(loss)) == 0);
	about("what was put right, beside what stays masked");
	is_str(JANUARY(later), "s s 9 26");
	ok(strcmp(before, digest) != 0);
	is_str(JANUARY(group), "s s 9 20");
	is_str(before, digest);
}

static void
test_audiences(void)
{
	static const char group[] = COUNT("a", 3, "t/g", "", "during,,")
	    COUNT("b", 28, "t/g", "", "during,,")
		COUNT("c", 29, "t/g", "", "during,,")
		    COUNT("t", 60, "", "", "during,,");
	struct issue public = { "2016-01-01", "2016-01-31", group, 11, true };

	afresh("the public after partners");
	is_str(JANUARY(group), "s s 29 60");
	is_str(publish(&public), "s s 29 60");
	afresh("partners after the public");
	is_str(publish(&public), "s s 29 60");
	is_str(JANUARY(group), "s s 29 60");
	afresh("what partners alone may see");
	public.table = COUNT("a", 9, "", "", "during,,");
	is_str(JANUARY(public.table), "9");
	is_str(publish(&public), "s");
}

static void
test_threshold(void)
{
	struct issue eleven = { "2016-01-01", "2016-01-31",
		COUNT("a", 7, "", "", "during,,")
		    COUNT("b", 7, "", "", "during,,"),
		11, false };
	struct issue two = { "2016-01-01", "2016-01-31",
		COUNT("a", 3, "", "", "during,,")
		    COUNT("t", 23, "", "", "during,,"),
		2, false };

	afresh("what was shown stays shown");
	is_str(JANUARY(COUNT("a", 7, "", "", "during,,")), "7");
	is_str(publish(&eleven), "7 s");
	afresh("what was masked for less is lost, and in nobody's way");
	is_str(JANUARY(COUNT("a", 2, "t/g", "", "during,,") COUNT("b", 3, "t/g",
		   "", "during,,") COUNT("t", 5, "", "", "during,,")),
	    "s s 5");
	eleven.table = COUNT("a", 2, "t/g", "", "during,,")
	    COUNT("b", 3, "t/g", "", "during,,")
		COUNT("t", 5, "", "", "during,,")
		    COUNT("c", 30, "", "", "during,,");
	is_str(publish(&eleven), "s s 5 30");
	afresh("what can be worked out already");
	is_str(publish(&two), "3 23");
	is_str(JANUARY(COUNT("b", 20, "t/g", "", "during,,") COUNT("a", 3,
		   "t/g", "", "during,,") COUNT("t", 23, "", "", "during,,")),
	    "20 3 23");
	two.table = COUNT("b", 20, "t/g", "", "during,,")
	    COUNT("t", 23, "", "", "during,,");
	afresh("what can be worked out already, by name");
	is_str(publish(&two), "20 23");
	is_str(JANUARY(COUNT("b", 20, "t/g", "", "during,,") COUNT("a", 3,
		   "t/g", "", "during,,") COUNT("t", 23, "", "", "during,,")),
	    NULL);
	is(err.code, PHC_EDATA);
	like(err.msg, "^S: L a, from 2016-01-01 to 2016-01-31: however much");
}

static void
test_wrong(void)
{
	afresh("a table that does not say of whom");
	is_str(JANUARY(COUNT("a", 3, "", "", ",,")), NULL);
	is(err.code, PHC_EDATA);
	like(err.msg, "^report-indicators: a: of whom is it");
	is_str(JANUARY("ddtm,month,S,e,L,euro,,sum,period,,,,,SELECT 1 AS "
		       "x,D,p,,,,,\n"),
	    NULL);
	like(err.msg, "^report-indicators: e: of whom is it");
	is_str(JANUARY(COUNT("a", 3, "", "", "always,,")), NULL);
	like(err.msg, "^report-indicators: a: over: not one: 'always'");
	is_str(JANUARY(COUNT("a", 3, "", "", "end,nobody,")), NULL);
	like(err.msg, "^report-indicators: a: counts: not one: 'nobody'");
	about("rows that are not of the kind");
	fprintf(past, "published_id,count\nx,1\n");
	is_str(JANUARY(COUNT("a", 3, "", "", "end,,")), NULL);
	like(err.msg, "no column");
}

int
main(void)
{
	char folder[] = "/tmp/publish.XXXXXX";

	if (mkdtemp(folder) == NULL || chdir(folder) == -1 ||
	    mkdir("t", 0700) == -1)
		return 1;
	test_alone();
	test_few();
	test_time();
	test_statistics();
	test_again();
	test_audiences();
	test_threshold();
	test_wrong();
	fclose(past);
	unlink("t/report-indicators.csv");
	rmdir("t");
	if (chdir("/") == 0)
		rmdir(folder);
	return done();
}
