/*
 * input.h - files that are read more than once.
 */
#ifndef INPUT_H
#define INPUT_H

#include <stdio.h>

/*
 * input_open() opens a file, "-" being standard input, which is one no second
 * time, so that it can be gone back in: what comes through a pipe is copied to
 * a file without a name.  '*name' is what messages call it.  It ends the
 * program on trouble.
 */
FILE *input_open(const char *file, const char **name);

#endif
