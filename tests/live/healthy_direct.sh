#!/usr/bin/env bash
# Nothing stands in the way: every region is healthy, over both families,
# through a chain of aliases, with and without privileges.
. "$(dirname "$0")/world.sh"
world_build

for region in us eu apj all; do
  doctor "$region" --region "$region"
  expect_healthy
  expect_json "$REPORT" '.run.route.kind == "direct"' 'the route is direct'
  expect_json "$REPORT" '[.targets[] | select(.required) | .checks[]
    | select(.outcome != "pass" and .outcome != "none")] == []' \
    'every check of what is required passes'
done

for host in "${US_HOSTS[@]}" "${EU_HOSTS[@]}" "${APJ_HOSTS[@]}"; do
  expect_json "$REPORT" \
    "check(\"$host\"; \"tls\") | fact(\"client_certificate_requested\") | any" \
    "$host asks for a client certificate"
  expect_json "$REPORT" "check(\"$host\"; \"http\") | fact(\"status\")
    | any(. == 400)" "$host answers 400"
done
expect_json "$REPORT" "check(\"$PKI_HOST\"; \"http\") | fact(\"status\")
  | any(. == 404)" 'the PKI Manager answers 404'
expect_json "$REPORT" "target(\"${US_HOSTS[0]}\") | tostring
  | contains(\"us.lb.dlp.protect.broadcom.com\")" 'the alias is shown'
for address in $US_ADDRESSES $US_ADDRESSES6; do
  expect_json "$REPORT" "target(\"${US_HOSTS[0]}\") | tostring
    | contains(\"$address\")" "$address counts"
done

# For people: the same verdict as text, and nothing in it but text.
doctor_as "$WORLD/reports/text" --region us --format text
expect 'the text report says healthy' [ "$STATUS" -eq 0 ]
expect_harmless "$WORLD/reports/text"

# A name server that is dead costs time and earns a remark, not the verdict.
client_resolver 10.77.2.99 "$RESOLVER_ADDRESS"
doctor dead-first-server --region us --timeout 6
expect_healthy resolver-silent
expect_check "$PKI_HOST" dns warn
