#!/bin/sh -u
# The extension as an analyst has it: in the sqlite3 shell and in Python.
n=0

# same WHAT GOT WANT
same() {
	n=$((n + 1))
	[ "$2" = "$3" ] || {
		printf '%s\n' "got:" "$2" "want:" "$3" | sed 's/^/# /'
		printf 'not '
	}
	echo "ok $n - $1"
}

# sql STATEMENT ... - run them in a shell that has the extension.
sql() {
	sqlite3 -nullvalue NULL :memory: ".load $BUILD/phc" "$@" 2>&1
}

# gives EXPRESSION VALUE; fails EXPRESSION MESSAGE
gives() { same "$1" "$(sql "select $1")" "$2"; }
fails() { same "$1" "$(sql "select $1")" "Error: stepping, $2"; }

# The example of the law note, and what is true of the day alone.
gives "housing_aid('2025-11', 2, 0, 0, 420.37, 9500, 0, 0, 1)" 137.04
gives "housing_aid('2025-11', 2, 0, 0, 420.37, 10800, 0, 0, 1)" 131.0
gives "housing_aid('2025-11', 2, 0, 0, 420.37, 9500, 0, 0, 0)" 171.0
gives "typeof(housing_aid('2025-11', 2, 0, 0, 420, 99999, 0, 0, 1))" real
gives "rls('2025-11', 2, 0, 0, 9500, 0)" 34.83
gives "rls('2018-01', 2, 0, 0, 0, 0)" 0.0
gives "household_category('2026-01-15', 2, 2, 0, 1, 55, 0)" 3
gives "household_category('2026-01-15', 2, 2, 0, 1, 56, 0)" 2
gives "household_category('2018-12-31', 1, 1, 0, 0, 0, 1)" 1
gives "household_category('2019-01-01', 1, 1, 0, 0, 0, 1)" 2
gives "household_category('2026-01-15', 5, 1, 4, 0, 0, 0)" 6
gives "household_category('2026-01-15', 3, 1, 1, 0, 0, 0)" 3
gives "hlm_ceiling('2026-01-15', 'PLUS', 'other', 1, 0)" 23403.0
gives "hlm_ceiling('2025-12-31', 'PLUS', 'other', 1, 0) <
    hlm_ceiling('2026-01-01', 'PLUS', 'other', 1, 0)" 1
gives "hlm_ceiling('2026-01-15', 'PLS', 'other', 1, 0)" 30423.9
gives "hlm_ceiling('2026-01-15', 'PLUS', 'other', 6, 2) -
    hlm_ceiling('2026-01-15', 'PLUS', 'other', 6, 0) =
    2 * (hlm_ceiling('2026-01-15', 'PLUS', 'other', 6, 1) -
    hlm_ceiling('2026-01-15', 'PLUS', 'other', 6, 0))" 1
gives "effort_rate(420.37 + 60, 137.04, 1204.17)" 28.51
gives "effort_rate(100, 137.04, 1000)" 0.0
gives "effort_rate(100, 0, 0)" NULL

# What a column may be, and what it may not.
gives "housing_aid('2025-11', '2', '0', 0.0, '420.37', '9500', 0, 0, 1)" 137.04
gives "effort_rate(0.1 + 0.2, 0, 1)" 30.0
gives "effort_rate('', 0, 1000)" NULL
gives "effort_rate(NULL, 0, 'x')" NULL
fails "effort_rate(100.005, 0, 1000)" \
    'effort_rate: cost: not whole cents from 0 to 10^9 euros'
fails "effort_rate(100, '12oo', 1000)" \
    'effort_rate: aid: not whole cents from 0 to 10^9 euros'
fails "effort_rate(100, 0, -1)" \
    'effort_rate: income: not whole cents from 0 to 10^9 euros'
fails "effort_rate(9e99, 0, 1)" \
    'effort_rate: cost: not whole cents from 0 to 10^9 euros'
fails "effort_rate(9223372036854775807, 0, 1)" \
    'effort_rate: cost: not whole cents from 0 to 10^9 euros'
