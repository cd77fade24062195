# cs-ticket on many cases at once: ids from operands and pipes, strict, refused ids, dry runs of every verb.

load helpers

open_many() { # N: so many new repairs
    export CS_NOW=2026-03-02T09:00:00+08:00 CS_ACTOR=desk CS_DB=$PWD/cs.db
    cs-db init --db cs.db 2>/dev/null
    printf '%s\n' code,name,kind,parent G,集团,group, R,东区,region,G C,江城,city,R P1,华府一期,project,C \
        X1,甲防水,contractor, X2,乙油漆,contractor, | cs-org unit import -q
    local i
    {
        echo external_id,kind,priority,project,subject,occurred_at,state
        for ((i = 1; i <= $1; i++)); do
            echo "M$i,repair,3,P1,第${i}单,2026-03-02 08:00,received"
        done
    } | cs-ticket import --source crm -q
}

states() { # the states of all cases in the order of their numbers
    cs-ticket list --sort id --fields state -o csv | tail -n +2 | paste -sd,
}

@test "ids come as operands, or in the id column of csv, tsv, json and jsonl" {
    open_many 6
    cs-ticket inspect 1 2 -q
    cs-ticket list --id 3 -o csv | cs-ticket inspect -q
    cs-ticket list --id 4 -o tsv | cs-ticket inspect -q
    cs-ticket list --id 5 -o json | cs-ticket inspect -q
    cs-ticket list --id 6 -o jsonl | cs-ticket inspect -q -
    [ "$(states)" = to_dispatch,to_dispatch,to_dispatch,to_dispatch,to_dispatch,to_dispatch ]
}

@test "a column of ids may be called by its English or its Chinese heading" {
    open_many 2
    printf 'id\n1\n' | cs-ticket inspect -q
    printf '编号\n2\n' | cs-ticket inspect -q
    [ "$(states)" = to_dispatch,to_dispatch ]
    capture_sh "printf 'colour\nred\n' | cs-ticket inspect"
    [ "$status" -ne 0 ]
    [ "$(states)" = to_dispatch,to_dispatch ]
}

@test "no ids at all is no error: nothing is done and that is said" {
    open_many 1
    capture_sh "cs-ticket list --state closed -o csv | cs-ticket reopen --reason x"
    status_is 0
    err_has "done 0, refused 0"
}

@test "an id that is none is told before anything is done" {
    open_many 2
    for wrong in 0 -1 1.5 abc 1x '' ' ' 99999999999999999999; do
        capture cs-ticket inspect 1 "$wrong"
        [ "$status" -eq 2 ] || fault "\"$wrong\": status $status"
        [ "$(states)" = received,received ] || fault "\"$wrong\": case 1 moved"
    done
    no_faults
}

@test "among many ids the refused ones are told with their reason and place, the others are done" {
    open_many 4
    cs-ticket inspect 2 4 -q
    capture cs-ticket dispatch 1 2 3 4 99 --to X1
    status_is 3
    err_has 'case 1 stands at "received": dispatch is no legal move'
    err_has 'case 3 stands at "received": dispatch is no legal move'
    err_has "there is no case 99"
    err_has "done 2, refused 3"
    [ "$(states)" = received,to_accept,received,to_accept ]
    capture_sh "printf 'id\n1\n2\n99\nx\n' | cs-ticket accept"
    status_is 3
    err_has "done 1, refused 3"
    err_has ":5"
}

@test "with --strict one refused id undoes all, whether it comes first or last" {
    open_many 3
    cs-ticket inspect 2 3 -q
    before=$(store_digest cs.db)
    for ids in "1 2 3" "2 3 1" "2 1 3" "2 3 99"; do
        # shellcheck disable=SC2086 # several ids
        capture cs-ticket dispatch $ids --to X1 --strict
        [ "$status" -eq 1 ] || fault "$ids: status $status"
        [[ $err == *"nothing was saved (--strict)"* ]] || fault "$ids: $err"
        [ "$(store_digest cs.db)" = "$before" ] || fault "$ids: something was saved"
    done
    no_faults
    cs-ticket dispatch 2 3 --to X1 --strict
    [ "$(states)" = received,to_accept,to_accept ]
}

@test "the same id twice is done twice where that is legal, and refused where it is not" {
    open_many 1
    capture cs-ticket note 1 1 --note 两次
    status_is 0
    [ "$(cs-ticket history 1 --verb note -o csv | tail -n +2 | wc -l)" -eq 2 ]
    capture cs-ticket cancel 1 1 --reason 误报
    status_is 3
    err_has "done 1, refused 1"
}

