#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "phc/csv.h"
#include "tap.h"

#define MIB (1 << 20)

/* What is read, one line each: "LINE field|field" or "LINE! what is wrong". */
static char said[4096];

static void
say(const char *s, size_t n)
{
	size_t at = strlen(said);

	if (n < sizeof(said) - at)
		said[at + n] = '\0', memcpy(said + at, s, n);
}

static void
say_record(const struct phc_rec *rec)
{
	char line[32];
	size_t i;

	say(line, (size_t)snprintf(line, sizeof(line), "%zu", rec->line));
	for (i = 0; i < rec->n; i++) {
		struct phc_str f = phc_rec_field(rec, i);

		say(i ? "|" : " ", 1);
		if (f.n > 1000)
			f = (struct phc_str){ line,
				(size_t)snprintf(
				    line, sizeof(line), "%zu bytes", f.n) };
		say(f.s, f.n);
	}
	say("\n", 1);
}

static const char *
hear(FILE *fp, char sep, bool referee)
{
	struct phc_csv *csv = phc_csv_new(fp, "in.csv", sep);
	struct phc_rec rec;
	struct phc_err e;
	char why[600];
	int got, refused = 0;

	*said = '\0';
	if (referee)
		phc_csv_referee(csv);
	while ((got = phc_csv_next(csv, &rec, &e)) != 0 && refused < 2)
		if (got == 1) {
			say_record(&rec);
		} else if (e.code == PHC_EDATA) {
			snprintf(
			    why, sizeof(why), "%zu! %s\n", rec.line, e.msg);
			say(why, strlen(why));
		} else {
			snprintf(why, sizeof(why), "%s\n", e.msg);
			say(why, strlen(why));
			refused++;
		}
	phc_csv_free(csv);
	return said;
}

static void
reads(const char *in, size_t n, char sep, const char *want)
{
	FILE *fp;
	int referee;

	for (referee = 0; referee < 2; referee++) {
		fp = fmemopen((void *)(uintptr_t)in, n, "r");
		is_str(hear(fp, sep, referee), want);
		fclose(fp);
	}
}

#define IN(s) s, sizeof(s) - 1

