#!/usr/bin/env bats
# phc-report: how it starts, what it refuses, what it leaves behind.
bats_require_minimum_version 1.5.0

rows=$BATS_TEST_DIRNAME/../data/report/rows.csv
pipe='pipe the rows through phc-budget first'

setup() {
	mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here" || return
}

# report [OPTION ...] - standard input to r.xlsx, for the DDTM.
report() {
	run --separate-stderr phc-report --to ddtm -t 2016-09-01 -o r.xlsx "$@"
}

# holds TEXT - the workbook says so.
holds() { unzip -p r.xlsx xl/sharedStrings.xml | grep -qF "$1"; }

@test "writes a workbook, says what it holds, and nothing else" {
	report <"$rows"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-report: r.xlsx: 24 households; sheets Synthese, Menages, Logements, Plafonds, Effort, Methode" ]
	report -q <"$rows"
	[ -z "$output$stderr" ]
	[ "$(ls)" = r.xlsx ]
	[ "$(stat -c %a r.xlsx)" = 600 ]
	unzip -tqq r.xlsx
}

@test "reads files as standard input, and names them" {
	cp "$rows" rows.csv
	report rows.csv
	[ "$status" -eq 0 ]
	holds "rows.csv ($(stat -c %s rows.csv) octets)"
	report <rows.csv
	[ "$status" -eq 0 ]
	run ! holds rows.csv
	holds 'Non déclarés'
}

@test "names its sources, without their folders" {
	mkdir secret && cp "$rows" secret/demandes.csv && cp "$rows" b.csv
	report --source secret/demandes.csv --source b.csv <"$rows"
	[ "$status" -eq 0 ]
	holds "demandes.csv ("
	holds "b.csv ("
	run ! holds secret
	report --source gone.csv <"$rows"
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-report: --source: cannot read 'gone.csv': No such file or directory" ]
}

@test "has a report for the département" {
	run phc-report --to departement -t 2016-09-01 -o r.xlsx "$rows"
	[ "$status" -eq 0 ]
	holds 'Rapport au département'
	unzip -p r.xlsx xl/workbook.xml | grep -q 'name="Territoires"'
}

@test "households alone have no sheet of dwellings" {
	phc-budget -t 2016-09-01 >b.csv <<-end
		household_id,applied_on,birth_date,adults,dependants,tax_income,tax_year,income
		h1,2016-01-10,1994-03-02,1,0,9000,2014,900
	end
	run phc-report --to departement -t 2016-09-01 -o r.xlsx b.csv
	[ "$status" -eq 0 ]
	[ "$(unzip -p r.xlsx xl/workbook.xml | grep -o 'sheet name="[A-Za-z]*"' |
	    cut -d'"' -f2 | tr '\n' ' ')" = "Synthese Menages Plafonds Effort Methode " ]
}

@test "targets of another agreement come from a folder of tables" {
	mkdir landlord
	sed '/^,Synthese,Ménages retenus,/s/,50,100,/,12,24,/' \
	    "$BATS_TEST_DIRNAME/../../lib/data/report-fields.csv" \
	    >landlord/report-fields.csv
	report -T landlord/ <"$rows"
	[ "$status" -eq 0 ]
	holds '>landlord<'
	unzip -p r.xlsx xl/worksheets/sheet1.xml | grep -q '<v>12</v>.*<v>24</v><.*<v>2</v>'
}

@test "is for somebody, on somebody's disk" {
	run --separate-stderr phc-report -o r.xlsx "$rows"
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-report: no --to: for whom is the report?" ]
	run --separate-stderr phc-report --to ddtm "$rows"
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-report: no -o: where does the workbook go?" ]
	run --separate-stderr phc-report --to ddtm -o - "$rows"
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-report: -o -: a workbook cannot be written to a pipe: name a file" ]
	run --separate-stderr phc-report --to ddmt -o r.xlsx "$rows"
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-report: no report 'ddmt' (did you mean 'ddtm'?)" ]
	run --separate-stderr phc-report -Z
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ -z "$(ls)" ]
}

@test "an empty input is trouble" {
	report </dev/null
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-report: (stdin): empty: not even a header" ]
	[ -z "$(ls)" ]
}

@test "a header alone is trouble" {
	report < <(head -1 "$rows")
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-report: no rows to report on: did a command before this one fail?" ]
	[ -z "$(ls)" ]
}

@test "rows without a budget are trouble" {
	report < <(printf 'household_id,birth_date,adults,dependants,income\n')
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-report: (stdin):1: no column 'ceiling_band': $pipe" ]
}

@test "a column with a slip is named with the nearest" {
	report < <(sed '1s/effort_class/effort_clas/' "$rows")
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-report: (stdin):1: no column 'effort_class' (did you mean 'effort_clas'?)" ]
	report < <(sed '1s/household_id/houshold_id/' "$rows")
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-report: (stdin):1: no column 'household_id' (did you mean 'houshold_id'?)" ]
	[ -z "$(ls)" ]
}

