#!/usr/bin/env bats
# Input that nobody here wrote: public exports under ../shared/data (CS_DATA), skipped where they are absent, and rows
# of the same shape in tests/fixtures/real. Figures are those of shared/data/README.md. What must come through byte
# for byte is compared with what sqlite3's own CSV reader reads.

load helpers

DATA=${CS_DATA:-$TOP/../shared/data}
ROWS=$TOP/tests/fixtures/real
export CS_NOW=2026-03-02T09:00:00+08:00

needs_data() { # FILE
    [ -r "$DATA/$1" ] || skip "$1 is not here"
}

# A new empty store of that name becomes CS_DB.
store() { # NAME
    export CS_NOW=2026-03-02T09:00:00+08:00 CS_DB=$PWD/$1.db
    rm -f "$CS_DB" "$CS_DB"-*
    cs-db init -q 2>/dev/null
}

# Imports with a mapping and checks the counts: take SOURCE MAP FILE "inserted 5, updated 0 ..."
take() {
    capture cs-ticket import --source "$1" --map "$2" "$3"
    status_is 0 && err_has "$4"
}

# Records of a CSV file as sqlite3 reads them, the named columns of each as a JSON array, sorted.
as_sqlite_reads() { # FILE COLUMN...
    local file=$1 columns
    shift
    columns=$(printf ', "%s"' "$@")
    sqlite3 :memory: -cmd ".import --csv '$file' t" "SELECT json_array(${columns:2}) FROM t" | LC_ALL=C sort
}

# The same fields of the cases in the store; nothing is ''.
as_listed() { # JQ-EXPRESSION FIELDS
    cs-ticket list --unmask -o jsonl --fields "$2" | jq -c "[$1] | map(. // \"\")" | LC_ALL=C sort
}

same_records() { # WHAT
    cmp -s read listed || {
        echo "$1 differs from the file:"
        diff read listed | head -n 6 | cut -c 1-400
        return 1
    }
}

# What is listed with --unmask, read into a new store and listed again, gives the same bytes, in each format.
round_trips() {
    local from=$CS_DB format
    for format in csv tsv jsonl; do
        CS_DB=$from cs-ticket list --unmask -o $format >one
        [ "$(wc -c <one)" -gt 100 ] || fault "$format: nothing was listed"
        store copy
        capture_sh "cs-ticket list --count; cs-ticket list --unmask -o $format --db '$from' | cs-ticket import"
        [ "$status" -eq 0 ] && err_has 'refused 0' || fault "$format: $status, $(tail -n 2 "$ERR")"
        cs-ticket list --unmask -o $format >two
        cmp -s one two || fault "$format: $(diff one two | head -n 2 | cut -c 1-300)"
    done
    export CS_DB=$from
    no_faults
}

# ---- the shapes, on rows of our own ----

@test "a help desk's export keeps quoted newlines and inner quotes, and says what its times lack" {
    store one
    take desk support-tickets "$ROWS/desk.csv" 'inserted 5, updated 0, unchanged 0, refused 0'
    # Case 4 ends eight hours before its first response, case 5 in the same second; none says when it was opened.
    err_has '1 cases have times in an impossible order, 1 have first response and end in the same second'
    err_has '5 cases have no moment of opening'
    [ "$(sqlite3 "$CS_DB" 'SELECT (SELECT count(*) FROM clock) + (SELECT count(*) FROM deadline)')" = 0 ]
    as_sqlite_reads "$ROWS/desk.csv" 'Ticket ID' 'Ticket Description' 'Customer Email' 'Product Purchased' >read
    as_listed '.external_id, .body, .email, .extra["Product Purchased"]' external_id,body,email,extra >listed
    same_records 'the body'
    take desk support-tickets "$ROWS/desk.csv" 'inserted 0, updated 0, unchanged 5, refused 0'
    round_trips
}