static const struct {
	const char *about, *in;
	size_t n;
	const char *want;
} cases[] = {
	{ "LF", IN("a,b\nc,d\n"), "1 a|b\n2 c|d\n" },
	{ "CRLF", IN("a,b\r\nc,d\r\n"), "1 a|b\n2 c|d\n" },
	{ "LF and CRLF", IN("a\r\nb\nc\r\n"), "1 a\n2 b\n3 c\n" },
	{ "no final newline", IN("a\nb,c"), "1 a\n2 b|c\n" },
	{ "no final newline, quoted", IN("a\n\"b\""), "1 a\n2 b\n" },
	{ "no final newline, empty field", IN("a,"), "1 a|\n" },
	{ "blank lines", IN("\n\na\n\r\n\nb\n\n"), "3 a\n6 b\n" },
	{ "nothing but blank lines", IN("\n\r\n\n"), "" },
	{ "empty fields", IN(",\n,,\n\"\"\n\"\",\n"), "1 |\n2 ||\n3 \n4 |\n" },
	{ "blanks are kept", IN(" a ,\tb\t, \n"), "1  a |\tb\t| \n" },
	{ "a byte order mark is kept",
	    IN("\xef\xbb\xbf"
	       "a\n"),
	    "1 \xef\xbb\xbf"
	    "a\n" },
	{ "longer than a lane", IN("Hénin-Beaumont,Noyelles-Godault,Lens\n"),
	    "1 Hénin-Beaumont|Noyelles-Godault|Lens\n" },
	{ "quotes", IN("\"a,b\",\"c\"\"d\"\n\"\"\"\"\n"),
	    "1 a,b|c\"d\n2 \"\n" },
	{ "lines within quotes count", IN("\"a\n\nb\",c\nd\n"),
	    "1 a\n\nb|c\n4 d\n" },
	{ "line ends within quotes are kept", IN("\"a\r\nb\rc\nd\"\r\ne\n"),
	    "1 a\r\nb\rc\nd\n4 e\n" },

	{ "a quote opened at row 5 of 10",
	    IN("1\n2\n3\n4\n\"5\n6\n7\n8\n9\n10\n"),
	    "1 1\n2 2\n3 3\n4 4\n5! quote never closed\n"
	    "6 6\n7 7\n8 8\n9 9\n10 10\n" },
	{ "the last quote is never closed", IN("a\n\"b"),
	    "1 a\n2! quote never closed\n" },
	{ "a quote opened twice", IN("\"a\nb\n\"c\nd\n"),
	    "1! text after a closing quote on line 3\n2 b\n"
	    "3! quote never closed\n4 d\n" },
	{ "a quote within a field", IN("a\"b,c\nd\n"),
	    "1! quote in the middle of a field\n2 d\n" },
	{ "a quote behind a blank", IN("a, \"b\"\nc\n"),
	    "1! quote in the middle of a field\n2 c\n" },
	{ "text behind a quote", IN("\"a\"b,c\nd\n"),
	    "1! text after a closing quote\n2 d\n" },
	{ "a blank behind a quote", IN("\"a\" ,b\nc\n"),
	    "1! text after a closing quote\n2 c\n" },
	{ "NUL", IN("a\0b,c\nd\n"), "1! NUL byte\n2 d\n" },
	{ "NUL within quotes", IN("\"a\0b\"\nc\n"), "1! NUL byte\n2 c\n" },
	{ "NUL further down", IN("\"a\nb\0\"\nc\n"),
	    "1! NUL byte on line 2\n2! NUL byte\n3 c\n" },
	{ "NUL alone", IN("\0"), "1! NUL byte\n" },
	{ "CR alone", IN("a\rb\nc\n"), "1! carriage return alone\n2 c\n" },
	{ "CR, and a quote behind it", IN("a\rb\"c\nd\n"),
	    "1! carriage return alone\n2 d\n" },
	{ "CR first", IN("\ra\nb\n"), "1! carriage return alone\n2 b\n" },
	{ "CR twice", IN("a\r\r\nb\n\r\r\n"),
	    "1! carriage return alone\n2 b\n3! carriage return alone\n" },
	{ "CR behind a quote", IN("\"a\"\rb\nc\n"),
	    "1! carriage return alone\n2 c\n" },
	{ "CR at the very end", IN("a\nb\r"),
	    "1 a\n2! carriage return alone\n" },
	{ "CR at the very end, behind a quote", IN("\"a\"\r"),
	    "1! carriage return alone\n" },
	{ "nothing but CR", IN("\r"), "1! carriage return alone\n" },
	{ "CR only: one bad line", IN("a,b\rc,d\re,f\r"),
	    "1! carriage return alone\n" },
};

static void
dialect(void)
{
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		about("%s", cases[i].about);
		reads(cases[i].in, cases[i].n, ',', cases[i].want);
	}
	about("another separator");
	reads(IN("a;b,c;\"d;e\"\n"), ';', "1 a|b,c|d;e\n");
	reads(IN("a\tb c\t\"\t\"\n"), '\t', "1 a|b c|\t\n");
	about("an empty file");
	is_str(hear(fopen("/dev/null", "r"), ',', false), "");
}

/* 'before', 'n' times 'c', 'after'. */
static void
long_one(
    const char *before, char c, size_t n, const char *after, const char *want)
{
	size_t a = strlen(before), b = strlen(after);
	char *in = phc_new(a + n + b);

	memcpy(in, before, a);
	memset(in + a, c, n);
	memcpy(in + a + n, after, b);
	reads(in, a + n + b, ',', want);
	free(in);
}

