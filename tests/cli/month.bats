#!/usr/bin/env bats
# phc-month: what it does with an inbox, what it leaves, what it says when not
# all is well.
bats_require_minimum_version 1.5.0

pilot=$BATS_TEST_DIRNAME/../data/pilot
month=$BATS_TEST_DIRNAME/../../scripts/phc-month

teardown() {
	! mountpoint -q "$BATS_TEST_TMPDIR/out" || umount "$BATS_TEST_TMPDIR/out"
}

setup() {
	cd "$BATS_TEST_TMPDIR"
	unset PHC_REGISTER PHC_INBOX
	mkdir inbox
}

# fill [NAME ...] - the pilot's files, or these, as they come in a month.
fill() {
	[ $# -gt 0 ] || set -- logements demandes locataires fjt propositions baux \
	    evenements depenses financements consommations
	for f; do
		cp "$pilot/$f.csv" "inbox/$f-2016-08.csv"
	done
}

month() {
	run --separate-stderr "$month" -t 2016-08-31 r.db out "$@"
}

# What a run leaves, but for when it was and how often files were tried.
state() {
	(cd "$1" && find . -type f ! -name .lock ! -name journal.txt | sort | xargs sha256sum)
	for kind in household dwelling fjt proposal lease event spending funding reading; do
		phc-query -d "$2" -t 2016-08-31 $kind
	done
}

said='phc-month: 22 rows refused: see '\''out/2016-08/rejets'\'', mend them where they came from, and hand that in again'

@test "the pilot's month" {
	fill
	month
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[ "$stderr" = "$said" ]
	[ -z "$(ls inbox)" ]
	[ "$(cd out && find . -type f | sort)" = "./.lock
./2016-08/commission-2016-08.xlsx
./2016-08/entrees/SHA256SUMS
./2016-08/entrees/baux-2016-08.csv
./2016-08/entrees/consommations-2016-08.csv
./2016-08/entrees/demandes-2016-08.csv
./2016-08/entrees/depenses-2016-08.csv
./2016-08/entrees/evenements-2016-08.csv
./2016-08/entrees/financements-2016-08.csv
./2016-08/entrees/fjt-2016-08.csv
./2016-08/entrees/locataires-2016-08.csv
./2016-08/entrees/logements-2016-08.csv
./2016-08/entrees/propositions-2016-08.csv
./2016-08/journal.txt
./2016-08/proces-verbal-2016-08.csv
./2016-08/propositions-2016-08.csv
./2016-08/raisons-2016-08.csv
./2016-08/rapport-ddtm-2016-08.xlsx
./2016-08/rapport-departement-2016-08.xlsx
./2016-08/rejets/demandes-2016-08.csv
./2016-08/rejets/logements-2016-08.csv" ]
	[ -z "$(find r.db r.db.key out -type f ! -perm 600)$(find out -type d ! -perm 700)" ]
	(cd out/2016-08/entrees && sha256sum --quiet -c SHA256SUMS)
	cmp out/2016-08/entrees/demandes-2016-08.csv "$pilot/demandes.csv"
	grep -q '^demandes-2016-08.csv,3,2,income,reject,' out/2016-08/rejets/demandes-2016-08.csv
	grep -q 'demandes-2016-08.csv: 125 read, 109 kept, 16 refused, .* (see rejets/demandes-2016-08.csv)$' out/2016-08/journal.txt
	[ "$(wc -l <out/2016-08/propositions-2016-08.csv)" -gt 10 ]
	for x in out/2016-08/*.xlsx; do unzip -tqq "$x"; done
	[ "$(phc-query -d r.db "SELECT count(*) FROM import WHERE since = '2016-08-31' AND kind <> 'published'" | tail -1)" = 10 ]
	[ "$(phc-query -d r.db "SELECT file FROM import WHERE kind = 'published' ORDER BY file")" = "file
rapport-ddtm-2016-08.xlsx
rapport-departement-2016-08.xlsx" ]
}

@test "December has the year as well" {
	cp "$pilot/baux.csv" "$pilot/locataires.csv" "$pilot/logements.csv" inbox/
	run --separate-stderr "$month" -t 2015-12-31 r.db out
	[ "$status" -eq 1 ]
	[ "$(cd out/2015-12 && echo rapport-*)" = "rapport-ddtm-2015-12.xlsx rapport-ddtm-2015.xlsx rapport-departement-2015-12.xlsx rapport-departement-2015.xlsx" ]
}

@test "silent when all is well, and when there is nothing" {
	fill fjt locataires consommations
	cp "$pilot/expected/dwellings.csv" inbox/dwellings.csv
	cp "$pilot/expected/households.csv" inbox/households.csv
	month
	[ "$status" -eq 0 ] && [ -z "$output$stderr" ]
	[ -s out/2016-08/rapport-ddtm-2016-08.xlsx ]
	before=$(state out r.db)
	month
	[ "$status" -eq 0 ] && [ -z "$output$stderr" ]
	[ "$(state out r.db)" = "$before" ]
	[ ! -e out/.work ]
	rm -r out r.db
	month
	[ "$status" -eq 0 ] && [ -z "$output$stderr" ]
	[ ! -e r.db ]
}

@test "a month with nobody to report on" {
	fill fjt
	month
	[ "$status" -eq 1 ]
	[ "$stderr" = "phc-month: nobody could be proposed a dwelling: the commission has no workbook in 'out/2016-08'" ]
	[ -s out/2016-08/rapport-ddtm-2016-08.xlsx ]
	[ ! -e out/2016-08/commission-2016-08.xlsx ]
	[ -z "$(ls inbox)" ]
}

@test "the same files again change nothing" {
	fill
	month
	before=$(state out r.db)
	fill
	month
	[ "$status" -eq 1 ]
	[ "$stderr" = "$said" ]
	[ "$(state out r.db)" = "$before" ]
	[ -z "$(ls inbox)" ]
}

@test "a file that comes late, and one of the same name that has changed" {
	fill
	month
	sed '$d' "$pilot/baux.csv" >inbox/baux-2016-08.csv
	month
	[ "$status" -eq 0 ]
	cmp out/2016-08/entrees/baux-2016-08.csv "$pilot/baux.csv"
	[ "$(wc -l <out/2016-08/entrees/baux-2016-08.csv.2)" -eq 44 ]
	(cd out/2016-08/entrees && sha256sum --quiet -c SHA256SUMS)
	[ "$(wc -l <out/2016-08/entrees/SHA256SUMS)" -eq 11 ]
}

@test "a file that no profile fits stops it before anything is done" {
	fill fjt
	echo x >inbox/divers.csv
	month
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-month: 'inbox/divers.csv': no profile fits this name: nothing was done (phc-month -h lists those that do)" ]
	[ ! -e r.db ] && [ -e inbox/fjt-2016-08.csv ]
	printf '%s\n' 'divers* fjt house' 'fjt* fjt house' >profiles
	cp "$pilot/fjt.csv" inbox/divers.csv
	run --separate-stderr "$month" -p profiles -t 2016-08-31 r.db out
	[ "$status" -eq 1 ]
	[ "$(ls out/2016-08/entrees)" = "SHA256SUMS
divers.csv
fjt-2016-08.csv" ]
	mv out/2016-08/entrees/fjt-2016-08.csv 'inbox/a
b'
	month
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"a line break"* ]]
	[ "$(wc -l <<<"$stderr")" -eq 1 ]
}

@test "what is no file, or has a name that others cannot take, stops it too" {
	fill fjt
	mkfifo inbox/baux.csv
	run --separate-stderr timeout 20 "$month" -t 2016-08-31 r.db out
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-month: 'inbox/baux.csv': no file, or a link to none: nothing was done" ]
	ln -sf nowhere inbox/baux.csv
	month
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-month: 'inbox/baux.csv': no file, or a link to none: nothing was done" ]
	rm inbox/baux.csv
	for name in ' fjt.csv' 'fjt.csv ' $'fjt\351.csv'; do
		cp "$pilot/fjt.csv" "inbox/$name"
		month
		[ "$status" -eq 2 ]
		[[ "$stderr" == "phc-month: inbox 'inbox': a file "*": rename it" ]]
		rm "inbox/$name"
	done
	[ ! -e r.db ]
	mv inbox/fjt-2016-08.csv there.csv
	ln -s ../there.csv "inbox/fjt d'été.csv"
	month
	[ "$status" -eq 1 ]
	[ -e there.csv ] && [ -z "$(ls inbox)" ]
	cmp there.csv "out/2016-08/entrees/fjt d'été.csv"
}

@test "a rent extract is joined to the RPLS file" {
	cp "$pilot/rpls-proprietaire.csv" "inbox/RPLS propriétaire 2016.csv"
	cp "$pilot/loyers.csv" inbox/Loyers.csv
	month
	[ "$status" -le 1 ]
	[ "$(phc-query -d r.db -t 2016-08-31 'SELECT count(*) > 300 FROM dwelling WHERE rent IS NOT NULL' | tail -1)" = 1 ]
	[ -e "out/2016-08/entrees/RPLS propriétaire 2016.csv" ]
	[ -e out/2016-08/entrees/Loyers.csv ]
	cp "$pilot/loyers.csv" inbox/Loyers.csv
	month
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-month: inbox 'inbox': Loyers.csv: no file is there that it is joined to, nothing was done" ]
}

@test "a file that cannot be read as what it is: nothing leaves the inbox" {
	fill fjt
	echo 'a,b' >inbox/baux.csv
	month
	[ "$status" -eq 2 ]
	[ "$(wc -l <<<"$stderr")" -eq 1 ]
	[[ "$stderr" == "phc-month: 'inbox/baux.csv': "*"lease_id"* ]]
	[ "$(ls inbox)" = "baux.csv
fjt-2016-08.csv" ]
	[ ! -e out/2016-08 ] && [ ! -e out/.work ]
	rm inbox/baux.csv
	month
	[ "$status" -eq 1 ]
}

@test "two at once: one works, the other says so" {
	fill fjt
	mkdir out
	flock out/.lock sleep 5 3>&- &
	sleep 0.3
	month
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-month: another run is at work in 'out': nothing was done" ]
	kill %1
}

@test "killed at any moment, and run again: as if it had not been" {
	fill
	month
	want=$(state out r.db)
	for ms in ${LONG:+20 180 520 1000 1400} 80 330 800 1200; do
		rm -rf out r.db r.db-* # the key stays
		fill
		setsid "$month" -t 2016-08-31 r.db out 3>&- 2>/dev/null &
		pid=$!
		sleep "$(printf '%d.%03d' $((ms / 1000)) $((ms % 1000)))"
		kill -9 -- -$pid 2>/dev/null || :
		wait $pid || :
		[ ! -d out ] || flock out/.lock true # those that are dying
		month
		[ "$status" -le 1 ]
		[ -z "$(ls inbox)" ]
		[ ! -e out/.work ]
		[ "$(state out r.db)" = "$want" ]
		(cd out/2016-08/entrees && sha256sum --quiet -c SHA256SUMS)
	done
}

@test "killed alone: what it had begun ends, and is not disturbed" {
	fill
	"$month" -t 2016-08-31 r.db out 2>/dev/null 3>&- &
	sleep 0.1
	kill -9 $! 2>/dev/null || : # it may have ended
	wait $! || :
	month
	while [ "$stderr" = "phc-month: another run is at work in 'out': nothing was done" ]; do
		month
	done
	[ "$stderr" = "$said" ]
	phc-query -q -d r.db --check
	[ -z "$(ls inbox)" ]
}

@test "a register that is damaged, commands that are not there" {
	fill
	month
	sqlite3 r.db 'DELETE FROM lease_history WHERE id = 7'
	fill fjt
	month
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-month: '$PWD/r.db': 1 rows that imports brought are gone, and 0 were erased: go back to the last backup (phc-query: status 2)" ]
	[ -e inbox/fjt-2016-08.csv ]
	PATH=/usr/bin:/bin run --separate-stderr "$month" -t 2016-08-31 r.db out
	[ "$status" -eq 2 ]
	[[ "$stderr" == "phc-month: '$PWD/r.db': "*"phc-query: "*"not found"* ]]
}

@test "ended from outside it cleans up" {
	fill
	"$month" -t 2016-08-31 r.db out 2>said 3>&- &
	sleep 0.1
	kill -TERM $!
	wait $! || [ $? -eq 2 ]
	[ "$(cat said)" = "phc-month: ended from outside: run again" ]
	[ ! -e out/.work ]
}

@test "a full disk: one line, nothing lost" {
	mkdir out
	mount -t tmpfs -o size=60k none out 2>/dev/null || skip 'no mount here'
	fill
	for size in 60k 200k 300k 500k 700k; do
		mount -o remount,size=$size out
		run --separate-stderr "$month" -i inbox -t 2016-08-31 out/r.db out/out
		echo "$size: $stderr"
		[ "$status" -eq 2 ]
		[ "$(wc -l <<<"$stderr")" -eq 1 ]
		[[ "$stderr" == "phc-month: "*"No space left on device"* || "$stderr" == "phc-month: cannot write"* ]]
		[ "$(ls inbox | wc -l)" -eq 10 ] || [ -d out/out/2016-08/entrees ]
		[ ! -e out/out/.work ]
	done
	mount -o remount,size=9m out
	run --separate-stderr "$month" -i inbox -t 2016-08-31 out/r.db out/out
	echo "$stderr"
	[ "$status" -eq 1 ]
	[ -z "$(ls inbox)" ]
	umount out
}

@test "rejects are kept for a month" {
	fill
	month
	touch -d '40 days ago' out/2016-08/rejets/demandes-2016-08.csv
	month
	[ "$(ls out/2016-08/rejets)" = logements-2016-08.csv ]
	touch -d '40 days ago' out/2016-08/rejets/logements-2016-08.csv
	mv out there && ln -s there out
	month
	[ -z "$(ls out/2016-08/rejets)" ]
}

@test "where it looks, and when" {
	run --separate-stderr "$month"
	[ "$status" -eq 2 ]
	[ "$stderr" = 'phc-month: usage: phc-month [-h] [-i inbox] [-p profiles] [-s percent] [-t date] register outdir' ]
	rmdir inbox
	month
	[ "$stderr" = "phc-month: no inbox 'inbox': make it, or name it with -i" ]
	mkdir in
	cp "$pilot/fjt.csv" in/
	run --separate-stderr "$month" -i in -t tomorrow r.db out
	[ "$stderr" = "phc-month: -t: no date such as 2016-08-31: 'tomorrow'" ]
	run --separate-stderr "$month" -i in -t 2016-02-31 r.db out
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-month: -t: no date such as 2016-08-31: '2016-02-31'" ]
	run --separate-stderr "$month" -i in -t 2999-01-31 r.db out
	[ "$stderr" = "phc-month: -t: that day has not come: '2999-01-31'" ]
	[ -e in/fjt.csv ] && [ ! -e r.db ]
	PHC_INBOX=in run --separate-stderr "$month" r.db out
	[ "$status" -eq 1 ]
	[ -d "out/$(date -d "$(date +%Y-%m-01) -1 day" +%Y-%m)" ]
	[ -z "$(ls in)" ]
	"$month" -h | grep -q '^demandes\*'
	run --separate-stderr "$month" -i in r.db nowhere/out
	[ "$stderr" = "phc-month: cannot make 'nowhere/out'" ]
}

@test "the units are sound, and shut" {
	command -v systemd-analyze >/dev/null || skip 'no systemd-analyze here'
	units=$BATS_TEST_DIRNAME/../../scripts
	systemd-analyze verify "$units"/phc-month.service "$units"/phc-month.timer 2>&1 |
	    grep -v 'is not executable: No such file\|man phc-month(8)' >bad || :
	[ ! -s bad ]
	systemd-analyze security --offline=true --threshold=10 "$units/phc-month.service" >/dev/null
}
