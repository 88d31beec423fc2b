/*
 * Tables small enough to be worked out by hand.
 */
#include "phc/disclosure.h"
#include "tap.h"

enum { CELLS = 12, SUMS = 8, PARTS = 4 };

struct example {
	const char *what;
	int64_t k;
	struct {
		enum phc_cell kind;
		int64_t count;
		int masked; /* or -1: whichever */
	} cell[CELLS];
	size_t n;
	struct {
		uint32_t total, part[PARTS];
		size_t n;
	} sum[SUMS];
	size_t nsums;
	size_t complementary;
	const char *fails; /* or NULL */
};

#define FREE PHC_CELL_FREE
#define KNOWN PHC_CELL_KNOWN
#define WITHHELD PHC_CELL_WITHHELD
#define IMPLIED PHC_CELL_IMPLIED

static const struct example examples[] = {
	{ "nothing small", 5,
	    { { FREE, 7, 0 }, { FREE, 9, 0 }, { FREE, 16, 0 } }, 3,
	    { { 2, { 0, 1 }, 2 } }, 1, 0, NULL },
	{ "a cell below k alone", 5, { { FREE, 3, 1 } }, 1, { { 0 } }, 0, 0,
	    NULL },
	{ "k itself is shown", 5, { { FREE, 5, 0 }, { FREE, 4, 1 } }, 2,
	    { { 0 } }, 0, 0, NULL },
	{ "a zero is shown", 5, { { FREE, 0, 0 } }, 1, { { 0 } }, 0, 0, NULL },
	{ "one margin: the smallest other part", 5,
	    { { FREE, 3, 1 }, { FREE, 9, 0 }, { FREE, 7, 1 }, { FREE, 19, 0 } },
	    4, { { 3, { 0, 1, 2 }, 3 } }, 1, 1, NULL },
	{ "a zero is not wide enough beside 3", 5,
	    { { FREE, 3, 1 }, { FREE, 0, 0 }, { FREE, 7, 1 }, { FREE, 10, 0 } },
	    4, { { 3, { 0, 1, 2 }, 3 } }, 1, 1, NULL },
	{ "two small parts, and their sum too narrow", 5,
	    { { FREE, 1, 1 }, { FREE, 2, 1 }, { FREE, 9, 1 }, { FREE, 12, 0 } },
	    4, { { 3, { 0, 1, 2 }, 3 } }, 1, 1, NULL },
	{ "a total below k is masked", 5,
	    { { FREE, 1, 1 }, { FREE, 3, 1 }, { FREE, 0, 0 }, { FREE, 4, 1 } },
	    4, { { 3, { 0, 1, 2 }, 3 } }, 1, 0, NULL },
	{ "two by two: all four", 5,
	    { { FREE, 3, 1 }, { FREE, 8, 1 }, { FREE, 9, 1 }, { FREE, 7, 1 },
		{ FREE, 11, 0 }, { FREE, 16, 0 }, { FREE, 12, 0 },
		{ FREE, 15, 0 }, { FREE, 27, 0 } },
	    9,
	    { { 4, { 0, 1 }, 2 }, { 5, { 2, 3 }, 2 }, { 6, { 0, 2 }, 2 },
		{ 7, { 1, 3 }, 2 }, { 8, { 4, 5 }, 2 }, { 8, { 6, 7 }, 2 } },
	    6, 3, NULL },
	{ "the same cell in two sheets", 5, { { FREE, 2, 1 }, { FREE, 2, 1 } },
	    2, { { 0, { 1 }, 1 } }, 1, 0, NULL },
	{ "masked in one sheet, so that its twin is in the other", 5,
	    { { FREE, 3, 1 }, { FREE, 8, 1 }, { KNOWN, 11, 0 }, { FREE, 8, 1 },
		{ FREE, 10, 1 }, { KNOWN, 18, 0 } },
	    6, { { 2, { 0, 1 }, 2 }, { 3, { 1 }, 1 }, { 5, { 3, 4 }, 2 } }, 3,
	    3, NULL },
	{ "a month between two cumulated figures", 5,
	    { { FREE, 20, -1 }, { FREE, 2, 1 }, { FREE, 22, -1 } }, 3,
	    { { 2, { 0, 1 }, 2 } }, 1, 1, NULL },
	{ "the last month was published: this one's total goes", 5,
	    { { KNOWN, 20, 0 }, { FREE, 2, 1 }, { FREE, 22, 1 } }, 3,
	    { { 2, { 0, 1 }, 2 } }, 1, 1, NULL },
	{ "months against the year", 5,
	    { { FREE, 6, 0 }, { FREE, 1, 1 }, { FREE, 5, 1 }, { FREE, 12, 0 } },
	    4, { { 3, { 0, 1, 2 }, 3 } }, 1, 1, NULL },
	{ "what was masked stays so", 5,
	    { { WITHHELD, 30, 1 }, { FREE, 9, 1 }, { FREE, 39, 0 } }, 3,
	    { { 2, { 0, 1 }, 2 } }, 1, 1, NULL },
	{ "a total published below k, and all its parts", 5,
	    { { FREE, 1, 1 }, { FREE, 2, 1 }, { KNOWN, 3, 0 } }, 3,
	    { { 2, { 0, 1 }, 2 } }, 1, 0,
	    "cell 0 can be inferred within less than 4" },
	{ "the rest was published", 5,
	    { { FREE, 1, 1 }, { KNOWN, 9, 0 }, { KNOWN, 10, 0 } }, 3,
	    { { 2, { 0, 1 }, 2 } }, 1, 0,
	    "cell 0 can be inferred within less than 4" },
	{ "the few that a percentage leaves", 5,
	    { { FREE, 18, 1 }, { IMPLIED, 2, 0 }, { FREE, 20, 0 } }, 3,
	    { { 2, { 0, 1 }, 2 } }, 1, 1, NULL },
	{ "the many that a percentage leaves", 5,
	    { { FREE, 12, 0 }, { IMPLIED, 8, 0 }, { FREE, 20, 0 } }, 3,
	    { { 2, { 0, 1 }, 2 } }, 1, 0, NULL },
	{ "none left: a hundred per cent", 5,
	    { { FREE, 20, 0 }, { IMPLIED, 0, 0 }, { FREE, 20, 0 } }, 3,
	    { { 2, { 0, 1 }, 2 } }, 1, 0, NULL },
	{ "eleven, for the public", 11,
	    { { FREE, 10, 1 }, { FREE, 30, 0 }, { FREE, 12, 1 },
		{ FREE, 52, 0 } },
	    4, { { 3, { 0, 1, 2 }, 3 } }, 1, 1, NULL },
	{ "not its sum", 5, { { FREE, 6, 0 }, { FREE, 7, 0 } }, 2,
	    { { 0, { 1 }, 1 } }, 1, 0, "cell 0: not the sum of its parts" },
	{ "no such part", 5, { { FREE, 6, 0 } }, 1, { { 0, { 9 }, 1 } }, 1, 0,
	    "cell 0: in a sum, no such cell" },
	{ "a part twice", 5, { { FREE, 6, 0 }, { FREE, 3, 0 } }, 2,
	    { { 0, { 1, 1 }, 2 } }, 1, 0, "cell 0: a sum of one cell twice" },
	{ "a sum of itself", 5, { { FREE, 6, 0 }, { FREE, 0, 0 } }, 2,
	    { { 0, { 0, 1 }, 2 } }, 1, 0, "cell 0: a sum of itself" },
	{ "below zero", 5, { { FREE, -1, 0 } }, 1, { { 0 } }, 0, 0,
	    "cell 0: not a count" },
};

