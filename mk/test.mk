# test: check, lint, asan, valgrind, fuzz, torture, bench, demo, coverage.

FUZZ_SECONDS ?= 20
JOBS         ?= $(shell nproc 2>/dev/null || echo 2)
SANITIZE     := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
FUZZ         := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
REPLAY_OUT   := $(FUZZ:%=$(BUILD)/fuzz/%-replay)
TEST_ENV     = CS_TOP="$(CURDIR)" CS_BUILD="$(abspath $(BUILD))" CS_JOBS="$(JOBS)"

# Everything a test run needs, built; no test is run.
tests: all $(UNIT_OUT) $(REPLAY_OUT) $(BUILD)/fail.so $(BUILD)/watch.so $(BUILD)/torture | $(STAMPS)-check

# Preloaded by the torture: the n-th call of a kind fails. Never sanitized: it stands under them.
$(BUILD)/fail.so: tests/preload/fail.c | $(STAMPS)-build
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(CSTD) -D_GNU_SOURCE $(WARN) -O2 -g -fPIC -shared $< -o $@

# Preloaded by tests/checkpoints.bats: says who writes to a store without its lock.
$(BUILD)/watch.so: tests/preload/watch.c | $(STAMPS)-build
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(CSTD) -D_GNU_SOURCE $(WARN) -O2 -g -fPIC -shared $< -o $@

# The torture itself, which stands beside what it looks at: never sanitized either.
$(BUILD)/torture: $(wildcard tests/torture/*.c tests/torture/*.h) | $(STAMPS)-build
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(CSTD) -D_GNU_SOURCE $(WARN) -O2 -g $(filter %.c,$^) -o $@ -lsqlite3

# Unit tests, corpus replay, lint and bats; the last line is "N passed, N failed".
check: tests
	@$(TEST_ENV) mk/check.sh unit fuzz lint bats

# The same with AddressSanitizer and UBSan, in a build folder of its own.
asan: | $(STAMPS)-check
	@$(MAKE) --no-print-directory BUILD=build-asan CFLAGS="$(SANITIZE)" tests
	@CS_SANITIZED=1 CS_PATIENCE=4 CS_TOP="$(CURDIR)" CS_BUILD="$(abspath build-asan)" CS_JOBS="$(JOBS)" \
		mk/check.sh unit fuzz bats

# Memcheck, on the programs as they ship: unit programs and replays whole, of the bats files those that together run
# each program, each verb and each way in and out; VALGRIND_BATS= runs them all.
VALGRIND_BATS ?= contract cs-db cs-org cs-customer cs-calendar cs-notify cs-report cs-escalate cs-ticket cs-ticket-loop \
	cs-ticket-after
valgrind: tests | $(STAMPS)-torture
	@$(TEST_ENV) CS_BATS="$(VALGRIND_BATS)" mk/valgrind.sh unit fuzz bats

# The slow readers of the source; warnings are errors here and only here.
lint: | $(STAMPS)-lint
	@$(MAKE) --no-print-directory BUILD=build-lint CFLAGS="-O2 -g -Werror" all
	@CS_TOP="$(CURDIR)" CS_BUILD="$(abspath build-lint)" CS_JOBS="$(JOBS)" CS_LINT_SLOW=1 mk/check.sh lint

# Every fault at every place, then big sizes. FAULT=..., COMMAND=..., AT=N look at those places alone.
torture: tests | $(STAMPS)-torture
	@$(TEST_ENV) FAULT="$(FAULT)" COMMAND="$(COMMAND)" AT="$(AT)" SAMPLE="$(SAMPLE)" SEED="$(SEED)" mk/torture.sh

# Many processes over one store for days of simulated time, killed at random; SOAK_SEED= repeats a plan.
soak: tests
	@PATH="$(abspath $(BUILD))/bin:$$PATH" tests/soak/soak.sh "$(abspath $(BUILD))/soak"

# Each parser's target: the corpus first, then FUZZ_SECONDS of new inputs.
fuzz: | $(STAMPS)-fuzz
	@$(MAKE) --no-print-directory BUILD=build-fuzz CC=clang \
		CFLAGS="-O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined" \
		$(FUZZ:%=build-fuzz/fuzz/%)
	@CS_TOP="$(CURDIR)" mk/fuzz.sh build-fuzz $(FUZZ_SECONDS) $(FUZZ)

$(BUILD)/fuzz/%-replay: $(BUILD)/obj/tests/fuzz/%.o $(BUILD)/obj/mk/fuzz-replay.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(CFLAGS) $(LDFLAGS) $^ -o $@ $(LIBS)

$(BUILD)/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(CFLAGS) -fsanitize=fuzzer $(LDFLAGS) $^ -o $@ $(LIBS)

# Speed and memory beside the tools that a user would take instead, at 100,000 and 1,000,000 cases.
bench: all | $(STAMPS)-bench
	@$(TEST_ENV) bench/run

# A store with the sample data of share/demo, to play with.
demo: all
	@CS_TOP="$(CURDIR)" CS_BUILD="$(abspath $(BUILD))" mk/demo.sh "$(abspath $(BUILD))/demo"

# Lines of lib/ and cmd/ that the tests run.
coverage: | $(STAMPS)-check
	@$(MAKE) --no-print-directory BUILD=build-coverage CFLAGS="-O0 -g --coverage" tests
	@find build-coverage -name '*.gcda' -delete
	@CS_TOP="$(CURDIR)" CS_BUILD="$(abspath build-coverage)" CS_JOBS="$(JOBS)" CS_COVERAGE=1 \
		mk/check.sh unit fuzz bats || :
	@mk/coverage.sh build-coverage

.PHONY: tests check asan valgrind lint torture soak fuzz bench demo coverage
