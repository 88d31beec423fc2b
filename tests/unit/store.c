/* store.h: versions and their days, references, decisions, what is no register,
 * older and newer schemas, writers that wait, damage. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "phc/date.h"
#include "phc/digest.h"
#include "phc/store.h"
#include "tap.h"

static struct phc_err err;

static const struct phc_store_setup creates = { .mode = PHC_STORE_CREATE,
	.wait = 5 };
static const struct phc_store_setup reads = { .mode = PHC_STORE_READ };

static struct phc_store *
register_new(void)
{
	unlink("r.db");
	return phc_store_open("r.db", &creates, &err);
}

/* Run SQL on a file behind the register's back; an integer that it gives. */
static int
sql(const char *file, const char *text)
{
	sqlite3 *db;
	sqlite3_stmt *st;
	const char *next = text;
	int got = -1;

	ok(sqlite3_open(file, &db) == SQLITE_OK);
	while (*next != '\0' &&
	       sqlite3_prepare_v2(db, next, -1, &st, &next) == SQLITE_OK) {
		if (sqlite3_step(st) == SQLITE_ROW)
			got = sqlite3_column_int(st, 0);
		sqlite3_finalize(st);
	}
	if (sqlite3_errcode(db) != SQLITE_OK &&
	    sqlite3_errcode(db) != SQLITE_DONE)
		ok(!sqlite3_errmsg(db));
	sqlite3_close(db);
	return got;
}

static int64_t
day(const char *s)
{
	int64_t d = 0;

	phc_date_parse(phc_str(s), &d, NULL);
	return d;
}

/* A row of house CSV, parsed, for phc_store_put(). */
static const struct phc_value *
row(const char *kind, const char *line)
{
	static struct phc_value v[64];
	static char copy[1024];
	const struct phc_column *col;
	size_t n, i, at = 0;
	char *p, *q;

	col = phc_columns(&n);
	snprintf(copy, sizeof(copy), "%s", line);
	for (i = 0, p = copy; i < n && p != NULL; i++) {
		if (strcmp(col[i].kind, kind) != 0)
			continue;
		if ((q = strchr(p, ',')) != NULL)
			*q++ = '\0';
		v[at].v = PHC_UNKNOWN;
		v[at].s = phc_str("");
		if (*p != '\0')
			ok(phc_value_parse(&col[i], phc_str(p),
			       col[i].type <= PHC_LIST ? (void *)&v[at].s
						       : (void *)&v[at].v,
			       &err) == 0);
		at++;
		p = q;
	}
	for (; i < n; i++)
		if (strcmp(col[i].kind, kind) == 0)
			v[at++] =
			    (struct phc_value){ PHC_UNKNOWN, phc_str("") };
	return v;
}

static struct phc_store_import
facts(const char *kind, const char *since)
{
	return (struct phc_store_import){ .file = "some/folder/in.csv",
		.sha256 = "00",
		.kind = kind,
		.profile = "house",
		.at = "2016-09-01T06:00:00Z",
		.version = "0",
		.since = day(since) };
}

static struct phc_store_refusal why;
static struct phc_store_counts counts;

/* Import one row: its fate. */
static int
put(struct phc_store *s, const char *kind, const char *since, const char *line)
{
	struct phc_store_import f = facts(kind, since);
	int fate;

	if (phc_store_begin(s, &f, &err) == -1)
		return -1;
	fate = phc_store_put(s, row(kind, line), &why, &err);
	if (phc_store_commit(s, 1, fate == PHC_STORE_REFUSED, &counts, &err) ==
	    -1)
		return -1;
	return fate;
}

/* A kind as of a day, without its header. */
static const char *
as_of(struct phc_store *s, const char *kind, const char *on)
{
	static char buf[4096];
	struct phc_out *out;
	ssize_t n;
	int fd = open("out", O_RDWR | O_CREAT | O_TRUNC, 0600);
	char *body;

	out = phc_out_open(dup(fd), "out");
	if (!ok(phc_store_csv(s, kind, day(on), out, &err) == 0))
		puts(err.msg);
	phc_out_close(out, NULL);
	n = pread(fd, buf, sizeof(buf) - 1, 0);
	close(fd);
	buf[n < 0 ? 0 : n] = '\0';
	body = strchr(buf, '\n');
	return body ? body + 1 : buf;
}

