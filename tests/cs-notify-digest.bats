# Digests and quiet hours through the command line; settings and the health check that goes with them.

load helpers

# The demo with twelve messages to one person, of which none is urgent.
crowd() {
    demo
    cs-org staff import -q <<<$'code,name,digest,language\nG02,集团客关总,08:30;17:00,zh'
    sqlite3 cs.db "DELETE FROM message; INSERT INTO message (key, created_at, send_at, staff_id, template, ticket_id,
        state, attempts, next_at) SELECT 'k' || id, 0, 0, (SELECT id FROM staff WHERE code = 'G02'), 'escalation', id,
        'waiting', 0, 0 FROM ticket WHERE state <> 'closed' ORDER BY id LIMIT 12"
}

@test "a crowd of messages becomes one: rehearsed, made once, sent as one" {
    crowd
    capture cs-notify digest --dry-run -o csv
    status_is 0
    err_has 'made 1 digests of 12 messages'
    [ "$(sqlite3 cs.db "SELECT count(*) FROM message WHERE state = 'waiting'")" -eq 12 ]
    capture cs-notify digest --for P011 -o csv
    err_has 'made 0 digests of 0 messages'
    capture cs-notify send --via sh -c 'cat >>sent.txt'
    status_is 0
    err_has 'sent 1, failed 0'
    grep -q '^Subject: 【汇总】12 条提醒' sent.txt
    [ "$(grep -c '^- 工单' sent.txt)" -eq 12 ]
    [ "$(sqlite3 cs.db "SELECT count(*) FROM message WHERE state = 'gathered'")" -eq 12 ]
    capture cs-notify send --via sh -c 'cat >>sent.txt'
    err_has 'sent 0, failed 0'
}

@test "digests of two runs at once, and of one that is killed, carry each message once" {
    crowd
    cs-notify digest -q >one.txt & first=$!
    cs-notify digest -q >two.txt & second=$!
    wait "$first" "$second"
    [ "$(sqlite3 cs.db "SELECT count(*) FROM message WHERE template = 'digest'")" -eq 1 ]
    [ "$(sqlite3 cs.db "SELECT count(*) FROM message WHERE digest_id IS NOT NULL")" -eq 12 ]
    [ "$(cat one.txt two.txt | grep -c G02)" -eq 1 ]
}

@test "list shows words for codes in Chinese, and codes to programs" {
    crowd
    cs-notify digest -q >/dev/null
    LC_ALL=zh_CN.UTF-8 LANGUAGE=zh_CN capture cs-notify list --template digest -o table --fields template,state,staff
    out_has '汇总'
    out_has '待发送'
    capture cs-notify list --template digest -o csv --fields template,state,staff
    out_is $'template,state,staff\ndigest,waiting,G02'
    capture cs-notify list --state gathered --count
    out_is 12
}

@test "set takes what a setting takes, in one spelling, and refuses the rest in words" {
    export CS_DB=$WORK/s.db CS_ACTOR=li
    cs-db init -q
    capture cs-db set quiet 22：00-7:00
    status_is 0
    err_has 'quiet is now 22:00-07:00'
    capture cs-db set red 'grade=危机;priority=1'
    err_has 'red is now priority=1;grade=crisis'
    capture cs-db set --dry-run digest 12:00
    status_is 0
    capture cs-db settings -o csv --fields name,value
    out_has 'quiet,22:00-07:00'
    out_has 'digest,08:30'
    for wrong in 'quiet nights' 'colour red' 'timezone UTC' 'language fr' 'flood 10' 'quiet'; do
        # shellcheck disable=SC2086
        capture cs-db set $wrong
        [ "$status" -eq 2 ] || fault "$wrong: status $status"
    done
    no_faults
}

@test "status --check is silent while all is well, else says each trouble and ends with 1" {
    demo
    export CS_NOW=2026-11-02T08:00:00+08:00
    sqlite3 cs.db "UPDATE message SET state = 'sent'; UPDATE calendar SET known_until = 30000"
    capture cs-db status --check
    status_is 0
    out_is ''
    silent_err
    # two hours later: rungs fell due and nobody ran; a message failed, one is stuck, a digest was not made
    sqlite3 cs.db "UPDATE message SET state = 'failed' WHERE id = 1; UPDATE message SET state = 'waiting', send_at = 1793577600 WHERE id = 2; -- 08:00
        UPDATE message SET state = 'waiting', send_at = 1793577600, digest_at = 1793577600 WHERE id = 3;
        UPDATE calendar SET known_until = 20800 WHERE name = 'cn-office'"
    export CS_NOW=2026-11-02T12:00:00+08:00
    capture cs-db status --check --run-within 30
    status_is 1
    err_has '2 messages wait; does cs-notify send run?'
    err_has 'rungs fell due and no run acted on them'
    err_has '1 messages failed'
    err_has 'the digest of 1 messages is overdue'
    err_has 'escalations have not run for 240 minutes'
    err_has 'calendar cn-office: holidays are known until 2026-12-13 only'
    err_has '6 troubles were found'
    capture cs-db status --check --run-within 300 --late 300 --calendar-days 10
    status_is 1
    err_has '1 trouble was found'
    capture cs-db status -o json --run-within 30
    status_is 0
    jq -e '.[0] | .failed_messages == 1 and .digests_overdue == 1 and .overdue_rungs > 0 and .oldest_rung > ""' "$OUT"
}
