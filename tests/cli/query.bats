#!/usr/bin/env bats
# phc-query: what a register says as of a day, how it is printed, and what it
# does not do.
bats_require_minimum_version 1.5.0

pilot=$BATS_TEST_DIRNAME/../data/pilot

# One register of the pilot for all, which no test may change.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	local kind
	for kind in dwelling:logements:logements household:demandes:demandes \
	    household:house:locataires fjt:house:fjt proposal:house:propositions \
	    lease:house:baux event:house:evenements spending:depenses:depenses \
	    funding:financements:financements reading:house:consommations; do
		IFS=: read -r kind profile file <<<"$kind"
		phc-import -k "$kind" -p "$profile" -r bad.csv -o "$file.csv" -q \
		    "$pilot/$file.csv" || [ $? -eq 1 ]
		phc-import -k "$kind" -p "$profile" -r bad.csv -t 2016-09-01 -q \
		    -d pilot.db "$pilot/$file.csv" || [ $? -eq 1 ]
	done
}

setup() {
	mkdir "$BATS_TEST_TMPDIR/here" && cd "$BATS_TEST_TMPDIR/here" || return
	export PHC_REGISTER=$BATS_FILE_TMPDIR/pilot.db
	imported=$BATS_FILE_TMPDIR
}

# query ARGUMENT ... - with the two outputs apart.
query() { run --separate-stderr phc-query -t 2016-09-01 "$@"; }

# refused MESSAGE ARGUMENT ... - nothing is printed, but why.
refused() {
	local why=$1
	shift
	query "$@"
	[ "$status" -eq 2 ] && [ -z "$output" ] &&
	    [ "$stderr" = "phc-query: $why" ] ||
	    { echo "$status: $output: $stderr"; return 1; }
}

# answer SQL LINE ...
answer() {
	query "$1"
	shift
	[ "$status" -eq 0 ] && [ -z "$stderr" ] &&
	    [ "$output" = "$(printf '%s\n' "$@")" ] ||
	    { echo "$status: $output: $stderr"; return 1; }
}

# by_key FILE ... - house CSV whose first column is the key, as a kind is.
by_key() { head -1 "$1"; tail -qn +2 "$@" | sort -t, ${key--k1,2}; }

# leases [ROW ...] - the register leases.db, from day $day
leases() {
	{
		echo lease_id,household_id,dwelling_id,form,start_on,review_due_on,ended_on,end_reason
		printf '%s\n' "$@"
	} >leases.csv
	phc-import -q -d leases.db -t "$day" --allow-pending -k lease leases.csv
}

# A quantity loses the zeros at its end.
@test "each kind comes out as phc-import wrote it" {
	local kind
	for kind in dwelling:logements fjt:fjt proposal:propositions lease:baux \
	    event:evenements spending:depenses funding:financements \
	    reading:consommations; do
		phc-query -t 2016-09-01 "${kind%:*}" >got.csv
		key=-k1,2
		[ "$kind" != fjt:fjt ] || key='-k1,1 -k5,5'
		by_key "$imported/${kind#*:}.csv" | sed -E 's/\.0(,|$)/\1/g' >want.csv
		diff want.csv got.csv
		[ "$(wc -l <got.csv)" -gt 1 ]
	done
	phc-query -t 2016-09-01 household >got.csv
	by_key "$imported/demandes.csv" "$imported/locataires.csv" | cmp - got.csv
}

@test "SQL gives the same as the kind" {
	local kind
	for kind in household dwelling proposal lease event spending funding; do
		phc-query "SELECT * FROM $kind ORDER BY 1" >sql.csv
		phc-query "$kind" | cmp - sql.csv
	done
	phc-query "SELECT * FROM reading ORDER BY dwelling_id, month" >sql.csv
	phc-query reading | cmp - sql.csv
	phc-query "SELECT * FROM fjt ORDER BY commune, observed_on" >sql.csv
	phc-query fjt | cmp - sql.csv
}

@test "every view can be asked, and explained" {
	phc-query --explain >all.csv
	for view in $(awk -F, 'NR > 1 && $2 == "" { print $1 }' all.csv); do
		query "$view"
		[ "$status" -eq 0 ]
		head=$output
		query --explain "$view"
		[ "$status" -eq 0 ]
		[ "$(cut -d, -f2 <<<"$output" | tail -n +3 | paste -sd,)" = "${head%%$'\n'*}" ]
		[ -z "$(grep -E "^$view,[a-z]+,," <<<"$output")" ]
	done
	[ "$(grep -c ',,,,,' all.csv)" -eq 32 ]
}

