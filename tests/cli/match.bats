#!/usr/bin/env bats
# phc-match: how it starts, what it refuses, how it ends.
bats_require_minimum_version 1.5.0

head=household_id,applied_on,birth_date,adults,dependants,income,tax_income,\
first_home,priority,needed_from
home=dwelling_id,commune,type,financing,rent,charges,occupancy
added=candidate_rank,score,doubts,notes,fixed,candidates,minutes
few='Too few demands'
nb=$'\xc2\xa0' # where no line ends

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

match() { phc-match -q -t 2016-09-01 --lang en -w d.csv "$@"; }

@test "puts the columns side by side, and seven more" {
	run --separate-stderr match < <(household)
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 2 ]
	[ "${lines[0]}" = "$head,$home,$added" ]
	[ "${lines[1]}" = "h1,2016-01-10,1994-03-02,1,0,900,9000,1,none,\
2016-09-01,d1,62498,T2,PLAI,270.00,40.00,empty,1,35,surface accessible,,0,1,\
$few: 1 lawful candidate of 1 examined (CCH R441-3)" ]
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
	    "phc-match: housed 2: DALO 1, agreement 0, PDALPD 0, others 1; \
optimal, certified" ]
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
	    household_id,lawful,stops,nearest,nearest_why,stopped_by,change \
	    'h2,0,age:2,d1,aged 30 years for under 30 years,d1:age d2:age,a limit of age above 30 years' \
	    'h4,2,,d1,"lawful, but proposed to another household (no priority, 35 points); this one: no priority, 35 points",,"more vacant dwellings: 2 suit it, proposed to others"' \
	    'h5,0,first_home:2 ceiling:1,d2,has had a tenancy before,d1:first_home+ceiling d2:first_home,a programme open to who has had a tenancy')" ]
	[ "$(awk -F, '$3 == "reason" { printf "%s%s", n++ ? "," : "", $1 }' \
	    "$BATS_TEST_DIRNAME/../../lib/data/columns.csv")" = \
	    "$(head -n 1 why.csv)" ]
}

@test "--reasons of a shortlist are those who are on none" {
	run match --shortlist 1 --reasons why.csv < <(household; household h2)
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 3 ]
	[ "$(sed 1d why.csv)" = 'h2,2,,d1,"lawful, but place 2 of 2; the list ends at 1",,"more vacant dwellings: 2 suit it, proposed to others"' ]
}

@test "--reasons without a vacant dwelling" {
	dwellings | sed 's/empty/let/; s/offered/let/' >d.csv
	run match --reasons why.csv < <(household)
	[ "$status" -eq 0 ]
	[ "$output" = "$head,$home,$added" ]
	[ "$(sed 1d why.csv)" = \
	    'h1,0,,,no vacant dwelling to propose,,a vacant dwelling' ]
}

@test "limits: --max-age, --max-effort, --late" {
	run match --max-age 22 < <(household)
	[ "${#lines[@]}" -eq 1 ]
	run match --max-age 23 < <(household)
	[ "${#lines[@]}" -eq 2 ]
	run match --max-effort 17 < <(household)
	[ "${#lines[@]}" -eq 1 ]
	run match --max-effort 18 < <(household)
	[ "${#lines[@]}" -eq 2 ]
	run match --min-remainder 24.50 < <(household)
	[ "${#lines[@]}" -eq 1 ]
	run match --min-remainder 24 < <(household)
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
	[[ "${lines[1]}" = *',2016-09-01,"a, b",d1,'* ]]
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
	own match-rules '/^,age,/s/,years,30,on/,years,30,off/
	    /^,effort,/s/,percent,33,off/,percent,15,on/'
	own match-sizes 's/^,1,0,1,2/,1,0,2,2/'
	own match-score 's/^,seniority,,1,36/,seniority,,-100,/'
	run match -T tables < <(household | sed s/1994/1984/)
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 1 ]
	run match -T tables --max-effort 40 < <(household | sed s/1994/1984/)
	[[ "${lines[1]}" = *,d1,*,1,-672,* ]]
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
	    "tables/match-score.csv: no criterion 'senority' (did you mean 'seniority'?)"
	wrong match-score s/usual/usuel/ \
	    "tables/match-score.csv: criterion 'size' has no value 'usuel' (did you mean 'usual'?)"
	wrong match-score s/homeless,20,,justified/homeless,20,,juste/ \
	    "tables/match-score.csv: nature is not auto or justified: 'juste'"
	wrong match-score s/homeless,20,,/homeless,20,-1,/ \
	    "tables/match-score.csv: a cap below zero: '-1'"
	wrong match-score s/homeless,20,,/homeless,2O,,/ \
	    "tables/match-score.csv: not a number: '2O'"
	wrong match-score s/homeless,20/homeless,536870912/ \
	    "tables/match-score.csv: not points from -536870911 to 536870911: \
'536870912'"
	wrong match-score s/homeless,20/homeless,536870900/ \
	    "tables/match-score.csv: a pair might have 536871034 points, and \
536870911 is the most: lower them, or give a cap"
	wrong match-score s/seniority,,1,36/seniority,,5000,/ \
	    "tables/match-score.csv: a pair might have 600000118 points, and \
536870911 is the most: lower them, or give a cap"
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
	run match --shortlist=none < <(household)
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

