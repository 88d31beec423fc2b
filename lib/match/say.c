/*
 * What people read: words with their braces filled, alone or as the lines of a
 * page.
 */
#include <stdlib.h>

#include "phc/date.h"
#include "say.h"

enum { WIDTH = 80 };

/* The place for one thing more to be said. */
static struct held *
hold(struct say *s, const char *name)
{
	if (s->n == SAY_MAX)
		phc_bug("too much is said at once");
	s->held[s->n] = (struct held){ name, s->with.n, 0, false };
	return &s->held[s->n++];
}

static void
held(struct say *s, struct held *h)
{
	h->n = s->with.n - h->at;
}

void
say_str(struct say *s, const char *name, struct phc_str v)
{
	struct held *h = hold(s, name);

	phc_text_put(&s->with, v);
	held(s, h);
}

static void
say_word(struct say *s, const char *name, const char *word)
{
	say_str(s, name, match_word(s->m, word));
}

void
say_number(struct say *s, const char *name, int64_t v)
{
	struct held *h = hold(s, name);

	h->one = match_number(&s->with, v, s->m->lang);
	held(s, h);
}

void
say_count(struct say *s, const char *name, const char *unit, int64_t v)
{
	struct held *h = hold(s, name);
	struct phc_text n = { 0 };
	struct arg arg = { "n", { 0 }, match_number(&n, v, s->m->lang) };

	arg.s = phc_text_all(&n);
	match_fill(&s->with, match_word(s->m, unit), &arg, 1);
	held(s, h);
	free(n.s);
}

void
say_class(struct say *s, const char *name, int class)
{
	static const char *const words[PHC_PRIORITIES] = { "class_none",
		"class_pdalpd", "class_agreement", "class_dalo" };

	say_word(s, name, words[class]);
}

void
say_day(struct say *s, const char *name, int64_t date)
{
	char iso[PHC_DATE_MAX], fr[PHC_DATE_MAX];

	phc_date_format(date, iso);
	snprintf(fr, sizeof(fr), "%.2s/%.2s/%.4s", iso + 8, iso + 5, iso);
	say_str(s, name, phc_str(s->m->lang == PHC_FR ? fr : iso));
}

/* Of a rule that doubts: " (WHAT)". */
static void
unknown(struct say *s, const char *what)
{
	phc_text_put(&s->with, phc_str(" ("));
	phc_text_put(&s->with, match_unknown(s->m, what));
	phc_text_put(&s->with, phc_str(")"));
}

void
say_rules(
    struct say *s, const char *name, unsigned set, const struct verdict *v)
{
	struct held *h = hold(s, name);
	const char *gap = "";
	int r;

	for (r = 0; r < DOUBTS; r++)
		if (set >> r & 1) {
			phc_text_put(&s->with, phc_str(gap));
			phc_text_put(&s->with, match_label(s->m, r));
			if (r < RULES && v->miss[r].unknown != NULL)
				unknown(s, v->miss[r].unknown);
			gap = ", ";
		}
	held(s, h);
}

void
say_text(struct say *s, struct phc_text *t, const char *word)
{
	struct arg arg[SAY_MAX];
	size_t i;

	for (i = 0; i < s->n; i++)
		arg[i] = (struct arg){ s->held[i].name,
			{ s->with.s + s->held[i].at, s->held[i].n },
			s->held[i].one };
	match_fill(t, match_word(s->m, word), arg, s->n);
	s->n = s->with.n = 0;
}

void
say_free(struct say *s)
{
	free(s->with.s);
}

static void
put(struct page *p, const char *word, const char *first)
{
	struct phc_text t = { 0 };

	say_text(&p->say, &t, word);
	phc_lines(p->out, phc_text_all(&t), first, WIDTH);
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
