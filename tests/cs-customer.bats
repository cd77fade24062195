#!/usr/bin/env bats
# cs-customer: people, their homes, their consent and their history.

load helpers

scratch() {
    export CS_DB=$WORK/s.db CS_NOW=2026-03-02T10:00:00+08:00 CS_ACTOR=li
    cs-db init -q
    printf 'code,name,kind\nP01,听澜苑,project\n' | cs-org unit import -q
    printf 'code,project,place\nH1,P01,3-2-1801\nH2,P01,3-2-1802\n' | cs-org home import -q
    cat >people.csv <<'END'
external_id,name,phone,email,stage,home,role
C1,王女士,13800001234,w@hx.example,settled,H1,owner
C2,李先生,13900005678,,old,H2,tenant
END
    cs-customer import -q --source crm people.csv
}

@test "an import again is unchanged; a change is an update with its history" {
    scratch
    capture cs-customer import --source crm people.csv
    status_is 0
    err_has 'inserted 0, updated 0, unchanged 2, refused 0'
    sed -i 's/李先生/李/' people.csv
    capture cs-customer import --source crm people.csv
    err_has 'updated 1, unchanged 1'
    capture cs-customer history C2 --fields verb,field,old,new -o csv
    out_has 'change,name,李先生,李'
}

@test "what list writes, masked or not, is unchanged when it is read back" {
    scratch
    for format in csv tsv json jsonl; do
        capture_sh "cs-customer list -o $format | cs-customer import"
        err_has 'inserted 0, updated 0, unchanged 2, refused 0'
        capture_sh "cs-customer list --unmask -o $format | cs-customer import"
        err_has 'inserted 0, updated 0, unchanged 2, refused 0'
    done
    capture cs-customer list --unmask --fields phone,email -o csv
    out_is $'phone,email\n13800001234,w@hx.example\n13900005678,'
}

@test "phones are masked unless asked for, and the asking is written down" {
    scratch
    capture cs-customer list --fields phone -o csv
    out_is $'phone\n138****1234\n139****5678'
    capture cs-customer list --unmask --fields phone -o csv
    out_has 13800001234
    [ "$(sqlite3 "$CS_DB" "SELECT count(*) FROM audit WHERE what LIKE 'unmask%'")" -eq 1 ]
    capture cs-customer list --phone '138*'
    status_is 2
    capture cs-customer list --phone 13800001234 --fields external_id -o csv
    out_is $'external_id\nC1'
}

@test "a masked phone on a new record is kept for another's system and refused for our own" {
    scratch
    printf 'external_id,name,phone\nN1,张三,137****0000\n' >masked.csv
    capture cs-customer import --source app masked.csv
    status_is 0
    own=$(sqlite3 "$CS_DB" "SELECT value FROM setting WHERE name = 'uuid'")
    capture cs-customer import --source "$own" masked.csv
    status_is 3
    err_has 'masked.csv:2'
    err_has 'phone: is masked'
}

@test "a person's page has homes, consents and history" {
    scratch
    cs-customer consent give C1 --purpose survey --channel phone
    capture cs-customer show crm:C1
    status_is 0
    out_has '王女士'
    out_has '138****1234'
    out_has 'H1'
    out_has 'survey'
    [ "$(widest <"$OUT")" -le 80 ]
    capture_sh "cs-customer show 1 -o json | jq -c '[.customer.external_id, .customer.homes, .homes[0].role, .consents[0].given]'"
    out_is '["C1",1,"owner","yes"]'
    capture cs-customer show C9
    status_is 1
    err_has 'there is no customer "C9"'
    capture cs-customer show
    status_is 2
}

@test "roles are read and written by themselves" {
    scratch
    printf 'customer,home,role,from_on\ncrm:C1,H2,family,2020-01-01\nC9,H1,owner,\nC1,H9,owner,\n' >roles.csv
    capture cs-customer role import roles.csv
    status_is 3
    err_has 'inserted 1'
    err_has 'roles.csv:3'
    err_has 'roles.csv:4'
    capture_sh 'cs-customer role list | cs-customer role import'
    err_has 'inserted 0, updated 0, unchanged 3, refused 0'
    capture cs-customer role list --role family --fields customer,home -o csv
    out_is $'customer,home\ncrm:C1,H2'
}

@test "merging asks, makes one person of two, and a later import keeps them one" {
    scratch
    capture cs-customer merge C1 C2
    status_is 2
    err_has 'yes'
    capture cs-customer merge --dry-run C1 C2
    status_is 0
    capture cs-customer list --count
    out_is 2
    capture cs-customer merge --yes C1 C2
    status_is 0
    capture cs-customer list --fields external_id,homes -o csv
    out_is $'external_id,homes\nC1,2'
    capture cs-customer import --source crm people.csv
    err_has 'unchanged 2'
    capture cs-customer show C2
    out_has 'C1'
    capture cs-customer merge --yes C1 C2
    status_is 1
    err_has 'one customer already'
    capture cs-customer merge --yes C1
    status_is 2
}

@test "consent is given and withdrawn; the newest counts and nothing is deleted" {
    scratch
    capture cs-customer consent give C1 C2 --purpose marketing --text-version v1
    status_is 0
    capture cs-customer consent withdraw C1 --purpose marketing
    status_is 0
    capture cs-customer consent list --purpose marketing --fields customer,given,version,actor -o csv
    out_is $'customer,given,version,actor\n1,yes,v1,li\n2,yes,v1,li\n1,no,,li'
    capture cs-customer consent give C1
    status_is 2
    err_has 'purpose'
    capture cs-customer consent give C1 --purpose marketng
    status_is 2
    err_has 'marketing'
    capture cs-customer consent give C1 --purpose survey --at 2026-04-01
    status_is 2
}

@test "Chinese headings and labels are taken without a map" {
    scratch
    printf '客户编号,客户姓名,手机号,业主阶段,房源编码,身份\nC7,赵,13600001111,磨合期,H1,家属\n' >zh.csv
    capture cs-customer import --source crm zh.csv
    status_is 0
    capture cs-customer list --external-id C7 --fields name,stage,homes -o csv
    out_is $'name,stage,homes\n赵,settling,1'
}

@test "rows without name or number are refused, the others saved" {
    scratch
    printf 'external_id,name,phone\n,王,\nC8,,\nC9,孙,12\n' >bad.csv
    capture cs-customer import --source crm --rejects r.csv bad.csv
    status_is 3
    err_has 'bad.csv:2'
    err_has 'bad.csv:3'
    capture cs-customer import --source crm --strict bad.csv
    status_is 1
}
