/*
 * The index finds what judging every pair finds, whatever the order of the
 * rows of any file.
 */
#include "../../lib/match/match.h"
#include "rows.h"

static const char *const heads[PHC_MATCH_FILES] = {
	[PHC_HOUSEHOLDS] =
	    "household_id,applied_on,birth_date,partner_birth_date,adults,"
	    "dependants,visiting_children,expected_children,tax_income,income,"
	    "first_home,priority,wanted_communes,wanted_nearby,wanted_types,"
	    "accessible_need,needed_from,housing_now,struck_off_on,referral,"
	    "aid,aid_dwelling,occupation,dependants_14,shared_lease\n",
	[PHC_DWELLINGS] =
	    "dwelling_id,commune,type,financing,rent,charges,accessible,"
	    "occupancy,available_on,surface,all_in,scheme,quota,room\n",
	[PHC_FJT] = "commune,places,occupied,observed_on\n",
	[PHC_FORBIDDEN] = "household_id,dwelling_id\n",
	[PHC_FIXED] = "proposal_id,household_id,dwelling_id,rank,proposed_on,"
		      "decision,decided_on\n",
};

static void
random_household(char *row, size_t i)
{
	bool couple = below(3) == 0;
	int n = snprintf(row, ROW, "H%02zu,2015-0%d-01,19%d-05-05,%s,%d,%d,", i,
	    (int)between(1, 3), (int)between(84, 98),
	    couple ? "1990-01-01" : "", couple ? 2 : 1, (int)below(3));

	n += snprintf(row + n, ROW - (size_t)n, "%s,%s,%s,%d.00,%s,%s,",
	    ONE_OF("", "0", "0", "1"), ONE_OF("", "0", "0", "1"),
	    ONE_OF("", "9000.00", "60000.00"), (int)between(0, 2000),
	    ONE_OF("", "0", "1", "1"),
	    ONE_OF("", "none", "none", "dalo", "agreement", "pdalpd"));
	n += snprintf(row + n, ROW - (size_t)n, "%s,%s,%s,%s,%s,%s,%s,%s,",
	    ONE_OF("", "62041", "62041 62498", "62427 62119", "59350",
		"62498 62498"),
	    ONE_OF("", "0", "1"), ONE_OF("", "", "T2", "T1 T3"),
	    ONE_OF("", "0", "1"),
	    ONE_OF("", "", "2017-01-01", "2016-12-01", "2016-12-02"),
	    ONE_OF("", "parents", "homeless"), ONE_OF("", "", "", "2016-01-01"),
	    ONE_OF("", "town", "siao"));
	snprintf(row + n, ROW - (size_t)n, "%s,%s,%s,%s,%s\n",
	    ONE_OF("", "150.00"), ONE_OF("", "D01"),
	    ONE_OF("", "permanent", "student"), ONE_OF("", "0"),
	    ONE_OF("", "", "", "1"));
}

static void
random_dwelling(char *row, size_t i)
{
	int n = snprintf(row, ROW, "D%02zu,%s,%s,%s,%s,50.00,", i,
	    ONE_OF("62041", "62498", "62510", "62119"),
	    ONE_OF("T1", "T1bis", "T2", "T3", "T4"),
	    ONE_OF("PLAI", "PLUS", "PLS", "PLI"),
	    ONE_OF("", "200.00", "400.00"));

	snprintf(row + n, ROW - (size_t)n, "%s,%s,%s,%s,%s,%s,%s,%s\n",
	    ONE_OF("", "0", "1"),
	    ONE_OF("empty", "offered", "offered", "let", ""),
	    ONE_OF("", "2016-08-01", "2016-11-30", "2016-12-01", "2017-02-01"),
	    ONE_OF("", "15.99", "16.00", "33.00", "34.00", "60.00"),
	    ONE_OF("", "0", "1"), ONE_OF("", "ordinary", "aml"),
	    ONE_OF(
		"", "none", "state_priority", "local_authority", "employers"),
	    ONE_OF("", "", "1"));
}

/* Of a household and a dwelling that are there, or not. */
static void
random_pair(char *row, size_t i)
{
	(void)i;
	snprintf(row, ROW, "H%02d,D%02d\n", (int)below(ROWS), (int)below(ROWS));
}

static void
random_proposal(char *row, size_t i)
{
	const char *decision = ONE_OF("", "granted", "ranked", "conditional",
	    "not_granted", "inadmissible", "refused_by_household", "withdrawn");

	snprintf(row, ROW, "P%zu,H%02d,D%02d,%d,2016-0%d-01,%s,%s\n", i,
	    (int)below(ROWS), (int)below(ROWS), (int)between(1, 3),
	    (int)between(1, 9), decision,
	    *decision == '\0' ? "" : ONE_OF("", "2016-09-01", "2016-09-02"));
}

static void
random_foyer(char *row, size_t i)
{
	snprintf(row, ROW, "%s,%d,%d,2016-0%zu-01\n",
	    ONE_OF("62041", "62498", "62510"), (int)below(2) * 20,
	    (int)below(2) * 20, i + 1);
}

static void (*const random_row[PHC_MATCH_FILES])(char *, size_t) = {
	[PHC_HOUSEHOLDS] = random_household,
	[PHC_DWELLINGS] = random_dwelling,
	[PHC_FJT] = random_foyer,
	[PHC_FORBIDDEN] = random_pair,
	[PHC_FIXED] = random_proposal,
};

static const size_t most[PHC_MATCH_FILES] = { ROWS, ROWS, 9, ROWS, 12 };

