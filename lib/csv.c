#include <csv.h>
#include <errno.h>
#include <stdlib.h>

#include "phc/csv.h"

/* Sixteen bytes looked at together: GCC and clang know how on any machine. */
typedef signed char lane __attribute__((vector_size(16)));

enum { LANE = sizeof(lane) };

#if defined(__SSE2__) && !defined(PHC_PORTABLE)

#include <emmintrin.h>

/* One bit for each byte of what a comparison says, the first byte lowest. */
static inline unsigned
bits(lane is)
{
	return (unsigned)_mm_movemask_epi8((__m128i)is);
}

#else

/* The multiplication brings the lowest bits of eight bytes together. */
static inline unsigned
bits(lane is)
{
	uint64_t half[2], one = ~UINT64_C(0) / 255;
	unsigned all = 0;
	int i;

	memcpy(half, &is, sizeof(half));
	for (i = 1; i >= 0; i--) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		half[i] = __builtin_bswap64(half[i]);
#endif
		half[i] = (half[i] & one) * UINT64_C(0x0102040810204080);
		all = all << 8 | (unsigned)(half[i] >> 56);
	}
	return all;
}

#endif

static const char long_field[] =
    "field of more than 1 MiB (a quote never closed?)";
static const char lone_cr[] = "carriage return alone";

struct phc_csv {
	FILE *fp;
	const char *name;
	char sep;
	bool referee;

	char *buf;            /* what was read, then a lane of LF */
	size_t cap, at, have; /* the next record starts 'at' */
	size_t line;          /* of 'at' */
	bool done;            /* nothing more to read ... */
	int error;            /* ... because of this */

	uint32_t *end; /* of the record's fields */
	size_t ends, n;

	struct csv_parser csv;
	char *text; /* the fields that libcsv gave */
	size_t texts, used;
	const char *why; /* what is wrong with the record */
	bool ended;
};

/*
 * libcsv holds one field, and a quote that may or may not end it: room for just
 * that makes it stop at the first byte too many.
 */
static void *
field_room(void *p, size_t n)
{
	return n > PHC_FIELD_MAX + 2 ? NULL : phc_resize(p, n, 1);
}

static int
no_space(unsigned char c)
{
	(void)c;
	return 0;
}

struct phc_rec
phc_rec_keep(struct phc_pool *pool, const struct phc_rec *rec)
{
	struct phc_rec r = *rec;
	size_t ends = rec->n * sizeof(*rec->end);
	struct phc_str text = { rec->text,
		rec->n > 0 ? rec->end[rec->n - 1] + 1 : 0 };

	r.text = phc_pool_str(pool, text).s;
	r.end = memcpy(phc_pool_take(pool, ends), rec->end, ends);
	return r;
}

struct phc_csv *
phc_csv_new(FILE *fp, const char *name, char sep)
{
	struct phc_csv *c = phc_new(sizeof(*c));

	c->fp = fp;
	c->name = name;
	c->sep = sep;
	c->line = 1;
	phc_grow(&c->buf, &c->cap, PHC_BLOCK + LANE, 1);
	memset(c->buf, '\n', LANE);
	csv_init(&c->csv, 0);
	csv_set_delim(&c->csv, (unsigned char)sep);
	csv_set_space_func(&c->csv, no_space);
	csv_set_realloc_func(&c->csv, field_room);
	csv_set_blk_size(&c->csv, PHC_BLOCK);
	return c;
}

void
phc_csv_referee(struct phc_csv *c)
{
	c->referee = true;
}

void
phc_csv_free(struct phc_csv *c)
{
	if (c == NULL)
		return;
	csv_free(&c->csv);
	free(c->buf);
	free(c->end);
	free(c->text);
	free(c);
}

const char *
phc_csv_name(const struct phc_csv *c)
{
	return c->name;
}

static size_t
fill(struct phc_csv *c, char *p, size_t want)
{
	size_t n = fread(p, 1, want, c->fp);

	while (n < want && ferror(c->fp) && errno == EINTR) {
		clearerr(c->fp);
		n += fread(p + n, 1, want - n, c->fp);
	}
	if (n < want) {
		c->done = true;
		c->error = ferror(c->fp) ? errno : 0;
	}
	return n;
}

/*
 * Read on behind what is left, which moves to the front.  At least as much is
 * read as is moved, so that moving and looking again cost no more than reading.
 * False, with nothing moved, once the stream has ended.
 */
