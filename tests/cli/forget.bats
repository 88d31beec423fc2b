#!/usr/bin/env bats
# phc-forget: what goes, when, what stays, and that nothing of it is left.
bats_require_minimum_version 1.5.0

pilot=$BATS_TEST_DIRNAME/../data/pilot

setup() {
	cd "$BATS_TEST_TMPDIR"
	unset PHC_REGISTER
}

# put KIND DAY <rows - record house CSV as of a day.
put() {
	phc-import -q --allow-pending -k "$1" -t "$2" -d r.db -r rejects.csv
}

# household DAY [ID,APPLIED,STRUCK,RENEWED ...]
household() {
	day=$1
	shift
	{
		echo household_id,applied_on,struck_off_on,renewed_on,struck_off_reason,birth_date,adults,dependants,income,referral
		for h; do
			[[ $h == *,*,,* ]] && why='' || why=renunciation
			echo "$h,$why,1995-03-04,1,0,800,siao"
		done
	} | put household "$day"
}

lease() {
	day=$1
	shift
	{
		echo lease_id,household_id,dwelling_id,form,start_on,ended_on,end_reason
		printf '%s\n' "$@"
	} | put lease "$day"
}

event() {
	day=$1
	shift
	{
		echo event_id,household_id,happened_on,kind,level,measure
		printf '%s\n' "$@"
	} | put event "$day"
}

forget() {
	run --separate-stderr phc-forget -d r.db "$@"
}

would() {
	phc-forget -d r.db -n "$@" | tail -n +2
}

sql() {
	sqlite3 r.db "$1"
}

pilot() {
	i() { phc-import -q -d r.db -t 2016-09-01 -r rejects.csv "$@" || [ $? -eq 1 ]; }
	i -k household -p demandes "$pilot/demandes.csv"
	i "-k" household "$pilot/locataires.csv"
	i -p logements "$pilot/logements.csv"
	i -k proposal --allow-pending "$pilot/propositions.csv"
	i -k lease --allow-pending "$pilot/baux.csv"
	i -k event --allow-pending "$pilot/evenements.csv"
	i -p depenses --allow-pending "$pilot/depenses.csv"
}

