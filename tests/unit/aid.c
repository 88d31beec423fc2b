/*
 * The aid against figures that others computed: aid-model, by a separate
 * implementation of the law; aid-independent, by another team's formalisation
 * of it.  LAW: CCH D823-16, CCH D823-17, CCH L832-3, CCH L442-2-1, CGI 1600-0
 * J, arrêté 2019-09-27 art. 7, arrêté 2019-09-27 art. 8, arrêté 2019-09-27 art.
 * 9, arrêté 2019-09-27 art. 10, arrêté 2019-09-27 art. 11, arrêté 2019-09-27
 * art. 12, arrêté 2019-09-27 art. 13, arrêté 2019-09-27 art. 14, arrêté
 * 2019-09-27 art. 15, arrêté 2019-09-27 art. 16, arrêté 2018-02-27 art. 1,
 * arrêté 2018-02-27 art. 2
 */
#include <stddef.h>
#include <stdlib.h>

#include "phc/aid.h"
#include "phc/date.h"
#include "tap.h"

/* The columns of the two files: what a case is, and what it comes to. */
enum { MONTH, ZONE, PAIR, DEPENDANTS, RENT, R, SHARED, COLOC, ROOM, AGREED };

static const struct {
	const char *name;
	int places;
} inputs[] = { { "month", 0 }, { "zone", 0 }, { "couple", 0 },
	{ "dependants", 0 }, { "rent", 2 }, { "R", 2 }, { "shared", 0 },
	{ "coloc", 0 }, { "room", 0 }, { "convention", 0 } };

enum { INPUTS = sizeof(inputs) / sizeof(*inputs) };

static const struct {
	const char *name;
	int places;
	size_t at;
} wanted[] = {
	{ "L_ceiling", 2, offsetof(struct phc_aid_result, ceiling) },
	{ "C", 2, offsetof(struct phc_aid_result, charges) },
	{ "P0", 2, offsetof(struct phc_aid_result, p0) },
	{ "TF", 5, offsetof(struct phc_aid_result, tf) },
	{ "R0", 2, offsetof(struct phc_aid_result, r0) },
	{ "Pp", 2, offsetof(struct phc_aid_result, pp) },
	{ "A0", 2, offsetof(struct phc_aid_result, formula) },
	{ "RLS", 2, offsetof(struct phc_aid_result, rls) },
	{ "gross", 2, offsetof(struct phc_aid_result, gross) },
	{ "net", 2, offsetof(struct phc_aid_result, net) },
};

enum { WANTED = sizeof(wanted) / sizeof(*wanted) };

struct file {
	int in[INPUTS], out[WANTED];
	struct phc_aid *aid; /* of the last month */
	int64_t month;
	size_t rows, bad, figures;
};

static void
header(struct file *f, const struct phc_rec *rec)
{
	int i;
	size_t k;

	for (i = 0; i < INPUTS + WANTED; i++) {
		const char *name =
		    i < INPUTS ? inputs[i].name : wanted[i - INPUTS].name;
		int *at = i < INPUTS ? &f->in[i] : &f->out[i - INPUTS];

		*at = -1;
		for (k = 0; k < rec->n; k++)
			if (phc_str_is(phc_rec_field(rec, k), phc_str(name)))
				*at = (int)k;
	}
}

static int64_t
number(const struct phc_rec *rec, int at, int places)
{
	int64_t v = PHC_UNKNOWN;

	if (at >= 0)
		phc_decimal_parse(
		    phc_rec_field(rec, (size_t)at), places, &v, NULL);
	return v;
}

static void
month(struct file *f, const struct phc_rec *rec)
{
	int64_t m = 0;
	struct phc_err e;

	phc_month_parse(phc_rec_field(rec, (size_t)f->in[MONTH]), &m, NULL);
	if (f->aid != NULL && m == f->month)
		return;
	phc_aid_free(f->aid);
	f->month = m;
	if ((f->aid = phc_aid_open(NULL, m + 14, &e)) == NULL) {
		printf("Bail out! %s\n", e.msg);
		exit(1);
	}
}

static void
row(struct file *f, const struct phc_rec *rec)
{
	struct phc_aid_result o;
	int64_t v[INPUTS], want, got;
	struct phc_aid_case c;
	size_t i;

	month(f, rec);
	for (i = 0; i < INPUTS; i++)
		v[i] = number(rec, f->in[i], inputs[i].places);
	c = (struct phc_aid_case){ .zone = v[ZONE],
		.dependants = v[DEPENDANTS],
		.couple = v[PAIR] == 1,
		.shared = v[SHARED] == 1 || v[COLOC] == 1,
		.room = v[ROOM] == 1,
		.convention = v[AGREED] != 0, /* all are, where none says */
		.rent = v[RENT],
		.resources = v[R] };
	f->rows++;
	if (phc_aid(f->aid, &c, &o, NULL, NULL) == -1)
		f->bad++;
	for (i = 0; i < WANTED; i++) {
		want = number(rec, f->out[i], wanted[i].places);
		memcpy(&got, (char *)&o + wanted[i].at, sizeof(got));
		if (want == PHC_UNKNOWN)
			continue;
		f->figures++;
		f->bad += got != want;
		if (got != want && f->bad < 10)
			printf("# line %zu: %s is %" PRId64 ", not %" PRId64
			       "\n",
			    rec->line, wanted[i].name, got, want);
	}
}

