# cs-ticket on paper: show, history and list on narrow and wide terminals, in both languages, and as JSON.

load helpers

LONG=厨房吊顶渗漏滴水不止请尽快派人上门查看并给出书面维修方案
WORDS='水从楼上来，已经三天了，天花板发霉，老人小孩都在家，夜里也滴，请一定今天来'

# One case that has a bit of everything: faults, orders, a hold, contacts, a call-back that nobody took.
open_page() {
    export CS_NOW=2026-03-02T09:00:00+08:00 CS_ACTOR=desk CS_DB=$PWD/cs.db
    cs-db init --db cs.db 2>/dev/null
    printf '%s\n' code,name,kind,parent G,集团,group, R,东区,region,G C,江城,city,R P1,华府一期,project,C \
        X1,甲防水,contractor, X2,乙油漆,contractor, | cs-org unit import -q
    cs-ticket add --kind repair --priority 3 --project P1 --subject "$LONG" --body "$WORDS" --phone 13900000001 \
        --email owner@example.com --reporter 王某某 -q >/dev/null
    cs-ticket contact 1 --note 已告知业主明天上门查看 -q
    cs-ticket inspect 1 --component leak --class workmanship --place 厨房 --symptom 滴水 -q
    cs-ticket inspect 1 --fault 2 --component crack_paint --place 客厅 -q
    cs-ticket dispatch 1 --fault 1 --to X1:防水 -q
    cs-ticket dispatch 1 --fault 2 --to X2:油漆 -q
    cs-ticket hold 1 --reason drying --approver 张工 --evidence photo://wet -q
    at 03T09:00
    cs-ticket resume 1 --note 干了 -q
}

at() { # TIME
    export CS_NOW=2026-03-$1:00+08:00
}

# Runs a line on terminals of each width in each language; what it shows stands in files WIDTH.LANGUAGE.
everywhere() { # COMMAND [FIRST]: only lines from the FIRST on are measured
    local width language first=${2:-1}
    for width in 40 60 80; do
        for language in C.UTF-8 zh_CN.UTF-8; do
            on_terminal $width "LC_ALL=$language LANGUAGE=${language%.*} $1"
            [ "$status" -eq 0 ] || fault "$1: status $status at $width in $language"
            tr -d '\r' <"$OUT" >"$width.${language%%_*}"
            [ "$(tail -n +"$first" "$width.${language%%_*}" | widest)" -le $width ] || fault "$1: too wide for $width in $language"
        done
    done
}

# The record of a section in JSON, its keys on a line.
keys_of() {
    jq -r "$1 | keys_unsorted | join(\" \")" <"$OUT"
}

@test "show is no wider than the terminal under its title, in both languages" {
    open_page
    everywhere "cs-ticket show 1" 2
    no_faults
    grep -q "王某某" 40.zh || fault "the reporter is lost at 40 columns"
    grep -q "发霉" <(tr -d '\n ' <40.zh) || fault "the end of a long text is lost: it is wrapped, not cut"
    no_faults
}

@test "history is no wider than the terminal, and each event stays one line" {
    open_page
    everywhere "cs-ticket history 1"
    no_faults
    events=$(cs-ticket history 1 -o csv | tail -n +2 | wc -l)
    for shown in 80.C.UTF-8 80.zh; do
        [ "$(grep -c 2026-03- "$shown")" -eq "$events" ] || fault "$shown has not $events events"
    done
    no_faults
}

@test "list is no wider than the terminal; what is cut ends in an ellipsis" {
    open_page
    everywhere "cs-ticket list"
    no_faults
    for shown in 40.C.UTF-8 40.zh 60.C.UTF-8 60.zh; do
        grep -q … "$shown" || fault "$shown: a subject of 58 columns was cut without a word"
        ! grep -q "$LONG" "$shown" || fault "$shown holds the whole subject"
    done
    no_faults
}

@test "list to a file or pipe holds every text whole, whatever COLUMNS says" {
    open_page
    for columns in 10 40 200; do
        COLUMNS=$columns capture cs-ticket list --fields id,subject -o csv
        out_is $'id,subject\n1,'"$LONG"
    done
}

@test "columns of a table stand under their headings, by display width" {
    open_page
    cs-ticket add --kind complaint --subject abc --project P1 -q >/dev/null
    cs-ticket list --fields id,subject,state --format table >table.txt
    # A hanzi is two columns wide: the state begins at the same column in each row.
    python3 - <<'PYTHON'
import unicodedata
def column(line, word):
    before = line[:line.index(word)]
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in before)
lines = open("table.txt", encoding="utf-8").read().splitlines()
assert len(lines) == 3, lines
wanted = column(lines[0], "State")
assert column(lines[1], "to accept") == wanted, lines
assert column(lines[2], "received") == wanted, lines
PYTHON
}

@test "the sections of a page come in one order, and those without rows are left out" {
    open_page
    capture cs-ticket show 1
    order=$(grep -n -x -E 'Facts|References|Faults|Work orders|Holds|Clocks of the case|Contacts|History|Escalations' <"$OUT" |
        cut -d: -f2 | paste -sd,)
    [ "$order" = "Facts,References,Faults,Work orders,Holds,Clocks of the case,Contacts,History" ] ||
        fault "sections: $order"
    cs-ticket add --kind repair --subject 新单 -q >/dev/null
    capture cs-ticket show 2
    for part in Faults "Work orders" Holds Contacts; do
        ! grep -q -x "$part" <"$OUT" || fault "an empty section: $part"
    done
    LC_ALL=zh_CN.UTF-8 capture cs-ticket show 1
    for part in 基本情况 外部单号 缺陷 派工单 时钟; do out_has "$part" || fault "no $part"; done
    no_faults
}

