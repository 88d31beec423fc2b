#!/usr/bin/env bats
# phc-budget: how it starts, what it refuses, how it ends.
bats_require_minimum_version 1.5.0

head=household_id,applied_on,birth_date,adults,dependants,tax_income,tax_year,income
home=dwelling_id,commune,type,financing,rent,charges
added=category,category_extra,tested_income,tested_basis,ceiling_plai,\
ceiling_plus,ceiling_pls,ceiling_product,ceiling_ratio,ceiling_band,\
eligible_plai,eligible_plus,eligible_pls,eligible_pli,aid_zone,\
aid_resources,aid_basis,housing_aid,rls,forfait,housing_cost,\
housing_cost_net,net_below_zero,effort_rate,effort_rate_net,effort_basis,\
effort_class,forfait_missing,remainder,consumption_units,remainder_day,\
shield_target,shield_gap,affordable_rent,\
plus_60,plus_120,ceiling_unconfirmed

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

# The columns that were added to the only row, but for the last three, with a
# blank between them.
row() {
	cut -d, -f "$1-" | sed -E '1d; s/(,[^,]*){3}$//; s/,/ /g'
}

household() { printf '%s\nh1,2016-01-10,1994-03-02,1,0,9000,2014,900\n' "$head"; }

# housed DWELLING - that household in a dwelling: its id, commune, ...
housed() { household | sed "1s/\$/,$home/; 2s/\$/,$1/"; }

@test "adds to the right what the dictionary says, in its order" {
	run --separate-stderr phc-budget -t 2016-09-01 < <(household)
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "$head,$added" ]
	[ "${lines[1]}" = "h1,2016-01-10,1994-03-02,1,0,9000,2014,900,\
1,0,9000.00,n2,11060.00,20111.00,26144.00,PLUS,44.75,to_60,\
yes,yes,yes,unknown,,9000.00,estimated,,,,,,,,,,unknown,,,1,,,,,yes,yes,0" ]
	[ -z "$stderr" ]
	awk -F, '$3 == "budget" { printf "%s%s", n++ ? "," : "", $1 }' \
	    "$BATS_TEST_DIRNAME/../../lib/data/columns.csv" >names
	[ "$(cat names)" = "$added" ]
}

@test "a dwelling brings its financing, zone and cost" {
	run phc-budget -t 2016-09-01 --target 25 \
	    < <(housed d1,62498,T2,PLAI,270.00,40.00)
	[ "$status" -eq 0 ]
	[ "$(row 15 <<<"$output")" = "1 0 9000.00 n2 11060.00 20111.00 26144.00 \
PLAI 81.37 to_100 yes yes yes unknown 2 9000.00 estimated 133.00 0.00  \
310.00 177.00 0 34.44 19.67 net to_25  723.00 1 23.77 25.00 0.00 318.00" ]
}

@test "an empty dwelling_id is no dwelling" {
	run phc-budget -t 2016-09-01 < <(housed ,,,,,)
	[ "$status" -eq 0 ]
	[ "$(row 15 <<<"$output")" = "1 0 9000.00 n2 11060.00 20111.00 26144.00 \
PLUS 44.75 to_60 yes yes yes unknown  9000.00 estimated          unknown   1   \
 " ]
}

@test "a PLI dwelling has no ceiling to compare with" {
	run phc-budget -t 2016-09-01 < <(housed d1,62498,T2,PLI,270.00,40.00)
	[ "$status" -eq 0 ]
	[ "$(row 22 <<<"$output" | cut -d' ' -f1-7)" = \
	    "PLI  unknown yes yes yes unknown" ]
}

@test "no resources is a class of its own, not a rate" {
	run phc-budget -t 2016-09-01 --target 25 \
	    < <(housed d1,62498,T2,PLUS,270.00,40.00 | sed 's/,900,d1/,0,d1/')
	[ "$status" -eq 0 ]
	[ "$(row 35 <<<"$output")" = \
	    "310.00 177.00 0   net none  -177.00 1 -5.82 25.00 177.00 " ]
}

@test "the largest amounts do not overflow" {
	run phc-budget -t 2016-09-01 --target 25 < <(
		housed d1,62498,T2,PLUS,1000000000.00,1000000000.00 |
		    sed 's/,900,d1/,0.01,d1/; s/,9000,/,1000000000.00,/')
	[ "$status" -eq 0 ]
	[ "$(row 15 <<<"$output" | cut -d' ' -f3,9,10,16,18,22-)" = \
"1000000000.00 4972403.16 over_130 1000000000.00 0.00 2000000000.00 0 \
20000000000000.00 20000000000000.00 net over_33  -1999999999.99 1 \
-65753424.66 25.00 2000000000.00 " ]
}

