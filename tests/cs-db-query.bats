#!/usr/bin/env bats
# cs-db query: what it answers, in each format; what it refuses; that no way leads round the masks.

load helpers

scratch() {
    export CS_DB=$WORK/s.db CS_NOW=2026-03-02T10:00:00+08:00 CS_ACTOR=clerk
    cs-db init -q
    printf 'code,name,kind\nP01,听澜苑,project\n' | cs-org unit import -q
    printf 'code,name,phone,email\nE1,张三,13700007777,zhang@hx.example\n' | cs-org staff import -q
    printf 'external_id,name,phone,phone2,email,identity\nC1,王女士,13800001234,02188887777,wang@hx.example,110101199003070038\n' |
        cs-customer import -q --source crm
    printf 'external_id,name,phone\nC1,王姐,13800001234\n' | cs-customer import -q --source crm
    printf 'external_id,kind,project,phone,email,occurred_at\nT1,repair,P01,13800001234,wang@hx.example,2026-03-01T09:00\n' |
        cs-ticket import -q --source line
}

SECRETS='13800001234|13700007777|02188887777|wang@hx|zhang@hx|110101199003070038'

@test "an answer is the same in each format" {
    scratch
    sql="SELECT 1 AS n, 1.5 AS x, 'a,b' AS t, NULL AS none, '王' AS zh UNION ALL SELECT 2, 0.1, 'c\"d', 'e', '李'"
    capture cs-db query "$sql" -o csv
    out_is $'n,x,t,none,zh\n1,1.5,"a,b",,王\n2,0.1,"c""d",e,李'
    capture cs-db query "$sql" -o jsonl
    out_is $'{"n":1,"x":1.5,"t":"a,b","none":null,"zh":"王"}\n{"n":2,"x":0.1,"t":"c\\"d","none":"e","zh":"李"}'
    capture cs-db query "$sql" -o json
    [ "$(jq -c '.[]' "$OUT")" = "$(cs-db query "$sql" -o jsonl)" ]
    capture cs-db query "$sql" -o tsv
    [ "$(sed -n 2p "$OUT")" = $'1\t1.5\ta,b\t\t王' ]
}

@test "an answer without rows still has its heading" {
    scratch
    capture cs-db query 'SELECT name, hours FROM calendar WHERE 0' -o csv
    status_is 0
    out_is name,hours
    capture cs-db query 'SELECT name FROM calendar WHERE 0' -o json
    [ "$(jq length "$OUT")" -eq 0 ]
}

@test "values are handed in beside the words and are never words themselves" {
    scratch
    capture cs-db query 'SELECT name FROM calendar WHERE name = $1 OR name = $2 ORDER BY name' site 24x7 -o csv
    out_is $'name\n24x7\nsite'
    capture cs-db query 'SELECT count(*) AS n FROM calendar WHERE name = $1' "site' OR '1'='1" -o csv
    out_is $'n\n0'
    capture cs-db query 'SELECT $1 AS v' "'; DROP TABLE ticket; --" -o csv
    status_is 0
    capture cs-db query 'SELECT $1 AS a, $2 AS b' 漏水 '' -o jsonl
    out_is '{"a":"漏水","b":""}'
}

@test "nothing but one reading statement is taken, and nothing changes" {
    scratch
    before=$(store_digest "$CS_DB")
    files=$(listing)
    while read -r sql; do
        capture cs-db query "$sql"
        [ "$status" -ne 0 ] || fault "$sql: status 0, $out"
        [ -s "$ERR" ] || fault "$sql: not a word"
        [ "$(grep -c '' "$ERR")" -le 3 ] || fault "$sql: $err"
    done <<'END'
INSERT INTO actor (name) VALUES ('x')
UPDATE customer SET name = 'x'
DELETE FROM ticket
REPLACE INTO actor (id, name) VALUES (1, 'x')
CREATE TABLE x (y)
CREATE TEMP TABLE x AS SELECT 1
CREATE VIEW x AS SELECT 1
CREATE TRIGGER x AFTER INSERT ON ticket BEGIN SELECT 1; END
DROP TABLE customer
ALTER TABLE customer ADD COLUMN x
CREATE INDEX x ON ticket (id)
DROP INDEX ticket_phone
REINDEX
ANALYZE
VACUUM
VACUUM INTO 'copy.db'
BEGIN
COMMIT
ROLLBACK
SAVEPOINT x
PRAGMA user_version = 9
PRAGMA table_info(customer)
PRAGMA writable_schema = on
ATTACH 'x.db' AS x
ATTACH ':memory:' AS x
DETACH main
SELECT 1; SELECT 2
SELECT 1; DELETE FROM ticket
WITH x AS (SELECT 1) DELETE FROM ticket
WITH x AS (SELECT 1) INSERT INTO actor (name) SELECT 'x' FROM x
SELECT load_extension('x')
SELECT readfile('/etc/hostname')
SELECT writefile('x', 'y')
SELECT fts3_tokenizer('x')
SELECT * FROM sqlite_master
SELECT * FROM pragma_table_info('customer')
SELECT * FROM nowhere
SELECT nothing FROM ticket
SELEC 1
EXPLAIN DELETE FROM ticket
END
    no_faults
    [ "$(store_digest "$CS_DB")" = "$before" ]
    [ "$(listing)" = "$files" ]
}

@test "an empty statement, a remark and no statement are refused in words" {
    scratch
    for sql in '' ' ' ';' '-- nothing' '/* nothing */'; do
        capture cs-db query "$sql"
        [ "$status" -ne 0 ] || fault "\"$sql\": status 0"
        [ -s "$ERR" ] || fault "\"$sql\": not a word"
    done
    capture cs-db query
    status_is 2
    capture cs-db query 'SELECT 1 AS n;' -o csv
    out_is $'n\n1'
    no_faults
}

