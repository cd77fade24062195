# The files of share/cron: every command of the crontab and of the units exists, runs on the demo, twice, and leaves
# what it promises; systemd has nothing to say.

load helpers

CRON=$TOP/share/cron

# The demo with the folders that the files name, and a sender that keeps what it gets.
server() {
    demo
    mkdir -p logs reports backups
    export CS_NOW=2026-11-02T12:00:00+08:00 LOGS=$PWD/logs REPORTS=$PWD/reports BACKUPS=$PWD/backups
    mkdir -p fake
    printf '#!/bin/sh\ncat >>"%s/sent.txt"\n' "$PWD" >fake/sender
    chmod +x fake/sender
    export SENDER=$PWD/fake/sender
}

# The commands of the crontab, as cron hands them to sh.
jobs() {
    sed -nE 's/^([0-9*/-]+ ){5}//p' "$CRON/crontab" | sed 's/\\%/%/g'
}

@test "every line of the crontab runs, and again, and leaves its log, report and copy" {
    server
    [ "$(jobs | wc -l)" -eq 5 ]
    while read -r line; do
        for turn in 1 2; do
            [[ $turn = 1 || $line != *backup* ]] || rm backups/* # a copy is never written over
            capture sh -c "$line"
            [ "$status" -eq 0 ] || fault "$line: status $status: $err"
            [ -z "$out$err" ] || fault "$line: it would mail: $out$err"
        done
    done < <(jobs)
    [ -s sent.txt ] || fault "nothing was sent"
    [ -s "reports/morning-$(date +%F).md" ] || fault "no report"
    [ "$(sqlite3 "backups/cs-$(date +%F).db" 'SELECT count(*) > 1000 FROM ticket')" = 1 ] || fault "no copy"
    [ "$(sqlite3 cs.db "SELECT count(*) FROM message WHERE state = 'leased'")" -eq 0 ]
    no_faults
}

@test "a sender that refuses makes no mail, one that is not there does" {
    server
    line=$(jobs | head -n 1)
    printf '#!/bin/sh\nexit 75\n' >fake/sender
    capture sh -c "$line"
    status_is 0
    [ -z "$out$err" ]
    rm fake/sender
    sqlite3 cs.db "UPDATE message SET next_at = 0, digest_at = NULL WHERE state = 'waiting'"
    capture sh -c "$line"
    [ -n "$out" ]
    grep -q sender logs/run.log
}

@test "the crontab names minutes, a mail address and variables as cron reads them" {
    while IFS= read -r line; do
        case $line in
        '' | '#'*) ;;
        *) [[ $line =~ ^([A-Z_]+=[^ ]+|([0-9*/,-]+\ ){5}[^\ ].*)$ ]] || fault "$line" ;;
        esac
        # an unescaped % ends a command of cron
        [[ ! $line =~ (^|[^\\])% ]] || fault "% in: $line"
    done <"$CRON/crontab"
    no_faults
}

# The commands of a unit, as systemd runs them.
exec_of() {
    sed -n 's/^ExecStart=//p' "$1" | sed 's/\$\$/$/g; s/%%/%/g'
}

@test "every command of the units runs on the demo" {
    server
    for unit in cs-run cs-morning cs-health cs-backup; do
        [ -f "$CRON/systemd/$unit.timer" ] || fault "$unit has no timer"
        grep -q '^OnCalendar=' "$CRON/systemd/$unit.timer" || fault "$unit.timer has no hour"
        [ -n "$(exec_of "$CRON/systemd/$unit.service")" ] || fault "$unit does nothing"
        while read -r line; do
            line=${line//\/usr\/local\/bin/$BIN_DIR}
            line=${line//\/usr\/local\/share\/cs-tools\/senders\/wecom/$SENDER}
            line=${line//\/var\/lib\/cs-tools/$PWD}
            capture_sh "set -f; $line"
            [ "$status" -eq 0 ] || fault "$unit: $line: status $status: $err"
        done < <(exec_of "$CRON/systemd/$unit.service")
    done
    grep -q '^SuccessExitStatus=3$' "$CRON/systemd/cs-run.service" || fault "status 3 would be a failure"
    no_faults
}

@test "systemd finds no fault with the units" {
    command -v systemd-analyze >/dev/null || skip "no systemd-analyze here"
    mkdir units
    for file in "$CRON"/systemd/*.service "$CRON"/systemd/*.timer; do
        sed "s|/usr/local/bin|$BIN_DIR|g; s|/usr/local/share/cs-tools|$TOP/share|g; /^Documentation/d" "$file" >"units/${file##*/}"
    done
    capture systemd-analyze verify units/*.timer units/cs-[rmhb]*.service
    [ "$status" -eq 0 ] || [[ $err = *'bus'* ]] || fault "$err"
    ! grep -E 'Unknown|Failed to parse|not executable|Invalid' "$ERR" || fault "$err"
    no_faults
}

@test "the fields that docs/cron.md promises a monitor are there, and its files are" {
    server
    capture cs-db status -o json
    status_is 0
    for field in $(sed -n '/^A monitor reads/,/^$/p' "$TOP/docs/cron.md" | grep -oE '`[a-z_]+`' | tr -d '`'); do
        jq -e ".[0] | has(\"$field\")" "$OUT" >/dev/null || fault "$field"
    done
    for file in crontab logrotate systemd/cs-tools.conf systemd/cs-trouble@.service; do
        [ -f "$CRON/$file" ] || fault "$file"
    done
    no_faults
}
