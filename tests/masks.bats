# Personal data: nothing that list, show, export, query, history, a page, a message or a refusal writes tells a whole
# phone, mail address or identity number, in whatever format, unless --unmask asks for it; and the asking is audited.

load helpers

FORMATS='table csv tsv json jsonl md'

# What must not come out whole: everything that the fixture holds of the three sorts.
SECRETS='13911112222 13933334444 13800001234 13700005678 13655556666 02188887777
zhao.lan@mail.example qian@post.example eng.one@firm.example care@firm.example sun.wei@mail.example
310101199001011234 44010619851212002X'

# One store for all tests of the file: people, staff, cases of our own and of a CRM, history, messages.
setup_file() {
    export CS_NOW=2026-03-02T09:00:00+08:00 CS_ACTOR=desk LC_ALL=C.UTF-8 TZ=UTC
    export MASTER=$BATS_FILE_TMPDIR/master.db CS_DB=$BATS_FILE_TMPDIR/master.db
    cs-db init -q
    printf '%s\n' code,name,kind,parent G,集团,group, R,东区,region,G C,江城,city,R P1,华府一期,project,C X1,甲防水,contractor, |
        cs-org unit import -q
    printf '%s\n' code,project,place H1,P1,1-1-101 H2,P1,1-1-102 | cs-org home import -q
    printf '%s\n' code,name,phone,email E1,工程师,13800001234,eng.one@firm.example K1,客服,13700005678,care@firm.example |
        cs-org staff import -q
    printf '%s\n' unit,role,staff P1,engineer,E1 P1,care,K1 P1,head,K1 | cs-org post import -q
    printf '%s\n' external_id,name,kind,phone,phone2,email,identity,home,role \
        C1,赵女士,buyer,13911112222,02188887777,zhao.lan@mail.example,310101199001011234,H1,owner \
        C2,钱先生,buyer,13933334444,,qian@post.example,44010619851212002X,H2,owner |
        cs-customer import -q --source crm
    cs-ticket add -q --kind repair --priority 3 --project P1 --room 1-1-101 --reporter 赵女士 --phone 13911112222 \
        --email zhao.lan@mail.example --subject 漏水 --component leak >/dev/null
    printf '%s\n' external_id,kind,project,room,reporter,phone,email,subject,occurred_at \
        T1,complaint,P1,1-1-102,孙先生,13655556666,sun.wei@mail.example,噪音,2026-03-01T10:00:00+08:00 |
        cs-ticket import -q --source crm
    # A person whose number changes leaves the old and the new one in the history.
    export CS_NOW=2026-03-03T09:00:00+08:00
    printf '%s\n' external_id,name,kind,phone,phone2,email,identity \
        C1,赵女士,buyer,13933334444,13911112222,qian@post.example,44010619851212002X |
        cs-customer import -q --source crm
    cs-ticket contact -q 1 --note 已联系
    cs-customer consent give -q C1 --purpose contact >/dev/null 2>&1 || true
    export CS_NOW=2026-03-09T09:00:00+08:00
    cs-escalate run -q >/dev/null 2>&1
}

# A copy of it for one test.
store() {
    export CS_NOW=2026-03-09T10:00:00+08:00 CS_ACTOR=desk CS_DB=$PWD/cs.db
    cp "$MASTER" cs.db
}

# The secrets that FILE... tell, a line each.
told() {
    # shellcheck disable=SC2086 # a word each
    grep -ohF -f <(printf '%s\n' $SECRETS) "$@" | sort -u | paste -sd' '
}

# Every reading command with its operands that needs no format of its own.
readers() {
    cat <<'END'
cs-customer list
cs-customer list --fields identity,email,phone,phone2,name
cs-customer show C1
cs-customer show C2
cs-customer history 1
cs-customer history 2
cs-customer role list
cs-customer consent list
cs-ticket list
cs-ticket list --open --sort -id
cs-ticket list --fields email,phone,reporter
cs-ticket show 1
cs-ticket show crm:T1
cs-ticket history 1
cs-ticket history 2
cs-org staff list
cs-org staff list --fields email,code,phone
cs-org post list
cs-org show P1
cs-org show X1
cs-org tree
cs-org resolve P1 1-1-101
cs-notify list
cs-escalate run --dry-run
cs-escalate forecast
cs-escalate explain 1
cs-escalate explain 2
cs-db status
cs-report run morning
cs-report run escalations
cs-report run silence
END
}