static void
limits(void)
{
	static const char bad[] =
	    "1! field of more than 1 MiB (a quote never closed?)\n2 y\n";

	about("a field of 1 MiB");
	long_one("a,", 'x', MIB, "\ny\n", "1 a|1048576 bytes\n2 y\n");
	long_one("a,\"", 'x', MIB, "\",b\r\ny\n", "1 a|1048576 bytes|b\n2 y\n");
	long_one(
	    "\"\"\"", 'x', MIB - 2, "\"\"\"\ny\n", "1 1048576 bytes\n2 y\n");
	long_one("", 'x', MIB, "", "1 1048576 bytes\n");
	about("a field of 1 MiB and a byte");
	long_one("a,", 'x', MIB + 1, "\ny\n", bad);
	long_one("a,\"", 'x', MIB + 1, "\",b\r\ny\n", bad);
	long_one("\"\"\"", 'x', MIB - 1, "\"\"\"\ny\n", bad);
	long_one("", 'x', MIB + 1, "\ny", bad);
	long_one("", 'x', MIB + 3, "\ny", bad);
	about("a quote that takes in more than 1 MiB");
	long_one("\"a\ny\n", '\n', MIB, "\"\n",
	    "1! field of more than 1 MiB (a quote never closed?) "
	    "on line 1048577\n2 y\n1048579! quote never closed\n");
}

/* Sixteen fields that make 'n' bytes, and a line. */
static void
long_record(size_t n, const char *want)
{
	char *in = phc_new(n + 3);
	size_t i;

	memset(in, 'x', n);
	for (i = MIB - 1; i < n; i += MIB)
		in[i] = ',';
	memcpy(in + n, "\ny\n", 3);
	reads(in, n + 3, ',', want);
	free(in);
}

static void
records(void)
{
	static const char bad[] = "1! record of more than 16 MiB\n2 y\n";
	char want[1024] = "1";
	int i;

	for (i = 0; i < 16; i++)
		strcat(want, i ? "|1048575 bytes" : " 1048575 bytes");
	strcat(want, "|\n2 y\n");
	about("a record of 16 MiB, of a byte more, of much more");
	long_record(16 * MIB, want);
	long_record(16 * MIB + 1, bad);
	long_record(40 * MIB, bad);
}

/* A million bad lines, of which each could take in those behind it. */
static void
bad_lines(const char *first, const char *line)
{
	size_t n = MIB, i;
	char *in = phc_new(n * 4);
	struct phc_csv *csv;
	struct phc_rec rec;
	FILE *fp;

	for (i = 0; i < n; i++)
		memcpy(in + 4 * i, i ? line : first, 4);
	fp = fmemopen(in, n * 4, "r");
	csv = phc_csv_new(fp, "in.csv", ',');
	for (i = 0; phc_csv_next(csv, &rec, NULL) == -1; i++)
		;
	about("a million bad lines");
	is(i, n);
	phc_csv_free(csv);
	fclose(fp);
	free(in);
}

/* A stream that gives a piece, is interrupted, gives another, and breaks. */
struct piece {
	const char *s;
	int error;
};

static ssize_t
broken(void *arg, char *buf, size_t n)
{
	struct piece **next = arg, *p = *next;

	(void)n;
	if (p->s != NULL || p->error == EINTR)
		++*next;
	errno = p->error;
	return p->s != NULL ? (ssize_t)strlen(strcpy(buf, p->s)) : -1;
}

static void
breaks(const char *before, const char *after, const char *want)
{
	struct piece piece[] = { { before, 0 }, { NULL, EINTR }, { after, 0 },
		{ NULL, EIO } },
		     *next;
	int referee;
	FILE *fp;

	about("a stream that breaks behind: %s%s", before, after);
	for (referee = 0; referee < 2; referee++) {
		next = piece;
		fp = fopencookie(
		    &next, "r", (cookie_io_functions_t){ .read = broken });
		is_str(hear(fp, ',', referee), want);
		fclose(fp);
	}
}

