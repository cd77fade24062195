# One list, six formats: each tells the same records. JSON is read by jq, CSV by a small reader in awk of its own, so
# that what our programs write is held against readers that nobody here wrote.

load helpers

# A store with every noun filled, texts with all that formats trip over among them.
setup_file() {
    export CS_NOW=2026-03-02T09:00:00+08:00 CS_ACTOR=desk LC_ALL=C.UTF-8 TZ=UTC
    export MASTER=$BATS_FILE_TMPDIR/master.db CS_DB=$BATS_FILE_TMPDIR/master.db
    cd "$BATS_FILE_TMPDIR" || return 1
    cs-db init -q
    printf '%s\n' code,name,kind,parent,aliases G,集团,group,, R,"\"东区, 沿海\"",region,G, C,江城,city,R, \
        P1,"\"华府\"\"一\"\"期\"",project,C,HF1\;一期 X1,=cmd,contractor,, | cs-org unit import -q
    printf '%s\n' project,code,name P1,B1,一批 | cs-org batch import -q
    printf '%s\n' project,code,batch,contractor P1,1,B1,X1 | cs-org building import -q
    printf '%s\n' code,project,place,use,area,fitout,delivered_on 00123,P1,1-1-101,residence,89.5,fitted,2025-06-30 \
        1E5,P1,1-1-102,shop,0.1,, | cs-org home import -q
    printf '%s\n' project,alias,home P1,东门底商,1E5 | cs-org alias import -q
    printf '%s\n' project,batch,kind,planned_on,actual_on P1,B1,delivery,2025-06-30, | cs-org milestone import -q
    printf '%s\n' code,name,phone,email 0086,工程师,13800001234,one@firm.example K1,-客服,, | cs-org staff import -q
    printf '%s\n' unit,role,staff,deputy P1,engineer,0086,K1 P1,care,K1, | cs-org post import -q
    printf '%s\n' staff,from_on,until_on 0086,2026-03-02,2026-03-06 | cs-org absence import -q
    printf '%s\n' external_id,name,kind,phone,home,role C1,赵女士,buyer,13911112222,00123,owner C2,@钱,visitor,,, |
        cs-customer import -q --source crm
    jq -nc '
        def case(id; s; b; r): {external_id: id, kind: "repair", project: "P1", priority: 3, subject: s, body: b,
            resolution: r, occurred_at: "2026-03-01T08:00:00+08:00"};
        case("N1"; "=1+2"; "say \"hi\", ok\nsecond\tline"; "+A1"),
        case("N2"; "😀👍🏽 emoji"; "\u001b[31mred\u001b[0m"; "\u202eabc\u202c"),
        case("N3"; "a|b\\c"; null; "\u0027quote"),
        case("N4"; "@SUM(A1)"; "\r\nCRLF\r\n"; "-2+3"),
        case("N5"; "\"\""; ",,,"; ";\t;"),
        case("N6"; "<b>&amp;</b>"; "`code` *star* _under_ [link](x)"; "null"),
        case("N7"; "中文，全角；“引号”"; "line1\n\nline3"; "0012")' >odd.jsonl
    cs-ticket import -q --source odd odd.jsonl
    cs-ticket inspect -q 1 2
    cs-ticket dispatch -q 1 --to X1
    export CS_NOW=2026-03-09T09:00:00+08:00
    cs-escalate run -q >/dev/null 2>&1
}

store() {
    export CS_NOW=2026-03-09T10:00:00+08:00 CS_ACTOR=desk CS_DB=$PWD/cs.db
    cp "$MASTER" cs.db
}

NOUNS='cs-org unit list
cs-org batch list
cs-org building list
cs-org home list
cs-org alias list
cs-org milestone list
cs-org staff list
cs-org post list
cs-org absence list
cs-customer list
cs-customer role list
cs-ticket list
cs-ticket path list
cs-ticket history 1
cs-escalate policy list
cs-escalate ladder list
cs-escalate reasons list
cs-notify list
cs-calendar list
cs-report list'

