#include <stddef.h>

#include "explain.h"
#include "phc/date.h"

/* The groups that the dictionary describes. */
static const struct {
	enum group group;
	const char *kind;
	const struct phc_slot *slots;
} kinds[] = {
	{ HOUSEHOLD, "household", phc_household_slots },
	{ DWELLING, "dwelling", phc_dwelling_slots },
	{ BUDGET, "budget", phc_budget_slots },
};

/* Codes that are no column's. */
static const char *const steps[] = { "none", "solo", "young", "card" };
static const char *const zones[] = { "paris", "idf", "other" };
static const char *const origins[] = { "notice", "tax", "pay", "income",
	"student", "nothing" };
static const char *const reliefs[] = { "none", "lower", "all" };
static const char *const marks[] = { "confirmed", "single-source", "derived",
	"unconfirmed" };

/* clang-format off */
#define CODES(x) \
	{ .name = #x, .type = PHC_CODE, .values = x##s, \
	  .nvalues = sizeof(x##s) / sizeof(*x##s) }
/* clang-format on */

static const struct phc_column step = CODES(step), zone = CODES(zone),
			       origin = CODES(origin), relief = CODES(relief),
			       mark = CODES(mark);

/* The members of the other groups. */
static const struct member {
	const char *name;
	enum group group;
	size_t at;
	enum phc_type type;
	int places;
	const struct phc_column *column;
} members[] = {
/* clang-format off */
#define SOME(name, x, type, places, column) \
	{ name, BESIDES, offsetof(struct besides, x), type, places, column }
#define STEP(x, type, places) \
	{ "aid." #x, AID, offsetof(struct phc_aid_result, x), type, places, NULL }
#define CELL(x, type, column) \
	{ "row." #x, ROW, offsetof(struct row, x), type, 0, column }
	/* clang-format on */
	SOME("date", date, PHC_DATE, 0, NULL),
	SOME("n2", n2, PHC_INT, 0, NULL),
	SOME("age", age, PHC_INT, 0, NULL),
	SOME("partner_age", partner_age, PHC_INT, 0, NULL),
	SOME("age_sum", age_sum, PHC_INT, 0, NULL),
	SOME("step", step, PHC_CODE, 0, &step),
	SOME("zone", zone, PHC_CODE, 0, &zone),
	SOME("case.shared", shared, PHC_BOOL, 0, NULL),
	SOME("case.room", room, PHC_BOOL, 0, NULL),
	SOME("case.rent", principal, PHC_MONEY, 2, NULL),
	SOME("cost.annexes", annexes, PHC_MONEY, 2, NULL),
	SOME("cost.charges", charges, PHC_MONEY, 2, NULL),
	SOME("cost.works", works, PHC_MONEY, 2, NULL),
	SOME("cost.forfait", forfait, PHC_MONEY, 2, NULL),
	SOME("r.origin", origin, PHC_CODE, 0, &origin),
	SOME("r.working", working, PHC_MONEY, 2, NULL),
	SOME("r.student", student, PHC_MONEY, 2, NULL),
	SOME("r.sum", sum, PHC_MONEY, 2, NULL),
	SOME("r1.year", part[0].year, PHC_MONEY, 2, NULL),
	SOME("r1.exempt", part[0].exempt, PHC_MONEY, 2, NULL),
	SOME("r1.share", part[0].share, PHC_PERCENT, 3, NULL),
	SOME("r1.relief", part[0].relief, PHC_CODE, 0, &relief),
	SOME("r2.year", part[1].year, PHC_MONEY, 2, NULL),
	SOME("r2.exempt", part[1].exempt, PHC_MONEY, 2, NULL),
	SOME("r2.share", part[1].share, PHC_PERCENT, 3, NULL),
	SOME("r2.relief", part[1].relief, PHC_CODE, 0, &relief),
	STEP(ceiling, PHC_MONEY, 2),
	STEP(rent, PHC_MONEY, 2),
	STEP(charges, PHC_MONEY, 2),
	STEP(p0, PHC_MONEY, 2),
	STEP(lr, PHC_MONEY, 2),
	STEP(rl, PHC_PERCENT, 2),
	STEP(tf, PHC_PERCENT, 3),
	STEP(tl, PHC_PERCENT, 3),
	STEP(r0, PHC_MONEY, 2),
	STEP(pp, PHC_MONEY, 2),
	STEP(formula, PHC_MONEY, 2),
	STEP(low, PHC_MONEY, 2),
	STEP(high, PHC_MONEY, 2),
	STEP(degressed, PHC_MONEY, 2),
	STEP(reduced, PHC_MONEY, 2),
	STEP(whole, PHC_MONEY, 2),
	STEP(rls, PHC_MONEY, 2),
	STEP(rls_aid, PHC_MONEY, 2),
	STEP(gross, PHC_MONEY, 2),
	STEP(net, PHC_MONEY, 2),
	CELL(table, PHC_TEXT, NULL),
	CELL(keys, PHC_TEXT, NULL),
	CELL(value, PHC_TEXT, NULL),
	CELL(source, PHC_TEXT, NULL),
	CELL(from, PHC_DATE, NULL),
	CELL(until, PHC_DATE, NULL),
	CELL(mark, PHC_CODE, &mark),
};

enum {
	KINDS = sizeof(kinds) / sizeof(*kinds),
	MEMBERS = sizeof(members) / sizeof(*members),
	MARKS = sizeof(marks) / sizeof(*marks)
};

/* The decimals of a column's type. */
static int
places(enum phc_type type)
{
	return type == PHC_QUANTITY                     ? 3
	       : type >= PHC_MONEY && type != PHC_INSEE ? 2
							: 0;
}

/* Where a name leads; false if nowhere. */
static bool
find(struct phc_str name, struct member *out)
{
	const struct phc_column *col;
	const struct phc_slot *slot;
	size_t i;

	for (i = 0; i < KINDS; i++)
		for (slot = kinds[i].slots; slot->column != NULL; slot++)
			if (phc_str_is(name, phc_str(slot->column))) {
				col = phc_column_find(kinds[i].kind, name);
				*out = (struct member){ slot->column,
					kinds[i].group, slot->at, col->type,
					places(col->type), col };
				return true;
			}
	for (i = 0; i < MEMBERS; i++)
		if (phc_str_is(name, phc_str(members[i].name))) {
			*out = members[i];
			return true;
		}
	return false;
}

/* "TABLE:KEY/2" as its two halves and 'which' figure of that key: the first
 * where no number is, and any key where none is. */
static struct phc_str
halves(struct phc_str name, struct phc_str *key, int *which)
{
	const char *colon = memchr(name.s, ':', name.n);
	size_t n = colon == NULL ? name.n : (size_t)(colon - name.s);

	*which = 1;
	if (name.n > 2 && name.s[name.n - 2] == '/') {
		*which = name.s[name.n - 1] - '0';
		name.n -= 2;
	}
	*key = (struct phc_str){ name.s + n, 0 };
	if (colon != NULL)
		*key = (struct phc_str){ colon + 1, name.n - n - 1 };
	return (struct phc_str){ name.s, n };
}

static bool
is_table(struct phc_str name)
{
	const struct phc_embed *e = phc_embedded;
	int which;
	struct phc_str key, table = halves(name, &key, &which);

	for (; e->name != NULL; e++)
		if (strncmp(e->name, "law/", 4) == 0 &&
		    phc_str_is(table, phc_str(e->name + 4)))
			return true;
	return false;
}

bool
facts_name(struct phc_str name, struct fact *like)
{
	struct member m = { .type = PHC_MONEY, .places = 2 };

	if (!find(name, &m) && !is_table(name))
		return false;
	*like = (struct fact){ m.type, m.places, m.column, 0, { "", 0 } };
	return true;
}

bool
facts_figure(const struct phc_figure *f, struct phc_str name)
{
	int which;
	struct phc_str key, table = halves(name, &key, &which);
	size_t i;

	if (!phc_str_is(table, phc_str(f->table)))
		return false;
	for (i = 0; i < f->nkeys; i++)
		if (phc_str_is(key, f->row.key[i]))
			return true;
	return key.n == 0;
}

/* Amounts have two places, rates four. */
static bool
figure(const struct facts *facts, struct phc_str name, struct fact *out)
{
	const struct phc_figure *f = facts->figure, *end = f + facts->figures;
	struct phc_str key;
	int which;

	halves(name, &key, &which);
	while (f < end && (!facts_figure(f, name) || --which > 0))
		f++;
	if (f == end)
		return false;
	*out = (struct fact){ .type = f->places == 2   ? PHC_MONEY
				      : f->places == 4 ? PHC_PERCENT
						       : PHC_INT,
		.places = f->places == 4 ? 2 : f->places,
		.v = f->v };
	return true;
}

bool
facts_find(const struct facts *facts, struct phc_str name, struct fact *out)
{
	struct member m;
	const char *at;

	if (!find(name, &m))
		return figure(facts, name, out);
	if (facts->of[m.group] == NULL)
		return false;
	at = (const char *)facts->of[m.group] + m.at;
	*out = (struct fact){ m.type, m.places, m.column, 0, { "", 0 } };
	if (m.type <= PHC_LIST) {
		memcpy(&out->s, at, sizeof(out->s));
		return out->s.n > 0;
	}
	memcpy(&out->v, at, sizeof(out->v));
	return out->v != PHC_UNKNOWN;
}

int
facts_literal(
    const struct fact *like, struct phc_str s, int64_t *v, struct phc_err *err)
{
	if (like->type == PHC_CODE)
		return phc_value_parse(like->column, s, v, err);
	if (like->type == PHC_DATE)
		return phc_date_parse(s, v, err);
	return phc_decimal_parse(s, like->places, v, err);
}

/* The mark of certainty that a source starts with, and what follows it. */
static int64_t
certainty(struct phc_str *source)
{
	const char *colon = memchr(source->s, ':', source->n);
	size_t i, n = colon == NULL ? 0 : (size_t)(colon - source->s);

	for (i = 0; i < MARKS; i++)
		if (strlen(marks[i]) == n &&
		    memcmp(marks[i], source->s, n) == 0) {
			n += 1 + (n + 1 < source->n && colon[1] == ' ');
			source->s += n;
			source->n -= n;
			return (int64_t)i;
		}
	return PHC_UNKNOWN;
}

struct row
facts_row(const struct phc_figure *f, char keys[KEYS_MAX])
{
	struct row r = { .table = phc_str(f->table),
		.source = f->row.source,
		.from = f->row.from,
		.until = f->row.until };
	size_t i, n = 0;

	keys[0] = '\0';
	for (i = 0; i < f->nkeys && n < KEYS_MAX; i++)
		n += (size_t)snprintf(keys + n, KEYS_MAX - n, "%s%.*s",
		    i ? ", " : "", PHC_STR_ARG(f->row.key[i]));
	r.keys = phc_str(keys);
	r.mark = certainty(&r.source);
	return r;
}
