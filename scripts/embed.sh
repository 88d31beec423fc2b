#!/bin/sh -eu
# embed.sh lib/data/NAME.csv ... - print data files as C, each by its path
# without lib/data/ and .csv, for phc_data_open() to find.
echo '#include "phc/base.h"'
echo 'const struct phc_embed phc_embedded[] = {'
for f; do
	name=${f#lib/data/}
	printf '{ "%s", (const unsigned char[]){\n' "${name%.csv}"
	od -v -An -t u1 "$f" | sed 's/[0-9][0-9]*/&,/g'
	printf '0 }, %d },\n' "$(wc -c <"$f")"
done
echo '{ 0, 0, 0 }'
echo '};'
