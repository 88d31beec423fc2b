#!/bin/sh
# An import of 200,000 rows, killed at 1,000 random instants.
KILLS=${KILLS:-1000} ROWS=${ROWS:-200000} exec "$(dirname "$0")/../kill.t"
