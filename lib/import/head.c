#include <stdlib.h>

#include "import.h"

/* The record so far that has most of the profile's headers; or why one of them
 * could not be read. */
struct best {
	size_t found, line, n;
	const char **name;
	size_t bad;
	struct phc_err why;
};

static struct phc_str
decoded(struct phc_import *imp, struct phc_str s)
{
	char *buf = NULL;
	size_t cap = 0;

	s = phc_trim(import_decode(&imp->source, s, &buf, &cap));
	s = phc_pool_str(&imp->pool, s);
	free(buf);
	return s;
}

static bool
by_name(const struct import_field *f)
{
	return f->at != IMPORT_RECORD;
}

/* Where a header stands among those of the record, -1 if it does not. */
static int
find(const struct phc_import *imp, struct phc_str want, size_t from)
{
	char buf[PHC_FOLD_MAX];
	size_t i;

	for (i = from; i < imp->width; i++)
		if (phc_str_is(phc_fold(imp->head[i], buf, sizeof(buf)), want))
			return (int)i;
	return IMPORT_NOWHERE;
}

/* Bind the fields to the header; whether all that are required are there. */
static bool
bind(struct phc_import *imp, size_t *found)
{
	struct import_field *f = imp->profile->field,
			    *end = f + imp->profile->n;
	bool all = true;

	for (*found = 0; f < end; f++) {
		if (!by_name(f))
			continue;
		f->at = find(imp, f->folded, 0);
		*found += f->at >= 0;
		all &= f->at >= 0 || !f->col->required;
	}
	return all && *found > 0;
}

static void
take(struct phc_import *imp, const struct phc_rec *rec)
{
	size_t i;

	imp->width = rec->n;
	imp->head = phc_pool_take(&imp->pool, rec->n * sizeof(*imp->head));
	for (i = 0; i < rec->n; i++)
		imp->head[i] = decoded(imp, phc_rec_field(rec, i));
}

static const char **
names(struct phc_import *imp)
{
	const char **name =
	    phc_pool_take(&imp->pool, imp->width * sizeof(*name));
	size_t i;

	for (i = 0; i < imp->width; i++)
		name[i] = phc_pool_cstr(&imp->pool, imp->head[i]);
	return name;
}

/* Look for the header in records separated by 'sep': 1 if it is there. */
static int
look(struct phc_import *imp, char sep, struct best *best, struct phc_err *err)
{
	struct phc_rec rec;
	size_t found;
	int i, got;

	phc_csv_free(imp->csv);
	if ((imp->csv = import_source_csv(&imp->source, sep, err)) == NULL)
		return -1;
	for (i = 0; i < IMPORT_LOOK; i++) {
		if ((got = phc_csv_next(imp->csv, &rec, err)) == 0)
			break;
		if (got == -1 && err->code == PHC_ESYS)
			return -1;
		if (got == -1 && best->bad == 0) {
			best->bad = rec.line + imp->source.before;
			best->why = *err;
		}
		if (got == -1)
			continue;
		take(imp, &rec);
		if (bind(imp, &found))
			return 1;
		if (best->n == 0 || found > best->found) {
			best->found = found;
			best->line = rec.line + imp->source.before;
			best->n = imp->width;
			best->name = names(imp);
		}
	}
	return 0;
}

static int
missing(struct phc_import *imp, const struct best *best, struct phc_err *err)
{
	const struct import_field *f = imp->profile->field;
	char buf[PHC_FOLD_MAX];
	size_t i;
	int near;

	for (;; f++) { /* the first that is required and not there */
		if (!f->col->required || !by_name(f))
			continue;
		for (i = 0; i < best->n; i++)
			if (phc_str_is(phc_fold(phc_str(best->name[i]), buf,
					   sizeof(buf)),
				f->folded))
				break;
		if (i == best->n)
			break;
	}
	near = phc_nearest(f->header, best->name, best->n);
	if (near >= 0)
		return phc_fail(err, PHC_EDATA,
		    "%s:%zu: no column '%.*s' (did you mean '%s'?)",
		    imp->source.name, best->line, PHC_STR_ARG(f->header),
		    best->name[near]);
	if (best->found > 0)
		return phc_fail(err, PHC_EDATA, "%s:%zu: no column '%.*s'",
		    imp->source.name, best->line, PHC_STR_ARG(f->header));
	return phc_fail(err, PHC_EDATA,
	    "%s: no column '%.*s', nor any of profile %s: is it the right one? "
	    "(--suggest drafts another)",
	    imp->source.name, PHC_STR_ARG(f->header), imp->setup.profile);
}

