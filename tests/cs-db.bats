#!/usr/bin/env bats
# cs-db: make the store, look after it, ask it, erase a person.

load helpers

scratch() {
    export CS_DB=$WORK/s.db CS_NOW=2026-03-02T10:00:00+08:00 CS_ACTOR=li
    cs-db init -q
}

people() {
    printf 'external_id,name,phone\nC1,王女士,13800001234\nC2,李先生,13900005678\n' >people.csv
    cs-customer import -q --source crm people.csv
}

@test "init makes a whole store for its owner alone" {
    capture cs-db init --db new.db
    status_is 0
    err_has 'made the store'
    [ "$(stat -c %a new.db)" = 600 ]
    for table in calendar path target ladder rung hold_reason; do
        [ "$(sqlite3 new.db "SELECT count(*) FROM $table")" -gt 0 ] || fault "$table is empty"
    done
    [ "$(sqlite3 new.db "SELECT value FROM setting WHERE name = 'currency'")" = CNY ] || fault currency
    no_faults
}

@test "init takes zone, language and currency, and refuses wrong ones without a file" {
    capture cs-db init --db hk.db --timezone Asia/Hong_Kong --language en --currency HKD --bare
    status_is 0
    [ "$(sqlite3 hk.db 'SELECT count(*) FROM calendar')" -eq 0 ]
    capture cs-db status --db hk.db --fields timezone,language,currency -o csv
    out_is $'timezone,language,currency\nAsia/Hong_Kong,en,HKD'
    before=$(listing)
    capture cs-db init --db x.db --timezone Mars/Base
    status_is 2
    capture cs-db init --db x.db --currency yuan
    status_is 2
    capture cs-db init --db x.db --language fr
    status_is 2
    [ "$(listing)" = "$before" ]
}

@test "init on a store that is there changes nothing" {
    scratch
    before=$(store_digest "$CS_DB")
    capture cs-db init
    status_is 1
    err_has 'already'
    [ "$(store_digest "$CS_DB")" = "$before" ]
}

@test "a shipped file that cannot be read leaves no store behind" {
    cp -r "$TOP/share" share && cp -r "$TOP/schema" schema
    chmod -R u+w share
    echo 'cn-office,,,,,,2026-02-30,holiday,,' >>share/calendars/cn-office.csv
    CS_SHARE=$PWD/share capture cs-db init --db x.db
    status_is 1
    err_has 'cn-office.csv:'
    [ ! -e x.db ]
}

@test "status counts, and warns of what needs a hand" {
    scratch
    people
    capture cs-db status -o json
    status_is 0
    silent_err
    [ "$(jq -r '.[0].customers' "$OUT")" -eq 2 ]
    [ "$(jq -r '.[0].schema' "$OUT")" -eq "$(jq -r '.[0].newest_schema' "$OUT")" ]
    CS_NOW=2026-12-01T10:00 capture cs-db status
    status_is 0
    err_has 'calendar cn-office: holidays are known until 2026-12-31 only'
    out_has 'cn-office 2026-12-31'
    capture cs-db status --db nowhere.db
    status_is 1
    [ ! -e nowhere.db ]
}

@test "check finds a sound store sound, and a changed case not" {
    scratch
    capture cs-db check
    status_is 0
    err_has 'is sound'
    capture cs-db check -q
    status_is 0
    silent_err
    head -c 100 /dev/urandom >garbage.db
    capture cs-db check --db garbage.db
    status_is 1
}

@test "check sees an audit log that was tampered with" {
    scratch
    people
    cs-customer list --unmask -q >/dev/null
    cs-db check -q
    sqlite3 "$CS_DB" "UPDATE audit SET count = 0"
    capture cs-db check
    status_is 1
}

@test "a backup is restored whole, and restoring asks" {
    scratch
    people
    capture cs-db backup copy.db
    status_is 0
    [ "$(stat -c %a copy.db)" = 600 ]
    cs-customer merge --yes -q C1 C2
    capture cs-db restore copy.db
    status_is 2
    err_has '--yes'
    capture cs-db restore --yes copy.db
    status_is 0
    capture cs-customer list --count
    out_is 2
    capture cs-db backup copy.db
    status_is 1
    capture cs-db restore --yes missing.db
    status_is 1
    capture cs-db backup
    status_is 2
}

