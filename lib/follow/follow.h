/*
 * follow.h - what the files of this folder share.
 */
#ifndef FOLLOW_H
#define FOLLOW_H

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
	uint32_t *slot; /* of a hash: number and 1, or 0 */
	size_t slots;
};

uint32_t follow_name(struct names *, struct phc_str, bool *fresh);
bool follow_name_find(const struct names *, struct phc_str, uint32_t *i);
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

struct observation { /* of places in FJT */
	struct phc_fjt fjt;
	struct origin from;
};

struct proposal {
	uint32_t id, household, dwelling;
	int32_t proposed, decided;
	struct origin from;
	int8_t decision, reason;
};

/* A dwelling that some row names; one of kind dwelling, if 'given', tells of
 * it.  The strings of 'dw' are not kept, but for commune_name. */
struct home {
	bool given;
	struct phc_dwelling dw;
};

/* What a row of a household says that most answers ask for; the others decode
 * its 'rec' by the header of the households. */
struct facts {
	int64_t applied_on, renewed_on, struck_off_on, struck_off_reason;
	int64_t occupation;
	int64_t effort_rate, effort_rate_net;
};

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
};

/* Arrays of one kind of row. */
#define ROWS(type)             \
	struct {               \
		type *row;     \
		size_t n, cap; \
	}

struct phc_follow {
	int64_t at;
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
	ROWS(struct proposal) proposal; /* by household, day, key */
};

/* set.c: the word of a row's key, and the file it came from. */
const char *
follow_key(const struct phc_follow *, enum phc_follow_kind, uint32_t id);
const char *follow_file(const struct phc_follow *, struct origin);

/* sort.c */
void follow_sort(struct phc_follow *);

#endif
