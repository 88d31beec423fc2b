#!/bin/sh -eu
# floors.sh MODULE ... / MODULE ... / ... - keep the house standing.
# Floors are listed from the ground up.  A module, which is lib/NAME.c or the
# folder lib/NAME, and include/phc/NAME.h, may include only modules on floors
# below its own: no looking up, no looking sideways, so no cycles.  What is not
# "phc/..." is a folder's own header.
# shellcheck disable=SC2016 # the dollars are awk's
find lib include/phc -name '*.[ch]' | sort | xargs awk -v floors="$*" '
BEGIN {
	n = split(floors, w, " ")
	for (i = 1; i <= n; i++)
		if (w[i] == "/") f++; else at[w[i]] = f + 0
}
FNR == 1 {
	n = split(FILENAME, part, "/")
	folder = part[1] == "lib" && n == 3
	m = part[folder ? 2 : n]; sub(/\.[ch]$/, "", m)
	if (!(m in at)) { print FILENAME ": on no floor"; bad = 1 }
}
/^#[ \t]*include[ \t]*"/ {
	split($0, q, "\""); see = q[2]
	if (sub(/^phc\//, "", see) && sub(/\.h$/, "", see)) {
		if (see == m || see in at && at[see] < at[m])
			next
	} else if (folder && see !~ /\//)
		next
	print FILENAME ":" FNR ": " m " must not see " q[2]; bad = 1
}
END { exit bad }'
