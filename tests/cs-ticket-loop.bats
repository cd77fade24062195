# cs-ticket refuse, plan, approve, talk, agree, appoint, promise: as a clerk types them. Their rules and clocks are
# those of tests/unit/ticket-{settle,visit,trades,refuse}.c; here are options, words, pages and lists.

load helpers

# Monday 2 March 2026, 9 o'clock: one project with two heads above each other, two suppliers.
open_desk() {
    export CS_NOW=2026-03-02T09:00:00+08:00 CS_ACTOR=desk CS_DB=$PWD/cs.db
    cs-db init --db cs.db 2>/dev/null
    printf '%s\n' code,name,kind,parent G,集团,group, R,东区,region,G C,江城,city,R P1,华府一期,project,C \
        X1,甲防水,contractor, X2,乙油漆,contractor, | cs-org unit import -q
    printf '%s\n' code,name H1,周总 HC,江总 | cs-org staff import -q
    printf '%s\n' unit,role,staff P1,head,H1 C,head,HC | cs-org post import -q
}

at() { # TIME: what the clock says from now on
    export CS_NOW=2026-03-$1:00+08:00
}

field() { # ID NAME
    cs-ticket list --id "$1" --fields "$2" -o csv | tail -n 1
}

@test "a complaint through plan, approval, talk and agreement, and its page" {
    open_desk
    cs-ticket add --kind complaint --project P1 --subject 木门变形 -q >/dev/null
    cs-ticket verify 1 -q
    capture cs-ticket plan 1
    status_is 3
    err_has "what is the plan? (--plan TEXT)"
    # ten days and three workdays from now; amounts in yuan
    cs-ticket plan 1 --plan 更换木门 --demand 5000 --offer 1,800.50 --by 10d --actor clerk -q
    capture cs-ticket approve 1 --approver 周总 --refused
    err_has "why is the plan refused?"
    cs-ticket approve 1 --approver 周总 -q
    capture cs-ticket talk 1 --result maybe
    status_is 2
    cs-ticket talk 1 --note 业主同意 --channel 上门 -q
    capture cs-ticket agree 1 --amount 1800.51 --terms 更换木门 --evidence scan://1
    status_is 3
    err_has "1800.51 CNY is more than the 1800.50 CNY that were approved"
    capture cs-ticket agree 1 --amount -3
    status_is 2
    err_has "--amount"
    cs-ticket agree 1 --amount 1800.50 --terms 更换木门 --evidence scan://1 -q
    capture cs-ticket settlements -o json
    [ "$(jq -c '.[0] | [.state, .plan, .planned_by, .due_at, .demanded, .offered, .approver, .agreed, .terms]' <"$OUT")" = \
        '["to_close","更换木门","clerk","2026-03-12T09:00:00+08:00",5000,1800.5,"H1",1800.5,"更换木门"]' ]
    [ "$(cs-ticket settlements --offered '>1000' --approver H1 --count)" = 1 ]
    [ "$(cs-ticket settlements --offered '>1800.50' --count)" = 0 ]
    [ "$(field 1 planned_at,approved_at,talked_at,agreed_at | tr , '\n' | sort -u)" = 2026-03-02T09:00:00+08:00 ]
    capture cs-ticket show 1 -o json
    [ "$(jq -c '.settlement | [.plan, .agreed, .planned_by]' <"$OUT")" = '["更换木门",1800.5,"clerk"]' ]
    capture cs-ticket show 1 -o md
    grep -q '^## Settlement' "$OUT"
    cs-db check -q
}

@test "who may approve how much: listed, read back, replaced whole" {
    open_desk
    capture cs-ticket approvals list -o csv
    [ "$out" = $'role,level,amount\nhead,project,2000.00\nhead,city,20000.00\nhead,region,100000.00\nhead,group,' ]
    cs-ticket approvals list -o jsonl >limits.jsonl
    capture cs-ticket approvals import limits.jsonl
    status_is 0
    err_has "inserted 0, updated 0, unchanged 4, refused 0"
    capture cs-ticket approvals import - <<<$'岗位,层级,审批上限\n客服,城市,500\n负责人,城市,'
    status_is 0
    [ "$(cs-ticket approvals list -o csv | tail -n +2)" = $'care,city,500.00\nhead,city,' ]
    # who may approve what stands whole or not at all
    capture cs-ticket approvals import - <<<$'role,level,amount\nhead,project,1\nking,city,1'
    status_is 1
    err_has king
    err_has "nothing of the file was saved"
    capture cs-ticket approvals import - <<<$'role,level,amount\nhead,city,1\nhead,city,2'
    status_is 1
    err_has 'role: "head" has a limit at level "city" already'
    [ "$(cs-ticket approvals list -o csv | tail -n +2)" = $'care,city,500.00\nhead,city,' ]
}

