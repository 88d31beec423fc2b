#include <stdlib.h>

#include "explain.h"
#include "phc/date.h"

enum level { TITLE, HEAD, LINE, FIGURE, LEVELS };

static const char *const levels[LEVELS] = { "title", "head", "line", "figure" };

/* Titles and heads start a paragraph. */
static const char *const margins[LEVELS] = { "", "", "  - ", "      " };

struct sentence {
	enum level level;
	struct phc_str when, tables, article, say[PHC_LANGS];
};

struct phc_explain {
	struct phc_pool pool;
	struct sentence *sentence;
	size_t n, cap;
	struct words words;
};

/* The next word of 's', which it is taken from; false after the last. */
static bool
next_word(struct phc_str *s, struct phc_str *word)
{
	const char *space = memchr(s->s, ' ', s->n);
	size_t n = space == NULL ? s->n : (size_t)(space - s->s);

	*word = (struct phc_str){ s->s, n };
	n += space != NULL;
	*s = (struct phc_str){ s->s + n, s->n - n };
	return word->n > 0;
}

/* The next {name} of 's', and the text 'before' it: both are taken from it;
 * false, and all of the text, after the last. */
static bool
next_name(struct phc_str *s, struct phc_str *before, struct phc_str *name)
{
	const char *open = memchr(s->s, '{', s->n), *close;

	*before = *s;
	if (open == NULL ||
	    (close = memchr(open, '}', s->n - (size_t)(open - s->s))) == NULL)
		return false;
	before->n = (size_t)(open - s->s);
	*name = (struct phc_str){ open + 1, (size_t)(close - open) - 1 };
	s->n -= (size_t)(close + 1 - s->s);
	s->s = close + 1;
	return true;
}

/*
 * A clause of "when": NAME, known; !NAME, not known; NAME=X, != < <= > >=,
 * where X is a name or a value.  What is not known compares with nothing.
 */
enum relation { KNOWN, UNKNOWN, EQ, NE, LT, LE, GT, GE };

struct clause {
	struct phc_str left, right;
	enum relation relation;
};

static struct clause
clause(struct phc_str s)
{
	static const struct {
		const char *sign;
		enum relation relation;
	} signs[] = { { "!=", NE }, { "<=", LE }, { ">=", GE }, { "=", EQ },
		{ "<", LT }, { ">", GT } };
	size_t i, j, n;

	if (s.n > 0 && s.s[0] == '!')
		return (struct clause){ { s.s + 1, s.n - 1 }, s, UNKNOWN };
	for (i = 0; i < s.n; i++)
		for (j = 0; j < sizeof(signs) / sizeof(*signs); j++) {
			n = strlen(signs[j].sign);
			if (i + n <= s.n &&
			    memcmp(s.s + i, signs[j].sign, n) == 0)
				return (struct clause){ { s.s, i },
					{ s.s + i + n, s.n - i - n },
					signs[j].relation };
		}
	return (struct clause){ s, s, KNOWN };
}

static bool
compares(int64_t a, enum relation relation, int64_t b)
{
	return relation == EQ   ? a == b
	       : relation == NE ? a != b
	       : relation == LT ? a < b
	       : relation == LE ? a <= b
	       : relation == GT ? a > b
				: a >= b;
}

/* A code is compared with a word, a number also with another fact. */
static bool
is_literal(const struct fact *left, struct phc_str right)
{
	struct fact other;

	return left->type == PHC_CODE || !facts_name(right, &other);
}

static bool
clause_holds(const struct clause *c, const struct facts *facts)
{
	struct fact left, right;
	bool known = facts_find(facts, c->left, &left);

	if (c->relation <= UNKNOWN)
		return known == (c->relation == KNOWN);
	if (!known)
		return false;
	if (is_literal(&left, c->right))
		facts_literal(&left, c->right, &right.v, NULL);
	else if (!facts_find(facts, c->right, &right))
		return false;
	return compares(left.v, c->relation, right.v);
}

