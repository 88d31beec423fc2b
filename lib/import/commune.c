#include "import.h"

static const struct phc_str none = { "", 0 };

/* "62300 Lens", "Lens (62300)", "62300", "Lens": a code, a name, or both. */
struct named {
	struct phc_str code, name;
};

static bool
is_code(struct phc_str s)
{
	return phc_insee(s) != PHC_UNKNOWN;
}

static struct named
parse(struct phc_str s)
{
	struct named it = { none, s };
	struct phc_str front = { s.s, 5 };

	if (s.n >= 5 && is_code(front) && (s.n == 5 || s.s[5] == ' ')) {
		it.code = front;
		it.name = phc_trim((struct phc_str){ s.s + 5, s.n - 5 });
	} else if (s.n > 7 && s.s[s.n - 7] == '(' && s.s[s.n - 1] == ')' &&
		   is_code((struct phc_str){ s.s + s.n - 6, 5 })) {
		it.code = (struct phc_str){ s.s + s.n - 6, 5 };
		it.name = phc_trim((struct phc_str){ s.s, s.n - 7 });
	}
	return it;
}

/* The commune of a name, mended if it was read in a wrong encoding. */
static const struct import_place *
by_name(struct phc_import *imp, const struct phc_column *col,
    struct phc_str name, struct phc_str cell)
{
	char buf[PHC_FOLD_MAX];
	const struct import_place *at;

	if (name.n == 0)
		return NULL;
	at = import_place_name(imp->places, name);
	if (at != NULL || name.n > sizeof(buf))
		return at;
	name = phc_unmojibake(name, buf);
	if (name.n > 0 && (at = import_place_name(imp->places, name)) != NULL)
		import_fault(imp, IMPORT_MOJIBAKE, col, cell, NULL);
	return at;
}

struct phc_str
import_wanted(
    struct phc_import *imp, struct import_field *f, struct phc_str item)
{
	struct named it = parse(item);
	int64_t code = phc_insee(it.code);
	const struct import_place *at = by_name(imp, f->col, it.name, item);

	if (it.name.n == 0 && import_place_postal(imp->places, it.code))
		import_fault(imp, IMPORT_AMBIGUOUS_COMMUNE, f->col, item, NULL);
	else if (it.name.n == 0 &&
		 (at = import_place_insee(imp->places, code)) != NULL)
		return at->code;
	else if (at == NULL)
		import_fault(imp, IMPORT_UNKNOWN_COMMUNE, f->col, item,
		    "no such commune: left out");
	else if (it.code.n > 0 && at->insee != code &&
		 !import_place_has(at, it.code))
		import_fault(imp, IMPORT_COMMUNE_CONFLICT, f->col, item,
		    "code and name are of two communes: left out");
	else
		return at->code;
	return none;
}

/* What a row says of its commune, and which communes that may be. */
struct witness {
	struct phc_str code, name, postal;
	const struct import_place *coded, *named;
};

static struct import_value *
value(struct phc_import *imp, enum import_name name)
{
	return imp->named[name] ? &imp->value[imp->named[name] - imp->col]
				: NULL;
}

static struct phc_str
text(struct phc_import *imp, enum import_name name)
{
	const struct import_value *v = value(imp, name);

	return v != NULL ? v->s : none;
}

/* A code that is the postal code of the name beside it is taken for that. */
static struct witness
hear(struct phc_import *imp)
{
	const struct phc_column *col = imp->named[IMPORT_COMMUNE_NAME];
	struct phc_str cell = value(imp, IMPORT_COMMUNE)->cell;
	struct named it = parse(cell);
	struct witness w = { it.code, text(imp, IMPORT_COMMUNE_NAME),
		text(imp, IMPORT_POSTAL_CODE), NULL, NULL };

	if (w.name.n == 0)
		w.name = it.name;
	else if (w.code.n == 0)
		w.code = cell;
	w.coded = import_place_insee(imp->places, phc_insee(w.code));
	w.named = by_name(
	    imp, col ? col : imp->named[IMPORT_COMMUNE], w.name, w.name);
	if (w.postal.n == 0 && w.named != NULL && w.named != w.coded &&
	    import_place_has(w.named, w.code)) {
		w.postal = w.code;
		if (it.name.n > 0) /* it stands where it belongs */
			w.code = none, w.coded = NULL;
	}
	return w;
}

