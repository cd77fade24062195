# Six homes complain of the same cracked slab on a Sunday night: a parent, the flag of a group complaint at the fifth home
# and its limits, a word to all at once, a chaser, the media, a lawyer's letter, children closed before their parent.
#
# July 2026: Sunday the 12th; offices work Monday to Friday, the care desk daily 08:30-20:30.

load helpers
load story-kit

MONTH=2026-07

# Sunday 12 July: six calls from 21:45 on, one each five minutes, and at 22:30 the case above them.
sunday() {
    at 12 22:30
    firm A1=1-1-101 A2=1-1-102 A3=1-1-201 A4=1-1-202 A5=1-1-301 A6=1-1-302
    {
        echo external_id,name,phone,home,role
        for n in 1 2 3 4 5 6; do echo "C$n,Owner$n,1390000000$n,A$n,owner"; done
    } | cs-customer import --source crm -q
    {
        echo external_id,kind,project,room,phone,subject,occurred_at
        for call in 1,101,21:45 2,102,21:50 3,201,21:55 4,202,22:00 5,301,22:05 6,302,22:10; do
            IFS=, read -r n room time <<<"$call"
            echo "K$n,complaint,P1,1-1-$room,1390000000$n,slab cracked,2026-07-12T$time"
        done
    } | cs-ticket import --source crm -q
    clerk add --kind complaint --project P1 --subject 'slabs of house 1'
}

# Four homes are no group yet; the fifth makes one.
gather() {
    at 12 22:40
    clerk parent 1 2 3 4 --of 7
    is "$(field 7 flags)" '""'
    is_due 7 contact '1 07-13 00:30' # two hours, as any complaint
    capture cs-ticket parent 5 --of 7
    [[ $err == *'case 7: 5 homes, so it is a group complaint from now on'* ]] || fault "no word of a group: $err"
    clerk parent 6 --of 7
    is "$(field 7 flags)" group
}

# The state of messages of a case, by whom: sent at once, or when.
told() { # CASE
    sqlite3 cs.db "SELECT s.code || ' ' || m.template || ' ' || CASE WHEN m.digest_at IS NOT NULL THEN 'digest ' ||
                       strftime('%d %H:%M', m.digest_at, 'unixepoch', '+8 hours')
                       ELSE strftime('%d %H:%M', m.send_at, 'unixepoch', '+8 hours') END
                   FROM message AS m JOIN staff AS s ON s.id = m.staff_id WHERE m.ticket_id = $1
                   ORDER BY m.id" | paste -sd,
}

@test "the fifth home makes the group: its limits, and who hears of it in the night" {
    sunday
    gather
    # 30 minutes after the report: the city; an hour after it: the region; two: the group. A plan in 24 h. What the
    # children owe is as it was: two hours each.
    is_due 7 contact '1 07-12 23:00'
    is_due 7 plan '1 07-13 22:30'
    is_due 1 contact '1 07-12 23:45'
    is_due 6 contact '1 07-13 00:10'
    # seven workdays from Sunday: 13 to 17, 20, 21
    is_due 7 done '1 07-21 18:00'
    acts 12 22:59 ''
    acts 12 23:00 7.contact.1.1:HC
    acts 12 23:29 ''
    acts 12 23:30 7.contact.1.2:HR
    acts 13 00:29 ''
    acts 13 00:30 7.contact.1.3:HG
    # The engineer's 80 % of each child's two hours were in the night: the desk hears of them all when it opens, and the
    # two hours themselves are over; the same of the four hours in which somebody answers by name. The silence of a day
    # is not over yet. 6 x 2 x 2, and the parent's two.
    acts 13 08:29 ''
    acts 13 08:30 "$(for i in 1 2 3 4 5 6; do printf '%s.contact.1.1:E1 %s.contact.1.2:M1 %s.owner.1.1:E1 %s.owner.1.2:M1 ' $i $i $i $i; done)7.owner.1.1:E1 7.owner.1.2:M1"
    no_faults
}

