/*
 * A page for people: a title, heads, and lines of no more than 80 columns.
 */
#include <stdlib.h>

#include "match.h"
#include "phc/text.h"

enum { WIDTH = 80 };

static void
put(struct page *p, const char *word, const char *first)
{
	struct text t = { 0 };

	say_text(&p->say, &t, word);
	phc_lines(p->out, (struct phc_str){ t.s, t.n }, first, WIDTH);
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
