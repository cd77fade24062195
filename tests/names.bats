#!/usr/bin/env bats
# Names of cases: whatever order new, known, changed and repeated names come in, from many systems at once, into an
# empty store or a filled one, each name is one case, and the last word of its system stands.

load helpers

# rows SEED COUNT: cases of twelve systems; few names, so that most come again, some of them as they were.
rows() {
    awk -v seed="$1" -v count="$2" 'BEGIN {
        srand(seed)
        print "source,external_id,kind,priority,subject,occurred_at"
        for (i = 0; i < count; i++)
            printf "s%d,%s%d,repair,3,subject %d,2026-03-02 08:00:00\n", int(rand() * 12), rand() < 0.5 ? "A" : "名",
                int(rand() * 6), int(rand() * 4)
    }'
}

# told FILES...: inserted, updated, unchanged of the last file when the files are taken in turn; and the last words.
told() {
    awk -F, 'FNR == 1 { inserted = updated = unchanged = 0; next }
        { name = $1 ":" $2; line = $0
          if (!(name in last)) inserted++; else if (last[name] == line) unchanged++; else updated++
          last[name] = line; subject[name] = $5 }
        END { print inserted, updated, unchanged > "counts.txt"
              for (name in subject) print name "," subject[name] }' "$@" | LC_ALL=C sort >words.txt
}

@test "names of twelve systems in one file: each is one case, however often it comes" {
    export CS_DB=$PWD/store.db CS_NOW=2026-03-05T09:00:00+08:00
    local seed
    for seed in 1 2 3; do
        rm -f store.db* && cs-db init -q
        rows "$seed" 1500 >one.csv
        rows "$((seed + 100))" 1500 >two.csv
        for files in one.csv "one.csv two.csv" "one.csv two.csv two.csv"; do
            # shellcheck disable=SC2086
            told $files
            cs-ticket import "${files##* }" >out.txt 2>message.txt || fault "$seed $files: $(cat message.txt)"
            read -r inserted updated unchanged <counts.txt
            grep -q "inserted $inserted, updated $updated, unchanged $unchanged, refused 0" message.txt ||
                fault "$seed $files: not $inserted, $updated, $unchanged but $(cat message.txt)"
            cs-ticket list -o csv --fields source,external_id,subject | tail -n +2 | sed 's/,/:/' | LC_ALL=C sort >got.txt
            cmp got.txt words.txt || fault "$seed $files: $(diff got.txt words.txt | head -n 5)"
        done
        cs-db check -q || fault "$seed: the store is not sound"
    done
    no_faults
}
