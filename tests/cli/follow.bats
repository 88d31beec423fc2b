#!/usr/bin/env bats
# phc-follow: how it starts, what it refuses, how it ends.
bats_require_minimum_version 1.5.0

head=household_id,applied_on,occupation
data=$BATS_TEST_DIRNAME/../../lib/data

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	events e1,h1,2015-08-01,diagnostic,light,,75,,,measure, \
	    e2,h1,2015-09-15,measure_start,light,avdl_within,,,,, \
	    e3,h1,2015-10-02,contact,,,30,,,done, >e.csv
	leases b1,h1,d1,sliding,2015-09-15,,, >l.csv
}

events() {
	printf '%s\n' event_id,household_id,happened_on,kind,level,measure,\
minutes,channel,attended,outcome,amount "$@"
}

leases() {
	printf '%s\n' lease_id,household_id,dwelling_id,form,start_on,\
review_due_on,ended_on,end_reason "$@"
}

# households [ROW ...]
households() {
	echo "$head"
	[ $# -gt 0 ] || set -- h1,2015-05-01,student
	printf '%s\n' "$@"
}

follow() {
	phc-follow -t 2016-01-31 --table event=e.csv --table lease=l.csv "$@"
}

# columns NAME ... - those of the output, in that order
columns() {
	awk -F, -v names="$*" '
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; n = split(names, c, " "); next }
	{ for (i = 1; i <= n; i++) printf "%s%s", $at[c[i]], i < n ? " " : "\n" }'
}

dictionary() {
	awk -F, -v kind="$1" '$3 == kind { printf ",%s", $1 }' "$data/columns.csv"
}

@test "adds the columns of kind follow to the right" {
	run --separate-stderr follow < <(households)
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[ "${#lines[@]}" -eq 2 ]
	[ "${lines[0]}" = "$head$(dictionary follow)" ]
	[[ "${lines[1]}" = h1,2015-05-01,student,2015-08-01,measure,light,* ]]
	[ "$(columns measure_months contact_days minutes_total minutes_allotted \
	    employment_now lease_dwelling months_housed sliding_stage next_due \
	    <<<"$output")" = "4 121 105 120 student d1 4 sublet contact" ]
}

@test "--due writes kind due, overdue first" {
	run --separate-stderr follow --due < <(households)
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[ ",${lines[0]}" = "$(dictionary due)" ]
	[ "${lines[1]}" = \
	    "h1,contact,2015-11-02,-90,2015-11-02,e2,,Contact à reprendre" ]
	[ "${lines[2]}" = "h1,prefect_notice,2016-01-15,-16,2015-11-14,b1,\
CCH L442-8-3,Information du préfet" ]
	[ "${lines[3]}" = "h1,review,2016-03-15,44,2016-01-13,b1,\
CCH L442-8-3,Bilan du bail glissant" ]
	[ "${#lines[@]}" -eq 4 ]
}

@test "--target makes an obligation of a rate above it, after a change" {
	households | sed '1s/$/,effort_rate/; 2s/$/,31.00/' >h.csv
	events e1,h1,2015-08-01,diagnostic,,,,,,, \
	    e2,h1,2015-10-01,situation_change,,,,,,job_loss, >e.csv
	run follow --due --target 30.99 h.csv
	[ "${lines[1]}" = \
	    "h1,effort,2015-10-01,-122,2015-10-01,e2,,Taux d’effort à revoir" ]
	run follow --due --target 31 h.csv
	[[ "$output" != *effort* ]]
	run follow --due h.csv
	[[ "$output" != *effort* ]]
}

@test "--target decides on the exact figures where the row has them" {
	printf '%s\n' "$head,income,housing_cost_net,effort_rate_net" \
	    h1,2015-05-01,,1000.00,250.01,25.00 >h.csv
	events e1,h1,2015-08-01,diagnostic,,,,,,, \
	    e2,h1,2015-10-01,situation_change,,,,,,job_loss, >e.csv
	run follow --due --target 25 h.csv
	[[ "${lines[1]}" = h1,effort,* ]]
	sed -i 's/250.01/250.00/' h.csv
	run follow --due --target 25 h.csv
	[[ "$output" != *effort* ]]
}

