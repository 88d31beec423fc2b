#!/bin/sh
# tests/attack.t on two thousand programmes.
exec env PROGRAMMES=2000 tests/attack.t
