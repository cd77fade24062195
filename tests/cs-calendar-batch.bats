#!/usr/bin/env bats
# cs-calendar add and between in batch: all vectors in every format, and one-off questions to the store.

load helpers

VECTORS=$TOP/tests/vectors/business_time.tsv

# The vectors without their expected result, in a format: vectors_as FORMAT
vectors_as() {
    cut -f 3-8 "$VECTORS" >vectors.tsv
    case $1 in
    tsv) cat vectors.tsv ;;
    csv) sed 's/"/""/g; s/\t/","/g; s/^/"/; s/$/"/' vectors.tsv ;;
    jsonl)
        jq -Rc 'split("\t")' vectors.tsv |
            jq -cs '.[0] as $head | .[1:][] | [$head, .] | transpose | map({ (.[0]): .[1] }) | add'
        ;;
    json) vectors_as jsonl | jq -s . ;;
    esac
}

# The results of an answer in a format, a line each.
results_of() { # FORMAT FILE
    case $1 in
    tsv) cut -f 7 "$2" | tail -n +2 ;;
    csv) sed 's/.*,//' "$2" | tail -n +2 ;;
    jsonl) jq -r .result "$2" ;;
    json) jq -r '.[].result' "$2" ;;
    esac
}

scratch() {
    export CS_DB=$WORK/s.db CS_NOW=2026-03-02T10:00:00+08:00
    cs-db init -q
}

@test "all 157 vectors come out as expected, in and out in each of four formats, by either verb" {
    export CS_DB=$WORK/none.db
    cut -f 9 "$VECTORS" | tail -n +2 >want
    [ "$(wc -l <want)" -eq 157 ]
    for format in csv tsv json jsonl; do
        vectors_as $format >in
        for verb in add between; do
            cs-calendar $verb -i $format -o $format in >out 2>message || fault "$verb $format: $(cat message)"
            results_of $format out >got
            cmp -s want got || fault "$verb $format: $(diff want got | head -n 2 | tr '\n' ' ')"
            [ ! -s message ] || fault "$verb $format said: $(cat message)"
        done
    done
    no_faults
    [ ! -e "$CS_DB" ]
}

@test "the format of the input is seen by itself, and any goes out as any other" {
    cut -f 9 "$VECTORS" | tail -n +2 >want
    for from in csv tsv json jsonl; do
        vectors_as $from >in
        for to in csv tsv json jsonl; do
            cs-calendar add -o $to <in >out 2>message || fault "$from to $to: $(cat message)"
            results_of $to out | cmp -s - want || fault "$from to $to"
        done
    done
    no_faults
}

@test "what comes out goes in again and comes out the same" {
    for format in csv tsv json jsonl; do
        vectors_as $format | cs-calendar add -o $format >once
        cs-calendar add -o $format <once >twice 2>message || fault "$format: $(cat message)"
        cmp -s once twice || fault "$format"
    done
    no_faults
}

@test "the vectors do not depend on the machine's zone or language" {
    vectors_as csv >in
    cs-calendar add -o csv in >want
    for zone in UTC Asia/Shanghai America/Sao_Paulo Australia/Sydney; do
        TZ=$zone cs-calendar add -o csv in >got
        cmp -s want got || fault "$zone"
    done
    LC_ALL=zh_CN.UTF-8 LANGUAGE=zh_CN cs-calendar add -o csv in >got
    cmp -s want got || fault "Chinese"
    no_faults
}

@test "ten thousand sums stream through in constant memory and in order" {
    awk 'BEGIN { print "timezone,hours,start,amount"
        for (i = 0; i < 10000; i++) printf "UTC,mon-fri 09:00-17:00,2026-01-05T09:00,%dm\n", i % 480 }' >in
    capture cs-calendar add -o jsonl in
    status_is 0
    awk 'BEGIN { for (i = 0; i < 10000; i++) { m = i % 480; printf "2026-01-05T%02d:%02d:00\n", 9 + int(m / 60), m % 60 } }' >want
    jq -r .result "$OUT" | cmp - want
}