@test "aid above the cost is a rate of 0, and a net one" {
	run phc-budget -t 2016-09-01 < <(housed d1,62498,T2,PLUS,270,40 |
	    sed '1s/$/,aid,aid_dwelling/; 2s/$/,400,d1/')
	[ "$status" -eq 0 ]
	[ "$(row 33 <<<"$output")" = "notified 400.00 0.00  310.00 0.00 1 \
34.44 0.00 net to_25  900.00 1 29.59   " ]
}

@test "aid notified for another dwelling is estimated for this one" {
	run phc-budget -t 2016-09-01 < <(housed d1,62498,T2,PLUS,270,40 |
	    sed '1s/$/,aid,aid_dwelling/; 2s/$/,235,d2/')
	[ "$status" -eq 0 ]
	[ "$(row 33 <<<"$output")" = "estimated 133.00 0.00  310.00 177.00 0 \
34.44 19.67 net to_25  723.00 1 23.77   " ]
}

@test "without resources for the aid, the cost is the gross one" {
	run phc-budget -t 2016-09-01 < <(housed d1,62498,T2,PLUS,270,40 |
	    sed 's/,9000,2014,/,9000,2015,/')
	[ "$status" -eq 0 ]
	[ "$(row 29 <<<"$output")" = "2      310.00   34.44  gross over_33  \
590.00 1 19.40   " ]
}

@test "the RLS breaks the order of resources, as the law has it" {
	for r in 10700 10800; do
		household | sed "1s/\$/,$home,aid_income/
		    2s/\$/,d1,62427,T2,PLUS,420.37,40,$r/"
	done | sed '3{/^household_id/d}' >in.csv
	run phc-budget -t 2025-11-01 in.csv
	[ "$status" -eq 0 ]
	[ "$(row 31 <<<"$output" | cut -d' ' -f1-4)" = "10700.00 declared \
100.05 34.83
10800.00 declared 131.00 0.00" ]
}

@test "a decree of next year changes results from its date on, not before" {
	housed d1,62427,T2,PLUS,420.37,40 | sed '1s/$/,aid_income/
	    2s/$/,9500/' >in.csv
	law=$BATS_TEST_DIRNAME/../../lib/data/law
	mkdir tables
	{
		cat "$law/apl-rent-ceilings.csv"
		echo 2026-10-01,2,single,300.00,the decree
	} >tables/apl-rent-ceilings.csv
	for month in 2016-09 2025-11 2026-09; do
		cmp <(phc-budget -t $month-30 in.csv) \
		    <(phc-budget -t $month-30 -T tables in.csv)
	done
	for day in 2026-10-01 2026-12-31; do
		was=$(phc-budget -t $day in.csv | row 32 | cut -d' ' -f2)
		is=$(phc-budget -t $day -T tables in.csv | row 32 |
		    cut -d' ' -f2)
		[ "$was" = 140.21 ]
		[ "$is" = 149.21 ]
	done
}

@test "a landlord's forfait is added, from its date on" {
	housed d1,62427,T2,PLUS,270,40 | sed '1s/$/,heating,water/
	    2s/$/,individual,collective/' >in.csv
	mkdir tables
	cat >tables/forfait.csv <<-'EOF'
		from,supply,rooms,persons,amount,source
		2016-09-01,heating,2,1,45.50,own
	EOF
	run phc-budget -t 2016-08-31 -T tables in.csv
	[ "$(row 36 <<<"$output" | cut -d' ' -f1,2,9)" = " 310.00 1" ]
	run phc-budget -t 2016-09-01 -T tables in.csv
	[ "$(row 36 <<<"$output" | cut -d' ' -f1,2,9)" = "45.50 355.50 0" ]
	run phc-budget -t 2016-09-01 in.csv
	[ "$(row 36 <<<"$output" | cut -d' ' -f1,2,9)" = " 310.00 1" ]
}

@test "fluids that are more than the all-in rent are refused" {
	run --separate-stderr phc-budget -t 2016-09-01 \
	    < <(housed d1,62427,T2,PLUS,270,0 |
	        sed '1s/$/,all_in,fluids/; 2s/$/,1,270.01/')
	[ "$status" -eq 1 ]
	[ "$stderr" = "phc-budget: (stdin):2: fluids: more than the all-in rent" ]
}

@test "a tax income of another year than N-2 decides nothing" {
	run phc-budget -t 2017-09-01 < <(household)
	[ "$status" -eq 0 ]
	[ "$(row 9 <<<"$output" | cut -d' ' -f3,4,8-14)" = \
	    " other_year PLUS  unknown unknown unknown unknown unknown" ]
}

@test "columns that it does not know pass through as they are" {
	run phc-budget -t 2016-09-01 < <(household |
	    sed '1s/$/,"say ""it"""/; 2s/$/,"a, b"/')
	[ "$status" -eq 0 ]
	[[ "${lines[0]}" = "$head,\"say \"\"it\"\"\",$added" ]]
	[[ "${lines[1]}" = *',900,"a, b",1,0,'* ]]
}

@test "asks for no column that it does not read" {
	run phc-budget -t 2016-09-01 --target 25 <<-'EOF'
		household_id,birth_date,adults,dependants,tax_income,income,dwelling_id,commune,financing,rent,charges
		h1,1994-03-02,1,0,9000,900,d1,62498,PLAI,270.00,40.00
	EOF
	[ "$status" -eq 0 ]
	[ "$(row 12 <<<"$output")" = "$(housed d1,62498,T2,PLAI,270.00,40.00 |
	    phc-budget -t 2016-09-01 --target 25 | row 15)" ]
}

@test "columns are found by name, in any order" {
	run phc-budget -t 2016-09-01 < <(household |
	    awk -F, -v OFS=, '{ t = $1; $1 = $8; $8 = t } 1')
	[ "$status" -eq 0 ]
	[ "$(row 9 <<<"$output")" = \
	    "$(household | phc-budget -t 2016-09-01 | row 9)" ]
}

@test "several files are one table" {
	household >a.csv
	household | sed s/^h1/h2/ >b.csv
	run phc-budget -t 2016-09-01 a.csv b.csv
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 3 ]
	[[ "${lines[2]}" = h2,* ]]
}

