# kanmon -- one Makefile, nothing to configure. `make` builds build/kanmon; `make B=dir` elsewhere.
# SAN=1 builds with AddressSanitizer and UndefinedBehaviorSanitizer into build-san unless B is given.
SAN ?= 0
ifeq ($(SAN),1)
B ?= build/san
OPT = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
LDOPT = -fsanitize=address,undefined
else
B ?= build
OPT = -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
LDOPT = -pie -Wl,-z,relro,-z,now
endif
PKGS = libmicrohttpd sqlite3 libpq jansson yaml-0.1 libutf8proc libsodium libzip libxml-2.0 xlsxwriter pangocairo libseccomp libzstd zlib
LIBS = $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lm -lpthread
INCS = $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
WARN = -Wall -Wextra -Wshadow -Wvla -Wformat=2 -Wno-format-nonliteral -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wundef -Wpointer-arith \
       -Wpedantic -Wconversion -Wsign-conversion -Wcast-qual -Wdouble-promotion
ifneq ($(SAN),1)
WARN += -Werror
endif
CFLAGS = -std=c11 -D_GNU_SOURCE $(OPT) $(WARN) -Isrc $(INCS) -MMD -MP
VERSION := $(shell git describe --always --dirty 2>/dev/null || echo unknown)

SRC  := $(sort $(wildcard src/*/*.c))
OBJ  := $(SRC:%.c=$(B)/%.o)
LIBOBJ := $(filter-out $(B)/src/cli/%,$(OBJ))
UNIT := $(sort $(wildcard tests/unit/*.c))

.PHONY: all clean unit house docs

all: $(B)/kanmon

$(B)/kanmon: $(OBJ)
	$(CC) $(LDOPT) -o $@ $(OBJ) $(LIBS)

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -c -o $@ $<

# Only version.c knows the version: a commit does not compile the rest again.
$(B)/src/base/version.o: CFLAGS += -DKANMON_VERSION='"$(VERSION)"'

# Unit tests: every tests/unit/*.c holds TEST(name) functions; one program runs them all.
$(B)/unit: $(UNIT:%.c=$(B)/%.o) $(LIBOBJ)
	$(CC) $(LDOPT) -o $@ $^ $(LIBS)

unit: $(B)/unit
	$(B)/unit

# Documents made from tables of the program; a test holds them true.
docs: all
	$(B)/kanmon docs cli >docs/cli.md
	$(B)/kanmon docs rights >docs/rights.md

# The other compiler finds what gcc does not: every file is looked at by clang under the same warnings. The fuzz build,
# which the whole suite makes, is clang's too.
.PHONY: clang
clang:
	@printf '%s\n' $(filter-out %/version.c,$(SRC)) $(UNIT) | xargs -P 2 -n 8 $(FUZZ_CC) -std=c11 -D_GNU_SOURCE -fsyntax-only $(WARN) -Isrc $(INCS)

# The floors of the house hold: an include only downward.
house:
	awk -f tools/layers.awk $(wildcard src/*/*.c src/*/*.h)

clean:
	rm -rf build

-include $(OBJ:.o=.d) $(UNIT:%.c=$(B)/%.d)

# Fuzz targets: every tests/fuzz/<reader>.c holds LLVMFuzzerTestOneInput; clang's libFuzzer with the sanitizers.
# `make fuzz` builds them into build/fuzz; tests/fuzz/run.sh runs each for FUZZ_SECONDS over its seeds.
FUZZ_CC ?= clang
FZ = build/fuzz
FZFLAGS = -std=c11 -D_GNU_SOURCE $(WARN) -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -Isrc $(INCS) -MMD -MP
FZLIB := $(filter-out $(FZ)/src/cli/%,$(SRC:%.c=$(FZ)/%.o))
FZSRC := $(sort $(wildcard tests/fuzz/*.c))
$(FZ)/src/base/version.o: FZFLAGS += -DKANMON_VERSION='"fuzz"'

.PHONY: fuzz
fuzz: $(FZSRC:tests/fuzz/%.c=$(FZ)/%)

$(FZ)/%.o: %.c
	@mkdir -p $(@D)
	$(FUZZ_CC) $(FZFLAGS) -fsanitize=fuzzer-no-link -c -o $@ $<

$(FZ)/%: tests/fuzz/%.c $(FZLIB)
	@mkdir -p $(@D)
	$(FUZZ_CC) $(FZFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)

-include $(FZLIB:.o=.d)
