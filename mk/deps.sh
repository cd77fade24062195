#!/bin/sh
# Installs the Debian packages that are missing; says nothing where none is.
# usage: mk/deps.sh PACKAGE...
set -u

command -v dpkg-query >/dev/null 2>&1 || exit 0 # another system: its packages have other names

missing=
for package in "$@"; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || :)
    [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "deps: missing packages, and no way to become root; install:$missing" >&2
        exit 1
    fi
    as_root=sudo
fi
echo "deps: installs$missing" >&2
apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@" >&2
}
# The lists of a fresh image are empty, those of an old one name files that are gone: try without them first.
# shellcheck disable=SC2086
apt install --no-install-recommends $missing 2>/dev/null || {
    apt update && apt install --no-install-recommends $missing
}
