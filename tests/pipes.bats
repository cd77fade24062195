#!/usr/bin/env bats
# The story: cases come in through three channels and go round the loop over the Spring Festival of 2026, and each
# alert comes at its minute, once, to its person. The clock is fixed (--now). Everything expected here was reckoned by
# hand from share/policies and share/calendars; the reckoning stands beside it.
#
# What the reckonings rest on (all times Shanghai):
#   care-desk  daily 08:30-20:30, no holidays          24x7  always
#   cn-office  mon-fri 09:00-12:00, 13:30-18:00 (7.5 h); Saturdays 14 and 28 February are worked, 15 to 23 February
#              (Sunday to Monday) are the festival, so the office days are ... Thu 12, Fri 13, Sat 14, Tue 24, Wed 25,
#              Thu 26, Fri 27, Sat 28, Mon 2 March ...
#   The moment of closing counts as closed: what comes up at 18:00 waits for the next opening of cn-office.
#   ladder step     80% engineer | due care | +1d head, all of the project (care-desk) | +3d care of the city (cn-office)
#   ladder repair   50% engineer, supplier | 80% care | due care, construction | +1d head: project (care-desk)
#                   +3d care, construction | +7d head: city | +15d care, construction | +30d head: region, care: group
#   ladder silence  due care | +1d head: project (care-desk) | +3d care | +7d head: city (cn-office)
#   ladder complaint 80% care | due head: project | +1d care: city (care-desk) | +3d head: city | +5d head: region
#                   +10d care: group (cn-office)

load helpers

# ---- the town: one group, one region, one city, one project; who holds which post ----

town() {
    export CS_DB=$PWD/town.db CS_NOW=2026-02-01T09:00:00+08:00
    cs-db init -q 2>/dev/null
    cs-org unit import -q <<'END'
code,name,kind,parent,trade
HQ,集团,group,,
RE,东部区域,region,HQ,
CA,甲城公司,city,RE,
P1,一号院,project,CA,
S1,防水队,contractor,,防水
S2,油漆队,contractor,,油漆
S3,木作队,contractor,,木作
END
    cs-org home import -q <<'END'
code,project,place
P1-1-1-101,P1,1-1-101
P1-1-1-201,P1,1-1-201
END
    # Codes say the post: E engineer, K care, B construction, H head, X supplier; 1 project, C city, R region, G group.
    cs-org staff import -q <<'END'
code,name
E1,项目工程师
K1,项目客关
B1,项目工程经理
H1,项目负责人
X1,施工单位驻场
EC,城市工程师
KC,城市客关
KD,城市客关副手
BC,城市工程经理
HC,城市负责人
KR,区域客关
BR,区域工程经理
HR,区域负责人
KG,集团客关
END
    cs-org post import -q <<'END'
unit,role,staff,deputy
P1,engineer,E1,
P1,care,K1,
P1,construction,B1,
P1,head,H1,
P1,supplier,X1,
CA,engineer,EC,
CA,care,KC,KD
CA,construction,BC,
CA,head,HC,
RE,care,KR,
RE,construction,BR,
RE,head,HR,
HQ,care,KG,
END
    # The city's head of care is away over the festival: the deputy stands in until the end of February.
    printf 'staff,from_on,until_on\nKC,2026-02-15,2026-02-28\n' | cs-org absence import -q
}

# A command at a moment of 2026: at '02-09 18:00' cs-ticket contact 1
at() {
    local moment=$1
    shift
    "$@" --now "2026-${moment/ /T}:00+08:00"
}

