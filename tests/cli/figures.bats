#!/usr/bin/env bats
# phc-report --figures: options, what a folder of tables may add, what is not
# known, and cases that the pilot has not.
bats_require_minimum_version 1.5.0

pilot=$BATS_TEST_DIRNAME/../data/pilot
data=$BATS_TEST_DIRNAME/../../lib/data

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	phc-import -q -d r.db -t 2016-08-31 -k dwelling \
	    "$pilot/expected/dwellings.csv"
	phc-import -q -d r.db -t 2016-08-31 -k household "$pilot/locataires.csv"
	phc-import -q -d r.db -t 2016-08-31 -k lease "$pilot/baux.csv"
}

setup() {
	mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here" || return
	export PHC_REGISTER=$BATS_FILE_TMPDIR/r.db
}

# figures ARGUMENT ... - with the two outputs apart.
figures() { run --separate-stderr phc-report --figures --to "$@"; }

# fails MESSAGE - nothing was written, and that is why.
fails() {
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-report: $1" ] || { echo "$stderr"; return 1; }
}

# indicator LINE - a folder of tables with one indicator, of which the columns
# after its source are empty.
indicator() {
	local head after
	head=$(head -n 1 "$data/report-indicators.csv")
	after=${head##*,source}
	mkdir -p t
	printf '%s\n%s%s\n' "$head" "$1" "${after//[^,]/}" >t/report-indicators.csv
}

@test "the figures of a month, on standard output or in a file" {
	figures ddtm --month 2016-08
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[ "${lines[0]}" = sheet,indicator,label,dimension,modality,dimension2,modality2,period,value,n,unit,statistic,adds_to,rests_on,missing,households ]
	phc-report --figures --to ddtm --month 2016-08 -o f.csv
	[ "$(cat f.csv)" = "$output" ]
	grep -q '^Synthese,s_housed,Ménages logés en fin de période,,,,,2016-08,31,31,count,count,stock_end/s,,,$' f.csv
	phc-report --figures -d "$PHC_REGISTER" --to ddtm --month 2016-08 | cmp - f.csv
}

@test "what is asked for has to be plain" {
	figures ddtm --month 2016-08 --year 2016
	fails '--month and --year: one or the other'
	figures ddtm --year 16
	fails "--year: not a year: '16'"
	figures ddtm --month 2016-13
	[[ $stderr == "phc-report: --month: "* ]]
	figures ddtm --month 2016-08 -t 2016-07-31
	fails '-t: the day is before the period'
	figures mairie --month 2016-08
	fails "no monthly report for 'mairie': ddtm, departement or form"
	figures ddtm --month 2016-08 -d "$PHC_REGISTER" rows.csv
	fails '-d takes no rows but those of the register'
	figures ddtm --month 2016-08 -o "$PHC_REGISTER"
	[ "$status" -eq 2 ]
	PHC_REGISTER='' figures ddtm --month 2016-08 </dev/null
	fails '(stdin): empty: not even a header'
	figures ddtm --month 2016-08 -d no.db
	[ "$status" -eq 2 ]
	figures ddtm --month 2016-08 --preview
	fails '--figures, --preview, --format csv: one or the other'
}

@test "without a period it is the month of -t, up to that day" {
	figures ddtm -t 2016-08-20
	[ "$status" -eq 0 ]
	all=$output
	figures ddtm --month 2016-08 -t 2016-08-20
	[ "$output" = "$all" ]
	[[ $all == *,../2016-08-20,* ]]
}

@test "the next wish is a row" {
	indicator 'ddtm,month,Voeux,sliding_now,Baux glissants,count,form:sliding|aml,count,period previous,10,,,,SELECT form AS a FROM tenant,,practice'
	figures ddtm --month 2016-08 -T t
	[ "$status" -eq 0 ]
	[ "${lines[1]}" = "Voeux,sliding_now,Baux glissants,form,sliding,,,2016-07,5,5,count,count,,,," ]
	[ "${lines[2]}" = "Voeux,sliding_now,Baux glissants,form,aml,,,2016-07,4,4,count,count,,,," ]
	[ "${lines[3]}" = "Voeux,sliding_now,Baux glissants,form,ordinary,,,2016-07,22,22,count,count,,,," ]
	[[ ${lines[7]} == "Voeux,sliding_now_target,"*",10,,count,target,,,," ]]
}

@test "a table that is wrong names its line and what is" {
	indicator 'ddtm,month,S,c,L,metres,,count,period,,,,,SELECT 1,,p'
	figures ddtm --month 2016-08 -T t
	[[ $stderr == "phc-report: t/report-indicators.csv:2: c: unit: "*"'metres'"* ]]
	indicator 'ddtm,month,S,c,L,count,,mode,period,,,,,SELECT 1,,p'
	figures ddtm --month 2016-08 -T t
	[[ $stderr == *":2: c: statistic: "* ]]
	indicator 'ddtm,month,S,c,L,count,a b d,count,period,,,,,SELECT 1,,p'
	figures ddtm --month 2016-08 -T t
	fails 't/report-indicators.csv:2: c: dimensions: more than 2'
	indicator 'ddtm,month,S,c,L,count,a:@household.income,count,period,,,,,SELECT 1,,p'
	figures ddtm --month 2016-08 -T t
	fails "t/report-indicators.csv:2: c: no words of 'household.income'"
	indicator 'ddtm,month,S,c,L,count,,count,now,,,,,SELECT 1,,p'
	figures ddtm --month 2016-08 -T t
	fails "t/report-indicators.csv:2: c: moments: not one: 'now'"
	indicator 'ddtm,month,S,c,L,count,,count,,,,,,SELECT 1,,p'
	figures ddtm --month 2016-08 -T t
	fails 't/report-indicators.csv:2: c: no moments'
	indicator 'ddtm,month,S,c,L,count,,count,period,0,,,,SELECT 1,,p'
	figures ddtm --month 2016-08 -T t
	[ "$status" -eq 2 ]
	indicator ''
	sed -i '2s/.*/ddtm,month,S,c,L,count/' t/report-indicators.csv
	figures ddtm --month 2016-08 -T t
	[[ $stderr == *"t/report-indicators.csv:2: 6 fields, not "* ]]
	echo a,b >t/report-indicators.csv
	figures ddtm --month 2016-08 -T t
	[[ $stderr == *":1: the header is not report,cycle,"* ]]
	: >t/report-indicators.csv
	figures ddtm --month 2016-08 -T t
	[[ $stderr == *": empty: not even a header" ]]
}

@test "SQL that is wrong names its indicator, and does nothing else" {
	indicator 'ddtm,month,S,c,L,count,,count,period,,,,,SELECT 1 FROM leese,,p'
	figures ddtm --month 2016-08 -T t
	[[ $stderr == "phc-report: c: no table 'leese' (did you mean 'lease'?)" ]]
	indicator 'ddtm,month,S,c,L,count,,value,period,,,,,"SELECT 1 AS x, 2 AS y); DELETE FROM lease; --",,p'
	figures ddtm --month 2016-08 -T t
	[ "$status" -eq 2 ]
	indicator 'ddtm,month,S,c,L,count,,value,period,,,,,"SELECT 1.5 AS x, 2 AS y",,p'
	figures ddtm --month 2016-08 -T t
	[ "$status" -eq 2 ]
	[[ $stderr == "phc-report: c: "* ]]
	indicator 'ddtm,month,S,c,L,count,,value,period,,,,,"SELECT :when AS x, 2 AS y",,p'
	figures ddtm --month 2016-08 -T t
	[[ $stderr == "phc-report: c: no parameter ':when'"* ]]
}

@test "what is not known says why" {
	figures departement --year 2016
	[ "$status" -eq 0 ]
	grep -q '^Mesures_FSL,loca_pass,Loca-Pass,,,,,2016,,0,count,sum,,,aucune colonne du registre ne le dit,$' <<<"$output"
	grep -q '^Cout_departement,cg_per_measure,.*,2016,,0,euro,ratio,.*,aucun versement ou aucun mois-mesure,$' <<<"$output"
	figures ddtm --year 2016
	grep -q '^Impayes,debt_median,.*,2016,,0,euro,median,,debtors,aucune dette connue,$' <<<"$output"
}

@test "a register of which nothing is known yet has all its figures" {
	phc-import -q -d new.db -t 2016-08-31 -k fjt "$pilot/fjt.csv"
	local to
	for to in ddtm departement form; do
		figures "$to" --year 2016 -d new.db
		[ "$status" -eq 0 ]
		[ -z "$stderr" ]
		[ "${#lines[@]}" -gt 60 ]
	done
}

@test "leavers of child welfare, and their outcome" {
	{ head -n 1 "$pilot/locataires.csv"
	  sed -n 2,4p "$pilot/locataires.csv"; } >h.csv
	awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i }
	    NR == 2 { $c["left_care_on"] = "2014-01-01" }
	    NR == 3 { $c["left_care_on"] = "2010-01-01" }
	    NR == 4 { $c["left_care_on"] = "2010-01-01" } 1' h.csv >ase.csv
	cp "$PHC_REGISTER" ase.db
	phc-import -q -d ase.db -t 2016-08-31 -k household ase.csv
	figures departement --year 2016 -t 2016-08-31 -d ase.db
	grep '^Jeunes_ASE,ase,' <<<"$output"
	grep -q '^Jeunes_ASE,ase,.*,,,,,2016,2,2,' <<<"$output"
	grep -q '^Jeunes_ASE,ase_outcome,.*,outcome,housed,,,2016,1,1,' <<<"$output"
	grep -q '^Jeunes_ASE,ase_outcome,.*,outcome,positive,,,2016,1,1,' <<<"$output"
}