@test "before the first import there is a header, and no row" {
	run phc-query -t 2016-08-31 household
	[ "$output" = "$(head -1 "$imported/demandes.csv")" ]
	run phc-query -t 2016-08-31 waiting
	[ "$output" = "$(head -1 "$imported/demandes.csv")" ]
	run phc-query -t 2016-08-31 imports
	[ "${#lines[@]}" -eq 1 ]
	run phc-query -t 2016-08-31 "SELECT count(*) AS n FROM lease"
	[ "${lines[1]}" = 0 ]
	run phc-query -t 2016-08-31 "SELECT count(*) AS n FROM lease_history"
	[ "${lines[1]}" = 44 ]
}

@test "as of a day, a row is the version that held" {
	day=2016-03-01 leases L1,H1,D1,sliding,2016-01-15,,,
	day=2016-06-01 leases L1,H1,D1,sliding,2016-01-15,,2016-05-10,family
	PHC_REGISTER=leases.db
	run phc-query -t 2016-05-31 "SELECT ended_on FROM lease"
	[ "${lines[1]}" = '""' ]
	run phc-query -t 2016-06-01 "SELECT ended_on FROM lease WHERE lease_id = 'L1'"
	[ "${lines[1]}" = 2016-05-10 ]
	run phc-query -t 2016-05-31 housed
	[ "${#lines[@]}" -eq 2 ]
	run phc-query -t 2016-06-01 housed
	[ "${#lines[@]}" -eq 1 ]
	run phc-query "SELECT since, ended_on FROM lease_history ORDER BY since"
	[ "${lines[1]},${lines[2]}" = 2016-03-01,,2016-06-01,2016-05-10 ]
	run phc-query pending
	[ "${#lines[@]}" -eq 3 ]
	[ "${lines[1]}" = lease,L1,dwelling_id,D1 ]
}

@test "measures are in force as phc-follow has them" {
	cat >e.csv <<-'END'
	event_id,household_id,happened_on,kind,level,measure
	A1,A,2015-01-05,measure_start,light,asll
	A2,A,2015-03-05,measure_end,,
	B1,B,2015-01-05,measure_start,light,asll
	B2,B,2015-01-05,measure_end,,asll
	C1,C,2015-01-05,measure_start,light,asll
	C2,C,2015-03-05,measure_end,,asll
	C3,C,2015-03-05,measure_start,medium,asll
	D1,D,2015-01-05,measure_start,light,asll
	D2,D,2015-02-05,measure_end,,asll
	D3,D,2015-02-05,measure_start,light,gla
	D4,D,2015-03-05,measure_end,,
	E1,E,2015-01-05,measure_start,light,asll
	E2,E,2015-02-05,measure_start,light,gla
	E3,E,2015-03-05,measure_end,,
	F1,F,2015-01-05,measure_start,light,asll
	F2,F,2015-02-05,measure_end,,
	F3,F,2015-03-05,measure_start,light,asll
	END
	sed -n '1p; 2{s/^[^,]*/A/p; s/^A/B/p; s/^B/C/p; s/^C/D/p; s/^D/E/p; s/^E/F/p}' \
	    "$BATS_TEST_DIRNAME/../data/pilot/locataires.csv" >h.csv
	phc-import -q -d r.db -t 2015-01-01 -k household h.csv 2>/dev/null
	phc-import -q -d r.db -t 2015-01-01 -k event e.csv
	for day in 2015-01-04 2015-01-05 2015-02-04 2015-02-05 2015-03-04 2015-03-05 2015-06-01; do
		phc-follow -q -t "$day" --table event=e.csv h.csv 2>/dev/null | python3 -c '
import csv, sys
for row in csv.DictReader(sys.stdin):
    for measure in row["measures"].split():
        print(row["household_id"], measure, sep=",")' >want
		phc-query -d r.db -t "$day" "SELECT household_id, measure FROM measures" |
		    tail -n +2 | diff - <(sort want)
	done
}

@test "who waits and what is vacant goes into phc-match" {
	phc-query -t 2016-09-01 vacant >vacant.csv
	phc-query -t 2016-09-01 waiting | phc-match -q -t 2016-09-01 -w vacant.csv >pairs.csv
	[ "$(wc -l <pairs.csv)" -eq 47 ]
}

