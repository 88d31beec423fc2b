/*
 * published.h - what was published before, and is from now on: in the register,
 * or in a file of kind published.
 */
#ifndef PUBLISHED_H
#define PUBLISHED_H

#include "phc/publish.h"
#include "wish.h"

/*
 * published_begin() has others wait who would publish from the same register or
 * beside the same file, unless nothing is to be recorded; published_feed()
 * tells all that was published.  published_record() records what is, in a file
 * of this 'name', unless it is recorded already: all of it, or nothing.
 * published_end() lets the others go on.  On trouble they do not return.
 */
void published_begin(const struct wish *);
void published_feed(const struct wish *, struct phc_publish *);
void published_record(
    const struct wish *, const struct phc_publish *, const char *name);
void published_end(void);

#endif
