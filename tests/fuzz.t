#!/bin/sh -u
# Every fuzz target still survives every input it was ever given:
# fuzz/NAME.c, fuzz/corpus/NAME/*.
cd "$(dirname "$0")/fuzz" || exit
n=0
for target in *.c; do
	name=${target%.c}
	[ "$name" != replay ] || continue
	n=$((n + 1))
	log=$("$BUILD/t/replay-$name" "corpus/$name"/* 2>&1) || {
		echo "$log" | tail -n 40 | sed 's/^/# /'
		printf 'not '
	}
	echo "ok $n - $name"
done
[ $n -gt 0 ] && echo "1..$n" || echo '1..0 # SKIP no targets'
