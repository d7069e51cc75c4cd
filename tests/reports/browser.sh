#!/bin/sh
# The HTML report in a real browser without a window: it has a title and all
# of its parts, says nothing on the console and asks for nothing. A page that
# does is shown first, so that what looks for it is known to see. Skipped
# without chromium.
#
#   browser.sh CDSDOCTOR
set -u
program=$1
browser=
for name in chromium chromium-browser google-chrome; do
    if [ -z "$browser" ] && command -v $name >/dev/null 2>&1; then
        browser=$name
    fi
done
[ -n "$browser" ] || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
unset HTTPS_PROXY https_proxy ALL_PROXY all_proxy NO_PROXY no_proxy
status=0

complain() {
    echo "$1"
    status=1
}

# Alone: whatever it asks for by itself is found nowhere.
browse() { # OPTION... URL
    mkdir profile
    HOME=$work timeout 60 $browser --headless --no-sandbox --disable-gpu \
        --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --disable-extensions \
        --host-resolver-rules='MAP * ~NOTFOUND' \
        --user-data-dir="$work/profile" "$@" </dev/null
    code=$?
    rm -rf profile
    return $code
}

# To `dom`, `console` and `requests`; those of the browser's maker are its own.
show() { # FILE
    browse --enable-logging=stderr --log-net-log="$work/net.json" --dump-dom \
        "file://$work/$1" >dom 2>said || return 1
    grep CONSOLE said >console
    tr ',' '\n' <net.json | grep -o '"url":"https\?:[^"]*' |
        grep -v '//[a-z0-9.]*\.google\(apis\)\?\.com/' >requests
    return 0
}

cat >noisy.html <<'END'
<!DOCTYPE html><title>noisy</title>
<script>console.error("a word")</script>
<img src="http://127.0.0.1:9/picture.png" alt="">
END
show noisy.html || exit 77
[ -s console ] || complain "what a page says is not heard"
grep -q 'picture.png' requests || complain "what a page asks for is not seen"

for world in healthy cert-hostile-names; do
    "$program" check --lab $world --format html --output $world.html \
        2>complaint
    show $world.html || complain "$world: the browser fails"
    [ -s console ] && complain "$world: $(cat console)"
    [ -s requests ] && complain "$world: it asks for $(cat requests)"
    grep -q '<title>[A-Z]' dom || complain "$world: no title"
    for part in endpoints seen times screens run; do
        grep -q "<h2 id=\"$part\">" dom || complain "$world: no $part"
        grep -q "href=\"#$part\"" dom || complain "$world: no way to $part"
    done
    # What was read is what was written: no part was lost or put right.
    for tag in '<h[1-4]' '<tr' '<figure' '<img' '<li' '<pre'; do
        [ "$(grep -o "$tag" dom | wc -l)" -eq \
            "$(grep -o "$tag" $world.html | wc -l)" ] ||
            complain "$world: $tag: the browser reads another page"
    done
done

# On paper, the pictures whole: at least a page for each.
if command -v pdfinfo >/dev/null 2>&1; then
    browse --no-pdf-header-footer --print-to-pdf="$work/paper.pdf" \
        "file://$work/healthy.html" >said 2>&1
    pages=$(pdfinfo paper.pdf 2>said | sed -n 's/^Pages: *//p')
    [ "${pages:-0}" -ge "$(grep -c '<figure' healthy.html)" ] ||
        complain "paper: ${pages:-no} pages"
fi
exit $status