/* What came whole is given, what did not is not, and it stays broken. */
static void
unreadable(void)
{
#define EIO_TWICE                                    \
	"cannot read 'in.csv': Input/output error\n" \
	"cannot read 'in.csv': Input/output error\n"
	FILE *fp;

	breaks("a,b\nc", "\n\"d\ne", "1 a|b\n2 c\n" EIO_TWICE);
	breaks("a,b", "\nc,d", "1 a|b\n" EIO_TWICE);
	breaks("a\n", "\"b\"c\n",
	    "1 a\n2! text after a closing quote\n" EIO_TWICE);
	breaks("a\n", "\"b\"c", "1 a\n" EIO_TWICE);
	breaks("a\n\r", "\n\r", "1 a\n" EIO_TWICE);
	about("a folder");
	fp = fdopen(open("/", O_RDONLY), "r");
	like(hear(fp, ',', false), "^cannot read 'in.csv': Is a directory\n");
	fclose(fp);
}

static void
nobody_asks(void)
{
	FILE *fp = fmemopen((void *)(uintptr_t) "\"", 1, "r");
	struct phc_csv *csv = phc_csv_new(fp, "in.csv", ',');
	struct phc_rec rec;

	about("no room for a reason");
	is_str(phc_csv_name(csv), "in.csv");
	is(phc_csv_next(csv, &rec, NULL), -1);
	is(phc_csv_next(csv, &rec, NULL), 0);
	phc_csv_free(csv);
	phc_csv_free(NULL);
	fclose(fp);
}

static char room[PHC_BLOCK];

static void
put(void)
{
	static const struct {
		const char *field, *want;
		bool alone;
	} puts[] = {
		{ "", "", false },
		{ "", "\"\"", true },
		{ "a", "a", true },
		{ " a\t;'", " a\t;'", false },
		{ "a,b", "\"a,b\"", false },
		{ "a\nb", "\"a\nb\"", false },
		{ "a\r", "\"a\r\"", false },
		{ "\"", "\"\"\"\"", false },
		{ "say \"a\" or", "\"say \"\"a\"\" or\"", false },
	};
	size_t i;

	for (i = 0; i < sizeof(puts) / sizeof(*puts); i++) {
		struct phc_out o = { room, 0, -1, 0, "out" };

		about("written: %s", puts[i].field);
		phc_csv_put(&o, phc_str(puts[i].field), puts[i].alone);
		is_bytes(room, o.used, puts[i].want);
	}
}

static void
copies(const char *in, char sep, size_t from, size_t to, const char *want)
{
	FILE *fp = fmemopen((void *)(uintptr_t)in, strlen(in), "r");
	struct phc_csv *csv = phc_csv_new(fp, "in.csv", sep);
	struct phc_out o = { room, 0, -1, 0, "out" };
	struct phc_rec rec;

	about("copied: %s", in);
	is(phc_csv_next(csv, &rec, NULL), 1);
	phc_csv_copy(&o, &rec, from, to);
	ok(!phc_out_bad(&o));
	is_bytes(room, o.used, want);
	phc_csv_free(csv);
	fclose(fp);
}

static void
copy(void)
{
	copies("a,,b,c\n", ',', 0, 4, "a,,b,c");
	copies("a,,b,c\r\n", ',', 1, 3, ",b");
	copies("a,,b,c", ',', 3, 4, "c");
	copies("a,,b,c", ',', 2, 2, "");
	copies("a,\"b,\",\"c\",d", ',', 1, 4, "\"b,\",c,d");
	copies("a;b,c;d", ';', 0, 3, "a,\"b,c\",d");
	copies("\"\"", ',', 0, 1, "\"\"");
	copies("\"\",", ',', 0, 1, "");
}

int
main(void)
{
	dialect();
	limits();
	records();
	bad_lines("\"aa\n", "\"aa\n");
	bad_lines("\"aa\n", "\"\"a\n");
	unreadable();
	nobody_asks();
	put();
	copy();
	return done();
}