static struct phc_disclosure *
disclose(const struct example *e)
{
	struct phc_disclosure *d = phc_disclosure_new(e->k);
	uint32_t i;

	for (i = 0; i < e->n; i++)
		phc_disclosure_cell(d, i, e->cell[i].kind, e->cell[i].count);
	for (i = 0; i < e->nsums; i++)
		phc_disclosure_sum(
		    d, e->sum[i].total, e->sum[i].part, e->sum[i].n);
	return d;
}

static void
work_out(const struct example *e)
{
	struct phc_disclosure *d = disclose(e);
	struct phc_err err = { .code = PHC_OK };
	uint32_t cell = UINT32_MAX, i;
	int rc;

	about("%s", e->what);
	rc = phc_disclosure_mask(d, &cell, &err);
	is(rc, e->fails == NULL ? 0 : -1);
	if (e->fails != NULL) {
		is_str(err.msg, e->fails);
		is(err.code, PHC_EDATA);
		is(cell, 0);
	}
	for (i = 0; i < e->n && rc == 0; i++)
		if (e->cell[i].masked >= 0)
			is(phc_disclosure_masked(d, i), e->cell[i].masked);
	if (rc == 0) {
		is(phc_disclosure_loss(d).complementary, e->complementary);
		ok(phc_disclosure_loss(d).least);
	}
	phc_disclosure_free(d);
}

