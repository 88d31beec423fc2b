#include <utf8proc.h>

#include "phc/text.h"

/* The length of the UTF-8 character at 's', 'n' bytes left; 0 if malformed. */
static size_t
character(const char *s, size_t n, int32_t *c)
{
	utf8proc_ssize_t k = utf8proc_iterate(
	    (const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, c);

	return k > 0 ? (size_t)k : 0;
}

static size_t
encode(int32_t c, char *buf)
{
	return (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)buf);
}

static size_t
ascii(const char *s, size_t n)
{
	size_t i = 0;
	uint64_t w;

	for (; i + sizeof(w) <= n; i += sizeof(w)) {
		memcpy(&w, s + i, sizeof(w));
		if (w & UINT64_C(0x8080808080808080))
			break;
	}
	while (i < n && (unsigned char)s[i] < 0x80)
		i++;
	return i;
}

bool
phc_utf8_ok(struct phc_str s)
{
	size_t i, k;
	int32_t c;

	for (i = ascii(s.s, s.n); i < s.n; i += ascii(s.s + i, s.n - i)) {
		if ((k = character(s.s + i, s.n - i, &c)) == 0)
			return false;
		i += k;
	}
	return true;
}

/* Windows-1252 from 0x80 to 0x9f; above, it is ISO 8859-1. */
static const uint16_t cp1252[32] = { 0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e,
	0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd,
	0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013,
	0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e,
	0x0178 };

struct phc_str
phc_cp1252(struct phc_str s, char *buf)
{
	size_t i, n = 0;

	for (i = 0; i < s.n; i++) {
		unsigned char b = (unsigned char)s.s[i];

		n += b < 0x80
			 ? (buf[n] = s.s[i], 1)
			 : encode(b < 0xa0 ? cp1252[b - 0x80] : b, buf + n);
	}
	return (struct phc_str){ buf, n };
}

/* The Windows-1252 byte of a character, -1 if it has none. */
static int
byte(int32_t c)
{
	int i;

	if (c < 0x80 || (c >= 0xa0 && c < 0x100))
		return c;
	for (i = 0; i < 32; i++)
		if (cp1252[i] == c && c != 0xfffd)
			return 0x80 + i;
	return c < 0xa0 ? c : -1; /* an undefined byte that came through */
}

struct phc_str
phc_unmojibake(struct phc_str s, char *buf)
{
	struct phc_str none = { buf, 0 }, was = { buf, 0 };
	size_t i, k;
	int32_t c;
	int b;

	for (i = 0; i < s.n; i += k) {
		if ((k = character(s.s + i, s.n - i, &c)) == 0 ||
		    (b = byte(c)) == -1)
			return none;
		buf[was.n++] = (char)b;
	}
	if (was.n == s.n || !phc_utf8_ok(was))
		return none;
	return was;
}

static bool
blank(int32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 ||
	       c == 0x202f || c == 0x2009 || c == 0xfeff;
}

/* The length of the last character of 's'. */
static size_t
last(struct phc_str s)
{
	size_t k = 1;

	while (k < s.n && k < 4 && ((unsigned char)s.s[s.n - k] & 0xc0) == 0x80)
		k++;
	return k;
}

struct phc_str
phc_trim(struct phc_str s)
{
	size_t k;
	int32_t c;

	while (s.n > 0 && (k = character(s.s, s.n, &c)) > 0 && blank(c)) {
		s.s += k;
		s.n -= k;
	}
	while (s.n > 0 && (k = last(s)) > 0 &&
	       character(s.s + s.n - k, k, &c) == k && blank(c))
		s.n -= k;
	return s;
}

struct phc_str
phc_part(struct phc_str *list, char mark)
{
	const char *end = memchr(list->s, mark, list->n);
	struct phc_str word = { list->s,
		end ? (size_t)(end - list->s) : list->n };
	size_t used = word.n + (end != NULL);

	list->s += used;
	list->n -= used;
	return word;
}

/* What is left of a character without case, accent and ligature: up to 4
 * characters in 'to', and how many. */
