#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "phc/sql.h"
#include "store.h"

/* Debian's SQLite opens with load_extension() and bare-word strings on, and
 * trusts what the schema calls. */
static int
harden(struct phc_store *s, struct phc_err *err)
{
	static const struct {
		int option, on;
	} config[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
		{ SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
	};
	size_t i;

	for (i = 0; i < sizeof(config) / sizeof(*config); i++)
		if (sqlite3_db_config(s->db, config[i].option, config[i].on,
			NULL) != SQLITE_OK)
			return store_fail(s, err);
	sqlite3_busy_handler(s->db, store_busy, s);
	return store_exec(
	    s, "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY", err);
}

/* What has no page of its own, a view, a trigger or a virtual table, does
 * something when it is asked or written to, and is not ours. */
static int
plain(struct phc_store *s, struct phc_err *err)
{
	int64_t n;

	if (store_number(s,
		"SELECT count(*) FROM sqlite_schema WHERE "
		"ifnull(rootpage, 0) = 0",
		&n, err) == -1)
		return -1;
	return n == 0 ? 0
		      : phc_fail(err, PHC_ESYS,
			    "'%s' has views, triggers or virtual tables, as no "
			    "register has: drop them with sqlite3",
			    s->path);
}

/* Before anything is written: whose file it is. */
static int
recognise(struct phc_store *s, struct phc_err *err)
{
	int64_t id, version;

	if (store_number(s, "PRAGMA application_id", &id, err) == -1 ||
	    store_number(s, "PRAGMA user_version", &version, err) == -1)
		return -1;
	if (id != STORE_ID)
		return phc_fail(err, PHC_ESYS, "'%s' is no register", s->path);
	if (version > STORE_SCHEMA)
		return phc_fail(err, PHC_ESYS,
		    "'%s' is of a newer phc: of schema %lld, and this one "
		    "knows %d",
		    s->path, (long long)version, STORE_SCHEMA);
	return plain(s, err);
}

static int
begin_schema(struct phc_store *s, struct phc_err *err)
{
	if (store_exec(s, "BEGIN IMMEDIATE", err) == -1 ||
	    store_schema(s, err) == -1)
		return -1;
	return s->setup.dry ? 0 : store_exec(s, "COMMIT", err);
}

/* The log is folded in when an import is done, where a failure is seen. */
static int
writable(struct phc_store *s, struct phc_err *err)
{
	static const char pragmas[] =
	    "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
	    "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -65536";

	/* The file says that it has a log: a dry run leaves that too. */
	if (!s->setup.dry &&
	    store_exec(s, "PRAGMA journal_mode = WAL", err) == -1)
		return -1;
	if (store_exec(s, pragmas, err) == -1)
		return -1;
	return begin_schema(s, err);
}

/* The functions of phc-sql(7) are of an extension, which SQLite alone can tell
 * where it is. */
static int
connect(struct phc_store *s, const char *name, struct phc_err *err)
{
	bool read = s->setup.mode == PHC_STORE_READ;
	int flags = read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	void (*law)(void) = (void (*)(void))sqlite3_phc_init;
	int rc;

	sqlite3_auto_extension(law);
	rc = sqlite3_open_v2(name, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
	sqlite3_cancel_auto_extension(law);
	return rc == SQLITE_OK ? harden(s, err) : store_fail(s, err);
}

/* A register of which nothing will remain. */
static int
open_memory(struct phc_store *s, struct phc_err *err)
{
	if (connect(s, ":memory:", err) == -1)
		return -1;
	return begin_schema(s, err);
}

/* In a file without a name, where what memory does not hold goes. */
static int
open_passing(struct phc_store *s, struct phc_err *err)
{
	static const char pragmas[] =
	    "PRAGMA temp_store = FILE; PRAGMA journal_mode = OFF; "
	    "PRAGMA synchronous = OFF";

	if (connect(s, "", err) == -1 || store_exec(s, pragmas, err) == -1)
		return -1;
	return begin_schema(s, err);
}

static int
open_file(struct phc_store *s, struct phc_err *err)
{
	if (s->setup.mode != PHC_STORE_READ && store_lock(s, err) == -1)
		return -1;
	if (connect(s, s->path, err) == -1 || recognise(s, err) == -1)
		return -1;
	return s->setup.mode == PHC_STORE_READ ? 0 : writable(s, err);
}

static int
open_store(struct phc_store *s, struct phc_err *err)
{
	struct stat st;

	if (stat(s->path, &st) == 0) {
		if (!S_ISREG(st.st_mode))
			return phc_fail(
			    err, PHC_ESYS, "'%s' is no register", s->path);
		return open_file(s, err);
	}
	if (errno != ENOENT || s->setup.mode != PHC_STORE_CREATE)
		return phc_fail(err, PHC_ESYS, "cannot open '%s': %s", s->path,
		    strerror(errno));
	if (s->setup.dry)
		return open_memory(s, err);
	if (store_make(s, err) == -1)
		return -1;
	return open_file(s, err);
}

struct phc_store *
phc_store_open(
    const char *path, const struct phc_store_setup *setup, struct phc_err *err)
{
	struct phc_store *s = phc_new(sizeof(*s));
	const char *name = path != NULL ? path : "(rows)";

	s->path = strcpy(phc_new(strlen(name) + 1), name);
	s->setup = *setup;
	s->lock = -1;
	if ((path != NULL ? open_store : open_passing)(s, err) == 0)
		return s;
	phc_store_free(s);
	return NULL;
}

bool
phc_store_made(const struct phc_store *s)
{
	return s->made;
}

void
phc_store_free(struct phc_store *s)
{
	if (s == NULL)
		return;
	phc_store_rollback(s);
	store_beside_end(s);
	sqlite3_close(s->db);
	store_unask(s);
	if (s->lock != -1)
		close(s->lock);
	free(s->path);
	free(s);
}
