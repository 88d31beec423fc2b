/*
 * asked.h - what the command line of phc-match asks for.
 */
#ifndef ASKED_H
#define ASKED_H

#include "phc/match.h"

enum mode { ASSIGN, STABLE, SHORTLIST };

/* Limits of rules, and files that are written beside the pairs. */
enum limit { MAX_AGE, MAX_EFFORT, MIN_REMAINDER, LATE, LIMITS };
enum beside { REASONS, MINUTES, PAIRS, CERTIFICATE, BESIDES };

/* PHC_UNKNOWN and NULL where it does not ask. */
struct asked {
	const char *dwellings, *fjt, *forbidden, *seed, *by, *only;
	const char **fixed; /* files */
	char **off;         /* rules, or lists of them with commas */
	size_t nfixed, noff, capfixed, capoff;
	int64_t limit[LIMITS];
	const char *beside[BESIDES];
	enum mode mode;
	size_t list;
	bool rules, score;
	const char *why; /* a household, or with a dwelling */
	enum phc_lang lang;
};

/*
 * asked_options() reads the command line, and ends the program where it asks
 * for what cannot be.  asked_match() starts the match that it asks for.
 * asked_put() writes a file beside.
 */
struct asked asked_options(int argc, char *argv[]);
struct phc_match *asked_match(const struct asked *);
void asked_put(enum beside, const struct phc_match *, struct phc_out *);
void asked_free(struct asked *);

#endif
