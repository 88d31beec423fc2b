#include "forget.h"

/*
 * What is counted of the rows that go: by the month of a day, and by a value,
 * or all.  One way each: no two values of one household stay together.
 */
static const struct count {
	const char *what, *dimension, *kind, *day, *value, *where;
} counts[] = {
	{ "demands", "", "household", "applied_on", "''", "1" },
	{ "demands", "referral", "household", "applied_on", "referral", "1" },
	{ "demands", "priority", "household", "applied_on", "priority", "1" },
	{ "struck_off", "reason", "household", "struck_off_on",
	    "struck_off_reason", "1" },
	{ "proposals", "", "proposal", "proposed_on", "''", "1" },
	{ "attributions", "", "proposal", "decided_on", "''",
	    "decision = 'granted'" },
	{ "refusals", "decision", "proposal", "decided_on", "decision",
	    "decision NOT IN ('granted', 'ranked', 'conditional')" },
	{ "refusals", "reason", "proposal", "decided_on", "reason",
	    "decision NOT IN ('granted', 'ranked', 'conditional')" },
	{ "entries", "", "lease", "start_on", "''", "1" },
	{ "entries", "form", "lease", "start_on", "form", "1" },
	{ "exits", "reason", "lease", "ended_on", "end_reason", "1" },
	{ "events", "kind", "event", "happened_on", "kind", "1" },
	{ "measures", "level", "event", "happened_on", "level",
	    "kind = 'measure_start'" },
	{ "measures", "measure", "event", "happened_on", "measure",
	    "kind = 'measure_start'" },
};

#define ADD "INSERT INTO main.aggregate (month, what, dimension, value, n) "
#define SUM                                                                   \
	" ON CONFLICT (month, what, dimension, value) DO UPDATE SET n = n + " \
	"excluded.n"

static int
count(struct phc_store *s, const struct count *c, struct phc_err *err)
{
	return store_run(s,
	    sqlite3_mprintf(ADD
		"SELECT substr(%s, 1, 7), %Q, %Q, ifnull(%s, ''), count(*) "
		"FROM main.%s_history WHERE id IN (SELECT id FROM temp.doomed "
		"WHERE kind = %Q AND last) AND %s IS NOT NULL AND %s GROUP BY "
		"1, 4" SUM,
		c->day, c->what, c->dimension, c->value, c->kind, c->kind,
		c->day, c->where),
	    err);
}

/*
 * Months in which a measure was in force on some day, each once for a
 * household, at the level that the month's end found.
 */
static const char months[] =
    "CREATE TEMP TABLE gone AS SELECT * FROM main.event_history WHERE id IN "
    "(SELECT id FROM temp.doomed WHERE kind = 'event' AND last) AND kind IN "
    "('measure_start', 'measure_end', 'level_change');"
    "CREATE INDEX temp.gone_of ON gone(household_id, happened_on);"
    "CREATE TEMP TABLE reached AS WITH RECURSIVE m(household_id, measure, "
    "month, last) AS (SELECT b.household_id, ifnull(b.measure, ''), "
    "substr(b.happened_on, 1, 7), ifnull((SELECT min(substr(e.happened_on, 1, "
    "7)) FROM temp.gone AS e WHERE e.household_id = b.household_id AND e.kind "
    "= 'measure_end' AND (e.measure IS NULL OR e.measure IS b.measure) AND "
    "e.happened_on >= b.happened_on), substr('%q', 1, 7)) FROM temp.gone AS "
    "b WHERE b.kind = 'measure_start' UNION SELECT household_id, measure, "
    "strftime('%%Y-%%m', month || '-01', '+1 month'), last FROM m WHERE month "
    "< last) SELECT DISTINCT household_id, measure, month, ifnull((SELECT "
    "l.level FROM temp.gone AS l WHERE l.household_id = m.household_id AND "
    "l.kind <> 'measure_end' AND (l.measure IS NULL OR l.measure = m.measure) "
    "AND l.level IS NOT NULL AND substr(l.happened_on, 1, 7) <= m.month ORDER "
    "BY l.happened_on DESC, l.id DESC LIMIT 1), '') AS level FROM m";

/* Months on some day of which a lease of the household ran. */
static const char stays[] =
    "CREATE TEMP TABLE stayed AS WITH RECURSIVE m(household_id, month, last) "
    "AS (SELECT household_id, substr(start_on, 1, 7), substr(ifnull(ended_on, "
    "'%q'), 1, 7) FROM main.lease_history WHERE id IN (SELECT id FROM "
    "temp.doomed WHERE kind = 'lease' AND last) UNION SELECT household_id, "
    "strftime('%%Y-%%m', month || '-01', '+1 month'), last FROM m WHERE month "
    "< last) SELECT DISTINCT household_id, month FROM m";

static const char reached[] = ADD
    "SELECT month, 'month_measures', '', '', count(*) FROM temp.reached WHERE "
    "true GROUP BY 1" SUM ";" ADD
    "SELECT month, 'month_measures', 'level', level, count(*) FROM "
    "temp.reached WHERE true GROUP BY 1, 4" SUM ";" ADD
    "SELECT month, 'month_measures', 'measure', measure, count(*) FROM "
    "temp.reached WHERE true GROUP BY 1, 4" SUM ";" ADD
    "SELECT month, 'household_months', '', '', count(*) FROM temp.stayed WHERE "
    "true GROUP BY 1" SUM;

int
store_aggregate(struct phc_store *s, const char *day, struct phc_err *err)
{
	size_t i;

	for (i = 0; i < sizeof(counts) / sizeof(*counts); i++)
		if (count(s, &counts[i], err) == -1)
			return -1;
	if (store_run(s, sqlite3_mprintf(months, day), err) == -1 ||
	    store_run(s, sqlite3_mprintf(stays, day), err) == -1)
		return -1;
	return store_exec(s, reached, err);
}
