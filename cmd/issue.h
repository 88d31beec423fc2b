/*
 * issue.h - a report leaves the house: what is masked in it, its workbook, and
 * the record of what it shows.
 */
#ifndef ISSUE_H
#define ISSUE_H

#include "source.h"

/*
 * issue_begin() waits for others that issue reports of the same register, if it
 * is to be recorded.  issue() decides what is masked, makes what is wished for,
 * records what it shows, then gives it its name; it says what there is on
 * standard error.  issue_commission() makes the commission's workbook of rows,
 * and returns the exit status.  On trouble they do not return.
 */
void issue_begin(const struct wish *);
void
issue(const struct wish *, const struct source *, const struct phc_figures *);
int issue_commission(const struct wish *);

#endif
