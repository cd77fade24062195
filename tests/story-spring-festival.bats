# A Spring Festival with site stops of each project's own. 17 February 2026 is New Year's Day, a Tuesday. Work on site
# counts Monday to Saturday 08:00-18:00, ten hours a day.
#
#   project  its calendar   stops
#   S-01     site-south     Thursday 12 February to Tuesday 24 February
#   N-01     site-north     Monday 26 January to Saturday 28 February: frost
#   P-00     none: site     never; it knows no festival
#
# One repair each, reported on Tuesday 10 February at 14:00. The firm's limits: on site in 20 site hours, done in 60.

load helpers

# The limit of a clock, in Shanghai.
due() { # CASE METRIC
    sqlite3 cs.db "SELECT strftime('%m-%d %H:%M', due_at, 'unixepoch', '+8 hours') FROM clock
                   WHERE ticket_id = $1 AND metric = '$2'"
}

is_due() { # CASE METRIC WHEN
    [ "$(due "$1" "$2")" = "$3" ] || fault "case $1 $2: $(due "$1" "$2"), not $3"
}

winter() {
    export CS_ACTOR=desk CS_DB=$PWD/cs.db CS_NOW=2026-02-10T14:00:00+08:00
    cs-db init --db cs.db -q
    {
        echo calendar,title,timezone,hours,date,kind,name
        echo 'site-south,South,Asia/Shanghai,mon-sat 08:00-18:00,,,'
        echo 'site-north,North,Asia/Shanghai,mon-sat 08:00-18:00,,,'
        for day in {12..24}; do echo "site-south,,,,2026-02-$day,holiday,stop"; done
        for day in 01-{26..31} 02-{01..28}; do echo "site-north,,,,2026-$day,holiday,frost"; done
    } | cs-calendar import -q
    printf '%s\n' code,name,kind,parent,calendar G,Group,group,, C,City,city,G, S-01,South,project,C,site-south \
        N-01,North,project,C,site-north P-00,Plain,project,C, | cs-org unit import -q
    printf 'code,name\nE1,Engineer\nM1,Manager\nH1,Head\n' | cs-org staff import -q
    printf 'unit,role,staff\nC,engineer,E1\nC,care,M1\nC,head,H1\n' | cs-org post import -q
    printf '%s\n' policy,title,status,kind,metric,start,stop,amount,calendar,ladder,reopen \
        default,site,active,repair,visit,opened,arrived,20hwt,site,step,restart \
        default,site,active,repair,done,opened,done,60hwt,site,step,continue | cs-escalate policy import -q
    printf 'external_id,kind,priority,project,occurred_at,subject\n%s\n%s\n%s\n' \
        A,repair,3,S-01,2026-02-10T14:00,leak B,repair,3,N-01,2026-02-10T14:00,leak \
        C,repair,3,P-00,2026-02-10T14:00,leak | cs-ticket import -q --source crm
}

@test "each project counts its own open days" {
    winter
    # South: 4 h on the 10th, 10 on the 11th, then the stop; the 25th opens: 6 more make 20 at 14:00. For 60: 14 by
    # the 11th, 24 on the 25th, 34, 44, 54 on Saturday the 28th, Sunday closed, 6 more on 2 March.
    is_due 1 visit '02-25 14:00'
    is_due 1 done '03-02 14:00'
    # North: nothing counts before Monday 2 March; 20 hours end with the 3rd, 60 with Saturday the 7th. What runs out
    # exactly at closing is due at closing.
    is_due 2 visit '03-03 18:00'
    is_due 2 done '03-07 18:00'
    # Plain: 4, 14, then 6 on the 12th. For 60: 14, 24, 34, 44 on Saturday the 14th, 54 on Monday the 16th, 6 on New
    # Year's Day itself: a site without stops of its own is told so by the figure.
    is_due 3 visit '02-12 14:00'
    is_due 3 done '02-17 14:00'
    no_faults
    capture cs-escalate explain 1 --now 2026-02-25T10:00:00+08:00 -o json
    status_is 0
    out_has 'site-south'
}

