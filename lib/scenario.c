#include <stddef.h>
#include <stdlib.h>

#include "phc/date.h"
#include "phc/scenario.h"
#include "phc/text.h"

enum verb { SET, FILL, ADD, TIMES, CLEAR, NEEDS, LACKS };

enum { WHOLE = 10000 }; /* 100 %, in hundredths of a percent */

static const int64_t most = 999999999999999; /* what house CSV can hold */

/* What an operation takes: a value, or so much of another column. */
struct operand {
	int64_t v; /* PHC_UNKNOWN: none; of NEEDS and LACKS a set of codes */
	size_t at; /* the other column, if 'percent' is not 0 */
	int64_t percent; /* hundredths of one, below 0 to take away */
};

struct op {
	size_t scenario, at;
	const struct phc_column *column;
	enum verb verb;
	struct operand of;
};

struct phc_scenarios {
	struct phc_pool pool;
	const struct phc_slot *slots;
	int64_t date;
	char **name;
	struct op *op;
	size_t n, cap, ops, ops_cap;
};

/*
 * Reading.
 */

struct line {
	struct phc_str name, column, value;
	int64_t operation;
};

/* clang-format off */
#define SLOT(column) { #column, offsetof(struct line, column) }
/* clang-format on */

static const struct phc_slot line_slots[] = {
	SLOT(name),
	SLOT(column),
	SLOT(operation),
	SLOT(value),
	{ NULL, 0 },
};

static int
no_slot(const struct phc_slot *slots, struct phc_str name, struct phc_err *err)
{
	const char *names[64];
	size_t n = 0;
	int near;

	for (; slots[n].column != NULL; n++)
		names[n] = slots[n].column;
	near = phc_nearest(name, names, n);
	if (near >= 0)
		return phc_fail(err, PHC_EDATA,
		    "no column '%.*s' (did you mean '%s'?)", PHC_STR_ARG(name),
		    names[near]);
	return phc_fail(err, PHC_EDATA,
	    "no column '%.*s' of a household bears on a budget",
	    PHC_STR_ARG(name));
}

static int
find_column(const struct phc_scenarios *s, struct op *op, struct phc_str name,
    struct phc_err *err)
{
	const struct phc_slot *slot = s->slots;

	while (slot->column != NULL && !phc_str_is(name, phc_str(slot->column)))
		slot++;
	if (slot->column == NULL)
		return no_slot(s->slots, name, err);
	op->at = slot->at;
	op->column = phc_column_find("household", name);
	if (op->column->type == PHC_TEXT || op->column->type == PHC_LIST)
		return phc_fail(err, PHC_EDATA,
		    "column '%s': a text, which no scenario changes",
		    slot->column);
	return 0;
}

static bool
is_number(const struct phc_column *col)
{
	return col->type == PHC_MONEY || col->type == PHC_INT;
}

/* "income", "-partner_income", "income*50" */
static int
reference(const struct phc_scenarios *all, struct op *op, struct phc_str s,
    struct phc_err *err)
{
	bool minus = s.s[0] == '-';
	struct phc_str name = { s.s + minus, s.n - minus };
	const char *star = memchr(s.s, '*', s.n);
	struct op other;

	op->of.percent = WHOLE;
	if (star != NULL) {
		name.n = (size_t)(star - name.s);
		s = (struct phc_str){ star + 1, s.n - name.n - minus - 1 };
		if (phc_decimal_parse(s, 2, &op->of.percent, err) == -1)
			return -1;
	}
	if (find_column(all, &other, name, err) == -1)
		return -1;
	if (other.column->type != op->column->type)
		return phc_fail(err, PHC_EDATA, "not of its type: '%.*s'",
		    PHC_STR_ARG(name));
	if (!is_number(op->column) && (minus || star != NULL))
		return phc_fail(err, PHC_EDATA, "not a number");
	op->of.at = other.at;
	if (minus)
		op->of.percent = -op->of.percent;
	return 0;
}

