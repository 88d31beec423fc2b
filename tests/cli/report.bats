#!/usr/bin/env bats
# phc-report: how it starts, what it refuses, what it leaves behind.
bats_require_minimum_version 1.5.0

pilot=$BATS_TEST_DIRNAME/../data/pilot
rows=$BATS_TEST_DIRNAME/../data/report/rows.csv

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	for t in household=expected/households.csv household=locataires.csv \
	    dwelling=expected/dwellings.csv lease=baux.csv \
	    event=evenements.csv proposal=propositions.csv fjt=fjt.csv \
	    spending=expected/depenses.csv funding=expected/financements.csv; do
		phc-import -q -d r.db -t 2016-08-31 -k "${t%%=*}" -r bad \
		    "$pilot/${t#*=}"
	done
}

setup() {
	mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here" || return
	unset PHC_REGISTER PHC_KEY
	cp "$BATS_FILE_TMPDIR/r.db" r.db
}

teardown() {
	! mountpoint -q "$BATS_TEST_TMPDIR/here/full" ||
	    umount "$BATS_TEST_TMPDIR/here/full"
}

# report [OPTION ...] - the DDTM's month, out of the register, to r.xlsx.
report() {
	run --separate-stderr phc-report -d r.db --to ddtm --month 2016-08 \
	    -o r.xlsx "$@"
}

# says ARGUMENTS MESSAGE - nothing is done, and that is why.
says() {
	run --separate-stderr phc-report ${1:+$1}
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-report: $2" ] || { echo "$stderr"; return 1; }
	[ "$(ls | grep -v '^r.db-')" = r.db ]
}

# imports - what the log of the register has beside what came in.
imports() {
	phc-query -d r.db "SELECT file, kept FROM import WHERE kind = 'published' ORDER BY id" |
	    tail -n +2
}

whole() { unzip -tqq "$1"; }

