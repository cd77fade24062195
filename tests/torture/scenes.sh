#!/bin/bash
# Makes the scenes of the torture: FOLDER/NAME/start is the folder a command begins in, FOLDER/NAME/command how it is
# called (settings, program, operands), FOLDER/NAME/traits what is special about it:
#     batches  saves in batches: cut off it may leave some of them, and the next run completes them
#     beside   the command's end is another file than the store
#     large    many rows: not for allocations, of which few rows have as many kinds
#     extra    each fifth allocation only
#     tries    what could not be done now is tried again later: status 3
#     lone     a kill may leave what its next run can neither complete nor undo (a store without its defaults)
# usage: CS_TOP=... scenes.sh FOLDER [NAME...]
set -eu
unset CS_DB CS_NOW CS_SHARE CS_PAGER PAGER LANGUAGE LC_MESSAGES LANG XDG_DATA_HOME
export LC_ALL=C.UTF-8 TZ=UTC CS_ACTOR=tester CS_SHARE=$CS_TOP/share
folder=$1
shift
wanted=" $* "
monday='CS_NOW=2026-03-02T09:01:00+08:00'
tuesday='CS_NOW=2026-03-03T09:00:00+08:00'

rm -rf "$folder" && mkdir -p "$folder/base" && cd "$folder/base"

cases() { # FROM TO [SUBJECT]
    echo external_id,kind,priority,project,reporter,phone,subject,occurred_at
    seq "$1" "$2" | awk -v subject="${3:-门关不严}" '{ printf "%d,repair,3,P1,业主%d,138%08d,%s,2026-03-02T09:00:00+08:00\n", $1, $1, $1, subject }'
}

# Three stores: with people and homes alone, with eight cases, with eight whose rungs have been told and wait as messages.
export CS_DB=empty.db
(
    export "${monday?}"
    cs-db init -q
    printf 'code,name,kind,parent\nHQ,集团,group,\nRE,区域,region,HQ\nCA,城市,city,RE\nP1,项目,project,CA\n' | cs-org unit import -q
    printf 'code,name,phone\nE1,工程师,13900000001\nK1,客关,13900000002\nH1,负责人,13900000003\n' | cs-org staff import -q
    printf 'unit,role,staff\nP1,engineer,E1\nP1,care,K1\nP1,head,H1\n' | cs-org post import -q
    printf 'code,project,place\nH1,P1,3-2-1801\n' | cs-org home import -q
    printf 'external_id,name,phone\nC1,业主3,13800000003\n' | cs-customer import -q --source crm
    cp empty.db late.db
    cases 1 8 | cs-ticket import -q --db late.db
    cp late.db told.db
)
env "$tuesday" cs-escalate run -q --db told.db -o csv >/dev/null
cases 1 8 >cases.csv
{ cases 1 4 窗漏风 && cases 5 16 | tail -n +2; } >again.csv
cases 1 400 >many.csv

# An older store: the first migrations, and a case under way that the later ones must carry over.
older() {
    mkdir -p old/share old/schema
    cp -r "$CS_TOP"/share/* old/share
    find "$CS_TOP/schema" -name '00*.sql' | sort | head -n 15 | xargs cp -t old/schema
    env "$monday" CS_SHARE="$PWD/old/share" cs-db init -q --bare --db older.db
    sqlite3 older.db >/dev/null <<'SQL'
INSERT INTO source (id, name) VALUES (7, '12345'), (8, 'crm');
INSERT INTO actor (id, name) VALUES (50, 'a');
INSERT INTO calendar (id, name, timezone, hours) VALUES (90, 'c', 'Asia/Shanghai', 'daily 00:00-24:00');
INSERT INTO policy (id, name, status) VALUES (3, 'p', 'active');
INSERT INTO target (id, policy_id, rank, metric, start, stop, amount, calendar_id, reopen)
    VALUES (11, 3, 1, 'done', 'opened', 'closed', '5d', 90, 'ignore');
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
INSERT INTO ticket (id, kind, state, priority, channel, opened_at) SELECT i, 'repair', 'in_work', 3, 'app', 1000 + i FROM n;
INSERT INTO reference (source_id, external_id, ticket_id, main, digest) SELECT 8, 'T' || id, id, 1, 1 FROM ticket;
INSERT INTO event (ticket_id, seq, occurred_at, recorded_at, actor_id, verb, new, mark)
    SELECT id, 1, opened_at, opened_at, 50, 'receive', state, 'imported' FROM ticket;
INSERT INTO clock (ticket_id, metric, instance, target_id, started_at, base_at, used, due_at, passed, rung, level, next_at, provisional)
    SELECT id, 'done', 1, 11, 1000, 1000, 5, 90000, 1, 2, 0, 90000, 0 FROM ticket;
INSERT INTO deadline (due_at, ticket_id, metric, instance, rung, rung_at) SELECT 90000, id, 'done', 1, 3, 90000 FROM ticket;
SQL
}

# scene NAME "FILE..." "TRAITS" COMMAND...: the files are copied, the first one as cs.db unless it is '-'.
scene() {
    local name=$1 files=$2 traits=$3 file first=yes
    shift 3
    [ -z "${wanted// /}" ] || [[ $wanted == *" $name "* ]] || return 0
    mkdir -p "$folder/$name/start"
    for file in $files; do
        [ "$file" = - ] || cp "$file" "$folder/$name/start/$([ $first = no ] && echo "$file" || echo cs.db)"
        first=no
    done
    echo "$traits" >"$folder/$name/traits"
    echo "CS_DB=cs.db CS_ACTOR=tester CS_SHARE=$CS_TOP/share $*" >"$folder/$name/command"
}

scene import 'empty.db cases.csv' '' "$monday" cs-ticket import -q cases.csv
scene import-filled 'late.db again.csv' '' "$monday" cs-ticket import -q again.csv
scene import-many 'empty.db many.csv' 'large' "$monday" cs-ticket import -q many.csv
scene run 'late.db' 'batches' "$tuesday" cs-escalate run -q -o csv
scene move 'late.db' 'extra' "$tuesday" cs-ticket note --note seen --priority 1 1 2 3
scene send 'told.db' 'batches tries extra' "$tuesday" cs-notify send -q --via /bin/true
scene forget 'told.db' 'extra' "$tuesday" cs-db forget -q --yes 1
scene backup 'late.db' 'beside' "$tuesday" cs-db backup -q copy.db
cp late.db copy.db
scene restore 'empty.db copy.db' 'extra' "$tuesday" cs-db restore -q --yes copy.db
if [ -z "${wanted// /}" ] || [[ $wanted == *" migrate "* ]]; then
    older
    scene migrate 'older.db' '' "$tuesday" cs-db migrate -q
fi
scene init '- ' 'beside lone' "$monday" cs-db init -q --bare
scene list 'late.db' 'beside extra' "$tuesday" cs-ticket list -o jsonl
scene report 'told.db' 'beside extra' "$tuesday" cs-report run today -o csv
rm -rf "$folder/base"
