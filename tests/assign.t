#!/bin/sh -u
# Random graphs of up to 2,000 households and 1,000 dwellings: what is found is
# as good as what SciPy finds, and its certificate convinces tests/verify.py.
# GRAPHS=n for more, SEED=n for others.
cd "$(dirname "$0")/.." || exit
graphs=${GRAPHS:-200}
seed=${SEED:-20160901}
tmp=$(mktemp -d) || exit
trap 'rm -rf "$tmp"' EXIT
echo "# SEED=$seed"

names() {
	for i in $(seq "$seed" $((seed + graphs - 1))); do
		for what in "$@"; do echo "$tmp/$i.$what"; done
	done
}

# result N COMMAND ... - what a test says is its diagnosis.
result() {
	n=$1 name=$2
	shift 2
	said=$("$@" 2>&1) || printf '# %s\nnot ' "$said"
	echo "ok $n - $name"
}

# One in four, which is enough of a second opinion.
verify_some() {
	for i in $(seq "$seed" 4 $((seed + graphs - 1))); do
		/usr/bin/python3 tests/verify.py "$tmp/$i.certificate" \
		    "$tmp/$i.pairs" "$tmp/$i.match" || return
	done
}

# wrong WORDS - verify.py refuses, in these words.
wrong() {
	said=$(/usr/bin/python3 tests/verify.py "$tmp/c" "$tmp/p" "$tmp/m") && return 1
	echo "$said"
	[ "$said" = "not proved: $1" ]
}

small() {
	printf '%s\n' side,id,step,price household,A,10,"$1" household,B,10,"$2" \
	    dwelling,D,10,"$3" >"$tmp/c"
	printf '%s\n' household_id,dwelling_id,class,score A,D,none,5 \
	    B,D,none,"$4" >"$tmp/p"
	printf '%s\n' dwelling_id,household_id,fixed D,A, E,Z,1 "$5" >"$tmp/m"
}

# shellcheck disable=SC2086 # the sanitizers that the library was built with
"${CC:-cc}" -std=c11 -O2 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE \
    ${CFLAGS-} -Iinclude -Itests -o "$tmp/assign" tests/graph/assign.c \
    "$BUILD/libphc.a" || exit
result 1 "$graphs graphs, assigned" "$tmp/assign" "$graphs" "$seed" "$tmp"
# shellcheck disable=SC2046 # names without blanks
result 2 "as good as SciPy finds" /usr/bin/python3 tests/graph/best.py \
    $(names pairs match)
result 3 "proved by their certificates" verify_some
small 0 0 15 4 D2,B,1
result 4 "a small one, proved" /usr/bin/python3 tests/verify.py "$tmp/c" \
    "$tmp/p" "$tmp/m"
small 0 -1 15 4 ''
result 5 "a price below zero" wrong "household B has a price below zero: -1"
small 0 0 15 6 ''
result 6 "a pair above its prices" wrong "pair B, D weighs 16, its prices 15"
small 1 0 15 4 ''
result 7 "bounds apart" wrong "the chosen pairs weigh 15, all prices 16"
small 0 0 15 4 D,B,
result 8 "a dwelling twice" wrong "dwelling D is chosen twice"
small 0 0 15 4 E,A,
result 9 "a household twice" wrong "household A is chosen twice"
small 0 0 15 4 E,C,
result 10 "no pair" wrong "chosen, and no pair: C, E"
echo "1..10"