@test "the last day of a month has its review on the last of a shorter one" {
	local h d
	h=$(sed -n 2p "$pilot/locataires.csv" | cut -d, -f1)
	d=$(sed -n 2p "$pilot/expected/dwellings.csv" | cut -d, -f1)
	cp "$PHC_REGISTER" end.db
	printf '%s\n' lease_id,household_id,dwelling_id,form,start_on \
	    "END,$h,$d,sliding,2013-08-31" >lease.csv
	printf '%s\n' event_id,household_id,happened_on,kind \
	    "R1,$h,2014-02-28,review" "R2,$h,2014-09-01,review" \
	    "N1,$h,2013-12-28,prefect_notice" \
	    "N2,$h,2014-07-01,prefect_notice" >event.csv
	phc-import -q -d end.db -t 2014-12-31 -k lease lease.csv
	phc-import -q -d end.db -t 2014-12-31 -k event event.csv
	figures ddtm --year 2014 -d end.db
	[ "$status" -eq 0 ]
	grep -q '^Bail_glissant,reviews_due,.*,2014,2,2,count' <<<"$output"
	grep -q '^Bail_glissant,reviews_on_time,.*,2014,50.00,2,' <<<"$output"
	grep -q '^Bail_glissant,notices_on_time,.*,2014,50.00,2,' <<<"$output"
}
