#include "import.h"

/*
 * A cell with a social security number is not read, and goes nowhere; its
 * column is not missed.
 */
static void
mask(struct phc_import *imp, size_t i)
{
	const struct import_profile *p = imp->profile;
	const struct phc_column *col = NULL;
	struct import_fault *f;
	size_t k;

	for (k = p->n; k-- > 0;)
		if (p->field[k].at == (int)i) {
			col = p->field[k].col;
			imp->value[col - imp->col].said = true;
		}
	f = import_fault(imp, IMPORT_NIR_FOUND, col, phc_str("masked"), NULL);
	f->personal = true;
	if (col == NULL && imp->head != NULL)
		f->column = imp->head[i];
	imp->cell[i] = (struct phc_str){ NULL, 0 };
}

/* Decode the cells that are read, and those that could hold a number that may
 * not be held. */
static void
cells(struct phc_import *imp, const struct phc_rec *rec)
{
	enum { NIR = 15 };
	struct phc_str s;
	size_t i;

	for (i = 0; i < imp->width; i++) {
		s = phc_rec_field(rec, i);
		if (imp->used[i] || s.n >= NIR)
			s = phc_trim(import_decode(&imp->source, s,
			    &imp->bytes[i].p, &imp->bytes[i].cap));
		imp->cell[i] = s;
		if (s.n >= NIR && phc_nir_in(s))
			mask(imp, i);
	}
}

/* Values of fields, first those of the row. */
static void
values(struct phc_import *imp)
{
	struct import_field *f = imp->profile->field,
			    *end = f + imp->profile->n;
	struct phc_str s;

	for (; f < end; f++) {
		if (f->at == IMPORT_NOWHERE)
			continue;
		if (f->at == IMPORT_RECORD) {
			snprintf(imp->made, sizeof(imp->made), "%.*s:%zu",
			    (int)(imp->stem.n < PHC_FOLD_MAX ? imp->stem.n
							     : PHC_FOLD_MAX),
			    imp->stem.s, imp->record);
			s = phc_str(imp->made);
		} else
			s = imp->cell[f->at];
		if (s.s != NULL)
			import_read(imp, f, s);
	}
}

/* The first of the columns that a row is known by. */
static const struct phc_column *
key(const struct phc_import *imp)
{
	const struct phc_column *col = imp->col;

	while (!col->key)
		col++;
	return col;
}

/* Whether the row is a total: its first cell says so, or its key. */
static bool
total(struct phc_import *imp, const struct phc_rec *rec)
{
	const struct import_field *f = imp->profile->field,
				  *end = f + imp->profile->n;
	struct phc_str s = phc_trim(phc_rec_field(rec, 0));
	bool is = import_total(s);

	for (; f < end && !is; f++)
		if (f->col->key && f->at >= 0 && (size_t)f->at < rec->n) {
			s = phc_trim(phc_rec_field(rec, (size_t)f->at));
			is = import_total(s);
		}
	if (is)
		import_fault(imp, IMPORT_TOTAL_ROW, key(imp), s, NULL);
	return is;
}

static void
ragged(struct phc_import *imp, size_t n)
{
	snprintf(imp->made, sizeof(imp->made), "%zu", n);
	import_fault(imp, IMPORT_RAGGED, NULL, phc_str(imp->made),
	    "not %zu fields", imp->width);
}

/* A total and a row of another width have no other fault: nobody knows which
 * cell is which. */
static void
row(struct phc_import *imp, const struct phc_rec *rec)
{
	struct phc_str text = { rec->text, rec->end[rec->n - 1] };

	if (total(imp, rec))
		return;
	if (rec->n != imp->width) {
		ragged(imp, rec->n);
		return;
	}
	if (imp->source.forced && !imp->source.cp1252 && !phc_utf8_ok(text)) {
		import_fault(imp, IMPORT_MALFORMED, NULL,
		    (struct phc_str){ "", 0 }, "not UTF-8");
		return;
	}
	cells(imp, rec);
	values(imp);
	if (imp->places != NULL)
		import_commune(imp);
	import_join(imp);
	import_check(imp);
}