@test "values keep their types" {
	answer "SELECT 1 AS a, 1.5 AS b, 0.1 + 0.2 AS c, 1.0 / 3 AS d, NULL AS e, -0.005 AS f" \
	    a,b,c,d,e,f 1,1.50,0.30,0.333333333333333,,-0.005
	answer "SELECT 1e15 AS a, 1e-5 AS b, 9223372036854775807 AS c, 1e9 AS d" \
	    a,b,c,d 1000000000000000,0.00001,9223372036854775807,1000000000
	answer "SELECT 'a,\"b' AS a, 'é' AS b, char(10) AS c" a,b,c '"a,""b",é,"' '"'
	answer "SELECT NULL AS a" a '""'
	answer "SELECT sum(rent) AS rent, max(surface) AS s FROM dwelling WHERE rent < 300" \
	    rent,s 45824.31,68.00
	answer "SELECT water_m3 FROM reading WHERE water_m3 < 3 LIMIT 1" water_m3 2.6
	answer "SELECT 1 AS a WHERE 0" a
	answer "SELECT :date AS a; -- the day" a 2016-09-01
}

@test "the functions of phc-sql(7) are there" {
	answer "SELECT hlm_ceiling(:date, 'PLUS', 'other', 1, 0) AS a" a 20111.00
	refused "SQL: rls: zone: not 1, 2 or 3" "SELECT rls('2025-11', 4, 0, 0, 9500, 0)"
}

@test "a slip of the pen is told, with what may be meant" {
	refused "no table 'waitng' (did you mean 'waiting'?)" waitng
	refused "no table 'housholds' (did you mean 'household'?)" "SELECT * FROM housholds"
	refused "no column 'incme' (did you mean 'income'?)" "SELECT incme FROM household"
	refused "no table 'waitng' (did you mean 'waiting'?)" --explain waitng
	refused "no table 'x': see --explain" x
	refused "no column 'xyz': see --explain" 'SELECT 1 AS a WHERE "xyz" = 1'
	refused "no parameter ':day': there is :date, the day of -t" "SELECT :day AS a"
	refused 'SQL: near "SELEC": syntax error' "SELEC 1 AS a"
}

@test "a name stands once in a header" {
	refused "column 'household_id' twice: rename one with AS" \
	    "SELECT h.household_id, l.household_id FROM household h, lease l"
	refused "column 1 has no name: give it one with AS" 'SELECT 1 AS ""'
}

@test "what CSV cannot hold is not printed" {
	query "SELECT 'a' || char(0) AS a"
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-query: column 'a', row 1: a NUL, or bytes that are not UTF-8: use hex(...)" ]
	query "SELECT CAST(x'ff' AS TEXT) AS a"
	[ "$status" -eq 2 ]
	query "SELECT x'41' AS a"
	[ "$stderr" = "phc-query: column 'a', row 1: bytes, not text: use hex(...)" ]
	query "SELECT 9e999 AS a"
	[ "$stderr" = "phc-query: column 'a', row 1: not a finite number" ]
	refused "the statement is not UTF-8" $'SELECT \'\xff\' AS a'
}

@test "options that do not go together" {
	refused "what? give a table or a statement (see --explain)"
	refused "one table, or one statement within quotes" SELECT 1
	refused "one of --check, --explain and -f" --check --explain
	refused "no table or SQL beside that" -f x waiting
	refused "-d and -o: the same file: 'r.db'" -d r.db -o r.db waiting
	refused "--timeout: not seconds from 0 to 86400: 'x'" --timeout x waiting
	PHC_REGISTER='' refused "no register: give it with -d, or in PHC_REGISTER" waiting
	refused "cannot open 'no.db': No such file or directory" -d no.db waiting
	echo x >text
	refused "'text' is no register" -d text waiting
	[ "$(ls)" = text ]
}

@test "an answer does not take the place of the register, whatever that is called" {
	local command
	cp "$imported/pilot.db" r.db
	ln -s r.db link.db
	for command in "query imports" "forget -n" "follow"; do
		# shellcheck disable=SC2086
		run -2 --separate-stderr phc-$command -d link.db -t 2016-10-01 -o ./r.db
		[ "$stderr" = "phc-${command%% *}: -d and -o: the same file: 'link.db'" ]
	done
	run -2 phc-import -d r.db -r ./r.db -k fjt x.csv
	cmp r.db "$imported/pilot.db"
}

