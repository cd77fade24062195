# What bats files share: a scratch folder a test, the demo store, runs with both streams, terminals.
#
#     load helpers
#     @test "list has a header" { demo; capture cs-ticket list -o csv; status_is 0; ... }
#
# After `capture COMMAND...`: $status, $out and $err (files $OUT and $ERR hold the same, byte for byte).

bats_require_minimum_version 1.5.0

TOP=${CS_TOP:-$(cd "$BATS_TEST_DIRNAME/.." && pwd)}
BUILD_DIR=${CS_BUILD:-$TOP/build}
BIN_DIR=$BUILD_DIR/bin
export PATH="$BIN_DIR:$PATH"

# A folder of its own for each test; nothing of the user's settings, no store by accident.
setup() {
    unset CS_DB CS_NOW CS_ACTOR CS_SHARE NO_COLOR COLUMNS LINES LANG LANGUAGE LC_MESSAGES
    export LC_ALL=C.UTF-8 TZ=UTC TERM=dumb
    WORK=$BATS_TEST_TMPDIR/work
    mkdir -p "$WORK" "$BATS_TEST_TMPDIR/home"
    export HOME=$BATS_TEST_TMPDIR/home XDG_DATA_HOME=$BATS_TEST_TMPDIR/home/data
    OUT=$BATS_TEST_TMPDIR/out ERR=$BATS_TEST_TMPDIR/err
    cd "$WORK" || return 1
}

# ---- running ----

# Both streams apart, standard input empty unless it is redirected.
capture() {
    status=0
    if [ -t 0 ]; then
        "$@" >"$OUT" 2>"$ERR" </dev/null || status=$?
    else
        "$@" >"$OUT" 2>"$ERR" || status=$?
    fi
    out=$(tr -d '\0' <"$OUT")
    err=$(tr -d '\0' <"$ERR")
}

# The same for a line of shell.
capture_sh() {
    status=0
    bash -c "$1" >"$OUT" 2>"$ERR" </dev/null || status=$?
    out=$(tr -d '\0' <"$OUT")
    err=$(tr -d '\0' <"$ERR")
}

show_run() {
    printf 'status %s\n--- out\n%s\n--- err\n%s\n' "${status:-?}" "$(head -c 2000 "$OUT")" "$(head -c 2000 "$ERR")"
}

status_is() {
    [ "$status" -eq "$1" ] || {
        echo "status is $status, not $1"
        show_run
        return 1
    }
}

err_has() {
    [[ $err == *"$1"* ]] || {
        echo "stderr has no: $1"
        show_run
        return 1
    }
}

out_has() {
    [[ $out == *"$1"* ]] || {
        echo "stdout has no: $1"
        show_run
        return 1
    }
}

out_is() {
    [ "$out" = "$1" ] || {
        echo "stdout is not: $1"
        show_run
        return 1
    }
}

silent_err() {
    [ ! -s "$ERR" ] || {
        echo "stderr is not empty"
        show_run
        return 1
    }
}

# Runs a line of shell on a terminal of that many columns; what it shows lands in $OUT (both streams, CRLF).
on_terminal() {
    local columns=$1 line=$2
    status=0
    script -qefc "stty cols $columns rows 50 -echo; TERM=${TEST_TERM:-dumb}; export TERM; $line" /dev/null \
        </dev/null >"$OUT" 2>"$ERR" || status=$?
    out=$(tr -d '\0' <"$OUT")
    err=$(tr -d '\0' <"$ERR")
}

# Columns of the widest line of standard input.
widest() {
    LC_ALL=C.UTF-8 wc -L
}

# ---- what there is ----

binaries() {
    find "$BIN_DIR" -maxdepth 1 -type f -name 'cs-*' ! -name cs-generate -printf '%f\n' | sort
}

describe() { # BIN
    local file=$BATS_FILE_TMPDIR/describe-$1.json
    [ -s "$file" ] || "$1" --describe >"$file" || return 1
    cat "$file"
}

verbs() { # BIN -> its verbs, a line each
    describe "$1" | jq -r '.commands[].name'
}