static void
test_versions(void)
{
	struct phc_store *s = register_new();

	is(phc_store_made(s), true);
	is_str(as_of(s, "fjt", "2016-06-30"), "");
	is(put(s, "fjt", "2016-03-01", "62498,96,90,,2016-02-12,survey"),
	    PHC_STORE_INSERTED);
	is(put(s, "fjt", "2016-03-01", "62498,96,90,,2016-02-12,survey"),
	    PHC_STORE_UNCHANGED);
	is(put(s, "fjt", "2016-06-01", "62498,96,90,,2016-02-12,survey"),
	    PHC_STORE_UNCHANGED);
	is(counts.unchanged, 1);
	is(put(s, "fjt", "2016-05-01", "62498,96,91,,2016-02-12,survey"),
	    PHC_STORE_UPDATED);
	is(put(s, "fjt", "2016-05-01", "62119,60,46,,2016-02-12,"),
	    PHC_STORE_INSERTED);
	is(put(s, "fjt", "2016-05-01", "62498,96,92,,2016-03-12,other key"),
	    PHC_STORE_INSERTED);
	is_str(as_of(s, "fjt", "2016-02-29"), "");
	is_str(
	    as_of(s, "fjt", "2016-03-01"), "62498,96,90,,2016-02-12,survey\n");
	is_str(
	    as_of(s, "fjt", "2016-04-30"), "62498,96,90,,2016-02-12,survey\n");
	is_str(as_of(s, "fjt", "2016-05-01"),
	    "62119,60,46,,2016-02-12,\n62498,96,91,,2016-02-12,survey\n"
	    "62498,96,92,,2016-03-12,other key\n");
	about("what is imported late lands in the middle");
	is(put(s, "fjt", "2016-04-01", "62498,96,,,2016-02-12,survey"),
	    PHC_STORE_UPDATED);
	is_str(
	    as_of(s, "fjt", "2016-03-31"), "62498,96,90,,2016-02-12,survey\n");
	is_str(as_of(s, "fjt", "2016-04-30"), "62498,96,,,2016-02-12,survey\n");
	like(as_of(s, "fjt", "2016-05-01"), "62498,96,91,");
	about("before all that is there");
	is(put(s, "fjt", "2016-01-01", "62498,1,1,,2016-02-12,survey"),
	    PHC_STORE_INSERTED);
	is_str(as_of(s, "fjt", "2016-02-29"), "62498,1,1,,2016-02-12,survey\n");
	about("twice on one day: the last one stands, the first remains");
	is(put(s, "fjt", "2016-05-01", "62498,96,93,,2016-02-12,survey"),
	    PHC_STORE_UPDATED);
	like(as_of(s, "fjt", "2016-05-01"), "62498,96,93,");
	about("%s", "");
	phc_store_free(s);
	is(sql("r.db",
	       "SELECT count(*) FROM fjt_history WHERE since = '2016-05-01'"),
	    4);
	is(sql("r.db", "SELECT count(*) FROM import"), 9);
	is(sql("r.db", "SELECT count(*) FROM import WHERE file = 'in.csv'"), 9);
	is(sql("r.db", "SELECT sum(kept) FROM import"), 9);
}

static void
test_values(void)
{
	struct phc_store *s = register_new();
	const char *dwelling =
	    "E041-00239,,62427,\"Hénin\",62110,T1bis,0,49.50,-1,1,,collective,"
	    "PLUS,1,301.07,,0.00,,,,collective,,let,2016-01-31,D,0,,,,,";

	put(s, "dwelling", "2016-01-01", dwelling);
	/* A quote is doubled, in quotes, on the way out. */
	like(as_of(s, "dwelling", "2016-01-01"),
	    "^E041-00239,,62427,\"\"\"Hénin\"\"\",62110,T1bis,0,49.50,-1,1,,"
	    "collective,PLUS,1,301.07,,0.00,,,,collective,,let,2016-01-31,D,0,"
	    ",,,,\n$");
	put(s, "reading", "2016-01-01", "E041-00239,2015-08,3.3,53");
	put(s, "reading", "2016-01-01", "E041-00239,2015-09,,0.125");
	is_str(as_of(s, "reading", "2016-01-01"),
	    "E041-00239,2015-08,3.3,53\nE041-00239,2015-09,,0.125\n");
	phc_store_free(s);
	is(sql("r.db", "SELECT typeof(rent) || typeof(surface) || typeof(floor)"
		       " || typeof(commune) || typeof(available_on) || "
		       "typeof(lift) = 'integerintegerintegertexttextinteger' "
		       "FROM dwelling_history"),
	    1);
	is(sql("r.db", "SELECT rent FROM dwelling_history"), 30107);
	is(sql("r.db", "SELECT surface FROM dwelling_history"), 4950);
	is(sql("r.db", "SELECT energy_kwh FROM reading_history WHERE "
		       "month = '2015-09'"),
	    125);
	is(sql("r.db", "SELECT water_m3 IS NULL FROM reading_history WHERE "
		       "month = '2015-09'"),
	    1);
}

