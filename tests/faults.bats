#!/usr/bin/env bats
# Faults while an import or a run is at work: killed, two at once, a full disk, a closed pipe, a held lock, a folder that
# cannot be written, an interrupt. What is looked at is the store: a command ends done and after, failed in words and
# before (or after, where the words say "saved"), misused and before, or killed and before or after; nothing else.
# Big sizes are torture.bats'. Moments are random: CS_SEED repeats them.

load helpers

SEED=${CS_SEED:-$RANDOM}
CASES=600

# cases FROM TO: repairs of one project, all opened Monday 2 March 2026 at 09:00.
cases() {
    echo external_id,kind,priority,project,reporter,phone,subject,body,occurred_at
    seq "$1" "$2" | awk '{ printf "%d,repair,3,P1,业主%d,138%08d,门关不严,\"门缝\n%d 毫米\",2026-03-02T09:00:00+08:00\n", $1, $1, $1, $1 % 9 }'
}

# A store with one project and its people, beside it 2,000 cases as a file; kept as clean.db.
base() {
    export CS_DB=$PWD/cs.db CS_NOW=2026-03-02T09:01:00+08:00
    local made=$BATS_FILE_TMPDIR/clean.db
    if [ ! -f "$made" ]; then
        cs-db init -q 2>/dev/null
        printf 'code,name,kind,parent\nHQ,集团,group,\nRE,区域,region,HQ\nCA,城市,city,RE\nP1,项目,project,CA\n' | cs-org unit import -q
        printf 'code,name\nE1,工程师\nK1,客关\nH1,负责人\nKC,城市客关\n' | cs-org staff import -q
        printf 'unit,role,staff\nP1,engineer,E1\nP1,care,K1\nP1,head,H1\nCA,care,KC\n' | cs-org post import -q
        cp "$CS_DB" "$made"
        cases 1 2000 >"$BATS_FILE_TMPDIR/cases.csv"
    fi
    fresh "$made"
    cp "$BATS_FILE_TMPDIR/cases.csv" .
}

# The same with the 600 cases in it: at 09:00 the next morning four rungs of each are due (answer at 10:36 and 11:00, inspect
# at 08:30 and 09:00), each with one addressee: 2,400, in three transactions of a thousand at most.
late() {
    base
    local made=$BATS_FILE_TMPDIR/late.db
    if [ ! -f "$made" ]; then
        cases 1 $CASES | cs-ticket import -q
        cp "$CS_DB" "$made"
    fi
    fresh "$made"
    export CS_NOW=2026-03-03T09:00:00+08:00
}

fresh() { # STORE
    [ ! -s "$1-wal" ] || fault "$1 was copied with work in its log"
    rm -f "$CS_DB" "$CS_DB"-* && cp "$1" "$CS_DB"
}

count() { # TABLE
    sqlite3 "$CS_DB" "SELECT count(*) FROM $1"
}

# The store holds none of the 2,000 cases or all, with all that belongs to them, and nothing else of them.
none_or_all() {
    local got
    got=$(count ticket)
    [ "$got" -eq 0 ] || [ "$got" -eq 2000 ] || fault "$1: $got cases"
    # Each case waits for four clocks: answer, inspect, done, silence.
    [ "$(count reference)" -eq "$got" ] && [ "$(count event)" -eq "$got" ] && [ "$(count clock)" -eq $((got * 4)) ] &&
        [ "$(count deadline)" -eq $((got * 4)) ] || fault "$1: references, events, clocks or deadlines of $got cases are amiss"
    cs-db check -q >/dev/null 2>check.err || fault "$1: $(head -n 3 check.err)"
}

