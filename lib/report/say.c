#include <stdarg.h>

#include "phc/date.h"
#include "phc/text.h"
#include "report.h"

enum { CELL_MAX = 32767 }; /* characters */

char *
say(struct phc_pool *pool, const char *fmt, ...)
{
	va_list ap;
	int n;
	char *s;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	s = phc_pool_take(pool, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return s;
}

static const char *const months[] = { "janvier", "février", "mars", "avril",
	"mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
	"décembre" };

char *
long_date(int64_t date, char buf[LONG_DATE])
{
	int y, m, d;

	phc_date_split(date, &y, &m, &d);
	snprintf(buf, LONG_DATE, "%d%s %s %d", d, d == 1 ? "er" : "",
	    months[m - 1], y);
	return buf;
}

char *
long_month(int64_t month, char buf[LONG_DATE])
{
	int y, m, d;

	phc_date_split(month, &y, &m, &d);
	snprintf(buf, LONG_DATE, "%s %d", months[m - 1], y);
	return buf;
}

size_t
text_length(struct phc_str s)
{
	size_t i, n = 0;

	for (i = 0; i < s.n; i++)
		n += (s.s[i] & 0xc0) != 0x80;
	return n;
}

/* Who reads a workbook takes "_x0041_" for an A. */
static bool
looks_escaped(const char *s, size_t n)
{
	return n >= 7 && memcmp(s, "_x", 2) == 0 && s[6] == '_' &&
	       strspn(s + 2, "0123456789abcdefABCDEF") >= 4;
}

/* U+FFFE and U+FFFF, which XML has not. */
static bool
no_character(const char *s, size_t n)
{
	return n >= 3 && (memcmp(s, "\xef\xbf\xbe", 3) == 0 ||
			     memcmp(s, "\xef\xbf\xbf", 3) == 0);
}

int
text_ok(struct phc_str s, struct phc_err *err)
{
	size_t i;

	if (!phc_utf8_ok(s))
		return phc_fail(err, PHC_EDATA, "not UTF-8");
	if (text_length(s) > CELL_MAX)
		return phc_fail(
		    err, PHC_EDATA, "longer than %d characters", CELL_MAX);
	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.s[i] < ' ' || s.s[i] == 0x7f ||
		    looks_escaped(s.s + i, s.n - i) ||
		    no_character(s.s + i, s.n - i))
			return phc_fail(err, PHC_EDATA,
			    "a character that a workbook cannot hold");
	return 0;
}
