#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "phc/date.h"
#include "phc/report.h"
#include "tap.h"

static struct phc_err err;
static char dir[] = "/tmp/phc-report.XXXXXX", path[64];

#define HEAD                                                           \
	"household_id,applied_on,birth_date,adults,dependants,income," \
	"ceiling_band,effort_class"
#define HOME ",dwelling_id,commune,commune_name,type,financing"
#define ROW(id) id ",2016-01-01,1994-05-06,1,0,900.00,to_40,to_25"

static int64_t
day(const char *s)
{
	int64_t d = 0;

	phc_date_parse(phc_str(s), &d, NULL);
	return d;
}

static struct phc_report *
begin(void)
{
	return phc_report_new("ddtm", day("2016-09-01"), NULL, &err);
}

/* A report of what 'text' says, header first; the first failure is in err. */
static int
feed(struct phc_report *r, const char *text)
{
	FILE *fp = fmemopen((void *)(uintptr_t)text, strlen(text), "r");
	struct phc_csv *csv = phc_csv_new(fp, "rows", ',');
	struct phc_rec rec;
	int rc = phc_csv_next(csv, &rec, &err);

	rc = phc_report_head(r, &rec, &err);
	while (rc == 0 && phc_csv_next(csv, &rec, &err) == 1)
		rc = phc_report_row(r, &rec, &err);
	phc_csv_free(csv);
	fclose(fp);
	return rc;
}

/* Why those rows make no report at 'to'; "" if they do. */
static const char *
why(const char *text, const char *to)
{
	struct phc_report *r = begin();

	err.msg[0] = '\0';
	if (feed(r, text) == 0 && phc_report_write(r, to, &err) == 0)
		err.msg[0] = '\0';
	phc_report_free(r);
	return err.msg;
}

static void
put(const char *name, const char *text)
{
	char file[128];
	FILE *fp;

	snprintf(file, sizeof(file), "%s/%s.csv", dir, name);
	fp = fopen(file, "w");
	fputs(text, fp);
	fclose(fp);
}

static void
gone(const char *name)
{
	char file[128];

	snprintf(file, sizeof(file), "%s/%s.csv", dir, name);
	unlink(file);
}

/* Why a report cannot be made with this table of its own. */
static const char *
table(const char *name, const char *text)
{
	put(name, text);
	err.msg[0] = '\0';
	phc_report_free(phc_report_new("ddtm", day("2016-09-01"), dir, &err));
	gone(name);
	return strncmp(err.msg, dir, strlen(dir)) == 0
		   ? err.msg + strlen(dir) + 1
		   : err.msg;
}

#define FIELDS "to,sheet,label,op,column,words,low,high,meaning\n"

static const struct {
	const char *field, *why;
} fields[] = {
	{ "show,income,,,,", "" },
	{ "sum,income,,,,", "" },
	{ "shwo,income,,,,", "no operation 'shwo' (did you mean 'show'?)" },
	{ "show,incme,,,,", "no column 'incme'" },
	{ "show,household_id,,,,",
	    "a report shows no keys, dates and personal columns: "
	    "'household_id'" },
	{ "count,birth_date,,,,",
	    "a report shows no keys, dates and personal columns: "
	    "'birth_date'" },
	{ "count,left_care_on,,,,",
	    "a report shows no keys, dates and personal columns: "
	    "'left_care_on'" },
	{ "show,,,,,", "no show of column ''" },
	{ "sum,,,,,", "no sum of column ''" },
	{ "median,occupation,,,,", "no median of column 'occupation'" },
	{ "count,effort_class,to_26,,,", "no word 'to_26' of effort_class" },
	{ "households,,,many,,", "not a number: 'many'" },
	{ "show,income", "5 fields, not 9" },
	{ "show,income,,,,a\tb", "a character that a workbook cannot hold" },
};

static void
test_fields(void)
{
	char text[256], want[256];
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		snprintf(text, sizeof(text), FIELDS ",Menages,X,%s\n",
		    fields[i].field);
		snprintf(want, sizeof(want), "%s%s",
		    *fields[i].why != '\0' ? "report-fields.csv:2: " : "",
		    fields[i].why);
		is_str(table("report-fields", text), want);
	}
}

static void
test_tables(void)
{
	is_str(table("report-sheets", "a,b\n"),
	    "report-sheets.csv:1: not 'to sheet rows needs title note chart'");
	is_str(table("report-sheets", ""), "report-sheets.csv:1: empty");
	is_str(table("report-sheets",
		   "to,sheet,rows,needs,title,note,chart\n,A,lists,,,,\n"),
	    "report-sheets.csv:2: no kind of sheet 'lists'");
	is_str(table("report-words", "column,value,label\nreport,x,X\n"),
	    "no report 'ddtm'");
	is_str(table("report-words", "column;value;label\n"),
	    "report-words.csv:1: not 'column value label'");
}

/* Words of the only column that is shown. */
static const char *
words(const char *column, const char *text)
{
	char fields_[256], words_[256];

	snprintf(fields_, sizeof(fields_), FIELDS ",Menages,X,show,%s,,,,\n",
	    column);
	snprintf(words_, sizeof(words_),
	    "column,value,label\n"
	    "report,ddtm,Rapport\n%s",
	    text);
	put("report-fields", fields_);
	return table("report-words", words_);
}

