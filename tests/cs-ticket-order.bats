# Orders of others on the command line: a hotline's list comes in, is signed for, extended, answered, finished.

load helpers

open_list() {
    export CS_DB=$PWD/cs.db CS_NOW=2026-03-02T12:00:00+08:00 CS_ACTOR=desk
    cs-db init -q
    printf '%s\n' 工单号,类型,渠道,来电时间,办理时限,签收时间 \
        'HX1,投诉,12345,2026-03-02 09:00,2026-03-06 18:00,2026-03-02 10:00' \
        'HX2,咨询,12345,2026-03-02 09:00,,' >list.csv
    cs-ticket import --source 12345 list.csv -q
}

orders() { cs-ticket order list "$@" --fields id,number,external_id,due_at -o csv | tail -n +2 | cut -c -28; }

@test "a hotline's list makes orders, each with its limit; piped on they are signed for" {
    open_list
    # HX2 is an inquiry: two workdays from Monday.
    [ "$(orders --open)" = $'1,1,HX1,2026-03-06T18:00:00+\n2,1,HX2,2026-03-04T18:00:00+' ]
    [ "$(cs-ticket order list --open --external-id HX2 -o csv | cs-ticket order sign 2>&1)" = "cs-ticket: done 1, refused 0" ]
    [ "$(cs-ticket order list --fields signed_at -o csv | tail -n +2 | cut -c 12-16 | paste -sd' ')" = "10:00 12:00" ]
    [ "$(cs-ticket order sign 2 2>&1)" = "cs-ticket: case 2: written down already, nothing changes" ]
    [ "$(orders 12345:HX2)" = 2,1,HX2,2026-03-04T18:00:00+ ]
}

@test "an extension has its number; a refused one moves nothing; an import cannot move a limit without" {
    open_list
    capture cs-ticket extend 1 --by 2wd
    [ "$status" -eq 3 ]
    err_has "an extension is granted under a number (--permit NO)"
    cs-ticket extend 1 --refused --permit 延1 -q
    cs-ticket extend 1 --by 2wd --permit 延2 --note 待第三方检测 -q # Mon 9, Tue 10
    [ "$(orders 1)" = 1,1,HX1,2026-03-10T18:00:00+ ]
    [ "$(cs-ticket extension list --fields granted,permit -o csv | tail -n +2 | paste -sd' ')" = "no,延1 yes,延2" ]
    [ "$(cs-escalate explain 1 -o json | jq -r '.intervals[] | select(.metric == "outside_finish") | .kind' | paste -sd' ')" = \
        "counted not_extended extended" ]
    sed -i 's/2026-03-06 18/2026-03-20 18/' list.csv
    capture cs-ticket import --source 12345 list.csv
    err_has "1 orders of others name another limit than before"
    [ "$(orders 1)" = 1,1,HX1,2026-03-10T18:00:00+ ]
    [ "$(cs-ticket list --anomalies target_moved --fields id -o csv | tail -n +2)" = 1 ]
}

@test "another order on the same case, in Chinese words; closing ours leaves theirs open" {
    open_list
    cs-ticket order add 2 --source xinfang --external-id X7 --channel 信访 -q
    [ "$(orders 2)" = $'2,1,HX2,2026-03-04T18:00:00+\n2,2,X7,2026-05-01T12:00:00+0' ] # 29 + 30 + 1 days
    capture cs-ticket order answer 2
    [ "$status" -eq 3 ]
    err_has "has several open orders; name one (--order): 1 12345:HX2, 2 xinfang:X7"
    cs-ticket order answer 2 --order HX2 -q
    capture cs-ticket close 2 --resolution 已解答
    err_has "order 12345:HX2 is still open with them"
    cs-ticket order finish 2 --order 1 -q
    [ "$(orders --open)" = $'1,1,HX1,2026-03-06T18:00:00+\n2,2,X7,2026-05-01T12:00:00+0' ]
    capture cs-ticket order add 1 --source xinfang --external-id X7 --channel 信访
    err_has "xinfang:X7 is case 2 already; merge the two"
    capture cs-ticket order add 1 --source xinfang --external-id X8 --channel 热气球
    [ "$status" -eq 2 ]
    [ "$(cs-ticket show 2 -o json | jq '(.orders | length) + (.clocks | map(select(.metric == "outside_finish")) | length)')" = 4 ]
}
