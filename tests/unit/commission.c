#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "phc/date.h"
#include "phc/report.h"
#include "tap.h"

static struct phc_err err;
static char dir[] = "/tmp/phc-commission.XXXXXX", path[64];

#define TABLE "section,column,word,need,label_fr,meaning_fr\n"
#define HEAD                                                           \
	"household_id,applied_on,birth_date,adults,dependants,income," \
	"dwelling_id,commune,type,financing,candidate_rank,score\n"
#define ROW(id, home, rank)                                                 \
	id ",2016-01-01,1994-05-06,1,0,900.00," home ",62041,T2,PLUS," rank \
	   ",10\n"

static struct phc_commission *
begin(void)
{
	int64_t day = 0;

	phc_date_parse(phc_str("2016-09-01"), &day, NULL);
	return phc_commission_new(day, dir, &err);
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

static int
feed(struct phc_commission *c, const char *text,
    int (*head)(
	struct phc_commission *, const struct phc_rec *, struct phc_err *),
    int (*row)(
	struct phc_commission *, const struct phc_rec *, struct phc_err *))
{
	FILE *fp = fmemopen((void *)(uintptr_t)text, strlen(text), "r");
	struct phc_csv *csv = phc_csv_new(fp, "rows", ',');
	struct phc_rec rec;
	int rc = phc_csv_next(csv, &rec, &err);

	rc = head(c, &rec, &err);
	while (rc == 0 && phc_csv_next(csv, &rec, &err) == 1)
		rc = row(c, &rec, &err);
	phc_csv_free(csv);
	fclose(fp);
	return rc;
}

/* Why a table is none; "" if it is one. */
static const char *
table(const char *text)
{
	put("report-commission", text);
	err.msg[0] = '\0';
	phc_commission_free(begin());
	return strncmp(err.msg, dir, strlen(dir)) == 0
		   ? err.msg + strlen(dir) + 1
		   : err.msg;
}

static const struct {
	const char *row, *why;
} tables[] = {
	{ "summary,age,,,Âge,\ncandidate,type,,yes,Type,\n", "" },
	{ "fact,type,Logement,yes,Type,\n",
	    "report-commission.csv: nothing in section 'summary'" },
	{ "summary,age,,,Âge,\n",
	    "report-commission.csv: nothing in section 'candidate'" },
	{ "fakt,type,Logement,,Type,\n",
	    "report-commission.csv:2: no section 'fakt'" },
	{ "fact,typ,Logement,,Type,\n",
	    "report-commission.csv:2: no column 'typ'" },
	{ "fact,type,Logement,,Type\n",
	    "report-commission.csv:2: 5 fields, not 6" },
	{ "fact,type,Logement,,T\tpe,\n",
	    "report-commission.csv:2: a character that a workbook cannot "
	    "hold" },
};

static void
test_tables(void)
{
	char text[512];
	size_t i;

	for (i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		about("%s", tables[i].row);
		snprintf(text, sizeof(text), TABLE "%s", tables[i].row);
		is_str(table(text), tables[i].why);
	}
	about(" ");
}

static const struct {
	const char *rows, *why;
} cases[] = {
	{ HEAD ROW("a", "x", "1") ROW("b", "x", "2"), "" },
	{ HEAD ROW("a", "x", "1") ROW("a", "y", "1"), "" },
	{ HEAD ROW("a", "x", "2") ROW("b", "x", "2"),
	    "dwelling 'x' has two candidates of rank 2" },
	{ HEAD ROW("a", "x", "1") ROW("a", "x", "2"),
	    "dwelling 'x' has a candidate twice" },
	{ HEAD ROW("a", "x", ""), "candidate_rank: a candidate of no rank" },
	{ HEAD, "no candidate" },
	{ "household_id\n",
	    "no column 'dwelling_id': the rows are those of phc-match "
	    "--shortlist, through phc-budget" },
	{ "dwelling_id\n",
	    "no column 'candidate_rank': the rows are those of phc-match "
	    "--shortlist, through phc-budget" },
};

static size_t
files(void)
{
	DIR *d = opendir(dir);
	size_t n = 0;

	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n - 2;
}

static void
test_rows(void)
{
	struct phc_commission *c;
	size_t i;

	put("report-commission", TABLE "candidate,candidate_rank,,yes,Rang,\n"
				       "summary,dwelling,,,Logement,\n"
				       "reason,points,,,Points,\n");
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		about("case %zu", i);
		c = begin();
		err.msg[0] = '\0';
		if (feed(c, cases[i].rows, phc_commission_head,
			phc_commission_row) == 0)
			phc_commission_make(c, path, &err);
		is_str(err.msg, cases[i].why);
		phc_commission_free(c);
		is(files(), 1); /* made and not kept */
	}
	about(" ");
}

static void
test_keep(void)
{
	struct phc_commission *c = begin();
	struct stat st;

	is(feed(c, cases[0].rows, phc_commission_head, phc_commission_row), 0);
	is(feed(c,
	       "household_id,dwelling_id,candidate_rank,criterion,value,"
	       "units,points,nature,source\n"
	       "a,x,1,seniority,,8,8,auto,practice\n"
	       "a,x,1,priority,dalo,1,50,justified,practice\n",
	       phc_commission_score_head, phc_commission_score_row),
	    0);
	is(phc_commission_source(c, "rows.csv", "00ff", &err), 0);
	is(phc_commission_source(c, "\xff", "00ff", &err), -1);
	is_str(err.msg, "the name of a file: not UTF-8");
	phc_commission_partial(c);
	is(phc_commission_make(c, path, &err), 0);
	is(stat(path, &st), -1);
	is(phc_commission_keep(c, &err), 0);
	is(stat(path, &st), 0);
	is(st.st_mode & 0777, 0600);
	is_str(phc_commission_summary(c),
	    "1 dwellings, 2 candidates; dwellings with fewer than 3: 1");
	phc_commission_free(c);
	unlink(path);
}

static void
test_nowhere(void)
{
	struct phc_commission *c = begin();

	feed(c, cases[0].rows, phc_commission_head, phc_commission_row);
	is(phc_commission_make(c, "/tmp/none/such/o.xlsx", &err), -1);
	like(err.msg, "^cannot write '/tmp/none/such/o.xlsx': No such file");
	phc_commission_free(c);
	phc_commission_free(NULL);
}

int
main(void)
{
	char file[128];

	if (mkdtemp(dir) == NULL)
		return 1;
	snprintf(path, sizeof(path), "%s/o.xlsx", dir);
	test_tables();
	test_rows();
	test_keep();
	test_nowhere();
	snprintf(file, sizeof(file), "%s/report-commission.csv", dir);
	unlink(file);
	is(rmdir(dir), 0);
	return done();
}
