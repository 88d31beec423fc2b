/*
 * register.h - a command that takes its rows from a register.
 */
#ifndef REGISTER_H
#define REGISTER_H

#include "cmd.h"

struct phc_store;

/*
 * register_open() opens the register at 'path' for reading, and
 * register_load() runs the filter over a kind as it stood on the day of -t, as
 * cmd_load() does over a file; on trouble neither returns.
 */
struct phc_store *register_open(const char *path);
int
register_load(struct phc_store *, const char *kind, const struct cmd_filter *);

#endif
