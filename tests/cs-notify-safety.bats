# cs-notify with words that try to do harm: a room, a title and a name with line breaks, shell signs and
# options in them. From a file, through the clocks and the run, to the program that sends.

load helpers

# One case with hostile words, an hour late, and the message about it.
hostile() {
    export CS_NOW=2026-03-02T09:00:00+08:00 CS_ACTOR=desk CS_DB=$PWD/cs.db
    cs-db init --db cs.db 2>/dev/null
    printf '%s\n' code,name,kind,parent G,集团,group, R,东区,region,G C,江城,city,R P1,华府一期,project,C |
        cs-org unit import -q
    printf 'code,name,email,phone\nK1,"主管 $(touch pwned) `touch pwned`",k1@x.example,13700001111\n' |
        cs-org staff import -q
    printf '%s\n' unit,role,staff G,care,K1 G,engineer,K1 G,head,K1 | cs-org post import -q
    printf 'external_id,kind,priority,project,room,subject,phone,occurred_at\nA1,repair,1,P1,"9-9-9\r\nBcc: all@x.example","leak\n\nSubject: $(touch pwned); --via x",13900009999,2026-03-02 08:59\n' |
        cs-ticket import --source crm -q
    export CS_NOW=2026-03-02T10:00:00+08:00
    cs-escalate run -q >/dev/null
    [ "$(sqlite3 cs.db "SELECT count(*) > 0 FROM message")" = 1 ]
}

@test "a line break in a room or a title neither ends the subject nor adds a header" {
    hostile
    for id in $(sqlite3 cs.db "SELECT id FROM message"); do
        cs-notify render "$id" >text.txt
        [ "$(grep -c '^Subject: ' text.txt)" -eq 1 ] || fault "message $id has two subjects"
        ! grep -q '^Bcc' text.txt || fault "message $id has a header of the room's"
        [ -z "$(sed -n 2p text.txt)" ] || fault "message $id: the headers do not end behind the subject"
    done
    no_faults
}

@test "the same where the store itself holds a line break" {
    hostile
    sqlite3 cs.db "UPDATE ticket SET room = '1' || char(13, 10) || 'Bcc: all@x.example', subject = 'a' || char(10) || 'To: b'"
    sqlite3 cs.db "UPDATE staff SET name = 'K' || char(10) || 'Cc: c@x.example', email = 'k1@x.example' || char(10) || 'd@x.example'"
    cs-notify render "$(sqlite3 cs.db "SELECT min(id) FROM message")" >text.txt
    ! grep -qE '^(Bcc|To|Cc):' text.txt
    capture cs-notify send --limit 1 --via sh -c 'printf "%s" "$CS_MESSAGE_SUBJECT$CS_MESSAGE_NAME$CS_MESSAGE_EMAIL" >env.txt; cat >/dev/null'
    status_is 0
    [ "$(wc -l <env.txt)" -eq 0 ]
}

@test "no word of a case is run by a shell, and none stands in the arguments" {
    hostile
    capture cs-notify send --via sh -c 'tr "\0" "\n" </proc/$$/cmdline >>argv.txt; cat >>sent.txt' mailer
    status_is 0
    [ ! -e pwned ]
    for word in 主管 k1@x.example 13700001111 13900009999 leak 9-9-9 华府; do
        ! grep -q "$word" argv.txt || fault "$word stands in the arguments"
    done
    ! grep -q 13900009999 sent.txt || fault "the customer's phone was sent"
    no_faults
}
