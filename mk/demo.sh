#!/bin/bash
# Makes the demo store, lays the sample files beside it (share/demo/setup) and shows what happened (share/demo/show).
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

"$CS_TOP/share/demo/setup"
unset CS_NOW
"$CS_TOP/share/demo/show"