@test "a ragged row is refused, and the report says so" {
	report -q < <(sed '3s/$/,1/' "$rows")
	[ "$status" -eq 1 ]
	fields=$(head -1 "$rows" | tr ',' '\n' | wc -l)
	[ "$stderr" = "phc-report: (stdin):3: $((fields + 1)) fields, not $fields" ]
	holds 'Rapport partiel'
	holds 'Oui : ce rapport est partiel'
	report <"$rows"
	run ! holds 'Rapport partiel'
}

@test "an unclosed quote costs its line" {
	report -q < <(sed '5s/^/"/' "$rows")
	[ "$status" -eq 1 ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ "$stderr" == "phc-report: (stdin):5: "*quote* ]]
	holds "$(($(wc -l <"$rows") - 2))"
}

@test "a wrong value is refused by name, a personal one unquoted" {
	report -q < <(sed '0,/,to_40,/s//,to_41,/' "$rows")
	[ "$status" -eq 1 ]
	[[ "$stderr" == *": ceiling_band: no such code: 'to_41' (did you mean 'to_40'?)" ]]
	report -q < <(awk -F, -v OFS=, 'NR == 2 { $6 = "1994-13-01" } 1' "$rows")
	[ "$status" -eq 1 ]
	[ "$stderr" = "phc-report: (stdin):2: birth_date: not a date (value withheld)" ]
}

@test "a household twice is trouble" {
	report < <(cat "$rows"; sed -n 2p "$rows")
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-report: lines 2 and 26 are the same household: report one row for each" ]
	[ -z "$(ls)" ]
}

@test "a shortlist is trouble" {
	rank=$(head -1 "$rows" | tr ',' '\n' | grep -n '^candidate_rank$' | cut -d: -f1)
	report < <(awk -F, -v OFS=, -v rank="$rank" 'NR == 3 { $rank = 2 } 1' "$rows")
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-report: line 3 is candidate 2 for its dwelling: report an assignment, that phc-match makes without --shortlist" ]
}

@test "an unreadable file is trouble" {
	report gone.csv
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-report: cannot read 'gone.csv': No such file or directory" ]
	report .
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-report: cannot read '.': Is a directory" ]
	[ -z "$(ls)" ]
}

@test "a device is not written over" {
	[ -w /dev/full ] || skip
	run --separate-stderr phc-report --to ddtm -t 2016-09-01 -o /dev/full "$rows"
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-report: cannot write '/dev/full': not a regular file" ]
	[ -c /dev/full ]
}

@test "a full disk is trouble, and leaves what was there" {
	echo before >r.xlsx
	run --separate-stderr bash -c 'trap "" XFSZ; ulimit -f 8
	    phc-report --to ddtm -t 2016-09-01 -o r.xlsx "$1"' - "$rows"
	[ "$status" -eq 2 ]
	[ "${stderr_lines[-1]}" = "phc-report: cannot write 'r.xlsx': File too large" ]
	[ "$(cat r.xlsx)" = before ]
	[ "$(ls)" = r.xlsx ]
}

@test "a folder that is not there is trouble" {
	run --separate-stderr phc-report --to ddtm -t 2016-09-01 -o no/r.xlsx "$rows"
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-report: cannot write 'no/r.xlsx': No such file or directory" ]
}

@test "no law, no report" {
	run --separate-stderr phc-report --to ddtm -t 1999-01-01 -o r.xlsx "$rows"
	[ "$status" -eq 2 ]
	[[ "$stderr" == "phc-report: no ceiling in force on 1999-01-01"* ]]
	[ -z "$(ls)" ]
}

@test "a French locale changes nothing" {
	report <"$rows"
	mv r.xlsx c.xlsx
	LC_ALL=fr_FR.UTF-8 LC_NUMERIC=fr_FR.UTF-8 report <"$rows"
	[ "$status" -eq 0 ]
	cmp c.xlsx r.xlsx
}

@test "a layout without a sheet, or a sheet without a field, is no layout" {
	data=$BATS_TEST_DIRNAME/../../lib/data
	mkdir t
	head -1 "$data/report-fields.csv" >t/report-fields.csv
	report -T t <"$rows"
	[ "$status" -eq 2 ]
	[[ "$stderr" == "phc-report: report-fields.csv: no field for sheet 'Synthese'" ]]
	rm t/*
	head -1 "$data/report-sheets.csv" >t/report-sheets.csv
	report -T t <"$rows"
	[ "$status" -eq 2 ]
	[[ "$stderr" == "phc-report: report-sheets.csv: no sheet for report 'ddtm'" ]]
	[ ! -e r.xlsx ]
}