static bool
holds(struct phc_str when, const struct facts *facts)
{
	struct phc_str word;
	struct clause c;

	while (next_word(&when, &word)) {
		c = clause(word);
		if (!clause_holds(&c, facts))
			return false;
	}
	return true;
}

/*
 * Reading.
 */

static int
no_fact(struct phc_str name, struct phc_err *err)
{
	return phc_fail(
	    err, PHC_EDATA, "no such fact: '%.*s'", PHC_STR_ARG(name));
}

static int
check_when(struct phc_str when, struct phc_err *err)
{
	struct phc_str word;
	struct fact like;
	struct clause c;
	int64_t v;

	while (next_word(&when, &word)) {
		c = clause(word);
		if (!facts_name(c.left, &like))
			return no_fact(c.left, err);
		if (c.relation > UNKNOWN && is_literal(&like, c.right) &&
		    facts_literal(&like, c.right, &v, err) == -1)
			return -1;
	}
	return 0;
}

static bool
has_word(const struct words *words, const char *column, const char *value)
{
	const struct word *w = words->word, *end = w + words->n;

	while (w < end && !(phc_str_is(w->column, phc_str(column)) &&
			      phc_str_is(w->value, phc_str(value))))
		w++;
	return w < end;
}

/* A code that is said has words for all it may be. */
static int
check_words(
    const struct phc_explain *e, const struct fact *f, struct phc_err *err)
{
	size_t i;

	if (f->type != PHC_CODE)
		return 0;
	for (i = 0; i < f->column->nvalues; i++)
		if (!has_word(&e->words, f->column->name, f->column->values[i]))
			return phc_fail(err, PHC_EDATA,
			    "no words for %s %s in explain-words",
			    f->column->name, f->column->values[i]);
	return 0;
}

static size_t
times(struct phc_str s, struct phc_str wanted)
{
	struct phc_str before, name;
	size_t n = 0;

	while (next_name(&s, &before, &name))
		n += phc_str_is(name, wanted);
	return n;
}

/* What a sentence names exists, and the other language says it as often. */
static int
check_names(const struct phc_explain *e, struct phc_str s, struct phc_str other,
    struct phc_err *err)
{
	struct phc_str rest = s, before, name;
	struct fact like;

	while (next_name(&rest, &before, &name)) {
		if (!facts_name(name, &like))
			return no_fact(name, err);
		if (check_words(e, &like, err) == -1)
			return -1;
		if (times(s, name) != times(other, name))
			return phc_fail(err, PHC_EDATA,
			    "not as often in both languages: '%.*s'",
			    PHC_STR_ARG(name));
	}
	return 0;
}

static int
check(
    const struct phc_explain *e, const struct sentence *s, struct phc_err *err)
{
	struct phc_str tables = s->tables, table;
	struct fact like;

	while (next_word(&tables, &table))
		if (!facts_name(table, &like))
			return no_fact(table, err);
	if (s->level == LEVELS)
		return phc_fail(err, PHC_EDATA, "no such level");
	if (check_when(s->when, err) == -1 ||
	    check_names(e, s->say[PHC_FR], s->say[PHC_EN], err) == -1)
		return -1;
	return check_names(e, s->say[PHC_EN], s->say[PHC_FR], err);
}

static enum level
level(struct phc_str s)
{
	int i = 0;

	while (i < LEVELS && !phc_str_is(s, phc_str(levels[i])))
		i++;
	return (enum level)i;
}

static int
add_sentence(
    struct phc_explain *e, const struct phc_str *field, struct phc_err *err)
{
	struct sentence s = { level(field[0]), field[1], field[2], field[3],
		{ field[4], field[5] } };

	phc_grow(&e->sentence, &e->cap, e->n + 1, sizeof(s));
	e->sentence[e->n++] = s;
	return check(e, &s, err);
}

static int
add_word(
    struct phc_explain *e, const struct phc_str *field, struct phc_err *err)
{
	struct words *w = &e->words;

	(void)err;
	phc_grow(&w->word, &w->cap, w->n + 1, sizeof(*w->word));
	w->word[w->n++] =
	    (struct word){ field[0], field[1], { field[2], field[3] } };
	return 0;
}

