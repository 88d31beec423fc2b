#!/usr/bin/env bats
# phc-budget --scenarios: which rows come out, what is refused.
bats_require_minimum_version 1.5.0

head=household_id,birth_date,adults,dependants,income,aid,aid_dwelling
home=dwelling_id,commune,type,financing,rent,charges

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	printf '%s\n' "$head,$home" \
	    h1,1994-03-02,1,0,900,200,d1,d1,62498,T2,PLAI,270.00,40.00 >in.csv
}

# table ROW ... - a table of scenarios, in t.csv
table() { printf '%s\n' name,column,operation,value "$@" >t.csv; }

# columns NAME ... - those of the output, in that order
columns() {
	awk -F, -v names="$*" '
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; n = split(names, c, " "); next }
	{ for (i = 1; i <= n; i++) printf "%s%s", $at[c[i]], i < n ? " " : "\n" }'
}

@test "one row for each household and scenario" {
	run phc-budget -t 2025-11-01 --scenarios default in.csv
	[ "$status" -eq 0 ]
	[ "$(columns scenario <<<"$output" | tr '\n' ' ')" = "as_is job_lost \
apprentice_pay child_born separation couple_formed income_down_30 " ]
}

@test "as it is, a row is the one without scenarios" {
	table as_is,,,
	phc-budget -t 2025-11-01 in.csv >plain
	phc-budget -t 2025-11-01 --scenarios t.csv in.csv >under
	sed '1s/,scenario,/,/; 2s/,as_is,/,/' under | cmp - plain
}

@test "what goes out is what was computed" {
	table half,income,times,50 born,dependants,add,1
	phc-budget -t 2025-11-01 --scenarios t.csv in.csv >under
	# the same households again, without what was added
	n=$(head -1 under | tr , '\n' | grep -n '^scenario$' | cut -d: -f1)
	cut -d, -f "1-$((n - 1))" under >again.csv
	phc-budget -t 2025-11-01 again.csv | cut -d, -f "$n-" >computed
	cut -d, -f "$((n + 1))-" under | cmp - computed
}

@test "a notified aid holds for what was, and no longer" {
	table as_is,,, less,income,set,800 same,income,set,900
	run phc-budget -t 2025-11-01 --scenarios t.csv in.csv
	[ "$(columns scenario aid aid_dwelling aid_basis <<<"$output")" = \
"as_is 200 d1 notified
less   estimated
same 200 d1 notified" ]
}

@test "columns that the input lacks are added, and read again" {
	table out,benefit,set,rsa out,benefit_since,set,-3
	run phc-budget -t 2025-11-15 --scenarios t.csv in.csv
	[ "$(columns benefit benefit_since scenario aid_resources <<<"$output")" = \
	    "rsa 2025-08-15 out 0.00" ]
}

@test "a table that is wrong is refused, with its line" {
	table as_is,,, a,incom,set,1
	run phc-budget --scenarios t.csv in.csv
	[ "$status" -eq 2 ]
	[ "$output" = "phc-budget: t.csv:3: no column 'incom' (did you mean \
'income'?)" ]
	table a,income,set,12oo
	run phc-budget --scenarios t.csv in.csv
	[ "$status" -eq 2 ]
	[ "$output" = "phc-budget: t.csv:2: income: not an amount: '12oo'" ]
	table
	run phc-budget --scenarios t.csv in.csv
	[ "$status" -eq 2 ]
	[ "$output" = "phc-budget: t.csv:2: no scenario in it" ]
	: >t.csv
	run phc-budget --scenarios t.csv in.csv
	[ "$status" -eq 2 ]
	[ "$output" = "phc-budget: t.csv:1: empty: not even a header" ]
	run phc-budget --scenarios nowhere.csv in.csv
	[ "$status" -eq 2 ]
	[[ "$output" = "phc-budget: "*"'nowhere.csv'"* ]]
}

@test "a scenario that cannot be refuses the row, not the others" {
	table few,dependants,add,1 many,dependants,set,20 many,dependants,add,1 less,income,set,1
	run --separate-stderr phc-budget -t 2025-11-01 --scenarios t.csv in.csv
	[ "$status" -eq 1 ]
	[ "$(columns scenario <<<"$output" | tr '\n' ' ')" = "few less " ]
	[ "$stderr" = "phc-budget: in.csv:2: many: dependants: too much" ]
}

@test "rows that have a scenario already" {
	sed '1s/$/,scenario/; 2s/$/,as_is/' in.csv >twice.csv
	run phc-budget --scenarios default twice.csv
	[ "$status" -eq 2 ]
	[ "$output" = "phc-budget: twice.csv:1: column 'scenario' is there \
already: take it out of the input" ]
}

@test "scenarios or an explanation" {
	run phc-budget --scenarios default --explain h1 in.csv
	[ "$status" -eq 2 ]
	[ "$output" = "phc-budget: --explain and --scenarios: one or the other" ]
}
