#!/bin/bash
# The shape of the source: short files, short functions, as many lines of tests as of source, no function that
# invites an accident, one layout.
set -u
cd "${CS_TOP:-$(dirname "$0")/../..}" || exit 1
. tests/lint/tap.bash
number=0

skip() {
    number=$((number + 1))
    echo "ok $number - $1 # skip $2"
}

mapfile -t sources < <(git ls-files -co --exclude-standard 'lib/*.c' 'lib/*.h' 'cmd/*.c' 'cmd/*.h' 'bench/*.c' 'bench/*.h')

mapfile -t long < <(for file in "${sources[@]}"; do
    lines=$(wc -l <"$file")
    [ "$lines" -le 600 ] || echo "$file has $lines lines"
done)
report "no file is longer than 600 lines" "${long[@]}"

if ctags --version 2>/dev/null | grep -q 'Universal'; then
    # line and end line of every function of every C file
    lengths=$(ctags -x --languages=C --kinds-C=f --fields=+e --_xformat='%{line} %{end} %{input} %{name}' "${sources[@]}" |
        awk '$2 ~ /^[0-9]+$/ { print $2 - $1 + 1, $3 ": " $4 }')
    mapfile -t long < <(awk '$1 > 80 { print }' <<<"$lengths")
    report "no function is longer than 80 lines" "${long[@]}"
    mapfile -t share < <(awk 'NF { all++; short += $1 <= 40 } END { if (all && short < 0.9 * all)
        printf "only %d of %d functions have at most 40 lines\n", short, all }' <<<"$lengths")
    report "nine functions of ten have at most 40 lines" "${share[@]}"
else
    skip "no function is longer than 80 lines" "universal-ctags is not there"
    skip "nine functions of ten have at most 40 lines" "universal-ctags is not there"
fi

banned='strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atof|system|popen|tmpnam|tempnam|mktemp|alloca|strncpy|strncat|scanf|sscanf|rand|srand|asctime|ctime|gmtime|localtime|setuid|seteuid'
mapfile -t found < <(grep -nE "(^|[^A-Za-z0-9_>.\"])($banned) *\(" "${sources[@]}" | grep -vE '^[^:]*:[0-9]*: *(\*|/\*|//)')
report "no banned function is called" "${found[@]}"

if command -v clang-format >/dev/null; then
    mapfile -t found < <(git ls-files -co --exclude-standard '*.c' '*.h' | xargs clang-format --dry-run 2>&1 |
        sed -n 's/^\([^:]*\):.*warning.*/\1/p' | sort | uniq -c | awk '{ print $2 ": " $1 " places" }')
    report "clang-format has nothing to change" "${found[@]}"
else
    skip "clang-format has nothing to change" "clang-format is not there"
fi

source_lines=$(git ls-files -co --exclude-standard 'lib/*.c' 'lib/*.h' 'cmd/*.c' 'cmd/*.h' | xargs -r cat | wc -l)
test_lines=$(git ls-files -co --exclude-standard 'tests/*.bats' 'tests/*.bash' 'tests/unit/*' 'tests/torture/*' 'tests/fuzz/*.c' 'tests/lint/*' |
    xargs -r cat | wc -l)
echo "# $source_lines lines of source, $test_lines lines of tests"
# Only lib/ and cmd/ of a finished release are measured: while rooms are being laid, tests lag.
if [ -f tests/contract.bats ] && [ -f README.md ]; then
    faults=()
    [ "$test_lines" -ge "$source_lines" ] || faults=("$test_lines lines of tests for $source_lines lines of source")
    report "there are as many lines of tests as of source" "${faults[@]}"
else
    skip "there are as many lines of tests as of source" "the house is not finished"
fi

mapfile -t found < <(for file in $(git ls-files -co --exclude-standard 'lib/*.[ch]' 'cmd/*.[ch]' 'bench/*.c'); do
    [ "$(head -c 2 "$file")" = '/*' ] || echo "$file does not begin with a remark on what it is for"
done)
report "every file says at its top what it is for" "${found[@]}"
echo "1..$number"