@test "show in JSON: one object, sections as arrays of records, English keys in every language" {
    open_page
    capture cs-ticket show 1 -o json
    status_is 0
    [ "$(jq -c '[.faults, .work_orders, .holds, .contacts | length]' <"$OUT")" = '[2,2,1,1]' ]
    [ "$(keys_of '.work_orders[0]')" = "seq supplier trade state dispatched_at accepted_at appointment_at arrived_at done_at verified_at reworks" ]
    [ "$(keys_of '.holds[0]')" = "reason started_at limit_at ended_at approver review_at reviewed_at renewals ended_by evidence actor recorded_at" ]
    [ "$(keys_of '.history[0]')" = "seq occurred_at recorded_at actor verb outcome field old new note mark" ]
    [ "$(keys_of '.contacts[0]')" = "at actor channel reached note" ]
    [ "$(keys_of '.references[0]')" = "source external_id main" ]
    sum=$(jq -c 'del(.title)' <"$OUT") # the title is a sentence for people
    for language in C zh_CN.UTF-8; do
        [ "$(LC_ALL=$language cs-ticket show 1 -o json | jq -c 'del(.title)')" = "$sum" ] || fault "$language changes the JSON"
    done
    no_faults
}

@test "show in JSON: what happened, as it happened" {
    open_page
    capture cs-ticket show 1 -o json
    [ "$(jq -c '[.faults[] | [.seq, .place, .component, .first_class, .class]]' <"$OUT")" = \
        '[[1,"厨房","leak","workmanship",null],[2,"客厅","crack_paint",null,null]]' ]
    [ "$(jq -c '[.work_orders[] | [.supplier, .trade, .state, .reworks]]' <"$OUT")" = \
        '[["X1","防水","issued",0],["X2","油漆","issued",0]]' ]
    [ "$(jq -c '.holds[0] | [.reason, .started_at, .ended_at, .limit_at, .approver]' <"$OUT")" = \
        '["drying","2026-03-02T09:00:00+08:00","2026-03-03T09:00:00+08:00","2026-03-17T09:00:00+08:00","张工"]' ]
    [ "$(jq -c '[.history[] | select(.verb != "clock" and .field == null) | .verb]' <"$OUT")" = \
        '["receive","contact","inspect","inspect","dispatch","dispatch","hold","resume"]' ]
}

@test "a page never shows a whole phone or mail address unless it is asked for" {
    open_page
    for format in table json; do
        capture cs-ticket show 1 --format $format
        [[ $out != *13900000001* ]] || fault "$format shows the phone"
        [[ $out != *owner@example.com* ]] || fault "$format shows the mail"
        [[ $out == *'139****0001'* ]] || fault "$format does not show the mask"
    done
    capture cs-ticket show 1 --unmask -o json
    [ "$(jq -r '.case.phone, .case.email' <"$OUT" | paste -sd,)" = 13900000001,owner@example.com ] || fault "unmask"
    capture cs-ticket list -o csv
    [[ $out != *13900000001* ]] || fault "list shows the phone"
    no_faults
}

@test "history of one case, of all, by verb, by time, cut to so many" {
    open_page
    cs-ticket add --kind repair --subject 新单 --actor night -q >/dev/null
    cs-ticket inspect 2 --actor night -q
    [ "$(cs-ticket history --verb receive --fields ticket -o csv | tail -n +2 | paste -sd,)" = 1,2 ]
    [ "$(cs-ticket history 2 --fields actor -o csv | tail -n +2 | sort -u)" = night ]
    [ "$(cs-ticket history 1 --fields actor -o csv | tail -n +2 | sort -u)" = desk ]
    [ "$(cs-ticket history 1 --verb hold,resume --fields verb,occurred_at -o csv | tail -n +2 | paste -sd' ')" = \
        "hold,2026-03-02T09:00:00+08:00 resume,2026-03-03T09:00:00+08:00" ]
    [ "$(cs-ticket history 1 --occurred-at 2026-03-03 --fields verb,field -o csv | tail -n +2 | paste -sd' ')" = "resume, change,hold_reason change,hold_until" ]
    [ "$(cs-ticket history --limit 3 -o csv | tail -n +2 | wc -l)" -eq 3 ]
    capture cs-ticket history 1 2
    status_is 2
    err_has "history takes one case"
    capture cs-ticket history 99 -o csv
    [ "$(wc -l <"$OUT")" -le 1 ]
}

@test "control signs of a customer's text never reach the terminal" {
    open_page
    cs-ticket add --kind repair --subject $'红\033[31m色\a' --body $'一\033]0;x\a二' -q >/dev/null 2>&1 || true
    for verb in "show 2" list "history 2"; do
        on_terminal 80 "cs-ticket $verb"
        ! LC_ALL=C grep -q $'\033\\[31m\|\033\\]0;\|\a' "$OUT" || fault "$verb passes an escape on"
    done
    no_faults
}

@test "a case of our own names this store as its source on its page and in its dossier, its uuid for programs" {
    open_page
    own=$(sqlite3 cs.db "SELECT value FROM setting WHERE name = 'uuid'")
    capture cs-ticket show 1 -o md
    [[ $out == *'this store'* && $out != *"$own"* ]]
    capture cs-ticket dossier 1
    [[ $out == *'this store'* && $out != *"$own"* ]]
    [ "$(cs-ticket show 1 -o json | jq -r '.case.source, .references[0].source' | sort -u)" = "$own" ]
}
