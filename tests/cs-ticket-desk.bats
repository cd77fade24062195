#!/usr/bin/env bats
# What a desk ties to cases and asks of them, through the command line: parent, link, chase, flag, attach,
# attachments, check, mine, dossier.

load helpers

# Six homes with the same trouble, and a repair.
open_desk() {
    export CS_NOW=2026-03-02T09:00:00+08:00 CS_ACTOR=desk CS_DB=$PWD/cs.db
    cs-db init --db cs.db 2>/dev/null
    printf '%s\n' code,name,kind,parent G,集团,group, C,江城,city,G P1,华府一期,project,C | cs-org unit import -q
    printf '%s\n' code,project,room H1,P1,1-1-101 H2,P1,1-1-102 H3,P1,1-1-201 H4,P1,1-1-202 H5,P1,1-1-301 \
        | cs-org home import -q
    printf '%s\n' external_id,kind,project,room,subject,phone,assignee,occurred_at \
        A1,complaint,P1,1-1-101,楼板开裂,13900000001,张工,2026-03-02T08:00 A2,complaint,P1,1-1-102,楼板开裂,13900000002,,2026-03-02T08:00 \
        A3,complaint,P1,1-1-201,楼板开裂,13900000003,,2026-03-02T08:00 A4,complaint,P1,1-1-202,楼板开裂,13900000004,,2026-03-02T08:00 \
        A5,complaint,P1,1-1-301,楼板开裂,13900000005,,2026-03-02T08:00 A6,repair,P1,1-1-101,厨房漏水,13900000001,,2026-03-02T08:00 \
        | cs-ticket import --source crm -q
}

field_of() { # ID FIELD
    cs-ticket list --id "$1" --fields "$2" -o csv | tail -1
}

@test "parent: ids of records, refusals in words, the page of the group, a word to all, a closing with all" {
    open_desk
    capture_sh 'cs-ticket list --kind complaint --id 2.. -o csv | cs-ticket parent --of 1'
    status_is 0
    err_has "case 1: 5 homes, so it is a group complaint from now on"
    [ "$(cs-ticket list --parent 1 --fields id -o csv | tail -n +2 | tr '\n' ' ')" = "2 3 4 5 " ]
    capture cs-ticket show 1 -o json
    [ "$(jq -c '.group[0] | [.cases, .open, .homes, .people]' <<<"$out")" = "[4,4,4,4]" ]
    [ "$(jq -c '[.children[].id]' <<<"$out")" = "[2,3,4,5]" ]
    capture cs-ticket parent 1
    status_is 2
    capture cs-ticket parent 1 --of 3
    status_is 3
    err_has "case 1 stands above case 3 already"
    cs-ticket contact 1 --children --note 统一答复
    [ "$(cs-ticket list --parent 1 --fields last_contact_at -o csv | sort -u | grep -c 09:00:00)" = 1 ]
    capture cs-ticket close 1 --as settled
    status_is 3
    err_has "case 1 is the parent of 4 open cases (2, 3, 4, 5): close them first, or --with-children"
    capture cs-ticket close 1 --as settled --with-children --dry-run
    status_is 0
    [ "$(field_of 2 state)" = to_check ]
    cs-ticket close 1 --as settled --with-children --resolution 统一赔付
    [ "$(cs-ticket list --kind complaint --state settled --count)" = 5 ]
    [ "$(field_of 3 resolution)" = 统一赔付 ]
}

@test "a child that may not be closed so is said, and its parent stays open" {
    open_desk
    cs-ticket parent 2 6 --of 1 -q
    cs-ticket contact 1 2 -q # case 6 is received only: nobody settles what nobody looked at
    capture cs-ticket close 1 --as settled --with-children
    status_is 3
    err_has "case 6 stands at"
    err_has "case 1 is the parent of 1 open cases (6)"
    [ "$(cs-ticket list --id 1,2,6 --fields state -o csv | tail -3 | tr '\n' ' ')" = "to_check settled received " ]
}

