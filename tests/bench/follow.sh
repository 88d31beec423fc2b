#!/bin/sh
# phc-follow beside SQLite: a hundred thousand households, three million events,
# their leases, spending, funding and readings.  SQLite imports the same rows,
# then answers a part of what phc-follow does: contacts, time and lease of each
# household; month-measures by level, and household-months.  Both must count the
# same.  Then the memory of phc-follow, at a tenth of it and at all.
# HOUSEHOLDS=n for another size, ROUNDS=n for more runs.
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD:-build}
dir=${BENCH_DIR:-$build/bench}
n=${HOUSEHOLDS:-100000}
mkdir -p "$dir"

# import FOLDER - what takes the same rows into SQLite
import() {
	for kind in household event lease spending funding reading dwelling; do
		echo ".import --csv $1/$kind.csv $kind"
	done
	echo "CREATE INDEX by_household ON event(household_id, happened_on);
	CREATE INDEX tenant ON lease(household_id);
	CREATE TABLE month AS WITH RECURSIVE m(first) AS (VALUES ('2014-01-01')
	    UNION ALL SELECT date(first, '+1 month') FROM m
	    WHERE first < '2016-08-01')
	    SELECT substr(first, 1, 7) AS month,
	    date(first, '+1 month', '-1 day') AS last FROM m;"
}

# The last contact, the time spent and the lease of each household.
state="
SELECT h.*, (SELECT max(happened_on) FROM event e WHERE e.household_id =
	h.household_id AND kind IN ('contact', 'home_visit') AND
	outcome <> 'missed' AND happened_on <= '2016-08-31'),
    (SELECT sum(minutes) FROM event e WHERE e.household_id = h.household_id AND
	happened_on <= '2016-08-31'),
    (SELECT lease_id FROM lease l WHERE l.household_id = h.household_id AND
	start_on <= '2016-08-31' AND (ended_on = '' OR ended_on > '2016-08-31')
	ORDER BY start_on DESC LIMIT 1)
FROM household h ORDER BY h.household_id;"

# The level at the end of each month that a measure is in force.
measures="
WITH span AS (SELECT s.household_id, s.measure, s.happened_on AS start,
    (SELECT min(e.happened_on) FROM event e WHERE e.kind = 'measure_end' AND
	e.household_id = s.household_id AND e.measure = s.measure AND
	e.happened_on > s.happened_on) AS over
    FROM event s WHERE s.kind = 'measure_start')
SELECT level, count(*) FROM (
    SELECT (SELECT e.level FROM event e WHERE e.household_id =
	span.household_id AND e.measure = span.measure AND
	e.kind IN ('measure_start', 'level_change') AND
	e.happened_on BETWEEN span.start AND month.last
	ORDER BY e.happened_on DESC, e.kind, e.event_id DESC LIMIT 1) AS level
    FROM span JOIN month ON start <= last AND (over IS NULL OR last < over))
GROUP BY level;
SELECT count(*) FROM lease JOIN month ON start_on <= last AND
    (ended_on = '' OR last < ended_on);
SELECT nature, sum(amount), count(*) FROM spending GROUP BY nature;"

# follow FOLDER OPTION ...
follow() {
	where=$1
	shift
	printf '%s ' "$build/phc-follow -q -t 2016-08-31" "$@"
	for kind in event lease spending funding reading dwelling; do
		printf -- '--table %s=%s ' "$kind" "$where/$kind.csv"
	done
	printf '%s >/dev/null' "$where/household.csv"
}

# agree FOLDER - both count the same
agree() {
	sqlite3 "$1/db" <"$1/measures.sql" | cut -d"|" -f1,2 >"$1/theirs"
	eval "$(follow "$1" --costs | sed 's,>/dev/null,,')" >"$1/costs.csv"
	awk -F, '
	/count,month_measures,,,[lms]/ { print $7 "|" $11 }
	/count,household_months/ { print $11 }
	/spending,spending,[a-z_]+,,/ { printf "%s|%.1f\n", $5, $10 }
	' "$1/costs.csv" >"$1/ours"
	diff "$1/ours" "$1/theirs" && echo "SQLite counts the same"
}

"${CC:-cc}" -std=c11 -O2 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE \
    -Iinclude -o "$dir/times" tests/bench/times.c "$build/libphc.a" -lcsv
in=$dir/follow-$n
tests/bench/generate "$n" "$in"
tenth=$dir/follow-$((n / 10))
tests/bench/generate $((n / 10)) "$tenth"
echo "phc-follow, $n households, $(($(wc -l <"$in/event.csv") - 1)) events," \
    "$(cat "$in"/*.csv | wc -c) bytes"
set -- "the state" "$(follow "$in")" "--costs" "$(follow "$in" --costs)" \
    "--consumption" "$(follow "$in" --consumption)"
if command -v sqlite3 >/dev/null; then
	import "$in" >"$in/import.sql"
	echo "$measures" >"$in/measures.sql"
	echo "$state" >"$in/state.sql"
	set -- "$@" "SQLite, the import" \
	    "rm -f $in/db; sqlite3 $in/db <$in/import.sql" \
	    "SQLite, a part of the state" \
	    "sqlite3 $in/db <$in/state.sql >/dev/null" \
	    "SQLite, a part of --costs" \
	    "sqlite3 $in/db <$in/measures.sql >/dev/null"
else
	echo "sqlite3 is not installed: left out"
fi
"$dir/times" "${ROUNDS:-1}" "$@"
[ ! -e "$in/db" ] || agree "$in"
echo "its memory"
"$dir/times" 1 "a tenth of the households" "$(follow "$tenth" --costs)" \
    "all of them" "$(follow "$in" --costs)"
