# What together.bats and torture-together.bats share: a store whose rungs are due, what one run alone makes of it, and
# many processes at once.

TOGETHER_CASES=${TOGETHER_CASES:-80} # four alerts each

# In `make check` the first word of a list, in `make torture` all.
some_of() {
    if [ -n "${CS_TORTURE:-}" ]; then echo "$@"; else echo "$1"; fi
}
EVENING=2026-03-02T09:01:00+08:00 MORNING=2026-03-03T09:00:00+08:00

# Repairs of four projects, opened Monday 2 March 2026 at 09:00 unless another moment is named.
rows() { # FROM TO [OPENED]
    echo external_id,kind,priority,project,reporter,phone,subject,occurred_at
    seq "$1" "$2" | awk -v opened="${3:-2026-03-02T09:00:00+08:00}" \
        '{ printf "%d,repair,3,P%d,业主%d,138%08d,门关不严,%s\n", $1, $1 % 4 + 1, $1, $1, opened }'
}

# A store with the cases; the next morning at nine four rungs of each are due. Nobody is flooded: each message goes alone.
store_of_cases() {
    export CS_DB=$PWD/cs.db CS_NOW=$MORNING CS_ACTOR=tester
    local made=$BATS_FILE_TMPDIR/made-$TOGETHER_CASES.db
    if [ ! -f "$made" ]; then
        cs-db init -q --now "$EVENING"
        cs-db set -q flood none
        cs-db set -q digest_levels none
        printf 'code,name,kind,parent\nHQ,集团,group,\nRE,区域,region,HQ\nCA,城市,city,RE\n%s\n' "$(printf 'P%d,项目,project,CA\n' 1 2 3 4)" |
            cs-org unit import -q
        seq 12 | awk 'BEGIN { print "code,name" } { printf "S%02d,员工\n", $1 }' | cs-org staff import -q
        seq 4 | awk 'BEGIN { print "unit,role,staff" } { printf "P%d,engineer,S%02d\nP%d,care,S%02d\nP%d,head,S%02d\n", $1, $1, $1, $1 + 4, $1, $1 + 8 }' |
            cs-org post import -q
        rows 1 "$TOGETHER_CASES" | cs-ticket import -q --now "$EVENING"
        cp "$CS_DB" "$made"
    fi
    rm -f cs.db cs.db-* && cp "$made" cs.db
}

# What runs have left, but for ids that hang on the order of transactions.
alerts_of() { # STORE
    sqlite3 -readonly "$1" "SELECT ticket_id, metric, instance, rung, due_at, at, line, role, level, staff_id, action FROM escalation ORDER BY 1, 2, 3, 4, 8;
        SELECT key, created_at, send_at, staff_id, template, ticket_id FROM message ORDER BY 1;
        SELECT ticket_id, seq, occurred_at, recorded_at, verb, outcome, note FROM event WHERE verb = 'escalate' ORDER BY 1, 2;
        SELECT ticket_id, metric, instance, rung, next_at FROM clock WHERE ticket_id <= $TOGETHER_CASES ORDER BY 1, 2, 3;
        SELECT due_at, ticket_id, metric, instance, rung, rung_at FROM deadline WHERE ticket_id <= $TOGETHER_CASES ORDER BY 2, 3, 4"
}

# What one run alone leaves, in the file `alone`.
one_run_alone() {
    local made=$BATS_FILE_TMPDIR/alone-$TOGETHER_CASES
    [ -f "$made" ] || {
        cs-escalate run -q >/dev/null
        alerts_of cs.db >"$made"
        rm -f cs.db cs.db-* && cp "$BATS_FILE_TMPDIR/made-$TOGETHER_CASES.db" cs.db
    }
    cp "$made" alone
    [ "$(grep -c '|escalate|' alone)" -eq $((TOGETHER_CASES * 4)) ]
}

as_alone() { # WHAT
    alerts_of cs.db >left
    diff alone left >differ || fault "$1: $(grep -c '^<' differ) lost, $(grep -c '^>' differ) too many: $(head -n 3 differ | tr '\n' ' ')"
    cs-db check -q >/dev/null 2>check.err || fault "$1: $(head -n 3 check.err)"
}

# Runs N copies of a line of shell at once ($I is 1..N); what they print lands in say.I and err.I. Each must end with 0.
at_once() { # N LINE
    local i children=()
    for ((i = 1; i <= $1; i++)); do
        I=$i bash -c "$2" >"say.$i" 2>"err.$i" </dev/null &
        children[i]=$!
    done
    for ((i = 1; i <= $1; i++)); do
        wait "${children[i]}" || fault "no. $i of $1 ended with $?: $(head -n 2 "err.$i")"
    done
}

# The rungs that copies told, a line each.
told_rungs() {
    cat say.* | jq -r 'select(.rung) | [.ticket, .metric, .instance, .rung, .role] | join(" ")'
}

# A program that writes down the key of each message it is handed.
recorder() {
    # shellcheck disable=SC2016
    printf '#!/bin/sh\ncat >/dev/null\necho "$CS_MESSAGE_KEY" >>%s/sent\n' "$PWD" >sender && chmod 700 sender
    : >sent
}

# ---- held and stopped ----

# Whether some process holds the store for writing.
is_held() {
    ! sqlite3 -cmd '.timeout 0' cs.db 'BEGIN IMMEDIATE; ROLLBACK;' 2>/dev/null
}

# Starts an import of many rows and stops it while it holds the store for writing; its id is in $stopped.
stop_inside() { # FILE
    local try
    for try in 1 2 3 4 5 6 7 8 9 10 11 12; do
        cs-ticket import -q --now "$EVENING" "$1" >stopped.out 2>stopped.err &
        stopped=$!
        for _ in 1 2 3 4 5 6 7 8; do
            sleep "0.00$((try % 4 + 1))"
            is_held || continue
            kill -STOP $stopped 2>/dev/null || break
            sleep 0.05
            is_held && return 0
            kill -CONT $stopped
        done
        wait $stopped || true
        rm -f cs.db cs.db-* && cp "$BATS_FILE_TMPDIR/made-$TOGETHER_CASES.db" cs.db
    done
    return 1
}

# What wants to write gives up in words after its --wait, and what reads goes on.
refused_in_words() { # WHAT
    local from took line
    local lines=('cs-escalate run -q' 'cs-notify send %s --via ./sender')
    [ -z "${CS_TORTURE:-}" ] || lines+=('cs-ticket note --note x 1' 'cs-ticket import -q few.csv' 'cs-db set flood none' 'cs-escalate recompute'
        'cs-ticket list --unmask --limit 1')
    for line in "${lines[@]}"; do
        from=$(date +%s%N)
        [[ $line == *%s* ]] || line+=' %s'
        capture_sh "${line/\%s/--wait 1}"
        took=$((($(date +%s%N) - from) / 1000000))
        [ "$status" -eq 1 ] && [ "$(wc -l <"$ERR")" -le 2 ] && [[ $err == *'in use by another'*--wait* ]] && [ -z "$out" ] ||
            fault "$1: $line: status $status, $err"
        [ $took -ge 900 ] && [ $took -lt 10000 ] || fault "$1: $line: after $took ms"
    done
    for line in 'cs-ticket list --count' 'cs-escalate forecast -o csv' 'cs-report run backlog -o csv' 'cs-db status -o csv'; do
        capture_sh "$line --wait 0"
        [ "$status" -eq 0 ] || fault "$1: a reader, $line: $err"
    done
}