# Reads CSV as RFC 4180 has it and writes a JSON array of strings a record. awk knows no JSON, so it escapes by hand.
csv_to_json() { # [DELIMITER] <CSV
    LC_ALL=C awk -v comma="${1:-,}" '
        function esc(s,   out, i, c) {
            out = ""
            for (i = 1; i <= length(s); i++) {
                c = substr(s, i, 1)
                if (c == "\"" || c == "\\") out = out "\\" c
                else if (c < " ") out = out sprintf("\\u%04x", code[c])
                else out = out c
            }
            return out
        }
        BEGIN {
            for (i = 1; i < 32; i++) code[sprintf("%c", i)] = i
            RS = "\001none\001"
        }
        { text = text $0 }
        END {
            quoted = 0; cell = ""; row = ""; started = 0
            n = length(text)
            for (i = 1; i <= n; i++) {
                c = substr(text, i, 1)
                if (quoted) {
                    if (c != "\"") cell = cell c
                    else if (substr(text, i + 1, 1) == "\"") { cell = cell c; i++ }
                    else quoted = 0
                    continue
                }
                if (c == "\"" && cell == "") { quoted = 1; started = 1; continue }
                if (c == comma) { row = row "\"" esc(cell) "\","; cell = ""; started = 1; continue }
                if (c == "\r" && substr(text, i + 1, 1) == "\n") continue
                if (c == "\n") { print "[" row "\"" esc(cell) "\"]"; row = cell = ""; started = 0; continue }
                cell = cell c
                started = 1
            }
            if (quoted) { print "a quote is left open" >"/dev/stderr"; exit 1 }
            if (started) { print "the last record has no end of line" >"/dev/stderr"; exit 1 }
        }'
}

# JSON records as CSV would say them: the head, then strings; null is empty, yes and no are true and false.
as_cells() { # <JSON ARRAY
    jq -c 'def cell: if . == null then "" elif type == "string" then . else tojson end;
        (.[0] // {} | keys_unsorted), (.[] | [.[] | cell])'
}

@test "the small CSV reader reads what RFC 4180 says, and refuses what it does not" {
    printf 'a,b\r\n"x ""y"", z","two\nlines"\n,\n' | csv_to_json | jq -c . >read
    diff read - <<'END'
["a","b"]
["x \"y\", z","two\nlines"]
["",""]
END
    ! printf 'a\n"open\n' | csv_to_json 2>/dev/null
}

@test "csv and json agree field by field, for every noun" {
    store
    while read -r line; do
        # shellcheck disable=SC2086 # a command and its words
        $line -o json >json
        # shellcheck disable=SC2086
        $line -o csv | csv_to_json | jq -c . >csv || fault "$line: no CSV"
        [ "$(jq length json)" -gt 0 ] || fault "$line is empty"
        as_cells <json >want
        cmp -s want csv || fault "$line: $(diff want csv | head -n 3)"
    done <<<"$NOUNS"
    no_faults
}

@test "tsv is the same with tabs, jsonl the same without brackets, for every noun" {
    store
    while read -r line; do
        # shellcheck disable=SC2086 # a command and its words
        $line -o json >json
        as_cells <json >want
        # shellcheck disable=SC2086
        $line -o tsv | csv_to_json $'\t' | jq -c . >tsv || fault "$line: no TSV"
        cmp -s want tsv || fault "$line tsv: $(diff want tsv | head -n 3)"
        # shellcheck disable=SC2086
        $line -o jsonl >jsonl
        [ "$(wc -l <jsonl)" -eq "$(jq length json)" ] || fault "$line jsonl: a record is not a line"
        cmp -s <(jq -c . jsonl) <(jq -c '.[]' json) || fault "$line: jsonl differs from json"
    done <<<"$NOUNS"
    no_faults
}

@test "table and Markdown have a line a record, whatever lies in the texts" {
    store
    while read -r line; do
        # shellcheck disable=SC2086 # a command and its words
        records=$($line -o jsonl | wc -l)
        # shellcheck disable=SC2086
        $line -o md >md
        [ "$(wc -l <md)" -eq $((records + 2)) ] || fault "$line md: $(wc -l <md) lines for $records records"
        [ "$(sed 's/\\[\\|]//g' md | tr -cd '|\n' | sort -u | grep -c .)" -eq 1 ] || fault "$line md: lines with different numbers of cells"
        # shellcheck disable=SC2086
        $line -o table >table
        [ "$(wc -l <table)" -eq $((records + 1)) ] || fault "$line table: $(wc -l <table) lines for $records records"
    done <<<"$NOUNS"
    no_faults
}

@test "Markdown's cells, unescaped, are the table's cells" {
    store
    for line in 'cs-org unit list' 'cs-org home list' 'cs-escalate ladder list'; do
        # shellcheck disable=SC2086 # a command and its words
        $line -o md | sed -n '1p;3,$p' | sed -e 's/^| //; s/ |$//; s/\\\(.\)/\1/g' | tr -d ' |' >md
        # shellcheck disable=SC2086
        $line -o table | tr -d ' ' >table
        cmp -s md table || fault "$line: $(diff md table | head -n 4)"
    done
    no_faults
}

@test "quotes, newlines, tabs, emoji, ESC and bidi come back to the byte from csv, tsv, json and jsonl" {
    store
    fields=external_id,subject,body,resolution
    jq -c '[.external_id, .subject, .body // "", .resolution]' "$BATS_FILE_TMPDIR/odd.jsonl" >want
    cs-ticket list --source odd --fields $fields -o csv | csv_to_json | jq -c . | tail -n +2 | diff want - || fault csv
    cs-ticket list --source odd --fields $fields -o tsv | csv_to_json $'\t' | jq -c . | tail -n +2 | diff want - || fault tsv
    cs-ticket list --source odd --fields $fields -o json | jq -c '.[] | [.[] | . // ""]' | diff want - || fault json
    cs-ticket list --source odd --fields $fields -o jsonl | jq -c '[.[] | . // ""]' | diff want - || fault jsonl
    no_faults
}

@test "no table, Markdown or page lets a control sign or a sign of direction through to a terminal" {
    store
    for line in 'cs-ticket list --fields subject,body,resolution -o table' 'cs-ticket list --fields subject,body,resolution -o md' \
        'cs-ticket show 1' 'cs-ticket show 2' 'cs-ticket show 4' 'cs-ticket show 2 -o md'; do
        # shellcheck disable=SC2086 # words
        capture $line
        status_is 0
        ! LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f]' "$OUT" || fault "$line: a control sign"
        ! LC_ALL=C grep -qP '\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]' "$OUT" || fault "$line: a sign of direction"
    done
    no_faults
}