static int
not_found(struct phc_import *imp, const struct best *best, struct phc_err *err)
{
	if (best->bad > 0 && best->found == 0)
		return phc_fail(err, PHC_EDATA, "%s:%zu: %s", imp->source.name,
		    best->bad, best->why.msg);
	if (best->n == 0)
		return phc_fail(err, PHC_EDATA, "%s: empty: not even a header",
		    imp->source.name);
	return missing(imp, best, err);
}

static int
twice(struct phc_import *imp, struct phc_err *err)
{
	const struct import_field *f = imp->profile->field;
	size_t i;

	for (i = 0; i < imp->profile->n; i++, f++)
		if (f->at >= 0 && find(imp, f->folded, (size_t)f->at + 1) >= 0)
			return phc_fail(err, PHC_EDATA,
			    "%s: column '%.*s' stands twice", imp->source.name,
			    PHC_STR_ARG(f->header));
	return 0;
}

/* What the file has and nobody wants, where the house's own names are. */
static void
left_out(struct phc_import *imp)
{
	struct phc_err err;
	size_t i;

	for (i = 0; i < imp->width; i++)
		if (!imp->used[i] && imp->head[i].n > 0) {
			import_no_column(
			    imp->profile->kind, imp->head[i], &err);
			import_note(imp, "%s: left out", err.msg);
		}
}

/* What the profile has and the file has not. */
static void
left_empty(struct phc_import *imp)
{
	const struct import_field *f = imp->profile->field;
	const char **name = names(imp);
	size_t i;
	int near;

	for (i = 0; i < imp->profile->n; i++, f++) {
		if (f->at != IMPORT_NOWHERE)
			continue;
		near = phc_nearest(f->header, name, imp->width);
		import_note(imp, "no column '%.*s'%s%s%s: %s is left empty",
		    PHC_STR_ARG(f->header), near < 0 ? "" : " (did you mean '",
		    near < 0 ? "" : name[near], near < 0 ? "" : "'?)",
		    f->col->name);
	}
}

static void
separated(struct phc_import *imp, char sep)
{
	char want = imp->profile->sep;

	if (sep == '\t')
		import_note(imp, "separated by tabs, not by '%c'", want);
	else
		import_note(imp, "separated by '%c', not by %s%c%s", sep,
		    want == '\t' ? "tab" : "'", want == '\t' ? 's' : want,
		    want == '\t' ? "" : "'");
}

static int
accept(struct phc_import *imp, char sep, struct phc_err *err)
{
	size_t i;

	if (twice(imp, err) == -1)
		return -1;
	if (imp->setup.sep == '\0' && imp->source.sep == '\0' &&
	    imp->profile->sep != '\0' && sep != imp->profile->sep)
		separated(imp, sep);
	imp->used =
	    memset(phc_pool_take(&imp->pool, imp->width), 0, imp->width);
	for (i = 0; i < imp->profile->n; i++)
		if (imp->profile->field[i].at >= 0)
			imp->used[imp->profile->field[i].at] = true;
	if (imp->profile->implied)
		left_out(imp);
	else
		left_empty(imp);
	return 0;
}

int
import_head(struct phc_import *imp, struct phc_err *err)
{
	const char seps[] = { imp->setup.sep ? imp->setup.sep : imp->source.sep,
		imp->profile->sep, ';', ',', '\t', '|' };
	struct best best = { 0 };
	size_t i;
	int got;

	for (i = 0; i < sizeof(seps); i++) {
		if (seps[i] == '\0' ||
		    (i > 0 && memchr(seps, seps[i], i) != NULL))
			continue;
		if ((got = look(imp, seps[i], &best, err)) != 0)
			return got == -1 ? -1 : accept(imp, seps[i], err);
		if (i == 0) /* it was said: do not try others */
			break;
	}
	return not_found(imp, &best, err);
}
