#!/bin/bash
# Makes the demo store: share/demo/setup fills FOLDER with sample files and CS_DB with a store made of them.
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
if [ -x "$CS_TOP/share/demo/setup" ]; then
    "$CS_TOP/share/demo/setup"
else
    find "$CS_TOP/share/demo" -maxdepth 1 -type f -exec cp {} . \;
    cs-db init
fi
printf 'demo: the store is %s; try:\n  export CS_DB=%s PATH=%s:$PATH\n' "$CS_DB" "$CS_DB" "$CS_BUILD/bin"
if [ -x "$CS_BUILD/bin/cs-ticket" ]; then
    echo "  cs-ticket list"
fi
