#!/bin/sh
# A CSV copy with one column added, beside its peers: a million rows of twenty
# columns, one in a hundred with a quoted field.  ROWS=n for another size.
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD:-build}
dir=${BENCH_DIR:-$build/bench}
rows=${ROWS:-1000000}
in=$dir/households-$rows.csv
mkdir -p "$dir"

generate() {
	awk -v rows="$rows" '
	function below(n) {
		x = x * 16807 % 2147483647
		return x % n
	}
	function day(y) {
		return sprintf("%d-%02d-%02d", y, 1 + below(12), 1 + below(28))
	}
	function amount(n) {
		return sprintf("%d.%02d", below(n), below(100))
	}
	BEGIN {
		x = 62
		split("Hénin-Beaumont Lens Liévin Béthune Arras", town)
		split("student apprentice temporary permanent none", work)
		print "household,asked_on,born_on,adults,children,town," \
		    "activity,income,tax_income,tax_year,aid,rent,charges," \
		    "energy,savings,debts,first_tenancy,priority,phone,notes"
		for (i = 1; i <= rows; i++)
			printf "0620816%011d,%s,%s,%d,%d,%s,%s,%s,%s,%d,%s,%s,%s," \
			    "%s,%s,%s,%d,%s,06%08d,%s\n", i,
			    day(2014 + below(3)), day(1986 + below(12)),
			    1 + below(2), below(4), town[1 + below(5)],
			    work[1 + below(5)], amount(2000), amount(20000),
			    2014 + below(2), amount(400), amount(600),
			    amount(90), amount(120), amount(3000), amount(5000),
			    below(2), below(4) ? "" : "agreement",
			    below(100000000), below(100) ? \
			    "to be seen by the commission of " day(2016) : \
			    "\"calls back, \"\"after six\"\"\""
	}' >"$in.tmp"
	mv "$in.tmp" "$in"
}

compile() {
	"${CC:-cc}" -std=c11 -O2 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE \
	    -Iinclude -o "$dir/$1" "tests/bench/$1.c" "$build/libphc.a" -lcsv
}

# Quoting apart, the two must say the same: phc-copy takes it away.
same() {
	"$dir/libcsv-copy" <"$in" | "$dir/phc-copy" | cksum >"$dir/libcsv.sum"
	"$dir/phc-copy" <"$in" | "$dir/phc-copy" | cksum >"$dir/phc.sum"
	cmp "$dir/libcsv.sum" "$dir/phc.sum"
}

peers() {
	set -- "phc" "$dir/phc-copy <$in >/dev/null" \
	    "wc -l" "wc -l <$in >/dev/null" \
	    "libcsv, phc's writer" "$dir/libcsv-copy block <$in >/dev/null" \
	    "libcsv, csv_fwrite" "$dir/libcsv-copy <$in >/dev/null"
	if command -v xsv >/dev/null; then
		set -- "$@" "xsv fmt" "xsv fmt <$in >/dev/null"
	else
		echo "xsv is not installed: left out"
	fi
	if command -v mlr >/dev/null; then
		# shellcheck disable=SC2016
		set -- "$@" "Miller put" \
		    "mlr --csv put '\$new = \"new\"' <$in >/dev/null"
	else
		echo "mlr is not installed: left out"
	fi
	"$dir/times" "${ROUNDS:-5}" "$@"
}

for c in phc-copy libcsv-copy times; do
	compile $c
done
[ -s "$in" ] || generate
same
echo "CSV copy with one column added, $rows rows, $(wc -c <"$in") bytes"
peers
