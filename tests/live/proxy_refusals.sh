#!/usr/bin/env bash
# The explicit proxy says no, wants a login, cannot get there itself, or is
# not there.
. "$(dirname "$0")/world.sh"
world_build
proxy=http://$PROXY_HOST:3128

doctor absent --region us --proxy "$proxy"
expect_fault proxy-unreachable proxy
expect_check "$PKI_HOST" tcp fail "$REFUSED"

firewall 'tcp dport 3128 drop'
doctor silent --region us --proxy "$proxy"
expect_fault proxy-unreachable proxy
expect_check "$PKI_HOST" tcp fail "$SILENT"
firewall

doctor unknown --region us --proxy http://no-proxy.corp.example:3128
expect_fault proxy-unreachable proxy

start_proxy denying
doctor denying --region us --proxy "$proxy"
expect_fault proxy-refuses proxy proxy-team
expect_check "$PKI_HOST" proxy fail "$PROXY_DENIED"
expect_check "$PKI_HOST" tls skip
stop_server squid-denying

start_proxy login
doctor login --region us --proxy "$proxy"
expect_fault proxy-login-required proxy
expect_check "$PKI_HOST" proxy fail "$LOGIN_REQUIRED"
expect_json "$REPORT" "check(\"$PKI_HOST\"; \"proxy\").facts | tostring
  | contains(\"Basic\")" 'the scheme is noted'
stop_server squid-login

start_proxy plain
firewall 'iifname office0 tcp dport 443 reject with tcp reset'
doctor no-way-out --region us --proxy "$proxy"
expect_fault proxy-cannot-reach proxy
expect_check "$PKI_HOST" proxy fail "$PROXY_UPSTREAM"
