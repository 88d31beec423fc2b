#include <stdlib.h>

#include "import.h"

static const char *const names[IMPORT_NAMES] = {
	[IMPORT_COMMUNE] = "commune",
	[IMPORT_COMMUNE_NAME] = "commune_name",
	[IMPORT_POSTAL_CODE] = "postal_code",
	[IMPORT_BIRTH_DATE] = "birth_date",
	[IMPORT_PARTNER_BIRTH_DATE] = "partner_birth_date",
	[IMPORT_ADULTS] = "adults",
	[IMPORT_DEPENDANTS] = "dependants",
	[IMPORT_DEPENDANTS_14] = "dependants_14",
	[IMPORT_DISABLED] = "disabled",
	[IMPORT_ALL_IN] = "all_in",
	[IMPORT_FLUIDS] = "fluids",
	[IMPORT_RENT] = "rent",
	[IMPORT_WANTED_COMMUNES] = "wanted_communes",
	[IMPORT_INCOME] = "income",
	[IMPORT_TAX_INCOME] = "tax_income",
	[IMPORT_REQUESTED] = "requested",
	[IMPORT_GRANTED] = "granted",
	[IMPORT_PAID] = "paid",
};

static int
create(struct phc_import *imp, struct phc_err *err)
{
	const struct phc_import_setup *s = &imp->setup;
	const char *kind;
	int i;

	imp->profile = import_profile_open(s->profile, s->kind, s->tables, err);
	if (imp->profile == NULL)
		return -1;
	kind = imp->profile->kind;
	imp->col = import_kind(kind, &imp->ncols);
	imp->value = phc_new(imp->ncols * sizeof(*imp->value));
	imp->given = phc_new(imp->ncols * sizeof(*imp->given));
	for (i = 0; i < IMPORT_NAMES; i++)
		imp->named[i] = phc_column_find(kind, phc_str(names[i]));
	if (imp->named[IMPORT_COMMUNE] == NULL &&
	    imp->named[IMPORT_WANTED_COMMUNES] == NULL)
		return 0;
	imp->places = import_places_open(s->tables, err);
	return imp->places == NULL ? -1 : 0;
}

struct phc_import *
import_create(
    const struct phc_import_setup *setup, bool partial, struct phc_err *err)
{
	struct phc_import *imp = phc_new(sizeof(*imp));

	imp->setup = *setup;
	imp->partial = partial;
	if (create(imp, err) == 0)
		return imp;
	phc_import_free(imp);
	return NULL;
}

struct phc_import *
phc_import_new(const struct phc_import_setup *setup, struct phc_err *err)
{
	return import_create(setup, false, err);
}

/* Forget the file at hand. */
static void
close_file(struct phc_import *imp)
{
	size_t i;

	phc_csv_free(imp->csv);
	imp->csv = NULL;
	phc_pool_free(&imp->pool);
	for (i = 0; imp->bytes != NULL && i < imp->width; i++)
		free(imp->bytes[i].p);
	free(imp->bytes);
	free(imp->cell);
	imp->bytes = NULL;
	imp->cell = NULL;
	imp->head = NULL;
}

void
phc_import_free(struct phc_import *imp)
{
	if (imp == NULL)
		return;
	close_file(imp);
	import_join_free(imp->join);
	import_profile_free(imp->profile);
	import_places_free(imp->places);
	free(imp->keys.slot);
	free(imp->persons.slot);
	free(imp->value);
	free(imp->given);
	free(imp->fault);
	free(imp);
}

static bool
fills(const struct import_profile *p, const struct phc_column *col)
{
	size_t i;

	for (i = 0; i < p->n && p->field[i].col != col; i++)
		;
	return i < p->n;
}

/* Whether each column that is required has a place that it comes from. */
static int
complete(const struct phc_import *imp, struct phc_err *err)
{
	const struct phc_column *col = imp->col;
	size_t i;

	for (i = 0; i < imp->ncols; i++, col++) {
		if (!col->required || fills(imp->profile, col) ||
		    (imp->partial ? !col->key : import_joins(imp, col)))
			continue;
		if (imp->partial)
			return phc_fail(err, PHC_EDATA,
			    "profile %s has no '%s' to join by",
			    imp->setup.profile, col->name);
		return phc_fail(err, PHC_EDATA,
		    "profile %s has nothing for '%s', which kind %s requires: "
		    "a file that only adds to another is joined --with it",
		    imp->setup.profile, col->name, imp->profile->kind);
	}
	return 0;
}