enum { FIELDS = 6 }; /* the widest table */

static int
record(struct phc_explain *e, const struct phc_rec *rec, size_t width,
    int (*add)(struct phc_explain *, const struct phc_str *, struct phc_err *),
    struct phc_err *err)
{
	struct phc_str field[FIELDS];
	size_t i;

	if (rec->n != width)
		return phc_fail(
		    err, PHC_EDATA, "%zu fields, not %zu", rec->n, width);
	for (i = 0; i < width; i++)
		field[i] = phc_pool_str(&e->pool, phc_rec_field(rec, i));
	return add(e, field, err);
}

/* Each record of a table, after its header, which has 'width' fields. */
static int
load(struct phc_explain *e, const char *dir, const char *name, size_t width,
    int (*add)(struct phc_explain *, const struct phc_str *, struct phc_err *),
    struct phc_err *err)
{
	char where[PHC_WHERE];
	FILE *fp = phc_data_open(name, dir, where, err);
	struct phc_csv *csv;
	struct phc_rec rec;
	int got;

	if (fp == NULL)
		return -1;
	csv = phc_csv_new(fp, where, ',');
	if ((got = phc_csv_next(csv, &rec, err)) == 1)
		while ((got = phc_csv_next(csv, &rec, err)) == 1)
			if (record(e, &rec, width, add, err) == -1) {
				got = -1;
				break;
			}
	if (got == -1)
		phc_within(err, "%s:%zu", where, rec.line);
	phc_csv_free(csv);
	fclose(fp);
	return got;
}

struct phc_explain *
phc_explain_open(const char *dir, struct phc_err *err)
{
	struct phc_explain *e = phc_new(sizeof(*e));

	if (load(e, dir, "explain-words", 4, add_word, err) == 0 &&
	    load(e, dir, "explain", FIELDS, add_sentence, err) == 0)
		return e;
	phc_explain_free(e);
	return NULL;
}

void
phc_explain_free(struct phc_explain *e)
{
	if (e == NULL)
		return;
	phc_pool_free(&e->pool);
	free(e->sentence);
	free(e->words.word);
	free(e);
}

/*
 * Saying.
 */

struct run {
	const struct phc_explain *e;
	enum phc_lang lang;
	struct phc_out *out;
	struct facts facts;
	const struct sentence *head; /* to be said before its first line */
	struct text text;
};

/* The words of a sentence; false where it needs what is not known. */
static bool
fill(struct run *run, const struct sentence *s)
{
	struct phc_str rest = s->say[run->lang], before, name;
	struct fact f;

	run->text.n = 0;
	while (next_name(&rest, &before, &name)) {
		text_put(&run->text, before);
		if (!facts_find(&run->facts, name, &f))
			return false;
		say_fact(&run->text, &f, &run->e->words, run->lang);
	}
	text_put(&run->text, before);
	if (s->article.n > 0) {
		text_put(&run->text, phc_str(" ["));
		text_put(&run->text, s->article);
		text_put(&run->text, phc_str("]"));
	}
	return holds(s->when, &run->facts);
}

static void
put_text(const struct run *run, enum level margin)
{
	say_lines(run->out, (struct phc_str){ run->text.s, run->text.n },
	    margins[margin]);
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
without_links(struct phc_str s, struct text *t)
{
	const char *open, *close;

	t->n = 0;
	while (
	    (open = memchr(s.s, '<', s.n)) != NULL &&
	    (close = memchr(open, '>', s.n - (size_t)(open - s.s))) != NULL) {
		text_put(t, (struct phc_str){
				s.s, (size_t)(open - s.s) - (open > s.s) });
		s.n -= (size_t)(close + 1 - s.s);
		s.s = close + 1;
	}
	text_put(t, s);
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
	struct text number = { 0 }, source = { 0 };
	char keys[KEYS_MAX];
	struct row row = facts_row(f, keys);

	say_fact(&number, &value, &run->e->words, run->lang);
	row.value = (struct phc_str){ number.s, number.n };
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
