/*
 * Files beside the two sides: foyers, pairs that are forbidden, and what is
 * fixed from before.
 */
#include <stdlib.h>

#include "match.h"
#include "phc/date.h"

/* In the order of column decision. */
enum decision {
	GRANTED,
	RANKED,
	CONDITIONAL,
	NOT_GRANTED,
	INADMISSIBLE,
	REFUSED,
	WITHDRAWN
};

/* What is kept, the strongest first. */
enum { LEASE, GRANT, PENDING };

struct given {
	struct phc_str household, dwelling, key;
	int64_t start_on, ended_on, rank, proposed_on, decision, decided_on;
};

/* clang-format off */
#define FJT(column) { #column, offsetof(struct fjt, column) }
#define GIVEN(column) { #column, offsetof(struct given, column) }
#define PAIR { "household_id", offsetof(struct given, household) }, \
	{ "dwelling_id", offsetof(struct given, dwelling) }
/* clang-format on */

static const struct phc_slot fjt_slots[] = { FJT(commune), FJT(places),
	FJT(occupied), FJT(observed_on), { NULL, 0 } };
static const struct phc_slot ban_slots[] = { PAIR, { NULL, 0 } };
static const struct phc_slot lease_slots[] = { PAIR, GIVEN(start_on),
	GIVEN(ended_on), { NULL, 0 } };
static const struct phc_slot proposal_slots[] = { PAIR,
	{ "proposal_id", offsetof(struct given, key) }, GIVEN(rank),
	GIVEN(proposed_on), GIVEN(decision), GIVEN(decided_on), { NULL, 0 } };

static int
fixed_head(struct phc_match *m, const struct phc_rec *head, struct phc_err *err)
{
	struct phc_binding *b = &m->bind[PHC_FIXED];

	m->leases = phc_header_find(head, "start_on") != -1;
	if (!m->leases && phc_header_find(head, "proposed_on") == -1)
		return phc_fail(err, PHC_EDATA,
		    "neither leases nor proposals: no column 'start_on', and "
		    "no 'proposed_on'");
	return m->leases ? phc_bind(b, "lease", lease_slots, head, err)
			 : phc_bind(b, "proposal", proposal_slots, head, err);
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
	return file == PHC_FJT ? phc_bind(b, "fjt", fjt_slots, head, err)
			       : phc_bind(b, "proposal", ban_slots, head, err);
}

static struct tie *
add(struct phc_match *m, struct ties *t, const struct given *g)
{
	phc_grow(&t->tie, &t->cap, t->n + 1, sizeof(*t->tie));
	t->tie[t->n] = (struct tie){
		.household = phc_pool_str(&m->pool, g->household),
		.dwelling = phc_pool_str(&m->pool, g->dwelling),
		.key = phc_pool_str(&m->pool, g->key),
		.rank = g->rank,
		.on = g->proposed_on,
		.decision = g->decision,
	};
	return &t->tie[t->n++];
}

static int
add_fjt(struct phc_match *m, const struct phc_rec *rec, struct phc_err *err)
{
	char key[2 * PHC_DATE_MAX];
	struct fjt f;
	bool is_new;

	if (phc_bind_read(&m->bind[PHC_FJT], rec, &f, err) == -1)
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

/* Whether a key is held with another than this one. */
static bool
held(const struct key *k, struct phc_str other)
{
	const struct phc_str *by = k->row;

	return by != NULL && !phc_str_is(*by, other);
}

enum holds { FREE, HOUSEHOLD_HAS, DWELLING_HAS };

/* Holds a pair, unless one of the two is held: then with whom, in '*other'. */
static enum holds
hold(struct phc_match *m, const struct tie *t, struct phc_str *other)
{
	struct phc_str *pair = phc_pool_take(&m->pool, 2 * sizeof(*pair));
	struct key *h, *d;
	bool is_new;

	pair[0] = t->household;
	pair[1] = t->dwelling;
	h = match_key(&m->held[0], pair[0], &is_new);
	d = match_key(&m->held[1], pair[1], &is_new);
	if (held(h, pair[1])) {
		*other = *(const struct phc_str *)h->row;
		return HOUSEHOLD_HAS;
	}
	if (held(d, pair[0]))
		return DWELLING_HAS;
	h->row = &pair[1];
	d->row = &pair[0];
	return FREE;
}

static int
add_lease(struct phc_match *m, const struct given *g, struct phc_err *err)
{
	struct phc_str other;
	struct tie *t;

	if (g->start_on > m->at ||
	    (g->ended_on != PHC_UNKNOWN && g->ended_on <= m->at))
		return 0;
	t = add(m, &m->kept, g);
	t->strength = LEASE;
	switch (hold(m, t, &other)) {
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
		    PHC_STR_ARG(g->dwelling));
		break;
	}
	m->kept.n--;
	return -1;
}

