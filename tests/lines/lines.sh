#!/bin/sh
# Whole sessions of the line mode, typed in from here, on worlds of the lab:
# the same verdict and cause as check finds, whatever is typed on the way.
#
#   lines.sh CDSDOCTOR [SCENARIO...]
set -u
program=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export XDG_STATE_HOME="$work/state"
unset VISUAL EDITOR
unset HTTPS_PROXY https_proxy ALL_PROXY all_proxy NO_PROXY no_proxy
status=0

complain() {
    echo "$1"
    status=1
}

# "fault tls-inspection": the verdict of a JSON report.
essence() { # FILE
    awk '/^  "verdict"/ { inside = 1 }
         inside && /"(outcome|cause)":/ { gsub(/[",]/, ""); printf "%s ", $2 }
         inside && /^  }/ { exit }' "$1"
}

# The end of every session: the report as JSON, and out.
hand_over() { # FILE
    printf '4\n%s\nq\n' "$1"
}

enters() { # COUNT
    i=0
    while [ $i -lt "$1" ]; do
        echo
        i=$((i + 1))
    done
}

# A session on the standard input; its text into "said", its code returned.
session() { # SCENARIO [OPTION...]
    scenario=$1
    shift
    "$program" --plain --lab "$scenario" "$@" >said 2>complaint
}

# What check finds there into "wanted" and its code into $code.
check() { # SCENARIO [OPTION...]
    scenario=$1
    shift
    "$program" check --lab "$scenario" --format json "$@" >check.json
    code=$?
    essence check.json >wanted
}

expect_same() { # NAME CODE
    if [ ! -f lines.json ]; then
        complain "$1: no report was saved"
        tail -5 said complaint
        return
    fi
    essence lines.json >found
    cmp -s wanted found ||
        complain "$1: found $(cat found), check found $(cat wanted)"
    [ "$2" -eq "$code" ] || complain "$1: exit code $2, of check $code"
    grep -q '{[a-z][a-z_]*}' said && complain "$1: a placeholder was shown"
    LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]')" said &&
        complain "$1: a control character was shown"
    rm -f lines.json
}

expect_said() { # NAME TEXT
    grep -q -e "$2" said || complain "$1: it did not say \"$2\""
}

# One world with every default; a proxy is one question more.
defaults() { # SCENARIO
    questions=7
    grep -q '"kind": "proxy"' check.json &&
        grep -q '"origin": "--proxy"' check.json && questions=8
    { enters $((questions + 1 + 5 + 7 + 1)); hand_over lines.json; } |
        session "$1"
    expect_same "$1" $?
}

if [ $# -gt 0 ]; then
    for scenario; do
        check "$scenario"
        defaults "$scenario"
    done
    exit $status
fi

for scenario in healthy cert-inspected-zscaler-like local-firewall-drops \
    firewall-drops enrol-status-unknown enrol-status-unknown-and-blocked \
    enrol-bundle-expired enrol-certificate-expired enrol-detector-moved \
    enrol-event-pasted enrol-event-of-another-code proxy-inspects \
    proxy-login-basic healthy-proxy-only cert-hostile-names dns-garbage \
    tcp-everything-blocked two-faults-clock-and-inspection; do
    check "$scenario"
    defaults "$scenario"
done

# Unknown has its own explanation, and the checks stay available.
check healthy --status unknown
{ echo 2; enters 6; enters 14; hand_over lines.json; } | session healthy
expect_same "status unknown" $?
expect_said "status unknown" 'Monitor Controller'

# Back to the beginning and on: no answer is lost, one is changed.
check healthy --status disconnected --region eu --event 4201 \
    --never-connected
{
    printf '1\n4201\n\n1\n1\n2\nb\nb\nb\nb\nb\nb\n'
    printf '\n\n\n\n\n\n\n' # what was answered stands in the brackets
    enters 14
    hand_over lines.json
} | session healthy
expect_same "back and forth" $?
expect_said "back and forth" 'Answer \[4201\]'
expect_said "back and forth" 'Answer \[2, EU\]'

# A region is changed after the checks; they are planned and made anew.
check tcp-region-not-allowed --region all
{
    enters 9
    printf 'b\nb\nb\nb\n4\n\n'
    enters 14
    hand_over lines.json
} | session tcp-region-not-allowed
expect_same "changed after the checks" $?
[ "$(grep -c 'The checks run' said)" -eq 2 ] ||
    complain "changed after the checks: they were not made anew"

# Only an answer that no packet depends on is changed: no second run.
check healthy --bundle-issued 2020-01-01
{
    enters 13
    printf '2020-01-01\n\n\n\n\n\n\nb\nb\n\n\n\n'
    hand_over lines.json
} | session healthy
expect_same "an answer after the checks" $?
[ "$(grep -c 'The checks run' said)" -eq 1 ] ||
    complain "an answer after the checks: they were made again"

# A file that is named after the checks is looked at, and no packet is sent.
: >empty.zip
check healthy --bundle empty.zip
{
    enters 18
    printf 'empty.zip\n\n\n'
    hand_over lines.json
} | session healthy
expect_same "a file after the checks" $?
[ "$(grep -c 'The checks run' said)" -eq 1 ] ||
    complain "a file after the checks: they were made again"

# Run again from the end, with the same answers.
check cert-inspected-fortinet-like
{
    enters 21
    printf '5\n'
    enters 14
    hand_over lines.json
} | session cert-inspected-fortinet-like
expect_same "run again" $?
[ "$(grep -c 'The checks run' said)" -eq 2 ] ||
    complain "run again: the checks were not made twice"

# To a step and back: only to those that were visited, and never to results
# of other answers.
check healthy --region eu
{
    enters 4
    printf 's 9\ns 1\n'
    enters 4
    printf '\n2\n\n\n\n' # region eu; the checks
    printf 's 2\n\n1\ns 3\nb\n2\ns 3\n'
    enters 13
    printf 's 5\n\n\n\n\n\n\n\n\n\n\n\ns 10\n'
    hand_over lines.json
} | session healthy
expect_same "to a step" $?
expect_said "to a step" 'Step 9 has not been visited yet'
expect_said "to a step" 'The checks have to be made first'
[ "$(grep -c 'The checks run' said)" -eq 1 ] ||
    complain "to a step: the checks were not made once"

# Garbage on the way changes nothing.
long=$(printf '%03000d' 0)
check cert-inspected-zscaler-like
{
    printf '9\nx\n\033[2J\n\377\376\000\n%s\n?\n?\n?\n?\n?\ng\ng SNI\n' "$long"
    printf 'g nonsense\nnote a note\nnote\n1\n'
    printf 'yes\n\n'
    printf 'ERROR DLP-7\n\033[31mred\nb\nq\n%s\n\n' "$long"
    printf '\n\n\n'
    printf 'mars\n\n\nmaybe\n99 9\n?\n\n'
    printf '0\n99\n1\n1\n1\n1 2\n1 9\nx\n?\n?\n?\n\n\n\n\n\n'
    printf '2026-02-30\nyesterday\n\n9\n\n%s\n\n\n' "$(printf '%081d' 0)"
    printf '/nowhere/x.zip\n\n/nowhere\n-\n'
    printf 'x\n?\n?\n\n9\nx\n1\n2\n?\n3\nreport.txt\n3\nreport.txt\n'
    hand_over lines.json
} | session cert-inspected-zscaler-like
expect_same "garbage" $?
expect_said "garbage" 'exists already'
expect_said "garbage" 'Expected at most 2000 bytes'
expect_said "garbage" '1 of the lines had more than 2000 bytes'
expect_said "garbage" 'Expected at most 80 bytes, such as 15.8 MP2'
expect_said "garbage" 'There is no file "/nowhere/x.zip". Enter keeps it'
expect_said "garbage" 'There is no file or directory "/nowhere"'
for words in 'a note' 'ERROR DLP-7' 'e.31mred' 'x.zip'; do
    grep -q "$words" report.txt || complain "garbage: $words was not saved"
done

# What was pasted counts as what logs say, and a long text is cut and said so.
check healthy --status disconnected --event-text 'ERROR DLP-5000'
{
    printf '1\n\n'
    printf 'ERROR DLP-5000\n'
    printf '%0999d\n%0999d\n%0999d\n%0999d\n%0999d\n\n' 0 0 0 0 0
    enters 4
    enters 14
    hand_over lines.json
} | session healthy
expect_same "a paste" $?
expect_said "a paste" 'Only the first [0-9]* bytes were kept'
expect_said "a paste" 'could not enroll'

# check reads logs from its standard input.
printf 'x\n\033[2J ERROR DLP-5000\n' |
    "$program" check --lab healthy --logs - >said 2>complaint
expect_said "logs on standard input" 'could not enroll'
printf '' | "$program" check --lab healthy --logs - >said 2>complaint ||
    complain "no logs on standard input: exit code $?"
expect_said "no logs on standard input" 'Nothing in them is about'
"$program" --plain --lab healthy --logs - </dev/null >said 2>complaint
[ $? -eq 2 ] || complain "--logs - of the line mode: the exit code is not 2"

# A signal at a prompt: it says what was finished, and ends with 130.
stopped() { # NAME LINES WORDS
    mkfifo pipe
    "$program" --plain --lab healthy <pipe >said 2>complaint &
    pid=$!
    exec 3>pipe
    enters "$2" >&3
    tries=0
    while [ "$(grep -c 'Answer \[\|, q leave: ' said)" -le "$2" ] &&
        [ $tries -lt 200 ]; do
        sleep 0.05
        tries=$((tries + 1))
    done
    kill -TERM $pid
    wait $pid
    [ $? -eq 130 ] || complain "$1: the exit code is not 130"
    exec 3>&-
    rm pipe
    expect_said "$1" "$3"
}
stopped "stopped at a question" 2 'Stopped before the checks: nothing was sent'
stopped "stopped after the checks" 9 'had ended, but no report was saved'

# A host of the operator's choice is a row like others.
{ enters 8; printf '4\nq\n'; } | session neutral-reached
[ $? -le 1 ] || complain "a neutral host: it ended otherwise"
expect_said "a neutral host" 'looked at for comparison'

# A report that cannot be written is said, and is the exit code.
{ enters 21; printf '3\n/nowhere/report.txt\nq\n'; } | session healthy
[ $? -eq 4 ] || complain "not written: the exit code is not 4"
expect_said "not written" 'Not saved: '

# Any format of the table; a text is edited before it is sent, by an editor
# whose path has a space, and again from where it was left.
mkdir 'my tools'
cat >'my tools/editor' <<'EOF'
#!/bin/sh
[ "$1" = -w ] && echo "one word more" >>"$2"
EOF
chmod +x 'my tools/editor'
check cert-inspected-zscaler-like
{
    enters 21
    printf '6\n3\npage.html\n6\n11\n\n6\n99\n7\n'
    printf '8\nrequest.txt\n8\nagain.txt\n9\ncase.txt\n1\n'
    hand_over lines.json
} | EDITOR="'$work/my tools/editor' -w" session cert-inspected-zscaler-like
expect_same "formats" $?
grep -q '^<!DOCTYPE html>' page.html || complain "formats: no HTML"
[ -s "$(echo cdsdoctor-*.zip)" ] || complain "formats: no archive"
[ "$(grep -c 'one word more' request.txt)" -eq 1 ] ||
    complain "formats: the text was not edited"
[ "$(grep -c 'one word more' again.txt)" -eq 2 ] ||
    complain "formats: what was edited was forgotten"
grep -q 'SUPPORT CASE' case.txt || complain "formats: no summary"
expect_said "formats" 'Nothing was saved'
{ enters 21; printf '8\nq\n'; } |
    VISUAL=/no/such/editor session cert-inspected-zscaler-like
expect_said "no editor" 'Not edited: '
{ enters 21; printf '8\nq\n'; } | session cert-inspected-zscaler-like
expect_said "no terminal" 'an editor needs a terminal'
{ enters 21; printf '8\nq\n'; } | EDITOR=false session healthy
expect_said "nothing to edit" 'There is nothing to ask anybody for'

# The end of the input ends it, wherever it comes, and nothing is sent before
# the plan was agreed to.
count=0
while [ $count -le 21 ]; do
    enters $count | session healthy
    code=$?
    [ $count -lt 8 ] && wanted=3 || wanted=0
    [ $code -eq $wanted ] ||
        complain "end after $count lines: exit code $code, not $wanted"
    expect_said "end after $count lines" 'The input has ended'
    [ $count -lt 8 ] && grep -q 'The checks run' said &&
        complain "end after $count lines: the checks ran"
    count=$((count + 1))
done

# What is watched heals, and both sides of that are kept and can be compared.
check firewall-opens-later
{
    enters 8
    printf 'u\nw x\nw 2m\nu\no\ncompare\n1\n'
    printf 'compare no-such-file\ncompare\nb\n\nq\n'
} | session firewall-opens-later
[ $? -eq 0 ] || complain "watched: the exit code is not that of the last round"
expect_said "watched" 'There are no two rounds of checks yet'
expect_said "watched" 'found "x"'
expect_said "watched" 'All is healthy now'
expect_said "watched" 'before: stops at'
expect_said "watched" 'kept:'
expect_said "watched" 'OVER TIME'
expect_said "watched" 'HEALTHY, seen once'
expect_said "watched" 'TURNED GOOD'
expect_said "watched" 'Step 9 of 10'
expect_said "watched" 'Not compared: '
expect_said "watched" 'Nothing was compared'
before=$(grep -o "$XDG_STATE_HOME.*jsonl" said | sed -n 1p)
{ enters 8; printf 'compare %s\nr\n\nq\n' "$before"; } |
    session firewall-opens-later
expect_said "compared" 'The verdict is the same. No endpoint differs'
expect_said "compared" 'Compared with before: The verdict is the same'
{ enters 8; printf 'compare %s\nq\n' "$before"; } | session healthy
expect_said "compared with another" 'stops at tcp: no answer'

# In private the names of a transcript from somewhere else are not said
# either, though nothing here knows them.
sed 's/enforce\.corp\.example/geheim7.otherplace.example/g' "$before" >other.jsonl
{ enters 8; printf 'compare other.jsonl\nq\n'; } | session healthy
expect_said "compared in the open" 'geheim7\.otherplace'
{ enters 8; printf 'private\ncompare other.jsonl\nq\n'; } | session healthy
expect_said "compared in private" 'different machines'
grep -q -e geheim7 -e otherplace said &&
    complain "compared in private: a name of the other place was said"

# What stays ill is watched for an hour where nobody can end it.
{ enters 8; printf 'w 10m\nq\n'; } | session tcp-pki-blocked
expect_said "watched for an hour" 'No longer watched'
expect_said "watched for an hour" 'in [78] rounds'

# Wrong usage stays wrong usage.
"$program" --plain --lab no-such-world </dev/null >said 2>complaint
[ $? -eq 2 ] || complain "an unknown world: the exit code is not 2"
"$program" --plain --format json </dev/null >said 2>complaint
[ $? -eq 2 ] || complain "--format: the exit code is not 2"
"$program" </dev/null >said 2>complaint
[ $? -eq 2 ] || complain "nobody to ask: the exit code is not 2"
exit $status
