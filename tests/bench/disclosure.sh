#!/bin/sh
# What masking a monthly issue takes, by how many communes and dwellings there
# are: seconds of processor, cells masked for others, and their counts.
# ROWS="COMMUNES:DWELLINGS ..." for some rows, SEED=n for other programmes.
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD:-build}
dir=${BENCH_DIR:-$build/bench}
mkdir -p "$dir"
"${CC:-cc}" -std=c11 -O2 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -Iinclude \
    -o "$dir/disclosure" tests/bench/disclosure.c "$build/libphc.a"
printf '%9s %9s %7s %7s %8s %7s %7s %9s\n' communes dwellings cells sums \
    seconds 'by own' others counts
for row in ${ROWS:-20:2000 40:4000 80:8000 150:10000 300:20000 1000:60000}; do
	printf '%9s %9s ' "${row%:*}" "${row#*:}"
	"$dir/disclosure" "${row%:*}" "${row#*:}" "${SEED:-1}" | tr '\t' ' ' | {
		read -r cells sums seconds own others counts
		printf '%7s %7s %8s %7s %7s %9s\n' "$cells" "$sums" "$seconds" \
		    "$own" "$others" "$counts"
	}
done
