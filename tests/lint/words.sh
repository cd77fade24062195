#!/bin/bash
# Words: the table of binaries in the README, and every sentence for people in every catalogue.
set -u
cd "${CS_TOP:-$(dirname "$0")/../..}" || exit 1
. tests/lint/tap.bash
number=0

binaries=$(
    for path in cmd/cs-*; do
        name=$(basename "$path" .c)
        [ -e "$path" ] && echo "$name"
    done | sort -u
)

# A row of a table whose first cell is a binary: | `cs-db` | ... or | cs-db | ...
table_of() {
    grep -oE '^\| *(\[)?`?cs-[a-z]+`?' "$1" | grep -oE 'cs-[a-z]+' | sort -u
}
for readme in README.md README.zh-CN.md; do
    if [ -f "$readme" ] && [ -n "$binaries" ]; then
        mapfile -t faults < <(diff <(table_of "$readme") <(echo "$binaries") |
            sed -n 's/^< \(.*\)/\1 is in the table but not in cmd\//p; s/^> \(.*\)/\1 is in cmd\/ but not in the table/p')
        report "the table of $readme names every binary and no other" "${faults[@]}"
    else
        number=$((number + 1))
        echo "ok $number - the table of $readme names every binary and no other # skip not there yet"
    fi
done

scratch=$(mktemp -d) && trap 'rm -rf "$scratch"' EXIT
mapfile -t sources < <(git ls-files -co --exclude-standard 'lib/*.c' 'lib/*.h' 'cmd/*.c' 'cmd/*.h' | sort)
if ls po/*.po >/dev/null 2>&1; then
    xgettext --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ --keyword=ngettext:1,2 --keyword=cs_translate \
        -o "$scratch/all.pot" "${sources[@]}" 2>"$scratch/warnings"
    sed -i 's/charset=CHARSET/charset=UTF-8/' "$scratch/all.pot" # some sentences quote headings as they stand in lists
    for po in po/*.po; do
        mapfile -t faults < <(msgfmt --check --check-format -o /dev/null "$po" 2>&1)
        report "$(basename "$po") is well formed" "${faults[@]}"
        # msgcmp names each sentence of the sources that has no translation, or a doubtful one
        mapfile -t faults < <(msgcmp "$po" "$scratch/all.pot" 2>&1 | grep -A 3 -E 'not defined|untranslated|fuzzy|needs' | head -n 60)
        report "$(basename "$po") translates every sentence of the sources" "${faults[@]}"
    done
else
    number=$((number + 1))
    echo "ok $number - catalogues are complete # skip there is none yet"
fi
echo "1..$number"