@test "writes a workbook, says what it holds, and nothing else" {
	report
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[ "${#stderr_lines[@]}" -eq 3 ]
	[ "${stderr_lines[0]}" = "phc-report: made key 'r.db.key': keep it, and back it up" ]
	[[ ${stderr_lines[1]} == 'phc-report: r.xlsx: '* ]]
	[[ ${stderr_lines[2]} =~ ^'phc-report: '[0-9]+' counts of people: '[0-9]+' masked, and '[0-9]+' more to protect these, in which '[0-9]+' are lost'$ ]]
	[ "$(ls)" = 'r.db
r.db.key
r.xlsx' ]
	[ "$(stat -c %a r.xlsx r.db.key r.db | sort -u)" = 600 ]
	whole r.xlsx
	report -q
	[ -z "$output$stderr" ]
}

@test "the same again is the same, and is recorded once" {
	report -q
	[[ $(imports) =~ ^r.xlsx,[1-9][0-9]*$ ]]
	once=$(imports)
	cp r.xlsx first.xlsx
	sleep 1
	TZ=Pacific/Auckland LC_ALL=fr_FR.UTF-8 LC_NUMERIC=fr_FR.UTF-8 report -q
	[ "$status" -eq 0 ]
	cmp first.xlsx r.xlsx
	[ "$(imports)" = "$once" ]
	phc-query -q -d r.db --check
	run -0 phc-report -q -d r.db --to departement --month 2016-08 -o d.xlsx
	[ "$(imports | wc -l)" -eq 2 ]
	report -q
	cmp first.xlsx r.xlsx
}

@test "a preview and figures leave no trace" {
	before=$(sqlite3 r.db .sha3sum)
	run --separate-stderr phc-report -d r.db --to ddtm --month 2016-08 --preview=Synthese -q
	[ "$status" -eq 0 ]
	[ -n "$output" ]
	[ -z "$stderr" ]
	all=$output
	phc-report -d r.db --to ddtm --month 2016-08 --preview=Synthese -o p.txt
	[ "$(cat p.txt)" = "$all" ]
	run --separate-stderr phc-report -d r.db --to ddtm --month 2016-08 --preview=Nulle
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[[ $stderr == 'phc-report: --preview: '* ]]
	[ "$(sqlite3 r.db .sha3sum)" = "$before" ]
	rm -f r.db.key p.txt
	phc-report -d r.db --to ddtm --month 2016-08 --figures >f.csv
	[ "$(sqlite3 r.db .sha3sum)" = "$before" ]
	[ ! -e r.db.key ]
}

@test "two recipients have two names for a household" {
	report -q
	phc-report -q -d r.db --to ddtm --month 2016-08 --format csv -o ddtm
	phc-report -q -d r.db --to departement --month 2016-08 --format csv -o dept
	names='\b[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}\b'
	grep -rhoE "$names" ddtm | sort -u >a
	[ -s a ]
	grep -rhoE "$names" dept | sort -u >b
	[ -z "$(comm -12 a b)" ]
	! grep -rqE '\b0[0-9]{17}\b|[0-9]{13}GD' ddtm dept
	mv ddtm first
	rm r.db.key
	phc-report -q -d r.db --to ddtm --month 2016-08 --format csv -o ddtm
	grep -rhoE "$names" ddtm | sort -u >c
	[ -z "$(comm -12 a c)" ]
}

@test "the key is where it is said to be" {
	report -q --key mine
	[ "$(stat -c %a mine)" = 600 ]
	[ ! -e r.db.key ]
	cp r.xlsx with.xlsx
	PHC_KEY=mine report -q
	cmp with.xlsx r.xlsx
	chmod 640 mine
	rm r.xlsx
	report --key mine
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-report: key 'mine': others may read or write it: chmod 600 it, and if they did, take another one" ]
	chmod 600 mine
	ln -s mine link
	report --key link
	[ "$stderr" = "phc-report: key 'link': a link: name the file that it leads to" ]
	echo short >mine
	report --key mine
	[[ $stderr == "phc-report: key 'mine': not 64 hexadecimal digits and a line feed: "* ]]
	report --key no/key
	[[ $stderr == *"cannot write 'no/key': No such file or directory" ]]
	[ ! -e r.xlsx ]
}

@test "what is published without a register is kept in a file" {
	pub() {
		run --separate-stderr phc-report --to ddtm -t 2016-09-01 \
		    -o r.xlsx "$@" "$rows"
	}
	pub --key k
	[ "$status" -eq 0 ]
	[ "${stderr_lines[0]}" = 'phc-report: nothing is known of what was published before, and nothing is recorded: name a file with --published' ]
	pub -q --key k
	[ -z "$stderr" ]
	pub -q --key k --published seen.csv
	[ "$status" -eq 0 ]
	[ "$(stat -c %a seen.csv)" = 600 ]
	cp seen.csv once
	cp r.xlsx first.xlsx
	pub -q --key k --published seen.csv
	cmp once seen.csv
	cmp first.xlsx r.xlsx
	phc-report -q --to ddtm --month 2016-08 -t 2016-08-31 -o a.xlsx --key k \
	    --published seen.csv "$rows"
	[ "$(wc -l <seen.csv)" -gt "$(wc -l <once)" ]
	head -n "$(wc -l <once)" seen.csv | cmp - once
	[ "$(grep -c published_id seen.csv)" -eq 1 ]
	chmod 604 seen.csv
	pub --key k --published seen.csv
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-report: --published 'seen.csv': it has what is masked, and others may read or write it: chmod 600 it" ]
	chmod 600 seen.csv
	ln -s seen.csv link
	pub --key k --published link
	[ "$stderr" = "phc-report: --published 'link': a link: name the file that it leads to" ]
	echo '1,2' >>seen.csv
	pub --key k --published seen.csv
	[ "$status" -eq 2 ]
	[[ $stderr == "phc-report: seen.csv:$(wc -l <seen.csv): "*"fields, not "* ]]
	: >seen.csv
	pub --key k --published seen.csv
	[ "$stderr" = 'phc-report: seen.csv: empty: not even a header' ]
	pub --key k --published no/seen.csv
	[ "$stderr" = "phc-report: cannot open 'no/seen.csv': No such file or directory" ]
}

@test "another that publishes from the same place is waited for" {
	sqlite3 r.db 'SELECT 1' >/dev/null
	(exec 9<r.db; flock . sleep 3) 3>&- &
	sleep 0.3
	run --separate-stderr phc-report -q --to ddtm -t 2016-09-01 --key k \
	    -o r.xlsx --published seen.csv --wait 1 "$rows"
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-report: 'seen.csv': another report is being published there: try again later" ]
	wait
	run --separate-stderr phc-report -q --to ddtm -t 2016-09-01 --key k \
	    -o r.xlsx --published seen.csv --wait 1 "$rows"
	[ "$status" -eq 0 ]
}

@test "rows that were refused: the report is partial" {
	run --separate-stderr phc-report -q --to ddtm -t 2016-09-01 -o r.xlsx \
	    --key k < <(sed '3s/$/,1/' "$rows")
	[ "$status" -eq 1 ]
	[[ $stderr == "phc-report: (stdin):3: "*"fields, not "* ]]
	whole r.xlsx
}

@test "the commission has its own, of a shortlist" {
	phc-match -q -w "$pilot/expected/dwellings.csv" -t 2016-09-01 \
	    --shortlist "$pilot/expected/households.csv" |
	    phc-budget -t 2016-09-01 --target 25 >short.csv
	phc-match -q -w "$pilot/expected/dwellings.csv" -t 2016-09-01 \
	    --shortlist --score "$pilot/expected/households.csv" >score.csv
	run --separate-stderr phc-report --to commission -t 2016-09-01 \
	    -o c.xlsx --scores score.csv --source r.db short.csv
	[ "$status" -eq 0 ]
	[[ $stderr == 'phc-report: c.xlsx: '* ]]
	whole c.xlsx
	[ ! -e r.db.key ]
	rm c.xlsx short.csv score.csv
	c='--to commission -o c.xlsx'
	says "$c -d r.db" '--to commission: it is made of the rows of a shortlist, without -d and --table'
	says "$c --month 2016-08" '--to commission: it is of the day of -t, without --month and --year'
	says "$c --public" '--to commission: it stays in the house, with the keys of the file: without --public, --threshold, --published and --key'
	says "$c --preview" '--to commission: a workbook, without --figures, --preview and --format csv'
	says "$c --table lease=x" '--to commission: it is made of the rows of a shortlist, without -d and --table'
	says '--to ddtm -o r.xlsx --scores x' '--scores: of --to commission alone'
}

@test "is for somebody, on somebody's disk" {
	says '-o r.xlsx' 'no --to: for whom is the report?'
	says '--to ddtm' 'no -o: where does the workbook go?'
	says '--to ddtm --format csv' 'no -o: where does the folder go?'
	says '--to ddtm -o -' '-o -: a workbook cannot be written to a pipe: name a file'
	says '--to ddtm -o - --format csv' '-o -: a folder cannot be written to a pipe: name a folder'
	says '-d r.db --to ddmt -o r.xlsx --month 2016-08' "no monthly report for 'ddmt': ddtm, departement or form"
	run --separate-stderr phc-report -Z
	[ "$status" -eq 2 ]
	[ -z "$output" ]
}

@test "options that do not go together, or are none" {
	r='--to ddtm -o r.xlsx'
	says "$r --month 2016-08 --year 2016" '--month and --year: one or the other'
	says "$r --year 16" "--year: not a year: '16'"
	says "$r -d r.db --month 2016-08 -t 2016-07-31" '-t: the day is before the period'
	says "$r -d r.db x.csv" '-d takes no rows but those of the register'
	says "$r -d r.db --published x" '-d records what is published: without --published'
	says "$r --threshold 1" "--threshold: not a number from 2 to 1000: '1'"
	says "$r --threshold 1001" "--threshold: not a number from 2 to 1000: '1001'"
	says "$r --threshold five" "--threshold: not a number from 2 to 1000: 'five'"
	says "$r --public --threshold 10" '--threshold: of what is public, 11 or more'
	says "$r --format ods" "--format: not xlsx or csv: 'ods'"
	says "$r --format csv --preview" '--preview, --format csv: one or the other'
	says "$r --figures --preview" '--figures, --preview, --format csv: one or the other'
	says "$r --wait ever" "--wait: not seconds from 0 to 86400: 'ever'"
	says '--to ddtm -d r.db -o r.db' "-d and -o: the same file: 'r.db'"
	says "$r --key r.xlsx" "--key and -o: the same file: 'r.xlsx'"
	says "$r --published r.xlsx" "--published and -o: the same file: 'r.xlsx'"
	says "$r -d r.db --key r.db" "-d and --key: the same file: 'r.db'"
	says "$r --key x --published x" "--key and --published: the same file: 'x'"
	says "$r --source gone.csv -d r.db" "--source: cannot open 'gone.csv': No such file or directory"
	mkdir -p "$BATS_TEST_TMPDIR/there"
	says "--to ddtm --format csv -o $BATS_TEST_TMPDIR/there" "-o '$BATS_TEST_TMPDIR/there': there is one already: name a new folder"
	says "$r -d gone.db" "cannot open 'gone.db': No such file or directory"
}

@test "names its sources, without their folders" {
	mkdir cachette && cp "$rows" cachette/demandes.csv
	phc-report -q --to ddtm -t 2016-09-01 --key k --format csv -o out \
	    --source cachette/demandes.csv <"$rows"
	grep -q demandes.csv out/Methode.csv
	grep -q "$(sha256sum <"$rows" | cut -d' ' -f1)" out/Methode.csv
	run ! grep -rq cachette out
	phc-report -q -d r.db --to ddtm --month 2016-08 --format csv -o reg
	grep -q baux.csv reg/Methode.csv
	grep -q "$(sha256sum <"$pilot/baux.csv" | cut -d' ' -f1)" reg/Methode.csv
}

@test "no law, no report" {
	run --separate-stderr phc-report -q --to ddtm -t 1999-01-01 -o r.xlsx "$rows"
	[ "$status" -eq 2 ]
	[ ! -e r.xlsx ]
}

@test "a device is not written over, nor is a link" {
	[ -w /dev/full ] || skip
	report -o /dev/full
	[ "$status" -eq 2 ]
	[ "${stderr_lines[-1]}" = "phc-report: cannot write '/dev/full': not a regular file" ]
	[ -c /dev/full ]
	echo kept >file
	ln -s file link
	report -o link
	[ "$status" -eq 2 ]
	[ "$(cat file)" = kept ]
	[ -z "$(imports)" ]
}

@test "a folder that is not there is trouble" {
	report -o no/r.xlsx
	[ "$status" -eq 2 ]
	[[ ${stderr_lines[-1]} == "phc-report: cannot write 'no/r.xlsx': No such file or directory" ]]
	[ -z "$(imports)" ]
}

@test "a full disk is trouble, and leaves what was there" {
	mkdir full
	mount -t tmpfs -o size=16k none full 2>/dev/null || skip 'no mount here'
	for size in 4k 8k 16k; do
		mount -o remount,size=$size full
		rm -f full/*
		echo before >full/r.xlsx 2>/dev/null || :
		before=$(cat full/r.xlsx)
		report -o full/r.xlsx
		[ "$status" -eq 2 ]
		[[ ${stderr_lines[-1]} == *'No space left on device'* ]]
		[ "$(cat full/r.xlsx)" = "$before" ]
		[ "$(ls full)" = r.xlsx ]
		[ -z "$(imports)" ]
	done
	umount full
}

@test "a register that is full: no workbook" {
	mkdir full
	mount -t tmpfs -o size=600k none full 2>/dev/null || skip 'no mount here'
	cp r.db full/r.db
	dd if=/dev/zero of=full/pad bs=1k 2>/dev/null || :
	run --separate-stderr phc-report -d full/r.db --key k --to ddtm \
	    --month 2016-08 -o r.xlsx
	[ "$status" -eq 2 ]
	[ ! -e r.xlsx ]
	rm full/pad
	phc-query -q -d full/r.db --check
	umount full
}

@test "killed at any moment: a whole workbook, or none, and it was recorded" {
	report -q
	cp r.xlsx want.xlsx
	for i in $(seq 1 "${KILLS:-25}"); do
		cp "$BATS_FILE_TMPDIR/r.db" r.db
		rm -f r.db-* r.xlsx
		phc-report -q -d r.db --to ddtm --month 2016-08 -o r.xlsx 3>&- &
		sleep "0.0$(printf '%02d' $((RANDOM % 40)))"
		kill -9 $! 2>/dev/null || :
		wait $! || :
		if [ -e r.xlsx ]; then
			cmp want.xlsx r.xlsx
			[ -n "$(imports)" ]
		fi
		phc-query -q -d r.db --check
		report -q
		[ "$status" -eq 0 ]
		cmp want.xlsx r.xlsx
		[ "$(imports | wc -l)" -eq 1 ]
	done
}

@test "ended from outside it cleans up" {
	mkfifo pipe
	phc-report -q --to ddtm -t 2016-09-01 --key k -o r.xlsx \
	    --published seen.csv pipe 3>&- &
	sleep 0.2
	kill -TERM $!
	wait $! || [ $? -eq 143 ]
	rm pipe
	[ "$(ls)" = r.db ]
}

@test "told to stop, it leaves the sheets whole, or nothing" {
	report -q
	mkdir there
	for t in .05 .1 .15 .2 .25 .3 .5; do
		for how in csv xlsx; do
			phc-report -q -d r.db --to ddtm --month 2016-08 \
			    --format $how -o there/out &
			p=$!
			sleep $t
			kill -TERM $p 2>/dev/null || true
			wait $p || [ $? -eq 143 ]
			case $(ls there) in
			'') ;;
			out) [ $how = xlsx ] || [ "$(ls there/out | wc -l)" -eq 11 ] ;;
			*) ls there; return 1 ;;
			esac
			rm -rf there/out
		done
	done
}

@test "of one household partners have a line, and the public none" {
	phc-report -q -d r.db --to ddtm --month 2016-08 --preview=Alertes >partners
	grep -qE 'Par ménage +Impayés +[0-9A-Z]{4}-' partners
	phc-report -q -d r.db --to ddtm --month 2016-08 --public --format csv -o public
	! grep -rqE '[0-9A-Z]{4}-[0-9A-Z]{4}-' public/Alertes.csv public/Donnees.csv
	grep -q '^Par alerte,Impayés,–,s,' public/Alertes.csv
	grep -q '^Par ménage,Impayés,n.d.,.*pas pour le public' public/Alertes.csv
}
