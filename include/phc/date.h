/*
 * date.h - floor 1: days of the Gregorian calendar.
 *
 * A date is an int64_t: days since 1970-01-01.  A month is the date of its
 * first day.  No function here knows what day it is today.
 */
#ifndef PHC_DATE_H
#define PHC_DATE_H

#include "phc/base.h"

enum { PHC_DATE_MAX = 11 }; /* bytes of "2016-09-01", NUL included */

/*
 * phc_date_civil() returns in '*out' the date of a year (1583 to 9999), month
 * and day.  PHC_EDATA if there is no such day.
 */
int phc_date_civil(int y, int m, int d, int64_t *out, struct phc_err *err);
void phc_date_split(int64_t date, int *y, int *m, int *d);

/* phc_date_parse() reads "2016-09-01", phc_month_parse() "2016-09". */
int phc_date_parse(struct phc_str, int64_t *out, struct phc_err *err);
int phc_month_parse(struct phc_str, int64_t *out, struct phc_err *err);

/* They write those forms and return 'buf'; PHC_UNKNOWN is "". */
char *phc_date_format(int64_t date, char buf[PHC_DATE_MAX]);
char *phc_month_format(int64_t month, char buf[PHC_DATE_MAX]);

/*
 * phc_age() returns the completed years of a person born on 'birth', on the
 * day 'at'.  Who is born on 29 February ages on 1 March of a common year.
 * Negative before birth.
 */
int phc_age(int64_t birth, int64_t at);

/*
 * phc_date_months() returns the date 'n' months after 'date' (before it, if
 * negative): the same day, or the last of the month where there is none.
 */
int64_t phc_date_months(int64_t date, int n);

/* phc_date_month() returns the first day of the month of 'date'. */
int64_t phc_date_month(int64_t date);

#endif
