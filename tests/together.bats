#!/usr/bin/env bats
# Many processes at once over one store, one of them stopped, or the clock at fault: each alert once, each message once,
# readers never hindered. `make torture` runs this file again and again with more of everything (torture-soak.bats).
# Moments are random: CS_SEED repeats them.

load helpers
load together-kit

@test "two and eight runs at once leave what one run leaves, and tell each alert once between them" {
    [ "$TOGETHER_CASES" -gt 260 ] || TOGETHER_CASES=260 # more than one transaction of a run
    for copies in $(some_of 8 2 3 8); do
        store_of_cases
        one_run_alone
        at_once $copies 'cs-escalate run -q -o jsonl --wait 120'
        as_alone "$copies runs at once"
        [ "$(told_rungs | wc -l)" -eq $((TOGETHER_CASES * 4)) ] && [ -z "$(told_rungs | sort | uniq -d | head -n 1)" ] ||
            fault "$copies runs: $(told_rungs | wc -l) told, $(told_rungs | sort -u | wc -l) of them different"
        rm say.* err.*
    done
    no_faults
}

@test "runs at once with an import, a backup, readers and senders beside: alerts as alone, each message out once" {
    store_of_cases
    one_run_alone
    recorder
    rows 100001 100200 "$MORNING" >more.csv
    # A reader waits for nobody's work, but for the moment in which whoever opens the store first reads its log.
    at_once 8 'case $I in
        [1-3]) exec cs-escalate run -q -o jsonl --wait 120 ;;
        4) exec cs-ticket import -q --wait 120 more.csv ;;
        5) exec cs-db backup -q copy.db ;;
        6) for i in 1 2 3 4; do cs-ticket list --count --wait 2 && cs-report run backlog -o csv --wait 2 || exit 1; done ;;
        *) exec cs-notify send -q --limit 10 --wait 120 --via "$PWD/sender" ;;
        esac'
    as_alone 'everything at once'
    [ "$(sqlite3 cs.db 'SELECT count(*) FROM ticket')" -eq $((TOGETHER_CASES + 200)) ] || fault 'the import is not whole'
    cs-db check -q --db copy.db || fault 'the backup'
    [ -z "$(sort sent | uniq -d)" ] || fault 'a message went out twice'
    no_faults
}

# A store with its people and without a case: the first load of a store is written in a way of its own.
store_without_cases() {
    store_of_cases
    [ -f "$BATS_FILE_TMPDIR/empty.db" ] || {
        rm -f cs.db cs.db-*
        cs-db init -q --now "$EVENING"
        printf 'code,name,kind\nP1,项目,project\nP2,项目,project\nP3,项目,project\nP4,项目,project\n' | cs-org unit import -q
        cp cs.db "$BATS_FILE_TMPDIR/empty.db"
    }
    rm -f cs.db cs.db-* && cp "$BATS_FILE_TMPDIR/empty.db" cs.db
}

@test "eight first imports at once into an empty store, of the same file and of others, with readers beside: each case once" {
    rows 1 400 >all.csv
    for i in 1 2 3 4; do rows $((i * 100 - 99)) $((i * 100)) >"part.$i.csv"; done
    for round in $(seq "${TOGETHER_MOMENTS:-1}"); do
        store_without_cases
        at_once 8 'case $I in
            [1-4]) exec cs-ticket import --wait 120 "part.$I.csv" ;;
            [56]) exec cs-ticket import --wait 120 all.csv ;;
            7) for i in 1 2 3 4 5 6; do cs-ticket list --count || exit 1; done ;;
            8) exec cs-escalate run -q --now "$CS_NOW" --wait 120 ;;
            esac'
        [ "$(sqlite3 cs.db 'SELECT count(*) FROM ticket')" -eq 400 ] || fault "round $round: $(sqlite3 cs.db 'SELECT count(*) FROM ticket') cases of 400"
        told=$(cat err.? | sed -n 's/.*inserted \([0-9]*\), updated \([0-9]*\), unchanged \([0-9]*\), refused \([0-9]*\)$/\1 \2 \3 \4/p' |
            awk '{ i += $1; u += $2; s += $3; r += $4 } END { print i, u, s, r }')
        [ "$told" = '400 0 800 0' ] || fault "round $round: inserted, updated, unchanged, refused: $told"
        [ "$(sqlite3 cs.db 'PRAGMA journal_mode')" = wal ] || { cs-ticket note -q --note x 1 && [ "$(sqlite3 cs.db 'PRAGMA journal_mode')" = wal ]; } ||
            fault "round $round: the log is not entered again"
        cs-db check -q 2>check.err || fault "round $round: $(head -n 3 check.err)"
    done
    no_faults
}

