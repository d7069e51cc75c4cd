#!/bin/sh
# Proves that no rule can be deleted unnoticed. For each row of the table in
# src/diagnosis/diagnosis.c a copy of this tree is built without that row; the
# unit tests of the diagnosis must fail then, or else the worlds of data/lab.
# Prints a line for each rule, with the test that noticed. Status 1: some rule
# was not missed by anybody.
#
#   scripts/rules-matter.sh [RULE...]     "no_network_rule"; all without one
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
tree=$work/tree
build=$work/build
table=src/diagnosis/diagnosis.c

begin='^static const struct rule \*const rules\[\] = {'

# The rows of the table, in its order.
rules() {
    sed -n "/$begin/,/^};/p" "$table" | grep -o '&[a-z0-9_]*' | tr -d '&'
}

# The table without that row; without one, as it is.
write_table() { # [RULE]
    sed "/$begin/,/^};/s/&${1:-no such rule},//" "$table" >"$tree/$table"
}

make_programs() {
    cmake --build "$build" --target tests/unit/diagnosis/all worlds_test \
        -- --quiet >"$work/log" 2>&1 || {
        cat "$work/log"
        exit 2
    }
}

# Names the first test that fails; false: none does.
find_witness() {
    if ! ctest --test-dir "$build/tests/unit/diagnosis" --stop-on-failure \
        >"$work/log" 2>&1; then
        sed -n 's/.* - \([a-z0-9_]*\) (.*/\1/p' "$work/log" | head -n 1
    elif ! "$build/tests/scenarios/worlds_test" >"$work/log" 2>&1; then
        sed -n 's/^\([a-z0-9-]*\): FAILED$/the world \1/p' "$work/log" |
            head -n 1
    else
        return 1
    fi
}

mkdir "$tree"
cp -R CMakeLists.txt bench cmake src tests data "$tree"
cmake -S "$tree" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug >/dev/null
make_programs
if witness=$(find_witness); then
    echo "fails with every rule in its place: $witness"
    exit 2
fi

status=0
for rule in ${*:-$(rules)}; do
    write_table "$rule"
    if cmp -s "$table" "$tree/$table"; then
        echo "$rule: no row of the table"
        exit 2
    fi
    make_programs
    if witness=$(find_witness); then
        printf '%-36s %s\n' "$rule" "$witness"
    else
        printf '%-36s NOBODY NOTICES\n' "$rule"
        status=1
    fi
done
exit $status