static bool
is_reference(const struct op *op, struct phc_str s)
{
	size_t i = s.n > 0 && s.s[0] == '-';

	return op->column->type != PHC_CODE && i < s.n && s.s[i] >= 'a' &&
	       s.s[i] <= 'z';
}

/* A day, or so many months after the date, before it if negative. */
static int
day(int64_t date, struct phc_str s, int64_t *v, struct phc_err *err)
{
	int64_t months;

	if (phc_decimal_parse(s, 0, &months, NULL) == -1)
		return phc_date_parse(s, v, err);
	if (months < -1200 || months > 1200)
		return phc_fail(err, PHC_EDATA,
		    "not from -1200 to 1200: '%.*s'", PHC_STR_ARG(s));
	*v = phc_date_months(date, (int)months);
	return 0;
}

static int
literal(struct op *op, int64_t date, struct phc_str s, struct phc_err *err)
{
	struct phc_column free = *op->column;

	if (s.n == 0)
		return phc_fail(err, PHC_EDATA, "no value");
	if (op->column->type == PHC_DATE)
		return day(date, s, &op->of.v, err);
	free.personal = false; /* the table is nobody's */
	if (op->verb == ADD)   /* what is added may be below the least */
		free.min = -most;
	return phc_value_parse(&free, s, &op->of.v, err);
}

static int
percent(struct op *op, struct phc_str s, struct phc_err *err)
{
	if (phc_decimal_parse(s, 2, &op->of.v, NULL) == -1 || op->of.v < 0 ||
	    op->of.v > 10 * WHOLE)
		return phc_fail(err, PHC_EDATA,
		    "not a percentage from 0 to 1000: '%.*s'", PHC_STR_ARG(s));
	return 0;
}

/* The codes of a guard, a bit each; no words are any value. */
static int
codes(struct op *op, struct phc_str s, struct phc_err *err)
{
	struct phc_str w = { s.s, 0 };
	int64_t v;
	size_t i;

	op->of.v = PHC_UNKNOWN;
	if (s.n == 0)
		return 0;
	if (op->column->type != PHC_CODE)
		return phc_fail(err, PHC_EDATA,
		    "a column without words takes no value here: '%.*s'",
		    PHC_STR_ARG(s));
	for (i = op->of.v = 0; i <= s.n; i++)
		if (i < s.n && s.s[i] != ' ')
			w.n++;
		else if (phc_value_parse(op->column, w, &v, err) == -1)
			return -1;
		else {
			op->of.v |= v == PHC_UNKNOWN ? 0 : INT64_C(1) << v;
			w = (struct phc_str){ s.s + i + 1, 0 };
		}
	return 0;
}

static int
nothing(const struct op *op, struct phc_str s, struct phc_err *err)
{
	if (s.n > 0)
		return phc_fail(err, PHC_EDATA, "clear takes no value: '%.*s'",
		    PHC_STR_ARG(s));
	if (op->column->required)
		return phc_fail(
		    err, PHC_EDATA, "required, so it is not cleared");
	return 0;
}

static int
value(const struct phc_scenarios *all, struct op *op, struct phc_str s,
    struct phc_err *err)
{
	if ((op->verb == ADD || op->verb == TIMES) && !is_number(op->column))
		return phc_fail(err, PHC_EDATA, "not a number");
	switch (op->verb) {
	case TIMES:
		return percent(op, s, err);
	case CLEAR:
		return nothing(op, s, err);
	case NEEDS:
	case LACKS:
		return codes(op, s, err);
	default:
		return is_reference(op, s) ? reference(all, op, s, err)
					   : literal(op, all->date, s, err);
	}
}

static size_t
scenario(struct phc_scenarios *s, struct phc_str name)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (phc_str_is(name, phc_str(s->name[i])))
			return i;
	phc_grow(&s->name, &s->cap, s->n + 1, sizeof(*s->name));
	s->name[s->n] = phc_pool_cstr(&s->pool, name);
	return s->n++;
}

