#include <strings.h>

#include "import.h"

/* What a spreadsheet writes instead of a value, in French and in English. */
static bool
error_value(struct phc_str s)
{
	static const char *const words[] = { "#N/A", "#N/D", "#VALEUR!",
		"#VALUE!", "#REF!", "#DIV/0!", "#NOM?", "#NAME?", "#NOMBRE!",
		"#NUM!", "#NUL!", "#NULL!" };
	size_t i;

	if (*s.s != '#')
		return false;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (phc_str_is(s, phc_str(words[i])))
			return true;
	return false;
}

bool
import_total(struct phc_str s)
{
	static const char *const words[] = { "total", "totaux", "total general",
		"grand total", "sous total" };
	char buf[32];
	size_t i;

	if (s.n == 0 || s.n >= sizeof(buf) || strchr("tTgGsS", *s.s) == NULL)
		return false;
	s = phc_fold(s, buf, sizeof(buf));
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (phc_str_is(s, phc_str(words[i])))
			return true;
	return false;
}

static size_t
digits(struct phc_str s, size_t i)
{
	size_t n = 0;

	while (i + n < s.n && s.s[i + n] >= '0' && s.s[i + n] <= '9')
		n++;
	return n;
}

/*
 * "6,21014E+16", or the 17 digits that are left of a NUR without its zero: a
 * spreadsheet keeps 15 of them.
 */
static bool
damaged(struct phc_str s, bool nur)
{
	size_t part = 0, i = 1, n;

	if (digits(s, 0) != 1)
		return nur && digits(s, 0) == 17 && s.n == 17;
	if (s.n > 2 && (s.s[1] == ',' || s.s[1] == '.'))
		i += 1 + (part = digits(s, 2));
	if (i >= s.n || (s.s[i] != 'E' && s.s[i] != 'e'))
		return false;
	n = i + 1 < s.n && s.s[i + 1] == '+';
	i += 1 + n;
	return digits(s, i) == 2 && i + 2 == s.n &&
	       (part > 0 || n > 0 || (s.s[i] == '1' && s.s[i + 1] >= '5'));
}

static void
text(struct phc_import *imp, struct import_field *f, struct phc_str cell,
    struct import_value *v)
{
	if (f->identifier && damaged(cell, f->nur))
		import_fault(
		    imp, IMPORT_DAMAGED_IDENTIFIER, f->col, cell, NULL);
	else
		v->s = cell;
}

/* What may be read in two ways: not trusted, whatever the column. */
static void
doubt(struct phc_import *imp, struct import_field *f, struct phc_str cell,
    enum import_class required)
{
	import_fault(imp, f->col->required ? required : IMPORT_AMBIGUOUS_AMOUNT,
	    f->col, cell, "one thousand, or three decimals?");
}

static void
whole(struct phc_import *imp, struct import_field *f, struct phc_str cell,
    struct import_value *v)
{
	const struct phc_column *col = f->col;
	struct import_number x;
	int64_t n;
	int bad = import_number(cell, 0, &x);

	if (bad == IMPORT_AMBIGUOUS_AMOUNT)
		doubt(imp, f, cell, IMPORT_UNREADABLE_NUMBER);
	else if (bad != -1 || import_scale(x, 0, &n) == -1)
		import_fault(imp, IMPORT_UNREADABLE_NUMBER, col, cell, NULL);
	else if (n < 0 && col->min >= 0)
		import_fault(imp, IMPORT_NEGATIVE_COUNT, col, cell, NULL);
	else if (n < col->min || n > col->max)
		import_fault(imp, IMPORT_OUT_OF_RANGE, col, cell,
		    "not from %lld to %lld", (long long)col->min,
		    (long long)col->max);
	else
		v->v = n;
}

static void
day(struct phc_import *imp, struct import_field *f, struct phc_str cell,
    struct import_value *v)
{
	const char *why;
	int64_t date;
	int bad =
	    import_day(cell, f->precision, imp->profile->pivot, &date, &why);

	if (bad != -1)
		import_fault(imp, bad, f->col, cell, "%s", why);
	else
		v->v = date;
}

/* An amount without the unit that its type may have behind it. */
static struct phc_str
bare(enum phc_type type, struct phc_str s)
{
	static const struct {
		enum phc_type type;
		const char *unit;
	} units[] = {
		{ PHC_MONEY, "\xe2\x82\xac" },
		{ PHC_MONEY, "EUR" },
		{ PHC_MONEY, "euros" },
		{ PHC_PERCENT, "%" },
		{ PHC_AREA, "m\xc2\xb2" },
		{ PHC_AREA, "m2" },
		{ PHC_QUANTITY, "m\xc2\xb3" },
		{ PHC_QUANTITY, "m3" },
		{ PHC_QUANTITY, "kWh" },
	};
	size_t i, k;

	if (type == PHC_MONEY && s.s[s.n - 1] >= '0' && s.s[s.n - 1] <= '9')
		return s;
	for (i = 0; i < sizeof(units) / sizeof(*units); i++) {
		k = strlen(units[i].unit);
		if (units[i].type == type && s.n > k &&
		    strncasecmp(s.s + s.n - k, units[i].unit, k) == 0)
			return phc_trim((struct phc_str){ s.s, s.n - k });
	}
	return s;
}

