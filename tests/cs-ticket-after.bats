# Holds, call-backs, soothing, second calls and late entries through the command line.

load helpers

# A store as `cs-db init` makes it, a project in a city with its posts, and a leak that waits for its call-back.
# Opened Monday 2 March 09:00, closed Wednesday 4 March 12:00 by K1.
closed_leak() {
    export CS_DB="$PWD/cs.db" CS_NOW=2026-03-02T09:00:00+08:00 CS_ACTOR=desk
    cs-db init -q
    printf '%s\n' code,name,kind,parent G,集团,group, C,上海,city,G P1,听澜苑,project,C | cs-org unit import -q
    printf '%s\n' code,name E1,工程师 K1,客服 K2,回访员 H1,项目总 HC,城市总 | cs-org staff import -q
    printf '%s\n' unit,role,staff P1,engineer,E1 P1,care,K1 P1,head,H1 C,head,HC | cs-org post import -q
    cs-ticket add -q --kind repair --component leak --project P1 --subject 漏水 >/dev/null
    cs-ticket inspect -q 1
    cs-ticket dispatch -q 1 --to X1
    cs-ticket accept -q 1
    cs-ticket work -q 1 --done
    cs-ticket verify -q 1
    export CS_NOW=2026-03-04T12:00:00+08:00
    cs-ticket close -q 1 --actor K1 --component leak --class workmanship --cause x --party X1 --evidence p
}

one() { # FIELD of case 1
    cs-ticket list --id 1 --fields "$1" -o csv | tail -n 1
}

@test "unhappy: a soothing task that list finds and soothe ends" {
    closed_leak
    capture cs-ticket callback 1 --result unhappy --score 2 --speed 1 --unhappy-reason 太慢 --quality-check passed --actor 客服
    status_is 3 && err_has '客服 closed it and so does not call back' # K1 by name
    capture cs-ticket callback 1 --result unhappy --score 2 --speed 1 --unhappy-reason 太慢 --quality-check passed --actor K2
    status_is 0
    [ "$(cs-ticket list --soothing --fields id,state,unhappy_at -o csv | tail -n 1)" = 1,closed,2026-03-04T12:00:00+08:00 ]
    [ "$(cs-ticket callbacks --fields ticket,call,result,score,speed,quality_check,reason -o csv | tail -n 1)" = 1,1,unhappy,2,1,passed,太慢 ]
    [ "$(cs-ticket show 1 -o json | jq -c '[.callbacks[0].score, .callbacks[0].quality_check]')" = '[2,"passed"]' ]
    capture cs-ticket soothe 1
    status_is 3 && err_has 'what was said to the customer'
    cs-ticket list --soothing | cs-ticket soothe -q --note 已致歉 --means visit
    [ "$(cs-ticket list --soothing -o csv | wc -l)" = 1 ] # its heading alone
    cs-db check -q
}

@test "rain brings the second call forward, through a file of the city's weather" {
    closed_leak
    cs-ticket callback -q 1 --score 5 --actor K2
    [ "$(one recall_at)" = 2026-04-03T12:00:00+08:00 ]
    export CS_NOW=2026-03-09T08:00:00+08:00
    printf '%s\n' 单位,日期,天气 C,2026-03-06,霜冻 | cs-org weather import -q # frost is no rain
    printf '%s\n' unit,day,kind C,2026-03-08,雨 P1,2026-03-09,storm ZZ,2026-03-08,rain >rain.csv
    capture cs-org weather import rain.csv --dry-run
    err_has '1 second calls after a leak were brought forward'
    [ "$(one recall_at)" = 2026-04-03T12:00:00+08:00 ]
    capture cs-org weather import rain.csv
    status_is 3 && err_has 'there is no unit "ZZ"' && err_has 'brought forward' && err_has 'inserted 2'
    [ "$(one recall_at)" = 2026-03-09T09:00:00+08:00 ]
    capture cs-org weather import rain.csv
    err_has 'unchanged 2'
    [[ $err != *forward* ]]
    [ "$(cs-org weather list | cs-org weather import 2>&1)" = 'cs-org: inserted 0, updated 0, unchanged 3, refused 0' ]
    export CS_NOW=2026-03-09T10:00:00+08:00
    [ "$(cs-ticket list --second-call --fields id -o csv | tail -n 1)" = 1 ]
    cs-ticket callback -q 1 --result not_solved --note 又漏 --actor K2
    [ "$(one state)" = to_inspect ]
    cs-db check -q
}

@test "a late entry waits for a verdict, and is confirmed or refused by who may" {
    closed_leak
    cs-ticket reopen -q 1 --reason 复漏
    export CS_NOW=2026-03-08T12:00:00+08:00
    cs-ticket inspect -q 1 --at 2026-03-05T10:00
    [ "$(cs-ticket backdated --waiting --fields ticket,verb,late_hours,actor,project -o csv | tail -n 1)" = 1,inspect,74,desk,P1 ]
    capture cs-ticket confirm 1
    status_is 3 && err_has 'desk wrote event'
    capture cs-ticket confirm 1 --actor E1
    status_is 3 && err_has 'does not hold the post "head / customer care"'
    cs-ticket backdated --waiting -o jsonl | jq -c '{id: .ticket}' | cs-ticket confirm -q --actor H1 --refuse --note 无凭据
    [ "$(cs-ticket backdated --fields approved,judge,note -o csv | tail -n 1)" = no,H1,无凭据 ]
    [ "$(sqlite3 cs.db "SELECT unproven || ' ' || strftime('%d %H:%M', stopped_at, 'unixepoch', '+8 hours') FROM clock WHERE metric = 'inspect' AND
        instance = 2")" = '0 08 12:00' ]
    capture cs-ticket confirm 1 --actor HC
    status_is 3 && err_has 'nothing backdated waits'
    cs-db check -q
}

@test "a hold: approved by staff, looked at, renewed by the city, ended by two runs at once only once" {
    closed_leak
    cs-ticket reopen -q 1 --reason 复漏
    capture cs-ticket hold 1 --reason drying --approver 张工 --evidence p
    status_is 3 && err_has '"张工" is no member of staff'
    cs-ticket hold -q 1 --reason drying --approver E1 --evidence p --until 2026-03-06T12:00
    cs-ticket review -q 1 --note 仍潮
    capture cs-ticket renew 1 --approver H1 --until 2026-03-07T12:00
    status_is 3 && err_has 'at its city or above'
    cs-ticket renew -q 1 --approver HC --until 2026-03-07T12:00
    [ "$(cs-ticket show 1 -o json | jq -c '.holds[0] | [.limit_at, .renewals, .approver]')" = '["2026-03-07T12:00:00+08:00",1,"E1"]' ]
    export CS_NOW=2026-03-08T12:00:00+08:00
    cs-escalate run -q --actor cron >/dev/null 2>&1 &
    cs-escalate run -q --actor cron >/dev/null 2>&1
    wait
    [ "$(one state,hold_reason)" = to_inspect, ]
    [ "$(cs-ticket history 1 --verb resume --fields occurred_at,outcome,mark -o csv)" = $'occurred_at,outcome,mark\n2026-03-07T12:00:00+08:00,limit,' ]
    [ "$(cs-ticket show 1 -o json | jq -c '.holds[0] | [.ended_at, .ended_by]')" = '["2026-03-07T12:00:00+08:00","limit"]' ]
    cs-db check -q
}
