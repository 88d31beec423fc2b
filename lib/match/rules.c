/*
 * Table match-rules: which rules there are, their states, limits and words.
 */
#include "match.h"

static const char *const names[RULES] = {
	[RULE_AGE] = "age",
	[RULE_FIRST_HOME] = "first_home",
	[RULE_CEILING] = "ceiling",
	[RULE_SIZE] = "size",
	[RULE_SURFACE] = "surface",
	[RULE_COMMUNE] = "commune",
	[RULE_TYPE] = "type",
	[RULE_DATE] = "date",
	[RULE_ACCESSIBLE] = "accessible",
	[RULE_ALL_IN] = "all_in",
	[RULE_AML] = "aml",
	[RULE_QUOTA] = "quota",
	[RULE_EFFORT] = "effort",
	[RULE_REMAINDER] = "remainder",
	[RULE_FORBIDDEN] = "forbidden",
};

static const unsigned limited = 1U << RULE_AGE | 1U << RULE_DATE |
				1U << RULE_AML | 1U << RULE_EFFORT |
				1U << RULE_REMAINDER;

#define NB "\xc2\xa0" /* no line ends there */

/* In French, then in English. */
static const struct unit units[] = {
	{ "none", 0, { "", "" }, { "", "" } },
	{ "eur", 2, { NB "€", " €" }, { NB "€", " €" } },
	{ "percent", 2, { NB "%", " %" }, { NB "%", " %" } },
	{ "days", 0, { NB "jour", " day" }, { NB "jours", " days" } },
	{ "years", 0, { NB "an", " year" }, { NB "ans", " years" } },
	{ "rooms", 0, { NB "pièce", " room" }, { NB "pièces", " rooms" } },
	{ "m2", 2, { NB "m²", " m²" }, { NB "m²", " m²" } },
	{ "persons", 0, { NB "personne", " person" },
	    { NB "personnes", " persons" } },
};

static const char *const states[] = { "off", "note", "on" };

const char *
match_rule_name(int rule)
{
	return rule == DOUBT_PRIORITY ? "priority" : names[rule];
}

/* RULES if there is none of that name. */
static int
find(struct phc_str name)
{
	int r = 0;

	while (r < RULES && !phc_str_is(name, phc_str(names[r])))
		r++;
	return r;
}

static int
no_rule(const char *name, struct phc_err *err)
{
	int near = phc_nearest(phc_str(name), names, RULES);

	return near < 0 ? phc_fail(err, PHC_EDATA, "no rule '%s'", name)
			: phc_fail(err, PHC_EDATA,
			      "no rule '%s' (did you mean '%s'?)", name,
			      names[near]);
}

/* So that no rule overflows: 10^12 of any unit is more than there is. */
static bool
sane(int64_t limit)
{
	return limit >= 0 && limit <= INT64_C(1000000000000);
}

int
phc_match_limit(
    struct phc_match *m, const char *rule, int64_t limit, struct phc_err *err)
{
	int r = find(phc_str(rule));

	if (r == RULES)
		return no_rule(rule, err);
	if (!(limited >> r & 1))
		return phc_fail(err, PHC_EDATA, "rule '%s' has no limit", rule);
	if (!sane(limit))
		return phc_fail(
		    err, PHC_EDATA, "rule '%s': no such limit", rule);
	m->terms[r].limit = limit;
	m->terms[r].state = ON;
	return 0;
}

int
phc_match_off(struct phc_match *m, const char *rule, struct phc_err *err)
{
	int r = find(phc_str(rule));

	if (r == RULES)
		return no_rule(rule, err);
	m->terms[r].state = OFF;
	return 0;
}

static const struct unit *
unit_find(struct phc_str name)
{
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (phc_str_is(name, phc_str(units[i].name)))
			return &units[i];
	return NULL;
}

static bool
state_find(struct phc_str name, enum state *state)
{
	int s;

	for (s = OFF; s <= ON; s++)
		if (phc_str_is(name, phc_str(states[s]))) {
			*state = (enum state)s;
			return true;
		}
	return false;
}