@test "-o writes the file when all went well, and not else" {
	household >in.csv
	run phc-budget -t 2016-09-01 -o out.csv in.csv
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[ "$(cat out.csv)" = "$(phc-budget -t 2016-09-01 in.csv)" ]
	run phc-budget -t 2016-09-01 -o other.csv in.csv no-such-file
	[ "$status" -eq 2 ]
	[ ! -e other.csv ]
}

@test "a header alone stays a header" {
	run --separate-stderr phc-budget -t 2016-09-01 < <(household | head -1)
	[ "$status" -eq 0 ]
	[ "$output" = "$head,$added" ]
	[ -z "$stderr" ]
}

@test "empty input is trouble" {
	run --separate-stderr phc-budget -t 2016-09-01 </dev/null
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-budget: (stdin): empty: not even a header" ]
}

@test "a column that is missing is named, with the nearest one" {
	run --separate-stderr phc-budget -t 2016-09-01 \
	    < <(household | sed 1s/income/incomes/2)
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-budget: (stdin):1: no column 'income' \
(did you mean 'incomes'?)" ]
}

@test "a dwelling's column that is missing is named" {
	run --separate-stderr phc-budget -t 2016-09-01 \
	    < <(housed d1,62498,T2,PLUS,270,40 | sed 1s/financing/finance/)
	[ "$status" -eq 2 ]
	[[ "$stderr" = "phc-budget: (stdin):1: no column 'financing'"* ]]
}

@test "what phc-budget has been over already is refused" {
	household | phc-budget -t 2016-09-01 >once.csv
	run --separate-stderr phc-budget -t 2016-09-01 once.csv
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-budget: once.csv:1: column 'category' is there \
already: take it out of the input" ]
}

@test "a ragged row is refused, and the others go through" {
	run --separate-stderr phc-budget -t 2016-09-01 \
	    < <(household; echo h2,2016-01-10; household | sed 1d)
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 3 ]
	[ "$stderr" = "phc-budget: (stdin):3: 2 fields, not 8" ]
}

@test "a quote never closed costs its line" {
	{
		household
		household | sed 1d
		household | sed 1d
		echo '"h4,2016-01-10,1994-03-02,1,0,9000,2014,900'
		household | sed 1d
	} >in.csv
	run --separate-stderr phc-budget -t 2016-09-01 in.csv
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 5 ]
	[ "$stderr" = "phc-budget: in.csv:5: quote never closed" ]
}

@test "a value that is none is refused with its column" {
	run --separate-stderr phc-budget -t 2016-09-01 \
	    < <(household; household | sed '1d; s/9000/90oo/')
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 2 ]
	[ "$stderr" = "phc-budget: (stdin):3: tax_income: not an amount: '90oo'" ]
}

