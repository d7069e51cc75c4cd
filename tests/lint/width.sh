#!/bin/sh
# No line of the sources is wider than 79 columns, none ends in a blank, and
# no file is longer than its subject can be.
set -eu
cd "$(dirname "$0")/../.."
find src tests bench -name '*.[ch]' -exec awk '
    length($0) > 79 { print FILENAME ":" FNR ": wider than 79"; bad = 1 }
    /[ \t]$/ { print FILENAME ":" FNR ": ends in a blank"; bad = 1 }
    END { exit bad }' {} +
