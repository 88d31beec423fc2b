#include "phc/money.h"

enum { DIGITS = 15 };

static int
bad(struct phc_str s, struct phc_err *err)
{
	return phc_fail(err, PHC_EDATA, "not a number: '%.*s'", PHC_STR_ARG(s));
}

/* Digits from 's', to the first other byte; returns how many. */
static size_t
digits(const char *s, size_t n, int64_t *v)
{
	size_t i;

	for (i = 0; i < n && i <= DIGITS && s[i] >= '0' && s[i] <= '9'; i++)
		*v = 10 * *v + (s[i] - '0');
	return i;
}

int
phc_decimal_parse(
    struct phc_str s, int places, int64_t *out, struct phc_err *err)
{
	bool neg = s.n > 0 && s.s[0] == '-';
	const char *p = s.s + neg, *end = s.s + s.n;
	size_t whole, part = 0;
	int64_t v = 0;

	whole = digits(p, (size_t)(end - p), &v);
	p += whole;
	if (whole > 0 && places > 0 && end - p > 1 && *p == '.') {
		part = digits(p + 1, (size_t)(end - p - 1), &v);
		p += 1 + part;
	}
	if (whole == 0 || p != end || part > (size_t)places ||
	    whole + (size_t)places > DIGITS)
		return bad(s, err);
	for (; part < (size_t)places; part++)
		v *= 10;
	*out = neg ? -v : v;
	return 0;
}

char *
phc_decimal_format(int64_t v, int places, char buf[PHC_DECIMAL_MAX])
{
	char tmp[PHC_DECIMAL_MAX], *p = tmp + sizeof(tmp);
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
	int i = 0;

	*--p = '\0';
	if (v == PHC_UNKNOWN)
		return strcpy(buf, p);
	do {
		if (i == places && places > 0)
			*--p = '.';
		*--p = (char)('0' + u % 10);
		u /= 10;
	} while (++i <= places || u > 0);
	if (v < 0)
		*--p = '-';
	return memcpy(buf, p, (size_t)(tmp + sizeof(tmp) - p));
}

int
phc_cents_parse(struct phc_str s, int64_t *out, struct phc_err *err)
{
	return phc_decimal_parse(s, 2, out, err);
}

char *
phc_cents_format(int64_t cents, char buf[PHC_DECIMAL_MAX])
{
	return phc_decimal_format(cents, 2, buf);
}

int64_t
phc_div_half_up(int64_t num, int64_t den)
{
	int64_t q = num / den, r = num % den;

	if (r < 0)
		return q - (-r >= den - -r);
	return q + (r >= den - r);
}

int64_t
phc_div_up(int64_t num, int64_t den)
{
	return num / den + (num % den > 0);
}

__extension__ typedef __int128 wide;

int64_t
phc_percent(int64_t num, int64_t den)
{
	wide twice = (wide)num * 20000, q;

	q = (twice + (twice < 0 ? -den : den)) / ((wide)den * 2);
	return q > INT64_MAX || q < -INT64_MAX ? PHC_UNKNOWN : (int64_t)q;
}

int
phc_ratio_cmp(int64_t num, int64_t den, int64_t percent)
{
	wide a = (wide)num * 10000, b = (wide)den * percent;

	return (a > b) - (a < b);
}
