/*
 * Whatever the bytes: both ways of reading say the same, and libcsv alone the
 * same again; it does not matter in what pieces they come; a bad record costs
 * its line and nothing else; what is written reads back.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <csv.h>

#include "phc/csv.h"
#include "prop.h"

enum { ROOM = 65536 }; /* of what is written */

struct bytes {
	char *s;
	size_t n, cap;
};

static void
add(struct bytes *b, const void *s, size_t n)
{
	phc_grow(&b->s, &b->cap, b->n + n + 1, 1);
	memcpy(b->s + b->n, s, n);
	b->n += n;
}

static void
add_size(struct bytes *b, size_t n)
{
	add(b, &n, sizeof(n));
}

static bool
equal(const struct bytes *a, const struct bytes *b)
{
	return a->n == b->n && (a->n == 0 || memcmp(a->s, b->s, a->n) == 0);
}

/* What a reader said: fields and ends of records; where each starts; bad lines;
 * what is wrong with each. */
struct heard {
	struct bytes fields, lines, bad, why;
};

static void
hear_field(void *s, size_t n, void *arg)
{
	struct heard *h = arg;

	add_size(&h->fields, n);
	add(&h->fields, s, n);
}

static void
hear_end(int last, void *arg)
{
	struct heard *h = arg;

	(void)last;
	add_size(&h->fields, SIZE_MAX);
}

static void
hear_nothing(struct heard *h)
{
	h->fields.n = h->lines.n = h->bad.n = h->why.n = 0;
}

static void
hear_record(struct heard *h, const struct phc_rec *rec)
{
	struct phc_str f;
	size_t i;

	for (i = 0; i < rec->n; i++) {
		f = phc_rec_field(rec, i);
		hear_field((void *)(uintptr_t)f.s, f.n, h);
	}
	hear_end(0, h);
	add_size(&h->lines, rec->line);
}

/* A stream of bytes that come in pieces of a random size up to 'most'. */
struct source {
	const char *s;
	size_t n, most;
};

static ssize_t
give(void *arg, char *buf, size_t n)
{
	struct source *from = arg;
	size_t some = 1 + below(from->most);

	n = n < some ? n : some;
	n = n < from->n ? n : from->n;
	memcpy(buf, from->s, n);
	from->s += n;
	from->n -= n;
	return (ssize_t)n;
}

enum way { DIRECT, REFEREE };

static void
hear(struct heard *h, const struct bytes *in, char sep, enum way way,
    size_t most, struct phc_out *copy)
{
	struct source from = { in->s, in->n, most };
	FILE *fp =
	    fopencookie(&from, "r", (cookie_io_functions_t){ .read = give });
	struct phc_csv *csv = phc_csv_new(fp, "in", sep);
	struct phc_rec rec;
	struct phc_err e;
	int got;

	hear_nothing(h);
	if (way == REFEREE)
		phc_csv_referee(csv);
	while ((got = phc_csv_next(csv, &rec, &e)) != 0) {
		if (got == -1) {
			add_size(&h->bad, rec.line);
			add(&h->why, e.msg, strlen(e.msg) + 1);
			continue;
		}
		hear_record(h, &rec);
		if (copy != NULL) {
			phc_csv_copy(copy, &rec, 0, rec.n);
			phc_out_char(copy, '\n');
		}
	}
	phc_csv_free(csv);
	fclose(fp);
}

static int
no_blank(unsigned char c)
{
	(void)c;
	return 0;
}