@test "a backup makes a second store" {
    scratch
    people
    cs-db backup -q copy.db
    capture cs-db restore --yes --db other.db copy.db
    status_is 0
    capture cs-customer list --db other.db --count
    out_is 2
}

@test "query reads, in any format, with values of its own" {
    scratch
    capture cs-db query 'SELECT name, hours FROM calendar WHERE name = $1' site -o jsonl
    status_is 0
    out_is '{"name":"site","hours":"mon-sat 08:00-18:00"}'
    capture cs-db query 'SELECT count(*) AS n FROM calendar' -o csv
    out_is $'n\n6'
    capture cs-db query 'SELECT name FROM calendar ORDER BY name' --rows 2 -o csv
    [ "$(wc -l <"$OUT")" -le 3 ]
}

@test "query cannot write, and says so" {
    scratch
    before=$(store_digest "$CS_DB")
    for sql in 'DELETE FROM calendar' 'DROP TABLE calendar' 'PRAGMA user_version = 9' "ATTACH 'x.db' AS x" \
        'SELECT 1; DELETE FROM calendar' "SELECT load_extension('x')" "SELECT writefile('x', 'y')"; do
        cs-db query "$sql" >/dev/null 2>&1 && fault "$sql"
    done
    no_faults
    [ "$(store_digest "$CS_DB")" = "$before" ]
    capture cs-db query
    status_is 2
}

@test "query masks what is personal unless asked" {
    scratch
    people
    capture cs-db query 'SELECT phone FROM customer ORDER BY id' -o csv
    out_is $'phone\n138****1234\n139****5678'
    capture cs-db query "SELECT count(*) AS n FROM customer WHERE phone LIKE '138000012%'" -o csv
    out_is $'n\n0'
    capture cs-db query 'SELECT new FROM customer_event'
    status_is 1
    capture cs-db query --unmask 'SELECT phone FROM customer ORDER BY id' -o csv
    out_has 13800001234
}

@test "forget blanks a person, once and for all" {
    scratch
    people
    capture cs-db forget C1
    status_is 2
    capture cs-db forget --dry-run --yes C1
    status_is 0
    [ ! -e "$CS_DB.forgotten" ]
    capture cs-customer list --count
    out_is 2
    capture cs-db forget --yes --reason consent crm:C1
    status_is 0
    err_has 'people erased: 1'
    [ "$(stat -c %a "$CS_DB.forgotten")" = 600 ]
    capture cs-customer show C1
    out_has 'A person who was erased'
    ! grep -q 王女士 "$OUT"
    [ "$(sqlite3 "$CS_DB" "SELECT count(*) FROM audit WHERE what = 'erase' AND subject LIKE '%consent%'")" -eq 1 ]
    capture cs-db forget --yes crm:C1
    status_is 0
    err_has 'was erased before'
    cs-db check -q
}

@test "nothing of a forgotten person stays in the file" {
    scratch
    people
    cs-db forget --yes -q C1
    ! grep -aq 13800001234 "$CS_DB"
    ! grep -aq 王女士 "$CS_DB"
    [ ! -s "$CS_DB-wal" ] || ! grep -aq 13800001234 "$CS_DB-wal"
    ! grep -q 13800001234 "$CS_DB.forgotten"
    grep -aq 13900005678 "$CS_DB"
}

@test "an import does not bring a forgotten person back, even after a restore" {
    scratch
    people
    cs-db backup -q before.db
    cs-db forget --yes -q C1
    capture cs-customer import --source crm people.csv
    status_is 0
    err_has '1 records of people who were erased were left out'
    printf 'external_id,name,phone\nA1,王,+86 13800001234\n' >again.csv
    capture cs-customer import --source app again.csv
    err_has 'inserted 0'
    capture cs-customer list --count
    out_is 1
    capture cs-db forget --yes C9
    status_is 1
    err_has 'there is no customer "C9"'
}

@test "migrate on a store of today says so" {
    scratch
    capture cs-db migrate
    status_is 0
    err_has 'the newest'
}
