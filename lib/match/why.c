/*
 * Why a household has what it has, for people.  Of other households it tells
 * the class and the points, never which they are.
 */
#include <stdlib.h>

#include "say.h"

enum { LAWFUL_MAX = 20 }; /* dwellings that are told one by one */

static void
say_dwelling(struct say *say, const struct dwelling *d)
{
	say_str(say, "dwelling", d->dw.dwelling_id);
	say_str(say, "type", phc_str(say->m->type->values[d->dw.type]));
	say_str(say, "commune", d->place);
	say_str(say, "financing",
	    phc_str(say->m->financing->values[d->dw.financing]));
}

static void
say_points(struct say *say, const char *name, int64_t points)
{
	say_count(say, name, "unit_points", points);
}

static void
title(struct page *p, const char *word, const struct household *h)
{
	say_str(&p->say, "household", h->hh.household_id);
	say_day(&p->say, "date", p->say.m->at);
	page_title(p, word);
	page_title(p, "why_proposes");
}

static void
household(struct page *p, const struct household *h)
{
	page_head(p, "head_household");
	say_class(&p->say, "class", h->class);
	page_line(p, h->hh.priority == PHC_UNKNOWN   ? "own_class_unknown"
		     : h->class == PHC_PRIORITY_NONE ? "own_class_none"
						     : "own_class");
	say_count(&p->say, "months", "unit_months", h->months);
	say_day(&p->say, "date", h->hh.applied_on);
	page_line(p, "own_seniority");
	say_count(
	    &p->say, "persons", "unit_persons", phc_household_lodged(&h->hh));
	page_line(p, "own_persons");
	say_points(&p->say, "points", h->points);
	page_line(p, "own_points");
}

static void
reserve(struct page *p, unsigned set, const struct verdict *v, const char *word)
{
	if (set == 0)
		return;
	say_rules(&p->say, "rules", set, v);
	page_line(p, word);
}

/* What is to be said of a pair beside its points; only one that is fixed may be
 * against a rule. */
static void
reserves(struct page *p, const struct household *h, const struct dwelling *d)
{
	struct verdict v;

	match_judge(p->say.m, h, d, &v);
	reserve(p, v.stops, &v, "got_stops");
	reserve(p, v.doubts, &v, "got_doubts");
	reserve(p, v.notes, &v, "got_notes");
}

static void
got(struct page *p, const struct choice *c)
{
	const struct phc_match *m = p->say.m;
	const struct dwelling *d = m->dwelling[c->dwelling];
	int64_t points;

	say_dwelling(&p->say, d);
	page_line(p, "got");
	if (c->fixed)
		page_line(p, "got_fixed");
	else {
		say_number(&p->say, "place",
		    (int64_t)match_place(
			m, c->household, c->dwelling, &points));
		say_number(&p->say, "candidates", m->graph->n[c->dwelling]);
		say_points(&p->say, "points", c->points);
		page_line(p, "got_place");
	}
	reserves(p, m->household[c->household], d);
}

/* Vacant dwellings that are not fixed. */
static size_t
vacant(const struct phc_match *m)
{
	return m->ndwellings - m->count.fixed - m->count.taken;
}

static void
nothing(struct page *p, const struct household *h, const struct standing *s,
    const struct lack *x)
{
	if (h->fixed != PHC_NOBODY) {
		page_line(p, "none_elsewhere");
		return;
	}
	say_number(&p->say, "lawful", s->lawful);
	say_number(&p->say, "vacant", (int64_t)vacant(p->say.m));
	page_line(p, s->lawful > 0              ? "none_lawful"
		     : x->nearest != PHC_NOBODY ? "none_stopped"
						: "none_empty");
	if (s->lawful > 0 && x->why.n > 0) {
		say_str(&p->say, "dwelling",
		    p->say.m->dwelling[x->nearest]->dw.dwelling_id);
		say_str(&p->say, "why", phc_text_all(&x->why));
		page_line(p, "none_nearest");
		say_str(&p->say, "change", phc_text_all(&x->change));
		page_line(p, "nearest_change");
	}
}

static void
result(struct page *p, uint32_t number, const struct standing *s,
    const struct lack *x)
{
	const struct phc_match *m = p->say.m;
	size_t i;

	page_head(p, "head_result");
	if (!m->named[number])
		nothing(p, m->household[number], s, x);
	for (i = 0; i < m->nchoices && m->named[number]; i++)
		if (m->choice[i].household == number)
			got(p, &m->choice[i]);
}

