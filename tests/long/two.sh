#!/bin/sh
# Two imports at once, and readers all the while, a hundred times.
RUNS=${RUNS:-100} ROWS=${ROWS:-20000} exec "$(dirname "$0")/../two.t"
