#include <sqlite3ext.h>
#include <stdlib.h>

#include "phc/aid.h"
#include "phc/date.h"
#include "phc/effort.h"
#include "phc/sql.h"

SQLITE_EXTENSION_INIT1

/*
 * Arguments: what each kind has to be, read as text, as one of some words, or
 * as a number of so many places.
 */

static const char *const products[] = { "PLAI", "PLUS", "PLS", NULL };
static const char *const regions[] = { "paris", "idf", "other", NULL };

enum { MOST = 1000000000 }; /* euros: what phc_aid() takes of resources */

static const struct kind {
	const char *what;
	int (*parse)(struct phc_str, int64_t *out, struct phc_err *);
	const char *const *words;
	int places;
	int64_t min, max;
} month = { "a month (YYYY-MM)", .parse = phc_month_parse },
  date = { "a date (YYYY-MM-DD)", .parse = phc_date_parse },
  product = { "PLAI, PLUS or PLS", .words = products },
  region = { "paris, idf or other", .words = regions },
  zone = { "1, 2 or 3", .min = 1, .max = 3 },
  yes = { "0 or 1", .min = 0, .max = 1 },
  category = { "from 1 to 6", .min = 1, .max = 6 },
  some = { "from 0 to 20", .min = 0, .max = 20 },
  one_or_more = { "from 1 to 99", .min = 1, .max = 99 },
  years = { "from 0 to 300", .min = 0, .max = 300 },
  euros = { "whole cents from 0 to 10^9 euros", .places = 2, .min = 0,
	  .max = INT64_C(100) * MOST };

static struct phc_str
text(sqlite3_value *v)
{
	const void *s = sqlite3_value_text(v);

	return (struct phc_str){ s != NULL ? s : "",
		s != NULL ? (size_t)sqlite3_value_bytes(v) : 0 };
}

/* An empty text is what .import makes of the unknown. */
static bool
unknown(sqlite3_value *v)
{
	int type = sqlite3_value_type(v);

	return type == SQLITE_NULL ||
	       (type == SQLITE_TEXT && sqlite3_value_bytes(v) == 0);
}

static bool
word(const char *const *words, struct phc_str s, int64_t *out)
{
	for (*out = 0; words[*out] != NULL; ++*out)
		if (phc_str_is(s, phc_str(words[*out])))
			return true;
	return false;
}

/* The nearest of that many places, if it is a millionth away at most: a sum of
 * amounts is, a quotient is not. */
static bool
from_real(double v, int64_t unit, int64_t *out)
{
	const double near = 1e-6;
	double away;

	if (!(v >= -MOST && v <= MOST))
		return false;
	*out = (int64_t)(v * (double)unit + (v < 0 ? -0.5 : 0.5));
	away = v - (double)*out / (double)unit;
	return away >= -near && away <= near;
}

static bool
number(sqlite3_value *v, int places, int64_t *out)
{
	int64_t unit = places == 2 ? 100 : 1;

	switch (sqlite3_value_type(v)) {
	case SQLITE_INTEGER:
		*out = sqlite3_value_int64(v);
		if (*out < -MOST || *out > MOST)
			return false;
		*out *= unit;
		return true;
	case SQLITE_FLOAT:
		return from_real(sqlite3_value_double(v), unit, out);
	case SQLITE_TEXT:
		return phc_decimal_parse(text(v), places, out, NULL) == 0;
	default:
		return false;
	}
}

static bool
decode(const struct kind *k, sqlite3_value *v, int64_t *out)
{
	if (sqlite3_value_type(v) == SQLITE_BLOB)
		return false;
	if (k->parse != NULL)
		return k->parse(text(v), out, NULL) == 0;
	if (k->words != NULL)
		return word(k->words, text(v), out);
	return number(v, k->places, out) && *out >= k->min && *out <= k->max;
}

/*
 * Tables: bound once for all the days on which they answer the same.
 */

struct tables {
	void *(*open)(int64_t at, struct phc_span *, struct phc_err *);
	void (*close)(void *);
};