# The forms that a command of `readers` can write: a page has no cells.
forms() { # COMMAND LINE
    case $1 in
        'cs-org show'* | 'cs-customer show'* | 'cs-ticket show'* | 'cs-escalate explain'*) echo table md json ;;
        *) echo "$FORMATS" ;;
    esac
}

audits() {
    sqlite3 "$CS_DB" "SELECT count(*) FROM audit WHERE what LIKE 'unmask%'"
}

@test "no reading command tells a phone, a mail address or an identity number, in any format" {
    store
    while read -r line; do
        for format in $(forms "$line"); do
            # shellcheck disable=SC2086 # a command and its words
            capture $line -o "$format"
            [ "$status" -eq 0 ] || fault "$line -o $format: status $status: $err"
            found=$(told "$OUT" "$ERR")
            [ -z "$found" ] || fault "$line -o $format tells $found"
        done
    done < <(readers)
    no_faults
    [ "$(audits)" -eq 0 ]
}

@test "the fixture really holds each secret: --unmask brings every one of them out" {
    store
    cs-customer list --unmask -o csv >one
    cs-customer history 1 --unmask -o csv >two
    cs-ticket list --unmask -o csv >three
    cs-org staff list --unmask -o csv >four
    # shellcheck disable=SC2086 # a word each
    for secret in $SECRETS; do
        grep -qF "$secret" one two three four || fault "$secret is nowhere"
    done
    no_faults
}

@test "--unmask tells whole values in each format, and each asking is one line in the audit log" {
    store
    asked=0
    while IFS='|' read -r line secret; do
        for format in $(forms "$line"); do
            # shellcheck disable=SC2086 # a command and its words
            capture $line -o "$format" --unmask
            [ "$status" -eq 0 ] || fault "$line -o $format: status $status: $err"
            # Tables and Markdown show a choice of the columns; the others all of them, and pages everything.
            [[ $line == *list && $format == @(table|md) ]] || grep -qF "$secret" "$OUT" || fault "$line -o $format --unmask hides $secret"
            asked=$((asked + 1))
            [ "$(audits)" -eq "$asked" ] || fault "$line -o $format: $(audits) askings in the log, not $asked"
            asked=$(audits)
        done
    done <<'END'
cs-customer list|44010619851212002X
cs-customer show 1|13911112222
cs-customer history 1|310101199001011234
cs-ticket list|sun.wei@mail.example
cs-ticket show 2|13655556666
cs-org staff list|13800001234
END
    no_faults
}

@test "the audit log says who asked, when, which command and how many records" {
    store
    cs-customer list --unmask -o csv >/dev/null
    cs-org staff list --code E1 --unmask -o csv >/dev/null
    sqlite3 cs.db "SELECT actor, what, count FROM audit WHERE what LIKE 'unmask%' ORDER BY id" >log
    # 2026-03-09 10:00 in Shanghai, in seconds since 1970.
    [ "$(sqlite3 cs.db "SELECT DISTINCT at FROM audit WHERE what LIKE 'unmask%'")" = "$(date -ud 2026-03-09T02:00 +%s)" ]
    [ "$(wc -l <log)" -eq 2 ]
    [ "$(cut -d'|' -f3 log | paste -sd' ')" = '2 1' ]
    [ "$(sqlite3 cs.db "SELECT count(*) FROM audit WHERE what LIKE 'unmask%' AND what = 'unmask cs-customer list' AND subject = 'customer'")" -eq 1 ]
    [ "$(sqlite3 cs.db "SELECT count(*) FROM audit WHERE what LIKE 'unmask%' AND what = 'unmask cs-org staff list' AND actor = 'desk'")" -eq 1 ]
}

