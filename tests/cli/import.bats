#!/usr/bin/env bats
# phc-import: what it reads, what it refuses, what it leaves behind.
bats_require_minimum_version 1.5.0

pilot=$BATS_TEST_DIRNAME/../data/pilot

setup() {
	mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here" || return
}

# import OPTION ... - with the two outputs apart.
import() { run --separate-stderr phc-import "$@"; }

# fjt [ROW ...] - house CSV of kind fjt, with five rows of its own.
fjt() {
	echo 'commune,places,occupied,population_18_29,observed_on,source'
	for c in 62498 62119 62041 62427 62510; do
		echo "$c,96,90,,2016-08-12,survey"
	done
	for row; do echo "$row"; done
}

# faults - classes and lines of the rejects file.
faults() { cut -d, -f2,4-7 rejects.csv; }

@test "house CSV comes out as it went in" {
	fjt >in.csv
	import -k fjt in.csv
	[ "$status" -eq 0 ]
	[ "$output" = "$(cat in.csv)" ]
	[ "$stderr" = "phc-import: in.csv: 5 read, 5 kept, 0 refused, 0 warned" ]
}

@test "-q says nothing, -n writes nothing" {
	import -q -k fjt < <(fjt)
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	import -n -k fjt < <(fjt)
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-import: (stdin): 5 read, 5 kept, 0 refused, 0 warned" ]
}

@test "an empty input is trouble" {
	import -k fjt </dev/null
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-import: (stdin): empty: not even a header" ]
}

@test "a header alone gives a header" {
	import -k fjt < <(fjt | head -1)
	[ "$status" -eq 0 ]
	[ "$output" = "$(fjt | head -1)" ]
}

@test "a column that is missing is named, with the nearest" {
	import -k fjt < <(fjt | sed '1s/places/place/')
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-import: (stdin):1: no column 'places' (did you mean 'place'?)" ]
}

@test "a column that nobody knows is left out, and said so" {
	import -k fjt < <(fjt | sed '1s/source/soruce/')
	[ "$status" -eq 0 ]
	[[ "${stderr_lines[0]}" == *"no column 'soruce' of kind fjt (did you mean 'source'?): left out" ]]
}

@test "a ragged row is refused, with its line and width" {
	import -q -k fjt -r rejects.csv < <(fjt 62771,1,1)
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 6 ]
	[ "$(faults | tail -1)" = "7,,reject,ragged,3" ]
}

@test "an unclosed quote at row 5 costs that row alone" {
	import -k fjt -r rejects.csv < <(fjt | sed '5s/^/"/')
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 5 ]
	[ "$(faults | tail -1)" = "5,,reject,malformed," ]
	[ "$stderr" = "phc-import: (stdin): 5 read, 4 kept, 1 refused, 0 warned (see rejects.csv)" ]
}

@test "all the faults of a row are told, not the first" {
	import -q -k fjt -r rejects.csv < <(fjt 62771,-1,x,,31/02/2016,s)
	[ "$status" -eq 1 ]
	[ "$(grep -c '^(stdin),7,' rejects.csv)" -eq 3 ]
	[ "$(stat -c %a rejects.csv)" = 600 ]
}

@test "without -r faults go to standard error, personal values do not" {
	head=$(head -1 "$pilot/locataires.csv")
	row=$(sed -n 2p "$pilot/locataires.csv")
	import -k household < <(echo "$head"; echo "${row/1992-01-17/1992-13-17}")
	[ "$status" -eq 1 ]
	[[ "${stderr_lines[0]}" == "phc-import: (stdin):2: birth_date: "* ]]
	[[ "$stderr" != *1992-13-17* ]]
}

@test "a social security number goes nowhere" {
	import -k fjt -r rejects.csv < <(fjt "62771,1,1,,2016-08-12,call 1 94 07 62 427 110 68")
	[ "$status" -eq 1 ]
	[ "$(faults | tail -1)" = "7,source,reject,nir_found,masked" ]
	run ! grep -r '110 68' .
	[[ "$output$stderr" != *110* ]]
}

@test "keys are unique over all the files" {
	fjt >a.csv
	fjt 62771,1,1,,2016-08-12,s >b.csv
	import -k fjt -r rejects.csv a.csv b.csv
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 7 ]
	[ "$(grep -c duplicate_key rejects.csv)" -eq 5 ]
	[ "${stderr_lines[1]}" = "phc-import: b.csv: 6 read, 1 kept, 5 refused, 0 warned (see rejects.csv)" ]
}