@test "--entry compares with the row as of entry" {
	households h1,2015-05-01,jobseeker | sed '1s/$/,effort_rate/; 2s/$/,31.00/' >h.csv
	households | sed '1s/$/,effort_rate/; 2s/$/,24.00/' >entry.csv
	run follow --entry entry.csv h.csv
	[ "$status" -eq 0 ]
	[ "$(columns employment_entry employment_now effort_entry effort_now \
	    <<<"$output")" = "student jobseeker 24.00 31.00" ]
}

@test "--ics is of --due, in lines that end with CRLF" {
	run --separate-stderr follow --due --ics < <(households)
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = $'BEGIN:VCALENDAR\r' ]
	[ "$(grep -c $'^BEGIN:VEVENT\r$' <<<"$output")" -eq 3 ]
	run --separate-stderr follow --ics < <(households)
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-follow: --ics: of --due alone" ]
}

@test "what cannot be is warned about, left out, and written by --faults" {
	events e1,h1,2015-08-01,slide,,,,,,, >e.csv
	run --separate-stderr follow --faults f.csv < <(households)
	[ "$status" -eq 0 ]
	[ "$stderr" = "phc-follow: e.csv:2: e1: slide before the entry: give \
the sliding lease, or correct the date" ]
	[ "$(columns sliding_stage <<<"$output")" = sublet ]
	[ "$(stat -c %a f.csv)" = 600 ]
	[ ",$(head -n 1 f.csv)" = "$(dictionary fault)" ]
	[ "$(sed 1d f.csv)" = 'e.csv,2,e1,,h1,sequence,"slide before the entry: give the sliding lease, or correct the date"' ]
	run --separate-stderr follow -q < <(households)
	[ -z "$stderr" ]
}

@test "a lease that cannot be has its key too" {
	leases b1,h1,d1,sliding,2015-09-15,,, b2,h1,d2,sliding,2015-10-15,,, >l.csv
	run --separate-stderr follow --faults f.csv < <(households)
	[ "$status" -eq 0 ]
	[[ "$stderr" = "phc-follow: l.csv:3: b2: entry while a sliding lease runs: "* ]]
	[[ "$(sed 1d f.csv)" = l.csv,3,,b2,h1,sequence,* ]]
}

@test "rows of others are counted and left out" {
	run --separate-stderr follow < <(households h2,2015-05-01,)
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 2 ]
	[ "$stderr" = "phc-follow: events and leases of households that are \
not in the input: 4, which are left out" ]
	run --separate-stderr follow --due < <(households h2,2015-05-01,)
	[[ "$output" != *h1* ]]
}

@test "a table may be in several files, and in any order" {
	{ head -n 1 e.csv; tail -n 1 e.csv; } >e2.csv
	sed -i '$d' e.csv
	follow --table event=e2.csv < <(households) >a
	phc-follow -t 2016-01-31 --table event=e2.csv --table lease=l.csv \
	    --table event=e.csv < <(households) >b
	cmp a b
	[ "$(columns contacted_on <a)" = 2015-10-02 ]
}

@test "the order of rows changes nothing" {
	pilot=$BATS_TEST_DIRNAME/../data/pilot
	for f in evenements baux locataires; do
		{ head -n 1 "$pilot/$f.csv"; sed 1d "$pilot/$f.csv" | tac; } >$f.csv
	done
	for o in --quiet --due '--due --ics'; do
		# shellcheck disable=SC2086
		phc-follow -t 2016-09-01 $o --table event=evenements.csv \
		    --table lease=baux.csv locataires.csv >a
		# shellcheck disable=SC2086
		phc-follow -t 2016-09-01 $o --table "event=$pilot/evenements.csv" \
		    --table "lease=$pilot/baux.csv" "$pilot/locataires.csv" >b
		cmp a b
	done
}

