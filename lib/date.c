#include "phc/date.h"

static bool
leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int
month_days(int y, int m)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };

	return days[m - 1] + (m == 2 && leap(y));
}

/*
 * Years are counted from 1 March, so that the leap day comes last, and days
 * from that of year 0 (H. Hinnant, chrono-compatible low-level date
 * algorithms).
 */
static const int64_t epoch = 719468; /* 1970-01-01 */

static int64_t
civil(int y, int m, int d)
{
	int64_t year = y - (m <= 2);
	int month = m + (m <= 2 ? 9 : -3);

	return 365 * year + year / 4 - year / 100 + year / 400 +
	       (153 * month + 2) / 5 + d - 1 - epoch;
}

int
phc_date_civil(int y, int m, int d, int64_t *out, struct phc_err *err)
{
	if (y < 1583 || y > 9999 || m < 1 || m > 12 || d < 1 ||
	    d > month_days(y, m))
		return phc_fail(
		    err, PHC_EDATA, "no such day: %d-%02d-%02d", y, m, d);
	*out = civil(y, m, d);
	return 0;
}

void
phc_date_split(int64_t date, int *y, int *m, int *d)
{
	int64_t days = date + epoch, era = days / 146097; /* 400 years */
	int day = (int)(days % 146097), year, month;

	year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	day -= 365 * year + year / 4 - year / 100;
	month = (5 * day + 2) / 153;
	*d = day - (153 * month + 2) / 5 + 1;
	*m = month < 10 ? month + 3 : month - 9;
	*y = (int)era * 400 + year + (*m <= 2);
}

/* 'n' digits at 's', or -1. */
static int
number(const char *s, int n)
{
	int v = 0;

	for (; n > 0; n--, s++) {
		if (*s < '0' || *s > '9')
			return -1;
		v = 10 * v + (*s - '0');
	}
	return v;
}

int
phc_date_parse(struct phc_str s, int64_t *out, struct phc_err *err)
{
	if (s.n != 10 || s.s[4] != '-' || s.s[7] != '-' ||
	    phc_date_civil(number(s.s, 4), number(s.s + 5, 2),
		number(s.s + 8, 2), out, NULL) == -1)
		return phc_fail(err, PHC_EDATA,
		    "not a date (YYYY-MM-DD): '%.*s'", PHC_STR_ARG(s));
	return 0;
}

int
phc_month_parse(struct phc_str s, int64_t *out, struct phc_err *err)
{
	if (s.n != 7 || s.s[4] != '-' ||
	    phc_date_civil(number(s.s, 4), number(s.s + 5, 2), 1, out, NULL) ==
		-1)
		return phc_fail(err, PHC_EDATA, "not a month (YYYY-MM): '%.*s'",
		    PHC_STR_ARG(s));
	return 0;
}

static char *
digits(char *p, int v, int n)
{
	int i;

	for (i = n; i-- > 0; v /= 10)
		p[i] = (char)('0' + v % 10);
	return p + n;
}

char *
phc_date_format(int64_t date, char buf[PHC_DATE_MAX])
{
	char *p = buf;
	int y, m, d;

	if (date != PHC_UNKNOWN) {
		phc_date_split(date, &y, &m, &d);
		p = digits(p, y, 4);
		*p++ = '-';
		p = digits(p, m, 2);
		*p++ = '-';
		p = digits(p, d, 2);
	}
	*p = '\0';
	return buf;
}

char *
phc_month_format(int64_t month, char buf[PHC_DATE_MAX])
{
	phc_date_format(month, buf);
	if (month != PHC_UNKNOWN)
		buf[7] = '\0';
	return buf;
}

int
phc_age(int64_t birth, int64_t at)
{
	int y, m, d, y1, m1, d1;

	phc_date_split(birth, &y, &m, &d);
	phc_date_split(at, &y1, &m1, &d1);
	return y1 - y - (m1 < m || (m1 == m && d1 < d));
}

int64_t
phc_date_months(int64_t date, int n)
{
	int y, m, d;

	phc_date_split(date, &y, &m, &d);
	n += 12 * y + m - 1;
	y = n / 12;
	m = n % 12 + 1;
	return civil(y, m, d < month_days(y, m) ? d : month_days(y, m));
}

int64_t
phc_date_month(int64_t date)
{
	int y, m, d;

	phc_date_split(date, &y, &m, &d);
	return date - d + 1;
}
