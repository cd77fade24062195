#!/bin/bash
# SQL has its places: statements in *-store.c, views and their conditions in *-store.c, *-record.c and *-view.c of the
# room that owns the tables. Commands write none, not even a condition.
set -u
cd "${CS_TOP:-$(dirname "$0")/../..}" || exit 1
. tests/lint/tap.bash
number=0

verb='(SELECT|INSERT( OR [A-Z]+)? INTO|UPDATE [a-z_]+ SET|DELETE FROM|CREATE [A-Z]+|DROP [A-Z]+|PRAGMA|WITH RECURSIVE)'
whole="\"([^\"]*\\()?$verb [^\"]"
part='"[^"]*([a-z]\.[a-z_]+ (=|<|>|<=|>=|<>|IN|IS|LIKE) |\$[0-9]|IS (NOT )?NULL|EXISTS \()'

# What a person types or reads is no SQL of ours: examples and help of cs-db query and of reports.
mapfile -t found < <(grep -nE "$whole|$part" cmd/*/*.[ch] |
    grep -vE '"cs-db query |"query", "SELECT |N_\("One SELECT')
report "commands write no SQL" "${found[@]}"

mapfile -t found < <(grep -nE 'struct cs_statement [a-z_]+\[' lib/*/*.c | grep -vE '^lib/store/|^[^:]*-store\.c:')
report "statements stand in *-store.c" "${found[@]}"

# lib/store writes SQL by its trade.
mapfile -t found < <(grep -nE "$whole" lib/*/*.[ch] | grep -vE '^lib/store/|^[^:]*-(store|record|view)\.c:')
report "SQL of a room stands in its *-store.c, *-record.c or *-view.c" "${found[@]}"
echo "1..$number"
