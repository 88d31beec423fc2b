#include <stdlib.h>

#include "added.h"
#include "cmd.h"

/*
 * The columns are written from the end of the last to the start of the first,
 * as the digits of a number come; "p" is where the last one written starts.
 */
enum {
	WORD = 24,  /* room for any word of the dictionary */
	WIDEST = 32 /* for any value and its comma */
};

/* A word of a code, at the end of its room: copying it takes no loop. */
struct word {
	char room[WORD];
	size_t n;
};

struct added_column {
	enum phc_type type;
	size_t at;
	struct word *words;
};

static struct word *
words(const struct phc_column *col)
{
	struct word *w = phc_new((col->nvalues + 1) * sizeof(*w));
	size_t i;

	for (i = 0; i < col->nvalues; i++) {
		w[i].n = strnlen(col->values[i], WORD);
		memcpy(w[i].room + WORD - w[i].n, col->values[i], w[i].n);
	}
	return w;
}

static int
refuse(const struct phc_slot *slots, const struct phc_rec *head,
    struct phc_err *err)
{
	for (; slots->column != NULL; slots++)
		if (phc_header_find(head, slots->column) >= 0)
			return phc_fail(err, PHC_EDATA,
			    "column '%s' is there already: take it out of the "
			    "input",
			    slots->column);
	return 0;
}

int
added_head(struct added *a, const char *kind, const struct phc_slot *slots,
    const struct phc_rec *head, struct phc_err *err)
{
	struct phc_out *out = cmd_out();
	const struct phc_column *col;
	size_t cap = 0;

	*a = (struct added){ 0 };
	if (refuse(slots, head, err) == -1)
		return -1;
	phc_csv_copy(out, head, 0, head->n);
	for (; slots->column != NULL; slots++) {
		col = phc_column_find(kind, phc_str(slots->column));
		phc_grow(&a->column, &cap, a->n + 1, sizeof(*a->column));
		a->column[a->n++] =
		    (struct added_column){ col->type, slots->at, words(col) };
		phc_out_char(out, ',');
		phc_out_put(out, col->name, strlen(col->name));
	}
	phc_out_char(out, '\n');
	a->size = WORD + a->n * WIDEST;
	a->line = phc_new(a->size);
	return 0;
}

void
added_free(struct added *a)
{
	for (; a->n > 0; a->n--)
		free(a->column[a->n - 1].words);
	free(a->column);
	free(a->line);
}

static char *
pair(char *p, uint64_t u)
{
	static const char pairs[] =
	    "00010203040506070809101112131415161718192021222324"
	    "25262728293031323334353637383940414243444546474849"
	    "50515253545556575859606162636465666768697071727374"
	    "75767778798081828384858687888990919293949596979899";

	return memcpy(p - 2, pairs + 2 * u, 2);
}

static char *
whole(char *p, uint64_t u)
{
	for (; u > 99; u /= 100)
		p = pair(p, u % 100);
	if (u > 9)
		return pair(p, u);
	*--p = (char)('0' + u);
	return p;
}

static char *
hundredths(char *p, uint64_t u)
{
	p = pair(p, u % 100);
	*--p = '.';
	return whole(p, u / 100);
}

/* Thousandths, without the zeros that say nothing. */
static char *
quantity(char *p, uint64_t u)
{
	int places = 3;

	for (; places > 0 && u % 10 == 0; places--)
		u /= 10;
	if (places == 0)
		return whole(p, u);
	for (; places > 0; places--, u /= 10)
		*--p = (char)('0' + u % 10);
	*--p = '.';
	return whole(p, u);
}

static char *
number(char *p, enum phc_type type, int64_t v)
{
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;

	if (type == PHC_INT || type == PHC_BOOL)
		p = whole(p, u);
	else if (type == PHC_QUANTITY)
		p = quantity(p, u);
	else
		p = hundredths(p, u);
	if (v < 0)
		*--p = '-';
	return p;
}

static char *
value(char *p, const struct added_column *c, int64_t v)
{
	if (c->type != PHC_CODE)
		return number(p, c->type, v);
	memcpy(p - WORD, c->words[v].room, WORD);
	return p - c->words[v].n;
}

void
added_row(const struct added *a, const struct phc_rec *rec, const void *row)
{
	struct phc_out *out = cmd_out();
	const struct added_column *c = a->column + a->n;
	char *end = a->line + a->size, *p = end;
	int64_t v;

	*--p = '\n';
	while (c-- > a->column) {
		memcpy(&v, (const char *)row + c->at, sizeof(v));
		if (v != PHC_UNKNOWN)
			p = value(p, c, v);
		*--p = ',';
	}
	phc_csv_copy(out, rec, 0, rec->n);
	phc_out_put(out, p, (size_t)(end - p));
}
