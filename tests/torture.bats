#!/usr/bin/env bats
# `make torture`: big sizes, many kills, and each system call of an import and of a backup failing in turn.
# What is looked at is the store, not only the status: a command ends done and after, or failed and before, or killed and
# before or after, and nothing else.

load helpers

ROWS=${TORTURE_ROWS:-200000}

# A big file for cs-ticket, made once.
big_file() {
    local file=$BUILD_DIR/torture-$1.csv
    [ -s "$file" ] || { cs-generate tickets "$1" >"$file.part" && mv "$file.part" "$file"; }
    echo "$file"
}

needs_generator() {
    [ -x "$BIN_DIR/cs-generate" ] && [ -x "$BIN_DIR/cs-ticket" ] || skip "cs-generate or cs-ticket is not built"
}

tickets() {
    sqlite3 "$CS_DB" 'SELECT count(*) FROM ticket'
}

sound() {
    [ "$(sqlite3 "$CS_DB" 'PRAGMA integrity_check')" = ok ] && cs-db check >/dev/null 2>&1
}

@test "a big import killed at twenty random moments leaves all or nothing" {
    needs_generator
    demo
    big=$(big_file "$ROWS")
    cp "$CS_DB" "$BATS_TEST_TMPDIR/clean.db"
    before=$(tickets)
    from=$(date +%s%N)
    cs-ticket import -q "$big"
    span=$((($(date +%s%N) - from) / 1000000))
    whole=$(tickets)
    RANDOM=${TORTURE_SEED:-4711}
    for i in $(seq 20); do
        rm -f "$CS_DB"* && cp "$BATS_TEST_TMPDIR/clean.db" "$CS_DB"
        signal=$(printf 'INT\nTERM\nKILL\n' | sed -n "$((i % 3 + 1))p")
        delay=$(awk -v span="$span" -v r="$RANDOM" 'BEGIN { printf "%.3f", span * r / 32768000 }')
        env --default-signal=INT cs-ticket import -q "$big" >/dev/null 2>"$ERR" &
        child=$!
        sleep "$delay"
        kill -s "$signal" $child 2>/dev/null || true
        wait $child 2>/dev/null || true
        got=$(tickets)
        [ "$got" -eq "$before" ] || [ "$got" -eq "$whole" ] || fault "$signal after $delay s: $got tickets (seed ${TORTURE_SEED:-4711})"
        sound || fault "$signal after $delay s: the store is damaged"
    done
    no_faults
}

@test "four big imports at once all succeed, each record once" {
    needs_generator
    demo
    big=$(big_file 20000)
    before=$(tickets)
    for i in 1 2 3 4; do
        { head -n 1 "$big" && tail -n +2 "$big" | awk -v i="$i" 'NR % 4 == i % 4'; } >"part$i.csv"
        cs-ticket import -q --wait 300 "part$i.csv" 2>"err$i" &
        children[i]=$!
    done
    for i in 1 2 3 4; do
        wait "${children[i]}" || fault "part $i: $(cat "err$i")"
    done
    [ $(($(tickets) - before)) -eq 20000 ] || fault "$(($(tickets) - before)) of 20000"
    sound || fault "the store is damaged"
    no_faults
}

@test "a big list needs no more memory than a small one" {
    needs_generator
    demo
    cs-ticket import -q "$(big_file "$ROWS")"
    for format in csv jsonl json; do
        (ulimit -v 262144 && exec cs-ticket list -o $format) >/dev/null 2>"$ERR" || fault "list -o $format: $(head -n 2 "$ERR")"
    done
    no_faults
}

@test "a big list into a full disk and into a closed pipe" {
    needs_generator
    demo
    cs-ticket import -q "$(big_file "$ROWS")"
    for format in csv json jsonl table; do
        capture_sh "cs-ticket list -o $format >/dev/full"
        [ "$status" -eq 1 ] && [ "$(grep -c 'No space left on device' "$ERR")" -eq 1 ] || fault "-o $format: status $status, $err"
        capture_sh "{ cs-ticket list -o $format; echo \$? >code; } | head -n 1 >/dev/null"
        [[ $(cat code) =~ ^(0|141)$ ]] && [ ! -s "$ERR" ] || fault "-o $format | head: $(cat code), $err"
    done
    no_faults
}

