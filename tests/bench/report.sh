#!/bin/sh
# phc-report beside libxlsxwriter alone: the workbooks of a register of a
# hundred thousand households, three million events; what libxlsxwriter takes
# for the same cells, no more; and what the figures take without a workbook.
# HOUSEHOLDS=n for another size, ROUNDS=n for more runs.
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD:-build}
dir=${BENCH_DIR:-$build/bench}
n=${HOUSEHOLDS:-100000}
mkdir -p "$dir"
in=$dir/follow-$n
tests/bench/generate "$n" "$in"
compile() {
	"${CC:-cc}" -std=c11 -O2 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE \
	    -Iinclude -o "$dir/$1" "tests/bench/$1.c" "$build/libphc.a" -lcsv -lxlsxwriter
}
compile times
compile xlsx-copy
db=$in/register
[ -e "$db" ] || for kind in dwelling household lease event spending funding reading; do
	"$build/phc-import" -q -d "$db.new" -t 2016-08-31 -k $kind "$in/$kind.csv" \
	    >/dev/null 2>&1 || [ $? -eq 1 ]
done
[ -e "$db" ] || mv "$db.new" "$db"

# of OPTION ... - a report, and the same without a workbook
of() {
	printf '%s ' "$build/phc-report -q -d $db" "$@"
}

for period in '--month 2016-08' '--year 2016'; do
	copy=$dir/sheets
	rm -rf "$copy"
	eval "$(of --to ddtm "$period") --format csv -o $copy"
	echo "--to ddtm $period: $(cat "$copy"/*.csv | wc -l) lines in $(find "$copy" -type f | wc -l) sheets"
	"$dir/times" "${ROUNDS:-3}" \
	    "phc-report" "$(of --to ddtm "$period") -o $dir/r.xlsx" \
	    "the figures alone" "$(of --figures --to ddtm "$period") >/dev/null" \
	    "libxlsxwriter" "$dir/xlsx-copy $dir/copy.xlsx $copy/*.csv"
done
