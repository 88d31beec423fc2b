#!/bin/sh -u
# A command's -h, its page's synopsis and its page's options agree; pages are
# clean, and refer to pages that are there.
cd "$(dirname "$0")/.." || exit
n=0

# same WHAT GOT WANT
same() {
	n=$((n + 1))
	[ "$2" = "$3" ] || {
		printf '%s\n' "got:" "$2" "want:" "$3" | sed 's/^/# /'
		printf 'not '
	}
	echo "ok $n - $1"
}

# Options, one a line, of a text in which they stand as -t, -hqV, --date.
options() {
	tr -c 'A-Za-z0-9-' '\n' | awk '
	/^--[a-z]/ { print; next }
	/^-[A-Za-z]+$/ { for (i = 2; i <= length; i++) print "-" substr($0, i, 1) }
	' | sort -u
}

# The arguments of the Fl macros of mdoc lines, as options().
flags() {
	awk '{
		for (i = 1; i <= NF; i++)
			if ($i ~ /^\.?[A-Z][a-z]$/)
				fl = $i ~ /Fl$/
			else if (fl && $i ~ /^[A-Za-z-]/)
				print "-" $i
		fl = 0
	}' | options
}

for source in cmd/phc-*.c; do
	[ -e "$source" ] || continue
	cmd=$(basename "$source" .c) page=man/$(basename "$source" .c).1
	help=$("$cmd" -h)
	same "$cmd --help is -h" "$("$cmd" --help)" "$help"
	same "$cmd -h and the options of $page" "$(printf '%s\n' "$help" | options)" \
	    "$(grep '^\.It ' "$page" | flags)"
	same "$page: synopsis and options" \
	    "$(sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESC/p' "$page" | flags | grep -v ^--)" \
	    "$(grep '^\.It ' "$page" | flags | grep -v ^--)"
done
for page in man/*.[1-9]; do
	[ -e "$page" ] || continue
	lint=$(mandoc -Tlint -Wstyle "$page" 2>&1 |
	    grep -vE 'referenced manual not found|outdated mandoc.db')
	same "$page is clean" "$lint" ''
	gone=$(awk '/^\.Xr phc/ { print $2 "." $3 }' "$page" | while read -r to; do
		[ -e "man/$to" ] || echo "$to"
	done)
	same "$page refers to pages that are there" "$gone" ''
done
[ $n -gt 0 ] && echo "1..$n" || echo '1..0 # SKIP no pages'