static bool
hear_libcsv(struct heard *h, const struct bytes *in, char sep)
{
	struct csv_parser p;
	bool good;

	hear_nothing(h);
	csv_init(&p, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_delim(&p, (unsigned char)sep);
	csv_set_space_func(&p, no_blank);
	good = csv_parse(&p, in->s, in->n, hear_field, hear_end, h) == in->n &&
	       csv_fini(&p, hear_field, hear_end, h) == 0;
	csv_free(&p);
	return good;
}

/* 'in' without the lines of which 'bad' has the numbers, which stay as blank
 * lines. */
static void
blank(struct bytes *out, const struct bytes *in, const struct bytes *bad)
{
	size_t at = 0, line = 1, next = 0, i;

	out->n = 0;
	add(out, "", 0);
	for (i = 0; i < in->n; i++) {
		if (at < bad->n)
			memcpy(&next, bad->s + at, sizeof(next));
		if (at == bad->n || line != next || in->s[i] == '\n')
			add(out, in->s + i, 1);
		if (in->s[i] == '\n') {
			at += at < bad->n && line == next ? sizeof(next) : 0;
			line++;
		}
	}
}

static bool
same_both_ways(const struct bytes *in, char sep)
{
	static struct heard direct, referee;

	hear(&direct, in, sep, DIRECT, 1 << 20, NULL);
	hear(&referee, in, sep, REFEREE, 1 + below(100), NULL);
	return equal(&direct.fields, &referee.fields) &&
	       equal(&direct.lines, &referee.lines) &&
	       equal(&direct.bad, &referee.bad) &&
	       equal(&direct.why, &referee.why);
}

static bool
bad_costs_its_line(const struct bytes *in, char sep)
{
	static struct heard all, good, libcsv;
	static struct bytes rest;

	hear(&all, in, sep, DIRECT, 1 + below(1 << 20), NULL);
	blank(&rest, in, &all.bad);
	hear(&good, &rest, sep, DIRECT, 1 << 20, NULL);
	return hear_libcsv(&libcsv, &rest, sep) && good.bad.n == 0 &&
	       equal(&good.fields, &all.fields) &&
	       equal(&good.lines, &all.lines) &&
	       equal(&good.fields, &libcsv.fields);
}

/* Copying makes house CSV of anything, if quotes do not make it too long. */
static bool
copy_reads_back(const struct bytes *in, char sep)
{
	static char buf[ROOM];
	static struct heard first_time, again;
	struct phc_out out = { buf, 0, -1, 0, "out" };
	struct bytes written = { buf, 0, 0 };

	hear(&first_time, in, sep, DIRECT, 1 << 20, &out);
	written.n = out.used;
	hear(&again, &written, ',', DIRECT, 1 << 20, NULL);
	return out.used > PHC_RECORD_MAX ||
	       (equal(&first_time.fields, &again.fields) && again.bad.n == 0);
}

/* Draw 'n' bytes, in runs, from a few of those that matter. */
static void
hostile(struct bytes *in, size_t n)
{
	static const char all[] = ",;\t\"\"\"\r\n\n\0a \xc3\xa9";
	char some[8];
	size_t kinds = 1 + below(sizeof(some)), i, run;

	for (i = 0; i < kinds; i++)
		some[i] = all[below(sizeof(all) - 1)];
	for (i = 0; i < n; i++) {
		char c = some[below(kinds)];

		for (run = below(32) ? 1 : below(200); run > 0; run--)
			add(in, &c, 1);
	}
}

static void
any_bytes(struct bytes *in)
{
	hostile(in, below(below(8) ? 40 : 300));
}

/* A field, a quoted one or records to where a block ends; then anything. */
static void
block_end(struct bytes *in)
{
	static const char *const unit[] = { "a", "\"\"", "\"\n", "ab\n",
		"a,b\r\n", "\"a\"\"\n\",b\n" };
	size_t kind = below(sizeof(unit) / sizeof(*unit));
	size_t block = PHC_BLOCK * (1 + below(2));

	if (kind == 1 || kind == 2)
		add(in, "\"a", 2);
	while (in->n < block)
		add(in, unit[kind], strlen(unit[kind]));
	in->n = block - below(PHC_BLOCK < 40 ? PHC_BLOCK : 40);
	hostile(in, below(80));
}

static void
show(const struct bytes *in, char sep)
{
	size_t i;

	printf("# separator %d, %zu bytes, the last:", sep, in->n);
	for (i = in->n > 500 ? in->n - 500 : 0; i < in->n; i++)
		printf("%s%02x", i % 32 ? " " : "\n# ", in->s[i] & 0xff);
	putchar('\n');
}

static void
law(const char *what, bool (*holds)(const struct bytes *, char),
    void (*input)(struct bytes *), long n)
{
	static struct bytes in;
	bool good = true;
	char sep = ',';

	for (; n > 0 && good; n--) {
		in.n = 0;
		input(&in);
		sep = ",,;\t"[below(4)];
		good = holds(&in, sep);
	}
	about("%s", what);
	if (!ok(good))
		show(&in, sep);
}

/* Write a random field; returns the line ends in it. */
static size_t
write_field(struct phc_out *out, struct heard *want, bool alone)
{
	static struct bytes f;
	size_t lines = 0, i;

	f.n = 0;
	hostile(&f, 10);
	f.n = below(10);
	for (i = 0; i < f.n; i++) {
		f.s[i] = f.s[i] != '\0' ? f.s[i] : 'x';
		lines += f.s[i] == '\n';
	}
	hear_field(f.s, f.n, want);
	phc_csv_put(out, (struct phc_str){ f.s, f.n }, alone);
	return lines;
}

static void
write_records(struct phc_out *out, struct heard *want)
{
	size_t records = below(5), line = 1, n, i;

	for (; records > 0; records--) {
		add_size(&want->lines, line++);
		n = 1 + below(5);
		for (i = 0; i < n; i++) {
			if (i > 0)
				phc_out_char(out, ',');
			line += write_field(out, want, n == 1);
		}
		hear_end(0, want);
		if (below(2))
			phc_out_char(out, '\r');
		phc_out_char(out, '\n');
	}
}

static void
written_reads_back(long n)
{
	static char buf[ROOM];
	static struct heard want, got;
	bool good = true;

	for (; n > 0 && good; n--) {
		struct phc_out out = { buf, 0, -1, 0, "out" };
		struct bytes in = { buf, 0, 0 };

		hear_nothing(&want);
		write_records(&out, &want);
		in.n = out.used;
		hear(&got, &in, ',', DIRECT, 1 << 20, NULL);
		good = equal(&want.fields, &got.fields) &&
		       equal(&want.lines, &got.lines) && got.bad.n == 0;
	}
	about("what is written reads back");
	ok(good);
}

int
main(void)
{
	bool small = PHC_BLOCK < 1000;
	long n = tries(small ? 300000 : 100000);
	long blocks = tries(small ? 100000 : 200);

	seeded();
	law("both ways say the same", same_both_ways, any_bytes, n);
	law("a bad record costs its line", bad_costs_its_line, any_bytes, n);
	law("a copy reads back", copy_reads_back, any_bytes, n);
	law("both ways, as a block ends", same_both_ways, block_end, blocks);
	law("a bad record, as a block ends", bad_costs_its_line, block_end,
	    blocks);
	written_reads_back(tries(100000));
	return done();
}
