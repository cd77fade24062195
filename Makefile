# cs-tools: make deps all demo check lint asan valgrind fuzz torture bench coverage install uninstall dist.
# No configure step. Missing Debian packages are installed first (mk/deps.mk).

PREFIX  ?= /usr/local
DESTDIR ?=
BUILD   ?= build
CC      ?= cc
VERSION := 0.1.0

CFLAGS   ?= -O2 -g
WARN     := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wno-override-init -Wno-missing-field-initializers
CPPFLAGS += -Ilib -D_GNU_SOURCE -DCS_VERSION='"$(VERSION)"' -DCS_PREFIX='"$(PREFIX)"'
CSTD     := -std=c11
LIBS     := -lsqlite3 -lcsv -ljansson -lmd -lm -lpthread
LDFLAGS  += -Wl,--as-needed

# All processors, unless the user says -j.
ifeq ($(MAKELEVEL),0)
ifeq ($(filter -j% --jobs%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 2)
endif
endif

# A binary is a file cmd/NAME.c or a folder cmd/NAME/.
BINARIES := $(sort $(patsubst cmd/%/,%,$(dir $(wildcard cmd/cs-*/*.c))) $(patsubst cmd/%.c,%,$(wildcard cmd/cs-*.c)))
LIB      := $(BUILD)/libcs.a
LIB_SRC  := $(wildcard lib/*/*.c)
LIB_OBJ  := $(LIB_SRC:%.c=$(BUILD)/obj/%.o)
CMD_SRC  = $(wildcard cmd/$(1).c cmd/$(1)/*.c)
BIN_OUT  := $(BINARIES:%=$(BUILD)/bin/%)
MAN_OUT  := $(BINARIES:%=$(BUILD)/man/man1/%.1)
PO       := $(wildcard po/*.po)
MO_OUT   := $(PO:po/%.po=$(BUILD)/locale/%/LC_MESSAGES/cs-tools.mo)
UNIT     := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c))
UNIT_OUT := $(UNIT:%=$(BUILD)/tests/%)

GEN_SRC  := $(wildcard bench/generate.c bench/generate/*.c)
GENERATE := $(if $(wildcard bench/generate.c bench/generate/main.c bench/generate/generate.c),$(BUILD)/bin/cs-generate)

all: $(BIN_OUT) $(MAN_OUT) $(MO_OUT) $(GENERATE)

include mk/deps.mk mk/test.mk mk/install.mk mk/po.mk

# One short line a step; `make V=1` shows the commands.
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $@;)

$(BUILD)/obj/%.o: %.c | $(STAMPS)-build
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(CSTD) $(CPPFLAGS) $(WARN) $(CFLAGS) -MMD -MP -c $< -o $@

$(LIB): $(LIB_OBJ)
	@rm -f $@
	$(call say,AR)$(AR) rcs $@ $^

define BINARY
$(BUILD)/bin/$(1): $$(patsubst %.c,$(BUILD)/obj/%.o,$$(call CMD_SRC,$(1))) $(LIB)
	@mkdir -p $$(@D)
	$$(call say,LD)$(CC) $(CFLAGS) $(LDFLAGS) $$^ -o $$@ $(LIBS)
endef
$(foreach b,$(BINARIES),$(eval $(call BINARY,$(b))))

$(BUILD)/bin/cs-generate: $(GEN_SRC:%.c=$(BUILD)/obj/%.o) $(LIB)
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(CFLAGS) $(LDFLAGS) $^ -o $@ $(LIBS)

$(BUILD)/man/man1/%.1: $(BUILD)/bin/%
	@mkdir -p $(@D)
	$(call say,MAN)LC_ALL=C $< --man > $@.part && mv $@.part $@

$(BUILD)/locale/%/LC_MESSAGES/cs-tools.mo: po/%.po | $(STAMPS)-build
	@mkdir -p $(@D)
	$(call say,MO)msgfmt --check -o $@ $<

$(BUILD)/tests/%: $(BUILD)/obj/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(CFLAGS) $(LDFLAGS) $^ -o $@ $(LIBS)

clean:
	rm -rf $(BUILD) build-asan build-lint build-fuzz build-coverage

.PHONY: all clean
.SECONDARY:
-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
