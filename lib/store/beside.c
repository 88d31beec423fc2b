#include <stdlib.h>

#include "put.h"

struct store_beside {
	const struct phc_column *const *col;
	size_t n;
	sqlite3_stmt *insert;
};

static sqlite3_stmt *
insert(struct phc_store *s, const char *name, size_t n, struct phc_err *err)
{
	sqlite3_str *sql = sqlite3_str_new(s->db);
	size_t i;

	sqlite3_str_appendf(sql, "INSERT INTO temp.\"%w\" VALUES (", name);
	for (i = 0; i < n; i++)
		sqlite3_str_appendall(sql, i ? ", ?" : "?");
	sqlite3_str_appendall(sql, ")");
	return store_prepare(s, sqlite3_str_finish(sql), err);
}

static int
create(struct phc_store *s, const char *name,
    const struct phc_column *const *col, size_t n, struct phc_err *err)
{
	sqlite3_str *sql = sqlite3_str_new(s->db);
	size_t i;

	sqlite3_str_appendf(sql, "CREATE TABLE temp.\"%w\" (", name);
	for (i = 0; i < n; i++)
		sqlite3_str_appendf(sql, "%s\"%w\" %s", i ? ", " : "",
		    col[i]->name, store_integer(col[i]) ? "INTEGER" : "TEXT");
	sqlite3_str_appendall(sql, ")");
	return store_run(s, sqlite3_str_finish(sql), err);
}

/* It is looked up by what its first column names, and by household. */
static int
by(struct phc_store *s, const char *name, const struct phc_column *const *col,
    size_t n, struct phc_err *err)
{
	sqlite3_str *sql;
	size_t i;

	for (i = 0; i < n; i++) {
		if (i > 0 && strcmp(col[i]->name, "household_id") != 0)
			continue;
		sql = sqlite3_str_new(s->db);
		sqlite3_str_appendf(sql,
		    "CREATE INDEX temp.\"%w_by_%w\" ON \"%w\"(\"%w\")", name,
		    col[i]->name, name, col[i]->name);
		if (store_run(s, sqlite3_str_finish(sql), err) == -1)
			return -1;
	}
	return 0;
}

void
store_beside_end(struct phc_store *s)
{
	if (s->beside == NULL)
		return;
	sqlite3_finalize(s->beside->insert);
	free(s->beside);
	s->beside = NULL;
}

int
phc_store_beside(struct phc_store *s, const char *name,
    const struct phc_column *const *col, size_t n, struct phc_err *err)
{
	store_beside_end(s);
	if (create(s, name, col, n, err) == -1 ||
	    by(s, name, col, n, err) == -1)
		return -1;
	s->beside = phc_new(sizeof(*s->beside));
	*s->beside = (struct store_beside){ col, n, insert(s, name, n, err) };
	return s->beside->insert != NULL ? 0 : -1;
}

static void
bind(const struct store_beside *b, size_t i, const struct phc_value *v)
{
	const struct phc_column *col = b->col[i];
	char buf[PHC_DECIMAL_MAX];
	struct phc_str s = v->s;
	int at = (int)i + 1;

	if (store_integer(col)) {
		if (v->v == PHC_UNKNOWN)
			sqlite3_bind_null(b->insert, at);
		else
			sqlite3_bind_int64(b->insert, at, v->v);
		return;
	}
	if (col->type > PHC_LIST)
		s = phc_str(phc_value_format(col, v->v, buf));
	if (s.n == 0)
		sqlite3_bind_null(b->insert, at);
	else
		sqlite3_bind_text(
		    b->insert, at, s.s, (int)s.n, SQLITE_TRANSIENT);
}

int
phc_store_beside_row(
    struct phc_store *s, const struct phc_value *row, struct phc_err *err)
{
	const struct store_beside *b = s->beside;
	size_t i;

	for (i = 0; i < b->n; i++)
		bind(b, i, &row[i]);
	if (store_step(s, b->insert, err) == -1)
		return -1;
	sqlite3_reset(b->insert);
	return 0;
}
