# The first day of a new user: every block of docs/first-day.md, in order, in an empty folder; the Chinese page has the
# same blocks.

load helpers

blocks_of() {
    awk '/^```sh$/ { inside = 1; print "echo \"== block " ++number "\""; next } /^```$/ { inside = 0 } inside' "$1"
}

@test "the page leads from an export to the morning report, as it stands" {
    blocks_of "$TOP/docs/first-day.md" >day.sh
    mkdir empty
    status=0
    (cd empty && bash -euo pipefail ../day.sh) >day.out 2>day.err || status=$?
    [ $status -eq 0 ] || fault "status $status after $(grep -c '^== block' day.out) blocks: $(tail -n 2 day.err)"
    no_faults
    export CS_DB=$PWD/empty/care.db CS_NOW=2026-03-09T09:00:00+08:00
    # Four cases, one mended; nothing is left unresolved; the leak waits for its visit.
    [ "$(cs-ticket list --count)" = 4 ]
    [ "$(cs-ticket list --unresolved --count)" = 0 ]
    [ "$(cs-ticket list --project SH-01 --home any --count)" = 4 ]
    [ "$(cs-ticket list --id 1 -o jsonl | jq -r '.appointment_at')" = 2026-03-10T09:00:00+08:00 ]
    [ "$(cs-report run morning -o csv --fields unit,open | sed 1d)" = SH-01,3 ]
    cs-db check -q
}

@test "the Chinese page has the same blocks" {
    blocks_of "$TOP/docs/first-day.md" >english
    blocks_of "$TOP/docs/first-day.zh-CN.md" | diff english -
}