@test "each refused sum names its line and field, the rejects can be mended and go in again" {
    cat >in.csv <<'END'
timezone,hours,start,amount
UTC,mon-fri 09:00-17:00,2026-01-05T09:00,1h
Mars/Base,mon-fri 09:00-17:00,2026-01-05T09:00,1h
UTC,mon-fri 17:00-09:00,2026-01-05T09:00,1h
UTC,mon-fri 09:00-17:00,2026-02-30T09:00,1h
UTC,mon-fri 09:00-17:00,2026-01-05T09:00,soon
UTC,mon-fri 09:00-17:00,2026-01-05T09:00,
UTC,,2026-01-05T09:00,1h
UTC,mon-fri 09:00-17:00,2026-01-05T09:00,2h
END
    capture cs-calendar add -o csv --fields result --rejects r.csv in.csv
    status_is 3
    out_is $'result\n2026-01-05T10:00:00\n2026-01-05T11:00:00'
    line=3
    for field in timezone hours start amount amount hours; do
        grep -q "in.csv:$line:.*$field" "$ERR" || fault "line $line: no $field in $(grep ":$line:" "$ERR")"
        line=$((line + 1))
    done
    no_faults
    [ "$(wc -l <r.csv)" -eq 7 ]
    sed -e 's/Mars.Base/UTC/; s/17:00-09:00/09:00-17:00/; s/2026-02-30/2026-01-05/; s/soon/1h/; s/T09:00,,/T09:00,1h,/' \
        -e 's/UTC,,/UTC,mon-fri 09:00-17:00,/' r.csv >mended.csv
    capture cs-calendar add -o csv --fields result mended.csv
    status_is 0
    [ "$(grep -c 2026-01-05T10:00:00 "$OUT")" -eq 6 ]
    capture cs-calendar add --strict in.csv
    status_is 1
}

@test "an empty file, and one of a heading alone, are empty answers with their heading" {
    : >empty.csv
    echo 'timezone,hours,start,amount' >head.csv
    capture cs-calendar add -o csv head.csv
    status_is 0
    out_is 'timezone,hours,holidays,start,amount,kind,result'
    capture cs-calendar add -o json head.csv
    [ "$(jq length "$OUT")" -eq 0 ]
    capture cs-calendar add -o csv empty.csv
    [ "$status" -le 1 ]
}

@test "one-off additions, worked out by hand around the Spring Festival of 2026" {
    scratch
    while read -r start amount want; do
        got=$(cs-calendar add cn-office "$start" -- "$amount" 2>message) || fault "$start $amount: $(cat message)"
        [ "$got" = "$want:00+08:00" ] || fault "$start $amount is $got, not $want"
    done <<'END'
2026-02-13T09:00 0h 2026-02-13T09:00
2026-02-13T08:00 0h 2026-02-13T09:00
2026-02-13T12:30 0h 2026-02-13T13:30
2026-02-13T12:00 0h 2026-02-13T13:30
2026-02-13T09:00 3h 2026-02-13T12:00
2026-02-13T09:00 181m 2026-02-13T13:31
2026-02-13T09:00 7h30m 2026-02-13T18:00
2026-02-13T09:00 451m 2026-02-14T09:01
2026-02-13T17:59 1m 2026-02-13T18:00
2026-02-13T18:00 1m 2026-02-14T09:01
2026-02-14T17:00 2h 2026-02-24T10:00
2026-02-15T12:00 1h 2026-02-24T10:00
2026-02-20T00:00 0h 2026-02-24T09:00
2026-02-27T17:00 2h 2026-02-28T10:00
2026-02-28T17:00 2h 2026-03-02T10:00
2026-02-13T10:00 1wd 2026-02-14T18:00
2026-02-13T10:00 2wd 2026-02-24T18:00
2026-02-14T10:00 1wd 2026-02-24T18:00
2026-02-16T10:00 1wd 2026-02-24T18:00
2026-02-28T10:00 1wd 2026-03-02T18:00
2026-02-24T09:00 -1h 2026-02-14T17:00
2026-02-24T10:00 -1h 2026-02-24T09:00
2026-02-24T10:00 -90m 2026-02-14T17:30
2026-02-18T10:00 -1m 2026-02-14T17:59
2026-03-02T09:00 -7h30m 2026-02-28T09:00
END
    no_faults
}

@test "one-off differences, worked out by hand" {
    scratch
    while read -r from until want; do
        got=$(cs-calendar between cn-office "$from" "$until")
        [ "$got" = "$want" ] || fault "$from to $until is $got, not $want"
    done <<'END'
2026-02-13T09:00 2026-02-13T18:00 7h30mwt
2026-02-13T09:00 2026-02-13T12:00 3hwt
2026-02-13T11:00 2026-02-13T14:00 1h30mwt
2026-02-13T12:00 2026-02-13T13:30 0hwt
2026-02-13T18:00 2026-02-14T09:00 0hwt
2026-02-14T18:00 2026-02-24T09:00 0hwt
2026-02-13T00:00 2026-02-15T00:00 15hwt
2026-02-14T00:00 2026-02-25T00:00 15hwt
2026-02-13T09:00 2026-02-13T09:00 0hwt
2026-02-14T09:00 2026-02-13T09:00 0hwt
2026-02-13T09:00 2026-02-13T09:01 1mwt
END
    no_faults
}

