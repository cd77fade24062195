# cs-escalate recompute and simulate on the demo's year, against plain SQL.

load helpers

# Clocks of one metric that are late on the demo's morning; those of seven days by a limit that is DAYS shorter.
late() { # METRIC DAYS
    sqlite3 "$CS_DB" "SELECT sum(coalesce(c.stopped_at, $(date -d "$CS_NOW" +%s)) >
        c.due_at - CASE g.amount WHEN '7d' THEN 86400 * $2 ELSE 0 END)
        FROM clock AS c JOIN target AS g ON g.id = c.target_id WHERE c.metric = '$1'"
}

@test "on the unchanged policies simulate says what did happen, clock by clock and alert by alert" {
    demo
    export CS_NOW=$(cat now)
    capture cs-escalate simulate -o json
    status_is 0
    [ "$(jq '[.[] | select(.clocks != .sim_clocks or .late != .sim_late or .passed != .sim_passed or
        .rungs != .sim_rungs or .messages != .sim_messages or .on_time != .sim_on_time)] | length' "$OUT")" -eq 0 ]
    # every clock and every escalation of the store is in it
    [ "$(jq 'map(.clocks) | add' "$OUT")" -eq "$(sqlite3 cs.db 'SELECT count(*) FROM clock')" ]
    [ "$(jq 'map(.messages) | add' "$OUT")" -eq "$(sqlite3 cs.db 'SELECT count(*) FROM message')" ]
    [ "$(jq 'map(.rungs) | add' "$OUT")" -eq \
        "$(sqlite3 cs.db 'SELECT count(*) FROM (SELECT DISTINCT ticket_id, metric, instance, rung FROM escalation)')" ]
    [ "$(jq '.[] | select(.metric == "done").late' "$OUT")" -eq "$(late 'done' 0)" ]
    err_has '; 0 clocks come out otherwise'
    # nobody more, nobody less
    cs-escalate simulate --by staff -o csv --fields staff,messages -q | tail -n +2 | sort >simulated
    sqlite3 -csv cs.db 'SELECT s.code, count(*) FROM message AS m JOIN staff AS s ON s.id = m.staff_id GROUP BY 1' |
        sort | diff - simulated
    no_faults
}

@test "simulate of seven days that are six: late are those of the past that SQL finds; nothing is written" {
    demo
    export CS_NOW=$(cat now)
    cs-escalate policy export default | sed 's/,done,opened,done,7d,/,done,opened,done,6d,/' >draft.csv
    before=$(sqlite3 cs.db .dump | md5sum)
    capture cs-escalate simulate --policy-file draft.csv -o json
    status_is 0
    [ "$(jq '.[] | select(.metric == "done").sim_late' "$OUT")" -eq "$(late 'done' 1)" ]
    [ "$(late 'done' 1)" -gt "$(late 'done' 0)" ]
    [ "$(jq '[.[] | select(.metric != "done" and .late != .sim_late)] | length' "$OUT")" -eq 0 ]
    changed=$(cs-escalate simulate --policy-file draft.csv --by case -o csv -q | tail -n +2 | wc -l)
    [ "$changed" -eq "$(sqlite3 cs.db "SELECT count(*) FROM clock AS c JOIN target AS g ON g.id = c.target_id
        WHERE c.metric = 'done' AND g.amount = '7d'")" ]
    [ "$(sqlite3 cs.db .dump | md5sum)" = "$before" ]
    capture_sh "sed 's/,6d,/,soon,/' draft.csv | cs-escalate simulate --policy-file -"
    status_is 1
    err_has '"soon" is no amount of time'
    err_has 'nothing was simulated'
    capture cs-escalate simulate -v --policy-file draft.csv --from 2026-10-01 -o csv
    err_has ', work done: due 2026-'
    no_faults
}

@test "recompute: nothing without a change; after one, each clock once, and again what was left" {
    demo
    export CS_NOW=$(cat now) CS_ACTOR=boss
    capture cs-escalate recompute -o csv
    status_is 0
    [ "$(wc -l <"$OUT")" -eq 1 ]
    err_has 'changed 0, began 0, ended 0'
    running="SELECT count(*) FROM clock AS c JOIN target AS g ON g.id = c.target_id
        WHERE c.metric = 'done' AND c.stopped_at IS NULL"
    seven=$(sqlite3 cs.db "$running AND g.amount = '7d'")
    cs-escalate policy export default | sed 's/,done,opened,done,7d,/,done,opened,done,6d,/' >six.csv
    capture cs-escalate policy import six.csv
    err_has 'until cs-escalate recompute'
    capture cs-escalate recompute --dry-run -o csv
    [ "$(tail -n +2 "$OUT" | wc -l)" -eq "$seven" ]
    capture cs-escalate recompute --project P05 -o jsonl
    [ "$(jq -r .metric "$OUT" | sort -u)" = 'done' ]
    part=$(wc -l <"$OUT")
    capture cs-escalate recompute -o jsonl
    [ $((part + $(wc -l <"$OUT"))) -eq "$seven" ]
    [ "$(sqlite3 cs.db "$running AND g.amount = '6d'")" -eq "$seven" ]
    [ "$(sqlite3 cs.db "SELECT count(*) FROM event WHERE verb = 'clock' AND note = '7d -> 6d'")" -eq "$seven" ]
    capture cs-escalate recompute -o csv
    err_has 'changed 0, began 0, ended 0'
    cs-db check -q
    no_faults
}
