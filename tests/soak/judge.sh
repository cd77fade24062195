#!/bin/bash
# Judges what a soak left behind (soak.sh): exit status 0 and a table, or 1 and what is amiss.
# usage: judge.sh FOLDER END (the present moment of the judgement, in seconds)
[ $# -eq 2 ] && cd "$1" || exit 1
export CS_DB=$PWD/cs.db CS_NOW
CS_NOW=$(date -u -d "@$2" +%Y-%m-%dT%H:%M:%SZ)
faults=0

amiss() {
    faults=$((faults + 1))
    echo "amiss: $*" | cut -c 1-400
}

ask() {
    sqlite3 -readonly cs.db "$1"
}

# A count that must be nought.
none() { # WHAT SQL
    local got
    got=$(ask "$2")
    [ "$got" = 0 ] || amiss "$1: $got"
}

# ---- how the commands ended ----

# Nothing ends in any other way than done, refused in words, or by its signal.
endings() {
    local number kind struck code
    while read -r number kind _ _ _ struck code _; do
        case $code in
        0) continue ;;
        3) [ "$kind" = move ] || amiss "job $number, $kind: status 3: $(head -n 1 "out/$number.err")" ;;
        1) # a move alone: of a case that is over, or not there yet
            if [ "$kind" != move ] || grep -q 'in use\|could not\|damaged\|memory\|constraint' "out/$number.err"; then
                amiss "job $number, $kind: $(head -n 2 "out/$number.err")"
            fi
            ;;
        *)
            [[ $struck != - && $struck != STOP && $code -eq $((128 + $(kill -l "$struck"))) ]] ||
                amiss "job $number, $kind, $struck: status $code: $(head -n 1 "out/$number.err")"
            ;;
        esac
    done <report
    [ "$(cut -d ' ' -f 1 report | cut -d . -f 1 | sort -u | wc -l)" -eq "$(wc -l <plan)" ] || amiss 'not all jobs of the plan were done'
}

# ---- imports: the files, in the order in which the store took them, give its rows ----

imports() {
    ask "SELECT substr(a.name, 8), i.inserted, i.updated, i.unchanged, i.refused FROM intake AS i
        JOIN actor AS a ON a.id = i.actor_id WHERE i.noun = 'ticket' ORDER BY i.id" | tr '|' ' ' >taken
    awk -v subjects=subjects '
        {
            file = "files/" $1 ".given"
            inserted = updated = unchanged = 0
            while ((getline line < file) > 0) {
                split(line, row, " ")
                if (!(row[1] in version)) inserted++
                else if (version[row[1]] == row[2]) unchanged++
                else updated++
                version[row[1]] = row[2]
            }
            close(file)
            if (inserted != $2 || updated != $3 || unchanged != $4 || $5 != 0)
                print "import " $1 ": the store says " $2 " " $3 " " $4 " " $5 ", its file gives " inserted " " updated " " unchanged " 0"
        }
        END { for (id in version) printf "C%07d|门关不严 %d\n", id, version[id] > subjects }' taken >wrong
    [ ! -s wrong ] || amiss "$(wc -l <wrong) imports: $(head -n 1 wrong)"
    [ -f subjects ] || : >subjects
    ask 'SELECT r.external_id, t.subject FROM reference AS r JOIN ticket AS t ON t.id = r.ticket_id' | sort >held
    sort subjects | diff - held >wrong || amiss "$(grep -c '^[<>]' wrong) cases are not as their files: $(head -n 3 wrong)"
    # Whatever was acknowledged is there; whatever was killed is there or not.
    awk 'FILENAME == "taken" { got[$1]++; next } $2 == "import" { told[$3] += $7 == 0; killed[$3] += $7 > 128 }
        END { for (part in told) if (got[part] < told[part] || got[part] > told[part] + killed[part])
            print "import " part ": " got[part] + 0 " times there, " told[part] " times acknowledged, " killed[part] " times killed" }' \
        taken report >wrong
    [ ! -s wrong ] || amiss "$(wc -l <wrong) imports: $(head -n 1 wrong)"
}

# ---- runs: what was told is what was kept, once ----

