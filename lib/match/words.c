/*
 * The words of table match-words, and figures as people read them.
 */
#include <stdlib.h>

#include "match.h"

static const char blank[] = "\xc2\xa0"; /* no line ends there */

static void
put_n(struct phc_text *t, const char *s, size_t n)
{
	phc_text_put(t, (struct phc_str){ s, n });
}

/* Cents that are none go unsaid. */
static void
number(struct phc_text *t, int64_t v, int places, bool cents, bool fr)
{
	char buf[PHC_DECIMAL_MAX];

	if (cents && v % 100 == 0) {
		v /= 100;
		places = 0;
	}
	phc_text_decimal(t, phc_decimal_format(v, places, buf), cents,
	    fr ? blank : "", fr ? "," : ".");
}

/* In French what is below two is one, and zero is. */
static bool
is_one(int64_t v, int places, bool fr)
{
	int64_t unit = 1;

	while (places-- > 0)
		unit *= 10;
	return fr ? v > -2 * unit && v < 2 * unit : v == unit;
}

bool
match_number(struct phc_text *t, int64_t v, enum phc_lang lang)
{
	bool fr = lang == PHC_FR;

	number(t, v, 0, false, fr);
	return is_one(v, 0, fr);
}

void
match_quantity(
    struct phc_text *t, const struct unit *u, int64_t v, enum phc_lang lang)
{
	bool fr = lang == PHC_FR, one = is_one(v, u->places, fr);

	number(t, v, u->places, strcmp(u->name, "eur") == 0, fr);
	phc_text_put(t, phc_str(one ? u->one[lang] : u->many[lang]));
}

/* What stands in braces: {name}, or {name:ONE|MANY} by how many that is. */
static void
braces(struct phc_text *t, struct phc_str s, const struct arg *arg, size_t n)
{
	const char *colon = memchr(s.s, ':', s.n), *bar;
	struct phc_str name = { s.s,
		colon != NULL ? (size_t)(colon - s.s) : s.n };

	while (n > 0 && !phc_str_is(phc_str(arg->name), name))
		arg++, n--;
	if (n == 0)
		return;
	if (colon == NULL) {
		phc_text_put(t, arg->s);
		return;
	}
	s.n -= (size_t)(colon + 1 - s.s);
	s.s = colon + 1;
	bar = memchr(s.s, '|', s.n);
	if (arg->one || bar == NULL)
		put_n(t, s.s, bar == NULL ? s.n : (size_t)(bar - s.s));
	else
		put_n(t, bar + 1, s.n - (size_t)(bar + 1 - s.s));
}

void
match_fill(
    struct phc_text *t, struct phc_str w, const struct arg *arg, size_t n)
{
	const char *open, *close, *end = w.s + w.n;

	while ((open = memchr(w.s, '{', w.n)) != NULL &&
	       (close = memchr(open, '}', (size_t)(end - open))) != NULL) {
		put_n(t, w.s, (size_t)(open - w.s));
		open++;
		braces(t, (struct phc_str){ open, (size_t)(close - open) }, arg,
		    n);
		w.s = close + 1;
		w.n = (size_t)(end - w.s);
	}
	phc_text_put(t, w);
}

void
match_put_miss(struct phc_text *t, const struct terms *terms,
    const struct miss *x, bool change, enum phc_lang lang)
{
	bool fr = lang == PHC_FR;
	int64_t v[] = { x->value, x->limit, match_margin(x) };
	struct arg arg[] = { { "value", { 0 }, false },
		{ "limit", { 0 }, false }, { "margin", { 0 }, false },
		{ "what", x->what, false } };
	struct phc_text made[3] = { { 0 } };
	const struct wording *w = &terms->say[lang];
	size_t i;

	for (i = 0; i < 3; i++) {
		match_quantity(&made[i], terms->unit, v[i], lang);
		arg[i].s = phc_text_all(&made[i]);
		arg[i].one = is_one(v[i], terms->unit->places, fr);
	}
	match_fill(t,
	    change     ? w->change
	    : x->other ? w->other
		       : w->wording,
	    arg, sizeof(arg) / sizeof(*arg));
	for (i = 0; i < 3; i++)
		free(made[i].s);
}

/* Table match-words. */
struct words {
	struct {
		struct phc_str name, say[PHC_LANGS];
	} * word;
	size_t n, cap;
	bool whole; /* no other is known */
};

static size_t
find(const struct words *w, struct phc_str name)
{
	size_t i = 0;

	while (i < w->n && !phc_str_is(w->word[i].name, name))
		i++;
	return i;
}

/* The words compiled in come first: a table of one's own says some anew. */
static int
add(void *arg, const struct phc_str *field, struct phc_err *err)
{
	struct words *w = arg;
	size_t at = find(w, field[0]);

	if (at == w->n && w->whole)
		return phc_fail(
		    err, PHC_EDATA, "no word '%.*s'", PHC_STR_ARG(field[0]));
	phc_grow(&w->word, &w->cap, w->n + 1, sizeof(*w->word));
	w->word[at].name = field[0];
	memcpy(w->word[at].say, field + 1, sizeof(w->word[at].say));
	w->n += at == w->n;
	return 0;
}

static int
load(struct phc_match *m, const char *dir, struct phc_err *err)
{
	return phc_law_words(
	    "match-words", dir, 1 + PHC_LANGS, &m->pool, add, m->words, err);
}

int
match_words_open(struct phc_match *m, const char *tables, struct phc_err *err)
{
	m->words = phc_new(sizeof(*m->words));
	if (load(m, NULL, err) == -1)
		return -1;
	m->words->whole = true;
	return tables == NULL ? 0 : load(m, tables, err);
}

void
match_words_free(struct phc_match *m)
{
	if (m->words != NULL)
		free(m->words->word);
	free(m->words);
}

struct phc_str
match_word(const struct phc_match *m, const char *name)
{
	size_t i = find(m->words, phc_str(name));

	if (i == m->words->n)
		phc_bug("no such word in table match-words");
	return m->words->word[i].say[m->lang];
}

struct phc_str
match_label(const struct phc_match *m, int rule)
{
	if (rule == DOUBT_PRIORITY)
		return match_word(m, "priority");
	return m->terms[rule].say[m->lang].label;
}

struct phc_str
match_unknown(const struct phc_match *m, const char *what)
{
	const struct phc_column *col =
	    phc_column_find("household", phc_str(what));

	if (col == NULL)
		col = phc_column_find("dwelling", phc_str(what));
	if (col == NULL)
		return match_word(m, what);
	return phc_str(m->lang == PHC_FR ? col->label_fr : col->name);
}
