# What torture-faults.bats is made of: a small store to begin with, a command, and a walk over the places where it can fail.

FAULT_SEED=${CS_SEED:-$RANDOM}
# How many places of each kind of call: all of them up to this number, else so many at random.
FAULT_PLACES=${CS_FAULTS:-25}

few_cases() { # FROM TO
    echo external_id,kind,priority,project,reporter,phone,subject,occurred_at
    seq "$1" "$2" | awk '{ printf "%d,repair,3,P1,业主%d,138%08d,门关不严,2026-03-02T09:00:00+08:00\n", $1, $1, $1 }'
}

# A folder `start` with a store (and with `late` eight cases in it whose rungs are due), and cases.csv beside it.
faults_prepare() { # [late]
    [ -z "${CS_SANITIZED:-}" ] || skip 'a sanitizer has an allocator of its own'
    [ -f "$BUILD_DIR/fail.so" ] || skip 'fail.so is not built'
    # A name for who acts: glibc, asked for the user, falls over by itself where its memory ends.
    export CS_DB=cs.db CS_NOW=2026-03-02T09:01:00+08:00 CS_ACTOR=tester
    mkdir start trial
    cd start
    cs-db init -q
    printf 'code,name,kind,parent\nHQ,集团,group,\nRE,区域,region,HQ\nCA,城市,city,RE\nP1,项目,project,CA\n' | cs-org unit import -q
    printf 'code,name\nE1,工程师\nK1,客关\nH1,负责人\n' | cs-org staff import -q
    printf 'unit,role,staff\nP1,engineer,E1\nP1,care,K1\nP1,head,H1\n' | cs-org post import -q
    cp cs.db "$BATS_TEST_TMPDIR/empty.db"
    few_cases 1 8 | cs-ticket import -q
    [ "${1:-}" = late ] || cp "$BATS_TEST_TMPDIR/empty.db" cs.db
    rm -f cs.db-*
    cd ..
    few_cases 1 8 >cases.csv
    [ "${1:-}" != late ] || export CS_NOW=2026-03-03T09:00:00+08:00
}

# What lies in the folder but logs and locks, and what is in each store: a line each.
faults_look() {
    local file
    for file in $(find trial -mindepth 1 -printf '%P\n' | grep -v -e '-wal$' -e '-shm$' -e '-lock$' -e '^said$' -e '^out$' -e '^met$' | sort); do
        case $file in
        # Without what may differ: a store's own number, when its schema was laid, how many runs there were.
        cs.db | copy.db | cs.db.*)
            echo "$file $(sqlite3 "trial/$file" .dump 2>&1 | grep -v -e "'uuid'" -e '^INSERT INTO migration ' -e '^INSERT INTO run ' | sha256sum)"
            ;;
        *) echo "$file" ;;
        esac
    done
}

faults_begin() {
    rm -rf trial && cp -a start trial
    [ ! -f cases.csv ] || cp cases.csv trial
}

# The command under a fault: faults_try CALL NUMBER ERRNO [lasting] -> $status; files said, out and met in trial.
faults_try() {
    status=0
    (cd trial && exec timeout --foreground 60 env CS_FAIL_CALL="$1" CS_FAIL_AT="$2" CS_FAIL_ERRNO="$3" ${4:+CS_FAIL_LASTING=1} \
        CS_FAIL_REPORT="$WORK/met" LD_PRELOAD="$BUILD_DIR/fail.so" "${WORK_LINE[@]}" >out 2>said </dev/null) || status=$?
}

# Names a command and learns what it leaves when nothing fails.
faults_work() { # NAME COMMAND...
    WORK_NAME=$1
    shift
    WORK_LINE=("$@")
    faults_begin
    BEFORE=$(faults_look)
    (cd trial && "${WORK_LINE[@]}" >out 2>said </dev/null) || {
        echo "$WORK_NAME fails without a fault: $(cat trial/said)"
        return 1
    }
    AFTER=$(faults_look)
    OUT_WHOLE=$(sha256sum <trial/out)
}

