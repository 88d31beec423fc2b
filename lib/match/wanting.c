/*
 * Who may live where: from wishes to the sites they are for.
 */
#include <stdlib.h>

#include "index.h"

struct want {
	uint32_t site, household;
};

/* Sites in order of EPCI: first those of which none is known. */
struct near {
	int64_t epci;
	uint32_t site;
};

struct run {
	const struct phc_match *m;
	struct near *near;
	uint32_t *seen; /* by site: the last household it was given, and 1 */
	struct want *want;
	size_t n, cap;
};

static int
compare(const void *pa, const void *pb)
{
	const struct near *a = pa, *b = pb;

	if (a->epci != b->epci)
		return a->epci < b->epci ? -1 : 1;
	return (a->site > b->site) - (a->site < b->site);
}

static void
give(struct run *r, const struct household *h, size_t site)
{
	if (r->seen[site] == h->number + 1)
		return;
	r->seen[site] = h->number + 1;
	if (index_unwanted(r->m, h, &r->m->index->site[site]))
		return;
	phc_grow(&r->want, &r->cap, r->n + 1, sizeof(*r->want));
	r->want[r->n++] = (struct want){ (uint32_t)site, h->number };
}

static void
give_commune(struct run *r, const struct household *h, int64_t commune)
{
	const struct index *x = r->m->index;
	const struct site *s = index_site(x, commune);

	if (s != NULL)
		give(r, h, (size_t)(s - x->site));
}

/* Those of an EPCI, those of an unknown one; all, where it is unknown. */
static void
give_near(struct run *r, const struct household *h, int64_t epci)
{
	size_t low = 0, high = r->m->index->nsites, mid, i;

	for (i = 0; i < r->m->index->nsites; i++)
		if (epci == PHC_UNKNOWN || r->near[i].epci == PHC_UNKNOWN)
			give(r, h, r->near[i].site);
		else
			break;
	while (low < high) {
		mid = low + (high - low) / 2;
		if (r->near[mid].epci < epci)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < r->m->index->nsites && r->near[low].epci == epci; low++)
		give(r, h, r->near[low].site);
}

static void
wishes(struct run *r, const struct household *h)
{
	size_t i;

	for (i = 0; i < h->nwishes; i++) {
		give_commune(r, h, h->wish[i].commune);
		if (h->hh.wanted_nearby != 0)
			give_near(r, h, h->wish[i].epci);
	}
}

/* From one list of both to a list for each site. */
static void
deal(struct wanting *w, const struct run *r)
{
	size_t sites = r->m->index->nsites, i;

	w->at = phc_new((sites + 2) * sizeof(*w->at));
	w->household = phc_new((r->n + 1) * sizeof(*w->household));
	for (i = 0; i < r->n; i++)
		w->at[r->want[i].site + 2]++;
	for (i = 2; i < sites + 2; i++)
		w->at[i] += w->at[i - 1];
	for (i = 0; i < r->n; i++)
		w->household[w->at[r->want[i].site + 1]++] =
		    r->want[i].household;
}

void
wanting_new(struct wanting *w, const struct phc_match *m)
{
	const struct index *x = m->index;
	struct run r = { .m = m };
	const struct household *h;
	size_t i;

	*w = (struct wanting){ .any = phc_new(
				   (m->nhouseholds + 1) * sizeof(*w->any)) };
	r.near = phc_new((x->nsites + 1) * sizeof(*r.near));
	r.seen = phc_new((x->nsites + 1) * sizeof(*r.seen));
	for (i = 0; i < x->nsites; i++)
		r.near[i] = (struct near){ x->site[i].epci, (uint32_t)i };
	if (x->nsites > 0)
		qsort(r.near, x->nsites, sizeof(*r.near), compare);
	for (i = 0; i < m->nhouseholds; i++) {
		h = m->household[i];
		if (h->fixed != NONE)
			continue;
		if (h->nwishes == 0 || !index_on(m, RULE_COMMUNE))
			w->any[w->nany++] = h->number;
		else
			wishes(&r, h);
	}
	deal(w, &r);
	free(r.near);
	free(r.seen);
	free(r.want);
}

void
wanting_free(struct wanting *w)
{
	free(w->household);
	free(w->any);
	free(w->at);
}
