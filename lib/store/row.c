#include "put.h"

void
store_row(struct store_import *m, const struct phc_value *row)
{
	const struct phc_column *col = m->kind.col;
	size_t i;

	m->row = row;
	for (i = 0; i < m->kind.n; i++, col++)
		if (col->type <= PHC_LIST)
			m->text[i] = row[i].s;
		else if (!store_integer(col))
			m->text[i] =
			    phc_str(phc_value_format(col, row[i].v, m->buf[i]));
}

bool
store_unknown(const struct store_import *m, size_t i)
{
	return store_integer(&m->kind.col[i]) ? m->row[i].v == PHC_UNKNOWN
					      : m->text[i].n == 0;
}

void
store_bind(const struct store_import *m, sqlite3_stmt *st, int at, size_t i)
{
	if (store_unknown(m, i))
		sqlite3_bind_null(st, at);
	else if (store_integer(&m->kind.col[i]))
		sqlite3_bind_int64(st, at, m->row[i].v);
	else
		sqlite3_bind_text(
		    st, at, m->text[i].s, (int)m->text[i].n, SQLITE_STATIC);
}

/* In as few calls as can be: no text that is kept is empty. */
bool
store_same(const struct store_import *m, sqlite3_stmt *st, int at, size_t i)
{
	struct phc_str s = m->text[i];
	int64_t v = m->row[i].v;

	if (!store_integer(&m->kind.col[i]))
		return (size_t)sqlite3_column_bytes(st, at) == s.n &&
		       (s.n == 0 ||
			   memcmp(sqlite3_column_blob(st, at), s.s, s.n) == 0);
	if (v == PHC_UNKNOWN)
		return sqlite3_column_type(st, at) == SQLITE_NULL;
	return sqlite3_column_int64(st, at) == v &&
	       (v != 0 || sqlite3_column_type(st, at) != SQLITE_NULL);
}

int
store_find(struct phc_store *s, sqlite3_stmt *st, struct phc_err *err)
{
	const struct store_import *m = s->import;
	size_t i;

	sqlite3_reset(st);
	for (i = 0; i < m->kind.nkeys; i++)
		store_bind(m, st, (int)i + 1, m->kind.key[i]);
	return store_step(s, st, err);
}
