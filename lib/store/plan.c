#include "forget.h"
#include "phc/date.h"

/* The days that an erasing is counted from. */
static const struct source {
	const char *name, *sql; /* household_id, item, counted_on */
} sources[] = {
	{ "struck_off",
	    "SELECT household_id, NULL, struck_off_on FROM temp.last_household "
	    "LEFT JOIN temp.standing USING (household_id) "
	    "WHERE entered_on IS NULL" },
	{ "renewal", "SELECT household_id, NULL, "
		     "ifnull(max(renewed_on, applied_on), applied_on) FROM "
		     "temp.last_household "
		     "LEFT JOIN temp.standing USING (household_id) "
		     "WHERE entered_on IS NULL" },
	{ "exit", "SELECT household_id, NULL, left_on FROM temp.standing" },
	{ "measure_end",
	    "SELECT household_id, NULL, ended_on FROM temp.standing" },
	{ "entry", "SELECT household_id, NULL, entered_on FROM temp.standing "
		   "WHERE started_on IS NULL" },
	{ "decision", "SELECT household_id, proposal_id, decided_on FROM "
		      "temp.last_proposal WHERE decision IS NOT NULL" },
};

/* The version of each key that is known last. */
static int
last(struct phc_store *s, const char *kind, struct phc_err *err)
{
	struct store_kind k;
	const char *key;

	store_kind(&k, kind);
	key = k.col[k.key[0]].name;
	return store_run(s,
	    sqlite3_mprintf("CREATE TEMP VIEW last_%s AS SELECT * FROM "
			    "main.%s_history AS h WHERE NOT EXISTS (SELECT 1 "
			    "FROM main.%s_history AS v WHERE v.%s = h.%s AND "
			    "(v.since, v.id) > (h.since, h.id))",
		kind, kind, kind, key, key),
	    err);
}

/*
 * How each household stands that was ever housed or accompanied.  A measure is
 * in force that has not ended as often as it has started, or since it last did;
 * where an end does not name its measure it ends any one.
 */
static int
standing(struct phc_store *s, const char *day, struct phc_err *err)
{
	static const char tables[] =
	    "CREATE TEMP TABLE target (rule TEXT, what TEXT, household_id TEXT,"
	    " item TEXT, counted_on TEXT);"
	    "CREATE TEMP TABLE doomed (kind TEXT, id INTEGER, last INTEGER, "
	    "rule TEXT, household_id TEXT, PRIMARY KEY (kind, id));"
	    "CREATE TEMP TABLE standing (household_id TEXT PRIMARY KEY, "
	    "running INTEGER NOT NULL DEFAULT 0, "
	    "accompanied INTEGER NOT NULL DEFAULT 0, "
	    "entered_on TEXT, left_on TEXT, started_on TEXT, ended_on TEXT);";
	static const char measures[] =
	    "INSERT INTO temp.standing (household_id, accompanied, started_on,"
	    " ended_on) SELECT household_id, sum(open) > sum(unnamed) OR "
	    "ifnull(max(started) > max(ended), max(started) IS NOT NULL), "
	    "max(started), max(ended) FROM (SELECT household_id, measure, "
	    "sum(kind = 'measure_start') > sum(kind = 'measure_end') OR "
	    "ifnull(max(iif(kind = 'measure_start', happened_on, NULL)) > "
	    "max(iif(kind = 'measure_end', happened_on, NULL)), 0) AS open, "
	    "iif(measure IS NULL, max(0, sum(kind = 'measure_end') - sum(kind ="
	    " 'measure_start')), 0) AS unnamed, "
	    "max(iif(kind = 'measure_start', happened_on, NULL)) AS started, "
	    "max(iif(kind = 'measure_end', happened_on, NULL)) AS ended "
	    "FROM temp.last_event WHERE kind IN ('measure_start', "
	    "'measure_end') GROUP BY household_id, measure) "
	    "WHERE true GROUP BY household_id "
	    "ON CONFLICT (household_id) DO UPDATE SET "
	    "accompanied = excluded.accompanied, "
	    "started_on = excluded.started_on, ended_on = excluded.ended_on";

	if (store_exec(s, tables, err) == -1)
		return -1;
	if (store_run(s,
		sqlite3_mprintf(
		    "INSERT INTO temp.standing (household_id, running, "
		    "entered_on, left_on) SELECT household_id, "
		    "max(ended_on IS NULL OR ended_on > %Q), min(start_on), "
		    "max(ended_on) FROM temp.last_lease GROUP BY household_id",
		    day),
		err) == -1)
		return -1;
	return store_exec(s, measures, err);
}