@test "an unsuccessful candidate goes one year after it was struck off" {
	household 2016-01-01 A,2014-01-01,2015-02-28, B,2014-01-01,2015-03-01, C,2014-01-01,,
	[ "$(would -t 2016-02-27)" = "" ]
	[ "$(would -t 2016-02-28)" = "A,struck_off,2015-02-28,1,0" ]
	[ "$(would -t 2016-03-01)" = "A,struck_off,2015-02-28,1,0
B,struck_off,2015-03-01,1,0" ]
	forget -t 2016-02-28
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[ "$stderr" = "phc-forget: struck_off: 1 household, 1 row erased" ]
	[ "$(sql 'SELECT group_concat(household_id) FROM household_history')" = B,C ]
	forget -t 2016-02-28
	[ "$stderr" = "phc-forget: nothing to erase" ]
}

@test "a demand goes five years after its last renewal, or its date" {
	household 2016-01-01 A,2010-06-30,, B,2010-06-30,,2012-02-29
	[ "$(would -t 2015-06-29)" = "" ]
	[ "$(would -t 2015-06-30)" = A,not_renewed,2010-06-30,1,0 ]
	[ "$(would -t 2017-02-27)" = A,not_renewed,2010-06-30,1,0 ]
	[ "$(would -t 2017-02-28 | tail -1)" = B,not_renewed,2012-02-29,1,0 ]
}

@test "what counts is what is known last" {
	household 2016-01-01 A,2014-01-01,2015-01-01,
	household 2016-02-01 A,2014-01-01,,2016-01-15
	[ "$(would -t 2018-01-01)" = "" ]
	[ "$(would -t 2021-01-15)" = A,not_renewed,2016-01-15,2,0 ]
}

@test "a tenant goes three years after the last lease, and with all its rows" {
	household 2016-01-01 A,2009-01-01,2010-01-01,
	lease 2016-01-01 L1,A,D1,sliding,2012-01-15,2012-07-15,own_lease L2,A,D1,ordinary,2012-07-15,2015-12-31,job_elsewhere
	event 2016-01-01 E1,A,2012-01-15,measure_start,light,gla E2,A,2012-03-15,measure_end,,gla E3,A,2012-07-15,slide,,
	[ "$(would -t 2018-12-30)" = "A,measure_ended,2012-03-15,2,0" ]
	[ "$(would -t 2018-12-31 | cut -d, -f1,2,4)" = "A,tenancy_ended,6" ] ||
	[ "$(would -t 2018-12-31 | cut -d, -f1,2,4)" = "A,measure_ended,2
A,tenancy_ended,4" ]
	forget -q -t 2018-12-31
	[ "$status" -eq 0 ]
	for t in household lease event; do
		[ "$(sql "SELECT count(*) FROM ${t}_history")" -eq 0 ]
	done
	[ "$(sql "SELECT what || ' ' || dimension || ' ' || value || ' ' || month || ' ' || n FROM aggregate WHERE what IN ('entries', 'exits') ORDER BY 1")" = "entries   2012-01 1
entries   2012-07 1
entries form ordinary 2012-07 1
entries form sliding 2012-01 1
exits reason job_elsewhere 2015-12 1
exits reason own_lease 2012-07 1" ]
	[ "$(sql "SELECT count(*), sum(n) FROM aggregate WHERE what = 'household_months'")" = "48|48" ]
	[ "$(sql "SELECT group_concat(month || value, ' ') FROM aggregate WHERE what = 'month_measures' AND dimension = 'level'")" = "2012-01light 2012-02light 2012-03light" ]
}

@test "months in a measure are kept, at the level of the month's end" {
	household 2016-01-01 A,2009-01-01,, B,2009-01-01,,
	event 2016-01-01 E1,A,2012-01-15,measure_start,light,gla E2,A,2012-02-20,level_change,strong,gla \
	    E3,A,2012-02-25,measure_start,medium,asll E4,A,2012-03-31,measure_end,,asll \
	    E5,A,2012-04-01,measure_end,,gla E6,A,2012-04-20,measure_start,light,gla E7,A,2012-05-02,measure_end,,gla \
	    E8,B,2012-12-31,measure_start,medium,gla E9,B,2013-01-01,measure_end,,
	forget -q -t 2016-01-01
	[ "$(sql "SELECT month, value, n FROM aggregate WHERE what = 'month_measures' AND dimension = 'level'")" = "2012-01|light|1
2012-02|medium|1
2012-02|strong|1
2012-03|medium|1
2012-03|strong|1
2012-04|light|1
2012-05|light|1
2012-12|medium|1
2013-01|medium|1" ]
	[ "$(sql "SELECT group_concat(value || n) FROM (SELECT value, sum(n) AS n FROM aggregate WHERE what = 'month_measures' AND dimension = 'measure' GROUP BY 1 ORDER BY 1)")" = asll2,gla7 ]
}

@test "no rule takes who is accompanied, or whose lease runs" {
	household 2016-01-01 A,2009-01-01,2010-01-01, B,2009-01-01,2010-01-01, C,2009-01-01,2010-01-01,
	lease 2016-01-01 L1,A,D1,sliding,2012-01-15,,
	event 2016-01-01 E1,B,2012-01-15,measure_start,light,gla \
	    E2,B,2012-02-15,measure_start,light,asll E3,B,2012-03-15,measure_end,,asll
	[ "$(would -t 2030-01-01)" = C,not_renewed,2009-01-01,1,0 ]
	# An end that names no measure ends one of them; a new start is in force.
	event 2016-02-01 E4,B,2012-04-15,measure_end,,
	[ "$(would -t 2030-01-01 | head -1)" = B,not_renewed,2009-01-01,5,0 ]
	event 2016-03-01 E5,B,2012-05-15,measure_start,light,asll
	[ "$(would -t 2030-01-01)" = C,not_renewed,2009-01-01,1,0 ]
}

@test "the social follow-up goes when it ends; the lease's own events stay" {
	household 2016-01-01 A,2015-01-01,,
	lease 2016-01-01 L1,A,D1,sliding,2015-06-01,,
	event 2016-01-01 E1,A,2015-05-01,diagnostic,light, E2,A,2015-06-01,measure_start,light,gla \
	    E3,A,2015-07-01,convention,, E4,A,2016-05-01,measure_end,,gla E5,A,2016-04-01,prefect_notice,,
	[ "$(would -t 2016-04-30)" = "" ]
	forget -t 2016-05-01
	[ "$stderr" = "phc-forget: measure_ended: 1 household, 3 rows erased" ]
	[ "$(sql 'SELECT group_concat(event_id) FROM event_history')" = E3,E5 ]
	[ "$(sql 'SELECT count(*) FROM lease_history')" -eq 1 ]
}

@test "an attribution without follow-up, a decision of five years ago" {
	household 2016-01-01 A,2015-01-01,,
	lease 2016-01-01 L1,A,D1,ordinary,2015-11-30,,
	event 2016-01-01 E1,A,2015-05-01,diagnostic,light,
	put proposal 2016-01-01 <<-X
	proposal_id,household_id,dwelling_id,rank,proposed_on,decision,decided_on,reason
	P1,A,D1,1,2015-11-01,granted,2015-11-10,
	P2,A,D2,1,2015-10-01,refused_by_household,2015-11-09,rent
	P3,A,D3,1,2015-10-01,,,
	X
	[ "$(would -t 2016-02-28)" = "" ]
	[ "$(would -t 2016-02-29)" = A,no_follow_up,2015-11-30,1,0 ]
	[ "$(would -t 2020-11-09)" = "A,commission,2015-11-09,1,0
A,no_follow_up,2015-11-30,1,0" ]
	forget -q -t 2020-11-10
	[ "$(sql 'SELECT group_concat(proposal_id) FROM proposal_history')" = P3 ]
	[ "$(sql "SELECT group_concat(what || n) FROM (SELECT * FROM aggregate WHERE dimension = '' ORDER BY what, month)")" = attributions1,proposals1,proposals1 ]
	[ "$(sql "SELECT month, value FROM aggregate WHERE what = 'refusals' AND dimension = 'reason'")" = "2015-11|rent" ]
}

@test "the table of rules can be the landlord's own" {
	household 2016-01-01 A,2014-01-01,2015-02-28,
	mkdir t
	sed 's/struck_off,12,/struck_off,6,/' "$BATS_TEST_DIRNAME/../../lib/data/law/retention.csv" >t/retention.csv
	[ "$(would -T t -t 2015-08-28)" = A,struck_off,2015-02-28,1,0 ]
	for bad in 's/,struck_off,12/,radiation,12/' 's/,household,struck/,persons,struck/' \
	    's/event:training/event:trainings/' 's/struck_off,12/struck_off,-1/' 's/proposal,decision/household,decision/'; do
		sed "$bad" "$BATS_TEST_DIRNAME/../../lib/data/law/retention.csv" >t/retention.csv
		forget -T t -t 2015-08-28
		[ "$status" -eq 2 ]
		[[ "$stderr" == "phc-forget: t/retention.csv: rule "*": no "* ]]
	done
	[ "$(sql 'SELECT count(*) FROM household_history')" -eq 1 ]
}

@test "a household on request, whose amounts stay" {
	pilot
	key=062031413521662122
	before=$(sql 'SELECT count(*), sum(amount) FROM spending_history')
	named=$(sql "SELECT count(*) FROM spending_history WHERE household_id = '$key'")
	sql "SELECT 1 FROM household_history WHERE household_id = '$key'" | grep -q 1
	forget --household $key
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-forget: --household: say why with --reason, for the log" ]
	forget --household $key --reason "as $key asked"
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"say it without" ]]
	forget --household $key --reason 'asked for it'
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"insist with --force" ]]
	forget --household - --reason 'asked for it' --force < <(echo $key)
	[ "$status" -eq 0 ]
	[[ "$stderr" == "phc-forget: request: 1 household, "*" rows erased, "*" of spending unnamed" ]]
	[ "$(sql 'SELECT count(*), sum(amount) FROM spending_history')" = "$before" ]
	! grep -aq $key r.db
	[ "$(sql 'SELECT rule, reason, households, unnamed, scrubbed FROM forgotten')" = "request|asked for it|1|$named|1" ]
	phc-query -q -d r.db --check
	forget --household $key --reason 'asked for it'
	[ "$status" -eq 2 ]
	[[ "$stderr" == "phc-forget: no such household in 'r.db'"* ]]
	[[ "$stderr" != *$key* ]]
}

@test "live rows and aggregates together are what they were" {
	pilot
	q="SELECT month, sum(n) FROM (SELECT substr(start_on, 1, 7) AS month, 1 AS n FROM lease_history UNION ALL SELECT month, n FROM aggregate WHERE what = 'entries' AND dimension = '') GROUP BY 1"
	p="SELECT reason, sum(n) FROM (SELECT reason, 1 AS n FROM proposal_history WHERE decision IN ('not_granted', 'inadmissible', 'refused_by_household', 'withdrawn') UNION ALL SELECT nullif(value, ''), n FROM aggregate WHERE what = 'refusals' AND dimension = 'reason') GROUP BY 1"
	entries=$(sqlite3 r.db "${q/UNION ALL SELECT month, n FROM aggregate WHERE what = \'entries\' AND dimension = \'\'/}")
	refusals=$(sqlite3 r.db "${p/UNION ALL*reason\') GROUP/) GROUP}")
	[ -n "$entries" ] && [ -n "$refusals" ]
	for day in 2016-10-01 2019-02-01 2020-06-01 2021-06-01; do
		forget -q -t $day
		[ "$status" -eq 0 ]
		[ "$(sql "$q")" = "$entries" ]
		[ "$(sql "$p")" = "$refusals" ]
	done
	[ "$(sql 'SELECT count(*) > 3 FROM forgotten')" -eq 1 ]
}

@test "rows that named it once, and that would come back as they were" {
	household 2016-01-01 A,2009-01-01,, B,2009-01-01,,
	lease 2016-01-01 L1,A,D1,sliding,2012-01-15,2012-07-15,own_lease L2,B,D1,sliding,2012-01-15,2012-07-15,own_lease
	lease 2016-02-01 L1,B,D1,sliding,2012-01-15,2012-07-15,own_lease L2,A,D1,sliding,2012-01-15,2012-07-15,own_lease
	forget -q --household A --reason asked
	[ "$status" -eq 0 ]
	[ "$(sql 'SELECT lease_id, household_id, since FROM lease_history')" = "L1|B|2016-02-01" ]
}

# Many households in many versions, so that pages are split and joined.
crowd() {
	for day in 2016-01-01 2016-02-01 2016-03-01; do
		{
			echo household_id,applied_on,birth_date,adults,dependants,income
			awk -v n="$1" -v m="${day:6:1}" 'BEGIN { srand(7); for (i = 1; i <= n; i++) {
				k = (i * 7919) % n
				printf "K%06dDISTINCT,20%02d-01-01,1995-03-04,1,0,%d\n", k, k % 10 < 4 ? 9 : 15, 500 + (k + m) % 5 } }'
		} | put household $day
	done
	{
		echo event_id,household_id,happened_on,kind
		awk -v n="$1" 'BEGIN { for (i = 1; i <= n; i++) { k = (i * 7907) % n
			printf "EV%06d,K%06dDISTINCT,2015-01-01,contact\n", i, k } }'
	} | put event 2016-01-01
}

