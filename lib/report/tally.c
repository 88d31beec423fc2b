#include <stdlib.h>

#include "phc/text.h"
#include "report.h"

struct cell
cell_text(struct phc_str s)
{
	return (
	    struct cell){ .format = FORMAT_TEXT, .den = s.n > 0, .text = s };
}

static struct cell
number(enum format format, int64_t num, int64_t den)
{
	return (struct cell){ .format = format,
		.num = num,
		.den = num == PHC_UNKNOWN ? 0 : den };
}

struct cell
cell_count(int64_t n)
{
	return number(FORMAT_COUNT, n, 1);
}

/* How a column's numbers are written, and by what they are divided. */
static const struct {
	enum format format;
	int64_t den;
} of_type[PHC_INSEE + 1] = {
	[PHC_INT] = { FORMAT_COUNT, 1 },
	[PHC_MONEY] = { FORMAT_MONEY, 100 },
	[PHC_PERCENT] = { FORMAT_PERCENT, 10000 },
	[PHC_AREA] = { FORMAT_AREA, 100 },
};

bool
tally_can(const struct field *f)
{
	bool amount = f->fact != NULL && of_type[f->fact->column->type].den > 0;

	switch (f->op) {
	case OP_SHOW:
		return amount || (f->fact != NULL &&
				     (f->fact->nwords > 0 ||
					 f->fact->column->type <= PHC_LIST));
	case OP_COUNT:
		return f->fact != NULL;
	case OP_SUM:
	case OP_MEDIAN:
		return amount;
	default:
		return true;
	}
}

/* 'v' of a fact, as the sum or the median of 'n' values of it. */
static struct cell
amount(const struct fact *f, int64_t v, int64_t n)
{
	enum phc_type type = f->column->type;

	return number(of_type[type].format, v, of_type[type].den * n);
}

struct cell
tally_show(const struct field *f, const struct row *row)
{
	const struct fact *fact = f->fact;
	struct value v = row->v[fact->at];
	size_t w;

	if (fact->column->type <= PHC_LIST)
		return cell_text(v.s);
	if (fact->nwords == 0)
		return amount(fact, v.n, 1);
	w = fact_word(fact, v.n);
	return cell_text(w < fact->nwords ? phc_str(fact->word[w].label)
					  : (struct phc_str){ "", 0 });
}

static int
compare_text(struct phc_str a, struct phc_str b)
{
	char abuf[PHC_FOLD_MAX], bbuf[PHC_FOLD_MAX];
	struct phc_str fa = phc_fold(a, abuf, sizeof(abuf));
	struct phc_str fb = phc_fold(b, bbuf, sizeof(bbuf));
	int c = str_compare(fa, fb);

	return c ? c : str_compare(a, b);
}

int
tally_compare(const struct field *f, const struct row *a, const struct row *b)
{
	const struct fact *fact = f->fact;
	struct value va = a->v[fact->at], vb = b->v[fact->at];

	if (fact->column->type <= PHC_LIST) {
		if (va.s.n == 0 || vb.s.n == 0)
			return (va.s.n == 0) - (vb.s.n == 0);
		return compare_text(va.s, vb.s);
	}
	if (fact->nwords > 0) {
		va.n = (int64_t)fact_word(fact, va.n);
		vb.n = (int64_t)fact_word(fact, vb.n);
	} else if (va.n == PHC_UNKNOWN || vb.n == PHC_UNKNOWN)
		return (va.n == PHC_UNKNOWN) - (vb.n == PHC_UNKNOWN);
	return (va.n > vb.n) - (va.n < vb.n);
}

/* Whether a row is among those that a field counts. */
static bool
counts(const struct field *f, const struct row *row)
{
	struct value v;
	size_t w;

	if (f->fact == NULL)
		return true;
	v = row->v[f->fact->at];
	if (f->words == 0)
		return v.n != PHC_UNKNOWN || v.s.n > 0;
	w = fact_word(f->fact, v.n);
	return w < f->fact->nwords && (f->words >> w & 1);
}

static int64_t
count(const struct field *f, struct row *const *row, size_t n)
{
	int64_t c = 0;

	for (; n > 0; n--)
		c += counts(f, *row++);
	return c;
}

static int
compare_numbers(const void *pa, const void *pb)
{
	int64_t a = *(const int64_t *)pa, b = *(const int64_t *)pb;

	return (a > b) - (a < b);
}

/* The known values of a fact, in order. */
static size_t
values(const struct fact *f, struct row *const *row, size_t n, int64_t **out)
{
	size_t i, k = 0, cap = 0;

	*out = NULL;
	for (i = 0; i < n; i++) {
		if (row[i]->v[f->at].n == PHC_UNKNOWN)
			continue;
		phc_grow(out, &cap, k + 1, sizeof(**out));
		(*out)[k++] = row[i]->v[f->at].n;
	}
	if (k > 0)
		qsort(*out, k, sizeof(**out), compare_numbers);
	return k;
}

static struct cell
median(const struct fact *f, struct row *const *row, size_t n)
{
	int64_t *v;
	size_t k = values(f, row, n, &v);
	struct cell c = k == 0 ? amount(f, PHC_UNKNOWN, 1)
			       : amount(f, v[(k - 1) / 2] + v[k / 2], 2);

	free(v);
	return c;
}

static struct cell
sum(const struct fact *f, struct row *const *row, size_t n)
{
	int64_t total = PHC_UNKNOWN, v;

	for (; n > 0; n--)
		if ((v = (*row++)->v[f->at].n) != PHC_UNKNOWN)
			total = total == PHC_UNKNOWN ? v : total + v;
	return amount(f, total, 1);
}

static int64_t
dwellings(struct row *const *row, size_t n)
{
	int64_t c = 0;

	for (; n > 0; n--)
		c += (*row++)->first;
	return c;
}

static struct cell
share(const struct field *f, struct row *const *row, size_t n, size_t all)
{
	if (f->fact != NULL)
		all = n;
	return number(FORMAT_PERCENT, count(f, row, n), (int64_t)all);
}

struct cell
tally(const struct field *f, struct row *const *row, size_t n, size_t all)
{
	if (f->fact != NULL && !f->fact->there)
		return cell_count(PHC_UNKNOWN);
	switch (f->op) {
	case OP_HOUSEHOLDS:
		return cell_count((int64_t)n);
	case OP_DWELLINGS:
		return cell_count(dwellings(row, n));
	case OP_COUNT:
		return cell_count(count(f, row, n));
	case OP_SHARE:
		return share(f, row, n, all);
	case OP_SUM:
		return sum(f->fact, row, n);
	case OP_MEDIAN:
		return median(f->fact, row, n);
	default:
		return cell_count(PHC_UNKNOWN);
	}
}
