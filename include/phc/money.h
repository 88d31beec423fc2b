/*
 * money.h - floor 1: exact decimals: amounts in cents, rates as ratios.
 */
#ifndef PHC_MONEY_H
#define PHC_MONEY_H

#include "phc/base.h"

enum { PHC_DECIMAL_MAX = 24 }; /* bytes of a number as printed, NUL included */

/*
 * phc_decimal_parse() reads "1234", "-12.5" or "0.25", with at most 'places'
 * decimals and 15 digits in all, into '*out' in units of 10^-places.  Anything
 * else ("", "+1", "1e3", "1,5", ".5", "1.") is PHC_EDATA and leaves '*out'.
 */
int phc_decimal_parse(
    struct phc_str, int places, int64_t *out, struct phc_err *err);

/*
 * phc_decimal_format() writes 'v', in units of 10^-places, with all 'places'
 * decimals ("-12.50"; places 0: "12"), and returns 'buf'.  PHC_UNKNOWN is "".
 */
char *phc_decimal_format(int64_t v, int places, char buf[PHC_DECIMAL_MAX]);

/* Amounts of money in cents: phc_decimal_* with two places. */
int phc_cents_parse(struct phc_str, int64_t *out, struct phc_err *err);
char *phc_cents_format(int64_t cents, char buf[PHC_DECIMAL_MAX]);

/*
 * phc_div_half_up() and phc_div_up() return num/den rounded to the nearest
 * integer, halves away from zero, and upwards.  'den' is above zero.
 */
int64_t phc_div_half_up(int64_t num, int64_t den);
int64_t phc_div_up(int64_t num, int64_t den);

/*
 * phc_percent() returns num/den in hundredths of a percent, halves away from
 * zero: what is printed.  Decide on 'num' and 'den', never on it.  'den' is
 * above zero.  PHC_UNKNOWN where no int64_t holds it.
 */
int64_t phc_percent(int64_t num, int64_t den);

/*
 * phc_ratio_cmp() compares num/den with 'percent' hundredths of a percent,
 * exactly: less than, equal to or greater than 0.  'den' is above zero.
 */
int phc_ratio_cmp(int64_t num, int64_t den, int64_t percent);

#endif