static int
bare(int32_t c, int32_t to[4])
{
	int last_class = 0;

	if (c == 0x153 || c == 0x152 || c == 0xe6 || c == 0xc6) {
		to[0] = c == 0xe6 || c == 0xc6 ? 'a' : 'o';
		to[1] = 'e';
		return 2;
	}
	return (int)utf8proc_decompose_char(c, to, 4,
	    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
		UTF8PROC_STRIPMARK | UTF8PROC_STABLE,
	    &last_class);
}

static bool
alnum(int32_t c)
{
	utf8proc_category_t k;

	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
	k = utf8proc_category(c);
	return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_NO;
}

struct fold {
	char *buf;
	size_t size, n;
	bool gap;
};

/* Add one bare character; false when there is no more room. */
static bool
add(struct fold *f, int32_t c)
{
	char u[4];
	size_t k, gap = f->gap && f->n > 0;

	if (!alnum(c)) {
		f->gap = true;
		return true;
	}
	k = c < 0x80 ? (u[0] = (char)c, 1) : encode(c, u);
	if (f->n + gap + k > f->size)
		return false;
	if (gap)
		f->buf[f->n++] = ' ';
	memcpy(f->buf + f->n, u, k);
	f->n += k;
	f->gap = false;
	return true;
}

struct phc_str
phc_fold(struct phc_str s, char *buf, size_t size)
{
	struct fold f = { buf, size, 0, false };
	int32_t c, to[4];
	size_t i, k;
	int j, n;

	for (i = 0; i < s.n; i += k) {
		k = 1;
		to[0] = (unsigned char)s.s[i];
		n = 1;
		if (to[0] >= 'A' && to[0] <= 'Z')
			to[0] += 'a' - 'A';
		else if (to[0] >= 0x80) {
			if ((k = character(s.s + i, s.n - i, &c)) == 0)
				k = 1, c = ' ';
			n = bare(c, to);
		}
		for (j = 0; j < n && j < 4; j++)
			if (!add(&f, to[j]))
				return (struct phc_str){ buf, f.n };
	}
	return (struct phc_str){ buf, f.n };
}

enum { WORD = 48 }; /* bytes of a word that distances are taken of */

/* Edits (insert, delete, replace, swap neighbours) from 'a' to 'b'. */
static int
distance(struct phc_str a, struct phc_str b)
{
	int row[3][WORD + 1], *two = row[0], *one = row[1], *now = row[2], *t;
	int i, j, d, an = (int)a.n, bn = (int)b.n;

	for (j = 0; j <= bn; j++)
		one[j] = j;
	for (i = 1; i <= an; i++) {
		now[0] = i;
		for (j = 1; j <= bn; j++) {
			d = one[j - 1] + (a.s[i - 1] != b.s[j - 1]);
			d = one[j] + 1 < d ? one[j] + 1 : d;
			d = now[j - 1] + 1 < d ? now[j - 1] + 1 : d;
			if (i > 1 && j > 1 && a.s[i - 1] == b.s[j - 2] &&
			    a.s[i - 2] == b.s[j - 1] && two[j - 2] + 1 < d)
				d = two[j - 2] + 1;
			now[j] = d;
		}
		t = two, two = one, one = now, now = t;
	}
	return one[bn];
}

int
phc_nearest(struct phc_str word, const char *const *words, size_t n)
{
	char a[WORD], b[WORD];
	struct phc_str w = phc_fold(word, a, sizeof(a));
	int best = -1, least = 3, d;
	size_t i;

	for (i = 0; i < n; i++) {
		d = distance(w, phc_fold(phc_str(words[i]), b, sizeof(b)));
		if (d < least && 2 * (size_t)d < w.n) {
			best = (int)i;
			least = d;
		}
	}
	return best;
}

enum { NIR = 15 };

/* Whether 15 characters of a number are of its shape and agree with its key. */
static bool
nir(const char *d)
{
	int i, month = (d[3] - '0') * 10 + d[4] - '0';
	int64_t v = 0;

	if (strchr("123478", d[0]) == NULL || month < 1 ||
	    (month > 12 && month < 20))
		return false;
	for (i = 0; i < 13; i++)
		v = 10 * v + (d[i] >= 'A' ? 0 : d[i] - '0');
	if (d[6] >= 'A') /* 2A is 19, 2B is 18 */
		v += (d[6] == 'A' ? INT64_C(-1000000) : INT64_C(-2000000));
	return 97 - v % 97 == (d[13] - '0') * 10 + d[14] - '0';
}