static bool
refused(const struct phc_import *imp)
{
	size_t i;

	for (i = 0; i < imp->faults; i++)
		if (imp->fault[i].severity == PHC_REJECT)
			return true;
	return false;
}

/* A hash of the row's key; 0 if part of it is not known. */
static uint64_t
key_hash(const struct phc_import *imp)
{
	const struct phc_column *col = imp->col;
	const struct import_value *v = imp->value;
	uint64_t h = 0;

	for (; col < imp->col + imp->ncols; col++, v++) {
		if (!col->key)
			continue;
		if (!import_known(col, v))
			return 0;
		h = import_hash(h, col->type == PHC_TEXT
				       ? v->s
				       : (struct phc_str){ (const char *)&v->v,
					     sizeof(v->v) });
	}
	return h + (h == 0);
}

/* Of rows with one key the first that is kept stands; of persons, all do. */
static void
unique(struct phc_import *imp)
{
	uint64_t h = key_hash(imp);
	bool bad = refused(imp);
	const struct phc_column *col = key(imp);
	struct phc_str cell = imp->value[col - imp->col].cell;

	if (h == 0)
		return;
	if (bad ? import_set_has(&imp->keys, h)
		: !import_set_add(&imp->keys, h))
		import_fault(imp, IMPORT_DUPLICATE_KEY, col, cell, NULL);
	else if (!bad && imp->named[IMPORT_BIRTH_DATE] != NULL &&
		 !import_set_add(&imp->persons, import_person(imp)))
		import_fault(imp, IMPORT_DUPLICATE_PERSON, col, cell, NULL);
}

static void
clear(struct phc_import *imp)
{
	const struct import_value unknown = {
		.v = PHC_UNKNOWN, .s = { "", 0 }, .cell = { "", 0 }
	};
	size_t i;

	imp->joined = NULL;
	for (i = 0; i < imp->ncols; i++)
		imp->value[i] = unknown;
}

/* Count the row and report what is wrong with it; whether it is kept. */
static bool
settle(struct phc_import *imp)
{
	bool bad = refused(imp);

	imp->counts.read++;
	imp->counts.refused += bad;
	imp->counts.kept += !bad;
	imp->warned = !bad && imp->faults > 0;
	imp->counts.warned += imp->warned;
	if (!bad && imp->joined != NULL)
		*imp->joined = true;
	import_report(imp);
	return !bad;
}

/* What is known of a file once it was read. */
static void
ended(struct phc_import *imp)
{
	char n[PHC_DECIMAL_MAX];

	if (imp->announced != PHC_UNKNOWN &&
	    imp->announced != (int64_t)imp->counts.read) {
		imp->line = imp->source.before + 1;
		imp->record = 1;
		import_fault(imp, IMPORT_CONTROL_TOTAL, NULL,
		    phc_str(phc_decimal_format(imp->announced, 0, n)),
		    "announces another number of rows than the %zu that follow",
		    imp->counts.read);
		import_report(imp);
	}
	if (imp->unjoined > 0)
		import_note(
		    imp, "%zu rows are not in the joined file", imp->unjoined);
	imp->announced = PHC_UNKNOWN;
	imp->unjoined = 0;
}

int
phc_import_next(struct phc_import *imp, struct phc_err *err)
{
	struct phc_err own;
	struct phc_rec rec;
	int got;

	if (err == NULL)
		err = &own;
	while ((got = phc_csv_next(imp->csv, &rec, err)) != 0) {
		if (got == -1 && err->code == PHC_ESYS)
			return -1;
		if (got == 1 && rec.end[rec.n - 1] == rec.n - 1)
			continue; /* nothing but separators: a blank line */
		imp->line = rec.line + imp->source.before;
		imp->record++;
		clear(imp);
		if (got == -1)
			import_fault(imp, IMPORT_MALFORMED, NULL,
			    (struct phc_str){ "", 0 }, "%s", err->msg);
		else
			row(imp, &rec);
		unique(imp);
		if (settle(imp))
			return 1;
	}
	ended(imp);
	return 0;
}
