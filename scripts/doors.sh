#!/bin/sh -eu
# doors.sh - each dependency, and each thing that a library must not do by
# itself, has one door.  Print every other place where it comes in.
status=0

# door PATTERN PLACE - nothing but files whose path begins with PLACE, an
# extended regular expression, says PATTERN outside a comment.
door() {
	if grep -rnE --include='*.[ch]' "$1" lib include cmd tests |
	    grep -vE ':[0-9]+:[[:space:]]*(/\*|\*[[:space:]])' |
	    grep -vE "^($2)"; then
		status=1
	fi
}

door '<csv\.h>' 'lib/csv[./]|tests/(prop|bench)/'
door '<sodium\.h>' 'lib/digest[./]'
door '<utf8proc\.h>' 'lib/text[./]'
door '<xlsxwriter\.h>' 'lib/report[./]|tests/bench/'
door '<(zip|expat)\.h>' 'lib/report[./]'
door '<sqlite3(ext)?\.h>' 'lib/(store|sql)[./]|tests/'
door '<err\.h>' 'cmd/|tests/'
door '\<(malloc|calloc|realloc|strn?dup|v?asprintf) ?\(' 'lib/base[./]|tests/'
door '\<(exit|abort|v?printf|puts|perror) ?\(' 'lib/base[./]|cmd/|tests/'
door '\<(secure_)?getenv ?\(|\<setlocale ?\(' 'cmd/|tests/'
door '\<(time|clock|clock_gettime|gettimeofday|localtime(_r)?) ?\(' 'cmd/|tests/'
door 'setlocale ?\(LC_(ALL|NUMERIC)' 'nowhere'

exit $status