/* The blank at 's' that may stand between groups: its length, 0 if none. */
static size_t
gap(const char *s, size_t n)
{
	int32_t c;
	size_t k = character(s, n, &c);

	return k > 0 && (blank(c) || c == '.' || c == '-') ? k : 0;
}

/*
 * Collect a number from 's' on: its characters, at most NIR + 1, and after
 * which of them a blank stands, a bit each.
 */
static int
collect(const char *s, const char *end, char d[NIR + 1], unsigned *gaps)
{
	size_t k;
	int n = 0;

	for (*gaps = 0; s < end && n <= NIR; s += k) {
		k = 1;
		if ((*s >= '0' && *s <= '9') ||
		    (n == 6 && d[5] == '2' && (*s == 'A' || *s == 'B')))
			d[n++] = *s;
		else if ((k = gap(s, (size_t)(end - s))) > 0 && n < NIR)
			*gaps |= 1U << n;
		else
			break;
	}
	return n;
}

bool
phc_nir_in(struct phc_str s)
{
	/* As one word, with the key apart, or in groups: 1 94 07 62 427 110. */
	const unsigned key = 1U << 13, groups = 1U << 1 | 1U << 3 | 1U << 5 |
						1U << 7 | 1U << 10;
	const char *p, *end = s.s + s.n;
	char d[NIR + 1];
	unsigned gaps;

	if (s.n < NIR)
		return false;
	for (p = s.s; p < end; p++) {
		if (*p < '1' || *p > '8' ||
		    (p > s.s && p[-1] >= '0' && p[-1] <= '9'))
			continue;
		if (collect(p, end, d, &gaps) == NIR && nir(d) &&
		    (gaps == 0 || gaps == key || (gaps & ~key) == groups))
			return true;
	}
	return false;
}

void
phc_text_put(struct phc_text *t, struct phc_str s)
{
	phc_grow(&t->s, &t->cap, t->n + s.n + 1, 1);
	if (s.n > 0)
		memcpy(t->s + t->n, s.s, s.n);
	t->n += s.n;
}

void
phc_text_decimal(struct phc_text *t, const char *decimal, bool zeros,
    const char *gap, const char *point)
{
	size_t n, whole;

	if (*decimal == '-')
		phc_text_put(t, (struct phc_str){ decimal++, 1 });
	for (whole = strcspn(decimal, "."); whole > 0; whole--, decimal++) {
		phc_text_put(t, (struct phc_str){ decimal, 1 });
		if (whole > 1 && whole % 3 == 1)
			phc_text_put(t, phc_str(gap));
	}
	for (n = strlen(decimal); !zeros && n > 1 && decimal[n - 1] == '0';)
		n--;
	if (n > 1) {
		phc_text_put(t, phc_str(point));
		phc_text_put(t, (struct phc_str){ decimal + 1, n - 1 });
	}
}

static size_t
columns(const char *s, size_t n)
{
	size_t i, count = 0;

	for (i = 0; i < n; i++)
		count += (s[i] & 0xc0) != 0x80;
	return count;
}

static void
blanks(struct phc_out *out, size_t n)
{
	while (n-- > 0)
		phc_out_char(out, ' ');
}

void
phc_lines(
    struct phc_out *out, struct phc_str text, const char *first, size_t width)
{
	size_t margin = columns(first, strlen(first)), at = margin, n, wide;
	const char *end = text.s + text.n, *space;

	phc_out_put(out, first, strlen(first));
	for (; text.s < end; text.s += n + (text.s + n < end)) {
		space = memchr(text.s, ' ', (size_t)(end - text.s));
		n = (size_t)((space == NULL ? end : space) - text.s);
		wide = columns(text.s, n);
		if (at > margin && at + 1 + wide > width) {
			phc_out_char(out, '\n');
			blanks(out, margin);
			at = margin;
		} else if (at > margin) {
			phc_out_char(out, ' ');
			at++;
		}
		phc_out_put(out, text.s, n);
		at += wide;
	}
	phc_out_char(out, '\n');
}