# out - the households of what was written, without the header
out() { sed 1d <<<"$output" | cut -d, -f"${1-1}"; }

@test "-x switches rules off, one by one or in a list" {
	{ household; household h2 | sed 's/1994/1984/; s/1,none/0,none/'; } >h.csv
	run match h.csv
	[ "$(out)" = h1 ]
	run match -x age h.csv
	[ "$(out)" = h1 ]
	run match -x age,first_home h.csv
	[ "$(out | sort)" = "$(printf 'h1\nh2')" ]
	run match --exclude first_home -x age h.csv
	[ "${#lines[@]}" -eq 3 ]
	run --separate-stderr match -x age,aged h.csv
	[ "$status" -eq 2 ]
	[[ "$stderr" = "phc-match: -x: no rule 'aged'"* ]]
}

@test "--rules lists them, and needs no dwellings" {
	run --separate-stderr phc-match --rules -x age --max-effort 30 \
	    --min-remainder 7.5
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[ "${#lines[@]}" -eq 16 ]
	[ "$(cut -d, -f1,3-5 <<<"$output" | grep -E '^(age|effort|remain|quota)')" \
	    = "$(printf '%s\n' age,years,30,off quota,none,,note \
	    effort,percent,30.00,on remainder,eur,7.50,on)" ]
	[ "$(awk -F, '$3 == "rule" { printf "%s%s", n++ ? "," : "", $1 }' \
	    "$BATS_TEST_DIRNAME/../../lib/data/columns.csv")" = "${lines[0]}" ]
}

@test "--score: lines that sum to the score of each pair" {
	{ household; household h2 | sed s/none/dalo/; } >h.csv
	run match --score h.csv
	[ "$status" -eq 0 ]
	[ "$(awk -F, '$3 == "score" { printf "%s%s", n++ ? "," : "", $1 }' \
	    "$BATS_TEST_DIRNAME/../../lib/data/columns.csv")" = "${lines[0]}" ]
	[ "$(grep ^h2 <<<"$output" | cut -d, -f2-)" = "$(printf '%s\n' \
	    'd1,1,priority,dalo,1,50,justified,practice; CCH L441-2-3' \
	    d1,1,seniority,,7,7,auto,practice d1,1,wish,any,1,12,auto,practice \
	    d1,1,size,usual,1,10,auto,practice \
	    'd1,1,effort,to_25,1,6,auto,practice; CCH R441-3-1')" ]
	match h.csv | grep -q '^h2,.*,d1,.*,1,85,'
}

@test "--stable, and what it houses beside the best" {
	# h1 wants d1's commune first and has it; h2 may have no other.
	sed -i 's/270.00,40.00/200.00,40.00/; 2,3s/T./T2/; s/PLAI/PLUS/' d.csv
	{
		household | sed '1s/$/,wanted_communes/; 2s/$/,62498 62041/'
		household h2 | sed 's/$/,62498/; s/2016-01/2016-02/'
	} >h.csv
	run --separate-stderr phc-match -t 2016-09-01 -w d.csv --stable h.csv
	[ "$(out)" = h1 ]
	[ "${stderr_lines[1]}" = \
	    "phc-match: stable 1: DALO 0, agreement 0, PDALPD 0, others 1" ]
	[ "${stderr_lines[2]}" = "phc-match: an assignment houses 2: DALO 0, \
agreement 0, PDALPD 0, others 2; optimal, certified" ]
	run match --assign h.csv
	[ "$(out 1,12)" = "$(printf 'h2,d1\nh1,d2')" ]
}

