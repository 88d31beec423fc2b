/*
 * A match: its tables, and what it is told before any row.
 */
#include <stdarg.h>
#include <stdlib.h>

#include "match.h"
#include "phc/forfait.h"

const struct phc_law_table phc_match_tables[] = {
	{ "hlm-ceilings", PHC_CEILINGS_COLUMNS, 3 },
	{ "communes", PHC_COMMUNES_COLUMNS, 1 },
	PHC_AID_TABLES,
	{ "forfait", PHC_FORFAIT_COLUMNS, 3 },
	{ "match-rules", MATCH_RULES_COLUMNS, 1 },
	{ "match-sizes", MATCH_SIZES_COLUMNS, 2 },
	{ "match-surfaces", MATCH_SURFACES_COLUMNS, 1 },
	{ "match-quotas", MATCH_QUOTAS_COLUMNS, 1 },
	{ "match-score", MATCH_SCORE_COLUMNS, 2 },
	{ NULL, NULL, 0 },
};

static int
open_tables(struct phc_match *m, const char *tables, struct phc_err *err)
{
	if ((m->law = phc_terms_open(tables, m->at, err)) == NULL ||
	    (m->communes = phc_law_open(
		 "communes", PHC_COMMUNES_COLUMNS, 1, tables, err)) == NULL ||
	    match_rules_open(m, tables, err) == -1 ||
	    match_score_open(m, tables, err) == -1)
		return -1;
	m->ceilings = phc_terms_ceilings(m->law);
	return match_words_open(m, tables, err);
}

struct phc_match *
phc_match_new(int64_t at, const char *tables, struct phc_err *err)
{
	struct phc_match *m = phc_new(sizeof(*m));

	m->at = at;
	m->type = phc_column_find("dwelling", phc_str("type"));
	m->financing = phc_column_find("dwelling", phc_str("financing"));
	if (open_tables(m, tables, err) == -1) {
		phc_match_free(m);
		return NULL;
	}
	return m;
}

void
phc_match_free(struct phc_match *m)
{
	int i;

	if (m == NULL)
		return;
	for (i = 0; i < PHC_MATCH_FILES; i++)
		phc_bind_free(&m->bind[i]);
	phc_bind_free(&m->more);
	for (i = 0; i < 2; i++)
		free(m->keys[i].slot);
	match_given_free(m);
	match_choice_free(m);
	match_words_free(m);
	match_index_free(m->index);
	phc_graph_free(m->graph);
	phc_terms_free(m->law);
	phc_law_free(m->communes);
	phc_law_free(m->rules);
	phc_law_free(m->quotas);
	phc_law_free(m->score);
	phc_pool_free(&m->pool);
	free(m->household);
	free(m->dwelling);
	free(m);
}

void
phc_match_seed(struct phc_match *m, const char *seed)
{
	m->seed = phc_pool_cstr(&m->pool, phc_str(seed));
}

void
phc_match_only(struct phc_match *m, const char *column, const char *value)
{
	m->by = phc_pool_cstr(&m->pool, phc_str(column));
	m->only =
	    value == NULL ? NULL : phc_pool_cstr(&m->pool, phc_str(value));
}

void
phc_match_speak(struct phc_match *m, enum phc_lang lang)
{
	m->lang = lang;
}

void
phc_match_listen(struct phc_match *m, void (*warn)(void *arg, const char *msg),
    const struct phc_progress *progress, void *arg)
{
	m->warn = warn;
	m->progress = progress;
	m->listener = arg;
}

void
match_warn(const struct phc_match *m, const char *fmt, ...)
{
	char msg[512];
	va_list ap;

	if (m->warn == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	m->warn(m->listener, msg);
}
