# Clocks through the command line around two long holidays. All moments are worked out by hand:
#   Spring Festival 2026: Sat 14 Feb is worked, 15 to 23 Feb are free, Tue 24 is worked, Sat 28 is worked.
#   National Day 2026: Sun 20 Sep is worked, 25 to 27 Sep and 1 to 7 Oct are free, Sat 10 Oct is worked.
# The office is open 09:00-12:00 and 13:30-18:00, the care desk daily 08:30-20:30.

load helpers

setup_file() {
    export CS_NOW=2026-01-05T09:00:00+08:00 CS_ACTOR=desk LC_ALL=C.UTF-8 TZ=UTC
    export MASTER=$BATS_FILE_TMPDIR/master.db CS_DB=$BATS_FILE_TMPDIR/master.db
    cs-db init -q
    printf '%s\n' code,name,kind,parent G,集团,group, R,东区,region,G C,江城,city,R P1,华府一期,project,C | cs-org unit import -q
    printf '%s\n' code,name E1,工程师一 K1,客服主管一 H1,项目总一 KC,城市客服 HC,城市总 HR,区域总 KG,集团客服 |
        cs-org staff import -q
    printf '%s\n' unit,role,staff P1,engineer,E1 P1,care,K1 P1,head,H1 C,care,KC C,head,HC R,head,HR G,care,KG |
        cs-org post import -q
}

store() {
    export CS_ACTOR=desk CS_DB=$PWD/cs.db
    cp "$MASTER" cs.db
}

# A case opened at that local moment; its number.
open_at() { # MOMENT KIND OPTION...
    export CS_NOW=2026-$1:00+08:00
    cs-ticket add --kind "$2" --priority 3 --project P1 "${@:3}" -o json | jq -r '.[0].id'
}

at() {
    export CS_NOW=2026-$1:00+08:00
}

# The rungs of one metric: "RUNG MOMENT ACTS ROLE" a line, without the year and the zone.
rungs() { # ID METRIC
    cs-escalate explain "$1" -o json | jq -r --arg metric "$2" '.rungs[] | select(.metric == $metric) |
        "\(.rung) \(.at[5:16]) \(.acts_at[5:16]) \(.role)"'
}

run_rungs() { # -> "metric rung staff" a line
    cs-escalate run --fields metric,rung,staff -o jsonl 2>/dev/null | jq -r '"\(.metric) \(.rung) \(.staff)"' | sort
}

@test "a complaint before Spring Festival: three workdays take twelve days, seven take seventeen" {
    store
    id=$(open_at 02-13T10:00 complaint)
    diff <(rungs "$id" plan | tail -n +2) - <<'END'
2 02-25T18:00 02-25T18:00 care@project
3 02-26T18:00 02-26T18:00 head@project
4 02-28T18:00 03-02T09:00 care@city
END
    diff <(rungs "$id" 'done' | tail -n +2) - <<'END'
2 03-02T18:00 03-02T18:00 head@project, construction@project
3 03-03T18:00 03-03T18:00 care@city
4 03-05T18:00 03-06T09:00 head@city, construction@city
5 03-07T18:00 03-09T09:00 head@region
6 03-12T18:00 03-13T09:00 care@group
END
    diff <(rungs "$id" contact) - <<'END'
1 02-13T11:36 02-13T11:36 engineer@project
2 02-13T12:00 02-13T12:00 care@project
3 02-14T12:00 02-14T12:00 head@project
4 02-16T12:00 02-24T09:00 care@city
END
}

@test "a hotline's order before Spring Festival: its limits, and the office hours before them" {
    store
    id=$(open_at 02-13T16:00 complaint --channel hotline)
    diff <(rungs "$id" outside_finish) - <<'END'
1 02-26T17:30 02-26T17:30 care@project
2 02-27T15:00 02-27T15:00 head@project
3 02-27T18:00 02-28T09:00 care@city
4 02-28T18:00 03-02T09:00 head@city
5 03-02T18:00 03-03T09:00 head@region
END
    # Ours is a workday before theirs, and its alert waits for the office to open.
    [ "$(rungs "$id" ours | sed -n 2p)" = '2 02-26T18:00 02-27T09:00 head@project' ]
    # A name within four hours, as of every complaint; that the hotline's order is signed for has a clock of its own.
    [ "$(rungs "$id" owner | sed -n 2p)" = '2 02-13T20:00 02-13T20:00 care@project' ]
}

@test "the run over Spring Festival: the desk is told on the day, the city when the office opens" {
    store
    open_at 02-13T10:00 complaint >/dev/null
    at 02-13T11:59
    [ "$(run_rungs)" = 'contact 1 E1' ]
    at 02-13T12:00
    [ "$(run_rungs)" = 'contact 2 K1' ]
    at 02-16T15:00
    [ "$(run_rungs | paste -sd,)" = 'contact 3 H1,owner 1 E1,owner 2 K1,owner 3 H1,silence 1 K1,silence 2 H1' ]
    at 02-24T08:59
    [ -z "$(run_rungs)" ]
    at 02-24T09:00
    [ "$(run_rungs | paste -sd,)" = 'contact 4 KC,owner 4 KC,silence 3 KC,silence 4 HC' ]
    [ -z "$(run_rungs)" ]
}

