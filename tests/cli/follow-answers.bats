#!/usr/bin/env bats
# phc-follow: costs, consumption, outcomes, coverage: what it prints and how it
# ends.
bats_require_minimum_version 1.5.0

setup() {
	pilot=$BATS_TEST_DIRNAME/../data/pilot/expected
	cd "$BATS_TEST_TMPDIR" || return
}

# follow OPTION ... - at the end of the pilot
follow() {
	phc-follow -q -t 2016-08-31 --table event="$pilot/evenements.csv" \
	    --table lease="$pilot/baux.csv" \
	    --table funding="$pilot/financements.csv" "$@"
}

costs() { follow --costs --table spending="$pilot/depenses.csv" "$@"; }

# The columns that the dictionary gives to a kind, as a header.
header() {
	awk -F, -v kind="$1" '
	$3 == kind { printf "%s%s", n++ ? "," : "", $1 }
	' "$BATS_TEST_DIRNAME/../../lib/data/columns.csv"
}

@test "each answer has the columns of its kind, and no row without rows" {
	echo household_id,applied_on,birth_date,adults,dependants,income >h.csv
	for kind in cost consumption outcome coverage; do
		case $kind in
		cost) option=--costs ;;
		outcome) option=--outcomes ;;
		*) option=--$kind ;;
		esac
		run --separate-stderr phc-follow -t 2016-08-31 $option h.csv
		[ "$status" -eq 0 ]
		[ -z "$stderr" ]
		[ "${lines[0]}" = "$(header $kind)" ]
	done
	[ "${#lines[@]}" -eq 1 ]
}

@test "costs need no households: they are not asked of standard input" {
	run costs
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 59 ]
	run --separate-stderr phc-follow -q -t 2016-08-31 --costs </dev/null
	[ "$status" -eq 0 ]
}

@test "coverage asks for them" {
	run phc-follow -q --coverage </dev/null
	[ "$status" -eq 2 ]
	[[ $output == *"(stdin): empty: not even a header" ]]
}

@test "--from takes the months since, but the identities are of all" {
	run costs --from 2016-08
	[ "$status" -eq 0 ]
	[[ ${lines[1]} == 2016-08,2016-08,count,* ]]
	[[ $output == *$'\n'2015-02,2016-08,control,paid_granted,* ]]
	[[ $output == *month_measures,,,,,,,12,* ]]
}

@test "--from a month that is not over yet leaves the identities" {
	run costs --from 2016-09
	[ "$status" -eq 0 ]
	[[ ${lines[1]} == *,control,* ]]
}

@test "--monthly has a table of each month" {
	run costs --from 2016-06 --monthly
	[ "$status" -eq 0 ]
	[ "$(grep -c ,count,household_months, <<<"$output")" -eq 4 ]
}

@test "a month that is none" {
	run costs --from 2016-13
	[ "$status" -eq 2 ]
	[ "$output" = \
	    "phc-follow: --from: not a month (YYYY-MM): '2016-13'" ]
}

@test "two answers" {
	run phc-follow --costs --outcomes
	[ "$status" -eq 2 ]
	[ "$output" = "phc-follow: --costs and --outcomes: one or the other" ]
}

@test "--from and --monthly without what they are of" {
	run phc-follow --outcomes --from 2016-01
	[ "$status" -eq 2 ]
	[ "$output" = "phc-follow: --from: of --costs or --consumption" ]
	run phc-follow --consumption --monthly
	[ "$status" -eq 2 ]
	[ "$output" = "phc-follow: --monthly: of --costs alone" ]
}

@test "one cent moved: status 1, all is written, the row is named" {
	sed '/^D00123,/s/0$/1/' "$pilot/depenses.csv" >moved.csv
	run --separate-stderr follow --costs --table spending=moved.csv
	[ "$status" -eq 1 ]
	[[ $output == *,fails,D00123* ]]
	[[ $stderr =~ ^phc-follow:\ funded_spent\ of\ [a-z_]+\ fails:.*D00123$ ]]
	run follow --costs --table spending=moved.csv -o out.csv
	[ "$status" -eq 1 ]
	[ -s out.csv ]
}

@test "an observation that is too old is said, and not with -q" {
	cat >fjt.csv <<-END
	commune,places,occupied,observed_on
	62498,96,96,2016-02-28
	END
	echo household_id,applied_on,birth_date,adults,dependants,income >h.csv
	run phc-follow -t 2016-08-31 --coverage --table fjt=fjt.csv h.csv
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "phc-follow: fjt.csv:2: 62498: observed on \
2016-02-28, more than 6 months ago" ]
	run phc-follow -q -t 2016-08-31 --coverage --table fjt=fjt.csv h.csv
	[ "${#lines[@]}" -eq 2 ]
}