@test "a first import killed at random moments beside readers, writers and another first import: whole or not at all" {
    RANDOM=${CS_SEED:-$RANDOM}
    rows 1 2000 >all.csv
    for round in $(seq "${TOGETHER_MOMENTS:-1}"); do
        store_without_cases
        delay=$(printf '0.%03d' $((RANDOM % 90)))
        cs-ticket import -q --wait 120 all.csv >/dev/null 2>&1 &
        child=$!
        sleep "$delay"
        { kill -KILL $child && wait $child; } 2>/dev/null || true
        at_once 4 'case $I in
            1) exec cs-ticket list --count ;;
            2) exec cs-ticket import --wait 120 all.csv ;;
            3) exec cs-escalate run -q --wait 120 ;;
            4) exec cs-db backup -q copy.db ;;
            esac'
        [[ $(cat say.1) =~ ^(0|2000)$ ]] || fault "killed after $delay s: a reader sees $(cat say.1) cases"
        grep -q 'inserted 2000, updated 0, unchanged 0\|inserted 0, updated 0, unchanged 2000' err.2 || fault "killed after $delay s: $(tail -n 1 err.2)"
        [ "$(sqlite3 cs.db 'SELECT count(*) FROM ticket')" -eq 2000 ] || fault "killed after $delay s: $(sqlite3 cs.db 'SELECT count(*) FROM ticket') cases"
        [[ $(sqlite3 copy.db 'SELECT count(*) FROM ticket') =~ ^(0|2000)$ ]] || fault "killed after $delay s: the copy has $(sqlite3 copy.db 'SELECT count(*) FROM ticket')"
        rm copy.db
        cs-db check -q 2>check.err || fault "killed after $delay s: $(head -n 3 check.err)"
        cs-ticket note -q --note x 1
        [ ! -e cs.db-journal ] || fault "killed after $delay s: its journal is left"
    done
    no_faults
}

@test "eight senders at once hand each message over once" {
    TOGETHER_CASES=20
    store_of_cases
    cs-escalate run -q >/dev/null
    recorder
    at_once 8 'exec cs-notify send -q --wait 120 --via "$PWD/sender"'
    sort sent >once
    sqlite3 cs.db "SELECT key FROM message WHERE state = 'sent' ORDER BY 1" | sort | diff once - >differ || fault "$(head -n 4 differ)"
    [ "$(wc -l <once)" -eq 80 ] && [ -z "$(uniq -d once)" ] || fault "$(wc -l <once) were handed over, $(uniq once | wc -l) of 80"
    no_faults
}

# ---- held, stopped, killed ----

@test "a writer that is stopped while it holds the store: others give up in words, readers go on; killed, it is no obstacle" {
    store_of_cases
    one_run_alone
    recorder
    rows 1 3 >few.csv
    rows 100001 104000 "$MORNING" >many.csv
    stop_inside many.csv || skip 'the import was never caught inside'
    refused_in_words 'stopped inside an import'
    # It goes on: what it began is whole.
    kill -CONT $stopped
    wait $stopped || fault "continued: $(cat stopped.err)"
    [ "$(sqlite3 cs.db 'SELECT count(*) FROM ticket')" -eq $((TOGETHER_CASES + 4000)) ] || fault 'continued, but not whole'
    # Stopped again and killed: the next one needs nobody's help and waits for nothing.
    store_of_cases
    if stop_inside many.csv; then
        kill -KILL $stopped
        wait $stopped || true
        cs-escalate run -q --wait 0 >/dev/null 2>err || fault "after the kill: $(cat err)"
        as_alone 'a run after a killed holder'
        [ "$(sqlite3 cs.db 'SELECT count(*) FROM ticket')" -eq $TOGETHER_CASES ] || fault 'killed, but something is left'
    fi
    no_faults
}

@test "a checkpointer that is stopped: others give up in words, readers go on" {
    store_of_cases
    recorder
    rows 1 3 >few.csv
    cs-ticket note -q --note x 1
    exec 8>>cs.db-lock
    flock 8
    refused_in_words 'the lock file is held'
    exec 8>&-
    cs-escalate run -q --wait 0 >/dev/null || fault 'then it fails'
    no_faults
}