# Each rung of the 600 is there once, each with its message.
all_told() {
    local sum
    sum=$(sqlite3 "$CS_DB" "SELECT (SELECT count(*) FROM escalation), (SELECT count(DISTINCT ticket_id || metric || rung) FROM escalation),
        (SELECT count(*) FROM message), (SELECT count(DISTINCT key) FROM message), (SELECT count(*) FROM event WHERE verb = 'escalate')")
    [ "$sum" = '2400|2400|2400|2400|2400' ] || fault "$1: escalations, rungs, messages, keys, events: $sum"
    cs-db check -q >/dev/null 2>check.err || fault "$1: $(head -n 3 check.err)"
}

# What a run that was cut off has done, it has done whole: as many messages and events as escalations, the next rung set.
whole_so_far() {
    local sum
    sum=$(sqlite3 "$CS_DB" "SELECT (SELECT count(*) FROM escalation) - (SELECT count(*) FROM message),
        (SELECT count(*) FROM escalation) - (SELECT count(*) FROM event WHERE verb = 'escalate')")
    [ "$sum" = '0|0' ] || fault "$1: escalations against messages and events: $sum"
    cs-db check -q >/dev/null 2>check.err || fault "$1: $(head -n 3 check.err)"
}

# Milliseconds that a command takes.
span_of() {
    local from
    from=$(date +%s%N)
    "$@" >/dev/null 2>&1
    echo $((($(date +%s%N) - from) / 1000000 + 1))
}

# Runs a command and kills it with -9 after a random part of that many milliseconds; the moment is in $delay.
kill_within() { # MILLISECONDS COMMAND...
    local span=$1 child
    shift
    delay=$(awk -v span="$span" -v r="$RANDOM" 'BEGIN { printf "%.4f", span * r / 32768000 }')
    "$@" >out 2>/dev/null &
    child=$!
    sleep "$delay"
    kill -KILL $child 2>/dev/null || true
    wait $child 2>/dev/null || true
}

# ---- killed ----

@test "an import killed with -9 at ten random moments leaves all or nothing, and the next one heals" {
    base
    RANDOM=$SEED
    span=$(span_of cs-ticket import -q cases.csv)
    [ "$(count ticket)" -eq 2000 ]
    for i in 1 2 3 4 5 6 7 8 9 10; do
        fresh "$BATS_FILE_TMPDIR/clean.db"
        kill_within "$span" cs-ticket import -q cases.csv
        got=$(count ticket)
        echo "# kill $i after $delay of 0.$span s: $got cases (CS_SEED=$SEED)"
        none_or_all "kill $i after $delay s, CS_SEED=$SEED"
        cs-ticket import cases.csv 2>err || fault "kill $i: the next import fails: $(cat err)"
        grep -q "inserted $((2000 - got)), updated 0, unchanged $got, refused 0" err || fault "kill $i: $(tail -n 1 err)"
        none_or_all "after kill $i"
    done
    no_faults
}

@test "a run killed with -9 at ten random moments sends nothing twice and the next run misses nothing" {
    late
    RANDOM=$SEED
    span=$(span_of cs-escalate run)
    all_told 'without a kill'
    for i in 1 2 3 4 5 6 7 8 9 10; do
        fresh "$BATS_FILE_TMPDIR/late.db"
        kill_within "$span" cs-escalate run -o jsonl
        got=$(count escalation)
        echo "# kill $i after $delay of 0.$span s: $got of 2400 (CS_SEED=$SEED)"
        whole_so_far "kill $i after $delay s, CS_SEED=$SEED"
        # What it printed had been committed: durable before told.
        grep -c '^{.*}$' out >printed || true
        [ "$(cat printed)" -le "$got" ] || fault "kill $i: told $(cat printed), kept $got"
        cs-escalate run -o jsonl 2>err >rest || fault "kill $i: the next run fails: $(cat err)"
        [ "$(wc -l <rest)" -eq $((2400 - got)) ] || fault "kill $i: the next run tells $(wc -l <rest), not $((2400 - got))"
        all_told "after kill $i, CS_SEED=$SEED"
    done
    no_faults
}

@test "kills one after another on one store: every run but the last is killed, and all is told once" {
    late
    RANDOM=$SEED
    span=$(span_of cs-escalate run --dry-run)
    for i in 1 2 3 4 5 6 7 8; do
        kill_within "$span" cs-escalate run
        whole_so_far "kill $i, CS_SEED=$SEED"
    done
    cs-escalate run -q >/dev/null
    all_told "CS_SEED=$SEED"
    no_faults
}

# ---- two at once ----

@test "two imports at once both succeed, each case once" {
    base
    cases 1 1000 >one.csv
    cases 1001 2000 >two.csv
    cs-ticket import one.csv 2>err1 &
    first=$!
    cs-ticket import two.csv 2>err2 &
    second=$!
    wait $first || fault "the first: $(cat err1)"
    wait $second || fault "the second: $(cat err2)"
    grep -q 'inserted 1000,' err1 && grep -q 'inserted 1000,' err2 || fault "$(cat err1 err2)"
    [ "$(count ticket)" -eq 2000 ] || fault "$(count ticket) cases"
    # The same file from both sides: one brings it, for the other it is unchanged.
    fresh "$BATS_FILE_TMPDIR/clean.db"
    cs-ticket import cases.csv 2>err1 &
    first=$!
    cs-ticket import cases.csv 2>err2 &
    second=$!
    wait $first && wait $second || fault "the same file: $(cat err1 err2)"
    [ "$(cat err1 err2 | sed -n 's/^cs-ticket: inserted/inserted/p' | sort | xargs -d '\n' -n 1)" = \
        'inserted 0, updated 0, unchanged 2000, refused 0
inserted 2000, updated 0, unchanged 0, refused 0' ] || fault "the same file: $(cat err1 err2)"
    none_or_all 'the same file at once'
    no_faults
}

@test "an import and a run at once, and all is told once" {
    late
    cases 601 2000 >more.csv
    cs-ticket import -q more.csv 2>err1 &
    first=$!
    cs-escalate run -q >/dev/null 2>err2 &
    second=$!
    wait $first && wait $second || fault "$(cat err1 err2)"
    [ "$(count ticket)" -eq 2000 ] || fault "$(count ticket) cases"
    cs-escalate run -q >/dev/null
    [ "$(sqlite3 "$CS_DB" "SELECT count(*), count(DISTINCT ticket_id || metric || rung) FROM escalation WHERE ticket_id <= $CASES")" = '2400|2400' ] ||
        fault 'the rungs of the first 600'
    cs-db check -q || fault 'check'
    no_faults
}

# ---- a full disk ----

# A small disk at ./disk of that many KiB, or the test is skipped.
small_disk() { # KIB
    mkdir -p disk
    mount -t tmpfs -o "size=$1k" tmpfs disk 2>/dev/null || skip 'a small disk cannot be mounted here'
}

teardown() {
    chmod 700 "$BATS_TEST_TMPDIR/work/disk" 2>/dev/null || true
    umount "$BATS_TEST_TMPDIR/work/disk" 2>/dev/null || true
}

# The store on a disk that has that many KiB left.
room_left() { # STORE KIB
    rm -f disk/* disk/.[!.]*
    mount -o remount,size=64m disk
    cp "$1" disk/cs.db
    mount -o remount,size=$(($(du -k disk/cs.db | cut -f 1) + $2))k disk
}

@test "a disk that is full at any moment of an import: nothing changed, in words, and done once there is room" {
    base
    small_disk 65536
    export CS_DB=$PWD/disk/cs.db
    for room in 0 8 64 300 700 1200; do
        room_left "$BATS_FILE_TMPDIR/clean.db" $room
        code=0
        cs-ticket import -q cases.csv 2>err || code=$?
        [ $code -eq 1 ] || [ $code -eq 0 ] || fault "$room KiB: status $code"
        [ $code -eq 0 ] || { [ "$(wc -l <err)" -eq 1 ] && grep -qi 'no space left\|full' err; } || fault "$room KiB: $(head -n 3 err)"
        mount -o remount,size=64m disk
        [ "$(count ticket)" -eq $((code == 0 ? 2000 : 0)) ] || fault "$room KiB: status $code, $(count ticket) cases"
        none_or_all "$room KiB"
        cs-ticket import -q cases.csv 2>err || fault "$room KiB: with room it fails: $(cat err)"
        [ "$(count ticket)" -eq 2000 ] || fault "$room KiB: then $(count ticket) cases"
    done
    no_faults
}

@test "a disk that is full at any moment of a run: what is told is kept, and the rest is told once there is room" {
    late
    small_disk 65536
    export CS_DB=$PWD/disk/cs.db
    for room in 0 8 64 400 900; do
        room_left "$BATS_FILE_TMPDIR/late.db" $room
        code=0
        cs-escalate run -q -o jsonl >told 2>err || code=$?
        [ $code -eq 1 ] || [ $code -eq 0 ] || fault "$room KiB: status $code"
        [ $code -eq 0 ] || { [ "$(wc -l <err)" -le 2 ] && grep -qi 'no space left\|full' err; } || fault "$room KiB: $(head -n 3 err)"
        mount -o remount,size=64m disk
        got=$(count escalation)
        [ "$(wc -l <told)" -eq "$got" ] || fault "$room KiB: told $(wc -l <told), kept $got"
        [ "$got" -eq 0 ] || [ $code -eq 0 ] || grep -q saved err || fault "$room KiB: $got are kept, but the words do not say saved: $(cat err)"
        whole_so_far "$room KiB"
        cs-escalate run -q >/dev/null || fault "$room KiB: with room it fails"
        all_told "$room KiB"
    done
    no_faults
}

@test "a limit on the size of files stops an import before or after, and the store is sound" {
    base
    for blocks in 400 700 1200 3000; do
        fresh "$BATS_FILE_TMPDIR/clean.db"
        code=0
        (ulimit -f $blocks && exec cs-ticket import -q cases.csv) >/dev/null 2>err || code=$?
        [ $code -le 1 ] || [ $code -gt 128 ] || fault "$blocks blocks: status $code"
        [ $code -ne 1 ] || [ -s err ] || fault "$blocks blocks: failed without a word"
        got=$(count ticket)
        [ $code -ne 0 ] || [ "$got" -eq 2000 ] || fault "$blocks blocks: done, but $got cases"
        [ $code -ne 1 ] || [ "$got" -eq 0 ] || fault "$blocks blocks: failed, but $got cases"
        none_or_all "$blocks blocks"
    done
    no_faults
}

# ---- output that goes nowhere ----

@test "a full disk under the output: a list fails, a run says that it saved, and what it saved is whole" {
    late
    for format in csv tsv json jsonl table md; do
        capture_sh "cs-ticket list -o $format >/dev/full"
        [ "$status" -eq 1 ] && [ "$(grep -c 'No space left on device' "$ERR")" -eq 1 ] && [ "$(wc -l <"$ERR")" -eq 1 ] ||
            fault "list -o $format: $status, $err"
    done
    capture_sh 'cs-escalate run >/dev/full'
    [ "$status" -eq 1 ] && [[ $err == *saved* ]] || fault "run: $status, $err"
    whole_so_far 'run into /dev/full'
    [ "$(count escalation)" -gt 0 ] || fault 'it says saved, and nothing is'
    cs-escalate run -q >/dev/null
    all_told 'the next run'
    # A case that is added: saved and said so, or not.
    capture_sh 'cs-ticket add --kind repair --project P1 >/dev/full'
    [ "$status" -eq 1 ] || fault "add: $status"
    if [[ $err == *saved* ]]; then wanted=$((CASES + 1)); else wanted=$CASES; fi
    [ "$(count ticket)" -eq $wanted ] || fault "add: $err, but $(count ticket) cases"
    no_faults
}

@test "a reader that leaves after one line: a list ends quietly, a run has saved whole batches and the next one goes on" {
    late
    for format in csv tsv json jsonl table md; do
        for ignore in '' "trap '' PIPE;"; do
            capture_sh "$ignore { cs-ticket list -o $format; echo \$? >code; } | head -n 1"
            [[ $(cat code) =~ ^(0|141)$ ]] && [ ! -s "$ERR" ] || fault "list -o $format, ${ignore:-by default}: $(cat code), $err"
        done
    done
    capture_sh '{ cs-escalate run -q -o jsonl; echo $? >code; } | head -n 1 >first'
    [[ $(cat code) =~ ^(0|1|141)$ ]] || fault "run: $(cat code)"
    [ "$(wc -l <first)" -eq 1 ] || fault 'no first line'
    whole_so_far 'run | head -1'
    cs-escalate run -q >/dev/null
    all_told 'the next run'
    no_faults
}

# ---- a store that cannot be written now, or at all ----

# Another process holds the store for writing that many seconds, or until release_lock.
hold_lock() { # SECONDS
    { echo 'BEGIN IMMEDIATE;' && exec sleep "$1"; } > >(exec sqlite3 "$CS_DB") &
    holder=$!
    for i in $(seq 100); do
        sqlite3 -cmd '.timeout 0' "$CS_DB" 'BEGIN IMMEDIATE; ROLLBACK;' 2>/dev/null || return 0
        sleep 0.02
    done
    fault 'the lock was not taken'
}

release_lock() {
    kill $holder 2>/dev/null || true
    wait $holder 2>/dev/null || true
    for i in $(seq 100); do
        ! sqlite3 -cmd '.timeout 0' "$CS_DB" 'BEGIN IMMEDIATE; ROLLBACK;' 2>/dev/null || return 0
        sleep 0.02
    done
    fault 'the lock is still held'
}

@test "a store that another process holds: waits as long as --wait says, then says so and changes nothing" {
    late
    before=$(store_digest "$CS_DB")
    hold_lock 60
    for line in 'cs-ticket import -q --wait 0 cases.csv' 'cs-escalate run --wait 0' 'cs-ticket note --wait 0 1 --note x'; do
        capture_sh "$line"
        [ "$status" -eq 1 ] && [ "$(wc -l <"$ERR")" -le 2 ] && [[ $err == *--wait* ]] && [ -z "$out" ] || fault "$line: $status, $err"
    done
    # Readers do not mind.
    [ "$(cs-ticket list --count)" -eq $CASES ] || fault 'a reader'
    from=$(date +%s%N)
    capture_sh 'cs-escalate run --wait 1'
    took=$((($(date +%s%N) - from) / 1000000))
    [ "$status" -eq 1 ] && [ $took -ge 900 ] && [ $took -lt 20000 ] || fault "--wait 1: status $status after $took ms"
    release_lock
    [ "$(store_digest "$CS_DB")" = "$before" ] || fault 'the store was changed'
    # One that is held for less long than --wait is waited for.
    hold_lock 0.7
    capture_sh 'cs-escalate run -q --wait 20 -o jsonl'
    [ "$status" -eq 0 ] && [ "$(wc -l <"$OUT")" -eq 2400 ] || fault "waiting: $status, $err"
    all_told 'after the lock'
    no_faults
}

@test "a store in a folder that cannot be written is read with a notice and not written, in words" {
    late
    mkdir -p disk
    cp "$BATS_FILE_TMPDIR/late.db" disk/cs.db
    if [ "$(id -u)" -eq 0 ]; then
        { mount -t tmpfs -o size=16m tmpfs disk && cp "$BATS_FILE_TMPDIR/late.db" disk/cs.db && mount -o remount,ro disk; } 2>/dev/null ||
            skip 'a read-only folder cannot be made here'
    else
        chmod 444 disk/cs.db && chmod 555 disk
    fi
    export CS_DB=$PWD/disk/cs.db
    capture cs-ticket list --count
    status_is 0
    out_is $CASES
    [ "$(wc -l <"$ERR")" -le 1 ]
    for line in 'cs-ticket import -q cases.csv' 'cs-escalate run' 'cs-ticket list --unmask --limit 1' 'cs-ticket add --kind repair'; do
        capture_sh "$line"
        [ "$status" -eq 1 ] && [ -s "$ERR" ] && [ "$(wc -l <"$ERR")" -le 2 ] || fault "$line: status $status, $err"
        [ -z "$out" ] || fault "$line: writes $out"
    done
    [ "$(ls disk)" = cs.db ] || fault "beside the store: $(ls disk)"
    no_faults
}

# ---- interrupted ----

@test "an interrupt while an import reads gives 130 and one line, TERM 143, and nothing is saved" {
    base
    for signal in INT TERM; do
        mkfifo "pipe-$signal"
        env --default-signal=INT,TERM cs-ticket import -q <"pipe-$signal" >"$OUT" 2>"$ERR" &
        child=$!
        exec 7>"pipe-$signal"
        cat cases.csv >&7 # more than a pipe holds: once it is written, the import is reading
        kill -s $signal $child
        code=0
        wait $child || code=$?
        exec 7>&-
        [ $code -eq $((128 + $(kill -l $signal))) ] || fault "$signal: status $code"
        [ "$(wc -l <"$ERR")" -eq 1 ] && grep -q 'nothing was saved\|nothing saved' "$ERR" || fault "$signal: $(cat "$ERR")"
        none_or_all "$signal"
        [ "$(count ticket)" -eq 0 ] || fault "$signal: $(count ticket) cases"
    done
    no_faults
}

@test "an interrupt at random moments of an import from a file: 130 and nothing, or done" {
    base
    RANDOM=$SEED
    span=$(span_of cs-ticket import -q cases.csv)
    for i in 1 2 3 4 5; do
        fresh "$BATS_FILE_TMPDIR/clean.db"
        delay=$(awk -v span="$span" -v r="$RANDOM" 'BEGIN { printf "%.4f", span * r / 32768000 }')
        env --default-signal=INT cs-ticket import -q cases.csv 2>err &
        child=$!
        sleep "$delay"
        kill -INT $child 2>/dev/null || true
        code=0
        wait $child || code=$?
        case $code in
        0) [ "$(count ticket)" -eq 2000 ] || fault "$i after $delay s: done, but $(count ticket) cases" ;;
        130) [ "$(count ticket)" -eq 0 ] || grep -q saved err || fault "$i after $delay s: $(count ticket) cases, and it says: $(cat err)" ;;
        *) fault "$i after $delay s: status $code: $(cat err)" ;;
        esac
        [ "$(wc -l <err)" -le 1 ] || fault "$i: $(cat err)"
        none_or_all "interrupt $i after $delay s, CS_SEED=$SEED"
    done
    no_faults
}
