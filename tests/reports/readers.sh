#!/bin/sh
# Reports as they leave the program, read by the programs that such files are
# for, where these are installed; and what becomes of a file when something
# is in its place or there is no room for it.
#
#   readers.sh CDSDOCTOR
set -u
program=$1
here=$(cd "$(dirname "$0")" && pwd)
schema=$here/junit.xsd
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
unset HTTPS_PROXY https_proxy ALL_PROXY all_proxy NO_PROXY no_proxy
status=0

complain() {
    echo "$1"
    status=1
}

has() {
    command -v "$1" >/dev/null 2>&1
}

write() { # SCENARIO FORMAT FILE
    "$program" check --lab "$1" --format "$2" --output "$3" 2>complaint
}

# Every format of worlds that are well, ill, hostile and proxied.
for world in healthy cert-inspected-zscaler-like cert-hostile-names \
    dns-garbage proxy-denies-pki tcp-everything-blocked; do
    for format in html junit prometheus ndjson pem zip; do
        write $world $format $world.$format
        [ -s $world.$format ] || complain "$world: no $format"
    done
    grep -q '<script' $world.html && complain "$world: a script"
    grep -q -e 'src="[^d]' -e 'href="[^#]' -e '@import' -e 'url(' \
        $world.html && complain "$world: the HTML asks for something else"
    if has tidy; then
        tidy -q -e -utf8 $world.html 2>said || complain "$world: $(cat said)"
        [ -s said ] && complain "$world: $(cat said)"
    fi
    if has xmllint; then
        xmllint --noout --schema "$schema" $world.junit >said 2>&1 ||
            complain "$world: $(cat said)"
        for count in tests:testcase failures:failure skipped:skipped; do
            xmllint --xpath "/testsuites/@${count%:*} = \
                count(//${count#*:}) and not(//testsuite[@${count%:*} != \
                count(.//${count#*:})])" $world.junit | grep -qx true ||
                complain "$world: $count is not as counted"
        done
    fi
    if has promtool; then
        promtool check metrics <$world.prometheus >said 2>&1 ||
            complain "$world: $(cat said)"
        [ -s said ] && complain "$world: $(cat said)"
    fi
    if has jq; then
        jq -e -s '.[0].type == "run" and .[-1].type == "verdict"' \
            <$world.ndjson >said 2>&1 || complain "$world: $(cat said)"
    fi
    if has openssl && grep -q BEGIN $world.pem; then
        openssl crl2pkcs7 -nocrl -certfile $world.pem >chain.p7 2>said ||
            complain "$world: $(cat said)"
        [ "$(openssl pkcs7 -in chain.p7 -print_certs | grep -c '^subject')" \
            -eq "$(grep -c BEGIN $world.pem)" ] ||
            complain "$world: the certificates are not all read"
    fi
    if has unzip; then
        rm -rf unpacked
        unzip -q -d unpacked $world.zip || complain "$world: no archive"
        (cd unpacked/* && sha256sum --quiet -c MANIFEST) >said 2>&1 ||
            complain "$world: $(cat said)"
        [ "$(ls unpacked/* | wc -l)" -eq \
            $(($(cat unpacked/*/MANIFEST | wc -l) + 1)) ] ||
            complain "$world: the manifest does not name all"
        for screen in unpacked/*/screen-*.svg; do
            grep -q '<title>' "$screen" || complain "$world: $screen: no title"
            has xmllint && ! xmllint --noout "$screen" 2>said &&
                complain "$world: $(cat said)"
        done
    fi
done

# Lines come while it happens: the first of them before the last check.
"$program" check --lab firewall-drops --format ndjson >live.ndjson
[ $? -eq 1 ] || complain "lines: the exit code is not 1"
head -1 live.ndjson | grep -q '^{"type":"run"' || complain "lines: no begin"
tail -1 live.ndjson | grep -q '^{"type":"verdict"' || complain "lines: no end"
[ "$(grep -c '"type":"check"' live.ndjson)" -gt 10 ] ||
    complain "lines: no checks"
mkfifo pipe
"$program" lab firewall-drops --format ndjson >pipe 2>complaint &
reader_of=$!
exec 3<pipe
read -r first <&3
read -r second <&3
kill -0 $reader_of 2>/dev/null || complain "lines: they came at the end"
case $second in
'{"type":"check"'*) ;;
*) complain "lines: the second is no check" ;;
esac
exec 3<&-
wait $reader_of
[ $? -eq 4 ] || complain "lines: nobody reads them, and that is no 4"

# The codes of a monitoring system, also when nothing could be done.
plugin() { # CODE WORD OPTION...
    wanted=$1
    word=$2
    shift 2
    "$program" check --format monitoring "$@" >said 2>complaint
    code=$?
    [ $code -eq "$wanted" ] || complain "monitoring $*: code $code"
    head -1 said | grep -q "^CDSDOCTOR $word - " ||
        complain "monitoring $*: $(head -1 said)"
}
plugin 0 OK --lab healthy
plugin 2 CRITICAL --lab firewall-drops
plugin 3 UNKNOWN --lab no-such-world
plugin 3 UNKNOWN --lab healthy --output /nowhere/file
plugin 3 UNKNOWN --no-such-option

# A transcript in another format: the same report, and the same codes.
"$program" check --lab firewall-drops --transcript kept.jsonl >said
for format in text markdown html junit prometheus monitoring support pem zip
do
    "$program" report kept.jsonl --format $format --output again.$format
    code=$?
    [ $format = monitoring ] && wanted=2 || wanted=1
    [ $code -eq $wanted ] || complain "report: $format: code $code"
    [ -s again.$format ] || complain "report: no $format"
done
# Transcripts of the first program that kept any: whatever is written today,
# they are read.
for old in "$here"/kept/*.jsonl; do
    name=$(basename "$old" .jsonl)
    for format in text markdown html json ndjson junit prometheus monitoring \
        support pem zip; do
        "$program" report "$old" --format $format \
            --output old-$name.$format 2>complaint
        code=$?
        [ $format = monitoring ] && wanted=2 || wanted=1
        [ $code -eq $wanted ] || complain "old: $name: $format: code $code"
        # No certificate was shown behind a firewall that drops.
        [ -s old-$name.$format ] || [ $format = pem ] ||
            complain "old: $name: no $format"
    done
    cause=$(sed -n 's/.*"kind":"verdict".*"cause":"\([^"]*\)".*/\1/p' "$old")
    grep -q "\"cause\": \"$cause\"" old-$name.json ||
        complain "old: $name: another cause than $cause"
