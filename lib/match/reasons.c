#include <stdlib.h>

#include "match.h"

struct text {
	char *s;
	size_t n, cap;
};

/* What stands between a household and the dwellings. */
struct reasons {
	const struct phc_match *m;
	size_t lawful, stops[RULES];
	struct text stopped, why;
	size_t nearest;         /* dwelling */
	struct verdict verdict; /* of the nearest */
	int64_t points;
};

static void
add(struct text *t, struct phc_str s)
{
	phc_grow(&t->s, &t->cap, t->n + s.n + 1, 1);
	memcpy(t->s + t->n, s.s, s.n);
	t->n += s.n;
}

static struct phc_str
text(const struct text *t)
{
	return (struct phc_str){ t->n > 0 ? t->s : "", t->n };
}

static int64_t
margin(const struct miss *x)
{
	return x->value > x->limit ? x->value - x->limit : x->limit - x->value;
}

static int
bits(unsigned set)
{
	int n = 0;

	for (; set != 0; set &= set - 1)
		n++;
	return n;
}

/* Fewer rules; of as many, the first in their order that is missed by less. */
static bool
nearer(const struct verdict *a, const struct verdict *b)
{
	int64_t x, y;
	int i, d = bits(a->stops) - bits(b->stops);

	for (i = 0; i < RULES && d == 0; i++) {
		x = a->stops >> i & 1 ? 1 + margin(&a->miss[i]) : 0;
		y = b->stops >> i & 1 ? 1 + margin(&b->miss[i]) : 0;
		d = (x > y) - (x < y);
	}
	return d < 0;
}

/* "DWELLING:RULE+RULE", after those before. */
static void
stopped(struct reasons *r, struct phc_str dwelling, unsigned stops)
{
	const char *gap = ":";
	int i;

	if (r->stopped.n > 0)
		add(&r->stopped, phc_str(" "));
	add(&r->stopped, dwelling);
	for (i = 0; i < RULES; i++)
		if (stops >> i & 1) {
			add(&r->stopped, phc_str(gap));
			add(&r->stopped, phc_str(match_rule_name(i)));
			gap = "+";
			r->stops[i]++;
		}
}

static void
judge(struct reasons *r, const struct household *h, size_t dwelling)
{
	const struct dwelling *d = r->m->dwelling[dwelling];
	struct verdict v;
	int64_t points = INT64_MIN;

	match_judge(r->m, h, d, &v);
	if (v.stops != 0)
		stopped(r, d->dw.dwelling_id, v.stops);
	else {
		points = match_points(r->m, h, d);
		r->lawful++;
	}
	if (dwelling == 0 || points > r->points ||
	    (r->lawful == 0 && nearer(&v, &r->verdict))) {
		r->nearest = dwelling;
		r->verdict = v;
		r->points = points;
	}
}

static void
quantity(struct text *t, const struct unit *u, int64_t v)
{
	char buf[PHC_DECIMAL_MAX];

	add(t, phc_str(phc_decimal_format(v, u->places, buf)));
	add(t, phc_str(v == 1 ? u->one : u->many));
}

static void
fill(struct text *t, const struct terms *terms, const struct miss *x,
    struct phc_str name)
{
	if (phc_str_is(name, phc_str("value")))
		quantity(t, terms->unit, x->value);
	else if (phc_str_is(name, phc_str("limit")))
		quantity(t, terms->unit, x->limit);
	else if (phc_str_is(name, phc_str("margin")))
		quantity(t, terms->unit, margin(x));
	else
		add(t, x->what);
}

/* The wording of a rule, with what stands in braces filled in. */
static void
word(struct text *t, const struct terms *terms, const struct miss *x)
{
	struct phc_str w = x->other ? terms->other : terms->wording;
	const char *open, *close, *end = w.s + w.n;

	while ((open = memchr(w.s, '{', w.n)) != NULL &&
	       (close = memchr(open, '}', (size_t)(end - open))) != NULL) {
		add(t, (struct phc_str){ w.s, (size_t)(open - w.s) });
		open++;
		fill(t, terms, x,
		    (struct phc_str){ open, (size_t)(close - open) });
		w.s = close + 1;
		w.n = (size_t)(end - w.s);
	}
	add(t, w);
}

static void
why(struct reasons *r)
{
	const struct verdict *v = &r->verdict;
	int i;

	if (v->stops == 0)
		add(&r->why, phc_str("lawful, but others come first"));
	for (i = 0; i < RULES; i++)
		if (v->stops >> i & 1) {
			if (r->why.n > 0)
				add(&r->why, phc_str("; "));
			word(&r->why, &r->m->terms[i], &v->miss[i]);
		}
}

/* "RULE:DWELLINGS" of each rule that stops any. */
static void
counts(const struct reasons *r, struct phc_out *out)
{
	const char *gap = "";
	char buf[64];
	int i, n;

	for (i = 0; i < RULES; i++)
		if (r->stops[i] > 0) {
			n = snprintf(buf, sizeof(buf), "%s%s:%zu", gap,
			    match_rule_name(i), r->stops[i]);
			phc_out_put(out, buf, (size_t)n);
			gap = " ";
		}
}

static void
put(struct reasons *r, const struct household *h, struct phc_out *out)
{
	const struct phc_match *m = r->m;
	char buf[PHC_DECIMAL_MAX];

	phc_csv_put(out, h->hh.household_id, false);
	phc_out_char(out, ',');
	phc_decimal_format((int64_t)r->lawful, 0, buf);
	phc_out_put(out, buf, strlen(buf));
	phc_out_char(out, ',');
	counts(r, out);
	phc_out_char(out, ',');
	if (m->ndwellings > 0)
		phc_csv_put(
		    out, m->dwelling[r->nearest]->dw.dwelling_id, false);
	phc_out_char(out, ',');
	phc_csv_put(out, text(&r->why), false);
	phc_out_char(out, ',');
	phc_csv_put(out, text(&r->stopped), false);
	phc_out_char(out, '\n');
}

static void
explain(struct reasons *r, const struct household *h, struct phc_out *out)
{
	size_t i;

	r->lawful = r->nearest = r->stopped.n = r->why.n = 0;
	memset(r->stops, 0, sizeof(r->stops));
	for (i = 0; i < r->m->ndwellings; i++)
		judge(r, h, i);
	if (r->m->ndwellings > 0)
		why(r);
	put(r, h, out);
}

void
phc_match_put_reasons(const struct phc_match *m, struct phc_out *out)
{
	static const char head[] = "household_id,lawful,stops,nearest,"
				   "nearest_why,stopped_by\n";
	struct reasons r = { .m = m };
	size_t i;

	phc_out_put(out, head, sizeof(head) - 1);
	for (i = 0; i < m->nhouseholds && !phc_out_bad(out); i++)
		if (!m->named[i])
			explain(&r, m->household[i], out);
	free(r.stopped.s);
	free(r.why.s);
}