# What runs said, a line an addressee: WHEN CASE METRIC INSTANCE RUNG DUE LINE ROLE LEVEL WHO. The seconds of WHEN show only
# where they are not 00.
told() {
    jq -r 'def short: .[5:16] | sub("T"; " ");
        [(.at | short + (if .[17:19] == "00" then "" else "(:" + .[17:19] + ")" end)), .ticket, .metric, .instance, .rung,
            (.due_at | short), .line, .role, .level, .staff // "-"] | join(" ")'
}

run_at() { # SECONDS-SINCE-1970
    local now
    printf -v now '%(%FT%TZ)T' "$1"
    cs-escalate run -q -o jsonl --now "$now" 2>>run.err
}

# Standard input is what must happen, in order of time: "WHEN CASE METRIC INSTANCE RUNG DUE LINE ROLE LEVEL WHO". A second before
# each moment the run does nothing; at the moment it does that and no more.
follow() {
    tr -s ' ' >wanted
    sort -s -c -k 1,2 wanted
    local when
    cut -d ' ' -f 1,2 wanted | uniq | sed 's/.*/2026-& +0800/' | date -f - +%s >moments
    while read -r when; do
        run_at $((when - 1))
        run_at "$when"
    done <moments | told >came
    diff <(sort wanted) <(sort came) >differ || {
        sed -n 's/^</wanted:/p; s/^>/came:  /p' differ
        return 1
    }
}

# Until then nothing more alerts.
quiet_until() { # 'MM-DD HH:MM'
    run_at "$(date -d "2026-${1/ /T}:00+08:00" +%s)" | told >late
    [ ! -s late ] || {
        echo "until $1 came:"
        cat late
        return 1
    }
}

state_is() { # ID STATE
    local state
    state=$(cs-ticket list --id "$1" --fields state | tail -n 1)
    [ "$state" = "$2" ] || {
        echo "case $1 stands at $state, not $2"
        return 1
    }
}

# Log, clocks, outbox and escalations agree; each escalation with an addressee has its message, each once.
sound() {
    cs-db check -q || return 1
    local counts
    counts=$(sqlite3 "$CS_DB" "SELECT (SELECT count(*) FROM escalation WHERE staff_id IS NOT NULL) - (SELECT count(*) FROM message),
        (SELECT count(*) - count(DISTINCT key) FROM message)")
    [ "$counts" = '0|0' ] || {
        echo "escalations without message, messages twice: $counts"
        return 1
    }
}

# ---- chapters ----

@test "three channels: a CRM's list in Chinese, an app's JSON Lines and a call that is typed in" {
    town
    cat >crm.csv <<'END'
单据编号,来源,工单类型,状态,优先级,项目名称,房间,报事人,联系电话,报修内容,部件,报事时间,首次联系时间
KF-1,400热线,报修,待受理,一般,一号院,1栋1单元101,甲先生,13800000001,"入户门
关不严",门窗,2026/2/9 18:00,2026/2/9 18:30
KF-2,物业前台,表扬,已关闭,一般,一号院,,乙女士,13800000002,保洁很好,,2026/2/9 10:00,
END
    cat >app.jsonl <<'END'
{"external_id":"A-1","kind":"complaint","grade":"ordinary","channel":"app","project":"P1","room":"1-1-201","reporter":"丙女士","phone":"13800000003","body":"电梯口一直堆着装修垃圾","assignee":"客服一","occurred_at":"2026-02-12T10:00:00+08:00","first_contact_at":"2026-02-12T10:30:00+08:00"}
END
    at '02-09 19:00' capture cs-ticket import --source crm crm.csv
    status_is 0
    err_has 'inserted 2, updated 0, unchanged 0, refused 0'
    at '02-12 12:00' capture cs-ticket import --source app app.jsonl
    status_is 0
    err_has 'inserted 1, updated 0, unchanged 0, refused 0'
    at '02-12 12:05' capture cs-ticket add --kind 咨询 --project P1 --channel 来访 --subject 何时交房 -o json
    status_is 0
    [ "$(jq -r '.[] | [.id, .kind, .channel, .state] | join(" ")' "$OUT")" = '4 inquiry visit received' ]
    # Room and project are found whatever their spelling; the two homes are not the same.
    [ "$(sqlite3 "$CS_DB" 'SELECT t.id, u.code, h.code FROM ticket AS t JOIN unit AS u ON u.id = t.unit_id
        LEFT JOIN home AS h ON h.id = t.home_id ORDER BY t.id' | xargs)" = \
        '1|P1|P1-1-1-101 2|P1| 3|P1|P1-1-1-201 4|P1|' ]
    [ "$(cs-ticket list -o jsonl --fields id,source,state | jq -r '[.id, .source[:3], .state] | join(" ")' | head -n 3 | xargs)" = \
        '1 crm received 2 crm closed 3 app received' ]
    sound
}

# Case 1, a door, priority 3, opened Monday 9 February 18:00, a word that reached the owner at 18:30; nobody comes.
#   answer   2 desk hours: stopped at 18:30 before its 80% (96 minutes: 19:36). No alert.
#   inspect  24 h -> due Tue 10 18:00. 80% is 19 h 12: Tue 10 13:12. +1d Wed 11 18:00. +3d Fri 13 18:00: the office has
#            just closed, it waits for the worked Saturday 14, 09:00, when the city's head of care is not yet away.
#   silence  3 d from 18:30 -> Thu 12 18:30; +1d Fri 13 18:30; +3d Sun 15 18:30 and +7d Thu 19 18:30 fall into the
#            festival: Tue 24 09:00, the deputy.
#   done     7 d (doors: no row of their own) -> Mon 16 18:00. 50% is 3 d 12 h: Fri 13 06:00, the desk opens 08:30.
#            80% is 5 d 14:24: Sun 15 08:24 -> 08:30. Due Mon 16 18:00 (the desk knows no holidays). +1d Tue 17 18:00.
#            +3d Thu 19 18:00 -> Tue 24 09:00. +7d Mon 23 18:00 -> Tue 24 09:00. +15d Tue 3 March 18:00, just
#            closed -> Wed 4 09:00. +30d Wed 18 March 18:00 -> Thu 19 09:00.
#            The case came with that word, so it is the clock's first round.
# Case 2, a complaint of no great weight, opened Thursday 12 February 10:00, first word 10:30, an owner named.
#   contact, owner  met.
#   plan     3 workdays: Fri 13, Sat 14, Tue 24 -> Tue 24 18:00. Of its 29 h (6.5 left of Thursday, 3 x 7.5) 80% are 23.2:
#            6.5 + 7.5 + 7.5 = 21.5, 1.7 h into Tuesday: 10:42. +1d Wed 25 18:00. +3d Fri 27 18:00, just closed -> the
#            worked Sat 28 09:00, still the deputy.
#   done     7 workdays: 13, 14, 24, 25, 26, 27, Sat 28 -> Sat 28 18:00. Of 6.5 + 7 x 7.5 = 59 h 80% are 47.2: 6.5 + 5 x 7.5
#            = 44, 3.2 h into Fri 27: 09:00-12:00 and 0.2 h from 13:30: 13:42. Due 18:00: the desk is open. +1d Sunday
#            1 March 18:00, the city's head of care is back. +3d Tue 3 18:00 -> Wed 4 09:00. +5d Thu 5 18:00 -> Fri 6
#            09:00. +10d Tue 10 18:00 -> Wed 11 09:00.
#   silence  1 d from 10:30 -> Fri 13 10:30; +1d Sat 14 10:30 (desk); +3d Mon 16 and +7d Fri 20 -> Tue 24 09:00.
@test "over the Spring Festival a late inspection and a complaint climb from project to city, region and group" {
    town
    cat >crm.csv <<'END'
单据编号,工单类型,状态,优先级,项目名称,房间,报修内容,部件,报事时间,首次联系时间
KF-1,报修,待受理,一般,一号院,1栋1单元101,入户门关不严,门窗,2026/2/9 18:00,2026/2/9 18:30
END
    at '02-09 19:00' cs-ticket import -q --source crm crm.csv
    follow <<'END'
02-10 13:12  1 inspect 1 1  02-10 13:12  care engineer project E1
02-10 18:00  1 inspect 1 2  02-10 18:00  care care     project K1
02-11 18:00  1 inspect 1 3  02-11 18:00  care head     project H1
END
    printf '%s\n' '{"external_id":"A-1","kind":"complaint","grade":"ordinary","project":"P1","room":"1-1-201","body":"装修垃圾","assignee":"客服一","occurred_at":"2026-02-12T10:00:00+08:00","first_contact_at":"2026-02-12T10:30:00+08:00"}' |
        at '02-12 12:00' cs-ticket import -q --source app
    follow <<'END'
02-12 18:30  1 silence 1 1  02-12 18:30  care care     project K1
02-13 08:30  1 done    1 1  02-13 06:00  care engineer project E1
02-13 08:30  1 done    1 1  02-13 06:00  function supplier project X1
02-13 10:30  2 silence 1 1  02-13 10:30  care care     project K1
02-13 18:30  1 silence 1 2  02-13 18:30  care head     project H1
02-14 09:00  1 inspect 1 4  02-13 18:00  care care     city    KC
02-14 10:30  2 silence 1 2  02-14 10:30  care head     project H1
02-15 08:30  1 done    1 2  02-15 08:24  care care     project K1
02-16 18:00  1 done    1 3  02-16 18:00  care care     project K1
02-16 18:00  1 done    1 3  02-16 18:00  function construction project B1
02-17 18:00  1 done    1 4  02-17 18:00  care head     project H1
02-24 09:00  1 done    1 5  02-19 18:00  care care     city    KD
02-24 09:00  1 done    1 5  02-19 18:00  function construction city BC
02-24 09:00  1 done    1 6  02-23 18:00  care head     city    HC
02-24 09:00  1 silence 1 3  02-15 18:30  care care     city    KD
02-24 09:00  1 silence 1 4  02-19 18:30  care head     city    HC
02-24 09:00  2 silence 1 3  02-16 10:30  care care     city    KD
02-24 09:00  2 silence 1 4  02-20 10:30  care head     city    HC
02-24 10:42  2 plan    1 1  02-24 10:42  care engineer project E1
02-24 18:00  2 plan    1 2  02-24 18:00  care care     project K1
02-25 18:00  2 plan    1 3  02-25 18:00  care head     project H1
02-27 13:42  2 done    1 1  02-27 13:42  care care     project K1
02-28 09:00  2 plan    1 4  02-27 18:00  care care     city    KD
02-28 18:00  2 done    1 2  02-28 18:00  care head     project H1
02-28 18:00  2 done    1 2  02-28 18:00  function construction project B1
03-01 18:00  2 done    1 3  03-01 18:00  care care     city    KC
03-04 09:00  1 done    1 7  03-03 18:00  care care     region  KR
03-04 09:00  1 done    1 7  03-03 18:00  function construction region BR
03-04 09:00  2 done    1 4  03-03 18:00  care head     city    HC
03-04 09:00  2 done    1 4  03-03 18:00  function construction city BC
03-06 09:00  2 done    1 5  03-05 18:00  care head     region  HR
03-11 09:00  2 done    1 6  03-10 18:00  care care     group   KG
03-19 09:00  1 done    1 8  03-18 18:00  care head     region  HR
03-19 09:00  1 done    1 8  03-18 18:00  care care     group   KG
END
    # Nothing of it comes again, and nobody's rung was lost: 37 addressees, each with one message.
    quiet_until '06-01 12:00'
    [ "$(cs-notify list --count)" = 37 ]
    sound
    [ ! -s run.err ]
}

@test "runs once a night find the same rungs, later but each once" {
    town
    printf '%s\n' '{"external_id":"A-1","kind":"complaint","grade":"ordinary","project":"P1","room":"1-1-201","body":"装修垃圾","assignee":"客服一","occurred_at":"2026-02-12T10:00:00+08:00","first_contact_at":"2026-02-12T10:30:00+08:00"}' |
        at '02-12 12:00' cs-ticket import -q --source app
    night=$(date -d 2026-02-12T22:00:00+08:00 +%s)
    for day in $(seq 0 40); do
        run_at $((night + day * 86400))
    done | jq -r '[.at[5:10], .metric, .rung] | join(" ")' >came
    # The rungs of case 2 above, each on the first night at or after its moment; 2 and 4 tell two people each.
    cat >wanted <<'END'
02-13 silence 1
02-14 silence 2
02-24 silence 3
02-24 silence 4
02-24 plan 1
02-24 plan 2
02-25 plan 3
02-27 done 1
02-28 plan 4
02-28 done 2
02-28 done 2
03-01 done 3
03-04 done 4
03-04 done 4
03-06 done 5
03-11 done 6
END
    diff <(sort wanted) <(sort came)
    sound
}

# Case 1, a leak, opened Monday 2 March 09:00, priority 3. First said to be a door (done: 7 d), at inspection a leak (15 d):
# what was used stays used, so done is due Tue 17 09:00.
#   answer   2 desk hours: stopped at 09:20.     inspect 24 h: stopped at 15:00.     dispatch 4 h: stopped at 16:00.
#   accept   4 h from 16:00 -> 20:00, until the last of the three has taken his order: at 19:00, hers came second. 80%
#            is 3 h 12: 19:12 is not reached.
#   visit    48 h from 19:00: stopped Tue 3 10:00.
#   silence  the last word is the waterproofer's at the door, Tue 3 10:00: due Fri 6 10:00, though the case rests since
#            Wed 4: no hold stops it. +1d Sat 7 10:00. The text message of a machine (Fri 12:00) and a call that nobody
#            took (Sat 13:00) are no words; the call of Sun 8 09:00 is: next due Wed 11 09:00. Wed 11 08:00 again: Sat 14
#            08:00, and Fri 13 20:00: Mon 16 20:00; the case is closed before that.
#   done     drying rests from Wed 4 09:00 to Mon 9 09:00, five days that do not count: due Sun 22 09:00. 50% is 7 d 12 h: 2 d
#            until Wed 4 09:00, 5 d 12 h from Mon 9 09:00: Sat 14 21:00, the desk opens Sun 15 08:30. (Missing material,
#            Tue 10 to Thu 12, stops nothing: else it would be Tue 17 08:30, and with no hold at all Tue 10 08:30.) 80%, 12
#            d, would be Thu 19 09:00: the work is done Mon 16 10:00.
#   verify   24 h, 80% 19 h 12: stopped at 11:00.      close 1 d: stopped at 12:00.      callback 3 d: stopped Tue 17 10:00.
#   review   of the drying after 3 d: Sat 7 09:00; +2 d is the moment at which it ends. Of the material after 5 d: it ended.
#   recall   a leak is called about once more 30 d after Mon 16 12:00: Wed 15 April 12:00, +2 d Fri 17 12:00.
@test "a leak with three work orders, a hold that stops the clock of the work and one that stops nothing" {
    town
    at '03-02 09:00' cs-ticket add -q --kind repair --component door_window --project P1 --room 1-1-101 --subject 墙面水渍 --phone 13800000001 >/dev/null
    at '03-02 09:20' cs-ticket contact -q 1 --note 约好下午来看
    at '03-02 15:00' cs-ticket inspect -q 1 --component leak --class workmanship --place 主卫 --actor E1
    # What waits for a supplier goes to three through a pipe.
    cs-ticket list --step dispatch -o jsonl | jq -c 'select(.priority == 3)' |
        at '03-02 16:00' cs-ticket dispatch -q --to S1:防水 --to S2:油漆 --to S3:木作
    at '03-02 16:30' cs-ticket accept -q 1 --by S1
    at '03-02 17:00' cs-ticket accept -q 1 --by S3
    state_is 1 to_accept
    at '03-02 19:00' cs-ticket accept -q 1 --by S2
    state_is 1 to_visit
    at '03-03 10:00' cs-ticket work -q 1 --by S1
    at '03-03 18:00' cs-ticket work -q 1 --by S1 --done
    state_is 1 in_work
    # Refused: no approval, no proof, too long. Each names what it lacks.
    at '03-04 09:00' capture cs-ticket hold 1 --reason drying
    status_is 3 && err_has 'needs the approval of maintenance engineer'
    at '03-04 09:00' capture cs-ticket hold 1 --reason drying --approver E1
    status_is 3 && err_has 'needs proof'
    at '03-04 09:00' capture cs-ticket hold 1 --reason drying --approver E1 --evidence photo://wet.jpg --until 2026-03-20
    status_is 3 && err_has 'lasts 15d at the longest'
    at '03-04 09:00' cs-ticket hold -q 1 --reason drying --approver E1 --evidence photo://wet.jpg
    state_is 1 held
    follow <<'END'
03-06 10:00  1 silence 4 1  03-06 10:00  care care     project K1
END
    at '03-06 12:00' cs-ticket contact -q 1 --channel automatic --note 工单处理中
    follow <<'END'
03-07 09:00  1 review  1 1  03-07 09:00  care care     project K1
03-07 10:00  1 silence 4 2  03-07 10:00  care head     project H1
END
    at '03-07 13:00' cs-ticket contact -q 1 --not-reached
    at '03-08 09:00' cs-ticket contact -q 1 --note 还在晾干
    at '03-09 09:00' cs-ticket resume -q 1
    state_is 1 in_work
    at '03-10 09:00' cs-ticket hold -q 1 --reason material --approver K1
    at '03-11 08:00' cs-ticket contact -q 1 --note 面漆缺货
    at '03-12 09:00' cs-ticket resume -q 1
    at '03-13 17:00' cs-ticket work -q 1 --by S2
    at '03-13 19:00' cs-ticket work -q 1 --by S2 --done
    at '03-13 20:00' cs-ticket contact -q 1 --note 只剩门套
    follow <<'END'
03-15 08:30  1 done    1 1  03-14 21:00  care engineer project E1
03-15 08:30  1 done    1 1  03-14 21:00  function supplier project X1
END
    # Explained: 6 h as a door until the inspection, on to the hold (1 d 18 h), five days paused, from Mon 9 09:00 to now
    # 6 d 1 h: together 8 d 1 h.
    [ "$(cs-escalate explain 1 -o json --now 2026-03-15T10:00:00+08:00 | jq -r '.intervals[] | select(.metric == "done")
        | [.kind, .limit, .counted, .total] | join(" ")')" = 'counted 7d 6h 6h
counted 15d 1d18h 2d
paused 15d 0 2d
counted 15d 6d1h 8d1h' ]
    at '03-16 09:00' cs-ticket work -q 1 --by S3
    state_is 1 in_work
    at '03-16 10:00' cs-ticket work -q 1 --by S3 --done
    state_is 1 to_verify
    at '03-16 11:00' cs-ticket verify -q 1
    at '03-16 12:00' capture cs-ticket close 1 --actor K1
    status_is 3 && err_has 'missing: --class, --cause, --party, --evidence'
    at '03-16 12:00' cs-ticket close -q 1 --actor K1 --class workmanship --cause 防水层破损 --party 'S1=70;S2=30' --evidence photo://after.jpg
    at '03-17 10:00' cs-ticket callback -q 1 --actor K2 --score 5
    state_is 1 closed
    follow <<'END'
04-15 12:00  1 recall  1 1  04-15 12:00  care care     project K1
04-17 12:00  1 recall  1 2  04-17 12:00  care head     project H1
END
    quiet_until '06-01 12:00'
    # Each order has its own times: accepted, arrived, done, accepted by us.
    [ "$(sqlite3 "$CS_DB" "SELECT w.trade, w.state, strftime('%d %H:%M', w.accepted_at, 'unixepoch', '+8 hours'), strftime('%d %H:%M', w.arrived_at,
        'unixepoch', '+8 hours'), strftime('%d %H:%M', w.done_at, 'unixepoch', '+8 hours') FROM work_order AS w ORDER BY seq")" = \
        '防水|passed|02 16:30|03 10:00|03 18:00
油漆|passed|02 19:00|13 17:00|13 19:00
木作|passed|02 17:00|16 09:00|16 10:00' ]
    [ "$(sqlite3 "$CS_DB" 'SELECT sum(percent) FROM fault_share')" = 100 ]
    sound
    [ ! -s run.err ]
}

# Case 1, a door, opened Monday 2 March 09:00, done Tue 3 11:00 (26 h used), closed by K1 at 13:00; on Wed 4 10:00 the owner says that it
# is not solved: back to inspection, every ladder a level higher from then on.
#   answer   ignored.     callback  stopped by the call.
#   inspect  restarts at Wed 4 10:00: due Thu 5 10:00. 80% Thu 5 05:12 -> 08:30, the engineer of the city. Due: care of the city.
#            +1d Fri 6 10:00 head of the city. +3d Sun 8 10:00 -> Mon 9 09:00 care of the region.
#   done     goes on with 26 h of 168 used: 142 h from Wed 4 10:00 -> Tue 10 08:00. 50%, 84 h: 58 h on, Fri 6 20:00, the desk is open;
#            no city and nothing above it has a supplier: the project's own is told rather than nobody. 80%, 134.4 h:
#            108.4 h on, Sun 8 22:24 -> Mon 9 08:30, care of the city.
#   silence  the call-back was a word: due Sat 7 10:00 care of the city; +1d Sun 8 10:00 head of the city. +3d Tue 10 10:00.
#            Rounds: the report, the first word, the inspection, the visit, and after the reopening: the fifth.
#   Inspected Mon 9 10:00, settled at 12:00: nothing of Tuesday's comes.
@test "a bad call-back reopens the case, and its ladders begin one level higher" {
    town
    printf '%s\n' 单据编号,工单类型,优先级,项目,房间,部件,报事时间 KF-9,报修,一般,一号院,1-1-101,门窗,2026-03-02T09:00 |
        at '03-02 09:10' cs-ticket import -q --source crm
    at '03-02 09:30' cs-ticket contact -q 1
    at '03-02 14:00' cs-ticket inspect -q 1
    at '03-02 14:30' cs-ticket dispatch -q 1 --to S3
    at '03-02 15:00' cs-ticket accept -q 1
    at '03-03 09:00' cs-ticket work -q 1
    at '03-03 11:00' cs-ticket work -q 1 --done
    at '03-03 12:00' cs-ticket verify -q 1
    at '03-03 13:00' cs-ticket close -q 1 --class material --cause 合页松动 --party S3 --evidence photo://door.jpg --actor K1
    # Who closed it does not call back; nobody answered once; then the owner is reached.
    at '03-03 14:00' capture cs-ticket callback 1 --result solved --score 5 --actor K1
    status_is 3
    err_has 'K1 closed it and so does not call back on it'
    state_is 1 to_call_back
    at '03-03 17:00' cs-ticket callback -q 1 --result unreached --actor K2
    state_is 1 to_call_back
    quiet_until '03-04 09:59'
    at '03-04 10:00' cs-ticket callback -q 1 --result not_solved --score 1 --quality-check failed --actor K2 --note 门还是关不上
    [ "$(cs-ticket list -o jsonl --fields state,reopens,score,callback_result,level | jq -c '[.[]]')" = '["to_inspect",1,1,"not_solved",1]' ]
    follow <<'END'
03-05 08:30  1 inspect 2 1  03-05 05:12  care engineer city    EC
03-05 10:00  1 inspect 2 2  03-05 10:00  care care     city    KC
03-06 10:00  1 inspect 2 3  03-06 10:00  care head     city    HC
03-06 20:00  1 done    2 1  03-06 20:00  care engineer city    EC
03-06 20:00  1 done    2 1  03-06 20:00  function supplier project X1
03-07 10:00  1 silence 5 1  03-07 10:00  care care     city    KC
03-08 10:00  1 silence 5 2  03-08 10:00  care head     city    HC
03-09 08:30  1 done    2 2  03-08 22:24  care care     city    KC
03-09 09:00  1 inspect 2 4  03-08 10:00  care care     region  KR
END
    at '03-09 10:00' cs-ticket inspect -q 1 --class workmanship
    at '03-09 12:00' cs-ticket close -q 1 --as settled --resolution 补偿一个门吸 --actor K1
    quiet_until '06-01 12:00'
    # Both figures of the time to done are kept: 26 h of the first round, and both rounds together in the second.
    [ "$(sqlite3 "$CS_DB" "SELECT instance, stopped_at - started_at, used FROM clock WHERE metric = 'done' ORDER BY 1" | xargs)" = \
        "1|$((26 * 3600))|0 2|$(((5 * 24 + 2) * 3600))|$((26 * 3600))" ]
    sound
}

# Case 1, the CRM's, of Monday 2 March 09:00; case 2, the same leak from the app at 10:00, is merged into it at 11:00.
#   Case 1: answer 2 desk hours from 09:00: 80% 10:36, first word at 10:30. inspect 24 h: 80% Tue 3 04:12 -> 08:30; due Tue 3 09:00;
#           inspected at 10:00. Then the case waits for a supplier: dispatch 4 h -> 14:00, 80% 13:12.
#   Case 2: would alert at 11:36 and so on; after 11:00 it never does, nor does what the app says of it later.
@test "a merged case never alerts, and what its system says later lands on the case that goes on" {
    town
    printf '%s\n' 单据编号,工单类型,优先级,项目,房间,部件,联系电话,报修内容,报事时间 KF-1,报修,一般,一号院,1-1-101,渗漏,13800000001,卫生间漏水,2026-03-02T09:00 >crm.csv
    app() { # BODY STATE
        printf '{"external_id":"A-7","kind":"repair","state":"%s","project":"P1","room":"1栋1单元101","component":"plumbing","phone":"13900000009","body":"%s","occurred_at":"2026-03-02T10:00:00+08:00"}\n' "$2" "$1"
    }
    at '03-02 09:10' cs-ticket import -q --source crm crm.csv
    app 楼上漏水 received | at '03-02 10:10' cs-ticket import -q --source app
    at '03-02 10:30' cs-ticket contact -q 1
    at '03-02 11:00' cs-ticket merge -q 2 --into 1
    state_is 2 merged
    [ "$(sqlite3 "$CS_DB" 'SELECT count(*) FROM deadline WHERE ticket_id = 2')" = 0 ]
    # Told again unchanged, and then with other words: both land on case 1, and only the words change there.
    app 楼上漏水 received >app.jsonl
    at '03-02 12:00' capture cs-ticket import --source app app.jsonl
    err_has 'inserted 0, updated 0, unchanged 1, refused 0'
    app 楼上漏水越来越大 received >app.jsonl
    at '03-02 12:10' capture cs-ticket import --source app app.jsonl
    err_has 'inserted 0, updated 1, unchanged 0, refused 0'
    [ "$(cs-ticket list --unmask -o jsonl --fields id,body,phone,component,occurred_at,state | jq -c '[.[]]' | head -n 1)" = \
        '[1,"楼上漏水越来越大","13800000001","leak","2026-03-02T09:00:00+08:00","to_inspect"]' ]
    follow <<'END'
03-03 08:30  1 inspect 1 1  03-03 04:12  care engineer project E1
03-03 09:00  1 inspect 1 2  03-03 09:00  care care     project K1
END
    at '03-03 10:00' cs-ticket inspect -q 1
    # The app closes its copy: the case itself goes on, and its clocks with it.
    app 楼上漏水越来越大 closed | at '03-03 10:30' cs-ticket import -q --source app
    state_is 1 to_dispatch
    state_is 2 merged
    follow <<'END'
03-03 13:12  1 dispatch 1 1  03-03 13:12  care engineer project E1
03-03 14:00  1 dispatch 1 2  03-03 14:00  care care     project K1
END
    # The CRM says again what it said before, but for the phone: the app's words are not undone.
    sed -i 's/13800000001/13800000002/' crm.csv
    at '03-03 15:00' capture cs-ticket import --source crm crm.csv
    err_has 'inserted 0, updated 1, unchanged 0, refused 0'
    [ "$(cs-ticket list --id 1 --unmask -o jsonl --fields body,phone | jq -c '[.[]]')" = '["楼上漏水越来越大","13800000002"]' ]
    [ "$(cs-ticket list --count)" = 2 ]
    sound
}

@test "what was found here is not undone by a source that repeats its old words beside a new one" {
    town
    printf '%s\n' 单据编号,工单类型,优先级,项目,部件,部位,联系电话,报事时间 KF-3,报修,一般,一号院,门窗,次卧,13800000001,2026-03-02T09:00 >crm.csv
    at '03-02 09:10' cs-ticket import -q --source crm crm.csv
    at '03-02 10:00' cs-ticket inspect -q 1 --component leak --place 主卧
    sed -i 's/13800000001/13800000002/' crm.csv
    at '03-02 11:00' capture cs-ticket import --source crm crm.csv
    err_has 'inserted 0, updated 1, unchanged 0, refused 0'
    [ "$(cs-ticket list --unmask -o jsonl --fields component,place,phone,state | jq -c '[.[]]')" = '["leak","主卧","13800000002","to_dispatch"]' ]
}

# The firm's own rule for the city: inspection within one workday, and a ladder in workdays. Opened Friday 13 February 10:00: the next
# workday is the worked Saturday, its close 18:00. At that moment the office has closed: Tue 24 09:00, project. One workday on, Tue 24
# 18:00 -> Wed 25 09:00, city. Four on (24, 25, 26, 27), Fri 27 18:00 -> the worked Saturday 28 09:00, region.
@test "a ladder of one's own counts workdays over the festival: project, city, region" {
    town
    cs-escalate ladder import -q <<'END'
ladder,title,rung,line,at,calendar,role,level,action,template,urgent
inspection,late inspection,1,care,0,cn-office,care,project,notify,escalation,no
inspection,late inspection,2,care,+1wd,cn-office,care,city,notify,escalation,no
inspection,late inspection,3,care,+4wd,cn-office,care,region,notify,escalation,no
END
    cs-escalate policy export default |
        sed "s/^\(default,[^,]*,active,repair,,,,,,,\)inspect,.*/\1inspect,opened,inspected,1wd,cn-office,inspection,restart/; /,silence,/d; /,repair,.*,\(answer\|done\),/d" |
        cs-escalate policy import -q
    at '02-13 10:00' cs-ticket add -q --kind repair --project P1 --subject 墙面开裂 >/dev/null
    follow <<'END'
02-24 09:00  1 inspect 1 1  02-14 18:00  care care     project K1
02-25 09:00  1 inspect 1 2  02-24 18:00  care care     city    KD
02-28 09:00  1 inspect 1 3  02-27 18:00  care care     region  KR
END
    quiet_until '06-01 12:00'
    sound
}

# Case 1, a leak of Monday 2 March 09:00, 15 d; at work since 13:00. It rests to dry from Wed 4 09:00, until Fri 6 07:00 at the
# longest, and nobody ever resumes it. Half of the 15 days: 2 d until the hold, then 5 d 12 h from its limit on: Wed 11
# 19:00, the desk is open. (Were the hold to last, it would never come; without a limit of its own, 15 d, not before the
# 19th.)
@test "a hold that nobody ends hides a case no longer than its limit" {
    town
    at '03-02 09:00' cs-ticket add -q --kind repair --component leak --project P1 >/dev/null
    at '03-02 10:00' cs-ticket inspect -q 1
    at '03-02 11:00' cs-ticket dispatch -q 1 --to S1
    at '03-02 12:00' cs-ticket accept -q 1
    at '03-02 13:00' cs-ticket work -q 1
    at '03-04 09:00' cs-ticket hold -q 1 --reason drying --approver E1 --evidence photo://wet.jpg --until 2026-03-06T07:00
    before=$(date -d '2026-03-11T18:59:59+08:00' +%s)
    run_at "$before" | told | grep ' done ' >came || true
    [ ! -s came ]
    run_at $((before + 1)) | told | sort >came
    diff - came <<'END'
03-11 19:00 1 done 1 1 03-11 19:00 care engineer project E1
03-11 19:00 1 done 1 1 03-11 19:00 function supplier project X1
END
    # A word that nothing limits is not offered: every reason has its longest time.
    [ "$(cs-escalate reasons list -o json | jq '[.[] | select(.longest == null)] | length')" = 0 ]
    sound
}
