#!/usr/bin/env bash
# A transparent box decrypts, and the client's store trusts its CA: openssl
# and curl are content, the program must not be.
. "$(dirname "$0")/world.sh"
world_build
start_transparent bump

expect 'openssl is content in this world' client_run openssl s_client \
  -connect "$PKI_HOST:443" -verify_return_error -brief </dev/null \
  2>"$WORLD/openssl.log"

doctor trusted --region all
expect_fault tls-inspection tls proxy-team
for host in "$PKI_HOST" "${US_HOSTS[@]}" "${EU_HOSTS[@]}" "${APJ_HOSTS[@]}"
do
  expect_check "$host" tcp pass
  expect_check "$host" tls fail "$NOT_GENUINE"
done
expect_json "$REPORT" '[.findings[].cause] == ["tls-inspection"]' \
  'it explains everything'
expect_json "$REPORT" "check(\"$PKI_HOST\"; \"tls\").facts | tostring
  | contains(\"Example Corp Web Gateway CA\")" 'the inspector is named'
expect_json "$REPORT" "check(\"$PKI_HOST\"; \"tls\") | fact(\"system\")
  | any(.ok)" 'that the system trusts it is noted'
expect_json "$REPORT" "check(\"${US_HOSTS[0]}\"; \"tls\")
  | fact(\"client_certificate_requested\") | length > 0 and (any | not)" \
  'the gateway no longer asks for a certificate'

CA_FILE=$PKI/genuine-root.pem
doctor untrusted --region us
expect_fault tls-inspection tls proxy-team
unset CA_FILE

# A bypass for the gateways alone: enrolment still cannot work.
intercept 3129 "ip daddr $PKI_ADDRESSES tcp dport 443" \
  "ip6 daddr $PKI_ADDRESSES6 tcp dport 443"
doctor selective --region us
expect_fault tls-inspection tls proxy-team
expect_json "$REPORT" ".findings[0].targets == [\"$PKI_HOST:443\"]" \
  'only the PKI Manager is affected'
expect_check "${US_HOSTS[0]}" tls pass
stop_server squid-bump

# A box that only reads the name and hands the bytes on does no harm.
start_transparent splice
doctor spliced --region us
expect_healthy
