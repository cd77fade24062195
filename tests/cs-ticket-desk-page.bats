#!/usr/bin/env bats
# What the desk's verbs look like: tables on narrow terminals in both languages, the sections of a case's page,
# a dossier that renders, and the same records in every format.

load helpers

# A case with everything that a desk may tie to it; its texts hold what Markdown would take for markup.
open_case() {
    export CS_NOW=2026-03-02T09:00:00+08:00 CS_ACTOR=desk CS_DB=$PWD/cs.db
    cs-db init --db cs.db 2>/dev/null
    printf '%s\n' code,name,kind,parent G,集团,group, P1,华府一期,project,G | cs-org unit import -q
    printf '%s\n' code,project,room H1,P1,1-1-101 H2,P1,1-1-102 | cs-org home import -q
    printf '%s\n' external_id,kind,project,room,subject,phone,email,assignee,occurred_at \
        'A1,complaint,P1,1-1-101,楼板 | 开裂 *重* <b>,13900000001,owner@example.com,张工,2026-03-02T08:00' \
        'A2,complaint,P1,1-1-102,楼板 | 开裂 *重* <b>,13900000002,,张工,2026-03-02T08:00' \
        'A3,repair,P1,1-1-101,厨房漏水滴水不止请尽快派人上门查看并给出书面维修方案,13900000001,,张工,2026-03-02T08:00' \
        | cs-ticket import --source crm -q
    cs-ticket parent 2 --of 1
    cs-ticket link 3 --to 1 --kind source --note '管|井'
    cs-ticket chase 1 --note $'第一行\n第二行'
    cs-ticket flag 1 --exposure 业主群 --reach 300 --set injury --legal-hold yes
    printf 'x' >a.jpg
    cs-ticket attach 1 a.jpg --type after
    cs-ticket attach 3 a.jpg --type after 2>/dev/null
}

# Runs a line on terminals of each width in each language: no line is wider, none is lost.
everywhere() { # COMMAND [FIRST]: only lines from the FIRST on are measured
    local width language
    for width in 40 60 80; do
        for language in C.UTF-8 zh_CN.UTF-8; do
            on_terminal $width "LC_ALL=$language LANGUAGE=${language%.*} $1"
            [ "$status" -eq 0 ] || fault "$1: status $status at $width in $language"
            tr -d '\r' <"$OUT" >"$width.${language%%_*}"
            [ "$(tail -n +"${2:-1}" "$width.${language%%_*}" | widest)" -le $width ] ||
                fault "$1: too wide for $width in $language"
        done
    done
}

@test "check, mine and attachments are no wider than the terminal, in both languages" {
    open_case
    for line in "cs-ticket check" "cs-ticket mine --owner 张工" "cs-ticket attachments" \
        "cs-ticket attachments --verify" "cs-ticket attachments 1"; do
        everywhere "$line"
    done
    no_faults
}

@test "the page of a case shows its group, links, matters and proof within the terminal" {
    open_case
    everywhere "cs-ticket show 1" 2
    no_faults
    for word in 群组概况 群组子单 关联工单 曝光与法务; do
        grep -q "$word" 80.zh || fault "the page has no $word"
    done
    for word in "Group case in figures" "Cases of the group" Links "Exposure and law"; do
        grep -q "$word" 80.C.UTF-8 || fault "the page has no $word"
    done
    no_faults
}

@test "a dossier is a page of well-formed tables: as many cells in each row as in its head, nothing is markup" {
    open_case
    cs-ticket dossier 1 >1.md
    # cells: signs | that no \ stands before
    awk '{ line = $0; gsub(/\\./, "", line); cells = gsub(/\|/, "", line) }
        /^\|/ { if (head && cells != head) print NR ": " cells " for " head; if (!head) head = cells; next }
        { head = 0 }' 1.md >uneven
    [ ! -s uneven ] || fault "$(cat uneven)"
    grep -q '楼板 \\| 开裂 \\\*重\\\* \\<b\\>' 1.md || fault "the subject is markup"
    grep -q '第一行␊第二行' 1.md || fault "a note of two lines breaks its row"
    [ "$(grep -c '^# ' 1.md)" = 1 ] || fault "there is one title"
    for section in Facts 'Group case in figures' 'Cases of the group' Links 'Exposure and law' Proof Timeline Digest; do
        grep -qx "## $section" 1.md || fault "there is no section $section"
    done
    no_faults
}

@test "a dossier hides numbers and addresses in every form, and shows them when it is told to" {
    open_case
    for format in md json table; do
        cs-ticket dossier 1 -o $format >masked
        ! grep -qE '13900000001|owner@example.com' masked || fault "$format tells a number"
        cs-ticket dossier 1 -o $format --unmask >whole
        grep -q 13900000001 whole || fault "$format hides what it may show"
    done
    for format in csv tsv; do
        capture cs-ticket dossier 1 -o $format
        [ "$status" -eq 2 ] || fault "$format is no form of a page, but status $status"
    done
    no_faults
}

