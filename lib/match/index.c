/*
 * The index of dwellings: see index.h.
 */
#include <stdlib.h>

#include "index.h"

bool
index_on(const struct phc_match *m, int rule)
{
	return m->terms[rule].state == ON;
}

/* How many of the floors a surface reaches: one by one, as bits. */
static int64_t
floors(const struct phc_match *m, int64_t surface)
{
	int64_t set = 0;
	int i;

	for (i = 1; i <= PERSONS_MAX && surface != PHC_UNKNOWN; i++)
		set |= (int64_t)(surface >= m->surface[i]) << i;
	return surface == PHC_UNKNOWN ? -1 : set;
}

/* What a rule looks at of a dwelling; false if that is more than a group. */
static bool
group_key(
    const struct phc_match *m, int rule, const struct dwelling *d, int64_t *key)
{
	*key = 0;
	switch (rule) {
	case RULE_AGE:
	case RULE_FIRST_HOME:
		return true;
	case RULE_CEILING:
		*key = d->dw.financing * PHC_ZONES + d->zone;
		return true;
	case RULE_SIZE:
		*key = d->rooms;
		return true;
	case RULE_SURFACE:
		*key = floors(m, d->dw.surface);
		return true;
	case RULE_TYPE:
		*key = d->dw.type;
		return true;
	case RULE_ACCESSIBLE:
		*key = d->dw.accessible;
		return true;
	case RULE_ALL_IN:
		*key = d->dw.all_in;
		return true;
	case RULE_AML:
		*key = d->dw.scheme == PHC_SCHEME_AML ? 3 + (int64_t)d->fjt
						      : d->dw.scheme;
		return true;
	case RULE_QUOTA:
		*key = d->dw.quota;
		return true;
	default:
		return false;
	}
}

/* The group of a dwelling by a rule; that after the last if there is none. */
static size_t
find(const struct index *x, int rule, int64_t key)
{
	size_t i = 0;

	while (i < x->ngroups &&
	       (x->group[i].rule != rule || x->group[i].key != key))
		i++;
	return i;
}

uint64_t
index_bits(const struct phc_match *m, const struct dwelling *d)
{
	uint64_t set = 0;
	int64_t key;
	int r;

	for (r = 0; r < RULES; r++)
		if (index_on(m, r) && group_key(m, r, d, &key))
			set |= UINT64_C(1) << find(m->index, r, key);
	return set;
}

/* Counts a dwelling in its group by a rule, which may be new. */
static void
count(struct index *x, int rule, int64_t key, const struct dwelling *d)
{
	size_t i = find(x, rule, key);

	if (i == BITS)
		phc_bug("more groups of dwellings than bits");
	if (i == x->ngroups)
		x->group[x->ngroups++] = (struct group){ rule, key, d, 0, 0 };
	x->group[i].n++;
}

static uint64_t
sort_out(struct phc_match *m, const struct dwelling *d)
{
	int64_t key;
	int r;

	for (r = 0; r < RULES; r++)
		if (index_on(m, r) && group_key(m, r, d, &key))
			count(m->index, r, key, d);
	return index_bits(m, d);
}

const struct site *
index_site(const struct index *x, int64_t commune)
{
	size_t low = 0, high = x->nsites, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (x->site[mid].commune < commune)
			low = mid + 1;
		else
			high = mid;
	}
	return low < x->nsites && x->site[low].commune == commune
		   ? &x->site[low]
		   : NULL;
}

/*
 * Building.
 */

struct entry {
	uint64_t bits;
	struct dwelling *d;
};

static int
compare(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;

	if (a->d->dw.commune != b->d->dw.commune)
		return a->d->dw.commune < b->d->dw.commune ? -1 : 1;
	if (a->bits != b->bits)
		return a->bits < b->bits ? -1 : 1;
	return (a->d->number > b->d->number) - (a->d->number < b->d->number);
}

