/*
 * Files beside the two sides: foyers, pairs that are forbidden, and what is
 * fixed from before.
 */
#include <stdlib.h>

#include "match.h"
#include "phc/date.h"

/* A pair that is forbidden. */
struct ban {
	struct phc_str household_id, dwelling_id;
};

static const struct phc_slot ban_slots[] = {
	{ "household_id", offsetof(struct ban, household_id) },
	{ "dwelling_id", offsetof(struct ban, dwelling_id) },
	{ NULL, 0 },
};

static int
fixed_head(struct phc_match *m, const struct phc_rec *head, struct phc_err *err)
{
	struct phc_binding *b = &m->bind[PHC_FIXED];

	m->leases = phc_header_find(head, "start_on") != -1;
	if (!m->leases && phc_header_find(head, "proposed_on") == -1)
		return phc_fail(err, PHC_EDATA,
		    "neither leases nor proposals: no column 'start_on', and "
		    "no 'proposed_on'");
	return m->leases
		   ? phc_bind(b, "lease", phc_lease_slots, head, err)
		   : phc_bind(b, "proposal", phc_proposal_slots, head, err);
}

int
match_given_head(struct phc_match *m, enum phc_match_file file,
    const struct phc_rec *head, struct phc_err *err)
{
	struct phc_binding *b = &m->bind[file];

	phc_bind_free(b);
	memset(b, 0, sizeof(*b));
	if (file == PHC_FIXED)
		return fixed_head(m, head, err);
	return file == PHC_FJT ? phc_bind(b, "fjt", phc_fjt_slots, head, err)
			       : phc_bind(b, "proposal", ban_slots, head, err);
}

static struct tie *
add(struct phc_match *m, struct ties *t, struct phc_str household,
    struct phc_str dwelling)
{
	phc_grow(&t->tie, &t->cap, t->n + 1, sizeof(*t->tie));
	t->tie[t->n] = (struct tie){
		.household = phc_pool_str(&m->pool, household),
		.dwelling = phc_pool_str(&m->pool, dwelling),
	};
	return &t->tie[t->n++];
}

static int
add_fjt(struct phc_match *m, const struct phc_rec *rec, struct phc_err *err)
{
	char key[2 * PHC_DATE_MAX];
	struct phc_fjt f;
	bool is_new;

	if (phc_fjt_read(&m->bind[PHC_FJT], rec, &f, err) == -1)
		return -1;
	phc_insee_format(f.commune, key);
	phc_date_format(f.observed_on, key + 5);
	match_key(&m->observed, phc_pool_str(&m->pool, phc_str(key)), &is_new);
	if (!is_new)
		return phc_fail(err, PHC_EDATA,
		    "commune and observed_on: the keys of an earlier row");
	phc_grow(&m->fjt, &m->capfjt, m->nfjt + 1, sizeof(*m->fjt));
	m->fjt[m->nfjt++] = f;
	return 0;
}

static int
add_lease(struct phc_match *m, const struct phc_rec *rec, struct phc_err *err)
{
	struct phc_lease l;
	struct phc_str other;
	struct tie *t;

	if (phc_lease_read(&m->bind[PHC_FIXED], rec, &l, err) == -1)
		return -1;
	if (l.start_on > m->at ||
	    (l.ended_on != PHC_UNKNOWN && l.ended_on <= m->at))
		return 0;
	t = add(m, &m->kept, l.household_id, l.dwelling_id);
	switch (match_hold(m, t, &other)) {
	case FREE:
		return 0;
	case HOUSEHOLD_HAS:
		phc_fail(err, PHC_EDATA,
		    "household_id: has dwelling '%.*s' by an earlier lease",
		    PHC_STR_ARG(other));
		break;
	case DWELLING_HAS:
		phc_fail(err, PHC_EDATA,
		    "dwelling_id: let by an earlier lease: '%.*s'",
		    PHC_STR_ARG(l.dwelling_id));
		break;
	}
	m->kept.n--;
	return -1;
}

/* As they were known on the day. */
static int
add_proposal(
    struct phc_match *m, const struct phc_rec *rec, struct phc_err *err)
{
	struct phc_proposal p;
	struct tie *t;
	bool is_new;