static void
vectors(const char *name, size_t rows, size_t figures)
{
	struct file f = { .rows = 0 };
	FILE *fp = fopen(name, "r");
	struct phc_csv *csv;
	struct phc_rec rec;

	about("%s", name);
	if (!ok(fp != NULL))
		return;
	csv = phc_csv_new(fp, name, ',');
	if (phc_csv_next(csv, &rec, NULL) == 1)
		header(&f, &rec);
	while (phc_csv_next(csv, &rec, NULL) == 1)
		row(&f, &rec);
	is(f.rows, rows);
	is(f.figures, figures * rows);
	is(f.bad, 0);
	phc_aid_free(f.aid);
	phc_csv_free(csv);
	fclose(fp);
}

static const struct phc_aid_case alone = {
	.zone = 2, .rent = 42037, .resources = 950000, .convention = true
};

/* The example of the law note, 2025-11: each step of it. */
static void
worked(void)
{
	struct phc_aid *aid = phc_aid_open(NULL, 20408, NULL);
	struct phc_aid_result o;
	struct phc_aid_case c = alone;
	int64_t rls;

	about("2025-11, zone 2, alone, rent 420.37, R 9500");
	is(phc_aid(aid, &c, &o, NULL, NULL), 0);
	is(o.rent, 29034);   /* LAW: arrêté 2019-09-27 art. 7 */
	is(o.charges, 6059); /* LAW: arrêté 2019-09-27 art. 9 */
	is(o.p0, 3956);
	is(o.rl, 10000);
	is(o.tl, 305);
	is(o.tf, 2830);
	is(o.r0, 523500);
	is(o.pp, 17327); /* LAW: CCH D823-17 */
	is(o.formula, 17766);
	is(o.low, 72585);
	is(o.degressed, 17766);
	is(o.reduced, 17266);
	is(o.whole, 17186);
	is(o.rls_aid, 3413);
	is(o.gross, 13773);
	is(o.net, 13704); /* LAW: CCH L832-3 */
	about("RLS and its rounding break monotony, by law");
	c.resources = 1070000;
	phc_aid(aid, &c, &o, NULL, NULL);
	is(o.net, 10005);
	is(phc_rls(aid, &c, &rls, NULL, NULL), 0);
	is(rls, o.rls);
	ok(rls > 0);
	c.resources = 1080000;
	phc_aid(aid, &c, &o, NULL, NULL);
	is(o.net, 13100);
	is(o.rls, 0);
	phc_aid_free(aid);
}

static int seen;

static void
count(const struct phc_figure *f, void *arg)
{
	(void)arg;
	seen += f->row.source.n > 0 && f->table != NULL;
}

static void
refusals(void)
{
	const struct phc_uses uses = { count, NULL };
	struct phc_aid *aid;
	struct phc_aid_result o;
	struct phc_aid_case c = alone;
	struct phc_err e;

	about("before the tables");
	ok(phc_aid_open(NULL, 0, &e) == NULL);
	is(e.code, PHC_ELAW);
	like(e.msg, "^apl-rent-ceilings: nothing in force on 1970-01-01 for 1 "
		    "single: add the rows$");
	about("what a case cannot be");
	aid = phc_aid_open(NULL, 16071, &e); /* 2014-01-01 */
	c.zone = 4;
	is(phc_aid(aid, &c, &o, NULL, &e), -1);
	is_str(e.msg, "zone: not 1, 2 or 3");
	c.zone = 2, c.dependants = 21;
	is(phc_aid(aid, &c, &o, NULL, &e), -1);
	is_str(e.msg, "dependants: not from 0 to 20");
	c.dependants = 10;
	is(phc_aid(aid, &c, &o, NULL, &e), -1);
	is_str(e.msg, "apl-r0: nothing for 10 dependants: add the rows");
	is(e.code, PHC_ELAW);
	c.dependants = 0, c.rent = -1;
	is(phc_aid(aid, &c, &o, NULL, &e), -1);
	is_str(e.msg, "rent: below 0 or above 10000000.00");
	c.rent = 1, c.resources = -1;
	is(phc_aid(aid, &c, &o, NULL, &e), -1);
	is_str(e.msg, "resources: below 0 or above 1000000000.00");
	about("each figure taken has its text");
	c = alone;
	is(phc_aid(aid, &c, &o, &uses, &e), 0);
	is(seen, 16);
	phc_aid_free(aid);
	phc_aid_free(NULL);
}

int
main(void)
{
	vectors("tests/data/vectors/aid-model.csv", 3000, 10);
	vectors("tests/data/vectors/aid-independent.csv", 1000, 7);
	worked();
	refusals();
	return done();
}
