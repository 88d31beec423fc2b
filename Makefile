# phc - GNU make, a C11 compiler, libcsv, libxlsxwriter, libzip, expat, sqlite3,
# libsodium, utf8proc.
#
# make                    the commands, and the SQLite extension, in build/
# make check              every test; the last line counts the assertions
# make asan               the same, under the address and UB sanitizers
# make check-long         full-size runs, and many more random cases
# make lint               all that can be wrong and still compile
# make golden             rewrite tests/golden/*/out: then read git diff
# make evidence           articles of law applied and not tested
# make fuzz-NAME T=60     a minute of libFuzzer on tests/fuzz/NAME.c
# make bench format install uninstall clean
#
# CC, CFLAGS, CPPFLAGS and LDFLAGS add to what is needed here.

VERSION	= 0.1.0
PREFIX	?= /usr/local
BUILD	= build
CFLAGS	?= -g
export LC_ALL = C
unexport PHC_TABLES PHC_REGISTER

# The house, from the ground up.  A module sees only the floors below its own.
FLOORS	= base / money date text digest / csv / columns law / household dwelling commune ledger / import / ceiling aid scenario resources forfait / effort / budget graph / follow / match explain disclosure / sql / store / figures / publish report

WARN	= -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	  -Wmissing-prototypes -Wwrite-strings -Wvla -Wformat \
	  -Werror -Werror=format-security
DEFS	= -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE \
	  -DPHC_VERSION='"$(VERSION)"' -Iinclude -Itests
