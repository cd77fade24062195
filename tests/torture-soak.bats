#!/usr/bin/env bats
# The soak at its size: 200 imports of 1,000 rows and 200 runs from eight processes over days of simulated time, with
# kills, beside moves of cases, readers, senders and backups; then cs-db check and a replay of the log agree to the row.
# `make soak` runs it alone; SOAK_SEED repeats its plan.

load helpers

SEED=${CS_SEED:-$RANDOM}

@test "200 imports and 200 runs from eight processes, killed at random: the store is as its files and its log say" {
    "$TOP/tests/soak/soak.sh" "$PWD/soak" >"$OUT" 2>&1 || { cat "$OUT" && return 1; }
    [ "$(sqlite3 soak/cs.db 'SELECT count(*) >= 100000 FROM ticket')" = 1 ] || [ -n "${SOAK_IMPORTS:-}${SOAK_ROWS:-}" ] ||
        fault "only $(sqlite3 soak/cs.db 'SELECT count(*) FROM ticket') cases"
    no_faults
}

@test "many runs, senders, readers and imports at once, held and stopped stores, signals, odd clocks: many times" {
    for round in $(seq "${TORTURE_ROUNDS:-3}"); do
        CS_SEED=$((SEED + round)) CS_TORTURE=1 TOGETHER_CASES=$((round * 400)) TOGETHER_MOMENTS=8 bats --tap "$TOP/tests/together.bats" "$TOP/tests/soak.bats" >"$OUT" 2>&1 ||
            fault "round $round, CS_SEED=$((SEED + round)): $(grep -A 6 '^not ok' "$OUT")"
    done
    no_faults
}
