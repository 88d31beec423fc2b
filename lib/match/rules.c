#include "match.h"
#include "phc/date.h"
#include "phc/law.h"

enum outcome { STOPS, HOLDS, DOUBT };

static enum outcome
yes_no(int64_t v)
{
	return v == PHC_UNKNOWN ? DOUBT : v ? HOLDS : STOPS;
}

static enum outcome
age(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	(void)d;
	*miss =
	    (struct miss){ .value = h->age, .limit = m->terms[RULE_AGE].limit };
	return miss->value < miss->limit ? HOLDS : STOPS;
}

static enum outcome
first_home(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	(void)m, (void)d, (void)miss;
	return yes_no(h->hh.first_home);
}

/* LAW: CCH R441-1 */
static enum outcome
ceiling(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	int64_t financing = d->dw.financing;

	*miss = (struct miss){ .value = h->tested,
		.limit =
		    phc_ceiling(m->ceilings, financing, d->zone, h->category),
		.what = phc_str(m->financing->values[financing]) };
	return yes_no(phc_ceiling_within(miss->value, miss->limit));
}

/* Of a shared dwelling, the rooms that are the household's are not known. */
static enum outcome
size(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	const struct room_range *r = h->rooms;
	bool few = d->rooms < r->min;

	(void)m;
	*miss = (struct miss){
		.value = d->rooms, .limit = few ? r->min : r->max, .other = few
	};
	if (h->hh.shared_lease == 1)
		return DOUBT;
	return few || d->rooms > r->max ? STOPS : HOLDS;
}

/* Of a commune that table communes has not, the EPCI may be any. */
static enum outcome
commune(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	bool near = false, perhaps = false, known;
	size_t i;

	(void)m;
	miss->what = d->place;
	for (i = 0; i < h->nwishes; i++) {
		if (h->wish[i].commune == d->dw.commune)
			return HOLDS;
		known =
		    h->wish[i].epci != PHC_UNKNOWN && d->epci != PHC_UNKNOWN;
		near |= known && h->wish[i].epci == d->epci;
		perhaps |= !known;
	}
	if (h->nwishes == 0)
		return HOLDS;
	if (near)
		return yes_no(h->hh.wanted_nearby);
	return perhaps && h->hh.wanted_nearby != 0 ? DOUBT : STOPS;
}

static enum outcome
type(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	miss->what = phc_str(m->type->values[d->dw.type]);
	return h->types == 0 || h->types >> d->dw.type & 1 ? HOLDS : STOPS;
}

/* How far apart the days are on which each of the two is free. */
static enum outcome
date(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	int64_t comes = h->hh.needed_from, ready = d->dw.available_on;

	if (comes == PHC_UNKNOWN)
		return DOUBT;
	comes = comes > m->at ? comes : m->at;
	ready = ready > m->at ? ready : m->at;
	*miss = (struct miss){ .value = comes > ready ? comes - ready
						      : ready - comes,
		.limit = m->terms[RULE_DATE].limit,
		.other = comes > ready };
	return miss->value <= miss->limit ? HOLDS : STOPS;
}

static enum outcome
accessible(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	(void)m, (void)miss;
	if (h->hh.accessible_need == 0 || d->dw.accessible == 1)
		return HOLDS;
	return h->hh.accessible_need == 1 ? yes_no(d->dw.accessible) : DOUBT;
}

static enum outcome
effort(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct miss *miss)
{
	struct phc_effort e = phc_effort(&h->hh, &d->dw, NULL);
	int64_t limit = m->terms[RULE_EFFORT].limit;
	int64_t over = phc_effort_over(e.decided, e.income, limit);

	*miss = (struct miss){ .limit = limit, .other = e.income == 0 };
	if (e.income > 0 && over == 1)
		miss->value = phc_percent(e.decided, e.income);
	return yes_no(over == PHC_UNKNOWN ? over : !over);
}

/* Those of a place ask nothing of a dwelling but where it is. */
static const struct {
	const char *name;
	bool place, limited;
	enum outcome (*judge)(const struct phc_match *,
	    const struct household *, const struct dwelling *, struct miss *);
} rules[RULES] = {
	[RULE_AGE] = { "age", true, true, age },
	[RULE_FIRST_HOME] = { "first_home", true, false, first_home },
	[RULE_CEILING] = { "ceiling", false, false, ceiling },
	[RULE_SIZE] = { "size", false, false, size },
	[RULE_COMMUNE] = { "commune", true, false, commune },
	[RULE_TYPE] = { "type", false, false, type },
	[RULE_DATE] = { "date", false, true, date },
	[RULE_ACCESSIBLE] = { "accessible", false, false, accessible },
	[RULE_EFFORT] = { "effort", false, true, effort },
};

