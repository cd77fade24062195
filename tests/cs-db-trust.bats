#!/usr/bin/env bats
# cs-db: older and newer stores, backups under way, damage of every kind, and what status tells cron.

load helpers

scratch() {
    export CS_DB=$WORK/s.db CS_NOW=2026-03-02T10:00:00+08:00 CS_ACTOR=clerk
    cs-db init -q
    printf 'code,name,kind\nP01,听澜苑,project\n' | cs-org unit import -q
    printf 'code,project,place\nH1,P01,3-2-1801\n' | cs-org home import -q
    printf 'external_id,name,phone\nC1,王女士,13800001234\nC2,李先生,13900005678\n' | cs-customer import -q --source crm
    printf 'external_id,kind,project,occurred_at\nT1,repair,P01,2026-03-01T09:00\nT2,complaint,P01,2026-03-01T10:00\n' |
        cs-ticket import -q --source line
}

# Migrations of today, and of tomorrow.
NOW=$(find "$BATS_TEST_DIRNAME/../schema" -name '[0-9]*.sql' | wc -l)
LATER=$((NOW + 1))

# A program of tomorrow: the same with one migration more. tomorrow COMMAND...
tomorrow() {
    if [ ! -d later ]; then
        mkdir later && cp -r "$TOP/share" later/share && cp -r "$TOP/schema" later/schema
        chmod -R u+w later
        echo 'CREATE TABLE later (id {ID}, word TEXT NOT NULL) {TABLE};' >"later/schema/$(printf %04d "$LATER")-later.sql"
    fi
    CS_SHARE=$PWD/later/share "$@"
}

version_of() {
    sqlite3 "$1" 'PRAGMA user_version'
}

# ---- init ----

@test "init twice is refused in words, by path, by URL and in another spelling, and changes nothing" {
    scratch
    before=$(store_digest "$CS_DB")
    for name in "$CS_DB" "sqlite:$CS_DB" "$WORK/./s.db" s.db; do
        capture cs-db init --db "$name"
        [ "$status" -eq 1 ] || fault "$name: status $status"
        [[ $err == *already* ]] || fault "$name: $err"
    done
    no_faults
    [ "$(store_digest "$CS_DB")" = "$before" ]
}

@test "init over a file that is no store leaves that file alone" {
    export CS_NOW=2026-03-02T10:00:00+08:00
    echo 'my letters' >letters.txt
    mkdir folder
    sqlite3 other.db 'CREATE TABLE t (x); INSERT INTO t VALUES (1)'
    for name in letters.txt folder other.db; do
        capture cs-db init --db "$name"
        [ "$status" -eq 1 ] || fault "$name: status $status"
    done
    [ "$(cat letters.txt)" = 'my letters' ] || fault "the letters are gone"
    [ "$(sqlite3 other.db 'SELECT count(*) FROM t')" = 1 ] || fault "another's data base was touched"
    [ "$(sqlite3 other.db 'SELECT count(*) FROM sqlite_master')" = 1 ] || fault "tables were added to another's"
    capture cs-db init --db nowhere/s.db
    [ "$status" -eq 1 ] && [ ! -e nowhere ] || fault "a folder was made"
    no_faults
}

@test "init as a dry run makes nothing" {
    before=$(listing)
    capture cs-db init --db x.db --dry-run
    [ "$(listing)" = "$before" ] || [ "$status" -eq 2 ]
    [ ! -e x.db ]
}

# ---- migrate ----

@test "a store of yesterday is read with a hint, migrated by one word, and holds all it held" {
    scratch
    before=$(sqlite3 "$CS_DB" 'SELECT name, phone FROM customer ORDER BY id; SELECT id, state FROM ticket')
    capture tomorrow cs-db status -o json
    status_is 0
    err_has "the store has migration $NOW of $LATER; cs-db migrate brings it up"
    [ "$(jq -c '.[0] | [.schema, .newest_schema]' "$OUT")" = "[$NOW,$LATER]" ]
    capture tomorrow cs-customer list -o csv
    [ "$status" -eq 1 ] && err_has 'migrate'
    [ "$(version_of "$CS_DB")" = "$NOW" ]
    capture tomorrow cs-db migrate
    status_is 0
    err_has "migrated from $NOW to $LATER"
    [ "$(version_of "$CS_DB")" = "$LATER" ]
    [ "$(sqlite3 "$CS_DB" 'SELECT name, phone FROM customer ORDER BY id; SELECT id, state FROM ticket')" = "$before" ]
    capture tomorrow cs-db migrate
    err_has "migration $LATER, the newest"
    capture tomorrow cs-db check
    status_is 0
}

