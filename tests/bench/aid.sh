#!/bin/sh
# The law beside the CSV round it, on one core: housing aid of one month in
# memory, of a million households read from CSV, and Miller computing a single
# trivial column of them.  ROWS=n for another size, ROUNDS=n for more runs.
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD:-build}
dir=${BENCH_DIR:-$build/bench}
rows=${ROWS:-1000000}
in=$dir/aid-$rows.csv
mkdir -p "$dir"

generate() {
	awk -v rows="$rows" '
	function below(n) {
		x = x * 16807 % 2147483647
		return x % n
	}
	BEGIN {
		x = 62
		print "zone,couple,dependants,rent,resources"
		for (i = 1; i <= rows; i++)
			printf "%d,%d,%d,%d.%02d,%d\n", 1 + below(3), below(2),
			    below(5), 200 + below(500), below(100), below(20000)
	}' >"$in.tmp"
	mv "$in.tmp" "$in"
}

compile() {
	"${CC:-cc}" -std=c11 -O2 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE \
	    -Iinclude -o "$dir/$1" "tests/bench/$1.c" "$build/libphc.a" -lcsv
}

peers() {
	set -- "CSV copied, a column added" "$dir/phc-copy <$in >/dev/null" \
	    "CSV read" "$dir/aid read <$in >/dev/null" \
	    "CSV read, and the law" "$dir/aid law <$in >/dev/null" \
	    "libcsv copy" "$dir/libcsv-copy <$in >/dev/null" \
	    "SQLite import, and the law" "$sql <$in >/dev/null"
	if command -v mlr >/dev/null; then
		# shellcheck disable=SC2016
		set -- "$@" "Miller put, one column" "mlr --icsv --ocsv put '
		    \$rest = \$resources - 12 * \$rent' <$in >/dev/null"
	else
		echo "mlr is not installed: left out"
	fi
	"$dir/times" "${ROUNDS:-3}" "$@"
}

sql="sqlite3 :memory: '.load $build/phc' '.import --csv /dev/stdin t' \
    \"select sum(housing_aid('2025-11', zone, couple, dependants, rent, \
    resources, 0, 0, 1)) from t\""
for c in aid libcsv-copy phc-copy times; do
	compile $c
done
[ -s "$in" ] || generate
"$dir/aid" "$((rows * 10))"
echo "$rows households of 5 columns, $(wc -c <"$in") bytes"
peers
