#!/usr/bin/env bats
# --explain-map: what an import would do with each column, in every format, on 80 columns, in both languages, for every
# noun; it leaves the store alone.

load helpers

export CS_NOW=2026-03-02T09:00:00+08:00

files() {
    export CS_NOW=2026-03-02T09:00:00+08:00 CS_DB=$PWD/none.db
    cat >crm.csv <<'END'
编号,报修时间,来电时间,联系电话,是否群诉,是否超期,优先级,备注,受理渠道,天数
1,2026-01-05 09:00,2026-01-05 09:00,13800000001,是,否,紧急,打13911112222,400热线,3
2,昨天,2026-01-06 09:00,138****0002,否,是,很急,无,400热线,3
3,明天,2026-01-06 09:00,,三户,是,很急,无,400热线,3
END
    printf '[constant]\nchannel = app\n[ignore]\ncolumn = 编号\n' >my.map
}

@test "each column: its field, by what it was found, a value and what becomes of it, or why it is refused" {
    files
    capture cs-ticket import --map ./my.map --explain-map -o jsonl crm.csv
    status_is 0
    [ "$(jq -r '[.column, .field, .how, .sample, .becomes, .refused] | join("|")' "$OUT")" = '编号||ignored|1||0
报修时间|occurred_at|synonym|昨天|"昨天" is no time; write 2026-03-05T14:07 or 2026/3/5 14:07|2
来电时间|extra|outdone|2026-01-05 09:00||0
联系电话|phone|synonym|138****0001|138****0001|0
是否群诉|flags|member|三户|must be yes or no, not "三户"|1
是否超期||compared|否||0
优先级|priority|synonym|很急|must be 1..4, not "很急"|2
备注|extra|unknown|打139****2222||0
受理渠道|extra|overruled|400热线||0
天数||derived|3||0
|kind|default||repair|
|state|default||received|
|channel|constant||app|' ] || { jq -r '[.column, .field, .how, .sample, .becomes, .refused] | join("|")' "$OUT"; false; }
    [ -z "$err" ]
    [ ! -e none.db ]
}

@test "the same as json, jsonl, tsv and md; a pipe is read like a file" {
    files
    cs-ticket import --map ./my.map --explain-map -o json crm.csv >one.json
    cs-ticket import --map ./my.map --explain-map -o jsonl <crm.csv >two.jsonl
    [ "$(jq -c '.[]' one.json)" = "$(jq -c . two.jsonl)" ]
    [ "$(jq -s 'length, (map(.refused // 0) | add)' two.jsonl | xargs)" = '13 5' ]
    for format in tsv md; do
        capture cs-ticket import --explain-map -o "$format" crm.csv
        status_is 0
        out_has 昨天
    done
}

@test "a table fits 80 columns in English and Chinese and tells what is refused in whole sentences" {
    files
    for language in C zh_CN; do
        on_terminal 80 "LANGUAGE=$language LC_ALL=$language.UTF-8 cs-ticket import --explain-map crm.csv"
        status_is 0
        wide=$(tr -d '\r' <"$OUT" | grep -v '^cs-ticket:' | widest)
        [ "$wide" -le 80 ] || fault "$language: $wide columns"
        out_has '报修时间  occurred_at'
    done
    out_has '“优先级”列：应为 1..4，而不是“很急”（前 3 条中 2 条）'
    out_has 同义词
    no_faults
}

@test "customers and homes are explained and drafted as cases are; the store stays as it is" {
    files
    cs-db init -q 2>/dev/null
    printf 'Full name,Mobile\n甲,13800000001\n' >people.csv
    capture cs-customer import --explain-map -o csv people.csv
    status_is 0
    out_has 'Full name,name,heading,甲,甲,0,'
    out_has 'Mobile,,unknown,138****0001,,0,'
    out_has ',external_id,missing,,,,'
    capture cs-customer import --guess people.csv
    status_is 0
    out_has '[column "Mobile"] to = phone '
    printf '房间编码,项目,楼栋\nR1,P1,3\n' >homes.csv
    capture cs-org home import --explain-map -o jsonl homes.csv
    status_is 0
    out_has '"field":"code"'
    [ "$(cs-customer list --count)$(cs-org home list --count)" = 00 ]
    capture cs-ticket import --explain-map crm.csv crm.csv
    status_is 2
    capture cs-ticket import --explain-map nothing.csv
    status_is 1
}