static void *
open_aid(int64_t at, struct phc_span *days, struct phc_err *err)
{
	struct phc_aid *a = phc_aid_open(NULL, at, err);

	if (a != NULL)
		*days = phc_aid_span(a);
	return a;
}

static void
close_aid(void *aid)
{
	phc_aid_free(aid);
}

static void *
open_ceilings(int64_t at, struct phc_span *days, struct phc_err *err)
{
	struct phc_ceilings *c = phc_ceilings_open(NULL, at, err);

	if (c != NULL)
		*days = phc_ceilings_span(c);
	return c;
}

static void
close_ceilings(void *ceilings)
{
	phc_ceilings_free(ceilings);
}

static const struct tables aid = { open_aid, close_aid },
			   ceilings = { open_ceilings, close_ceilings };

/*
 * Functions.  The values of the arguments come in their order; of one that has
 * tables, the first is the day.  PHC_UNKNOWN becomes NULL.
 */

static int
housing_aid(const void *law, const int64_t *v, int64_t *out, struct phc_err *e)
{
	const struct phc_aid_case of = {
		.zone = v[1],
		.couple = v[2],
		.dependants = v[3],
		.rent = v[4],
		.resources = v[5],
		.shared = v[6],
		.room = v[7],
		.convention = v[8],
	};
	struct phc_aid_result r;

	if (phc_aid(law, &of, &r, NULL, e) == -1)
		return -1;
	*out = r.net;
	return 0;
}

static int
rls(const void *law, const int64_t *v, int64_t *out, struct phc_err *e)
{
	const struct phc_aid_case of = {
		.zone = v[1],
		.couple = v[2],
		.dependants = v[3],
		.resources = v[4],
		.shared = v[5],
		.convention = true,
	};

	return phc_rls(law, &of, out, NULL, e);
}

static int
household_category(
    const void *law, const int64_t *v, int64_t *out, struct phc_err *e)
{
	const struct phc_composition of = { v[1], v[2], v[3], v[4], v[5],
		v[6] };

	(void)law;
	if (of.persons < of.adults + of.dependants)
		return phc_fail(
		    e, PHC_EDATA, "persons: fewer than adults and dependants");
	if (of.couple && of.adults < 2)
		return phc_fail(e, PHC_EDATA, "adults: fewer than a couple");
	if (of.couple && of.age_sum == 0)
		return phc_fail(e, PHC_EDATA, "age_sum: 0 of a couple");
	*out = phc_category_of(&of, v[0]).category;
	return 0;
}

static int
hlm_ceiling(const void *law, const int64_t *v, int64_t *out, struct phc_err *e)
{
	struct phc_category c = { (int)v[3], (int)v[4], PHC_STEP_NONE };

	if (c.extra > 0 && c.category < category.max)
		return phc_fail(
		    e, PHC_EDATA, "extra: persons beyond category 6 alone");
	*out = phc_ceiling(law, v[1], (enum phc_zone)v[2], c);
	return 0;
}

static int
effort_rate(const void *law, const int64_t *v, int64_t *out, struct phc_err *e)
{
	int64_t net = v[0] > v[1] ? v[0] - v[1] : 0, income = v[2];

	(void)law;
	(void)e;
	*out = income > 0 ? phc_percent(net, income) : PHC_UNKNOWN;
	return 0;
}

enum { ARGS = 9 };

