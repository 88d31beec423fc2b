#include "import.h"

enum { GROUPS = 8, DIGITS = 15 };

/* A number as it is written: groups of digits with one mark between them. */
struct groups {
	int n, digits;
	int len[GROUPS];
	char mark[GROUPS]; /* in front of the group: space, comma or point */
	bool zero;         /* begins with 0 */
	int64_t v;
};

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The length of a blank that may stand in a number; 0 if there is none. */
static size_t
blank(const char *s, size_t n)
{
	if (*s == ' ')
		return 1;
	if (n >= 2 && memcmp(s, "\xc2\xa0", 2) == 0)
		return 2;
	return n >= 3 && (memcmp(s, "\xe2\x80\xaf", 3) == 0 ||
			     memcmp(s, "\xe2\x80\x89", 3) == 0)
		   ? 3
		   : 0;
}

/* Take groups off the front of 's', to the first byte that is none of it. */
static int
split(struct phc_str *s, struct groups *g)
{
	size_t k;

	*g = (struct groups){ .zero = s->n > 0 && *s->s == '0' };
	for (; s->n > 0; s->s += k, s->n -= k) {
		k = 1;
		if (digit(*s->s)) {
			if (++g->digits > DIGITS)
				return -1;
			g->n += g->n == 0;
			g->len[g->n - 1]++;
			g->v = 10 * g->v + (*s->s - '0');
			continue;
		}
		if (*s->s != '.' && *s->s != ',' &&
		    (k = blank(s->s, s->n)) == 0)
			break;
		if (g->n == 0 || g->len[g->n - 1] == 0 || g->n == GROUPS)
			return -1;
		g->mark[g->n++] = k == 1 ? *s->s : ' ';
	}
	return g->n > 0 && g->len[g->n - 1] > 0 ? 0 : -1;
}

/* Whether the first 'n' groups are thousands, all with one mark. */
static bool
thousands(const struct groups *g, int n)
{
	int i;

	for (i = 1; i < n; i++)
		if (g->len[i] != 3 || g->mark[i] != g->mark[1])
			return false;
	return n < 2 || g->len[0] <= 3;
}

/*
 * How many digits are behind the decimal mark.  A mark that comes once is the
 * decimal one; the last one, if it differs from those before; else none is.
 */
static int
decimals(const struct groups *g)
{
	int last = g->n - 1;

	if (last == 0)
		return 0;
	if (g->mark[last] == ' ' || (last > 1 && g->mark[last] == g->mark[1]))
		return thousands(g, g->n) ? 0 : -1;
	return thousands(g, last) ? g->len[last] : -1;
}

/*
 * "1.234" is one thousand or one point two; "0.234" and "1 234.567" are not.
 * Nor is "1,234" where three decimals may be: the comma groups no thousands
 * here.
 */
static bool
doubtful(const struct groups *g, int places)
{
	return g->n == 2 && g->len[1] == 3 && g->len[0] <= 3 && !g->zero &&
	       (g->mark[1] == '.' || (g->mark[1] == ',' && places < 3));
}

/* "e+06" behind a number: the power of ten, or 0; '*s' is what is left. */
static int
exponent(struct phc_str *s)
{
	size_t i = 1;
	int e = 0;
	bool neg;

	if (s->n < 2 || (*s->s != 'e' && *s->s != 'E'))
		return 0;
	neg = s->s[1] == '-';
	i += neg || s->s[1] == '+';
	for (; i < s->n && digit(s->s[i]) && e < 100; i++)
		e = 10 * e + (s->s[i] - '0');
	if (i == s->n && digit(s->s[i - 1]))
		s->n = 0;
	return neg ? -e : e;
}

int
import_number(struct phc_str s, int places, struct import_number *out)
{
	bool neg = s.n > 0 && *s.s == '-';
	struct groups g;
	bool power;

	s.s += neg;
	s.n -= neg;
	if (split(&s, &g) == -1 || (out->places = decimals(&g)) == -1)
		return IMPORT_UNREADABLE_AMOUNT;
	power = s.n > 0;
	out->places -= exponent(&s);
	if (s.n > 0)
		return IMPORT_UNREADABLE_AMOUNT;
	out->v = neg ? -g.v : g.v;
	return doubtful(&g, places) && !power ? IMPORT_AMBIGUOUS_AMOUNT : -1;
}

int
import_scale(struct import_number x, int places, int64_t *out)
{
	const int64_t max = INT64_C(1000000000000000); /* 10^DIGITS */

	for (; x.places > places && x.v % 10 == 0 && x.v != 0; x.places--)
		x.v /= 10;
	if (x.v != 0 && x.places > places)
		return -1;
	for (; x.places < places && x.v != 0; x.places++)
		if ((x.v *= 10) >= max || x.v <= -max)
			return -1;
	*out = x.v;
	return 0;
}