@test "a statement in a file" {
	printf 'SELECT count(*) AS n\nFROM lease -- all\n' >q.sql
	query -f q.sql
	[ "$output" = $'n\n44' ]
	query -f - <q.sql
	[ "$output" = $'n\n44' ]
	printf 'SELECT 1 AS a\0' >q.sql
	refused "'q.sql' is no statement: it has a NUL" -f q.sql
	{ printf 'SELECT 1 AS a'; head -c 100000 /dev/zero | tr '\0' ' '; } >q.sql
	refused "refused: the statement, or a value, is too long" -f q.sql
	: >q.sql
	refused "no statement" -f q.sql
}

@test "a landlord's own views" {
	mkdir own
	cat >own/views.csv <<-'END'
	name,meaning,sql
	household,Les demandes,
	recent,Demandes du mois,"SELECT household_id FROM household
	WHERE applied_on >= date(:date, '-1 month')"
	END
	query -T own recent
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = household_id ]
	query -T own --explain recent
	[ "${lines[1]}" = 'recent,,,,,Demandes du mois' ]
	refused "no table 'waiting': see --explain" -T own waiting
	echo 'x,y,SELECT' >>own/views.csv
	query -T own recent
	[ "$status" -eq 2 ]
	[[ "$stderr" == "phc-query: view 'x': "* ]]
	echo 'name,sql' >own/views.csv
	refused "own/views.csv:1: the header is not name,meaning,sql" -T own recent
}

# Each line: what must not be, and some of the message.
attacks() {
	cat <<'END'
ATTACH 'x.db' AS x => only SELECT is answered
ATTACH ':memory:' AS x => only SELECT is answered
DETACH main => only SELECT is answered
SELECT load_extension('phc') => load_extension() is not to be called
SELECT fts3_tokenizer('simple') => fts3_tokenizer() is not to be called
SELECT writefile('x', 'y') => no such function
SELECT readfile('/etc/passwd') => no such function
SELECT edit('x') => no such function
PRAGMA journal_mode = DELETE => PRAGMA journal_mode is refused
PRAGMA writable_schema = 1 => PRAGMA writable_schema is refused
PRAGMA user_version = 5 => PRAGMA user_version is refused
PRAGMA query_only = 0 => PRAGMA query_only is refused
PRAGMA hard_heap_limit = 0 => PRAGMA hard_heap_limit is refused
VACUUM INTO 'x.db' => only SELECT is answered
VACUUM main => only SELECT is answered
ANALYZE main => only SELECT is answered
REINDEX import => only SELECT is answered
CREATE TABLE t (a) => only SELECT is answered
CREATE TEMP TABLE t (a) => only SELECT is answered
CREATE TEMP VIEW t AS SELECT 1 => only SELECT is answered
CREATE VIRTUAL TABLE t USING fts5(a) => only SELECT is answered
CREATE VIRTUAL TABLE temp.t USING rtree(a, b, c) => only SELECT is answered
CREATE TEMP TRIGGER t INSTEAD OF DELETE ON lease BEGIN SELECT 1; END => only SELECT is answered
INSERT INTO household (household_id) VALUES ('x') => only SELECT is answered
INSERT INTO main.lease_history DEFAULT VALUES => only SELECT is answered
UPDATE import SET file = 'x' => only SELECT is answered
UPDATE main.lease_history SET since = '' => only SELECT is answered
DELETE FROM import => only SELECT is answered
DELETE FROM waiting => it is a view
DELETE FROM import RETURNING file => only SELECT is answered
WITH a AS (SELECT 1) DELETE FROM import => only SELECT is answered
EXPLAIN DELETE FROM import => only SELECT is answered
REPLACE INTO import (id) VALUES (1) => only SELECT is answered
DROP VIEW household => only SELECT is answered
DROP TABLE main.lease_history => only SELECT is answered
ALTER TABLE import RENAME TO y => only SELECT is answered
BEGIN EXCLUSIVE => only SELECT is answered
SAVEPOINT x => only SELECT is answered
ROLLBACK TO x => only SELECT is answered
SELECT 1 AS a; DELETE FROM import => one statement at a time
SELECT 1 AS a; SELECT 2 AS b => one statement at a time
SELECT 1 AS a /* */ ; -- x ; DROP\n; DROP TABLE import => one statement at a time
/* nothing */ => no statement
SELECT * FROM sqlite_schema => not to be read
SELECT count(*) AS n FROM sqlite_master => not to be read
SELECT sql FROM main.sqlite_master => not to be read
SELECT * FROM sqlite_temp_schema => not to be read
SELECT * FROM other.sqlite_schema => no table
SELECT * FROM pragma_journal_mode => refused
SELECT * FROM pragma_database_list => refused
SELECT * FROM pragma_table_info('import') => refused
SELECT count(*) AS n FROM pragma_function_list => refused
SELECT * FROM dbstat => no table
SELECT * FROM dbstat('main') => no table
SELECT * FROM sqlite_stmt => no table
SELECT * FROM bytecode('SELECT 1') => no table
SELECT * FROM fts5vocab => no table
SELECT zeroblob(2000000000) AS a => too long
SELECT hex(randomblob(16000000)) AS a => too long
EXPLAIN SELECT 1 => only SELECT is answered
EXPLAIN QUERY PLAN SELECT 1 => only SELECT is answered
SELECT replace(hex(zeroblob(8000000)), '0', hex(zeroblob(8000000))) AS a => too long
WITH RECURSIVE c(x) AS (SELECT 'a' UNION ALL SELECT x || x FROM c) SELECT length(x) AS n FROM c => too long
SELECT 'a' GLOB printf('%.*c', 200, '*') AS a => pattern too complex
END
}

