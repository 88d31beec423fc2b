/*
 * Laws of an import: what house CSV says comes out as it went in, however a
 * spreadsheet has mangled its form; a file split in two gives the same rows;
 * rows read are rows kept and rows refused, and none comes out twice.
 */
#include <unistd.h>

#include "phc/import.h"
#include "prop.h"

enum { ROWS = 40, ROOM = 1 << 16 };

static const char head[] = "household_id,applied_on,birth_date,adults,"
			   "dependants,tax_income,income,first_home";

struct household {
	int id, year, month, day, adults, dependants, first;
	int64_t tax, income; /* cents; tax -1: unknown */
};

static char said[ROOM];

static void
report(const struct phc_fault *f, void *arg)
{
	size_t n = strlen(said);

	(void)arg;
	if (f->severity == PHC_REJECT)
		snprintf(
		    said + n, sizeof(said) - n, "%zu %s\n", f->line, f->class);
}

static void
draw_household(struct household *h, int id)
{
	*h = (struct household){ id, (int)between(1985, 1998),
		(int)between(1, 12), (int)between(1, 28), (int)between(1, 4),
		(int)between(0, 5), (int)below(2), -1, between(0, 499999) };
	if (below(3) > 0)
		h->tax = between(0, 29999900);
}

/* An amount as the house has it, or as a French spreadsheet may. */
static void
amount(char *buf, size_t size, int64_t v, bool house)
{
	static const char *const gaps[] = { "", " ", "\xc2\xa0",
		"\xe2\x80\xaf" };
	static const char *const units[] = { "", "\xe2\x82\xac",
		" \xe2\x82\xac", "\xc2\xa0\xe2\x82\xac" };
	const char *gap = gaps[below(4)], *unit = units[below(4)];

	*buf = '\0';
	if (v < 0)
		return;
	if (house)
		snprintf(
		    buf, size, "%" PRId64 ".%02d", v / 100, (int)(v % 100));
	else if (v >= 100000)
		snprintf(buf, size, "%d%s%03d,%02d%s", (int)(v / 100000), gap,
		    (int)(v / 100 % 1000), (int)(v % 100), unit);
	else
		snprintf(buf, size, "%" PRId64 ",%02d%s", v / 100,
		    (int)(v % 100), unit);
}

static size_t
put_row(char *buf, size_t size, const struct household *h, bool house)
{
	static const char *const yes[2][4] = { { "0", "Non", "N", "FAUX" },
		{ "1", "Oui", "O", "VRAI" } };
	char tax[64], income[64], date[16];

	amount(tax, sizeof(tax), h->tax, house);
	amount(income, sizeof(income), h->income, house);
	if (house)
		snprintf(date, sizeof(date), "%d-%02d-%02d", h->year, h->month,
		    h->day);
	else
		snprintf(date, sizeof(date), "%0*d/%0*d/%d", below(2) ? 2 : 1,
		    h->day, below(2) ? 2 : 1, h->month, h->year);
	return (size_t)snprintf(buf, size,
	    house ? "h%05d,2016-01-10,%s,%d,%d,%s,%s,%s\n"
		  : "h%05d;10/01/2016; %s;%d;%d;%s;\"%s \";%s\r\n",
	    h->id, date, h->adults, h->dependants, tax, income,
	    yes[h->first][house ? 0 : below(4)]);
}

/* The file of rows 'from' to 'to' - 1. */
static FILE *
file(const struct household *h, int from, int to, bool house)
{
	static char text[ROOM];
	size_t n = 0;
	FILE *fp = tmpfile();
	const char *p;

	if (!house && below(2) > 0)
		n += (size_t)snprintf(text, sizeof(text), "\xef\xbb\xbf");
	if (!house && below(2) > 0)
		n += (size_t)snprintf(
		    text + n, sizeof(text) - n, "Extraction\r\n\r\n");
	for (p = head; *p != '\0'; p++)
		text[n++] = *p == ',' && !house ? ';' : *p;
	text[n++] = '\n';
	for (; from < to; from++)
		n += put_row(text + n, sizeof(text) - n, &h[from], house);
	fwrite(text, 1, n, fp);
	rewind(fp);
	return fp;
}

static bool
import(struct phc_import *imp, FILE *fp, struct phc_out *out)
{
	struct phc_import_counts c;
	size_t n = 0;

	if (phc_import_file(imp, fp, "in", NULL) == -1)
		return false;
	for (; phc_import_next(imp, NULL) == 1; n++)
		phc_import_put(imp, out);
	c = phc_import_counts(imp);
	fclose(fp);
	return c.kept == n && c.read == c.kept + c.refused;
}

/* What comes of the rows, in files that end at 'cut' and at ROWS. */
static bool
rows(const struct household *h, int cut, bool house, char *buf)
{
	struct phc_import_setup setup = {
		.kind = "household", .profile = "house", .report = report
	};
	struct phc_import *imp = phc_import_new(&setup, NULL);
	FILE *to = tmpfile();
	struct phc_out *out = phc_out_open(dup(fileno(to)), "rows");
	bool ok;

	*said = '\0';
	ok = import(imp, file(h, 0, cut, house), out);
	if (cut < ROWS)
		ok &= import(imp, file(h, cut, ROWS, house), out);
	phc_import_end(imp);
	phc_import_free(imp);
	phc_out_close(out, NULL);
	rewind(to);
	buf[fread(buf, 1, ROOM - 1, to)] = '\0';
	fclose(to);
	return ok;
}

static size_t
lines(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += *s == '\n';
	return n;
}

static bool
one(void)
{
	static char house[ROOM], mangled[ROOM], split[ROOM];
	struct household h[ROWS];
	int i, same = 0;

	for (i = 0; i < ROWS; i++) {
		bool again = i > 0 && below(8) == 0;

		same += again;
		draw_household(&h[i], again ? h[i - 1].id : i);
	}
	return rows(h, ROWS, true, house) && rows(h, ROWS, false, mangled) &&
	       rows(h, (int)below(ROWS + 1), below(2) > 0, split) &&
	       strcmp(house, mangled) == 0 && strcmp(house, split) == 0 &&
	       lines(house) == (size_t)(ROWS - same) &&
	       lines(said) == (size_t)same;
}

int
main(void)
{
	long i, n = tries(200);

	seeded();
	for (i = 0; i < n && one(); i++)
		;
	is(i, n);
	return done();
}
