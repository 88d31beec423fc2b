#!/usr/bin/env bats
# phc-match: how it starts, what it refuses, how it ends.
bats_require_minimum_version 1.5.0

head=household_id,applied_on,birth_date,adults,dependants,income,tax_income,\
first_home,priority,needed_from
home=dwelling_id,commune,type,financing,rent,charges,occupancy
added=candidate_rank,score,doubts

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	dwellings >d.csv
}

# household [ID] - one; no header before any but the first
household() {
	[ $# -gt 0 ] || echo "$head"
	echo "${1-h1},2016-01-10,1994-03-02,1,0,900,9000,1,none,2016-09-01"
}

dwellings() {
	printf '%s\n' "$home" d1,62498,T2,PLAI,270.00,40.00,empty \
	    d2,62041,T1,PLUS,200.00,40.00,offered d3,62041,T1,PLUS,200,40,let
}

match() { phc-match -q -t 2016-09-01 -w d.csv "$@"; }

@test "puts the columns side by side, and three more" {
	run --separate-stderr match < <(household)
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 2 ]
	[ "${lines[0]}" = "$head,$home,$added" ]
	[ "${lines[1]}" = "h1,2016-01-10,1994-03-02,1,0,900,9000,1,none,\
2016-09-01,d2,62041,T1,PLUS,200.00,40.00,offered,1,33,accessible" ]
	[ -z "$stderr" ]
	[ "$(awk -F, '$3 == "pair" { printf ",%s", $1 }' \
	    "$BATS_TEST_DIRNAME/../../lib/data/columns.csv")" = ",$added" ]
}

@test "counts on standard error, unless -q" {
	run --separate-stderr phc-match -t 2016-09-01 -w d.csv \
	    < <(household; household h2 | sed s/none/dalo/)
	[ "$status" -eq 0 ]
	[ "${stderr_lines[0]}" = "phc-match: households 2, struck off 0; \
dwellings 3, vacant 2; lawful pairs 4" ]
	[ "${stderr_lines[1]}" = \
	    "phc-match: housed 2: DALO 1, agreement 0, PDALPD 0, others 1" ]
	[ "${stderr_lines[2]}" = \
	    "phc-match: dwellings with fewer than 3 lawful candidates: 2" ]
	[ "${#stderr_lines[@]}" -eq 3 ]
}

@test "a priority class comes before any points" {
	sed -i 2d d.csv
	run match < <(household | sed s/2016-01/2010-01/
	    household h2 | sed s/none/pdalpd/)
	[ "${#lines[@]}" -eq 2 ]
	[[ "${lines[1]}" = h2,* ]]
}

@test "--shortlist ranks candidates by points, seniority, then key" {
	run match --shortlist 3 < <(household; household h3; household h2
	    household h0 | sed s/2016-01-10/2016-01-09/; household h4)
	[ "$status" -eq 0 ]
	[ "$(sed 1d <<<"$output" | cut -d, -f1,11,18)" = "$(printf '%s\n' \
	    h0,d1,1 h1,d1,2 h2,d1,3 h0,d2,1 h1,d2,2 h2,d2,3)" ]
}

@test "--reasons says why the others are left out, for their eyes only" {
	run match --reasons why.csv < <(household
	    household h2 | sed s/1994/1986/; household h3
	    household h4; household h5 | sed 's/9000/19000/; s/1,none/0,none/')
	[ "$status" -eq 0 ]
	[ "$(stat -c %a why.csv)" = 600 ]
	[ "$(cat why.csv)" = "$(printf '%s\n' \
	    household_id,lawful,stops,nearest,nearest_why,stopped_by \
	    'h2,0,age:2,d1,aged 30 years for under 30 years,d1:age d2:age' \
	    'h4,2,,d2,"lawful, but others come first",' \
	    'h5,0,first_home:2 ceiling:1,d2,has had a tenancy before,d1:first_home+ceiling d2:first_home')" ]
	[ "$(awk -F, '$3 == "reason" { printf "%s%s", n++ ? "," : "", $1 }' \
	    "$BATS_TEST_DIRNAME/../../lib/data/columns.csv")" = \
	    "$(head -n 1 why.csv)" ]
}

