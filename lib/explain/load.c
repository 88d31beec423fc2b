#include <stdlib.h>

#include "explain.h"

static const char *const levels[LEVELS] = { "title", "head", "line", "figure" };

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
			return facts_none(name, err);
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
			return facts_none(table, err);
	if (s->level == LEVELS)
		return phc_fail(err, PHC_EDATA, "no such level");
	if (when_check(s->when, err) == -1 ||
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
add_sentence(void *arg, const struct phc_str *field, struct phc_err *err)
{
	struct phc_explain *e = arg;
	struct sentence s = { level(field[0]), field[1], field[2], field[3],
		{ field[4], field[5] } };

	phc_grow(&e->sentence, &e->cap, e->n + 1, sizeof(s));
	e->sentence[e->n++] = s;
	return check(e, &s, err);
}

static int
add_word(void *arg, const struct phc_str *field, struct phc_err *err)
{
	struct phc_explain *e = arg;
	struct words *w = &e->words;

	(void)err;
	phc_grow(&w->word, &w->cap, w->n + 1, sizeof(*w->word));
	w->word[w->n++] =
	    (struct word){ field[0], field[1], { field[2], field[3] } };
	return 0;
}

struct phc_explain *
phc_explain_open(const char *dir, struct phc_err *err)
{
	struct phc_explain *e = phc_new(sizeof(*e));

	if (phc_law_words(
		"explain-words", dir, 4, &e->pool, add_word, e, err) == 0 &&
	    phc_law_words("explain", dir, 6, &e->pool, add_sentence, e, err) ==
		0)
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