@test "--shortlist: three if no number follows" {
	{ household; for i in 2 3 4; do household h$i; done; } >h.csv
	run match --shortlist h.csv
	[ "$(out | sort | uniq -c | awk '{ printf $1 $2 " " }')" = "2h1 2h2 2h3 " ]
	run match --shortlist 1 h.csv
	[ "${#lines[@]}" -eq 3 ]
	run match --shortlist=1 h.csv
	[ "${#lines[@]}" -eq 3 ]
	run match h.csv --shortlist
	[ "${#lines[@]}" -eq 7 ]
}

@test "--pairs and --certificate: what is solved, and the proof" {
	{ household; household h2 | sed s/none/dalo/; } >h.csv
	run match --pairs p.csv --certificate c.csv h.csv
	[ "$status" -eq 0 ]
	[ "$(stat -c %a p.csv c.csv)" = "$(printf '600\n600')" ]
	[ "$(cat p.csv)" = "$(printf '%s\n' household_id,dwelling_id,class,score \
	    h2,d1,dalo,85 h1,d1,none,35 h2,d2,dalo,85 h1,d2,none,35)" ]
	[ "$(head -n 1 c.csv)" = side,id,step,price ]
	[ "$(cut -d, -f1,2 c.csv | sed 1d | tr '\n' ' ')" = \
	    "household,h2 household,h1 dwelling,d1 dwelling,d2 " ]
	for mode in --stable --shortlist; do
		run match $mode --certificate c2.csv h.csv
		[ "$status" -eq 2 ]
		[ "$output" = \
		    "phc-match: --certificate: only an assignment has one" ]
		[ ! -e c2.csv ]
	done
}

@test "a stranger verifies the pilot's certificate, whatever is kept" {
	pilot=$BATS_TEST_DIRNAME/../data/pilot/expected
	printf '%s\n' lease_id,household_id,dwelling_id,form,start_on \
	    b1,0620816100062GDPUB,A119-00041,ordinary,2016-08-01 >l.csv
	for more in '' '--fixed l.csv' '--max-effort 25 --seed x'; do
		# shellcheck disable=SC2086
		phc-match -q -t 2016-09-01 -w "$pilot/dwellings.csv" $more \
		    -o m.csv --pairs p.csv --certificate c.csv \
		    "$pilot/households.csv" 2>err
		run /usr/bin/python3 "$BATS_TEST_DIRNAME/../verify.py" \
		    c.csv p.csv m.csv
		[ "$status" -eq 0 ]
	done
	sed -i '2s/.$/&1/' c.csv
	run /usr/bin/python3 "$BATS_TEST_DIRNAME/../verify.py" c.csv p.csv m.csv
	[ "$status" -eq 1 ]
}

# LAW: CCH R441-3
@test "--minutes: how many candidates, and under three what to write" {
	run match --minutes m.csv < <(household; household h2; household h3
	    household h4 | sed s/9000/19000/)
	[ "$status" -eq 0 ]
	[ "$(cat m.csv)" = "$(printf '%s\n' \
	    dwelling_id,candidates,stops,minutes d1,3,, d2,4,,)" ]
	run match --minutes m.csv < <(household | sed s/none/dalo/
	    household h4 | sed s/9000/19000/)
	[ "$(sed 1d m.csv)" = "$(printf '%s\n' \
	    'd1,1,ceiling:1,The first candidate holds DALO: the rule of three demands does not bind if the prefect designated it (CCH R441-3); 1 lawful candidate of 2 examined. Stopped by: Ceiling 1' \
	    'd2,2,,The first candidate holds DALO: the rule of three demands does not bind if the prefect designated it (CCH R441-3); 2 lawful candidates of 2 examined')" ]
	run match --lang fr --minutes m.csv < <(household | sed s/1994/1984/)
	[ "$(sed 1d m.csv | cut -d, -f4 | sort -u)" = "Demandes insuffisantes$nb: \
aucune candidature recevable sur 1 examinée (CCH R441-3). Règles en cause$nb: \
Âge du titulaire 1" ]
	[ "$(sed 1d m.csv | cut -d, -f3 | sort -u)" = age:1 ]
}

