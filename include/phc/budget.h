/*
 * budget.h - floor 7: the whole position of a household: what it may be let,
 * what a dwelling costs it, and what that leaves.
 */
#ifndef PHC_BUDGET_H
#define PHC_BUDGET_H

#include "phc/aid.h"
#include "phc/effort.h"
#include "phc/resources.h"

/* The columns of kind budget, in the units of their types; PHC_UNKNOWN where
 * one is empty. */
struct phc_budget {
	int64_t category, category_extra, tested_income, tested_basis;
	int64_t ceiling_plai, ceiling_plus, ceiling_pls;
	int64_t ceiling_product, ceiling_ratio, ceiling_band;
	int64_t eligible_plai, eligible_plus, eligible_pls, eligible_pli;
	int64_t aid_zone, aid_resources, aid_basis, housing_aid, rls;
	int64_t forfait, housing_cost, housing_cost_net, net_below_zero;
	int64_t effort_rate, effort_rate_net;
	int64_t effort_basis, effort_class, forfait_missing;
	int64_t remainder, consumption_units, remainder_day;
	int64_t shield_target, shield_gap, affordable_rent;
	int64_t plus_60, plus_120, ceiling_unconfirmed;
};

extern const struct phc_slot phc_budget_slots[];

enum phc_aid_basis { PHC_DECLARED, PHC_NOTIFIED, PHC_ESTIMATED };

/*
 * Everything of the law that is bound to one date and folder of tables.
 * phc_terms_open() reads it, from 'dir' where a table is there (NULL: those
 * compiled in); PHC_ELAW when a text is not in force on 'date'.
 * phc_terms_free() takes NULL.
 */
struct phc_terms;

struct phc_terms *
phc_terms_open(const char *dir, int64_t date, struct phc_err *err);
void phc_terms_free(struct phc_terms *);
const struct phc_ceilings *phc_terms_ceilings(const struct phc_terms *);

/* phc_terms_zone() is the zone of housing aid of a commune: see commune.h. */
int phc_terms_zone(const struct phc_terms *, int64_t commune, int64_t *zone,
    struct phc_err *err);

/* The tables that phc_terms_open() reads, ended by a NULL name. */
extern const struct phc_law_table phc_terms_tables[];

/*
 * How a budget came about.  The caller sets 'uses', or NULL, before the call:
 * it sees each figure of a table as it is taken.  'computed' tells whether an
 * aid was computed, from 'of' to 'aid', whether it is the one that is taken or
 * was notified for the dwelling.
 */
struct phc_detail {
	const struct phc_uses *uses;
	struct phc_category category;
	enum phc_zone zone;
	struct phc_resources resources;
	bool computed;
	struct phc_aid_case of;
	struct phc_aid_result aid;
	struct phc_effort effort;
};

/*
 * phc_budget() is the position of a household in dwelling 'dw' (NULL: none),
 * and, at a 'target' rate in hundredths of a percent (PHC_UNKNOWN: none), the
 * shield and the affordable rent.  'detail' may be NULL.  PHC_ELAW when the
 * commune is in no zone, PHC_EDATA when the dwelling contradicts itself.
 */
int phc_budget(const struct phc_terms *, const struct phc_household *,
    const struct phc_dwelling *dw, int64_t target, struct phc_budget *out,
    struct phc_detail *detail, struct phc_err *err);

/*
 * The cost of many dwellings to one household.  phc_payer() takes, once, what
 * asks nothing of a dwelling; it borrows 'hh'.  PHC_ELAW where no aid is in
 * force for so many dependants.
 *
 * phc_payer_effort() is the effort that phc_budget() finds in a dwelling, of
 * which 'zone' is the zone of housing aid.
 */
struct phc_payer {
	const struct phc_household *hh;
	int64_t resources; /* R, in cents a year: see resources.h */
	int64_t units;     /* of consumption, in tenths: see effort.h */
};

int phc_payer(const struct phc_terms *, const struct phc_household *hh,
    struct phc_payer *out, struct phc_err *err);
struct phc_effort phc_payer_effort(const struct phc_terms *,
    const struct phc_payer *, const struct phc_dwelling *dw, int64_t zone);

#endif