# Case 1 to 9, each where one verb of the loop is legal: what a dry run is tried on.
spread() {
    open_many 9
    cs-ticket inspect 2 3 4 5 6 7 8 -q
    cs-ticket dispatch 3 4 5 6 7 8 --to X1 -q
    cs-ticket accept 4 5 6 7 8 -q
    cs-ticket work 5 6 7 8 --done -q
    cs-ticket verify 6 7 8 -q
    cs-ticket close 7 8 --component leak --class workmanship --cause 破损 --party X1 --evidence photo://after -q
    cs-ticket callback 8 --score 4 --actor caller -q
    cs-ticket hold 9 --reason weather --approver 张工 --evidence photo://rain -q
    [ "$(states)" = received,to_dispatch,to_accept,to_visit,to_verify,to_close,to_call_back,closed,held ]
}

@test "a dry run of every verb does all of it, says that nothing was saved, and saves nothing" {
    spread
    before=$(store_digest cs.db)
    while read -r line; do
        # shellcheck disable=SC2086 # a verb and its options
        capture cs-ticket $line --dry-run
        [ "$status" -eq 0 ] || fault "$line: status $status: $err"
        [ "${err##*$'\n'}" = "cs-ticket: dry run: nothing was saved" ] || fault "$line: $err"
        [ "$(store_digest cs.db)" = "$before" ] || fault "$line: the dry run changed the store"
    done <<'VERBS'
inspect 1 --component leak --class design
dispatch 2 --to X1 --to X2:油漆
accept 3 --appointment 2026-03-04T10:00
accept 3 --refused
work 4
work 4 --done
verify 5
verify 5 --failed
close 6 --component leak --class design --cause x --party X1=50;X2=50 --evidence none
close 6 --as settled
callback 7 --result not_solved --actor caller
reopen 8 --reason 复漏
resume 9
review 9 --note 仍在下雨
renew 9 --approver 王总
hold 4 --reason material --approver 张工
merge 1 --into 2
cancel 1 --reason 误报
note 8 --note 补记
contact 9 --channel sms
VERBS
    no_faults
}

@test "a dry run refuses what the real one refuses" {
    spread
    while read -r want line; do
        # shellcheck disable=SC2086 # a verb and its options
        capture cs-ticket $line --dry-run
        dry=$status said=$(grep -v '^cs-ticket: .*dry' <"$ERR" | head -n 1)
        # shellcheck disable=SC2086 # a verb and its options
        capture cs-ticket $line
        [ "$status" -eq "$want" ] || fault "$line: status $status"
        [ "$dry" -eq "$want" ] || fault "$line --dry-run: status $dry"
        [ "$said" = "$(head -n 1 <"$ERR")" ] || fault "$line: \"$said\" is not \"$(head -n 1 <"$ERR")\""
    done <<'VERBS'
3 inspect 8
3 dispatch 1 --to X1
3 dispatch 2
3 accept 2
3 work 9
3 verify 4
3 close 6
3 close 1
3 callback 7 --score 5
3 callback 1 --actor caller
3 hold 1
3 hold 1 --reason nonsense
3 hold 9 --reason material --approver x
3 resume 1
3 reopen 1
3 merge 1 --into 1
3 merge 1 --into 8
3 merge 1 --into 77
3 cancel 1
3 cancel 8 --reason x
3 note 1
2 close 6 --component nonsense
2 callback 7 --score 6
2 callback 7 --result nonsense
2 contact 1 --channel pigeon
2 merge 1
2 accept 3 --appointment whenever
VERBS
    no_faults
}

@test "every verb of the loop leaves one event with the actor, the note and both times" {
    spread
    export CS_NOW=2026-03-02T12:00:00+08:00 CS_ACTOR=clerk
    while read -r id line; do
        # shellcheck disable=SC2086 # a verb and its options
        capture cs-ticket ${line%% *} "$id" ${line#"${line%% *}"} --note 话 --at 2026-03-02T11:00
        [ "$status" -eq 0 ] || fault "$line: status $status: $err"
        last=$(cs-ticket history "$id" --verb "${line%% *}" --note 话 --fields occurred_at,recorded_at,actor -o csv | tail -n 1)
        [ "$last" = 2026-03-02T11:00:00+08:00,2026-03-02T12:00:00+08:00,clerk ] || fault "$line: $last"
    done <<'VERBS'
1 inspect --component leak
2 dispatch --to X1
3 accept --appointment 2026-03-04T10:00
4 work --done
5 verify --failed
6 close --component leak --class design --cause x --party X1 --evidence none
7 callback --score 5
8 reopen --reason 复漏
9 resume
9 contact --channel sms
9 note --assignee 王工
VERBS
    no_faults
    capture cs-db check
    status_is 0
}

@test "a list of all cases reads their main references in the order of the cases" {
    open_many 1
    plan=$(sqlite3 "$CS_DB" "EXPLAIN QUERY PLAN SELECT r.source_id, r.external_id FROM ticket AS t LEFT JOIN
        reference AS r ON r.ticket_id = t.id AND r.main = 1 ORDER BY t.id")
    [[ $plan == *"SCAN t"*"SEARCH r USING PRIMARY KEY (ticket_id=?)"* && $plan != *"TEMP B-TREE"* ]]
}