	if (phc_proposal_read(&m->bind[PHC_FIXED], rec, &p, err) == -1)
		return -1;
	match_key(&m->proposed, phc_pool_str(&m->pool, p.proposal_id), &is_new);
	if (!is_new)
		return phc_fail(
		    err, PHC_EDATA, "proposal_id: the key of an earlier row");
	if (p.proposed_on > m->at)
		return 0;
	t = add(m, &m->proposals, p.household_id, p.dwelling_id);
	t->key = phc_pool_str(&m->pool, p.proposal_id);
	t->rank = p.rank;
	t->on = p.proposed_on;
	t->decision = p.decided_on > m->at ? PHC_UNKNOWN : p.decision;
	return 0;
}

static int
add_ban(struct phc_match *m, const struct phc_rec *rec, struct phc_err *err)
{
	struct ban b;

	if (phc_bind_read(&m->bind[PHC_FORBIDDEN], rec, &b, err) == -1)
		return -1;
	add(m, &m->bans, b.household_id, b.dwelling_id);
	return 0;
}

int
match_given_add(struct phc_match *m, enum phc_match_file file,
    const struct phc_rec *rec, struct phc_err *err)
{
	if (file == PHC_FJT)
		return add_fjt(m, rec, err);
	if (file != PHC_FIXED)
		return add_ban(m, rec, err);
	return m->leases ? add_lease(m, rec, err) : add_proposal(m, rec, err);
}

/*
 * Once every row is in.
 */

static int
by_commune(const void *pa, const void *pb)
{
	const struct phc_fjt *a = pa, *b = pb;

	if (a->commune != b->commune)
		return a->commune < b->commune ? -1 : 1;
	return (a->observed_on > b->observed_on) -
	       (a->observed_on < b->observed_on);
}

/* The last row of a commune up to the day, or NULL. */
static const struct phc_fjt *
last(const struct phc_match *m, int64_t commune)
{
	const struct phc_fjt *found = NULL;
	size_t low = 0, high = m->nfjt, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (m->fjt[mid].commune < commune ||
		    (m->fjt[mid].commune == commune &&
			m->fjt[mid].observed_on <= m->at))
			low = mid + 1;
		else
			high = mid;
	}
	if (low > 0 && m->fjt[low - 1].commune == commune)
		found = &m->fjt[low - 1];
	return found;
}

static bool
stale(const struct phc_match *m, const struct phc_fjt *f)
{
	enum { MONTHS = 6 };

	return phc_date_months(f->observed_on, MONTHS) < m->at;
}

static enum fjt_state
state(const struct phc_match *m, int64_t commune)
{
	const struct phc_fjt *f = last(m, commune);

	if (f == NULL || stale(m, f))
		return FJT_UNKNOWN;
	if (f->places == 0)
		return FJT_NONE;
	return f->occupied >= f->places ? FJT_FULL : FJT_FREE;
}

static void
warn_stale(const struct phc_match *m, int64_t commune)
{
	const struct phc_fjt *f = last(m, commune);
	char insee[6], day[PHC_DATE_MAX];

	if (f == NULL || !stale(m, f))
		return;
	match_warn(m,
	    "commune '%s': its foyer was last observed on %s, more than six "
	    "months before: rule aml is in doubt there",
	    phc_insee_format(commune, insee),
	    phc_date_format(f->observed_on, day));
}

static void
foyers(struct phc_match *m)
{
	int64_t *commune = phc_new((m->ndwellings + 1) * sizeof(*commune));
	size_t i, n = 0;

	if (m->nfjt > 0)
		qsort(m->fjt, m->nfjt, sizeof(*m->fjt), by_commune);
	for (i = 0; i < m->ndwellings; i++) {
		m->dwelling[i]->fjt = state(m, m->dwelling[i]->dw.commune);
		if (m->dwelling[i]->dw.scheme == PHC_SCHEME_AML)
			commune[n++] = m->dwelling[i]->dw.commune;
	}
	if (n > 0)
		qsort(commune, n, sizeof(*commune), match_compare_numbers);
	for (i = 0; i < n && m->terms[RULE_AML].state != OFF; i++)
		if (i == 0 || commune[i] != commune[i - 1])
			warn_stale(m, commune[i]);
	free(commune);
}

void
match_given(struct phc_match *m)
{
	foyers(m);
	match_fixed(m);
}

void
match_given_free(struct phc_match *m)
{
	free(m->fjt);
	free(m->observed.slot);
	free(m->proposed.slot);
	free(m->bans.tie);
	free(m->kept.tie);
	free(m->proposals.tie);
	free(m->held[0].slot);
	free(m->held[1].slot);
}