@test "a word to all children at once stops the clocks of each; planned, approved and talked over by crisis limits" {
    sunday
    gather
    at 12 23:20
    capture cs-ticket contact 7 --children --note 'we come at eight'
    status_is 0
    ended 7 contact '1 07-12 23:20 late'
    ended 1 contact '1 07-12 23:20 kept'
    ended 6 contact '1 07-12 23:20 kept'
    is "$(cs-ticket list --parent 7 --fields last_contact_at -o csv | tail -n +2 | sort | uniq -c | awk '{print $1 "x" $2}')" \
        6x2026-07-12T23:20:00+08:00
    acts 12 23:30 '' # nothing runs any more: what no run saw in time is told to nobody
    at 13 00:00
    clerk note 1 2 3 4 5 6 7 --assignee M1
    clerk verify 7 --note valid
    at 13 08:00
    clerk plan 7 --plan 'open one slab, pay all six' --offer 60000 --actor M1
    is_due 7 approve '1 07-13 12:00' # four hours
    at 13 10:00
    clerk approve 7 --approver HR --actor office
    is_due 7 talk '1 07-13 22:00' # twelve
    acts 13 22:00 7.talk.1.1:HC
    acts 13 22:30 7.talk.1.2:HR
    # Silence is a day for each of the seven: M1 hears of it on the 13th at 23:20, when the desk opens on the 14th.
    acts 14 08:29 7.talk.1.3:HG
    acts 14 08:30 "$(for i in 1 2 3 4 5 6 7; do printf '%s.silence.2.1:M1 ' $i; done | sed 's/ $//')"
    no_faults
}

@test "red cases break quiet hours and digests, others wait" {
    sunday
    gather
    # Everybody is quiet until nine; the region's and the group's heads get digests at 08:30.
    cs-db set quiet 22:00-09:00 -q
    # A plain case beside them, with the same people.
    printf '%s\n' external_id,kind,project,room,subject,occurred_at \
        Q1,complaint,P1,1-1-101,noise,2026-07-12T22:40 | cs-ticket import --source crm -q
    acts 12 23:00 7.contact.1.1:HC
    acts 12 23:30 7.contact.1.2:HR
    is "$(told 7)" 'HC emergency 12 23:00,HR emergency 12 23:30'
    at 13 08:30
    cs-escalate run -q
    # Of the group's case they are told that it has no owner at 08:30, quiet or not; the group's head had been told of the
    # word that is missing by then. Of the plain one, of both, at nine.
    is "$(told 7 | cut -d, -f 3-)" 'HG emergency 13 08:30,E1 escalation 13 08:30,M1 escalation 13 08:30'
    is "$(told 8)" 'E1 escalation 13 09:00,E1 escalation 13 09:00,M1 escalation 13 09:00,M1 escalation 13 09:00'
    # Sent by itself now: nothing waits for a digest but what is not red. Ten in an hour make a crowd.
    cs-notify send --via sh -c 'cat >>sent.txt' 2>/dev/null
    is "$(sqlite3 cs.db "SELECT count(*) FROM message WHERE ticket_id = 7 AND state <> 'sent'")" 0
    is "$(sqlite3 cs.db "SELECT count(*) FROM message WHERE ticket_id = 8 AND state = 'sent'")" 0
    # A child that gets a lawyer's letter is red from then on, day and night.
    at 13 09:30
    clerk flag 3 --letter 'Law & Co' --number 17 --answer-by 2026-07-20
    is "$(field 3 flags)" lawyer
    no_faults
}