@test "no byte of a key is left: file, log and shared memory" {
	crowd 4000
	for k in K000007DISTINCT K002048DISTINCT K003999DISTINCT; do
		[ "$(cat r.db* | grep -ao $k | wc -l)" -ge 4 ]
		forget -q --household $k --reason asked
		[ "$status" -eq 0 ]
		[ "$(cat r.db* | grep -ao $k | wc -l)" -eq 0 ]
	done
	[ "$(sql 'PRAGMA integrity_check')" = ok ]
	[ "$(sql 'SELECT count(*) FROM household_history')" -eq 11991 ]
	[ "$(stat -c %a r.db)" = 600 ]
	# Of many among others, secure_delete alone leaves some.
	forget -q -t 2016-01-01
	[ "$status" -eq 0 ]
	[ "$(cat r.db* | grep -ao 'K......DISTINCT' | grep -c '[0-3]DISTINCT')" -eq 0 ]
	[ "$(sql 'SELECT count(DISTINCT household_id) FROM household_history')" -eq 2397 ]
	forget -q -t 2020-01-01
	[ "$(cat r.db* | grep -ac DISTINCT)" -eq 0 ]
	[ "$(sql 'PRAGMA integrity_check')" = ok ]
}

@test "killed at any moment it has erased all of it or nothing" {
	crowd 3000
	cp r.db whole.db
	for ms in 0 5 10 15 20 30 40 60 80 120; do
		rm -f r.db*
		cp whole.db r.db
		phc-forget -q -d r.db -t 2020-01-01 &
		pid=$!
		sleep "$(printf '0.%03d' $ms)"
		kill -9 $pid 2>/dev/null || :
		wait $pid || :
		n=$(sql 'SELECT count(DISTINCT household_id) FROM household_history')
		[ "$n" -eq 0 ] || [ "$n" -eq 3000 ]
		[ "$(sql 'SELECT count(*) FROM forgotten')" -eq $((n == 0)) ]
		[ "$(sql 'PRAGMA integrity_check')" = ok ]
		phc-forget -q -d r.db -t 2020-01-01
		[ "$(cat r.db* | grep -ac DISTINCT)" -eq 0 ]
		[ "$(sql 'SELECT count(*), sum(scrubbed) FROM forgotten')" = "1|1" ]
		[ "$(sql "SELECT sum(n) FROM aggregate WHERE what = 'demands' AND dimension = ''")" -eq 3000 ]
	done
}

