# The files of share/ that a firm changes: paths, limits, ladders, holds, mappings. What ships must hold together.

load helpers

P=share/policies

column() { # FILE NUMBER -> the cells of a column, without its heading (no cell of these files holds a comma)
    tail -n +2 "$TOP/$1" | cut -d , -f "$2"
}

@test "each file has one shape: as many cells in each row, no row twice, no blank at an end" {
    for file in paths/paths.csv policies/default.csv policies/ladders.csv policies/holds.csv; do
        [ "$(awk -F , '{ print NF }' "$TOP/share/$file" | sort -u | wc -l)" -eq 1 ] || fault "$file is ragged"
        [ -z "$(sort "$TOP/share/$file" | uniq -d)" ] || fault "$file has a row twice"
        ! grep -qE ' ,|, |[[:space:]]$' "$TOP/share/$file" || fault "$file has blanks at ends of cells"
    done
    no_faults
}

@test "every ladder, calendar and metric that a limit names is there" {
    for ladder in $(column $P/default.csv 16 | sort -u); do
        column $P/ladders.csv 1 | grep -qx "$ladder" || fault "ladder $ladder"
    done
    for calendar in $({ column $P/default.csv 15; column $P/ladders.csv 6; } | sort -u); do
        [ -f "$TOP/share/calendars/$calendar.csv" ] || fault "calendar $calendar"
    done
    metrics=$(column $P/default.csv 11 | sort -u)
    for metric in $(column $P/holds.csv 3 | tr ';' '\n' | sort -u); do
        grep -qx "$metric" <<<"$metrics" || fault "holds stop $metric, which no limit has"
    done
    no_faults
}

@test "no limit is hidden by a more general one above it" {
    # a row is hidden where an earlier row of the same metric fits all that it fits
    hidden=$(awk -F , 'NR > 1 { for (i in seen) { split(seen[i], a, ","); hides = a[11] == $11
        for (c = 4; c <= 10; c++) if (a[c] != "" && a[c] != $c) hides = 0
        if (hides) print i ": " $0 } seen[NR] = $0 }' "$TOP/$P/default.csv")
    [ -z "$hidden" ] || fault "$hidden"
    no_faults
}

@test "no hold stops the answer, the silence or others' limits" {
    ! column $P/holds.csv 3 | tr ';' '\n' | grep -qE '^(answer|contact|owner|silence|outside[a-z_]*|ours|danger|all)$'
    # and what is our own doing stops nothing
    for reason in cost_approval material dispute contractor; do
        [ -z "$(awk -F , -v r="$reason" '$1 == r { print $3 }' "$TOP/$P/holds.csv")" ] || fault "$reason stops a clock"
    done
    no_faults
}

@test "the rungs of a ladder rise from 1 without a gap, and its first speaks to the project or is a crisis" {
    while read -r ladder; do
        numbers=$(awk -F , -v l="$ladder" '$1 == l { print $3 }' "$TOP/$P/ladders.csv" | uniq | tr '\n' ' ')
        [ "$numbers" = "$(seq -s ' ' 1 "$(wc -w <<<"$numbers")") " ] || fault "$ladder: $numbers"
        level=$(awk -F , -v l="$ladder" '$1 == l { print $8; exit }' "$TOP/$P/ladders.csv")
        [ "$level" = project ] || [ "$ladder" = crisis ] || fault "$ladder begins at the $level"
    done < <(column $P/ladders.csv 1 | sort -u)
    no_faults
}