@test "a chaser, the media, a lawyer's letter: counted where they belong, and nobody is erased" {
    sunday
    gather
    at 12 23:20
    clerk contact 7 --children --note 'we come at eight'
    # The third owner calls twice more: counted on the case of that home, which the desk finds by itself.
    at 13 09:00
    capture cs-ticket add --kind 催办 --project P1 --room 1-1-201 --subject 'and when?' -o json
    [[ $err == *'the chaser is counted on case 3'* ]] || fault "chaser: $err"
    at 13 10:00
    clerk chase 3 --note 'and when?' --channel hotline
    is "$(cs-ticket list --kind complaint --fields id,chasers -o csv | tail -n +2 | paste -sd' ')" \
        '1,0 2,0 3,2 4,0 5,0 6,0 7,0'
    is "$(cs-ticket show 7 -o json | jq -c '.group[0] | [.cases, .open, .homes, .people]')" '[6,6,6,6]'
    # One case and two chasers are three calls in a week.
    is "$(cs-report run same-caller -o csv --fields phone,cases,open,chasers,homes,newest | tail -n +2)" '139****0003,1,1,2,1,3'
    # A third one in seven days raises it a level, and it is said.
    at 13 11:00
    capture cs-ticket chase 3 --note again
    [[ $err == *'case 3 was chased so often that it goes a level up'* ]] || fault "third chaser: $err"
    is "$(field 3 chasers,level,flags)" 3,1,escalated
    at 13 12:00
    clerk flag 7 --exposure 业主群 --reach 500 --first-seen 2026-07-13T11:30
    is "$(field 7 flags)" 'media;group'
    clerk flag 3 --letter 'Law & Co' --number 17 --received 2026-07-13T10:00 --answer-by 2026-07-20 --legal-hold yes
    is "$(cs-ticket show 3 -o json | jq -c '.matters[0] | [.kind, .place, .number, .until_at]')" \
        '["letter","Law & Co","17","2026-07-20T23:59:59+08:00"]'
    is "$(cs-ticket show 7 -o json | jq -c '.matters[0] | [.kind, .place, .reach, .first_at]')" \
        '["exposure","业主群",500,"2026-07-13T11:30:00+08:00"]'
    # The owner of the third home is known by telephone, and may not be forgotten while the law looks on.
    is "$(sqlite3 cs.db 'SELECT c.name FROM ticket AS t JOIN customer AS c ON c.id = t.customer_id WHERE t.id = 3')" Owner3
    capture cs-db forget crm:C3 --yes --reason request
    { [ "$status" -eq 1 ] && [[ $err == *'case 3'* ]]; } || fault "forget: status $status: $err"
    capture cs-db forget crm:C4 --yes --reason request
    [ "$status" -eq 0 ] || fault "another owner: $err"
    refused 'needs a reason' flag 3 --legal-hold no
    clerk flag 3 --legal-hold no --reason 'suit withdrawn'
    capture cs-db forget crm:C3 --yes --reason request
    [ "$status" -eq 0 ] || fault "forget after the hold: $err"
    is "$(field 3 phone)" '""'
    no_faults
    cs-db check -q
}

@test "children first, the parent after them; the pages and lists of the group" {
    sunday
    gather
    at 12 23:20
    clerk contact 7 --children --note 'we come at eight'
    refused 'is the parent of 6 open cases (1, 2, 3, 4, 5 and 1 more)' close 7 --as settled --resolution paid
    at 13 09:00
    # All that is no repair is care's; what is due first comes first: the owners of the seven were due in the night, the
    # first child's at 01:45, the parent's at 02:30.
    is "$(cs-ticket mine --owner M1 -o csv --fields id,due_at,metric | tail -n +2 | sed 's/2026-07-//; s/:00+08:00//' | paste -sd' ')" \
        '1,13T01:45,owner 2,13T01:50,owner 3,13T01:55,owner 4,13T02:00,owner 5,13T02:05,owner 6,13T02:10,owner 7,13T02:30,owner'
    is "$(cs-ticket mine --owner HC -o csv | tail -n +2 | wc -l)" 0
    # Six homes are six cases, not one entered six times.
    is "$(cs-ticket check --check double -o csv --fields id | tail -n +2 | wc -l)" 0
    clerk close 1 2 3 4 5 --as settled --resolution paid
    refused 'is the parent of 1 open cases (6)' close 7 --as settled --resolution paid
    is "$(cs-ticket show 7 -o json | jq -c '.group[0] | [.cases, .open]')" '[6,1]'
    at 13 10:00
    clerk close 6 --as settled --resolution paid
    clerk close 7 --as settled --resolution 'paid, all six'
    is "$(cs-ticket list --state settled --count)" 7
    [[ $(end_of 7 plan)$(end_of 7 done)$(end_of 3 silence) != *runs* ]] || fault "clocks run on: $(end_of 7 plan)"
    acts 20 09:00 ''
    refused 'is over' parent 1 --of 7
    fits "cs-ticket show 7" "cs-ticket show 3" "cs-ticket list --parent 7" "cs-ticket mine --owner M1" \
        "cs-report run same-caller" "cs-ticket check"
    no_faults
    cs-db check -q
}