@test "budget columns pass, and give the rate of now" {
	households >h.csv
	sed -i '1s/$/,birth_date,adults,dependants,income,dwelling_id,commune,financing,rent,charges,convention/
	    2s/$/,1995-01-01,1,0,800.00,d1,62498,PLAI,200.00,40.00,0/' h.csv
	phc-budget -t 2016-01-31 h.csv | follow >out
	[ "$(columns effort_now <out)" = \
	    "$(columns effort_rate_net effort_rate <out | awk '{ print $1 }')" ]
	[ -n "$(columns effort_now <out)" ]
}

@test "a column of the state that is there already is trouble, for --due not" {
	follow < <(households) >once.csv
	run --separate-stderr follow once.csv
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-follow: once.csv:1: column 'diagnosed_on' is there \
already: take it out of the input" ]
	run follow --due once.csv
	[ "$status" -eq 0 ]
}

@test "a header alone gives a header" {
	households | head -n 1 >h.csv
	run --separate-stderr phc-follow -t 2016-01-31 h.csv
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 1 ]
	[ -z "$stderr" ]
	run phc-follow -t 2016-01-31 --due h.csv
	[ "${#lines[@]}" -eq 1 ]
	run phc-follow -t 2016-01-31 --due --ics h.csv
	[ "${#lines[@]}" -eq 6 ]
}

@test "a column that is missing is named, with the nearest one" {
	sed -i 1s/happened_on/happend_on/ e.csv
	run --separate-stderr follow < <(households)
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-follow: e.csv:1: no column 'happened_on' (did you \
mean 'happend_on'?)" ]
	run --separate-stderr phc-follow < <(households | sed 1s/household_id/id/)
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-follow: (stdin):1: no column 'household_id'" ]
}

@test "rows that are wrong are refused, and the others go through" {
	printf '%s\n' e3,h1,2015-11-01,contact,,,,,,done, \
	    e4,h1,2015-02-30,contact,,,,,,done, \
	    e5,h1,2015-11-02,visit,,,,,,done, e6,h1 >>e.csv
	leases b1,h1,d1,sliding,2015-09-15,,2015-09-14, >l.csv
	run --separate-stderr follow -q < <(households; echo h1,2015-05-01,student)
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 2 ]
	[ "$stderr" = "phc-follow: e.csv:5: event_id: the key of an earlier row
phc-follow: e.csv:6: happened_on: not a date (YYYY-MM-DD): '2015-02-30'
phc-follow: e.csv:7: kind: no such code: 'visit'
phc-follow: e.csv:8: 2 fields, not 11
phc-follow: l.csv:2: ended_on: before the lease starts
phc-follow: (stdin):3: household_id: the key of an earlier row" ]
}

@test "bad options are trouble" {
	for bad in -Z --no-such '-t 01/09/2016' '--target x' '--target -1' \
	    '--table event' '--table event=' '--table no=e.csv' \
	    '--table event=no.csv' '--entry no.csv'; do
		# shellcheck disable=SC2086
		run --separate-stderr follow $bad < <(households)
		[ "$status" -eq 2 ]
		[ -z "$output" ]
		[ -n "$stderr" ]
	done
	run phc-follow --table events=e.csv
	[ "$output" = "phc-follow: --table: no kind 'events' (did you mean 'event'?)" ]
	run phc-follow --table event
	[ "$output" = "phc-follow: --table: not KIND=FILE: 'event'" ]
	run phc-follow --table household=h.csv
	[ "$output" = "phc-follow: --table: households are named last, without an option" ]
	run follow --faults x.csv -o x.csv < <(households)
	[ "$output" = "phc-follow: --faults and -o: the same file: 'x.csv'" ]
}

# own TABLE SED - that table changed, in a folder for -T
own() {
	mkdir -p tables
	sed "$2" "$data/law/$1.csv" >"tables/$1.csv"
}

# A table that is wrong: its name, what makes it so, and the message.
wrong() {
	own "$1" "$2"
	run --separate-stderr follow -T tables < <(households)
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-follow: $3" ] || { echo "$stderr"; false; }
	rm "tables/$1.csv"
}

