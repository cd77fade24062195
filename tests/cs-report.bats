# cs-report: reports as a person, a pipe and a user with a share folder of their own see them. The figures
# themselves are worked out by hand in tests/unit/report-figures.c.

load helpers

@test "list names every report that ships, and the README of the folder does too" {
    capture cs-report list -o csv --fields name
    status_is 0
    out_is "name
ageing
backdated
backlog
duplicates
escalations
figures
handoffs
holds
kpi
morning
outside
same-caller
silence
sla
today"
    for name in $(tail -n +2 "$OUT"); do
        grep -q "^| $name |" "$TOP/share/reports/README.md" || fault "README.md does not name $name"
    done
    no_faults
}

@test "list and show speak Chinese where the process does, and the machine's names stay" {
    capture env LC_ALL=zh_CN.UTF-8 cs-report list -o jsonl
    status_is 0
    [ "$(jq -r 'select(.name == "morning").title' <<<"$out")" = 晨会报表 ]
    capture env LC_ALL=zh_CN.UTF-8 cs-report show morning -o csv
    out_has "column,unit,text,,单位"
    capture env LC_ALL=C LANGUAGE=zh_CN cs-report list -o csv
    out_has "morning,Morning report,"
    capture env LANG=zh_CN.UTF-8 LC_ALL= cs-report list -o csv
    out_has "morning,晨会报表,"
}

@test "show tells parameters with choices and defaults, and columns" {
    capture cs-report show silence -o csv
    status_is 0
    out_has 'parameter,level,"project,city,region,group",project,'
    out_has 'parameter,days,int,3,'
    out_has 'column,last_contact_at,time,,Last contact'
}

@test "run answers every report at every level, in every text format" {
    demo
    for name in morning sla ageing backlog escalations silence; do
        for level in project city region group; do
            capture cs-report run "$name" "level=$level" -o csv
            [ "$status" -eq 0 ] || fault "$name $level: status $status: $err"
            [ ! -s "$ERR" ] || fault "$name $level says: $err"
            [ "$(wc -l <"$OUT")" -ge 2 ] || fault "$name $level is empty"
        done
        for format in table tsv json jsonl md; do
            capture cs-report run "$name" -o "$format"
            [ "$status" -eq 0 ] || fault "$name -o $format: status $status: $err"
        done
        cs-report run "$name" -o json | jq -e 'type == "array" and length > 0' >/dev/null || fault "$name: no JSON"
    done
    no_faults
}

@test "levels add up: projects to cities to regions to the group" {
    demo
    for name in morning backlog; do
        sum=""
        for level in project city region group; do
            now=$(cs-report run "$name" "level=$level" -o json | jq '[.[].open] | add')
            [ -z "$sum" ] || [ "$sum" = "$now" ] || fault "$name: $level has $now open cases, not $sum"
            sum=$now
        done
    done
    no_faults
}

@test "open cases are the same in morning, backlog and ageing" {
    demo
    morning=$(cs-report run morning level=group -o json | jq '[.[].open] | add')
    [ "$morning" -gt 0 ]
    [ "$morning" = "$(cs-report run backlog level=group -o json | jq '[.[].open] | add')" ]
    [ "$morning" = "$(cs-report run ageing level=group -o json | jq '[.[].open] | add')" ]
    steps='.receive + .inspect + .dispatch + .work + .close + .held'
    cs-report run backlog -o json | jq -e "all(.[]; .open == $steps)"
    cs-report run ageing -o json | jq -e 'all(.[]; .open == .age_0_1 + .age_2_7 + .age_8_14 + .age_15_30 + .age_31_60 + .age_over_60 + .age_unknown)'
    cs-report run sla -o json | jq -e 'all(.[]; .started == .in_time + .late + .overdue + .running + .unproven)'
}

@test "silence shows nobody who heard within the days, and fewer the more days" {
    demo
    cs-report run silence days=7 -o json >seven.json
    jq -e 'length > 0 and all(.[]; .silent_days >= 7)' seven.json
    [ "$(cs-report run silence days=30 -o json | jq length)" -le "$(jq length seven.json)" ]
}

@test "escalations count what the run did" {
    demo
    want=$(sqlite3 cs.db "SELECT count(*) FROM escalation")
    [ "$(cs-report run escalations level=group from=2026-01-01 -o json | jq '[.[].escalations] | add')" = "$want" ]
}

@test "kind narrows to one kind of case" {
    demo
    cs-report run ageing kind=complaint -o json | jq -e 'length > 0 and all(.[]; .kind == "complaint")'
    [ "$(cs-report run sla kind=praise from=2026-10-30 -o json | jq 'map(select(.metric == "visit")) | length')" = 0 ]
}

@test "headings of tables are the report's own, keys of csv and json the machine's" {
    demo
    capture env LC_ALL=zh_CN.UTF-8 cs-report run ageing -o table
    status_is 0
    out_has 最久天数
    capture env LC_ALL=zh_CN.UTF-8 cs-report run ageing -o csv
    [[ $out = unit,name,kind,open,* ]]
    LC_ALL=C cs-report run ageing -o csv | cmp - "$OUT"
}

@test "the same moment gives the same bytes, whatever the process's zone" {
    demo
    TZ=UTC cs-report run silence -o csv >utc.csv
    TZ=America/New_York cs-report run silence -o csv >ny.csv
    cmp utc.csv ny.csv
    grep -q '+08:00' utc.csv
}

