# Every pipe of docs/cookbook.md runs as it stands on the demo store, and says something.

load helpers

# The n-th block of shell in the book.
block() {
    awk -v wanted="$1" '
        /^```sh$/ { number++; inside = number == wanted; next }
        /^```$/ { inside = 0 }
        inside' "$TOP/docs/cookbook.md"
}

blocks() {
    grep -c '^```sh$' "$TOP/docs/cookbook.md"
}

@test "there are twenty pipes and more, each under a heading in two languages" {
    [ "$(blocks)" -ge 20 ]
    [ "$(grep -c '^## [0-9]* .* · .*' "$TOP/docs/cookbook.md")" = "$(blocks)" ]
}

@test "every pipe runs on the demo store and says something" {
    demo
    for ((i = 1; i <= $(blocks); i++)); do
        block $i >pipe.sh
        status=0
        bash -euo pipefail pipe.sh >pipe.out 2>pipe.err || status=$?
        [ $status -eq 0 ] || fault "pipe $i: status $status: $(tail -n 2 pipe.err)"
        [ -s pipe.out ] || fault "pipe $i says nothing"
        grep -q 'Segmentation\|Sanitizer\|null (null)' pipe.out pipe.err && fault "pipe $i: $(cat pipe.err)"
    done
    no_faults
}

@test "what the book only tries leaves the store as it was" {
    demo
    before=$(store_digest cs.db)
    for i in 4 6 11 12 15 18; do
        block $i >pipe.sh
        bash -euo pipefail pipe.sh >/dev/null 2>&1 || fault "pipe $i"
    done
    no_faults
    [ "$(store_digest cs.db)" = "$before" ]
}
