#!/usr/bin/env bats
# `make torture`: every hostile input into every verb that reads records, and inputs of 100 MB and more, within 256 MiB of
# address space. What a run takes of memory is measured and told in docs/trust.md.

load helpers
load hostile-kit

LIMIT_KB=65536 # resident memory that none of them may pass

@test "every small hostile input into every verb that reads records, from a pipe and from a file" {
    demo
    local bin verb name count=0
    while read -r bin verb; do
        for name in $PLATES; do
            plate "$name" "$(headings_of "$bin" "$verb")" >plate
            fed "$name" "$bin" "$verb" <plate
            # shellcheck disable=SC2002
            cat plate | fed "$name (dry run, pipe)" "$bin" "$verb" --input-format csv
            count=$((count + 1))
        done
    done < <(eaters)
    echo "# $count pairs of verb and input" >&3
    cs-db check -q || fault "the store is not sound"
    no_faults
}

# The big inputs, written as they are read.
big() { # NAME HEADINGS
    local headings=$2 commas
    commas=$(tr -cd , <<<"$headings")
    case $1 in
    field) { printf '%s\n"' "$headings" && yes 0123456789abcde | tr '\n' ' ' | head -c 104857600 && printf '"%s\nx%s\n' "$commas" "$commas"; } ;;
    line) { printf '%s\n' "$headings" && yes 0123456789abcde | tr -d '\n' | head -c 104857600 && printf '\nx%s\n' "$commas"; } ;;
    one-line) { yes 0123456789abcde | tr -d '\n' | head -c 104857600; } ;;
    zeroes) head -c 104857600 /dev/zero ;;
    zeroes-behind) { printf '%s\n' "$headings" && head -c 104857600 /dev/zero; } ;;
    bad-rows) { printf '%s\n' "$headings" && yes ragged,row,of,too,many,cells,or,few | head -n 1000000; } ;;
    quotes) { printf '%s\n' "$headings" && yes '""""""""""""""""' | tr -d '\n' | head -c 104857600; } ;;
    odd-quotes) { printf '%s\n"' "$headings" && yes 'x""y,' | head -n 10000000; } ;;
    json-deep) { printf '{"x":' && yes '[[[[[[[[[[[[[[[[' | tr -d '\n' | head -c 104857600; } ;;
    json-text) { printf '{"x":"' && yes 0123456789abcde | tr -d '\n' | head -c 104857600 && printf '"}\n{"x":1}\n'; } ;;
    json-bad) yes '{"x":tru}' | head -n 1000000 ;;
    json-keys) { printf '{' && seq -s , -f '"k%.0f":1' 2000000 && printf '}\n'; } ;;
    esac
}

@test "100 MB of one field, one line, zeroes, quotes, depth; 1,000,000 bad rows: bounded memory and words" {
    demo
    local bin verb name peak most=0
    while read -r bin verb; do
        for name in field line one-line zeroes zeroes-behind bad-rows quotes odd-quotes json-deep json-text json-bad json-keys; do
            [ "$bin $verb" = 'cs-ticket import' ] || [[ $name =~ ^(field|bad-rows|json-deep)$ ]] || continue
            big "$name" "$(headings_of "$bin" "$verb")" | head -c 125829120 >big || true
            METER='/usr/bin/time -o peak -f %M' fed "$name" "$bin" "$verb" <big
            peak=$(tail -n 1 peak)
            [ "$peak" -le "$LIMIT_KB" ] || fault "$bin $verb < $name: $peak KiB"
            [ "$peak" -le "$most" ] || most=$peak
            [ "$bin $verb" != 'cs-ticket import' ] || echo "# cs-ticket import < $name: $peak KiB" >&3
        done
    done < <(eaters)
    echo "# the most: $most KiB" >&3
    rm -f big
    cs-db check -q || fault "the store is not sound"
    no_faults
}

@test "an input without end is given up in words when its temporary file may grow no more" {
    demo
    local name
    for name in 'cat /dev/zero' "yes | tr -d '\\n'" "printf '['; yes '[' | tr -d '\\n'" yes; do
        capture_sh "trap '' XFSZ; ($name) | (ulimit -f 40960; ulimit -v 262144; exec timeout 60 cs-ticket import -q)"
        [ "$status" -eq 1 ] && [ "$(wc -c <"$ERR")" -lt 2000 ] && [ -s "$ERR" ] || fault "$name: status $status, $(head -c 300 "$ERR")"
    done
    no_faults
}
