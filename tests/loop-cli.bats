# Whole loops through the command line, path by path: after each verb the state that JSON shows, each verb's success
# and its refusal. The tables below are written from share/paths/paths.csv by hand.

load helpers

setup_file() {
    export CS_NOW=2026-03-02T09:00:00+08:00 CS_ACTOR=desk LC_ALL=C.UTF-8 TZ=UTC
    export MASTER=$BATS_FILE_TMPDIR/master.db CS_DB=$BATS_FILE_TMPDIR/master.db
    cs-db init -q
    printf '%s\n' code,name,kind,parent G,集团,group, R,东区,region,G C,江城,city,R P1,华府一期,project,C \
        X1,甲防水,contractor, X2,乙油漆,contractor, | cs-org unit import -q
}

store() {
    export CS_NOW=2026-03-02T09:00:00+08:00 CS_ACTOR=desk CS_DB=$PWD/cs.db
    cp "$MASTER" cs.db
}

state() {
    cs-ticket show "$1" -o json | jq -r .case.state
}

# Moves a case line by line: `VERB OPTION... > STATE` succeeds and leads there, `VERB OPTION... ! WORDS` is refused
# with these words and changes nothing.
walk() { # ID <LINES
    local id=$1 line verb want
    while read -r line; do
        [ -n "$line" ] || continue
        if [[ $line == *' > '* ]]; then
            want=${line##* > } line=${line% > *} verb=${line%% *}
            # shellcheck disable=SC2086 # a verb and its options
            capture cs-ticket $verb "$id" ${line#"$verb"} </dev/null
            [ "$status" -eq 0 ] || fault "$line: status $status: $err"
            [ "$(state "$id")" = "$want" ] || fault "$line leads to $(state "$id"), not $want"
        else
            want=${line##* ! } line=${line% ! *} verb=${line%% *}
            local before
            before=$(sqlite3 cs.db 'SELECT * FROM ticket; SELECT * FROM event' | cksum)
            # shellcheck disable=SC2086
            capture cs-ticket $verb "$id" ${line#"$verb"} </dev/null
            [ "$status" -eq 3 ] || fault "$line: status $status, not 3"
            [[ $err == *"$want"* ]] || fault "$line says: $err"
            [ "$(sqlite3 cs.db 'SELECT * FROM ticket; SELECT * FROM event' | cksum)" = "$before" ] || fault "$line: refused, and yet it wrote"
        fi
    done
    no_faults
}

add() { # KIND PRIORITY -> id
    cs-ticket add --kind "$1" --priority "$2" --project P1 --subject 事项 -o json | jq -r '.[0].id'
}

sound() {
    capture cs-db check
    status_is 0
}

@test "a repair goes from the call to the call-back, and no step can be left out" {
    store
    id=$(add repair 3)
    walk "$id" <<'END'
dispatch --to X1 ! no legal move
accept ! no legal move
work ! no legal move
verify ! no legal move
close ! no legal move
callback --score 5 ! no legal move
resume ! no legal move
reopen ! no legal move
contact > to_inspect
inspect > to_dispatch
work ! no legal move
dispatch --to X1 > to_accept
verify ! no legal move
accept > to_visit
work > in_work
callback --score 5 ! no legal move
work --done > to_verify
close ! no legal move
verify > to_close
close ! missing: --class, --component, --cause, --party, --evidence
close --class workmanship --component leak --cause 破损 --party X1 --evidence photo://a > to_call_back
verify ! no legal move
callback --score 5 ! does not call back on it
callback --actor caller --score 5 > closed
work ! no legal move
hold --reason weather ! no legal move
cancel --reason 误报 ! no legal move
END
    sound
}

@test "a repair that fails its verification is done again, by the same or another supplier" {
    store
    id=$(add repair 3)
    walk "$id" <<'END'
inspect > to_dispatch
dispatch --to X1 > to_accept
accept --refused --note 超出范围 > refused
accept ! no legal move
dispatch --to X2 > to_accept
work --done > to_verify
verify --failed --note 仍渗漏 > rework
verify ! no open work order that this speaks of
work --done > to_verify
verify --failed --note 仍渗漏 > rework
dispatch --to X1 > to_accept
accept > to_visit
work --done > to_verify
verify > to_close
END
    [ "$(cs-ticket show "$id" -o json | jq -c '[.work_orders[].supplier]')" = '["X1","X2","X1"]' ]
    sound
}

@test "a repair that was not solved goes back to the inspection, one level higher" {
    store
    id=$(add repair 3)
    walk "$id" <<'END'
inspect > to_dispatch
dispatch --to X1 > to_accept
work --done > to_verify
verify > to_close
close --class workmanship --component leak --cause 破损 --party X1 --evidence photo://a > to_call_back
callback --actor caller --result not_solved --note 又漏 > to_inspect
inspect > to_dispatch
END
    [ "$(cs-ticket show "$id" -o json | jq -c '.case | [.reopens, .level]')" = '[1,1]' ]
    sound
}

@test "a repair may end as not ours or settled, and be taken up again from there" {
    store
    for as in not_ours settled; do
        id=$(add repair 3)
        walk "$id" <<END
close --as $as --note 说明 ! no legal move
inspect > to_dispatch
close --as $as --note 说明 > $as
work ! no legal move
reopen --reason 业主不服 > to_inspect
END
    done
    sound
}

@test "an emergency is dispatched at once and inspected on site, in whatever state it stands" {
    store
    id=$(add repair 1)
    walk "$id" <<'END'
accept ! no legal move
dispatch --to X1 > to_accept
inspect > to_accept
accept > to_visit
inspect > to_visit
contact > to_visit
work > in_work
inspect > in_work
verify ! no open work order that this speaks of
work --done > to_verify
verify > to_close
close --class workmanship ! missing
close --class material --component gas --cause 老化 --party X1 --evidence photo://a > to_call_back
callback --actor caller --score 4 > closed
END
    sound
}

@test "a complaint is checked, worked on and closed with a verdict; nobody dispatches it" {
    store
    id=$(add complaint 3)
    walk "$id" <<'END'
inspect ! no legal move
dispatch --to X1 ! no legal move
accept ! no legal move
close ! no legal move
work ! no legal move
contact > to_check
dispatch --to X1 ! no legal move
verify > to_plan
verify ! no legal move
work > in_work
work --done > to_close
close --verdict partly > to_call_back
callback --actor caller --result not_solved --note 不满 > to_check
work --done > to_close
close --verdict valid > to_call_back
callback --actor caller --result unhappy --score 2 > closed
reopen --reason 新情况 > to_check
END
    [ "$(cs-ticket show "$id" -o json | jq -r .case.verdict)" = valid ]
    sound
}

@test "an inquiry is closed on the call, without a call-back, and may be asked again" {
    store
    id=$(add inquiry 3)
    walk "$id" <<'END'
inspect ! no legal move
dispatch --to X1 ! no legal move
verify ! no legal move
callback --actor caller --score 5 ! no legal move
contact > in_work
close --resolution 已解答 > closed
close ! no legal move
reopen --reason 再问 > in_work
work --done > to_close
close > closed
END
    sound
}

@test "a suggestion and a praise go the path of talk" {
    store
    for kind in suggestion praise; do
        id=$(add "$kind" 4)
        walk "$id" <<'END'
accept ! no legal move
verify ! no legal move
work > in_work
close --resolution 已转达 > closed
hold --reason weather ! no legal move
END
        id=$(add "$kind" 4)
        walk "$id" <<'END'
close --as not_ours --note 转交 > not_ours
reopen --reason 退回 > in_work
close > closed
END
    done
    sound
}

@test "a handover snag goes as a repair, but closes with class, component and party alone" {
    store
    id=$(add handover 3)
    walk "$id" <<'END'
dispatch --to X1 ! no legal move
contact > to_inspect
inspect > to_dispatch
dispatch --to X1 > to_accept
accept > to_visit
work > in_work
work --done > to_verify
verify --failed --note 色差 > rework
work --done > to_verify
verify > to_close
close ! missing: --class, --component, --party
close --class workmanship --component crack_paint --party X1 > to_call_back
callback --actor caller --score 5 > closed
END
    sound
}

@test "a plea goes as far through the steps as it needs" {
    store
    id=$(add plea 3)
    walk "$id" <<'END'
accept ! no legal move
close ! no legal move
verify ! no legal move
contact > to_inspect
close --resolution 已协助 > to_call_back
callback --actor caller --score 5 > closed
END
    id=$(add plea 3)
    walk "$id" <<'END'
inspect > to_dispatch
dispatch --to X1 > to_accept
accept > to_visit
work > in_work
work --done > to_close
close > to_call_back
callback --actor caller --result not_solved --note 未解决 > to_inspect
dispatch --to X2 > to_accept
work --done > to_close
END
    sound
}

@test "the call-back nobody answers ends a case only after three tries on two days" {
    store
    id=$(add plea 3)
    walk "$id" <<'END'
contact > to_inspect
close --resolution 已协助 > to_call_back
callback --actor caller --result unreached > to_call_back
callback --actor caller --result unreached > to_call_back
callback --actor caller --result unreached > to_call_back
END
    export CS_NOW=2026-03-03T09:00:00+08:00
    walk "$id" <<'END'
callback --actor caller --result unreached > closed
END
    [ "$(cs-ticket show "$id" -o json | jq -r .case.callback_result)" = unreached ]
    sound
}

@test "every kind may rest and go on where it stood, be cancelled with a reason, and take notes" {
    store
    for kind in repair complaint inquiry suggestion praise plea handover; do
        id=$(add "$kind" 3)
        walk "$id" <<'END'
hold ! a hold needs a reason
resume ! no legal move
hold --reason material --approver 张工 --evidence photo://m --until 2026-03-04 > held
note --note 等料 > held
close ! no legal move
hold --reason material ! no legal move
resume > received
cancel ! cancelling needs a reason
cancel --reason 误报 > cancelled
note --note 补记 > cancelled
END
    done
    sound
}

@test "the history in JSON tells the loop move by move" {
    store
    id=$(add inquiry 3)
    export CS_NOW=2026-03-02T09:30:00+08:00
    cs-ticket contact -q "$id"
    export CS_NOW=2026-03-02T10:00:00+08:00
    cs-ticket close -q "$id" --resolution 已解答 --actor second
    capture cs-ticket history "$id" -o json
    [ "$(jq -c '[.[] | select(.field == null) | [.verb, .old, .new, .actor]]' <"$OUT")" = \
        '[["receive",null,"received","desk"],["contact","received","in_work","desk"],["close","in_work","closed","second"]]' ]
    [ "$(cs-ticket show "$id" -o json | jq -c '.case | [.first_contact_at, .closed_at, .resolution, .step]')" = \
        '["2026-03-02T09:30:00+08:00","2026-03-02T10:00:00+08:00","已解答","over"]' ]
}
