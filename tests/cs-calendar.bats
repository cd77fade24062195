#!/usr/bin/env bats
# cs-calendar: keeping calendars, looking at them, counting with them.

load helpers

scratch() {
    export CS_DB=$WORK/s.db
    cs-db init -q
}

# The calendar's files are read from a folder of the test, so that dates are the test's own.
office() {
    cat >office.csv <<'END'
calendar,title,timezone,hours,known_from,known_until,date,kind,times,name
office,Office,Asia/Shanghai,"mon-fri 09:00-12:00,13:30-18:00",2026-01-01,2026-12-31,,,,
office,,,,,,2026-02-14,makeup,,春节调休
office,,,,,,2026-02-16,holiday,,春节
END
    cs-calendar import -q office.csv
}

@test "the shipped calendars are there after init" {
    scratch
    capture cs-calendar list --fields name -o csv
    status_is 0
    out_is $'name\n24x7\ncare-desk\ncn-office\ngovernment\nnoise\nsite'
}

@test "all 157 vectors come out as expected, without any store" {
    export CS_DB=$WORK/none.db
    capture cs-calendar add -o tsv "$TOP/tests/vectors/business_time.tsv"
    status_is 0
    [ ! -e "$CS_DB" ]
    cut -f 9 "$TOP/tests/vectors/business_time.tsv" | tail -n +2 >want
    cut -f 7 "$OUT" | tail -n +2 >got
    [ "$(wc -l <got)" -eq 157 ]
    diff want got
}

@test "between takes rows of either kind too" {
    capture_sh "cut -f 3-8 '$TOP/tests/vectors/business_time.tsv' | cs-calendar between -o tsv"
    status_is 0
    cut -f 9 "$TOP/tests/vectors/business_time.tsv" | tail -n +2 >want
    cut -f 7 "$OUT" | tail -n +2 >got
    diff want got
}

@test "a row without a kind means the verb" {
    row='timezone,hours,start,amount\nUTC,mon-fri 09:00-17:00,2026-01-05T09:00,'
    capture_sh "printf '${row}90m\n' | cs-calendar add -o jsonl | jq -r .result"
    out_is 2026-01-05T10:30:00
    capture_sh "printf '${row}2026-01-05T10:30:30\n' | cs-calendar between -o jsonl | jq -r .result"
    out_is 5430s
}

@test "a sum that cannot be done is refused with its place, the others are done" {
    capture_sh "printf 'timezone,hours,start,amount\nUTC,mon 09:00-17:00,2026-01-05,soon\nUTC,mon 09:00-17:00,2026-01-05,1h\n' | cs-calendar add -o jsonl"
    status_is 3
    err_has '-:2:'
    err_has 'amount'
    [ "$(wc -l <"$OUT")" -eq 1 ]
}

@test "add answers on one line, by open time and by workdays" {
    scratch
    capture cs-calendar add cn-office 2026-02-13T16:30 8hwt
    status_is 0
    silent_err
    out_is 2026-02-14T17:00:00+08:00
    capture cs-calendar add cn-office 2026-02-13T16:30 3wd
    out_is 2026-02-25T18:00:00+08:00
    capture cs-calendar add cn-office 2026-02-24T10:00 -- -8hwt
    out_is 2026-02-14T09:30:00+08:00
}

@test "between and next answer on one line" {
    scratch
    capture cs-calendar between cn-office 2026-02-13T16:30 2026-02-25T10:00
    out_is 17h30mwt
    capture cs-calendar next cn-office 2026-02-14T20:00
    out_is 2026-02-24T09:00:00+08:00
    CS_NOW=2026-02-14T19:00 capture cs-calendar next care-desk
    out_is 2026-02-14T19:00:00+08:00
}

@test "an unknown year is named in a warning and the answer is provisional" {
    scratch
    capture cs-calendar add cn-office 2026-12-31T17:00 2h
    status_is 0
    err_has 'cn-office: the holidays of 2027 are not published; weekly hours are counted'
    out_is $'2027-01-01T10:00:00+08:00\tprovisional'
    capture_sh "cs-calendar add cn-office 2026-12-31T17:00 2h -o json 2>/dev/null | jq -c '.[] | [.result, .provisional]'"
    out_is '["2027-01-01T10:00:00+08:00",true]'
    capture cs-calendar add 24x7 2026-12-31T17:00 2h
    silent_err
}

@test "a calendar that is not there is answered with the nearest" {
    scratch
    capture cs-calendar add cn-ofice 2026-01-05 1h
    status_is 1
    err_has 'did you mean "cn-office"?'
    capture cs-calendar show
    status_is 2
    capture cs-calendar add cn-office 2026-13-01 1h
    status_is 2
}

