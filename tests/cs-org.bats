#!/usr/bin/env bats
# cs-org: the organisation, its homes and its people.

load helpers

# Group, region, city, two projects, a contractor; three homes; three people.
scratch() {
    export CS_DB=$WORK/s.db
    cs-db init -q
    cat >units.csv <<'END'
code,name,kind,parent,aliases
P01,听澜苑,project,SH,听澜苑一期;TLY
SH,上海公司,city,HX-E,
HX-E,华东区域,region,HX,
HX,恒信置业,group,,
P02,望江府,project,SH,
S01,宏图建设,contractor,,
END
    cat >homes.csv <<'END'
code,project,place
H1,P01,3栋2单元1801
H2,P01,3-1-1801
H3,P01,3-2-1802
END
    printf 'code,name,phone\nE1,张三,13800001234\nE2,李四,\nE3,王五,\n' >staff.csv
    printf 'unit,role,staff,deputy\nP01,care,E1,E2\nSH,head,E3,\n' >posts.csv
    cs-org unit import -q units.csv
    cs-org home import -q homes.csv
    cs-org staff import -q staff.csv
    cs-org post import -q posts.csv
}

@test "units may come before the unit above them" {
    scratch
    capture cs-org unit list --fields code,parent -o csv
    status_is 0
    out_is $'code,parent\nP01,SH\nSH,HX-E\nHX-E,HX\nHX,\nP02,SH\nS01,'
}

@test "an import again changes nothing, for every noun and format" {
    scratch
    printf 'staff,from_on,until_on\nE1,2026-03-02,2026-03-06\n' | cs-org absence import -q
    printf 'project,code,name\nP01,B1,一批\n' | cs-org batch import -q
    printf 'project,batch,kind,planned_on\nP01,B1,delivery,2026-06-30\n' | cs-org milestone import -q
    printf 'project,alias,home\nP01,东门底商,H1\n' | cs-org alias import -q
    for noun in unit batch building home alias milestone staff post absence; do
        for format in csv tsv json jsonl; do
            cs-org $noun list -o $format | cs-org $noun import 2>message || fault "$noun $format"
            grep -q 'inserted 0, updated 0, unchanged [1-9][0-9]*, refused 0' message ||
                fault "$noun $format: $(cat message)"
        done
    done
    no_faults
}

@test "masked phones come back as unchanged" {
    scratch
    capture cs-org staff list --fields code,name,phone -o csv
    out_has '138****1234'
    capture_sh 'cs-org staff list | cs-org staff import'
    err_has 'unchanged 3'
    capture cs-org staff list --unmask --fields phone -o csv
    out_has 13800001234
}

@test "a record is refused with its line and what is missing" {
    scratch
    cat >bad.csv <<'END'
code,project,place
H9,P99,1-1-101
H10,P01,厨房间
H11,P01,3-2-1801
H12,P01,4-1-101
END
    capture cs-org home import --rejects r.csv bad.csv
    status_is 3
    err_has 'bad.csv:2'
    err_has 'there is no project "P99"'
    err_has '3-2-1801 is the place of the home H1 already'
    [ "$(grep -c '' r.csv)" -eq 3 ] || [ "$(grep -c '' r.csv)" -eq 4 ]
    capture cs-org home list --code H12 --fields building,room -o csv
    out_is $'building,room\n4,101'
}

@test "a circle of units saves nothing" {
    scratch
    before=$(store_digest "$CS_DB")
    printf 'code,name,kind,parent\nHX,恒信置业,group,P01\n' >circle.csv
    capture cs-org unit import circle.csv
    status_is 1
    err_has 'stands above itself'
    printf 'code,name,kind,parent\nX,x,city,NOWHERE\n' >lost.csv
    capture cs-org unit import lost.csv
    status_is 1
    err_has 'there is no unit "NOWHERE"'
    [ "$(store_digest "$CS_DB")" = "$before" ]
}

@test "the tree is indented, programs get depths" {
    scratch
    capture cs-org tree
    status_is 0
    out_is $'HX  恒信置业  (group)\n  HX-E  华东区域  (region)\n    SH  上海公司  (city)\n      P01  听澜苑  (project)\n      P02  望江府  (project)'
    capture cs-org tree --all
    out_has 'S01  宏图建设'
    capture cs-org tree -o csv
    out_has 'P01,听澜苑,project,3'
}