static void
rules(struct page *p, const struct household *h)
{
	size_t stops[RULES] = { 0 };
	bool any = false;
	int r;

	match_stops(p->say.m, h, stops);
	page_head(p, "head_rules");
	for (r = 0; r < RULES; r++) {
		if (stops[r] == 0)
			continue;
		any = true;
		say_str(&p->say, "rule", match_label(p->say.m, r));
		say_number(&p->say, "dwellings", (int64_t)stops[r]);
		say_number(&p->say, "vacant", (int64_t)vacant(p->say.m));
		page_line(p, "rule_stops");
	}
	if (!any)
		page_line(p, "rule_stops_none");
}

/* One of the dwellings that it may have: its place there, and who has it. */
static void
place(struct page *p, uint32_t number, uint32_t dwelling, size_t place,
    int64_t points)
{
	const struct phc_match *m = p->say.m;
	const struct choice *c = match_taker(m, dwelling), *end;
	const char *word = c == NULL ? "lawful_nobody" : "lawful_other";

	say_dwelling(&p->say, m->dwelling[dwelling]);
	say_number(&p->say, "place", (int64_t)place);
	say_number(&p->say, "candidates", m->graph->n[dwelling]);
	say_points(&p->say, "points", points);
	if (c != NULL) {
		say_class(&p->say, "class", m->household[c->household]->class);
		say_points(&p->say, "other_points", c->points);
	}
	for (end = m->choice + m->first[dwelling + 1]; c != NULL && c < end;
	     c++)
		if (c->household == number)
			word = "lawful_own";
	page_line(p, word);
}

static void
lawful(struct page *p, uint32_t number, const struct standing *s)
{
	const struct phc_match *m = p->say.m;
	size_t told = 0, at;
	int64_t points;
	uint32_t i;

	if (s->lawful == 0)
		return;
	page_head(p, "head_lawful");
	for (i = 0; i < m->ndwellings && told < LAWFUL_MAX; i++)
		if ((at = match_place(m, number, i, &points)) > 0) {
			place(p, number, i, at, points);
			told++;
		}
	if (told < s->lawful) {
		say_number(&p->say, "n", (int64_t)(s->lawful - told));
		page_line(p, "lawful_more");
	}
}

static void
nearest(struct page *p, const struct lack *x)
{
	const struct phc_match *m = p->say.m;
	struct phc_text t = { 0 };
	int r;

	page_head(p, "head_nearest");
	say_dwelling(&p->say, m->dwelling[x->nearest]);
	page_line(p, "the_dwelling");
	for (r = 0; r < RULES; r++) {
		if (!(x->verdict.stops >> r & 1))
			continue;
		t.n = 0;
		match_put_miss(
		    &t, &m->terms[r], &x->verdict.miss[r], false, m->lang);
		say_str(&p->say, "rule", match_label(m, r));
		say_str(&p->say, "why", phc_text_all(&t));
		page_line(p, "nearest_stops");
	}
	free(t.s);
	say_str(&p->say, "change", phc_text_all(&x->change));
	page_line(p, "nearest_change");
}

static void
why_household(struct page *p, const struct household *h)
{
	struct standing *all = match_standings(p->say.m), *s = &all[h->number];
	struct lack x = { 0 };

	match_lack(&p->say, s, h->number, &x);
	title(p, "why_household", h);
	household(p, h);
	result(p, h->number, s, &x);
	if (h->fixed == PHC_NOBODY && vacant(p->say.m) > 0) {
		rules(p, h);
		lawful(p, h->number, s);
		if (s->lawful == 0 && x.nearest != PHC_NOBODY)
			nearest(p, &x);
	}
	match_lack_free(&x);
	free(all);
}

static void
verdict(struct page *p, const struct household *h, const struct dwelling *d)
{
	const struct phc_match *m = p->say.m;
	struct phc_text t = { 0 };
	struct verdict v;
	unsigned bit;
	int r;

	match_judge(m, h, d, &v);
	page_head(p, "head_verdicts");
	for (r = 0; r < RULES; r++) {
		if (m->terms[r].state == OFF)
			continue;
		bit = 1U << r;
		t.n = 0;
		if ((v.stops | v.notes) & bit)
			match_put_miss(
			    &t, &m->terms[r], &v.miss[r], false, m->lang);
		say_str(&p->say, "rule", match_label(m, r));
		say_str(&p->say, "why", phc_text_all(&t));
		if (v.doubts & bit)
			say_str(&p->say, "unknown",
			    match_unknown(m, v.miss[r].unknown));
		page_line(p, v.stops & bit    ? "verdict_stops"
			     : v.doubts & bit ? "verdict_doubt"
			     : v.notes & bit  ? "verdict_note"
					      : "verdict_holds");
	}
	free(t.s);
}

