#include "import.h"

/* Whether 's' stands at 'at', and nothing after it. */
static bool
rest_is(struct phc_str s, size_t at, const char *rest)
{
	return phc_str_is(
	    (struct phc_str){ s.s + at, s.n - at }, phc_str(rest));
}

/* The number of rooms and what follows it: "2", "1bis", where 's' is folded. */
static int64_t
rooms(const struct phc_column *col, struct phc_str s, size_t at, bool prime)
{
	char word[8] = "T";
	size_t i;

	if (at == s.n || s.s[at] < '1' || s.s[at] > '9')
		return -1;
	word[1] = s.s[at] > '6' ? '6' : s.s[at];
	if (rest_is(s, at, "1bis") || (prime && rest_is(s, at, "1")))
		strcpy(word + 2, "bis");
	else if (!rest_is(s, at + 1, "") && !rest_is(s, at + 1, "etplus"))
		return -1;
	for (i = 0; i < col->nvalues; i++)
		if (strcmp(col->values[i], word) == 0)
			return (int64_t)i;
	return -1;
}

/*
 * "F2", "T 2", "Type 2" and "2" are T2; "T1'" is T1bis; "5 et plus" is T5, and
 * T6 is six rooms or more.  The place in the column's values, or -1.
 */
static int64_t
dwelling_type(const struct phc_column *col, struct phc_str cell)
{
	static const char *const before[] = { "", "t", "f", "type" };
	char buf[32];
	struct phc_str s = phc_fold(cell, buf, sizeof(buf));
	size_t i, k, n = 0;
	char last = cell.s[cell.n - 1];
	int64_t v = -1;

	for (i = 0; i < s.n; i++)
		if (s.s[i] != ' ')
			buf[n++] = s.s[i];
	s.n = n;
	for (i = 0; i < 4 && v == -1; i++) {
		k = strlen(before[i]);
		if (s.n >= k && memcmp(s.s, before[i], k) == 0)
			v = rooms(col, s, k, last == '\'' || last == '\x99');
	}
	return v;
}

static void
unknown_code(struct phc_import *imp, struct import_field *f, struct phc_str s)
{
	const struct import_code *near = import_code_near(f, s);

	if (near == NULL)
		import_fault(imp, IMPORT_UNKNOWN_CODE, f->col, s, NULL);
	else
		import_fault(imp, IMPORT_UNKNOWN_CODE, f->col, s,
		    "no such code (did you mean '%.*s'?)",
		    PHC_STR_ARG(near->word));
}

void
import_code(struct phc_import *imp, struct import_field *f, struct phc_str cell,
    struct import_value *v)
{
	int64_t i;

	if (!f->dwelling_type)
		unknown_code(imp, f, cell);
	else if ((i = dwelling_type(f->col, cell)) >= 0)
		v->v = i;
	else
		import_fault(imp, IMPORT_BAD_TYPE, f->col, cell, NULL);
}

/* The next of the words between commas, semicolons, bars or slashes. */
static bool
next(struct phc_str *rest, struct phc_str *word)
{
	size_t n = 0;

	if (rest->n == 0)
		return false;
	while (n < rest->n && strchr(",;|/\n", rest->s[n]) == NULL)
		n++;
	*word = phc_trim((struct phc_str){ rest->s, n });
	n += n < rest->n;
	rest->s += n;
	rest->n -= n;
	return true;
}

/* One word of a list, as the house has it; empty if it is none. */
static struct phc_str
word(struct phc_import *imp, struct import_field *f, struct phc_str item)
{
	const struct import_code *c = import_code_find(f, item);
	int64_t i = -1;

	if (c != NULL)
		return c->s;
	if (f->col->nvalues == 0)
		return import_wanted(imp, f, item);
	if (f->dwelling_type && (i = dwelling_type(f->col, item)) >= 0)
		return phc_str(f->col->values[i]);
	unknown_code(imp, f, item);
	return (struct phc_str){ "", 0 };
}

/* Add a word to what is made of a cell, 'n' bytes so far, if it is new. */
static size_t
append(struct import_field *f, size_t n, struct phc_str w)
{
	size_t i, k;

	for (i = 0; i < n; i += k + 1) {
		const char *gap = memchr(f->buf + i, ' ', n - i);

		k = gap ? (size_t)(gap - f->buf) - i : n - i;
		if (phc_str_is((struct phc_str){ f->buf + i, k }, w))
			return n;
	}
	phc_grow(&f->buf, &f->size, n + 1 + w.n, 1);
	if (n > 0)
		f->buf[n++] = ' ';
	memcpy(f->buf + n, w.s, w.n);
	return n + w.n;
}

void
import_list(struct phc_import *imp, struct import_field *f, struct phc_str cell,
    struct import_value *v)
{
	struct phc_str item, w;
	struct import_fault *last;
	size_t n = 0, used;

	while (next(&cell, &item))
		if (item.n > 0 && (w = word(imp, f, item)).n > 0)
			n = append(f, n, w);
	if (n == 0 && v->said) {
		last = &imp->fault[imp->faults - 1];
		used = strlen(last->message);
		snprintf(last->message + used, sizeof(last->message) - used,
		    "; no other word is left, and none means any");
	}
	v->s = (struct phc_str){ n ? f->buf : "", n };
}