@test "a byte order mark, sep=, other separators, CRLF, titles and blank lines" {
	{ printf '\xef\xbb\xbfsep=;\r\n'; echo "FJT du Pas-de-Calais"; echo
	  fjt | tr , ';' | sed 's/$/\r/'; } >in.csv
	import -q -k fjt in.csv
	[ "$status" -eq 0 ]
	[ "$output" = "$(fjt)" ]
	import -q -k fjt < <(fjt | tr , '\t')
	[ "$output" = "$(fjt)" ]
	import -q -k fjt -s '|' < <(fjt | tr , '|')
	[ "$output" = "$(fjt)" ]
}

@test "the encoding is found out, once, or said" {
	fjt 62771,1,1,,2016-08-12,relevé >utf8.csv
	iconv -f utf-8 -t cp1252 utf8.csv >cp1252.csv
	import -k fjt utf8.csv
	[ "${#stderr_lines[@]}" -eq 1 ]
	want=$output
	import -k fjt cp1252.csv
	[ "$status" -eq 0 ]
	[ "$output" = "$want" ]
	[ "${stderr_lines[0]}" = "phc-import: cp1252.csv: not UTF-8, read as Windows-1252" ]
	[ "${#stderr_lines[@]}" -eq 2 ]
	import -k fjt -e latin1 cp1252.csv
	[ "$output" = "$want" ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	import -k fjt -e utf-8 cp1252.csv
	[ "$status" -eq 1 ]
	import -k fjt -e ebcdic cp1252.csv
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"iconv -f ebcdic -t UTF-8"* ]]
}

@test "UTF-16 and workbooks are named, with what to do" {
	fjt | iconv -f utf-8 -t utf-16 >in.csv
	import -k fjt in.csv
	[ "$status" -eq 2 ]
	[[ "$stderr" == "phc-import: in.csv: UTF-16LE: run iconv "* ]]
	printf 'PK\3\4rest' >in.csv
	import -k fjt in.csv
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"a workbook (.xlsx): save the sheet as CSV UTF-8"* ]]
	printf '\xd0\xcf\x11\xe0rest' >in.csv
	import -k fjt in.csv
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"a workbook (.xls): "* ]]
}

@test "a control total that is not kept is warned about" {
	sed '1s/;400;/;401;/' "$pilot/rpls-proprietaire.csv" >rpls.csv
	import -q -k dwelling -p rpls-landlord --with loyers="$pilot/loyers.csv" \
	    -r rejects.csv rpls.csv
	[ "$status" -eq 0 ]
	[ "$(faults | tail -1)" = "1,,warn,control_total,401" ]
}

@test "rows of a joined file that no row uses are told" {
	{ cat "$pilot/loyers.csv"; printf 'X000-00000;1,00;;;;N;;;;;;;;;;\r\n'; } >loyers.csv
	import -q -k dwelling -p rpls-landlord --with loyers=loyers.csv \
	    -r rejects.csv "$pilot/rpls-proprietaire.csv"
	[ "$status" -eq 0 ]
	[ "$(wc -l <rejects.csv)" -eq 2 ]
	[[ "$(faults | tail -1)" == 402,*,warn,unmatched_join,X000-00000 ]]
	import -k dwelling -p rpls-landlord --with loyers "$pilot/rpls-proprietaire.csv"
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"--with: not PROFILE=FILE: 'loyers'" ]]
}

@test "--suggest drafts a profile that reads the file" {
	import --suggest -k dwelling "$pilot/logements.csv"
	[ "$status" -eq 0 ]
	[[ "$output" == *"Identifiant,dwelling_id"* ]]
	printf '%s\n' "$output" >mine.csv
	import -n -p ./mine.csv "$pilot/logements.csv"
	[ "$status" -le 1 ]
	[[ "$stderr" == *" read, "* ]]
}

@test "a profile or a kind that is not there is trouble" {
	import -k fjt -p nope < <(fjt)
	[ "$status" -eq 2 ]
	[[ "$stderr" == *nope* ]]
	import -k fjts < <(fjt)
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"fjts"* ]]
	import -Z
	[ "$status" -eq 2 ]
	[ -z "$output" ]
}

@test "a pipe is as good as a file" {
	fjt >in.csv
	run --separate-stderr bash -c 'cat in.csv | phc-import -q -k fjt'
	[ "$status" -eq 0 ]
	[ "$output" = "$(cat in.csv)" ]
}

@test "a full disk is trouble" {
	fjt >in.csv
	run --separate-stderr bash -c 'phc-import -q -k fjt in.csv >/dev/full'
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-import: cannot write '(stdout)': No space left on device" ]
	import -k fjt -r /dev/full in.csv
	[ "$status" -eq 2 ]
	[ "$(ls)" = in.csv ]
}