@test "a mask has the shape that lets a clerk recognise a person and a stranger not call" {
    store
    capture cs-customer list --fields phone,phone2,email,identity -o csv --sort id
    status_is 0
    [ "$(jq -nr --rawfile text "$OUT" '$text | split("\n")[1] | split(",") | map(test("[*]{3}")) | all')" = true ]
    capture cs-org staff list --fields phone,email -o csv
    out_is $'phone,email\n138****1234,e******@firm.example\n137****5678,c***@firm.example'
    capture cs-ticket list --fields phone -o csv --sort id
    out_is $'phone\n139****2222\n136****6666'
}

@test "masked cells in JSON are strings of the same field, null where nothing is kept" {
    store
    capture cs-customer list --id 2 -o json
    jq -e '.[0] | (.phone | type) == "string" and (.identity | type) == "string" and has("phone2")' <"$OUT"
    capture cs-ticket list -o jsonl --fields id,phone,email
    jq -es 'length == 2 and all(.phone | test("[*]")) and all(.email | test("[*]"))' <"$OUT"
}

@test "masked cells fed back change nothing, in every format that is read" {
    store
    for format in csv tsv json jsonl; do
        for pair in 'cs-customer list|cs-customer import' 'cs-org staff list|cs-org staff import' \
            'cs-ticket list|cs-ticket import'; do
            before=$(store_people)
            capture_sh "${pair%%|*} -o $format >masked && ${pair##*|} -i $format masked"
            [ "$status" -eq 0 ] || fault "$pair $format: status $status: $err"
            [[ $err == *"inserted 0, updated 0, unchanged 2, refused 0"* ]] || fault "$pair $format: $err"
            [ "$(store_people)" = "$before" ] || fault "$pair $format changed the store"
        done
    done
    no_faults
}

# What is kept about people, in one digest; the fingerprint of the row that was read last may change.
store_people() {
    for table in staff ticket event customer_event; do
        echo "$table"
        sqlite3 cs.db "SELECT * FROM $table ORDER BY 1, 2"
    done >kept
    sqlite3 cs.db 'SELECT id, name, kind, phone, phone2, email, identity FROM customer ORDER BY 1' >>kept
    sha256sum <kept
}

@test "a masked phone of somebody else is refused or ignored, never saved as stars" {
    store
    printf '%s\n' external_id,name,kind,phone 'C2,钱先生,buyer,139****9999' >masked.csv
    capture cs-customer import --source crm masked.csv
    [ "$status" -eq 0 ] || [ "$status" -eq 3 ]
    [ "$(sqlite3 cs.db "SELECT count(*) FROM customer WHERE phone LIKE '%*%'")" -eq 0 ]
    printf '%s\n' code,name,phone,email 'E9,新人,138****0000,e******@firm.example' >masked.csv
    capture cs-org staff import masked.csv
    [ "$(sqlite3 cs.db "SELECT count(*) FROM staff WHERE phone LIKE '%*%' OR email LIKE '%*%'")" -eq 0 ]
    capture cs-ticket add --kind repair --phone '139****2222'
    status_is 1
    err_has "is masked"
    capture cs-ticket add --kind repair --email 'z***@mail.example'
    status_is 1
    err_has "is masked"
    [ "$(sqlite3 cs.db "SELECT count(*) FROM ticket WHERE phone LIKE '%*%' OR email LIKE '%*%'")" -eq 0 ]
}

@test "a filter finds a person by the whole number that the caller knows, and still answers with stars" {
    store
    capture cs-customer list --phone 13933334444 --fields id,phone -o csv
    status_is 0
    [ -z "$(told "$OUT" "$ERR")" ]
    [ "$(wc -l <"$OUT")" -ge 2 ]
    capture cs-ticket list --phone 13655556666 --fields external_id,phone -o csv
    out_is $'external_id,phone\nT1,136****6666'
    capture cs-org staff list --email care@firm.example --fields code,email -o csv
    out_is $'code,email\nK1,c***@firm.example'
}

