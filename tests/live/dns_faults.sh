#!/usr/bin/env bash
# The resolver fails in each of its ways; a cut answer that TCP completes is
# no failure.
. "$(dirname "$0")/world.sh"
world_build
start_odd_resolver

# How the odd resolver answers, the cause it makes, the reason that names it.
while read -r mode cause reason; do
  replace_resolver "$mode" udp tcp
  doctor "$mode" --region us
  expect_fault "$cause" dns
  expect_check "$PKI_HOST" dns fail "$reason"
  expect_check "$PKI_HOST" tcp skip
done <<ROWS
nxdomain name-not-resolved $NXDOMAIN
servfail name-not-resolved $SERVFAIL
refused name-not-resolved $DNS_REFUSED
empty name-not-resolved $NO_DATA
truncated name-not-resolved $NO_DATA|$DNS_MALFORMED
garbage no-resolver-answers $DNS_MALFORMED
wrong-id no-resolver-answers $DNS_MALFORMED
silent no-resolver-answers $DNS_SILENT
ROWS

replace_resolver truncated udp
doctor cut-over-udp --region us
expect_healthy
expect_json "$REPORT" "check(\"$PKI_HOST\"; \"dns\") | fact(\"over_tcp\")
  | any" 'TCP gave the whole answer'
restore_resolver

firewall 'udp dport 53 drop' 'tcp dport 53 drop'
doctor dropped --region us
expect_fault no-resolver-answers dns
expect_check "$PKI_HOST" dns fail "$DNS_SILENT"

firewall 'udp dport 53 reject with icmpx port-unreachable' \
  'tcp dport 53 reject with tcp reset'
doctor rejected --region us
expect_fault no-resolver-answers dns
expect_check "$PKI_HOST" dns fail "$DNS_UNREACHABLE"
firewall

# Only the PKI Manager's name is missing, as in an internal zone that hides
# the public one.
client_resolver "$INSIDE_RESOLVER_ADDRESS"
printf '%s %s\n' "${US_ADDRESSES%% *}" "${US_HOSTS[0]}" \
  >>"$WORLD/client/etc/hosts"
doctor hidden --region us
expect_fault name-not-resolved dns
expect_check "$PKI_HOST" dns fail "$NXDOMAIN"
expect_check "${US_HOSTS[0]}" http pass
