#include <err.h>
#include <stdlib.h>
#include <unistd.h>

#include "cmd.h"
#include "phc/date.h"
#include "phc/store.h"
#include "rows.h"

/* A kind whose columns stand in the rows, and where: in the header, then in the
 * spool, whose first field is the line; -1 if the header has it not. */
struct part {
	const char *kind;
	const struct phc_column *col;
	size_t n, key;
	int *at, *spooled;
	bool there;
};

enum { HOUSEHOLD, DWELLING, PROPOSAL, PARTS };

/*
 * An import is of one kind, and a row is of several: rows that can be are laid
 * down in a file without a name, and taken out of it for each kind.
 */
struct rows {
	struct phc_store *store;
	const struct rows_given *given;
	const char *name;
	struct part part[PARTS];
	FILE *spool;
	struct phc_out *out;
	bool *refused; /* of those in the spool */
	size_t spooled, cap, bad;
};

static void
open_part(struct part *p, const char *kind)
{
	size_t i, all;
	const struct phc_column *col = phc_columns(&all);

	p->kind = kind;
	for (i = 0; i < all; i++)
		if (strcmp(col[i].kind, kind) == 0) {
			if (p->n == 0)
				p->col = &col[i];
			if (col[i].key)
				p->key = p->n;
			p->n++;
		}
	p->at = phc_new(p->n * sizeof(*p->at));
	p->spooled = phc_new(p->n * sizeof(*p->spooled));
}

/* What phc-match says of a pair is a proposal of the day. */
static const char *
source(const struct part *p, size_t i)
{
	static const char *const made[] = { "household_id", "dwelling_id" };
	const char *name = p->col[i].name;

	if (strcmp(p->kind, "proposal") != 0)
		return name;
	if (strcmp(name, "rank") == 0)
		return "candidate_rank";
	return strcmp(name, made[0]) == 0 || strcmp(name, made[1]) == 0 ? name
									: "";
}

/* A kind of which a column is there, and then all that it requires. */
static int
bind(struct part *p, const struct phc_rec *rec, int *next, struct phc_err *err)
{
	size_t i;

	for (i = 0; i < p->n; i++) {
		p->at[i] = phc_header_find(rec, source(p, i));
		p->spooled[i] = p->at[i] >= 0 ? (*next)++ : -1;
		if (p->at[i] == -1 && p->col[i].required && p->there &&
		    *source(p, i) != '\0')
			return phc_no_column(rec, p->col[i].name, err);
	}
	return 0;
}

/* Whether a column is there that no other kind has. */
static bool
any(const struct part *p, const struct phc_rec *rec)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (phc_header_find(rec, p->col[i].name) >= 0)
			return true;
	return false;
}

static int
head(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	struct rows *r = arg;
	bool household = any(&r->part[HOUSEHOLD], rec),
	     dwelling = any(&r->part[DWELLING], rec);
	int next = 1;
	size_t i;

	if (!household && !dwelling)
		return phc_no_column(rec, "household_id", err);
	r->part[HOUSEHOLD].there = household;
	r->part[DWELLING].there = dwelling;
	r->part[PROPOSAL].there = household && dwelling &&
				  r->given->proposals &&
				  phc_header_find(rec, "candidate_rank") >= 0;
	for (i = 0; i < PARTS; i++)
		if (r->part[i].there &&
		    bind(&r->part[i], rec, &next, err) == -1)
			return -1;
	return 0;
}

/* Of a household without a dwelling there is none; nor is there a proposal. */
static bool
has(const struct rows *r, size_t part, const struct phc_rec *rec,
    const int *(*places)(const struct part *))
{
	const struct part *hh = &r->part[HOUSEHOLD], *dw = &r->part[DWELLING];
	bool household = hh->there &&
			 phc_rec_field(rec, (size_t)places(hh)[hh->key]).n > 0,
	     dwelling = dw->there &&
			phc_rec_field(rec, (size_t)places(dw)[dw->key]).n > 0;

	if (!r->part[part].there)
		return false;
	if (part == PROPOSAL)
		return household && dwelling;
	return part == HOUSEHOLD ? household || !dwelling
				 : dwelling || !hh->there;
}

static const int *
in_header(const struct part *p)
{
	return p->at;
}

static const int *
in_spool(const struct part *p)
{
	return p->spooled;
}

static int
check(const struct part *p, const struct phc_rec *rec, struct phc_err *err)
{
	struct phc_value v;
	struct phc_str s;
	size_t i;

	for (i = 0; i < p->n; i++) {
		if (p->at[i] == -1)
			continue;
		s = phc_rec_field(rec, (size_t)p->at[i]);
		if (!phc_utf8_ok(s))
			return phc_fail(
			    err, PHC_EDATA, "%s: not UTF-8", p->col[i].name);
		if (phc_nir_in(s))
			return phc_fail(err, PHC_EDATA,
			    "%s: a social security number", p->col[i].name);
		if (phc_value_parse(&p->col[i], s,
			p->col[i].type > PHC_LIST ? (void *)&v.v : (void *)&v.s,
			err) == -1)
			return phc_within(err, "%s", p->col[i].name);
	}
	return 0;
}

