#!/bin/bash
# cppcheck, clang-tidy and shellcheck with a modest set of rules: slow, so for `make lint` alone.
set -u
cd "${CS_TOP:-$(dirname "$0")/../..}" || exit 1
if [ -z "${CS_LINT_SLOW:-}" ]; then
    echo 'ok 1 - analysers # skip run by make lint'
    echo 1..1
    exit 0
fi

number=0
report() {
    local text=$1 output=$2
    number=$((number + 1))
    if [ -z "$output" ]; then
        echo "ok $number - $text"
    else
        echo "not ok $number - $text"
        sed 's/^/# /' <<<"$output"
    fi
}
mapfile -t sources < <(git ls-files -co --exclude-standard 'lib/*.c' 'cmd/*.c')
flags=(-Ilib -D_GNU_SOURCE '-DCS_VERSION="0"' '-DCS_PREFIX="/usr/local"')

report "cppcheck has nothing to say" "$(cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr \
    --suppress=missingIncludeSystem --suppress=unknownMacro --suppress=arrayIndexThenCheck --suppress=uninitvar -j "${CS_JOBS:-2}" "${flags[@]}" "${sources[@]}" 2>&1 | head -n 60)"

checks='-*,bugprone-*,clang-analyzer-core*,clang-analyzer-unix*,clang-analyzer-deadcode*,misc-redundant-expression'
checks+=',-bugprone-easily-swappable-parameters,-bugprone-reserved-identifier,-bugprone-implicit-widening-of-multiplication-result'
checks+=',-bugprone-narrowing-conversions,-bugprone-branch-clone,-bugprone-assignment-in-if-condition,-bugprone-macro-parentheses'
checks+=',-bugprone-not-null-terminated-result,-bugprone-sizeof-expression,-bugprone-suspicious-string-compare'
checks+=',-bugprone-suspicious-missing-comma,-bugprone-misplaced-widening-cast'
report "clang-tidy has nothing to say" "$(printf '%s\n' "${sources[@]}" |
    xargs -P "${CS_JOBS:-2}" -n 8 sh -c 'checks=$1; shift; clang-tidy --quiet --checks="$checks" "$@" -- -std=c11 -Ilib -D_GNU_SOURCE \
        -DCS_VERSION="\"0\"" -DCS_PREFIX="\"/usr/local\"" 2>/dev/null' tidy "$checks" | grep -E 'warning:|error:' | sort -u | head -n 60)"

report "shellcheck has nothing to say" "$(git ls-files -co --exclude-standard 'mk/*.sh' 'tests/lint/*.sh' '.ci/run' |
    xargs shellcheck -S warning -f gcc 2>&1 | head -n 40)"
echo "1..$number"
