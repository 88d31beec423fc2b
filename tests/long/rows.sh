#!/bin/sh
# Two million rows of the pipeline, a report of them, in little memory.
set -u
pilot=$PWD/tests/data/pilot
here=$(mktemp -d) && cd "$here" || exit
trap 'rm -rf "$here"' EXIT
rows=${ROWS:-2000000} mib=${MIB:-200}

phc-match -q -w "$pilot/expected/dwellings.csv" -t 2016-09-01 \
    "$pilot/expected/households.csv" |
    phc-budget -t 2016-09-01 --target 25 >few.csv
awk -F, -v OFS=, -v rows="$rows" '
NR == 1 {
	for (i = 1; i <= NF; i++) if ($i == "dwelling_id") at = i
	print
	next
}
{ line[n++] = $0 }
END {
	for (i = 0; i < rows; i++) {
		$0 = line[i % n]
		$1 = sprintf("H%08d", i)
		$at = sprintf("D%08d", i)
		print
	}
}' few.csv >rows.csv

(
	# shellcheck disable=SC3045 # every shell has ulimit -v
	ulimit -v $((mib * 1024))
	phc-report -q --to ddtm -t 2016-09-01 --key k --published seen.csv \
	    -o r.xlsx <rows.csv
)
status=$?
[ $status -eq 0 ] || printf 'not '
echo "ok 1 - $rows rows in $mib MiB: status $status"
unzip -tqq r.xlsx || printf 'not '
echo 'ok 2 - a workbook'
phc-report --figures --to ddtm -t 2016-09-01 rows.csv |
    grep -q "^Synthese,s_candidates,.*,\.\./2016-09-01,$rows,$rows," || printf 'not '
echo 'ok 3 - each is counted'
echo 1..3
