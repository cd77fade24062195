#!/usr/bin/env bats
# cs-org and cs-customer across formats, stores and languages: what goes out goes in elsewhere and is the same.

load helpers

scratch() {
    export CS_DB=$WORK/s.db CS_NOW=2026-03-02T10:00:00+08:00 CS_ACTOR=clerk
    cs-db init -q
    cs-org unit import -q <<'END'
code,name,kind,parent,aliases,trade,handed_to,handed_on
P01,听澜苑,project,SH,"听澜苑一期;TLY",,,
P02,"望江府, 二期",project,SH,,,P01,2026-01-01
SH,上海公司,city,HX,,,,
HX,恒信置业,group,,,,,
S01,"宏图""建设""",contractor,,,防水,,
END
    printf 'project,code,name\nP01,B1,一批\n' | cs-org batch import -q
    printf 'project,code,batch,contractor\nP01,3,B1,S01\n' | cs-org building import -q
    cs-org home import -q <<'END'
code,project,place,use,area,fitout,delivered_on,delivery_state
00123,P01,3栋2单元1801,residence,89.5,fitted,2025-06-30,delivered
1E5,P01,3-1-1801,shop,0.1,bare,,planned
H3,P02,商铺 12,shop,,,,
END
    printf 'project,alias,home\nP01,东门底商,1E5\n' | cs-org alias import -q
    printf 'project,batch,kind,planned_on,actual_on\nP01,B1,delivery,2025-06-30,2025-07-01\nP02,,land,2024-01-01,\n' |
        cs-org milestone import -q
    printf 'code,name,phone,email,employer,active_until\n0086,张三,13800001234,z@hx.example,HX,\nE2,李四,,,S01,2026-12-31\n' |
        cs-org staff import -q
    printf 'unit,role,staff,deputy,from_on\nP01,care,0086,E2,2026-01-01\nHX,head,E2,,\n' | cs-org post import -q
    printf 'staff,from_on,until_on\n0086,2026-03-02,2026-03-06\n' | cs-org absence import -q
}

NOUNS='unit batch building home alias milestone staff post absence'

@test "all nouns move to a new store in each format, and are the same there" {
    scratch
    for format in csv tsv json jsonl; do
        cs-db init -q --db $format.db
        for noun in $NOUNS; do
            cs-org $noun list --unmask -o $format >file || fault "$noun list $format"
            cs-org $noun import -q --db $format.db -i $format file 2>message || fault "$noun $format: $(cat message)"
        done
        for noun in $NOUNS; do
            cs-org $noun list --unmask -o csv | sort >want
            cs-org $noun list --unmask -o csv --db $format.db | sort >got
            cmp -s want got || fault "$noun $format: $(diff want got | head -n 3 | tr '\n' ' ')"
        done
    done
    no_faults
}

@test "codes keep their zeros and letters in every format" {
    scratch
    for format in csv tsv json jsonl md; do
        cs-org home list --fields code -o $format >file
        for code in 00123 1E5; do
            grep -q -- "$code" file || fault "$format lost $code"
        done
    done
    [ "$(cs-org home list -o json | jq -r '.[0].code | type')" = string ] || fault "a code is no string in JSON"
    [ "$(cs-org staff list -o json | jq -r '[.[].code] | join(" ")')" = '0086 E2' ] || fault "a staff number changed"
    no_faults
}

@test "quotes, commas and Chinese come out of each format as they went in" {
    scratch
    want='听澜苑|望江府, 二期|上海公司|恒信置业|宏图"建设"'
    [ "$(cs-org unit list -o json | jq -r '[.[].name] | join("|")')" = "$want" ] || fault json
    [ "$(cs-org unit list -o jsonl | jq -rs '[.[].name] | join("|")')" = "$want" ] || fault jsonl
    capture cs-org unit list --fields name -o csv
    out_is $'name\n听澜苑\n"望江府, 二期"\n上海公司\n恒信置业\n"宏图""建设"""' || fault csv
    no_faults
}

@test "a table on a terminal is no wider than it, in both languages" {
    scratch
    for noun in unit home staff post; do
        for width in 40 80; do
            for language in C.UTF-8 zh_CN.UTF-8; do
                on_terminal $width "LC_ALL=$language LANGUAGE=${language%.*} cs-org $noun list"
                [ "$status" -eq 0 ] || fault "$noun: status $status"
                [ "$(tr -d '\r' <"$OUT" | widest)" -le $width ] || fault "$noun: too wide for $width in $language"
            done
        done
    done
    no_faults
}