/* A quantity keeps the decimals it was written with: 5.0 is not 5. */
static void
measured(struct import_field *f, struct import_number x, struct import_value *v)
{
	if (x.places < 0 || x.places > 3)
		return;
	phc_grow(&f->buf, &f->size, PHC_DECIMAL_MAX, 1);
	v->s = phc_str(phc_decimal_format(x.v, x.places, f->buf));
}

static void
amount(struct phc_import *imp, struct import_field *f, struct phc_str cell,
    struct import_value *v)
{
	int places = f->col->type == PHC_QUANTITY ? 3 : 2, bad;
	char least[PHC_DECIMAL_MAX], most[PHC_DECIMAL_MAX];
	struct import_number x;
	int64_t n;

	bad = import_number(bare(f->col->type, cell), places, &x);
	if (bad == IMPORT_AMBIGUOUS_AMOUNT)
		doubt(imp, f, cell, IMPORT_UNREADABLE_AMOUNT);
	else if (bad != -1)
		import_fault(imp, bad, f->col, cell, NULL);
	else if (import_scale(x, places, &n) == -1)
		import_fault(imp, IMPORT_UNREADABLE_AMOUNT, f->col, cell,
		    "too long, or of more than %d decimals", places);
	else if (n < f->col->min || n > f->col->max)
		import_fault(imp, IMPORT_OUT_OF_RANGE, f->col, cell,
		    "not from %s to %s",
		    phc_decimal_format(f->col->min, places, least),
		    phc_decimal_format(f->col->max, places, most));
	else {
		v->v = n;
		if (places == 3)
			measured(f, x, v);
	}
}

/* A commune is told from all that the row says of it, when it is read. */
static void
later(struct phc_import *imp, struct import_field *f, struct phc_str cell,
    struct import_value *v)
{
	(void)imp, (void)f, (void)cell, (void)v;
}

static import_reader *const readers[] = {
	[PHC_TEXT] = text,
	[PHC_LIST] = import_list,
	[PHC_CODE] = import_code,
	[PHC_INT] = whole,
	[PHC_BOOL] = import_code,
	[PHC_DATE] = day,
	[PHC_MONTH] = day,
	[PHC_MONEY] = amount,
	[PHC_PERCENT] = amount,
	[PHC_AREA] = amount,
	[PHC_QUANTITY] = amount,
	[PHC_INSEE] = later,
};

/* Whether a list of INSEE codes is one as it stands. */
static bool
insee_codes(struct phc_str s)
{
	size_t i;

	for (i = 0; i + 5 <= s.n; i += 6)
		if (phc_insee((struct phc_str){ s.s + i, 5 }) == PHC_UNKNOWN ||
		    (i + 5 < s.n && s.s[i + 5] != ' '))
			return false;
	return i == s.n + 1;
}

/* A cell that is as house CSV has it. */
static bool
strict(
    const struct import_field *f, struct phc_str cell, struct import_value *v)
{
	const struct phc_column *col = f->col;

	if (!f->house || col->type == PHC_TEXT || col->type == PHC_INSEE ||
	    (col->type == PHC_LIST && col->nvalues == 0 && !insee_codes(cell)))
		return false;
	if (phc_value_parse(col, cell,
		col->type == PHC_LIST ? (void *)&v->s : (void *)&v->v,
		NULL) == 0) {
		if (col->type == PHC_QUANTITY)
			v->s = cell;
		return true;
	}
	v->v = PHC_UNKNOWN;
	v->s = (struct phc_str){ "", 0 };
	return false;
}

void
import_read(struct phc_import *imp, struct import_field *f, struct phc_str cell)
{
	struct import_value *v = &imp->value[f->col - imp->col];
	const struct import_code *c = import_code_find(f, cell);

	v->cell = cell;
	if (c != NULL) {
		v->v = c->v;
		v->s = c->s;
	} else if (cell.n == 0)
		return;
	else if (error_value(cell))
		import_fault(imp,
		    f->col->required ? IMPORT_ERROR_VALUE_REQUIRED
				     : IMPORT_ERROR_VALUE_OPTIONAL,
		    f->col, cell, NULL);
	else if (!strict(f, cell, v))
		readers[f->col->type](imp, f, cell, v);
}
