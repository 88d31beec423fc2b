/*
 * What is masked cannot be inferred: by the proofs that come with it, and in
 * small tables by all the tables that there are.
 */
#include "../disclosure.h"

enum { BASE = 6, MOST = 64 };

/* Small tables, as what each cell counts of BASE cells at most. */
struct small {
	struct linked l;
	uint64_t of[MOST];
	int nbase;
};

static const int64_t none = INT64_MAX;

static void
expand(struct small *s)
{
	const struct link *k;
	uint32_t i;
	size_t p;
	int a, b, m, n = 0;

	memset(s->of, 0, sizeof(s->of));
	for (a = 0; a < s->l.dim[0]; a++)
		for (b = 0; b < s->l.dim[1]; b++)
			for (m = 0; m < s->l.dim[2]; m++)
				s->of[at(&s->l, a, b, m)] = 1U << n++;
	s->nbase = n;
	for (i = 0; i < s->l.nsums; i++) {
		k = &s->l.sum[i];
		for (p = 0; p < k->n; p++)
			s->of[k->total] |= s->of[k->part[p]];
	}
}

static void
random_kinds(struct linked *l)
{
	uint64_t known = below(3) == 0 ? 12 : 1000;
	uint32_t i;

	for (i = 0; i < l->ncells; i++)
		l->cell[i].kind = below(known) == 0 ? PHC_CELL_KNOWN
				  : below(40) == 0  ? PHC_CELL_WITHHELD
				  : below(30) == 0  ? PHC_CELL_IMPLIED
						    : PHC_CELL_FREE;
}

static void
random_small(struct small *s)
{
	static const int dims[][AXES] = { { 2, 2, 1 }, { 1, 3, 1 }, { 1, 2, 2 },
		{ 2, 3, 1 }, { 1, 2, 3 }, { 1, 5, 1 }, { 1, 1, 4 } };

	make_linked(&s->l, between(2, 4), dims[below(7)], below(3) == 0,
	    between(0, 14));
	random_kinds(&s->l);
	expand(s);
}

static bool
is_secret(const struct small *s, const struct phc_disclosure *d, uint32_t i)
{
	const struct one *c = &s->l.cell[i];

	return phc_disclosure_masked(d, i) ||
	       (c->kind == PHC_CELL_IMPLIED && c->count > 0 &&
		   c->count < s->l.k);
}

struct brute {
	const struct small *s;
	const bool *shown;
	int64_t base[BASE], low[MOST], high[MOST];
};

/* The sum of cell 'i' over the first 'n' base cells. */
static int64_t
sum_of(const struct brute *b, uint32_t i, int n)
{
	int64_t sum = 0;
	int k;

	for (k = 0; k < n; k++)
		if (b->s->of[i] >> k & 1)
			sum += b->base[k];
	return sum;
}

static bool
possible(const struct brute *b, int n)
{
	const struct linked *l = &b->s->l;
	int64_t sum;
	uint32_t i;

	for (i = 0; i < l->ncells; i++) {
		if (!b->shown[i])
			continue;
		sum = sum_of(b, i, n);
		if (sum > l->cell[i].count ||
		    (b->s->of[i] >> n == 0 && sum != l->cell[i].count))
			return false;
	}
	return true;
}

static void
every_table(struct brute *b, int n, int64_t cap)
{
	uint32_t i;
	int64_t v;

	if (!possible(b, n))
		return;
	if (n < b->s->nbase) {
		for (b->base[n] = 0; b->base[n] <= cap; b->base[n]++)
			every_table(b, n + 1, cap);
		return;
	}
	for (i = 0; i < b->s->l.ncells; i++) {
		v = sum_of(b, i, n);
		if (v < b->low[i])
			b->low[i] = v;
		if (v > b->high[i])
			b->high[i] = v;
	}
}

/* A secret cell that is too narrow, by all tables; or NOBODY. */
static uint32_t
narrow(const struct small *s, const bool *secret, const bool *shown)
{
	struct brute b = { .s = s, .shown = shown };
	int64_t cap = s->l.k + 1;
	uint32_t i;

	for (i = 0; i < s->l.ncells; i++) {
		b.low[i] = none;
		b.high[i] = -1;
		if (s->of[i] < 1U << BASE && s->l.cell[i].count + s->l.k > cap)
			cap = s->of[i] & (s->of[i] - 1)
				  ? cap
				  : s->l.cell[i].count + s->l.k;
	}
	every_table(&b, 0, cap);
	for (i = 0; i < s->l.ncells; i++)
		if (secret[i] && b.high[i] - b.low[i] < s->l.k - 1)
			return i;
	return UINT32_MAX;
}

/* The same, of what 'd' masks. */
static bool
safe(const struct small *s, const struct phc_disclosure *d)
{
	bool secret[MOST], shown[MOST];
	uint32_t i;

	for (i = 0; i < s->l.ncells; i++) {
		secret[i] = is_secret(s, d, i);
		shown[i] = !phc_disclosure_masked(d, i) &&
			   s->l.cell[i].kind != PHC_CELL_IMPLIED;
	}
	return narrow(s, secret, shown) == UINT32_MAX;
}