/* The next dwelling in order. */
static void
put(struct index *x, const struct entry *e)
{
	struct dwelling *d = e->d;
	struct site *s = x->nsites > 0 ? &x->site[x->nsites - 1] : NULL;
	struct cell *c = x->ncells > 0 ? &x->cell[x->ncells - 1] : NULL;

	if (s == NULL || s->commune != d->dw.commune) {
		s = &x->site[x->nsites++];
		*s = (struct site){
			.commune = d->dw.commune, .epci = d->epci, .of = d
		};
		c = NULL;
	}
	if (c == NULL || c->bits != e->bits) {
		c = &x->cell[x->ncells++];
		*c = (struct cell){ e->bits, x->nopen, 0, x->nsites - 1 };
	}
	c->n++;
	s->n++;
	x->ready[x->nopen] = d->ready;
	x->open[x->nopen++] = d;
}

static int
compare_cells(const void *pa, const void *pb)
{
	const struct cell *a = *(struct cell *const *)pa,
			  *b = *(struct cell *const *)pb;

	if (a->bits != b->bits)
		return a->bits < b->bits ? -1 : 1;
	return (a > b) - (a < b);
}

static void
kinds(struct index *x)
{
	struct cell **c = x->alike =
	    phc_new((x->ncells + 1) * sizeof(*x->alike));
	size_t i;

	x->kind = phc_new((x->ncells + 1) * sizeof(*x->kind));
	for (i = 0; i < x->ncells; i++)
		c[i] = &x->cell[i];
	if (x->ncells > 0)
		qsort(c, x->ncells, sizeof(*c), compare_cells);
	for (i = 0; i < x->ncells; i++) {
		if (i == 0 || c[i]->bits != c[i - 1]->bits)
			x->kind[x->nkinds++] =
			    (struct kind){ c[i]->bits, &c[i], 0 };
		x->kind[x->nkinds - 1].n++;
	}
}

void
match_index(struct phc_match *m)
{
	struct entry *e = phc_new((m->ndwellings + 1) * sizeof(*e));
	struct index *x = m->index = phc_new(sizeof(*x));
	size_t i, n = 0;

	x->cell = phc_new((m->ndwellings + 1) * sizeof(*x->cell));
	x->site = phc_new((m->ndwellings + 1) * sizeof(*x->site));
	x->open = phc_new((m->ndwellings + 1) * sizeof(*x->open));
	x->ready = phc_new((m->ndwellings + 1) * sizeof(*x->ready));
	for (i = 0; i < m->ndwellings; i++)
		if (m->dwelling[i]->fixed == NONE) {
			e[n].d = m->dwelling[i];
			e[n].bits = sort_out(m, e[n].d);
			n++;
		}
	if (n > 0)
		qsort(e, n, sizeof(*e), compare);
	for (i = 0; i < n; i++)
		put(x, &e[i]);
	kinds(x);
	if (n > 0)
		qsort(x->ready, n, sizeof(*x->ready), match_compare_numbers);
	free(e);
}

/*
 * A household.
 */

struct gate
index_gate(const struct phc_match *m, const struct household *h)
{
	const struct index *x = m->index;
	struct gate g = { 0, INT64_MIN, INT64_MAX };
	int64_t comes = h->hh.needed_from, limit = m->terms[RULE_DATE].limit;
	struct miss miss;
	size_t i;

	for (i = 0; i < x->ngroups; i++)
		if (match_rule(m, x->group[i].rule, h, x->group[i].of, &miss) ==
		    STOPS)
			g.stops |= UINT64_C(1) << i;
	if (index_on(m, RULE_DATE) && comes != PHC_UNKNOWN) {
		comes = comes > m->at ? comes : m->at;
		g.first = comes - limit;
		g.last = comes + limit;
	}
	return g;
}

bool
index_unwanted(
    const struct phc_match *m, const struct household *h, const struct site *s)
{
	struct miss miss;

	return index_on(m, RULE_COMMUNE) &&
	       match_rule(m, RULE_COMMUNE, h, s->of, &miss) == STOPS;
}

void
match_index_free(struct index *x)
{
	if (x == NULL)
		return;
	free(x->cell);
	free(x->site);
	free(x->kind);
	free(x->alike);
	free(x->open);
	free(x->ready);
	free(x->first);
	free(x->last);
	free(x);
}
