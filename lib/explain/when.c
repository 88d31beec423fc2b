#include "explain.h"

bool
next_word(struct phc_str *s, struct phc_str *word)
{
	const char *space = memchr(s->s, ' ', s->n);
	size_t n = space == NULL ? s->n : (size_t)(space - s->s);

	*word = (struct phc_str){ s->s, n };
	n += space != NULL;
	*s = (struct phc_str){ s->s + n, s->n - n };
	return word->n > 0;
}

bool
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

bool
when_holds(struct phc_str when, const struct facts *facts)
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

int
facts_none(struct phc_str name, struct phc_err *err)
{
	return phc_fail(
	    err, PHC_EDATA, "no such fact: '%.*s'", PHC_STR_ARG(name));
}

int
when_check(struct phc_str when, struct phc_err *err)
{
	struct phc_str word;
	struct fact like;
	struct clause c;
	int64_t v;

	while (next_word(&when, &word)) {
		c = clause(word);
		if (!facts_name(c.left, &like))
			return facts_none(c.left, err);
		if (c.relation > UNKNOWN && is_literal(&like, c.right) &&
		    facts_literal(&like, c.right, &v, err) == -1)
			return -1;
	}
	return 0;
}
