#!/bin/sh
# Compiles src/ui/term_entries.ti and prints src/ui/term_entries.h.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tic -x -o "$work" "$here/src/ui/term_entries.ti"
echo "/* Made by scripts/terminals.sh of term_entries.ti. */"
for name in xterm linux vt100; do
    printf '\nstatic const char entry_%s[] =\n' "$name"
    infocmp -A "$work" -x -0 -q -Q2 "cdsdoctor-$name" | tr -d '\n' |
        fold -w 66 | sed 's/.*/    "&"/; $s/$/;/'
    echo
done
