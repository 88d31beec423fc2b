#include <err.h>
#include <stdlib.h>

#include "cmd.h"
#include "phc/date.h"
#include "record.h"

static struct phc_store *store;

static void
waiting(const char *message, void *arg)
{
	(void)arg;
	warnx("%s", message);
}

void
record_close(void)
{
	phc_store_free(store);
	store = NULL;
}

void
record_open(const struct record *r)
{
	const struct phc_store_setup setup = { .mode = PHC_STORE_CREATE,
		.dry = r->dry,
		.wait = r->wait,
		.waiting = waiting };
	struct phc_err e;

	if (r->path == NULL)
		return;
	store = phc_store_open(r->path, &setup, &e);
	if (store == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
	atexit(record_close);
	if (phc_store_made(store) && !cmd_options.quiet)
		warnx("made register '%s'", r->path);
}

void
record_joined(struct record *r, FILE *fp, const char *name)
{
	struct phc_err e;

	r->joined = name;
	if (r->path != NULL &&
	    phc_sha256_file(fp, name, r->joined_sha256, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
}

/* What is imported late lands between what is there. */
static void
late(const char *kind, const char *name)
{
	char day[PHC_DATE_MAX];
	struct phc_err e;
	int64_t latest;

	if (phc_store_latest(store, kind, &latest, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	if (latest == PHC_UNKNOWN || latest <= cmd_options.date ||
	    cmd_options.quiet)
		return;
	warnx("%s: %s rows as of %s are there already: import that file again "
	      "if it has rows that this one changes",
	    name, kind, phc_date_format(latest, day));
}

void
record_begin(const struct record *r, const struct phc_import *import,
    const char *profile, FILE *fp, const char *name)
{
	char sha256[PHC_SHA256_MAX], at[CMD_NOW_MAX];
	struct phc_store_import facts = { .file = name,
		.sha256 = sha256,
		.kind = phc_import_kind(import),
		.profile = profile,
		.joined = r->joined,
		.joined_sha256 = r->joined ? r->joined_sha256 : NULL,
		.at = cmd_now(at),
		.version = PHC_VERSION,
		.since = cmd_options.date,
		.pending = r->pending };
	struct phc_err e;

	if (r->path == NULL)
		return;
	late(facts.kind, name);
	if (phc_sha256_file(fp, name, sha256, &e) == -1 ||
	    phc_store_begin(store, &facts, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
}

bool
record_row(const struct record *r, struct phc_import *import)
{
	struct phc_store_refusal why;
	struct phc_err e;
	int fate;

	if (r->path == NULL)
		return true;
	fate = phc_store_put(store, phc_import_row(import), &why, &e);
	if (fate == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	if (fate == PHC_STORE_REFUSED)
		phc_import_refuse(import, why.column, why.class, why.message);
	return fate != PHC_STORE_REFUSED;
}

void
record_end(const struct record *r, struct phc_import_counts n,
    struct phc_store_counts *counts)
{
	struct phc_err e;

	if (r->path != NULL &&
	    phc_store_commit(store, n.read, n.refused, counts, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
}
