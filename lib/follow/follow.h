/*
 * follow.h - what the files of this folder share.
 */
#ifndef FOLLOW_H
#define FOLLOW_H

#include "limits.h"
#include "phc/date.h"
#include "phc/dwelling.h"
#include "phc/follow.h"
#include "phc/ledger.h"

/* names.c: strings that are numbered as they come, and end with a NUL. */
struct names {
	char *text;
	size_t used, text_cap;
	size_t *at; /* of each, in 'text' */
	size_t n, cap;
	struct name_slot {
		uint32_t n, hash; /* number and 1, or 0 */
	} * slot;
	size_t slots;
};

uint32_t follow_name(struct names *, struct phc_str, bool *fresh);
const char *follow_text(const struct names *, uint32_t i);
void follow_names_free(struct names *);

/* Renumber names in their order.  Returns the new number of each, for free(3).
 */
uint32_t *follow_names_sort(struct names *);

#define NOBODY UINT32_MAX /* no household, no dwelling */

/* A day as it is stored.  follow_day() and follow_date() go from one form to
 * the other; what is not known is NO_DAY, or PHC_UNKNOWN. */
#define NO_DAY INT32_MIN

static inline int32_t
follow_day(int64_t date)
{
	return date == PHC_UNKNOWN ? NO_DAY : (int32_t)date;
}

static inline int64_t
follow_date(int32_t day)
{
	return day == NO_DAY ? PHC_UNKNOWN : day;
}

/* A code as it is stored, -1 where it is not known. */
static inline int8_t
follow_code(int64_t v)
{
	return v == PHC_UNKNOWN ? -1 : (int8_t)v;
}

/* Where a row came from. */
struct origin {
	uint32_t line;
	uint16_t file;
};

/* 32 bytes: there are millions.  follow_origin() is where it came from. */
struct event {
	uint32_t household, id; /* 'id' is a name of its kind's keys */
	int32_t day;
	uint32_t line;
	int64_t amount;
	uint16_t file;
	int16_t minutes; /* -1: unknown */
	signed int kind : 8, outcome : 8, level : 4, measure : 8, attended : 4;
};

_Static_assert(sizeof(struct event) == 32, "an event is 32 bytes");

static inline struct origin
follow_origin(const struct event *e)
{
	return (struct origin){ e->line, e->file };
}

/* What was missed did not happen: its time was spent, and nothing else. */
static inline bool
follow_missed(const struct event *e)
{
	return e->outcome == PHC_MISSED || e->attended == 0;
}

struct lease {
	uint32_t household, dwelling, id;
	int32_t start, review_due, end; /* NO_DAY: none */
	struct origin from;
	int8_t form, reason;
};

struct spending {
	uint32_t id, household, dwelling; /* NOBODY: none */
	int32_t month;
	int64_t amount;
	struct origin from;
	int8_t nature, provider;
};

struct funding {
	uint32_t id;
	int32_t dated;
	int64_t requested, granted, paid; /* PHC_UNKNOWN: not said */
	struct origin from;
	int8_t funder, programme, nature;
};

struct reading {
	uint32_t dwelling;
	int32_t month;
	int64_t water, energy;
	struct origin from;
};

struct observation {        /* of places in FJT */
	struct phc_fjt fjt; /* its source is not kept */
	struct origin from;
};

/* A dwelling that some row names; one of kind dwelling, if 'given', tells of
 * it.  The strings of 'dw' are not kept. */
struct home {
	bool given;
	struct phc_dwelling dw;
};

/* What a row of a household says that most answers ask for; the others decode
 * its 'rec' by the header of the households. */
struct facts {
	int64_t applied_on, renewed_on, struck_off_on, struck_off_reason;
	int64_t occupation, income;
	int64_t effort_rate, effort_rate_net, housing_cost, housing_cost_net;
};

/* The rate that counts, PHC_UNKNOWN where the row has none. */
static inline int64_t
follow_effort(const struct facts *row)
{
	return row->effort_rate_net != PHC_UNKNOWN ? row->effort_rate_net
						   : row->effort_rate;
}

struct range {
	size_t at, n;
};

/* A household that some row names; one of kind household, if 'given', tells of
 * it.  All that is its own is in 'events' and 'leases', by day. */
