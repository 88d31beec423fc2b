#include <stddef.h>

#include "phc/ledger.h"

/* clang-format off */
#define OF(row, column) { #column, offsetof(struct row, column) }
/* clang-format on */

const struct phc_slot phc_event_slots[] = {
	OF(phc_event, event_id),
	OF(phc_event, household_id),
	OF(phc_event, happened_on),
	OF(phc_event, kind),
	OF(phc_event, level),
	OF(phc_event, measure),
	OF(phc_event, minutes),
	OF(phc_event, channel),
	OF(phc_event, attended),
	OF(phc_event, outcome),
	OF(phc_event, amount),
	{ NULL, 0 },
};

const struct phc_slot phc_lease_slots[] = {
	OF(phc_lease, lease_id),
	OF(phc_lease, household_id),
	OF(phc_lease, dwelling_id),
	OF(phc_lease, form),
	OF(phc_lease, start_on),
	OF(phc_lease, review_due_on),
	OF(phc_lease, ended_on),
	OF(phc_lease, end_reason),
	{ NULL, 0 },
};

const struct phc_slot phc_spending_slots[] = {
	OF(phc_spending, spending_id),
	OF(phc_spending, month),
	OF(phc_spending, nature),
	OF(phc_spending, provider),
	OF(phc_spending, household_id),
	OF(phc_spending, dwelling_id),
	OF(phc_spending, amount),
	{ NULL, 0 },
};

const struct phc_slot phc_funding_slots[] = {
	OF(phc_funding, funding_id),
	OF(phc_funding, funder),
	OF(phc_funding, programme),
	OF(phc_funding, nature),
	OF(phc_funding, requested),
	OF(phc_funding, granted),
	OF(phc_funding, paid),
	OF(phc_funding, dated),
	{ NULL, 0 },
};

const struct phc_slot phc_reading_slots[] = {
	OF(phc_reading, dwelling_id),
	OF(phc_reading, month),
	OF(phc_reading, water_m3),
	OF(phc_reading, energy_kwh),
	{ NULL, 0 },
};

const struct phc_slot phc_fjt_slots[] = {
	OF(phc_fjt, commune),
	OF(phc_fjt, places),
	OF(phc_fjt, occupied),
	OF(phc_fjt, population_18_29),
	OF(phc_fjt, observed_on),
	OF(phc_fjt, source),
	{ NULL, 0 },
};

const struct phc_slot phc_proposal_slots[] = {
	OF(phc_proposal, proposal_id),
	OF(phc_proposal, household_id),
	OF(phc_proposal, dwelling_id),
	OF(phc_proposal, rank),
	OF(phc_proposal, proposed_on),
	OF(phc_proposal, decision),
	OF(phc_proposal, decided_on),
	OF(phc_proposal, reason),
	{ NULL, 0 },
};

int
phc_event_read(const struct phc_binding *b, const struct phc_rec *rec,
    struct phc_event *ev, struct phc_err *err)
{
	return phc_bind_read(b, rec, ev, err);
}

int
phc_lease_check(const struct phc_lease *l, struct phc_err *err)
{
	if (l->ended_on != PHC_UNKNOWN && l->ended_on < l->start_on)
		return phc_fail(
		    err, PHC_EDATA, "ended_on: before the lease starts");
	if (l->review_due_on != PHC_UNKNOWN && l->review_due_on < l->start_on)
		return phc_fail(
		    err, PHC_EDATA, "review_due_on: before the lease starts");
	return 0;
}

int
phc_lease_read(const struct phc_binding *b, const struct phc_rec *rec,
    struct phc_lease *l, struct phc_err *err)
{
	if (phc_bind_read(b, rec, l, err) == -1)
		return -1;
	return phc_lease_check(l, err);
}

int
phc_spending_read(const struct phc_binding *b, const struct phc_rec *rec,
    struct phc_spending *s, struct phc_err *err)
{
	return phc_bind_read(b, rec, s, err);
}

int
phc_funding_read(const struct phc_binding *b, const struct phc_rec *rec,
    struct phc_funding *f, struct phc_err *err)
{
	return phc_bind_read(b, rec, f, err);
}

static bool
below_zero(int64_t v)
{
	return v != PHC_UNKNOWN && v < 0;
}

int
phc_reading_check(const struct phc_reading *r, struct phc_err *err)
{
	if (below_zero(r->water_m3))
		return phc_fail(err, PHC_EDATA, "water_m3: below zero");
	if (below_zero(r->energy_kwh))
		return phc_fail(err, PHC_EDATA, "energy_kwh: below zero");
	return 0;
}

int
phc_reading_read(const struct phc_binding *b, const struct phc_rec *rec,
    struct phc_reading *r, struct phc_err *err)
{
	if (phc_bind_read(b, rec, r, err) == -1)
		return -1;
	return phc_reading_check(r, err);
}

int
phc_fjt_read(const struct phc_binding *b, const struct phc_rec *rec,
    struct phc_fjt *f, struct phc_err *err)
{
	return phc_bind_read(b, rec, f, err);
}

int
phc_proposal_check(const struct phc_proposal *p, struct phc_err *err)
{
	if (p->decided_on == PHC_UNKNOWN)
		return 0;
	if (p->decided_on < p->proposed_on)
		return phc_fail(
		    err, PHC_EDATA, "decided_on: before it was proposed");
	if (p->decision == PHC_UNKNOWN)
		return phc_fail(
		    err, PHC_EDATA, "decided_on: without a decision");
	return 0;
}

int
phc_proposal_read(const struct phc_binding *b, const struct phc_rec *rec,
    struct phc_proposal *p, struct phc_err *err)
{
	if (phc_bind_read(b, rec, p, err) == -1)
		return -1;
	return phc_proposal_check(p, err);
}
