#!/bin/sh -u
# Every command, and the extension, is built to be hard to subvert: position
# independent, its relocations read-only and bound at start, no executable
# stack, stack protector, checked libc calls.  The extension shows its entry
# point alone.
[ -n "$HARDEN" ] || { echo '1..0 # SKIP built without hardening'; exit; }
n=0

# has WHAT PATTERN - the description of the program in $elf holds PATTERN.
has() {
	n=$((n + 1))
	printf '%s\n' "$elf" | grep -qE "$2" || printf 'not '
	echo "ok $n - $name: $1"
}

for program in "$BUILD"/phc-* "$BUILD/phc.so"; do
	[ -x "$program" ] || continue
	name=${program##*/}
	elf=$(readelf -W -h -l -d --dyn-syms "$program")
	has 'position independent' \
	    '^ *Type: +DYN .*(Position-Independent Exec|Shared object)'
	has 'read-only relocations' '^ *GNU_RELRO '
	has 'bound at start' '\((FLAGS|FLAGS_1)\).*\<(BIND_)?NOW\>'
	has 'stack not executable' '^ *GNU_STACK .* RW +0x'
	has 'stack protector' ' __stack_chk_fail(@|$)'
	has 'checked libc calls' ' __[a-z]+_chk(@|$)'
done
shown=$(nm -D --defined-only "$BUILD/phc.so" | awk '{ print $3 }')
n=$((n + 1))
[ "$shown" = sqlite3_phc_init ] || printf 'not '
echo "ok $n - phc.so: shows its entry point alone"
echo "1..$n"