@test "link, chase and flag take Chinese words; each is refused in words where it makes no sense" {
    open_desk
    cs-ticket link 6 --to 1 --kind 源头 --note 楼上
    [ "$(cs-ticket show 1 -o json | jq -c '.links[0] | [.kind, .way, .other]')" = '["source","in",6]' ]
    capture cs-ticket link 6 --to 1 --kind 亲戚
    status_is 2
    capture cs-ticket link 6
    status_is 2
    for hour in 10 11 12; do
        export CS_NOW=2026-03-02T$hour:00:00+08:00
        capture cs-ticket chase 6 --note 催
    done
    err_has "case 6 was chased so often that it goes a level up"
    [ "$(field_of 6 chasers,flags,level)" = 3,escalated,1 ]
    cs-ticket flag 6 --set 伤人,媒体 --grade 重大 --exposure 业主群 --first-seen 2026-03-02T09:30 --reach 300
    [ "$(field_of 6 flags,grade)" = "media;injury;escalated,major" ]
    cs-ticket flag 6 --letter 某律所 --number 17 --answer-by 2026-03-09 --legal-hold yes
    [ "$(cs-ticket show 6 -o json | jq -r '.matters[1].until_at')" = 2026-03-09T23:59:59+08:00 ]
    [ "$(cs-ticket list --legal-hold yes --fields id -o csv | tail -1)" = 6 ]
    capture cs-ticket flag 6 --number 17
    status_is 2
    capture cs-ticket flag 6 --letter A --suit B
    status_is 2
    capture cs-ticket flag 6 --set 无此标记
    status_is 2
    capture cs-db forget 1 --yes --reason 本人要求
    status_is 1
}

@test "a chaser that is entered is counted on the open case, and that case comes out" {
    open_desk
    capture cs-ticket add --kind 催办 --project P1 --room 1-1-102 --subject 怎么没人来 -o json
    status_is 0
    err_has "the chaser is counted on case 2"
    [ "$(jq -c '.[0] | [.id, .chasers]' <<<"$out")" = "[2,1]" ]
    [ "$(cs-ticket list --count)" = 6 ]
}

@test "attach keeps size, digest and place of a file; verify tells what is missing and what was changed" {
    open_desk
    mkdir photos
    printf 'photo' >photos/a.jpg
    printf 'sign' >photos/s.jpg
    cs-ticket attach 6 photos/a.jpg --type 维修后 --taken-at 2026-03-02T08:30
    cs-ticket attach crm:A6 photos/s.jpg https://example.org/x --type 签字
    capture cs-ticket attachments 6 -o csv
    # printf photo | sha256sum
    grep -q "after,$PWD/photos/a.jpg,,5,$(printf photo | sha256sum | cut -d' ' -f1),2026-03-02T08:30" "$OUT"
    capture cs-ticket attach 6 photos/a.jpg --type after
    status_is 0
    err_has "attached 0, unchanged 1"
    capture cs-ticket attach 1 photos/a.jpg --type after
    err_has "case 6 has the very same file"
    capture cs-ticket attachments 6 --verify -o csv
    [ "$(cut -d, -f2,3 <<<"$out" | tail -3 | tr '\n' ' ')" = "after,there signature,there signature,unchecked " ]
    printf 'other' >photos/a.jpg
    rm photos/s.jpg
    capture cs-ticket attachments 6 --verify -o csv
    [ "$(cut -d, -f2,3 <<<"$out" | tail -3 | tr '\n' ' ')" = "after,changed signature,missing signature,unchecked " ]
    err_has "missing 1, changed 1"
    [ "$(cs-ticket check --check photo --fields id,other -o csv | tail -1)" = 6,1 ]
}

@test "attach: files below the folder of attachments are kept by their names in it; what is not there is refused" {
    open_desk
    mkdir -p proof/2026
    printf 'x' >proof/2026/a.jpg
    cs-db set attachments "$PWD/proof" -q
    for line in "attachments proof" "group_homes 0" "likeness viel" "chaser_days -1"; do
        capture_sh "cs-db set $line"
        status_is 2
    done
    [ "$(cs-db settings -o csv | grep -c '^attachments,/\|^group_homes,5\|^chaser_limit,3\|^chaser_days,7\|^likeness,60')" = 5 ]
    cs-ticket attach 6 proof/2026/a.jpg --type before
    [ "$(cs-ticket attachments 6 --fields uri -o csv | tail -1)" = 2026/a.jpg ]
    [ "$(cs-ticket attachments 6 --verify --fields state -o csv | tail -1)" = there ]
    for line in "6 nothere.jpg --type after" "6 proof --type after" "99 proof/2026/a.jpg --type after" \
        "6 https://x/1 nothere.jpg --type after" "6 x://y --type after --taken-at 2026-03-03"; do
        capture_sh "cs-ticket attach $line"
        status_is 1
    done
    for line in "6 --type after" "6 x://y" "6 x://y --type 什么" "6 x://y --type after --sha256 abc"; do
        capture_sh "cs-ticket attach $line"
        status_is 2
    done
    [ "$(cs-ticket attachments --count)" = 1 ] # a refused file takes the others of its command with it
}