/* Which rules are off, and which limits there are: bits of 'how'. */
static struct phc_match *
match(const struct rows files[PHC_MATCH_FILES], uint64_t how)
{
	struct phc_err e;
	struct phc_match *m = phc_match_new(17045, NULL, &e); /* 2016-09-01 */
	int i;

	for (i = 0; i < RULES; i++)
		if (how >> 3 * i & 1 && how >> 3 * i & 2 && how >> 3 * i & 4)
			phc_match_off(m, match_rule_name(i), &e);
	if (how >> 60 & 1)
		phc_match_limit(m, "effort", 3000, &e);
	if (how >> 61 & 1)
		phc_match_limit(m, "remainder", 800, &e);
	if (how >> 62 & 1)
		m->terms[RULE_QUOTA].state = ON;
	if (how >> 63)
		phc_match_seed(m, "2016");
	for (i = 0; i < PHC_MATCH_FILES; i++)
		give(m, (enum phc_match_file)i, heads[i], &files[i]);
	phc_match_pairs(m);
	return m;
}

static const struct phc_edge *
edge(const struct phc_match *m, uint32_t household, uint32_t dwelling)
{
	const struct phc_edge *e = &m->graph->pair[m->graph->at[dwelling]];
	uint32_t n = m->graph->n[dwelling];

	for (; n > 0; n--, e++)
		if (e->household == household)
			return e;
	return NULL;
}

/* Whether the graph has this very pair, or rightly has it not. */
static bool
agrees(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, const struct verdict *v)
{
	const struct phc_edge *e = edge(m, h->number, d->number);
	bool lawful = v->stops == 0 && h->fixed == NONE && d->fixed == NONE;
	struct phc_effort effort = match_effort(m, h, d);

	if (!lawful || e == NULL)
		return !lawful && e == NULL;
	return e->rank == phc_rank(h->class, match_points(m, h, d, &effort));
}

static long wrong_pairs, wrong_stops, wrong_nearest;

static void
check(const struct phc_match *m, const struct household *h)
{
	size_t stops[RULES] = { 0 }, got[RULES], i;
	struct verdict v, nearest = { 0 }, found;
	uint32_t at = NONE;
	int r;

	for (i = 0; i < m->ndwellings; i++) {
		match_judge(m, h, m->dwelling[i], &v);
		wrong_pairs += !agrees(m, h, m->dwelling[i], &v);
		if (m->dwelling[i]->fixed != NONE)
			continue;
		for (r = 0; r < RULES; r++)
			stops[r] += v.stops >> r & 1;
		if (at == NONE || match_nearer(&v, &nearest)) {
			at = (uint32_t)i;
			nearest = v;
		}
	}
	match_stops(m, h, got);
	wrong_stops += memcmp(stops, got, sizeof(got)) != 0;
	wrong_nearest += match_nearest(m, h, &found) != at ||
			 (at != NONE && found.stops != nearest.stops);
}

static void
check_at(const struct phc_match *m, const struct dwelling *d)
{
	size_t stops[RULES] = { 0 }, got[RULES], i;
	struct verdict v;
	int r;

	if (d->fixed != NONE)
		return;
	for (i = 0; i < m->nhouseholds; i++) {
		if (m->household[i]->fixed != NONE)
			continue;
		match_judge(m, m->household[i], d, &v);
		for (r = 0; r < RULES; r++)
			stops[r] += v.stops >> r & 1;
	}
	match_stops_at(m, d, got);
	wrong_stops += memcmp(stops, got, sizeof(got)) != 0;
}

static bool
same(const struct phc_match *a, const struct phc_match *b)
{
	const struct phc_graph *g = a->graph, *h = b->graph;
	uint32_t d;
	size_t i;

	for (i = 0; i < a->nhouseholds; i++)
		if (a->household[i]->fixed != b->household[i]->fixed ||
		    !phc_str_is(a->household[i]->hh.household_id,
			b->household[i]->hh.household_id))
			return false;
	for (d = 0; d < a->ndwellings; d++)
		if (a->dwelling[d]->fixed != b->dwelling[d]->fixed ||
		    g->n[d] != h->n[d] ||
		    (g->n[d] > 0 &&
			memcmp(&g->pair[g->at[d]], &h->pair[h->at[d]],
			    g->n[d] * sizeof(*g->pair)) != 0))
			return false;
	return memcmp(&a->count, &b->count, sizeof(a->count)) == 0;
}

int
main(void)
{
	static struct rows files[PHC_MATCH_FILES];
	struct phc_match *a, *b;
	long i, n, pairs = 0, other = 0;
	size_t k;
	uint64_t how;
	int f;

	seeded();
	n = tries(300);
	for (i = 0; i < n; i++) {
		for (f = 0; f < PHC_MATCH_FILES; f++) {
			files[f].n = below(most[f] + 1);
			for (k = 0; k < files[f].n; k++)
				random_row[f](files[f].row[k], k);
		}
		how = draw();
		a = match(files, how);
		for (k = 0; k < a->nhouseholds; k++)
			check(a, a->household[k]);
		for (k = 0; k < a->ndwellings; k++)
			check_at(a, a->dwelling[k]);
		pairs += (long)a->graph->npairs;
		for (f = 0; f < PHC_MATCH_FILES; f++)
			shuffle(&files[f]);
		b = match(files, how);
		other += !same(a, b);
		phc_match_free(a);
		phc_match_free(b);
	}
	about("%ld matches of %ld pairs", n, pairs);
	is(wrong_pairs, 0);
	is(wrong_stops, 0);
	is(wrong_nearest, 0);
	is(other, 0);
	return done();
}
