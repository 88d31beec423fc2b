/*
 * rejects.h - where an import tells what is wrong: the file of -r, or standard
 * error.
 */
#ifndef REJECTS_H
#define REJECTS_H

#include "phc/import.h"

/*
 * rejects_open() begins the file, unless 'path' is NULL; rejects_keep() ends
 * it, whole, and gives it its name.  Each ends the program on trouble.
 * rejects_report() is for struct phc_import_setup.
 */
void rejects_open(const char *path);
void rejects_keep(void);
void rejects_report(const struct phc_fault *, void *arg);

#endif
