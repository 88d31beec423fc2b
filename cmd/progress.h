/*
 * progress.h - how far a long run is, on a terminal.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stddef.h>

/*
 * progress_tell() is for struct phc_progress: it rewrites one line on standard
 * error, if that is a terminal, -q was not given, and progress_start() was a
 * second ago.  progress_wipe() wipes it, and comes before anything else is
 * written there.
 */
void progress_start(void);
void progress_tell(void *arg, const char *what, size_t done, size_t all);
void progress_wipe(void);

#endif