static int
row(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	struct rows *r = arg;
	char line[32];
	size_t i, k;

	for (i = 0; i < PARTS; i++)
		if (has(r, i, rec, in_header) &&
		    check(&r->part[i], rec, err) == -1)
			return -1;
	snprintf(line, sizeof(line), "%zu", rec->line);
	phc_out_put(r->out, line, strlen(line));
	for (i = 0; i < PARTS; i++)
		for (k = 0; r->part[i].there && k < r->part[i].n; k++)
			if (r->part[i].at[k] >= 0) {
				phc_out_char(r->out, ',');
				phc_csv_put(r->out,
				    phc_rec_field(
					rec, (size_t)r->part[i].at[k]),
				    false);
			}
	phc_out_char(r->out, '\n');
	r->spooled++;
	return 0;
}

/* The values of a row; those of a proposal that no column says. */
static void
values(const struct rows *r, const struct part *p, const struct phc_rec *rec,
    struct phc_value *v, char *id, size_t size)
{
	const struct part *hh = &r->part[HOUSEHOLD], *dw = &r->part[DWELLING];
	size_t i;

	for (i = 0; i < p->n; i++) {
		v[i] = (struct phc_value){ PHC_UNKNOWN, { "", 0 } };
		if (p->spooled[i] >= 0)
			phc_value_parse(&p->col[i],
			    phc_rec_field(rec, (size_t)p->spooled[i]),
			    p->col[i].type > PHC_LIST ? (void *)&v[i].v
						      : (void *)&v[i].s,
			    NULL);
		else if (strcmp(p->col[i].name, "proposed_on") == 0)
			v[i].v = r->given->day;
		else if (p->col[i].key) {
			snprintf(id, size, "%.*s %.*s",
			    PHC_STR_ARG(phc_rec_field(
				rec, (size_t)hh->spooled[hh->key])),
			    PHC_STR_ARG(phc_rec_field(
				rec, (size_t)dw->spooled[dw->key])));
			v[i].s = phc_str(id);
		}
	}
}

static void
put(struct rows *r, const struct part *p, const struct phc_rec *rec, size_t i,
    struct phc_value *v)
{
	struct phc_store_refusal why;
	struct phc_err e;
	char id[512];
	int64_t line = 0;
	int fate;

	values(r, p, rec, v, id, sizeof(id));
	fate = phc_store_put(r->store, v, &why, &e);
	if (fate == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	if (fate != PHC_STORE_REFUSED)
		return;
	phc_fail(&e, PHC_EDATA, "%s: %s", why.column->name, why.message);
	phc_decimal_parse(phc_rec_field(rec, 0), 0, &line, NULL);
	cmd_say(r->name, (size_t)line, e.msg);
	r->refused[i] = true;
	r->bad++;
}

/* All rows of a kind, out of the spool. */
static void
replay(struct rows *r, size_t which)
{
	const struct part *p = &r->part[which];
	struct phc_value *v = phc_new(p->n * sizeof(*v));
	struct phc_csv *csv = phc_csv_new(r->spool, "(rows)", ',');
	size_t i, bad = r->bad, read = 0;
	struct phc_rec rec;
	struct phc_err e;
	int got = 0;

	for (i = 0; i < r->spooled && (got = phc_csv_next(csv, &rec, &e)) == 1;
	     i++)
		if (!r->refused[i] && has(r, which, &rec, in_spool)) {
			read++;
			put(r, p, &rec, i, v);
		}
	phc_csv_free(csv);
	free(v);
	if (got == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	if (phc_store_commit(r->store, read, r->bad - bad,
		&(struct phc_store_counts){ 0 }, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
}

static void
store(struct rows *r)
{
	struct phc_store_import how = { .file = r->name,
		.sha256 = "",
		.profile = "",
		.at = "",
		.version = PHC_VERSION,
		.since = r->given->day,
		.pending = true,
		.again = true };
	struct phc_err e;
	size_t i;

	r->refused = phc_new(r->spooled + 1);
	for (i = 0; i < PARTS; i++) {
		if (!r->part[i].there)
			continue;
		how.kind = r->part[i].kind;
		if (phc_store_begin(r->store, &how, &e) == -1)
			errx(EXIT_TROUBLE, "%s", e.msg);
		rewind(r->spool);
		replay(r, i);
	}
	free(r->refused);
}

int
rows_load(
    struct phc_store *to, const struct rows_given *given, const char *file)
{
	static const char *const kinds[PARTS] = { "household", "dwelling",
		"proposal" };
	struct rows r = { .store = to,
		.given = given,
		.name = strcmp(file, "-") == 0 ? "(stdin)" : file };
	struct phc_err e;
	size_t i;
	int status;

	for (i = 0; i < PARTS; i++)
		open_part(&r.part[i], kinds[i]);
	r.spool = tmpfile();
	if (r.spool == NULL)
		err(EXIT_TROUBLE, "cannot make a temporary file");
	r.out = phc_out_open(dup(fileno(r.spool)), "(temporary file)");
	status = cmd_load(&(struct cmd_filter){ head, row, &r }, file);
	if (phc_out_close(r.out, &e) == -1)
		errx(EXIT_TROUBLE, "%s", e.msg);
	store(&r);
	fclose(r.spool);
	for (i = 0; i < PARTS; i++) {
		free(r.part[i].at);
		free(r.part[i].spooled);
	}
	return r.bad > 0 ? EXIT_ROWS : status;
}
