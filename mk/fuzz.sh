#!/bin/sh
# Runs each fuzz target for a while on a scratch copy of its corpus; what it finds is kept beside the build.
# usage: mk/fuzz.sh BUILD SECONDS NAME...
set -u
build=$1 seconds=$2
shift 2
failed=0
for name in "$@"; do
    corpus=tests/fuzz/corpus/$name
    new=$build/corpus/$name
    found=$build/found/$name
    mkdir -p "$new" "$found"
    dictionary=
    [ -f "tests/fuzz/$name.dict" ] && dictionary=-dict=tests/fuzz/$name.dict
    [ -d "$corpus" ] || corpus=
    # shellcheck disable=SC2086
    if "$build/fuzz/$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -verbosity=0 \
        -print_final_stats=1 -artifact_prefix="$found/" $dictionary "$new" $corpus >"$build/$name.log" 2>&1; then
        echo "fuzz $name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$name.log") inputs, no fault"
    else
        failed=$((failed + 1))
        echo "fuzz $name: FAULT, see $build/$name.log; the input is in $found"
        tail -n 20 "$build/$name.log"
    fi
done
[ "$failed" -eq 0 ]
