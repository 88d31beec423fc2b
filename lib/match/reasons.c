/*
 * Why a household has no dwelling, and what would have to change.
 */
#include <stdlib.h>

#include "say.h"

enum { EACH_MAX = 1000 }; /* dwellings of which each is named */

struct standing *
match_standings(const struct phc_match *m)
{
	struct standing *s = phc_new((m->nhouseholds + 1) * sizeof(*s)), *x;
	const struct phc_edge *e;
	uint32_t i, k;

	for (i = 0; i < m->ndwellings; i++) {
		e = m->graph->pair + m->graph->at[i];
		for (k = 0; k < m->graph->n[i]; k++, e++) {
			x = &s[e->household];
			if (x->lawful++ == 0 ||
			    phc_rank_points(e->rank) > x->points) {
				x->best = i;
				x->points = phc_rank_points(e->rank);
			}
		}
	}
	return s;
}

/* Of as good a place, others come first. */
static void
taken(struct say *say, const struct standing *s, uint32_t household,
    struct lack *x)
{
	const struct phc_match *m = say->m;
	const struct choice *c = match_taker(m, s->best);
	int64_t points;

	if (m->listed > 0) {
		say_number(say, "place",
		    (int64_t)match_place(m, household, s->best, &points));
		say_number(say, "candidates", m->graph->n[s->best]);
		say_number(say, "listed", (int64_t)m->listed);
		say_text(say, &x->why, "reason_listed");
	} else if (c != NULL) {
		say_class(say, "class", m->household[c->household]->class);
		say_count(say, "points", "unit_points", c->points);
		say_class(say, "own_class", m->household[household]->class);
		say_count(say, "own_points", "unit_points", s->points);
		say_text(say, &x->why, "reason_taken");
	}
	say_number(say, "lawful", s->lawful);
	say_text(say, &x->change, "change_lawful");
}

/* The rules that stop it, each in its words. */
static void
stopped(const struct phc_match *m, const struct verdict *v, struct phc_text *t,
    bool change)
{
	const char *gap = m->lang == PHC_FR ? "\xc2\xa0; " : "; ";
	int r;

	for (r = 0; r < RULES; r++)
		if (v->stops >> r & 1) {
			if (t->n > 0)
				phc_text_put(t, phc_str(gap));
			match_put_miss(
			    t, &m->terms[r], &v->miss[r], change, m->lang);
		}
}

void
match_lack(struct say *say, const struct standing *s, uint32_t household,
    struct lack *x)
{
	const struct phc_match *m = say->m;
	const struct household *h = m->household[household];

	x->why.n = x->change.n = 0;
	x->verdict.stops = 0;
	x->nearest = PHC_NOBODY;
	if (h->fixed != PHC_NOBODY) {
		phc_text_put(&x->why, match_word(m, "reason_elsewhere"));
	} else if (s->lawful > 0) {
		x->nearest = s->best;
		taken(say, s, household, x);
	} else if ((x->nearest = match_nearest(m, h, &x->verdict)) ==
		   PHC_NOBODY) {
		phc_text_put(&x->why, match_word(m, "reason_empty"));
		phc_text_put(&x->change, match_word(m, "change_empty"));
	} else {
		stopped(m, &x->verdict, &x->why, false);
		stopped(m, &x->verdict, &x->change, true);
	}
}

void
match_lack_free(struct lack *x)
{
	free(x->why.s);
	free(x->change.s);
}

/* "DWELLING:RULE+RULE" of each dwelling that is refused it. */
static void
each(const struct phc_match *m, const struct household *h, struct phc_text *t)
{
	const struct dwelling *d;
	const char *gap;
	struct verdict v;
	size_t i;
	int r;

	for (i = 0; i < m->ndwellings; i++) {
		d = m->dwelling[i];
		if (d->fixed != PHC_NOBODY)
			continue;
		match_judge(m, h, d, &v);
		if (v.stops != 0 && t->n > 0)
			phc_text_put(t, phc_str(" "));
		if (v.stops != 0)
			phc_text_put(t, d->dw.dwelling_id);
		for (r = 0, gap = ":"; r < RULES; r++)
			if (v.stops >> r & 1) {
				phc_text_put(t, phc_str(gap));
				phc_text_put(t, phc_str(match_rule_name(r)));
				gap = "+";
			}
	}
}

static void
field(struct phc_out *out, const struct phc_text *t)
{
	phc_out_char(out, ',');
	if (t->n > 0)
		phc_csv_put(out, phc_text_all(t), false);
}

static void
put(const struct phc_match *m, const struct household *h,
    const struct standing *s, const struct lack *x, struct phc_out *out)
{
	bool here = h->fixed == PHC_NOBODY;
	size_t stops[RULES] = { 0 };
	struct phc_text t = { 0 };
	char buf[16];

	phc_csv_put(out, h->hh.household_id, false);
	snprintf(buf, sizeof(buf), ",%u,", (unsigned)s->lawful);
	phc_out_put(out, buf, strlen(buf));
	if (here)
		match_stops(m, h, stops);
	match_put_stops(stops, out);
	phc_out_char(out, ',');
	if (x->nearest != PHC_NOBODY)
		phc_csv_put(
		    out, m->dwelling[x->nearest]->dw.dwelling_id, false);
	field(out, &x->why);
	if (here && m->ndwellings <= EACH_MAX)
		each(m, h, &t);
	field(out, &t);
	field(out, &x->change);
	phc_out_char(out, '\n');
	free(t.s);
}

static void
tell(const struct phc_progress *p, size_t done, size_t all)
{
	if (p != NULL && done % 1024 == 0)
		p->tell(p->arg, "reasons", done, all);
}

void
phc_match_put_reasons(const struct phc_match *m, struct phc_out *out)
{
	static const char head[] = "household_id,lawful,stops,nearest,"
				   "nearest_why,stopped_by,change\n";
	struct standing *s = match_standings(m);
	struct say say = { .m = m };
	struct lack x = { 0 };
	uint32_t i;

	phc_out_put(out, head, sizeof(head) - 1);
	for (i = 0; i < m->nhouseholds && !phc_out_bad(out); i++) {
		tell(m->progress, i, m->nhouseholds);
		if (m->named[i])
			continue;
		match_lack(&say, &s[i], i, &x);
		put(m, m->household[i], &s[i], &x, out);
	}
	match_lack_free(&x);
	say_free(&say);
	free(s);
}