@test "a reader that is stopped hinders no writer; the log grows while it stands there and is emptied when it has gone" {
    store_of_cases
    mkfifo pipe
    rows 100001 102000 "$MORNING" | cs-ticket import -q
    cs-ticket list -o jsonl --fields id,subject,body,reporter,phone,project,occurred_at >pipe 2>reader.err &
    reader=$!
    exec 8<pipe
    head -c 1 <&8 >/dev/null # it has begun to read, and waits for whoever reads the pipe
    kill -STOP $reader
    for i in 1 2 3; do
        rows $((i * 1000 + 200001)) $((i * 1000 + 201000)) "$MORNING" | cs-ticket import -q --wait 0 || fault "import $i"
        sizes[i]=$(stat -c %s cs.db-wal)
    done
    cs-escalate run -q --wait 0 >/dev/null || fault 'the run'
    [ "${sizes[1]}" -gt 0 ] && [ "${sizes[3]}" -gt "${sizes[1]}" ] || fault "the log: ${sizes[*]}"
    # It sees the store of its beginning to the end.
    kill -CONT $reader
    seen=$(($(cat <&8 | wc -l)))
    exec 8<&-
    wait $reader || fault "the reader: $(cat reader.err)"
    [ "$seen" -eq $((TOGETHER_CASES + 2000)) ] || fault "the reader saw $seen cases"
    cs-ticket note -q --note x 1
    [ "$(stat -c %s cs.db-wal)" -eq 0 ] || fault "the log is left with $(stat -c %s cs.db-wal) bytes"
    no_faults
}

@test "who has waited long is not overtaken for ever by those who come last" {
    [ -n "${CS_TORTURE:-}" ] || skip 'make torture does it'
    store_of_cases
    for i in 1 2 3 4 5 6 7; do
        for j in 1 2 3 4 5 6 7 8; do rows $((i * 1000000 + j * 10000)) $((i * 1000000 + j * 10000 + 800)) >"many.$i.$j"; done
    done
    at_once 8 'if [ $I = 8 ]; then
        for j in 1 2 3 4 5 6 7 8 9; do cs-ticket note -q --note x --wait 20 $j || exit 1; done
    else
        for j in 1 2 3 4 5 6 7 8; do cs-ticket import -q --wait 300 many.$I.$j || exit 1; done
    fi'
    [ "$(sqlite3 cs.db 'SELECT count(*) FROM ticket')" -eq $((TOGETHER_CASES + 7 * 8 * 801)) ] || fault 'not all were imported'
    no_faults
}

# ---- signals ----

# A command met by a signal at a moment: it ends within a second, by the signal or done, and says so in a line at most.
met_by() { # SIGNAL SECONDS COMMAND...
    local child from took code=0
    env --default-signal=INT,TERM,HUP "${@:3}" >met.out 2>met.err </dev/null &
    child=$!
    sleep "$2"
    from=$(date +%s%N)
    kill -s "$1" $child 2>/dev/null || true
    wait $child 2>/dev/null || code=$?
    took=$((($(date +%s%N) - from) / 1000000))
    [ $code -eq 0 ] || [ $code -eq $((128 + $(kill -l "$1"))) ] || fault "$1 after $2 s: status $code: $(head -n 1 met.err)"
    [ $code -eq 0 ] || [ $took -lt 1000 ] || fault "$1 after $2 s: it took $took ms"
    [ "$(wc -l <met.err)" -le 1 ] || fault "$1 after $2 s: $(cat met.err)"
}

@test "INT, TERM and HUP at random moments of a run and of an import: by the signal within a second, and whole" {
    seed=${CS_SEED:-$RANDOM}
    echo "CS_SEED=$seed"
    RANDOM=$seed
    store_of_cases
    one_run_alone
    rows 100001 100400 "$MORNING" >more.csv
    for signal in INT TERM HUP; do
        for _ in $(seq "${TOGETHER_MOMENTS:-1}"); do
            delay=$(printf '0.%03d' $((RANDOM % 60)))
            store_of_cases
            met_by $signal "$delay" cs-ticket import -q more.csv
            got=$(sqlite3 cs.db "SELECT count(*) FROM ticket")
            [ "$got" -eq $TOGETHER_CASES ] || [ "$got" -eq $((TOGETHER_CASES + 400)) ] || fault "$signal after $delay s: $got cases"
            met_by $signal "$delay" cs-escalate run -q -o jsonl
            cs-escalate run -q >/dev/null
            as_alone "$signal after $delay s"
        done
    done
    no_faults
}

# ---- the clock ----

# What was told, but for when.
rungs_of() {
    sqlite3 -readonly cs.db 'SELECT ticket_id, metric, instance, rung, due_at, role, staff_id FROM escalation ORDER BY 1, 2, 3, 4, 6;
        SELECT ticket_id, metric, instance, rung, next_at FROM clock ORDER BY 1, 2, 3'
}