@test "adding and counting agree: what is added is between, from any hour of any day" {
    scratch
    seed=4711
    for i in {1..40}; do
        seed=$(((seed * 1103515245 + 12345) % 2147483648))
        start=$(date -u -d "2025-06-01 + $((seed / 65536 % 500)) days + $((seed / 256 % 1440)) minutes" +%Y-%m-%dT%H:%M)
        amount=$((1 + seed / 4096 % 3000))
        end=$(cs-calendar add cn-office "$start" ${amount}m 2>/dev/null)
        [[ $end == *provisional ]] && continue
        got=$(cs-calendar between cn-office "$start" "$end" -o json | jq '.[0].seconds')
        [ "$got" = $((amount * 60)) ] || fault "$start + ${amount}m is $end, which is $got seconds on"
    done
    no_faults
}

@test "next is the moment itself where it is open, else the next opening, of each calendar" {
    scratch
    while read -r calendar start want; do
        got=$(cs-calendar next "$calendar" "$start")
        [ "$got" = "$want:00+08:00" ] || fault "$calendar $start is $got, not $want"
    done <<'END'
cn-office 2026-02-13T10:00 2026-02-13T10:00
cn-office 2026-02-13T12:00 2026-02-13T13:30
cn-office 2026-02-13T18:00 2026-02-14T09:00
cn-office 2026-02-14T18:00 2026-02-24T09:00
cn-office 2026-03-06T18:00 2026-03-09T09:00
care-desk 2026-02-17T20:29 2026-02-17T20:29
care-desk 2026-02-17T20:30 2026-02-18T08:30
care-desk 2026-02-17T03:00 2026-02-17T08:30
24x7 2026-02-17T03:21 2026-02-17T03:21
site 2026-03-07T17:59 2026-03-07T17:59
site 2026-03-07T18:00 2026-03-09T08:00
government 2026-02-14T17:00 2026-02-24T09:00
government 2026-10-01T10:00 2026-10-08T09:00
END
    no_faults
}

@test "without a moment next begins now, and a moment with its own offset is that moment" {
    scratch
    capture cs-calendar next care-desk
    out_is 2026-03-02T10:00:00+08:00
    capture cs-calendar next care-desk 2026-03-02T02:00:00Z
    out_is 2026-03-02T10:00:00+08:00
    capture cs-calendar next care-desk 2026-03-01T22:00:00-05:00
    out_is 2026-03-02T11:00:00+08:00
    capture cs-calendar add care-desk 2026-03-02T02:00:00Z 1h
    out_is 2026-03-02T11:00:00+08:00
}

@test "an answer over the edge of what is known is provisional in every form, inside it in none" {
    scratch
    while read -r verb start amount provisional; do
        capture cs-calendar $verb cn-office "$start" $([ "$amount" = - ] || echo "$amount") -o json
        [ "$(jq '.[0].provisional' "$OUT")" = "$provisional" ] || fault "$verb $start $amount: $out"
        if [ "$provisional" = true ]; then
            grep -q 'are not published; weekly hours are counted' "$ERR" || fault "$verb $start: no warning"
        else
            [ ! -s "$ERR" ] || fault "$verb $start: $err"
        fi
        plain=$(cs-calendar $verb cn-office "$start" $([ "$amount" = - ] || echo "$amount") 2>/dev/null)
        case $plain/$provisional in
        *$'\t'provisional/true | *00/false) ;;
        *wt/false) ;;
        *) fault "$verb $start $amount: $plain" ;;
        esac
    done <<'END'
add 2026-12-31T09:00 7h30m false
add 2026-12-31T09:00 7h31m true
add 2026-12-30T09:00 1wd false
add 2026-12-31T09:00 1wd true
add 2025-01-02T09:00 1h false
add 2024-12-31T09:00 1h true
between 2026-12-01T09:00 2026-12-31T18:00 false
between 2026-12-01T09:00 2027-01-05T18:00 true
next 2026-12-31T17:00 - false
next 2026-12-31T18:00 - true
END
    no_faults
}

@test "mistyped questions are answered with the nearest, and never with a guess" {
    scratch
    while read -r words; do
        eval "capture cs-calendar $words"
        [ "$status" -ne 0 ] || fault "$words: status 0"
        [ ! -s "$OUT" ] || fault "$words: answered $out"
        [ "$(grep -c '' "$ERR")" -le 3 ] || fault "$words: $err"
    done <<'END'
add cn-offic 2026-01-05 1h
add cn-office 2026-02-29 1h
add cn-office 2026-01-05 1parsec
add cn-office 2026-01-05T25:00 1h
add cn-office soon 1h
between cn-office 2026-01-05 2026-13-05
between cn-office 2026-01-05 ''
next
next cn-office 2026-01-05 2026-01-06
next nowhere
show nowhere
export nowhere
ad cn-office 2026-01-05 1h
END
    no_faults
}
