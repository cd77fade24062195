# cs-escalate: policies, ladders and hold reasons as files; the run, the forecast, the explanation.

load helpers

# A store as `cs-db init` makes it, a small organisation with its posts; Monday, 9 o'clock.
open_desk() {
    export CS_NOW=2026-03-02T09:00:00+08:00 CS_ACTOR=desk CS_DB=$PWD/cs.db
    cs-db init --db cs.db 2>/dev/null
    printf '%s\n' code,name,kind,parent G,集团,group, R,东区,region,G C,江城,city,R P1,华府一期,project,C |
        cs-org unit import -q
    printf '%s\n' code,name E1,工程师一 K1,客服主管一 N1,施工经理一 H1,项目总一 KC,城市客服 HC,城市总 HR,区域总 |
        cs-org staff import -q
    printf '%s\n' unit,role,staff P1,engineer,E1 P1,care,K1 P1,construction,N1 P1,head,H1 C,care,KC C,head,HC R,head,HR |
        cs-org post import -q
}

at() { # DAYTtime of March 2026
    export CS_NOW=2026-03-$1:00+08:00
}

add() { # OPTION... -> the new case's number
    cs-ticket add --kind repair --priority 3 --project P1 "$@" -o json | jq -r '.[0].id'
}

run() { # -> "metric,rung,role,level,staff" a line
    cs-escalate run "$@" --fields ticket,metric,rung,role,level,staff -o csv 2>"$ERR" | tail -n +2
}

@test "the shipped policies, ladders and reasons come out as they came in" {
    open_desk
    for noun in policy ladder reasons; do
        case $noun in policy) file=default ;; ladder) file=ladders ;; *) file=holds ;; esac
        cs-escalate $noun export -o csv >out.csv
        diff <(sort out.csv) <(sort "$TOP/share/policies/$file.csv") || fault "$noun export is not the shipped file"
        capture cs-escalate $noun import out.csv
        status_is 0
        cs-escalate $noun export -o csv | cmp - out.csv || fault "$noun does not survive import"
        cs-escalate $noun export -o jsonl | cs-escalate $noun import -q
        cs-escalate $noun export -o csv | cmp - out.csv || fault "$noun does not survive jsonl"
    done
    no_faults
}

@test "a policy imported again keeps its targets: clocks need not begin anew" {
    open_desk
    before=$(sqlite3 cs.db 'SELECT group_concat(id) FROM (SELECT id FROM target WHERE rank >= 0 ORDER BY id)')
    cs-escalate policy export | cs-escalate policy import -q
    [ "$(sqlite3 cs.db 'SELECT group_concat(id) FROM (SELECT id FROM target WHERE rank >= 0 ORDER BY id)')" = "$before" ]
}

@test "rows that cannot stand are refused with their line" {
    open_desk
    printf '%s\n' policy,metric,start,stop,amount,calendar 'own,done,opened,done,1d,24x7' 'own,answer,opened,first_contact,soon,24x7' \
        'own,visit,opened,arrived,1h,moon' >own.csv
    before=$(cs-escalate policy export -o csv)
    capture cs-escalate policy import own.csv # a policy without one of its rows would be another one
    status_is 1
    [ "$(cs-escalate policy export -o csv)" = "$before" ]
    err_has "own.csv:3"
    err_has 'amount: "soon" is no amount of time'
    err_has "own.csv:4"
    err_has moon
    printf '%s\n' ladder,rung,at,role,level 'own,1,0,care,project' 'own,2,half,care,city' 'own,3,+1d,care,village' >ladder.csv
    capture cs-escalate ladder import ladder.csv
    status_is 1
    err_has "ladder.csv:3"
    err_has 'at: "half" is no amount of time'
    err_has "ladder.csv:4"
    err_has 'level: write project, city, region or group, not "village"'
    capture_sh "printf 'name,title,evidence,longest\nx,x,no,later\n' | cs-escalate reasons import"
    status_is 3
    err_has '"later" is no amount of time'
}

@test "a run tells who is escalated to, once; --dry-run tells it and saves nothing" {
    open_desk
    add --subject 漏水 >/dev/null
    at 09T09:00 # answer due on the 2nd at 11:00, inspect on the 3rd, done now
    before=$(store_digest cs.db)
    capture cs-escalate run --dry-run -o csv
    status_is 0
    err_has "(dry run: nothing was saved)"
    [ "$(store_digest cs.db)" = "$before" ]
    cp "$OUT" dry.csv
    capture cs-escalate run -o csv
    status_is 0
    cmp "$OUT" dry.csv
    capture cs-escalate run -o csv
    [ "$(wc -l <"$OUT")" -eq 1 ]
    err_has "0 rungs, 0 messages, 0 unaddressed"
    [ "$(sqlite3 cs.db 'SELECT count(*) FROM escalation')" -eq "$(tail -n +2 dry.csv | wc -l)" ]
    [ "$(cs-ticket history 1 --verb escalate -o csv | tail -n +2 | wc -l)" -gt 3 ]
}

@test "an emergency climbs day and night: 15, 30, 60 minutes, 2 hours after its limit" {
    open_desk
    at 02T23:00
    add --priority 1 --component lift_trap --subject 困人 >/dev/null
    cs-ticket contact 1 # answered; the visit is due at 23:30
    at 02T23:30
    [ "$(run | grep visit)" = 1,visit,1,engineer,project,E1 ]
    at 02T23:45
    [ "$(run | grep visit)" = 1,visit,2,head,project,H1 ]
    export CS_NOW=2026-03-03T00:00:00+08:00
    [ "$(run | grep visit)" = 1,visit,3,head,city,HC ]
    at 03T00:30
    [ "$(run | grep visit)" = 1,visit,4,head,region,HR ]
    at 03T01:30
    [ "$(run | grep visit)" = '1,visit,5,head,group,' ]
    grep -q 'nobody holds the post "head"' "$ERR"
}