static void
test_words(void)
{
	is_str(words("income", "income,0,a\nincome,10,b\n"), "");
	is_str(words("income", "income,10,b\nincome,5,a\n"),
	    "report-fields.csv:2: report-words: income: '5' is out of order");
	is_str(words("income", "income,ten,b\n"),
	    "report-fields.csv:2: report-words: income: not an amount: 'ten'");
	is_str(words("effort_basis", "effort_basis,gross,Brut\n"),
	    "report-fields.csv:2: report-words: effort_basis: 1 words, not 2");
	is_str(words("effort_basis", "effort_basis,grs,Brut\n"),
	    "report-fields.csv:2: report-words: effort_basis: no such code: "
	    "'grs'");
	is_str(words("place", "place,x,X\n"),
	    "report-fields.csv:2: report-words: place: a text is shown as it "
	    "is");
	is_str(words("qpv", ""), "report-fields.csv:2: no show of column "
				 "'qpv'");
	gone("report-fields");
}

static void
test_new(void)
{
	struct phc_report *r = begin();

	ok(r != NULL);
	phc_report_free(r);
	phc_report_free(NULL);
	ok(phc_report_new("ddmt", day("2016-09-01"), NULL, &err) == NULL);
	is(err.code, PHC_EDATA);
	is_str(err.msg, "no report 'ddmt' (did you mean 'ddtm'?)");
	ok(phc_report_new("ddtm", day("1999-01-01"), NULL, &err) == NULL);
	is(err.code, PHC_ELAW);
}

static const struct {
	const char *text, *why;
} inputs[] = {
	{ HEAD "\n" ROW("h1") "\n" ROW("h2") "\n", "" },
	{ HEAD HOME "\n" ROW("h1") ",d1,62498,Lens,T2,PLUS\n", "" },
	{ HEAD HOME "\n" ROW("h1") ",,,,,\n", "" },
	{ HEAD HOME "\n" ROW("h1") ",,,,,\n" ROW("h2") ",d1,62498,,T2,PLUS\n",
	    "" },
	{ HEAD HOME "\n" ROW("h1") ",d1,,,T2,PLUS\n",
	    "commune: empty, and it is required" },
	{ HEAD "\n",
	    "no rows to report on: did a command before this one fail?" },
	{ HEAD "\n" ROW("h1") "\n" ROW("h2") "\n" ROW("h1") "\n",
	    "lines 2 and 4 are the same household: report one row for each" },
	{ HEAD ",candidate_rank\n" ROW("h1") ",1\n" ROW("h2") ",2\n",
	    "line 3 is candidate 2 for its dwelling: report an assignment, "
	    "that phc-match makes without --shortlist" },
	{ "household_id,applied_on,birth_date,adults,dependants,income\n",
	    "no column 'ceiling_band': pipe the rows through phc-budget "
	    "first" },
	{ "household_id,birth_date,adults,dependants,income,ceiling_band,"
	  "efort_class\n",
	    "no column 'effort_class' (did you mean 'efort_class'?)" },
	{ "household,birth_date,adults,dependants,income,ceiling_band,"
	  "effort_class\n",
	    "no column 'household_id'" },
	{ HEAD "\nh1,2016-01-01,1994-05-06,1,0,900.00,to_40,to_26\n",
	    "effort_class: no such code: 'to_26' (did you mean 'to_25'?)" },
	{ HEAD HOME "\n" ROW("h1") ",d1,62498,L\001ns,T2,PLUS\n",
	    "commune_name: a character that a workbook cannot hold" },
	{ HEAD HOME "\n" ROW("h1") ",d1,62498,L\xe9ns,T2,PLUS\n",
	    "commune_name: not UTF-8" },
	{ HEAD HOME "\n" ROW("h1") ",d1,62498,L_x0041_ns,T2,PLUS\n",
	    "commune_name: a character that a workbook cannot hold" },
	{ HEAD HOME "\n" ROW("h1") ",d1,62498,L\xef\xbf\xbens,T2,PLUS\n",
	    "commune_name: a character that a workbook cannot hold" },
};

static void
test_inputs(void)
{
	size_t i;

	for (i = 0; i < sizeof(inputs) / sizeof(*inputs); i++) {
		is_str(why(inputs[i].text, path), inputs[i].why);
		is(access(path, F_OK) == 0, *inputs[i].why == '\0');
		unlink(path);
	}
}

/* A text as long as a cell holds, and one character more. */
static void
test_long_text(void)
{
	static char text[80000];
	size_t n;
	int i;

	for (i = 0; i < 2; i++) {
		n = (size_t)sprintf(
		    text, HEAD HOME "\n" ROW("h1") ",d1,62498,");
		for (; strlen(text + n) < 2 * (32767 + (size_t)i);)
			strcat(text + n + strlen(text + n), "é");
		strcat(text, ",T2,PLUS\n");
		is_str(why(text, path),
		    i ? "commune_name: longer than 32767 characters" : "");
	}
	unlink(path);
}

static void
test_places(void)
{
	const char *text = HEAD "\n" ROW("h1") "\n";
	struct phc_report *r = begin();
	struct stat st;
	char to[128];

	snprintf(to, sizeof(to), "%s/none/x.xlsx", dir);
	ok(strstr(why(text, to), "No such file or directory") != NULL);
	is(err.code, PHC_ESYS);
	is_str(why(text, "/dev/full"),
	    "cannot write '/dev/full': not a regular file");
	is_str(why(text, "/tmp"), "cannot write '/tmp': not a regular file");
	is_str(why(text, path), "");
	is(stat(path, &st), 0);
	is(st.st_mode & 0777, 0600);
	is(phc_report_source(r, path, &err), 0);
	is(phc_report_source(r, to, &err), -1);
	is(err.code, PHC_ESYS);
	phc_report_free(r);
	unlink(path);
}

int
main(void)
{
	if (mkdtemp(dir) == NULL)
		return 1;
	snprintf(path, sizeof(path), "%s/r.xlsx", dir);
	test_new();
	test_fields();
	test_tables();
	test_words();
	test_inputs();
	test_long_text();
	test_places();
	is(rmdir(dir), 0); /* nothing is left */
	return done();
}
