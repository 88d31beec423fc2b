#!/bin/sh
# phc-import holds at most 32 bytes for each row it keeps, and loses none.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
small=1000000 large=3000000

# households N - house CSV, no two of them the same persons.
households() {
	awk -v n="$1" 'BEGIN {
		print "household_id,applied_on,birth_date,partner_birth_date," \
		    "adults,dependants,income,wanted_communes"
		for (i = 1; i <= n; i++)
			printf "062%015d,2015-03-01,19%02d-%02d-%02d," \
			    "19%02d-%02d-%02d,2,%d,%d.00,62427 62498\n", i,
			    70 + i % 30, 1 + i / 30 % 12, 1 + i / 360 % 28,
			    70 + i / 10080 % 30, 1 + i / 302400 % 12, 1,
			    i % 3, i % 2000
	}'
}

# memory N - the most KiB that an import of N households takes.
memory() {
	households "$1" >"$dir/in.csv"
	python3 - "$dir/in.csv" "$dir/out.csv" <<'EOF'
import resource, subprocess, sys
with open(sys.argv[2], "w") as out:
    subprocess.run(["phc-import", "-q", "-k", "household", "-r", sys.argv[2] + ".bad", sys.argv[1]], stdout=out, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
EOF
}

echo 1..2
few=$(memory $small)
many=$(memory $large)
rows=$(($(wc -l <"$dir/out.csv") - 1))
[ "$rows" -eq $large ] || printf 'not '
echo "ok 1 - $rows of $large rows kept"
each=$(((many - few) * 1024 / (large - small)))
[ "$each" -le 32 ] || printf 'not '
echo "ok 2 - $each bytes a row ($few KiB for $small, $many KiB for $large)"
