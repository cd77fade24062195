#!/usr/bin/env bats
# cs-calendar: every month of 2025 and 2026 against a reckoning of its own, from the published list alone.

load helpers

LIST=$TOP/tests/vectors/cn_calendar_2025_2026.csv

scratch() {
    export CS_DB=$WORK/s.db CS_NOW=2030-01-01T10:00:00+08:00
    cs-db init -q
    # A calendar of the list's days alone, so that what is shipped in share/ plays no part.
    printf 'calendar,timezone,hours,known_from,known_until\nlist,Asia/Shanghai,"mon-fri 09:00-12:00,13:30-18:00",2025-01-01,2026-12-31\n' |
        cs-calendar import -q
    cs-calendar import -q --calendar list "$LIST"
}

months() {
    printf '%s\n' 2025-{01..12} 2026-{01..12}
}

# The reckoning: date,weekday,kind,hours,name of each day from 1 January 2025 (a Wednesday) on.
reckon() {
    awk -F, -v quote='"' '
        { sub(/\r$/, "") }
        NR > 1 { kind[$1] = $2 ~ /makeup/ ? "makeup" : "holiday"; name[$1] = $3 }
        END {
            split("31 28 31 30 31 30 31 31 30 31 30 31", length_of, " ")
            weekday = 3
            for (year = 2025; year <= 2026; year++)
                for (month = 1; month <= 12; month++)
                    for (day = 1; day <= length_of[month]; day++) {
                        date = sprintf("%d-%02d-%02d", year, month, day)
                        is = date in kind ? kind[date] : weekday <= 5 ? "workday" : "rest"
                        hours = is == "workday" || is == "makeup" ? quote "09:00-12:00,13:30-18:00" quote : ""
                        printf "%s,%d,%s,%s,%s\n", date, weekday, is, hours, name[date]
                        weekday = weekday % 7 + 1
                    }
        }' "$LIST"
}

@test "each day of two years is what the published list and the week make of it" {
    scratch
    reckon >want
    [ "$(wc -l <want)" -eq 730 ]
    for month in $(months); do
        cs-calendar show list "$month" -o csv | tail -n +2
    done >got
    diff want got
}

@test "the shipped office calendar has the same days as the published list" {
    scratch
    for month in $(months); do
        cs-calendar show list "$month" -o csv --fields date,kind,hours >list
        cs-calendar show cn-office "$month" -o csv --fields date,kind,hours >office
        cmp -s list office || fault "$month"
    done
    no_faults
}

@test "each month's page counts the workdays that the reckoning has" {
    scratch
    reckon >days
    for month in $(months); do
        want=$(grep "^$month" days | grep -cE ',(workday|makeup),')
        got=$(cs-calendar show list "$month" | sed -n 's/^\([0-9]*\) workdays\{0,1\}$/\1/p')
        [ "$got" = "$want" ] || fault "$month: $got, not $want"
    done
    no_faults
}

@test "each month's grid has every day once, under its weekday, with its mark, at 80 columns" {
    scratch
    reckon >days
    for month in $(months); do
        cs-calendar show list "$month" >page
        [ "$(widest <page)" -le 80 ] || fault "$month is $(widest <page) wide"
        # Cells of eleven columns; a number and its mark stand in the first three of each.
        awk '/^ *[0-9]+[-*+~ ]? / || /^ *[0-9]+[-*+~]?$/ {
                if ($0 ~ /workday/) next
                for (cell = 0; cell < 7; cell++) {
                    text = substr($0, cell * 11 + 1, 3)
                    number = text; gsub(/[^0-9]/, "", number)
                    mark = substr(text, 3, 1)
                    if (number != "") printf "%02d,%d,%s\n", number, cell + 1, mark == "" ? " " : mark
                }
            }' <(LC_ALL=C sed 's/[^ -~]//g' page | tail -n +4 | head -n -3) >got
        grep "^$month" days | awk -F, '{
                mark = $3 == "rest" ? "-" : $3 == "holiday" ? "*" : $3 == "makeup" ? "+" : " "
                printf "%s,%d,%s\n", substr($1, 9, 2), $2, mark }' >want
        cmp -s want got || fault "$month: $(diff want got | head -n 3 | tr '\n' ' ')"
    done
    no_faults
}

@test "each holiday's name stands on its month's page, in both languages, and the legend has just the marks used" {
    scratch
    reckon >days
    for month in $(months); do
        for language in C.UTF-8 zh_CN.UTF-8; do
            LC_ALL=$language LANGUAGE=${language%.*} cs-calendar show list "$month" >page 2>message
            [ ! -s message ] || fault "$month $language: $(cat message)"
            [ "$(widest <page)" -le 80 ] || fault "$month $language is too wide"
            grep -q ' $' page && fault "$month $language: blanks at the end of a line"
            while IFS=, read -r name; do
                [ -z "$name" ] || grep -qF "${name:0:5}" page || fault "$month $language: no $name"
            done < <(grep "^$month" days | sed 's/.*,//' | sort -u)
        done
        cs-calendar show list "$month" >page
        for pair in rest:- holiday:\* makeup:+; do
            used=$(grep "^$month" days | grep -c ",${pair%%:*}," || true)
            shown=$(tail -n 2 page | grep -cF -- "${pair#*:} " || true)
            [ $((used > 0)) -eq "$shown" ] || fault "$month: ${pair%%:*} $used $shown"
        done
    done
    no_faults
}

