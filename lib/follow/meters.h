/*
 * meters.h - readings of water and energy, beside those like them.
 */
#ifndef METERS_H
#define METERS_H

#include "answers.h"

enum fluid { WATER, ENERGY, FLUIDS };

/* The median of the dwellings of a type in a month. */
struct median {
	int64_t v, n; /* thousandths, half up; of how many */
	int32_t month;
	int8_t type;
};

struct medians {
	struct median *row; /* by type, month; free(3) it */
	size_t n, cap;
};

/* meters.c: in thousandths, of what is known by the end of the last whole
 * month.  NULL where there is none. */
int64_t follow_quantity(const struct reading *, enum fluid);
void follow_medians(const struct phc_follow *, enum fluid, struct medians *);
const struct median *follow_median(
    const struct phc_follow *, const struct medians *, const struct reading *);
const struct reading *
follow_reading(const struct phc_follow *, uint32_t dwelling, int64_t month);

/* consumption.c: a row of kind consumption. */
struct consumption {
	int64_t section, month, fluid, type, quantity, median, sample, ratio;
	int64_t year_before, year_ratio, same_household, jumped, high;
	int64_t households, before, before_median, before_ratio, effect, small;
	struct phc_str dwelling_id, household_id;
};

/* workshop.c: what 'c' is to say of the workshops on energy. */
void follow_workshop(const struct phc_follow *, const struct tenants *,
    const struct medians *, enum fluid, struct consumption *c);

#endif