@test "--seed draws lots among equals, and is said" {
	household >h.csv
	for i in 2 3 4 5 6 7 8; do household h$i; done >>h.csv
	run --separate-stderr phc-match -t 2016-09-01 -w d.csv --shortlist \
	    --seed "10 October" h.csv
	[ "${stderr_lines[1]}" = 'phc-match: lottery seed "10 October"' ]
	one=$output
	run match --lang fr --shortlist --seed "10 October" h.csv
	[ "$output" = "$one" ]
	run match --lang fr --shortlist --seed "11 October" h.csv
	[ "$output" != "$one" ]
	run match --lang fr --shortlist --seed '' h.csv
	[ "$status" -eq 2 ]
	[ "$output" = "phc-match: --seed: not a line of text" ]
	run match --seed $'a\nb' h.csv
	[ "$status" -eq 2 ]
}

@test "--why, for a household and for a pair" {
	{ household; household h2 | sed s/9000/19000/; } >h.csv
	run --separate-stderr match --why h2 h.csv
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = \
	    "Household h2: which dwelling, and why, on 2016-09-01" ]
	[[ "$output" = *"  - Proposed: d2, T1, 62041, PLUS"* ]]
	[[ "$output" = *"  - Ceiling: 1 of 2 dwellings"* ]]
	[[ "$output" != *1994* ]]
	run match --lang fr --why h2,d1 h.csv
	[[ "$output" = *"  - NON   Plafond de ressources$nb: dépasse de "* ]]
	[[ "$output" = *"  - Proposé à un autre ménage (sans priorité, 35${nb}points)"* ]]
	[[ "$output" != *h1* ]]
	run --separate-stderr match --why h9 h.csv
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-match: --why: no household 'h9' that is matched: it \
is not in the files, or struck off" ]
	run --separate-stderr match --why h1,d3 -o why h.csv
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-match: --why: no vacant dwelling 'd3'" ]
	[ ! -e why ]
}

@test "--why says something of every household of the pilot" {
	pilot=$BATS_TEST_DIRNAME/../data/pilot/expected
	phc-match -q -t 2016-09-01 -w "$pilot/dwellings.csv" -o pairs.csv \
	    --reasons reasons.csv "$pilot/households.csv"
	# Each is in one of the two, and each reason can be read.
	{ sed 1d pairs.csv; sed 1d reasons.csv; } | cut -d, -f1 | sort >got
	sed 1d "$pilot/households.csv" | cut -d, -f1 | sort >want
	cmp got want
	[ "$(wc -l <got)" -eq 109 ]
	run awk -F, 'NR > 1 && $5 == ""' reasons.csv
	[ -z "$output" ]
	while read -r id; do
		phc-match -q -t 2016-09-01 -w "$pilot/dwellings.csv" \
		    --why "$id" "$pilot/households.csv" >why
		[[ "$(head -n 1 why)" = "Demande $id$nb: "* ]]
		[ "$(wc -l <why)" -ge 14 ]
		[ "$(LC_ALL=C.UTF-8 wc -L <why)" -le 80 ]
	done <got
}

@test "--forbid: a pair that is not to be" {
	printf '%s\n' household_id,dwelling_id,by h1,d1,me h9,d1,me >no.csv
	run match --forbid no.csv < <(household)
	[ "$status" -eq 0 ]
	[ "$(out 1,11)" = h1,d2 ]
	run match --forbid no.csv -x forbidden < <(household)
	[ "$(out 1,11)" = h1,d1 ]
	sed -i 1s/dwelling_id/dwelling/ no.csv
	run --separate-stderr match --forbid no.csv < <(household)
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-match: no.csv:1: no column 'dwelling_id'" ]
}

