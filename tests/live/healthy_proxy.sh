#!/usr/bin/env bash
# A proxy-only network by design: the client resolves no public name and has
# no way to the cloud but through the proxy. That is healthy.
. "$(dirname "$0")/world.sh"
world_build
client_resolver "$INSIDE_RESOLVER_ADDRESS"
firewall 'iifname client0 oifname firewall0 drop'

expect_through_proxy() {
  expect_healthy
  expect_json "$REPORT" '.run.route.kind == "proxy"' 'the route is the proxy'
  expect_json "$REPORT" '[.targets[].route] | unique == ["proxy"]' \
    'every target goes through it'
  expect_check "$PKI_HOST" proxy pass
  expect_check "$PKI_HOST" tls pass
}

start_proxy plain
doctor option --region all --proxy "http://$PROXY_HOST:3128"
expect_through_proxy

DOCTOR_ENV=(HTTPS_PROXY="http://$PROXY_HOST:3128")
doctor environment --region us
expect_through_proxy

DOCTOR_ENV+=(NO_PROXY="$PKI_HOST")
doctor bypassed --region us
expect_not_healthy
expect_json "$REPORT" "target(\"$PKI_HOST\").route == \"direct\"" \
  'what NO_PROXY names goes directly'
stop_server squid-plain

start_proxy login
DOCTOR_ENV=(HTTPS_PROXY="http://enforce:secret@$PROXY_HOST:3128")
doctor login --region us
expect_through_proxy
expect 'the password is written nowhere' \
  sh -c "! grep -qE 'secret|ZW5mb3JjZTpzZWNyZXQ' '$REPORT' '$REPORT.errors'"