@test "levels never fall as a ladder rises" {
    fallen=$(awk -F , 'BEGIN { h["project"] = 1; h["city"] = 2; h["region"] = 3; h["group"] = 4 }
        NR > 1 && $1 == last && $3 > rung && h[$8] < top { print $1 " " $3 }
        NR > 1 { if ($1 != last) top = 0; last = $1; rung = $3; if (h[$8] > top) top = h[$8] }' "$TOP/$P/ladders.csv")
    [ -z "$fallen" ]
}

@test "the files read back as they are written: import adds nothing to a new store" {
    cs-db init -q --db new.db
    capture cs-escalate policy export --db new.db -o csv
    status_is 0
    cut -d , -f 4-17 "$OUT" | sort >got.csv
    cut -d , -f 4-17 "$TOP/$P/default.csv" | sort | diff - got.csv
    capture cs-escalate policy import --db new.db "$TOP/$P/default.csv"
    status_is 0
    capture cs-escalate ladder import --db new.db "$TOP/$P/ladders.csv"
    status_is 0
    capture cs-escalate reasons import --db new.db "$TOP/$P/holds.csv"
    status_is 0
    err_has "inserted 0,"
    capture cs-ticket path import --db new.db "$TOP/share/paths/paths.csv"
    status_is 0
}

@test "from every open state of every path a case can be closed" {
    cs-db init -q --db new.db
    stuck=$(sqlite3 new.db "
        WITH RECURSIVE reach (path_id, state) AS (
            SELECT p.id, s.code FROM path AS p CROSS JOIN state AS s WHERE s.code IN ('closed', 'to_call_back')
            UNION SELECT m.path_id, m.from_state FROM path_move AS m JOIN reach AS r
            ON r.path_id = m.path_id AND r.state = m.to_state)
        SELECT p.name || ' ' || s.code FROM path AS p CROSS JOIN state AS s
        WHERE s.ended = 0 AND s.code <> 'held' AND NOT EXISTS (
            SELECT 1 FROM reach AS r WHERE r.path_id = p.id AND r.state = s.code)")
    [ -z "$stuck" ] || fault "$stuck"
    no_faults
}

@test "closing a repair demands its five facts; a call-back that solved nothing reopens" {
    for path in emergency repair; do
        demands=$(awk -F , -v p=$path '$1 == p && $5 == "close" && $6 == "" { print $9 }' "$TOP/share/paths/paths.csv")
        [ "$demands" = "class;component;cause;party;evidence" ] || fault "$path demands $demands"
    done
    for path in emergency repair handover complaint plea; do
        awk -F , -v p=$path '$1 == p && $6 == "not_solved" { print $8 }' "$TOP/share/paths/paths.csv" |
            grep -qE '^to_(inspect|check)$' || fault "$path: not_solved"
    done
    no_faults
}

@test "emergencies are dispatched first; no other repair is dispatched unseen" {
    from=$(awk -F , '$1 == "emergency" && $5 == "dispatch" { print $7 }' "$TOP/share/paths/paths.csv")
    [[ ";$from;" = *";received;"* ]]
    from=$(awk -F , '$1 == "repair" && $5 == "dispatch" { print $7 }' "$TOP/share/paths/paths.csv")
    [[ ";$from;" != *";received;"* && ";$from;" != *";to_inspect;"* ]]
}

# ---- mappings, tried on real exports where they lie beside the project ----

data() { # NAME -> its path
    local file=${CS_DATA:-$TOP/../shared/data}/$1
    [ -f "$file" ] || return 1
    echo "$file"
}

take() { # MAP FILE
    cs-db init -q --db new.db
    capture cs-ticket import --db new.db --source "$1" --map "$1" "$2"
}

count() {
    sqlite3 new.db "SELECT count(*) FROM ticket WHERE $1"
}

@test "support-tickets.map takes 8,469 cases; what has no moment of opening runs no clock" {
    file=$(data support-tickets.csv) && [ -f "$file" ] || skip "not there"
    take support-tickets "$file"
    status_is 0
    err_has "inserted 8469, updated 0, unchanged 0, refused 0"
    [ "$(count "state = 'held'")" -eq 2881 ]
    [ "$(count "state = 'received'")" -eq 2819 ]
    [ "$(count "state = 'closed'")" -eq 2769 ]
    [ "$(count "priority = 1")" -eq 2129 ]
    [ "$(sqlite3 new.db "SELECT count(score) || ' ' || sum(score) FROM ticket")" = "2769 8283" ]
    [ "$(sqlite3 new.db "SELECT count(*) FROM clock")" -eq 0 ]
    [ "$(count "anomalies LIKE '%times_reversed%'")" -eq 1365 ]
    [ "$(count "extra LIKE '%Date of Purchase%'")" -eq 8469 ]
}

@test "nyc311.map takes 1,000 requests in New York's time" {
    file=$(data nyc311-2024.csv) && [ -f "$file" ] || skip "not there"
    take nyc311 "$file"
    status_is 0
    err_has "inserted 1000, updated 0, unchanged 0, refused 0"
    [ "$(count "state = 'received'")" -eq 424 ]
    [ "$(count "state = 'closed'")" -eq 293 ]
    [ "$(count "handling_dept = 'NYPD'")" -eq 500 ]
    [ "$(count "category1 = 'HEAT/HOT WATER'")" -eq 100 ]
    # 2024-04-16T03:03:15 in New York is 07:03:15 UTC
    [ "$(sqlite3 new.db "SELECT occurred_at FROM ticket JOIN reference ON ticket_id = ticket.id WHERE external_id = '60879417'")" -eq 1713250995 ]
}

@test "tickets-zh.map takes 25 cases; the word null is nothing" {
    file=$(data tickets-zh.csv) && [ -f "$file" ] || skip "not there"
    take tickets-zh "$file"
    status_is 0
    [ "$(count "state = 'closed'")" -eq 23 ]
    [ "$(count "closed_at IS NULL")" -eq 2 ]
    [ "$(sqlite3 new.db "SELECT count(score) || ' ' || sum(score) FROM ticket")" = "23 105" ]
    [ "$(sqlite3 new.db "SELECT group_concat(n, ' ') FROM (SELECT count(*) AS n FROM ticket GROUP BY priority ORDER BY priority)")" = "5 9 11" ]
}

@test "zendesk.map and hubspot.map take those products' columns" {
    file=$(data zendesk/ticket_data.csv) && [ -f "$file" ] || skip "not there"
    take zendesk "$file"
    status_is 0
    err_has "inserted 10, updated 0, unchanged 0, refused 0"
    [ "$(count "state = 'cancelled'")" -eq 2 ]
    [ "$(count "state = 'to_call_back'")" -eq 1 ]
    [ "$(sqlite3 new.db "SELECT occurred_at FROM ticket JOIN reference ON ticket_id = ticket.id WHERE external_id = '1595'")" -eq 1582077292 ]
    rm new.db*
    take hubspot "$(data hubspot/ticket_data.csv)"
    status_is 0
    err_has "inserted 25, updated 0, unchanged 0, refused 0"
}
