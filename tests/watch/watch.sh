#!/bin/sh
# Watching worlds of the lab: what turns, when, and how it ends.
#
#   watch.sh CDSDOCTOR
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
    cat out
    status=1
}

# CODE OPTION...: the lines into "out".
watch() {
    wanted=$1
    shift
    "$program" watch "$@" >out 2>err
    code=$?
    [ $code -eq "$wanted" ] || complain "watch $*: $code instead of $wanted"
}

# FILTER: it must hold for all lines of "out" together.
holds() {
    jq -es "$1" out >/dev/null || complain "not so: $1"
}

has() {
    grep -q "$1" out || complain "not in there: $1"
}

# The rule comes after ten minutes: the round that begins after it is well.
watch 0 --lab firewall-opens-later --interval 2m --until-ok --format ndjson
holds '.[-1].type == "end" and .[-2].outcome == "healthy" and .[-2].changed'
holds '[.[] | select(.type == "round" and .outcome == "fault")] | length == 5'
holds '[.[] | select(.changed)] | length == 1'
holds '.[-2].changes | length == 1 and .[0].change == "turned-good"'
holds '.[-1].episodes | length == 2'
holds '.[-1].episodes[1].after == .[-1].episodes[0].last'
holds '.[0].started < .[1].started'

# Both sides of the change were kept, and say what it was.
before=$(jq -r 'select(.changed == true) | .kept_before' out)
after=$(jq -r 'select(.changed == true) | .kept_after' out)
compare() { # CODE BEFORE AFTER OPTION...
    wanted=$1
    shift
    "$program" compare "$@" >out 2>err
    code=$?
    [ $code -eq "$wanted" ] || complain "compare $*: $code instead of $wanted"
}
compare 0 "$before" "$after"
has 'TURNED GOOD'
has 'comes through; before: stops at'
[ "$(wc -l <out)" -le 24 ] || complain "more than one screen"
compare 1 "$after" "$before"
has 'TURNED BAD'
has 'the first of the two is the later one'
compare 0 "$before" "$before" --format json
holds '.[0].verdict == "unchanged" and (.[0].changes | length == 0)'
"$program" report "$before" --format json >out 2>err
holds '.[0].verdict.cause == "connection-silent"'
compare 2 "$before"
compare 2 "$before" /dev/null
compare 2 "$before" there-is-no-such-file
head -c 300 "$after" >torn
compare 2 "$before" torn

# As text the rounds between are no news.
watch 0 --lab firewall-opens-later --interval 2m --until-ok
has 'HEALTHY: Every required'
has 'comes through; before: stops at'
has 'OVER TIME'
[ "$(grep -c 'FAULT FOUND: ' out)" -eq 1 ] || complain "said more than once"

# It ends by itself, with the code of the last round.
watch 1 --lab firewall-opens-later --interval 1m --for 5m --format ndjson
holds '[.[] | select(.type == "round")] | length == 5'
watch 0 --lab healthy --interval 1h --for 1d --format ndjson
holds '[.[] | select(.type == "round")] | length == 24'
holds '.[-1].lasted_ms.fault == 0 and (.[-1].episodes | length == 1)'
watch 0 --lab healthy --for 1s
has 'seen once'

# What is kept is listed in order of time, and removed only when it is old.
rm -rf state
watch 0 --lab firewall-opens-later --interval 2m --until-ok
"$program" transcripts >out 2>err || complain "no list"
before=$(sed -n 's/^  before it: //p' out)
after=$(sed -n 1p out)
[ -f "$before" ] && [ -f "$after" ] || complain "listed, and not there"
sed -n 2p out | grep -q 'round after a change, healthy' ||
    complain "the newest is not listed first"
has 'round before a change, fault (connection-silent)'
touch -d '100 days ago' "$before" "$after"
flock "$after" "$program" transcripts prune --older-than 90 >out 2>err ||
    complain "not pruned"
grep -Fqx "removed $before" out || complain "removed, and not named"
has '1 of 2 transcripts removed'
[ ! -e "$before" ] && [ -f "$after" ] || complain "pruned otherwise than said"
"$program" transcripts prune --older-than 101 >out 2>err
has '0 of 1 transcripts removed'

# A change of which nothing is kept, and one that cannot be kept.
rm -rf state
watch 0 --lab firewall-opens-later --interval 2m --until-ok --no-keep
[ ! -e state ] || complain "kept all the same"
touch state
watch 0 --lab firewall-opens-later --interval 2m --until-ok
has 'comes through; before: stops at'
grep -q 'No transcript is kept' err || complain "no word about it"
rm state

# What cannot be used is said at once.
watch 2 --interval 1
watch 2 --interval 2x
watch 2 --for 9999999999d
watch 2 --format html
watch 2 --lab there-is-no-such-world
watch 2 --output file

# Stopped by a signal it still says what there was.
"$program" watch --lab healthy --interval 5 --format ndjson >out 2>err &
process=$!
tries=0
while [ "$(wc -l <out)" -lt 3 ] && [ $tries -lt 200 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
kill -INT $process
wait $process
code=$?
[ $code -eq 130 ] || complain "stopped, and $code instead of 130"
holds '.[-1].type == "end" and .[-1].rounds >= 3'
exit $status