@test "tables of one's own" {
	own follow-levels s/,light,31,/,light,40,/
	run follow -T tables --due < <(households)
	[[ "${lines[1]}" = h1,contact,2015-11-11,* ]]
	own follow-due 's/,review,6,0,62,/,review,3,0,62,/'
	run follow -T tables --due < <(households)
	[[ "$output" = *h1,review,2015-12-15,* ]]
	own follow-sliding /,entry,/d
	run --separate-stderr follow -T tables < <(households)
	[ "$(columns sliding_stage <<<"$output")" = "" ]
	[[ "$stderr" = *"l.csv:2: b1: entry before the entry"* ]]
}

@test "tables that are wrong are trouble" {
	wrong follow-levels s/,light,/,lite,/ \
	    "tables/follow-levels.csv: no such word: 'lite'"
	wrong follow-levels /,light,/d "follow-levels: nothing in force on \
2016-01-31 for light: add the rows"
	wrong follow-levels s/,31,/,0,/ \
	    "tables/follow-levels.csv: not from 1 to 100000: '0'"
	wrong follow-measures s/,6,AML/,x,AML/ \
	    "tables/follow-measures.csv: not a number: 'x'"
	wrong follow-contacts s/,review,contact/,review,visit/ \
	    "tables/follow-contacts.csv: no such word: 'visit'"
	wrong follow-jobs s/employed/hired/ \
	    "tables/follow-jobs.csv: no such word: 'hired'"
	wrong follow-due s/,renewal,11/,renewal,-1201/ \
	    "tables/follow-due.csv: not from -1200 to 100000: '-1201'"
	wrong follow-sliding s/,slid,CCH/,gone,CCH/ \
	    "tables/follow-sliding.csv: no such word: 'gone'"
}

@test "-V names the tables in force" {
	run phc-follow -V
	[ "$status" -eq 0 ]
	for t in follow-{levels,measures,contacts,jobs,due,sliding} \
	    follow-{coverage,consumption,exits} communes; do
		[[ "$output" = *"(built-in)/law/$t.csv"* ]]
	done
}

@test "a full disk is trouble" {
	[ -w /dev/full ] || skip
	households >h.csv
	for o in --quiet --due '--due --ics'; do
		run bash -c "phc-follow -q -t 2016-01-31 $o h.csv >/dev/full"
		[ "$status" -eq 2 ]
		[ "$output" = \
		    "phc-follow: cannot write '(stdout)': No space left on device" ]
	done
}

@test "faults that cannot be written are trouble, and leave no file" {
	run --separate-stderr follow --faults no/such/f.csv -o out.csv < <(households)
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-follow: cannot write 'no/such/f.csv': \
No such file or directory" ]
	[ ! -e out.csv ]
}

@test "the locale changes nothing" {
	households >h.csv
	LC_ALL=fr_FR.UTF-8 follow --due h.csv >fr
	LC_ALL=C follow --due h.csv >c
	cmp fr c
	[ "$(wc -l <c)" -eq 4 ]
}

@test "a register gives what no option and no operand does" {
	local kind profile file pilot=$BATS_TEST_DIRNAME/../data/pilot
	while read -r kind profile file; do
		phc-import -q -d r.db -t 2016-08-31 -k "$kind" -p "$profile" "$pilot/$file" 2>/dev/null
	done <<-X
		household house locataires.csv
		dwelling house expected/dwellings.csv
		lease house baux.csv
		event house evenements.csv
	X
	phc-follow -t 2016-08-31 --table event="$pilot/evenements.csv" \
	    --table lease="$pilot/baux.csv" <"$pilot/locataires.csv" >files.csv
	phc-follow -d r.db -t 2016-08-31 >register.csv
	cmp files.csv register.csv
	head -3 "$pilot/locataires.csv" >two.csv
	phc-follow -d r.db -q -t 2016-08-31 two.csv >two
	[ "$(wc -l <two)" -eq 3 ]
	head -1 "$pilot/evenements.csv" >none.csv
	phc-follow -d r.db -t 2016-08-31 --table event=none.csv >none
	run cmp -s none register.csv
	[ "$status" -eq 1 ]
	run --separate-stderr phc-follow -d missing.db
	[ "$status" -eq 2 ]
	[[ "$stderr" == "phc-follow: "*missing.db* ]]
}
