#!/usr/bin/env bats
# Getting in: drafts of mappings, mended by hand in five lines at most, bring in what the ready mappings bring in;
# --explain-map says beforehand what will come. What the draft says line by line is tested in tests/unit/guess.c.

load helpers

DATA=${CS_DATA:-$TOP/../shared/data}
ROWS=$TOP/tests/fixtures/guess
export CS_NOW=2026-03-02T09:00:00+08:00

setup_file() {
    export CS_NOW=2026-03-02T09:00:00+08:00
}

store() { # NAME
    export CS_DB=$PWD/$1.db
    rm -f "$CS_DB" "$CS_DB"-*
    cs-db init -q 2>/dev/null
}

# Changes lines of a draft as a diff says: a line is found by what stands before its comment. Each line of the diff must
# be found once, and there are five at most.
mend() { # DRAFT DIFF
    [ "$(grep -c '^-[^-]' "$2")" -le 5 ] || return 1
    awk 'NR == FNR {
            if (/^(---|\+\+\+)/) next
            if (/^-/) old = substr($0, 2); else new[old] = substr($0, 2)
            next
        }
        {
            key = $0
            sub(/ +# (sure|likely|a guess|to be filled|no column|times name).*$/, "", key)
            if (key in new) { print new[key]; delete new[key] } else print
        }
        END { for (left in new) { print "not found: " left > "/dev/stderr"; exit 1 } }' "$2" "$1"
}

# The draft, mended, and the ready mapping lead to the same cases, to the byte.
draft_agrees() { # NAME FILE
    cs-ticket import --guess "$2" >draft.map
    mend draft.map "$ROWS/$1.diff" >mended.map
    store drafted
    capture cs-ticket import --source s --map ./mended.map "$2"
    status_is 0
    cs-ticket list --unmask -o csv >drafted.csv
    store ready
    capture cs-ticket import --source s --map "$1" "$2"
    status_is 0
    cs-ticket list --unmask -o csv >ready.csv
    [ "$(wc -l <ready.csv)" -gt 30 ]
    cmp drafted.csv ready.csv
}

@test "a help desk's export: three lines of the draft are changed by hand" {
    draft_agrees support-tickets "$ROWS/support-tickets.csv"
}

@test "a city's export: four lines of the draft are changed by hand" {
    draft_agrees nyc311 "$ROWS/nyc311.csv"
}

@test "the whole of both files, with the same few lines" {
    [ -r "$DATA/support-tickets.csv" ] && [ -r "$DATA/nyc311-2024.csv" ] || skip "they are not here"
    draft_agrees support-tickets "$DATA/support-tickets.csv"
    draft_agrees nyc311 "$DATA/nyc311-2024.csv"
}

@test "a draft needs no store, makes none and reads a pipe; GB18030 is found and said" {
    export CS_DB=$PWD/none.db
    printf '工单号,联系电话,报修时间\n1,13800000001,2026-01-05 09:00\n' | iconv -t gb18030 >g.csv
    capture_sh 'cat g.csv | cs-ticket import --guess'
    status_is 0
    out_has 'encoding = gb18030 '
    out_has '[column "联系电话"] to = phone '
    ! grep -q 13800000001 "$OUT"
    cat "$OUT" >g.map
    capture cs-ticket import --map ./g.map --explain-map -o jsonl g.csv
    status_is 0
    [ "$(jq -r '.field + " " + .how + " " + .becomes' "$OUT" | head -n 3)" = 'external_id mapping 1
phone mapping 138****0001
occurred_at mapping 2026-01-05T09:00:00+08:00' ]
    [ ! -e none.db ]
    capture cs-ticket import --guess --explain-map g.csv
    status_is 2
    capture cs-ticket import -o json g.csv
    status_is 2
    err_has '-o goes with --explain-map here'
}