static const struct function {
	const char *name;
	int (*call)(
	    const void *law, const int64_t *, int64_t *out, struct phc_err *);
	const struct tables *tables;
	int args, places;
	struct {
		const char *name;
		const struct kind *kind;
	} arg[ARGS];
} functions[] = {
	{ "housing_aid", housing_aid, &aid, 9, 2,
	    { { "month", &month }, { "zone", &zone }, { "couple", &yes },
		{ "dependants", &some }, { "rent", &euros },
		{ "resources", &euros }, { "shared", &yes }, { "room", &yes },
		{ "convention", &yes } } },
	{ "rls", rls, &aid, 6, 2,
	    { { "month", &month }, { "zone", &zone }, { "couple", &yes },
		{ "dependants", &some }, { "resources", &euros },
		{ "shared", &yes } } },
	{ "household_category", household_category, NULL, 7, 0,
	    { { "date", &date }, { "persons", &one_or_more },
		{ "adults", &one_or_more }, { "dependants", &some },
		{ "couple", &yes }, { "age_sum", &years },
		{ "disabled", &some } } },
	{ "hlm_ceiling", hlm_ceiling, &ceilings, 5, 2,
	    { { "date", &date }, { "product", &product }, { "zone", &region },
		{ "category", &category }, { "extra", &some } } },
	{ "effort_rate", effort_rate, NULL, 3, 2,
	    { { "cost", &euros }, { "aid", &euros }, { "income", &euros } } },
};

/*
 * A function in a connection, and the tables that it asked there.
 */

struct bound {
	struct bound *next;
	struct phc_span days;
	void *law;
};

struct session {
	const struct function *f;
	struct bound *bound;
};

static void
end(void *session)
{
	struct session *s = session;
	struct bound *b;

	while ((b = s->bound) != NULL) {
		s->bound = b->next;
		s->f->tables->close(b->law);
		free(b);
	}
	free(s);
}

static int
bind(struct session *s, int64_t at, const void **law, struct phc_err *err)
{
	struct bound *b = s->bound, new;

	if (s->f->tables == NULL)
		return 0;
	while (b != NULL && (at < b->days.first || at > b->days.last))
		b = b->next;
	if (b == NULL) {
		new.next = s->bound;
		if ((new.law = s->f->tables->open(at, &new.days, err)) == NULL)
			return phc_within(err, "%s", s->f->arg[0].name);
		s->bound = b = phc_new(sizeof(*b));
		*b = new;
	}
	*law = b->law;
	return 0;
}

static int
values(const struct function *f, sqlite3_value **argv, int64_t *v,
    struct phc_err *err)
{
	int i;

	for (i = 0; i < f->args; i++)
		if (!decode(f->arg[i].kind, argv[i], &v[i]))
			return phc_fail(err, PHC_EDATA, "%s: not %s",
			    f->arg[i].name, f->arg[i].kind->what);
	return 0;
}

static void
put(sqlite3_context *to, int places, int64_t v)
{
	if (v == PHC_UNKNOWN)
		sqlite3_result_null(to);
	else if (places == 0)
		sqlite3_result_int64(to, v);
	else
		sqlite3_result_double(to, (double)v / 100);
}

static void
call(sqlite3_context *to, int argc, sqlite3_value **argv)
{
	struct session *s = sqlite3_user_data(to);
	const void *law = NULL;
	int64_t v[ARGS], out;
	struct phc_err err;
	int i;

	for (i = 0; i < argc; i++)
		if (unknown(argv[i]))
			return;
	if (values(s->f, argv, v, &err) == 0 &&
	    bind(s, v[0], &law, &err) == 0 &&
	    s->f->call(law, v, &out, &err) == 0)
		put(to, s->f->places, out);
	else {
		phc_within(&err, "%s", s->f->name);
		sqlite3_result_error(to, err.msg, -1);
	}
}

static int
define(sqlite3 *db, const struct function *f)
{
	struct session *s = phc_new(sizeof(*s));

	s->f = f;
	return sqlite3_create_function_v2(db, f->name, f->args,
	    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, s, call,
	    NULL, NULL, end);
}

int
sqlite3_phc_init(
    sqlite3 *db, char **message, const sqlite3_api_routines *routines)
{
	int rc = SQLITE_OK;
	size_t i;

	(void)message;
	SQLITE_EXTENSION_INIT2(routines)
	for (i = 0; i < sizeof(functions) / sizeof(*functions); i++)
		if (rc == SQLITE_OK)
			rc = define(db, &functions[i]);
	return rc;
}
