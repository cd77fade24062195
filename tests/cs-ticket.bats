# cs-ticket: the verbs as a clerk types them, their refusals, their output.

load helpers

# A store as `cs-db init` makes it with one project, two homes and two suppliers; Monday, 9 o'clock.
open_desk() {
    export CS_NOW=2026-03-02T09:00:00+08:00 CS_ACTOR=desk CS_DB=$PWD/cs.db
    cs-db init --db cs.db 2>/dev/null
    printf '%s\n' code,name,kind,parent G,集团,group, R,东区,region,G C,江城,city,R P1,华府一期,project,C \
        X1,甲防水,contractor, X2,乙油漆,contractor, | cs-org import units -q 2>/dev/null ||
        printf '%s\n' code,name,kind,parent G,集团,group, R,东区,region,G C,江城,city,R P1,华府一期,project,C \
            X1,甲防水,contractor, X2,乙油漆,contractor, | cs-org unit import -q
}

at() { # TIME: what the clock says from now on
    export CS_NOW=2026-03-$1:00+08:00
}

add() { # OPTION... -> the new case's number
    cs-ticket add --kind repair --priority 3 --project P1 "$@" -o json | jq -r '.[0].id'
}

state() {
    cs-ticket list --id "$1" --fields state -o csv | tail -n 1
}

# Leads a repair as far as `to_close`.
to_close() {
    local id
    id=$(add --subject 渗漏)
    cs-ticket inspect "$id" && cs-ticket dispatch "$id" --to X1 && cs-ticket accept "$id" &&
        cs-ticket work "$id" --done && cs-ticket verify "$id" && echo "$id"
}

close_it() {
    cs-ticket close "$1" --component leak --class workmanship --cause 破损 --party X1 --evidence photo://after "${@:2}"
}

@test "add answers with the new case, in the format asked for" {
    open_desk
    capture cs-ticket add --kind 投诉 --priority 紧急 --subject 噪音 --project 华府一期 -o json
    status_is 0
    silent_err
    [ "$(jq -c '.[0] | [.id, .kind, .priority, .state, .project, .occurred_at]' <"$OUT")" = \
        '[1,"complaint",2,"received","P1","2026-03-02T09:00:00+08:00"]' ]
    capture cs-ticket add --kind repair --subject 漏水 --dry-run -o csv
    status_is 0
    [ "$(cs-ticket list -o csv | wc -l)" -eq 2 ]
}

@test "add refuses what cannot be a case of our own" {
    open_desk
    capture cs-ticket add --kind rumour
    status_is 2
    err_has rumour
    capture cs-ticket add --kind repair --external-id X
    status_is 2
    err_has "a case of our own is named by its number"
    capture cs-ticket add --kind repair --phone '139****0001'
    status_is 1
    err_has "is masked"
    capture cs-ticket add --kind repair --occurred-at 2026-03-02T09:00:01
    status_is 1
    err_has "written down when it has happened"
    [ "$(cs-ticket list -o csv | wc -l)" -eq 1 ]
}

@test "a case entered more than a day late is flagged as backdated" {
    open_desk
    cs-ticket add --kind repair --occurred-at 2026-03-01T09:00:00 -q >/dev/null
    cs-ticket add --kind repair --occurred-at 2026-03-01T08:59:59 -q >/dev/null
    capture cs-ticket list --fields id,anomalies -o csv
    out_is $'id,anomalies\n1,\n2,backdated'
}