/* What a file without a header announces in its first record. */
static int
control(struct phc_import *imp, struct phc_err *err)
{
	struct phc_rec rec;
	size_t at = imp->profile->control - 1;
	int got = phc_csv_next(imp->csv, &rec, err);

	if (got == 0)
		return phc_fail(err, PHC_EDATA, "%s: empty", imp->source.name);
	if (got == -1 && err->code == PHC_ESYS)
		return -1;
	if (got == -1 || rec.n == imp->width || at >= rec.n ||
	    phc_decimal_parse(phc_trim(phc_rec_field(&rec, at)), 0,
		&imp->announced, NULL) == -1)
		return phc_fail(err, PHC_EDATA,
		    "%s:%zu: not the first record of profile %s: no number of "
		    "rows in field %zu",
		    imp->source.name, rec.line + imp->source.before,
		    imp->setup.profile, at + 1);
	imp->record = 1;
	return 0;
}

/* A file without a header: the profile says what stands where. */
static int
places(struct phc_import *imp, struct phc_err *err)
{
	const struct import_profile *p = imp->profile;
	char sep = imp->setup.sep ? imp->setup.sep : imp->source.sep;
	size_t i;

	if (sep == '\0')
		sep = p->sep ? p->sep : ';';
	imp->csv = import_source_csv(&imp->source, sep, err);
	if (imp->csv == NULL)
		return -1;
	imp->width = p->width;
	imp->used = memset(phc_pool_take(&imp->pool, p->width), 0, p->width);
	for (i = 0; i < p->n; i++)
		if (p->field[i].at >= 0)
			imp->used[p->field[i].at] = true;
	return p->control > 0 ? control(imp, err) : 0;
}

/* The file's name, without its folder and ".csv". */
static struct phc_str
stem(const char *name)
{
	const char *slash = strrchr(name, '/');
	struct phc_str s = phc_str(slash ? slash + 1 : name);

	if (s.n > 4 && memcmp(s.s + s.n - 4, ".csv", 4) == 0)
		s.n -= 4;
	return s;
}

int
phc_import_file(
    struct phc_import *imp, FILE *fp, const char *name, struct phc_err *err)
{
	struct phc_err own;

	if (err == NULL)
		err = &own;
	close_file(imp);
	imp->announced = PHC_UNKNOWN;
	imp->counts = (struct phc_import_counts){ 0, 0, 0, 0 };
	imp->unjoined = imp->line = imp->record = 0;
	imp->stem = stem(name);
	if (complete(imp, err) == -1 ||
	    import_source_open(
		&imp->source, fp, name, imp->setup.encoding, err) == -1)
		return -1;
	if (imp->source.cp1252 && !imp->source.forced)
		import_note(imp, "not UTF-8, read as Windows-1252");
	if ((imp->profile->width > 0 ? places(imp, err)
				     : import_head(imp, err)) == -1)
		return -1;
	imp->cell = phc_new(imp->width * sizeof(*imp->cell));
	imp->bytes = phc_new(imp->width * sizeof(*imp->bytes));
	return 0;
}

void
phc_import_end(struct phc_import *imp)
{
	import_join_end(imp);
}

void
phc_import_put_head(const struct phc_import *imp, struct phc_out *out)
{
	size_t i;

	for (i = 0; i < imp->ncols; i++) {
		if (i > 0)
			phc_out_char(out, ',');
		phc_out_put(out, imp->col[i].name, strlen(imp->col[i].name));
	}
	phc_out_char(out, '\n');
}

void
phc_import_put(const struct phc_import *imp, struct phc_out *out)
{
	const struct phc_column *col = imp->col;
	const struct import_value *v = imp->value;
	size_t i;

	for (i = 0; i < imp->ncols; i++, col++, v++) {
		if (i > 0)
			phc_out_char(out, ',');
		if (col->type <= PHC_LIST || v->s.n > 0)
			phc_csv_put(out, v->s, imp->ncols == 1);
		else
			phc_value_put(out, col, v->v);
	}
	phc_out_char(out, '\n');
}

const char *
phc_import_kind(const struct phc_import *imp)
{
	return imp->profile->kind;
}

const struct phc_value *
phc_import_row(struct phc_import *imp)
{
	size_t i;

	for (i = 0; i < imp->ncols; i++)
		imp->given[i] =
		    (struct phc_value){ imp->value[i].v, imp->value[i].s };
	return imp->given;
}

struct phc_import_counts
phc_import_counts(const struct phc_import *imp)
{
	return imp->counts;
}
