#!/bin/bash
# Every fault at every place (tests/torture), then the big sizes (tests/torture*.bats). The last line is "N passed,
# N failed"; the table is kept as CS_BUILD/torture.md.
# usage: CS_TOP=... CS_BUILD=... [FAULT=... [AT=N]] [COMMAND=...] [SAMPLE=N] [SEED=N] mk/torture.sh
# With a fault or a command named, only those places are looked at.
set -u
cd "$CS_TOP" || exit 1
unset CS_DB CS_NOW CS_ACTOR CS_SHARE CS_PAGER PAGER NO_COLOR COLUMNS LINES LANGUAGE LC_MESSAGES LANG XDG_DATA_HOME MAKEFLAGS MFLAGS MAKELEVEL
export LC_ALL=C.UTF-8 TZ=UTC TERM=dumb PATH="$CS_BUILD/bin:$PATH"

# In memory where there is room: syncs cost nothing there, and power cuts are made from what was synced.
place=${TORTURE_FOLDER:-/dev/shm}
[ -w "$place" ] || place=${TMPDIR:-/tmp}
scratch=$(mktemp -d "$place/torture.XXXXXX") || exit 1
trap 'umount "$scratch"/work/*/trial 2>/dev/null; rm -rf "$scratch"' EXIT
mkdir "$scratch/work"

# shellcheck disable=SC2086
tests/torture/scenes.sh "$scratch/scenes" ${COMMAND:-} || exit 1
line=("$CS_BUILD/torture" --scenes "$scratch/scenes" --build "$CS_BUILD" --work "$scratch/work" --jobs "${CS_JOBS:-2}")
[ -z "${FAULT:-}" ] || line+=(--fault "$FAULT")
[ -z "${COMMAND:-}" ] || line+=(--command "$COMMAND")
[ -z "${AT:-}" ] || line+=(--at "$AT")
[ -z "${SAMPLE:-}" ] || line+=(--sample "$SAMPLE" --seed "${SEED:-$RANDOM}")
if [ -n "${FAULT:-}${COMMAND:-}${SAMPLE:-}" ]; then
    "${line[@]}"
    exit
fi

"${line[@]}" --markdown "$CS_BUILD/torture.md" | tee "$scratch/places"
CS_TORTURE=1 mk/check.sh torture | tee "$scratch/sizes"
cat "$CS_BUILD/torture.md"
tail -qn 1 "$scratch/places" "$scratch/sizes" | awk '{ passed += $1; failed += $3 }
    END { printf "%d passed, %d failed\n", passed, failed; exit failed > 0 || passed == 0 || NR != 2 }'
