#!/usr/bin/env bash
# The explicit proxy opens every tunnel; without it there is no way out.
. "$(dirname "$0")/world.sh"
world_build
firewall 'iifname client0 oifname firewall0 drop'
start_proxy bumping

doctor bumping --region all --proxy "http://$PROXY_HOST:3128"
expect_fault tls-inspection tls proxy-team
for host in "$PKI_HOST" "${US_HOSTS[@]}" "${EU_HOSTS[@]}" "${APJ_HOSTS[@]}"
do
  expect_check "$host" proxy pass
  expect_check "$host" tls fail "$NOT_GENUINE"
done
expect_json "$REPORT" "check(\"$PKI_HOST\"; \"tls\").facts | tostring
  | contains(\"Example Corp Web Gateway CA\")" 'the inspector is named'