struct household {
	bool given, entered; /* rows as of now, as of entry */
	struct phc_rec rec;
	struct facts now, entry;
	struct range events, leases;
	uint8_t stage; /* of the sliding lease: enum stage */
};

/* The states and the steps of a sliding lease, in the words of table
 * follow-sliding; the states are those of column sliding_stage, after none. */
enum stage {
	STAGE_NONE,
	STAGE_AGREED,
	STAGE_SUBLET,
	STAGE_REVIEWED,
	STAGE_NOTIFIED,
	STAGE_PREPARED,
	STAGE_SLID,
	STAGE_REFUSED,
	STAGE_ENDED,
	STAGES
};

enum step {
	STEP_REVIEW,
	STEP_PREFECT_NOTICE,
	STEP_EXTENSION,
	STEP_SLIDE,
	STEP_NO_SLIDE,
	STEP_END,
	STEP_CONVENTION,
	STEP_ENTRY,
	STEPS
};

enum role { ROLE_NONE, ROLE_CONTACT, ROLE_MEETING, ROLE_WORKSHOP, ROLES };

/* In the order of column obligation. */
enum obligation {
	DUE_DIAGNOSTIC,
	DUE_REVIEW,
	DUE_PREFECT_NOTICE,
	DUE_MEASURE_END,
	DUE_RENEWAL,
	DUE_CONTACT,
	DUE_UNPAID,
	DUE_EFFORT,
	OBLIGATIONS
};

struct rule {
	int64_t months, days, ahead;
	const char *article, *label;
};

struct term { /* of a measure */
	const char *nature, *fund;
	int64_t months; /* PHC_UNKNOWN: it has none */
};

/* What the tables say on the day. */
struct terms {
	int64_t contact_days[PHC_LEVELS];
	int64_t hours[PHC_LEVELS]; /* PHC_UNKNOWN: no bound */
	struct term measure[PHC_MEASURES];
	enum role role[PHC_EVENT_KINDS];
	int8_t job[PHC_EVENT_KINDS][PHC_OUTCOMES]; /* employment, or -1 */
	struct rule rule[OBLIGATIONS];
	int8_t next[STAGES][STEPS]; /* stage, or -1 */
};

/* A step of a sliding lease that a row takes: an event, or a lease. */
struct turn {
	int32_t day;
	int rank; /* among those of a day */
	enum step step;
	const struct event *event;
	const struct lease *lease;
};

/* In the order of column fault. */
enum fault_kind {
	FAULT_SEQUENCE,
	FAULT_SAME_MEASURE,
	FAULT_TWO_MEASURES,
	FAULT_NO_MEASURE,
	FAULT_LEVEL
};

/* A row that cannot be, beside the others. */
struct fault {
	struct origin from;
	uint32_t household, event, lease; /* keys; NOBODY for not that kind */
	enum fault_kind kind;
	const char *message;
};

/* Arrays of one kind of row. */
#define ROWS(type)             \
	struct {               \
		type *row;     \
		size_t n, cap; \
	}

struct phc_follow {
	int64_t at, target; /* of the effort rate, PHC_UNKNOWN for none */
	struct terms terms;
	int64_t from; /* of costs and consumption; PHC_UNKNOWN: the first */
	bool monthly;
	const char *tables;         /* the folder of tables, or NULL */
	struct phc_law *communes;   /* NULL: no coverage is asked for */
	struct phc_binding waiting; /* what it asks of the households */
	struct limits limits;
	struct phc_pool pool;
	const char **file;
	size_t files, files_cap;
	uint16_t reading[PHC_FOLLOW_KINDS]; /* the file at hand */
	struct phc_binding bind[PHC_FOLLOW_KINDS];
	struct phc_binding effort[2]; /* columns of a budget: now, entry */
	struct names keys[PHC_FOLLOW_KINDS]; /* of the rows that came in */
	struct names households, dwellings;  /* their keys */
	struct phc_rec head;                 /* of the households */

	/* In the order of 'households' and 'dwellings', which is that of the
	 * keys once all is ready. */
	ROWS(struct household) household;
	ROWS(struct home) home;
	ROWS(struct event) event;       /* by household, day, kind, key */
	ROWS(struct lease) lease;       /* by household, start, key */
	ROWS(struct spending) spending; /* by month, key */
	ROWS(struct funding) funding;   /* by date, key */
	ROWS(struct reading) meter;     /* by dwelling, month */
	ROWS(struct observation) fjt;   /* by commune, date */
	ROWS(struct turn) turn;         /* of the household at hand */
	ROWS(struct fault) fault;       /* by file, line */
};