# Verbs of a binary that have all the needs named: verbs_with cs-ticket input write
verbs_with() {
    local bin=$1
    shift
    describe "$bin" | jq -r --args '.commands[] | select(.needs as $has | $ARGS.positional | all(. as $need | $has | index($need))) | .name' "$@"
}

# What a filter says of each verb of a binary, asked once a file: "VERB<tab>LINE" in $BATS_FILE_TMPDIR.
of_verb() { # NAME BIN VERB FILTER -> the lines of one verb
    local file=$BATS_FILE_TMPDIR/$1-$2.tsv new=$BATS_FILE_TMPDIR/$1-$2.$RANDOM$RANDOM
    if [ ! -f "$file" ]; then
        describe "$2" | jq -r ".commands[] | .name as \$verb | ($4) | \"\\(\$verb)\\t\\(.)\"" >"$new"
        mv -f "$new" "$file"
    fi
    awk -F '\t' -v verb="$3" '$1 == verb { print substr($0, length(verb) + 2) }' "$file"
}

examples() { # BIN VERB -> its examples as JSON strings, a line each
    of_verb examples "$1" "$2" '.examples[].command | tojson'
}

# ---- the demo store ----

# Made once a run of the tests, whatever file asks first; each test works on a copy.
demo_folder() {
    local folder=$BUILD_DIR/demo-for-tests
    mkdir -p "$BUILD_DIR"
    (
        flock 9
        # Made again when a binary or the sample data are younger; a failure is not tried again and again.
        stamp=$folder/.done
        [ -f "$stamp" ] || stamp=$BUILD_DIR/.demo-failed
        if [ ! -f "$stamp" ] || [ -n "$(find "$BIN_DIR" "$TOP/share" "$TOP/schema" "$TOP/mk/demo.sh" -newer "$stamp" -type f -print -quit)" ]; then
            rm -rf "$folder" "$BUILD_DIR/.demo-failed"
            if CS_TOP=$TOP CS_BUILD=$BUILD_DIR "$TOP/mk/demo.sh" "$folder" >"$BUILD_DIR/demo.log" 2>&1; then
                touch "$folder/.done"
            else
                touch "$BUILD_DIR/.demo-failed"
            fi
        fi
    ) 9>"$BUILD_DIR/.demo-lock"
    [ -f "$folder/.done" ] && [ -f "$folder/cs.db" ] || {
        echo "the demo store cannot be made (see $BUILD_DIR/demo.log):"
        tail -n 2 "$BUILD_DIR/demo.log"
        return 1
    }
    echo "$folder"
}

# A fresh copy of the demo store and its files in the current folder, CS_DB set.
demo() {
    local folder known=${BATS_FILE_TMPDIR:-}/demo-folder
    if [ -n "${BATS_FILE_TMPDIR:-}" ] && [ -f "$known" ]; then
        folder=$(<"$known") # looked at once a file
    else
        folder=$(demo_folder) || {
            echo "$folder"
            return 1
        }
        [ -z "${BATS_FILE_TMPDIR:-}" ] || echo "$folder" >"$known"
    fi
    cp -a "$folder/." . && rm -f .done
    export CS_DB=$PWD/cs.db
    if [ -f now ]; then
        CS_NOW=$(cat now)
        export CS_NOW
    fi
}

# What the store holds, for before and after: every table's rows in one digest.
store_digest() { # STORE
    sqlite3 "file:$1?mode=ro" "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1" |
        while read -r table; do
            echo "$table"
            sqlite3 "file:$1?mode=ro" "SELECT * FROM \"$table\" ORDER BY 1"
        done | sha256sum
}

# What lies in the current folder, for "no file is created".
listing() {
    find . "$HOME" -printf '%p %y\n' | sort
}

# Collects faults of a loop, so that one run tells all: fault TEXT; ...; no_faults
FAULTS=()
fault() {
    FAULTS+=("$*")
}
no_faults() {
    [ ${#FAULTS[@]} -eq 0 ] && return 0
    printf '%s\n' "${FAULTS[@]}" | head -n 40
    return 1
}