fails "effort_rate(x'31', 0, 1)" \
    'effort_rate: cost: not whole cents from 0 to 10^9 euros'

# Every argument is named.
fails "housing_aid('2025-13', 2, 0, 0, 420, 9500, 0, 0, 1)" \
    'housing_aid: month: not a month (YYYY-MM)'
fails "housing_aid(202511, 2, 0, 0, 420, 9500, 0, 0, 1)" \
    'housing_aid: month: not a month (YYYY-MM)'
fails "housing_aid('1990-01', 2, 0, 0, 420, 9500, 0, 0, 1)" \
    'housing_aid: month: apl-rent-ceilings: nothing in force on 1990-01-01 for 1 single: add the rows'
fails "housing_aid('2025-11', 4, 0, 0, 420, 9500, 0, 0, 1)" \
    'housing_aid: zone: not 1, 2 or 3'
fails "housing_aid('2025-11', 2, 2, 0, 420, 9500, 0, 0, 1)" \
    'housing_aid: couple: not 0 or 1'
fails "housing_aid('2025-11', 2, 0, 0.5, 420, 9500, 0, 0, 1)" \
    'housing_aid: dependants: not from 0 to 20'
fails "housing_aid('2025-11', 2, 0, 21, 420, 9500, 0, 0, 1)" \
    'housing_aid: dependants: not from 0 to 20'
fails "housing_aid('2014-01', 2, 0, 10, 420, 9500, 0, 0, 1)" \
    'housing_aid: apl-r0: nothing for 10 dependants: add the rows'
fails "housing_aid('2025-11', 2, 0, 0, 10000001, 9500, 0, 0, 1)" \
    'housing_aid: rent: below 0 or above 10000000.00'
fails "housing_aid('2025-11', 2, 0, 0, 420, -1, 0, 0, 1)" \
    'housing_aid: resources: not whole cents from 0 to 10^9 euros'
fails "housing_aid('2025-11', 2, 0, 0, 420, 9500, 'no', 0, 1)" \
    'housing_aid: shared: not 0 or 1'
fails "housing_aid('2025-11', 2, 0, 0, 420, 9500, 0, -1, 1)" \
    'housing_aid: room: not 0 or 1'
fails "housing_aid('2025-11', 2, 0, 0, 420, 9500, 0, 0, 9)" \
    'housing_aid: convention: not 0 or 1'
fails "rls('2025-11', 0, 0, 0, 0, 0)" 'rls: zone: not 1, 2 or 3'
fails "household_category('2026-02-30', 1, 1, 0, 0, 0, 0)" \
    'household_category: date: not a date (YYYY-MM-DD)'
fails "household_category('2026-01-15', 0, 1, 0, 0, 0, 0)" \
    'household_category: persons: not from 1 to 99'
fails "household_category('2026-01-15', 2, 1, 2, 0, 0, 0)" \
    'household_category: persons: fewer than adults and dependants'
fails "household_category('2026-01-15', 2, 1, 1, 1, 50, 0)" \
    'household_category: adults: fewer than a couple'
fails "household_category('2026-01-15', 2, 2, 0, 1, 0, 0)" \
    'household_category: age_sum: 0 of a couple'
fails "household_category('2026-01-15', 1, 1, 0, 0, 301, 0)" \
    'household_category: age_sum: not from 0 to 300'
fails "hlm_ceiling('2026-01-15', 'PLI', 'other', 1, 0)" \
    'hlm_ceiling: product: not PLAI, PLUS or PLS'
fails "hlm_ceiling('2026-01-15', 'PLUS', 'lille', 1, 0)" \
    'hlm_ceiling: zone: not paris, idf or other'
fails "hlm_ceiling('2026-01-15', 'PLUS', 'other', 7, 0)" \
    'hlm_ceiling: category: not from 1 to 6'
fails "hlm_ceiling('2026-01-15', 'PLUS', 'other', 5, 1)" \
    'hlm_ceiling: extra: persons beyond category 6 alone'
