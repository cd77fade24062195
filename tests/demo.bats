# The demo developer: made by the generator byte for byte, in the proportions that a head of customer care expects
# (practice of the field; tolerances are those of samples of this size), with the rows that must be refused.

load helpers

number() { # SQL -> one number from the demo store
    sqlite3 cs.db "$1"
}

# Is VALUE within TOLERANCE of WANT? All whole numbers or decimals.
near() { # NAME VALUE WANT TOLERANCE
    awk -v v="$2" -v w="$3" -v t="$4" 'BEGIN { exit !(v >= w - t && v <= w + t) }' || fault "$1 is $2, not $3 +- $4"
}

# Share in per cent of the rows of FROM that fulfil WHERE.
share_of() { # FROM WHERE
    number "SELECT round(100.0 * sum(CASE WHEN $2 THEN 1 ELSE 0 END) / count(*), 1) FROM $1"
}

@test "cs-generate demo makes share/demo byte for byte, twice" {
    cs-generate demo one
    cs-generate demo two
    diff -r one two
    for file in one/*; do
        cmp "$file" "$TOP/share/demo/$(basename "$file")" || fault "$(basename "$file") differs"
    done
    for file in "$TOP"/share/demo/*.csv "$TOP"/share/demo/*.jsonl; do
        [ -f "one/$(basename "$file")" ] || fault "$(basename "$file") is not made"
    done
    no_faults
}

@test "the sample files are small enough to live in the repository" {
    [ "$(cat "$TOP"/share/demo/* | wc -c)" -lt 4000000 ]
}

@test "the generator says how it is used, and does not write elsewhere" {
    capture cs-generate
    status_is 2
    err_has "usage: cs-generate demo DIR"
    capture cs-generate tickets many
    status_is 2
    capture cs-generate demo no/such/folder
    status_is 1
    err_has "no/such/folder: No such file or directory"
}

@test "benchmark cases stream: unique ids in no order, four in ten open, the first N the same whatever N" {
    cs-generate tickets 3000 >big.csv
    cs-generate tickets 1000 >small.csv
    head -n 1001 big.csv | cmp - small.csv
    [ "$(wc -l <big.csv)" -eq 3001 ]
    [ "$(tail -n +2 big.csv | cut -d , -f 1 | sort -u | wc -l)" -eq 3000 ]
    ! tail -n +2 big.csv | cut -d , -f 1 | sort -c 2>/dev/null
    near open "$(awk -F , 'NR > 1 && $3 != "closed"' big.csv | wc -l)" 1200 100
    [ "$(head -n 1 big.csv | tr , '\n' | wc -l)" -ge 40 ]
    [ "$(awk -F , '{ print NF }' big.csv | sort -u | wc -l)" -eq 1 ]
    no_faults
}

@test "benchmark cases are taken without a refusal" {
    cs-generate tickets 2000 >big.csv
    cs-db init -q --db big.db
    capture cs-ticket import --db big.db --source bench big.csv
    status_is 0
    err_has "inserted 2000, updated 0, unchanged 0, refused 0"
}

@test "a generator whose reader leaves or whose disk is full does not go on for ever" {
    cs-generate tickets 100000000 | head -n 2 | tail -n 1 | grep -q ^WO
    capture_sh 'cs-generate tickets 100000 >/dev/full'
    status_is 1
    err_has "No space left on device"
}

@test "the demo has its developer: 2 regions, 4 cities, 8 projects, 2,000 homes, posts at every level" {
    demo
    [ "$(number "SELECT group_concat(n, ' ') FROM (SELECT count(*) AS n FROM unit WHERE kind IN ('group', 'region', 'city', 'project') GROUP BY kind ORDER BY count(*))")" = "1 2 4 8" ]
    [ "$(number "SELECT count(*) FROM home")" -eq 2000 ]
    [ "$(number "SELECT count(*) FROM customer")" -eq 2000 ]
    for level in group region city project; do
        [ "$(number "SELECT count(*) FROM unit AS u WHERE kind = '$level' AND NOT EXISTS (SELECT 1 FROM post WHERE unit_id = u.id AND role = 'head')")" -eq 0 ] || fault "a $level has no head"
        [ "$(number "SELECT count(*) FROM unit AS u WHERE kind = '$level' AND NOT EXISTS (SELECT 1 FROM post WHERE unit_id = u.id AND role = 'care')")" -eq 0 ] || fault "a $level has nobody for care"
    done
    [ "$(number "SELECT count(*) FROM post WHERE deputy_id IS NOT NULL")" -gt 10 ]
    no_faults
}

@test "the faulty rows are refused, and no other" {
    demo
    for pair in tickets-gb18030.csv:32 tickets-bom.csv:0 tickets.jsonl:3 hotline.csv:0; do
        rows=$(grep -cE "^${pair%%:*}:[0-9]+:[0-9]+: " import.log || true)
        [ "$rows" -eq "${pair##*:}" ] || fault "${pair%%:*} refuses $rows rows, not ${pair##*:}"
        file=rejects-$(case $pair in *gb*) echo crm ;; *bom*) echo keeper ;; *jsonl*) echo app ;; *) echo 12345 ;; esac).csv
        rows=$(grep -c BAD "$file" || true)
        [ "$rows" -eq "${pair##*:}" ] || fault "$file keeps $rows rows, not ${pair##*:}"
    done
    for words in '"2026-02-30 10:00" is no date' 'a spreadsheet rounded' 'must be 1..4, not "很急"' '"已飞走"' \
        'must be 1..5, not "9"' '"三百"' '"昨天下午"' 'expected 49 fields, found 4'; do
        grep -qF "$words" import.log || fault "import.log has no: $words"
    done
    no_faults
}

@test "kinds of cases without snags: repairs 68 %, inquiries 14, complaints 10, chasers 5, suggestions and praise 3" {
    demo
    from="ticket WHERE kind <> 'handover'"
    near repair "$(share_of "$from" "kind = 'repair'")" 68 3
    near inquiry "$(share_of "$from" "kind = 'inquiry'")" 14 2
    near complaint "$(share_of "$from" "kind = 'complaint'")" 10 2
    near chaser "$(share_of "$from" "kind = 'chaser'")" 5 1.5
    near talk "$(share_of "$from" "kind IN ('suggestion', 'praise')")" 3 1
    no_faults
}

@test "channels of repairs and of complaints" {
    demo
    repairs="ticket WHERE kind = 'repair'"
    near desk "$(share_of "$repairs" "channel = 'property_desk'")" 45 4
    near app "$(share_of "$repairs" "channel = 'app'")" 22 3
    near call "$(share_of "$repairs" "channel = 'call_line'")" 20 3
    near visit "$(share_of "$repairs" "channel = 'visit'")" 8 2
    near patrol "$(share_of "$repairs" "channel = 'patrol'")" 3 1
    complaints="ticket WHERE kind = 'complaint'"
    near call "$(share_of "$complaints" "channel = 'call_line'")" 32 6
    near government "$(share_of "$complaints" "channel IN ('hotline', 'petition')")" 24 6
    near visit "$(share_of "$complaints" "channel = 'visit'")" 15 5
    near media "$(share_of "$complaints" "channel = 'media'")" 4 3
    no_faults
}

@test "components and classes of repairs" {
    demo
    from="ticket AS t JOIN fault AS f ON f.ticket_id = t.id WHERE t.kind = 'repair'"
    for row in leak:22:3 door_window:18:3 crack_paint:14:3 plumbing:12:2 electric:9:2 floor_tile:9:2 cabinet:7:2 hvac:4:1.5 common:5:1.5; do
        IFS=: read -r name want tolerance <<<"$row"
        near "$name" "$(share_of "$from" "f.component = '$name'")" "$want" "$tolerance"
    done
    from="$from AND f.class IS NOT NULL"
    near workmanship "$(share_of "$from" "f.class = 'workmanship'")" 62 4
    near material "$(share_of "$from" "f.class = 'material'")" 18 3
    near design "$(share_of "$from" "f.class = 'design'")" 8 2
    near no_defect "$(share_of "$from" "f.class IN ('misuse', 'upkeep', 'no_defect')")" 12 3
    no_faults
}

@test "repairs close in the usual time: 70 % in a week, 90 in 15 days, a tail behind; 18 % late" {
    demo
    from="ticket WHERE kind = 'repair' AND closed_at IS NOT NULL"
    near week "$(share_of "$from" "closed_at - opened_at <= 7 * 86400")" 70 5
    near fortnight "$(share_of "$from" "closed_at - opened_at <= 15 * 86400")" 90 6
    [ "$(number "SELECT count(*) FROM $from AND closed_at - opened_at > 60 * 86400")" -gt 10 ]
    limit="CASE f.component WHEN 'leak' THEN 15 WHEN 'crack_paint' THEN 10 WHEN 'cabinet' THEN 30 ELSE 7 END"
    late="ticket AS t JOIN fault AS f ON f.ticket_id = t.id WHERE t.kind = 'repair' AND t.done_at IS NOT NULL"
    near late "$(share_of "$late" "t.done_at - t.opened_at > 86400 * ($limit)")" 18 4
    near late_in_peak "$(share_of "$late AND t.opened_at < strftime('%s', '2025-12-31T16:00:00Z') + 0" "t.done_at - t.opened_at > 86400 * ($limit)")" 35 9
    no_faults
}

@test "reopened, out of warranty, stars and money of repairs" {
    demo
    from="ticket WHERE kind = 'repair' AND closed_at IS NOT NULL"
    near reopened "$(share_of "$from AND intake_id = (SELECT min(intake_id) FROM ticket)" "reopens > 0")" 8 2
    near warranty "$(share_of "ticket WHERE kind = 'repair' AND warranty IS NOT NULL" "warranty = 'out'")" 12 3
    near stars "$(number "SELECT round(avg(score), 2) FROM $from AND score IS NOT NULL")" 4.5 0.15
    near clicks "$(share_of "$from" "score IS NOT NULL")" 25 4
    near money "$(number "SELECT round(avg(t.cost) / 100) FROM ticket AS t JOIN fault AS f ON f.ticket_id = t.id WHERE t.cost > 0 AND f.component <> 'leak'")" 350 80
    near leaks "$(number "SELECT round(avg(t.cost) / 100) FROM ticket AS t JOIN fault AS f ON f.ticket_id = t.id WHERE t.cost > 0 AND f.component = 'leak'")" 1800 300
    no_faults
}

@test "volume goes with the age of the home and with the season" {
    demo
    # P07 is in its first year, P04 in its second, P01 in its seventh
    per_home="SELECT round(1.0 * count(*) / 250, 2) FROM ticket AS t JOIN unit AS u ON u.id = t.unit_id WHERE t.kind = 'repair'"
    near first "$(number "$per_home AND u.code = 'P07'")" 2.5 0.5
    near second "$(number "$per_home AND u.code = 'P04'")" 1 0.25
    near old "$(number "$per_home AND u.code = 'P01'")" 0.35 0.12
    month="SELECT count(*) FROM ticket WHERE kind = 'repair' AND strftime('%Y-%m', opened_at + 28800, 'unixepoch') ="
    [ "$(number "$month '2026-02'")" -lt "$(($(number "$month '2026-01'") * 3 / 4))" ] || fault "no dip at Spring Festival"
    [ "$(number "$month '2026-03'")" -gt "$(number "$month '2026-02'")" ] || fault "no rebound in March"
    leaks="SELECT 1.0 * sum(f.component = 'leak') / count(*) FROM ticket AS t JOIN fault AS f ON f.ticket_id = t.id WHERE t.kind = 'repair' AND strftime('%m', t.opened_at + 28800, 'unixepoch')"
    near rains "$(number "SELECT round(($leaks IN ('07', '08', '09')) / ($leaks NOT IN ('07', '08', '09')), 2)")" 1.5 0.3
    near snags "$(number "SELECT round(1.0 * count(*) / count(DISTINCT home_id), 1) FROM ticket WHERE kind = 'handover'")" 11.5 1
    no_faults
}

@test "the stories are there to be found" {
    demo
    # the failing waterproofer of P04 and P05 is slower and reopened more often than the others
    leaks="FROM ticket AS t JOIN fault AS f ON f.ticket_id = t.id JOIN unit AS u ON u.id = t.unit_id WHERE t.kind = 'repair' AND f.component = 'leak' AND t.closed_at IS NOT NULL"
    bad=$(number "SELECT avg(t.closed_at - t.opened_at) $leaks AND u.code IN ('P04', 'P05')")
    good=$(number "SELECT avg(t.closed_at - t.opened_at) $leaks AND u.code NOT IN ('P04', 'P05')")
    awk -v b="$bad" -v g="$good" 'BEGIN { exit !(b > 1.5 * g) }' || fault "leaks of P04 and P05 take $bad, others $good"
    [ "$(number "SELECT status FROM unit WHERE code = 'S07'")" = lost ] || fault "S07 is not lost"
    [ "$(number "SELECT count(*) FROM ticket AS t JOIN unit AS u ON u.id = t.unit_id WHERE u.code = 'P03' AND delay_reason LIKE '%失联%'")" -gt 2 ] || fault "nobody misses S07"
    [ "$(number "SELECT count(*) FROM post AS p JOIN unit AS u ON u.id = p.unit_id WHERE u.code = 'P06' AND role = 'construction'")" -eq 0 ] || fault "P06 has a construction manager"
    # the manager of P02 rests more cases than all the others, and writes down days later
    held="SELECT count(*) FROM ticket AS t JOIN unit AS u ON u.id = t.unit_id WHERE t.state = 'held' AND u.code"
    [ "$(number "$held = 'P02'")" -gt "$(number "$held <> 'P02'")" ] || fault "P02 does not hide"
    [ "$(number "SELECT count(*) FROM ticket WHERE recorded_at - occurred_at > 86400")" -gt 20 ] || fault "nobody backdates"
    [ "$(number "SELECT count(*) FROM ticket AS t JOIN batch AS b ON b.id = t.batch_id JOIN unit AS u ON u.id = b.unit_id WHERE u.code = 'P08' AND t.kind = 'handover'")" -gt 1000 ] || fault "P08 has no batch"
    [ "$(number "SELECT count(*) FROM ticket WHERE target_at IS NOT NULL AND channel = 'hotline'")" -gt 80 ] || fault "no hotline feed"
    no_faults
}

@test "what the desk did in two weeks is there: holds, visits, agreements, a group case, hand-offs, a frozen month" {
    demo
    desk="ticket_id IN (SELECT r.ticket_id FROM reference r JOIN source s ON s.id = r.source_id WHERE s.name = 'desk'"
    # as the lines of share/demo/moves say, counted by hand
    is() { [ "$(number "$2")" = "$3" ] || fault "$1: $(number "$2"), not $3"; }
    is cases "SELECT count(*) FROM reference WHERE $desk)" 26
    is 'holds of P02 that ran to their limit' "SELECT count(*) FROM hold WHERE $desk) AND ended_by = 'limit'" 8
    is 'visits' "SELECT group_concat(w, ' ') FROM (SELECT coalesce(missed_by, state) || count(*) AS w FROM appointment
        WHERE $desk) GROUP BY coalesce(missed_by, state) ORDER BY 1)" 'agreed1 kept2 owner1 us1'
    is 'agreed money, in fen' "SELECT sum(agreed) FROM settlement WHERE $desk)" 300000
    is 'homes under the group case' "SELECT count(*) FROM ticket WHERE parent_id = (SELECT ticket_id FROM matter)" 6
    is 'unhappy' "SELECT count(*) FROM callback WHERE $desk) AND result = 'unhappy'" 2
    is 'asked after' "SELECT max(chasers) FROM ticket WHERE id IN (SELECT ticket_id FROM reference WHERE $desk))" 3
    is 'evidence' "SELECT count(*) FROM attachment WHERE $desk) AND step <> 'close'" 5
    is 'extensions' "SELECT count(*) FROM extension" 5
    is 'frozen' "SELECT group_concat(DISTINCT date(month * 86400, 'unixepoch')) FROM frozen_figure" 2026-09-01
    is 'targets' "SELECT count(*) FROM figure_target" 10
    is 'nights of the rota' "SELECT count(*) FROM duty" 28
    is 'who reads twice a day' "SELECT count(*) FROM staff WHERE digest IS NOT NULL" 14
    [ "$(number "SELECT count(*) FROM weather")" -gt 20 ] || fault "no weather"
    # nine in ten orders of the hotline are signed for within two hours of their entry
    near signed "$(share_of "outside_order AS o JOIN ticket AS t ON t.id = o.ticket_id WHERE o.channel = 'hotline'" "o.signed_at - t.recorded_at <= 7200")" 90 6
    no_faults
}

@test "what make demo prints fits a screen: holds, key figures and one case in both languages" {
    demo
    capture env COLUMNS=80 LANGUAGE=en "$TOP/share/demo/show"
    status_is 0
    out_has 'Who lets cases rest'
    out_has 'desk.csv               inserted 26'
    sed -n '/^3/,/^8/p' "$OUT" | awk 'length > 100 { bad = 1 } END { exit bad }' || fault "a table is too wide"
    [ "$(wc -l <"$OUT")" -lt 130 ] || fault "$(wc -l <"$OUT") lines"
    grep -E '^  P02 +钱经理 +10 +8 +5 +2 ' "$OUT" || fault "P02's manager is not found out"
    capture env COLUMNS=80 LC_ALL=zh_CN.UTF-8 "$TOP/share/demo/show"
    out_has '谁在挂起'
    out_has '及时完成率'
    no_faults
}

@test "homes and projects of the exports are found, but for the few that name none" {
    demo
    [ "$(number "SELECT count(*) FROM ticket WHERE unit_id IS NULL")" -eq 0 ]
    near homes "$(share_of "ticket WHERE scope IS NULL OR scope <> 'common'" "home_id IS NOT NULL")" 99 1
    no_faults
}

@test "importing everything again changes nothing" {
    demo
    cs-ticket import -q --source crm --encoding gb18030 tickets-gb18030.csv 2>/dev/null || true
    before=$(store_digest cs.db)
    capture cs-ticket import --source keeper tickets-bom.csv
    err_has "inserted 0, updated 0, unchanged 573, refused 0"
    capture cs-ticket import --source app tickets.jsonl
    err_has "inserted 0, updated 0"
    capture cs-ticket import --source 12345 hotline.csv
    err_has "inserted 0, updated 0, unchanged 98, refused 0"
    [ "$(number "SELECT count(*) FROM ticket")" -eq "$(number "SELECT count(*) FROM reference WHERE main = 1")" ]
}

@test "the demo's morning: the ladders have spoken, the outbox waits, the day can begin" {
    demo
    [ "$(number "SELECT count(*) FROM message")" -gt 3 ]
    [ "$(number "SELECT count(*) FROM escalation")" -gt 3 ]
    capture cs-report run morning -o csv
    status_is 0
    [ "$(wc -l <"$OUT")" -eq 9 ]
    [ "$(cs-report run morning level=group -o json | jq '.[0].new')" -gt 0 ]
}
