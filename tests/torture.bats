#!/usr/bin/env bats
# `make torture`: big sizes, many kills, locks held for minutes; and strace beside the torture of tests/torture.
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

# One scene of the torture in the folder `scenes`, and a folder for it to work in.
torture_scene() { # NAME
    [ -x "$BUILD_DIR/torture" ] || skip "the torture is not built"
    mkdir work
    CS_TOP=$TOP "$TOP/tests/torture/scenes.sh" "$PWD/scenes" "$1"
    TORTURE=("$BUILD_DIR/torture" --scenes "$PWD/scenes" --build "$BUILD_DIR" --work "$PWD/work" --command "$1")
}

# The scene's command under strace, in a folder laid anew.
under_strace() { # NAME OPTION...
    local scene=$1
    shift
    rm -rf trial && cp -r "scenes/$scene/start" trial
    read -ra words <"scenes/$scene/command"
    (cd trial && exec env "${words[@]:0:4}" timeout 120 strace -f -qq "$@" -- "${words[@]:4}" >"$OUT" 2>"$ERR" </dev/null)
}

@test "strace sees the calls that the torture sees, and what it lets fail ends in the same way" {
    command -v strace >/dev/null || skip "strace is not there"
    strace -qq -o /dev/null true 2>/dev/null || skip "strace may not trace here"
    for scene in import run backup; do
        rm -rf work scenes
        torture_scene $scene
        "${TORTURE[@]}" --count >counts
        under_strace $scene -o "$PWD/trace" -e trace=write,pwrite64,pread64,fsync,fdatasync,openat,ftruncate,unlink,prlimit64
        sed -i '1,/prlimit64/d; s/^[0-9]* *//' trace
        for pair in pwrite:EIO=pwrite64 pread:EIO=pread64 sync:EIO=f.*sync open:EMFILE=openat truncate:EIO=ftruncate unlink:EACCES=unlink; do
            seen=$(awk -v fault="${pair%%=*}" '$2 == fault { print $3 }' counts)
            there=$(grep -cE "^${pair#*=}\\(" trace || true)
            [ "$seen" = "$there" ] || fault "$scene, ${pair%%=*}: the torture sees $seen calls, strace $there"
        done
        places=$(awk '$2 == "pwrite:EIO" { print $3 }' counts)
        for n in 1 $((places / 4)) $((places / 2)) $((places - 1)) "$places"; do
            "${TORTURE[@]}" --fault pwrite:EIO --at "$n" >/dev/null 2>told || fault "$scene, pwrite no. $n: $(cat told)"
            code=0
            under_strace $scene -o /dev/null -e "inject=pwrite64:error=EIO:when=$n" || code=$?
            grep -q "status $code, signal 0, met" told || fault "$scene, pwrite no. $n: $(head -n 1 told); under strace: $code"
            [ "$(tail -n +2 told)" = "$(cat "$ERR")" ] || fault "$scene, pwrite no. $n: $(tail -n +2 told); under strace: $(cat "$ERR")"
        done
    done
    no_faults
}

@test "a place of the torture that fails is repeated by one line, and a judge that sees nothing is noticed" {
    torture_scene import
    # The store that the second run of a command leaves is not the one that it is judged by: every place must fail.
    sed -i 's/cases.csv$/--dry-run cases.csv/' scenes/import/command
    "${TORTURE[@]}" --fault pwrite:EIO --sample 2 --seed 7 >"$OUT" || fault "a dry run that fails: $(cat "$OUT")"
    sed -i 's/--dry-run //' scenes/import/command
    printf '%s\n' '#!/bin/sh' 'cs-ticket "$@"; exit 0' >liar && chmod +x liar
    sed -i "s#cs-ticket#$PWD/liar#" scenes/import/command
    capture "${TORTURE[@]}" --fault disk-full --at 3
    [ "$status" -eq 1 ] && out_has 'done, but it left' && out_has 'make torture FAULT=disk-full COMMAND=import AT=3' || fault "a liar: $out $err"
    no_faults
}

@test "a store that is held for minutes: who may wait as long gets it, who may not says so" {
    needs_generator
    demo
    head -n 20 "$(big_file 2000)" >few.csv
    before=$(tickets)
    { echo 'BEGIN IMMEDIATE;' && exec sleep 95; } > >(exec sqlite3 "$CS_DB") &
    holder=$!
    sleep 1
    cs-ticket import -q --wait 180 few.csv 2>patient &
    patient=$!
    from=$(date +%s)
    capture cs-escalate run -q --wait 70
    took=$(($(date +%s) - from))
    [ "$status" -eq 1 ] && [ $took -ge 69 ] && [ $took -lt 90 ] || fault "--wait 70: status $status after $took s: $err"
    [[ $err == *'waited 70 seconds'* ]] || fault "the words: $err"
    wait $patient || fault "--wait 180: $(cat patient)"
    took=$(($(date +%s) - from))
    [ $took -ge 90 ] && [ $took -lt 150 ] || fault "--wait 180 had it after $took s"
    wait $holder || true
    [ "$(tickets)" -gt "$before" ] || fault 'nothing was imported'
    sound || fault 'the store is damaged'
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
