# cs-notify: the outbox as a person and cron see it.

load helpers

# A store with a handful of waiting messages: the demo's, all to go now.
outbox() {
    demo
    sqlite3 cs.db "UPDATE message SET state = 'waiting', attempts = 0, send_at = 0, next_at = 0, digest_at = NULL"
    cs-db set -q flood none
    total=$(sqlite3 cs.db "SELECT count(*) FROM message")
    [ "$total" -ge 3 ]
}

state() { # ID
    sqlite3 cs.db "SELECT state || ' ' || attempts || ' ' || coalesce(fault, '-') FROM message WHERE id = $1"
}

# The number of the message that goes first.
first() {
    sqlite3 cs.db "SELECT min(id) FROM message"
}

@test "list shows what waits, by any field, and counts it" {
    outbox
    capture cs-notify list --count
    status_is 0
    out_is "$total"
    capture cs-notify list --state waiting --limit 2 -o csv
    status_is 0
    [[ ${out%%$'\n'*} = id,key,state,template,staff,name,ticket,metric,rung,created_at,send_at,attempts,next_at,sent_at,fault,urgent,digest_at,digest ]]
    [ "$(wc -l <"$OUT")" -eq 3 ]
    capture cs-notify list --state sent --count
    out_is 0
}

@test "list answers in JSON with numbers as numbers" {
    outbox
    capture cs-notify list --limit 1 -o jsonl
    status_is 0
    jq -e '.id > 0 and .state == "waiting" and (.ticket | type) == "number" and .attempts == 0' <<<"$out"
}

@test "render shows headers, a blank line and the text, in the addressee's language" {
    outbox
    id=$(first)
    capture cs-notify render "$id"
    status_is 0
    silent_err
    [[ ${out%%$'\n'*} = 'Subject: 【'* ]]
    [ -z "$(sed -n 2p "$OUT")" ]
    out_has "$(sqlite3 cs.db "SELECT name FROM staff JOIN message ON staff.id = staff_id WHERE message.id = $id")"
    out_has "cs-ticket show $(sqlite3 cs.db "SELECT ticket_id FROM message WHERE id = $id")"
    sqlite3 cs.db "UPDATE staff SET language = 'en'"
    capture cs-notify render "$id"
    status_is 0
    [[ ${out%%$'\n'*} = 'Subject: ['* ]]
    out_has "Look: cs-ticket show"
}

@test "render leaves no tag unfilled and tells no customer's name or phone" {
    outbox
    for id in $(sqlite3 cs.db "SELECT id FROM message LIMIT 40"); do
        capture cs-notify render "$id"
        [ "$status" -eq 0 ] || fault "message $id: status $status: $err"
        [[ $out != *'{{'* && $out != *'}}'* ]] || fault "message $id has a tag left"
        phone=$(sqlite3 cs.db "SELECT t.phone FROM message m JOIN ticket t ON t.id = m.ticket_id WHERE m.id = $id")
        [ -z "$phone" ] || [[ $out != *"$phone"* ]] || fault "message $id tells a phone"
    done
    no_faults
}

@test "render of what is not there, or of no number, is told in words" {
    demo
    capture cs-notify render 999999
    status_is 1
    err_has "there is no message 999999"
    capture cs-notify render moon
    status_is 2
    err_has '"moon" is no number of a message'
    capture cs-notify render
    status_is 2
    err_has "say which message"
}

@test "every template of the ladders is there in both languages" {
    for template in $(tail -n +2 "$TOP/share/policies/ladders.csv" | cut -d , -f 10 | sort -u); do
        for language in zh en; do
            [ -f "$TOP/share/templates/$template.$language.txt" ] || fault "$template.$language.txt is missing"
        done
        grep -q "^| $template |" "$TOP/share/templates/README.md" || fault "README.md does not name $template"
    done
    no_faults
}