@test "--reasons of a shortlist are those who are on none" {
	run match --shortlist 1 --reasons why.csv < <(household; household h2)
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 3 ]
	[ "$(sed 1d why.csv)" = 'h2,2,,d2,"lawful, but others come first",' ]
}

@test "--reasons without a vacant dwelling" {
	dwellings | sed 's/empty/let/; s/offered/let/' >d.csv
	run match --reasons why.csv < <(household)
	[ "$status" -eq 0 ]
	[ "$output" = "$head,$home,$added" ]
	[ "$(sed 1d why.csv)" = h1,0,,,, ]
}

@test "limits: --max-age, --max-effort, --late" {
	run match --max-age 22 < <(household)
	[ "${#lines[@]}" -eq 1 ]
	run match --max-age 23 < <(household)
	[ "${#lines[@]}" -eq 2 ]
	run match --max-effort 26.66 < <(household)
	[ "${#lines[@]}" -eq 1 ]
	run match --max-effort 26.67 < <(household)
	[ "${#lines[@]}" -eq 2 ]
	run match --late 29 < <(household | sed s/2016-09-01/2016-10-01/)
	[ "${#lines[@]}" -eq 1 ]
	run match --late 30 < <(household | sed s/2016-09-01/2016-10-01/)
	[ "${#lines[@]}" -eq 2 ]
}

@test "the order of rows changes nothing" {
	pilot=$BATS_TEST_DIRNAME/../data/pilot/expected
	for f in households dwellings; do
		{ head -n 1 "$pilot/$f.csv"; sed 1d "$pilot/$f.csv" | tac; } >$f
	done
	phc-match -q -t 2016-09-01 -w "$pilot/dwellings.csv" --reasons a.csv \
	    -o a "$pilot/households.csv"
	phc-match -q -t 2016-09-01 -w dwellings --reasons b.csv -o b households
	cmp a b
	cmp a.csv b.csv
}

@test "several files are one table" {
	household >a.csv
	household | sed s/^h1/h2/ >b.csv
	run match a.csv b.csv
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 3 ]
}

@test "dwellings may come from standard input" {
	household >h.csv
	run phc-match -q -t 2016-09-01 -w - h.csv <d.csv
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 2 ]
}

@test "a field that needs quotes keeps them" {
	run match < <(household | sed '1s/$/,"say ""it"""/; 2s/$/,"a, b"/')
	[ "$status" -eq 0 ]
	[[ "${lines[0]}" = "$head,\"say \"\"it\"\"\",$home,$added" ]]
	[[ "${lines[1]}" = *',2016-09-01,"a, b",d2,'* ]]
}

@test "without -w it is trouble" {
	run --separate-stderr phc-match < <(household)
	[ "$status" -eq 2 ]
	[ "$stderr" = \
	    "phc-match: which dwellings? give their file with -w" ]
}

@test "dwellings that cannot be read are trouble, before anything is" {
	run --separate-stderr phc-match -w no.csv < <(household)
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = \
	    "phc-match: cannot open 'no.csv': No such file or directory" ]
	run --separate-stderr phc-match -w . < <(household)
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-match: cannot read '.': Is a directory" ]
}

@test "a header alone gives a header" {
	run --separate-stderr match < <(household | head -n 1)
	[ "$status" -eq 0 ]
	[ "$output" = "$head,$home,$added" ]
	[ -z "$stderr" ]
	head -n 1 d.csv >none.csv
	run phc-match -q -t 2016-09-01 -w none.csv < <(household)
	[ "$status" -eq 0 ]
	[ "$output" = "$head,$home,$added" ]
}

@test "empty input is trouble" {
	run --separate-stderr match </dev/null
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-match: (stdin): empty: not even a header" ]
	run --separate-stderr phc-match -w /dev/null < <(household)
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-match: /dev/null: empty: not even a header" ]
}

