#!/bin/sh -eu
# columns.sh - print the dictionary of columns as phc-csv(5) has it, between two
# comments.  After a change of lib/data/columns.csv:
#   scripts/columns.sh >list
#   sed -i -e '/^\.\\" columns/,/^\.\\" end/{//!d}' -e '/^\.\\" columns/r list' man/phc-csv.5
cd "$(dirname "$0")/.."
LC_ALL=C awk '
# The fields of a record, into f[].
function split_csv(s,    n, quoted, c, i) {
	f[n = 1] = ""
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (c == "\"")
			quoted = !quoted
		else if (c == "," && !quoted)
			f[++n] = ""
		else
			f[n] = f[n] c
	}
}

# A sentence, on lines of less than 80 characters, escapes and all.
function fill(s,    i, n, line, w) {
	n = split(s, w, " ")
	for (i = 1; i <= n; i++) {
		if (length(line w[i]) > 68) {
			print line
			line = ""
		}
		line = line (line == "" ? "" : " ") w[i]
	}
	print line
}

NR > 1 {
	split_csv($0)
	if (f[3] != kind) {
		if (kind != "")
			print ".El"
		kind = f[3]
		print ".Ss Kind " kind
		print ".Bl -tag -width Ds"
	}
	print ".It Ic " f[1]
	bounded = f[6] ~ /\.\./
	sub(/\.\.$/, " or more", f[6])
	fill(f[2] (bounded ? " " f[6] : "") \
	    (f[4] == "no" ? "" : f[4] == "key" ? ", key" : ", required") \
	    (f[5] == "" ? "" : ", personal") \
	    (!bounded && f[6] != "" ? ": " f[6] : "") ".")
	if (f[8] != "")
		fill(f[8] (f[8] ~ /\.$/ ? "" : "."))
}

END { print ".El" }' lib/data/columns.csv
