#!/bin/sh
# tests/follow-answers.t on three hundred random ledgers.
exec env LONG=1 tests/follow-answers.t