@test "a reader in the way: erased, and said that bytes are left" {
	crowd 50
	mkfifo hold
	sqlite3 r.db 'BEGIN; SELECT count(*) FROM household_history;' '.read hold' >/dev/null &
	exec 7>hold
	sleep 0.3
	forget -q -t 2020-01-01 --wait 1
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"erased, but bytes of it may be left in the file: run phc-forget again: "* ]]
	exec 7>&-
	wait
	[ "$(sql 'SELECT scrubbed FROM forgotten')" -eq 0 ]
	forget -t 2020-01-01
	[ "$status" -eq 0 ]
	[ "$(sql 'SELECT count(*), scrubbed FROM forgotten')" = "1|1" ]
	[ "$(cat r.db* | grep -ac DISTINCT)" -eq 0 ]
}

@test "a system that refuses: all or nothing, and said" {
	# The leak sanitizer cannot run under strace.
	export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
	crowd 20
	cp r.db whole.db
	for call in pwrite64:ENOSPC fdatasync:EIO ftruncate:EIO; do
		for n in 1 2 3 4 5 6 7 8 12 16; do
			rm -f r.db*
			cp whole.db r.db
			rc=0
			strace -qq -o trace -e trace="${call%:*}" -e "inject=${call%:*}:error=${call#*:}:when=$n" \
			    phc-forget -d r.db -t 2020-01-01 2>said || rc=$?
			grep -q INJECTED trace || break
			# SQLite lets a folder that is not synced pass.
			if [ $rc -eq 0 ]; then
				[ "$(sql 'SELECT sum(scrubbed) FROM forgotten')" -eq 1 ]
			else
				[ $rc -eq 2 ]
			fi
			[ "$(sql 'PRAGMA integrity_check')" = ok ]
			left=$(sql 'SELECT count(DISTINCT household_id) FROM household_history')
			[ "$left" -eq 0 ] || [ "$left" -eq 20 ]
			[ "$(grep -c 'rows erased' said)" -eq $((left == 0)) ]
			[ "$(wc -l <said)" -eq $(((left == 0) + (rc == 2))) ]
			phc-forget -q -d r.db -t 2020-01-01
			[ "$(cat r.db* | grep -ac DISTINCT)" -eq 0 ]
		done
	done
}