@test "the loop by hand: inspect, dispatch, accept, work, verify, close, callback" {
    open_desk
    id=$(add --subject 渗漏)
    for step in "inspect --component 渗漏 --class 工艺" "dispatch --to X1" accept work "work --done" verify; do
        # shellcheck disable=SC2086 # a verb and its options
        capture cs-ticket ${step%% *} "$id" ${step#"${step%% *}"}
        status_is 0
        silent_err
    done
    [ "$(state "$id")" = to_close ]
    close_it "$id"
    capture cs-ticket callback "$id" --score 5
    status_is 3
    err_has "desk closed it and so does not call back on it"
    capture cs-ticket callback "$id" --score 5 --quality-check passed --actor caller
    status_is 0
    [ "$(state "$id")" = closed ]
    capture cs-ticket history "$id" --fields verb,outcome,old,new,actor -o csv
    out_has "work,done,in_work,to_verify,desk"
    out_has "callback,solved,to_call_back,closed,caller"
}

@test "a refused move names the legal ones, exits 3 and changes nothing" {
    open_desk
    id=$(add)
    before=$(store_digest cs.db)
    capture cs-ticket verify "$id"
    status_is 3
    err_has 'case 1 stands at "received": verify is no legal move; legal are: inspect, hold, merge, cancel, note, contact'
    err_has "done 0, refused 1"
    capture cs-ticket note 77 --note x
    status_is 3
    err_has "there is no case 77"
    capture cs-ticket inspect seven
    status_is 2
    err_has '"seven" is no id'
    [ "$(store_digest cs.db)" = "$before" ]
}

@test "many cases at once: the legal ones move, the others are told; --strict moves none" {
    open_desk
    add >/dev/null
    add >/dev/null
    add >/dev/null
    cs-ticket inspect 2
    capture_sh "cs-ticket list -o jsonl | cs-ticket dispatch --to X1 --strict"
    status_is 1
    err_has "nothing was saved (--strict)"
    [ "$(state 2)" = to_dispatch ]
    capture_sh "cs-ticket list -o jsonl | cs-ticket dispatch --to X1"
    status_is 3
    err_has "done 1, refused 2"
    [ "$(state 1)$(state 2)$(state 3)" = receivedto_acceptreceived ]
    capture_sh "cs-ticket list --state received -o csv | cs-ticket inspect --dry-run"
    status_is 0
    [ "$(state 1)" = received ]
}

@test "closing a repair demands class, component, cause, party and evidence" {
    open_desk
    id=$(to_close)
    capture cs-ticket close "$id" --component leak
    status_is 3
    err_has "missing: --class, --cause, --party, --evidence"
    capture cs-ticket close "$id" --class nonsense
    status_is 2
    err_has '--class: "nonsense" is none of its words'
    capture close_it "$id" --party "X1=60;X2=30"
    status_is 3
    err_has "make 90 per cent, not 100"
    capture close_it "$id" --party "X1=60;X2=40" --resolution 重做防水
    status_is 0
    capture cs-ticket show "$id"
    out_has "X1 60% +1"
    out_has 重做防水
}

@test "a complaint closes without these demands, with its verdict" {
    open_desk
    id=$(add --kind complaint)
    cs-ticket contact "$id" --note 已联系
    cs-ticket work "$id" --done
    capture cs-ticket close "$id" --verdict partly
    status_is 0
    [ "$(cs-ticket list --id "$id" --fields verdict,state -o csv | tail -n 1)" = partly,to_call_back ]
}

@test "an inquiry closes on the call" {
    open_desk
    id=$(add --kind inquiry)
    capture cs-ticket close "$id" --resolution 已解答
    status_is 0
    [ "$(state "$id")" = closed ]
}

@test "an order is sent back by its supplier and dispatched to another" {
    open_desk
    id=$(add)
    cs-ticket inspect "$id" && cs-ticket dispatch "$id" --to X1
    capture cs-ticket accept "$id" --refused --note 超出范围
    status_is 0
    [ "$(state "$id")" = refused ]
    cs-ticket dispatch "$id" --to X2
    capture cs-ticket show "$id" -o json
    [ "$(jq -c '[.work_orders[] | [.supplier, .state]]' <"$OUT")" = '[["X1","refused"],["X2","issued"]]' ]
}

@test "hold and resume: reason, approver, proof, limit" {
    open_desk
    id=$(add)
    capture cs-ticket hold "$id"
    status_is 3
    err_has "a hold needs a reason"
    capture cs-ticket hold "$id" --reason drying --evidence photo://wet
    err_has "needs the approval of maintenance engineer"
    capture cs-ticket hold "$id" --reason drying --approver 张工 --evidence photo://wet --until 2026-04-01
    status_is 3
    err_has "lasts 15d at the longest"
    capture cs-ticket hold "$id" --reason 闭水干燥 --approver 张工 --evidence photo://wet --until 2026-03-06T09:00
    status_is 0
    capture cs-ticket list --state held --fields id,hold_reason,hold_until -o csv
    out_is $'id,hold_reason,hold_until\n1,drying,2026-03-06T09:00:00+08:00'
    capture cs-ticket work "$id"
    err_has "legal are: resume, review, renew, note, contact"
    at 03T09:00
    cs-ticket resume "$id" --note 干了
    [ "$(state "$id")" = received ]
}

@test "merge: the duplicate is over, its references answer for the case that goes on" {
    open_desk
    add >/dev/null
    printf 'external_id,kind,subject\nH7,repair,重复\n' | cs-ticket import --source hotline -q
    capture cs-ticket merge 2
    status_is 2
    err_has "--into ID"
    capture cs-ticket merge 2 --into 1
    status_is 0
    [ "$(cs-ticket show hotline:H7 -o json | jq '.case.id')" = 1 ]
    capture cs-ticket list --merged-into 1 --fields id,state -o csv
    out_is $'id,state\n2,merged'
    capture_sh "printf 'external_id,kind,subject\nH7,repair,重复\n' | cs-ticket import --source hotline"
    status_is 0
    err_has "inserted 0, updated 0, unchanged 1, refused 0"
}

@test "cancel and reopen; note changes priority with a reason; contact breaks the silence" {
    open_desk
    id=$(add)
    capture cs-ticket cancel "$id"
    status_is 3
    err_has "cancelling needs a reason"
    capture cs-ticket note "$id" --priority 特急
    status_is 3
    err_has "needs its reason (--note TEXT)"
    cs-ticket note "$id" --priority 特急 --note 爆管
    [ "$(cs-ticket list --id "$id" --fields priority -o csv | tail -n 1)" = 1 ]
    at 02T10:00
    cs-ticket contact "$id" --not-reached
    [ -z "$(cs-ticket list --id "$id" --fields last_contact_at -o csv | tail -n 1 | tr -d '"')" ]
    cs-ticket contact "$id" --channel 上门 --note 已见面
    [ "$(cs-ticket list --id "$id" --fields last_contact_at -o csv | tail -n 1)" = 2026-03-02T10:00:00+08:00 ]
    cs-ticket cancel "$id" --reason 误报
    capture cs-ticket reopen "$id"
    status_is 3
    err_has "legal are: note, contact"
}

@test "--at tells when it happened: not in the future, not before the case, flagged after a day" {
    open_desk
    id=$(add)
    at 03T10:00
    capture cs-ticket inspect "$id" --at 2026-03-03T10:00:01
    status_is 2
    err_has "has not come yet"
    capture cs-ticket inspect "$id" --at 2026-03-02T08:00
    status_is 3
    err_has "lies before the case was opened"
    cs-ticket inspect "$id" --at -90m
    capture cs-ticket history "$id" --verb inspect --fields occurred_at,recorded_at,mark -o csv
    out_is $'occurred_at,recorded_at,mark\n2026-03-03T08:30:00+08:00,2026-03-03T10:00:00+08:00,'
    capture cs-ticket dispatch "$id" --to X1 --at 2026-03-03T08:00
    status_is 3
    err_has "lies before inspect, which happened at 2026-03-03T08:30:00+08:00"
    at 05T10:00
    cs-ticket dispatch "$id" --to X1 --at 2026-03-03T09:00
    [ "$(cs-ticket history "$id" --verb dispatch --fields mark -o csv | tail -n 1)" = backdated ]
}

@test "list: open, overdue, unresolved, changed since, any field" {
    open_desk
    add --subject 甲 >/dev/null
    add --subject 乙 --room 9-9-999 >/dev/null
    cs-ticket cancel 1 --reason 误报
    [ "$(cs-ticket list --open --fields id -o csv | tail -n +2)" = 2 ]
    [ "$(cs-ticket list --unresolved --fields id -o csv | tail -n +2)" = 2 ]
    [ -z "$(cs-ticket list --overdue --fields id -o csv | tail -n +2)" ]
    at 02T11:00 # the answer was due at 11:00: at that second it is not late yet
    [ -z "$(cs-ticket list --overdue --fields id -o csv | tail -n +2)" ]
    export CS_NOW=2026-03-02T11:00:01+08:00
    [ "$(cs-ticket list --overdue --fields id -o csv | tail -n +2)" = 2 ]
    cs-ticket note 1 --note 补记
    [ "$(cs-ticket list --changed-since 2026-03-02T11:00 --fields id -o csv | tail -n +2)" = 1 ]
    [ "$(cs-ticket list --overdue --changed-since 2026-03-02T08:00 --fields id -o csv | tail -n +2)" = 2 ]
    [ "$(cs-ticket list --subject 乙 --fields id -o csv | tail -n +2)" = 2 ]
}

@test "show: the whole case as a page, by number or by what the world calls it" {
    open_desk
    id=$(to_close)
    capture cs-ticket show "$id"
    status_is 0
    for part in "Case 1: 渗漏" Facts Faults "Work orders" Clocks History; do out_has "$part"; done
    capture cs-ticket show "$id" -o json
    [ "$(jq -r '.case.state, .work_orders[0].supplier' <"$OUT" | paste -sd,)" = to_close,X1 ]
    capture cs-ticket show 99
    status_is 1
    err_has "there is no case 99"
    capture cs-ticket show crm:none
    status_is 1
    err_has 'there is no case "crm:none"'
    capture cs-ticket show
    status_is 2
}

@test "an import says what it did and what is wrong with the data, and repeats itself without harm" {
    open_desk
    printf '%s\n' 'external_id,kind,occurred_at,done_at,closed_at,state,project,class' \
        'A,报修,2026-03-01 08:00,2026-03-01 07:00,2026-03-01 09:00,已关闭,P1,' \
        'B,报修,,,,待受理,P1,' \
        'C,报修,2026-03-01 08:00,,,处理中,无名园,' \
        'D,谣言,2026-03-01 08:00,,,处理中,P1,' >crm.csv
    capture cs-ticket import --source crm crm.csv --rejects r.csv
    status_is 3
    err_has "crm.csv:5"
    err_has "1 cases have times in an impossible order"
    err_has "1 cases have no moment of opening"
    err_has "1 cases name a project or room that is not known"
    err_has "1 closed repairs have no class"
    err_has "inserted 3, updated 0, unchanged 0, refused 1"
    sed 's/谣言/投诉/' r.csv | cs-ticket import --source crm -q
    capture cs-ticket import --source crm crm.csv
    err_has "inserted 0, updated 0, unchanged 3, refused 1"
    [ "$(cs-ticket list -o csv | wc -l)" -eq 5 ]
}

@test "rows that change and rows that are new come in one file, in any order" {
    open_desk
    printf 'external_id,kind,state,occurred_at,dispatched_at\nA,repair,received,2026-03-01 08:00,\n' | cs-ticket import --source crm -q
    capture_sh "printf 'external_id,kind,state,occurred_at,dispatched_at\nA,repair,to_accept,2026-03-01 08:00,2026-03-02 08:00\nB,repair,to_accept,2026-03-01 08:00,2026-03-02 08:30\nC,repair,held,2026-03-01 08:00,\n' | cs-ticket import --source crm"
    status_is 0
    err_has "inserted 2, updated 1, unchanged 0, refused 0"
    capture cs-ticket history 1 --fields verb,occurred_at,new,mark -o csv
    out_has dispatch,2026-03-02T08:00:00+08:00,to_accept,imported
}

@test "what list writes, import reads into another store: the same bytes in csv, tsv and jsonl" {
    open_desk
    to_close >/dev/null
    add --phone 13900000001 --subject '引"号,逗号' --body $'两\n行' >/dev/null
    for format in csv tsv jsonl; do
        cs-ticket list --unmask -o "$format" >"one.$format"
        cs-db init --db "two-$format.db" 2>/dev/null
        cs-org unit export -o csv 2>/dev/null | cs-org unit import --db "two-$format.db" -q 2>/dev/null || true
        cs-ticket import -q --db "two-$format.db" -i "$format" "one.$format"
        cs-ticket list --unmask --db "two-$format.db" -o "$format" | cmp - "one.$format"
    done
}

@test "paths are data: exported, changed, read back; one that never ends is refused" {
    open_desk
    capture cs-ticket path list --path repair --verb close --fields outcome,from,to,demands -o csv
    out_has "to_close,to_call_back,class;component;cause;party;evidence"
    cs-ticket path list -o csv >paths.csv
    capture cs-ticket path import paths.csv
    status_is 0
    cs-ticket path list -o csv | cmp - paths.csv
    capture_sh "printf 'path,kinds,verb,from,to\nring,praise,work,received,in_work\nring,praise,verify,in_work,received\n' | cs-ticket path import"
    status_is 1
    err_has "never to an end"
    cs-ticket path list -o csv | cmp - paths.csv
    printf 'path,kinds,verb,from,to\nshort,suggestion,close,received,closed\n' | cs-ticket path import -q
    capture_sh "printf 'path,kinds,verb,from,to\nshort,suggestion,close,nowhere,closed\n' | cs-ticket path import"
    err_has '"nowhere" is no state'
}

@test "the check of the store replays the log and catches a row that was tampered with" {
    open_desk
    id=$(add)
    cs-ticket inspect "$id"
    capture cs-db check
    status_is 0
    sqlite3 cs.db "UPDATE ticket SET state = 'closed' WHERE id = 1"
    capture cs-db check
    status_is 1
    err_has 'case 1: its row says "closed", its event log says "to_dispatch"'
}

@test "the help shows every command once, in groups" {
    cs-ticket --describe | jq -r '.commands[].name' | sort >all
    cs-ticket --help | awk '/^Options:/ { exit } /^  [a-z]/ { sub(/^  /, ""); sub(/  .*/, ""); print }' | sort >shown
    diff all shown
}
