#!/usr/bin/env bats
# phc-budget --explain: whom it explains, in which language, what it refuses.
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cat >in.csv <<-'EOF'
		household_id,birth_date,adults,dependants,income,dwelling_id,commune,type,financing,rent,charges
		h1,1994-03-02,1,0,900,d1,62498,T2,PLAI,270.00,40.00
		h2,1994-03-02,1,0,9oo,d1,62498,T2,PLAI,270.00,40.00
		h1,1994-03-02,1,0,900,,,,,,
	EOF
}

@test "French is the default, English is there" {
	run phc-budget -t 2025-11-01 --explain h1 in.csv
	[ "$status" -eq 0 ]
	[[ "${lines[0]}" = "Dossier h1"* ]]
	run phc-budget -t 2025-11-01 --explain h1 --lang fr in.csv
	[[ "${lines[0]}" = "Dossier h1"* ]]
	run phc-budget -t 2025-11-01 --lang en --explain h1 in.csv
	[ "$status" -eq 0 ]
	[[ "${lines[0]}" = "File h1"* ]]
}

@test "a language that is none" {
	run phc-budget --explain h1 --lang de in.csv
	[ "$status" -eq 2 ]
	[ "$output" = "phc-budget: --lang: not fr or en: 'de'" ]
}

@test "each row of the household, and of nobody else" {
	run --separate-stderr phc-budget -t 2025-11-01 --explain h1 in.csv
	[ "$status" -eq 0 ]
	[ "$(grep -c ^Dossier <<<"$output")" -eq 2 ]
	[ "$(grep -c 'd1 lui coûte' <<<"$output")" -eq 1 ]
	[ -z "$stderr" ]
}

@test "a household that is not there: others are not named" {
	run phc-budget -t 2025-11-01 --explain h9 in.csv
	[ "$status" -eq 2 ]
	[ "$output" = "phc-budget: no household 'h9' in the input" ]
}

@test "a household whose row is refused" {
	run --separate-stderr phc-budget -t 2025-11-01 --explain h2 in.csv
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-budget: in.csv:3: income: not an amount: '9oo'" ]
}

@test "no line is longer than 100 characters" {
	for lang in fr en; do
		phc-budget -t 2016-09-01 --target 25 --lang $lang --explain h1 in.csv
	done | python3 -c '
import sys
sys.exit(max(len(s.rstrip("\n")) for s in open(0, encoding="utf-8")) > 100)'
}

@test "it says the figures that the rows have" {
	phc-budget -t 2025-11-01 --target 25 in.csv 2>/dev/null | sed -n 2p |
	    tr , '\n' | grep -E '^[0-9]+\.[0-9]{2}$' | sort -u >rows
	[ -s rows ]
	run phc-budget -t 2025-11-01 --target 25 --lang en --explain h1 in.csv
	tr -d , <<<"$output" >text
	while read -r figure; do
		grep -qE "(^|[^0-9])${figure%%.00}" text || grep -qE "(^|[^0-9])${figure%0}%" text
	done <rows
}

@test "no column that is read is left unsaid" {
	cd "$BATS_TEST_DIRNAME/../.." || return
	sed -n 's/.*OF(phc_[a-z]*, \([a-z0-9_]*\)).*/\1/p' cmd/phc-budget.c >"$BATS_TEST_TMPDIR/read"
	[ -s "$BATS_TEST_TMPDIR/read" ]
	while read -r column; do
		grep -q "{$column}\|\<$column=1" lib/data/explain.csv || echo "$column"
	done <"$BATS_TEST_TMPDIR/read" >"$BATS_TEST_TMPDIR/unsaid"
	[ ! -s "$BATS_TEST_TMPDIR/unsaid" ]
}

@test "sentences of one's own, and where they are wrong" {
	mkdir words
	printf '%s\n' level,when,tables,article,fr,en \
	    'line,,,,Loyer {rent},Rent {rent}' >words/explain.csv
	run phc-budget -t 2025-11-01 -T words --explain h1 --lang en in.csv
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "  - Rent €270.00" ]
	sed -i 's/{rent}$/{rents}/' words/explain.csv
	run phc-budget -t 2025-11-01 -T words --explain h1 in.csv
	[ "$status" -eq 2 ]
	[ "$output" = "phc-budget: words/explain.csv:2: \
not as often in both languages: 'rent'" ]
}

@test "an output file" {
	run phc-budget -t 2025-11-01 --explain h1 -o text in.csv
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	grep -q ^Dossier text
}