# The four endings, by the store.
faults_judge() { # WHAT
    local left named what="$WORK_NAME, $1"
    named=$(sed -n 's/.*is kept as \([^:]*\):.*/\1/p' trial/said)
    [ $status -ne 1 ] || [ -z "$named" ] || rm "$named" || fault "$what: it says that it kept $named"
    left=$(faults_look)
    # A run saves batch by batch: what it says it saved stands, and the next run goes on from there.
    if [ $status -eq 1 ] && grep -q 'saved [0-9]* rungs' trial/said; then
        (cd trial && "${WORK_LINE[@]}" >out 2>said2 </dev/null) || fault "$what: then it fails for good: $(head -n 2 trial/said2)"
        rm -f trial/said2
        left=$(faults_look)
    fi
    case $status in
    0 | 3)
        [ "$left" = "$AFTER" ] || fault "$what: done, but it left: $(diff <(echo "$AFTER") <(echo "$left") | head -n 4 | tr '\n' ' ')"
        [ "$(sha256sum <trial/out)" = "$OUT_WHOLE" ] || fault "$what: done, but its output is cut"
        ;;
    1)
        [ -s trial/said ] || fault "$what: failed without a word"
        [ "$left" = "$BEFORE" ] || { grep -q 'saved\|out of memory' trial/said && [ "$left" = "$AFTER" ]; } ||
            fault "$what: failed ($(head -n 1 trial/said)), but it left: $(diff <(echo "$BEFORE") <(echo "$left") | head -n 4 | tr '\n' ' ')"
        ;;
    *) fault "$what: status $status: $(head -n 2 trial/said)" ;;
    esac
    [ ! -s trial/cs.db ] || (cd trial && cs-db check -q >/dev/null 2>check.err) || fault "$what: cs-db check: $(head -n 2 trial/check.err)"
    rm -f trial/check.err
    [ $status -ne 1 ] || [ "$left" != "$BEFORE" ] || {
        (cd trial && "${WORK_LINE[@]}" >out 2>said </dev/null) || fault "$what: then it fails for good: $(head -n 2 trial/said)"
        [ "$(faults_look)" = "$AFTER" ] || fault "$what: then it leaves something else"
    }
}

# Up to FAULT_PLACES numbers out of 1..COUNT, rising.
faults_places() { # COUNT
    if [ "$1" -le "$FAULT_PLACES" ]; then
        seq "$1"
    else
        awk -v count="$1" -v places="$FAULT_PLACES" -v seed="$RANDOM" \
            'BEGIN { srand(seed); for (i = 0; i < places; i++) print 1 + int(rand() * count) }' | sort -nu
    fi
}

faults_walk() { # KIND... those left out
    local kind place count lasting
    RANDOM=$FAULT_SEED
    echo "CS_SEED=$FAULT_SEED"
    for kind in pwrite:28 pwrite:5 write:28 sync:5 open:24 ftruncate:5 unlink:13 rename:13 pread:5 malloc:12; do
        [[ " $* " != *" ${kind%:*} "* ]] || continue
        faults_begin
        rm -f met
        faults_try "${kind%:*}" 0 "${kind#*:}"
        count=$(tail -n 1 met)
        for place in $(faults_places "${count:-0}"); do
            lasting=$((RANDOM % 3 == 0))
            [ "${kind%:*}" != unlink ] || lasting=0 # who can remove nothing at all cannot clean up either
            faults_begin
            rm -f met
            faults_try "${kind%:*}" "$place" "${kind#*:}" $([ $lasting -eq 0 ] || echo yes)
            faults_judge "${kind%:*} no. $place of $count fails with errno ${kind#*:}$([ $lasting -eq 0 ] || echo ' for good')"
        done
    done
    no_faults
}
