/*
 * A page for people: a title, heads, and lines of no more than 80 columns.
 */
#include <stdlib.h>

#include "match.h"

enum { WIDTH = 80 };

static size_t
columns(const char *s, size_t n)
{
	size_t i, count = 0;

	for (i = 0; i < n; i++)
		count += (s[i] & 0xc0) != 0x80;
	return count;
}

static void
indent(struct phc_out *out, size_t n)
{
	while (n-- > 0)
		phc_out_char(out, ' ');
}

/* A text after 'first', and where it goes on, after as many blanks. */
static void
lines(struct phc_out *out, struct phc_str text, const char *first)
{
	size_t margin = strlen(first), at = margin, n, wide;
	const char *end = text.s + text.n, *space;

	phc_out_put(out, first, margin);
	for (; text.s < end; text.s += n + (text.s + n < end)) {
		space = memchr(text.s, ' ', (size_t)(end - text.s));
		n = (size_t)((space == NULL ? end : space) - text.s);
		wide = columns(text.s, n);
		if (at > margin && at + 1 + wide > WIDTH) {
			phc_out_char(out, '\n');
			indent(out, margin);
			at = margin;
		} else if (at > margin) {
			phc_out_char(out, ' ');
			at++;
		}
		phc_out_put(out, text.s, n);
		at += wide;
	}
	phc_out_char(out, '\n');
}

static void
put(struct page *p, const char *word, const char *first)
{
	struct text t = { 0 };

	say_text(&p->say, &t, word);
	lines(p->out, (struct phc_str){ t.s, t.n }, first);
	free(t.s);
}

void
page_title(struct page *p, const char *word)
{
	put(p, word, "");
}

void
page_head(struct page *p, const char *word)
{
	phc_out_char(p->out, '\n');
	put(p, word, "");
}

void
page_line(struct page *p, const char *word)
{
	put(p, word, "  - ");
}
