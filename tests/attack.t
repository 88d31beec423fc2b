#!/bin/sh -u
# Random programmes, attacked by linear programming from what is shown alone:
# no masked cell is known within less than the threshold allows; by their own
# counts alone, many are.  PROGRAMMES=n for more, SEED=n for others.
cd "$(dirname "$0")/.." || exit
programmes=${PROGRAMMES:-50}
seed=${SEED:-20160901}
tmp=$(mktemp -d) || exit
trap 'rm -rf "$tmp"' EXIT
echo "# SEED=$seed"

# shellcheck disable=SC2086 # the sanitizers that the library was built with
"${CC:-cc}" -std=c11 -O2 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE \
    ${CFLAGS-} -Iinclude -Itests -o "$tmp/attack" tests/disclosure/attack.c \
    "$BUILD/libphc.a" -lglpk -lm || exit
said=$("$tmp/attack" "$programmes" "$seed") || exit
echo "# $said"

# said WORD - the number after it
said() {
	echo "$said" | sed "s/.*$1 \([0-9]*\).*/\1/"
}

# result N NAME TEST ...
result() {
	n=$1 name=$2
	shift 2
	test "$@" || printf 'not '
	echo "ok $n - $name"
}

result 1 'every programme has a masking' "$(said refused)" -eq 0
result 2 'some cells are masked' "$(said ' masked')" -gt "$programmes"
result 3 'none of them is known' "$(said 'others [0-9]* known')" -eq 0
result 4 'by their own counts alone, they are' \
    "$(said 'programmes known')" -gt $((programmes / 2))
echo 1..4
