# deps: the packages that building and testing need. `make deps` installs all of them; the stamps below let
# `make`, `make demo` and `make check` alone do it on a fresh Debian 12, and cost nothing later on.

DEPS_BUILD := gcc libc6-dev binutils make gettext tzdata libsqlite3-dev libcsv-dev libjansson-dev \
	libxxhash-dev libmd-dev
DEPS_CHECK := bats bats-assert bats-support bats-file mandoc man-db zsh sqlite3 jq clang-format \
	universal-ctags bsdutils util-linux procps
DEPS_LINT  := cppcheck clang-tidy shellcheck
DEPS_FUZZ  := clang libclang-rt-dev
DEPS_BENCH := time
DEPS_TORTURE := strace time valgrind

deps:
	@mk/deps.sh $(DEPS_BUILD) $(DEPS_CHECK) $(DEPS_LINT) $(DEPS_FUZZ) $(DEPS_BENCH) $(DEPS_TORTURE)

# A stamp stands for one list of packages, and is as old as the last look at it. It lies outside $(BUILD), so
# that a second build folder does not look again.
STAMPS := build/.deps
define DEPS_STAMP
$(STAMPS)-$(1): mk/deps.mk mk/deps.sh
	@mk/deps.sh $(2)
	@mkdir -p $$(@D) && touch $$@
endef
$(eval $(call DEPS_STAMP,build,$(DEPS_BUILD)))
$(eval $(call DEPS_STAMP,check,$(DEPS_BUILD) $(DEPS_CHECK)))
$(eval $(call DEPS_STAMP,lint,$(DEPS_BUILD) $(DEPS_CHECK) $(DEPS_LINT)))
$(eval $(call DEPS_STAMP,fuzz,$(DEPS_BUILD) $(DEPS_FUZZ)))
$(eval $(call DEPS_STAMP,bench,$(DEPS_BUILD) $(DEPS_CHECK) $(DEPS_BENCH)))
$(eval $(call DEPS_STAMP,torture,$(DEPS_BUILD) $(DEPS_CHECK) $(DEPS_TORTURE)))
# One apt at a time.
$(STAMPS)-check $(STAMPS)-fuzz: | $(STAMPS)-build
$(STAMPS)-lint $(STAMPS)-torture: | $(STAMPS)-check

.PHONY: deps
