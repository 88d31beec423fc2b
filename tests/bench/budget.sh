#!/bin/sh
# phc-budget beside its peers: a million households, each with a dwelling.
# libcsv and csvkit only copy them, and Miller divides and subtracts.  Then its
# memory, at a hundred thousand rows and at three million.  ROWS=n for another
# size, ROUNDS=n for more runs.
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD:-build}
dir=${BENCH_DIR:-$build/bench}
rows=${ROWS:-1000000}
in=$dir/budget-$rows.csv
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
	function amount(a, b) {
		return sprintf("%d.%02d", a + below(b - a), below(100))
	}
	BEGIN {
		x = 62
		split("62427 62498 62510 62119 62041", commune)
		split("PLAI PLUS PLUS PLUS PLS", financing)
		split("T1 T2 T2 T3 T3", type)
		split("student apprentice temporary permanent none", work)
		split("collective individual", supply)
		print "household_id,applied_on,birth_date,partner_birth_date," \
		    "adults,dependants,dependants_14,visiting_children," \
		    "disabled,tax_income,tax_year,tax_income_recent,income," \
		    "aid,aid_dwelling,occupation,housing_now,priority," \
		    "wanted_communes,dwelling_id,commune,type,surface," \
		    "financing,rent,annex_rent,charges,works_share,all_in," \
		    "heating,water"
		for (i = 1; i <= rows; i++) {
			couple = below(4) == 0
			children = below(3) ? 0 : 1 + below(3)
			home = sprintf("D%05d", below(100000))
			printf "0620816%011d,%s,%s,%s,%d,%d,%s,%d,%d,", i,
			    day(2014 + below(2)), day(1986 + below(12)),
			    couple ? day(1986 + below(12)) : "", 1 + couple,
			    children, children ? below(2) : "", !below(20),
			    !below(50)
			printf "%s,%d,%s,%s,%s,%s,%s,%s,%s,%s,",
			    below(4) ? amount(0, 24000) : "", 2014,
			    below(5) ? "" : amount(0, 20000),
			    below(12) ? amount(300, 1900) : "0.00",
			    below(3) ? "" : amount(20, 320), home,
			    work[1 + below(5)], below(2) ? "parents" : "hosted",
			    below(6) ? "none" : "agreement",
			    commune[1 + below(5)] " " commune[1 + below(5)]
			printf "%s,%s,%s,%s,%s,%s,%s,%s,%s,%d,%s,%s\n", home,
			    commune[1 + below(5)], type[1 + below(5)],
			    amount(24, 90), financing[1 + below(5)],
			    amount(180, 480), below(5) ? "" : amount(5, 40),
			    amount(20, 120), below(9) ? "" : amount(1, 9),
			    !below(30), supply[1 + below(2)],
			    supply[1 + below(2)]
		}
	}' >"$in.tmp"
	mv "$in.tmp" "$in"
}

compile() {
	"${CC:-cc}" -std=c11 -O2 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE \
	    -Iinclude -o "$dir/$1" "tests/bench/$1.c" "$build/libphc.a" -lcsv
}

speed() {
	set -- "phc-budget" "$budget <$in >/dev/null" \
	    "libcsv copy" "$dir/libcsv-copy <$in >/dev/null"
	if command -v mlr >/dev/null; then
		# shellcheck disable=SC2016
		set -- "$@" "Miller put" "mlr --icsv --ocsv put '
		    \$ratio = fmtnum(100 * \$tax_income / 20111, \"%.2f\");
		    \$remainder = \$income - \$rent - \$charges
		    ' <$in >/dev/null"
	else
		echo "mlr is not installed: left out"
	fi
	if command -v csvcut >/dev/null; then
		set -- "$@" "csvkit csvcut" "csvcut <$in >/dev/null"
	else
		echo "csvkit is not installed: left out"
	fi
	"$dir/times" "${ROUNDS:-3}" "$@"
}

memory() {
	body="tail -n +2 $in"
	"$dir/times" 1 \
	    "a tenth of the rows" \
	    "head -n $((rows / 10 + 1)) $in | $budget >/dev/null" \
	    "three times the rows" \
	    "{ cat $in; $body; $body; } | $budget >/dev/null"
}

budget="$build/phc-budget -t 2016-09-01 --target 25"
compile libcsv-copy
compile times
[ -s "$in" ] || generate
echo "phc-budget, $rows households of 31 columns, $(wc -c <"$in") bytes"
speed
echo "its memory"
memory