@test "--fixed: what was decided stands, unlawful or not" {
	lease=lease_id,household_id,dwelling_id,form,start_on,ended_on
	printf '%s\n' $lease b1,h2,d1,ordinary,2016-08-01, \
	    b2,h3,d9,ordinary,2016-08-01, b3,h9,d2,ordinary,2016-08-01, >l.csv
	{ household; household h2 | sed s/1994/1984/; household h3; } >h.csv
	run --separate-stderr phc-match --lang en -t 2016-09-01 -w d.csv \
	    --fixed l.csv --reasons r.csv --minutes m.csv h.csv
	[ "$status" -eq 0 ]
	[ "$(out 1,11,18-23)" = "h2,d1,1,35,surface accessible,,1," ]
	[[ "$stderr" = *"kept from before: pairs 1, households housed elsewhere 1, \
dwellings taken 1"* ]]
	[[ "$stderr" = *"aged 32 years for under 30 years"* ]]
	[ "$(sed 1d r.csv)" = "$(printf '%s\n' \
	    'h1,0,,,no vacant dwelling to propose,,a vacant dwelling' \
	    'h3,0,,,"kept from before, for another dwelling",,')" ]
	[ "$(sed 1d m.csv | cut -d, -f1-3)" = "$(printf 'd1,,\nd2,,')" ]
	run match --fixed l.csv --why h2 h.csv
	[[ "$output" = *"  - Kept from before: a lease that runs, or a proposal pending
  - Against the rules: Age
"* ]]
	run match --fixed l.csv --why h1 h.csv
	[ "${lines[-1]}" = \
	    "  - Nothing proposed: no vacant dwelling to propose" ]
	run match --fixed l.csv --why h3,d2 h.csv
	[ "${lines[-1]}" = "  - Kept from before for another household" ]
	printf '%s\n' proposal_id,household_id,dwelling_id,rank,proposed_on,decision \
	    p1,h1,d1,1,2016-08-20,refused_by_household \
	    p2,h1,d2,1,2016-08-20, >p.csv
	run match --fixed p.csv h.csv
	[ "$(out 1,11,22)" = "$(printf 'h3,d1,0\nh1,d2,1')" ]
	echo p1,h3,d1,1,2016-08-21, >>p.csv
	run --separate-stderr match --fixed p.csv h.csv
	[ "$status" -eq 1 ]
	[ "$stderr" = \
	    "phc-match: p.csv:4: proposal_id: the key of an earlier row" ]
	[ "$(out 1,11,22)" = "$(printf 'h3,d1,0\nh1,d2,1')" ]
	run --separate-stderr match --fixed d.csv h.csv
	[ "$status" -eq 2 ]
	[[ "$stderr" = "phc-match: d.csv:1: neither leases nor proposals: "* ]]
}

@test "--fjt: where a foyer has places, no AML" {
	sed -i '1s/$/,scheme/; 2s/$/,aml/; 3,4s/$/,ordinary/' d.csv
	printf '%s\n' commune,places,occupied,observed_on \
	    62498,10,9,2016-08-01 >f.csv
	run match --fjt f.csv < <(household)
	[ "$(out 1,11)" = h1,d2 ]
	sed -i s/10,9/10,10/ f.csv
	run match --fjt f.csv < <(household)
	[ "$(out 1,11)" = h1,d1 ]
	sed -i s/2016-08/2015-08/ f.csv
	run --separate-stderr match --fjt f.csv < <(household)
	[[ "$output" = *"surface accessible aml"* ]]
	[[ "$stderr" = "phc-match: commune '62498': its foyer was last observed \
on 2015-08-01, "* ]]
	sed -i 1s/places/plaices/ f.csv
	run --separate-stderr match --fjt f.csv < <(household)
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-match: f.csv:1: no column 'places' (did you mean \
'plaices'?)" ]
}

@test "no vacant dwelling: a header, status 0, and said" {
	dwellings | sed 's/empty/let/; s/offered/let/' >d.csv
	run --separate-stderr phc-match -t 2016-09-01 -w d.csv < <(household)
	[ "$status" -eq 0 ]
	[ "$output" = "$head,$home,$added" ]
	[ "${stderr_lines[1]}" = \
	    "phc-match: no dwelling is vacant: nothing to pair" ]
}

@test "--by and --only: territories, and their union is the whole" {
	{
		echo "$home"
		for i in $(seq 1 30); do
			echo "d$i,$(sed -n "$((i % 3 + 1))p" <<<$'62498\n62041\n62119'),T2,PLUS,200,40,empty"
		done
	} >d.csv
	{
		household | sed '1s/$/,wanted_communes,wanted_nearby/; 2s/$/,62041,0/'
		for i in $(seq 2 40); do
			household "h$i" | sed "s/01-10/01-$((i % 20 + 10))/; \
s/\$/,$(sed -n "$((i % 3 + 1))p" <<<$'62498\n62041\n62119'),0/"
		done
	} >h.csv
	match --by commune --seed x h.csv >whole
	head -n 1 whole >union
	for c in 62041 62119 62498; do
		match --by commune --only $c --seed x h.csv | sed 1d >>union
	done
	cmp whole union
	[ "$(wc -l <whole)" -eq 31 ]
	[ "$(sed 1d whole | cut -d, -f14 | uniq | wc -l)" -eq 3 ]
	run match --by comune h.csv
	[ "$status" -eq 2 ]
	[ "$output" = \
	    "phc-match: d.csv:1: no column 'comune' (did you mean 'commune'?)" ]
	run match --only 62041 h.csv
	[ "$output" = \
	    "phc-match: --only: of which column? name it with --by" ]
}

@test "options that do not go together" {
	run match --stable --shortlist 3 < <(household)
	[ "$output" = \
	    "phc-match: --assign, --stable, --shortlist: one or another" ]
	run match --score --why h1 < <(household)
	[ "$output" = "phc-match: --score and --why: one or the other" ]
	run match --lang de < <(household)
	[ "$output" = "phc-match: --lang: not fr or en: 'de'" ]
	run match --min-remainder x < <(household)
	[ "$output" = "phc-match: --min-remainder: not an amount: 'x'" ]
	run match --pairs p --minutes p < <(household)
	[ "$output" = "phc-match: --minutes and --pairs: the same file: 'p'" ]
	run match --pairs p --minutes "$PWD/../${PWD##*/}/p" < <(household)
	[[ "$output" = "phc-match: --minutes and --pairs: the same file: "* ]]
	run match --certificate p -o p < <(household)
	[ "$output" = "phc-match: --certificate and -o: the same file: 'p'" ]
	[ ! -e p ]
}

@test "a file beside that cannot be written whole is trouble" {
	for file in --reasons --minutes --pairs --certificate; do
		run match $file /dev/full -o out.csv < <(household)
		[ "$status" -eq 2 ]
		[ "$output" = "phc-match: cannot write '/dev/full': not a \
regular file" ]
		[ ! -e out.csv ]
	done
}

@test "of several files all are written, or none" {
	run match --reasons r.csv --pairs no/such/p.csv -o out.csv < <(household)
	[ "$status" -eq 2 ]
	[ "$output" = \
	    "phc-match: cannot write 'no/such/p.csv': No such file or directory" ]
	[ ! -e r.csv ]
	[ ! -e out.csv ]
}

@test "no progress where nobody looks" {
	run --separate-stderr phc-match -t 2016-09-01 -w d.csv < <(household)
	[[ "$stderr" != *$'\r'* ]]
}

@test "words of one's own" {
	mkdir tables
	printf '%s\n' word,fr,en 'minutes_few,Peu : {candidates},Few: {candidates}' \
	    >tables/match-words.csv
	run match -T tables < <(household)
	[[ "$output" = *",Few: 1" ]]
	echo minute_few,a,b >>tables/match-words.csv
	run match -T tables < <(household)
	[ "$status" -eq 2 ]
	[[ "$output" = "phc-match: tables/match-words.csv:3: no word 'minute_few'"* ]]
}

@test "--why of keys that have commas" {
	{ household | head -1; household h; household '"h,d1"'; household '"h,1"'; } >h.csv
	sed -i '2s/^d1/"d,1"/' d.csv
	for why in h,d2 'h,d,1' 'h,1,d,1' 'h,1,d2'; do
		run match --why "$why" h.csv
		[ "$status" -eq 0 ]
		echo "${lines[0]}"
	done >got
	[ "$(cut -d: -f1 got)" = "$(printf 'Household %s\n' \
	    'h and dwelling d2' 'h and dwelling d,1' \
	    'h,1 and dwelling d,1' 'h,1 and dwelling d2')" ]
	run match --why 'h,d1' h.csv
	[[ "${lines[0]}" = "Household h,d1: "* ]]
	run match --why 'h,1,d9' h.csv
	[ "$output" = "phc-match: --why: no vacant dwelling '1,d9'" ]
}