done

# An archive has the transcript that it was made from, or that was kept.
if has unzip; then
    unzip -p again.zip '*/transcript.jsonl' | cmp -s - kept.jsonl ||
        complain "report: zip: the transcript is another one"
    "$program" check --lab firewall-drops --transcript kept2.jsonl \
        --format zip --output kept2.zip
    unzip -p kept2.zip '*/transcript.jsonl' >said
    [ -s said ] && head -c "$(stat -c %s said)" kept2.jsonl | cmp -s - said ||
        complain "check: zip: the transcript is not what was kept"
    "$program" check --lab firewall-drops --transcript kept3.jsonl --redact \
        --format zip --output shared.zip
    unzip -l shared.zip | grep -q -e transcript -e cast &&
        complain "check: a shared archive tells it all"
    unzip -p shared.zip | grep -a -q 'enforce.corp.example' &&
        complain "check: a shared archive has a name of the house"
fi
"$program" report nothing.jsonl --format monitoring >said 2>complaint
[ $? -eq 3 ] || complain "report: monitoring: the code is not 3"
"$program" report --format monitoring >said 2>complaint
[ $? -eq 3 ] || complain "report: monitoring without a file: no 3"
grep -q '^CDSDOCTOR UNKNOWN - ' said ||
    complain "report: monitoring without a file: $(head -1 said)"
"$program" report kept.jsonl --output again.text --force || [ $? -eq 1 ] ||
    complain "report: it was not replaced"

