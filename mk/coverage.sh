#!/bin/sh
# Adds up what gcov says of lib/ and cmd/. usage: mk/coverage.sh BUILD
set -u
build=$1
find "$build/obj/lib" "$build/obj/cmd" -name '*.gcda' 2>/dev/null | sort | while read -r data; do
    gcov -n -o "$(dirname "$data")" "$data" 2>/dev/null
done | awk '
    /^File / { file = $0; sub(/^File ./, "", file); sub(/.$/, "", file) }
    /^Lines executed:/ && file ~ /^(lib|cmd)\/.*\.c$/ {
        share = $0; sub(/^Lines executed:/, "", share); sub(/%.*/, "", share)
        lines = $NF
        run += share * lines / 100; all += lines
        printf "%6.1f %% of %5d  %s\n", share, lines, file
    }
    { if ($0 !~ /^File /) file = "" }
    END { printf "%6.1f %% of %5d  in all\n", all ? 100 * run / all : 0, all }' | sort -n
