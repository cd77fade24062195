#!/usr/bin/env bats
# A person who was erased stays away: from lists of customers, from cases, from what other commands take in.

load helpers

scratch() {
    export CS_DB=$WORK/s.db CS_NOW=2026-03-02T10:00:00+08:00 CS_ACTOR=clerk
    printf 'external_id,name,phone,phone2\nC1,Testname,13800001234,02188887777\nC2,Other,13900005678,\n' >people.csv
    cat >cases.csv <<'END'
external_id,kind,priority,project,room,reporter,phone,email,subject,body,occurred_at
T1,repair,3,P01,3-2-1801,Testname,13800001234,t@hx.example,Testname has a leak,Call Testname,2026-03-01T09:00
T2,repair,3,P01,3-2-1801,Other,13900005678,,Other has a crack,Call Other,2026-03-01T10:00
END
    if [ -f "$BATS_FILE_TMPDIR/start.db" ]; then # made once a file
        cp "$BATS_FILE_TMPDIR/start.db" "$CS_DB"
        return
    fi
    cs-db init -q
    printf 'code,name,kind\nP01,听澜苑,project\n' | cs-org unit import -q
    printf 'code,project,place\nH1,P01,3-2-1801\n' | cs-org home import -q
    cs-customer import -q --source crm people.csv
    cs-ticket import -q --source line cases.csv
    cp "$CS_DB" "$BATS_FILE_TMPDIR/start.db"
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

# ---- what else holds the person ----

@test "the bytes of all files beside the store: the row of the person, its logs and lock hold nothing" {
    scratch
    printf 'external_id,kind,priority,project,room,reporter,phone,body,occurred_at\n%s\n%s\n' \
        'T3,repair,3,P01,3-2-1801,Testname wife,+86 138-0000-1234,her words plantbody,2026-03-01T11:00' \
        'T4,repair,3,P01,3-2-1801,Other,13900005678,ask 138-0000-1234 or 13800001234,2026-03-01T12:00' |
        cs-ticket import -q --source line
    cs-ticket note -q --note 'plantnote of Testname' 1
    for file in "$CS_DB"*; do
        ! grep -aq plantnote "$file" || seen=yes
    done
    [ "${seen:-no}" = yes ]
    cs-db forget --yes -q C1
    for file in "$CS_DB" "$CS_DB"[-.]*; do
        ! grep -aqE 'Testname|13800001234|138-0000-1234|02188887777|t@hx.example|plantbody|plantnote' "$file" || fault "$file"
    done
    [ "$(cs-ticket list --external-id T4 --fields body -o csv | tail -n 1)" = 'ask ************* or ***********' ] || fault "the neighbour's words: $(cs-ticket list --external-id T4 --fields body -o csv)"
    no_faults
    cs-db check -q
}

@test "copies, refused rows and exports beside the store are named, and those of others are not" {
    scratch
    mkdir backups elsewhere
    cs-db backup -q backups/old.db
    cs-db backup -q elsewhere/far.db
    mkdir "$BATS_TEST_TMPDIR/out-of-sight"
    cp elsewhere/far.db "$BATS_TEST_TMPDIR/out-of-sight/copy.db"
    echo 'name,reason' >rejects.csv && echo 'x 13800001234,bad' >>rejects.csv
    cp "$CS_DB" .s.db.Ab12Cd # what a killed backup leaves
    echo 'Other 13900005678' >other.txt
    ln -s rejects.csv link.csv
    capture cs-db forget --yes --look "$BATS_TEST_TMPDIR/out-of-sight" C1
    status_is 0
    for name in backups/old.db elsewhere/far.db rejects.csv .s.db.Ab12Cd people.csv cases.csv; do
        [[ $err == *"$PWD/$name still holds the person"* ]] || fault "$name is not named: $err"
    done
    [[ $err == *"out-of-sight/copy.db still holds"* ]] || fault "the folder of --look was not looked into"
    [[ $err != *other.txt* && $err != *link.csv* && $err != *"$CS_DB still"* ]] || fault "named in vain: $err"
    rm -r backups elsewhere rejects.csv .s.db.Ab12Cd people.csv cases.csv
    cs-db forget --dry-run --yes C2 2>&1 | grep -q 'still holds' && fault 'a dry run looked'
    capture cs-db forget --yes C2
    [[ $err == *other.txt* ]] || fault "$err"
    no_faults
}

@test "a restore of an older backup erases anew, and a copy put back by hand is told by check" {
    scratch
    cs-db backup -q old.db
    cs-db forget --yes -q C1
    capture cs-db restore --yes old.db
    status_is 0
    err_has 'erased anew, since the backup is older: 1 people, 1 cases'
    ! store_has Testname
    ! grep -aqE 'Testname|13800001234' "$CS_DB" "$CS_DB-wal"
    cs-db check -q
    rm -f "$CS_DB"-* && cp old.db "$CS_DB"
    capture cs-db check
    status_is 1
    err_has '1 records of people who were erased are back; say `cs-db forget --again`'
    capture cs-db forget --yes --again
    status_is 0
    err_has 'people erased: 1; cases blanked: 1'
    ! store_has Testname
    cs-db check -q
    capture cs-db forget --yes --again
    err_has 'people erased: 0; cases blanked: 0'
}

@test "one list of the erased, by whichever link the store is reached" {
    scratch
    ln -s "$CS_DB" way.db
    CS_DB=way.db cs-db forget --yes -q C1
    [ ! -e way.db.forgotten ] && [ -e "$CS_DB.forgotten" ]
    printf 'external_id,name,phone\nZ9,Testname,13800001234\n' | cs-customer import -q --source app
    ! store_has Testname
}

@test "an external id that is the person's own phone goes too, and is known when it is named again" {
    scratch
    printf 'external_id,name,phone\n13811112222,Idname,13811112222\n' >own.csv
    cs-customer import -q --source crm own.csv
    cs-db forget --yes -q 13811112222
    ! grep -aqE '13811112222|Idname' "$CS_DB" "$CS_DB-wal"
    capture cs-db forget --yes crm:13811112222
    status_is 0
    err_has 'was erased before'
    capture cs-customer import --source crm own.csv
    err_has 'inserted 0'
    ! store_has Idname
    capture cs-db forget --yes crm:13811113333
    status_is 1
}

@test "a reason that names the person is refused: the audit log keeps it" {
    scratch
    before=$(store_digest "$CS_DB")
    for reason in 'asked by Testname' 'call from 13800001234' '138-0000-1234'; do
        capture cs-db forget --yes --reason "$reason" C1
        [ "$status" -eq 2 ] || fault "$reason: $status"
    done
    [ "$(store_digest "$CS_DB")" = "$before" ] || fault 'the store changed'
    [ ! -e "$CS_DB.forgotten" ] || fault 'the list changed'
    no_faults
}

@test "while a reader keeps old pages, forget says that it saved and what is left; the next one finishes" {
    scratch
    mkfifo hold
    sqlite3 "$CS_DB" 'BEGIN; SELECT count(*) FROM customer;' '.read hold' 'COMMIT' >/dev/null &
    reader=$!
    exec 8>hold
    sleep 0.2
    capture cs-db forget --yes --wait 0 C1
    status_is 1
    err_has 'saved, but what was erased still lies in unused parts of the file'
    exec 8>&-
    wait $reader || true
    ! store_has Testname
    capture cs-db forget --yes C1
    status_is 0
    ! grep -aqE 'Testname|13800001234' "$CS_DB" "$CS_DB-wal"
}

@test "killed at any moment an erasure is before or after, and the next one leaves nothing" {
    [ -z "${CS_SANITIZED:-}" ] || skip 'a sanitizer has an allocator of its own'
    scratch
    cp "$CS_DB" start.db
    before=$(sqlite3 "$CS_DB" 'SELECT count(*) FROM customer WHERE erased_at IS NULL')
    [ "$before" = 2 ]
    for place in pwrite:2 pwrite:20 pwrite:60 pwrite:110 sync:1 sync:2 sync:4 rename:1; do
        rm -f "$CS_DB"* && cp start.db "$CS_DB"
        CS_FAIL_CALL=${place%:*} CS_FAIL_AT=${place#*:} CS_FAIL_KILL=1 LD_PRELOAD=$BUILD_DIR/fail.so \
            cs-db forget --yes -q C1 2>/dev/null && continue
        killed=$((${killed:-0} + 1))
        left=$(sqlite3 "$CS_DB" "SELECT (SELECT count(*) FROM customer WHERE name = 'Testname') ||
            (SELECT count(*) FROM ticket WHERE reporter = 'Testname') || (SELECT count(*) FROM ticket WHERE body LIKE '%Testname%')")
        [ "$left" = 111 ] || [ "$left" = 000 ] || fault "$place: half done: $left"
        cs-db forget --yes -q C1 2>/dev/null || fault "$place: the next one failed"
        ! grep -aqE 'Testname|13800001234' "$CS_DB" "$CS_DB-wal" || fault "$place: bytes are left"
    done
    [ "$killed" -ge 6 ] || fault "killed only $killed times"
    no_faults
}

@test "mail address and identity number bring nobody back either, in whatever letters" {
    scratch
    printf 'external_id,name,phone,email,identity\nC5,Mailname,13811110000,M.Name@hx.example,11010119900307003X\n' | cs-customer import -q --source crm
    cs-db forget --yes -q crm:C5
    printf 'external_id,name,email,identity\nD1,Mailname,m.name@HX.example,\nD2,Mailname,,11010119900307003x\nD3,Third,third@hx.example,\n' >new.csv
    capture cs-customer import --source app new.csv
    err_has 'inserted 1'
    err_has '2 records of people who were erased were left out'
    printf 'external_id,kind,project,reporter,email,body,occurred_at\nE1,repair,P01,Mailname,m.name@hx.example,Mailname says,2026-03-02T09:00\n' >mail.csv
    capture cs-ticket import --source line mail.csv
    err_has '1 cases of people who were erased came in without their person'
    ! store_has Mailname
}
