/*
 * The reason to write in the minutes where fewer than three demands could be
 * examined.
 */
#include <stdlib.h>

#include "say.h"

/* Households that are not fixed. */
static size_t
examined(const struct phc_match *m)
{
	return m->nhouseholds - m->count.fixed - m->count.elsewhere;
}

static bool
dalo_first(const struct phc_match *m, uint32_t dwelling)
{
	const struct phc_edge *e = m->graph->pair + m->graph->at[dwelling];

	return m->graph->n[dwelling] > 0 &&
	       phc_rank_class(e->rank) == PHC_PRIORITY_DALO;
}

/* The rule of a mask that stops the most, the first of as many. */
static int
most(const size_t stops[RULES], unsigned left)
{
	int r, best = 0;

	for (r = 0; r < RULES; r++)
		if ((left >> r & 1) &&
		    (!(left >> best & 1) || stops[r] > stops[best]))
			best = r;
	return best;
}

/* The rules that stop any, the most first. */
static void
stopped(struct say *say, const size_t stops[RULES], struct phc_text *t)
{
	unsigned left = 0;
	char n[32];
	int r;

	for (r = 0; r < RULES; r++)
		left |= stops[r] > 0 ? 1U << r : 0;
	for (; left != 0; left &= ~(1U << r)) {
		r = most(stops, left);
		if (t->n > 0)
			phc_text_put(t, phc_str(", "));
		phc_text_put(t, match_label(say->m, r));
		snprintf(n, sizeof(n), " %zu", stops[r]);
		phc_text_put(t, phc_str(n));
	}
}

static void
with_rules(struct say *say, struct phc_text *t, const size_t stops[RULES])
{
	struct phc_text rules = { 0 }, all = { 0 };

	stopped(say, stops, &rules);
	if (rules.n > 0) {
		say_str(say, "minutes", phc_text_all(t));
		say_str(say, "stops", phc_text_all(&rules));
		say_text(say, &all, "minutes_stops");
		t->n = 0;
		phc_text_put(t, phc_text_all(&all));
	}
	free(rules.s);
	free(all.s);
}

void
match_minutes(
    struct say *say, struct phc_text *t, uint32_t dwelling, const size_t *stops)
{
	uint32_t n = say->m->graph->n[dwelling];

	if (n >= FEW)
		return;
	say_number(say, "candidates", n);
	say_number(say, "examined", (int64_t)examined(say->m));
	say_text(say, t,
	    n == 0                         ? "minutes_none"
	    : dalo_first(say->m, dwelling) ? "minutes_dalo"
					   : "minutes_few");
	if (stops != NULL)
		with_rules(say, t, stops);
}

void
match_put_stops(const size_t stops[RULES], struct phc_out *out)
{
	const char *gap = "";
	char buf[64];
	int r, n;

	for (r = 0; r < RULES; r++)
		if (stops[r] > 0) {
			n = snprintf(buf, sizeof(buf), "%s%s:%zu", gap,
			    match_rule_name(r), stops[r]);
			phc_out_put(out, buf, (size_t)n);
			gap = " ";
		}
}

static void
put(struct say *say, struct phc_text *t, uint32_t dwelling, struct phc_out *out)
{
	const struct phc_match *m = say->m;
	const struct dwelling *d = m->dwelling[dwelling];
	bool fixed = d->fixed != PHC_NOBODY;
	size_t stops[RULES] = { 0 };
	char buf[16];

	t->n = 0;
	phc_csv_put(out, d->dw.dwelling_id, false);
	phc_out_char(out, ',');
	if (fixed)
		say_text(say, t, "minutes_fixed");
	else {
		snprintf(
		    buf, sizeof(buf), "%u", (unsigned)m->graph->n[dwelling]);
		phc_out_put(out, buf, strlen(buf));
		if (m->graph->n[dwelling] < FEW)
			match_stops_at(m, d, stops);
		match_minutes(say, t, dwelling, stops);
	}
	phc_out_char(out, ',');
	match_put_stops(stops, out);
	phc_out_char(out, ',');
	phc_csv_put(out, phc_text_all(t), false);
	phc_out_char(out, '\n');
}

void
phc_match_put_minutes(const struct phc_match *m, struct phc_out *out)
{
	static const char head[] = "dwelling_id,candidates,stops,minutes\n";
	struct say say = { .m = m };
	struct phc_text t = { 0 };
	uint32_t i;

	phc_out_put(out, head, sizeof(head) - 1);
	for (i = 0; i < m->ndwellings && !phc_out_bad(out); i++)
		put(&say, &t, i, out);
	say_free(&say);
	free(t.s);
}