@test "appointments: options in Chinese, a crew's day, what became of each" {
    open_desk
    for room in 1-1-101 1-1-102; do
        cs-ticket add --kind repair --project P1 --room "$room" --subject "漏水 $room" -q >/dev/null
    done
    cs-ticket inspect 1 2 -q && cs-ticket dispatch 1 2 --to X1 -q && cs-ticket accept 1 2 -q
    cs-ticket appoint 1 --from 2026-03-05T09:00 --until 2026-03-05T11:00 --with 业主 --access 在家 -q
    capture cs-ticket appoint 2 --from 2026-03-05T10:00 --until 2026-03-05T12:30 --access keys
    err_has "at that time X1 is already expected in case 1"
    err_has "outside the hours in which noise is allowed (calendar noise)"
    capture cs-ticket appoint 2 --kept --cancel
    status_is 2
    capture cs-ticket appoint 2 --access 翻窗
    status_is 2
    err_has "--access"
    capture cs-ticket appointments --on 2026-03-05 --supplier X1 --fields ticket,starts_at,access,room -o csv
    [ "$out" = 'ticket,starts_at,access,room
1,2026-03-05T09:00:00+08:00,at_home,1-1-101
2,2026-03-05T10:00:00+08:00,keys,1-1-102' ]
    [ "$(cs-ticket appointments --on 2026-03-06 --count)" = 0 ]
    at 05T11:20
    cs-ticket work 1 -q
    at 05T14:00
    cs-ticket appoint 2 --missed owner --reason 敲门无人应 -q
    # in two workdays from Thursday noon: by Monday's close; the owner's wish
    cs-ticket appoint 2 --from 2026-03-09T09:00 --until 2wd --access keys -q
    capture cs-ticket appointments --fields ticket,state,reason,ends_at -o csv --sort ticket,seq
    [ "$out" = 'ticket,state,reason,ends_at
1,kept,came 20 minutes late,2026-03-05T11:00:00+08:00
2,missed_owner,敲门无人应,2026-03-05T12:30:00+08:00
2,agreed,,2026-03-09T18:00:00+08:00' ]
    [ "$(cs-ticket appointments --state 业主爽约 --count)" = 1 ]
    capture cs-ticket show 2 -o json
    [ "$(jq -c '[.appointments[].state]' <"$OUT")" = '["missed_owner","agreed"]' ]
    [ "$(jq -c '.appointments[0] | has("subject")' <"$OUT")" = false ]
    cs-db check -q
}

@test "a promise: by an amount of time, told or not, warned about, moved" {
    open_desk
    cs-ticket add --kind repair --project P1 --subject 漏水 -q >/dev/null
    # three workdays after Monday end on Thursday at six; the work's own limit is seven days
    capture cs-ticket promise 1 --by 3wd
    status_is 0
    [ -z "$out" ]
    [[ $err != *warning* ]]
    [ "$(field 1 promised_at,first_contact_at,promise_moves)" = 2026-03-05T18:00:00+08:00,, ]
    capture cs-ticket promise 1 --by 8d --told --channel 短信 --note 等材料
    err_has "case 1: promised for later than its limit for the work, 2026-03-09 09:00"
    [ "$(field 1 promised_at,first_contact_at,promise_moves)" = 2026-03-10T09:00:00+08:00,2026-03-02T09:00:00+08:00,1 ]
    capture cs-ticket promise 1 --by -1d
    status_is 3
    err_has "a finish that is past cannot be promised"
    capture cs-ticket promise 1 --by soon
    status_is 2
    err_has "--by"
    [ "$(cs-ticket show 1 -o json | jq -r '.clocks[] | select(.metric == "promise") | .due_at')" = 2026-03-10T09:00:00+08:00 ]
}

@test "sent back by a supplier or a department, and the home the damage comes from" {
    open_desk
    printf '%s\n' code,project,room A101,P1,1-1-101 A201,P1,1-1-201 | cs-org home import -q
    cs-ticket add --kind repair --project P1 --room 1-1-101 --subject 漏水 -q >/dev/null
    cs-ticket inspect 1 --source-home 1栋1单元201 --handling-dept 工程部 -q
    [ "$(field 1 home,source_home)" = A101,A201 ]
    [ "$(cs-ticket list --source-home A201 --count)" = 1 ]
    cs-ticket dispatch 1 --to X1 -q
    cs-ticket refuse 1 --by X1 --reason 非合同范围 -q
    capture cs-ticket refuse 1 --dept 设计部 --reason x
    status_is 3
    err_has 'case 1 is with "工程部", not with "设计部"'
    cs-ticket refuse 1 --dept 工程部 --reason 属物业 -q
    [ "$(field 1 state,handoffs,handling_dept)" = refused,2, ]
    capture cs-ticket history 1 --field refused_by --fields old,new -o csv
    [ "$out" = $'old,new\nX1,工程部\n工程部,' ]
    # many at once, from a list; the ones that cannot are said and the rest go on
    cs-ticket add --kind repair --project P1 --subject 二 -q >/dev/null
    cs-ticket inspect 2 -q && cs-ticket dispatch 2 --to X2 -q
    capture_sh 'cs-ticket list --fields id | cs-ticket refuse --by X2 --reason 停工'
    status_is 3
    err_has "done 1, refused 1"
}

@test "holds and appointments of other verbs take an amount of time as well" {
    open_desk
    cs-ticket add --kind repair --project P1 --subject 漏水 -q >/dev/null
    cs-ticket inspect 1 --appointment 1d -q
    [ "$(cs-ticket appointments --fields starts_at,ends_at -o csv | tail -n 1)" = 2026-03-03T09:00:00+08:00,2026-03-03T11:00:00+08:00 ]
    cs-ticket contact 1 --promised 2wd --note 已告知 -q
    [ "$(field 1 promised_at)" = 2026-03-04T18:00:00+08:00 ]
    capture cs-ticket hold 1 --reason weather --until nextweek --approver 周总 --evidence photo://1
    status_is 2
    err_has "--until"
}
