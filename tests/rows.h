/*
 * rows.h - random rows of the files that a match is given.
 */
#ifndef ROWS_H
#define ROWS_H

#include "feed.h"
#include "prop.h"

enum { ROWS = 40, ROW = 256 };

struct rows {
	char row[ROWS][ROW];
	size_t n;
};

static inline const char *
one_of(const char *const *words, size_t n)
{
	return words[below(n)];
}

/* One of these strings. */
#define ONE_OF(...)                                        \
	one_of((const char *const[]){ __VA_ARGS__ },       \
	    sizeof((const char *const[]){ __VA_ARGS__ }) / \
		sizeof(const char *))

static inline void
shuffle(struct rows *r)
{
	char row[ROW];
	size_t i, k;

	for (i = r->n; i > 1; i--) {
		k = below(i);
		memcpy(row, r->row[k], ROW);
		memcpy(r->row[k], r->row[i - 1], ROW);
		memcpy(r->row[i - 1], row, ROW);
	}
}

/* feed() rows under a header; a row that is refused ends the test. */
static inline void
give(struct phc_match *m, enum phc_match_file file, const char *head,
    const struct rows *r)
{
	static char csv[ROWS * ROW + 512];
	struct phc_err e;
	size_t i;

	strcpy(csv, head);
	for (i = 0; i < r->n; i++)
		strcat(csv, r->row[i]);
	if (feed(m, file, csv, &e) == -1) {
		printf("Bail out! %s\n", e.msg);
		exit(1);
	}
}

#endif
