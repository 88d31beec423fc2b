#include <stdlib.h>

#include "explain.h"
#include "phc/date.h"

enum { WIDTH = 100 };

/* Titles and heads start a paragraph. */
static const char *const margins[LEVELS] = { "", "", "  - ", "      " };

struct run {
	const struct phc_explain *e;
	enum phc_lang lang;
	struct phc_out *out;
	struct facts facts;
	const struct sentence *head; /* to be said before its first line */
	struct phc_text text;
};

/* The words of a sentence; false where it needs what is not known. */
static bool
fill(struct run *run, const struct sentence *s)
{
	struct phc_str rest = s->say[run->lang], before, name;
	struct fact f;

	run->text.n = 0;
	while (next_name(&rest, &before, &name)) {
		phc_text_put(&run->text, before);
		if (!facts_find(&run->facts, name, &f))
			return false;
		say_fact(&run->text, &f, &run->e->words, run->lang);
	}
	phc_text_put(&run->text, before);
	if (s->article.n > 0) {
		phc_text_put(&run->text, phc_str(" ["));
		phc_text_put(&run->text, s->article);
		phc_text_put(&run->text, phc_str("]"));
	}
	return when_holds(s->when, &run->facts);
}

static void
put_text(const struct run *run, enum level margin)
{
	phc_lines(run->out, phc_text_all(&run->text), margins[margin], WIDTH);
}

static void
put_head(struct run *run)
{
	const struct sentence *s = run->head;

	run->head = NULL;
	if (s == NULL || !fill(run, s))
		return;
	phc_out_char(run->out, '\n');
	put_text(run, HEAD);
}

/* A source without the addresses of its texts. */
static struct phc_str
without_links(struct phc_str s, struct phc_text *t)
{
	const char *open, *close;

	t->n = 0;
	while (
	    (open = memchr(s.s, '<', s.n)) != NULL &&
	    (close = memchr(open, '>', s.n - (size_t)(open - s.s))) != NULL) {
		phc_text_put(t, (struct phc_str){
				    s.s, (size_t)(open - s.s) - (open > s.s) });
		s.n -= (size_t)(close + 1 - s.s);
		s.s = close + 1;
	}
	phc_text_put(t, s);
	return (struct phc_str){ t->s, t->n };
}

static void
put_figure(struct run *run, const struct phc_figure *f)
{
	const struct fact value = { .type = f->places == 2 ? PHC_MONEY
							   : PHC_QUANTITY,
		.places = f->places,
		.v = f->v };
	const struct sentence *s = run->e->sentence, *end = s + run->e->n;
	struct phc_text number = { 0 }, source = { 0 };
	char keys[KEYS_MAX];
	struct row row = facts_row(f, keys);

	say_fact(&number, &value, &run->e->words, run->lang);
	row.value = phc_text_all(&number);
	row.source = without_links(row.source, &source);
	run->facts.of[ROW] = &row;
	for (; s < end; s++)
		if (s->level == FIGURE && fill(run, s))
			put_text(run, FIGURE);
	run->facts.of[ROW] = NULL;
	free(number.s);
	free(source.s);
}

static bool
wanted(const struct phc_figure *f, struct phc_str tables)
{
	struct phc_str table;

	while (next_word(&tables, &table))
		if (facts_figure(f, table))
			return true;
	return false;
}

/* Whether a figure before this one is of the same row. */
static bool
again(const struct facts *facts, const struct phc_figure *f)
{
	const struct phc_figure *g = facts->figure;

	while (g < f && (g->row.key != f->row.key || g->v != f->v))
		g++;
	return g < f;
}

static void
put_figures(struct run *run, struct phc_str tables)
{
	const struct phc_figure *f = run->facts.figure,
				*end = f + run->facts.figures;

	for (; f < end; f++)
		if (wanted(f, tables) && !again(&run->facts, f))
			put_figure(run, f);
}

static void
say(struct run *run, const struct sentence *s)
{
	if (s->level == HEAD)
		run->head = s;
	if (s->level > LINE || s->level == HEAD || !fill(run, s))
		return;
	if (s->level == LINE && run->head != NULL) {
		put_head(run);
		fill(run, s);
	}
	put_text(run, s->level);
	put_figures(run, s->tables);
}

/*
 * Gathering.
 */