@test "attacks are refused, and the register is what it was" {
	local line sql why
	cp "$imported/pilot.db" .
	phc-query -d pilot.db imports >/dev/null
	sha256sum pilot.db* >before
	while read -r line; do
		sql=${line% => *} why=${line##* => }
		query -d pilot.db --timeout 10 "$(printf '%b' "$sql")"
		[ "$status" -eq 2 ] && [ -z "$output" ] &&
		    [[ "$stderr" == "phc-query: "*"$why"* ]] &&
		    [ "${#stderr_lines[@]}" -eq 1 ] ||
		    { echo "$sql: $status: $output: $stderr"; return 1; }
	done < <(attacks)
	sha256sum -c before
	[ "$(ls)" = "$(printf '%s\n' before pilot.db pilot.db-shm pilot.db-wal)" ]
}

@test "a register with more than tables is left alone, by every command" {
	local sql
	for sql in "CREATE TRIGGER t AFTER INSERT ON import BEGIN DELETE FROM lease_history; END" \
	    "ALTER TABLE household_history RENAME TO h; CREATE VIEW household_history AS SELECT * FROM h" \
	    "CREATE VIRTUAL TABLE v USING fts5(a)"; do
		cp "$imported/pilot.db" r.db
		sqlite3 r.db "$sql"
		sha256sum r.db >before
		for command in "query waiting" "query --check" "forget -n" forget \
		    "import -k fjt $BATS_TEST_DIRNAME/../data/pilot/fjt.csv"; do
			# shellcheck disable=SC2086
			run -2 --separate-stderr phc-${command%% *} -d r.db -t 2016-10-01 \
			    $([[ $command == *" "* ]] && echo "${command#* }")
			[[ "$stderr" == *": 'r.db' has views, triggers or virtual tables, as no register has: drop them with sqlite3" ]]
		done
		sha256sum -c before
		rm r.db*
	done
}

@test "a log that was left is read, and left as it is" {
	cp "$imported/pilot.db" r.db
	python3 - <<-'END'
	import os, sqlite3
	db = sqlite3.connect("r.db")
	db.execute("UPDATE import SET file = 'new' WHERE id = 1")
	db.commit()
	os._exit(0)
	END
	[ -s r.db-wal ]
	rm r.db-shm
	sha256sum r.db r.db-wal >before
	query -d r.db "SELECT file FROM import WHERE id = 1"
	[ "$output" = $'file\nnew' ]
	query -d r.db "DELETE FROM import"
	[ "$status" -eq 2 ]
	sha256sum -c before
}

@test "attacks by size" {
	many() { printf "$1%.0s" $(seq "$2"); }
	refused "SQL: too many columns in result set" \
	    "SELECT $(many '1,' 9999) 1"
	query "SELECT $(many '(' 1000)1$(many ')' 1000) AS a"
	[ "$status" -eq 2 ]
	query "SELECT 1 $(many '+1' 1000) AS a"
	[ "$stderr" = "phc-query: SQL: Expression tree is too large (maximum depth 100)" ]
	query "SELECT 1 AS a $(many 'UNION ALL SELECT 1 ' 100)"
	[ "$stderr" = "phc-query: SQL: too many terms in compound SELECT" ]
	query "SELECT max(0$(many ,1 200)) AS a"
	[ "$stderr" = "phc-query: SQL: too many arguments on function max" ]
	refused "refused: the statement, or a value, is too long" \
	    "SELECT '$(head -c 100000 /dev/zero | tr '\0' x)' AS a"
}

@test "--timeout stops what does not end" {
	c='WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)'
	for sql in "$c SELECT x FROM c WHERE x < 0" \
	    "$c SELECT count(*) AS n FROM c" \
	    'SELECT count(*) AS n FROM event a, event b, event c, event d'; do
		refused "stopped after 1 seconds: ask for less, or for longer with --timeout" \
		    --timeout 1 "$sql"
	done
	query --timeout 1 -o out.csv "$c SELECT x FROM c"
	[ "$status" -eq 2 ]
	[ -z "$(ls)" ]
}

@test "--timeout stops what SQLite cannot stop" {
	query --timeout 1 \
	    "SELECT instr(hex(zeroblob(8000000)), hex(zeroblob(4000000)) || '1') AS a"
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-query: stopped: one step of the statement takes longer than --timeout" ]
}

@test "a reader that is slow is waited for" {
	c='WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 200000)'
	[ "$(phc-query --timeout 1 "$c SELECT x FROM c" | (sleep 2; tail -1))" = 200000 ]
}

@test "what takes too much memory is stopped" {
	if nm -D "$(command -v phc-query)" | grep -q __asan; then
		skip "the sanitizer takes more"
	fi
	query "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 2000)
	    SELECT x || hex(zeroblob(500000)) AS x FROM c ORDER BY 1"
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-query: stopped: it takes more than 1024 MiB of memory" ]
}

@test "a register that is being written is read as it was" {
	local n
	cp "$imported/pilot.db" r.db
	awk 'BEGIN {
		print "dwelling_id,month,water_m3,energy_kwh"
		for (i = 0; i < 20000; i++)
			printf "R%d,2015-0%d,1,7\n", i, 1 + i % 9
	}' >readings.csv
	more=$(($(wc -l <readings.csv) - 1))
	(for n in 1 2 3 4 5; do
		sed "s/,1,/,$n,/" readings.csv >"r$n.csv"
		phc-import -q -d r.db -t "2016-09-0$n" --allow-pending -k reading "r$n.csv"
	done; touch done) &
	until [ -e done ]; do
		phc-query -d r.db "SELECT count(*) - 296 AS n FROM reading_history" >>counts
	done
	wait
	phc-query -d r.db "SELECT count(*) - 296 AS n FROM reading_history" >>counts
	[ "$(tail -1 counts)" -eq $((5 * more)) ]
	awk -v more="$more" '$1 != "n" && $1 % more { exit 1 }' counts
}

