#!/bin/sh
# Every #include of the sources against the table of rooms; then once more
# with two includes that must be found, so that the check itself is checked.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source=$here/../../src
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

check() {
    find "$1" -name '*.[ch]' | sort |
        xargs awk -v table="$here/rooms.txt" -f "$here/rooms.awk" \
            "$here/rooms.txt"
}

check "$source"

mkdir -p "$work/src/diagnosis"
printf '#include "net/net.h"\n' >"$work/src/diagnosis/edge.c"
printf '#include <openssl/ssl.h>\n' >"$work/src/diagnosis/foreign.c"
found=$(check "$work/src" || true)
for wrong in 'diagnosis may not include net/net.h' \
    'only net lab may include <openssl/ssl.h>'; do
    case $found in
    *"$wrong"*) ;;
    *)
        echo "the check did not notice: $wrong"
        exit 1
        ;;
    esac
done