struct figures {
	struct phc_figure *figure;
	size_t n, cap;
};

static void
gather(const struct phc_figure *f, void *arg)
{
	struct figures *all = arg;

	phc_grow(&all->figure, &all->cap, all->n + 1, sizeof(*f));
	all->figure[all->n++] = *f;
}

static int64_t
age(int64_t birth, int64_t at)
{
	return birth == PHC_UNKNOWN ? PHC_UNKNOWN : phc_age(birth, at);
}

static int64_t
none(int64_t v)
{
	return v == PHC_UNKNOWN ? 0 : v;
}

/* What adds up to the cost. */
static void
addends(struct besides *o, const struct phc_dwelling *dw, int64_t forfait)
{
	o->annexes = none(dw->annex_rent);
	o->charges = none(dw->charges);
	o->works = none(dw->works_share);
	o->forfait = none(forfait);
}

static struct besides
besides(const struct phc_explain_of *of, const struct phc_detail *d)
{
	const struct phc_resources *r = &d->resources;
	int year, month, day, i;
	struct besides b = {
		.date = of->date,
		.age = age(of->hh->birth_date, of->date),
		.partner_age = age(of->hh->partner_birth_date, of->date),
		.age_sum = PHC_UNKNOWN,
		.step = d->category.step,
		.zone = d->zone,
		.shared = d->of.shared,
		.room = d->of.room,
		.principal = d->computed ? d->of.rent : PHC_UNKNOWN,
		.origin = r->origin,
		.working = r->working,
		.student = r->student,
		.sum = r->sum,
	};

	phc_date_split(of->date, &year, &month, &day);
	b.n2 = year - 2;
	if (b.partner_age != PHC_UNKNOWN)
		b.age_sum = b.age + b.partner_age;
	for (i = 0; i < r->parts; i++) {
		b.part[i].year = r->part[i].year;
		b.part[i].exempt = r->part[i].exempt;
		b.part[i].share = r->part[i].share;
		b.part[i].relief = r->part[i].relief;
	}
	for (; i < 2; i++)
		b.part[i].year = b.part[i].exempt = b.part[i].share =
		    b.part[i].relief = PHC_UNKNOWN;
	return b;
}

/* The ceilings are tables of their own: their text is that of the zone. */
static void
gather_ceilings(struct figures *all, const struct phc_explain_of *of,
    const struct phc_detail *d, const struct phc_budget *b)
{
	static const struct phc_str plai[] = { { "PLAI", 4 } },
				    plus[] = { { "PLUS", 4 } };
	const struct {
		const struct phc_str *key;
		int64_t financing, v;
	} each[] = { { plai, PHC_PLAI, b->ceiling_plai },
		{ plus, PHC_PLUS, b->ceiling_plus } };
	struct phc_source s;
	size_t i;

	for (i = 0; i < 2; i++) {
		s = phc_ceiling_source(
		    phc_terms_ceilings(of->terms), each[i].financing, d->zone);
		gather(
		    &(struct phc_figure){ each[i].v, 2, "hlm-ceilings",
			{ s.from, PHC_UNKNOWN, each[i].key, NULL, s.text }, 1 },
		    all);
	}
}

int
phc_explain(const struct phc_explain *e, const struct phc_explain_of *of,
    enum phc_lang lang, struct phc_out *out, struct phc_err *err)
{
	struct figures all = { 0 };
	struct phc_uses uses = { gather, &all };
	struct phc_detail d = { .uses = &uses };
	struct phc_budget b;
	struct besides other;
	struct run run = { .e = e, .lang = lang, .out = out };
	size_t i;

	if (phc_budget(of->terms, of->hh, of->dw, of->target, &b, &d, err) ==
	    -1) {
		free(all.figure);
		return -1;
	}
	other = besides(of, &d);
	if (of->dw != NULL)
		addends(&other, of->dw, b.forfait);
	gather_ceilings(&all, of, &d, &b);
	run.facts = (struct facts){ { [HOUSEHOLD] = of->hh,
					[DWELLING] = of->dw,
					[BUDGET] = &b,
					[BESIDES] = &other,
					[AID] = d.computed ? &d.aid : NULL },
		all.figure, all.n };
	for (i = 0; i < e->n; i++)
		say(&run, &e->sentence[i]);
	free(all.figure);
	free(run.text.s);
	return 0;
}