@test "every way to a personal column answers with masks" {
    scratch
    while read -r sql; do
        capture cs-db query "$sql" -o csv
        if grep -qE "$SECRETS" "$OUT" "$ERR"; then
            fault "$sql tells $(grep -oE "$SECRETS" "$OUT" "$ERR" | head -n 1)"
        fi
    done <<'END'
SELECT phone FROM customer
SELECT * FROM customer
SELECT c.* FROM customer AS c
SELECT main.customer.phone FROM main.customer
SELECT phone AS harmless FROM customer
SELECT phone || '' FROM customer
SELECT upper(phone) FROM customer
SELECT substr(phone, 4, 4) || '1234' FROM customer WHERE phone LIKE '%0000%'
SELECT hex(phone) FROM customer
SELECT group_concat(phone) FROM customer
SELECT max(phone), min(email) FROM customer
SELECT json_object('p', phone) FROM customer
SELECT (SELECT phone FROM customer LIMIT 1)
WITH customer AS (SELECT * FROM customer) SELECT * FROM customer
WITH c AS (SELECT phone FROM customer) SELECT * FROM c
SELECT * FROM (SELECT phone, email, identity, phone2 FROM customer)
SELECT a.phone FROM customer AS a JOIN customer AS b ON a.phone = b.phone
SELECT phone FROM customer UNION SELECT phone FROM ticket
SELECT phone FROM staff UNION ALL SELECT email FROM staff
SELECT phone, email FROM ticket
SELECT * FROM ticket
SELECT * FROM staff
SELECT identity FROM customer ORDER BY identity
SELECT phone FROM customer GROUP BY phone HAVING count(*) > 0
SELECT row_number() OVER (ORDER BY phone), phone FROM customer
SELECT new FROM customer_event
SELECT * FROM customer_event
SELECT given FROM reference
SELECT * FROM reference
SELECT extra FROM ticket
SELECT old, new FROM event
END
    no_faults
}

@test "a filter on a personal column sees the mask, so that nobody can guess digit by digit" {
    scratch
    while read -r condition; do
        capture cs-db query "SELECT count(*) AS n FROM customer WHERE $condition" -o csv
        out_is $'n\n0' >/dev/null || fault "$condition finds $out"
    done <<'END'
phone = '13800001234'
phone LIKE '1380%'
phone GLOB '13800*'
phone BETWEEN '13800000000' AND '13800009999'
phone IN (SELECT '13800001234')
instr(phone, '00001234') > 0
email = 'wang@hx.example'
email LIKE 'wang%'
identity LIKE '%19900307%'
length(replace(phone, '0', '')) = 6
END
    no_faults
    capture cs-db query "SELECT count(*) AS n FROM customer WHERE phone = '138****1234'" -o csv
    out_is $'n\n1'
}

@test "with --unmask the plain values come, and the asking stands in the audit log" {
    scratch
    before=$(sqlite3 "$CS_DB" 'SELECT count(*) FROM audit')
    capture cs-db query --unmask 'SELECT phone, email FROM customer' -o csv
    status_is 0
    out_is $'phone,email\n13800001234,wang@hx.example'
    [ "$(sqlite3 "$CS_DB" 'SELECT count(*) FROM audit')" -gt "$before" ]
    cs-db check -q
    capture cs-db query --unmask 'DELETE FROM ticket'
    [ "$status" -ne 0 ]
    [ "$(sqlite3 "$CS_DB" 'SELECT count(*) FROM ticket')" -eq 1 ]
}

@test "rows and seconds are limits that hold, an endless query among them" {
    scratch
    capture cs-db query 'SELECT name FROM calendar ORDER BY name' --rows 2 -o csv
    status_is 1
    err_has 'the query answers more than 2 rows'
    capture cs-db query 'SELECT name FROM calendar ORDER BY name' --rows 6 -o csv
    status_is 0
    capture cs-db query 'SELECT name FROM calendar ORDER BY name' --rows 99 -o csv
    [ "$(wc -l <"$OUT")" -eq 7 ]
    start=$(date +%s)
    capture cs-db query 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n' --seconds 1
    status_is 1
    [ -s "$ERR" ]
    [ $(($(date +%s) - start)) -le 5 ]
    capture cs-db query 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n' --rows 3 -o csv
    status_is 1
    err_has 'more than 3 rows'
    for value in -1 x 1.5 ''; do
        capture cs-db query 'SELECT 1' --rows "$value"
        [ "$status" -eq 2 ] || fault "--rows $value: $status"
        capture cs-db query 'SELECT 1' --seconds "$value"
        [ "$status" -eq 2 ] || fault "--seconds $value: $status"
    done
    no_faults
}

@test "a reader that leaves early is no fault, a full disk is one" {
    scratch
    capture_sh "cs-db query 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000) SELECT i FROM n' -o csv | head -n 2"
    status_is 0
    out_is $'i\n1'
    silent_err
    capture_sh "cs-db query 'SELECT name FROM calendar' -o csv >/dev/full"
    status_is 1
    err_has 'No space left on device'
}

@test "a query waits for nobody and stops nobody: it reads while another writes" {
    scratch
    awk 'BEGIN { print "external_id,name"; for (i = 0; i < 3000; i++) print "B" i ",n" }' >many.csv
    cs-customer import -q --source many many.csv &
    for round in 1 2 3 4 5; do
        n=$(cs-db query 'SELECT count(*) AS n FROM customer' -o csv | tail -n 1)
        [ "$n" -eq 1 ] || [ "$n" -eq 3001 ] || fault "a half-done import of $n was seen"
    done
    wait $!
    no_faults
}