@test "the usage" {
	household 2016-01-01 A,2014-01-01,2015-02-28,
	run --separate-stderr phc-forget
	[ "$status" -eq 2 ]
	[ "$stderr" = "phc-forget: no register: name it with -d or in PHC_REGISTER" ]
	PHC_REGISTER=r.db phc-forget -n -t 2016-02-28 | grep -q ^A,
	forget -t 9999-01-01
	[ "$status" -eq 2 ]
	[[ "$stderr" == "phc-forget: -t: that day has not come"* ]]
	[ "$(would -t 9999-01-01 | cut -d, -f1)" = A ]
	forget --force
	[ "$stderr" = "phc-forget: --reason and --force are of a --household" ]
	forget --household A --reason 'of 195037512345623' -n
	[ "$status" -eq 0 ] || [ "$status" -eq 2 ]
	forget -o x
	[ "$stderr" = "phc-forget: -o: only with -n" ]
	forget --household ''
	[ "$stderr" = "phc-forget: --household: no key" ]
	forget --wait soon
	[ "$status" -eq 2 ]
	forget r.db
	[ "$status" -eq 2 ]
	run --separate-stderr phc-forget -d none.db
	[ "$status" -eq 2 ]
	[ ! -e none.db ]
	echo no register >text
	run --separate-stderr phc-forget -d text
	[ "$stderr" = "phc-forget: 'text' is no register" ]
	run --separate-stderr bash -c 'phc-forget -d r.db -n -t 2016-02-28 >/dev/full'
	[ "$status" -eq 2 ]
}
