#include <err.h>
#include <stdlib.h>

#include "cmd.h"
#include "issue.h"
#include "phc/digest.h"
#include "phc/report.h"
#include "published.h"

/* The key of the pseudonyms, read or made when one is first asked for. */
struct names {
	const struct wish *wish;
	struct phc_key key;
	bool open;
};

static const char *
key_path(const struct wish *w, char **room)
{
	const char *path = w->key != NULL ? w->key : getenv("PHC_KEY");

	if (path != NULL && *path != '\0')
		return path;
	if (w->path == NULL)
		errx(EXIT_TROUBLE, "no key for the pseudonyms of households: "
				   "name its file with --key, or in PHC_KEY");
	*room = phc_new(strlen(w->path) + sizeof(".key"));
	return strcat(strcpy(*room, w->path), ".key");
}

static void
open_key(struct names *n)
{
	const struct wish *w = n->wish;
	struct phc_key master;
	char *room = NULL;
	const char *path = key_path(w, &room);
	struct phc_err e;
	bool made;

	if (phc_key_open(path, &master, &made, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	if (made && !cmd_options.quiet)
		warnx("made key '%s': keep it, and back it up", path);
	phc_key_of(&master, w->open ? "public" : w->of.to, &n->key);
	n->open = true;
	free(room);
}

static void
name(void *arg, struct phc_str household, char out[PHC_PSEUDONYM_MAX])
{
	struct names *n = arg;

	if (phc_str_is(household, phc_str("unknown"))) {
		strcpy(out, "n.d.");
		return;
	}
	if (!n->open)
		open_key(n);
	phc_pseudonym(&n->key, household, out);
}

static struct phc_publish *
decide(const struct wish *w, const struct phc_figures *f)
{
	const struct phc_publish_of of = { .figures = f,
		.to = w->of.to,
		.year = w->of.year,
		.from = w->of.from,
		.to_day = w->of.to_day,
		.k = w->threshold,
		.public = w->open };
	struct phc_err e;
	struct phc_publish *p = phc_publish_new(&of, &e);

	if (p == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
	published_feed(w, p);
	if (phc_publish_decide(p, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	return p;
}

static struct phc_report_source *
sources(const struct source *s)
{
	struct phc_report_source *list = phc_new((s->n + 1) * sizeof(*list));
	size_t i;

	for (i = 0; i < s->n; i++)
		list[i] = (struct phc_report_source){ .name = s->file[i].name,
			.sha256 = *s->file[i].sha256 ? s->file[i].sha256 : NULL,
			.day = PHC_UNKNOWN };
	return list;
}

static const char *
base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Recorded before anyone can see it: what then fails was seen by nobody. */
static void
make(const struct wish *w, struct phc_report *r, const struct phc_publish *p)
{
	const char *out = cmd_options.output;
	struct phc_err e;
	int got = 0;

	if (!w->csv)
		got = phc_report_make(r, out, &e);
	if (got == 0) {
		published_record(w, p, base(out));
		got = w->csv ? phc_report_csv(r, out, &e)
			     : phc_report_keep(r, &e);
	}
	if (got == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
}

static void
say(struct phc_report *r, struct phc_publish_loss loss)
{
	if (cmd_options.quiet)
		return;
	warnx("%s: %s", cmd_options.output, phc_report_summary(r));
	warnx("%zu counts of people: %zu masked, and %zu more to protect "
	      "these, in which %lld are lost",
	    loss.cells, loss.primary, loss.complementary,
	    (long long)loss.counts);
}

void
issue_begin(const struct wish *w)
{
	published_begin(w);
}

void
issue(const struct wish *w, const struct source *s, const struct phc_figures *f)
{
	struct phc_publish *p = decide(w, f);
	struct phc_publish_loss loss = phc_publish_loss(p);
	struct phc_report_source *list = sources(s);
	struct names names = { .wish = w };
	const struct phc_report_of of = { .to = w->of.to,
		.year = w->of.year,
		.from = w->of.from,
		.to_day = w->of.to_day,
		.figures = f,
		.masked = phc_publish_masked(p),
		.loss = &(struct phc_loss){ .cells = loss.cells,
		    .primary = loss.primary,
		    .complementary = loss.complementary,
		    .counts = loss.counts },
		.k = w->threshold,
		.public = w->open,
		.name = name,
		.arg = &names,
		.source = list,
		.nsources = s->n,
		.tables = cmd_options.tables,
		.partial = s->status != EXIT_OK };
	struct phc_err e;
	struct phc_report *r = phc_report_new(&of, &e);

	if (r == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
	if (!w->preview) {
		make(w, r, p);
		say(r, loss);
	} else if (phc_report_preview(r, w->sheet, cmd_out(), &e) == -1)
		errx(EXIT_TROUBLE, "--preview: %s", e.msg);
	phc_report_free(r);
	phc_publish_free(p);
	published_end();
	free(list);
}
