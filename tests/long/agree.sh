#!/bin/sh
# tests/agree.t on a million rows.
exec env ROWS=1000000 tests/agree.t
