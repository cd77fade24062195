#!/usr/bin/env bats
# Many processes over one store while the clock goes on, some of them killed: tests/soak. Here a handful, to see that it
# finds nothing, and that it would find what it is there for; 200 imports and 200 runs are torture-soak.bats'.

load helpers

small_soak() { # FOLDER
    SOAK_SEED=${CS_SEED:-$RANDOM} SOAK_IMPORTS=4 SOAK_ROWS=20 SOAK_PROCESSES=4 SOAK_PATIENCE=60 "$TOP/tests/soak/soak.sh" "$1" >"$OUT" 2>&1
}

# What the judge says of the store after a change that nobody makes; 3: there was nothing to change (all messages
# had gone out, say).
judged() { # SQL
    local changed
    rm -rf changed && cp -a soak changed
    sed -i "s|$PWD/soak|$PWD/changed|" changed/sender
    changed=$(sqlite3 changed/cs.db "PRAGMA foreign_keys = 0; $1; SELECT total_changes()" | tail -n 1)
    [ "$changed" -gt 0 ] || return 3
    "$TOP/tests/soak/judge.sh" "$PWD/changed" 1772500000 >said 2>&1
}

@test "imports, runs, moves, readers, senders and backups at once, with kills: nothing lost, nothing twice" {
    small_soak "$PWD/soak" || { cat "$OUT" && return 1; }
    grep -q 'cases [1-9]' "$OUT"
    grep -q 'SOAK_SEED=[0-9]' "$OUT"
    # The judge is worth nothing unless it sees what is lost, doubled, or known to no log.
    local seen=0 answer
    while IFS='|' read -r what sql; do
        answer=0 && judged "$sql" || answer=$?
        [ "$answer" != 3 ] || continue
        [ "$answer" != 0 ] || fault "$what: not seen"
        grep -q '^amiss: ' said || fault "$what: $(head -n 3 said)"
        seen=$((seen + 1))
        [ -n "${CS_TORTURE:-}" ] || break
    done <<'END'
a message is lost|DELETE FROM message WHERE escalation_id = (SELECT min(escalation_id) FROM message)
a case is as no file says|UPDATE ticket SET subject = 'x' WHERE id = 3
an alert is lost|DELETE FROM escalation WHERE id = (SELECT min(id) FROM escalation)
an alert is there twice|INSERT INTO escalation SELECT (SELECT max(id) + 1 FROM escalation), ticket_id, metric, instance, rung + 100, due_at, at, local_day, line, role, level, staff_id, action FROM escalation WHERE id = (SELECT min(id) FROM escalation)
an event is lost|DELETE FROM event WHERE (ticket_id, seq) = (SELECT ticket_id, seq FROM event WHERE verb = 'escalate' LIMIT 1)
a case has lost its name|DELETE FROM reference WHERE ticket_id = 2
a state that no event gave|UPDATE ticket SET state = 'in_work' WHERE id = 2
a next rung is lost|DELETE FROM deadline WHERE ticket_id = (SELECT max(ticket_id) FROM deadline)
a next rung at another moment|UPDATE deadline SET due_at = due_at + 1 WHERE ticket_id = (SELECT max(ticket_id) FROM deadline)
a limit that nobody reckoned|UPDATE clock SET due_at = due_at + 60 WHERE ticket_id = (SELECT max(ticket_id) FROM deadline WHERE rung_at > 1772500000)
an import that did something else|UPDATE intake SET inserted = inserted - 1, updated = updated + 1 WHERE id = (SELECT min(id) FROM intake)
a message never went out|UPDATE message SET state = 'sent' WHERE id = (SELECT max(id) FROM message WHERE state <> 'sent')
END
    [ "$seen" -gt 0 ] || fault "nothing could be changed"
    no_faults
}
