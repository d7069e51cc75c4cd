#!/bin/sh
# Rules and words belong to each other: every cause of a rule has a row in
# data/causes.yaml and every row its rule; the same for the statements that
# the rules cite as evidence. A sign of the logs that a rule knows has its row
# in data/logs.yaml, where there may be more of them.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The ids below one key of the file.
rows() { # KEY [FILE]
    awk -v key="$1:" '
        /^[a-z]/ { inside = $1 == key }
        inside && $1 == "-" && $2 == "id:" { print $3 }
    ' "${2:-data/causes.yaml}" | sort -u
}

# Words in quotes that look like an id. Those of a rule stand behind .cause,
# those of a sign behind .sign.
sed -n 's/.*\.cause = "\([a-z0-9-]*\)".*/\1/p' src/diagnosis/*.c |
    sort -u >"$work/causes-of-rules"
sed -n 's/.*\.sign = "\([a-z0-9-]*\)".*/\1/p' src/diagnosis/*.c |
    sort -u >"$work/signs-of-rules"
grep -v -e '\.cause = ' -e '\.sign = ' src/diagnosis/*.c | grep -v '#include' |
    grep -o '"[a-z][a-z0-9]*\(-[a-z0-9]*\)*"' | tr -d '"' |
    sed 's/.*://' | grep -e - | sort -u >"$work/ids-in-rules"
rows causes >"$work/causes"
rows statements >"$work/statements"
rows signs data/logs.yaml >"$work/signs"

status=0
complain() { # SENTENCE FILE FILE: what only the first has
    comm -23 "$2" "$3" | while read -r id; do
        echo "$id: $1"
    done | tee "$work/complaints"
    [ ! -s "$work/complaints" ] || status=1
}
complain 'a rule concludes it, and it has no words' \
    "$work/causes-of-rules" "$work/causes"
complain 'no rule concludes it' "$work/causes" "$work/causes-of-rules"
complain 'a rule cites it, and it has no words' \
    "$work/ids-in-rules" "$work/statements"
complain 'a rule knows it, and logs.yaml does not' \
    "$work/signs-of-rules" "$work/signs"
complain 'no rule cites it' "$work/statements" "$work/ids-in-rules"
exit $status
