#!/usr/bin/env bats
# Hostile input through the real programs: every verb that reads records is fed what breaks readers, within 256 MiB. Here a
# sample, every input and every verb at least once (CS_SEED deals them anew); `make torture` has them all, and the big ones.

load helpers
load hostile-kit

@test "a sample of hostile inputs: refused in few words, or carried; nothing crashes, no store is harmed" {
    demo
    local -a verbs plates
    mapfile -t verbs < <(eaters)
    read -ra plates <<<"$(tr '\n' ' ' <<<"$PLATES")"
    [ ${#verbs[@]} -ge 25 ] || fault "only ${#verbs[@]} verbs read records"
    local i bin verb name
    for ((i = 0; i < ${#plates[@]}; i++)); do
        read -r bin verb <<<"${verbs[(i + ${CS_SEED:-0}) % ${#verbs[@]}]}"
        name=${plates[i]}
        plate "$name" "$(headings_of "$bin" "$verb")" >plate
        fed "$name" "$bin" "$verb" <plate
    done
    cs-db check -q || fault "the store is not sound"
    no_faults
}

# What was refused of H1, H3 and H4 is refused at its place, to the column.
@test "cs-ticket import names line and column of what it refuses" {
    demo
    local name want
    while IFS='|' read -r name want; do
        plate "$name" 'external_id,kind,body' >plate
        capture cs-ticket import plate
        [[ $err == *"$want"* ]] || fault "$name: no $want in $err"
    done <<'END'
open-quote|plate:2:1: the quote that opens here is never closed; 3 lines after it are not read
text-behind-quote|plate:2:4: text after the closing quote
bare-quote|plate:2:2: a quote inside a field
nul|plate:2:2: a NUL byte
nul-heading|plate:1:2: a NUL byte
bad-byte|plate:2:2: byte 0xFF is not UTF-8
overlong|plate:2:1: byte 0xC0 is not UTF-8
surrogate|plate:2:2: byte 0xED is not UTF-8
beyond|plate:2:1: byte 0xF4 is not UTF-8
utf16-odd|plate:2:4: a byte that is not UTF-16LE
gb-cut|--encoding gb18030
ragged|plate:2:1: expected 3 fields, found 1
wide|plate:1:1: more than 4096 columns
json-deep|plate:1:
json-nan|plate:1:
json-huge|plate:1:
json-lone|plate:1:
json-doubled|plate:1:20: a key stands twice in one object
json-cut|plate:1:
json-nul|a NUL character
json-scalar|a record has to be an object
END
    no_faults
}

# H4: values that a lenient reader would bend.
@test "values out of range are refused with the value and what was expected" {
    demo
    local field value want
    while IFS='|' read -r field value want; do
        printf 'external_id,kind,body,%s\nH-1,inquiry,x,"%s"\n' "$field" "$value" >values.csv
        capture cs-ticket import values.csv
        [ "$status" -eq 3 ] && [[ $err == *"values.csv:2"*"$field"*"$want"* ]] || fault "$field $value: status $status, $err"
    done <<'END'
occurred_at|2026-02-30|"2026-02-30" is no date: February 2026 has 28 days
occurred_at|2026-13-01|there is no month 13
occurred_at|24:30|is no time
occurred_at|1e999|"1e999"
occurred_at|99999999999999999999|"99999999999999999999"
priority|5|5
priority|1e999|1e999
priority|99999999999999999999|99999999999999999999
priority|0x1|0x1
priority|NaN|NaN
phone|1.38E+10|a spreadsheet rounded
END
    # The same in JSON, where numbers are numbers.
    printf '%s\n' '{"external_id":"H-2","kind":"inquiry","body":"x","priority":1e999}' '{"external_id":"H-3","kind":"inquiry","body":"x","priority":99999999999999999999}' \
        '{"external_id":"H-4","kind":"inquiry","body":"x","occurred_at":true}' >values.jsonl
    capture cs-ticket import values.jsonl
    [ "$status" -eq 3 ] && [ "$(grep -c '^values.jsonl:[0-9]' "$ERR")" -eq 3 ] || fault "JSON: status $status, $err"
    no_faults
}