static void
test_references(void)
{
	struct phc_store *s = register_new();
	struct phc_store_import f = facts("spending", "2016-01-01");

	is(put(s, "reading", "2016-01-01", "D1,2015-08,3.3,53"),
	    PHC_STORE_REFUSED);
	is_str(why.class, "dangling_reference");
	is_str(why.column->name, "dwelling_id");
	like(why.message, "^no such dwelling in the register: import it first");
	is(counts.refused, 1);
	is(counts.kept, 0);
	is(put(s, "spending", "2016-01-01",
	       "S1,2015-08,support,internal,H1,,20.00"),
	    PHC_STORE_REFUSED);
	is_str(why.column->name, "household_id");
	about("what is not known refers to nothing");
	is(put(s, "spending", "2016-01-01",
	       "S1,2015-08,support,internal,,,20.00"),
	    PHC_STORE_INSERTED);
	about("pending, then resolved");
	f.pending = true;
	phc_store_begin(s, &f, &err);
	is(phc_store_put(s,
	       row("spending", "S2,2015-08,support,internal,H1,,20.00"), &why,
	       &err),
	    PHC_STORE_INSERTED);
	is(phc_store_put(s,
	       row("spending", "S1,2015-08,support,internal,,,20.00"), &why,
	       &err),
	    PHC_STORE_UNCHANGED);
	is(phc_store_commit(s, 2, 0, &counts, &err), 0);
	is(counts.pending, 1);
	is(put(s, "household", "2016-02-01",
	       "H1,2015-01-01,,,,1994-01-01,,1,0,,,,,,,,500.00"),
	    PHC_STORE_INSERTED);
	f.since = day("2016-02-01");
	phc_store_begin(s, &f, &err);
	is(phc_store_put(s,
	       row("spending", "S2,2015-08,support,internal,H1,,20.00"), &why,
	       &err),
	    PHC_STORE_UNCHANGED);
	is(phc_store_commit(s, 1, 0, &counts, &err), 0);
	is(counts.pending, 0);
	about("%s", "");
	phc_store_free(s);
}

