#include <stddef.h>

#include "phc/text.h"
#include "waiting.h"

static uint32_t
household(struct phc_follow *f, struct phc_str key)
{
	bool fresh;
	uint32_t i;

	if (key.n == 0)
		return NOBODY;
	i = follow_name(&f->households, key, &fresh);
	if (fresh)
		MORE(f->household);
	return i;
}

static uint32_t
dwelling(struct phc_follow *f, struct phc_str key)
{
	bool fresh;
	uint32_t i;

	if (key.n == 0)
		return NOBODY;
	i = follow_name(&f->dwellings, key, &fresh);
	if (fresh)
		MORE(f->home);
	return i;
}

static struct origin
origin(
    const struct phc_follow *f, enum phc_follow_kind k, const struct phc_rec *r)
{
	return (struct origin){ (uint32_t)r->line, f->reading[k] };
}

/* The number of a key that no row of its kind had before. */
static int
once(struct phc_follow *f, enum phc_follow_kind k, struct phc_str key,
    const char *column, uint32_t *id, struct phc_err *err)
{
	bool fresh;

	*id = follow_name(&f->keys[k], key, &fresh);
	if (!fresh)
		return phc_fail(
		    err, PHC_EDATA, "%s: the key of an earlier row", column);
	return 0;
}

static int
once_of(struct phc_follow *f, enum phc_follow_kind k, struct phc_str a,
    int64_t day, const char *columns, struct phc_err *err)
{
	struct phc_pool pool = { 0 };
	struct phc_str key = { NULL, a.n + PHC_DATE_MAX };
	char *s = phc_pool_take(&pool, key.n);
	uint32_t id;
	int rc;

	memcpy(s, a.s, a.n);
	phc_date_format(day, s + a.n);
	key = (struct phc_str){ s, key.n - 1 };
	rc = once(f, k, key, columns, &id, err);
	phc_pool_free(&pool);
	return rc;
}

/*
 * Households.
 */

struct household_row {
	struct phc_str household_id;
	struct facts facts;
};

