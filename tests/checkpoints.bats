#!/usr/bin/env bats
# The rule for the write-ahead log: no checkpoint runs while anybody writes. Libraries before 3.51.3 can damage a store
# otherwise (lib/store/sqlite-write.c). tests/preload/watch.c looks over the shoulder of each process.

load helpers

watched() {
    [ -z "${CS_SANITIZED:-}" ] || skip 'a sanitizer wants to be loaded first'
    [ -f "$BUILD_DIR/watch.so" ] || skip 'watch.so is not built'
    export CS_DB=$WORK/s.db CS_NOW=2026-03-02T10:00:00+08:00 CS_ACTOR=clerk CS_WATCH_REPORT=$WORK/report
}

watch() {
    LD_PRELOAD=$BUILD_DIR/watch.so "$@"
}

scratch() {
    cs-db init -q
    printf 'code,name,kind\nP01,听澜苑,project\n' | cs-org unit import -q
    printf 'code,project,place\nH1,P01,3-2-1801\n' | cs-org home import -q
    printf 'external_id,name,phone\nC1,王女士,13800001234\nC2,李先生,13900005678\n' | cs-customer import -q --source crm
    cases 1 3 | cs-ticket import -q --source line
}

cases() { # FROM TO
    echo external_id,kind,project,occurred_at
    seq -f 'T%g,repair,P01,2026-03-01T09:00' "$1" "$2"
}

# No write was against the rule, and the watcher was not blind: it saw writes to logs and to stores.
kept() {
    ! grep without report || return 1
    awk '{ logs += $3 * /^[0-9]+: saw/; stores += $7 * /^[0-9]+: saw/ } END { print logs, stores; exit !(logs > 0 && stores > 0) }' report
}

@test "every command that writes keeps the rule: the log under the lock, the store under the lock alone" {
    watched
    scratch
    while read -r line; do
        # shellcheck disable=SC2086 # a command and its words
        watch $line -q >/dev/null 2>"$ERR" || [ $? -eq 3 ] || fault "$line: $(cat "$ERR")"
    done <<'END'
cs-ticket note --note x 1
cs-ticket contact --channel phone 2
cs-escalate run
cs-notify send --via cat
cs-customer list --unmask
cs-db set quiet 22:00-07:00
cs-db backup b.db
cs-customer merge --yes C1 C2
cs-db forget --yes C1
cs-db restore --yes b.db
cs-db check
cs-db migrate
END
    cases 4 900 | watch cs-ticket import -q --source other
    printf 'unit,day,kind\nP01,2026-03-01,rain\n' | watch cs-org weather import -q || true
    no_faults
    kept
    cs-db check -q
}

@test "four writers at once, their checkpoints slow: the rule is kept, all is saved, the store is sound" {
    watched
    scratch
    for writer in 1 2 3 4; do
        for round in 1 2 3; do
            cases $((writer * 1000 + round * 100)) $((writer * 1000 + round * 100 + 30)) |
                CS_WATCH_PAUSE=3000 watch cs-ticket import -q --source "s$writer" || echo "$writer" >>failed
        done &
    done
    wait
    [ ! -e failed ] || fault "writers failed: $(cat failed)"
    no_faults
    kept
    [ "$(cs-ticket list --count)" -eq 375 ]
    cs-db check -q
}

@test "while somebody writes nothing is brought into the store, at closing either; the next command does it" {
    watched
    scratch
    before=$(sha256sum <"$CS_DB")
    exec 7<"$CS_DB-lock"
    flock -s 7 # as a process that writes
    cs-ticket note -q --note 'in the log' 1
    cs-db set -q quiet 21:00-07:00
    [ "$(sha256sum <"$CS_DB")" = "$before" ]
    [ -s "$CS_DB-wal" ]
    exec 7<&-
    cs-ticket note -q --note 'and now' 1
    [ "$(sha256sum <"$CS_DB")" != "$before" ]
    [ ! -s "$CS_DB-wal" ]
    cs-db check -q
}

@test "while a checkpoint runs a writer waits as long as --wait says, a reader not at all" {
    watched
    scratch
    exec 7<"$CS_DB-lock"
    flock -x 7 # as a process that checkpoints
    capture cs-ticket note --wait 0 --note x 1
    status_is 1
    err_has 'in use by another process'
    capture cs-ticket list --count --wait 0
    status_is 0
    { sleep 0.3 && flock -u 7; } &
    capture cs-ticket note --wait 20 --note y 1
    status_is 0
    cs-db check -q
}

@test "after a kill a reader heals the store without writing to it; the next writer brings the log home" {
    watched
    scratch
    # at the sync of its commit: the log has the words, the store has not
    local at=0
    while ! grep -aq 'last words' "$CS_DB-wal" 2>/dev/null && [ $at -lt 30 ]; do
        at=$((at + 1))
        CS_FAIL_CALL=sync CS_FAIL_AT=$at CS_FAIL_KILL=1 LD_PRELOAD=$BUILD_DIR/fail.so cs-ticket note -q --note 'last words' 1 || true
    done
    [ -s "$CS_DB-wal" ]
    cp "$CS_DB" at-kill.db
    rm -f "$CS_DB-shm"
    watch cs-ticket show 1 >shown
    grep -q 'last words' shown
    cmp "$CS_DB" at-kill.db
    watch cs-ticket note -q --note again 1
    kept
    cs-db check -q
}

@test "status names the library and the rule, in both languages, and a code for programs" {
    watched
    scratch
    version=$(sqlite3 --version | cut -d ' ' -f 1)
    capture cs-db status
    out_has "SQLite "
    out_has 'Only while nobody writes'
    capture env LC_ALL=zh_CN.UTF-8 cs-db status
    out_has '无人写入时'
    code=$(cs-db status -o json 2>/dev/null | jq -r '.[0].checkpoints')
    case $version in # the tool comes with the library
    3.51.[3-9]* | 3.5[2-9].* | 3.50.[7-9]* | 3.44.[6-9]*) [ "$code" = repaired ] ;;
    *) [ "$code" = guarded ] ;;
    esac
}
