#!/usr/bin/env bats
# The 25 manners that every binary and every verb must have. Which binaries, verbs, options and examples there
# are is asked of the binaries themselves (--describe), so that a new one is held to them from its first day.
# Left out, because no format or backend of that kind is built yet: xlsx, html, iCalendar, PostgreSQL.

load helpers

# Every "BIN VERB", a line each; verbs may have two words.
each_verb() {
    local bin verb
    for bin in $(binaries); do
        while read -r verb; do echo "$bin $verb"; done < <(verbs "$bin")
    done
}

# Options of a verb as they are typed: --name, a line each.
described_options() { # BIN VERB
    of_verb options "$1" "$2" '.options[] | "--" + .name' | sort -u
}

# Runs every example of a verb, each on a fresh copy of the demo store: for_examples BIN VERB FUNCTION; the
# function is handed the line.
for_examples() {
    local line folder=$PWD
    while read -r line; do
        mkdir "$folder/example" && cd "$folder/example" && demo || return 1
        "$3" "$(jq -r . <<<"$line")" "$1 $2" || fault "$1 $2: $(jq -r . <<<"$line")"
        cd "$folder" && rm -rf "$folder/example"
    done < <(examples "$1" "$2")
}

# ---- fixtures for verbs that take records in ----

# The verb that writes what `import` of the same noun reads: export, else list.
writer_of() { # BIN "policy import"
    local candidate
    for candidate in "${2/%import/export}" "${2/%import/list}"; do
        if verbs "$1" | grep -qxF "$candidate"; then
            echo "$candidate"
            return 0
        fi
    done
    return 1
}

importers() { # every "BIN VERB" that takes records into the store and has a writer
    local bin verb
    for bin in $(binaries); do
        while read -r verb; do
            [[ $verb =~ (^| )import$ ]] && writer_of "$bin" "$verb" >/dev/null && echo "$bin $verb"
        done < <(verbs_with "$bin" input write)
    done
}

# Records of the demo store as JSON, with the fields that import reads.
exported() { # BIN VERB
    local fields writer
    writer=$(writer_of "$1" "$2") || return 1
    fields=$(describe "$1" | jq -c --arg verb "$2" '[.commands[] | select(.name == $verb) | .input.fields[] | select(.derived | not) | .name]')
    # shellcheck disable=SC2086
    "$1" $writer -o json | jq -c --argjson fields "$fields" 'map(with_entries(select(.key as $key | $fields | index($key))))'
}

# JSON records -> CSV with a heading; null is an empty cell.
to_csv() {
    jq -r '(map(keys_unsorted) | add | unique) as $columns | $columns, (.[] | [.[$columns[]]] | map(if . == true then "yes" elif . == false then "no" elif type == "object" or type == "array" then tojson else . end)) | @csv'
}

