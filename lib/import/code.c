#include "import.h"

struct phc_str
import_folded(struct phc_pool *pool, struct phc_str s)
{
	char buf[PHC_FOLD_MAX];

	return phc_pool_str(pool, phc_fold(s, buf, sizeof(buf)));
}

static struct import_code *
add_code(struct import_profile *p, struct import_field *f, struct phc_str word)
{
	struct import_code *c;

	if (f->memo == NULL)
		f->memo = phc_new(sizeof(*f->memo));
	phc_grow(&f->code, &f->cap, f->codes + 1, sizeof(*f->code));
	c = &f->code[f->codes++];
	c->word = phc_pool_str(&p->pool, word);
	c->folded = import_folded(&p->pool, word);
	c->v = PHC_UNKNOWN;
	c->s = (struct phc_str){ "", 0 };
	return c;
}

/* One "foreign=house" of a list of codes. */
static int
read_code(struct import_profile *p, struct import_field *f, struct phc_str s,
    struct phc_err *err)
{
	const char *is = s.n ? memchr(s.s, '=', s.n) : NULL;
	struct phc_str to;
	struct import_code *c;

	if (is == NULL)
		return phc_fail(err, PHC_EDATA,
		    "codes: not 'foreign=house': '%.*s'", PHC_STR_ARG(s));
	to = (struct phc_str){ is + 1, (size_t)(s.s + s.n - is - 1) };
	c = add_code(p, f, (struct phc_str){ s.s, (size_t)(is - s.s) });
	to = phc_pool_str(&p->pool, to);
	if (to.n > 0 &&
	    phc_value_parse(f->col, to,
		f->col->type <= PHC_LIST ? (void *)&c->s : (void *)&c->v,
		err) == -1)
		return phc_within(err, "codes");
	return 0;
}

int
import_codes_read(struct import_profile *p, struct import_field *f,
    struct phc_str s, struct phc_err *err)
{
	const char *bar;

	while (s.n > 0) {
		bar = memchr(s.s, '|', s.n);
		if (read_code(p, f,
			(struct phc_str){
			    s.s, bar ? (size_t)(bar - s.s) : s.n },
			err) == -1)
			return -1;
		s.n -= bar ? (size_t)(bar + 1 - s.s) : s.n;
		s.s = bar ? bar + 1 : s.s;
	}
	return 0;
}

/* What a code or a yes/no is called without the profile saying so. */
void
import_codes_own(struct import_profile *p, struct import_field *f)
{
	static const char *const words[2][7] = {
		{ "0", "non", "n", "faux", "false", "no", NULL },
		{ "1", "oui", "o", "vrai", "true", "yes", "x" },
	};
	size_t i;

	if (f->col->type == PHC_BOOL)
		for (i = 0; i < 14; i++)
			if (words[i / 7][i % 7] != NULL)
				add_code(p, f, phc_str(words[i / 7][i % 7]))
				    ->v = (int64_t)(i / 7);
	if (f->col->type == PHC_CODE && !f->dwelling_type)
		for (i = 0; i < f->col->nvalues; i++)
			add_code(p, f, phc_str(f->col->values[i]))->v =
			    (int64_t)i;
}

/* Which code a cell is, for the first time; -1 if none. */
static int64_t
search(const struct import_field *f, struct phc_str s)
{
	char buf[PHC_FOLD_MAX];
	struct phc_str folded = phc_fold(s, buf, sizeof(buf));
	size_t i;

	for (i = 0; i < f->codes; i++)
		if (phc_str_is(f->code[i].word, s) ||
		    (folded.n > 0 && phc_str_is(f->code[i].folded, folded)))
			return (int64_t)i;
	return -1;
}

const struct import_code *
import_code_find(struct import_field *f, struct phc_str s)
{
	int64_t i;

	if (f->codes == 0)
		return NULL;
	if (!import_memo_find(f->memo, s, &i))
		i = import_memo_keep(f->memo, s, search(f, s));
	return i < 0 ? NULL : &f->code[i];
}

const struct import_code *
import_code_near(const struct import_field *f, struct phc_str s)
{
	struct phc_pool pool = { 0 };
	const char **word = phc_pool_take(&pool, f->codes * sizeof(*word));
	size_t i;
	int near;

	for (i = 0; i < f->codes; i++)
		word[i] = phc_pool_cstr(&pool, f->code[i].word);
	near = phc_nearest(s, word, f->codes);
	phc_pool_free(&pool);
	return near < 0 ? NULL : &f->code[near];
}
