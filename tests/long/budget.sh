#!/bin/sh
# phc-budget needs no more memory for three million rows than for a hundred
# thousand: the same limit holds for both.
data=$(dirname "$0")/../data/pilot/expected/households.csv
limit=16384 # KiB of addresses

# rows N - the pilot's households, over and over.
rows() {
	awk -v n="$1" 'NR == 1 { print; next } { row[k++] = $0 }
	END { for (i = 0; i < n; i++) print row[i % k] }' "$data"
}

# runs N - whether N rows come out again within the limit.
runs() {
	# shellcheck disable=SC3045 # every shell has ulimit -v
	got=$(rows "$1" | (ulimit -v $limit && phc-budget -t 2016-09-01) | wc -l)
	[ "$got" -eq $(($1 + 1)) ]
}

n=0
for size in 100000 3000000; do
	n=$((n + 1))
	runs $size || printf 'not '
	echo "ok $n - $size rows in $((limit / 1024)) MiB"
done
echo "1..$n"