@test "a reader that leaves is no reason to talk" {
	{ fjt; for i in $(seq 10000 60000); do echo "$i,1,1,,2016-08-12,s"; done; } >in.csv
	run --separate-stderr bash -c 'phc-import -q -k fjt in.csv | head -1'
	[ "$status" -eq 0 ]
	[ "$output" = "$(head -1 in.csv)" ]
	[ -z "$stderr" ]
}

@test "an unreadable file is trouble" {
	import -k fjt nowhere.csv
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-import: cannot open 'nowhere.csv': No such file or directory" ]
	import -k fjt .
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-import: cannot read '.': Is a directory" ]
}

@test "a French locale changes nothing" {
	phc-import -q -k household -p demandes -r c.csv "$pilot/demandes.csv" >c || [ $? -eq 1 ]
	LC_ALL=fr_FR.UTF-8 phc-import -q -k household -p demandes -r fr.csv \
	    "$pilot/demandes.csv" >fr || [ $? -eq 1 ]
	cmp c fr
	cmp c.csv fr.csv
}

@test "an amount that no command takes is refused here" {
	sed 's/570,57/-570,57/' "$pilot/demandes.csv" >in.csv
	import -q -k household -p demandes -r rejects.csv in.csv
	[ "$status" -eq 1 ]
	[ "$(faults | sed -n 2p)" = '2,income,reject,out_of_range,"-570' ]
	grep -q '^in.csv,2,1,income,reject,out_of_range,"-570,57",not from 0.00 to 1000000000.00$' rejects.csv
}

@test "an input is read once, an output written once" {
	import -k fjt - - < <(fjt)
	[ "$status" -eq 2 ]
	[ "$stderr" = "${stderr_lines[0]}
phc-import: standard input can be read but once" ]
	fjt >in.csv
	import -k fjt -r x.csv -o x.csv in.csv
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-import: -r and -o: the same file: 'x.csv'" ]
	import -k fjt --with a=b --with c=d in.csv
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-import: --with: one file is joined, not two" ]
	import --suggest in.csv in.csv
	[ "$status" -eq 2 ]
	[ "$(ls)" = in.csv ]
}

@test "a run that is ended leaves no half file" {
	mkfifo pipe
	fjt >in.csv
	phc-import -q -k fjt -r r.csv -o o.csv in.csv pipe &
	pid=$!
	for _ in $(seq 100); do
		ls o.csv.* >/dev/null 2>&1 && break
		sleep 0.05
	done
	ls r.csv.* o.csv.*
	kill -TERM $pid
	wait $pid || [ $? -eq 143 ]
	[ "$(echo *)" = "in.csv pipe" ]
}

@test "what a row says against itself is refused here" {
	head=$(head -1 "$pilot/locataires.csv")
	row=$(sed -n 2p "$pilot/locataires.csv")
	import -q -k household -r rejects.csv < <(echo "$head"
		echo "${row/1992-01-17,,1,0/1992-01-17,1992-02-01,1,0}"
		echo "${row/1992-01-17,,1,0,,/1992-01-17,,1,0,1,}")
	[ "$status" -eq 1 ]
	[ "$(faults | tail -2)" = "2,partner_birth_date,reject,inconsistent,1992-02-01
3,dependants_14,reject,inconsistent,1" ]
	sed '2s/,55.67,/,955.67,/' "$pilot/expected/dwellings.csv" |
	    phc-import -q -k dwelling -r rejects.csv >/dev/null || [ $? -eq 1 ]
	[ "$(faults | tail -1)" = 2,fluids,reject,inconsistent,955.67 ]
}

@test "a folder of tables has profiles and communes of its own" {
	mkdir tables
	sed '1,2!s/^Montant,/Prix,/' "$BATS_TEST_DIRNAME/../../lib/data/profiles/depenses.csv" >tables/prix.csv
	iconv -f cp1252 -t utf-8 "$pilot/depenses.csv" | sed '1s/Montant/PRIX/' >in.csv
	import -q -T tables -p prix in.csv
	[ "$status" -eq 0 ]
	[ "$output" = "$(cat "$pilot/expected/depenses.csv")" ]
	import -p prix in.csv
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-import: no profile 'prix' (one of your own has a slash or ends in .csv)" ]
	echo insee >tables/communes.csv
	import -T tables -k fjt < <(fjt)
	[ "$status" -eq 2 ]
	[[ "$stderr" == "phc-import: tables/communes.csv:1: not 'from', "* ]]
}