HARDEN	= -fstack-protector-strong -fstack-clash-protection \
	  $(if $(filter -O0,$(CFLAGS)),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
LDHARD	= -pie -Wl,-z,relro -Wl,-z,now
LIBS	= -Wl,--as-needed -lcsv -lxlsxwriter -lzip -lexpat -lsqlite3 -lsodium -lutf8proc
SAN	= -fsanitize=address,undefined -fno-sanitize-recover=all

# A module is lib/NAME.c, or the folder lib/NAME once it outgrows a file.
MODS	:= $(filter-out /,$(FLOORS))
SRC	:= $(foreach m,$(MODS),$(wildcard lib/$m.c) $(sort $(wildcard lib/$m/*.c)))
DATA	:= $(sort $(wildcard lib/data/*.csv lib/data/*/*.csv))
CMDS	:= $(patsubst cmd/%.c,%,$(wildcard cmd/phc-*.c))
SHARED	:= $(filter-out cmd/phc-%,$(wildcard cmd/*.c))
MAN	:= $(wildcard man/*.[1-9])
UNIT	:= $(patsubst tests/%.c,%,$(sort $(wildcard tests/unit/*.c)))
PROP	:= $(patsubst tests/%.c,%,$(sort $(wildcard tests/prop/*.c)))
FUZZ	:= $(filter-out replay,$(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c)))
BATS	:= $(sort $(wildcard tests/cli/*.bats))
LONG	:= $(sort $(wildcard tests/long/*.sh tests/long/*.t))

LIB	= $(BUILD)/libphc.a
OBJ	= $(SRC:%.c=$(BUILD)/%.o) $(BUILD)/lib/data.o
CMDOBJ	= $(SHARED:%.c=$(BUILD)/%.o)
CMDLIB	= $(BUILD)/cmd.a
BIN	= $(CMDS:%=$(BUILD)/%)
EXT	= $(BUILD)/phc.so
PROGS	= $(UNIT:%=$(BUILD)/t/%) $(PROP:%=$(BUILD)/t/%) $(FUZZ:%=$(BUILD)/t/replay-%)
TESTS	= $(filter-out $(BUILD)/t/replay-%,$(PROGS)) $(wildcard tests/*.t) $(BATS)

# The same objects serve the commands and, which is why -fPIC, the extension.
COMPILE	= $(CC) -std=c11 $(WARN) $(DEFS) -O2 -fPIC -fvisibility=hidden \
	  $(HARDEN) $(CPPFLAGS) $(CFLAGS)
DEPEND	= -MMD -MP -MF $@.d -MT $@
LINK	= $(LDHARD) $(LDFLAGS) -o $@ $(filter %.c %.o %.a,$^) $(LIBS)

all: $(BIN) $(EXT)

# Of an archive, a command is linked with what it calls and no more.
$(LIB): $(OBJ)
$(CMDLIB): $(CMDOBJ)
$(LIB) $(CMDLIB):
	rm -f $@ && $(AR) qcs $@ $^

$(BUILD)/lib/data.c: scripts/embed.sh $(DATA) $(sort $(dir $(DATA)))
	@mkdir -p $(@D)
	scripts/embed.sh $(DATA) >$@.tmp && mv $@.tmp $@

$(BUILD)/lib/data.o: $(BUILD)/lib/data.c
	$(COMPILE) $(DEPEND) -c -o $@ $<

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(COMPILE) $(DEPEND) -c -o $@ $<

$(BUILD)/phc-%: $(BUILD)/cmd/phc-%.o $(CMDLIB) $(LIB)
	$(CC) $(CFLAGS) $(LINK)

# Of the library it takes what SQL calls, and shows the entry point alone.
$(EXT): $(BUILD)/lib/sql.o $(LIB)
	$(CC) $(CFLAGS) -shared $(LINK:-pie=)

$(BUILD)/t/%: tests/%.c $(LIB) Makefile
	@mkdir -p $(@D)
	$(COMPILE) $(DEPEND) $(LDHARD) $(LDFLAGS) -o $@ $< $(LIB) $(LIBS)

$(BUILD)/t/replay-%: tests/fuzz/%.c $(BUILD)/tests/fuzz/replay.o $(LIB) Makefile
	@mkdir -p $(@D)
	$(COMPILE) $(DEPEND) $(LINK)

# Tests find the commands first in PATH, the extension by its bare name, and
# fr_FR.UTF-8 whatever the machine.
HERE	= $(if $(filter /%,$(BUILD)),$(BUILD),$(CURDIR)/$(BUILD))
ENV	= env BUILD="$(HERE)" PATH="$(HERE):$$PATH" LOCPATH="$(HERE)/locale" \
	  LD_LIBRARY_PATH="$(HERE)" \
	  HARDEN="$(strip $(HARDEN))" UBSAN_OPTIONS=print_stacktrace=1:exitcode=99 \
	  ASAN_OPTIONS=exitcode=99:verify_asan_link_order=0
LOCALE	= $(BUILD)/locale/fr_FR.UTF-8

$(LOCALE):
	@mkdir -p $(@D)
	localedef -i fr_FR -f UTF-8 $@

check: all $(PROGS) $(LOCALE)
	@$(ENV) tests/run $(TESTS)

check-long: all $(PROGS) $(LOCALE)
	@$(ENV) LONG=1 tests/run $(PROP:%=$(BUILD)/t/%) $(LONG)

asan:
	$(MAKE) check BUILD=$(BUILD)/asan HARDEN= LDHARD= \
	    CFLAGS="-O1 -g -fno-omit-frame-pointer -Wno-error $(SAN)"

bench: all
	@for b in $(sort $(wildcard tests/bench/*.sh)); do $(ENV) sh -eu "$$b" || exit; done

golden: all
	@$(ENV) GOLDEN=update tests/golden.t

evidence:
	@scripts/evidence.sh

fuzz-%: $(BUILD)/lib/data.c
	@mkdir -p $(BUILD)/corpus/$* tests/fuzz/corpus/$*
	clang -std=c11 $(DEFS) -g -O1 -fsanitize=fuzzer,address,undefined \
	    $(SRC) $< tests/fuzz/$*.c $(LIBS) -o $(BUILD)/fuzz-$*
	$(BUILD)/fuzz-$* -max_total_time=$(or $(T),60) \
	    -artifact_prefix=$(BUILD)/corpus/ $(BUILD)/corpus/$* tests/fuzz/corpus/$*

LINT	= floors doors headers shell cppcheck format man
CFILES	= find cmd lib include tests -name '*.[ch]'
SHELL_	= grep -lE '^\#!/bin/(ba)?sh' $(wildcard scripts/* .ci/* tests/*.t tests/*/*.sh)

lint: $(LINT:%=lint-%)

lint-floors:
	@echo 'lint: a module sees only the floors below'
	@scripts/floors.sh $(FLOORS)

lint-doors:
	@echo 'lint: one door for each dependency'
	@scripts/doors.sh

lint-headers:
	@echo 'lint: every header compiles alone'
	@for h in $$(find cmd include lib tests -name '*.h'); do \
	    printf '#include "%s"\nint alone;\n' "$$h" | \
	    $(COMPILE) -I. -fsyntax-only -xc - || exit; done

lint-shell:
	@echo 'lint: shellcheck'
	@shellcheck $$($(SHELL_))
	@set -- tests/golden/*/cmd; [ ! -e "$$1" ] || shellcheck -s sh "$$@"

# Memory belongs to pools, which cppcheck cannot see: leaks are for asan.
lint-cppcheck:
	@echo 'lint: cppcheck'
	@cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr \
	    --enable=warning,performance,portability \
	    $(addprefix --suppress=,memleak memleakOnRealloc leakNoVarFunctionCall) \
	    $(DEFS) cmd lib

lint-format:
	@echo 'lint: clang-format'
	@clang-format --dry-run -Werror $$($(CFILES))

lint-man:
	@echo 'lint: mandoc'
	@! for m in $(or $(MAN),man/*); do mandoc -Tlint -Wstyle $$m; done 2>&1 | \
	    grep -vE 'referenced manual not found|outdated mandoc.db'

format:
	clang-format -i $$($(CFILES))

install: all
	install -d "$(DESTDIR)$(PREFIX)/bin"
	$(if $(BIN),install -m 755 $(BIN) "$(DESTDIR)$(PREFIX)/bin")
	install -m 755 scripts/phc-month "$(DESTDIR)$(PREFIX)/bin"
	install -d "$(DESTDIR)$(PREFIX)/lib/systemd/system"
	install -m 644 scripts/phc-month.service scripts/phc-month.timer \
	    "$(DESTDIR)$(PREFIX)/lib/systemd/system"
	install -D -m 644 $(EXT) "$(DESTDIR)$(PREFIX)/lib/sqlite3/phc.so"
	for m in $(MAN); do install -D -m 644 $$m \
	    "$(DESTDIR)$(PREFIX)/share/man/man$${m##*.}/$${m##*/}" || exit; done

uninstall:
	for c in $(CMDS) phc-month; do rm -f "$(DESTDIR)$(PREFIX)/bin/$$c"; done
	for u in service timer; do \
	    rm -f "$(DESTDIR)$(PREFIX)/lib/systemd/system/phc-month.$$u"; done
	rm -f "$(DESTDIR)$(PREFIX)/lib/sqlite3/phc.so"
	for m in $(MAN); do \
	    rm -f "$(DESTDIR)$(PREFIX)/share/man/man$${m##*.}/$${m##*/}"; done

clean:
	rm -rf $(BUILD)

-include $(addsuffix .d,$(OBJ) $(CMDOBJ) $(CMDS:%=$(BUILD)/cmd/%.o) $(PROGS))
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all check check-long asan bench golden evidence format install \
    uninstall clean lint $(LINT:%=lint-%)