@test "every tag of the templates is a fact that the README lists" {
    listed=$(sed -n 's/^| \([a-z_., ]*\) |.*/\1/p' "$TOP/share/templates/README.md" | tr -d ' ' | tr ',' '\n' | sort -u)
    used=$(grep -ohE '\{\{[#^/]?[a-z_.]+\}\}' "$TOP"/share/templates/*.txt | tr -d '{}#^/' | sort -u)
    for tag in $used; do
        grep -qx "$tag" <<<"$listed" || fault "$tag is not in the README"
    done
    no_faults
}

@test "send hands the message over on standard input, and marks it sent" {
    outbox
    id=$(first)
    cs-notify render "$id" >want.txt
    capture cs-notify send --limit 1 --via sh -c 'cat >got.txt'
    status_is 0
    err_has "sent 1, failed 0"
    cmp want.txt got.txt
    [ "$(state "$id")" = "sent 1 -" ]
    [ "$(sqlite3 cs.db "SELECT sent_at FROM message WHERE id = $id")" -eq "$(date -d "$CS_NOW" +%s)" ]
}

@test "send without a limit sends all, and a second time none" {
    outbox
    capture cs-notify send --via sh -c 'echo x >>count.txt; cat >/dev/null'
    status_is 0
    err_has "sent $total, failed 0"
    [ "$(wc -l <count.txt)" -eq "$total" ]
    capture cs-notify send --via sh -c 'echo x >>count.txt'
    status_is 0
    err_has "sent 0, failed 0"
    [ "$(wc -l <count.txt)" -eq "$total" ]
}

@test "the environment is fresh: facts and PATH, nothing of the caller's" {
    outbox
    id=$(first)
    export SECRET=hidden LD_PRELOAD_X=1 CS_ACTOR=me
    capture cs-notify send --limit 1 --via sh -c 'env >env.txt; cat >/dev/null'
    status_is 0
    ! grep -qE '^(SECRET|LD_PRELOAD_X|CS_ACTOR|CS_DB)=' env.txt
    grep -qx "CS_MESSAGE_ID=$id" env.txt
    grep -qx "CS_MESSAGE_KEY=$(sqlite3 cs.db "SELECT key FROM message WHERE id = $id")" env.txt
    grep -qx "CS_MESSAGE_ATTEMPT=1" env.txt
    grep -qx "CS_MESSAGE_EMAIL=$(sqlite3 cs.db "SELECT email FROM staff JOIN message ON staff.id = staff_id WHERE message.id = $id")" env.txt
    grep -q '^CS_MESSAGE_SUBJECT=【' env.txt
    grep -q '^PATH=/' env.txt
    grep -qx 'CS_MESSAGE_LANGUAGE=zh' env.txt
}

@test "nothing personal stands in the arguments of the program" {
    outbox
    capture cs-notify send --limit 1 --via sh -c 'tr "\0" "\n" </proc/$$/cmdline >argv.txt; cat >/dev/null' mailer
    status_is 0
    [ "$(sed -n 4p argv.txt)" = mailer ]
    [ "$(wc -l <argv.txt)" -eq 4 ]
}

@test "a failure is tried again after one minute, two, four; the fault is kept; status 3" {
    outbox
    id=$(first)
    start=$(date -d "$CS_NOW" +%s)
    sqlite3 cs.db "UPDATE message SET state = 'sent' WHERE id <> $id"
    wait=60
    for attempt in 1 2 3; do
        capture cs-notify send --via sh -c 'echo "mail server is away" >&2; exit 75'
        status_is 3
        err_has "message $id: status 75: mail server is away"
        [ "$(state "$id")" = "waiting $attempt status 75: mail server is away" ]
        CS_NOW=$(date -u -d "@$((start + wait - 1))" +%FT%TZ)
        capture cs-notify send --via false
        status_is 0
        err_has "sent 0, failed 0"
        start=$((start + wait))
        wait=$((wait * 2))
        CS_NOW=$(date -u -d "@$start" +%FT%TZ)
    done
    capture cs-notify send --via cat
    status_is 0
    [ "$(state "$id")" = "sent 4 -" ]
}

@test "after ten tries a message has failed; retry lets it go anew" {
    outbox
    id=$(first)
    sqlite3 cs.db "UPDATE message SET state = 'sent' WHERE id <> $id; UPDATE message SET attempts = 9 WHERE id = $id"
    capture cs-notify send --via false
    status_is 3
    [ "$(state "$id")" = "failed 10 status 1" ]
    capture cs-notify send --via cat
    err_has "sent 0, failed 0"
    capture cs-notify retry --failed
    status_is 0
    err_has "1 messages wait again"
    [ "$(state "$id")" = "waiting 0 -" ]
    capture cs-notify send --via cat
    err_has "sent 1, failed 0"
}

@test "status 65, 67 and 68 give up at once" {
    outbox
    for code in 65 67 68; do
        id=$(sqlite3 cs.db "SELECT min(id) FROM message WHERE state = 'waiting'")
        [ -n "$id" ] || break
        capture cs-notify send --limit 1 --via sh -c "exit $code"
        status_is 3
        [ "$(state "$id")" = "failed 1 status $code" ]
    done
}

@test "one failure does not keep the others back" {
    outbox
    bad=$(sqlite3 cs.db "SELECT id FROM message ORDER BY id LIMIT 1 OFFSET 1")
    capture cs-notify send --via sh -c '[ "$CS_MESSAGE_ID" != '"$bad"' ]'
    status_is 3
    err_has "sent $((total - 1)), failed 1"
}

@test "a program that hangs is ended when its time is up" {
    outbox
    capture cs-notify send --limit 1 --timeout 1 --via sleep 60
    status_is 3
    err_has "its time was up"
    [ "$(sqlite3 cs.db "SELECT count(*) FROM message WHERE state = 'leased'")" -eq 0 ]
}

@test "a program that is not there ends the sending, and the message waits" {
    outbox
    id=$(first)
    capture cs-notify send --via ./no-such-program
    status_is 1
    err_has "no-such-program"
    [[ $(state "$id") = waiting\ 1* ]]
    [ "$(sqlite3 cs.db "SELECT count(*) FROM message WHERE attempts > 0")" -eq 1 ]
}

@test "a sender that was killed leaves a lease; the next takes over when it ends, under the same key" {
    outbox
    id=$(first)
    cs-notify send --limit 1 --via sh -c 'echo "$CS_MESSAGE_KEY" >>keys.txt; kill -9 $PPID; sleep 1' 2>/dev/null || true
    [ "$(sqlite3 cs.db "SELECT state FROM message WHERE id = $id")" = leased ]
    sqlite3 cs.db "UPDATE message SET state = 'sent' WHERE id <> $id"
    capture cs-notify send --via cat
    err_has "sent 0, failed 0"
    CS_NOW=$(date -u -d "$CS_NOW + 601 seconds" +%FT%TZ)
    capture cs-notify send --via sh -c 'echo "$CS_MESSAGE_KEY" >>keys.txt'
    status_is 0
    err_has "sent 1, failed 0"
    [ "$(wc -l <keys.txt)" -eq 2 ]
    [ "$(sort -u keys.txt | wc -l)" -eq 1 ]
}

@test "two senders at once send each message once" {
    outbox
    cs-notify send -q --via sh -c 'echo "$CS_MESSAGE_ID" >>one.txt' &
    cs-notify send -q --via sh -c 'echo "$CS_MESSAGE_ID" >>two.txt'
    wait
    touch one.txt two.txt
    [ "$(cat one.txt two.txt | wc -l)" -eq "$total" ]
    [ "$(cat one.txt two.txt | sort -u | wc -l)" -eq "$total" ]
}

@test "a template of one's own is used, and a broken one is told with its line" {
    outbox
    id=$(first)
    mkdir -p mine && cp -r "$TOP/share/." mine/
    template=$(sqlite3 cs.db "SELECT template FROM message WHERE id = $id")
    printf 'Subject: 我的 {{ticket.id}}\n\n{{recipient.name}}\n' >"mine/templates/$template.zh.txt"
    capture env CS_SHARE="$PWD/mine" cs-notify render "$id"
    status_is 0
    [[ ${out%%$'\n'*} = 'Subject: 我的 '* ]]
    printf 'Subject: x\n{{#open}}\n' >"mine/templates/$template.zh.txt"
    capture env CS_SHARE="$PWD/mine" cs-notify render "$id"
    status_is 1
    err_has "$template.zh.txt:"
    capture env CS_SHARE="$PWD/mine" cs-notify send --limit 1 --via cat
    status_is 3
    [[ $(state "$id") = waiting* ]]
    rm mine/templates/"$template".*
    capture env CS_SHARE="$PWD/mine" cs-notify render "$id"
    status_is 1
    err_has "there is no template $template.zh.txt"
}

@test "retry takes ids or records on standard input, and refuses what was sent" {
    outbox
    id=$(first)
    capture cs-notify send --limit 1 --via sh -c 'exit 65'
    capture_sh 'cs-notify list --state failed -o jsonl | cs-notify retry'
    status_is 0
    [ "$(state "$id")" = "waiting 0 -" ]
    cs-notify send -q --via cat
    capture cs-notify retry "$id"
    status_is 3
    err_has "message $id was sent already"
    capture cs-notify retry 999999
    status_is 3
    err_has "there is no message 999999"
    capture cs-notify retry --failed 1
    status_is 2
}

@test "retry --dry-run changes nothing" {
    outbox
    cs-notify send -q --limit 1 --via sh -c 'exit 65' 2>/dev/null || true
    before=$(sqlite3 cs.db "SELECT * FROM message ORDER BY id" | sha256sum)
    capture cs-notify retry --failed --dry-run
    status_is 0
    [ "$before" = "$(sqlite3 cs.db "SELECT * FROM message ORDER BY id" | sha256sum)" ]
}

@test "send without a program is a misuse, and sends nothing" {
    outbox
    capture cs-notify send
    status_is 2
    err_has "--via PROGRAM"
    [ "$(sqlite3 cs.db "SELECT count(*) FROM message WHERE attempts > 0")" -eq 0 ]
}