# A run's present moment is its own, and so marks what it kept; one that was killed may have told less than it kept.
runs() {
    local number kind now rest
    ask 'SELECT at, id FROM escalation ORDER BY at, id' | tr '|' ' ' >kept
    while read -r number kind rest now; do
        now=${now%% *}
        [ "$kind" != run ] || sed -n 's/^{"id":\([0-9]*\),.*}$/'"$now"' \1/p' "out/$number"
    done <report >told
    awk '$2 == "run" && $7 == 0 { print $4 }' report >whole
    awk 'FILENAME == "whole" { whole[$1] = 1; next } !($1 in whole) { next } { count[FILENAME, $1]++ }
        END { for (at in whole) if (count["told", at] != count["kept", at])
            print "the run of " at " told " count["told", at] + 0 ", but kept " count["kept", at] + 0 }' whole told kept >wrong
    [ ! -s wrong ] || amiss "$(wc -l <wrong) runs: $(head -n 1 wrong)"
    sort told | uniq -d >wrong
    [ ! -s wrong ] || amiss "$(wc -l <wrong) alerts were told twice: $(head -n 1 wrong)"
    sort told | comm -23 - <(sort kept) >wrong
    [ ! -s wrong ] || amiss "$(wc -l <wrong) alerts were told, but not kept: $(head -n 1 wrong)"
}

# ---- alerts: each once, with its event and its message; none forgotten ----

alerts() {
    cs-escalate run -q >/dev/null 2>run.err || amiss "the last run: $(head -n 1 run.err)"
    none 'rungs that are due still' "SELECT count(*) FROM deadline WHERE due_at <= $2"
    none 'alerts twice' 'SELECT count(*) - count(DISTINCT ticket_id || metric || instance || " " || rung || role) FROM escalation'
    none 'messages without an alert, alerts without a message' "SELECT count(*) FROM (
        SELECT ticket_id, metric, instance, rung % 100, due_at, staff_id FROM escalation WHERE staff_id IS NOT NULL
        EXCEPT SELECT e.ticket_id, e.metric, e.instance, e.rung % 100, e.due_at, m.staff_id FROM message AS m
        JOIN escalation AS e ON e.id = m.escalation_id)"
    none 'messages of a staff that no alert names' "SELECT count(*) FROM message AS m JOIN escalation AS e
        ON e.id = m.escalation_id WHERE m.staff_id IS NOT e.staff_id OR m.ticket_id IS NOT e.ticket_id"
    none 'messages twice' 'SELECT count(*) - count(DISTINCT key) FROM message'
    none 'alerts whose event is missing, events without an alert' "SELECT count(*) FROM (
        SELECT DISTINCT ticket_id, metric, rung % 100, due_at FROM escalation EXCEPT
        SELECT ticket_id, outcome, CAST(note AS INTEGER), occurred_at FROM event WHERE verb = 'escalate')"
    none 'events twice' "SELECT count(*) FROM (SELECT 1 FROM event WHERE verb = 'escalate'
        GROUP BY ticket_id, outcome, note, occurred_at HAVING count(*) > 1)"
}

# Each clock names its next rung, each next rung its clock, and a clock left alone has climbed rung by rung.
clocks() {
    none 'clocks and next rungs that disagree' "SELECT count(*) FROM (
        SELECT ticket_id, metric, instance, next_at FROM clock WHERE next_at IS NOT NULL EXCEPT
        SELECT ticket_id, metric, instance, due_at FROM deadline)"
    none 'next rungs whose clock is missing' "SELECT count(*) FROM (
        SELECT ticket_id, metric, instance, due_at FROM deadline EXCEPT
        SELECT ticket_id, metric, instance, next_at FROM clock WHERE next_at IS NOT NULL)"
    none 'rungs that were climbed and not told' "SELECT count(*) FROM clock AS c WHERE c.rung > c.passed AND
        c.ticket_id NOT IN (SELECT ticket_id FROM event WHERE verb <> 'escalate' GROUP BY ticket_id HAVING count(*) > 1)
        AND (SELECT count(DISTINCT e.rung) FROM escalation AS e WHERE e.ticket_id = c.ticket_id AND
        e.metric = c.metric AND e.instance = c.instance) <> c.rung - c.passed"
    none 'rungs of cases that are over' "SELECT count(*) FROM deadline AS d JOIN ticket AS t ON t.id = d.ticket_id
        WHERE t.state IN ('closed', 'cancelled')"
}

# ---- messages: out once; twice only where the sender was killed between sending and noting it ----

