#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>

#include "waiting.h"

struct cover {
	int64_t commune, coverage, places, occupied, population_18_29;
	int64_t observed_on, stale, aml, small_dwellings, waiting_alone;
	struct phc_str commune_name, waiting_ids;
};

/* clang-format off */
#define SLOT(column) { #column, offsetof(struct cover, column) }
/* clang-format on */

static const struct phc_slot slots[] = {
	SLOT(commune),
	SLOT(commune_name),
	SLOT(coverage),
	SLOT(places),
	SLOT(occupied),
	SLOT(population_18_29),
	SLOT(observed_on),
	SLOT(stale),
	SLOT(aml),
	SLOT(small_dwellings),
	SLOT(waiting_alone),
	SLOT(waiting_ids),
	{ NULL, 0 },
};

enum coverage { NONE, WEAK, SATURATED, AVAILABLE, UNKNOWN };

static enum coverage class(const struct limits *l, const struct phc_fjt *o) {
	if (o->places == 0) return NONE;
	if (o->population_18_29 != PHC_UNKNOWN &&
	    o->places * 1000 < l->weak * o->population_18_29) return WEAK;
	return o->occupied * 100 >= l->saturated * o->places ? SATURATED
							     : AVAILABLE;
}

static bool
stale(const struct phc_follow *f, const struct phc_fjt *o)
{
	return phc_date_months(o->observed_on, (int)f->limits.stale) < f->at;
}

/* The last observation of a commune by the day, or NULL. */
static const struct observation *
observed(const struct phc_follow *f, int64_t commune)
{
	const struct observation *o = f->fjt.row, *end = o + f->fjt.n,
				 *last = NULL;

	for (; o < end; o++)
		if (o->fjt.commune == commune && o->fjt.observed_on <= f->at)
			last = o;
	return last;
}

/* T1, T1bis, T2. */
static int64_t
small(const struct phc_follow *f, int64_t commune)
{
	const struct home *h = f->home.row, *end = h + f->home.n;
	int64_t n = 0;

	for (; h < end; h++)
		n += h->given && h->dw.commune == commune &&
		     h->dw.type <= PHC_T2 && phc_dwelling_vacant(&h->dw);
	return n;
}

static void
put(const struct phc_follow *f, struct waiting *w, const struct rows *rows,
    int64_t commune)
{
	const struct observation *o = observed(f, commune);
	struct cover c;

	follow_blank(rows, &c);
	c.commune = commune;
	c.commune_name = waiting_commune(w, commune);
	c.coverage = UNKNOWN;
	c.small_dwellings = small(f, commune);
	if (o != NULL) {
		c.coverage = class(&f->limits, &o->fjt);
		c.places = o->fjt.places;
		c.occupied = o->fjt.occupied;
		c.population_18_29 = o->fjt.population_18_29;
		c.observed_on = o->fjt.observed_on;
		c.stale = stale(f, &o->fjt);
		c.aml = c.coverage != AVAILABLE;
	}
	if (c.aml == 1)
		c.waiting_ids = waiting_for(w, commune, &c.waiting_alone);
	follow_rows_put(rows, &c);
}

static int
compare(const void *pa, const void *pb)
{
	const int64_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

struct set {
	int64_t *row;
	size_t n, cap;
};

static void
add(struct set *s, int64_t commune)
{
	phc_grow(&s->row, &s->cap, s->n + 1, sizeof(*s->row));
	s->row[s->n++] = commune;
}

/* Each commune that a place, a dwelling or a wish names. */
static struct set
communes(const struct phc_follow *f, const struct waiting *w)
{
	struct set s = { NULL, 0, 0 };
	size_t i, n;

	for (i = 0; i < f->fjt.n; i++)
		if (f->fjt.row[i].fjt.observed_on <= f->at)
			add(&s, f->fjt.row[i].fjt.commune);
	for (i = 0; i < f->home.n; i++)
		if (f->home.row[i].given)
			add(&s, f->home.row[i].dw.commune);
	for (i = 0; i < w->wishes; i++)
		if (w->wish[i].commune != PHC_UNKNOWN)
			add(&s, w->wish[i].commune);
	if (s.n > 0)
		qsort(s.row, s.n, sizeof(*s.row), compare);
	for (i = n = 0; i < s.n; i++)
		if (n == 0 || s.row[i] != s.row[n - 1])
			s.row[n++] = s.row[i];
	s.n = n;
	return s;
}

int
phc_follow_coverage(
    const struct phc_follow *f, struct phc_out *out, struct phc_err *err)
{
	struct waiting w;
	struct rows rows;
	struct set s;
	size_t i;

	(void)err;
	follow_rows_head(&rows, "coverage", slots, out);
	waiting_open(f, &w);
	s = communes(f, &w);
	for (i = 0; i < s.n; i++)
		put(f, &w, &rows, s.row[i]);
	free(s.row);
	waiting_free(&w);
	return 0;
}

bool
phc_follow_stale(const struct phc_follow *f, size_t *i, struct phc_err *err)
{
	const struct observation *o;
	char insee[6], day[PHC_DATE_MAX];

	for (; *i < f->fjt.n; ++*i) {
		o = &f->fjt.row[*i];
		if (observed(f, o->fjt.commune) != o || !stale(f, &o->fjt))
			continue;
		phc_fail(err, PHC_EDATA,
		    "%s:%" PRIu32 ": %s: observed on %s, more than %" PRId64
		    " months ago",
		    follow_file(f, o->from), o->from.line,
		    phc_insee_format(o->fjt.commune, insee),
		    phc_date_format(o->fjt.observed_on, day), f->limits.stale);
		++*i;
		return true;
	}
	return false;
}