/* set.c: the word of a row's key, and the file it came from. */
const char *
follow_key(const struct phc_follow *, enum phc_follow_kind, uint32_t id);
const char *follow_file(const struct phc_follow *, struct origin);

/* Room for one more row of an array of ROWS(), zeroed: its address. */
#define MORE(rows)                                                         \
	(phc_grow(                                                         \
	     &(rows).row, &(rows).cap, (rows).n + 1, sizeof(*(rows).row)), \
	    memset(&(rows).row[(rows).n++], 0, sizeof(*(rows).row)))

/*
 * measures.c: a measure as it stands on a day; 'start' is NO_DAY if it is not
 * in force.  follow_measures() finds all of a household's at the end of day
 * 'at', each at its code, and returns how many are in force; what cannot be is
 * left out, and follow_measure_faults() says so.  follow_measure_main() is
 * the one that counts where one does: of the highest level, then the last to
 * start, then the first in the dictionary; -1 if none is in force.
 */
struct standing {
	int32_t start, level_since, renewed; /* NO_DAY: never */
	int32_t ended;                       /* the last time, or NO_DAY */
	int8_t level;                        /* -1: unknown */
	int renewals;
	const struct event *event; /* that started it */
};

int follow_measures(const struct phc_follow *, const struct household *,
    int32_t at, struct standing m[PHC_MEASURES]);
int follow_measure_main(const struct standing m[PHC_MEASURES]);
void follow_measure_faults(struct phc_follow *, const struct household *);

/* sliding.c: the stage of a household's sliding lease, and what is out of turn.
 */
void follow_sliding(struct phc_follow *, struct household *);

/*
 * stays.c: leases with at most a day between them are one stay.
 * follow_stay() finds the next stay that began by day 'at', from lease '*i' of
 * the household on, as it stands then: its 'end' is NO_DAY if it runs.  False
 * if there is none.
 */
struct stay {
	int32_t start, end;
	const struct lease *last; /* the one that ends last */
};

bool follow_stay(const struct phc_follow *, const struct household *,
    int32_t at, size_t *i, struct stay *);

/* The stay that runs on day 'at', or the last one; false if none began. */
bool follow_last_stay(const struct phc_follow *, const struct household *,
    int32_t at, struct stay *);

/* Completed months from one day to another. */
int follow_months(int32_t from, int32_t to);

/*
 * due.c: an obligation that is not met.  follow_due() gives each of a
 * household's, in no order, whether or not it is announced by then.
 */
struct due {
	uint32_t household;
	enum obligation what;
	int32_t date, announced;
	const struct lease *lease; /* it is about, or NULL */
	const struct event *event;
};

struct due_sink {
	void (*each)(const struct due *, void *arg);
	void *arg;
};

void follow_due(const struct phc_follow *, const struct household *,
    const struct due_sink *);

/* The day on which the demand of a household that has a row was made, or last
 * renewed; NO_DAY where it is struck off, or not made yet. */
int32_t follow_demand(const struct phc_follow *, const struct household *);

/* By date, household, obligation, and what it is about. */
int follow_due_compare(
    const struct phc_follow *, const struct due *, const struct due *);
const char *follow_due_about(const struct phc_follow *, const struct due *);

/*
 * unpaid.c: the rents unpaid in a stay by day 'at', months counted once.
 */
struct unpaid {
	int64_t months, since_plan, amount;
	const struct event *second; /* month since the plan */
	const struct event *plan;   /* the last one, or NULL */
};

struct unpaid follow_unpaid(const struct phc_follow *, const struct household *,
    const struct stay *, int32_t at);

/* faults.c */
void follow_faults(struct phc_follow *);
void follow_fault_event(struct phc_follow *, const struct event *,
    enum fault_kind, const char *message);
void follow_fault_lease(struct phc_follow *, const struct lease *,
    enum fault_kind, const char *message);

/* tables.c: words of the tables; and all the tables. */
const char *follow_step(enum step);
const char *follow_obligation(enum obligation);
int follow_tables(struct phc_follow *, const char *dir, struct phc_err *err);

/* sort.c */
void follow_sort(struct phc_follow *);

#endif