@test "a commune that no zone is known for is refused, never guessed" {
	run --separate-stderr phc-budget -t 2016-09-01 \
	    < <(housed d1,59350,T2,PLUS,270.00,40.00)
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 1 ]
	[ "$stderr" = "phc-budget: (stdin):2: no ceiling zone for commune \
'59350': add its row to communes.csv" ]
}

@test "a day without ceilings is trouble" {
	run --separate-stderr phc-budget -t 2027-01-01 < <(household)
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-budget: no ceiling in force on 2027-01-01 \
(PLAI paris 1): add the decree's rows to hlm-ceilings.csv" ]
	run phc-budget -t 2026-12-31 < <(household)
	[ "$status" -eq 0 ]
}

@test "tables of one's own: the next decree" {
	mkdir tables
	sed 's/2026-/2027-/g' \
	    "$BATS_TEST_DIRNAME/../../lib/data/law/hlm-ceilings.csv" \
	    >tables/hlm-ceilings.csv
	run phc-budget -t 2027-01-01 -T tables < <(household)
	[ "$status" -eq 0 ]
	PHC_TABLES=tables run phc-budget -t 2027-01-01 < <(household)
	[ "$status" -eq 0 ]
	PHC_TABLES=tables run phc-budget -V
	[ "${lines[1]}" = "tables/hlm-ceilings.csv 2027-01-01" ]
}

@test "-V names the tables in force" {
	run phc-budget -V
	[ "$status" -eq 0 ]
	[[ "${lines[0]}" = phc\ * ]]
	[ "${lines[1]}" = "(built-in)/law/hlm-ceilings.csv 2026-01-01" ]
	[[ "${lines[2]}" = "(built-in)/law/communes.csv"* ]]
}

@test "bad options are trouble" {
	for bad in -Z --no-such '-t 01/09/2016' '-t 2016-02-30' \
	    '--target tiers' '--target -5'; do
		# shellcheck disable=SC2086
		run --separate-stderr phc-budget $bad < <(household)
		[ "$status" -eq 2 ]
		[ -z "$output" ]
		[ -n "$stderr" ]
	done
}

@test "a full disk is trouble" {
	[ -w /dev/full ] || skip
	household >in.csv
	run bash -c 'phc-budget -t 2016-09-01 in.csv >/dev/full'
	[ "$status" -eq 2 ]
	[ "$output" = \
	    "phc-budget: cannot write '(stdout)': No space left on device" ]
}

@test "a reader that leaves ends it, without a word of its own" {
	{ household; household | sed 1d | awk '{ for (i = 0; i < 1e5; i++) print }'; } >in.csv
	run bash -c 'phc-budget -t 2016-09-01 in.csv | head -1
	    exit "${PIPESTATUS[0]}"'
	[ "$status" -eq 141 ]
	[ "$output" = "$head,$added" ]
}

@test "a file that is not there is trouble, and so is a folder" {
	run --separate-stderr phc-budget -t 2016-09-01 no-such-file
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-budget: cannot open 'no-such-file': No such file or \
directory" ]
	run phc-budget -t 2016-09-01 .
	[ "$status" -eq 2 ]
	[ "$output" = "phc-budget: cannot read '.': Is a directory" ]
}

@test "a file that cannot be read to its end is trouble" {
	[ -r /proc/self/mem ] || skip
	run --separate-stderr phc-budget -t 2016-09-01 /proc/self/mem
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = \
	    "phc-budget: cannot read '/proc/self/mem': Input/output error" ]
}

@test "a file that one may not read is trouble" {
	[ "$(id -u)" -ne 0 ] || skip "root may read everything"
	household >secret.csv
	chmod 0 secret.csv
	run --separate-stderr phc-budget -t 2016-09-01 secret.csv
	[ "$status" -eq 2 ]
	[[ "$stderr" = *"cannot open 'secret.csv'"* ]]
}

@test "French words, French numbers: not in a French locale either" {
	LC_ALL=fr_FR.UTF-8 locale -k decimal_point | grep -q '","' || skip
	housed d1,62498,T2,PLUS,270.00,40.00 >in.csv
	run phc-budget -t 2016-09-01 --target 33.5 in.csv
	here=$output
	LC_ALL=fr_FR.UTF-8 run phc-budget -t 2016-09-01 --target 33.5 in.csv
	[ "$status" -eq 0 ]
	[ "$output" = "$here" ]
}

