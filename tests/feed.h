/*
 * feed.h - rows written out in a test go into a match, and what it puts comes
 * back as a string.
 */
#ifndef FEED_H
#define FEED_H

#include <stdlib.h>
#include <unistd.h>

#include "phc/match.h"

/* feed() gives a header and rows as one file.  Returns 0, or -1 at the first
 * that is refused. */
static inline int
feed(struct phc_match *m, enum phc_match_file file, const char *csv,
    struct phc_err *err)
{
	FILE *fp = fmemopen((void *)(uintptr_t)csv, strlen(csv), "r");
	struct phc_csv *in = phc_csv_new(fp, "rows", ',');
	struct phc_rec rec;
	int rc = -1;

	if (phc_csv_next(in, &rec, err) == 1)
		rc = phc_match_head(m, file, &rec, err);
	while (rc == 0 && phc_csv_next(in, &rec, err) == 1)
		rc = phc_match_add(m, file, &rec, err);
	phc_csv_free(in);
	fclose(fp);
	return rc;
}

/* What 'put' writes of a match, for free(3). */
static inline char *
text(const struct phc_match *m,
    void (*put)(const struct phc_match *, struct phc_out *))
{
	FILE *fp = tmpfile();
	struct phc_out *out = phc_out_open(dup(fileno(fp)), "text");
	size_t n;
	char *s;

	put(m, out);
	phc_out_close(out, NULL);
	fseek(fp, 0, SEEK_END);
	n = (size_t)ftell(fp);
	rewind(fp);
	s = phc_new(n + 1);
	s[fread(s, 1, n, fp)] = '\0';
	fclose(fp);
	return s;
}

#endif