@test "SQL answers with stars wherever a protected column is named, whatever it is called in the answer" {
    store
    for sql in 'SELECT phone, email FROM ticket' 'SELECT phone AS a, email AS b FROM staff' 'SELECT * FROM customer' \
        'SELECT c.phone, t.phone FROM customer c, ticket t' 'SELECT x FROM (SELECT identity AS x FROM customer)' \
        'WITH w AS (SELECT email AS e FROM customer) SELECT e FROM w' \
        'SELECT phone FROM ticket UNION ALL SELECT email FROM staff'; do
        for format in $FORMATS; do
            capture cs-db query "$sql" -o "$format"
            found=$(told "$OUT" "$ERR")
            [ -z "$found" ] || fault "$sql -o $format tells $found"
        done
    done
    no_faults
}

@test "SQL cannot cut, join, turn or encode a protected value out of its mask" {
    store
    for sql in "SELECT phone || '' FROM ticket" 'SELECT substr(phone, 1, 11) FROM ticket' 'SELECT upper(email) FROM staff' \
        'SELECT lower(email) FROM staff' 'SELECT max(phone) FROM customer' 'SELECT group_concat(identity) FROM customer' \
        'SELECT json_object(1, phone) FROM ticket' 'SELECT CAST(phone AS TEXT) FROM ticket' \
        "SELECT replace(phone, '-', '') FROM ticket" 'SELECT trim(identity) FROM customer' \
        "SELECT CASE WHEN 1 THEN phone END FROM ticket" 'SELECT coalesce(phone2, phone) FROM customer' \
        "SELECT printf('%s', phone) FROM ticket" 'SELECT (SELECT phone FROM staff LIMIT 1)' \
        'SELECT old FROM customer_event' 'SELECT new FROM customer_event' "SELECT '>' || phone || '<' FROM customer"; do
        capture cs-db query "$sql" -o json
        found=$(told "$OUT" "$ERR" | tr 'A-Z' 'a-z')
        [ -z "$found" ] || fault "$sql tells $found"
    done
    no_faults
}

@test "SQL with --unmask is audited" {
    store
    capture cs-db query --unmask 'SELECT phone FROM ticket ORDER BY id' -o csv
    status_is 0
    out_is $'phone\n13911112222\n13655556666'
    [ "$(audits)" -eq 1 ]
}

@test "a refusal on the terminal does not repeat a person's number or address" {
    store
    printf '%s\n' external_id,name,kind,phone,email C7,李,nobody,13911112222,zhao.lan@mail.example >bad.csv
    capture cs-customer import --source crm bad.csv
    status_is 3
    [ -z "$(told "$ERR")" ] || fault "customer import: $(told "$ERR")"
    printf '%s\n' external_id,kind,phone,email T7,rumour,13911112222,zhao.lan@mail.example >bad.csv
    capture cs-ticket import --source crm bad.csv
    status_is 3
    [ -z "$(told "$ERR")" ] || fault "ticket import: $(told "$ERR")"
    printf '%s\n' code,name,phone,active_until E7,李,13911112222,someday >bad.csv
    capture cs-org staff import bad.csv
    status_is 3
    [ -z "$(told "$ERR")" ] || fault "staff import: $(told "$ERR")"
    no_faults
}

@test "messages name no customer's number, address or identity" {
    store
    for id in $(sqlite3 cs.db 'SELECT id FROM message ORDER BY id'); do
        capture cs-notify render "$id"
        status_is 0
        found=$(told "$OUT" "$ERR" | tr ' ' '\n' | grep -vE '@firm.example' | paste -sd' ')
        [ -z "$found" ] || fault "message $id tells $found"
    done
    no_faults
}

@test "Chinese pages and tables are masked as the English ones are" {
    store
    while read -r line; do
        # shellcheck disable=SC2086 # a command and its words
        capture env LC_ALL=zh_CN.UTF-8 $line -o table
        [ "$status" -eq 0 ] || fault "$line: status $status: $err"
        [ -z "$(told "$OUT" "$ERR")" ] || fault "$line tells $(told "$OUT" "$ERR")"
    done < <(readers)
    no_faults
}

