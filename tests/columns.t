#!/bin/sh -u
# The columns of phc-csv(5) are those of the dictionary.
cd "$(dirname "$0")/.." || exit
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
sed -n '/^\.\\" columns/,/^\.\\" end/{//!p}' man/phc-csv.5 >"$tmp/page"
scripts/columns.sh >"$tmp/dictionary"
diff "$tmp/page" "$tmp/dictionary" >"$tmp/diff" || printf 'not '
echo 'ok 1 - man/phc-csv.5 (scripts/columns.sh says how to renew it)'
sed 's/^/# /' "$tmp/diff"
echo 1..1
