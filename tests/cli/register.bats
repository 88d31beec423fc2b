#!/usr/bin/env bats
# phc-import -d: what a register keeps, refuses, and how it is shared.
bats_require_minimum_version 1.5.0

pilot=$BATS_TEST_DIRNAME/../data/pilot

setup() {
	mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here" || return
}

# import OPTION ... - into r.db, with the two outputs apart.
import() { run --separate-stderr phc-import -d r.db "$@"; }

# quietly OPTION ... - into r.db, all of it.
quietly() { phc-import -q -d r.db "$@"; }

# ask SQL - of the register.
ask() { sqlite3 r.db "$1"; }

# dump [FILE] - all of a register but when the imports were.
dump() {
	sqlite3 "${1-r.db}" .dump |
	    sed "s/'20..-..-..T..:..:..Z'/now/; s/INTO import VALUES([0-9]*,/INTO import VALUES(/"
}

# fjt ROW ... - house CSV of kind fjt.
fjt() {
	echo 'commune,places,occupied,population_18_29,observed_on,source'
	for row; do echo "$row"; done
}

# lease ROW ... - house CSV of kind lease.
lease() {
	head -1 "$pilot/baux.csv"
	for row; do echo "$row"; done
}

@test "a register is made, 0600 whatever the umask, and said to be" {
	umask 0
	fjt 62498,96,90,,2016-08-12,survey >in.csv
	import -t 2016-09-01 -k fjt in.csv
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-import: made register 'r.db'
phc-import: in.csv: 1 read, 1 kept, 0 refused, 0 warned; 1 inserted, 0 updated, 0 unchanged" ]
	[ "$(stat -c %a r.db)" = 600 ]
	[ "$(echo *)" = "in.csv r.db" ]
	(umask 777 && phc-import -q -d s.db -o out.csv -t 2016-09-01 -k fjt in.csv)
	[ "$(stat -c %a s.db out.csv)" = "600
600" ]
	[ "$(ask 'PRAGMA application_id; PRAGMA user_version; PRAGMA journal_mode; PRAGMA integrity_check')" = "1885889329
2
wal
ok" ]
	[ "$(ask 'SELECT * FROM fjt_history')" = "1|1|2016-09-01|62498|96|90||2016-08-12|survey" ]
	run ask "SELECT file, sha256, kind, profile, since, read, kept, refused,
	    inserted, updated, unchanged, pending, at LIKE '20__-__-__T__:__:__Z',
	    version FROM import"
	[ "$output" = "in.csv|$(sha256sum in.csv | cut -c-64)|fjt|house|2016-09-01|1|1|0|1|0|0|0|1|$(phc-import -V | sed -n '1s/phc //p')" ]
}

@test "the log of a writer and its index are 0600 too" {
	umask 0
	quietly -k fjt < <(fjt 62498,96,90,,2016-08-12,survey)
	sqlite3 r.db 'CREATE TABLE x(y)' '.shell stat -c %a r.db-wal r.db-shm' >modes
	[ "$(cat modes)" = "600
600" ]
}

@test "the same file twice changes nothing but the log" {
	quietly -k household -t 2016-09-01 "$pilot/locataires.csv"
	dump >first
	import -k household -t 2016-09-01 "$pilot/locataires.csv"
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"35 read, 35 kept, 0 refused, 0 warned; 0 inserted, 0 updated, 35 unchanged" ]]
	dump >second
	diff first second >what || [ $? -eq 1 ]
	[ "$(grep -c '^[<>]' what)" -eq 1 ]
	[[ "$(grep '^>' what)" == "> INSERT INTO import "* ]]
	import -k household -t 2016-10-01 "$pilot/locataires.csv"
	[[ "$stderr" == *"0 inserted, 0 updated, 35 unchanged" ]]
}

@test "a row that is replaced remains, with its import and its day" {
	quietly -t 2016-03-01 -k fjt < <(fjt 62498,96,90,,2016-02-12,a 62119,60,46,,2016-02-12,a)
	import -t 2016-06-01 -k fjt < <(fjt 62498,96,91,,2016-02-12,b 62119,60,46,,2016-02-12,a)
	[[ "$stderr" == *"; 0 inserted, 1 updated, 1 unchanged" ]]
	run ask "SELECT i.id, h.since, commune, occupied FROM fjt_history h JOIN import i ON i.id = h.import ORDER BY h.id"
	[ "$output" = "1|2016-03-01|62498|90
1|2016-03-01|62119|46
2|2016-06-01|62498|91" ]
}

@test "an older file that is imported later lands between, and says what to do" {
	quietly -t 2016-03-01 -k fjt < <(fjt 62498,96,90,,2016-02-12,a)
	quietly -t 2016-06-01 -k fjt < <(fjt 62498,96,92,,2016-02-12,a)
	import -t 2016-04-01 -k fjt < <(fjt 62498,96,91,,2016-02-12,a)
	[ "$status" -eq 0 ]
	[ "${stderr_lines[0]}" = "phc-import: (stdin): fjt rows as of 2016-06-01 are there already: import that file again if it has rows that this one changes" ]
	[[ "${stderr_lines[1]}" == *"; 0 inserted, 1 updated, 0 unchanged" ]]
	run ask "SELECT since, occupied FROM fjt_history ORDER BY since, id"
	[ "$output" = "2016-03-01|90
2016-04-01|91
2016-06-01|92" ]
}

@test "with -d nothing is on standard output, unless it is asked for" {
	fjt 62498,96,90,,2016-08-12,survey >in.csv
	import -q -k fjt -o - in.csv
	[ "$status" -eq 0 ]
	[ "$output" = "$(cat in.csv)" ]
	import -q -k fjt -o out.csv in.csv
	[ -z "$output" ]
	cmp in.csv out.csv
	import -k fjt -o r.db in.csv
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-import: -d and -o: the same file: 'r.db'" ]
	import -k fjt -r r.db in.csv
	[ "$status" -eq 2 ]
}

@test "-n says what would change, and changes nothing" {
	import -n -k fjt < <(fjt 62498,96,90,,2016-08-12,survey)
	[ "$status" -eq 0 ]
	[ "$stderr" = "phc-import: (stdin): 1 read, 1 kept, 0 refused, 0 warned; would be 1 inserted, 0 updated, 0 unchanged" ]
	[ "$(ls)" = "" ]
	quietly -k fjt < <(fjt 62498,96,90,,2016-08-12,survey)
	sum=$(sha256sum r.db)
	import -n -k fjt < <(fjt 62498,96,90,,2016-08-12,survey 62119,1,1,,2016-08-12,s)
	[[ "$stderr" == *"; would be 1 inserted, 0 updated, 1 unchanged" ]]
	[ "$sum" = "$(sha256sum r.db)" ]
	[ "$(ls)" = r.db ]
	sqlite3 r.db "VACUUM INTO 'copy.db'"
	sum=$(sha256sum copy.db)
	phc-import -q -n -d copy.db -t 2016-09-01 -k fjt < <(fjt 62119,1,1,,2016-08-12,s)
	[ "$sum" = "$(sha256sum copy.db)" ]
}

@test "what a file refers to must be there: line, class, and the rejects file" {
	lease B1,H1,D1,sliding,2015-08-15,,, B2,,D1,sliding,2015-08-15,,, >in.csv
	import -k lease -t 2016-09-01 in.csv
	[ "$status" -eq 1 ]
	[ "${stderr_lines[1]}" = "phc-import: in.csv:2: household_id: no such household in the register: import it first, or keep the row with --allow-pending" ]
	[[ "${stderr_lines[2]}" == "phc-import: in.csv:3: household_id: empty, "* ]]
	[[ "$stderr" != *H1* ]]
	[ "${stderr_lines[3]}" = "phc-import: in.csv: 2 read, 0 kept, 2 refused, 0 warned; 0 inserted, 0 updated, 0 unchanged" ]
	import -q -k lease -r rejects.csv in.csv
	[ "$status" -eq 1 ]
	[ "$(sed -n 2p rejects.csv)" = 'in.csv,2,1,household_id,reject,dangling_reference,H1,"no such household in the register: import it first, or keep the row with --allow-pending"' ]
	[ "$(ask 'SELECT read, kept, refused FROM import WHERE id = 1')" = "2|0|2" ]
	quietly -k household "$pilot/locataires.csv"
	import -q -k lease < <(lease B1,0620914135062GDPUB,D1,sliding,2015-08-15,,,)
	[ "$status" -eq 1 ]
	[[ "$stderr" == "phc-import: (stdin):2: dwelling_id: no such dwelling in the register: "*": 'D1'" ]]
}

@test "--allow-pending keeps them, counted, until what they name is there" {
	lease B1,0620914135062GDPUB,E041-00239,sliding,2015-08-15,,, >in.csv
	import -k lease --allow-pending in.csv
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"; 1 inserted, 0 updated, 0 unchanged, 1 pending" ]]
	[ "$(ask 'SELECT pending FROM import')" = 1 ]
	quietly -k household "$pilot/locataires.csv"
	quietly -r rejects.csv -p logements "$pilot/logements.csv" || [ $? -eq 1 ]
	import -k lease --allow-pending in.csv
	[[ "$stderr" == *"; 0 inserted, 0 updated, 1 unchanged, 0 pending" ]]
	run --separate-stderr phc-import --allow-pending -k lease in.csv
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-import: --allow-pending: give a register with -d" ]
}

@test "a decision stands" {
	quietly -k household "$pilot/locataires.csv"
	quietly -r rejects.csv -p logements "$pilot/logements.csv" || [ $? -eq 1 ]
	head=$(head -1 "$pilot/propositions.csv")
	hh=0620914135062GDPUB
	quietly -k proposal < <(echo "$head"; echo "P1,$hh,E041-00239,1,2015-08-01,,,")
	import -k proposal < <(echo "$head"; echo "P1,$hh,E041-00239,1,2015-08-01,granted,2015-08-04,")
	[[ "$stderr" == *"; 0 inserted, 1 updated, 0 unchanged" ]]
	import -k proposal < <(echo "$head"; echo "P1,$hh,E041-00239,1,2015-08-01,withdrawn,2015-08-20,other")
	[ "$status" -eq 1 ]
	[ "${stderr_lines[0]}" = "phc-import: (stdin):2: decision: was decided already, and stands: a new proposal is a new row: 'withdrawn'" ]
	[[ "${stderr_lines[1]}" == *"1 read, 0 kept, 1 refused, 0 warned; 0 inserted, 0 updated, 0 unchanged" ]]
	[ "$(ask 'SELECT count(*) FROM proposal_history')" = 2 ]
}

@test "a file that cannot be read leaves no trace" {
	quietly -k fjt < <(fjt 62498,96,90,,2016-08-12,survey)
	dump >before
	import -k fjt < <(fjt | sed 's/places/plates/')
	[ "$status" -eq 2 ]
	import -k fjt /dev/null
	[ "$status" -eq 2 ]
	import -k fjts < <(fjt)
	[ "$status" -eq 2 ]
	import -k reason < <(echo 'household_id,lawful'; echo H1,1)
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-import: kind reason is what a command makes: a register does not keep it" ]
	dump >after
	cmp before after
	[ "$(echo *)" = "after before r.db" ]
}

@test "each file is an import of its own" {
	fjt 62498,96,90,,2016-08-12,a >a.csv
	fjt 62119,96,90,,2016-08-12,a 62498,1,1,,2016-08-12,twice >b.csv
	import -q -k fjt a.csv b.csv
	[ "$status" -eq 1 ]
	[ "$(ask 'SELECT file, read, kept, refused, inserted FROM import')" = "a.csv|1|1|0|1
b.csv|2|1|1|1" ]
}

@test "a joined file is named in the log" {
	quietly -p rpls-landlord --with loyers="$pilot/loyers.csv" "$pilot/rpls-proprietaire.csv"
	[ "$(ask 'SELECT file, profile, joined, joined_sha256 FROM import')" = "rpls-proprietaire.csv|rpls-landlord|loyers.csv|$(sha256sum "$pilot/loyers.csv" | cut -c-64)" ]
}

@test "what is no register is left as it is" {
	fjt >in.csv
	cp in.csv r.db
	import -k fjt in.csv
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-import: 'r.db' is no register" ]
	cmp in.csv r.db
	rm r.db
	sqlite3 r.db 'CREATE TABLE t(x)'
	sum=$(sha256sum r.db)
	import -k fjt in.csv
	[ "$stderr" = "phc-import: 'r.db' is no register" ]
	[ "$sum" = "$(sha256sum r.db)" ]
	import -d nowhere/r.db -k fjt in.csv
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-import: cannot write 'nowhere/r.db': No such file or directory" ]
}

@test "a register of a newer schema is left as it is" {
	quietly -k fjt < <(fjt)
	ask 'PRAGMA user_version = 99'
	import -k fjt < <(fjt)
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-import: 'r.db' is of a newer phc: of schema 99, and this one knows 2" ]
}

@test "a folder that may not be written is trouble" {
	[ "$(id -u)" -ne 0 ] || skip "root may write anywhere"
	mkdir d
	chmod 500 d
	import -d d/r.db -k fjt < <(fjt)
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-import: cannot write 'd/r.db': Permission denied" ]
	chmod 700 d
	quietly -d d/r.db -k fjt < <(fjt)
	chmod 500 d
	import -d d/r.db -k fjt < <(fjt)
	[ "$status" -eq 2 ]
	chmod 700 d
}

@test "a second writer waits, says so, and goes on or gives up" {
	mkfifo in
	quietly -k fjt < <(fjt)
	phc-import -q -d r.db -k fjt in 3>&- &
	first=$!
	exec 4>in
	fjt 62498,96,90,,2016-08-12,a >&4
	until grep -q "FLOCK.* $first " /proc/locks; do sleep 0.05; done
	import -k fjt --wait 0 < <(fjt)
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-import: phc-import (pid $first) has not finished with 'r.db' after 0 seconds: try again later" ]
	quietly -k fjt < <(fjt 62119,96,90,,2016-08-12,b) 2>err 3>&- 4>&- &
	for _ in $(seq 100); do
		[ -s err ] && break
		sleep 0.05
	done
	grep -q "^phc-import: waiting for phc-import (pid $first) to finish with 'r.db'$" err
	exec 4>&-
	wait
	[ "$(ask 'SELECT group_concat(source) FROM fjt_history ORDER BY id')" = "a,b" ]
	import --wait soon -k fjt < <(fjt)
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-import: --wait: not seconds from 0 to 86400: 'soon'" ]
}

@test "another program's lock is waited for too" {
	quietly -k fjt < <(fjt)
	(sqlite3 r.db 'BEGIN IMMEDIATE' '.shell touch held; sleep 1' 'COMMIT') &
	while [ ! -e held ]; do sleep 0.05; done
	import -k fjt --wait 0 < <(fjt)
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-import: 'r.db' is in use by another program: try again later" ]
	import -q -k fjt < <(fjt)
	[ "$status" -eq 0 ]
	wait
}

@test "a full disk keeps the register as it was" {
	quietly -k fjt < <(fjt 62498,96,90,,2016-08-12,a)
	dump >before
	{ fjt; for i in $(seq 62000 62999); do echo "$i,1,1,,2016-08-12,s"; done; } >in.csv
	full() { trap '' XFSZ; ulimit -f 100; phc-import -q -d r.db -k fjt -r rejects.csv in.csv; }
	run --separate-stderr full
	[ "$status" -eq 2 ]
	[[ "$stderr" == "phc-import: register 'r.db': disk I/O error (File too large)" ]]
	dump >after
	cmp before after
	[ "$(ask 'PRAGMA integrity_check')" = ok ]
	[ "$(echo *)" = "after before in.csv r.db" ]
}

@test "a backup under a writer is a register" {
	quietly -k household "$pilot/locataires.csv"
	mkfifo in
	quietly -k fjt in 3>&- &
	exec 4>in
	fjt 62498,96,90,,2016-08-12,a >&4
	(umask 077 && sqlite3 r.db "VACUUM INTO 'copy.db'")
	[ "$(stat -c %a copy.db)" = 600 ]
	exec 4>&-
	wait
	dump copy.db >copy
	ask "DELETE FROM fjt_history; DELETE FROM import WHERE kind = 'fjt'"
	dump >all
	cmp all copy
	import -q -d copy.db -k fjt < <(fjt 62498,96,90,,2016-08-12,a)
	[ "$status" -eq 0 ]
}

@test "a register of every earlier schema is brought up to date" {
	for old in "$BATS_TEST_DIRNAME"/../data/register/v*.sql; do
		rm -f r.db
		sqlite3 r.db <"$old"
		chmod 600 r.db
		v=${old##*/v}
		[ "$(ask 'PRAGMA user_version')" = "${v%.sql}" ]
		ask 'SELECT * FROM fjt_history ORDER BY id' >before
		import -t 2016-09-01 -k fjt < <(fjt 62498,96,90,,2016-08-12,relevé)
		[[ "$stderr" == *"; 0 inserted, 0 updated, 1 unchanged" ]]
		ask 'SELECT * FROM fjt_history ORDER BY id' >after
		cmp before after
		ask .schema | sort >got
		rm -f new.db
		phc-import -q -d new.db -k fjt < <(fjt)
		sqlite3 new.db .schema | sort >want
		diff want got
		[ "$(ask 'PRAGMA user_version')" = "$(sqlite3 new.db 'PRAGMA user_version')" ]
	done
}

@test "an index that was dropped is made anew" {
	quietly -k fjt < <(fjt 62498,96,90,,2016-08-12,survey)
	ask 'DROP INDEX fjt_key'
	quietly -k fjt < <(fjt 62498,96,90,,2016-08-12,survey)
	[ "$(ask "SELECT count(*) FROM sqlite_schema WHERE name = 'fjt_key'")" -eq 1 ]
}

@test "a dictionary that has grown gives a register its columns" {
	sqlite3 r.db <"$BATS_TEST_DIRNAME/../data/register/v1.sql"
	ask 'ALTER TABLE fjt_history DROP COLUMN source; DROP TABLE reading_history'
	run phc-query -d r.db published
	[ "${#lines[@]}" -eq 1 ]
	run phc-query -d r.db 'SELECT count(*) AS n FROM published_history'
	[ "${lines[1]}" = 0 ]
	run phc-query -d r.db --check
	[ "$status" -eq 0 ]
	import -t 2016-09-01 -k fjt < <(fjt 62498,96,90,,2016-08-12,relevé)
	[[ "$stderr" == *"; 0 inserted, 1 updated, 0 unchanged" ]]
	[ "$(ask "SELECT source FROM fjt_history WHERE id = 6")" = relevé ]
	[ "$(ask 'SELECT count(*) FROM reading_history')" = 0 ]
	[ "$(ask 'SELECT count(*) FROM published_history')" = 0 ]
}
