/*
 * explain.h - what the files of module explain share: facts, and how they read.
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "phc/explain.h"
#include "phc/text.h"

/*
 * Facts: all that a sentence may name.  A column of the household, the dwelling
 * or the budget goes by its own name, a step of the aid by "aid.NAME"; what
 * else there is, is in facts.c.  "TABLE:KEY" is the first figure taken from a
 * table that has such a key, "TABLE:KEY/2" the second, "TABLE" the first of
 * all.
 */
struct fact {
	enum phc_type type;
	int places;                      /* decimals of a number */
	const struct phc_column *column; /* NULL of a bare number */
	int64_t v;
	struct phc_str s; /* of a text */
};

/* What is in no other struct, or not as an int64_t. */
struct besides {
	int64_t date, n2; /* the day, and year N-2 */
	int64_t age, partner_age, age_sum;
	int64_t step, zone; /* enum phc_step, enum phc_zone */
	int64_t shared, room;
	int64_t principal; /* rent that counts for the aid */
	int64_t annexes, charges, works, forfait; /* none where unknown */
	int64_t origin, working, student, sum;
	struct {
		int64_t year, exempt, share, relief;
	} part[2];
};

/* A row of a table, as it is listed. */
struct row {
	struct phc_str table, keys, value, source;
	int64_t from, until, mark;
};

enum group { HOUSEHOLD, DWELLING, BUDGET, AID, BESIDES, ROW, GROUPS };

struct facts {
	const void *of[GROUPS]; /* NULL: nothing of it is known */
	const struct phc_figure *figure;
	size_t figures;
};

/*
 * facts_name() tells whether a fact may go by 'name', and then is '*like', but
 * for its value; facts_find() whether it is known, and then what it is.
 * facts_literal() reads 's' as a value of 'like'.
 */
bool facts_name(struct phc_str name, struct fact *like);
bool facts_find(const struct facts *, struct phc_str name, struct fact *out);
int facts_literal(
    const struct fact *like, struct phc_str s, int64_t *v, struct phc_err *err);

/* facts_figure() tells whether a figure goes by 'name'; facts_row() is its row
 * as it is listed, its keys written to 'keys'; "value" is left empty. */
enum { KEYS_MAX = 128 };

bool facts_figure(const struct phc_figure *, struct phc_str name);
struct row facts_row(const struct phc_figure *, char keys[KEYS_MAX]);

/* The wordings of a code. */
struct word {
	struct phc_str column, value, say[PHC_LANGS];
};

struct words {
	struct word *word;
	size_t n, cap;
};

/*
 * The tables, as load.c reads them.
 */
enum level { TITLE, HEAD, LINE, FIGURE, LEVELS };

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

/*
 * next_word() takes the next word from 's'; false after the last.  next_name()
 * takes the next {name}, and the text 'before' it; false, and all of the text,
 * after the last.
 */
bool next_word(struct phc_str *s, struct phc_str *word);
bool next_name(struct phc_str *s, struct phc_str *before, struct phc_str *name);

/* when_check() fails where a condition does not read, when_holds() tells
 * whether it holds.  facts_none() fails for a name that no fact goes by. */
int when_check(struct phc_str when, struct phc_err *err);
bool when_holds(struct phc_str when, const struct facts *);
int facts_none(struct phc_str name, struct phc_err *err);

/* say_fact() writes a fact as people write it. */
void say_fact(struct phc_text *, const struct fact *, const struct words *,
    enum phc_lang);

#endif