/* clang-format off */
#define FACT(column) \
	{ #column, offsetof(struct household_row, facts.column) }
/* clang-format on */

/* The income comes first, for a header that has it not. */
static const struct phc_slot household_slots[] = {
	FACT(income),
	{ "household_id", offsetof(struct household_row, household_id) },
	FACT(applied_on),
	FACT(renewed_on),
	FACT(struck_off_on),
	FACT(struck_off_reason),
	FACT(occupation),
	{ NULL, 0 },
};

static const struct phc_slot effort_slots[] = {
	FACT(housing_cost),
	FACT(housing_cost_net),
	FACT(effort_rate),
	FACT(effort_rate_net),
	{ NULL, 0 },
};

static int
household_head(struct phc_follow *f, enum phc_follow_kind k,
    const struct phc_rec *head, struct phc_err *err)
{
	struct phc_binding *budget = &f->effort[k == PHC_FOLLOW_ENTRY];

	phc_bind_free(budget);
	if (phc_bind(budget, "budget", effort_slots, head, err) == -1)
		return -1;
	if (k == PHC_FOLLOW_ENTRY)
		return 0;
	if (f->head.n == 0)
		f->head = phc_rec_keep(&f->pool, head);
	return waiting_head(f, head, err);
}

static int
add_household(struct phc_follow *f, enum phc_follow_kind k,
    const struct phc_rec *rec, struct phc_err *err)
{
	struct household_row row = { .facts.income = PHC_UNKNOWN };
	struct household *h;
	uint32_t id;

	if (phc_bind_read(&f->bind[k], rec, &row, err) == -1 ||
	    phc_bind_read(&f->effort[k == PHC_FOLLOW_ENTRY], rec, &row, err) ==
		-1 ||
	    (k == PHC_FOLLOW_HOUSEHOLD && waiting_check(f, rec, err) == -1) ||
	    once(f, k, row.household_id, "household_id", &id, err) == -1)
		return -1;
	id = household(f, row.household_id); /* it may move the rows */
	h = &f->household.row[id];
	if (k == PHC_FOLLOW_ENTRY) {
		h->entered = true;
		h->entry = row.facts;
		return 0;
	}
	h->given = true;
	h->now = row.facts;
	h->rec = phc_rec_keep(&f->pool, rec);
	return 0;
}

/*
 * What happens to them.
 */

static int
add_event(struct phc_follow *f, enum phc_follow_kind k,
    const struct phc_rec *rec, struct phc_err *err)
{
	struct phc_event e;
	struct event *row;
	uint32_t id;

	if (phc_event_read(&f->bind[k], rec, &e, err) == -1 ||
	    once(f, k, e.event_id, "event_id", &id, err) == -1)
		return -1;
	row = MORE(f->event);
	*row = (struct event){
		.household = household(f, e.household_id),
		.id = id,
		.day = follow_day(e.happened_on),
		.line = (uint32_t)rec->line,
		.amount = e.amount,
		.file = f->reading[k],
		.minutes = e.minutes == PHC_UNKNOWN ? -1 : (int16_t)e.minutes,
		.kind = follow_code(e.kind),
		.outcome = follow_code(e.outcome),
		.level = follow_code(e.level),
		.measure = follow_code(e.measure),
		.attended = follow_code(e.attended),
	};
	return 0;
}

static int
add_lease(struct phc_follow *f, enum phc_follow_kind k,
    const struct phc_rec *rec, struct phc_err *err)
{
	struct phc_lease l;
	struct lease *row;
	uint32_t id;

	if (phc_lease_read(&f->bind[k], rec, &l, err) == -1 ||
	    once(f, k, l.lease_id, "lease_id", &id, err) == -1)
		return -1;
	row = MORE(f->lease);
	*row = (struct lease){
		.household = household(f, l.household_id),
		.dwelling = dwelling(f, l.dwelling_id),
		.id = id,
		.start = follow_day(l.start_on),
		.review_due = follow_day(l.review_due_on),
		.end = follow_day(l.ended_on),
		.from = origin(f, k, rec),
		.form = follow_code(l.form),
		.reason = follow_code(l.end_reason),
	};
	return 0;
}

/*
 * What it costs, and where.
 */

static int
add_spending(struct phc_follow *f, enum phc_follow_kind k,
    const struct phc_rec *rec, struct phc_err *err)
{
	struct phc_spending s;
	struct spending *row;
	uint32_t id;

	if (phc_spending_read(&f->bind[k], rec, &s, err) == -1 ||
	    once(f, k, s.spending_id, "spending_id", &id, err) == -1)
		return -1;
	row = MORE(f->spending);
	*row = (struct spending){
		.id = id,
		.household = household(f, s.household_id),
		.dwelling = dwelling(f, s.dwelling_id),
		.month = follow_day(s.month),
		.amount = s.amount,
		.from = origin(f, k, rec),
		.nature = follow_code(s.nature),
		.provider = follow_code(s.provider),
	};
	return 0;
}

static int
add_funding(struct phc_follow *f, enum phc_follow_kind k,
    const struct phc_rec *rec, struct phc_err *err)
{
	struct phc_funding g;
	struct funding *row;
	uint32_t id;

	if (phc_funding_read(&f->bind[k], rec, &g, err) == -1 ||
	    once(f, k, g.funding_id, "funding_id", &id, err) == -1)
		return -1;
	row = MORE(f->funding);
	*row = (struct funding){
		.id = id,
		.dated = follow_day(g.dated),
		.requested = g.requested,
		.granted = g.granted,
		.paid = g.paid,
		.from = origin(f, k, rec),
		.funder = follow_code(g.funder),
		.programme = follow_code(g.programme),
		.nature = follow_code(g.nature),
	};
	return 0;
}

static int
add_reading(struct phc_follow *f, enum phc_follow_kind k,
    const struct phc_rec *rec, struct phc_err *err)
{
	struct phc_reading r;
	struct reading *row;

	if (phc_reading_read(&f->bind[k], rec, &r, err) == -1 ||
	    once_of(f, k, r.dwelling_id, r.month, "dwelling_id, month", err) ==
		-1)
		return -1;
	row = MORE(f->meter);
	*row = (struct reading){
		.dwelling = dwelling(f, r.dwelling_id),
		.month = follow_day(r.month),
		.water = r.water_m3,
		.energy = r.energy_kwh,
		.from = origin(f, k, rec),
	};
	return 0;
}

static int
add_fjt(struct phc_follow *f, enum phc_follow_kind k, const struct phc_rec *rec,
    struct phc_err *err)
{
	struct phc_fjt o;
	struct observation *row;
	char insee[6];

	if (phc_fjt_read(&f->bind[k], rec, &o, err) == -1 ||
	    once_of(f, k, phc_str(phc_insee_format(o.commune, insee)),
		o.observed_on, "commune, observed_on", err) == -1)
		return -1;
	row = MORE(f->fjt);
	row->fjt = o;
	row->from = origin(f, k, rec);
	return 0;
}

static int
add_dwelling(struct phc_follow *f, enum phc_follow_kind k,
    const struct phc_rec *rec, struct phc_err *err)
{
	struct phc_dwelling dw;
	struct home *home;
	uint32_t id;

	if (phc_dwelling_read(&f->bind[k], rec, &dw, err) == -1 ||
	    once(f, k, dw.dwelling_id, "dwelling_id", &id, err) == -1)
		return -1;
	id = dwelling(f, dw.dwelling_id); /* it may move the rows */
	home = &f->home.row[id];
	home->given = true;
	home->dw = dw;
	return 0;
}

static const struct {
	const char *name, *kind; /* of the option, of the dictionary */
	const struct phc_slot *slots;
	int (*add)(struct phc_follow *, enum phc_follow_kind,
	    const struct phc_rec *, struct phc_err *);
} kinds[PHC_FOLLOW_KINDS] = {
	{ "household", "household", household_slots, add_household },
	{ "entry", "household", household_slots, add_household },
	{ "event", "event", phc_event_slots, add_event },
	{ "lease", "lease", phc_lease_slots, add_lease },
	{ "spending", "spending", phc_spending_slots, add_spending },
	{ "funding", "funding", phc_funding_slots, add_funding },
	{ "reading", "reading", phc_reading_slots, add_reading },
	{ "fjt", "fjt", phc_fjt_slots, add_fjt },
	{ "dwelling", "dwelling", phc_dwelling_slots, add_dwelling },
};

int
phc_follow_kind(struct phc_str name, struct phc_err *err)
{
	const char *names[PHC_FOLLOW_KINDS];
	int i, near;

	for (i = 0; i < PHC_FOLLOW_KINDS; i++)
		if (phc_str_is(name, phc_str(kinds[i].name)))
			return i;
	for (i = 0; i < PHC_FOLLOW_KINDS; i++)
		names[i] = kinds[i].name;
	near = phc_nearest(name, names, PHC_FOLLOW_KINDS);
	if (near >= 0)
		return phc_fail(err, PHC_EDATA,
		    "no kind '%.*s' (did you mean '%s'?)", PHC_STR_ARG(name),
		    names[near]);
	return phc_fail(err, PHC_EDATA, "no kind '%.*s'", PHC_STR_ARG(name));
}

int
phc_follow_head(struct phc_follow *f, enum phc_follow_kind k, const char *file,
    const struct phc_rec *head, struct phc_err *err)
{
	if (f->files == UINT16_MAX)
		return phc_fail(
		    err, PHC_EDATA, "more than %d files", UINT16_MAX);
	phc_bind_free(&f->bind[k]);
	if (phc_bind(&f->bind[k], kinds[k].kind,
		kinds[k].slots + (kinds[k].slots == household_slots &&
				     phc_header_find(head, "income") == -1),
		head, err) == -1)
		return -1;
	phc_grow(&f->file, &f->files_cap, f->files + 1, sizeof(*f->file));
	f->file[f->files] = phc_pool_cstr(&f->pool, phc_str(file));
	f->reading[k] = (uint16_t)f->files++;
	if (k == PHC_FOLLOW_HOUSEHOLD || k == PHC_FOLLOW_ENTRY)
		return household_head(f, k, head, err);
	return 0;
}

int
phc_follow_add(struct phc_follow *f, enum phc_follow_kind k,
    const struct phc_rec *rec, struct phc_err *err)
{
	return kinds[k].add(f, k, rec, err);
}