/* The last day from which 'months' have run by 'day'. */
static int64_t
until(int64_t day, int months)
{
	int64_t at = phc_date_months(day, -months);

	while (phc_date_months(at + 1, months) <= day)
		at++;
	return at;
}

static bool
is_event(struct phc_str code)
{
	const struct phc_column *col =
	    phc_column_find("event", phc_str("kind"));
	size_t i;

	for (i = 0; i < col->nvalues; i++)
		if (phc_str_is(code, phc_str(col->values[i])))
			return true;
	return false;
}

/* A word of what a rule takes: "household", "proposal", "event:CODE". */
static bool
is_what(struct phc_str word)
{
	static const char event[] = "event:";
	const size_t n = sizeof(event) - 1;

	return phc_str_is(word, phc_str("household")) ||
	       phc_str_is(word, phc_str("proposal")) ||
	       (word.n > n && memcmp(word.s, event, n) == 0 &&
		   is_event((struct phc_str){ word.s + n, word.n - n }));
}

/*
 * Targets of a rule: of those in no measure and, where all of them goes, in no
 * dwelling.  Proposals are the commission's, and go by their own day.
 */
static int
target(struct phc_store *s, struct phc_str rule, struct phc_str what,
    const struct source *from, const char *day, struct phc_err *err)
{
	bool all = phc_str_is(what, phc_str("household"));
	bool list = phc_str_is(what, phc_str("proposal"));

	return store_run(s,
	    sqlite3_mprintf(
		"WITH c(household_id, item, counted_on) AS (%s) INSERT INTO "
		"temp.target SELECT '%.*q', '%.*q', c.* FROM c LEFT JOIN "
		"temp.standing AS t ON t.household_id = c.household_id WHERE "
		"c.counted_on <= %Q%s%s",
		from->sql, (int)rule.n, rule.s, (int)what.n, what.s, day,
		list ? "" : " AND ifnull(t.accompanied, 0) = 0",
		all ? " AND ifnull(t.running, 0) = 0" : ""),
	    err);
}

enum { WHAT, COUNTED_FROM, MONTHS };

static const struct source *
source(struct phc_str name)
{
	size_t i;

	for (i = 0; i < sizeof(sources) / sizeof(*sources); i++)
		if (phc_str_is(name, phc_str(sources[i].name)))
			return &sources[i];
	return NULL;
}

static int
bad(const struct phc_store_forget *f, struct phc_str rule, const char *column,
    struct phc_str value, struct phc_err *err)
{
	return phc_fail(err, PHC_EDATA, "%s: rule %.*s: no %s '%.*s'",
	    phc_law_where(f->rules), PHC_STR_ARG(rule), column,
	    PHC_STR_ARG(value));
}

static int
rule(struct phc_store *s, const struct phc_store_forget *f,
    const struct phc_law_row *row, struct phc_err *err)
{
	const struct source *from = source(row->value[COUNTED_FROM]);
	struct phc_str what = row->value[WHAT], word;
	char day[PHC_DATE_MAX];
	const char *space;
	int64_t months;

	if (from == NULL)
		return bad(f, row->key[0], "counted_from",
		    row->value[COUNTED_FROM], err);
	if (phc_law_number(f->rules, row->value[MONTHS], 0, &months, err) == -1)
		return -1;
	if (months < 0 || months > 1200)
		return bad(f, row->key[0], "months", row->value[MONTHS], err);
	phc_date_format(until(f->date, (int)months), day);
	for (;; what = (struct phc_str){ space + 1, what.n - word.n - 1 }) {
		space = memchr(what.s, ' ', what.n);
		word = what;
		word.n = space ? (size_t)(space - what.s) : what.n;
		if (!is_what(word) ||
		    (strcmp(from->name, "decision") == 0 &&
			!phc_str_is(word, phc_str("proposal"))))
			return bad(f, row->key[0], "what", word, err);
		if (target(s, row->key[0], word, from, day, err) == -1)
			return -1;
		if (space == NULL)
			return 0;
	}
}

/* Each rule that is in force that day, in order of the table's keys. */
static int
by_rule(
    struct phc_store *s, const struct phc_store_forget *f, struct phc_err *err)
{
	struct phc_law_row row, now;
	struct phc_str done = { "", 0 };
	size_t i;

	for (i = 0; i < phc_law_rows(f->rules); i++) {
		row = phc_law_row(f->rules, i);
		if (phc_str_is(row.key[0], done) ||
		    phc_law_find(f->rules, f->date, row.key, &now, NULL) == -1)
			continue;
		done = row.key[0];
		if (rule(s, f, &now, err) == -1)
			return -1;
	}
	return 0;
}

