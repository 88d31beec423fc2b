/*
 * source.h - what a report is made of: a register, or rows and tables.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include "phc/digest.h"
#include "wish.h"

/* A file that it came from. */
struct source_file {
	const char *name; /* without its folder */
	char sha256[PHC_SHA256_MAX];
};

struct source {
	struct phc_store *store;
	struct phc_pool pool;
	struct source_file *file;
	size_t n, cap;
	const char **absent; /* kinds that nobody gave, ended by NULL */
	size_t nabsent, capabsent;
	int status; /* EXIT_ROWS if rows were refused */
};

/*
 * source_open() opens the register that is wished for, or takes rows and tables
 * into one of this process, and lists the files that it came from; 'wish'
 * gains what is absent.  source_imports() adds the files that a register took
 * in by the day of the report, once it has answered; source_done() closes it,
 * and source_free() frees the rest.  On trouble they do not return.
 *
 * source_files() lists the files of --source, the operands and the tables.
 */
void source_open(struct source *, struct wish *);
void source_imports(struct source *);
void source_done(struct source *);
void source_files(struct source *, const struct wish *);
void source_free(struct source *);

#endif