static void
ties(void)
{
	struct phc_disclosure *d = phc_disclosure_new(PHC_K_PARTNERS);
	struct phc_loss l;

	about("figures tied to cells");
	phc_disclosure_cell(d, 70, PHC_CELL_FREE, 3);
	phc_disclosure_cell(d, 5, PHC_CELL_FREE, 40);
	phc_disclosure_tie(d, 1, 70);
	phc_disclosure_tie(d, 1, 5);
	phc_disclosure_tie(d, 2, 5);
	is(phc_disclosure_mask(d, NULL, NULL), 0);
	ok(phc_disclosure_tied(d, 1));
	ok(!phc_disclosure_tied(d, 2));
	ok(!phc_disclosure_tied(d, 3));
	ok(!phc_disclosure_masked(d, 6));
	l = phc_disclosure_loss(d);
	is(l.cells, 2);
	is(l.primary, 1);
	is(l.complementary, 0);
	is(l.counts, 0);
	ok(phc_disclosure_table(d, 70, true, 70) -
		phc_disclosure_table(d, 70, false, 70) >=
	    PHC_K_PARTNERS - 1);
	is(phc_disclosure_table(d, 70, true, 5), 40);
	phc_disclosure_free(d);
}

static void
by_hand(void)
{
	struct phc_disclosure *d = phc_disclosure_new(5);
	const uint32_t part[] = { 1, 2 };
	struct phc_err err;
	uint32_t cell = 0;

	about("a masking of one's own");
	phc_disclosure_cell(d, 1, PHC_CELL_FREE, 3);
	phc_disclosure_cell(d, 2, PHC_CELL_FREE, 9);
	phc_disclosure_cell(d, 3, PHC_CELL_FREE, 12);
	phc_disclosure_sum(d, 3, part, 2);
	phc_disclosure_sum(d, 3, part, 2);
	is(phc_disclosure_primary(d, NULL, NULL), 0);
	is(phc_disclosure_audit(d, &cell, &err), -1);
	is(cell, 1);
	is_str(err.msg, "cell 1 can be inferred within less than 4");
	phc_disclosure_put(d, 3, true);
	is(phc_disclosure_audit(d, &cell, &err), 0);
	phc_disclosure_put(d, 3, false);
	is(phc_disclosure_audit(d, &cell, &err), -1);
	phc_disclosure_free(d);
	phc_disclosure_free(NULL);

	about("a cell twice");
	d = phc_disclosure_new(5);
	phc_disclosure_cell(d, 4, PHC_CELL_FREE, 3);
	phc_disclosure_cell(d, 4, PHC_CELL_FREE, 3);
	is(phc_disclosure_mask(d, &cell, &err), -1);
	is(cell, 4);
	is_str(err.msg, "cell 4: given twice");
	phc_disclosure_free(d);

	about("nothing");
	d = phc_disclosure_new(5);
	is(phc_disclosure_mask(d, &cell, &err), 0);
	phc_disclosure_free(d);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof(examples) / sizeof(*examples); i++)
		work_out(&examples[i]);
	ties();
	by_hand();
	return done();
}
