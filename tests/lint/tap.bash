# What the lint scripts share: TAP. report TEXT FAULT... is ok without faults; it counts in `number`, set to 0 by who asks.
# shellcheck shell=bash

report() {
    local text=$1
    shift
    number=$((number + 1))
    if [ $# -eq 0 ]; then
        echo "ok $number - $text"
    else
        echo "not ok $number - $text"
        printf '# %s\n' "$@"
    fi
}