@test "a city's export keeps newlines in quotes byte for byte in the columns that nobody mapped" {
    store one
    take city nyc311 "$ROWS/city.csv" 'inserted 4, updated 0, unchanged 0, refused 0'
    as_sqlite_reads "$ROWS/city.csv" unique_key location resolution_description complaint_type >read
    as_listed '.external_id, .extra.location, .resolution, .category1' external_id,extra,resolution,category1 >listed
    same_records 'location or resolution'
    # 03:03:15 in New York in April is 07:03:15 UTC, 15:03:15 in Shanghai; 02:30 on the day the clock springs over
    # it does not exist and is taken as an hour later: 03:30 summer time is 07:30 UTC.
    [ "$(cs-ticket list --external-id 70000001 --fields occurred_at | tail -n 1)" = 2024-04-16T15:03:15+08:00 ]
    [ "$(cs-ticket list --external-id 70000004 --fields occurred_at | tail -n 1)" = 2024-03-10T15:30:00+08:00 ]
    take city nyc311 "$ROWS/city.csv" 'inserted 0, updated 0, unchanged 4, refused 0'
    round_trips
}

@test "a Chinese desk's export, where null stands for what is not known" {
    store one
    take zh tickets-zh "$ROWS/desk-zh.csv" 'inserted 3, updated 0, unchanged 0, refused 0'
    [ "$(cs-ticket list -o jsonl --fields external_id,state,priority,score,closed_at | jq -c '[.[]]')" = \
        '["T1","closed",4,5,"2024-11-15T00:00:00+08:00"]
["T2","in_work",2,null,null]
["T3","closed",3,3,"2024-11-16T00:00:00+08:00"]' ]
    round_trips
}

@test "exports of two desk products, one with CRLF and no last newline" {
    store one
    take zendesk zendesk "$ROWS/zendesk.csv" 'inserted 2, updated 0, unchanged 0, refused 0'
    take hubspot hubspot "$ROWS/hubspot.csv" 'inserted 2, updated 0, unchanged 0, refused 0'
    [ "$(cs-ticket list -o jsonl --fields external_id,state,body | jq -c '[.[]]')" = \
        '["501","cancelled","a leak\r\nin the kitchen"]
["502","to_call_back","question"]
["901","received","nothing gets warm"]
["902","closed","two keys"]' ]
    round_trips
}

# ---- the files themselves ----

@test "8,469 support tickets come in once, with their impossible times said and without clocks" {
    needs_data support-tickets.csv
    store one
    capture_sh "cs-ticket import --source desk --map support-tickets < '$DATA/support-tickets.csv'"
    status_is 0
    err_has 'inserted 8469, updated 0, unchanged 0, refused 0'
    err_has '1365 cases have times in an impossible order, 2 have first response and end in the same second'
    err_has '8469 cases have no moment of opening'
    capture_sh "cs-ticket import --source desk --map support-tickets < '$DATA/support-tickets.csv'"
    status_is 0
    err_has 'inserted 0, updated 0, unchanged 8469, refused 0'
    [ "$(for state in held received closed; do cs-ticket list --count --state $state; done | xargs)" = '2881 2819 2769' ]
    [ "$(for n in 3 1 2 4; do cs-ticket list --count --priority $n; done | xargs)" = '2192 2129 2085 2063' ]
    [ "$(sqlite3 "$CS_DB" "SELECT (SELECT count(*) FROM clock), (SELECT count(*) FROM deadline),
        (SELECT count(*) FROM ticket WHERE anomalies LIKE '%times_reversed%'),
        (SELECT count(*) FROM ticket WHERE anomalies LIKE '%times_equal%'),
        (SELECT count(*) FROM ticket WHERE anomalies LIKE '%no_opening%')")" = '0|0|1365|2|8469' ]
    [ "$(cs-ticket list --unmask -o jsonl | jq -s -c '[(map(.score | numbers) | length, add), (map(.email) | unique | length)]')" = '[2769,8283,8320]' ]
    capture cs-escalate run --now 2030-01-01
    status_is 0
    err_has '0 rungs, 0 messages'
    cs-db check -q
}

@test "the support tickets' texts are the file's, and they survive csv, tsv and jsonl" {
    needs_data support-tickets.csv
    store one
    cs-ticket import -q --source desk --map support-tickets "$DATA/support-tickets.csv"
    as_sqlite_reads "$DATA/support-tickets.csv" 'Ticket ID' 'Customer Name' 'Customer Email' 'Ticket Subject' \
        'Ticket Description' Resolution 'Product Purchased' 'Date of Purchase' 'Customer Age' >read
    as_listed '.external_id, .reporter, .email, .subject, .body, .resolution, .extra["Product Purchased"],
        .extra["Date of Purchase"], .extra["Customer Age"]' external_id,reporter,email,subject,body,resolution,extra >listed
    same_records 'a text'
    round_trips
}

@test "1,000 requests to a city keep their columns to the byte, and survive csv, tsv and jsonl" {
    needs_data nyc311-2024.csv
    store one
    take nyc nyc311 "$DATA/nyc311-2024.csv" 'inserted 1000, updated 0, unchanged 0, refused 0'
    [ "$(for state in received closed in_work to_accept; do cs-ticket list --count --state $state; done | xargs)" = '424 293 277 6' ]
    [ "$(for dept in NYPD HPD; do cs-ticket list --count --handling-dept $dept; done | xargs)" = '500 370' ]
    [ "$(cs-ticket list -o jsonl --fields closed_at,category1 | jq -s -c '[(map(select(.closed_at == null)) | length),
        (("HEAT/HOT WATER", "PLUMBING", "WATER LEAK") as $what | map(select(.category1 == $what)) | length)]')" = '[708,100,33,28]' ]
    as_sqlite_reads "$DATA/nyc311-2024.csv" unique_key location resolution_description incident_address agency_name bbl >read
    [ "$(grep -c '\\n' read)" -gt 500 ]
    as_listed '.external_id, .extra.location, .resolution, .room, .extra.agency_name, .extra.bbl' \
        external_id,extra,resolution,room >listed
    same_records 'a column'
    take nyc nyc311 "$DATA/nyc311-2024.csv" 'inserted 0, updated 0, unchanged 1000, refused 0'
    round_trips
}

@test "tickets-zh, zendesk and hubspot come in whole, each with its mapping" {
    needs_data tickets-zh.csv
    store one
    take zh tickets-zh "$DATA/tickets-zh.csv" 'inserted 25, updated 0, unchanged 0, refused 0'
    [ "$(for state in closed in_work; do cs-ticket list --count --state $state; done | xargs)" = '23 2' ]
    [ "$(for n in 2 3 4; do cs-ticket list --count --priority $n; done | xargs)" = '5 9 11' ]
    [ "$(cs-ticket list -o jsonl | jq -s -c 'map(.score | numbers) | [length, add]')" = '[23,105]' ]
    take zendesk zendesk "$DATA/zendesk/ticket_data.csv" 'inserted 10, updated 0, unchanged 0, refused 0'
    take hubspot hubspot "$DATA/hubspot/ticket_data.csv" 'inserted 25, updated 0, unchanged 0, refused 0'
    [ "$(cs-ticket list --count)" = 60 ]
    take zendesk zendesk "$DATA/zendesk/ticket_data.csv" 'inserted 0, updated 0, unchanged 10, refused 0'
    take hubspot hubspot "$DATA/hubspot/ticket_data.csv" 'inserted 0, updated 0, unchanged 25, refused 0'
    round_trips
}

@test "a survey is not taken for tickets: a file none of whose columns is known saves nothing" {
    store one
    printf 'D;X1;X2\n0;3;2\n1;4;5\n' | iconv -t UTF-16 >survey.csv
    capture cs-ticket import survey.csv
    [ "$status" -ne 0 ]
    [ "$(cs-ticket list --count)" = 0 ]
    needs_data residents-2015-utf16.csv
    capture cs-ticket import "$DATA/residents-2015-utf16.csv"
    [ "$status" -ne 0 ]
    [ "$(cs-ticket list --count)" = 0 ]
}

# ---- the sample files of share/demo ----

@test "the demo's GB18030 file is refused in words without its encoding, and the words are the way out" {
    store one
    capture cs-ticket import --source crm "$TOP/share/demo/tickets-gb18030.csv"
    status_is 1
    err_has 'line 1 column 1 is not UTF-8; try --encoding gb18030'
    [ "$(wc -l <"$ERR")" -eq 1 ]
    [ "$(cs-ticket list --count)" = 0 ]
    capture cs-ticket import -q --source crm --encoding gb18030 "$TOP/share/demo/tickets-gb18030.csv"
    status_is 3
    [ "$(cs-ticket list --count)" -gt 4000 ]
    # The same file in UTF-8 is the same cases.
    iconv -f gb18030 -t utf-8 "$TOP/share/demo/tickets-gb18030.csv" >utf8.csv
    capture cs-ticket import --source crm utf8.csv
    status_is 3
    err_has 'inserted 0, updated 0,'
}

@test "the demo's cases survive csv, tsv and jsonl, beside the organisation that they name" {
    demo
    cs-ticket list --count | grep -q '^[0-9]\{4,\}$'
    cs-org unit list >units.csv
    from=$CS_DB
    for format in csv tsv jsonl; do
        CS_DB=$from cs-ticket list --unmask -o $format >one
        store copy
        cs-org unit import -q units.csv
        cs-ticket import -q <one
        cs-ticket list --unmask -o $format >two
        cmp -s one two || fault "$format: $(diff one two | head -n 4 | cut -c 1-300)"
    done
    no_faults
}

# ---- refused rows ----

@test "refused rows go whole to --rejects, are mended there and come in" {
    store one
    cat >crm.csv <<'END'
单据编号,工单类型,优先级,联系电话,报事时间,报修内容
A1,报修,紧急,13800000001,2026-03-01 09:00,"厨房
漏水"
A2,报修,很急,13800000002,2026-03-01 09:05,门关不上
A3,报修,一般,1.38E+10,2026-03-01 09:10,"墙面开裂, ""很长"""
A4,报修,一般,13800000004,2026-02-30 09:15,灯不亮
A5,报修,一般
END
    capture cs-ticket import --source crm --rejects bad.csv crm.csv
    status_is 3
    err_has 'crm.csv:4:'
    err_has 'priority: must be 1..4, not "很急"'
    err_has 'crm.csv:5:'
    err_has 'phone: "1.38E+10" is a number that a spreadsheet rounded'
    err_has 'crm.csv:6:'
    err_has '"2026-02-30 09:15" is no date: February 2026 has 28 days'
    err_has 'crm.csv:7:1: expected 6 fields, found 3'
    err_has 'inserted 1, updated 0, unchanged 0, refused 4'
    # The cells are the input's, whole; the reason and the line stand behind.
    [ "$(sqlite3 :memory: -cmd '.import --csv bad.csv t' 'SELECT json_array("单据编号", "报修内容", line) FROM t LIMIT 3')" = \
        '["A2","门关不上","4"]
["A3","墙面开裂, \"很长\"","5"]
["A4","灯不亮","6"]' ]
    sed -e 's/很急/特急/' -e 's/1\.38E+10/13800000003/' -e 's/2026-02-30/2026-03-02/' \
        -e 's/^A5,报修,一般.*/A5,报修,一般,,2026-03-01 10:00,水表不走,7,mended/' bad.csv >mended.csv
    capture cs-ticket import --source crm --rejects still.csv mended.csv
    status_is 0
    err_has 'inserted 4, updated 0, unchanged 0, refused 0'
    [ ! -s still.csv ]
    [ "$(cs-ticket list --unmask -o jsonl --fields external_id,priority,phone,body | jq -c '[.[]]')" = \
        '["A1",2,"13800000001","厨房\n漏水"]
["A2",1,"13800000002","门关不上"]
["A3",3,"13800000003","墙面开裂, \"很长\""]
["A4",3,"13800000004","灯不亮"]
["A5",3,null,"水表不走"]' ]
}

@test "with --strict one bad row keeps the whole input out" {
    store one
    printf 'external_id,kind,priority\n1,repair,2\n2,repair,soonish\n3,repair,3\n' >some.csv
    capture cs-ticket import --source crm --strict some.csv
    status_is 1
    err_has 'some.csv:3:'
    [ "$(cs-ticket list --count)" = 0 ]
}

@test "JSON output is JSON: one array, or one object a line, null for nothing and numbers as numbers" {
    store one
    cs-ticket import -q --source desk --map support-tickets "$ROWS/desk.csv"
    cs-ticket list --unmask -o json | jq -e 'type == "array" and length == 5 and all(.[]; (.id | type) == "number"
        and (.external_id | type) == "string" and .occurred_at == null and (.extra | type) == "object")' >/dev/null
    [ "$(cs-ticket list --unmask -o jsonl | jq -s -c .)" = "$(cs-ticket list --unmask -o json | jq -c .)" ]
    cs-ticket list --state cancelled -o json | jq -e '. == []' >/dev/null
    [ -z "$(cs-ticket list --state cancelled -o jsonl)" ]
    cs-ticket show 3 -o json | jq -e . >/dev/null
    cs-escalate policy list -o json | jq -e 'length > 80' >/dev/null
    # What jq writes is read back: identifiers stay strings.
    cs-ticket list --unmask -o json | jq . >whole.json
    store two
    cs-ticket import -q <whole.json
    [ "$(cs-ticket list --unmask -o json | jq -c .)" = "$(jq -c . whole.json)" ]
}
