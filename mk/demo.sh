#!/bin/bash
# Makes the demo store and lays the sample files beside it. share/demo/setup, where it is there, says how;
# else the files are imported in the order in which they refer to each other.
# usage: CS_TOP=... CS_BUILD=... mk/demo.sh FOLDER
set -eu
folder=$1
case $folder in
/*/*) ;;
*) echo "demo: give a whole path" >&2 && exit 2 ;;
esac
rm -rf "$folder"
mkdir -p "$folder"
export PATH="$CS_BUILD/bin:$PATH" CS_DB="$folder/cs.db"
unset CS_NOW CS_ACTOR CS_SHARE
cd "$folder"

# import BINARY VERB [OPTION...] FILE: where the verb and the file are there; refused records are no failure.
import() {
    local binary=$1 verb=$2 status=0
    local file=${*: -1}
    [ -f "$file" ] && command -v "$binary" >/dev/null || return 0
    "$binary" --describe | jq -e --arg verb "$verb" 'any(.commands[]; .name == $verb)' >/dev/null || return 0
    # shellcheck disable=SC2086
    "$binary" $verb "${@:3}" || status=$?
    [ "$status" -eq 0 ] || [ "$status" -eq 3 ]
}

if [ -x "$CS_TOP/share/demo/setup" ]; then
    "$CS_TOP/share/demo/setup"
else
    find "$CS_TOP/share/demo" -maxdepth 1 -type f -exec cp {} . \;
    # The CRMs were read out on the evening before; whoever works with the store comes in the morning.
    echo 2026-11-02T09:00:00+08:00 >now
    export CS_NOW=2026-11-01T20:30:00+08:00
    cs-db init
    cs-calendar list --count | grep -qx 0 && import cs-calendar import "$CS_TOP"/share/calendars/*.csv
    for file in units batches buildings homes milestones staff posts absences; do
        noun=${file/%batches/batchs}
        import cs-org "${noun%s} import" $file.csv
    done
    import cs-customer import customers.csv
    import cs-customer 'role import' home-roles.csv
    import cs-customer 'home import' home-roles.csv
    import cs-ticket import --encoding gb18030 --map tickets-zh tickets-gb18030.csv
    import cs-ticket import --map tickets-zh tickets-bom.csv
    import cs-ticket import --map tickets-zh hotline.csv
    import cs-ticket import tickets.jsonl
fi
unset CS_NOW
cat <<END
demo: the store is $CS_DB; its files lie beside it. Try:
  export CS_DB=$CS_DB CS_NOW=$(cat now 2>/dev/null || date -Is) PATH=$CS_BUILD/bin:\$PATH
  cs-ticket list
END