@test "a month is a grid with holidays and make-up workdays named" {
    scratch
    office
    capture cs-calendar show office 2026-02
    status_is 0
    out_has '14+'
    out_has '16*'
    out_has '春节调休'
    out_has '* holiday'
    out_has '20 workdays'
    [ "$(widest <"$OUT")" -le 80 ]
    ! grep -q ' $' "$OUT"
}

@test "today stands in brackets" {
    scratch
    CS_NOW=2026-03-05T10:00 capture cs-calendar show care-desk
    out_has '2026-03'
    out_has '[5]'
}

@test "a month is Chinese for a Chinese reader" {
    [ -f "$BUILD_DIR/locale/zh_CN/LC_MESSAGES/cs-tools.mo" ] || skip "no catalogue is built"
    scratch
    LC_ALL=zh_CN.UTF-8 LANGUAGE=zh_CN capture cs-calendar show cn-office 2026-10
    status_is 0
    out_has '国庆节'
    [ "$(widest <"$OUT")" -le 80 ]
}

@test "a month for programs has a line a day" {
    scratch
    office
    capture cs-calendar show office 2026-02 -o csv
    [ "$(wc -l <"$OUT")" -eq 29 ]
    out_has '2026-02-13,5,workday,"09:00-12:00,13:30-18:00",'
    out_has '2026-02-14,6,makeup,"09:00-12:00,13:30-18:00",春节调休'
    out_has '2026-02-15,7,rest,,'
    out_has '2026-02-16,1,holiday,,春节'
}

@test "a month beyond what is published is warned of" {
    scratch
    capture cs-calendar show cn-office 2027-01
    status_is 0
    err_has '2027'
}

@test "what export writes is unchanged when it is read back" {
    scratch
    for format in csv tsv json jsonl; do
        capture_sh "cs-calendar export -o $format | cs-calendar import"
        status_is 0
        err_has 'inserted 0, updated 0'
        err_has 'refused 0'
    done
    capture cs-calendar export cn-office nowhere
    status_is 1
}

@test "what list writes leaves the days alone" {
    scratch
    before=$(cs-calendar export | sha256sum)
    capture_sh 'cs-calendar list | cs-calendar import'
    err_has 'inserted 0, updated 0, unchanged 6'
    [ "$(cs-calendar export | sha256sum)" = "$before" ]
}

@test "a published list of holidays is read as it comes" {
    scratch
    capture cs-calendar import --calendar cn-office "$TOP/tests/vectors/cn_calendar_2025_2026.csv"
    status_is 0
    err_has 'inserted 0, updated 0'
    printf 'date,kind,name\n2027-01-01,holiday,元旦\n2027-01-03,makeup_workday,\n' >2027.csv
    capture cs-calendar import --calendar cn-office 2027.csv
    status_is 0
    err_has 'inserted 2'
    err_has 'the holidays of 2027 count as published now'
    capture cs-calendar add cn-office 2026-12-31T17:00 2h
    silent_err
    out_is 2027-01-03T10:00:00+08:00
    capture cs-calendar import 2027.csv
    status_is 3
    err_has '2027.csv:2'
    err_has 'say which'
}

@test "a file with a calendar and its days takes out what it lacks" {
    scratch
    office
    sed -i '/02-14/d' office.csv
    capture cs-calendar import office.csv
    status_is 0
    err_has '1 special days that the file lacks were taken out'
    capture cs-calendar list --name office --fields days -o csv
    out_is $'days\n1'
}

@test "faulty lines are refused by field, good ones are saved" {
    scratch
    cat >bad.csv <<'END'
calendar,timezone,hours,date,kind,times
a,Nowhere/Here,daily 09:00-17:00,,,
b,Asia/Shanghai,mon 17:00-09:00,,,
c,Asia/Shanghai,daily 09:00-17:00,,,
c,,,2026-01-01,hours,25:00-26:00
c,,,2026-01-02,party,
END
    capture cs-calendar import --rejects r.csv bad.csv
    status_is 3
    err_has 'bad.csv:2'
    err_has 'bad.csv:3'
    err_has 'bad.csv:5'
    err_has 'bad.csv:6'
    err_has 'inserted 1'
    [ "$(wc -l <r.csv)" -eq 5 ]
    capture cs-calendar import --strict bad.csv
    status_is 1
}

@test "dry-run saves nothing" {
    scratch
    before=$(store_digest "$CS_DB")
    printf 'date,kind\n2026-05-02,holiday\n' >x.csv
    capture cs-calendar import --calendar site --dry-run x.csv
    status_is 0
    err_has 'inserted 1'
    [ "$(store_digest "$CS_DB")" = "$before" ]
}
