#!/bin/bash
# A room includes only rooms that stand above it (design, section 1); SQLite is named in its own files only.
set -u
cd "${CS_TOP:-$(dirname "$0")/../..}" || exit 1
. tests/lint/tap.bash
number=0

domain='org customer calendar ticket escalation notify defect supplier knowledge survey risk journey alert campaign'
shared='store record stat time base'

# The rooms that each room may include; a domain room sees other rooms by their <room>.h alone.
may_include() {
    case $1 in
    base) echo base ;;
    time | stat) echo "$1 base" ;;
    record) echo 'record time base' ;;
    cli | io | store) echo "$1 record time base" ;;
    program) echo 'program cli io store record stat time base' ;;
    report) echo 'report store record stat time base' ;;
    *) echo "$1 $shared $domain" ;;
    esac
}

faults=()
edges=()
for file in lib/*/*.[ch]; do
    room=$(basename "$(dirname "$file")")
    allowed=" $(may_include "$room") "
    while read -r header; do
        other=${header%%/*}
        # rooms.c is the one list of all rooms, for cs-db check and the tests.
        [ "$file" = lib/program/rooms.c ] && continue
        if [[ $header = cmd/* ]]; then
            faults+=("$file includes $header: nothing includes cmd/")
        elif [[ $allowed != *" $other "* ]]; then
            faults+=("$file includes $header: $room may include only$allowed")
        elif [[ " $domain " = *" $room "* && " $domain " = *" $other "* && $room != "$other" ]]; then
            edges+=("$room $other")
            case $header in
            "$other/$other.h" | "$other/$other-record.h") ;;
            *) faults+=("$file includes $header: another domain room is entered by $other/$other.h") ;;
            esac
        fi
    done < <(sed -n 's/^#include "\([a-z]*\/[^"]*\)".*/\1/p' "$file")
done

report "rooms include only rooms above them" "${faults[@]}"

circle=()
if [ ${#edges[@]} -gt 0 ] && ! message=$(printf '%s\n' "${edges[@]}" | sort -u | tsort 2>&1 >/dev/null); then
    mapfile -t circle <<<"$message"
fi
report "domain rooms make no circle" "${circle[@]}"

mapfile -t strangers < <(grep -ln '#include *<sqlite3.h>' -r lib cmd bench 2>/dev/null | grep -v '^lib/store/sqlite')
report "only lib/store/sqlite*.c knows SQLite" "${strangers[@]}"

# Domain rooms hand out rows; they neither print nor read.
mapfile -t printers < <(for room in $domain record stat time base; do
    [ -d "lib/$room" ] && grep -snE '\b(printf|puts|putchar|fputs|exit|perror|fprintf|scanf|getline|fgets) *\(' \
        lib/"$room"/*.c /dev/null
done | grep -vE 'lib/base/memory.c|^[^:]*:[0-9]*: *(\*|/\*)')
report "domain rooms print nothing and never exit" "${printers[@]}"
echo "1..$number"