@test "a writing command brings an older store up by itself" {
    scratch
    printf 'external_id,name\nC3,赵\n' >more.csv
    capture tomorrow cs-customer import --source crm more.csv
    status_is 0
    [ "$(version_of "$CS_DB")" = "$LATER" ]
    capture tomorrow cs-customer list --count
    out_is 3
}

@test "a store of tomorrow is refused by today's program for reading and writing, and stays as it is" {
    scratch
    tomorrow cs-db migrate -q
    before=$(store_digest "$CS_DB")
    printf 'external_id,name\nC3,赵\n' >more.csv
    for command in 'cs-customer list' 'cs-customer import --source crm more.csv' 'cs-ticket list' 'cs-db migrate' \
        'cs-org unit list' 'cs-calendar list' 'cs-db query "SELECT 1"' 'cs-db forget --yes C1'; do
        eval "capture $command"
        [ "$status" -eq 1 ] || fault "$command: status $status"
        [[ $err == *$LATER* ]] || fault "$command names no migration: $err"
        [ ! -s "$OUT" ] || fault "$command wrote $out"
    done
    no_faults
    capture cs-db status
    err_has "made by a newer cs-tools (schema $LATER, this one knows $NOW); use that one"
    [[ $err != *'brings it up'* ]]
    [ "$(store_digest "$CS_DB")" = "$before" ]
}

@test "a migration that fails leaves the store at its old one, whole" {
    scratch
    tomorrow true
    printf 'CREATE TABLE half (id {ID}) {TABLE};\nINSERT INTO nowhere VALUES (1);\n' >"later/schema/$(printf %04d "$LATER")-later.sql"
    before=$(store_digest "$CS_DB")
    capture tomorrow cs-db migrate
    status_is 1
    [ -s "$ERR" ]
    [ "$(version_of "$CS_DB")" = "$NOW" ]
    [ "$(store_digest "$CS_DB")" = "$before" ]
    cs-db check -q
}

# ---- backup and restore ----

@test "a backup while another writes is a whole store of some moment" {
    scratch
    awk 'BEGIN { print "external_id,name"; for (i = 0; i < 3000; i++) print "B" i ",n" }' >many.csv
    for round in 1 2 3; do
        sed "s/^B/R$round-/" many.csv | cs-customer import -q --source "s$round" &
        cs-db backup -q "copy$round.db" || fault "backup $round failed"
        wait $! || fault "import $round failed"
        cs-db check -q --db "copy$round.db" || fault "copy $round is not sound"
        count=$(cs-customer list --count --db "copy$round.db")
        [ $(((count - 2) % 3000)) -eq 0 ] || fault "copy $round holds $count"
        [ "$(stat -c %a "copy$round.db")" = 600 ] || fault "copy $round is open to others"
    done
    no_faults
    [ "$(cs-customer list --count)" -eq 9002 ]
}

@test "a backup is restored to what it was, table by table" {
    scratch
    before=$(store_digest "$CS_DB")
    cs-db backup -q copy.db
    [ "$(store_digest copy.db)" = "$before" ]
    cs-customer merge --yes -q C1 C2
    cs-ticket note -q --note x 1
    [ "$(store_digest "$CS_DB")" != "$before" ]
    capture cs-db restore --yes --dry-run copy.db
    [ "$(store_digest "$CS_DB")" != "$before" ]
    capture cs-db restore --yes copy.db
    status_is 0
    err_has 'restored from copy.db'
    sqlite3 "$CS_DB" 'DELETE FROM audit WHERE what = "restore"'
    [ "$(sqlite3 "$CS_DB" 'SELECT count(*) FROM customer WHERE merged_into IS NULL')" = 2 ]
    [ "$(sqlite3 "$CS_DB" 'SELECT count(*) FROM event')" = "$(sqlite3 copy.db 'SELECT count(*) FROM event')" ]
}