static void
test_decisions(void)
{
	static const struct {
		const char *since, *line;
		int fate;
		const char *column;
	} cases[] = {
		{ "2016-03-01", "P1,H1,D1,1,2016-02-20,,,", PHC_STORE_INSERTED,
		    NULL },
		{ "2016-03-05", "P1,H1,D1,2,2016-02-20,,,", PHC_STORE_UPDATED,
		    NULL },
		{ "2016-04-01", "P1,H1,D1,2,2016-02-20,granted,,",
		    PHC_STORE_UPDATED, NULL },
		{ "2016-04-01", "P1,H1,D1,2,2016-02-20,granted,2016-03-30,",
		    PHC_STORE_UPDATED, NULL },
		{ "2016-04-01", "P1,H1,D1,2,2016-02-20,granted,2016-03-30,",
		    PHC_STORE_UNCHANGED, NULL },
		{ "2016-05-01", "P1,H1,D1,2,2016-02-20,granted,2016-03-31,",
		    PHC_STORE_REFUSED, "decided_on" },
		{ "2016-05-01", "P1,H1,D1,2,2016-02-20,withdrawn,2016-03-30,",
		    PHC_STORE_REFUSED, "decision" },
		{ "2016-05-01", "P1,H1,D1,2,2016-02-20,,,", PHC_STORE_REFUSED,
		    "decision" },
		{ "2016-05-01", "P1,H2,D1,2,2016-02-20,granted,2016-03-30,",
		    PHC_STORE_REFUSED, "household_id" },
		{ "2016-05-01", "P1,H1,D2,2,2016-02-20,granted,2016-03-30,",
		    PHC_STORE_REFUSED, "dwelling_id" },
		{ "2016-05-01", "P1,H1,D1,2,2016-02-21,granted,2016-03-30,",
		    PHC_STORE_REFUSED, "proposed_on" },
		{ "2016-05-01", "P1,H1,D1,3,2016-02-20,granted,2016-03-30,",
		    PHC_STORE_UPDATED, NULL },
		/* Late, from before it was decided: pending, the same. */
		{ "2016-03-20", "P1,H1,D1,2,2016-02-20,,,", PHC_STORE_UNCHANGED,
		    NULL },
		{ "2016-03-20", "P1,H1,D1,5,2016-02-20,,,", PHC_STORE_UPDATED,
		    NULL },
		{ "2016-03-20", "P1,H2,D1,5,2016-02-20,,,", PHC_STORE_REFUSED,
		    "household_id" },
		{ "2016-03-20", "P1,H1,D1,5,2016-02-20,withdrawn,2016-03-19,",
		    PHC_STORE_REFUSED, "decision" },
		{ "2016-02-25", "P1,H1,D1,5,2016-02-20,withdrawn,2016-03-19,",
		    PHC_STORE_REFUSED, "decision" },
	};
	struct phc_store *s = register_new();
	size_t i;

	put(s, "household", "2016-01-01",
	    "H1,2015-01-01,,,,1994-01-01,,1,0,,,,,,,,500.00");
	put(s, "household", "2016-01-01",
	    "H2,2015-01-01,,,,1994-01-01,,1,0,,,,,,,,500.00");
	put(s, "dwelling", "2016-01-01", "D1,,62427,,,T2,,,,,,,PLUS");
	put(s, "dwelling", "2016-01-01", "D2,,62427,,,T2,,,,,,,PLUS");
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		about("%s %s", cases[i].since, cases[i].line);
		is(put(s, "proposal", cases[i].since, cases[i].line),
		    cases[i].fate);
		if (cases[i].column == NULL)
			continue;
		is_str(why.class, "decided_already");
		is_str(why.column->name, cases[i].column);
	}
	like(why.message, "a new proposal is a new row$");
	about("%s", "");
	is_str(as_of(s, "proposal", "2016-12-31"),
	    "P1,H1,D1,3,2016-02-20,granted,2016-03-30,\n");
	is_str(
	    as_of(s, "proposal", "2016-03-31"), "P1,H1,D1,5,2016-02-20,,,\n");
	phc_store_free(s);
}

static void
test_transactions(void)
{
	struct phc_store *s = register_new(), *r;
	struct phc_store_import f = facts("fjt", "2016-01-01");
	struct phc_store_setup dry = creates;
	int64_t latest = 0;

	is(phc_store_latest(s, "fjt", &latest, &err), 0);
	is(latest, PHC_UNKNOWN);
	phc_store_begin(s, &f, &err);
	phc_store_put(s, row("fjt", "62498,1,1,,2016-01-01,"), &why, &err);
	about("a reader does not see half of it");
	r = phc_store_open("r.db", &reads, &err);
	is_str(as_of(r, "fjt", "2016-12-31"), "");
	phc_store_rollback(s);
	is_str(as_of(s, "fjt", "2016-12-31"), "");
	about("counts that do not add up");
	phc_store_begin(s, &f, &err);
	phc_store_put(s, row("fjt", "62498,1,1,,2016-01-01,"), &why, &err);
	is(phc_store_commit(s, 3, 1, &counts, &err), -1);
	is_str(err.msg, "register 'r.db': rows are lost: this is a bug");
	is_str(as_of(s, "fjt", "2016-12-31"), "");
	about("%s", "");
	f.kind = "budget";
	is(phc_store_begin(s, &f, &err), -1);
	is(err.code, PHC_EDATA);
	is_str(err.msg, "kind budget is what a command makes: a register does "
			"not keep it");
	ok(phc_store_rows(s, "budget", 0, &err) == NULL);
	is(put(s, "fjt", "2016-05-01", "62498,1,1,,2016-01-01,"),
	    PHC_STORE_INSERTED);
	is(phc_store_latest(s, "fjt", &latest, &err), 0);
	is(latest, day("2016-05-01"));
	like(as_of(r, "fjt", "2016-12-31"), "^62498");
	phc_store_free(r);
	phc_store_free(s);
	about("a dry run leaves nothing");
	dry.dry = true;
	s = phc_store_open("r.db", &dry, &err);
	is(put(s, "fjt", "2016-06-01", "62498,2,2,,2016-01-01,"),
	    PHC_STORE_UPDATED);
	is(put(s, "fjt", "2016-06-01", "62498,1,1,,2016-01-01,"),
	    PHC_STORE_UNCHANGED);
	phc_store_free(s);
	is(sql("r.db", "SELECT count(*) FROM import"), 1);
	s = phc_store_open("nowhere.db", &dry, &err);
	is(put(s, "fjt", "2016-06-01", "62498,2,2,,2016-01-01,"),
	    PHC_STORE_INSERTED);
	phc_store_free(s);
	is(access("nowhere.db", F_OK), -1);
	about("%s", "");
}

