#!/bin/sh -u
# The pilot's truth: what phc-import makes of each raw file is expected/, byte
# for byte, and what it reports is expected/faults.csv, no more and no less.
cd "$(dirname "$0")/data/pilot" || exit
n=0
tmp=$(mktemp -d) || exit
trap 'rm -rf "$tmp"' EXIT

# same WHAT GOT WANT - two files
same() {
	n=$((n + 1))
	diff -u "$3" "$2" >"$tmp/diff" || {
		sed 's/^/# /' "$tmp/diff" | head -n 40
		printf 'not '
	}
	echo "ok $n - $1"
}

# import RAW EXPECTED STATUS OPTION ...
import() {
	raw=$1 want=$2 status=$3 n_rejects=$((${n_rejects-0} + 1))
	shift 3
	phc-import -q -r "$tmp/$n_rejects.rejects" "$@" "$raw.csv" >"$tmp/out" \
	    2>"$tmp/err"
	echo "status $?" >>"$tmp/err"
	echo "status $status" >"$tmp/want"
	same "$raw: says nothing, status $status" "$tmp/err" "$tmp/want"
	same "$raw: gives $want" "$tmp/out" "$want.csv"
}

import demandes expected/households 1 -p demandes
import logements expected/dwellings 1 -p logements
import rpls-proprietaire expected/dwellings-rpls-loyers 0 -p rpls-landlord \
    --with loyers=loyers.csv
import rpls-opendata-2019 expected/dwellings-opendata-2019 0 -p rpls-open-2019
import rpls-dido expected/dwellings-dido 0 -p rpls-dido
import depenses expected/depenses 0 -p depenses
import financements expected/financements 0 -p financements
import fjt expected/fjt 0 -k fjt
import propositions expected/propositions 0 -k proposal
import baux expected/baux 0 -k lease
import evenements expected/evenements 0 -k event
import consommations expected/consommations 0 -k reading
import locataires locataires 0 -k household

# The message is the eighth column: faults.csv has none.
cat >"$tmp/cut.awk" <<'EOF'
{
	rest = $0
	for (i = 1; i <= 7; i++) {
		match(rest, /^("([^"]|"")*"|[^,]*)/)
		printf "%s%s", (i > 1 ? "," : ""), substr(rest, 1, RLENGTH)
		rest = substr(rest, RLENGTH + 2)
	}
	print ""
}
EOF
for f in "$tmp"/*.rejects; do
	tail -n +2 "$f"
done | awk -f "$tmp/cut.awk" >"$tmp/faults"
sort "$tmp/faults" -o "$tmp/faults"
tail -n +2 expected/faults.csv | sort >"$tmp/truth"
same "every fault, and no other" "$tmp/faults" "$tmp/truth"
# What was made is house CSV already: importing it again changes nothing.
cd expected || exit
for kind in households:household dwellings:dwelling depenses:spending \
    financements:funding dwellings-rpls-loyers:dwelling \
    dwellings-opendata-2019:dwelling dwellings-dido:dwelling; do
	import "${kind%:*}" "${kind%:*}" 0 -k "${kind#*:}"
done
echo "1..$n"
