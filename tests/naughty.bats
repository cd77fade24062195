#!/usr/bin/env bats
# Texts that break programs (tests/vectors/naughty.jsonl: reserved words, what is invisible, bidi, quotes, formulas, SQL,
# shell, HTML, formats, escapes of terminals, odd numbers, the edges of Unicode, long ones): data stay data.

load helpers
load naughty-kit

TEXTS=$TOP/tests/vectors/naughty.jsonl

store() {
    export CS_DB=$PWD/naughty.db CS_NOW=2026-03-05T09:00:00+08:00
    cs-db init -q 2>/dev/null
}

@test "425 texts come in by CSV and JSON Lines and go out by csv, tsv, json and jsonl to the byte" {
    store
    naughty_through "$TEXTS" own
    [ "$(wc -l <wanted)" -eq 425 ]
    cs-db check -q || fault "the store is not sound"
    no_faults
}

@test "what was written comes in again as it is stored, from each format and from --excel" {
    store
    naughty_records "$TEXTS" >records.jsonl
    cs-ticket import -q --source own records.jsonl
    cs-ticket list --unmask -o jsonl --fields external_id,body >before
    for form in csv tsv json jsonl 'csv --excel' 'tsv --excel'; do
        # shellcheck disable=SC2086
        cs-ticket list --unmask --fields source,external_id,kind,occurred_at,body -o $form >again
        capture cs-ticket import again
        [[ $err == *'inserted 0, updated 0, unchanged 425, refused 0'* ]] || fault "-o $form: $err"
    done
    cs-ticket list --unmask -o jsonl --fields external_id,body | cmp - before || fault "the texts changed"
    no_faults
}

@test "with --excel no cell begins as a formula does, and without it none is changed" {
    store
    naughty_records "$TEXTS" >records.jsonl
    cs-ticket import -q --source own records.jsonl
    cs-ticket list --unmask -o csv --excel --fields external_id,body >excel.csv
    [ "$(head -c 3 excel.csv | od -An -tx1)" = ' ef bb bf' ]
    tail -c +4 excel.csv | tr -d '\r' >plain.csv
    sqlite3 :memory: '.mode csv' '.import plain.csv t' '.mode list' 'SELECT json_array(body) FROM t' >cells
    [ "$(wc -l <cells)" -eq 425 ]
    # A number is no formula.
    jq -r '.[0] | select(test("^[=+\\-@\t\r＝＋－＠]") and (test("^[-+][0-9.]+$") | not))' cells >armed
    [ ! -s armed ] || fault "armed: $(head -n 3 armed)"
    [ "$(jq -r '.[0] | select(startswith("\u0027="))' cells | wc -l)" -gt 10 ]
    no_faults
}

# Bytes that move a terminal, or text: C0 but tab and line ends, DEL, C1, bidi controls.
moves_terminal() {
    LC_ALL=C grep -aqP '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]|\xd8\x9c' "$1"
}

@test "on a terminal no text moves the cursor, colours anything or turns the reading round" {
    store
    naughty_records "$TEXTS" >records.jsonl
    cs-ticket import -q --source own records.jsonl
    moves_terminal <(cs-ticket list -o csv --fields body) || fault "the test sees nothing"
    for out in table csv tsv json jsonl md; do
        on_terminal 100 "CS_PAGER=cat cs-ticket list --color never -o $out --fields external_id,body,extra"
        [ "$(wc -l <"$OUT")" -gt 400 ] || fault "-o $out wrote little: $status, $err"
        ! moves_terminal "$OUT" || fault "-o $out: $(LC_ALL=C grep -aP '[\x01-\x08\x0e-\x1f\x7f]' "$OUT" | head -n 1 | cat -v | cut -c 1-150)"
    done
    # A case on its page, and a message that quotes a value: the texts that would do it come first.
    jq -r 'select(.what == "terminal" or .what == "bidi") | "own:N-\(input_line_number)"' "$TEXTS" >ids
    [ "$(wc -l <ids)" -gt 20 ]
    on_terminal 100 'while read -r id; do CS_PAGER=cat cs-ticket show --color never "$id" </dev/null; done <ids'
    [ "$(wc -l <"$OUT")" -gt 200 ] || fault "show wrote little"
    ! moves_terminal "$OUT" || fault "show: $(cat -v "$OUT" | head -n 20)"
    jq -c 'select(.what == "terminal" or .what == "bidi") | {kind: "inquiry", body: "x", priority: .text}' "$TEXTS" >wrong.jsonl
    on_terminal 100 'cs-ticket import --color never wrong.jsonl'
    [ "$(grep -ac '^wrong.jsonl:[0-9]*:[0-9]*: priority: ' "$OUT")" -gt 20 ] || fault "messages: $out"
    ! moves_terminal "$OUT" || fault "messages: $(cat -v "$OUT" | head -n 20)"
    no_faults
}

@test "as an argument a text is a value: added, looked for, found, and nothing else happens" {
    store
    touch before
    # A text of each kind; a NUL no argument can hold.
    jq -nc '[inputs | select(.times | not)] | group_by(.what) | map(.[length / 2 | floor]) | .[]' "$TEXTS" >some
    local text count=0
    while IFS= read -r line; do
        jq -j .text <<<"$line" >text
        text=$(cat text && echo x) text=${text%x}
        cs-ticket add -q --kind inquiry --body "$text" >added 2>errors || fault "add $line: $(cat errors)"
        count=$((count + 1))
        cs-ticket list --unmask --id "$count" -o jsonl --fields body | jq -j .body >came
        cmp -s text came || fault "add $line gave $(cat came)"
        capture cs-ticket list --count --body "~$text"
        [ "$status" -eq 0 ] || [ "$status" -eq 2 ] || fault "list $line: $status, $err"
    done <some
    [ "$count" -gt 20 ] || fault "only $count texts"
    [ "$(sqlite3 "$CS_DB" 'SELECT count(*) FROM ticket')" -eq "$count" ] || fault "cases are lost"
    [ -z "$(find . -newer before -name 'harm*')" ] || fault "a text was run"
    no_faults
}