@test "a page in Chinese has Chinese weekdays and counts, and the same numbers in the same columns" {
    [ -f "$BUILD_DIR/locale/zh_CN/LC_MESSAGES/cs-tools.mo" ] || skip "no catalogue is built"
    scratch
    for month in 2025-01 2025-10 2026-02 2026-05; do
        cs-calendar show list "$month" >en
        LC_ALL=zh_CN.UTF-8 LANGUAGE=zh_CN cs-calendar show list "$month" >zh
        grep -q '^周一  *周二  *周三  *周四  *周五  *周六  *周日$' zh || fault "$month: weekdays"
        grep -q "^$(sed -n 's/ workdays$//p' en) 个工作日$" zh || fault "$month: count"
        [ "$(sed -n '4,$p' en | head -n -3)" = "$(sed -n '4,$p' zh | head -n -3)" ] || fault "$month: grid"
    done
    no_faults
}

@test "working days between the firsts of any two months are the sum of the months between" {
    scratch
    reckon >days
    firsts=($(months))
    for i in 0 3 7 11 12 17 22; do
        for j in 1 4 9 13 18 23; do
            [ "$i" -lt "$j" ] || continue
            from=${firsts[$i]}-01 until=${firsts[$j]}-01
            # Seven and a half hours a day.
            want=$(awk -F, -v from="$from" -v until="$until" \
                '$1 >= from && $1 < until && ($3 == "workday" || $3 == "makeup") { n++ } END { print n * 450 }' days)
            got=$(cs-calendar between list "${from}T00:00" "${until}T00:00" -o json | jq '.[0].seconds / 60')
            [ "$got" = "$want" ] || fault "$from to $until: $got, not $want minutes"
        done
    done
    no_faults
}

@test "the next opening on any first of a month is the morning of its first workday" {
    scratch
    reckon >days
    for month in $(months); do
        want=$(awk -F, -v from="$month-01" '$1 >= from && ($3 == "workday" || $3 == "makeup") { print $1; exit }' days)
        got=$(cs-calendar next list "$month-01T00:00")
        [ "$got" = "${want}T09:00:00+08:00" ] || fault "$month: $got, not $want"
    done
    no_faults
}

@test "n workdays on from a workday are the close of the n-th workday after it" {
    scratch
    reckon | awk -F, '$3 == "workday" || $3 == "makeup" { print $1 }' >workdays
    for start in 1 17 60 100 187 250 300 400; do
        for n in 1 2 5 10 20 60; do
            from=$(sed -n "${start}p" workdays)
            want=$(sed -n "$((start + n))p" workdays)
            [ -n "$want" ] || continue
            got=$(cs-calendar add list "${from}T10:00" "${n}wd")
            [ "$got" = "${want}T18:00:00+08:00" ] || fault "$from + $n: $got, not $want"
            back=$(cs-calendar add list "${want}T10:00" "$((n * 450))m")
            after=$(sed -n "$((start + 2 * n))p" workdays)
            [ -z "$after" ] || [ "$back" = "${after}T10:00:00+08:00" ] || fault "$want + $n days of time: $back"
        done
    done
    no_faults
}

@test "a month is named in any of its ways, and what is none is refused" {
    scratch
    cs-calendar show list 2026-02 >want
    for text in 2026-02-01 2026-02-28 2026/02/14 20260214; do
        if cs-calendar show list "$text" >got 2>message; then
            cmp -s want got || fault "$text shows another month"
        else
            [ $? -le 2 ] || fault "$text: $?"
        fi
    done
    for text in 2026-13 2026-00 2026-02-30 26-02 february 2026 '' 2026-2x; do
        capture cs-calendar show list "$text"
        [ "$status" -eq 2 ] || fault "\"$text\": status $status"
        [ ! -s "$OUT" ] || fault "\"$text\" shows something"
    done
    no_faults
}

@test "months beyond what is known are warned of by name, at either end, and counted by the week" {
    scratch
    for month in 2024-12 2027-01 2030-06; do
        capture cs-calendar show list "$month"
        status_is 0
        err_has "list: the holidays of ${month%-*} are not published; weekly hours are counted"
        [ "$(cs-calendar show list "$month" -o csv --fields kind 2>/dev/null | tail -n +2 | sort -u | tr '\n' ' ')" = 'rest workday ' ] ||
            fault "$month has special days"
    done
    for month in 2025-01 2026-12; do
        capture cs-calendar show list "$month"
        silent_err
    done
    no_faults
}
