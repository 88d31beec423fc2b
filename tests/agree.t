#!/bin/sh -u
# The filter and the extension agree: random households, each with a dwelling,
# through phc-budget, and every figure of theirs that SQL answers too.  ROWS=n
# for more, SEED=n for others.
rows=${ROWS:-20000}
seed=${SEED:-20160901}
n=0
tmp=$(mktemp -d) || exit
trap 'rm -rf "$tmp"' EXIT
echo "# SEED=$seed"

households() {
	awk -v rows="$1" -v seed="$2" '
	function below(n) {
		x = x * 16807 % 2147483647
		return x % n
	}
	function day(y) {
		return sprintf("%d-%02d-%02d", y, 1 + below(12), 1 + below(28))
	}
	function amount(n) {
		return sprintf("%d.%02d", below(n), below(100))
	}
	BEGIN {
		x = 1 + seed % 2147483646
		split("62498 62510 62041 62119", commune)
		split("PLAI PLUS PLS", financing)
		print "household_id,applied_on,birth_date,partner_birth_date," \
		    "adults,dependants,disabled,income,aid_income," \
		    "shared_lease,dwelling_id,commune,type,room,surface," \
		    "financing,convention,rent,charges"
		for (i = 1; i <= rows; i++) {
			couple = below(3) == 0
			printf "H%d,2012-01-01,%s,%s,%d,%d,%d,%s,%s,%d,", i,
			    day(1975 + below(25)),
			    couple ? day(1975 + below(25)) : "",
			    1 + couple + !below(9), below(3) ? 0 : below(7),
			    !below(9), below(9) ? amount(2500) : "0.00",
			    below(9) ? amount(25000) : "", !below(4)
			printf "D%d,%s,T2,%d,40,%s,%d,%s,%s\n", i,
			    commune[1 + below(4)], !below(5),
			    financing[1 + below(3)], !!below(4), amount(900),
			    amount(150)
		}
	}'
}

# What the extension says of the rows, beside what the filter said.
compare() {
	sqlite3 :memory: '.bail on' ".load $BUILD/phc" \
	    '.import --csv /dev/stdin t' "
	with d as (select '$1' as day, strftime('%Y%m%d', '$1') as n), of as (
	    select *, partner_birth_date <> '' as couple, case
		partner_birth_date when '' then 0 else
		(n - strftime('%Y%m%d', birth_date)) / 10000 +
		(n - strftime('%Y%m%d', partner_birth_date)) / 10000
		end as age_sum from t, d)
	select count(*),
	    sum(nullif(housing_aid, '') + 0.0 is housing_aid(substr(day, 1, 7),
		aid_zone, couple, dependants, rent, aid_resources, shared_lease,
		room, convention)),
	    sum(nullif(rls, '') + 0.0 is iif(convention + 0, rls(substr(day,
		1, 7), aid_zone, couple, dependants, aid_resources,
		shared_lease), iif(aid_resources = '', NULL, 0.0))),
	    sum(category + 0 is household_category(day, adults + dependants,
		adults, dependants, couple, age_sum, disabled)),
	    sum(ceiling_plai + 0.0 is hlm_ceiling(day, 'PLAI', 'other',
		category, category_extra)),
	    sum(ceiling_plus + 0.0 is hlm_ceiling(day, 'PLUS', 'other',
		category, category_extra)),
	    sum(ceiling_pls + 0.0 is round(hlm_ceiling(day, 'PLS', 'other',
		category, category_extra))),
	    sum(nullif(effort_rate, '') + 0.0 is effort_rate(housing_cost, 0,
		income)),
	    sum(nullif(effort_rate_net, '') + 0.0 is effort_rate(
		housing_cost_net, 0, income))
	from of" 2>&1
}

for day in 2013-01-15 2016-09-01 2018-02-28 2021-01-31 2025-11-15; do
	part=$((rows / 5))
	seed=$((seed + 1))
	households $part $seed >"$tmp/in.csv"
	phc-budget -q -t $day "$tmp/in.csv" >"$tmp/out.csv"
	got=$(compare $day <"$tmp/out.csv")
	want=$(yes $part | head -n 9 | paste -sd '|' -)
	n=$((n + 1))
	[ "$got" = "$want" ] || printf '# %s\nnot ' "$got"
	echo "ok $n - $part rows of $day"
done
echo "1..$n"
