/*
 * What is chosen, and what it was chosen from, as house CSV.
 */
#include <stdlib.h>

#include "say.h"

static void
put(struct phc_out *out, const char *s)
{
	phc_out_put(out, s, strlen(s));
}

/* A number, and a comma before it. */
static void
number(struct phc_out *out, int64_t v)
{
	char buf[PHC_DECIMAL_MAX];

	phc_out_char(out, ',');
	put(out, phc_decimal_format(v, 0, buf));
}

static void
field(struct phc_out *out, struct phc_str s)
{
	phc_out_char(out, ',');
	phc_csv_put(out, s, false);
}

static void
rules(struct phc_out *out, unsigned set)
{
	const char *gap = ",";
	int i;

	if (set == 0)
		put(out, gap);
	for (i = 0; i < DOUBTS; i++)
		if (set >> i & 1) {
			put(out, gap);
			put(out, match_rule_name(i));
			gap = " ";
		}
}

static void
sides(struct phc_out *out, const struct phc_rec *h, const struct phc_rec *d)
{
	phc_csv_copy(out, h, 0, h->n);
	phc_out_char(out, ',');
	phc_csv_copy(out, d, 0, d->n);
}

static void
pair(struct say *say, struct phc_text *t, const struct choice *c,
    struct phc_out *out)
{
	const struct phc_match *m = say->m;
	const struct household *h = m->household[c->household];
	const struct dwelling *d = m->dwelling[c->dwelling];
	struct verdict v;

	match_judge(m, h, d, &v);
	sides(out, &h->rec, &d->rec);
	number(out, c->rank);
	number(out, c->points);
	rules(out, v.doubts);
	rules(out, v.notes);
	number(out, c->fixed);
	number(out, c->fixed ? PHC_UNKNOWN : m->graph->n[c->dwelling]);
	t->n = 0;
	if (!c->fixed)
		match_minutes(say, t, c->dwelling, NULL);
	field(out, phc_text_all(t));
	phc_out_char(out, '\n');
}

void
phc_match_put(const struct phc_match *m, struct phc_out *out)
{
	struct say say = { .m = m };
	struct phc_text t = { 0 };
	size_t i;

	sides(out, &m->head[PHC_HOUSEHOLDS], &m->head[PHC_DWELLINGS]);
	put(out, ",candidate_rank,score,doubts,notes,fixed,candidates,"
		 "minutes\n");
	for (i = 0; i < m->nchoices && !phc_out_bad(out); i++)
		pair(&say, &t, &m->choice[i], out);
	say_free(&say);
	free(t.s);
}

static void
keys(struct phc_out *out, const struct household *h, const struct dwelling *d)
{
	phc_csv_put(out, h->hh.household_id, false);
	field(out, d->dw.dwelling_id);
}

static void
score(const struct phc_match *m, const struct choice *c, struct phc_out *out)
{
	const struct household *h = m->household[c->household];
	const struct dwelling *d = m->dwelling[c->dwelling];
	struct phc_effort e = match_effort(m, h, d);
	struct score_line line[CRITERIA];
	size_t i, n = match_lines(m, h, d, &e, line);

	for (i = 0; i < n; i++) {
		keys(out, h, d);
		number(out, c->rank);
		field(out, phc_str(match_criterion_name(line[i].criterion)));
		field(out, line[i].worth->value);
		number(out, line[i].units);
		number(out, line[i].points);
		field(out, line[i].worth->nature);
		field(out, line[i].worth->source);
		phc_out_char(out, '\n');
	}
}

void
phc_match_put_score(const struct phc_match *m, struct phc_out *out)
{
	size_t i;

	put(out, "household_id,dwelling_id,candidate_rank,criterion,value,"
		 "units,points,nature,source\n");
	for (i = 0; i < m->nchoices && !phc_out_bad(out); i++)
		score(m, &m->choice[i], out);
}

void
phc_match_put_pairs(const struct phc_match *m, struct phc_out *out)
{
	const struct phc_column *priority =
	    phc_column_find("household", phc_str("priority"));
	const struct phc_edge *e;
	size_t i, k;

	put(out, "household_id,dwelling_id,class,score\n");
	for (i = 0; i < m->ndwellings && !phc_out_bad(out); i++) {
		e = m->graph->pair + m->graph->at[i];
		for (k = 0; k < m->graph->n[i]; k++, e++) {
			keys(out, m->household[e->household], m->dwelling[i]);
			field(out,
			    phc_str(priority->values[phc_rank_class(e->rank)]));
			number(out, phc_rank_points(e->rank));
			phc_out_char(out, '\n');
		}
	}
}

/* A household or a dwelling that is in no lawful pair has no price. */
static void
price(struct phc_out *out, const char *side, struct phc_str id, int64_t step,
    int64_t v)
{
	if (step == 0)
		return;
	put(out, side);
	field(out, id);
	number(out, step);
	number(out, v);
	phc_out_char(out, '\n');
}

void
phc_match_put_certificate(const struct phc_match *m, struct phc_out *out)
{
	const struct phc_assignment *a = &m->assignment;
	size_t i;

	put(out, "side,id,step,price\n");
	for (i = 0; i < m->nhouseholds && !phc_out_bad(out); i++)
		price(out, "household", m->household[i]->hh.household_id,
		    a->household_step[i], a->price[i]);
	for (i = 0; i < m->ndwellings && !phc_out_bad(out); i++)
		price(out, "dwelling", m->dwelling[i]->dw.dwelling_id,
		    a->dwelling_step[i], a->value[i]);
}