@test "a column that is missing is named, with the nearest one" {
	run --separate-stderr match < <(household | sed 1s/income/incomes/)
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-match: (stdin):1: no column 'income' \
(did you mean 'incomes'?)" ]
	sed -i 1s/commune/comune/ d.csv
	run --separate-stderr match < <(household)
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-match: d.csv:1: no column 'commune' \
(did you mean 'comune'?)" ]
}

@test "a name on both sides is trouble" {
	run --separate-stderr match < <(household | sed '1s/$/,rent/; 2s/$/,1/')
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-match: (stdin):1: column 'rent' is on both sides: \
drop or rename one" ]
}

@test "what is a match already is trouble" {
	household | match | sed s/,rent,/,rental,/ >once.csv
	run --separate-stderr match once.csv
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-match: once.csv:1: column 'dwelling_id' is on both \
sides: drop or rename one" ]
	household | sed '1s/$/,score/; 2s/$/,1/' >scored.csv
	run --separate-stderr match scored.csv
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-match: scored.csv:1: column 'score' is of a match \
already: drop or rename it" ]
}

@test "a ragged row is refused, and the others go through" {
	run --separate-stderr match \
	    < <(household; echo h2,2016-01-10; household h3)
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 3 ]
	[ "$stderr" = "phc-match: (stdin):3: 2 fields, not 10" ]
}

@test "a quote never closed costs its line" {
	{
		household
		household h2
		household h3
		household '"h4'
		household h5
	} >in.csv
	run --separate-stderr match --shortlist 9 in.csv
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 9 ]
	[ "$stderr" = "phc-match: in.csv:5: quote never closed" ]
}

@test "a key that came before is refused, and stays out of sight" {
	run --separate-stderr match < <(household; household h1)
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 2 ]
	[ "$stderr" = \
	    "phc-match: (stdin):3: household_id: the key of an earlier row" ]
}

@test "a dwelling in no zone is refused, never guessed" {
	sed -i 2s/62498/59350/ d.csv
	run --separate-stderr match < <(household)
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 2 ]
	[ "$stderr" = "phc-match: d.csv:2: no ceiling zone for commune '59350': \
add its row to communes.csv" ]
}

@test "a day without ceilings is trouble" {
	run --separate-stderr phc-match -t 2027-01-01 -w d.csv < <(household)
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[[ "$stderr" = "phc-match: no ceiling in force on 2027-01-01"* ]]
}

# own TABLE SED - that table changed, in a folder for -T
own() {
	mkdir -p tables
	sed "$2" "$BATS_TEST_DIRNAME/../../lib/data/law/$1.csv" \
	    >"tables/$1.csv"
}

@test "tables of one's own: rules, sizes, score" {
	own match-rules 's/^,age,years,30,on/,age,years,30,off/
	    s/^,effort,percent,33,off/,effort,percent,33,on/'
	own match-sizes 's/^,1,0,1,2/,1,0,2,2/'
	own match-score 's/^,seniority,,1,36/,seniority,,-100,/'
	run match -T tables < <(household | sed s/1994/1984/)
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 1 ]
	run match -T tables --max-effort 40 < <(household | sed s/1994/1984/)
	[[ "${lines[1]}" = *,d1,*,1,-678,accessible ]]
}

# A table that is wrong: its name, what makes it so, and the message.
wrong() {
	own "$1" "$2"
	run --separate-stderr match -T tables < <(household)
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-match: $3" ] || { echo "$stderr"; false; }
	rm "tables/$1.csv"
}

@test "tables that are wrong are trouble" {
	wrong match-rules s/^,age,/,agee,/ \
	    "tables/match-rules.csv: no rule 'agee'"
	wrong match-rules /^,age,/d \
	    "match-rules: nothing in force on 2016-09-01 for age: add the rows"
	wrong match-rules s/years,30,on/weeks,30,on/ "tables/match-rules.csv: \
rule 'age': no such unit, limit or state: 'weeks', '30', 'on'"
	wrong match-rules s/years,30,on/years,30,yes/ "tables/match-rules.csv: \
rule 'age': no such unit, limit or state: 'years', '30', 'yes'"
	wrong match-rules s/days,90,on/days,,on/ "tables/match-rules.csv: \
rule 'date': no such unit, limit or state: 'days', '', 'on'"
	wrong match-rules s/years,30,on/years,x,on/ \
	    "tables/match-rules.csv: not a number: 'x'"
	wrong match-sizes /^,3,1/d "match-sizes: nothing in force on \
2016-09-01 for 3 1: add the rows"
	wrong match-score s/seniority/senority/ \
	    "tables/match-score.csv: no criterion 'senority '"
	wrong match-score s/usual/usuel/ \
	    "tables/match-score.csv: no criterion 'size usuel'"
	wrong match-score s/homeless,20/homeless,2000000/ \
	    "tables/match-score.csv: more than 100000 points: '2000000'"
}

