#!/usr/bin/env bats
# phc-report without a register: rows of the pipeline and tables.
bats_require_minimum_version 1.5.0

pilot=$BATS_TEST_DIRNAME/../data/pilot

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	for how in assign shortlist; do
		phc-match -q -w "$pilot/expected/dwellings.csv" -t 2016-09-01 \
		    --$how "$pilot/expected/households.csv" |
		    phc-budget -t 2016-09-01 --target 25 >$how.csv
	done
}

setup() {
	mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here" || return
	rows=$BATS_FILE_TMPDIR/assign.csv
	unset PHC_REGISTER PHC_KEY
}

# figures [OPTION ...] - of the rows, on the day that they are of.
figures() {
	run --separate-stderr phc-report --figures --to ddtm -t 2016-09-01 "$@"
}

# figure INDICATOR PERIOD - its value, or why it has none.
figure() {
	printf '%s\n' "$output" | awk -F, -v i="$1" -v p="$2" \
	    '$2 == i && $8 == p { print $9 == "" ? $15 : $9 }'
}

# at COLUMN - the place of a column in the rows.
at() { head -1 "$rows" | tr ',' '\n' | grep -n "^$1\$" | cut -d: -f1; }

# with COLUMN LINE VALUE - the rows, with that there.
with() {
	awk -F, -v OFS=, -v c="$(at "$1")" -v l="$2" -v v="$3" \
	    'NR == l { $c = v } 1' "$rows"
}

# fails MESSAGE
fails() {
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-report: $1" ] || { echo "$stderr"; return 1; }
}

@test "rows are households, dwellings and proposals of the day" {
	figures "$rows"
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	n=$(($(wc -l <"$rows") - 1))
	[ "$(figure s_candidates ../2016-09-01)" -eq $n ]
	[ "$(figure s_proposed 2016-09)" -eq $n ]
	all=$output
	figures <"$rows"
	[ "$output" = "$all" ]
	figures - <"$rows"
	[ "$output" = "$all" ]
	figures <(sed -n 1,20p "$rows") <(sed -n '1p;21,$p' "$rows")
	[ "$output" = "$all" ]
}

@test "the cover says that rows are not a register" {
	phc-report --to ddtm -t 2016-09-01 --published p.csv --key k \
	    --preview=Couverture "$rows" 2>/dev/null | grep '^Portée .*sans registre'
	phc-import -q -d r.db -t 2016-08-31 -k household "$pilot/locataires.csv"
	run -0 phc-report --to ddtm --month 2016-08 -d r.db --preview=Couverture
	[[ $output != *Portée* ]]
}

@test "what nobody gave is not known, and not 0" {
	figures "$rows"
	[ "$(figure s_housed 2016-09)" = 'table lease non fournie' ]
	[ "$(figure s_accompanied 2016-09)" = 'table event non fournie' ]
	[[ $output == *',"tables lease, event non fournies"'* ]]
	run -0 grep -c '^Synthese,s_housed_target,.*,50,,count' <<<"$output"
	figures --table lease="$pilot/baux.csv" "$rows"
	[ "$(figure s_housed 2016-09)" -eq 31 ]
	[ "$(figure s_accompanied 2016-09)" = 'table event non fournie' ]
	printf 'event_id,household_id,kind,happened_on\n' >none.csv
	figures --table event=none.csv "$rows"
	[ "$(figure s_accompanied 2016-09)" = 0 ]
}

@test "all tables give what a register of them gives" {
	set --
	for t in household=expected/households.csv household=locataires.csv \
	    dwelling=expected/dwellings.csv lease=baux.csv \
	    event=evenements.csv proposal=propositions.csv fjt=fjt.csv \
	    spending=expected/depenses.csv funding=expected/financements.csv \
	    reading=consommations.csv; do
		phc-import -q -d r.db -t 2016-08-31 -k "${t%%=*}" \
		    -r bad "$pilot/${t#*=}"
		set -- "$@" --table "${t%%=*}=$pilot/${t#*=}"
	done
	for to in 'ddtm --month 2016-08' 'ddtm --year 2016' \
	    'departement --month 2016-08' 'form --year 2016'; do
		phc-report --figures --to $to -t 2016-08-31 -d r.db >register
		phc-report --figures --to $to -t 2016-08-31 "$@" 2>/dev/null |
		    cmp - register
	done
}

@test "a shortlist is of each household once" {
	rows=$BATS_FILE_TMPDIR/shortlist.csv
	figures "$rows"
	[ "$status" -eq 0 ]
	[ "$(figure s_candidates ../2016-09-01)" -eq \
	    "$(tail -n +2 "$rows" | cut -d, -f1 | sort -u | wc -l)" ]
	printf 'lease_id,household_id,dwelling_id,form,start_on\n' >none.csv
	figures --table lease=none.csv "$rows"
	[ "$(figure reserved_all 2016-09)" -eq \
	    "$(tail -n +2 "$rows" | cut -d, -f"$(at dwelling_id)" | sort -u | wc -l)" ]
}

