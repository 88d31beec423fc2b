#!/bin/sh
# Exact assignment beside its peers, all of the same graphs and to the same
# weight: seconds of processor of the solve alone, and how they compare with
# phc's, which proves what it found.  A peer that is not installed (scripts/setup
# bench), or takes more than LIMIT=60 of them with reading, is left out.
# ROUNDS=n for more runs of phc, ROWS="name ..." for some rows.
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD:-build}
dir=${BENCH_DIR:-$build/bench}
limit=${LIMIT:-60}
graph=$dir/assign.graph
mkdir -p "$dir"
trap 'rm -f "$graph"' EXIT

compile() {
	"${CC:-cc}" -std=c11 -O2 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE \
	    -Iinclude -o "$dir/assign" tests/bench/assign.c "$build/libphc.a"
	"${CXX:-c++}" -O2 -o "$dir/assign-lemon" tests/bench/assign-lemon.cc \
	    2>/dev/null || echo "LEMON is not installed: left out"
}

# ours SIZE ... - the median run of phc; the graph of the last stays.
ours() {
	for _ in $(seq "${ROUNDS:-3}"); do
		"$dir/assign" "$@"
	done | sort -n -k 4 | sed -n "$(((${ROUNDS:-3} + 1) / 2))p" >"$dir/ours"
	"$dir/assign" "$@" "$graph" >/dev/null
}

show_ours() {
	awk -F '\t' -v name="$1" '{
		printf "\n%s: %d pairs, ordered in %.3f s, proved in %.3f s, ",
		    name, $2, $3, $5
		printf "%.1f bytes a pair\n", $7 * 1024 / $2
		printf "%-28s %9s %7s %9s\n", "", "seconds", "ratio", "MiB"
		printf "%-28s %9.3f %7.2f %9.1f\n", "phc", $4, 1, $7 / 1024
	}' "$dir/ours"
}

within() {
	# shellcheck disable=SC3045 # every shell has ulimit -t
	(ulimit -t "$limit" && exec "$@" "$graph") >"$dir/peer" 2>"$dir/why"
}

# peer NAME COMMAND ... - one line, and whether the weight is ours.
peer() {
	name=$1
	shift
	if within "$@" 2>/dev/null; then
		awk -F '\t' 'NR == FNR { ours = $4; weight = $6; next } {
			printf "%-28s %9.3f %7.2f %9.1f%s\n", $1, $2, $2 / ours,
			    $4 / 1024,
			    $3 == weight ? "" : "  OTHER WEIGHT " $3
		}' "$dir/ours" "$dir/peer"
	elif [ $? -gt 128 ] || grep -q SIG "$dir/why"; then
		printf '%-28s %9s\n' "$name" ">$limit"
	else
		printf '%-28s left out: %s\n' "$name" "$(tail -n 1 "$dir/why")"
	fi
}

python() {
	peer "$1" /usr/bin/python3 tests/bench/assign.py "$1"
}

# row NAME "SIZE ..." PEER ...
row() {
	name=$1 size=$2
	shift 2
	case " ${ROWS-$name} " in *" $name "*) ;; *) return 0 ;; esac
	# shellcheck disable=SC2086 # several arguments
	ours $size
	show_ours "$name"
	for p; do
		if [ "$p" != lemon ]; then
			python "$p"
		elif [ -x "$dir/assign-lemon" ]; then
			peer LEMON "$dir/assign-lemon"
		fi
	done
}

compile
row 2k-1k "2000 1000 8 5000 6" lemon scipy networkx
row 20k-5k "20000 5000 8 5000 6" lemon scipy cbc highs glpk igraph
row 20k-5k-anywhere "20000 5000 8 5000 0" lemon scipy
row 100k-20k "100000 20000 8 5000 6" lemon scipy
row 100k-20k-equal "100000 20000 8 8 6" lemon scipy
row 100k-20k-dense "100000 20000 42 5000 6" lemon scipy
row 500k-100k "500000 100000 11 5000 6" lemon scipy
row 20k-20k "20000 20000 8 5000 6" lemon scipy
row 20k-20k-anywhere "20000 20000 8 5000 0" lemon scipy