# Each call of that name fails in turn, once; until a run passes untouched.
fail_each() { # CALL ERROR COMMAND...
    local call=$1 error=$2 n=1 code
    shift 2
    while [ $n -le "${TORTURE_CALLS:-400}" ]; do
        rm -f "$CS_DB"* && cp "$BATS_TEST_TMPDIR/clean.db" "$CS_DB"
        code=0
        timeout 120 strace -f -qq -o trace -e trace="$call" -e inject="$call:error=$error:when=$n" "$@" >"$OUT" 2>"$ERR" || code=$?
        if grep -q 'loading shared libraries' "$ERR"; then # the loader's own reads: nothing has begun
            n=$((n + 1))
            continue
        fi
        [ "$code" -le 3 ] || fault "$call $error no. $n: status $code, $(head -n 2 "$ERR")"
        [ "$code" -ne 1 ] || [ -s "$ERR" ] || fault "$call $error no. $n: failed without a word"
        got=$(tickets)
        if [ "$code" -eq 1 ] && ! grep -q saved "$ERR"; then
            [ "$got" -eq "$BEFORE" ] || fault "$call $error no. $n: failed, but $got tickets"
        elif [ "$code" -eq 0 ]; then
            [ "$got" -eq "$AFTER" ] || fault "$call $error no. $n: done, but $got tickets"
        fi
        sound || fault "$call $error no. $n: the store is damaged"
        grep -q INJECTED trace || return 0
        n=$((n + 1))
    done
}

@test "every write, sync, open, read and rename of an import failing in turn: before or after, in words" {
    needs_generator
    command -v strace >/dev/null || skip "strace is not there"
    strace -qq -o /dev/null true 2>/dev/null || skip "strace may not trace here"
    demo
    head -n 200 "$(big_file 2000)" >few.csv
    cp "$CS_DB" "$BATS_TEST_TMPDIR/clean.db"
    BEFORE=$(tickets)
    cs-ticket import -q few.csv
    AFTER=$(tickets)
    fail_each pwrite64 ENOSPC cs-ticket import -q few.csv
    fail_each fsync,fdatasync EIO cs-ticket import -q few.csv
    fail_each openat EMFILE cs-ticket import -q few.csv
    fail_each pread64 EIO cs-ticket import -q few.csv
    fail_each ftruncate EIO cs-ticket import -q few.csv
    no_faults
}

@test "a backup whose writes, syncs and renames fail leaves the old backup whole and no stray file" {
    needs_generator
    strace -qq -o /dev/null true 2>/dev/null || skip "strace may not trace here"
    demo
    cs-db backup old.db
    sum=$(sha256sum <old.db)
    for fault in pwrite64:ENOSPC fsync:EIO fdatasync:EIO rename:EACCES renameat2:EACCES; do
        for n in 1 2 3 5 8; do
            ls >before.txt
            strace -f -qq -o /dev/null -e inject="${fault%:*}:error=${fault#*:}:when=$n" cs-db backup --yes old.db >/dev/null 2>"$ERR" || true
            [ "$(sqlite3 old.db 'PRAGMA integrity_check')" = ok ] || fault "$fault no. $n: the old backup is damaged"
            ls | diff before.txt - >/dev/null || fault "$fault no. $n: a stray file: $(ls | diff before.txt - | head -n 2)"
        done
    done
    [ -n "$sum" ]
    no_faults
}

@test "a disk that fills up at any size: before or after, done once there is room" {
    needs_generator
    demo
    head -n 2000 "$(big_file 2000)" >few.csv
    cp "$CS_DB" "$BATS_TEST_TMPDIR/clean.db"
    BEFORE=$(tickets)
    size=$(stat -c %s "$CS_DB")
    for extra in 0 8 64 256 512 1024; do
        rm -f "$CS_DB"* && cp "$BATS_TEST_TMPDIR/clean.db" "$CS_DB"
        capture_sh "trap '' XFSZ; ulimit -f $((size / 1024 + extra)); cs-ticket import -q few.csv"
        [ "$status" -eq 0 ] || [ "$(tickets)" -eq "$BEFORE" ] || fault "$extra KiB of room: status $status, $(tickets) tickets"
        sound || fault "$extra KiB of room: the store is damaged"
    done
    capture cs-ticket import -q few.csv
    status_is 0
    no_faults
}