/* Columns of table match-rules after the key. */
enum { COMPARES, UNIT, LIMIT, STATE, WORDS_EN, WORDS_FR = WORDS_EN + 4 };

static struct wording
wording(const struct phc_str *w)
{
	return (struct wording){ w[0], w[1], w[2].n > 0 ? w[2] : w[1], w[3] };
}

static int
no_such(const struct phc_match *m, int r, const struct phc_law_row *row,
    struct phc_err *err)
{
	return phc_fail(err, PHC_EDATA,
	    "%s: rule '%s': no such unit, limit or state: '%.*s', '%.*s', "
	    "'%.*s'",
	    phc_law_where(m->rules), names[r], PHC_STR_ARG(row->value[UNIT]),
	    PHC_STR_ARG(row->value[LIMIT]), PHC_STR_ARG(row->value[STATE]));
}

static int
terms(struct phc_match *m, int r, struct phc_err *err)
{
	const struct phc_str key = phc_str(names[r]);
	struct terms *t = &m->terms[r];
	struct phc_law_row row;

	if (phc_law_find(m->rules, m->at, &key, &row, err) == -1)
		return -1;
	t->limit = PHC_UNKNOWN;
	t->unit = unit_find(row.value[UNIT]);
	t->compares = row.value[COMPARES];
	t->source = row.source;
	t->say[PHC_EN] = wording(&row.value[WORDS_EN]);
	t->say[PHC_FR] = wording(&row.value[WORDS_FR]);
	if (t->unit == NULL || !state_find(row.value[STATE], &t->state) ||
	    (limited >> r & 1) != (row.value[LIMIT].n > 0))
		return no_such(m, r, &row, err);
	if (row.value[LIMIT].n == 0)
		return 0;
	if (phc_law_number(m->rules, row.value[LIMIT], t->unit->places,
		&t->limit, err) == -1)
		return -1;
	return sane(t->limit) ? 0 : no_such(m, r, &row, err);
}

static const char digit[] = "0123456789";

static int
range(struct phc_match *m, const struct phc_law *law, int persons, int couple,
    struct phc_err *err)
{
	struct room_range *r = &m->rooms[persons][couple];
	int64_t *const to[] = { &r->min, &r->max, &r->usual_min,
		&r->usual_max };
	const struct phc_str key[] = { { digit + persons, 1 },
		{ digit + couple, 1 } };
	struct phc_law_row row;
	size_t i;

	if (phc_law_find(law, m->at, key, &row, err) == -1)
		return -1;
	for (i = 0; i < sizeof(to) / sizeof(*to); i++)
		if (phc_law_number(law, row.value[i], 0, to[i], err) == -1)
			return -1;
	return 0;
}

static int
sizes(struct phc_match *m, const char *tables, struct phc_err *err)
{
	struct phc_law *law =
	    phc_law_open("match-sizes", MATCH_SIZES_COLUMNS, 2, tables, err);
	int persons, couple, rc = 0;

	if (law == NULL)
		return -1;
	for (persons = 1; persons <= PERSONS_MAX && rc == 0; persons++)
		for (couple = 0; couple < (persons > 1 ? 2 : 1) && rc == 0;
		     couple++)
			rc = range(m, law, persons, couple, err);
	phc_law_free(law);
	return rc;
}

static int
surfaces(struct phc_match *m, const char *tables, struct phc_err *err)
{
	struct phc_law *law = phc_law_open(
	    "match-surfaces", MATCH_SURFACES_COLUMNS, 1, tables, err);
	struct phc_law_row row;
	struct phc_str key;
	int persons, rc = 0;

	if (law == NULL)
		return -1;
	for (persons = 1; persons <= PERSONS_MAX && rc == 0; persons++) {
		key = (struct phc_str){ digit + persons, 1 };
		rc = phc_law_find(law, m->at, &key, &row, err);
		if (rc == 0)
			rc = phc_law_number(
			    law, row.value[0], 2, &m->surface[persons], err);
	}
	phc_law_free(law);
	return rc;
}

/* Columns of table match-quotas after the key. */
enum { QUOTA_COLUMN, QUOTA_WORDS, QUOTA_LABEL };

