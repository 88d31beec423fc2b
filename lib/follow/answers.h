/*
 * answers.h - what the answers share.
 */
#ifndef ANSWERS_H
#define ANSWERS_H

#include "follow.h"

enum { ROWS_MAX = 64 };

/*
 * rows.c: rows of a kind of the dictionary, as house CSV.  A row is a struct of
 * int64_t and phc_str, as slots say; follow_blank() makes all of it unknown.
 * follow_rows_head() writes the header, and follow_rows_put() a row.
 */
struct rows {
	const struct phc_slot *slots;
	const struct phc_column *column[ROWS_MAX]; /* of each slot */
	struct phc_out *out;
};

void follow_rows_head(
    struct rows *, const char *kind, const struct phc_slot *, struct phc_out *);
void follow_blank(const struct rows *, void *row);
void follow_rows_put(const struct rows *, const void *row);

/* calendar.c: the months from the one of 'first' on, as numbers from 0. */
struct months {
	int64_t first; /* a first day */
	size_t n;
	const int32_t *last; /* the last day of each */
};

/* The month of a day; what is outside is below 0 or from n on. */
int64_t follow_month(const struct months *, int64_t day);

/* How many months there are whole by 'at', from the one of 'first' on, with
 * memory of the caller's pool. */
struct months follow_calendar(int64_t first, int64_t at, struct phc_pool *);

/* The first day of the last month that is over on the evening of 'at'. */
int64_t follow_whole_month(int64_t at);

/* Whether a lease stands on a day, as known on that of the set. */
bool follow_stands(const struct phc_follow *, const struct lease *, int64_t on);

/*
 * tenants.c: the leases of each dwelling: those of 'i' are from at[i] to
 * at[i + 1] - 1, by start, then key.  follow_tenant() is the household whose
 * lease stands on the last day of a month, else the one who left last in it;
 * NOBODY.
 */
struct tenants {
	const struct lease **lease;
	size_t *at;
};

struct tenants follow_tenants(const struct phc_follow *);
void follow_tenants_free(struct tenants *);
uint32_t follow_tenant(const struct phc_follow *, const struct tenants *,
    uint32_t dwelling, int64_t month);

/* The level of a household that is accompanied, as it is counted. */
enum { LEVEL_UNKNOWN = PHC_LEVELS, LEVELS };

/* tallies.c: what happened each month. */
enum { NATURES = PHC_FUND_OTHER + 1, FUNDERS = 8 };
enum fund { REQUESTED, GRANTED, PAID, FUNDS };

struct money {
	int64_t sum, rows; /* of the rows that say it */
};

struct tally { /* all int64_t: follow_tally_add() adds them one by one */
	int64_t diagnostics, entered, housed, let;
	int64_t measures[LEVELS];
	struct money spent[NATURES][PHC_PROVIDERS];
	struct money support[LEVELS];
	struct money fund[FUNDERS][NATURES][FUNDS];
	int64_t fundings[FUNDERS][NATURES]; /* rows */
};

/* What is counted once more, in another way, for the identities. */
struct checks {
	int64_t month_measures; /* households' months in a union of spans */
	int64_t *present;       /* households of each year, from the first */
};

struct tallies {
	struct phc_pool pool;
	struct months months;
	struct tally *month;
	struct checks checks;
};

void follow_tallies(const struct phc_follow *, struct tallies *);
void follow_tallies_free(struct tallies *);
void follow_tally_add(struct tally *to, const struct tally *);

/* The calendar year of month 'k', from 0 for that of the first. */
int64_t follow_year(const struct tallies *, size_t k);

/* The nature of a spending among those of a funding. */
int follow_nature(const struct spending *);

/* costs.c: a row of kind cost. */
struct cost {
	int64_t period_from, period_to, section, item, nature, provider, level;
	int64_t funder, unit, amount, count, unit_cost, yearly_cost;
	int64_t requested, granted, paid, against, against_count, verdict;
	struct phc_str culprit;
};

enum section {
	SECTION_COUNT,
	SECTION_UNIT,
	SECTION_SPENDING,
	SECTION_FUNDING,
	SECTION_CONTROL
};

enum item {
	ITEM_DIAGNOSTICS,
	ITEM_ENTERED,
	ITEM_MONTH_MEASURES,
	ITEM_HOUSEHOLD_MONTHS,
	ITEM_DWELLING_MONTHS,
	ITEM_DIAGNOSTIC,
	ITEM_SUPPORT,
	ITEM_MANAGEMENT,
	ITEM_OVERALL,
	ITEM_SPENDING,
	ITEM_FUNDING,
	ITEM_FUNDERS_NATURES,
	ITEM_FUNDED_SPENT,
	ITEM_PAID_GRANTED,
	ITEM_GRANTED_REQUESTED,
	ITEM_MONTHS_YEAR,
	ITEM_COUNTED_ONCE,
	ITEM_CHARGED_ONCE
};

enum unit {
	UNIT_DIAGNOSTIC,
	UNIT_HOUSEHOLD_ENTERED,
	UNIT_MONTH_MEASURE,
	UNIT_DWELLING_MONTH,
	UNIT_HOUSEHOLD_MONTH
};

/* identities.c: puts the controls; -1 where one fails, which 'err' names. */
int follow_identities(const struct phc_follow *, const struct tallies *,
    const struct rows *, struct phc_err *err);

/*
 * culprit.c: the rows that explain why what was paid for a nature in months
 * 'from' to 'to' is 'amount' more than what was spent: those that would read
 * like others without it.  Their keys, at most three with a space between; or
 * the months, where no row explains it alone.
 */
struct gap {
	int nature;
	size_t from, to;
	int64_t amount;
};

struct phc_str follow_culprit(const struct phc_follow *, const struct tallies *,
    const struct gap *, struct phc_pool *);

/* Keys with one space between. */
enum { KEYS_MAX = 3 };

struct keys {
	const char *key[KEYS_MAX];
	size_t n; /* more are not named */
};

void follow_keys_add(struct keys *, const char *key);
struct phc_str follow_keys_join(const struct keys *, struct phc_pool *);

#endif
