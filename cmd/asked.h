/*
 * asked.h - what the command line of phc-match asks for.
 */
#ifndef ASKED_H
#define ASKED_H

#include "phc/match.h"

/* Limits of rules, and files that are written beside the pairs. */
enum { LIMITS = 4, BESIDES = 4 };

enum mode { ASSIGN, STABLE, SHORTLIST };

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
	char *household, *dwelling; /* of --why */
	enum phc_match_lang lang;
};

/*
 * asked_options() reads the command line, and ends the program where it asks
 * for what cannot be.  asked_match() starts the match that it asks for.
 * asked_beside() is option 'i' of the files beside, and what writes it.
 */
struct asked asked_options(int argc, char *argv[]);
struct phc_match *asked_match(const struct asked *);
const char *
asked_beside(int i, void (**put)(const struct phc_match *, struct phc_out *));
void asked_free(struct asked *);

#endif
