#include <stdlib.h>

#include "answers.h"

/* qsort(3) has no argument for it: whose keys break ties. */
static _Thread_local const struct phc_follow *sorting;

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static int
compare(const void *pa, const void *pb)
{
	const struct lease *a = *(const struct lease *const *)pa,
			   *b = *(const struct lease *const *)pb;

	if (a->dwelling != b->dwelling)
		return ORDER(a->dwelling, b->dwelling);
	if (a->start != b->start)
		return ORDER(a->start, b->start);
	return strcmp(follow_key(sorting, PHC_FOLLOW_LEASE, a->id),
	    follow_key(sorting, PHC_FOLLOW_LEASE, b->id));
}

struct tenants
follow_tenants(const struct phc_follow *f)
{
	struct tenants t;
	size_t i, k = 0;

	t.lease = phc_new((f->lease.n + 1) * sizeof(*t.lease));
	t.at = phc_new((f->home.n + 1) * sizeof(*t.at));
	for (i = 0; i < f->lease.n; i++)
		t.lease[i] = &f->lease.row[i];
	sorting = f;
	qsort(t.lease, f->lease.n, sizeof(*t.lease), compare);
	for (i = 0; i <= f->home.n; i++) {
		while (k < f->lease.n && t.lease[k]->dwelling < i)
			k++;
		t.at[i] = k;
	}
	return t;
}

void
follow_tenants_free(struct tenants *t)
{
	free(t->lease);
	free(t->at);
}

/* Whether 'l' left the dwelling in a month, and after 'than' did. */
static bool
left(const struct phc_follow *f, const struct lease *l,
    const struct lease *than, int64_t first, int64_t last)
{
	return l->start <= last && l->start <= f->at && l->end != NO_DAY &&
	       l->end <= f->at && l->end > first &&
	       (than == NULL || l->end >= than->end);
}

uint32_t
follow_tenant(const struct phc_follow *f, const struct tenants *t,
    uint32_t dwelling, int64_t month)
{
	const struct lease *past = NULL;
	int64_t last = phc_date_months(month, 1) - 1;
	size_t i;

	for (i = t->at[dwelling + 1]; i-- > t->at[dwelling];)
		if (follow_stands(f, t->lease[i], last))
			return t->lease[i]->household;
	for (i = t->at[dwelling]; i < t->at[dwelling + 1]; i++)
		if (left(f, t->lease[i], past, month, last))
			past = t->lease[i];
	return past == NULL ? NOBODY : past->household;
}
