#!/bin/sh -eu
# evidence.sh - print every "LAW: article" that the code applies and no test
# repeats.
cd "$(dirname "$0")/.."
laws() { grep -rhoE 'LAW: [^*/,;]+' "$@" | sed 's/ *$//' | sort -u; }
{ laws tests; echo; laws lib include cmd; } | awk '
/^$/ { code = 1; next }
!code { tested[$0]; next }
!($0 in tested)'