@test "a unit's page has its parents, posts and homes" {
    scratch
    capture cs-org show P01
    status_is 0
    out_has 'HX 恒信置业 > HX-E 华东区域 > SH 上海公司'
    out_has 'customer care'
    out_has 'E1'
    [ "$(widest <"$OUT")" -le 80 ]
    capture_sh "cs-org show 听澜苑 -o json | jq -c '[.unit.code, .unit.homes, (.post | length)]'"
    out_is '["P01",3,1]'
    capture cs-org show P99
    status_is 1
    err_has 'there is no unit "P99"'
    capture cs-org show
    status_is 2
}

@test "every spelling of a room resolves to its home" {
    scratch
    cat >rooms.csv <<'END'
project,room
P01,3栋2单元1801
P01,3-2-1801
P01,3#楼2单元1801室
P01,三栋二单元1801
P01,３栋２单元１８０１
听澜苑,3 栋 2 单元 1801
TLY,03#2单元1801
P01,H1
END
    capture_sh "cs-org resolve rooms.csv -o csv --fields home_code,outcome | sort -u"
    out_is $'H1,home\nhome_code,outcome'
    err_has 'found 8 homes, missed 0'
}

@test "parts of a place resolve; what does not is shown by how far it came" {
    scratch
    cat >rooms.csv <<'END'
项目,楼栋,单元,房号
P01,3栋,2单元,1801
P01,3栋,,1802
P01,3栋,,1801
P01,9栋,1,101
别处,3,2,1801
END
    capture cs-org resolve rooms.csv -o csv --fields home_code,outcome
    status_is 0
    out_is $'home_code,outcome\nH1,home\nH3,home\n,building\n,project\n,nothing'
    capture cs-org resolve --unresolved rooms.csv -o csv --fields building,outcome
    out_is $'building,outcome\n3栋,building\n9栋,project\n3,nothing'
    capture cs-org resolve P01 3-2-1802 -o jsonl
    out_has '"home_code":"H3"'
}

@test "an alias mends a spelling" {
    scratch
    capture cs-org resolve P01 东门底商 --fields outcome -o csv
    out_has project
    printf 'project,alias,home\nP01,东门 底商,H2\n' | cs-org alias import -q
    capture cs-org resolve P01 东门底商 --fields home_code -o csv
    out_has H2
}

@test "Chinese headings and labels are taken without a map" {
    scratch
    printf '房间编码,项目名称,房间,业态,毛坯/精装,交付状态\nH20,听澜苑,5栋1单元101,住宅,精装,已交付\n' >zh.csv
    capture cs-org home import zh.csv
    status_is 0
    err_has 'inserted 1'
    capture cs-org home list --code H20 --fields place,use,fitout,delivery_state -o csv
    out_is $'place,use,fitout,delivery_state\n5-1-101,residence,fitted,delivered'
}

@test "columns that are missing stay, empty cells empty" {
    scratch
    printf 'code,project,layout\nH1,P01,三房\n' | cs-org home import -q
    printf 'code,project,use\nH1,P01,residence\n' | cs-org home import -q
    capture cs-org home list --code H1 --fields place,layout,use -o csv
    out_is $'place,layout,use\n3-2-1801,三房,residence'
    printf 'code,project,layout\nH1,P01,\n' | cs-org home import -q
    capture cs-org home list --code H1 --fields place,layout,use -o csv
    out_is $'place,layout,use\n3-2-1801,,residence'
}

@test "lists filter, sort and count" {
    scratch
    capture cs-org unit list --kind project --count
    out_is 2
    capture cs-org unit list --kind project --sort -code --fields code -o csv
    out_is $'code\nP02\nP01'
    capture cs-org unit list --fields code,homes --homes '>0' -o csv
    out_is $'code,homes\nP01,3'
    capture cs-org post list --unit P01 --fields role,staff -o csv
    out_is $'role,staff\ncare,E1'
}
