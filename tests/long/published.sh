#!/bin/sh -eu
# published.t with other thresholds, and with the public beside the partners.
cd "$(dirname "$0")/../.."
LONG=1 exec tests/published.t
