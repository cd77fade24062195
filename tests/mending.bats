# What mends cases, as people type it: imports taken back, full exports, lists that come back, fields corrected,
# things that are known by now, and who calls.

load helpers

start() {
    export CS_NOW=2026-03-02T09:00:00+08:00 CS_ACTOR=desk CS_DB=$PWD/cs.db
    cs-db init -q --db cs.db
    printf '%s\n' code,name,kind,parent G,集团,group, P1,华府一期,project,G X1,甲防水,contractor, |
        cs-org unit import -q
    printf '%s\n' 工单号,项目,房号,标题,报修时间,电话 A1,P1,1-1-101,漏水,2026-03-02T08:00,13900000001 \
        A2,P1,1-1-102,开裂,2026-03-02T08:10,13900000002 >two.csv
}

later() { export CS_NOW=2026-03-02T$1:00+08:00; }

@test "cases without a number of their source are counted out loud, with the way to name the column" {
    start
    printf '%s\n' 凭据,项目,房号,标题,报修时间 A1,P1,1-1-101,漏水,2026-03-02T08:00 >nameless.csv
    capture cs-ticket import --source crm nameless.csv
    status_is 0
    err_has '1 cases have no number of their source'
    capture cs-ticket import --source crm two.csv
    [[ $err != *'no number'* ]] # both have one
}

@test "an import says its number, and --revert takes it back once, on a terminal's yes or --yes" {
    start
    capture cs-ticket import --source crm two.csv
    status_is 0
    err_has 'import 1 (cs-ticket import --revert 1 takes it back)'
    capture cs-ticket import --source crm two.csv
    [[ $err != *'import 2'* ]] # nothing to take back
    later 09:30
    capture cs-ticket import --revert 1
    status_is 2
    err_has 'say --yes'
    capture cs-ticket import --revert 1 --dry-run
    status_is 0
    capture cs-ticket list --open --count
    [ "$out" = 2 ]
    capture cs-ticket import --revert 1 --yes
    status_is 0
    err_has '2 cases voided'
    capture cs-ticket list --open --count
    [ "$out" = 0 ]
    capture cs-ticket import --revert 1 --yes
    status_is 1
    err_has 'taken back already, at 2026-03-02T09:30:00+08:00 by desk'
    capture cs-ticket batches --fields import,source,inserted,reverted_by -o csv
    [ "$out" = $'import,source,inserted,reverted_by\n1,crm,2,desk' ]
    capture cs-ticket import --source crm two.csv
    err_has 'inserted 2'
    capture cs-db check
    status_is 0
    capture cs-ticket import --revert 2 two.csv
    status_is 2
}

@test "cases that were worked on are named, and --skip-worked leaves them" {
    start
    cs-ticket import -q --source crm two.csv
    later 09:30
    cs-ticket note 2 --note 已看 --actor anna
    capture cs-ticket import --revert 1 --yes
    status_is 1
    err_has 'case 2: 1 events since, by anna'
    err_has '--skip-worked takes back the others'
    capture cs-ticket import --revert 1 --yes --skip-worked
    status_is 0
    err_has '1 cases voided, 0 put back as they were, 1 left'
}

@test "a full export flags what its source lost; one that lost nearly all needs --yes" {
    start
    cs-ticket import -q --source crm two.csv
    later 09:30
    head -n 2 two.csv >one.csv
    capture cs-ticket import --source crm --snapshot one.csv
    status_is 0
    err_has '1 of 2 open cases are not in the file, 1 of them new'
    capture cs-ticket list --anomalies gone --fields id -o csv
    [ "$out" = $'id\n2' ]
    head -n 1 two.csv >none.csv
    capture cs-ticket import --source crm --snapshot none.csv
    status_is 1
    err_has '2 of its 2 open cases are not in it'
    capture cs-ticket import --source crm --snapshot none.csv --yes
    status_is 0
    { cat one.csv && echo A3,P1,x,y,坏时间,; } >bad.csv
    capture cs-ticket import --source crm --snapshot bad.csv
    status_is 3
    err_has 'what is gone is not judged'
}

@test "a supplier's list with its own headings is taken once, and what cannot stand comes back" {
    start
    cs-ticket import -q --source crm two.csv
    for id in 1 2; do cs-ticket inspect $id && cs-ticket dispatch $id --to X1; done
    later 18:00
    printf '%s\n' 序号,工单号,维修单位,到场时间,完工时间,结果,备注 \
        1,A1,甲防水,2026-03-02T10:00,2026-03-02T11:30,已完成,换管 \
        2,A2,甲防水,2026-03-02T14:00,,未完成, 3,A9,甲防水,2026-03-02T14:00,,, >back.csv
    for moved in 'moved 2, unchanged 0, refused 1' 'moved 0, unchanged 2, refused 1'; do
        capture cs-ticket work --from back.csv --rejects rejects.csv
        status_is 3
        err_has "$moved"
        err_has 'back.csv:4:1: there is no case "A9"'
    done
    [ "$(wc -l <rejects.csv)" -eq 2 ]
    capture cs-ticket list --fields state -o csv
    [ "$out" = $'state\nto_verify\nin_work' ]
    capture_sh 'printf "%s\n" 单号,验收时间,验收结果,验收人 A1,2026-03-02T17:00,不合格,王工 | cs-ticket verify --from -'
    status_is 0
    err_has 'moved 1'
    capture cs-ticket work 1 --from back.csv
    status_is 2
}

@test "fields are corrected by options for ids, and from an edited list" {
    start
    cs-ticket import -q --source crm two.csv
    capture cs-ticket change 1 2 --channel 来访 --component 渗漏 --note 更正
    status_is 0
    capture cs-ticket list --fields channel,component -o csv
    [ "$out" = $'channel,component\nvisit,leak\nvisit,leak' ]
    capture_sh 'cs-ticket list | sed s/开裂/开裂严重/ | cs-ticket change'
    status_is 0
    err_has 'changed 1, unchanged 1, refused 0'
    capture_sh 'cs-ticket list -o jsonl | jq -c ".state = \"closed\"" | cs-ticket change'
    status_is 3
    err_has 'only a move of the loop changes that'
    capture cs-ticket change 1 --kind 没有的类型
    status_is 2
    capture cs-ticket change 99 --subject x
    status_is 3
    capture cs-ticket change 1 --state closed
    status_is 2
}

@test "what was entered since is found, and so is who calls" {
    start
    cs-ticket import -q --source crm two.csv
    capture cs-ticket list --unresolved --count
    [ "$out" = 2 ]
    printf '%s\n' code,project,place H1,P1,1-1-101 | cs-org home import -q
    printf '%s\n' external_id,name,phone,home,role C1,甲女士,13900000001,H1,owner | cs-customer import -q
    capture cs-ticket resolve
    status_is 0
    err_has 'found 0 projects, 1 rooms, 0 batches, 1 customers'
    err_has '1 still lie nowhere'
    for words in '+86 139-0000-0001' 1栋1单元101 甲女士; do
        capture cs-customer find "$words" -o json
        status_is 0
        [ "$(jq -r '[.home.home, .people[0].name, .people[0].phone, .open_cases[0].id] | join(" ")' <<<"$out")" = \
            'H1 甲女士 139****0001 1' ]
    done
    capture cs-customer find 0001
    status_is 2
    capture cs-customer find 0001 --project 华府一期
    status_is 0
    capture cs-customer find 没有的人
    status_is 1
    err_has 'nobody and nothing answers to'
}
