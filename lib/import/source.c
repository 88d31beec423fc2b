#include <ctype.h>
#include <errno.h>
#include <strings.h>

#include "import.h"

enum { LOOK = 64 }; /* bytes that tell what a file is */

/* What a file may be instead of text, by its first bytes. */
static const struct {
	const char *bytes;
	size_t n;
	const char *what;
} makes[] = {
	{ "PK\3\4", 4,
	    "a workbook (.xlsx): save the sheet as CSV UTF-8, or run "
	    "soffice --headless --convert-to csv" },
	{ "\xd0\xcf\x11\xe0", 4,
	    "a workbook (.xls): save the sheet as CSV UTF-8, or run "
	    "soffice --headless --convert-to csv" },
	{ "\xff\xfe", 2,
	    "UTF-16LE: run iconv -f UTF-16 -t UTF-8 over it first" },
	{ "\xfe\xff", 2,
	    "UTF-16BE: run iconv -f UTF-16 -t UTF-8 over it first" },
	{ "\x1f\x8b", 2, "compressed: run gunzip over it first" },
	{ "%PDF", 4, "a PDF: ask for the file that it was made of" },
};

static const struct {
	const char *name;
	bool cp1252;
} encodings[] = {
	{ "utf-8", false },
	{ "utf8", false },
	{ "cp1252", true },
	{ "windows-1252", true },
	{ "latin1", true },
	{ "latin-1", true },
	{ "iso-8859-1", true },
};

/* Whether each second byte is NUL, from the first or the second on. */
static bool
alternate(const char *s, size_t n, size_t from)
{
	size_t i, nul = 0;

	for (i = from; i < n; i += 2)
		nul += s[i] == '\0' && s[i ^ 1] != '\0';
	return n >= 8 && nul == n / 2;
}

static int
make(const char *s, size_t n, struct phc_err *err)
{
	size_t i;

	for (i = 0; i < sizeof(makes) / sizeof(*makes); i++)
		if (n >= makes[i].n &&
		    memcmp(s, makes[i].bytes, makes[i].n) == 0)
			return phc_fail(err, PHC_EDATA, "%s", makes[i].what);
	n &= ~(size_t)1;
	for (i = 0; i < 2; i++)
		if (alternate(s, n, 1 - i))
			return phc_fail(err, PHC_EDATA,
			    "UTF-16%s without its mark: run "
			    "iconv -f UTF-16%s -t UTF-8 over it first",
			    i ? "BE" : "LE", i ? "BE" : "LE");
	return 0;
}

static int
unreadable(const struct import_source *src, struct phc_err *err)
{
	return phc_fail(
	    err, PHC_ESYS, "cannot read '%s': %s", src->name, strerror(errno));
}

/* A line "sep=;" that a spreadsheet puts first; its length, 0 if there is none.
 */
static size_t
sep_line(const char *s, size_t n, char *sep)
{
	size_t end;

	if (n < 5 || strncmp(s, "sep=", 4) != 0 || isalnum((unsigned char)s[4]))
		return 0;
	end = s[4] == '\r' || s[4] == '\n' ? 4 : 5;
	if (end < n && s[end] == '\r')
		end++;
	if (end < n && s[end] == '\n') {
		*sep = s[4] == '\r' || s[4] == '\n' ? '\0' : s[4];
		return end + 1;
	}
	return 0;
}

/* Look at the first bytes: what is no text, and what comes before it. */
static int
begin(struct import_source *src, struct phc_err *err)
{
	char s[LOOK];
	size_t n = fread(s, 1, sizeof(s), src->fp), bom, line;

	if (ferror(src->fp))
		return unreadable(src, err);
	if (make(s, n, err) == -1)
		return phc_within(err, "%s", src->name);
	bom = n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	line = sep_line(s + bom, n - bom, &src->sep);
	src->start += (off_t)(bom + line);
	src->before = line > 0;
	return 0;
}

/* How many of 'n' bytes end with a whole character, if they are UTF-8. */
static size_t
whole(const char *s, size_t n)
{
	size_t k = 1;

	while (k < 4 && k <= n && ((unsigned char)s[n - k] & 0xc0) == 0x80)
		k++;
	return k <= n && (unsigned char)s[n - k] >= 0xc0 ? n - k : n;
}

/* Whether what is left of the file is UTF-8: 1 or 0. */
static int
utf8(const struct import_source *src, struct phc_err *err)
{
	char s[PHC_BLOCK];
	size_t n = 0, got, k;

	while ((got = fread(s + n, 1, sizeof(s) - n, src->fp)) > 0) {
		n += got;
		k = whole(s, n);
		if (!phc_utf8_ok((struct phc_str){ s, k }))
			return 0;
		memmove(s, s + k, n - k);
		n -= k;
	}
	return ferror(src->fp) ? unreadable(src, err)
			       : phc_utf8_ok((struct phc_str){ s, n });
}

static int
named(struct import_source *src, const char *encoding, struct phc_err *err)
{
	size_t i;

	src->forced = true;
	for (i = 0; i < sizeof(encodings) / sizeof(*encodings); i++)
		if (strcasecmp(encoding, encodings[i].name) == 0) {
			src->cp1252 = encodings[i].cp1252;
			return 0;
		}
	return phc_fail(err, PHC_EDATA,
	    "encoding '%s' is not read here, only utf-8 and cp1252: "
	    "run iconv -f %s -t UTF-8 over the file first",
	    encoding, encoding);
}

static int
find_out(struct import_source *src, struct phc_err *err)
{
	int ok;

	if (fseeko(src->fp, src->start, SEEK_SET) == -1)
		return unreadable(src, err);
	if ((ok = utf8(src, err)) == -1)
		return -1;
	src->cp1252 = !ok;
	return 0;
}

int
import_source_open(struct import_source *src, FILE *fp, const char *name,
    const char *encoding, struct phc_err *err)
{
	*src = (struct import_source){ .fp = fp, .name = name };
	if (encoding != NULL && named(src, encoding, err) == -1)
		return -1;
	if ((src->start = ftello(fp)) == -1)
		return unreadable(src, err);
	if (begin(src, err) == -1)
		return -1;
	return encoding != NULL ? 0 : find_out(src, err);
}

struct phc_csv *
import_source_csv(
    const struct import_source *src, char sep, struct phc_err *err)
{
	if (fseeko(src->fp, src->start, SEEK_SET) == -1) {
		unreadable(src, err);
		return NULL;
	}
	return phc_csv_new(src->fp, src->name, sep);
}

static bool
ascii(struct phc_str s)
{
	uint64_t w = 0, any = 0;
	size_t i;

	for (i = 0; i + sizeof(w) <= s.n; i += sizeof(w)) {
		memcpy(&w, s.s + i, sizeof(w));
		any |= w;
	}
	for (w = 0; i < s.n; i++)
		w |= (unsigned char)s.s[i];
	return ((any | w) & UINT64_C(0x8080808080808080)) == 0;
}

struct phc_str
import_decode(
    const struct import_source *src, struct phc_str s, char **buf, size_t *cap)
{
	if (!src->cp1252 || ascii(s))
		return s;
	phc_grow(buf, cap, 3 * s.n, 1);
	return phc_cp1252(s, *buf);
}
