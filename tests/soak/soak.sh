#!/bin/bash
# The soak: imports, runs, moves of cases, readers, senders and backups from many processes over one store while the
# clock goes on for days; some are killed, interrupted or stopped at moments that a seed draws. In the end the store is
# judged, by cs-db check and by judge.sh, which knows nothing of the programs. Exit status 0: nothing amiss.
# usage: soak.sh FOLDER
# SOAK_SEED, SOAK_IMPORTS (as many runs, too), SOAK_ROWS a file, SOAK_PROCESSES, SOAK_STEP seconds between two jobs'
# present moments, SOAK_PATIENCE: no signal comes later than that many milliseconds. FOLDER is made anew.
set -u
here=$(cd "$(dirname "$0")" && pwd)
seed=${SOAK_SEED:-$RANDOM}
imports=${SOAK_IMPORTS:-200}
rows=${SOAK_ROWS:-1000}
processes=${SOAK_PROCESSES:-8}
step=${SOAK_STEP:-600}
begin=1772413200 begin_text=2026-03-02T09:00:00+08:00
unset CS_NOW CS_ACTOR CS_SHARE
export LC_ALL=C.UTF-8 TZ=UTC

prepare() {
    rm -rf "$1" && mkdir -p "$1/files" "$1/out" && cd "$1" || exit 1
    export CS_DB=$PWD/cs.db HOME=$PWD
    echo "soak: SOAK_SEED=$seed SOAK_IMPORTS=$imports SOAK_ROWS=$rows SOAK_PROCESSES=$processes"
    awk -v seed="$seed" -v imports="$imports" -v runs="$imports" -v from=$begin -v step="$step" \
        -v patience="${SOAK_PATIENCE:-600}" -f "$here/plan.awk" >plan
    awk -v seed="$seed" -v rows="$rows" -v folder=files -f "$here/files.awk" plan
    cs-db init -q --now $begin_text || exit 1
    {
        printf 'code,name,kind,parent\nHQ,集团,group,\nRE,区域,region,HQ\nCA,城市甲,city,RE\nCB,城市乙,city,RE\n'
        seq 8 | awk '{ printf "P%d,项目%d,project,%s\n", $1, $1, $1 < 5 ? "CA" : "CB" }'
    } | cs-org unit import -q || exit 1
    seq 20 | awk 'BEGIN { print "code,name" } { printf "S%02d,员工%02d\n", $1, $1 }' | cs-org staff import -q || exit 1
    {
        echo unit,role,staff
        seq 8 | awk '{ printf "P%d,engineer,S%02d\nP%d,care,S%02d\nP%d,head,S17\n", $1, $1, $1, $1 + 8, $1 }'
        printf 'CA,care,S18\nCB,care,S19\nCA,head,S18\nRE,head,S20\nHQ,care,S20\n'
    } | cs-org post import -q || exit 1
    # shellcheck disable=SC2016
    printf '#!/bin/sh\ncat >/dev/null\necho "$CS_MESSAGE_KEY" >>%s/sent\n' "$PWD" >sender && chmod 700 sender
    : >sent
    : >report
    echo 0 >next
}

# The command of one job, as words in $words.
command_of() { # KIND PART NUMBER
    local first=$(($2 * 37 % (($2 * rows / 2) + 1) + 1))
    case $1 in
    import) words=(cs-ticket import --actor "import-$2" "files/$2.csv") ;;
    run) words=(cs-escalate run -o jsonl) ;;
    recompute) words=(cs-escalate recompute) ;;
    backup) words=(cs-db backup "backup-$2.db") ;;
    send) words=(cs-notify send --limit 40 --wait 300 --via "$PWD/sender") ;;
    read)
        case $(($2 % 5)) in
        0) words=(cs-ticket list --limit 2000 -o jsonl) ;;
        1) words=(cs-ticket list --count) ;;
        2) words=(cs-db status -o json) ;;
        3) words=(cs-report run backlog -o csv) ;;
        4) words=(cs-escalate run --dry-run -o csv) ;;
        esac
        ;;
    move)
        case $(($2 % 6)) in
        0) words=(cs-ticket note --note seen "$first" $((first + 1)) $((first + 2))) ;;
        1) words=(cs-ticket contact "$first" $((first + 1))) ;;
        2) words=(cs-ticket inspect --class workmanship "$first") ;;
        3) words=(cs-ticket hold --reason material --approver S20 "$first") ;;
        4) words=(cs-ticket note --priority $(($2 % 4 + 1)) --note graver "$first") ;;
        5) words=(cs-ticket cancel --reason doubled "$first") ;;
        esac
        ;;
    esac
}

# One job of the plan, with its signal; a line about it in `report`, in $code how it ended.
one_job() { # NUMBER KIND PART NOW SIGNAL DELAY
    local words child struck=- from took
    command_of "$2" "$3"
    from=$(date +%s%N)
    # Senders share one moment: who comes an hour later takes over what another has in hand.
    [ "$2" != send ] || set -- "$1" "$2" "$3" "$end" "$5" "$6"
    : >"out/$1"
    CS_NOW=$(date -u -d "@$4" +%Y-%m-%dT%H:%M:%SZ) env --default-signal=INT,TERM,HUP "${words[@]}" \
        --wait 300 >"out/$1" 2>"out/$1.err" </dev/null &
    child=$!
    if [ "$5" != - ]; then
        sleep "$(printf '%d.%03d' $(($6 / 1000)) $(($6 % 1000)))"
        kill -s "$5" $child 2>/dev/null && struck=$5
        [ "$5" != STOP ] || { sleep 0.5 && kill -s CONT $child 2>/dev/null; }
    fi
    code=0
    wait $child 2>/dev/null || code=$?
    took=$((($(date +%s%N) - from) / 1000000))
    echo "$1 $2 $3 $4 $5 $struck $code $took" >>report
}

# As cron does: what was cut off is done again, a second later.
job_and_again() { # NUMBER KIND PART NOW SIGNAL DELAY
    local code
    one_job "$@"
    [ "$code" -le 128 ] || [[ ! $2 =~ ^(import|run|recompute)$ ]] || one_job "$1.again" "$2" "$3" $(($4 + 1)) - 0
}

worker() {
    local number line
    while :; do
        # shellcheck disable=SC2016
        number=$(flock next.lock sh -c 'n=$(($(cat next) + 1)); echo $n >next; echo $n')
        line=$(sed -n "${number}p" plan)
        [ -n "$line" ] || break
        # shellcheck disable=SC2086
        job_and_again $line
    done
}

prepare "$1"
end=$((begin + ($(wc -l <plan) + 1) * step))
started=$(date +%s)
for _ in $(seq "$processes"); do
    worker &
done
wait
worked=$(($(date +%s) - started))
"$here/judge.sh" "$PWD" "$end"
code=$?
echo "soak: $worked s of work, $(($(date +%s) - started - worked)) s of judgement; SOAK_SEED=$seed"
exit $code