static bool
proved(const struct linked *l, const struct phc_disclosure *d, uint32_t of,
    bool highest)
{
	const struct link *s;
	uint32_t i;
	int64_t v, sum;
	size_t p;

	for (i = 0; i < l->ncells; i++) {
		v = phc_disclosure_table(d, of, highest, i);
		if (v < 0)
			return false;
		if (!phc_disclosure_masked(d, i) && v != l->cell[i].count &&
		    l->cell[i].kind != PHC_CELL_IMPLIED)
			return false;
	}
	for (i = 0; i < l->nsums; i++) {
		s = &l->sum[i];
		sum = -phc_disclosure_table(d, of, highest, s->total);
		for (p = 0; p < s->n; p++)
			sum += phc_disclosure_table(d, of, highest, s->part[p]);
		if (sum != 0)
			return false;
	}
	return true;
}

/* Every masked cell's two tables, looked at from outside. */
static bool
all_proved(const struct linked *l, const struct phc_disclosure *d)
{
	uint32_t i;

	for (i = 0; i < l->ncells; i++) {
		if (l->cell[i].kind == PHC_CELL_FREE && l->cell[i].count > 0 &&
		    l->cell[i].count < l->k && !phc_disclosure_masked(d, i))
			return false;
		if (phc_disclosure_masked(d, i) &&
		    (phc_disclosure_table(d, i, true, i) -
				phc_disclosure_table(d, i, false, i) <
			    l->k - 1 ||
			!proved(l, d, i, true) || !proved(l, d, i, false)))
			return false;
	}
	return true;
}

/* The audit says what all tables say, whatever is masked. */
static void
audits(void)
{
	long i, n = tries(1500), wrong = 0, good = 0;
	struct phc_disclosure *d;
	struct phc_err err;
	struct small s;
	uint32_t c;
	bool passed;

	for (i = 0; i < n; i++) {
		random_small(&s);
		d = disclose(&s.l);
		phc_disclosure_primary(d, NULL, NULL);
		for (c = 0; c < s.l.ncells; c++)
			if (below(3) == 0)
				phc_disclosure_put(d, c, true);
		passed = phc_disclosure_audit(d, NULL, &err) == 0;
		good += passed;
		wrong += passed != safe(&s, d);
		phc_disclosure_free(d);
		free_linked(&s.l);
	}
	about("audits");
	is(wrong, 0);
	ok(good > n / 10 && good < n * 9 / 10);
}

struct lost {
	int64_t cells, zeros, counts;
};

static struct lost
lost(const struct phc_disclosure *d)
{
	struct phc_loss l = phc_disclosure_loss(d);

	return (struct lost){ (int64_t)l.complementary, (int64_t)l.zeros,
		l.counts };
}

static bool
less(struct lost a, struct lost b)
{
	if (a.cells != b.cells)
		return a.cells < b.cells;
	if (a.zeros != b.zeros)
		return a.zeros < b.zeros;
	return a.counts < b.counts;
}

/* The least that can be lost, by every choice and all tables. */
static struct lost
least(const struct small *s)
{
	struct phc_disclosure *d = disclose(&s->l);
	struct lost best = { 1000, 0, 0 }, l;
	uint32_t spare[MOST], i, n = 0;
	uint64_t bits;

	phc_disclosure_primary(d, NULL, NULL);
	for (i = 0; i < s->l.ncells; i++)
		if (!phc_disclosure_masked(d, i) &&
		    s->l.cell[i].kind == PHC_CELL_FREE)
			spare[n++] = i;
	for (bits = 0; n <= 10 && bits < 1U << n; bits++) {
		for (i = 0; i < n; i++)
			phc_disclosure_put(d, spare[i], bits >> i & 1);
		l = lost(d);
		if (less(l, best) && safe(s, d))
			best = l;
	}
	phc_disclosure_free(d);
	return n <= 10 ? best : (struct lost){ -1, 0, 0 };
}

static void
smallest(void)
{
	long i, n = tries(250), unsafe = 0, gave_up = 0, lied = 0, more = 0,
		tried = 0, sure = 0;
	struct phc_disclosure *d;
	struct phc_err err;
	struct lost want;
	struct small s;
	bool done_it;

	for (i = 0; i < n; i++) {
		random_small(&s);
		want = least(&s);
		d = disclose(&s.l);
		done_it = phc_disclosure_mask(d, NULL, &err) == 0;
		if (want.cells >= 0) {
			tried++;
			if (done_it) {
				unsafe += !safe(&s, d) || !all_proved(&s.l, d);
				more += less(want, lost(d));
				sure += phc_disclosure_loss(d).least;
				lied += less(want, lost(d)) &&
					phc_disclosure_loss(d).least;
				lied += less(lost(d), want);
			} else
				gave_up += want.cells < 1000;
		}
		phc_disclosure_free(d);
		free_linked(&s.l);
	}
	about("the least masked");
	printf("# of %ld, %ld proved least, %ld not the least, %ld given up\n",
	    tried, sure, more, gave_up);
	is(unsafe, 0);
	is(lied, 0);
	is(gave_up, 0);
	is(more, 0);
	ok(tried > n / 2);
}