fails "hlm_ceiling('2027-01-02', 'PLUS', 'other', 1, 0)" \
    "hlm_ceiling: date: no ceiling in force on 2027-01-02 (PLAI paris 1): add the decree's rows to hlm-ceilings.csv"

# NULL in, NULL out, whichever it is.
for call in "housing_aid('2025-11', 2, 0, 0, 420.37, 9500, 0, 0, 1)" \
    "rls('2025-11', 2, 0, 0, 9500, 0)" \
    "household_category('2026-01-15', 2, 2, 0, 1, 55, 0)" \
    "hlm_ceiling('2026-01-15', 'PLUS', 'other', 1, 0)" \
    "effort_rate(400, 137.04, 1000)"; do
	nulls=$(printf '%s\n' "$call" | awk '{
		name = substr($0, 1, index($0, "(") - 1)
		args = substr($0, length(name) + 2)
		sub(/\)$/, "", args)
		n = split(args, arg, ", ")
		for (i = 1; i <= n; i++) {
			printf "%s%s(", (i > 1 ? " and " : "select "), name
			for (j = 1; j <= n; j++)
				printf "%s%s", (j > 1 ? ", " : ""),
				    (i == j ? "NULL" : arg[j])
			printf ") is NULL"
		}
	}')
	same "${call%%\(*}: NULL in, NULL out" "$(sql "$nulls")" 1
done

# A pure function of its arguments: a column, an index and a check stand on it,
# also in a database whose schema is not trusted.
same 'generated column, index and check' "$(sql 'pragma trusted_schema = 0' \
    "create table t (cost, aid, income, rate as (effort_rate(cost, aid, income)),
    check (effort_rate(cost, aid, income) < 50))" \
    'create index i on t (effort_rate(cost, aid, income))' \
    'insert into t values (400, 100, 1000)' \
    'select rate from t indexed by i where effort_rate(cost, aid, income) > 29' \
    'insert or ignore into t values (600, 0, 1000)' \
    'select count(*) from t')" '30.0
1'
same 'deterministic and innocuous' "$(sql "select group_concat(name, ' ') from
    (select name from pragma_function_list where name in ('housing_aid', 'rls',
    'household_category', 'hlm_ceiling', 'effort_rate') and
    flags & 0x200800 = 0x200800 order by name)")" \
    'effort_rate hlm_ceiling household_category housing_aid rls'

# The environment says nothing: the tables are those compiled in.
same 'PHC_TABLES does not matter' "$(PHC_TABLES=/nowhere \
    sql "select rls('2025-11', 2, 0, 0, 9500, 0)")" 34.83

# Python, and a file of CSV on the way.
python=/usr/bin/python3
if $python -c 'import sqlite3; sqlite3.Connection.enable_load_extension' 2>/dev/null; then
	same 'in Python' "$($python - "$BUILD/phc" <<'END'
import sqlite3, sys
db = sqlite3.connect(':memory:')
db.enable_load_extension(True)
db.load_extension(sys.argv[1])
db.enable_load_extension(False)
ask = 'select housing_aid(?, ?, ?, ?, ?, ?, ?, ?, ?)'
case = ['2025-11', 2, False, 0, 420.37, 9500, False, False, True]
print(*db.execute(ask, case).fetchone())
case[1] = 4
try:
    db.execute(ask, case).fetchone()
except sqlite3.OperationalError as e:
    print(e)
END
	)" '137.04
housing_aid: zone: not 1, 2 or 3'
fi
rows='month,zone,rent,resources
2025-11,2,420.37,9500
2025-11,2,420.37,'
same 'imported CSV' "$(printf '%s\n' "$rows" | sqlite3 -nullvalue NULL :memory: \
    ".load $BUILD/phc" '.import --csv /dev/stdin t' \
    'select housing_aid(month, zone, 0, 0, rent, resources, 0, 0, 1) from t')" \
    '137.04
NULL'
echo "1..$n"
