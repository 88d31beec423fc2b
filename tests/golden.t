#!/bin/sh -u
# Run each golden/CASE/cmd in a copy of its folder, with ../data beside it, and
# compare with CASE/out: standard output, the exit status, then standard error,
# each line after "! ".  GOLDEN=update rewrites out instead: read git diff.
cd "$(dirname "$0")" || exit
tmp=$(mktemp -d) || exit
trap 'rm -rf "$tmp"' EXIT
mkdir "$tmp/golden"
ln -s "$PWD/data" "$tmp/golden/data"
n=0
for cmd in golden/*/cmd; do
	[ -e "$cmd" ] || continue
	n=$((n + 1)) dir=${cmd%/cmd}
	cp -R "$dir" "$tmp/$dir"
	(cd "$tmp/$dir" && sh ./cmd; echo "status $?") >"$tmp/out" 2>"$tmp/err"
	sed 's/^/! /' "$tmp/err" >>"$tmp/out"
	[ "${GOLDEN-}" != update ] || cp "$tmp/out" "$dir/out"
	diff -u "$dir/out" "$tmp/out" >"$tmp/diff" 2>&1 || {
		sed 's/^/# /' "$tmp/diff"
		printf 'not '
	}
	echo "ok $n - ${dir#golden/}"
done
[ $n -gt 0 ] && echo "1..$n" || echo '1..0 # SKIP no cases'