@test "proposals that are given are not made" {
	figures --table proposal="$pilot/propositions.csv" "$rows"
	[ "$status" -eq 0 ]
	[ "$(figure s_proposed 2016-09)" -eq 0 ]
	[ "$(figure s_proposed ../2016-09-01)" -gt 10 ]
}

@test "a row that cannot be is refused, with its line" {
	figures < <(with birth_date 3 1994-13-01)
	[ "$status" -eq 1 ]
	[ "$stderr" = 'phc-report: (stdin):3: birth_date: not a date (value withheld)' ]
	[ "$(figure s_candidates ../2016-09-01)" -eq $(($(wc -l <"$rows") - 2)) ]
	figures < <(with type 4 T9)
	[ "$status" -eq 1 ]
	[[ $stderr == "phc-report: (stdin):4: type: no such code: 'T9'"* ]]
	figures < <(with applied_on 5 '')
	[ "$stderr" = 'phc-report: (stdin):5: applied_on: empty, and it is required' ]
	figures < <(with dwelling_id 6 '1 94 07 62 427 110 68')
	[ "$stderr" = 'phc-report: (stdin):6: dwelling_id: a social security number' ]
	figures < <(sed '3s/$/,1/' "$rows")
	[ "$status" -eq 1 ]
	fields=$(head -1 "$rows" | tr ',' '\n' | wc -l)
	[ "$stderr" = "phc-report: (stdin):3: $((fields + 1)) fields, not $fields" ]
	figures < <(with commune_name 3 $'L\351ns')
	[ "$status" -eq 1 ]
	[ "${#stderr_lines[@]}" -eq 1 ]
}

@test "a household that says two things is refused the second time" {
	rows=$BATS_FILE_TMPDIR/shortlist.csv
	figures < <(cat "$rows"; with adults 2 9 | sed -n 2p)
	[ "$status" -eq 1 ]
	[ "$stderr" = "phc-report: (stdin):$(($(wc -l <"$rows") + 1)): household_id: an earlier row of this key says otherwise" ]
	figures --table dwelling=<(sed '2,$s/,PLUS,/,PLS,/' "$pilot/expected/dwellings.csv") "$rows"
	[ "$status" -eq 1 ]
	[[ ${stderr_lines[0]} == *": dwelling_id: an earlier row of this key says otherwise"* ]]
}

@test "a table is checked as an import is" {
	sed '3s/,ordinary,/,ordinaire,/' "$pilot/baux.csv" >baux.csv
	figures --table lease=baux.csv "$rows"
	[ "$status" -eq 1 ]
	[[ $stderr == "phc-report: baux.csv:3: form: "* ]]
	figures --table lease=gone.csv "$rows"
	fails "--table: cannot open 'gone.csv': No such file or directory"
	echo a,b >lease.csv
	figures --table lease=lease.csv "$rows"
	[ "$status" -eq 2 ]
	[[ $stderr == "phc-report: --table lease: "*lease_id* ]]
}

@test "what is no table" {
	figures --table lease "$rows"
	fails "--table: not KIND=FILE: 'lease'"
	figures --table =x "$rows"
	fails "--table: not KIND=FILE: '=x'"
	figures --table leases=x "$rows"
	fails "--table: no such kind: 'leases'"
	figures --table lease="$pilot/baux.csv" -d r.db
	fails '-d takes no rows but those of the register'
}

@test "rows without a key, or without what it needs, are trouble" {
	figures </dev/null
	fails '(stdin): empty: not even a header'
	figures < <(echo a,b)
	fails "(stdin):1: no column 'household_id'"
	figures < <(echo houshold_id)
	fails "(stdin):1: no column 'household_id' (did you mean 'houshold_id'?)"
	for key in household_id dwelling_id; do
		figures <<<"$(sed "1s/$key/x_$key/" "$rows")"
		[ "$status" -eq 2 ]
		[[ $stderr == *"(stdin):1: no column '$key'"* ]]
	done
	figures < <(echo household_id,applied_on)
	[ "$status" -eq 2 ]
	[[ $stderr == "phc-report: (stdin):1: no column '"* ]]
	figures .
	fails "cannot read '.': Is a directory"
}

@test "a header alone is a report on nobody" {
	figures < <(head -1 "$rows")
	[ "$status" -eq 0 ]
	[ "$(figure s_candidates 2016-09)" -eq 0 ]
}

@test "households alone have no dwellings to tell of" {
	figures "$pilot/expected/households.csv"
	[ "$status" -eq 0 ]
	[[ $output == *',"tables dwelling, proposal, lease non fournies"'* ]]
}
