# Chinese where people read, the same bytes where machines read, and no line wider than the terminal.

load helpers

setup_file() {
    export CS_NOW=2026-03-02T09:00:00+08:00 CS_ACTOR=desk LC_ALL=C.UTF-8 TZ=UTC
    export MASTER=$BATS_FILE_TMPDIR/master.db CS_DB=$BATS_FILE_TMPDIR/master.db
    cs-db init -q
    printf '%s\n' code,name,kind,parent G,集团,group, R,东区,region,G C,江城,city,R P1,华府一期,project,C X1,甲防水,contractor, |
        cs-org unit import -q
    printf '%s\n' project,code,name P1,B1,一批 | cs-org batch import -q
    printf '%s\n' code,project,place,use H1,P1,1-1-101,residence | cs-org home import -q
    printf '%s\n' project,alias,home P1,东门底商,H1 | cs-org alias import -q
    printf '%s\n' project,batch,kind,planned_on P1,B1,delivery,2025-06-30 | cs-org milestone import -q
    printf '%s\n' project,code,batch P1,1,B1 | cs-org building import -q
    printf '%s\n' code,name K1,客服 | cs-org staff import -q
    printf '%s\n' unit,role,staff P1,care,K1 | cs-org post import -q
    printf '%s\n' staff,from_on,until_on K1,2026-04-02,2026-04-06 | cs-org absence import -q
    printf '%s\n' external_id,name,kind,phone,home,role C1,赵女士,buyer,13911112222,H1,owner | cs-customer import -q --source crm
    cs-ticket add -q --kind repair --priority 3 --project P1 --room 1-1-101 --subject 主卫漏水到楼下 --component leak >/dev/null
    export CS_NOW=2026-03-09T09:00:00+08:00
    cs-escalate run -q >/dev/null 2>&1
}

store() {
    export CS_NOW=2026-03-09T10:00:00+08:00 CS_ACTOR=desk CS_DB=$PWD/cs.db
    cp "$MASTER" cs.db
}

LISTS='cs-org unit list
cs-org batch list
cs-org building list
cs-org home list
cs-org alias list
cs-org milestone list
cs-org staff list
cs-org post list
cs-org absence list
cs-customer list
cs-customer role list
cs-customer history 1
cs-ticket list
cs-ticket path list
cs-ticket history 1
cs-escalate policy list
cs-escalate ladder list
cs-escalate reasons list
cs-notify list
cs-calendar list
cs-report list'

PAGES='cs-org show P1
cs-customer show 1
cs-ticket show 1
cs-escalate explain 1'

@test "every table's heading is Chinese, each word of it" {
    store
    while read -r line; do
        # shellcheck disable=SC2086 # a command and its words
        capture env LC_ALL=zh_CN.UTF-8 $line -o md
        [ "$status" -eq 0 ] || fault "$line: status $status: $err"
        head -n 1 "$OUT" | tr '|' '\n' | sed 's/^ *//; s/ *$//' | grep . | while read -r word; do
            LC_ALL=C grep -qP '[\xe4-\xe9]' <<<"$word" || echo "$line: heading \"$word\""
        done >left
        [ ! -s left ] || fault "$(paste -sd' ' left)"
    done <<<"$LISTS"
    no_faults
}

@test "under C the same headings hold no Chinese" {
    store
    while read -r line; do
        # shellcheck disable=SC2086
        capture env LC_ALL=C.UTF-8 $line -o md
        ! head -n 1 "$OUT" | LC_ALL=C grep -qP '[\x80-\xff]' || fault "$line: $(head -n 1 "$OUT")"
    done <<<"$LISTS"
    no_faults
}