static void
line(struct page *p, const struct score_line *l)
{
	struct phc_str value = l->worth->value;
	struct phc_text t = { 0 };
	bool capped = l->units * l->worth->points != l->points;

	if (p->say.m->lang == PHC_FR)
		phc_text_put(&t, l->worth->label_fr);
	else {
		phc_text_put(&t, phc_str(match_criterion_name(l->criterion)));
		phc_text_put(&t, phc_str(value.n > 0 ? " " : ""));
		phc_text_put(&t, value);
	}
	say_str(&p->say, "label", phc_text_all(&t));
	say_number(&p->say, "units", l->units);
	say_number(&p->say, "each", l->worth->points);
	say_points(&p->say, "points", l->points);
	page_line(p, capped         ? "score_capped"
		     : l->units > 1 ? "score_units"
				    : "score_line");
	free(t.s);
}

static void
score(struct page *p, const struct household *h, const struct dwelling *d)
{
	const struct phc_match *m = p->say.m;
	struct phc_effort e = match_effort(m, h, d);
	struct score_line l[CRITERIA];
	size_t i, n = match_lines(m, h, d, &e, l);

	page_head(p, "head_score");
	for (i = 0; i < n; i++)
		line(p, &l[i]);
	say_points(&p->say, "points", match_points(m, h, d, &e));
	page_line(p, "score_sum");
}

static void
outcome(struct page *p, const struct household *h, const struct dwelling *d)
{
	const struct phc_match *m = p->say.m;
	const struct choice *c = match_taker(m, d->number), *end;
	int64_t points;
	size_t at = match_place(m, h->number, d->number, &points);

	page_head(p, "head_result");
	if (h->fixed == d->number) {
		page_line(p, "got_fixed");
		return;
	}
	if (h->fixed != PHC_NOBODY)
		page_line(p, "pair_elsewhere");
	if (d->fixed != PHC_NOBODY) {
		page_line(p, "pair_taken");
		return;
	}
	say_number(&p->say, "place", (int64_t)at);
	say_number(&p->say, "candidates", m->graph->n[d->number]);
	page_line(p, at > 0 ? "pair_place" : "pair_unlawful");
	for (end = m->choice + m->first[d->number + 1]; c != NULL && c < end;
	     c++)
		if (c->household == h->number) {
			page_line(p, "pair_own");
			return;
		}
	if ((c = match_taker(m, d->number)) != NULL) {
		say_class(&p->say, "class", m->household[c->household]->class);
		say_points(&p->say, "points", c->points);
	}
	page_line(p, c != NULL ? "pair_other" : "pair_nobody");
}

static void
why_pair(struct page *p, const struct household *h, const struct dwelling *d)
{
	say_str(&p->say, "dwelling", d->dw.dwelling_id);
	title(p, "why_pair", h);
	household(p, h);
	page_head(p, "head_dwelling");
	say_dwelling(&p->say, d);
	page_line(p, "the_dwelling");
	verdict(p, h, d);
	score(p, h, d);
	outcome(p, h, d);
}

static const struct household *
household_of(const struct phc_match *m, const char *which, const char *end)
{
	return match_household(
	    m, (struct phc_str){ which, (size_t)(end - which) });
}

/* The comma between two keys, which may have some too, or the first; NULL where
 * there is none, or the whole is a household. */
static const char *
between(const struct phc_match *m, const char *which)
{
	const char *comma = strchr(which, ','), *c;

	if (match_household(m, phc_str(which)) != NULL)
		return NULL;
	for (c = comma; c != NULL; c = strchr(c + 1, ','))
		if (household_of(m, which, c) != NULL &&
		    match_dwelling(m, phc_str(c + 1)) != NULL)
			return c;
	return comma;
}

int
phc_match_why(const struct phc_match *m, const char *which, struct phc_out *out,
    struct phc_err *err)
{
	const char *comma = between(m, which),
		   *end = comma != NULL ? comma : which + strlen(which);
	const struct household *h = household_of(m, which, end);
	const struct dwelling *d = NULL;
	struct page p = { .say = { .m = m }, .out = out };

	if (h == NULL)
		return phc_fail(err, PHC_EDATA,
		    "no household '%.*s' that is matched: it is not in the "
		    "files, or struck off",
		    (int)(end - which), which);
	if (comma != NULL &&
	    (d = match_dwelling(m, phc_str(comma + 1))) == NULL)
		return phc_fail(
		    err, PHC_EDATA, "no vacant dwelling '%s'", comma + 1);
	if (d != NULL)
		why_pair(&p, h, d);
	else
		why_household(&p, h);
	say_free(&p.say);
	return 0;
}
