#!/bin/sh
# What may be passed on, by every command that writes it: no name and no
# address of the simulated company is left, and the verdict is the same.
#
#   shared.sh CDSDOCTOR
set -u
program=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
unset HTTPS_PROXY https_proxy ALL_PROXY all_proxy NO_PROXY no_proxy
XDG_STATE_HOME=$work/state
export XDG_STATE_HOME
status=0

complain() {
    echo "$1"
    cat out err
    status=1
}

# CODE WORD...: into "out", and nothing of the company in it.
shared() {
    wanted=$1
    shift
    "$program" "$@" >out 2>err
    code=$?
    [ $code -eq "$wanted" ] || complain "$*: $code instead of $wanted"
    grep -aqE 'corp\.example|10\.77\.[123]\.|2600:1f00:77:' out &&
        complain "$*: a name is left"
}

"$program" check --lab proxy-denies-pki --transcript before.jsonl >/dev/null
"$program" check --lab healthy --transcript after.jsonl >/dev/null
grep -q 'corp\.example' before.jsonl || complain "the company has no name"

for format in text markdown html json ndjson junit prometheus support pem; do
    shared 1 report before.jsonl --redact --format $format
done
shared 2 report before.jsonl --redact --format monitoring
shared 1 report before.jsonl --redact --format zip --output all.zip
(mkdir all && cd all && unzip -q ../all.zip) || complain "no archive"
grep -raqE 'corp\.example|10\.77\.[123]\.' all && complain "zip: a name is left"

# A transcript that was passed on is one.
shared 1 report before.jsonl --redact --format transcript --output one.jsonl
shared 0 report after.jsonl --redact --format transcript --output two.jsonl
grep -qE 'corp\.example|10\.77\.[123]\.' one.jsonl two.jsonl &&
    complain "transcript: a name is left"
shared 1 report one.jsonl
shared 1 report before.jsonl --redact
"$program" report one.jsonl >again
cmp -s out again || complain "the shared transcript says something else"
shared 0 compare one.jsonl two.jsonl

# The same names from one to the next, by the file.
shared 1 report before.jsonl --redact --alias-file names --format json
mv out first
shared 0 report after.jsonl --redact --alias-file names --format json
shared 1 report before.jsonl --redact --alias-file names --format json
cmp -s out first || complain "the names are not the same"

shared 0 compare before.jsonl after.jsonl --redact
grep -q 'dom1\.example' out || complain "compare: no alias"
shared 1 compare after.jsonl before.jsonl --redact --format json
shared 0 watch --lab firewall-opens-later --interval 2m --until-ok --redact
grep -q "HEALTHY" out || complain "watch: no verdict"
shared 0 watch --lab firewall-opens-later --interval 2m --until-ok --redact \
    --format ndjson

# An option that would do nothing is a mistake.
shared 2 report before.jsonl --alias-file names
shared 2 compare before.jsonl after.jsonl --redact-preview
shared 2 watch --lab healthy --redact-issuers
exit $status