@test "a damaged, cut, foreign or empty backup is refused and the store stays" {
    scratch
    cs-db backup -q good.db
    before=$(store_digest "$CS_DB")
    size=$(stat -c %s good.db)
    head -c $((size / 2)) good.db >cut.db
    cp good.db torn.db && chmod u+w torn.db
    for at in 8192 40960 81920; do
        head -c 4096 /dev/zero | tr '\0' 'Z' | dd of=torn.db bs=1 seek=$at conv=notrunc status=none
    done
    : >empty.db
    echo 'a letter' >letter.db
    sqlite3 foreign.db 'CREATE TABLE t (x)'
    mkdir folder.db
    for name in cut torn empty letter foreign folder missing; do
        capture cs-db restore --yes "$name.db"
        [ "$status" -eq 1 ] || fault "$name: status $status"
        [ -s "$ERR" ] || fault "$name: not a word"
        [ "$(store_digest "$CS_DB")" = "$before" ] || fault "$name: the store changed"
    done
    no_faults
    cs-db check -q
}

@test "a backup never writes over a file, nor into what is no folder" {
    scratch
    echo precious >there.db
    for name in there.db nowhere/copy.db . "$CS_DB"; do
        capture cs-db backup "$name"
        [ "$status" -eq 1 ] || fault "$name: status $status"
    done
    [ "$(cat there.db)" = precious ] || fault "the file is gone"
    no_faults
    cs-db check -q
}

# ---- check ----

# tamper SQL: in a copy of the store, without the keys that would forbid it.
tamper() {
    rm -f t.db t.db-wal t.db-shm
    sqlite3 "$CS_DB" ".backup t.db"
    sqlite3 -bail t.db "PRAGMA foreign_keys = off; $1"
}

@test "check finds each kind of tampering, and names it" {
    scratch
    cs-customer list --unmask -q >/dev/null
    cs-customer list --unmask -q >/dev/null
    while IFS='|' read -r what sql; do
        tamper "$sql" || {
            fault "$what: could not be done"
            continue
        }
        capture cs-db check --db t.db
        [ "$status" -eq 1 ] || fault "$what: status $status"
        [ "$(grep -c '' "$ERR")" -ge 2 ] || fault "$what: only $err"
        capture cs-db check -q --db t.db
        [ "$status" -eq 1 ] || fault "$what with -q: status $status"
    done <<'END'
a state without its event|UPDATE ticket SET state = 'closed' WHERE id = 1
an event that is gone|DELETE FROM event WHERE ticket_id = 1
an event whose state was changed|UPDATE event SET new = 'closed' WHERE ticket_id = 2 AND field IS NULL
a case of a home that is none|UPDATE ticket SET home_id = 9999 WHERE id = 1
a home of a project that is none|UPDATE home SET unit_id = 9999
a customer of a source that is none|UPDATE customer SET source_id = 9999 WHERE id = 1
an audit row with another count|UPDATE audit SET count = count + 1 WHERE id = (SELECT max(id) FROM audit)
an audit row with another actor|UPDATE audit SET actor = 'someone' WHERE id = (SELECT min(id) FROM audit)
an audit row with another time|UPDATE audit SET at = at + 1 WHERE id = (SELECT max(id) FROM audit)
an audit row with another subject|UPDATE audit SET subject = 'nothing' WHERE id = (SELECT max(id) FROM audit)
a column that is gone|ALTER TABLE customer DROP COLUMN watch
a table that is gone|DROP TABLE absence
an index that is gone|DROP INDEX audit_day
an index of cases that is gone|DROP INDEX ticket_phone
END
    no_faults
}

