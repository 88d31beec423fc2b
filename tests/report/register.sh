#!/bin/sh -eu
# register.sh FILE - a register with what the pilot's files say at their end.
pilot=$(dirname "$0")/../data/pilot
day=2016-08-31
put() {
	phc-import -q -d "$1" -t "$day" -k "$2" "$3"
}
put "$1" dwelling "$pilot/expected/dwellings.csv"
put "$1" household "$pilot/expected/households.csv"
put "$1" household "$pilot/locataires.csv"
put "$1" lease "$pilot/baux.csv"
put "$1" proposal "$pilot/propositions.csv"
put "$1" event "$pilot/evenements.csv"
put "$1" funding "$pilot/expected/financements.csv"
put "$1" spending "$pilot/expected/depenses.csv"
