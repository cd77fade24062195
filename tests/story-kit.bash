# What stories share: a store of their own, a clock that they set, questions about limits and runs whose answers are
# worked out by hand. A story sets MONTH=2026-04 and works in Shanghai's time.

at() { # DAY TIME: what the clock says from now on
    export CS_NOW=$MONTH-${1}T$2:00+08:00
}

# The firm of a story: group G, region R, city C, project P1; a post of each sort, named after its place.
firm() { # calls `cs-db init`; home CODE... of project P1 may follow
    export CS_ACTOR=desk CS_DB=$PWD/cs.db
    cs-db init -q
    printf '%s\n' code,name,kind,parent G,Group,group, R,East,region,G C,River,city,R P1,First,project,C \
        X1,Water,contractor, | cs-org unit import -q
    printf '%s\n' code,name E1,Engineer M1,Care H1,Head MC,CityCare HC,CityHead HR,RegionHead HG,GroupHead |
        cs-org staff import -q
    printf '%s\n' unit,role,staff P1,engineer,E1 P1,care,M1 P1,head,H1 C,care,MC C,head,HC R,head,HR G,head,HG |
        cs-org post import -q
    printf 'code,project,room\n' >homes.csv
    printf '%s\n' "$@" | sed 's/^\([^=]*\)=/\1,P1,/' >>homes.csv
    [ $# -eq 0 ] || cs-org home import -q homes.csv
}

# Every limit of a metric, in Shanghai: instance and day.
due() { # CASE METRIC
    sqlite3 cs.db "SELECT instance || ' ' || coalesce(strftime('%m-%d %H:%M', due_at, 'unixepoch', '+8 hours'), 'held')
                   FROM clock WHERE ticket_id = $1 AND metric = '$2' ORDER BY instance" | paste -sd, | sed 's/,/, /g'
}

is_due() { # CASE METRIC "INSTANCE WHEN, ..."
    [ "$(due "$1" "$2")" = "$3" ] || fault "line ${BASH_LINENO[0]}: case $1 $2: $(due "$1" "$2"), not $3"
}

# What became of a metric: instance, when it stopped, kept or late; or runs.
end_of() { # CASE METRIC
    sqlite3 cs.db "SELECT instance || ' ' || CASE WHEN stopped_at IS NULL THEN 'runs' ELSE
                       strftime('%m-%d %H:%M', stopped_at, 'unixepoch', '+8 hours') ||
                       CASE WHEN stopped_at > due_at THEN ' late' ELSE ' kept' END END
                   FROM clock WHERE ticket_id = $1 AND metric = '$2' ORDER BY instance" | paste -sd, | sed 's/,/, /g'
}

ended() { # CASE METRIC "INSTANCE WHEN kept|late, ..."
    [ "$(end_of "$1" "$2")" = "$3" ] || fault "line ${BASH_LINENO[0]}: case $1 $2: $(end_of "$1" "$2"), not $3"
}

# What a run acts on: case.metric.instance.rung:whom, sorted.
acts() { # DAY TIME WHAT
    local got
    at "$1" "$2"
    got=$(cs-escalate run -o csv --fields ticket,metric,instance,rung,staff -q |
        sed -E '1d; s/^([^,]*),([^,]*),([^,]*),([^,]*),/\1.\2.\3.\4:/' | LC_ALL=C sort | paste -sd' ')
    [ "$got" = "$3" ] || fault "line ${BASH_LINENO[0]}: run of the $1 at $2: '$got', not '$3'"
}

clerk() { # ARGUMENT...: a move that must be taken
    capture cs-ticket "$@" -q
    [ "$status" -eq 0 ] || fault "line ${BASH_LINENO[0]}: cs-ticket $*: status $status: $err"
}

refused() { # SENTENCE ARGUMENT...: a move that must be refused, and why
    local why=$1
    shift
    capture cs-ticket "$@" -q
    { [ "$status" -eq 3 ] && [[ $err == *"$why"* ]]; } ||
        fault "line ${BASH_LINENO[0]}: cs-ticket $*: status $status, and not '$why': $err"
}

is() { # GOT WANTED
    [ "$1" = "$2" ] || fault "line ${BASH_LINENO[0]}: '$1', not '$2'"
}

field() { # CASE FIELD,...
    cs-ticket list --id "$1" --fields "$2" -o csv | tail -n 1
}

# Each line of shell shows no more than 80 columns on such a terminal, in both languages.
fits() { # LINE...
    local lang line
    for lang in zh_CN C; do
        for line in "$@"; do
            on_terminal 80 "LC_ALL=$lang.UTF-8 $line"
            { [ "$status" -eq 0 ] && [ "$(tr -d '\r' <"$OUT" | widest)" -le 80 ]; } ||
                fault "$line in $lang: status $status, $(tr -d '\r' <"$OUT" | widest) columns"
        done
    done
}