# Text fields that a test might write anything into: no key, no default, not masked, long; likely ones first.
text_fields() { # BIN VERB
    describe "$1" | jq -r --arg verb "$2" '[.commands[] | select(.name == $verb) | .input.fields[]
        | select(.type == "text" and (.key or .derived or .masked or .choices | not) and ((.max // 100000) >= 100))]
        | sort_by([(.name | test("^(problem|description|text|note|remark|title|summary|answer|name)$") | not), -(.max // 100000)]) | .[].name'
}

# The first of them that takes any text at all, as a name of something else does not. Looked for once a file.
free_field() { # BIN VERB
    local file field
    file=$BATS_FILE_TMPDIR/field-$1-${2// /-}
    if [ ! -f "$file" ]; then
        while read -r field; do
            fresh_rows "$1" "$2" 1 | jq -c --arg field "$field" '.[0][$field] = "00123 =any text"' | to_csv >"$file.try" 2>/dev/null
            # shellcheck disable=SC2086
            [ -s "$file.try" ] && "$1" $2 --dry-run -q "$file.try" >/dev/null 2>&1 && echo "$field" && break
        done < <(text_fields "$1" "$2") >"$file"
    fi
    cat "$file"
}

# Gives records keys of their own. Which fields they are is asked once a file.
renew() { # BIN VERB < JSON > JSON
    local file=$BATS_FILE_TMPDIR/keys-$1-${2// /-}.json
    if [ ! -f "$file" ]; then
        describe "$1" | jq -c --arg verb "$2" \
            '[.commands[] | select(.name == $verb) | .input.fields[] | select(.key and .type == "text" and (.choices | not)) | .name] | .[-1:]' >"$file.new"
        mv -f "$file.new" "$file"
    fi
    jq -c --argjson keys "$(<"$file")" '
        if ($keys | length) == 0 then [] else
        [to_entries[] | .key as $i | .value | reduce $keys[] as $key (.; .[$key] = "t\($i)-" + ((.[$key] // "") | tostring))] end'
}

# Records of the demo store that are also taken on their own under another key (a special day without its
# calendar is not): looked for once a file, among the first of them.
base_rows() { # BIN VERB -> JSON
    local file row
    file=$BATS_FILE_TMPDIR/base-$1-${2// /-}.json
    if [ ! -f "$file" ]; then
        exported "$1" "$2" | jq -c '.[:12][]' | while read -r row; do
            jq -c '[.]' <<<"$row" | renew "$1" "$2" | to_csv >"$file.try" 2>/dev/null
            # shellcheck disable=SC2086
            [ -s "$file.try" ] && "$1" $2 --dry-run -q "$file.try" >/dev/null 2>&1 && echo "$row"
        done | jq -cs . >"$file"
    fi
    cat "$file"
}

# N records that are new to the store. Nothing where no record can be made up.
fresh_rows() { # BIN VERB N -> JSON
    base_rows "$1" "$2" | jq -c --argjson n "$3" '. as $rows | if length == 0 then empty else [range($n) | $rows[. % ($rows | length)]] end' |
        renew "$1" "$2"
}

# Importers whose made-up rows are taken and found again under their keys (a room's name may be spelt another
# way by then): the ones that the hostile inputs below are tried on.
fresh_importers() {
    local file=$BATS_FILE_TMPDIR/fresh-importers bin verb
    if [ ! -f "$file" ]; then
        cp "$CS_DB" "$BATS_FILE_TMPDIR/scratch.db"
        while read -r bin verb; do
            [ -n "$(free_field "$bin" "$verb")" ] && text_file "$bin" "$verb" "$BATS_FILE_TMPDIR/fresh.csv" found &&
                # shellcheck disable=SC2086
                CS_DB=$BATS_FILE_TMPDIR/scratch.db "$bin" $verb -q "$BATS_FILE_TMPDIR/fresh.csv" >/dev/null 2>&1 &&
                [ "$(CS_DB=$BATS_FILE_TMPDIR/scratch.db stored_texts "$bin" "$verb")" = found ] && echo "$bin $verb"
        done < <(importers) >"$file"
    fi
    cat "$file"
}

# Does one refused record refuse them all, as the verb says of itself?
is_whole() { # BIN VERB
    verbs_with "$1" whole | grep -qxF "$2"
}

# How an import of a file with bad rows ends: the good ones saved and status 3; of a file that stands whole
# status 1, nothing saved, and both said. ends_as_told BIN VERB GOOD PATTERN
ends_as_told() {
    local want_status=3 want_rows=$3
    if is_whole "$1" "$2"; then
        want_status=1 want_rows=0
        [[ $err == *'nothing of the file was saved'* ]] || fault "$1 $2: $err"
    fi
    [ "$status" -eq $want_status ] || fault "$1 $2: status $status, not $want_status: $err"
    local rows
    rows=$(stored_texts "$1" "$2" | grep -cE "$4" || true)
    [ "$rows" -eq "$want_rows" ] || fault "$1 $2: $rows good rows are there, not $want_rows"
}

# The importer that big and broken files are tried on in every run; the others get the small ones.
main_importer() {
    fresh_importers | grep -m 1 '^cs-ticket import$' || fresh_importers | head -n 1
}

# A file of new records whose free field is set: text_file BIN VERB FILE TEXT...
text_file() {
    local bin=$1 verb=$2 file=$3 field
    shift 3
    field=$(free_field "$bin" "$verb")
    fresh_rows "$bin" "$verb" $# | jq -c --arg field "$field" '[., $ARGS.positional] | transpose | map(.[1] as $text | .[0] | .[$field] = $text)' \
        --args "$@" | to_csv >"$file"
}

# The values of the free field of records whose key was made by fresh_rows, as the writer shows them.
stored_texts() { # BIN VERB FORMAT
    local writer field
    writer=$(writer_of "$1" "$2")
    field=$(free_field "$1" "$2")
    # shellcheck disable=SC2086
    "$1" $writer -o jsonl | jq -r --arg field "$field" 'select(any(.[] | strings; startswith("t") and test("^t[0-9]+-"))) | .[$field] // ""'
}

# ---- 1 ----

@test "1 help of every verb: stdout, status 0, nothing on stderr, 80 columns in English and Chinese, two examples" {
    while read -r bin verb; do
        for locale in C zh_CN.UTF-8; do
            # shellcheck disable=SC2086
            capture env LC_ALL=$locale "$bin" $verb --help
            [ "$status" -eq 0 ] && [ -s "$OUT" ] && [ ! -s "$ERR" ] || fault "$bin $verb --help ($locale): status $status, $err"
            [ "$(widest <"$OUT")" -le 80 ] || fault "$bin $verb --help ($locale) is $(widest <"$OUT") columns wide"
        done
        [ "$(examples "$bin" "$verb" | wc -l)" -ge 2 ] || fault "$bin $verb has fewer than two examples"
    done < <(each_verb)
    no_faults
}

@test "1 help of every binary fits 80 columns, and names every verb" {
    for bin in $(binaries); do
        for locale in C zh_CN.UTF-8; do
            capture env LC_ALL=$locale "$bin" --help
            status_is 0 && silent_err
            [ "$(widest <"$OUT")" -le 80 ] || fault "$bin --help ($locale) is $(widest <"$OUT") columns wide"
            while read -r verb; do
                grep -qF "  $verb " "$OUT" || fault "$bin --help ($locale) does not name $verb"
            done < <(verbs "$bin")
        done
        capture "$bin" help && cp "$OUT" first && capture "$bin" --help && cmp -s first "$OUT" || fault "$bin help is not $bin --help"
        capture "$bin" help exit-codes
        [ "$status" -eq 0 ] && [[ $out == *refused* ]] || fault "$bin help exit-codes"
    done
    no_faults
}

# Runs it; what puts something out is remembered for the full disk.
run_example() {
    timeout 60 bash -c "$1" >"$OUT" 2>"$ERR" </dev/null || {
        fault "status $?: $(head -n 3 "$ERR")"
        return 1
    }
    # The last program of a pipe writes to the disk; it must be one of ours to be asked.
    [[ -s "$OUT" && ${1##*|} =~ ^[[:space:]]*cs- ]] || return 0
    printf '%s\t%s\0' "$2" "$1" >>"$BATS_FILE_TMPDIR/speaking"
}

@test "1 every printed example runs with status 0 on the demo store" {
    while read -r bin verb; do
        for_examples "$bin" "$verb" run_example
    done < <(each_verb)
    no_faults
}

# ---- 2 ----

@test "2 --version is one line, and a binary links only small libraries" {
    for bin in $(binaries); do
        capture "$bin" --version
        status_is 0 && silent_err
        [[ $out =~ ^"$bin (cs-tools) "[0-9]+\.[0-9]+\.[0-9]+$ ]] || fault "$bin --version: $out"
        while read -r library; do
            [[ $library =~ ^(libc|libm|libsqlite3|libcsv|libjansson|libmd|libasan|libubsan|libgcov|ld-linux.*)\.so ]] ||
                fault "$bin links $library"
        done < <(LC_ALL=C readelf -d "$BIN_DIR/$bin" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p')
    done
    no_faults
}

# ---- 3 ----

@test "3 the man page of every binary is clean, has its sections and every option" {
    for bin in $(binaries); do
        "$bin" --man >page.1
        mandoc -T lint -W warning page.1 >lint.txt 2>&1 || true
        [ ! -s lint.txt ] || fault "$bin --man: $(head -n 3 lint.txt)"
        mandoc -T utf8 page.1 | sed 's/.\x08//g' >page.txt
        for section in SYNOPSIS OPTIONS ENVIRONMENT FILES 'EXIT STATUS' EXAMPLES; do
            grep -qx "$section" page.txt || fault "the man page of $bin has no $section"
        done
        while read -r option; do
            grep -qE -e "$option([^a-z-]|\$)" page.txt || fault "the man page of $bin lacks $option"
        done < <(describe "$bin" | jq -r '.commands[].options[] | "--" + .name' | sort -u)
    done
    no_faults
}

# ---- 4 ----

@test "4 completion files are sound and ask the binaries" {
    for file in "$TOP"/completions/*; do
        case $file in
        *.bash) bash -n "$file" ;;
        *) zsh -n "$file" ;;
        esac || fault "$file"
    done
    no_faults
}

@test "4 completion offers verbs, options as --describe lists them, and the values of choices" {
    for bin in $(binaries); do
        diff <("$bin" --complete '' | cut -f 1 | grep -v -e '^-' -e '^help$' | sort) <(verbs "$bin" | sed 's/ .*//' | sort -u) >d ||
            fault "$bin: verbs offered differ: $(cat d)"
        while read -r verb; do
            # shellcheck disable=SC2086
            diff <("$bin" --complete $verb -- | cut -f 1 | grep '^--' | sort -u) <(described_options "$bin" "$verb") >d ||
                fault "$bin $verb: options offered differ: $(tr '\n' ' ' <d)"
        done < <(verbs "$bin")
        while IFS=$'\t' read -r verb option value; do
            # shellcheck disable=SC2086
            "$bin" --complete $verb "--$option" '' | cut -f 1 | grep -qxF -e "$value" || fault "$bin $verb --$option does not offer $value"
        done < <(describe "$bin" | jq -r '.commands[] | .name as $verb | .options[] | select(.type == "choice")
            | [$verb, .name, .choices[-1].code] | @tsv')
    done
    no_faults
}

@test "4 the options of --help are those of --describe" {
    while read -r bin verb; do
        # shellcheck disable=SC2086
        diff <("$bin" $verb --help | grep -oE '^  (-., |    )?--[a-z][a-z0-9-]*' | grep -oE -e '--.*' | sort -u) <(described_options "$bin" "$verb") >d ||
            fault "$bin $verb: $(tr '\n' ' ' <d)"
    done < <(each_verb)
    no_faults
}

# ---- 5 ----

misuse() { # NEAREST COMMAND...
    local nearest=$1
    shift
    capture "$@"
    [ "$status" -eq 2 ] || fault "$*: status $status"
    [ ! -s "$OUT" ] || fault "$*: something on stdout"
    [ "$(wc -l <"$ERR")" -le 3 ] || fault "$*: more than three lines"
    [[ $err == "$1: "* ]] || fault "$*: does not begin with the binary's name: $err"
    [[ $err == *"$nearest"* ]] || fault "$*: does not name $nearest: $err"
}

@test "5 a mistyped verb, option or value: status 2, the nearest word named, no file made" {
    listing >"$BATS_TEST_TMPDIR/before"
    for bin in $(binaries); do
        while read -r verb; do
            [[ $verb != *' '* && ${#verb} -gt 3 ]] || continue
            misuse "$verb" "$bin" "${verb:1:1}${verb:0:1}${verb:2}"
        done < <(verbs "$bin")
        while read -r verb; do
            # shellcheck disable=SC2086
            misuse --color "$bin" $verb --colro x
            # shellcheck disable=SC2086
            misuse always "$bin" $verb --color alwasy
        done < <(verbs "$bin")
        while read -r verb; do
            # shellcheck disable=SC2086
            misuse --format "$bin" $verb --fromat x
            # shellcheck disable=SC2086
            misuse json "$bin" $verb --format jsno
        done < <(verbs_with "$bin" output)
    done
    listing | diff "$BATS_TEST_TMPDIR/before" - || fault "a file was made"
    no_faults
}

# ---- 6 ----

@test "6 a missing file or store: status 1, its name and why, a hint, nothing made" {
    listing >"$BATS_TEST_TMPDIR/before"
    while read -r bin verb; do
        CS_DB=$PWD/no.db
        export CS_DB
        # shellcheck disable=SC2086
        capture "$bin" $verb
        [ "$status" -eq 2 ] || { # a verb that wants operands says so first
            [ "$status" -eq 1 ] || fault "$bin $verb: status $status on a missing store"
            [[ $err == *no.db* ]] || fault "$bin $verb: does not name the store: $err"
            [[ $err == *'cs-db init'* ]] || fault "$bin $verb: no hint how to make a store: $err"
            [ "$(wc -l <"$ERR")" -le 2 ] || fault "$bin $verb: $(wc -l <"$ERR") lines"
        }
    done < <(for bin in $(binaries); do verbs_with "$bin" read | sed "s/^/$bin /"; done)
    listing | diff "$BATS_TEST_TMPDIR/before" - || fault "a file was made"
    no_faults
}

@test "6 a missing input file: status 1 and one line that names it" {
    demo
    while read -r bin verb; do
        # shellcheck disable=SC2086
        capture "$bin" $verb missing.csv
        [ "$status" -eq 1 ] && [ "$err" = "$bin: missing.csv: No such file or directory" ] || fault "$bin $verb: status $status, $err"
    done < <(importers)
    no_faults
}

# ---- 7 ----

@test "7 input from a terminal is announced at once, with how to stop" {
    demo
    while read -r bin verb; do
        capture bash -c "printf '\\004' | timeout 20 script -qefc 'exec $bin $verb' /dev/null"
        [[ $out == *'standard input'*'Ctrl-'* ]] || fault "$bin $verb: $out"
    done < <(importers)
    no_faults
}

# ---- 8 ----

full_disk() {
    local code=0
    timeout 60 bash -c "$1" >/dev/full 2>"$ERR" </dev/null || code=$?
    [ "$code" -eq 1 ] && grep -q 'No space left on device' "$ERR" && [ "$(grep -c 'No space left' "$ERR")" -eq 1 ]
}

@test "8 a full disk is told by every verb, and by --help and --version" {
    for bin in $(binaries); do
        for option in --help --version --man --describe; do
            capture_sh "$bin $option >/dev/full"
            [ "$status" -eq 1 ] && [ "$err" = "$bin: write error: No space left on device" ] || fault "$bin $option: status $status, $err"
        done
    done
    [ -f "$BATS_FILE_TMPDIR/speaking" ] || while read -r bin verb; do
        for_examples "$bin" "$verb" run_example
    done < <(each_verb)
    demo
    while IFS=$'\t' read -r -d '' verb line; do # what cannot be told is not saved either, so one store serves all
        full_disk "$line" || fault "$verb: $line"
    done <"$BATS_FILE_TMPDIR/speaking"
    no_faults
}

@test "8 a change that is saved while its output is lost says so" {
    demo
    while read -r bin verb; do
        while read -r line; do
            line=$(jq -r . <<<"$line")
            [[ $line == *'|'* || $line == *dry-run* ]] && continue
            rm -rf ./* && demo
            bash -c "$line" >"$OUT" 2>/dev/null </dev/null && [ -s "$OUT" ] || continue
            rm -rf ./* && demo
            bash -c "$line" >/dev/full 2>"$ERR" </dev/null && fault "$line: status 0"
            grep -q 'saved, but the output was cut' "$ERR" || fault "$line: $(cat "$ERR")"
        done < <(examples "$bin" "$verb")
    done < <(for bin in $(binaries); do verbs_with "$bin" write output | sed "s/^/$bin /"; done)
    no_faults
}

# ---- 9 ----

@test "9 a reader that leaves early: 0 or 141, nothing on stderr, with SIGPIPE ignored too" {
    demo
    for bin in $(binaries); do
        while read -r verb; do
            [[ $verb =~ (^| )(list|export)$ ]] || continue
            for format in $(describe "$bin" | jq -r --arg verb "$verb" '.commands[] | select(.name == $verb) | .options[] | select(.name == "format") | .choices[].code'); do
                for trap in '' "trap '' PIPE;"; do
                    capture_sh "$trap { $bin $verb --format $format; echo \$? >code; } | head -n 1 >/dev/null"
                    [ ! -s "$ERR" ] || fault "$trap $bin $verb -o $format: $err"
                    [[ $(cat code) =~ ^(0|141)$ ]] || fault "$trap $bin $verb -o $format: status $(cat code)"
                done
            done
        done < <(verbs "$bin")
        capture_sh "$bin --man | head -n 1"
        [ ! -s "$ERR" ] || fault "$bin --man: $err"
    done
    no_faults
}

@test "9 a writing verb whose reader left has still saved all or nothing" {
    demo
    read -r bin verb < <(main_importer) || skip "nothing takes records in yet"
    fresh_rows "$bin" "$verb" 200 | to_csv >new.csv
    before=$(stored_texts "$bin" "$verb" | wc -l)
    # shellcheck disable=SC2086
    "$bin" $verb new.csv 2>"$ERR" | true
    after=$(stored_texts "$bin" "$verb" | wc -l)
    [ $((after - before)) -eq 200 ] || [ "$after" -eq "$before" ]
}

# ---- 10, 11: kills and two at once ----

# How long one import takes, in milliseconds.
import_time() { # BIN VERB FILE
    local from to
    from=$(date +%s%N)
    # shellcheck disable=SC2086
    "$1" $2 --dry-run -q "$3" >/dev/null 2>&1
    to=$(date +%s%N)
    echo $(((to - from) / 1000000))
}

@test "10 an import killed at ten moments leaves all or nothing, a sound store, and a next run that works" {
    demo
    read -r bin verb < <(main_importer) || skip "nothing takes records in yet"
    rows=${CONTRACT_ROWS:-2000}
    fresh_rows "$bin" "$verb" "$rows" | to_csv >big.csv
    cp "$CS_DB" "$BATS_TEST_TMPDIR/clean.db"
    span=$(import_time "$bin" "$verb" big.csv)
    signals=(INT TERM KILL HUP INT TERM KILL INT TERM KILL)
    for i in 0 1 2 3 4 5 6 7 8 9; do
        rm -f "$CS_DB"* && cp "$BATS_TEST_TMPDIR/clean.db" "$CS_DB"
        # A job in the background ignores INT: setsid of a shell in between gives it back.
        delay=$(awk -v span="$span" -v i="$i" 'BEGIN { printf "%.3f", span * (i + 0.5) / 10000 }')
        # shellcheck disable=SC2086
        env --default-signal=INT "$bin" $verb big.csv >/dev/null 2>"$ERR" &
        child=$!
        sleep "$delay"
        kill -s "${signals[i]}" $child 2>/dev/null || true
        code=0
        wait $child 2>/dev/null || code=$?
        got=$(stored_texts "$bin" "$verb" | wc -l)
        [ "$got" -eq 0 ] || [ "$got" -eq "$rows" ] || fault "${signals[i]} after $delay s: $got of $rows records"
        [ "$(sqlite3 "$CS_DB" 'PRAGMA integrity_check')" = ok ] || fault "${signals[i]} after $delay s: the store is damaged"
        case ${signals[i]}:$code in
        INT:130 | TERM:143 | HUP:129) grep -q 'saved' "$ERR" || fault "${signals[i]}: $(cat "$ERR")" ;;
        KILL:137 | *:0) ;;
        *) fault "${signals[i]} after $delay s: status $code" ;;
        esac
    done
    # shellcheck disable=SC2086
    capture "$bin" $verb big.csv
    status_is 0
    [ "$(stored_texts "$bin" "$verb" | wc -l)" -eq "$rows" ] || fault "the next run"
    no_faults
}

@test "11 two imports at once both succeed, and the sum of rows is right" {
    demo
    read -r bin verb < <(main_importer) || skip "nothing takes records in yet"
    fresh_rows "$bin" "$verb" 600 >all.json
    jq '.[:300]' all.json | to_csv >one.csv
    jq '.[300:]' all.json | to_csv >two.csv
    # shellcheck disable=SC2086
    "$bin" $verb one.csv 2>one.err &
    first=$!
    # shellcheck disable=SC2086
    "$bin" $verb two.csv 2>two.err &
    second=$!
    wait $first || fault "the first: $(cat one.err)"
    wait $second || fault "the second: $(cat two.err)"
    [ "$(stored_texts "$bin" "$verb" | wc -l)" -eq 600 ] || fault "$(stored_texts "$bin" "$verb" | wc -l) of 600 rows"
    no_faults
}

@test "11 a lock held longer than the wait: status 1, and the option that waits is named" {
    demo
    read -r bin verb < <(main_importer) || skip "nothing takes records in yet"
    fresh_rows "$bin" "$verb" 3 | to_csv >new.csv
    { echo 'BEGIN IMMEDIATE;'; sleep 4; } | sqlite3 "$CS_DB" &
    sleep 0.5
    # shellcheck disable=SC2086
    capture "$bin" $verb --wait 1 new.csv
    wait
    status_is 1 && err_has --wait
    [ "$(wc -l <"$ERR")" -le 2 ]
}

# ---- 12 to 18: hostile and foreign files ----

@test "12 GB18030 is never taken for something else: a hint without --encoding, silence with it" {
    demo
    while read -r bin verb; do
        text_file "$bin" "$verb" cn.csv '北京市朝阳区厨房漏水，业主投诉三次' '卫生间墙面渗水 😀 emoji' '车库噪音扰民'
        iconv -f utf-8 -t gb18030 cn.csv >gb.csv
        # shellcheck disable=SC2086
        capture "$bin" $verb gb.csv
        if [ "$status" -eq 0 ]; then
            [[ $err == *GB18030* || $err == *gb18030* ]] || fault "$bin $verb took gb.csv without a word"
        else
            [ "$status" -eq 1 ] && [[ $err == *'--encoding gb18030'* && $err == *'line 1'* || $err == *gb.csv:*'--encoding gb18030'* ]] ||
                fault "$bin $verb gb.csv: status $status, $err"
        fi
        # shellcheck disable=SC2086
        capture "$bin" $verb --encoding gb18030 gb.csv
        [ "$status" -eq 0 ] && ! grep -qi -e gb18030 -e encoding "$ERR" || fault "$bin $verb --encoding gb18030: status $status, $err"
        [ "$(stored_texts "$bin" "$verb" | grep -c -e 漏水 -e 😀 -e 噪音)" -eq 3 ] || fault "$bin $verb: mojibake"
    done < <(fresh_importers)
    no_faults
}

@test "13 one bad byte: status 3, its place, the good row saved, the bad one kept byte for byte" {
    demo
    while read -r bin verb; do
        text_file "$bin" "$verb" badutf.csv 'bad QQQ byte' 'good row'
        LC_ALL=C sed -i 's/QQQ/\xff/' badutf.csv
        # shellcheck disable=SC2086
        capture "$bin" $verb --rejects rejects.csv badutf.csv
        ends_as_told "$bin" "$verb" 1 '^good row$'
        [[ $err =~ badutf.csv:2:[0-9]+:.*0xFF.*UTF-8 ]] || fault "$bin $verb: $err"
        LC_ALL=C grep -q $'bad \xff byte' rejects.csv || fault "$bin $verb: the rejects have other bytes: $(cat -v rejects.csv)"
        rm -f rejects.csv
    done < <(fresh_importers)
    no_faults
}

@test "14 a BOM and CRLF come in clean; no BOM and LF go out; --excel writes both" {
    demo
    while read -r bin verb; do
        text_file "$bin" "$verb" plain.csv 'row one' 'row two'
        { printf '\357\273\277' && sed 's/$/\r/' plain.csv; } >bom.csv
        # shellcheck disable=SC2086
        capture "$bin" $verb bom.csv
        [ "$status" -eq 0 ] || fault "$bin $verb bom.csv: status $status, $err"
        [ "$(stored_texts "$bin" "$verb" | grep -cxE 'row (one|two)')" -eq 2 ] || fault "$bin $verb: a carriage return came in"
        writer=$(writer_of "$bin" "$verb")
        # shellcheck disable=SC2086
        "$bin" $writer -o csv >out.csv
        [ "$(head -c 3 out.csv | od -An -tx1 | tr -d ' \n')" != efbbbf ] || fault "$bin $writer writes a BOM"
        ! grep -q $'\r$' out.csv || fault "$bin $writer writes CRLF"
        # shellcheck disable=SC2086
        "$bin" $writer -o csv --excel >out.csv
        [ "$(head -c 3 out.csv | od -An -tx1 | tr -d ' \n')" = efbbbf ] || fault "$bin $writer --excel writes no BOM"
        head -n 1 out.csv | grep -q $'\r$' || fault "$bin $writer --excel writes no CRLF"
    done < <(fresh_importers)
    no_faults
}

@test "15 ragged rows: places as sed counts, rejects that import after mending, --strict saves nothing" {
    demo
    while read -r bin verb; do
        text_file "$bin" "$verb" ragged.csv 'fine one' 'too long' 'too short' 'fine two'
        columns=$(head -n 1 ragged.csv | tr ',' '\n' | wc -l)
        sed -i -e '3s/$/,surplus/' -e '4s/.*/"lonely"/' ragged.csv
        # shellcheck disable=SC2086
        capture "$bin" $verb --strict ragged.csv
        [ "$status" -eq 1 ] || fault "$bin $verb --strict: status $status"
        [ "$(stored_texts "$bin" "$verb" | grep -c fine)" -eq 0 ] || fault "$bin $verb --strict saved something"
        # shellcheck disable=SC2086
        capture "$bin" $verb --rejects r.csv ragged.csv
        ends_as_told "$bin" "$verb" 2 fine
        [[ $err == *ragged.csv:3* && $err == *ragged.csv:4* ]] || fault "$bin $verb: $err"
        head -n 1 r.csv | grep -q 'line.*reason\|reason.*line' || fault "$bin $verb: rejects without line and reason: $(head -n 1 r.csv)"
        grep -q lonely r.csv && grep -q 'too long' r.csv || fault "$bin $verb: rejects lack cells"
        # Mended: line 3 of the input without its surplus cell, line 4 filled up.
        text_file "$bin" "$verb" whole.csv 'fine one' 'mended long' 'mended short' 'fine two'
        head -n 1 whole.csv | grep -qE '"(line|reason)"' && continue # columns of its own by these names
        { head -n 1 whole.csv | sed 's/$/,"line","reason"/' && sed -n '3,4s/$/,3,"why"/p' whole.csv; } >mended.csv
        # shellcheck disable=SC2086
        capture "$bin" $verb mended.csv
        [ "$status" -eq 0 ] && [ "$(stored_texts "$bin" "$verb" | grep -c mended)" -eq 2 ] || fault "$bin $verb mended: status $status, $err ($columns columns)"
        rm -f r.csv
    done < <(fresh_importers)
    no_faults
}

@test "16 an open quote, a giant cell, NUL, an empty file, a doubled heading: one clear line, no crash, little memory" {
    demo
    read -r bin verb < <(main_importer) || skip "nothing takes records in yet"
    text_file "$bin" "$verb" good.csv 'a row' 'another row'
    { cat good.csv && printf '"open quote, never shut\nmore\nmore\n'; } >unterm.csv
    { head -n 2 good.csv && printf '"' && head -c 5242880 /dev/zero | tr '\0' x && printf '"\n'; } >huge.csv
    sed '2s/a row/a\x00row/' good.csv >nul.csv
    : >empty.csv
    head -n 1 good.csv >header.csv
    { head -n 1 good.csv | sed 's/^\([^,]*\),/\1,\1,/' && sed -n '2s/^\([^,]*\),/\1,\1,/p' good.csv; } >double.csv
    for file in unterm huge nul empty header double; do
        code=0
        # shellcheck disable=SC2086
        if [ -n "${CS_SANITIZED:-}" ]; then
            "$bin" $verb $file.csv >"$OUT" 2>"$ERR" || code=$?
        else
            (ulimit -v 131072 && exec "$bin" $verb $file.csv) >"$OUT" 2>"$ERR" || code=$?
        fi
        [ "$code" -le 3 ] || fault "$file.csv: status $code"
        [ "$code" -eq 0 ] || [ -s "$ERR" ] || fault "$file.csv: refused without a word"
        [ "$(wc -l <"$ERR")" -le 4 ] || fault "$file.csv: $(wc -l <"$ERR") lines"
    done
    # shellcheck disable=SC2086
    capture "$bin" $verb unterm.csv
    [[ $status -ne 0 && $err == *unterm.csv:4* ]] || fault "unterm.csv: status $status, $err"
    # shellcheck disable=SC2086
    capture "$bin" $verb double.csv
    [ "$status" -eq 1 ] || fault "double.csv: status $status"
    # shellcheck disable=SC2086
    capture "$bin" $verb header.csv
    status_is 0
    no_faults
}

@test "17 identifiers stay as they are, in every format and back" {
    demo
    values=(00123 110101199003071234 1E5 0086)
    while read -r bin verb; do
        text_file "$bin" "$verb" z.csv "${values[@]}"
        writer=$(writer_of "$bin" "$verb")
        field=$(free_field "$bin" "$verb")
        # shellcheck disable=SC2086
        capture "$bin" $verb z.csv
        [ "$status" -eq 0 ] || fault "$bin $verb z.csv: status $status, $err"
        for value in "${values[@]}"; do
            for format in csv tsv table; do
                # shellcheck disable=SC2086
                "$bin" $writer -o $format --fields "$field" | grep -qE "^[\"| ]*$value[\"| ]*\$" || fault "$bin $writer -o $format loses $value"
            done
            for format in json jsonl; do
                # shellcheck disable=SC2086
                "$bin" $writer -o $format | grep -qF "\"$value\"" || fault "$bin $writer -o $format: $value is no string"
            done
        done
        # shellcheck disable=SC2086
        "$bin" $writer -o json | jq . >back.json && capture "$bin" $verb back.json
        [ "$status" -eq 0 ] && [[ $err == *'inserted 0'* && $err == *'updated 0'* ]] || fault "$bin $verb: back through jq: status $status, $err"
    done < <(fresh_importers)
    no_faults
}

@test "18 --excel disarms formulas and import restores them; plain csv is untouched" {
    demo
    # Cells as a spreadsheet would run them; a number stays a number.
    values=('=1+1' '@SUM(A1)' '+86 1380000' $'\ttabbed')
    while read -r bin verb; do
        text_file "$bin" "$verb" f.csv "${values[@]}"
        writer=$(writer_of "$bin" "$verb")
        # shellcheck disable=SC2086
        capture "$bin" $verb f.csv
        [ "$status" -eq 0 ] || fault "$bin $verb f.csv: status $status, $err"
        stored_texts "$bin" "$verb" >first.txt
        # shellcheck disable=SC2086
        "$bin" $writer -o csv --fields "$(free_field "$bin" "$verb")" --excel >excel.csv
        grep -qE "^(\"?)'=1\\+1" excel.csv && grep -qE "^(\"?)'@SUM" excel.csv || fault "$bin $writer --excel leaves a formula: $(head -n 20 excel.csv)"
        # shellcheck disable=SC2086
        "$bin" $writer -o csv --fields "$(free_field "$bin" "$verb")" | grep -qE '^"?=1\+1' || fault "$bin $writer touches plain csv"
        # shellcheck disable=SC2086
        "$bin" $writer -o csv --excel >excel.csv
        # shellcheck disable=SC2086
        capture "$bin" $verb excel.csv
        stored_texts "$bin" "$verb" | diff first.txt - >d || fault "$bin $verb: --excel and back changes the store: $(cat d)"
    done < <(fresh_importers)
    no_faults
}

# ---- 19 to 21: tables, terminals, colours ----

# Verbs that list with no operands.
listers() {
    local bin verb
    for bin in $(binaries); do
        while read -r verb; do
            [[ $verb =~ (^| )list$ ]] && echo "$bin $verb"
        done < <(verbs_with "$bin" read output)
    done
}

@test "19 tables line up in every locale, fit the terminal, and cut whole characters with an ellipsis" {
    demo
    while read -r bin verb; do
        # shellcheck disable=SC2086
        env LC_ALL=C "$bin" $verb --format table >c.txt
        # shellcheck disable=SC2086
        env LC_ALL=C.UTF-8 "$bin" $verb --format table >utf8.txt
        cmp -s c.txt utf8.txt || fault "$bin $verb: C and C.UTF-8 differ"
        # shellcheck disable=SC2086
        env LC_ALL=zh_CN.UTF-8 "$bin" $verb --format table >zh.txt
        [ ! -s "$TOP/po/zh_CN.po" ] || head -n 1 zh.txt | LC_ALL=C grep -q $'[\xe4-\xe9]' || fault "$bin $verb: no Chinese headings"
        for columns in 40 60 80; do
            TEST_TERM=xterm on_terminal $columns "NO_COLOR=1 $bin $verb --format table"
            tr -d '\r' <"$OUT" >shown.txt
            [ "$(widest <shown.txt)" -le $columns ] || fault "$bin $verb is $(widest <shown.txt) columns wide on $columns"
            iconv -f utf-8 -t utf-8 shown.txt >/dev/null 2>&1 || fault "$bin $verb cuts a character on $columns columns"
        done
    done < <(listers)
    no_faults
}

@test "20 on a terminal no control byte of the data comes out, in a table, in csv or in a message" {
    demo
    read -r bin verb < <(main_importer) || skip "nothing takes records in yet"
    escape=$'red \033[31malert\033[0m bell \007 \xe2\x80\xae turned'
    text_file "$bin" "$verb" esc.csv "$escape"
    # shellcheck disable=SC2086
    capture "$bin" $verb esc.csv
    if [ "$status" -eq 0 ]; then
        writer=$(writer_of "$bin" "$verb")
        field=$(free_field "$bin" "$verb")
        for format in table csv tsv md; do
            on_terminal 100 "NO_COLOR=1 $bin $writer --format $format --fields $field"
            ! tr -d '\r\n\t' <"$OUT" | LC_ALL=C grep -q $'[\x01-\x08\x0b-\x1f\x7f]' || fault "$writer -o $format: a control byte"
            ! grep -q $'\xe2\x80\xae' "$OUT" || fault "$writer -o $format: a bidi control"
        done
        # shellcheck disable=SC2086
        "$bin" $writer -o json --fields "$field" | grep -q '\\u001b' || fault "json has no \\u001b"
        # shellcheck disable=SC2086
        "$bin" $writer -o csv --fields "$field" | grep -qF "$escape" || fault "piped csv is changed"
    else
        ! LC_ALL=C grep -q $'[\x01-\x08\x0b-\x1f\x7f]' "$ERR" || fault "a control byte in the message"
    fi
    capture "$bin" $'no\033[31mverb'
    ! LC_ALL=C grep -q $'\033' "$ERR" || fault "ESC in the answer to a verb"
    capture "$bin" "$verb" $'--opt\033ion'
    ! LC_ALL=C grep -q $'\033' "$ERR" || fault "ESC in the answer to an option"
    no_faults
}

@test "21 colours on a terminal only: NO_COLOR, TERM=dumb and pipes have no ESC, --color=always wins" {
    demo
    while read -r bin verb; do
        TEST_TERM=xterm on_terminal 80 "NO_COLOR=1 $bin $verb; NO_COLOR=1 $bin no-such-verb"
        ! grep -q $'\033' "$OUT" || fault "$bin $verb: ESC with NO_COLOR=1"
        TEST_TERM=dumb on_terminal 80 "$bin $verb; $bin no-such-verb"
        ! grep -q $'\033' "$OUT" || fault "$bin $verb: ESC with TERM=dumb"
        # shellcheck disable=SC2086
        capture "$bin" $verb
        ! cat "$OUT" "$ERR" | grep -q $'\033' || fault "$bin $verb: ESC in a pipe"
        # A message shows whether there are colours, whatever the table makes of them.
        # shellcheck disable=SC2086
        capture env NO_COLOR=1 "$bin" $verb --color=always --fields no_such_field
        grep -q $'\033' "$ERR" || fault "$bin $verb: --color=always has no colour"
        TEST_TERM=xterm on_terminal 80 "export NO_COLOR=; $bin $verb --fields no_such_field"
        grep -q $'\033' "$OUT" || fault "$bin $verb: an empty NO_COLOR takes the colour away"
    done < <(listers)
    no_faults
}

# ---- 22 ----

@test "22 no progress off a terminal; the last line is the summary; -q is silent" {
    demo
    while read -r bin verb; do
        fresh_rows "$bin" "$verb" 50 | to_csv >new.csv
        # shellcheck disable=SC2086
        capture "$bin" $verb new.csv
        ! LC_ALL=C grep -q $'[\r\033]' "$ERR" || fault "$bin $verb: progress off a terminal"
        [[ $(tail -n 1 "$ERR") =~ inserted\ [0-9]+,\ updated\ [0-9]+,\ unchanged\ [0-9]+,\ refused\ [0-9]+$ ]] || fault "$bin $verb: last line: $(tail -n 1 "$ERR")"
        # shellcheck disable=SC2086
        capture "$bin" $verb -q new.csv
        [ "$status" -eq 0 ] && [ ! -s "$ERR" ] || fault "$bin $verb -q: status $status, $err"
    done < <(fresh_importers)
    no_faults
}

@test "22 progress on a terminal is erased at the end" {
    demo
    read -r bin verb < <(main_importer) || skip "nothing takes records in yet"
    fresh_rows "$bin" "$verb" 50 | to_csv >new.csv
    # The input is slow enough for the bar to be drawn.
    TEST_TERM=xterm on_terminal 80 "{ head -n 20 new.csv; sleep 1.5; tail -n +21 new.csv; } | $bin $verb --progress"
    ! tail -n 1 "$OUT" | grep -q 'rows/s' || { show_run && false; }
    out_has 'inserted 50'
}

# ---- 23 ----

@test "23 with --now the same bytes come out in every zone of the process; an impossible date is refused" {
    demo
    while read -r bin verb; do
        for format in csv json table; do
            # shellcheck disable=SC2086
            TZ=UTC "$bin" $verb --now 2026-01-01T09:00:00+08:00 --format $format >one 2>&1
            # shellcheck disable=SC2086
            TZ=Asia/Shanghai "$bin" $verb --now 2026-01-01T09:00:00+08:00 --format $format >two 2>&1
            # shellcheck disable=SC2086
            TZ=America/New_York CS_NOW=2026-01-01T01:00:00Z "$bin" $verb --format $format >three 2>&1
            cmp -s one two && cmp -s one three || fault "$bin $verb -o $format differs"
        done
    done < <(listers)
    while read -r bin verb; do
        # shellcheck disable=SC2086
        capture "$bin" $verb --now 2024-02-30
        [ "$status" -eq 2 ] && [[ $err == *2024-02-30* ]] || fault "$bin $verb --now 2024-02-30: status $status, $err"
        # shellcheck disable=SC2086
        CS_NOW=yesteryear capture "$bin" $verb
        [ "$status" -eq 2 ] || fault "$bin $verb CS_NOW=yesteryear: status $status, $err"
    done < <(each_verb)
    no_faults
}

# ---- 24 ----

@test "24 what is written out comes in again unchanged, twice, in every input format" {
    demo
    while read -r bin verb; do
        writer=$(writer_of "$bin" "$verb")
        for format in csv tsv json jsonl; do
            # shellcheck disable=SC2086
            "$bin" $writer -o $format >"back.$format" 2>"$ERR" || fault "$bin $writer -o $format: $(cat "$ERR")"
            # shellcheck disable=SC2086
            capture "$bin" $verb "back.$format"
            [ "$status" -eq 0 ] && [[ $err == *'inserted 0, updated 0'*'refused 0'* ]] || fault "$bin $verb back.$format: status $status, $err"
        done
    done < <(importers)
    no_faults
}

@test "24 --dry-run prints the same summary and leaves the store alone; a second import changes nothing" {
    demo
    while read -r bin verb; do
        fresh_rows "$bin" "$verb" 20 | to_csv >new.csv
        before=$(store_digest "$CS_DB")
        # shellcheck disable=SC2086
        capture "$bin" $verb --dry-run new.csv
        summary=$(tail -n 1 "$ERR")
        [ "$status" -eq 0 ] && [ "$(store_digest "$CS_DB")" = "$before" ] || fault "$bin $verb --dry-run: status $status, the store changed"
        # shellcheck disable=SC2086
        capture "$bin" $verb new.csv
        [ "$(tail -n 1 "$ERR")" = "$summary" ] || fault "$bin $verb: dry run said '$summary', then '$(tail -n 1 "$ERR")'"
        # shellcheck disable=SC2086
        capture "$bin" $verb new.csv
        [ "$status" -eq 0 ] && [[ $err == *'inserted 0, updated 0'* ]] || fault "$bin $verb twice: status $status, $err"
    done < <(fresh_importers)
    no_faults
}

# ---- 25 ----

@test "25 csv, json and statuses are the same in every locale; help and errors follow it" {
    demo
    while read -r bin verb; do
        for format in csv json; do
            for locale in C zh_CN.UTF-8 de_DE.UTF-8; do
                code=0
                # shellcheck disable=SC2086
                env LC_ALL=$locale "$bin" $verb --format $format >"$locale.$format" 2>/dev/null || code=$?
                echo $code >>"$locale.$format"
            done
            cmp -s C.$format zh_CN.UTF-8.$format && cmp -s C.$format de_DE.UTF-8.$format || fault "$bin $verb -o $format follows the locale"
        done
    done < <(listers)
    if [ -s "$TOP/po/zh_CN.po" ]; then
        for bin in $(binaries); do
            env LC_ALL=zh_CN.UTF-8 "$bin" --help | LC_ALL=C grep -q $'[\xe4-\xe9][\x80-\xbf]' || fault "$bin --help is not in Chinese"
            capture env LC_ALL=zh_CN.UTF-8 "$bin" no-such-verb
            LC_ALL=C grep -q $'[\xe4-\xe9][\x80-\xbf]' "$ERR" || fault "$bin: an error is not in Chinese: $err"
            [ "$status" -eq 2 ] || fault "$bin: status $status in Chinese"
        done
    fi
    no_faults
}

@test "25 --describe of every verb is JSON with fields, types, choices and exit codes" {
    while read -r bin verb; do
        # shellcheck disable=SC2086
        capture "$bin" $verb --describe
        [ "$status" -eq 0 ] && [ ! -s "$ERR" ] || fault "$bin $verb --describe: status $status, $err"
        jq -e --arg verb "$verb" '(.commands | length) == 1 and .commands[0].name == $verb and (.exit_codes | length) >= 4
            and ([.commands[0].input, .commands[0].output] | map(select(. != null) | .fields[] | (.name and .type)) | all)
            and ([.commands[0] | (.options[], .input.fields[]?, .output.fields[]?) | select(.type == "choice") | (.choices | length) > 0] | all)' \
            "$OUT" >/dev/null || fault "$bin $verb --describe"
    done < <(each_verb)
    no_faults
}

@test "25 nothing asks where there is no terminal: what destroys needs --yes" {
    demo
    while read -r bin verb; do
        before=$(store_digest "$CS_DB")
        # shellcheck disable=SC2086
        capture timeout 20 "$bin" $verb 1
        [ "$status" -eq 2 ] || [ "$status" -eq 1 ] || fault "$bin $verb: status $status without --yes"
        [ "$(store_digest "$CS_DB")" = "$before" ] || fault "$bin $verb changed the store without --yes"
    done < <(for bin in $(binaries); do verbs_with "$bin" destroys | sed "s/^/$bin /"; done)
    no_faults
}

# ---- beyond the list: streams that are closed, other people's eyes ----

@test "closed descriptors: no store lands on one of them, output that cannot go out is told" {
    demo
    before=$(store_digest "$CS_DB")
    while read -r bin verb; do
        capture_sh "exec $bin $verb 0<&- 1>&-"
        [ "$status" -eq 1 ] && [[ $err == *'write error'* ]] || fault "$bin $verb 1>&-: status $status, $err"
        capture_sh "exec $bin $verb 2>&- >/dev/null"
        [ "$status" -eq 0 ] || fault "$bin $verb 2>&-: status $status"
    done < <(listers)
    [ "$(store_digest "$CS_DB")" = "$before" ] || fault "the store changed"
    [ "$(sqlite3 "$CS_DB" 'PRAGMA integrity_check')" = ok ] || fault "the store is damaged"
    no_faults
}

@test "new files are for their owner's eyes only" {
    demo
    read -r bin verb < <(main_importer) || skip "nothing takes records in yet"
    text_file "$bin" "$verb" ragged.csv 'fine' 'long'
    sed -i '3s/$/,surplus/' ragged.csv
    umask 000
    # shellcheck disable=SC2086
    capture "$bin" $verb --rejects r.csv ragged.csv
    [ "$(stat -c %a r.csv)" = 600 ] || fault "rejects have mode $(stat -c %a r.csv)"
    capture env CS_DB= cs-db init
    while read -r path; do
        [ "$(stat -c %A "$path" | cut -c 5-10)" = ------ ] || fault "$path has mode $(stat -c %a "$path")"
    done < <(find "$XDG_DATA_HOME" 2>/dev/null)
    no_faults
}