static bool
more(struct phc_csv *c)
{
	size_t left = c->have - c->at;
	size_t want = left > PHC_BLOCK ? left : PHC_BLOCK;

	if (c->done)
		return false;
	memmove(c->buf, c->buf + c->at, left);
	phc_grow(&c->buf, &c->cap, left + want + LANE, 1);
	c->at = 0;
	c->have = left + fill(c, c->buf + left, want);
	memset(c->buf + c->have, '\n', LANE);
	return true;
}

static inline void
room(struct phc_csv *c, size_t n)
{
	if (n > c->ends)
		phc_grow(&c->end, &c->ends, n, sizeof(*c->end));
}

/*
 * Note where fields end, up to the first byte that is more than text or a
 * separator: LF, or what makes a record irregular.  The LF behind the block
 * stops it too.
 */
static const char *
split(struct phc_csv *c)
{
	const char *text = c->buf + c->at, *s = text;
	signed char sep = (signed char)c->sep;
	unsigned seps, stop = 0;
	lane v;

	for (c->n = 0; stop == 0; s += LANE) {
		memcpy(&v, s, LANE);
		stop =
		    bits((v == '\n') | (v == '\r') | (v == '"') | (v == '\0'));
		seps = bits(v == sep) & ((stop & -stop) - 1);
		room(c, c->n + LANE + 1);
		for (; seps != 0; seps &= seps - 1)
			c->end[c->n++] =
			    (uint32_t)(s - text + __builtin_ctz(seps));
	}
	s += __builtin_ctz(stop) - LANE;
	c->end[c->n++] = (uint32_t)(s - text);
	return s;
}

/* Take the next record as it lies, if it is whole, regular and not blank. */
static bool
plain(struct phc_csv *c, struct phc_rec *rec)
{
	const char *s, *text, *last;

	do {
		s = split(c);
		text = c->buf + c->at;
		last = c->buf + c->have;
	} while (s == last && s - text <= PHC_FIELD_MAX && more(c));
	if (s == text || s - text > PHC_FIELD_MAX || (s == last && c->error))
		return false;
	*rec = (struct phc_rec){ c->line, c->n, text, c->end, c->sep };
	if (*s == '\r' && s + 1 < last)
		s++;
	if (*s != '\n')
		return false;
	c->at = (size_t)(s - c->buf) + (s < last);
	c->line++;
	return true;
}

/* Bytes from 'at' to the end of the line that starts 'from' bytes behind it. */
static size_t
line_end(struct phc_csv *c, size_t from)
{
	const char *lf;

	while ((lf = memchr(c->buf + c->at + from, '\n',
		    c->have - c->at - from)) == NULL) {
		from = c->have - c->at;
		if (from > PHC_RECORD_MAX || !more(c))
			return from;
	}
	return (size_t)(lf - c->buf) - c->at;
}

static void
skip_line(struct phc_csv *c)
{
	const char *lf;

	while ((lf = memchr(c->buf + c->at, '\n', c->have - c->at)) == NULL) {
		c->at = c->have;
		if (!more(c))
			return;
	}
	c->at = (size_t)(lf - c->buf) + 1;
	c->line++;
}

static void
field(void *s, size_t n, void *arg)
{
	struct phc_csv *c = arg;

	if (n > PHC_FIELD_MAX)
		c->why = long_field;
	phc_grow(&c->text, &c->texts, c->used + n + 1, 1);
	room(c, c->n + 1);
	memcpy(c->text + c->used, s, n);
	c->used += n;
	c->end[c->n++] = (uint32_t)c->used;
	c->text[c->used++] = '\0';
}

static void
record(int last, void *arg)
{
	struct phc_csv *c = arg;

	(void)last;
	c->ended = true;
}

/* Forget what libcsv was in the middle of. */
static void
restart(struct phc_csv *c)
{
	csv_set_opts(&c->csv, 0);
	csv_fini(&c->csv, NULL, NULL, NULL);
	csv_set_opts(&c->csv, CSV_STRICT | CSV_STRICT_FINI);
	c->n = c->used = 0;
	c->why = NULL;
	c->ended = false;
}

static bool
parse(struct phc_csv *c, const char *s, size_t n)
{
	size_t got = csv_parse(&c->csv, s, n, field, record, c);

	if (c->why == NULL && got < n && !c->ended)
		c->why = csv_error(&c->csv) != CSV_EPARSE ? long_field
			 : s[got] == '"' ? "quote in the middle of a field"
					 : "text after a closing quote";
	return c->why == NULL;
}

