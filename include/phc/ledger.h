/*
 * ledger.h - floor 4: what happens to a household once it is proposed a
 * dwelling: rows of kinds event, lease, spending, funding, reading, fjt and
 * proposal, decoded and checked.
 *
 * Each member of a struct is the column of its name, PHC_UNKNOWN or empty where
 * the row says nothing.  Codes are the places of their words in the dictionary;
 * those that rules ask for by name follow.
 *
 * Each phc_X_read() decodes a record through a binding of phc_X_slots, and
 * checks it as phc_X_check() does: what the row says against itself, "COLUMN:
 * why".  The struct borrows from 'rec'.
 */
#ifndef PHC_LEDGER_H
#define PHC_LEDGER_H

#include "phc/columns.h"

struct phc_event {
	struct phc_str event_id, household_id;
	int64_t happened_on, kind, level, measure, minutes, channel, attended;
	int64_t outcome, amount;
};

enum phc_event_kind { /* column kind */
	PHC_DIAGNOSTIC,
	PHC_CONVENTION,
	PHC_MEASURE_START,
	PHC_MEASURE_END,
	PHC_LEVEL_CHANGE,
	PHC_CONTACT,
	PHC_HOME_VISIT,
	PHC_MEETING,
	PHC_WORKSHOP,
	PHC_ENERGY_WORKSHOP,
	PHC_REVIEW,
	PHC_PREFECT_NOTICE,
	PHC_SLIDE,
	PHC_EXTENSION,
	PHC_NO_SLIDE,
	PHC_INSERTION_CONTRACT,
	PHC_TRAINING_EVENT, /* training */
	PHC_JOB,
	PHC_UNPAID_RENT,
	PHC_REPAYMENT_PLAN,
	PHC_SITUATION_CHANGE,
	PHC_EVICTION_PROCEEDING,
	PHC_RENEWAL,
	PHC_EVENT_KINDS
};

enum phc_level { PHC_LIGHT, PHC_MEDIUM, PHC_STRONG, PHC_LEVELS };

enum phc_measure {
	PHC_AVDL_TOWARDS,
	PHC_AVDL_MOVING,
	PHC_AVDL_WITHIN,
	PHC_ASLL,
	PHC_GLA,
	PHC_AML,
	PHC_MEASURES
};

enum phc_outcome {
	PHC_NONE_NEEDED,
	PHC_MEASURE_NEEDED, /* measure */
	PHC_OTHER_ORIENTATION,
	PHC_DONE,
	PHC_MISSED,
	PHC_GEIQ,
	PHC_TRAINING_SITE,
	PHC_PERMANENT_JOB,
	PHC_FIXED_TERM_JOB,
	PHC_SEPARATION,
	PHC_COUPLE,
	PHC_BIRTH,
	PHC_JOB_LOSS,
	PHC_JOB_GAIN,
	PHC_INCOME_DOWN,
	PHC_INCOME_UP,
	PHC_OUTCOMES
};

extern const struct phc_slot phc_event_slots[];

/* An event says nothing against itself: what is impossible of it is so beside
 * others. */
int phc_event_read(const struct phc_binding *, const struct phc_rec *,
    struct phc_event *, struct phc_err *err);

struct phc_lease {
	struct phc_str lease_id, household_id, dwelling_id;
	int64_t form, start_on, review_due_on, ended_on, end_reason;
};

enum phc_lease_form { PHC_ORDINARY, PHC_SLIDING, PHC_AML_LEASE };

enum phc_end_reason {
	PHC_OWN_LEASE,
	PHC_REHOUSED_SOCIAL,
	PHC_PRIVATE_RENTAL,
	PHC_OWNERSHIP,
	PHC_JOB_ELSEWHERE,
	PHC_FAMILY,
	PHC_INSTITUTION,
	PHC_EVICTION,
	PHC_RETURN_TO_SHELTER,
	PHC_DEATH,
	PHC_END_UNKNOWN, /* unknown */
	PHC_END_REASONS
};

extern const struct phc_slot phc_lease_slots[];

/* No end, and no end of a review period, before the start. */
int phc_lease_read(const struct phc_binding *, const struct phc_rec *,
    struct phc_lease *, struct phc_err *err);
int phc_lease_check(const struct phc_lease *, struct phc_err *err);

struct phc_spending {
	struct phc_str spending_id, household_id, dwelling_id;
	int64_t month, nature, provider, amount;
};

enum phc_spending_nature {
	PHC_SPENT_DIAGNOSTIC,
	PHC_SPENT_SUPPORT,
	PHC_SPENT_MANAGEMENT, /* adapted_management */
	PHC_SPENT_SHIELD,
	PHC_SPENT_OTHER
};

enum phc_provider { PHC_INTERNAL, PHC_EXTERNAL, PHC_PROVIDERS };

extern const struct phc_slot phc_spending_slots[];

/* Any amount in its bounds will do. */
int phc_spending_read(const struct phc_binding *, const struct phc_rec *,
    struct phc_spending *, struct phc_err *err);

struct phc_funding {
	struct phc_str funding_id;
	int64_t funder, programme, nature, requested, granted, paid, dated;
};

enum phc_funding_nature { /* the first four are those of a spending */
	PHC_FUND_INVESTMENT = 4,
	PHC_FUND_OTHER
};

extern const struct phc_slot phc_funding_slots[];

/* A row that is granted more than it asked, or paid more than it was granted,
 * is read: it is for the identities of the accounts to name it. */
int phc_funding_read(const struct phc_binding *, const struct phc_rec *,
    struct phc_funding *, struct phc_err *err);

struct phc_reading {
	struct phc_str dwelling_id;
	int64_t month, water_m3, energy_kwh; /* thousandths */
};

extern const struct phc_slot phc_reading_slots[];

/* Nothing below zero. */
int phc_reading_read(const struct phc_binding *, const struct phc_rec *,
    struct phc_reading *, struct phc_err *err);
int phc_reading_check(const struct phc_reading *, struct phc_err *err);

struct phc_fjt {
	int64_t commune, places, occupied, population_18_29, observed_on;
	struct phc_str source;
};

extern const struct phc_slot phc_fjt_slots[];

/* Occupied places may be more than there are. */
int phc_fjt_read(const struct phc_binding *, const struct phc_rec *,
    struct phc_fjt *, struct phc_err *err);

struct phc_proposal {
	struct phc_str proposal_id, household_id, dwelling_id;
	int64_t rank, proposed_on, decision, decided_on, reason;
};

enum phc_decision {
	PHC_GRANTED,
	PHC_RANKED,
	PHC_CONDITIONAL,
	PHC_NOT_GRANTED,
	PHC_INADMISSIBLE,
	PHC_REFUSED_BY_HOUSEHOLD,
	PHC_WITHDRAWN
};

extern const struct phc_slot phc_proposal_slots[];

/* Not decided before it was proposed; a day of decision has a decision. */
int phc_proposal_read(const struct phc_binding *, const struct phc_rec *,
    struct phc_proposal *, struct phc_err *err);
int phc_proposal_check(const struct phc_proposal *, struct phc_err *err);

#endif
