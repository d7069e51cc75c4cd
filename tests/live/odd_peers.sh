#!/usr/bin/env bash
# Whatever answers on port 443 instead of the service: it is named for what it
# is, in bounded time, and nothing it says reaches a terminal.
. "$(dirname "$0")/world.sh"
world_build
start_odd_servers us

# Three doubles at a time, each in the place of one of the gateways. They all
# show the American gateway's certificate, so doubles that get as far as a
# certificate stand in its place.
expect_odd() { # REGION MODE CHECK OUTCOME [REASON]
  local host="$1_HOSTS[0]"

  expect_check "${!host}" "$3" "$4" "${5:-.*}"
  [ "$4" != fail ] || expect_json "$REPORT" \
    "[.findings[].targets[]] | any(startswith(\"${!host}:\"))" \
    "somebody is to do something about $2"
}

while read -r us us_expected eu eu_expected apj apj_expected; do
  replace_service us "$us"
  replace_service eu "$eu"
  replace_service apj "$apj"
  doctor "$us+$eu+$apj" --region all
  expect_not_healthy
  expect_harmless_json "$REPORT"
  # shellcheck disable=SC2086 # CHECK OUTCOME REASON, joined by slashes
  {
    expect_odd US "$us" ${us_expected//\// }
    expect_odd EU "$eu" ${eu_expected//\// }
    expect_odd APJ "$apj" ${apj_expected//\// }
  }
done <<ROWS
endless-headers http/fail/$HTTP_TOO_LARGE ssh tls/fail/$NOT_TLS drip tls/fail/$TLS_STALLED
escapes http/pass|fail close-at-once tls/fail/$TLS_CLOSED close-after-hello tls/fail/$TLS_CLOSED
block-page http/fail/$STATUS_UNEXPECTED reset-at-once tls/fail/$TLS_RESET reset-after-hello tls/fail/$TLS_RESET
big-body http/pass silent tls/fail/$TLS_SILENT plain-http tls/fail/$NOT_TLS
required-tls12 tls/pass/$CERTIFICATE_REQUIRED unrecognized-name tls/fail/$TLS_ALERT ssh tls/fail/$NOT_TLS
ROWS
restore_service eu
restore_service apj

# A page where none should be, behind the genuine certificate.
replace_service us block-page
doctor block-page --region us
expect_fault unexpected-answer http

# A gateway that insists on a client certificate, which nobody has before
# enrolment, is a healthy one.
for mode in required-tls12 required-tls13; do
  replace_service us "$mode"
  doctor "$mode" --region us
  expect_healthy
  expect_json "$REPORT" "target(\"${US_HOSTS[0]}\") | tostring
    | contains(\"$CERTIFICATE_REQUIRED\")" 'why it ended is noted'
done

# What a server says, in every form of the report.
replace_service us escapes
for format in text json; do
  doctor_as "$WORLD/reports/escapes.$format" --region us --format "$format"
  expect "there is a $format report" [ "$STATUS" -ne 2 ]
  expect_harmless "$WORLD/reports/escapes.$format"
done
stop_server odd-us

# The names in its certificate.
start_odd_servers stranger
replace_service us gateway
doctor stranger --region us
expect_fault tls-inspection tls
expect_harmless_json "$REPORT"
doctor_as "$WORLD/reports/stranger.text" --region us --format text
expect_harmless "$WORLD/reports/stranger.text"