@test "what is not known is null in JSON and nothing in CSV; the word null stays a word" {
    store
    capture cs-ticket list --source odd --fields external_id,body,resolution,score -o json
    jq -e '.[2] == {external_id: "N3", body: null, resolution: "'"'"'quote", score: null}' "$OUT"
    jq -e '.[5].resolution == "null" and .[6].resolution == "0012"' "$OUT"
    capture cs-ticket list --source odd --external-id N3,N6 --fields external_id,body,score,resolution -o csv
    out_has "N3,,,'quote"
    out_has ',null'
}

@test "numbers are numbers in JSON, yes and no are booleans, codes are strings" {
    store
    capture cs-ticket list --id 1 --fields id,priority,reopens,provisional,external_id -o json
    jq -e '.[0] | [.[] | type] == ["number", "number", "number", "boolean", "string"]' "$OUT"
    capture cs-org home list --fields code,area -o json
    jq -e 'map(.code) == ["00123", "1E5"] and map(.area) == [89.5, 0.1]' "$OUT"
    capture cs-org staff list --fields code -o json
    jq -e '.[0].code == "0086"' "$OUT"
}

@test "--excel: a BOM, CRLF, and every formula disarmed; the rest is untouched" {
    store
    cs-ticket list --source odd --fields external_id,subject,resolution -o csv --excel >excel.csv
    [ "$(head -c 3 excel.csv | od -An -tx1 | tr -d " ")" = efbbbf ]
    [ "$(tail -c 2 excel.csv | od -An -tx1 | tr -d " ")" = 0d0a ]
    [ "$(grep -c $'\r$' excel.csv)" -eq 8 ]
    tail -c +4 excel.csv | csv_to_json | jq -c . >got
    diff got - <<'END'
["external_id","subject","resolution"]
["N1","'=1+2","'+A1"]
["N2","😀👍🏽 emoji","‮abc‬"]
["N3","a|b\\c","'quote"]
["N4","'@SUM(A1)","'-2+3"]
["N5","\"\"",";\t;"]
["N6","<b>&amp;</b>","null"]
["N7","中文，全角；“引号”","0012"]
END
    for line in 'cs-org unit list' 'cs-org staff list' 'cs-customer list' 'cs-ticket list'; do
        # shellcheck disable=SC2086 # words
        $line -o csv --excel | tail -c +4 | csv_to_json | jq -rc '.[] | select(test("^[=+@\t\r]|^-[^0-9]"))' >armed
        [ ! -s armed ] || fault "$line --excel: $(head -n 1 armed)"
    done
    no_faults
}

