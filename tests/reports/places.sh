#!/bin/sh
# Reports into places that refuse them, on real file systems: a full one, one
# that can only be read, a directory of somebody else. Each is exit code 4
# with a sentence, and nothing is left behind. Needs root, for mounts of its
# own that nobody else sees; else it is skipped.
#
#   places.sh CDSDOCTOR
set -u
[ "$(id -u)" -eq 0 ] || exit 77
if [ -z "${PLACES_OWN_MOUNTS-}" ]; then
    unshare -m true 2>/dev/null || exit 77
    PLACES_OWN_MOUNTS=1 exec unshare -m sh "$0" "$@"
fi
work=$(mktemp -d)
trap 'cd /; umount "$work/small" "$work/fixed" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1
chmod 755 .
cp "$1" program || exit 1
unset HTTPS_PROXY https_proxy ALL_PROXY all_proxy NO_PROXY no_proxy
status=0

complain() {
    echo "$1"
    status=1
}

refused() { # NAME SENTENCE DIRECTORY COMMAND...
    name=$1
    sentence=$2
    place=$3
    shift 3
    before=$(ls -A "$place")
    "$@" >/dev/null 2>complaint
    code=$?
    [ $code -eq 4 ] || complain "$name: the exit code is $code"
    grep -q "$sentence" complaint || complain "$name: $(cat complaint)"
    [ "$(wc -l <complaint)" -eq 1 ] || complain "$name: $(cat complaint)"
    [ "$(ls -A "$place")" = "$before" ] ||
        complain "$name: left behind: $(ls -A "$place")"
}

mkdir small fixed theirs
mount -t tmpfs -o size=32k none small || exit 77
mount -t tmpfs -o size=1m none fixed || exit 77

echo mine >small/there
for format in html json zip; do
    refused "full: $format" "No space left" small \
        ./program check --lab firewall-drops --format $format \
        --output small/report
    refused "full, by force: $format" "No space left" small \
        ./program check --lab firewall-drops --format $format \
        --output small/there --force
    [ "$(cat small/there)" = mine ] || complain "full: it was not left alone"
done
./program check --lab healthy --format prometheus --output small/metrics \
    >/dev/null 2>&1 || complain "full: what has room is refused, too"

echo mine >fixed/there
mount -o remount,ro fixed || exit 77
refused "read-only" "Read-only" fixed \
    ./program check --lab healthy --output fixed/report
refused "read-only, by force" "Read-only" fixed \
    ./program check --lab healthy --output fixed/there --force
refused "read-only, a transcript" "Read-only" fixed \
    ./program check --lab healthy --transcript fixed/kept

# Others may enter it and not write there.
echo theirs >theirs/there
chmod 666 theirs/there
nobody() {
    HOME=/nonexistent setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
}
if nobody ./program --version >/dev/null 2>&1; then
    refused "a directory of others" "Permission denied" theirs \
        nobody ./program check --lab healthy --output theirs/report
    refused "a file of others" "Permission denied" theirs \
        nobody ./program check --lab healthy --output theirs/there --force
    [ "$(cat theirs/there)" = theirs ] || complain "a file of others has gone"
fi
exit $status
