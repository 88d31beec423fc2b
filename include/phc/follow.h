/*
 * follow.h - floor 7: the accompaniment: what stands, what is due, what it
 * costs.
 *
 * Rows of several kinds go in, in any order of files and rows, then answers are
 * put.  Nothing but the file and the line of a fault depends on that order: all
 * that is put is in order of keys.
 *
 * All is as of one day: what happened after it is not known yet.  A lease or a
 * measure runs from its first day to the day before its end.
 */
#ifndef PHC_FOLLOW_H
#define PHC_FOLLOW_H

#include "phc/law.h"

/*
 * phc_follow_new() starts a set as of the day 'at' with the tables of 'tables'
 * (NULL: those compiled in).  PHC_ELAW where one says nothing for that day.
 * 'phc_follow_tables' are those tables, as -V prints them.
 */
struct phc_follow;

extern const struct phc_law_table phc_follow_tables[];

struct phc_follow *
phc_follow_new(int64_t at, const char *tables, struct phc_err *err);
void phc_follow_free(struct phc_follow *);

/*
 * The kinds of rows that a set takes.  PHC_FOLLOW_ENTRY are rows of households
 * as they were when they entered.  phc_follow_kind() finds one by its word in
 * the dictionary, or "entry"; -1 and PHC_EDATA if there is none.
 */
enum phc_follow_kind {
	PHC_FOLLOW_HOUSEHOLD,
	PHC_FOLLOW_ENTRY,
	PHC_FOLLOW_EVENT,
	PHC_FOLLOW_LEASE,
	PHC_FOLLOW_SPENDING,
	PHC_FOLLOW_FUNDING,
	PHC_FOLLOW_READING,
	PHC_FOLLOW_FJT,
	PHC_FOLLOW_DWELLING,
	PHC_FOLLOW_KINDS
};

int phc_follow_kind(struct phc_str name, struct phc_err *err);

/*
 * phc_follow_head() takes the header of file 'file' of a kind, whose rows
 * phc_follow_add() takes until the next header of that kind.  Rows are copied.
 * PHC_EDATA where a column is missing, a value is wrong, or the key is that of
 * an earlier row.  The rows of households have one header; they are put with
 * columns to the right.
 *
 * phc_follow_ready() sorts what came in, once all did, and finds what is
 * impossible in it.  Answers come after it.
 */
int phc_follow_head(struct phc_follow *, enum phc_follow_kind, const char *file,
    const struct phc_rec *head, struct phc_err *err);
int phc_follow_add(struct phc_follow *, enum phc_follow_kind,
    const struct phc_rec *, struct phc_err *err);
void phc_follow_ready(struct phc_follow *);

/* phc_follow_target() sets the effort rate that an obligation is made of where
 * it is exceeded after a change, in hundredths of a percent; there is none. */
void phc_follow_target(struct phc_follow *, int64_t percent);

/*
 * What cannot be beside other rows, as of the day, in order of files as they
 * came and lines: a step of a sliding lease that table follow-sliding has not
 * (a slide before the entry), a measure that starts while one of its nature is
 * in force or another of its fund (AML with ASLL), one that ends or changes and
 * has not started.  It is left out of all answers, but that two different
 * measures that do not go together both count.  phc_follow_fault() returns
 * the 'i'th, false if there are not so many; it borrows from the set.
 *
 * phc_follow_strangers() is how many events and leases are of households that
 * have no row: the state and the agenda are silent about them.
 */
struct phc_follow_fault {
	const char *file;
	size_t line;
	const char *key; /* of the event, or of the lease */
	const char *message;
};

bool phc_follow_fault(
    const struct phc_follow *, size_t i, struct phc_follow_fault *);
size_t phc_follow_strangers(const struct phc_follow *);

/*
 * The answers.  Each writes house CSV and returns 0; or -1, with all of it
 * written, where something in it does not hold, which the error says.
 *
 * phc_follow_put() writes the state of each household that has a row, by key:
 * its row, then the columns of kind follow.  phc_follow_room() fails where the
 * header of the households has one of these already.
 *
 * phc_follow_put_due() writes, as kind due, what is to be done for them and is
 * not: each obligation from the day it is announced until it is met, by date,
 * so that what is overdue comes first, then key.  One that is met on its last
 * day is met.  phc_follow_put_calendar() writes the same as a calendar (RFC
 * 5545), with no personal data but the households' keys; the UID of an
 * obligation is always the same.
 *
 * phc_follow_put_faults() writes the faults as kind fault.
 */
int phc_follow_room(const struct phc_rec *head, struct phc_err *err);
int phc_follow_put(
    const struct phc_follow *, struct phc_out *, struct phc_err *err);
int phc_follow_put_due(
    const struct phc_follow *, struct phc_out *, struct phc_err *err);
int phc_follow_put_calendar(
    const struct phc_follow *, struct phc_out *, struct phc_err *err);
int phc_follow_put_faults(
    const struct phc_follow *, struct phc_out *, struct phc_err *err);

/*
 * Accounts are of whole months: from that of the first row, or of 'from' as
 * phc_follow_period() says, to the last that is over by the day of the set.
 * What is counted of a month is what stands on its last day, so that no month
 * counts twice.
 *
 * phc_follow_costs() writes kind cost: what was done, what a unit of it cost
 * (nothing spent is no figure), spending, funding, then the identities of the
 * accounts, which are of all months, and of which the error names the first
 * that fails; 'monthly' has it write the table of each month first.
 *
 * phc_follow_months() writes kind followed: of each month, who is accompanied,
 * by which measure and at which level, as the accounts count them.
 *
 * phc_follow_consumption() writes kind consumption, phc_follow_outcomes() kind
 * outcome, phc_follow_coverage() kind coverage.  This one is only for a set of
 * which phc_follow_waiting() says so before the households come: their rows
 * have to say then who is alone and what they want.  It fails where the table
 * of communes does not read.  phc_follow_stale() is the warning about the next
 * observation, from '*i' on, that is too old; start at 0.  False if there is
 * none.
 */
void phc_follow_period(struct phc_follow *, int64_t from_month, bool monthly);
int phc_follow_costs(
    const struct phc_follow *, struct phc_out *, struct phc_err *err);
int phc_follow_months(
    const struct phc_follow *, struct phc_out *, struct phc_err *err);
int phc_follow_consumption(
    const struct phc_follow *, struct phc_out *, struct phc_err *err);
int phc_follow_outcomes(
    const struct phc_follow *, struct phc_out *, struct phc_err *err);
int phc_follow_waiting(struct phc_follow *, struct phc_err *err);
int phc_follow_coverage(
    const struct phc_follow *, struct phc_out *, struct phc_err *err);
bool
phc_follow_stale(const struct phc_follow *, size_t *i, struct phc_err *err);

#endif