@test "a clock that goes back an hour, or for one run to 1970, 2038 or 9999: no alert twice, none lost, each sent once" {
    TOGETHER_CASES=8
    store_of_cases
    recorder
    cs-escalate run -q >/dev/null
    cs-escalate run -q --now 2026-03-03T17:00:00+08:00 >/dev/null
    rungs_of >wanted
    for odd in $(some_of 2026-03-03T08:00:00+08:00 1970-01-01T00:00:00Z 1969-12-31T23:59:59Z 2026-03-02T08:30:00+08:00); do
        store_of_cases
        : >sent
        for moment in "$MORNING" "$odd" "$MORNING" 2026-03-03T17:00:00+08:00 "$odd" 2026-03-03T17:00:00+08:00; do
            cs-escalate run -q --now $moment >/dev/null || fault "$odd: a run fails"
            cs-notify send -q --now $moment --via "$PWD/sender" || fault "$odd: a sender fails"
        done
        rungs_of | diff wanted - >differ || fault "$odd: $(head -n 3 differ)"
        sqlite3 cs.db 'SELECT key FROM message ORDER BY 1' | sort | diff - <(sort sent) >differ || fault "$odd: sent: $(head -n 3 differ)"
    done
    # Ahead: everything falls due at once, each once; and nothing of it is left lying for the years to come.
    for odd in $(some_of 9999-12-31T23:59:59Z 2038-01-19T03:14:08Z 2106-02-07T06:28:16Z); do
        store_of_cases
        : >sent
        for moment in "$odd" "$odd" "$MORNING" 2026-03-03T17:00:00+08:00; do
            cs-escalate run -q --now $moment >/dev/null 2>&1 || fault "$odd: a run fails"
        done
        cs-notify send -q --now 2026-03-03T17:00:00+08:00 --via "$PWD/sender" || fault "$odd: a sender fails"
        [ "$(sqlite3 cs.db 'SELECT count(*) = count(DISTINCT ticket_id || metric || instance || rung || role) AND count(*) > 100 FROM escalation')" = 1 ] ||
            fault "$odd: alerts"
        sqlite3 cs.db 'SELECT key FROM message ORDER BY 1' | sort | diff - <(sort sent) >differ || fault "$odd: sent: $(grep -c '^<' differ) lost: $(head -n 3 differ)"
        cs-db check -q || fault "$odd: check"
    done
    no_faults
}

@test "a moment that is none is refused, and nothing is touched" {
    TOGETHER_CASES=8
    store_of_cases
    before=$(store_digest cs.db)
    local odds=(garbage -1 2026-02-30 2026-03-03T09:00:00+99:00 99999999999999999999 10000-01-01T00:00:00Z %s)
    [ -z "${CS_TORTURE:-}" ] || odds+=(' ' 0 1e9 2026 2026-03-03T25:00 0000-00-00 '2026-03-03T09:00:00+08:00 x' NaN "$(printf '9%.0s' $(seq 5000))")
    for odd in "${odds[@]}"; do
        for line in 'cs-escalate run -q' 'cs-notify send --via /bin/true'; do
            CS_NOW=$odd capture_sh "$line"
            [ "$status" -eq 2 ] && [ -n "$err" ] && [ "$(wc -c <"$ERR")" -lt 1000 ] ||
                fault "$line at $(printf %q "${odd:0:40}"): $status, ${err:0:200}"
        done
    done
    [ "$(store_digest cs.db)" = "$before" ] || fault 'the store was changed'
    no_faults
}

@test "runs through both changes of summer time tell the same as one run behind them" {
    TOGETHER_CASES=6
    export CS_DB=$PWD/cs.db
    for change in $(some_of 2026-10-25 2026-03-29); do
        rm -f cs.db cs.db-* && cs-db init -q --timezone Europe/Berlin --now ${change}T00:00:00Z
        printf 'code,name,kind\nP1,项目,project\n' | cs-org unit import -q
        rows 4 4 | sed "s/2026-03-02T09:00:00+08:00/${change}T00:10:00Z/; s/,3,P1,/,1,P1,/" | cs-ticket import -q --now ${change}T00:11:00Z
        cp cs.db start.db
        for minute in 00:30 00:45 00:59 01:00 01:01 01:15 01:30 01:45 02:00 02:01 02:30 03:00 04:00; do
            cs-escalate run -q --now ${change}T$minute:00Z >/dev/null 2>&1 || fault "$change $minute"
        done
        rungs_of >stepwise
        rm -f cs.db cs.db-* && cp start.db cs.db
        cs-escalate run -q --now ${change}T04:00:00Z >/dev/null 2>&1
        rungs_of | diff stepwise - >differ || fault "$change: $(head -n 3 differ)"
        [ "$(grep -c care stepwise)" -gt 3 ] || [ "$(wc -l <stepwise)" -gt 8 ] || fault "$change: nothing was told"
    done
    no_faults
}