@test "check finds clocks and next rungs, alerts, messages and events that disagree, and says which" {
    demo
    sqlite3 "$CS_DB" 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
    while IFS='|' read -r words sql; do
        tamper "$sql"
        capture cs-db check -q --db t.db
        [ "$status" -eq 1 ] && [[ $err == *"$words"* ]] || fault "$sql: status $status, $err"
    done <<'END'
has a rung to come that no run would find|DELETE FROM deadline WHERE ticket_id = (SELECT max(ticket_id) FROM deadline)
has a rung to come that no run would find|UPDATE clock SET next_at = next_at + 60 WHERE ticket_id = (SELECT max(ticket_id) FROM deadline)
would find a rung that clock|UPDATE deadline SET due_at = due_at - 1 WHERE ticket_id = (SELECT max(ticket_id) FROM deadline)
would find a rung that clock|UPDATE clock SET next_at = NULL WHERE ticket_id = (SELECT max(ticket_id) FROM deadline)
has no message|DELETE FROM message WHERE escalation_id = (SELECT max(escalation_id) FROM message)
is not for whom its alert names|UPDATE message SET staff_id = staff_id + 1 WHERE escalation_id = (SELECT max(escalation_id) FROM message)
is not for whom its alert names|UPDATE message SET ticket_id = 1 WHERE escalation_id = (SELECT max(id) FROM escalation WHERE ticket_id <> 1 AND staff_id IS NOT NULL)
is not in the event log|UPDATE event SET occurred_at = occurred_at + 1 WHERE verb = 'escalate' AND ticket_id = (SELECT max(ticket_id) FROM escalation)
more|DELETE FROM deadline
END
    # Twenty of a kind at most.
    [ "$(grep -c 'no run would find' "$ERR")" -eq 20 ]
    capture cs-db check -q
    status_is 0
    silent_err
    no_faults
}

@test "check finds a torn page" {
    scratch
    sqlite3 "$CS_DB" 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
    cp "$CS_DB" t.db
    for page in 3 7 20; do
        head -c 2048 /dev/zero | tr '\0' 'Z' | dd of=t.db bs=1 seek=$((4096 * page)) conv=notrunc status=none
    done
    capture cs-db check --db t.db
    status_is 1
    [ -s "$ERR" ]
}

@test "check says nothing of a sound store with -q, and changes nothing" {
    scratch
    before=$(store_digest "$CS_DB")
    capture cs-db check -q
    status_is 0
    silent_err
    [ ! -s "$OUT" ]
    capture cs-db check
    err_has 'is sound'
    [ "$(store_digest "$CS_DB")" = "$before" ]
    capture cs-db check --db missing.db
    status_is 1
    [ ! -e missing.db ]
}

# ---- status ----

@test "status counts what is there, in each format alike" {
    scratch
    want='{"tickets":2,"open":2,"customers":2,"homes":1}'
    for format in json jsonl; do
        cs-db status -o $format 2>/dev/null | jq -cs 'flatten | .[0] | {tickets, open: .open_tickets, customers, homes}' >got
        [ "$(cat got)" = "$want" ] || fault "$format: $(cat got)"
    done
    capture cs-db status --fields tickets,customers,homes -o csv
    out_is $'tickets,customers,homes\n2,2,1'
    capture cs-db status --fields tickets,customers -o tsv
    out_is $'tickets\tcustomers\n2\t2'
    cs-db forget --yes -q C1
    capture cs-db status --fields customers -o csv
    out_is $'customers\n1'
    cs-ticket cancel -q --reason duplicate 1 || cs-ticket cancel -q --note x 1 || true
    no_faults
}

@test "status warns of each thing that needs a hand, and of nothing else" {
    scratch
    capture cs-db status
    status_is 0
    first=$err
    sqlite3 "$CS_DB" "INSERT INTO message (key, created_at, send_at, state, template, attempts, next_at) VALUES
        ('old', 0, $(date -d "$CS_NOW - 2 hours" +%s), 'waiting', 't', 0, 0)"
    capture cs-db status
    [[ $first != *'messages wait'* ]]
    err_has '1 messages wait; does cs-notify send run?'
    sqlite3 "$CS_DB" "UPDATE message SET send_at = $(date -d "$CS_NOW - 30 minutes" +%s)"
    capture cs-db status
    [[ $err != *'messages wait'* ]]
    sqlite3 "$CS_DB" "UPDATE message SET send_at = 0, state = 'sent'"
    capture cs-db status
    [[ $err != *'messages wait'* ]]
    CS_NOW=2026-06-02T10:00:00+08:00 capture cs-db status
    err_has 'rungs fell due and no run acted on them; does cs-escalate run?'
    CS_NOW=2026-12-02T10:00:00+08:00 capture cs-db status
    err_has 'calendar cn-office: holidays are known until 2026-12-31 only; import the list of the next year'
    err_has 'calendar government: holidays are known'
    [[ $err != *'calendar 24x7'* ]]
}