@test "a misspelt report, parameter or value is answered with what there is" {
    demo
    capture cs-report run mornign
    status_is 2
    err_has 'did you mean "morning"?'
    capture cs-report run zzzzzz
    status_is 2
    err_has 'see: cs-report list'
    capture cs-report run
    status_is 2
    err_has 'say which report'
    capture cs-report run morning levle=city
    status_is 2
    err_has 'has no parameter "levle"; it has: level, now, since, tomorrow, outside'
    capture cs-report run morning level=planet
    status_is 2
    err_has 'level: must be project, city, region, group, not "planet"'
    capture cs-report run silence days=few
    status_is 2
    err_has 'days: '
}

@test "workdays are those of the calendar cn-office" {
    demo
    # Monday 8:00: two workdays on is Wednesday's close; Friday 8:00: Tuesday's
    cat >due.sql <<'SQL'
-- title: Due
-- parameter: until; time; now+2wd; until when
-- column: at; time; At
SELECT CAST($1 AS BIGINT) AS at
SQL
    capture cs-report run ./due.sql -o csv
    out_is "at
2026-11-04T18:00:00+08:00"
    capture cs-report run ./due.sql --now 2026-11-06T08:00:00+08:00 -o csv
    out_is "at
2026-11-10T18:00:00+08:00"
}

@test "a report of one's own is a file, and cannot write or tell phones" {
    demo
    cat >mine.sql <<'SQL'
-- title: Mine; 我的
-- parameter: project; text; P01; which project
-- column: phone; text; Phone
-- column: cases; int; Cases
SELECT t.phone AS phone, COUNT(*) AS cases FROM ticket AS t JOIN unit AS u ON u.id = t.unit_id
WHERE u.code = $1 AND t.phone IS NOT NULL GROUP BY t.phone ORDER BY 2 DESC, 1 LIMIT 3
SQL
    capture cs-report run ./mine.sql -o csv
    status_is 0
    [ "$(wc -l <"$OUT")" -eq 4 ]
    ! grep -qE '[0-9]{11}' "$OUT"
    grep -qE '^1[0-9]{2}\*{4}[0-9]{4},' "$OUT"
    before=$(sqlite3 cs.db "SELECT count(*) FROM ticket")
    printf -- '-- title: T\n-- column: n; int; N\nDELETE FROM ticket RETURNING id AS n\n' >bad.sql
    capture cs-report run ./bad.sql
    status_is 1
    [ "$before" = "$(sqlite3 cs.db "SELECT count(*) FROM ticket")" ]
    printf -- '-- title: T\n-- column: extra; text; E\nSELECT extra FROM ticket\n' >bad.sql
    capture cs-report run ./bad.sql
    status_is 1
    err_has extra
}

@test "a share folder of one's own lists its reports, and a faulty one is named with its line" {
    mkdir -p mine && cp -r "$TOP/share/." mine/
    printf -- '-- title: T\n-- column: n; number; N\nSELECT 1 AS n\n' >mine/reports/faulty.sql
    printf -- '-- title: Extra; 另加\n-- column: n; int; N\nSELECT 1 AS n\n' >mine/reports/extra.sql
    capture env CS_SHARE="$PWD/mine" cs-report list -o csv --fields name,title
    status_is 0
    out_has "extra,Extra"
    err_has 'faulty.sql:2: "number" is no type of a column'
}

@test "reports run on an empty store, with their header alone" {
    cs-db init --db empty.db -q
    for name in ageing backlog escalations morning silence sla; do
        capture cs-report run "$name" --db empty.db -o csv
        [ "$status" -eq 0 ] || fault "$name: status $status: $err"
        [ "$(wc -l <"$OUT")" -eq 1 ] || fault "$name answers more than a header"
    done
    no_faults
}

@test "morning: a project whose cases are all over has a line of noughts, one without cases has none" {
    export CS_DB=$PWD/cs.db
    cs-db init -q --db cs.db
    printf '%s\n' code,name,kind,parent G,集团,group, R,东区,region,G C,江城,city,R P1,华府一期,project,C \
        P2,华府二期,project,C P3,华府三期,project,C | cs-org unit import -q
    printf '%s\n' external_id,kind,priority,project,subject,occurred_at,state,closed_at \
        A,repair,3,P1,漏水,2025-03-02T08:00:00+08:00,closed,2025-03-04T08:00:00+08:00 \
        B,repair,1,P2,断电,2026-03-02T08:00:00+08:00,received, \
        D,inquiry,3,,问路,2025-03-02T08:00:00+08:00,closed,2025-03-02T09:00:00+08:00 |
        cs-ticket import -q --source crm --now 2026-03-02T09:00:00+08:00 2>/dev/null
    capture cs-report run morning -o csv --now 2026-03-02T09:00:00+08:00 --fields unit,new,done,open,emergencies
    status_is 0
    out_is "unit,new,done,open,emergencies
P1,0,0,0,0
P2,1,0,1,1
,0,0,0,0"
    capture cs-report run morning level=group -o csv --now 2026-03-02T09:00:00+08:00 --fields unit,new,done,open
    out_is "unit,new,done,open
,1,0,1"
}
