# Inputs that break programs, and what has to become of a command that is fed one.

# Every "BIN VERB" that reads records, asked of the programs themselves once a file, and the headings of what it reads,
# parted by commas.
eaters() {
    local file=$BATS_FILE_TMPDIR/eaters bin
    [ -f "$file" ] || for bin in $(binaries); do
        describe "$bin" | jq -r --arg bin "$bin" '.commands[] | select(.needs | index("input"))
            | "\($bin) \(.name)\t\([.input.fields[] | select(.derived | not) | .name] | join(","))"'
    done >"$file"
    cut -f 1 "$file"
}

headings_of() { # BIN VERB
    awk -F '\t' -v name="$1 $2" '$1 == name { print $2 }' "$BATS_FILE_TMPDIR/eaters"
}

repeat() { # TEXT TIMES
    yes "$1" | head -n "$2" | tr -d '\n'
}

# The small inputs, each for a verb's own headings, so that it breaks where records are read.
PLATES="open-quote text-behind-quote bare-quote nul nul-heading bad-byte overlong surrogate beyond utf16-odd utf16-lone gb-cut
    cr-only two-marks doubled ragged wide quotes commas formulas escapes numbers empty-rows nothing mark-alone binary
    json-deep json-nan json-huge json-lone json-doubled json-cut json-array-cut json-words json-scalar json-nul json-comma sep"

plate() { # NAME HEADINGS
    local headings=$2 first=${2%%,*} commas
    commas=$(tr -cd , <<<"$headings")
    case $1 in
    open-quote) printf '%s\n"x%s\nnext\nnext\n' "$headings" "$commas" ;;
    text-behind-quote) printf '%s\n"x"y%s\n' "$headings" "$commas" ;;
    bare-quote) printf '%s\nx"y%s\n' "$headings" "$commas" ;;
    nul) printf '%s\nx\0y%s\n' "$headings" "$commas" ;;
    nul-heading) printf 'x\0,%s\n' "$headings" ;;
    bad-byte) printf '%s\nx\377%s\n' "$headings" "$commas" ;;
    overlong) printf '%s\n\300\257\340\200\257%s\n' "$headings" "$commas" ;;
    surrogate) printf '%s\nx\355\240\200%s\n' "$headings" "$commas" ;;
    beyond) printf '%s\n\364\220\200\200%s\n' "$headings" "$commas" ;;
    utf16-odd) { printf '\377\376' && printf '%s\nx%s\n' "$headings" "$commas" | iconv -t UTF-16LE; } | head -c -1 ;;
    utf16-lone) { printf '\377\376' && printf '%s\n' "$headings" | iconv -t UTF-16LE && printf '\000\330\n\000'; } ;;
    gb-cut) printf '%s\n\273\247%s\n\260' "$headings" "$commas" ;;
    cr-only) printf '%s\rx%s\ry%s\r' "$headings" "$commas" "$commas" ;;
    two-marks) printf '\357\273\277\357\273\277%s\nx%s\n' "$headings" "$commas" ;;
    doubled) printf '%s,%s\nx%s,y\n' "$headings" "$first" "$commas" ;;
    ragged) printf '%s\nx\nx,y%s,z\n' "$headings" "$commas" ;;
    wide) { printf '%s,' "$headings" && seq -s , 10000 && seq -s , 10000; } ;;
    quotes) { printf '%s\n' "$headings" && repeat '"' 20001; } ;;
    commas) { printf '%s\n' "$headings" && repeat , 100000; } ;;
    formulas) printf '%s\n"=1+1"%s\n@x%s\n' "$headings" "$commas" "$commas" ;;
    escapes) printf '%s\n\033[31m\007%s\n\342\200\256x%s\n' "$headings" "$commas" "$commas" ;;
    # What no field of numbers or times takes, in each column.
    numbers) { printf '%s\n' "$headings" && for text in 2026-02-30 1e999 99999999999999999999 1.38E+10 0x1F NaN -0 '１２'; do
        awk -v text="$text" -v commas="$commas" 'BEGIN { gsub(",", "," text, commas); print text commas }'
    done; } ;;
    empty-rows) { printf '%s\n' "$headings" && yes '' | head -n 50000 && printf 'x%s\n' "$commas"; } ;;
    nothing) ;;
    mark-alone) printf '\357\273\277' ;;
    binary) head -c 20000 "$BIN_DIR/cs-ticket" ;;
    json-deep) { printf '{"%s":' "$first" && repeat '[' 200000; } ;;
    json-nan) printf '{"%s":NaN}\n{"%s":Infinity}\n' "$first" "$first" ;;
    json-huge) printf '{"%s":1e400}\n{"%s":%s}\n' "$first" "$first" "$(repeat 9 5000)" ;;
    json-lone) printf '{"%s":"\\ud800"}\n{"\\udc00":1}\n' "$first" ;;
    json-doubled) printf '{"%s":"x","%s":"y"}\n' "$first" "$first" ;;
    json-cut) printf '{"%s":"x' "$first" ;;
    json-array-cut) printf '[{"%s":"x"},{"%s"' "$first" "$first" ;;
    json-words) printf '{"%s":tru}\n{%s:1}\n{"%s":01}\n' "$first" "$first" "$first" ;;
    json-scalar) printf '[1,"x",null,[2]]' ;;
    json-nul) printf '{"%s":"\\u0000"}\n' "$first" ;;
    json-comma) printf '[{"%s":"x"},]' "$first" ;;
    sep) printf 'sep=\n%s\n' "$headings" ;;
    esac
}

# Feeds standard input to a verb within 256 MiB (a sanitizer needs more address space) and a minute. It has to end by
# itself with one of the four statuses, in few words, none of which moves a terminal; a refusal names a place. METER is a
# command that it runs under.
fed() { # WHAT BIN VERB [OPTION...]
    local what=$1 bin=$2 verb=$3 code=0
    shift 3
    # shellcheck disable=SC2086
    ({ [ -n "${CS_SANITIZED:-}" ] || ulimit -v 262144; } && exec ${METER:-} timeout 60 "$bin" $verb "$@") >"$OUT" 2>"$ERR" || code=$?
    [ "$code" -le 3 ] || fault "$bin $verb < $what: status $code, $(head -c 300 "$ERR")"
    [ "$code" -eq 0 ] || [ -s "$ERR" ] || [ -s "$OUT" ] || fault "$bin $verb < $what: status $code without a word"
    [ "$(stat -c %s "$ERR")" -le 16384 ] || fault "$bin $verb < $what: $(stat -c %s "$ERR") bytes of messages"
    ! LC_ALL=C grep -aqP '[\x00-\x08\x0b-\x1f\x7f]' "$ERR" || fault "$bin $verb < $what: raw bytes in $(head -c 300 "$ERR" | cat -v)"
    iconv -f UTF-8 -t UTF-8 "$ERR" >/dev/null 2>&1 || fault "$bin $verb < $what: messages are no UTF-8"
    case $code in
    3) grep -aqE '^(standard input|-):[0-9]+|line [0-9]+' "$ERR" "$OUT" || fault "$bin $verb < $what: no place in $(head -c 300 "$ERR")" ;;
    esac
}