@test "csv and json are the same bytes in every language and zone" {
    scratch
    for noun in $NOUNS; do
        for format in csv json; do
            want=$(cs-org $noun list -o $format | sha256sum)
            for setting in LC_ALL=C LC_ALL=zh_CN.UTF-8 TZ=America/Sao_Paulo; do
                [ "$(env "$setting" cs-org $noun list -o $format | sha256sum)" = "$want" ] || fault "$noun $format $setting"
            done
        done
    done
    no_faults
}

@test "a dry run of any noun's import counts as the real one and changes nothing" {
    scratch
    cs-db init -q --db other.db
    for noun in $NOUNS; do
        cs-org $noun list --unmask -o csv >$noun.csv
        before=$(store_digest other.db)
        cs-org $noun import --db other.db --dry-run $noun.csv 2>dry || fault "$noun: $(cat dry)"
        [ "$(store_digest other.db)" = "$before" ] || fault "$noun: a dry run changed the store"
        cs-org $noun import --db other.db $noun.csv 2>real || fault "$noun: $(cat real)"
        [ "$(grep -o 'inserted [0-9]*' dry)" = "$(grep -o 'inserted [0-9]*' real)" ] || fault "$noun: $(cat dry real)"
    done
    no_faults
}

@test "each noun's refused line is kept whole, mended, and taken in" {
    scratch
    while IFS='|' read -r noun head bad good; do
        printf '%s\n%s\n' "$head" "$bad" >in.csv
        capture cs-org "$noun" import --rejects r.csv in.csv
        [ "$status" -eq 3 ] || fault "$noun: status $status"
        [[ $err == *in.csv:2* ]] || fault "$noun: no place in $err"
        [ "$(cut -d , -f "1-$(tr -cd , <<<"$head" | wc -c | awk '{ print $1 + 1 }')" r.csv | sed -n 2p)" = "$bad" ] ||
            fault "$noun: the reject is $(sed -n 2p r.csv)"
        printf '%s\n%s\n' "$head" "$good" >in.csv
        cs-org "$noun" import -q in.csv || fault "$noun: the mended line is refused"
        rm -f r.csv
    done <<'END'
unit|code,name,kind|N1,n,palace|N1,n,project
batch|project,code|P99,B7|P01,B7
building|project,code|P01,商业|P01,7栋
home|code,project,place|N1,P99,7-1-101|N1,P01,7-1-101
alias|project,alias,home|P01,x,H99|P01,x,00123
milestone|project,kind,planned_on|P01,delivery,2026-02-30|P01,delivery,2026-02-28
staff|code,name,email|N1,n,z***@hx.example|N1,n,n@hx.example
post|unit,role,staff|P01,king,E2|P01,head,E2
absence|staff,from_on,until_on|E2,2026-03-02,2026-03-01|E2,2026-03-02,2026-03-03
END
    no_faults
}

@test "customers and their roles move to a new store in each format, and are the same there" {
    scratch
    cat >people.csv <<'END'
external_id,name,kind,phone,phone2,email,identity,channel,hours,language,watch,stage,household
007,王女士,buyer,13800001234,02188887777,w@hx.example,110101199003070038,chat,after 18,zh,expects a child,settled,王家
C2,"Li, ""Lee""",visitor,,,,,,,en,,,
C3,孙,,13900005678,,,,phone,,,,old,王家
END
    cs-customer import -q --source crm people.csv
    printf 'customer,home,role,from_on\ncrm:007,00123,owner,2025-06-30\ncrm:C3,1E5,tenant,\n' | cs-customer role import -q
    fields=source,external_id,name,kind,phone,phone2,email,identity,channel,hours,language,watch,stage,household
    for format in csv tsv json jsonl; do
        rm -f $format.db* && cp "$CS_DB" $format.db
        cs-db init -q --db new-$format.db
        for noun in unit home; do
            cs-org $noun list -o csv | cs-org $noun import -q --db new-$format.db
        done
        cs-customer list --unmask --fields $fields -o $format >file
        cs-customer import -q --db new-$format.db -i $format file || fault "import $format"
        cs-customer role list -o $format >file
        cs-customer role import -q --db new-$format.db -i $format file || fault "roles $format"
        cs-customer list --unmask --fields $fields -o csv >want
        cs-customer list --unmask --fields $fields -o csv --db new-$format.db >got
        cmp -s want got || fault "$format: $(diff want got | head -n 3 | tr '\n' ' ')"
        [ "$(cs-customer role list -o csv | sort)" = "$(cs-customer role list -o csv --db new-$format.db | sort)" ] || fault "roles $format"
    done
    no_faults
}
