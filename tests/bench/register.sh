#!/bin/sh
# phc-import into a register beside sqlite3 .import of the same house CSV into a
# typed table with the same key: a million households, in the order of their
# keys and in none; the same again, when all is unchanged; its memory, at a
# tenth of them too; and phc-query beside sqlite3 -csv.  ROWS=n for another
# size, ROUNDS=n for more runs.
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD:-build}
dir=${BENCH_DIR:-$build/bench}
rows=${ROWS:-1000000}
mkdir -p "$dir"

# households ROWS - house CSV with every column, no two of the same persons.
households() {
	awk -v rows="$1" '
	function below(n) {
		x = x * 16807 % 2147483647
		return x % n
	}
	BEGIN {
		x = 62
		split("62427 62498 62510 62119 62041", commune)
		split("student apprentice temporary permanent none", work)
		for (i = 1; i <= rows; i++) {
			printf "0620816%011d,%d-%02d-%02d,,,,", i,
			    2014 + below(2), 1 + below(12), 1 + below(28)
			printf "19%02d-%02d-%02d,19%02d-%02d-%02d,2,%d,,%d,,%d,",
			    70 + i % 30, 1 + i / 30 % 12, 1 + i / 360 % 28,
			    70 + i / 10080 % 30, 1 + i / 302400 % 12,
			    1 + i / 3628800 % 28, below(3), !below(20),
			    !below(50)
			printf "%d.%02d,2014,%s,%d.%02d,month,,%s,D%05d,%s,,,,,",
			    3000 + below(9000), below(100),
			    below(5) ? "" : below(20000) ".50",
			    500 + below(900), below(100),
			    below(3) ? "" : below(300) ".00", below(100000),
			    work[1 + below(5)]
			printf ",,%s,,,1,%s,,sne,%s %s,1,T2 T3,0,\n",
			    below(2) ? "parents" : "hosted",
			    below(6) ? "none" : "agreement",
			    commune[1 + below(5)], commune[1 + below(5)]
		}
	}'
}

# make_csv NAME FILTER ROWS - a file, unless it is there.
make_csv() {
	[ -s "$dir/$1.csv" ] && return
	{
		head -n 1 tests/data/pilot/locataires.csv
		households "$3" | sh -c "$2"
	} >"$dir/$1.tmp"
	mv "$dir/$1.tmp" "$dir/$1.csv"
}

# typed NAME - how sqlite3 imports it, into columns typed as a register's.
typed() {
	columns=$(sqlite3 "$dir/$1.db" "SELECT group_concat(name || ' ' || type ||
	    CASE name WHEN 'household_id' THEN ' PRIMARY KEY' ELSE '' END, ', ')
	    FROM pragma_table_info('household_history')
	    WHERE name NOT IN ('id', 'import', 'since')")
	cat >"$dir/$1.sql" <<END
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE household ($columns);
.import --csv --skip 1 $dir/$1.csv household
END
}

# speed NAME
speed() {
	import="$build/phc-import -q -k household -t 2016-09-01 $dir/$1.csv -d"
	rm -f "$dir/$1.db" && sh -c "$import $dir/$1.db"
	typed "$1"
	"$dir/times" "${ROUNDS:-3}" \
	    "phc-import" "rm -f $dir/r.db; $import $dir/r.db" \
	    "  unchanged" "$import $dir/$1.db" \
	    "sqlite3 .import" "rm -f $dir/t.db; sqlite3 $dir/t.db <$dir/$1.sql >/dev/null"
	echo "rows: $(sqlite3 "$dir/r.db" 'SELECT count(*) FROM household_history')," \
	    "$(sqlite3 "$dir/t.db" 'SELECT count(*) FROM household')"
	rm -f "$dir/$1.db" "$dir/r.db" "$dir/t.db"
}

"${CC:-cc}" -std=c11 -O2 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -Iinclude \
    -o "$dir/times" tests/bench/times.c
make_csv "households-$rows" cat "$rows"
make_csv "shuffled-$rows" "shuf --random-source=$dir/households-$rows.csv" "$rows"
make_csv "households-$((rows / 10))" cat "$((rows / 10))"
echo "a register, $rows households of 40 columns, in the order of their keys"
speed "households-$rows"
echo "in no order"
speed "shuffled-$rows"
echo "its memory, at a tenth of the rows"
"$dir/times" 1 "phc-import" "rm -f $dir/r.db; $build/phc-import -q -k household \
    $dir/households-$((rows / 10)).csv -d $dir/r.db"
rm -f "$dir/r.db"

echo "what it answers, where one row in ten has a second version"
import="$build/phc-import -q -k household -d $dir/r.db"
$import -t 2016-09-01 "$dir/households-$rows.csv"
awk 'NR % 10 == 1' "$dir/households-$rows.csv" | sed 's/parents/fjt/' |
    $import -t 2016-10-01 || [ $? -eq 1 ]
latest='SELECT v.id FROM household_history AS v
    WHERE v.household_id = h.household_id AND v.since <= "2016-12-01"
    ORDER BY v.since DESC, v.id DESC LIMIT 1'
query="$build/phc-query -d $dir/r.db -t 2016-12-01"
"$dir/times" "${ROUNDS:-3}" \
    "phc-query, a kind" "$query household >/dev/null" \
    "  waiting" "$query waiting >/dev/null" \
    "  a key" "$query \"SELECT * FROM household WHERE household_id = 'x'\" >/dev/null" \
    "sqlite3 -csv" "sqlite3 -csv $dir/r.db 'SELECT * FROM household_history AS h
	WHERE h.id = ($latest)' >/dev/null"
rm -f "$dir/r.db"