static void
no_register(const char *path, enum phc_store_mode mode, const char *message)
{
	struct phc_store_setup setup = { .mode = mode };

	err.msg[0] = '\0';
	ok(phc_store_open(path, &setup, &err) == NULL);
	is(err.code, PHC_ESYS);
	like(err.msg, message);
}

static void
file(const char *path, const char *bytes)
{
	FILE *fp = fopen(path, "w");

	fputs(bytes, fp);
	fclose(fp);
}

static void
test_open(void)
{
	struct stat st;
	mode_t mask = umask(0);
	int fd;

	phc_store_free(register_new());
	umask(mask);
	ok(stat("r.db", &st) == 0 && (st.st_mode & 07777) == 0600);
	is(access("r.db-wal", F_OK), -1);
	is(sql("r.db", "PRAGMA application_id"), 0x70686331);
	is(sql("r.db", "PRAGMA user_version"), 2);
	no_register("nowhere.db", PHC_STORE_READ,
	    "^cannot open 'nowhere.db': No such file");
	no_register("nowhere.db", PHC_STORE_WRITE,
	    "^cannot open 'nowhere.db': No such file");
	no_register("nowhere/r.db", PHC_STORE_CREATE, "No such file");
	no_register(".", PHC_STORE_CREATE, "^'.' is no register$");
	file("text", "household_id,applied_on\nsome text that is no register, "
		     "and is long enough to be a header of SQLite's\n");
	no_register("text", PHC_STORE_READ, "^'text' is no register$");
	no_register("text", PHC_STORE_CREATE, "^'text' is no register$");
	file("text", "");
	no_register("text", PHC_STORE_CREATE, "^'text' is no register$");
	sql("other.db", "CREATE TABLE t(x)");
	no_register(
	    "other.db", PHC_STORE_CREATE, "^'other.db' is no register$");
	is(sql("other.db", "SELECT count(*) FROM sqlite_schema"), 1);
	sql("r.db", "PRAGMA user_version = 3");
	no_register("r.db", PHC_STORE_READ,
	    "^'r.db' is of a newer phc: of schema 3, and this one knows 2$");
	no_register("r.db", PHC_STORE_CREATE, "of a newer phc");
	sql("r.db", "PRAGMA user_version = 2");
	fd = open("r.db", O_WRONLY);
	ok(pwrite(fd, "\377\377\377\377", 4, 100) == 4);
	close(fd);
	no_register("r.db", PHC_STORE_CREATE, "^'r.db' is damaged: go back to");
}

/* A dictionary that has grown: a register has not the last of its columns. */
static void
test_grown(void)
{
	struct phc_store *s = register_new();

	put(s, "fjt", "2016-01-01", "62498,1,1,,2016-01-01,survey");
	phc_store_free(s);
	sql("r.db", "ALTER TABLE fjt_history DROP COLUMN source; "
		    "DROP TABLE reading_history");
	s = phc_store_open("r.db", &reads, &err);
	is_str(as_of(s, "fjt", "2016-01-01"), "62498,1,1,,2016-01-01,\n");
	phc_store_free(s);
	s = phc_store_open("r.db", &creates, &err);
	is_str(as_of(s, "fjt", "2016-01-01"), "62498,1,1,,2016-01-01,\n");
	is_str(as_of(s, "reading", "2016-01-01"), "");
	is(put(s, "fjt", "2016-01-01", "62498,1,1,,2016-01-01,survey"),
	    PHC_STORE_UPDATED);
	is_str(as_of(s, "fjt", "2016-01-01"), "62498,1,1,,2016-01-01,survey\n");
	phc_store_free(s);
	is(sql("r.db", "SELECT count(*) FROM pragma_table_info('fjt_history')"),
	    9);
}