@test "--verbose, --excel, --fields and --tz open no mask" {
    store
    for option in --verbose --excel '--tz America/Sao_Paulo' '--fields phone,email'; do
        for line in 'cs-customer list' 'cs-org staff list' 'cs-ticket list'; do
            # shellcheck disable=SC2086 # words
            capture $line $option -o csv
            [ "$status" -eq 0 ] || fault "$line $option: $err"
            [ -z "$(told "$OUT" "$ERR")" ] || fault "$line $option tells $(told "$OUT" "$ERR")"
        done
    done
    no_faults
}

@test "no setting of the environment opens the masks" {
    store
    for setting in UNMASK=1 CS_UNMASK=1 CS_MASK=0 POSIXLY_CORRECT=1 CS_ACTOR=root; do
        capture env "$setting" cs-customer list -o csv
        [ -z "$(told "$OUT" "$ERR")" ] || fault "$setting tells $(told "$OUT" "$ERR")"
    done
    no_faults
    [ "$(audits)" -eq 0 ]
}

@test "a forgotten person's values come out nowhere, with --unmask either" {
    store
    capture cs-db forget 2 --reason 本人要求 --yes
    status_is 0
    cs-customer list --id 2 --unmask -o json >gone.json
    [ -z "$(told gone.json)" ] || fault "the list tells $(told gone.json)"
    capture cs-customer history 2 --unmask -o csv
    [ -z "$(told "$OUT" "$ERR")" ] || fault "the history tells $(told "$OUT" "$ERR")"
    capture cs-customer show 2 --unmask -o json
    [ -z "$(told "$OUT" "$ERR")" ] || fault "the page tells $(told "$OUT" "$ERR")"
    capture cs-db query 'SELECT * FROM customer WHERE id = 2' --unmask -o csv
    [ -z "$(told "$OUT" "$ERR")" ] || fault "the query tells $(told "$OUT" "$ERR")"
    no_faults
}

@test "sorting by a personal field would tell it: refused without --unmask" {
    store
    while read -r line; do
        # shellcheck disable=SC2086 # words
        capture $line
        [ "$status" -eq 2 ] && [[ $err == *"needs --unmask"* ]] || fault "$line: status $status: $err"
        [ ! -s "$OUT" ] || fault "$line wrote records"
        # shellcheck disable=SC2086 # words
        capture $line --unmask
        [ "$status" -eq 0 ] || fault "$line --unmask: status $status: $err"
    done <<'END'
cs-customer list --sort phone
cs-customer list --sort -identity
cs-customer list --sort name,email
cs-ticket list --sort -phone
cs-ticket list --sort email
cs-org staff list --sort phone
END
    no_faults
}

@test "a part of a personal field finds nobody: it would tell the rest digit by digit" {
    store
    while read -r line; do
        # shellcheck disable=SC2086 # words
        capture $line --count
        [ "$status" -eq 2 ] || [ "$out" = 0 ] || fault "$line: status $status, answers $out"
    done <<'END'
cs-customer list --phone 139*
cs-customer list --phone ~3333
cs-customer list --email qian*
cs-customer list --identity ~1985
cs-customer list --phone >13900000000
cs-ticket list --phone 136*
cs-ticket list --email ~sun
cs-org staff list --phone ~1234
END
    no_faults
}

@test "a column that nobody mapped does not leak a phone, and its mask fed back changes nothing" {
    store
    printf 'external_id,kind,联系电话2\nX1,repair,13911112222\n' | cs-ticket import -q --source other 2>/dev/null
    for format in csv tsv json jsonl md; do
        cs-ticket list --source other --fields id,extra -o "$format" >shown
        ! grep -q 13911112222 shown || fault "$format shows it"
    done
    cs-ticket list --source other -o jsonl | cs-ticket import -q --source other
    [ "$(cs-ticket list --source other --fields extra --unmask -o jsonl | jq -r '.extra["联系电话2"]')" = 13911112222 ] ||
        fault 'it was lost'
    no_faults
}
