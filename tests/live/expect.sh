# shellcheck shell=bash
# Runs the program under test on the client and says what must be true of its
# report. Every expectation is looked at, even after one has failed; a test
# with a failed one ends with status 1.

# The ids of reasons that the tests rely on, in one place.
NXDOMAIN=nxdomain NO_DATA=no-data SERVFAIL=servfail DNS_REFUSED=dns-refused
DNS_SILENT=dns-silent DNS_UNREACHABLE=dns-unreachable
DNS_MALFORMED=dns-malformed
REFUSED=refused SILENT=silent PROHIBITED=prohibited
PORT_UNREACHABLE=port-unreachable SOME_ADDRESSES=some-addresses
TLS_SILENT=tls-silent TLS_STALLED=tls-stalled TLS_CLOSED=tls-closed
TLS_RESET=tls-reset TLS_ALERT=tls-alert NOT_TLS=not-tls
NOT_GENUINE=not-genuine CERTIFICATE_REQUIRED=certificate-required
STATUS_UNEXPECTED=status-unexpected HTTP_TOO_LARGE=http-too-large
LOGIN_REQUIRED=proxy-login-required PROXY_DENIED=proxy-denied
PROXY_UPSTREAM=proxy-upstream

PROGRAM=${CDSDOCTOR:-$LIVE/../../build/dev/src/app/cdsdoctor}
FAILED=0

# target(HOST), check(HOST; CHECK): the object of that name in the report.
# fact(NAME): every value below here that is called so, however deep.
# shellcheck disable=SC2016 # jq's variables, not the shell's
JQ_WORDS='
def target($host): [.targets[] | select(.host == $host)][0];
def check($host; $check):
  [target($host).checks[] | select(.check == $check)][0];
def fact($name): [.. | objects | select(has($name)) | .[$name]];
'

failed() { # SENTENCE
  echo "FAILED: $1"
  FAILED=1
}

# What a reader of a failure wants to see first, once for each report.
DIGESTED=
report_digest() { # FILE
  [ "$DIGESTED" != "$1" ] || return 0
  DIGESTED=$1
  jq -c '.verdict, .findings[]?
    | del(.request, .remedy, .evidence)' "$1" 2>/dev/null || head -c 2000 "$1"
  jq -r '.targets[]? | .host as $host | .checks[]
    | "  \($host) \(.check): \(.outcome) \(.reason // "")"' "$1" 2>/dev/null
  head -c 1000 "$1.errors"
}

# Runs `cdsdoctor check` without privileges. Leaves its JSON report in REPORT
# and its exit status in STATUS. DOCTOR_ENV holds further NAME=VALUE pairs.
DOCTOR_ENV=()
doctor() { # NAME OPTION...
  local name=$1
  shift

  REPORT=$WORLD/reports/$name.json
  doctor_as "$REPORT" --format json "$@"
  echo "$name: status $STATUS," \
    "$(jq -r '.verdict | "\(.outcome), \(.cause)"' "$REPORT" 2>&1)," \
    "$(jq -r '.run.duration_ms' "$REPORT" 2>&1) ms"
}

doctor_as() { # FILE OPTION...
  local file=$1
  shift

  if [ ! -d "$WORLD/reports" ]; then
    mkdir "$WORLD/reports" "$WORLD/bin"
    # Where everyone can reach it, whatever the way to the build tree allows.
    cp "$PROGRAM" "$WORLD/bin/cdsdoctor"
  fi
  STATUS=0
  client_run_plain env "${DOCTOR_ENV[@]}" timeout --kill-after=2 25 \
    "$WORLD/bin/cdsdoctor" check --timeout 2 --trust "$PKI/genuine-root.pem" \
    --ca-file "${CA_FILE:-$PKI/system.pem}" "$@" \
    >"$file" 2>"$file.errors" </dev/null || STATUS=$?
}

expect() { # SENTENCE COMMAND...
  local sentence=$1
  shift
  "$@" || failed "$sentence"
}

expect_status() { # STATUS
  if [ "$STATUS" -ne "$1" ]; then
    failed "exit status $1, not $STATUS (${REPORT##*/})"
    report_digest "$REPORT"
  fi
}

expect_json() { # FILE JQ_EXPRESSION SENTENCE
  if ! jq -e "$JQ_WORDS $2" "$1" >/dev/null 2>"$WORLD/jq.errors"; then
    failed "$3 (${1##*/}: $2)"
    head -n 3 "$WORLD/jq.errors"
    report_digest "$1"
  fi
}

expect_healthy() { # REMARK...
  expect_status 0
  expect_json "$REPORT" '.schema == "cdsdoctor.report/1"' 'names its schema'
  expect_json "$REPORT" '.verdict == (.verdict + {outcome: "healthy",
    cause: "none", layer: "none", owner: "none"})' 'the verdict is healthy'
  expect_json "$REPORT" \
    "[.findings[].cause] == $(jq -nc '$ARGS.positional' --args "$@")" \
    "what is remarked: ${*:-nothing}"
}

expect_fault() { # CAUSE [LAYER [OWNER]]
  expect_status 1
  expect_json "$REPORT" '.verdict.outcome == "fault"' 'a fault is found'
  expect_json "$REPORT" ".verdict.cause == \"$1\"" "the cause is $1"
  expect_json "$REPORT" '.findings[0].cause == .verdict.cause' \
    "the verdict's finding comes first"
  [ $# -lt 2 ] || expect_json "$REPORT" ".verdict.layer == \"$2\"" \
    "the layer is $2"
  [ $# -lt 3 ] || expect_json "$REPORT" ".verdict.owner == \"$3\"" \
    "it belongs to the $3"
}

expect_not_healthy() {
  expect_json "$REPORT" '.verdict.outcome != "healthy"' 'it is not healthy'
  expect 'the exit status says so' [ "$STATUS" -eq 1 -o "$STATUS" -eq 3 ]
}

# OUTCOME and REASON may be several words with | between them.
expect_check() { # HOST CHECK OUTCOME [REASON]
  expect_json "$REPORT" \
    "check(\"$1\"; \"$2\").outcome | test(\"^($3)\$\")" "$2 of $1: $3"
  [ $# -lt 4 ] || expect_json "$REPORT" \
    "check(\"$1\"; \"$2\").reason | test(\"^($4)\$\")" "$2 of $1: $4"
}

# No byte of a report may act on a terminal: no control character but the line
# feed, none of the upper half (in UTF-8 they begin with C2), nothing that
# turns the direction of writing.
ACTING='[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]'
expect_harmless() { # FILE
  if LC_ALL=C grep -qaP "$ACTING" "$1"; then
    failed "no character in ${1##*/} acts on a terminal"
    LC_ALL=C grep -aP "$ACTING" "$1" | head -n 3 | cut -c1-300 | cat -v
  fi
}

# Nor may it once a reader of the JSON has decoded its strings.
expect_harmless_json() { # FILE
  expect_harmless "$1"
  expect_json "$1" '[.. | strings | explode[]
    | select((. < 32 and . != 10) or (. >= 127 and . < 160)
             or (. >= 8234 and . <= 8238))] == []' \
    'no decoded string acts on a terminal'
}