# Times that nobody has lived to see are too wide for every column.
sed 's/"duration_ms":[0-9]*/"duration_ms":1125899906842624/g' kept.jsonl \
    >slow.jsonl
"$program" report slow.jsonl >said 2>complaint
[ $? -eq 1 ] || complain "report: of long times: $(cat complaint)"

# Options that cannot be used leave nothing behind, least of all a password.
for wrong in --proxy=http://bob:hidden-word@proxy:3128 --region=nowhere; do
    "$program" check --lab healthy --transcript refused.jsonl $wrong \
        >said 2>complaint
    [ $? -eq 2 ] || complain "$wrong: the exit code is not 2"
    [ -e refused.jsonl ] && complain "$wrong: a transcript was left"
    grep -rq hidden-word . && complain "$wrong: the password was written"
done

# Whoever goes on with a transcript has other input than it had.
echo nothing | "$program" check --lab healthy --logs - \
    --transcript piped.jsonl >said 2>complaint
"$program" --plain --resume piped.jsonl </dev/null >said 2>complaint ||
    complain "input: no going on: $(cat complaint)"

# --force does what it says for a masked report, too, or is refused.
echo mine >masked
"$program" check --lab healthy --redact --output masked 2>complaint
[ $? -eq 4 ] || complain "masked: a file was replaced"
"$program" check --lab healthy --redact --output masked --force \
    2>complaint || complain "masked: --force: $(cat complaint)"
grep -q mine masked && complain "masked: --force did nothing"
"$program" check --lab healthy --force >said 2>complaint
[ $? -eq 2 ] || complain "--force without a file was taken"

"$program" lab healthy --plain --format json >said 2>complaint
[ $? -eq 2 ] || complain "--plain beside --format was taken"

# In Turkish "I" is no capital of "i". Names are hidden and found all the same.
if has localedef && localedef -i tr_TR -f UTF-8 ./tr_TR.UTF-8 2>/dev/null; then
    for how in LC_ALL=C.UTF-8 LC_ALL=tr_TR.UTF-8; do
        env LOCPATH="$work" $how "$program" check \
            --lab cert-inspected-cloud-swg-like --redact >$how 2>complaint
    done
    # Times and the sizes of signatures are others each time.
    sed '/ 2[0-9][0-9][0-9]-/d; / traffic /d' LC_ALL=C.UTF-8 >usual
    sed '/ 2[0-9][0-9][0-9]-/d; / traffic /d' LC_ALL=tr_TR.UTF-8 |
        diff usual - >said ||
        complain "a report is another in Turkish"
fi

# A file that is there stays, unless it was asked for; nothing but a file is
# ever replaced.
refused() { # NAME OPTION...
    name=$1
    shift
    "$program" check --lab healthy --format prometheus "$@" 2>complaint
    [ $? -eq 4 ] || complain "$name: the exit code is not 4"
    [ -s complaint ] || complain "$name: nothing was said"
    [ "$(find . -name '*.??????' -newer mark | wc -l)" -eq 0 ] ||
        complain "$name: something was left behind"
}
touch mark
echo mine >there
refused "a file is there" --output there
[ "$(cat there)" = mine ] || complain "a file was replaced"
ln -s there link
refused "a link" --output link
refused "a link, by force" --output link --force
[ "$(cat there)" = mine ] || complain "a link was followed"
[ -L link ] || complain "a link was replaced"
mkdir directory
refused "a directory" --output directory --force
refused "no directory" --output nowhere/file --force
refused "no room on standard output" >/dev/full
chmod 640 there
"$program" check --lab healthy --format prometheus --output there --force ||
    complain "force: exit code $?"
grep -q cdsdoctor_up there || complain "force: it was not replaced"
[ "$(stat -c %a there)" = 640 ] || complain "force: others read it, or none"
(
    trap '' XFSZ
    ulimit -f 1
    "$program" check --lab healthy --format html --output full.html \
        2>complaint
    [ $? -eq 4 ] || exit 1
) || complain "no room: the exit code is not 4"
ls | grep -q '^full' && complain "no room: a part was left behind"
exit $status
