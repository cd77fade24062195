#!/bin/bash
# Every external name of the library starts with cs_ (libcsv, jansson and libpq own csv_, json_ and PQ).
set -u
lib=${CS_BUILD:-build}/libcs.a
if [ ! -f "$lib" ]; then
    echo 'ok 1 - external names start with cs_ # skip the library is not built'
    echo 1..1
    exit 0
fi
faults=$(nm -A --defined-only --extern-only "$lib" 2>/dev/null |
    awk '{ name = $NF; file = $1; sub(/:[^:]*$/, "", file) }
        NF > 1 && name !~ /^(cs_|main$|__odr_asan|__gcov|_Z|__asan|__sanitizer|__start_|__stop_)/ { print "# " file " " name }')
if [ -z "$faults" ]; then
    echo 'ok 1 - external names start with cs_'
else
    printf 'not ok 1 - external names start with cs_\n%s\n' "$faults"
fi
echo 1..1