@test "check lists what looks wrong in every format, by check, unit and time, and stops at its limit" {
    open_desk
    cs-ticket add --kind complaint --project P1 --room 1-1-102 --subject 楼板开裂了 -q >/dev/null
    capture cs-ticket check --check double -o csv
    status_is 0
    # 楼板 板开 开裂 | 楼板 板开 开裂 裂了: 6/7
    [ "$out" = "id,check,other,project,at,words
7,double,2,P1,2026-03-02T09:00:00+08:00,\"85% the words of case 2, 60 min after it\"" ]
    [ "$(cs-ticket check --check 疑似重复 --fields id -o jsonl)" = '{"id":7}' ]
    [ "$(cs-ticket check --check double --project G --fields id -o csv | tail -1)" = 7 ]
    [ "$(cs-ticket check --check double --since 2026-03-02T09:30 -o csv | wc -l)" = 1 ]
    [ "$(cs-ticket check --limit 1 -o csv | wc -l)" = 2 ]
    capture cs-ticket check --project 无此项目
    status_is 1
    capture cs-ticket check --check nothing
    status_is 2
    capture env LC_ALL=zh_CN.UTF-8 LANGUAGE=zh_CN cs-ticket check --check double -o md
    [[ $out == *"疑似重复"*"85%"* ]]
}

@test "mine lists a day's work; nobody's name is said" {
    open_desk
    [ "$(cs-ticket mine --owner 张工 --fields id,task,late -o csv | tail -1)" = 1,receive,no ]
    [ "$(CS_NOW=2026-03-02T18:00:00+08:00 cs-ticket mine --owner 张工 --late --fields id -o csv | tail -1)" = 1 ]
    capture cs-ticket mine
    status_is 0
    err_has "desk is no member of staff, and no case is assigned to that name"
    capture cs-ticket mine 3
    status_is 2
}

@test "dossier: Markdown by itself, the same log gives the same digest, masked unless asked for, whole texts" {
    open_desk
    long=$(printf '很长的话%.0s' {1..100})
    cs-ticket note 1 --note "$long" -q
    cs-ticket flag 1 --set media -q
    cs-ticket dossier 1 >a.md
    grep -q '^# Dossier of case 1$' a.md
    grep -q "$long" a.md
    grep -q '139\\\*\\\*\\\*\\\*0001' a.md
    ! grep -q 13900000001 a.md
    grep -q '| flag |' a.md
    grep -q 'change |.* Flags |.* media |' a.md
    cs-ticket dossier 1 >b.md
    cmp a.md b.md
    digest() { cs-ticket dossier 1 -o json --tz "$1" | jq -r .digest | grep -o '[0-9a-f]\{64\}'; }
    [ "$(digest UTC)" = "$(digest Asia/Shanghai)" ]
    before=$(digest UTC)
    cs-ticket note 1 --note 又一句 -q
    [ "$(digest UTC)" != "$before" ]
    cs-ticket dossier 1 --unmask | grep -q 13900000001
    cs-db query "SELECT what FROM audit" -o csv | grep -q 'unmask cs-ticket dossier'
    LC_ALL=zh_CN.UTF-8 LANGUAGE=zh_CN cs-ticket dossier 1 | grep -q '^## 时间线$'
    [ "$(cs-ticket dossier 1 -o json | jq -r '.timeline[] | select(.field == "flags") | .new')" = media ]
    capture cs-ticket dossier 99
    status_is 1
    capture cs-ticket dossier
    status_is 2
    capture cs-db check
    status_is 0
}