# Titles of reports are words of the share folder, told in the language of who asks; cs-report.bats says so.
@test "csv, tsv, json and jsonl are the same bytes as under C" {
    store
    while read -r line; do
        for format in csv json; do
            # shellcheck disable=SC2086
            cmp -s <(LC_ALL=C $line -o $format) <(LC_ALL=zh_CN.UTF-8 LANGUAGE=zh_CN $line -o $format) ||
                [ "$line" = 'cs-report list' ] || fault "$line -o $format changes with the language"
        done
    done <<<"$LISTS"
    for format in tsv jsonl; do
        cmp -s <(LC_ALL=C cs-ticket list -o $format) <(LC_ALL=zh_CN.UTF-8 cs-ticket list -o $format) || fault "$format"
    done
    no_faults
}

@test "tables and pages are no wider than a terminal of 40, 60, 80 and 100 columns" {
    store
    for width in 40 60 80 100; do
        while read -r line; do
            on_terminal $width "LC_ALL=zh_CN.UTF-8 $line"
            [ "$status" -eq 0 ] || fault "$line: status $status"
            got=$(tr -d '\r' <"$OUT" | widest)
            [ "$got" -le $width ] || fault "$line at $width: $got columns"
        done <<<"$(printf '%s\n' "$LISTS" | sed -n '1p;4p;10p;13p;15p;16p;17p;19p')"$'\n'"$PAGES"
    done
    no_faults
}

@test "help is Chinese for every command and no wider than 80 columns" {
    for bin in $(binaries); do
        capture env LC_ALL=zh_CN.UTF-8 "$bin" --help
        [ "$status" -eq 0 ] || fault "$bin: status $status"
        [ "$(widest <"$OUT")" -le 80 ] || fault "$bin --help is $(widest <"$OUT") columns wide"
        [[ $out == 用法* ]] || fault "$bin --help begins: $(head -n 1 "$OUT")"
        ! grep -qE '^(Usage|Commands|Options|Examples|Exit status)' "$OUT" || fault "$bin --help: English headings"
        while read -r verb; do
            # shellcheck disable=SC2086 # a verb may be two words
            capture env LC_ALL=zh_CN.UTF-8 "$bin" $verb --help
            [[ $out == 用法* ]] || fault "$bin $verb --help begins: $(head -n 1 "$OUT")"
            ! grep -qE '^(Usage|Options|Common options|Filters|Columns|Examples|Exit status)' "$OUT" ||
                fault "$bin $verb --help: English headings"
            [ "$(widest <"$OUT")" -le 80 ] || fault "$bin $verb --help is $(widest <"$OUT") columns wide"
        done < <(verbs "$bin")
    done
    no_faults
}

@test "refusals and summaries are Chinese, and name the same things" {
    store
    export LC_ALL=zh_CN.UTF-8
    while IFS='|' read -r want line; do
        # shellcheck disable=SC2086
        capture $line
        [ "$status" -eq "$want" ] || fault "$line: status $status, not $want: $err"
        LC_ALL=C grep -qP '[\xe4-\xe9]' "$ERR" || fault "$line says: $err"
    done <<'END'
2|cs-ticket list --fields nope
2|cs-ticket list --nope
2|cs-ticket nope
2|cs-ticket inspect seven
3|cs-ticket note 77 --note x
3|cs-ticket verify 1
3|cs-ticket hold 1
3|cs-ticket cancel 1
1|cs-ticket show 99
1|cs-org show P99
2|cs-ticket list -o yaml
2|cs-ticket list --limit many
2|cs-ticket show 1 -o csv
2|cs-customer list --sort phone
2|cs-ticket list --tz Nowhere/City
0|cs-escalate run --dry-run
0|cs-ticket inspect 1 --dry-run --verbose
END
    no_faults
}

@test "the exit status does not change with the language" {
    store
    for line in 'cs-ticket show 99' 'cs-ticket list --nope' 'cs-ticket verify 1' 'cs-ticket list'; do
        # shellcheck disable=SC2086
        capture env LC_ALL=C.UTF-8 $line
        want=$status
        # shellcheck disable=SC2086
        capture env LC_ALL=zh_CN.UTF-8 $line
        [ "$status" -eq "$want" ] || fault "$line: $status, not $want"
    done
    no_faults
}