@test "without --excel there is no BOM, no CR and nothing disarmed" {
    store
    cs-org unit list -o csv >plain.csv
    [ "$(head -c 4 plain.csv)" = code ]
    [ "$(grep -c $'\r' plain.csv)" -eq 0 ]
    grep -q '^X1,=cmd,' plain.csv
}

@test "--fields gives just these, in this order, in every format" {
    store
    while IFS='|' read -r line fields; do
        # shellcheck disable=SC2086 # words
        [ "$($line --fields "$fields" -o csv | head -n 1)" = "$fields" ] || fault "$line csv"
        # shellcheck disable=SC2086
        [ "$($line --fields "$fields" -o tsv | head -n 1 | tr '\t' ,)" = "$fields" ] || fault "$line tsv"
        # shellcheck disable=SC2086
        [ "$($line --fields "$fields" -o json | jq -r '.[0] | keys_unsorted | join(",")')" = "$fields" ] || fault "$line json"
        # shellcheck disable=SC2086
        [ "$($line --fields "$fields" -o jsonl | head -n 1 | jq -r 'keys_unsorted | join(",")')" = "$fields" ] || fault "$line jsonl"
        # Every field alone is a cut of the whole.
        # shellcheck disable=SC2086
        $line -o json >whole
        # shellcheck disable=SC2086
        cmp -s <($line --fields "$fields" -o json | jq -c '.[]') \
            <(jq -c --arg fields "$fields" '.[] | . as $row | reduce ($fields | split(","))[] as $f ({}; .[$f] = $row[$f])' whole) ||
            fault "$line: fields $fields are not those of the whole"
    done <<'END'
cs-ticket list|subject,id,kind
cs-ticket list|occurred_at,body,external_id,priority
cs-org unit list|kind,code
cs-org home list|area,place,code,use
cs-org staff list|email,name
cs-customer list|name,id
cs-escalate ladder list|at,rung,ladder
cs-escalate policy list|amount,metric,kind
cs-calendar list|timezone,name
END
    no_faults
}

@test "a field that there is not, is refused by name in every format" {
    store
    for format in table csv tsv json jsonl md; do
        capture cs-ticket list --fields id,nope -o "$format"
        status_is 2
        err_has '"nope"'
        [ ! -s "$OUT" ] || fault "$format wrote something"
    done
    capture cs-ticket list -o yaml
    status_is 2
    err_has yaml
    no_faults
}

@test "a list of nothing is still a whole document" {
    store
    capture cs-ticket list --subject nothing-of-the-sort -o json
    status_is 0
    jq -e '. == []' "$OUT"
    capture cs-ticket list --subject nothing-of-the-sort -o jsonl
    [ ! -s "$OUT" ]
    capture cs-ticket list --subject nothing-of-the-sort --fields id,kind -o csv
    out_is id,kind
    capture cs-ticket list --subject nothing-of-the-sort --fields id,kind -o tsv
    out_is $'id\tkind'
}

@test "--count, --limit and --offset mean the same records in every format" {
    store
    [ "$(cs-ticket list --count)" = 7 ]
    cs-ticket list --sort id --fields id -o json | jq -c '.[2:5]' >want
    cmp -s want <(cs-ticket list --sort id --fields id --offset 2 --limit 3 -o json | jq -c .) || fault json
    [ "$(cs-ticket list --sort id --fields id --offset 2 --limit 3 -o csv | tail -n +2 | paste -sd,)" = 3,4,5 ] || fault csv
    [ "$(cs-ticket list --sort id --fields id --offset 2 --limit 3 -o jsonl | jq -s -c 'map(.id)')" = '[3,4,5]' ] || fault jsonl
    [ "$(cs-ticket list --sort -id --fields id --limit 2 -o tsv | tail -n +2 | paste -sd,)" = 7,6 ] || fault tsv
    no_faults
}
