#!/bin/sh
# tests/assign.t on two thousand graphs.
exec env GRAPHS=2000 tests/assign.t