@test "a landlord's own limits" {
	mkdir t
	cat >t/follow-coverage.csv <<-END
	from,key,value,unit,source
	,weak,5,places,ours
	,saturated,90,percent,ours
	,stale,6,months,ours
	,age,30,years,ours
	END
	cat >fjt.csv <<-END
	commune,places,occupied,observed_on
	62498,100,90,2016-08-28
	END
	echo household_id,applied_on,birth_date,adults,dependants,income >h.csv
	run phc-follow -t 2016-08-31 --coverage --table fjt=fjt.csv h.csv
	[[ ${lines[1]} == 62498,Lens,available,* ]]
	run phc-follow -T t -t 2016-08-31 --coverage --table fjt=fjt.csv h.csv
	[[ ${lines[1]} == 62498,Lens,saturated,* ]]
	sed -i /saturated/d t/follow-coverage.csv
	run phc-follow -T t -t 2016-08-31 --coverage --table fjt=fjt.csv h.csv
	[ "$status" -eq 2 ]
	[[ $output == "phc-follow: follow-coverage: nothing in force on \
2016-08-31 for saturated: add the rows" ]]
	echo ,saturated,lots,percent,ours >>t/follow-coverage.csv
	run phc-follow -T t -t 2016-08-31 --coverage --table fjt=fjt.csv h.csv
	[ "$status" -eq 2 ]
	[[ $output == *"follow-coverage.csv: "*"'lots'" ]]
}

@test "an exit of no class" {
	mkdir t
	cp "$BATS_TEST_DIRNAME/../../lib/data/law/follow-exits.csv" t
	sed -i 's/,family,neutral,/,family,fine,/' t/follow-exits.csv
	run phc-follow -T t -t 2016-08-31 --outcomes
	[ "$status" -eq 2 ]
	[[ $output == *"follow-exits.csv: family: "*"'fine'"* ]]
}

@test "a full disk" {
	for option in --costs --consumption --outcomes; do
		run bash -c "phc-follow -q -t 2016-08-31 $option \
		    --table event='$pilot/evenements.csv' >/dev/full"
		[ "$status" -eq 2 ]
		[[ $output == *"cannot write '(stdout)': No space left"* ]]
	done
}

@test "coverage refuses the rows that do not say who is alone" {
	printf '%s\n' commune,places,occupied,observed_on \
	    62498,10,10,2016-08-01 >f.csv
	printf '%s\n' household_id,applied_on,birth_date,adults,dependants \
	    a,2016-01-01,1995-01-01,1,0 b,2016-01-01,1995-01-01,one,0 >h.csv
	run --separate-stderr phc-follow -t 2016-08-31 --coverage \
	    --table fjt=f.csv h.csv
	[ "$status" -eq 1 ]
	[ "$stderr" = "phc-follow: h.csv:3: adults: not a whole number: 'one'" ]
	[[ ${lines[1]} == 62498,*,1,a ]]
	run --separate-stderr phc-follow -t 2016-08-31 --coverage \
	    --table fjt=f.csv < <(cut -d, -f1,2,4 h.csv)
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-follow: (stdin):1: no column 'birth_date'" ]
}

@test "a file without a column that is needed" {
	printf 'spending_id,month,nature,provider\n' >s.csv
	run phc-follow -t 2016-08-31 --costs --table spending=s.csv
	[ "$status" -eq 2 ]
	[ "$output" = "phc-follow: s.csv:1: no column 'amount'" ]
}

@test "the order of rows and of files changes no byte" {
	for file in evenements baux depenses financements consommations fjt \
	    dwellings; do
		head -n 1 "$pilot/$file.csv" >$file.csv
		tail -n +2 "$pilot/$file.csv" | sort -t, -k3 -r >>$file.csv
	done
	for option in --costs --consumption --outcomes --coverage; do
		set -- -q -t 2016-08-31 $option
		(cd "$pilot" && phc-follow "$@" --table event=evenements.csv \
		    --table lease=baux.csv --table spending=depenses.csv \
		    --table funding=financements.csv --table fjt=fjt.csv \
		    --table reading=consommations.csv \
		    --table dwelling=dwellings.csv households.csv) >one
		phc-follow "$@" --table fjt=fjt.csv \
		    --table dwelling=dwellings.csv --table lease=baux.csv \
		    --table spending=depenses.csv \
		    --table reading=consommations.csv \
		    --table funding=financements.csv \
		    --table event=evenements.csv "$pilot/households.csv" >two
		cmp one two
		[ "$(wc -l <one)" -gt 10 ]
	done
}
