/*
 * timer.h - how long a register may be asked for.
 */
#ifndef TIMER_H
#define TIMER_H

#include <stdbool.h>

extern int timer_limit; /* seconds; 0 is for ever */

/*
 * timer_start() starts to watch; the time between each timer_begin() and
 * timer_end() counts, and that which the reader of standard output takes does
 * not.  timer_stop() tells, in between, whether the limit is reached, whatever
 * 'arg' is; a step that does not ask, and goes on for a second more, ends
 * the program with a message.  timer_out() tells afterwards.
 */
void timer_start(void);
void timer_begin(void);
void timer_end(void);
bool timer_stop(void *arg);
bool timer_out(void);

#endif