@test "a file split in two gives the same rows" {
	data=$BATS_TEST_DIRNAME/../data/pilot/expected/households.csv
	phc-budget -t 2016-09-01 "$data" >whole
	head -51 "$data" >a.csv
	{ head -1 "$data"; tail -n +52 "$data"; } >b.csv
	phc-budget -t 2016-09-01 a.csv >halves
	phc-budget -t 2016-09-01 b.csv | tail -n +2 >>halves
	cmp whole halves
}

@test "the order of rows does not matter" {
	data=$BATS_TEST_DIRNAME/../data/pilot/expected/households.csv
	phc-budget -t 2016-09-01 "$data" | sort >straight
	{ head -1 "$data"; tail -n +2 "$data" | tac; } |
	    phc-budget -t 2016-09-01 | sort >back
	cmp straight back
}

@test "a folder of tables that is not there is no law" {
	run --separate-stderr phc-budget -T nowhere -t 2016-09-01 < <(household)
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-budget: -T: cannot open 'nowhere': No such file or directory" ]
	PHC_TABLES=/etc/passwd run --separate-stderr phc-budget < <(household)
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-budget: PHC_TABLES: not a folder: '/etc/passwd'" ]
}

@test "nobody is born after the date" {
	run --separate-stderr phc-budget -t 1994-03-01 -T "$BATS_TEST_TMPDIR" \
	    < <(household)
	[ "$status" -eq 2 ] # no law then, either
	run --separate-stderr phc-budget -t 2016-09-01 \
	    < <(household | sed 's/1994-03-02/2016-09-02/')
	[ "$status" -eq 1 ]
	[ "$stderr" = "phc-budget: (stdin):2: birth_date: after 2016-09-01" ]
}

@test "a target is a percentage" {
	for t in 1000.01 -1 x ''; do
		run --separate-stderr phc-budget --target "$t" < <(household)
		[ "$status" -eq 2 ]
		[ "$stderr" = "phc-budget: --target: not a percentage from 0 to 1000: '$t'" ]
	done
}

@test "standard error shows no social security number and moves no cursor" {
	run --separate-stderr phc-budget -t 2016-09-01 \
	    < <(household | sed 's/,900$/,194076242711068/')
	[ "$status" -eq 1 ]
	[ "$stderr" = "phc-budget: (stdin):2: income: not an amount: (withheld)" ]
	run --separate-stderr phc-budget -t 2016-09-01 \
	    < <(household | sed 's/,900$/,\x1b]0;x\x07/')
	[ "$stderr" = "phc-budget: (stdin):2: income: not an amount: '?]0;x?'" ]
}

@test "60 and 120 % of PLUS, bounds within; an unconfirmed ceiling is marked" {
	three() {
		sed "s/,9000,/,$1,/; s/,PLUS,/,$2,/" |
		    phc-budget -t 2016-09-01 | sed -E '1d; s/.*((,[^,]*){3})$/\1/'
	}
	in=d1,62498,T2,PLUS,270.00,40.00
	[ "$(housed $in | three 12066.60 PLUS)" = ,yes,yes,0 ]
	[ "$(housed $in | three 12066.61 PLUS)" = ,no,yes,0 ]
	[ "$(housed $in | three 24133.20 PLUS)" = ,no,yes,0 ]
	[ "$(housed $in | three 24133.21 PLUS)" = ,no,no,0 ]
	[ "$(housed $in | three '' PLAI)" = ,unknown,unknown,1 ]
	[ "$(housed $in | three 9000 PLI)" = ,yes,yes, ]
}

@test "a dwelling without a type has no forfait, and is no T1" {
	mkdir tables
	printf '%s\n' from,supply,rooms,persons,amount,source \
	    2013-01-01,water,1,1,11.00,own >tables/forfait.csv
	household | sed "1s/\$/,dwelling_id,commune,financing,rent,charges,water/
	    2s/\$/,d1,62427,PLUS,420.37,40,individual/" >in.csv
	run phc-budget -T tables -t 2016-09-01 in.csv
	[ "$status" -eq 0 ]
	[ "$(row 34 <<<"$output" | cut -d' ' -f1,2,9)" = " 460.37 1" ]
	run phc-budget -T tables -t 2016-09-01 --explain h1 --lang en in.csv
	[[ "$output" == *"d1: commune of INSEE code 62427"* ]]
	[[ "$output" != *T1* ]]
}

@test "no scenario has anybody born after the date" {
	printf '%s\n' name,column,operation,value later,birth_date,set,300 >s.csv
	run --separate-stderr phc-budget -t 2016-09-01 --scenarios s.csv \
	    < <(household)
	[ "$status" -eq 1 ]
	[[ "$stderr" == *"birth_date: after 2016-09-01" ]]
}
