/*
 * say.h - what the answers that people read share.
 */
#ifndef SAY_H
#define SAY_H

#include "match.h"

/*
 * What is about to be said: say_str() and the like hold a value for {name},
 * say_text() writes the word with them, and lets them go.
 */
enum { SAY_MAX = 12 };

struct say {
	const struct phc_match *m;
	struct phc_text with;
	struct held {
		const char *name;
		size_t at, n; /* in 'with' */
		bool one;
	} held[SAY_MAX];
	size_t n;
};

void say_str(struct say *, const char *name, struct phc_str);
void say_number(struct say *, const char *name, int64_t v);
void say_count(struct say *, const char *name, const char *unit, int64_t v);
void say_class(struct say *, const char *name, int class);
void say_day(struct say *, const char *name, int64_t date);
void
say_rules(struct say *, const char *name, unsigned set, const struct verdict *);
void say_text(struct say *, struct phc_text *, const char *word);
void say_free(struct say *);

/* A page: titles, heads before which a line is left, and lines. */
struct page {
	struct say say;
	struct phc_out *out;
};

void page_title(struct page *, const char *word);
void page_head(struct page *, const char *word);
void page_line(struct page *, const char *word);

/*
 * minutes.c: the reason for the minutes, if a dwelling has too few candidates;
 * with the rules that stop the others unless 'stops' is NULL.
 * match_put_stops() writes RULE:NUMBER with one space between.
 */
void match_minutes(
    struct say *, struct phc_text *, uint32_t dwelling, const size_t *stops);
void match_put_stops(const size_t stops[RULES], struct phc_out *);

/*
 * reasons.c: match_standings() is, for each household, of how many dwellings it
 * is a lawful candidate and where it has the most points; for free(3).
 *
 * match_lack() is what stands between a household and a dwelling: where it is
 * nearest to one (or PHC_NOBODY), why that is, and what would have to change.
 * Start it as { 0 }; match_lack_free() frees the texts, which are made anew.
 */
struct standing {
	uint32_t lawful, best;
	int64_t points;
};

struct lack {
	uint32_t nearest;
	struct verdict verdict; /* there, if none is lawful */
	struct phc_text why, change;
};

struct standing *match_standings(const struct phc_match *);
void match_lack(
    struct say *, const struct standing *, uint32_t household, struct lack *);
void match_lack_free(struct lack *);

#endif
