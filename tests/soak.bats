#!/usr/bin/env bats
# Many processes over one store while the clock goes on, some of them killed: tests/soak. Here a handful, to see that it
# finds nothing, and that it would find what it is there for; 200 imports and 200 runs are torture-soak.bats'.

load helpers

small_soak() { # FOLDER
    SOAK_SEED=${CS_SEED:-$RANDOM} SOAK_IMPORTS=5 SOAK_ROWS=20 SOAK_PROCESSES=4 SOAK_PATIENCE=60 "$TOP/tests/soak/soak.sh" "$1" >"$OUT" 2>&1
}

# What the judge says of the store after a change that nobody makes.
judged() { # SQL
    rm -rf changed && cp -a soak changed
    sed -i "s|$PWD/soak|$PWD/changed|" changed/sender
    sqlite3 changed/cs.db "PRAGMA foreign_keys = 0; $1" >/dev/null
    "$TOP/tests/soak/judge.sh" "$PWD/changed" 1772500000 >said 2>&1
}

@test "imports, runs, moves, readers, senders and backups at once, with kills: nothing lost, nothing twice" {
    small_soak "$PWD/soak" || { cat "$OUT" && return 1; }
    grep -q 'cases [1-9]' "$OUT"
    grep -q 'SOAK_SEED=[0-9]' "$OUT"
    # The judge is worth nothing unless it sees a lost alert, a lost event, a doubled case, a change that no log knows.
    while IFS='|' read -r what sql; do
        ! judged "$sql" || fault "$what: not seen"
        grep -q '^amiss: ' said || fault "$what: $(head -n 3 said)"
    done <<'END'
a message lost|DELETE FROM message WHERE escalation_id = (SELECT min(escalation_id) FROM message)
a case as no file says|UPDATE ticket SET subject = 'x' WHERE id = 3
END
    no_faults
}
