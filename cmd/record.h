/*
 * record.h - how an import goes into a register.
 */
#ifndef RECORD_H
#define RECORD_H

#include "phc/digest.h"
#include "phc/import.h"
#include "phc/store.h"

/* What the options say; a 'path' of NULL is no register, and each call does
 * nothing. */
struct record {
	const char *path;
	int wait;
	bool dry, pending;
	const char *joined; /* a file that was joined, or NULL */
	char joined_sha256[PHC_SHA256_MAX];
};

/*
 * record_open() opens the register, and makes it, saying so, if it is not
 * there; it is closed however the program ends.  record_joined() notes the
 * joined file.  record_begin() begins file 'fp', called 'name', whose rows
 * 'import' is about to give; record_row() records the one at hand and tells
 * whether it was not refused; record_end() ends the file and gives its counts.
 * Each ends the program on trouble.
 */
void record_open(const struct record *);
void record_joined(struct record *, FILE *fp, const char *name);
void record_begin(const struct record *, const struct phc_import *,
    const char *profile, FILE *fp, const char *name);
bool record_row(const struct record *, struct phc_import *);
void record_end(
    const struct record *, struct phc_import_counts, struct phc_store_counts *);
void record_close(void);

#endif