/* A number that SQL gives of a household. */
static int
ask(struct phc_store *s, const char *sql, const char *household, int64_t *n,
    struct phc_err *err)
{
	sqlite3_stmt *st = store_prepare(s, sqlite3_mprintf("%s", sql), err);
	int got;

	*n = 0;
	if (st == NULL)
		return -1;
	sqlite3_bind_text(st, 1, household, -1, SQLITE_STATIC);
	if ((got = store_step(s, st, err)) == 1)
		*n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return got == -1 ? -1 : 0;
}

static int
known(
    struct phc_store *s, const char *household, int64_t *n, struct phc_err *err)
{
	struct store_kind k;
	char sql[128];
	size_t i;

	for (*n = 0, i = 0; *n == 0 && phc_store_kind(i) != NULL; i++) {
		store_kind(&k, phc_store_kind(i));
		if (!store_has(s, k.name, "household_id"))
			continue;
		snprintf(sql, sizeof(sql),
		    "SELECT EXISTS (SELECT 1 FROM main.%s_history WHERE "
		    "household_id = ?1)",
		    k.name);
		if (ask(s, sql, household, n, err) == -1)
			return -1;
	}
	return 0;
}

static int
on_request(
    struct phc_store *s, const struct phc_store_forget *f, struct phc_err *err)
{
	int64_t n;

	if (f->reason != NULL && strstr(f->reason, f->household) != NULL)
		return phc_fail(err, PHC_EDATA,
		    "the reason is kept, and has the key of the household: "
		    "say it without");
	if (known(s, f->household, &n, err) == -1)
		return -1;
	if (n == 0)
		return phc_fail(err, PHC_EDATA,
		    "no such household in '%s': it was never there, or is "
		    "erased already",
		    s->path);
	if (ask(s,
		"SELECT running OR accompanied FROM temp.standing WHERE "
		"household_id = ?1",
		f->household, &n, err) == -1)
		return -1;
	if (n != 0 && !f->force)
		return phc_fail(err, PHC_EDATA,
		    "the household is accompanied, or a lease of it runs: end "
		    "these first, or insist with --force");
	return store_run(s,
	    sqlite3_mprintf("INSERT INTO temp.target VALUES ('request', "
			    "'household', %Q, NULL, NULL)",
		f->household),
	    err);
}

/*
 * Versions of kind 'k' that go with targets 'what', and those that an older
 * version would come back with: all up to the last that names the household.
 */
static int
doom(struct phc_store *s, const struct store_kind *k, const char *what,
    struct phc_err *err)
{
	const char *key = k->col[k->key[0]].name;

	return store_run(s,
	    sqlite3_mprintf(
		"INSERT OR IGNORE INTO temp.doomed SELECT '%s', h.id, "
		"NOT EXISTS (SELECT 1 FROM main.%s_history AS v WHERE v.%s = "
		"h.%s AND (v.since, v.id) > (h.since, h.id)), e.rule, "
		"e.household_id FROM main.%s_history AS n CROSS JOIN "
		"temp.target AS e ON e.household_id = n.household_id AND "
		"e.what = %s AND ifnull(e.item = n.%s, 1) CROSS JOIN "
		"main.%s_history AS h ON h.%s = n.%s AND (h.since, h.id) <= "
		"(n.since, n.id)",
		k->name, k->name, key, key, k->name, what, key, k->name, key,
		key),
	    err);
}

/* All that must name a household goes with it. */
static int
doomed(struct phc_store *s, struct phc_err *err)
{
	const struct phc_column *col;
	struct store_kind k;
	size_t i;

	if (store_exec(s,
		"CREATE INDEX temp.target_of ON target(household_id, what)",
		err) == -1)
		return -1;
	for (i = 0; phc_store_kind(i) != NULL; i++) {
		store_kind(&k, phc_store_kind(i));
		col = phc_column_find(k.name, phc_str("household_id"));
		if (col != NULL && (col->key || col->required) &&
		    doom(s, &k, "'household'", err) == -1)
			return -1;
	}
	store_kind(&k, "proposal");
	if (doom(s, &k, "'proposal'", err) == -1)
		return -1;
	store_kind(&k, "event");
	return doom(s, &k, "'event:' || n.kind", err);
}

int
store_plan(
    struct phc_store *s, const struct phc_store_forget *f, struct phc_err *err)
{
	static const char *const kinds[] = { "household", "lease", "event",
		"proposal" };
	char day[PHC_DATE_MAX];
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (last(s, kinds[i], err) == -1)
			return -1;
	if (standing(s, phc_date_format(f->date, day), err) == -1)
		return -1;
	if ((f->household ? on_request : by_rule)(s, f, err) == -1)
		return -1;
	return doomed(s, err);
}