@test "-V names the tables in force" {
	run phc-match -V
	[ "$status" -eq 0 ]
	[[ "$output" = *"(built-in)/law/match-rules.csv"* ]]
	[[ "$output" = *"(built-in)/law/match-sizes.csv"* ]]
	[[ "$output" = *"(built-in)/law/match-score.csv"* ]]
}

@test "bad options are trouble" {
	for bad in -Z --no-such '-t 01/09/2016' '--max-age x' '--max-age 0' \
	    '--max-effort -1' '--late -1' '--shortlist 0'; do
		# shellcheck disable=SC2086
		run --separate-stderr match $bad < <(household)
		[ "$status" -eq 2 ]
		[ -z "$output" ]
		[ -n "$stderr" ]
	done
	run match --shortlist none < <(household)
	[ "$output" = \
	    "phc-match: --shortlist: not a number from 1 on: 'none'" ]
}

@test "a full disk is trouble" {
	[ -w /dev/full ] || skip
	household >h.csv
	run bash -c 'phc-match -q -t 2016-09-01 -w d.csv h.csv >/dev/full'
	[ "$status" -eq 2 ]
	[ "$output" = \
	    "phc-match: cannot write '(stdout)': No space left on device" ]
}

@test "reasons that cannot be written are trouble, and leave no file" {
	run --separate-stderr match --reasons no/such/why.csv -o out.csv \
	    < <(household)
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-match: cannot write 'no/such/why.csv': \
No such file or directory" ]
	[ ! -e out.csv ]
}

@test "a reader that leaves ends it, without a word of its own" {
	{ household; for i in $(seq 2000); do household "g$i"; done; } >h.csv
	run bash -c 'phc-match -q -t 2016-09-01 -w d.csv --shortlist 2000 \
	    h.csv | head -n 1; exit "${PIPESTATUS[0]}"'
	[ "$status" -eq 141 ]
	[ "${#lines[@]}" -eq 1 ]
}

@test "the locale changes nothing" {
	household >h.csv
	LC_ALL=fr_FR.UTF-8 match --max-effort 26.67 h.csv >fr
	LC_ALL=C match --max-effort 26.67 h.csv >c
	cmp fr c
	[ "$(wc -l <c)" -eq 2 ]
}

@test "which dwellings are vacant has to be known" {
	sed -i '1s/occupancy/occupance/' d.csv
	run --separate-stderr match < <(household)
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-match: d.csv:1: no column 'occupancy' (did you mean 'occupance'?)" ]
}

@test "a dwelling that was refused does not keep its key" {
	sed -i '2s/62498/62999/' d.csv
	echo d1,62498,T2,PLAI,270.00,40.00,empty >>d.csv
	run --separate-stderr match --shortlist 1 < <(household)
	[ "$status" -eq 1 ]
	[[ "$stderr" == *"d.csv:2: no ceiling zone for commune '62999'"* ]]
	[[ "$output" == *",d1,62498,"* ]]
}

@test "nobody is born after the date" {
	run --separate-stderr match < <(household | sed 's/1994-03-02/2095-03-02/')
	[ "$status" -eq 1 ]
	[[ "$stderr" == *"(stdin):2: birth_date: after 2016-09-01" ]]
}

@test "two outputs are two files" {
	run --separate-stderr match --reasons x.csv -o x.csv < <(household)
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-match: --reasons and -o: the same file: 'x.csv'" ]
	[ ! -e x.csv ]
}
