#include <err.h>
#include <stdlib.h>

#include "cmd.h"
#include "input.h"
#include "phc/date.h"
#include "phc/import.h"
#include "register.h"
#include "rejects.h"
#include "rows.h"
#include "source.h"

static struct source_file *
add(struct source *s, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct source_file *f;

	phc_grow(&s->file, &s->cap, s->n + 1, sizeof(*s->file));
	f = &s->file[s->n++];
	f->name = phc_pool_cstr(&s->pool, phc_str(slash ? slash + 1 : path));
	f->sha256[0] = '\0';
	return f;
}

/* A file that can be read again is known by its digest. */
static void
list(struct source *s, const char *path, const char *option)
{
	struct phc_err e;
	FILE *fp;

	if (strcmp(path, "-") == 0)
		return;
	fp = phc_open(path, &e);
	if (fp == NULL)
		errx(EXIT_TROUBLE, "%s%s", option, e.msg);
	if (fseeko(fp, 0, SEEK_CUR) == 0 &&
	    phc_sha256_file(fp, path, add(s, path)->sha256, &e) == -1)
		errx(EXIT_TROUBLE, "%s%s", option, e.msg);
	fclose(fp);
}

void
source_files(struct source *s, const struct wish *w)
{
	char *const *file;
	size_t i;

	for (i = 0; i < w->sources; i++)
		list(s, w->source[i], "--source: ");
	for (file = w->files; *file != NULL; file++)
		list(s, *file, "");
	for (i = 0; i < w->tables; i++)
		list(s, w->table[i].file, "--table: ");
}

static void
list_import(struct source *s, const struct phc_rec *rec)
{
	struct phc_str sha256 = phc_rec_field(rec, 1);
	struct source_file *f;

	f = add(s, phc_pool_cstr(&s->pool, phc_rec_field(rec, 0)));
	if (sha256.n < PHC_SHA256_MAX)
		memcpy(f->sha256, sha256.s, sha256.n);
	f->sha256[sha256.n < PHC_SHA256_MAX ? sha256.n : 0] = '\0';
}

/* What the register took in by the day of the report, by name. */
static const char imports[] =
    "SELECT file, sha256 FROM import WHERE since <= :date "
    "AND kind <> 'published' UNION SELECT joined, joined_sha256 FROM import "
    "WHERE joined IS NOT NULL AND since <= :date ORDER BY file, sha256";

void
source_imports(struct source *s)
{
	struct phc_store_rows *rows;
	struct phc_rec rec;
	struct phc_err e;
	int got;

	rows = phc_store_ask(s->store, imports, &e);
	if (rows == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
	while ((got = phc_store_rows_next(rows, &rec, &e)) == 1)
		list_import(s, &rec);
	if (got == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	phc_store_rows_free(rows);
}

static struct phc_store *
empty_register(void)
{
	const struct phc_store_setup setup = { .mode = PHC_STORE_CREATE };
	struct phc_err e;
	struct phc_store *s = phc_store_open(NULL, &setup, &e);

	if (s == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
	return s;
}

static bool
given(const struct wish *w, const char *kind)
{
	size_t i;

	for (i = 0; i < w->tables; i++)
		if (strcmp(w->table[i].kind, kind) == 0)
			return true;
	return false;
}

static void
take_row(struct source *s, struct phc_import *import)
{
	struct phc_store_refusal why;
	struct phc_err e;
	int fate = phc_store_put(s->store, phc_import_row(import), &why, &e);

	if (fate == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	if (fate == PHC_STORE_REFUSED)
		phc_import_refuse(import, why.column, why.class, why.message);
}

/* --table, as phc-import takes house CSV. */
static void
take_table(struct source *s, const struct wish *w, const struct wish_table *t)
{
	const struct phc_import_setup setup = { .kind = t->kind,
		.profile = "house",
		.tables = cmd_options.tables,
		.report = rejects_report };
	struct phc_store_import how = { .kind = t->kind,
		.sha256 = "",
		.profile = "house",
		.at = "",
		.version = PHC_VERSION,
		.since = w->of.to_day,
		.pending = true,
		.again = true };
	struct phc_store_counts counts;
	struct phc_import_counts n;
	struct phc_import *import;
	struct phc_err e;
	FILE *fp = input_open(t->file, &how.file);
	int got;

	import = phc_import_new(&setup, &e);
	if (import == NULL || phc_import_file(import, fp, how.file, &e) == -1 ||
	    phc_store_begin(s->store, &how, &e) == -1)
		errx(EXIT_TROUBLE, "--table %s: %s", t->kind, e.msg);
	while ((got = phc_import_next(import, &e)) == 1)
		take_row(s, import);
	n = phc_import_counts(import);
	if (got == -1 ||
	    phc_store_commit(s->store, n.read, n.refused, &counts, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	phc_import_end(import);
	phc_import_free(import);
	fclose(fp);
	if (n.refused > 0)
		s->status = EXIT_ROWS;
}

static void
take_rows(struct source *s, const struct wish *w, const char *file)
{
	const struct rows_given how = { .day = w->of.to_day,
		.proposals = !given(w, "proposal") };

	if (rows_load(s->store, &how, file) == EXIT_ROWS)
		s->status = EXIT_ROWS;
}

/* A kind of which no import tells was not given. */
static void
note_absent(struct source *s)
{
	struct phc_err e;
	const char *kind;
	int64_t day;
	size_t i;

	for (i = 0; (kind = phc_store_kind(i)) != NULL; i++) {
		if (phc_store_latest(s->store, kind, &day, &e) == -1)
			errx(EXIT_TROUBLE, "%s", e.msg);
		phc_grow(&s->absent, &s->capabsent, s->nabsent + 2,
		    sizeof(*s->absent));
		if (day == PHC_UNKNOWN)
			s->absent[s->nabsent++] = kind;
	}
	s->absent[s->nabsent] = NULL;
}

/* Standard input is read if no other households are given. */
static void
take_all(struct source *s, const struct wish *w)
{
	char *const *file;
	size_t i;

	s->store = empty_register();
	if (*w->files == NULL && !given(w, "household"))
		take_rows(s, w, "-");
	for (file = w->files; *file != NULL; file++)
		take_rows(s, w, *file);
	for (i = 0; i < w->tables; i++)
		take_table(s, w, &w->table[i]);
	note_absent(s);
}

void
source_open(struct source *s, struct wish *w)
{
	*s = (struct source){ .status = EXIT_OK };
	source_files(s, w);
	if (w->path != NULL) {
		s->store = register_open(w->path);
		return;
	}
	take_all(s, w);
	w->of.absent = s->absent;
}

void
source_done(struct source *s)
{
	phc_store_free(s->store);
	s->store = NULL;
}

void
source_free(struct source *s)
{
	phc_store_free(s->store);
	phc_pool_free(&s->pool);
	free(s->file);
	free(s->absent);
}