@test "the forecast over Spring Festival names the opening, and --hours bounds it" {
    store
    open_at 02-13T10:00 complaint >/dev/null
    at 02-23T09:00
    cs-escalate run -q >/dev/null 2>&1
    capture cs-escalate forecast --hours 23 -o csv
    [ "$(wc -l <"$OUT")" -eq 1 ]
    capture cs-escalate forecast --hours 25 --fields at,metric,rung,staff -o csv
    [ "$(tail -n +2 "$OUT" | sort | head -n 2)" = $'2026-02-24T09:00:00+08:00,contact,4,KC\n2026-02-24T09:00:00+08:00,owner,4,KC' ]
    [ "$(tail -n +2 "$OUT" | wc -l)" -eq 4 ]
}

@test "National Day: workdays, the worked Saturday and the calls of the days off" {
    store
    id=$(open_at 09-30T10:00 complaint)
    diff <(rungs "$id" plan | tail -n +2) - <<'END'
2 10-10T18:00 10-10T18:00 care@project
3 10-11T18:00 10-11T18:00 head@project
4 10-13T18:00 10-14T09:00 care@city
END
    [ "$(rungs "$id" 'done' | sed -n 2p)" = '2 10-15T18:00 10-15T18:00 head@project, construction@project' ]
    [ "$(rungs "$id" contact | tail -n 1)" = '4 10-03T12:00 10-08T09:00 care@city' ]
    id=$(open_at 09-30T10:00 complaint --grade important)
    [ "$(rungs "$id" 'done' | sed -n 2p)" = '2 10-20T18:00 10-20T18:00 head@project, construction@project' ]
    id=$(open_at 09-30T17:00 inquiry --channel hotline)
    [ "$(rungs "$id" outside_finish | head -n 3 | cut -d' ' -f2 | paste -sd' ')" = '10-08T17:30 10-09T15:00 10-09T18:00' ]
    [ "$(rungs "$id" ours | sed -n 2p)" = '2 10-08T18:00 10-09T09:00 head@project' ]
}

@test "a worked Sunday counts, the free Friday after it does not" {
    store
    id=$(open_at 09-18T17:00 suggestion)
    [ "$(rungs "$id" answer | sed -n 2p)" = '2 09-20T18:00 09-20T18:00 care@project' ]
    id=$(open_at 09-19T10:00 praise)
    [ "$(rungs "$id" close | sed -n 2p)" = '2 09-29T18:00 09-29T18:00 care@project' ]
}

@test "the care desk works through the holidays: two hours of it end next morning" {
    store
    id=$(open_at 02-14T20:00 inquiry)
    [ "$(rungs "$id" answer | sed -n 2p)" = '2 02-15T10:00 02-15T10:00 care@project' ]
    id=$(open_at 10-01T20:29 inquiry)
    [ "$(rungs "$id" answer | sed -n 2p)" = '2 10-02T10:29 10-02T10:29 care@project' ]
}

@test "--tz shows the same moments in other zones; TZ of the environment changes nothing" {
    store
    id=$(open_at 02-13T10:00 complaint)
    at 02-13T11:00 # the clock stands still: an explanation ends now
    cs-escalate explain "$id" -o json >own
    for zone in UTC America/Sao_Paulo; do
        cs-escalate explain "$id" --tz "$zone" -o json >other
        [ "$(jq -r '.rungs[3].at' other)" != "$(jq -r '.rungs[3].at' own)" ] || fault "$zone shows nothing else"
        while read -r one && read -r two <&3; do
            [ "$(date -d "$one" +%s)" = "$(date -d "$two" +%s)" ] || fault "$zone: $one is not $two"
        done < <(jq -r '.rungs[].acts_at' own) 3< <(jq -r '.rungs[].acts_at' other)
    done
    [ "$(jq -r '.rungs[] | select(.metric == "contact" and .rung == 4).acts_at' other)" = 2026-02-23T22:00:00-03:00 ] || fault "Sao Paulo"
    for zone in UTC America/Sao_Paulo Asia/Kathmandu; do
        TZ=$zone cs-escalate explain "$id" -o json >again
        cmp own again || fault "TZ=$zone changes the explanation"
    done
    at 02-24T09:00
    TZ=America/Sao_Paulo cs-escalate run --dry-run -o csv >one 2>/dev/null
    TZ=Asia/Tokyo cs-escalate run --dry-run -o csv >two 2>/dev/null
    cmp one two || fault "TZ changes the run"
    no_faults
}