/* As they were known on the day. */
static int
add_proposal(struct phc_match *m, struct given *g)
{
	if (g->proposed_on > m->at)
		return 0;
	if (g->decided_on > m->at)
		g->decision = PHC_UNKNOWN;
	add(m, &m->proposals, g);
	return 0;
}

int
match_given_add(struct phc_match *m, enum phc_match_file file,
    const struct phc_rec *rec, struct phc_err *err)
{
	struct given g = { 0 };

	if (file == PHC_FJT)
		return add_fjt(m, rec, err);
	if (phc_bind_read(&m->bind[file], rec, &g, err) == -1)
		return -1;
	if (file == PHC_FIXED)
		return m->leases ? add_lease(m, &g, err) : add_proposal(m, &g);
	add(m, &m->bans, &g);
	return 0;
}

/*
 * Once every row is in.
 */

static int
by_commune(const void *pa, const void *pb)
{
	const struct fjt *a = pa, *b = pb;

	if (a->commune != b->commune)
		return a->commune < b->commune ? -1 : 1;
	return (a->observed_on > b->observed_on) -
	       (a->observed_on < b->observed_on);
}

/* The last row of a commune up to the day, or NULL. */
static const struct fjt *
last(const struct phc_match *m, int64_t commune)
{
	const struct fjt *found = NULL;
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
stale(const struct phc_match *m, const struct fjt *f)
{
	enum { MONTHS = 6 };

	return phc_date_months(f->observed_on, MONTHS) < m->at;
}

static enum fjt_state
state(const struct phc_match *m, int64_t commune)
{
	const struct fjt *f = last(m, commune);

	if (f == NULL || stale(m, f))
		return FJT_UNKNOWN;
	if (f->places == 0)
		return FJT_NONE;
	return f->occupied >= f->places ? FJT_FULL : FJT_FREE;
}

static int
compare_communes(const void *pa, const void *pb)
{
	const int64_t a = *(const int64_t *)pa, b = *(const int64_t *)pb;

	return (a > b) - (a < b);
}

static void
warn_stale(const struct phc_match *m, int64_t commune)
{
	const struct fjt *f = last(m, commune);
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
		if (m->dwelling[i]->dw.scheme == PHC_AML)
			commune[n++] = m->dwelling[i]->dw.commune;
	}
	if (n > 0)
		qsort(commune, n, sizeof(*commune), compare_communes);
	for (i = 0; i < n && m->terms[RULE_AML].state != OFF; i++)
		if (i == 0 || commune[i] != commune[i - 1])
			warn_stale(m, commune[i]);
	free(commune);
}

