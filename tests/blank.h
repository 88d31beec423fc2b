/*
 * blank.h - rows of which nothing is known, for tests to fill in.
 */
#ifndef BLANK_H
#define BLANK_H

#include "phc/date.h"
#include "phc/dwelling.h"
#include "phc/household.h"

static inline void
blank(void *row, const char *kind, const struct phc_slot *slot)
{
	const struct phc_str none = { "", 0 };
	const int64_t unknown = PHC_UNKNOWN;
	char *at;

	for (; slot->column != NULL; slot++) {
		at = (char *)row + slot->at;
		if (phc_column_find(kind, phc_str(slot->column))->type <=
		    PHC_LIST)
			memcpy(at, &none, sizeof(none));
		else
			memcpy(at, &unknown, sizeof(unknown));
	}
}

/* One adult, no dependants. */
static inline struct phc_household
household(void)
{
	struct phc_household hh;

	blank(&hh, "household", phc_household_slots);
	hh.adults = 1;
	hh.dependants = 0;
	return hh;
}

static inline struct phc_dwelling
dwelling(void)
{
	struct phc_dwelling dw;

	blank(&dw, "dwelling", phc_dwelling_slots);
	return dw;
}

/* A date, PHC_UNKNOWN for "". */
static inline int64_t
day(const char *s)
{
	int64_t date = PHC_UNKNOWN;

	phc_date_parse(phc_str(s), &date, NULL);
	return date;
}

#endif
