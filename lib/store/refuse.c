#include "put.h"

/* What names a row of a kind: the column that is its key. */
static int
reference(struct phc_store *s, size_t at, struct phc_err *err)
{
	static const char *const kinds[] = { "household", "dwelling" };
	struct store_import *m = s->import;
	struct store_reference *r = &m->reference[m->references];
	struct store_kind k;
	const char *key;
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		store_kind(&k, kinds[i]);
		key = k.col[k.key[0]].name;
		if (strcmp(k.name, m->kind.name) == 0 ||
		    strcmp(key, m->kind.col[at].name) != 0)
			continue;
		*r = (struct store_reference){ at, kinds[i], NULL };
		r->find = store_prepare(s,
		    sqlite3_mprintf("SELECT 1 FROM %s_history WHERE \"%w\" = "
				    "?1 LIMIT 1",
			k.name, key),
		    err);
		m->references++;
		return r->find == NULL ? -1 : 0;
	}
	return 0;
}

/* What a decision was on, and it: it stands. */
static void
freeze(struct store_import *m, size_t at)
{
	static const char *const names[] = { "household_id", "dwelling_id",
		"proposed_on", "decision", "decided_on" };
	const char *name = m->kind.col[at].name;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			m->frozen[m->nfrozen++] = at;
	if (strcmp(name, "decision") == 0)
		m->decision = at;
}

int
store_rules(struct phc_store *s, struct phc_err *err)
{
	struct store_import *m = s->import;
	bool decides = strcmp(m->kind.name, "proposal") == 0;
	size_t i;

	for (i = 0; i < m->kind.n; i++) {
		if (reference(s, i, err) == -1)
			return -1;
		if (decides)
			freeze(m, i);
	}
	return 0;
}

int
store_dangling(
    struct phc_store *s, struct phc_store_refusal *why, struct phc_err *err)
{
	struct store_import *m = s->import;
	struct store_reference *r = m->reference, *end = r + m->references;
	int got;

	for (; r < end; r++) {
		if (m->text[r->at].n == 0)
			continue;
		sqlite3_reset(r->find);
		store_bind(m, r->find, 1, r->at);
		if ((got = store_step(s, r->find, err)) == 1)
			continue;
		snprintf(s->message, sizeof(s->message),
		    "no such %s in the register: import it first, or keep the "
		    "row with --allow-pending",
		    r->kind);
		*why = (struct phc_store_refusal){ &m->kind.col[r->at],
			"dangling_reference", s->message };
		return got == 0 ? 1 : -1;
	}
	return 0;
}

/*
 * The first column in which the row is not what was decided.  What was not
 * known may be filled in; before a version that holds later, what the row does
 * not know was not known yet.
 */
static const struct phc_column *
differs(const struct store_import *m, sqlite3_stmt *st, bool later)
{
	size_t i, at;

	if (sqlite3_column_type(st, (int)m->decision) == SQLITE_NULL)
		return NULL;
	for (i = 0; i < m->nfrozen; i++) {
		at = m->frozen[i];
		if (sqlite3_column_type(st, (int)at) != SQLITE_NULL &&
		    !store_same(m, st, (int)at, at) &&
		    !(later && store_unknown(m, at)))
			return &m->kind.col[at];
	}
	return NULL;
}

int
store_decided(struct phc_store *s, bool found, struct phc_store_refusal *why,
    struct phc_err *err)
{
	const struct store_import *m = s->import;
	const struct phc_column *col;
	int got;

	if (m->nfrozen == 0)
		return 0;
	col = found ? differs(m, m->find, false) : NULL;
	if (col == NULL) {
		if ((got = store_find(s, m->last, err)) == -1)
			return -1;
		col = got == 1 ? differs(m, m->last, true) : NULL;
	}
	*why = (struct phc_store_refusal){ col, "decided_already",
		"was decided already, and stands: a new proposal is a new "
		"row" };
	return col != NULL;
}