static int
add(struct phc_scenarios *s, const struct line *line, struct phc_err *err)
{
	struct op op = { .scenario = scenario(s, line->name) };

	if (line->column.n == 0 && line->value.n == 0 &&
	    line->operation == PHC_UNKNOWN)
		return 0;
	if (line->operation == PHC_UNKNOWN)
		return phc_fail(err, PHC_EDATA, "operation: empty");
	op.verb = (enum verb)line->operation;
	if (find_column(s, &op, line->column, err) == -1)
		return -1;
	if (value(s, &op, line->value, err) == -1)
		return phc_within(err, "%s", op.column->name);
	phc_grow(&s->op, &s->ops_cap, s->ops + 1, sizeof(*s->op));
	s->op[s->ops++] = op;
	return 0;
}

static int
lines(struct phc_scenarios *s, struct phc_csv *csv, struct phc_rec *rec,
    struct phc_err *err)
{
	struct phc_binding b = { 0 };
	struct line line;
	int got;

	rec->line = 1;
	if ((got = phc_csv_next(csv, rec, err)) == 0)
		got = phc_fail(err, PHC_EDATA, "empty: not even a header");
	if (got == 1 && phc_bind(&b, "scenario", line_slots, rec, err) == -1)
		return -1;
	while (got == 1 && (got = phc_csv_next(csv, rec, err)) == 1)
		if (rec->n != b.width)
			got = phc_fail(err, PHC_EDATA, "%zu fields, not %zu",
			    rec->n, b.width);
		else if (phc_bind_read(&b, rec, &line, err) == -1 ||
			 add(s, &line, err) == -1)
			got = -1;
	phc_bind_free(&b);
	if (got == 0 && s->n == 0)
		return phc_fail(err, PHC_EDATA, "no scenario in it");
	return got;
}

struct phc_scenarios *
phc_scenarios_open(const char *file, const struct phc_slot *slots, int64_t date,
    struct phc_err *err)
{
	char where[PHC_WHERE];
	FILE *fp = file == NULL ? phc_data_open("scenarios", NULL, where, err)
				: phc_open(file, err);
	struct phc_scenarios *s;
	struct phc_csv *csv;
	struct phc_rec rec;

	if (fp == NULL)
		return NULL;
	s = phc_new(sizeof(*s));
	s->slots = slots;
	s->date = date;
	csv = phc_csv_new(fp, file == NULL ? where : file, ',');
	if (lines(s, csv, &rec, err) == -1) {
		if (err->code != PHC_ESYS)
			phc_within(err, "%s:%zu", phc_csv_name(csv), rec.line);
		phc_scenarios_free(s);
		s = NULL;
	}
	phc_csv_free(csv);
	fclose(fp);
	return s;
}

void
phc_scenarios_free(struct phc_scenarios *s)
{
	if (s == NULL)
		return;
	phc_pool_free(&s->pool);
	free(s->name);
	free(s->op);
	free(s);
}

size_t
phc_scenarios_count(const struct phc_scenarios *s)
{
	return s->n;
}

const char *
phc_scenario_name(const struct phc_scenarios *s, size_t i)
{
	return s->name[i];
}

bool
phc_scenario_changes(
    const struct phc_scenarios *s, size_t i, const char *column)
{
	const struct op *op = s->op, *end = op + s->ops;

	for (; op < end; op++)
		if (op->scenario == i && op->verb < NEEDS &&
		    strcmp(op->column->name, column) == 0)
			return true;
	return false;
}

/*
 * Applying.
 */

static int64_t *
at(struct phc_household *hh, size_t offset)
{
	return (int64_t *)(void *)((char *)hh + offset);
}

/* A column, or what it must be where it is empty: without a partner there is
 * no income of theirs, without dependants there are none of 14. */