static int
compare_str(struct phc_str a, struct phc_str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n > 0 ? memcmp(a.s, b.s, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

/* By pair, the latest first. */
static int
by_pair(const void *pa, const void *pb)
{
	const struct tie *a = pa, *b = pb;
	int c = compare_str(a->household, b->household);

	if (c == 0)
		c = compare_str(a->dwelling, b->dwelling);
	if (c == 0)
		c = (a->on < b->on) - (a->on > b->on);
	return c ? c : compare_str(b->key, a->key);
}

/* The strongest first; of as strong ones by rank, then day, then key. */
static int
by_strength(const void *pa, const void *pb)
{
	const struct tie *a = pa, *b = pb;
	int c = (a->strength > b->strength) - (a->strength < b->strength);

	if (c == 0)
		c = (a->rank > b->rank) - (a->rank < b->rank);
	if (c == 0)
		c = (a->on > b->on) - (a->on < b->on);
	if (c == 0)
		c = compare_str(a->household, b->household);
	return c ? c : compare_str(a->dwelling, b->dwelling);
}

static struct tie *
append(struct ties *to, const struct tie *t)
{
	phc_grow(&to->tie, &to->cap, to->n + 1, sizeof(*to->tie));
	to->tie[to->n] = *t;
	return &to->tie[to->n++];
}

/* What the latest proposal of a pair makes of it. */
static void
decide(struct phc_match *m, struct ties *open, const struct tie *t)
{
	switch (t->decision) {
	case GRANTED:
		append(open, t)->strength = GRANT;
		break;
	case RANKED:
	case CONDITIONAL:
		if (t->rank == 1)
			append(open, t)->strength = PENDING;
		break;
	case NOT_GRANTED:
	case INADMISSIBLE:
	case REFUSED:
		append(&m->bans, t);
		break;
	case WITHDRAWN:
		break;
	default:
		append(open, t)->strength = PENDING;
	}
}

/* That others are ranked behind who is proposed a dwelling is no conflict. */
static void
drop(const struct phc_match *m, const struct tie *t, enum holds why,
    struct phc_str other)
{
	if (why == HOUSEHOLD_HAS)
		match_warn(m,
		    "the proposal of dwelling '%.*s' is not kept: the "
		    "household has dwelling '%.*s'",
		    PHC_STR_ARG(t->dwelling), PHC_STR_ARG(other));
	else if (t->strength == GRANT)
		match_warn(m,
		    "a proposal of dwelling '%.*s' is not kept, although "
		    "granted: another household has it",
		    PHC_STR_ARG(t->dwelling));
}

static void
proposals(struct phc_match *m)
{
	struct ties *p = &m->proposals, open = { 0 };
	struct phc_str other;
	enum holds why;
	size_t i;

	if (p->n > 0)
		qsort(p->tie, p->n, sizeof(*p->tie), by_pair);
	for (i = 0; i < p->n; i++)
		if (i == 0 ||
		    !phc_str_is(p->tie[i].household, p->tie[i - 1].household) ||
		    !phc_str_is(p->tie[i].dwelling, p->tie[i - 1].dwelling))
			decide(m, &open, &p->tie[i]);
	if (open.n > 0)
		qsort(open.tie, open.n, sizeof(*open.tie), by_strength);
	for (i = 0; i < open.n; i++)
		if ((why = hold(m, &open.tie[i], &other)) == FREE)
			append(&m->kept, &open.tie[i]);
		else
			drop(m, &open.tie[i], why, other);
	free(open.tie);
}

/* A ban as numbers: those of a household are one after the other. */
struct ban {
	uint32_t household, dwelling;
};

static int
compare_bans(const void *pa, const void *pb)
{
	const struct ban *a = pa, *b = pb;

	if (a->household != b->household)
		return a->household < b->household ? -1 : 1;
	return (a->dwelling > b->dwelling) - (a->dwelling < b->dwelling);
}

/* Keys that are on neither side concern nobody here. */
static size_t
numbers(const struct phc_match *m, struct ban *ban)
{
	const struct household *h;
	const struct dwelling *d;
	size_t i, n = 0;

	for (i = 0; i < m->bans.n; i++) {
		h = match_household(m, m->bans.tie[i].household);
		d = match_dwelling(m, m->bans.tie[i].dwelling);
		if (h != NULL && d != NULL)
			ban[n++] = (struct ban){ h->number, d->number };
	}
	if (n > 0)
		qsort(ban, n, sizeof(*ban), compare_bans);
	return n;
}

static void
bans(struct phc_match *m)
{
	struct ban *ban = phc_new((m->bans.n + 1) * sizeof(*ban));
	size_t i, n = numbers(m, ban);
	uint32_t *of = phc_pool_take(&m->pool, (n + 1) * sizeof(*of));
	struct household *h;

	for (i = 0; i < n; i++) {
		h = m->household[ban[i].household];
		if (i > 0 && compare_bans(&ban[i], &ban[i - 1]) == 0)
			continue;
		*of = ban[i].dwelling;
		if (h->nbans++ == 0)
			h->ban = of;
		of++;
	}
	free(ban);
}

/* It was lawful when it was decided, or nobody looked. */
static void
unlawful(const struct phc_match *m, const struct household *h,
    const struct dwelling *d)
{
	struct text t = { NULL, 0, 0 };
	struct verdict v;
	int r;

	match_judge(m, h, d, &v);
	for (r = 0; r < RULES; r++)
		if (v.stops >> r & 1) {
			match_text(&t, phc_str(t.n > 0 ? "; " : ": "));
			match_put_miss(
			    &t, &m->terms[r], &v.miss[r], false, PHC_MATCH_EN);
		}
	if (v.stops != 0)
		match_warn(m,
		    "dwelling '%.*s' is kept for who may not have "
		    "it%.*s",
		    PHC_STR_ARG(d->dw.dwelling_id), (int)t.n, t.s);
	free(t.s);
}

static void
settle(struct phc_match *m, const struct tie *t)
{
	struct household *h = match_household(m, t->household);
	struct dwelling *d = match_dwelling(m, t->dwelling);

	if (h != NULL)
		h->fixed = d != NULL ? d->number : ELSEWHERE;
	if (d != NULL)
		d->fixed = h != NULL ? h->number : ELSEWHERE;
	m->count.elsewhere += h != NULL && d == NULL;
	m->count.taken += h == NULL && d != NULL;
	m->count.fixed += h != NULL && d != NULL;
	if (h != NULL && d != NULL)
		unlawful(m, h, d);
}

static int
by_dwelling(const void *pa, const void *pb)
{
	const struct tie *a = pa, *b = pb;
	int c = compare_str(a->dwelling, b->dwelling);

	return c ? c : compare_str(a->household, b->household);
}

void
match_given(struct phc_match *m)
{
	struct ties *k = &m->kept;
	size_t i;

	foyers(m);
	proposals(m);
	bans(m);
	if (k->n > 0)
		qsort(k->tie, k->n, sizeof(*k->tie), by_dwelling);
	for (i = 0; i < k->n; i++)
		if (i == 0 || by_dwelling(&k->tie[i], &k->tie[i - 1]) != 0)
			settle(m, &k->tie[i]);
}

void
match_given_free(struct phc_match *m)
{
	free(m->fjt);
	free(m->observed.slot);
	free(m->bans.tie);
	free(m->kept.tie);
	free(m->proposals.tie);
	free(m->held[0].slot);
	free(m->held[1].slot);
}