@test "a repair climbs: half the time, four fifths, due, and a day, three, seven days after" {
    open_desk
    cs-escalate policy export | grep -v ',silence,\|,answer,\|,inspect,' | cs-escalate policy import -q
    add >/dev/null # done within 7 days: due on Mon 9th 09:00
    at 05T20:59 # half: Thu 5th 21:00, after hours
    [ -z "$(run)" ]
    at 06T08:30
    [ "$(run)" = $'1,done,1,engineer,project,E1\n1,done,1,supplier,group,' ]
    at 08T03:00 # four fifths: 5 d 14 h 24 min, Sat 7th 23:24; told on Sunday
    [ -z "$(run)" ]
    at 08T08:30
    [ "$(run)" = 1,done,2,care,project,K1 ]
    at 09T09:00
    [ "$(run)" = $'1,done,3,care,project,K1\n1,done,3,construction,project,N1' ]
    at 10T09:00
    [ "$(run)" = 1,done,4,head,project,H1 ]
    at 12T09:00
    [ "$(run | grep care)" = 1,done,5,care,city,KC ]
    at 16T09:00
    [ "$(run)" = 1,done,6,head,city,HC ]
}

@test "forecast: what will be escalated, and not what is over or held" {
    open_desk
    add >/dev/null
    add >/dev/null
    cs-ticket cancel 2 --reason 误报
    capture cs-escalate forecast --hours 2 --fields at,ticket,metric,rung,staff -o csv
    status_is 0
    [ "$(tail -n +2 <"$OUT" | cut -d, -f2-)" = $'1,answer,1,E1\n1,answer,2,K1' ]
    [ "$(sed -n 2p "$OUT" | cut -d, -f1)" = 2026-03-02T10:36:00+08:00 ] # 80 % of two hours
    capture cs-escalate forecast --hours 0
    status_is 2
}

@test "explain: intervals that add up, rungs and what became of them" {
    open_desk
    id=$(add)
    at 03T09:00
    cs-ticket hold "$id" --reason drying --approver E1 --evidence photo://wet
    at 04T09:00
    cs-ticket resume "$id"
    at 05T09:00
    cs-escalate run -q >/dev/null 2>&1
    capture cs-escalate explain "$id" -o json
    status_is 0
    [ "$(jq -c '[.intervals[] | select(.metric == "done") | [.kind, .counted, .total]]' <"$OUT")" = \
        '[["counted","1d","1d"],["paused","0","1d"],["counted","1d","2d"]]' ]
    [ "$(jq -r '[.intervals[] | select(.metric == "done")][0].due_at' <"$OUT")" = 2026-03-10T09:00:00+08:00 ]
    [ "$(jq -c '[.rungs[] | select(.metric == "inspect") | .state]' <"$OUT")" = '["escalated","escalated","escalated","to_come"]' ]
    capture cs-escalate explain 99
    status_is 1
    err_has "there is no case 99"
    capture cs-escalate explain
    status_is 2
}

@test "explain tells of a clock whose target is no more in any policy" {
    open_desk
    id=$(add)
    at 03T09:00
    cs-escalate policy export | grep -v ',done,' | cs-escalate policy import -q
    capture cs-escalate explain "$id" -o json
    status_is 0
    [ "$(jq -c '[.intervals[] | select(.metric == "done") | [.limit, .counted, .policy]]' <"$OUT")" = '[["7d","1d","default"]]' ]
    cs-ticket note "$id" --note x --assignee K1 # touched: nothing measures it any more
    capture cs-escalate explain "$id" -o json
    [ "$(jq -c '[.rungs[] | select(.metric == "done") | .state] | unique' <"$OUT")" = '["void"]' ]
}

@test "a hold that reaches its limit ends in a run and is told" {
    open_desk
    id=$(add)
    cs-ticket hold "$id" --reason drying --approver E1 --evidence p --until 2026-03-04T12:00
    at 04T12:00
    [ "$(run | grep hold)" = $'1,hold,1,care,project,K1\n1,hold,1,head,project,H1' ]
    [ "$(cs-ticket list --id 1 --fields state,hold_reason -o csv | tail -n 1)" = received, ]
    [ "$(cs-ticket history 1 --verb resume --fields note -o csv | tail -n 1)" = "at its limit" ]
    [ -z "$(run | grep hold)" ]
}

@test "an import shows at once what another system's own limits say was late" {
    open_desk
    printf '%s\n' external_id,kind,occurred_at,target_at,closed_at,state \
        'A,repair,2026-02-20 08:00,2026-02-25 18:00,2026-02-26 09:00,closed' \
        'B,repair,2026-02-20 08:00,2026-02-25 18:00,2026-02-24 09:00,closed' \
        'C,repair,2026-02-20 08:00,2026-02-25 18:00,,in_work' | cs-ticket import --source 400 -q
    late() { cs-ticket show "400:$1" -o json | jq '[.clocks[] | select(.metric == "outside") | .late][0]'; }
    [ "$(late A) $(late B) $(late C)" = "true false true" ] # the third runs on, past its limit
    [ "$(cs-ticket list --overdue --fields external_id -o csv | tail -n +2)" = C ]
    [ "$(sqlite3 cs.db "SELECT count(*) FROM deadline WHERE ticket_id < 3")" -eq 0 ]
}
