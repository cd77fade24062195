#!/usr/bin/env bats
# A person who was erased stays away: from lists of customers, from cases, from what other commands take in.

load helpers

scratch() {
    export CS_DB=$WORK/s.db CS_NOW=2026-03-02T10:00:00+08:00 CS_ACTOR=clerk
    cs-db init -q
    printf 'code,name,kind\nP01,听澜苑,project\n' | cs-org unit import -q
    printf 'code,project,place\nH1,P01,3-2-1801\n' | cs-org home import -q
    printf 'external_id,name,phone,phone2\nC1,Testname,13800001234,02188887777\nC2,Other,13900005678,\n' >people.csv
    cs-customer import -q --source crm people.csv
    cat >cases.csv <<'END'
external_id,kind,priority,project,room,reporter,phone,email,subject,body,occurred_at
T1,repair,3,P01,3-2-1801,Testname,13800001234,t@hx.example,Testname has a leak,Call Testname,2026-03-01T09:00
T2,repair,3,P01,3-2-1801,Other,13900005678,,Other has a crack,Call Other,2026-03-01T10:00
END
    cs-ticket import -q --source line cases.csv
}

# Every row of every table as text.
store_has() {
    sqlite3 "$CS_DB" .dump | grep -qF -- "$1"
}

@test "the same cases again, after the person was erased, do not bring the person back" {
    scratch
    store_has Testname
    cs-db forget --yes -q C1
    ! store_has Testname
    capture cs-ticket import --source line cases.csv
    status_is 0
    err_has '1 cases of people who were erased came in without their person'
    ! store_has Testname
    ! store_has 13800001234
    store_has 'Call Other'
    capture cs-ticket import --source line cases.csv
    err_has 'inserted 0, updated 0, unchanged 2'
    cs-db check -q
}

@test "a case that changed over there brings what changed, and nothing of the person" {
    scratch
    cs-db forget --yes -q C1
    sed -i '/^T1/s/,repair,3,/,repair,2,/' cases.csv
    capture cs-ticket import --source line cases.csv
    status_is 0
    err_has 'updated 1'
    capture cs-ticket list --external-id T1 --fields priority,reporter,phone,subject,body -o csv --unmask
    out_is $'priority,reporter,phone,subject,body\n2,,,,'
    ! store_has Testname
}

@test "a new case from the erased person's phone comes in as a case of nobody, in each format" {
    scratch
    cs-db forget --yes -q C1
    for format in csv tsv json jsonl; do
        row="{\"external_id\":\"N-$format\",\"kind\":\"repair\",\"project\":\"P01\",\"room\":\"3-2-1801\",\"reporter\":\"Testname\""
        row+=",\"phone\":\"+86 138-0000-1234\",\"body\":\"Testname\",\"occurred_at\":\"2026-03-02T09:00:00+08:00\"}"
        echo "$row" >one.jsonl
        case $format in
        jsonl) cp one.jsonl in ;;
        json) jq -s . one.jsonl >in ;;
        csv) jq -r '(keys_unsorted | @csv), ([.[]] | @csv)' one.jsonl >in ;;
        tsv) jq -r '(keys_unsorted | @tsv), ([.[]] | @tsv)' one.jsonl >in ;;
        esac
        capture cs-ticket import --source line -i $format in
        [ "$status" -eq 0 ] || fault "$format: $err"
        [[ $err == *'inserted 1'*'1 cases of people'* || $err == *'1 cases of people'*'inserted 1'* ]] || fault "$format: $err"
    done
    no_faults
    ! store_has Testname
    capture cs-ticket list --count
    out_is 6
    cs-db check -q
}

@test "the second phone counts as well, a mask and another's phone do not" {
    scratch
    cs-db forget --yes -q C1
    cat >more.csv <<'END'
external_id,kind,project,reporter,phone,occurred_at
M1,repair,P01,A,021-88887777,2026-03-02T09:00
M2,repair,P01,B,138****1234,2026-03-02T09:00
M3,repair,P01,C,13800001235,2026-03-02T09:00
M4,repair,P01,D,,2026-03-02T09:00
END
    capture cs-ticket import --source line more.csv
    status_is 0
    err_has '1 cases of people'
    capture cs-ticket list --external-id 'M*' --sort external_id --fields external_id,reporter -o csv
    out_is $'external_id,reporter\nM1,\nM2,B\nM3,C\nM4,D'
}

@test "where nobody was erased nothing is said, and -q says nothing anyway" {
    scratch
    capture cs-ticket import --source line cases.csv
    [[ $err != *erased* ]]
    cs-db forget --yes -q C1
    capture cs-ticket import -q --source line cases.csv
    status_is 0
    silent_err
}

@test "a dry run of an import tells of erased people too and changes nothing" {
    scratch
    cs-db forget --yes -q C1
    before=$(store_digest "$CS_DB")
    sed -i '/^T1/s/,repair,3,/,repair,1,/' cases.csv
    capture cs-ticket import --dry-run --source line cases.csv
    status_is 0
    err_has '1 cases of people'
    [ "$(store_digest "$CS_DB")" = "$before" ]
}

@test "an import whose list of the erased is damaged fails in words and takes nothing in" {
    scratch
    cs-db forget --yes -q C1
    echo nonsense >"$CS_DB.forgotten"
    before=$(store_digest "$CS_DB")
    capture cs-ticket import --source line cases.csv
    status_is 1
    err_has 'is damaged: its first line is no key'
    capture cs-customer import --source crm people.csv
    status_is 1
    [ "$(store_digest "$CS_DB")" = "$before" ]
}

@test "a case worked on here keeps our side when its erased source row comes again" {
    scratch
    id=$(cs-ticket list --external-id T1 --fields id -o csv | tail -n 1)
    cs-ticket note -q --note 'Testname was told' "$id"
    cs-ticket inspect -q --priority 1 "$id" || cs-ticket contact -q --channel phone "$id" || true
    moved=$(cs-ticket list --id "$id" --fields state,priority -o csv | tail -n 1)
    cs-db forget --yes -q C1
    ! store_has Testname
    sed -i '/^T1/s/has a leak/has two leaks/' cases.csv
    cs-ticket import -q --source line cases.csv
    ! store_has Testname
    [ "$(cs-ticket list --id "$id" --fields state,priority -o csv | tail -n 1)" = "$moved" ]
    cs-db check -q
}

@test "nothing of an erased person lies in the bytes of the store and its log" {
    scratch
    cs-db forget --yes -q C1
    cs-ticket import -q --source line cases.csv
    cs-customer import -q --source crm people.csv
    for file in "$CS_DB" "$CS_DB-wal" "$CS_DB.forgotten"; do
        [ -e "$file" ] || continue
        ! grep -aq -e Testname -e 13800001234 -e 02188887777 "$file" || fault "$file"
    done
    no_faults
}