static char said[256];

static void
waiting(const char *message, void *arg)
{
	(void)arg;
	snprintf(said, sizeof(said), "%s", message);
}

/* A child that holds the register until it is told to end. */
static void
test_queue(void)
{
	struct phc_store_setup setup = {
		.mode = PHC_STORE_WRITE, .wait = 2, .waiting = waiting
	};
	struct phc_store *s;
	int up[2], down[2];
	char c;
	pid_t child;

	phc_store_free(register_new());
	if (pipe(up) == -1 || pipe(down) == -1 || (child = fork()) == -1)
		exit(1);
	if (child == 0) {
		close(down[1]);
		s = phc_store_open("r.db", &setup, &err);
		c = s != NULL;
		if (write(up[1], &c, 1) != 1 || read(down[0], &c, 1) != 0)
			_exit(1);
		_exit(0);
	}
	ok(read(up[0], &c, 1) == 1 && c == 1);
	setup.wait = 0;
	ok(phc_store_open("r.db", &setup, &err) == NULL);
	like(err.msg, "^[^ ]+ \\(pid [0-9]+\\) has not finished with 'r.db' "
		      "after 0 seconds: try again later$");
	is_str(said, "");
	setup.wait = 2;
	ok(phc_store_open("r.db", &setup, &err) == NULL);
	like(
	    said, "^waiting for [^ ]+ \\(pid [0-9]+\\) to finish with 'r.db'$");
	about("a reader does not wait");
	s = phc_store_open("r.db", &reads, &err);
	ok(s != NULL);
	phc_store_free(s);
	about("when it has gone");
	close(down[1]);
	waitpid(child, NULL, 0);
	s = phc_store_open("r.db", &setup, &err);
	ok(s != NULL);
	phc_store_free(s);
	about("%s", "");
}

static char found[2048];
static int faults;

static void
finding(bool fault, const char *message, void *arg)
{
	size_t n = strlen(found);

	(void)arg;
	faults += fault;
	snprintf(found + n, sizeof(found) - n, "%s\n", message);
}

static void
check(const char *damage, int want, const char *message)
{
	struct phc_store *s;

	about("%s", damage);
	sql("r.db", damage);
	s = phc_store_open("r.db", &reads, &err);
	*found = '\0';
	faults = 0;
	is(phc_store_check(s, finding, NULL, &err), 0);
	is(faults, want);
	like(found, message);
	phc_store_free(s);
	about("%s", "");
}

static void
test_check(void)
{
	struct phc_store *s = register_new();
	struct phc_store_import f = facts("reading", "2016-01-01");

	put(s, "fjt", "2016-01-01", "62498,1,1,,2016-01-01,survey");
	put(s, "fjt", "2016-01-02", "62498,2,1,,2016-01-01,survey");
	phc_store_free(s);
	check("PRAGMA user_version", 0, "^$");
	s = phc_store_open("r.db", &creates, &err);
	f.pending = true;
	phc_store_begin(s, &f, &err);
	phc_store_put(s, row("reading", "D1,2015-08,3.3,53"), &why, &err);
	phc_store_commit(s, 1, 0, &counts, &err);
	phc_store_free(s);
	check("PRAGMA user_version", 0,
	    "^reading: 1 rows name a dwelling that is not there\n$");
	check("UPDATE import SET kept = 7 WHERE id = 1", 1,
	    "import 1 \\(in.csv\\): its counts do not add up\n");
	check("UPDATE import SET kept = 1 WHERE id = 1; "
	      "UPDATE fjt_history SET import = 9 WHERE id = 1",
	    1, "^fjt_history: row 1 is of no import\n");
	check("UPDATE fjt_history SET import = 2 WHERE id = 1", 3,
	    "import 2 \\(in.csv\\): brought 1 rows of fjt, but 2 are there\n"
	    "import 2 brought two rows of fjt with one key: 1 and 2\n"
	    "fjt: row 1 holds from 2016-01-01, but import 2 from 2016-01-02\n");
	check("UPDATE fjt_history SET import = 1 WHERE id = 1", 0, "^reading");
	check("DELETE FROM fjt_history WHERE id = 1", 1,
	    "^1 rows that imports brought are gone, and 0 were erased: ");
	check("UPDATE fjt_history SET places = 5001, source = CAST(x'ff' AS "
	      "TEXT); UPDATE reading_history SET month = '2015-13'",
	    4,
	    "fjt: places of 1 rows is nothing that it may be, first of row 2\n"
	    "fjt: source of 1 rows is nothing that it may be, first of row 2\n"
	    "reading: month of 1 rows is nothing that it may be, first of row "
	    "1\n");
	sql("r.db", "UPDATE fjt_history SET places = 1, source = ''; "
		    "UPDATE reading_history SET month = '2015-08'");
	check("PRAGMA user_version", 2, "fjt: source of 1 rows is nothing");
	sql("r.db", "UPDATE fjt_history SET source = 'survey'");
	about("unless they were forgotten");
	check("DROP TABLE IF EXISTS forgotten; CREATE TABLE forgotten(rows); "
	      "INSERT INTO forgotten VALUES (1)",
	    0, "^reading");
}