/* The places of a list's words among a column's values, as bits. */
static int
word_bits(const struct phc_law *law, const struct phc_column *col,
    struct phc_str list, uint32_t *bits, struct phc_err *err)
{
	struct phc_str word;
	size_t v;

	while (match_next(&list, &word)) {
		for (v = 0; v < col->nvalues; v++)
			if (phc_str_is(word, phc_str(col->values[v])))
				break;
		if (v == col->nvalues)
			return phc_fail(err, PHC_EDATA, "%s: no %s '%.*s'",
			    phc_law_where(law), col->name, PHC_STR_ARG(word));
		*bits |= UINT32_C(1) << v;
	}
	return 0;
}

static int
quota(
    struct phc_match *m, const char *name, struct quota *q, struct phc_err *err)
{
	const struct phc_str key = phc_str(name);
	const struct phc_column *col;
	struct phc_law_row row;

	if (phc_law_find(m->quotas, m->at, &key, &row, err) == -1)
		return -1;
	q->label = row.value[QUOTA_LABEL];
	if (row.value[QUOTA_COLUMN].n == 0)
		return 0;
	q->referral = phc_str_is(row.value[QUOTA_COLUMN], phc_str("referral"));
	if (!q->referral &&
	    !phc_str_is(row.value[QUOTA_COLUMN], phc_str("priority")))
		return phc_fail(err, PHC_EDATA,
		    "%s: neither priority nor referral: '%.*s'",
		    phc_law_where(m->quotas),
		    PHC_STR_ARG(row.value[QUOTA_COLUMN]));
	col = phc_column_find("household", row.value[QUOTA_COLUMN]);
	return word_bits(
	    m->quotas, col, row.value[QUOTA_WORDS], &q->words, err);
}

static int
quotas(struct phc_match *m, const char *tables, struct phc_err *err)
{
	const struct phc_column *col =
	    phc_column_find("dwelling", phc_str("quota"));
	int i;

	m->quotas =
	    phc_law_open("match-quotas", MATCH_QUOTAS_COLUMNS, 1, tables, err);
	if (m->quotas == NULL)
		return -1;
	for (i = 0; i < PHC_QUOTA_NONE; i++)
		if (quota(m, col->values[i], &m->quota[i], err) == -1)
			return -1;
	return 0;
}

int
match_rules_open(struct phc_match *m, const char *tables, struct phc_err *err)
{
	struct phc_law_row row;
	size_t i;
	int r;

	if ((m->rules = phc_law_open(
		 "match-rules", MATCH_RULES_COLUMNS, 1, tables, err)) == NULL)
		return -1;
	for (i = 0; i < phc_law_rows(m->rules); i++) {
		row = phc_law_row(m->rules, i);
		if (find(row.key[0]) == RULES)
			return phc_fail(err, PHC_EDATA, "%s: no rule '%.*s'",
			    phc_law_where(m->rules), PHC_STR_ARG(row.key[0]));
	}
	for (r = 0; r < RULES; r++)
		if (terms(m, r, err) == -1)
			return -1;
	if (sizes(m, tables, err) == -1 || surfaces(m, tables, err) == -1)
		return -1;
	return quotas(m, tables, err);
}

static void
put_terms(const struct terms *t, const char *name, struct phc_out *out)
{
	char limit[PHC_DECIMAL_MAX];
	const struct phc_str field[] = { phc_str(name), t->compares,
		phc_str(t->unit->name),
		phc_str(phc_decimal_format(t->limit, t->unit->places, limit)),
		phc_str(states[t->state]), t->say[PHC_FR].label,
		t->say[PHC_FR].wording, t->source };
	size_t i, n = sizeof(field) / sizeof(*field);

	for (i = 0; i < n; i++) {
		phc_csv_put(out, field[i], false);
		phc_out_char(out, i + 1 < n ? ',' : '\n');
	}
}

void
phc_match_put_rules(const struct phc_match *m, struct phc_out *out)
{
	static const char head[] =
	    "rule,compares,unit,limit,state,label,wording,source\n";
	int r;

	phc_out_put(out, head, sizeof(head) - 1);
	for (r = 0; r < RULES; r++)
		put_terms(&m->terms[r], names[r], out);
}