static int64_t
known(struct phc_household *hh, size_t offset)
{
	int64_t v = *at(hh, offset);

	if (v != PHC_UNKNOWN)
		return v;
	if (offset == offsetof(struct phc_household, partner_income) &&
	    hh->partner_birth_date == PHC_UNKNOWN)
		return 0;
	if (offset == offsetof(struct phc_household, dependants_14) &&
	    hh->dependants == 0)
		return 0;
	return v;
}

/* Half up to the cent, in two parts that cannot overflow. */
static int64_t
share(int64_t v, int64_t percent)
{
	return v / WHOLE * percent +
	       phc_div_half_up(v % WHOLE * percent, WHOLE);
}

static int64_t
operand(const struct op *op, struct phc_household *hh)
{
	int64_t v;

	if (op->of.percent == 0)
		return op->of.v;
	v = known(hh, op->of.at);
	return v == PHC_UNKNOWN || op->of.percent == WHOLE
		   ? v
		   : share(v, op->of.percent);
}

static int64_t
sum(const struct op *op, int64_t a, int64_t b)
{
	if (a == PHC_UNKNOWN || b == PHC_UNKNOWN)
		return PHC_UNKNOWN;
	return a + b < op->column->min ? op->column->min : a + b;
}

static int64_t
result(const struct op *op, struct phc_household *hh)
{
	int64_t v = known(hh, op->at);

	switch (op->verb) {
	case ADD:
		return sum(op, v, operand(op, hh));
	case TIMES:
		return v == PHC_UNKNOWN ? v : share(v, op->of.v);
	case FILL:
		return v == PHC_UNKNOWN ? operand(op, hh) : v;
	case CLEAR:
		return PHC_UNKNOWN;
	default:
		return operand(op, hh);
	}
}

static bool
concerns(const struct op *op, const struct phc_household *hh)
{
	int64_t v = *(const int64_t *)(const void *)((const char *)hh + op->at);
	bool has = v != PHC_UNKNOWN &&
		   (op->of.v == PHC_UNKNOWN || (op->of.v >> v & 1));

	return has == (op->verb == NEEDS);
}

static int
perform(const struct op *op, struct phc_household *hh, struct phc_err *err)
{
	int64_t v = result(op, hh);
	bool number = is_number(op->column);

	if (v == PHC_UNKNOWN && op->column->required)
		return phc_fail(err, PHC_EDATA, "%s: unknown, and required",
		    op->column->name);
	if (v != PHC_UNKNOWN && number && (v > op->column->max || v > most))
		return phc_fail(
		    err, PHC_EDATA, "%s: too much", op->column->name);
	if (op->verb == SET || v != known(hh, op->at))
		*at(hh, op->at) = v;
	return 0;
}

/* What was known of the household as it was, and is not of what it became. */
static void
lapse(const struct phc_scenarios *s, size_t i, const struct phc_household *in,
    struct phc_household *out)
{
	if (memcmp(in, out, sizeof(*in)) == 0)
		return;
	if (!phc_scenario_changes(s, i, "aid")) {
		out->aid = PHC_UNKNOWN;
		out->aid_dwelling = (struct phc_str){ "", 0 };
	}
	if (in->income != out->income &&
	    !phc_scenario_changes(s, i, "aid_income"))
		out->aid_income = PHC_UNKNOWN;
}

int
phc_scenario_apply(const struct phc_scenarios *s, size_t i,
    const struct phc_household *in, struct phc_household *out,
    struct phc_err *err)
{
	const struct op *op = s->op, *end = op + s->ops;

	*out = *in;
	for (; op < end; op++) {
		if (op->scenario != i)
			continue;
		if (op->verb < NEEDS) {
			if (perform(op, out, err) == -1)
				return phc_within(err, "%s", s->name[i]);
		} else if (!concerns(op, in)) {
			*out = *in;
			return 0;
		}
	}
	lapse(s, i, in, out);
	if (phc_household_check(out, err) == -1)
		return phc_within(err, "%s", s->name[i]);
	return 0;
}
