# Texts that break programs, through an import and out again. A file of them is JSON Lines: {"what":...,"text":...,"times":N}.

# The records of a file of texts as JSON Lines: the text as the body, and in a column that nobody knows.
naughty_records() { # FILE
    jq -c '(.text * (.times // 1)) as $text | {external_id: "N-\(input_line_number)", kind: "inquiry",
        occurred_at: "2026-03-05T08:00:00+08:00", body: $text, own_remark: $text}' "$1"
}

# JSON Lines to CSV, each cell in quotes.
records_to_csv() {
    jq -rs '(.[0] | keys_unsorted) as $columns | $columns, (.[] | [.[$columns[]]]) | @csv'
}

# [id, body, remark] of each record, in order. Of a text of blanks alone nothing is kept as the body.
naughty_wanted() {
    jq -c '[.external_id, (if .body | test("^[ \\t\\r\\n\\f\\v\u00a0\u3000\ufeff]*$") then "" else .body end), .own_remark]' | sort
}

# The same of what `list -o jsonl` or `-o json` wrote.
naughty_came() {
    jq -c 'if type == "array" then .[] else . end | [.external_id, .body // "", .extra.own_remark // ""]' | sort
}

# The same of CSV or TSV, read by sqlite3 in place of a reader of ours.
naughty_from_csv() { # FILE csv|tabs
    sqlite3 :memory: ".mode $2" ".import '$1' t" ".mode list" \
        "SELECT json_array(external_id, body, coalesce(json_extract(nullif(extra, ''), '\$.own_remark'), '')) FROM t" | jq -c . | sort
}

naughty_same() { # WHAT WANTED CAME
    cmp -s "$2" "$3" || fault "$1: $(diff "$2" "$3" | head -n 4 | cut -c 1-200)"
}

# Whatever goes in by CSV and by JSON Lines comes out of each format to the byte.
naughty_through() { # FILE SOURCE
    naughty_records "$1" >records.jsonl
    records_to_csv <records.jsonl >records.csv
    naughty_wanted <records.jsonl >wanted
    local count form
    count=$(wc -l <records.jsonl)
    for form in csv jsonl; do
        capture cs-ticket import --source "$2-$form" "records.$form"
        [ "$status" -eq 0 ] && [[ $err == *"inserted $count, updated 0, unchanged 0, refused 0"* ]] || fault "$form in: $err"
        for out in jsonl json csv tsv; do
            cs-ticket list --unmask --source "$2-$form" --fields external_id,body,extra -o $out >"came.$form.$out"
        done
        naughty_came <"came.$form.jsonl" >came && naughty_same "$form in, jsonl out" wanted came
        naughty_came <"came.$form.json" >came && naughty_same "$form in, json out" wanted came
        naughty_from_csv "came.$form.csv" csv >came && naughty_same "$form in, csv out" wanted came
    done
    # sqlite3 knows no quotes in its .mode tabs: a reader of ours has to do.
    cmp came.csv.tsv came.jsonl.tsv || fault "tsv differs"
    capture cs-ticket import --source "$2-tsv" came.csv.tsv
    cs-ticket list --unmask --source "$2-tsv" --fields external_id,body,extra -o jsonl | naughty_came >came
    naughty_same "tsv out, tsv in" wanted came
}