@test "a folder that may not be written" {
	mkdir closed && cp "$imported/pilot.db" closed/r.db
	chmod 444 closed/r.db && chmod 555 closed
	if [ "$(id -u)" -ne 0 ]; then
		run -2 phc-query -d closed/r.db imports
	else
		chmod 755 "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR" "$BATS_TEST_TMPDIR" . 2>/dev/null
		setpriv --reuid=65534 --clear-groups true || skip "no setpriv"
		setpriv --reuid=65534 --clear-groups test -r closed/r.db || skip "no way in"
		run -2 setpriv --reuid=65534 --clear-groups \
		    "$(command -v phc-query)" -d closed/r.db imports
	fi
	[ "$output" = "phc-query: 'closed/r.db' is in a folder that may not be written: copy it to one that may, with its '-wal' if it has one" ]
}

@test "--check finds no damage, and damage" {
	query --check
	[ "$status" -eq 0 ]
	[ "$stderr" = "phc-query: '$PHC_REGISTER' is sound" ]
	query -q --check
	[ -z "$stderr" ]
	cp "$PHC_REGISTER" r.db
	sqlite3 r.db "UPDATE import SET kept = kept + 1 WHERE id = 1"
	query --check -d r.db
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"import 1 (logements.csv): its counts do not add up"* ]]
	cp "$PHC_REGISTER" r.db
	sqlite3 r.db "UPDATE household_history SET referral = CAST(x'ff' AS TEXT) WHERE id = 1"
	query --check -d r.db
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-query: household: referral of 1 rows is nothing that it may be, first of row 1" ]
	query -d r.db household
	[ "$status" -eq 2 ]
	[[ "$stderr" == "phc-query: column 'referral', row "*": a NUL, or bytes that are not UTF-8"* ]]
}

@test "a full disk is noticed" {
	query household >/dev/full
	run -2 --separate-stderr sh -c 'phc-query household >/dev/full'
	[[ "$stderr" == *"No space left on device" ]]
	phc-query reading | head -1 >/dev/null
}
