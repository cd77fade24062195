#!/bin/bash
# Runs the tests and counts them: unit programs (TAP), replay of the fuzz corpora, lint scripts (TAP), bats
# files; several at a time, each with a log of its own. The last line is "N passed, N failed".
# usage: CS_TOP=... CS_BUILD=... mk/check.sh unit|fuzz|lint|bats|torture...
# CS_UNDER: a command that unit programs and replays run under; CS_PATIENCE: how many times the usual time they and
# the bats files may take; CS_BATS: the bats files to run, by name, instead of all.
set -u
cd "$CS_TOP" || exit 1
logs=$CS_BUILD/log
rm -rf "$logs" && mkdir -p "$logs" || exit 1

# Nothing of the user's own settings may change what a test sees.
unset CS_DB CS_NOW CS_ACTOR CS_SHARE CS_PAGER PAGER NO_COLOR COLUMNS LINES LANGUAGE LC_MESSAGES LANG XDG_DATA_HOME \
    MAKEFLAGS MFLAGS MAKELEVEL
export LC_ALL=C.UTF-8 TZ=UTC TERM=dumb
export PATH="$CS_BUILD/bin:$PATH" CS_BIN="$CS_BUILD/bin"
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:abort_on_error=0:exitcode=99}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}

# One job: KIND PATH -> a TAP log. A program that dies, or runs fewer tests than it planned, is a failure.
one() {
    local kind=$1 path=$2 name log status=0
    name=$kind-$(basename "$path")
    log=$logs/$name.tap
    # shellcheck disable=SC2086
    case $kind in
    unit) timeout $((300 * patience)) $CS_UNDER "$path" "$CS_TOP" >"$log" 2>&1 || status=$? ;;
    fuzz) replay "$path" >"$log" 2>&1 || status=$? ;;
    lint) timeout 900 "$path" >"$log" 2>&1 || status=$? ;;
    bats) timeout $((1500 * patience)) bats --tap "$path" >"$log" 2>&1 </dev/null || status=$? ;;
    esac
    tally "$name" "$log" "$status"
}

replay() {
    local name corpus
    name=$(basename "$1" -replay)
    corpus=tests/fuzz/corpus/$name
    # shellcheck disable=SC2086
    if [ ! -d "$corpus" ]; then
        echo "ok 1 - corpus of $name # skip none yet"
    elif timeout $((300 * patience)) $CS_UNDER "$1" "$corpus"; then
        echo "ok 1 - corpus of $name"
    else
        echo "not ok 1 - corpus of $name"
    fi
    echo "1..1"
}

tally() {
    local name=$1 log=$2 status=$3 passed failed planned
    passed=$(grep -ac '^ok ' "$log")
    failed=$(grep -ac '^not ok ' "$log")
    planned=$(sed -n 's/^1\.\.\([0-9]*\).*/\1/p' "$log" | head -n 1)
    if [ -z "$planned" ] || [ $((passed + failed)) -lt "$planned" ] || { [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; }; then
        failed=$((failed + 1))
        echo "not ok - $name ended with status $status after $passed of ${planned:-?} tests" >>"$log"
    fi
    echo "$passed $failed" >"$log.count"
    echo "$name: $passed passed, $failed failed"
    # The failed tests with their remarks, which stand before them (unit) or behind (lint, bats).
    [ "$failed" -eq 0 ] || awk '
        /^not ok/ { printf "%s", before; print; shown = 1; before = ""; next }
        /^ok/ { shown = 0; before = ""; next }
        shown { print; next }
        { before = before $0 "\n" }' "$log" | cut -c 1-300 | head -n 120 | sed 's/^/    /'
}
export -f one replay tally
export logs patience=${CS_PATIENCE:-1} CS_UNDER=${CS_UNDER:-}

chosen_bats() {
    if [ -z "${CS_BATS:-}" ]; then
        find tests -maxdepth 1 -name '*.bats' ! -name 'torture*' -printf '%s bats %p\n'
    else
        # shellcheck disable=SC2086
        printf 'tests/%s.bats\n' $CS_BATS | xargs stat -c '%s bats %n'
    fi
}

list() {
    case $1 in
    unit) find tests/unit -name '*.c' -printf '%f\n' 2>/dev/null | sed "s|\(.*\)\.c|unit $CS_BUILD/tests/\1|" ;;
    fuzz) find -H "$CS_BUILD/fuzz" -name '*-replay' -printf 'fuzz %p\n' 2>/dev/null ;;
    lint) find tests/lint -type f -perm -u+x -printf 'lint %p\n' 2>/dev/null ;;
    # The longest first, so that the others fill the gaps.
    bats) chosen_bats | sort -rn | cut -d ' ' -f 2- ;;
    torture) find tests -maxdepth 1 -name 'torture*.bats' -printf 'bats %p\n' ;;
    esac
}

for kind in "$@"; do list "$kind" | if [ "$kind" = bats ]; then cat; else sort; fi; done |
    xargs -r -P "${CS_JOBS:-2}" -L 1 bash -c 'one "$1" "$2"' one

cat "$logs"/*.count 2>/dev/null | awk '{ passed += $1; failed += $2 }
    END { printf "%d passed, %d failed\n", passed, failed; exit failed > 0 || passed == 0 }'
