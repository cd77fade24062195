#!/bin/bash
# Runs the tests under valgrind's memcheck: unit programs and replays by it, and in the bats files each cs-* by a
# wrapper in front on PATH. What the programs print and return stays theirs, so the findings of the wrappers go to
# files, and a file with a finding fails the run. The last lines are "N passed, N failed" and "N findings".
# usage: CS_TOP=... CS_BUILD=... mk/valgrind.sh [KIND...]
set -u
cd "$CS_TOP" || exit 1
checked=$CS_BUILD/checked findings=$CS_BUILD/findings
rm -rf "$checked" "$findings" && mkdir -p "$checked/bin" "$findings" || exit 1
for part in tests fuzz man locale fail.so watch.so torture; do ln -s "../$part" "$checked/$part"; done

memcheck="$(command -v valgrind) -q --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite \
--num-callers=30 --child-silent-after-fork=yes"

for program in "$CS_BUILD"/bin/cs-*; do
    wrapper=$checked/bin/${program##*/}
    # shellcheck disable=SC2016
    printf '#!/bin/bash\nexec %s --log-file="%s/%s-$EPOCHREALTIME-%%p" "%s" "$@"\n' \
        "$memcheck" "$findings" "${program##*/}" "$program" >"$wrapper"
    chmod +x "$wrapper"
done
# The generator is the tests' own and draws tens of thousands of rows.
ln -sf "../../bin/cs-generate" "$checked/bin/cs-generate"

CS_SANITIZED=1 CS_PATIENCE=12 CS_BUILD=$checked CS_UNDER="$memcheck --error-exitcode=99" mk/check.sh "${@:-unit}"
status=$?

find "$findings" -type f -empty -delete
# A program that is told to stop says so, too; only what it does by itself counts.
finding='== +(Invalid|Conditional|Use of|Syscall param|Mismatched|Source and|.* definitely lost|.*default action of signal (4|6|7|8|11) )'
found=$(grep -rhcE "$finding" "$findings" | awk '{ n += $1 } END { print n + 0 }')
grep -rlE "$finding" "$findings" | sort | head -n 5 | while read -r file; do
    echo "    $file"
    head -n 20 "$file" | cut -c 1-160 | sed 's/^/    /'
done
echo "$found findings"
[ "$status" -eq 0 ] && [ "$found" -eq 0 ]