sending() {
    local killed
    # An hour later what the killed ones had in hand is handed over again.
    cs-notify send -q --now "$(date -u -d "@$(($1 + 3600))" +%Y-%m-%dT%H:%M:%SZ)" --limit 40 --via "$PWD/sender" >/dev/null 2>send.err ||
        amiss "the last sender: $(head -n 1 send.err)"
    none 'messages in hand for ever' "SELECT count(*) FROM message WHERE state = 'leased'"
    killed=$(awk '$2 == "send" && $7 > 128' report | wc -l)
    sort sent | uniq -c | awk '$1 > 1 { again += $1 - 1 } END { print again + 0 }' >again
    [ "$(cat again)" -le "$killed" ] || amiss "$(cat again) messages went out again, $killed senders were killed"
    sort -u sent >gone
    ask "SELECT key FROM message WHERE state = 'sent'" | sort | comm -23 - gone >wrong
    [ ! -s wrong ] || amiss "$(wc -l <wrong) messages count as sent and never went out: $(head -n 1 wrong)"
    ask "SELECT key FROM message WHERE state = 'sent'" | sort | comm -13 - gone >wrong
    [ "$(wc -l <wrong)" -le "$killed" ] || amiss "$(wc -l <wrong) messages went out and count as waiting, $killed senders were killed"
}

# ---- the log gives the rows ----

replay() {
    none 'cases whose state is not that of their last move' "SELECT count(*) FROM ticket AS t WHERE t.state <> (
        SELECT e.new FROM event AS e WHERE e.ticket_id = t.id AND e.new IN (SELECT code FROM state) AND
        (e.field IS NULL OR e.field = 'state') ORDER BY e.seq DESC LIMIT 1)"
    none 'logs with a gap' "SELECT count(*) FROM (SELECT 1 FROM event GROUP BY ticket_id HAVING max(seq) <> count(*) OR min(seq) <> 1)"
    none 'cases without a log or a name' "SELECT (SELECT count(*) FROM ticket WHERE id NOT IN (SELECT ticket_id FROM event))
        + (SELECT count(*) FROM ticket WHERE id NOT IN (SELECT ticket_id FROM reference))"
    cs-db check -q >check.out 2>&1 || amiss "cs-db check: $(head -n 3 check.out)"
    # What is kept of each clock is what reckoning it anew gives, but for a rung whose moment had come when the limit
    # changed, and which waits for an opening: it stays due.
    cs-escalate recompute --dry-run --tz UTC -o csv >recompute.out 2>recompute.err || amiss "recompute: $(tail -n 1 recompute.err)"
    ask "SELECT ticket_id || ',' || metric || ',' || instance FROM deadline WHERE rung_at <= $1" | sort >staying
    tail -n +2 recompute.out | cut -d , -f 1,3,4 | sort | comm -23 - staying >wrong
    [ ! -s wrong ] || amiss "recompute changes $(wc -l <wrong) clocks: $(head -n 1 wrong)"
}

backups() {
    local copy last=
    for copy in backup-*.db; do
        [ -f "$copy" ] || continue
        last=$copy
        [ "$(sqlite3 -readonly "$copy" "SELECT (SELECT count(*) FROM ticket) - (SELECT count(*) FROM reference),
            (SELECT count(*) FROM (SELECT ticket_id, metric, instance, next_at FROM clock WHERE next_at IS NOT NULL EXCEPT
            SELECT ticket_id, metric, instance, due_at FROM deadline))")" = '0|0' ] ||
            amiss "$copy is not one moment of the store"
    done
    [ -z "$last" ] || cs-db check -q --db "$last" >check.out 2>&1 || amiss "$last: $(head -n 3 check.out)"
}

table() {
    awk '{ count[$2]++; struck[$2] += $6 != "-"; ended[$2] += $7 > 128; if ($8 > most[$2]) most[$2] = $8 }
        END { for (kind in count) printf "%-10s %5d jobs, %4d met by a signal, %4d ended by it, slowest %d ms\n", kind, count[kind],
            struck[kind], ended[kind], most[kind] }' report | sort
    ask "SELECT 'cases ' || (SELECT count(*) FROM ticket) || ', events ' || (SELECT count(*) FROM event) || ', alerts ' ||
        (SELECT count(*) FROM escalation) || ', messages ' || (SELECT count(*) FROM message) || ', sent ' ||
        (SELECT count(*) FROM message WHERE state = 'sent') || ', next rungs ' || (SELECT count(*) FROM deadline)"
}

endings
imports
runs
alerts "$@"
clocks
sending "$2"
replay "$2"
backups
table
[ $faults -eq 0 ]