/*
 * The line's body goes in first, then its end: a record that ends before that
 * ended at a carriage return, and one that did not end is within quotes.
 */
static bool
parse_line(struct phc_csv *c, const char *s, size_t n, bool whole)
{
	size_t cr = whole && n > 0 && s[n - 1] == '\r';

	n -= cr;
	if (memchr(s, '\0', n) != NULL)
		c->why = "NUL byte";
	else if (parse(c, s, n) && c->ended)
		c->why = lone_cr;
	return c->why == NULL && (!whole || parse(c, s + n, cr + 1));
}

static int
unreadable(const struct phc_csv *c, struct phc_err *err)
{
	return phc_fail(
	    err, PHC_ESYS, "cannot read '%s': %s", c->name, strerror(c->error));
}

static int
refuse(struct phc_csv *c, struct phc_err *err, const char *why, size_t line)
{
	if (line == c->line)
		phc_fail(err, PHC_EDATA, "%s", why);
	else
		phc_fail(err, PHC_EDATA, "%s on line %zu", why, line);
	skip_line(c);
	return -1;
}

/*
 * A bad record costs its first line only, and what was read behind it is read
 * again.  That stays linear: each line within an open quote has an even number
 * of quotes, so that read again as a record it ends, well or badly, by itself.
 */
static int
irregular(struct phc_csv *c, struct phc_rec *rec, struct phc_err *err)
{
	size_t from = 0, to, line = c->line;
	bool whole = true;

	restart(c);
	for (; whole && !c->ended; from = to + whole, line++) {
		if ((to = line_end(c, from)) > PHC_RECORD_MAX)
			return refuse(
			    c, err, "record of more than 16 MiB", line);
		whole = c->at + to < c->have;
		if (!whole && c->error)
			return unreadable(c, err);
		if (!parse_line(c, c->buf + c->at + from, to - from, whole))
			return refuse(c, err, c->why, line);
	}
	if (csv_fini(&c->csv, field, record, c) == -1)
		return refuse(c, err, "quote never closed", c->line);
	if (c->why != NULL)
		return refuse(c, err, c->why, c->line);
	*rec = (struct phc_rec){ c->line, c->n, c->text, c->end, '\0' };
	c->at += from;
	c->line = line;
	return 1;
}

int
phc_csv_next(struct phc_csv *c, struct phc_rec *rec, struct phc_err *err)
{
	bool whole;
	size_t n;

	for (;; skip_line(c)) {
		if (!c->referee && plain(c, rec))
			return 1;
		rec->line = c->line;
		n = line_end(c, 0);
		whole = c->at + n < c->have;
		if (!whole && c->error)
			return unreadable(c, err);
		if (!whole && n == 0)
			return 0;
		if (n > 0 && c->buf[c->at] != '\r')
			return irregular(c, rec, err);
		if (!whole || n > 1) /* libcsv would skip it */
			return refuse(c, err, lone_cr, c->line);
	}
}

static bool
needs_quotes(struct phc_str field)
{
	size_t i;

	for (i = 0; i < field.n; i++)
		switch (field.s[i]) {
		case ',':
		case '"':
		case '\r':
		case '\n':
			return true;
		}
	return false;
}

static void
put_quoted(struct phc_out *o, const char *s, size_t n)
{
	const char *quote;

	phc_out_char(o, '"');
	while ((quote = memchr(s, '"', n)) != NULL) {
		phc_out_put(o, s, (size_t)(quote - s) + 1);
		phc_out_char(o, '"');
		n -= (size_t)(quote - s) + 1;
		s = quote + 1;
	}
	phc_out_put(o, s, n);
	phc_out_char(o, '"');
}

void
phc_csv_put(struct phc_out *o, struct phc_str field, bool alone)
{
	if (field.n == 0)
		phc_out_put(o, "\"\"", alone ? 2 : 0);
	else if (needs_quotes(field))
		put_quoted(o, field.s, field.n);
	else
		phc_out_put(o, field.s, field.n);
}

void
phc_csv_copy(
    struct phc_out *o, const struct phc_rec *rec, size_t from, size_t to)
{
	size_t at = from ? rec->end[from - 1] + 1 : 0;

	if (from >= to)
		return;
	if (rec->between == ',') {
		phc_out_put(o, rec->text + at, rec->end[to - 1] - at);
		return;
	}
	for (; from < to; from++) {
		phc_csv_put(o, phc_rec_field(rec, from), rec->n == 1);
		if (from + 1 < to)
			phc_out_char(o, ',');
	}
}
