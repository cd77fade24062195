# cs-report on a store of four cases, through the whole command: figures worked out by hand, in the formats and
# the languages people read them in. Now is Thursday 2026-03-05 09:00 in Shanghai.
#
#   case  project  kind       state        opened            what
#    1    P1       repair     received     today 08:00       an hour old
#    2    P1       repair     in_work      20 February       13 days old, priority 1
#    3    P2       complaint  to_check     1 March           4 days old, media
#    4    none     repair     received     1 January         63 days old

load helpers

small_store() {
    export CS_NOW=2026-03-05T09:00:00+08:00 CS_ACTOR=desk CS_DB=$PWD/cs.db
    cs-db init --db cs.db 2>/dev/null
    printf '%s\n' code,name,kind,parent G,集团,group, R,东区,region,G C,江城,city,R P1,华府,project,C P2,云庭,project,R |
        cs-org unit import -q
}

four_cases() {
    small_store
    sqlite3 cs.db "
        INSERT INTO ticket (id, kind, state, priority, unit_id, opened_at, last_contact_at, flags, subject, reopens, chasers)
        SELECT c.column1, c.column2, c.column3, c.column4, u.id, unixepoch(c.column6, '-8 hours'),
               unixepoch(c.column6, '-8 hours'), c.column7, 's' || c.column1, 0, 0
        FROM (VALUES (1, 'repair', 'received', 3, 'P1', '2026-03-05 08:00', NULL),
                     (2, 'repair', 'in_work', 1, 'P1', '2026-02-20 09:00', NULL),
                     (3, 'complaint', 'to_check', 3, 'P2', '2026-03-01 09:00', 'media'),
                     (4, 'repair', 'received', 3, '-', '2026-01-01 09:00', NULL)) AS c
        LEFT JOIN unit AS u ON u.code = c.column5"
}

@test "ageing counts each case once at every level, a project right below a region with its region" {
    four_cases
    capture cs-report run ageing level=project -o csv --fields unit,kind,open,age_0_1,age_2_7,age_8_14,age_over_60
    status_is 0
    out_is "unit,kind,open,age_0_1,age_2_7,age_8_14,age_over_60
P1,repair,2,1,0,1,0
P2,complaint,1,0,1,0,0
,repair,1,0,0,0,1"
    capture cs-report run ageing level=city -o csv --fields unit,kind,open
    out_is "unit,kind,open
C,repair,2
P2,complaint,1
,repair,1"
    capture cs-report run ageing level=region -o csv --fields unit,kind,open
    out_is "unit,kind,open
R,complaint,1
R,repair,2
,repair,1"
    capture cs-report run ageing level=group -o csv --fields kind,open,oldest_days
    out_is "kind,open,oldest_days
complaint,1,4
repair,3,63"
}

@test "morning's figures are the same in csv, json and jsonl" {
    four_cases
    capture cs-report run morning level=group -o csv --fields new,open,age_8_14,age_over_30,emergencies,silent,flagged
    status_is 0
    out_is "new,open,age_8_14,age_over_30,emergencies,silent,flagged
1,4,1,1,1,3,1"
    capture cs-report run morning level=group -o json
    jq -e '.[0] | .new == 1 and .open == 4 and .silent == 3 and .flagged == 1' <<<"$out"
    capture cs-report run morning level=group -o jsonl
    jq -e '.new == 1 and .open == 4 and .silent == 3 and .flagged == 1' <<<"$out"
}

@test "tables have Chinese headings where the process speaks Chinese, and the same figures" {
    four_cases
    capture env LANG=zh_CN.UTF-8 LC_ALL= cs-report run silence level=group -o md
    status_is 0
    for heading in 编号 类型 优先级 状态 标题 静默天数 催办次数; do
        out_has "$heading"
    done
    capture cs-report run silence level=group -o csv --fields id,silent_days
    out_is "id,silent_days
4,63
2,13
3,4"
}

@test "an empty store answers its header alone at every level" {
    small_store
    for name in ageing backlog escalations morning silence sla; do
        for level in project city region group; do
            capture cs-report run "$name" "level=$level" -o csv
            [ "$status" -eq 0 ] || fault "$name $level: status $status: $err"
            [ "$(wc -l <"$OUT")" -eq 1 ] || fault "$name $level says: $out"
        done
    done
    no_faults
}

@test "parameters that cannot be meant are a misuse, told with what there is" {
    small_store
    capture cs-report run ageing level=moon
    status_is 2
    err_has 'level: must be project, city, region, group, not "moon"'
    capture cs-report run silence days=many
    status_is 2
    err_has days
    capture cs-report run sla until=someday
    status_is 2
    err_has until
    capture cs-report run backlog colour=red
    status_is 2
    err_has 'report backlog has no parameter "colour"; it has: level, now, kind'
}
