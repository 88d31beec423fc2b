#include "store.h"

/* What a register keeps; the rest of the dictionary is what commands make. */
static const char *const kinds[] = { "household", "dwelling", "fjt", "proposal",
	"lease", "event", "spending", "funding", "reading", "published", NULL };

const char *
phc_store_kind(size_t i)
{
	return kinds[i];
}

bool
store_kind(struct store_kind *k, const char *name)
{
	size_t i, all;
	const struct phc_column *col = phc_columns(&all);

	*k = (struct store_kind){ 0 };
	for (i = 0; kinds[i] != NULL && strcmp(kinds[i], name) != 0; i++)
		;
	if ((k->name = kinds[i]) == NULL)
		return false;
	for (i = 0; i < all; i++) {
		if (strcmp(col[i].kind, name) != 0)
			continue;
		if (k->n == 0)
			k->col = &col[i];
		if (col[i].key) {
			if (k->nkeys == STORE_KEYS)
				phc_bug("columns.csv: a key of many columns");
			k->key[k->nkeys++] = k->n;
		}
		k->n++;
	}
	return true;
}

int
store_no_kind(const char *name, struct phc_err *err)
{
	return phc_fail(err, PHC_EDATA,
	    "kind %s is what a command makes: a register does not keep it",
	    name);
}

static const char import_table[] =
    "CREATE TABLE IF NOT EXISTS import ("
    "id INTEGER PRIMARY KEY, file TEXT NOT NULL, sha256 TEXT NOT NULL, "
    "kind TEXT NOT NULL, profile TEXT NOT NULL, joined TEXT, "
    "joined_sha256 TEXT, since TEXT NOT NULL, read INTEGER NOT NULL, "
    "kept INTEGER NOT NULL, refused INTEGER NOT NULL, "
    "inserted INTEGER NOT NULL, updated INTEGER NOT NULL, "
    "unchanged INTEGER NOT NULL, pending INTEGER NOT NULL, "
    "at TEXT NOT NULL, version TEXT NOT NULL) STRICT";

/* What phc-forget(1) keeps: of nobody. */
static const char forget_tables[] =
    "CREATE TABLE IF NOT EXISTS forgotten ("
    "id INTEGER PRIMARY KEY, at TEXT NOT NULL, as_of TEXT NOT NULL, "
    "rule TEXT NOT NULL, reason TEXT, households INTEGER NOT NULL, "
    "rows INTEGER NOT NULL, unnamed INTEGER NOT NULL, scrubbed INTEGER NOT "
    "NULL, "
    "version TEXT NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS aggregate ("
    "month TEXT NOT NULL, what TEXT NOT NULL, dimension TEXT NOT NULL, "
    "value TEXT NOT NULL, n INTEGER NOT NULL, "
    "PRIMARY KEY (month, what, dimension, value)) STRICT, WITHOUT ROWID";

static const char *
type(const struct phc_column *col)
{
	return store_integer(col) ? "INTEGER" : "TEXT";
}

static int
table(struct phc_store *s, const struct store_kind *k, struct phc_err *err)
{
	sqlite3_str *sql = sqlite3_str_new(s->db);
	size_t i;

	sqlite3_str_appendf(sql,
	    "CREATE TABLE %s_history (id INTEGER PRIMARY KEY, "
	    "import INTEGER NOT NULL REFERENCES import(id), "
	    "since TEXT NOT NULL",
	    k->name);
	for (i = 0; i < k->n; i++)
		sqlite3_str_appendf(sql, ", \"%w\" %s%s", k->col[i].name,
		    type(&k->col[i]), k->col[i].key ? " NOT NULL" : "");
	sqlite3_str_appendall(sql, ") STRICT");
	return store_run(s, sqlite3_str_finish(sql), err);
}

/* Without it a question takes for ever: made anew if it was dropped.  The id is
 * behind the last column of every index. */
static int
by_key(struct phc_store *s, const struct store_kind *k, struct phc_err *err)
{
	sqlite3_str *sql = sqlite3_str_new(s->db);
	size_t i;

	sqlite3_str_appendf(sql,
	    "CREATE INDEX IF NOT EXISTS %s_key ON %s_history(", k->name,
	    k->name);
	for (i = 0; i < k->nkeys; i++)
		sqlite3_str_appendf(sql, "\"%w\", ", k->col[k->key[i]].name);
	sqlite3_str_appendall(sql, "since)");
	return store_run(s, sqlite3_str_finish(sql), err);
}

/* What the dictionary has gained since. */
static int
columns(struct phc_store *s, const struct store_kind *k, struct phc_err *err)
{
	sqlite3_str *sql = sqlite3_str_new(s->db);
	size_t i;

	sqlite3_str_appendall(sql, ";");
	for (i = 0; i < k->n; i++)
		if (!store_has(s, k->name, k->col[i].name))
			sqlite3_str_appendf(sql,
			    "ALTER TABLE %s_history ADD COLUMN \"%w\" %s;",
			    k->name, k->col[i].name, type(&k->col[i]));
	return store_run(s, sqlite3_str_finish(sql), err);
}

/* What takes schema 'from' to the next. */
static const struct {
	int from;
	const char *sql;
} steps[] = {
	{ 0, import_table },
	{ 1, forget_tables },
};

static int
migrate(struct phc_store *s, struct phc_err *err)
{
	char set[64];
	int64_t version;
	size_t i;

	if (store_number(s, "PRAGMA user_version", &version, err) == -1)
		return -1;
	for (i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		if (steps[i].from >= version &&
		    store_exec(s, steps[i].sql, err) == -1)
			return -1;
	if (version == STORE_SCHEMA)
		return 0;
	snprintf(set, sizeof(set),
	    "PRAGMA user_version = %d; PRAGMA application_id = %d",
	    STORE_SCHEMA, STORE_ID);
	return store_exec(s, set, err);
}

int
store_schema(struct phc_store *s, struct phc_err *err)
{
	struct store_kind k;
	size_t i;

	if (migrate(s, err) == -1)
		return -1;
	for (i = 0; kinds[i] != NULL; i++) {
		store_kind(&k, kinds[i]);
		if ((store_has(s, k.name, "id") ? columns : table)(
			s, &k, err) == -1 ||
		    by_key(s, &k, err) == -1)
			return -1;
	}
	return 0;
}