static const struct unit units[] = {
	{ "none", 0, "", "" },
	{ "eur", 2, " €", " €" },
	{ "percent", 2, " %", " %" },
	{ "days", 0, " day", " days" },
	{ "years", 0, " year", " years" },
	{ "rooms", 0, " room", " rooms" },
};

const char *
match_rule_name(int rule)
{
	return rule == DOUBT_PRIORITY ? "priority" : rules[rule].name;
}

bool
match_lawful(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, bool place, unsigned *doubts)
{
	struct miss miss;
	int r;

	for (r = 0; r < RULES; r++) {
		if (!m->terms[r].on || rules[r].place != place)
			continue;
		switch (rules[r].judge(m, h, d, &miss)) {
		case STOPS:
			return false;
		case DOUBT:
			*doubts |= 1U << r;
			break;
		case HOLDS:
			break;
		}
	}
	return true;
}

void
match_judge(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, struct verdict *v)
{
	int r;

	memset(v, 0, sizeof(*v));
	for (r = 0; r < RULES; r++)
		if (m->terms[r].on &&
		    rules[r].judge(m, h, d, &v->miss[r]) == STOPS)
			v->stops |= 1U << r;
}

/* RULES if there is none of that name. */
static int
find(struct phc_str name)
{
	int r = 0;

	while (r < RULES && !phc_str_is(name, phc_str(rules[r].name)))
		r++;
	return r;
}

void
phc_match_limit(struct phc_match *m, const char *rule, int64_t limit)
{
	int r = find(phc_str(rule));

	if (r < RULES && rules[r].limited) {
		m->terms[r].limit = limit;
		m->terms[r].on = true;
	} else
		phc_bug("no such limit of a rule");
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

/* Columns of table match-rules after the key. */
enum { UNIT, LIMIT, STATE, WORDING, OTHER };

static int
terms(struct phc_match *m, int r, struct phc_err *err)
{
	const struct phc_str key = phc_str(rules[r].name);
	struct terms *t = &m->terms[r];
	struct phc_law_row row;

	if (phc_law_find(m->rules, m->at, &key, &row, err) == -1)
		return -1;
	t->unit = unit_find(row.value[UNIT]);
	t->on = phc_str_is(row.value[STATE], phc_str("on"));
	t->wording = row.value[WORDING];
	t->other = row.value[OTHER].n > 0 ? row.value[OTHER] : t->wording;
	if (t->unit == NULL || rules[r].limited != (row.value[LIMIT].n > 0) ||
	    (!t->on && !phc_str_is(row.value[STATE], phc_str("off"))))
		return phc_fail(err, PHC_EDATA,
		    "%s: rule '%s': no such unit, limit or state: '%.*s', "
		    "'%.*s', '%.*s'",
		    phc_law_where(m->rules), rules[r].name,
		    PHC_STR_ARG(row.value[UNIT]), PHC_STR_ARG(row.value[LIMIT]),
		    PHC_STR_ARG(row.value[STATE]));
	if (row.value[LIMIT].n > 0)
		return phc_law_number(m->rules, row.value[LIMIT],
		    t->unit->places, &t->limit, err);
	return 0;
}

static int
range(struct phc_match *m, const struct phc_law *law, int persons, int couple,
    struct phc_err *err)
{
	struct room_range *r = &m->rooms[persons][couple];
	int64_t *const to[] = { &r->min, &r->max, &r->usual_min,
		&r->usual_max };
	const char digit[] = "0123456789";
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
	struct phc_law *law = phc_law_open(
	    "match-sizes", PHC_MATCH_SIZES_COLUMNS, 2, tables, err);
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

int
match_rules_open(struct phc_match *m, const char *tables, struct phc_err *err)
{
	struct phc_law_row row;
	size_t i;
	int r;

	if ((m->rules = phc_law_open("match-rules", PHC_MATCH_RULES_COLUMNS, 1,
		 tables, err)) == NULL)
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
	return sizes(m, tables, err);
}