@test "alerts come when the site is open again, the office's wait for its own holiday" {
    winter
    # 80 % of 20 hours are 16: South has 14 by the 11th, so Wednesday the 25th at 10:00; Plain the 12th at 10:00.
    rungs() { # NOW: case:rung of what the run acts on
        cs-escalate run --now "$1" -o csv --fields ticket,metric,rung | sed 1d | tr ',' ':' | paste -sd' '
    }
    [ "$(rungs 2026-02-12T09:59:00+08:00)" = '' ]
    [ "$(rungs 2026-02-12T10:00:00+08:00)" = 3:visit:1 ]
    [ "$(rungs 2026-02-12T14:00:00+08:00)" = 3:visit:2 ]
    # One day after: the head. Plain's work at 80 %: 48 of 60 hours are Monday the 16th, 12:00. Three days after, on
    # the 15th, is for the city's office, which opens on the 24th after the festival.
    [ "$(rungs 2026-02-13T14:00:00+08:00)" = 3:visit:3 ]
    [ "$(rungs 2026-02-16T12:00:00+08:00)" = 3:done:1 ]
    [ "$(rungs 2026-02-23T20:00:00+08:00)" = '3:done:2 3:done:3' ]
    [ "$(rungs 2026-02-24T08:59:00+08:00)" = '' ]
    [ "$(rungs 2026-02-24T09:00:00+08:00)" = '3:done:4 3:visit:4' ]
    # South wakes up on the 25th; North sleeps on.
    [ "$(rungs 2026-02-25T10:00:00+08:00)" = 1:visit:1 ]
    [ "$(rungs 2026-02-25T14:00:00+08:00)" = 1:visit:2 ]
    [ "$(sqlite3 cs.db 'SELECT count(*) FROM escalation WHERE ticket_id = 2')" = 0 ]
}

@test "the frost ends early: the calendar is corrected, running clocks are reckoned anew, used time is kept" {
    winter
    # North works again from Friday the 27th. Friday and Saturday make 20 hours; with Monday to Thursday 60.
    cs-calendar export site-north | grep -v '2026-02-2[78]' >north.csv
    CS_NOW=2026-02-20T09:00:00+08:00
    cs-calendar import -q north.csv
    is_due 2 visit '03-03 18:00' # a running clock keeps its limit until it is reckoned anew
    capture cs-escalate recompute -o csv --fields ticket,metric,change
    status_is 0
    [ "$(sed 1d "$OUT" | grep -c '^2,')" = 2 ]
    is_due 2 visit '02-28 18:00'
    is_due 2 done '03-05 18:00'
    is_due 1 visit '02-25 14:00' # South is as it was
    is_due 3 visit '02-12 14:00'
    capture cs-escalate recompute -o csv
    [ "$(wc -l <"$OUT")" = 1 ] # a second time changes nothing
    no_faults
    [ "$(cs-ticket history 2 --verb clock -o csv --fields field | sed 1d | sort | paste -sd' ')" = 'done visit' ] ||
        [ "$(cs-ticket history 2 --verb clock --count)" = 2 ]
    cs-db check -q
}

@test "a case that is done within its own site's hours is in time, whatever the wall clock says" {
    winter
    # South arrives on the 25th at 13:30, fifteen natural days later, and is in time by half an hour.
    CS_NOW=2026-02-25T13:30:00+08:00
    cs-ticket list --external-id A | cs-ticket inspect -q --component leak
    cs-ticket dispatch 1 -q --to S9
    cs-ticket accept 1 -q
    cs-ticket work 1 -q
    CS_NOW=2026-03-02T14:00:01+08:00
    cs-ticket work 1 -q --done
    capture cs-report run sla level=project from=2026-02-01 kind=repair -o csv --fields unit,metric,in_time,late
    status_is 0
    out_has 'S-01,visit,1,0'
    out_has 'S-01,done,0,1' # one second late
}