static void
random_large(struct linked *l)
{
	const int dim[] = { (int)between(1, 4), (int)between(2, 5),
		(int)between(1, 4) };

	make_linked(l, below(4) ? 5 : 11, dim, below(3) == 0, between(20, 100));
}

static void
shuffle(uint32_t *a, uint32_t n)
{
	uint32_t i, j, t;

	for (i = 0; i < n; i++) {
		j = i + (uint32_t)below(n - i);
		t = a[i];
		a[i] = a[j];
		a[j] = t;
	}
}

static struct phc_disclosure *
disclose_shuffled(const struct linked *l)
{
	struct phc_disclosure *d = phc_disclosure_new(l->k);
	uint32_t *order = phc_new((l->ncells + l->nsums) * sizeof(*order));
	struct link s;
	uint32_t i;

	phc_disclosure_effort(d, EFFORT);
	for (i = 0; i < l->ncells; i++)
		order[i] = i;
	shuffle(order, l->ncells);
	for (i = 0; i < l->ncells; i++)
		phc_disclosure_cell(d, order[i], l->cell[order[i]].kind,
		    l->cell[order[i]].count);
	for (i = 0; i < l->nsums; i++)
		order[i] = i;
	shuffle(order, l->nsums);
	for (i = 0; i < l->nsums; i++) {
		s = l->sum[order[i]];
		shuffle(s.part, (uint32_t)s.n);
		phc_disclosure_sum(d, s.total, s.part, s.n);
	}
	free(order);
	return d;
}

static bool
same(const struct linked *l, const struct phc_disclosure *a,
    const struct phc_disclosure *b)
{
	uint32_t i;

	for (i = 0; i < l->ncells; i++)
		if (phc_disclosure_masked(a, i) != phc_disclosure_masked(b, i))
			return false;
	return true;
}

/* Tables like those of reports: proved, whatever the order; and without what
 * is masked for others, not safe. */
static void
larger(void)
{
	long i, n = tries(20), bad = 0, unproved = 0, differ = 0, broken = 0;
	struct phc_disclosure *d, *e;
	struct phc_err err;
	struct linked l;

	for (i = 0; i < n; i++) {
		random_large(&l);
		d = disclose(&l);
		e = disclose_shuffled(&l);
		bad += phc_disclosure_mask(d, NULL, &err) != 0;
		unproved += !all_proved(&l, d);
		phc_disclosure_mask(e, NULL, &err);
		differ += !same(&l, d, e);
		phc_disclosure_primary(e, NULL, NULL);
		broken += phc_disclosure_audit(e, NULL, NULL) != 0;
		phc_disclosure_free(d);
		phc_disclosure_free(e);
		free_linked(&l);
	}
	about("larger tables");
	is(bad, 0);
	is(unproved, 0);
	is(differ, 0);
	printf("# of %ld, %ld not safe by their own counts alone\n", n, broken);
	ok(broken > n / 2);
}

/* By what is near each cell alone, as where they are many: safe, by all tables
 * that there are. */
static void
nearby(void)
{
	long i, n = tries(400), unsafe = 0, refused = 0, masked = 0;
	struct phc_disclosure *d;
	struct small s;

	for (i = 0; i < n; i++) {
		random_small(&s);
		d = disclose(&s.l);
		phc_disclosure_effort(d, 0);
		if (phc_disclosure_mask(d, NULL, NULL) == 0) {
			masked++;
			unsafe += !safe(&s, d) || !all_proved(&s.l, d);
		} else if (least(&s).cells < 1000)
			refused++;
		phc_disclosure_free(d);
		free_linked(&s.l);
	}
	about("by what is near");
	printf("# of %ld, %ld refused that have a masking\n", masked, refused);
	is(unsafe, 0);
	ok(refused <= n / 50);
	ok(masked > n / 2);
}

/* Of tables that are larger, in any order; and how much more is masked. */
static void
nearby_larger(void)
{
	long i, n = tries(30), bad = 0, differ = 0, more = 0, less_of = 0;
	struct phc_disclosure *d, *e, *f;
	struct linked l;

	for (i = 0; i < n; i++) {
		random_large(&l);
		d = disclose(&l);
		e = disclose_shuffled(&l);
		f = disclose(&l);
		phc_disclosure_effort(d, 0);
		phc_disclosure_effort(e, 0);
		bad += phc_disclosure_mask(d, NULL, NULL) != 0 ||
		       !all_proved(&l, d);
		phc_disclosure_mask(e, NULL, NULL);
		differ += !same(&l, d, e);
		phc_disclosure_mask(f, NULL, NULL);
		more += lost(d).cells;
		less_of += lost(f).cells;
		phc_disclosure_free(d);
		phc_disclosure_free(e);
		phc_disclosure_free(f);
		free_linked(&l);
	}
	about("larger tables, by what is near");
	printf("# %ld masked for others, beside %ld\n", more, less_of);
	is(bad, 0);
	is(differ, 0);
	ok(more < 2 * less_of);
}

int
main(void)
{
	seeded();
	audits();
	smallest();
	larger();
	nearby();
	nearby_larger();
	return done();
}