@test "a dossier in Chinese and in English speaks of the same log" {
    open_case
    LC_ALL=zh_CN.UTF-8 LANGUAGE=zh_CN cs-ticket dossier 1 >zh.md
    cs-ticket dossier 1 >en.md
    [ "$(grep -o '[0-9a-f]\{64\}' zh.md | tail -1)" = "$(grep -o '[0-9a-f]\{64\}' en.md | tail -1)" ]
    [ "$(grep -c '^|' zh.md)" = "$(grep -c '^|' en.md)" ]
    grep -q '| 变更 |.* 敏感标记 |' zh.md
    grep -q '| change |.* Flags |' en.md
    # JSON is for programs: the same bytes but for the sentences
    cmp <(cs-ticket dossier 1 -o json | jq 'del(.title, .as_of, .digest)') \
        <(LC_ALL=zh_CN.UTF-8 LANGUAGE=zh_CN cs-ticket dossier 1 -o json | jq 'del(.title, .as_of, .digest)')
}

@test "suspicions and a day's work are the same records in csv, tsv, json and jsonl, in every language" {
    open_case
    for line in "cs-ticket check --check photo --fields id,check,other" "cs-ticket mine --owner 张工 --fields id,task,late,state"; do
        $line -o csv >en.csv
        LC_ALL=zh_CN.UTF-8 LANGUAGE=zh_CN $line -o csv | cmp - en.csv || fault "$line: csv follows the language"
        $line -o tsv | tr '\t' ',' | cmp - en.csv || fault "$line: tsv is another"
        [ "$($line -o json | jq -c '.[]')" = "$($line -o jsonl | jq -c .)" ] || fault "$line: json and jsonl differ"
        [ "$($line -o json | jq length)" = "$(($(wc -l <en.csv) - 1))" ] || fault "$line: json has other records"
    done
    no_faults
}

@test "the words of flag, link, attach and check are listed by --describe, and Chinese ones are taken" {
    open_case
    cs-ticket check --describe >check.json
    [ "$(jq -r '[.. | objects | select(.name? == "check" and .choices?) | .choices[]] | length' check.json)" -ge 10 ]
    for pair in "媒体 media" "律师 lawyer" "群诉 group" "伤人 injury" "退房 rescission"; do
        cs-ticket flag 3 --set "${pair% *}"
        cs-ticket list --id 3 --fields flags -o csv | grep -q "${pair#* }" || fault "$pair"
    done
    for pair in "重复 duplicate" "相关 related" "后续 follows"; do
        cs-ticket link 3 --to 2 --kind "${pair% *}"
        cs-ticket show 3 -o json | jq -r '.links[].kind' | grep -qx "${pair#* }" || fault "$pair"
    done
    for pair in "维修前 before" "签字 signature" "录音 recording" "截图 screenshot"; do
        cs-ticket attach 3 "x://${pair#* }" --type "${pair% *}"
        [ "$(cs-ticket attachments 3 --type "${pair#* }" --count)" = 1 ] || fault "$pair"
    done
    no_faults
}

@test "the cases of a group that was merged are found from the one that goes on" {
    open_case
    printf 'external_id,kind,project,occurred_at\nA4,complaint,P1,2026-03-02T08:30\n' | cs-ticket import --source crm -q
    cs-ticket cancel 2 --reason 重复
    cs-ticket merge 1 --into 4
    cs-ticket show 4 -o json >page.json
    [ "$(jq -r '.merged_children[] | "\(.ticket) \(.id) \(.state)"' page.json)" = '1 2 cancelled' ]
    [ "$(jq -r '.merged_matters[] | "\(.ticket) \(.kind) \(.place)"' page.json)" = '1 exposure 业主群' ]
    [ "$(cs-ticket list --id 4 --fields flags -o csv | tail -1)" = 'media;injury' ]
    # what a court may ask for is not erased under the other name either
    [ "$(sqlite3 cs.db 'SELECT legal_hold FROM ticket WHERE id = 4')" = yes ]
}

@test "what hung on a case that was merged is found from the one that goes on" {
    open_case
    cs-ticket attach 3 https://oa.example/7 --type letter 2>/dev/null
    cs-ticket chase 3 --note 催
    cs-ticket merge 3 --into 1
    cs-ticket show 1 -o json >page.json
    [ "$(jq -r '.merged[] | "\(.into) \(.ticket) \(.kind)"' page.json)" = '1 3 repair' ]
    [ "$(jq -r '.merged_evidence | map("\(.ticket) \(.type) \(.uri)") | join(",")' page.json)" = "3 after $PWD/a.jpg,3 letter https://oa.example/7" ]
    [ "$(jq -r '.merged_links[] | "\(.ticket) \(.kind) \(.other)"' page.json)" = '3 source 1' ]
    cs-ticket show 1 --unmask | grep -qF '3 '
    capture cs-ticket attachments 1 --fields ticket,type -o csv
    out_is $'ticket,type\n1,after\n3,after\n3,letter'
    cs-ticket dossier 1 >dossier.md
    grep -q '^## Timeline of merged cases$' dossier.md
    grep -q '^| 3 |.*| chase |' dossier.md
    # the case itself tells its own, once
    [ "$(cs-ticket show 3 -o json | jq -r '.evidence | length')" = 2 ]
    [ "$(cs-ticket show 3 -o json | jq -r '.merged')" = null ]
}