static void
test_digest(void)
{
	char hex[PHC_SHA256_MAX];
	FILE *fp;

	is_str(phc_sha256(phc_str("abc"), hex),
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	file("text", "xabc");
	fp = fopen("text", "r");
	getc(fp);
	is(phc_sha256_file(fp, "text", hex, &err), 0);
	is_str(hex,
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	is(getc(fp), 'a');
	fclose(fp);
}

/* The first field of the only row that SQL gives. */
static const char *
answer(struct phc_store *s, const char *text)
{
	static char buf[256];
	struct phc_store_rows *r = phc_store_ask(s, text, &err);
	struct phc_rec rec;

	if (r == NULL)
		return err.msg;
	snprintf(buf, sizeof(buf), "no row");
	if (phc_store_rows_next(r, &rec, &err) == 1)
		snprintf(buf, sizeof(buf), "%.*s",
		    PHC_STR_ARG(phc_rec_field(&rec, 0)));
	phc_store_rows_free(r);
	return buf;
}

/* What a question finds beside the register. */
static void
test_beside(void)
{
	struct phc_store *s = register_new();
	const struct phc_column *col[] = {
		phc_column_find("lease", phc_str("lease_id")),
		phc_column_find("lease", phc_str("start_on")),
		phc_column_find("household", phc_str("income")),
		phc_column_find("event", phc_str("level")),
	};
	const struct phc_value a[] = { { .s = { "L", 1 } },
		{ .v = day("2016-02-01") }, { .v = 50001 }, { .v = 1 } },
			       b[] = { { .s = { "", 0 } }, { .v = PHC_UNKNOWN },
				       { .v = PHC_UNKNOWN },
				       { .v = PHC_UNKNOWN } };
	struct phc_store_asking how = { .day = day("2016-03-01"),
		.copied = true };

	put(s, "fjt", "2016-01-31", "62498,10,8,,2015-06-01,a");
	phc_store_free(s);
	s = phc_store_open("r.db", &reads, &err);
	ok(phc_store_beside(s, "extra", col, 4, &err) == 0);
	ok(phc_store_beside_row(s, a, &err) == 0);
	ok(phc_store_beside_row(s, b, &err) == 0);
	ok(phc_store_beside(s, "more", col, 1, &err) == 0);
	ok(phc_store_beside(s, "more", col, 1, &err) == -1);
	ok(phc_store_answers(s, &how, &err) == 0);
	is_str(
	    answer(s,
		"SELECT start_on || ' ' || (income + 1) || ' ' || level AS x "
		"FROM extra WHERE lease_id = 'L'"),
	    "2016-02-01 50002 medium");
	is_str(answer(s,
		   "SELECT count(*) AS n FROM extra WHERE lease_id IS NULL AND "
		   "start_on IS NULL AND income IS NULL AND level IS NULL"),
	    "1");
	is_str(answer(s, "SELECT count(*) AS n FROM more"), "0");
	is_str(answer(s, "SELECT places AS n FROM fjt"), "10");
	like(answer(s, "SELECT :from AS x"), "no parameter ':from'");
	phc_store_day(s, "from", day("2016-02-01"));
	phc_store_day(s, "to", day("2016-02-29"));
	is_str(answer(s, "SELECT :from || :to || :date AS x"),
	    "2016-02-012016-02-292016-03-01");
	phc_store_day(s, "from", day("2015-02-01"));
	is_str(answer(s, "SELECT :from AS x"), "2015-02-01");
	phc_store_free(s);
}

/* A register of rows: keys that come back, and what a question reads. */
static void
test_rows(void)
{
	struct phc_store_asking how = { .day = day("2016-03-01"),
		.copied = true };
	struct phc_store_import f = facts("fjt", "2016-01-31");
	struct phc_store *s;
	size_t i = 0;

	about("a register of this process");
	while (phc_store_kind(i) != NULL)
		i++;
	ok(i >= 9);
	is_str(phc_store_kind(0), "household");
	s = phc_store_open(NULL, &creates, &err);
	ok(s != NULL);
	f.again = f.pending = true;
	ok(phc_store_begin(s, &f, &err) == 0);
	is(phc_store_put(s, row("fjt", "62498,10,8,,2015-06-01,a"), &why, &err),
	    PHC_STORE_INSERTED);
	is(phc_store_put(s, row("fjt", "62498,10,8,,2015-06-01,a"), &why, &err),
	    PHC_STORE_UNCHANGED);
	is(phc_store_put(s, row("fjt", "62498,11,8,,2015-06-01,a"), &why, &err),
	    PHC_STORE_REFUSED);
	is_str(why.class, "duplicate_key");
	is_str(why.message, "an earlier row of this key says otherwise");
	ok(phc_store_commit(s, 3, 1, &counts, &err) == 0);
	is(counts.inserted, 1);
	ok(phc_store_answers(s, &how, &err) == 0);
	is_str(answer(s, "SELECT places AS n FROM fjt"), "10");
	ok(phc_store_reads(s, "fjt"));
	ok(!phc_store_reads(s, "lease"));
	answer(s, "WITH a AS (SELECT 1 FROM lease) SELECT count(*) AS n FROM "
		  "event_history");
	ok(phc_store_reads(s, "event"));
	ok(!phc_store_reads(s, "fjt"));
	ok(!phc_store_reads(s, "lease"));
	answer(s, "SELECT count(*) AS n FROM waiting");
	ok(phc_store_reads(s, "household"));
	phc_store_free(s);
}

static void
test_history(void)
{
	struct phc_store *s = register_new();
	struct phc_store_rows *r;
	struct phc_rec rec;

	put(s, "fjt", "2016-01-31", "62498,10,8,,2015-06-01,a");
	put(s, "fjt", "2016-03-31", "62498,10,9,,2015-06-01,a");
	put(s, "fjt", "2016-02-29", "62041,20,1,,2015-06-01,b");
	ok(phc_store_history(s, "cost", &err) == NULL);
	r = phc_store_history(s, "fjt", &err);
	is(phc_store_rows_next(r, &rec, &err), 1);
	ok(phc_str_is(phc_rec_field(&rec, 0), phc_str("62041")));
	is(phc_store_rows_since(r), day("2016-02-29"));
	is(phc_store_rows_next(r, &rec, &err), 1);
	is(phc_store_rows_since(r), day("2016-01-31"));
	is(phc_store_rows_next(r, &rec, &err), 1);
	ok(phc_str_is(phc_rec_field(&rec, 2), phc_str("9")));
	is(phc_store_rows_since(r), day("2016-03-31"));
	is(phc_store_rows_next(r, &rec, &err), 0);
	phc_store_rows_free(r);
	phc_store_free(s);
}

int
main(void)
{
	static const char *const files[] = { "r.db", "r.db-wal", "r.db-shm",
		"other.db", "text", "out" };
	char dir[] = "/tmp/store.XXXXXX";
	size_t i;

	if (mkdtemp(dir) == NULL || chdir(dir) == -1)
		return 1;
	test_versions();
	test_values();
	test_references();
	test_decisions();
	test_transactions();
	test_open();
	test_grown();
	test_queue();
	test_check();
	test_digest();
	test_history();
	test_beside();
	test_rows();
	for (i = 0; i < sizeof(files) / sizeof(*files); i++)
		unlink(files[i]);
	if (chdir("/") == -1 || rmdir(dir) == -1)
		return 1;
	return done();
}