static struct import_fault *
fault(struct phc_import *imp, enum import_class class, const struct witness *w)
{
	return import_fault(imp, class, imp->named[IMPORT_COMMUNE],
	    w->code.n   ? w->code
	    : w->name.n ? w->name
			: w->postal,
	    NULL);
}

/* A witness alone: a name is enough; a code that may be a postal code is not,
 * unless the column is declared to hold INSEE codes. */
static const struct import_place *
alone(struct phc_import *imp, const struct witness *w, bool declared)
{
	bool postal =
	    w->postal.n > 0 || import_place_postal(imp->places, w->code);

	if (w->named != NULL)
		return w->named;
	if (declared && is_code(w->code))
		value(imp, IMPORT_COMMUNE)->v = phc_insee(w->code);
	else if (postal)
		fault(imp, IMPORT_AMBIGUOUS_COMMUNE, w);
	else if (w->coded == NULL)
		fault(imp, IMPORT_UNKNOWN_COMMUNE, w);
	return postal && !declared ? NULL : w->coded;
}

static void
repaired(struct phc_import *imp, const struct witness *w, enum import_name odd,
    struct phc_str cell)
{
	bool postal = odd == IMPORT_COMMUNE && phc_str_is(cell, w->postal);

	if (cell.n > 0)
		import_fault(imp,
		    postal ? IMPORT_POSTAL_IN_INSEE : IMPORT_COMMUNE_REPAIRED,
		    imp->named[odd], cell, NULL);
}

/* Two of three agree on one commune; the third, if it is there, is mended. */
static const struct import_place *
judge(struct phc_import *imp, const struct witness *w)
{
	bool cn = w->coded != NULL && w->coded == w->named,
	     cp = w->coded != NULL && import_place_has(w->coded, w->postal),
	     np = w->named != NULL && import_place_has(w->named, w->postal);

	if (cn) {
		if (!cp)
			repaired(imp, w, IMPORT_POSTAL_CODE, w->postal);
		return w->coded;
	}
	if (cp && !np) {
		repaired(imp, w, IMPORT_COMMUNE_NAME, w->name);
		return w->coded;
	}
	if (np && !cp) {
		repaired(imp, w, IMPORT_COMMUNE, w->code);
		return w->named;
	}
	fault(imp, IMPORT_COMMUNE_CONFLICT, w);
	return NULL;
}

static void
settle(struct phc_import *imp, const struct import_place *at,
    const struct witness *w)
{
	struct import_value *name = value(imp, IMPORT_COMMUNE_NAME),
			    *postal = value(imp, IMPORT_POSTAL_CODE);

	value(imp, IMPORT_COMMUNE)->v = at->insee;
	if (name != NULL)
		name->s = at->name;
	if (postal == NULL)
		return;
	postal->s = w->postal;
	if (!import_place_has(at, w->postal))
		postal->s = memchr(at->postals.s, ' ', at->postals.n)
				? none
				: at->postals;
}

static bool
declared(const struct phc_import *imp)
{
	const struct import_profile *p = imp->profile;
	size_t i;

	for (i = 0; i < p->n; i++)
		if (p->field[i].col == imp->named[IMPORT_COMMUNE])
			return p->field[i].house;
	return false;
}

void
import_commune(struct phc_import *imp)
{
	struct import_value *v = value(imp, IMPORT_COMMUNE);
	const struct import_place *at;
	struct witness w;
	int n;

	if (v == NULL || v->said || v->v != PHC_UNKNOWN)
		return;
	w = hear(imp);
	n = (w.code.n > 0) + (w.name.n > 0) + (w.postal.n > 0);
	if (n == 0)
		return;
	at = n == 1 ? alone(imp, &w, declared(imp)) : judge(imp, &w);
	if (at != NULL)
		settle(imp, at, &w);
}
