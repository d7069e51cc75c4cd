#!/usr/bin/env bash
# The router lets nothing through to port 443, in each of its ways of saying
# so; whoever speaks up is named.
. "$(dirname "$0")/world.sh"
world_build

# Looks at the first target, which has one address of each family.
expect_sender() { # ADDRESS
  expect_json "$REPORT" "check(\"$PKI_HOST\"; \"tcp\") | fact(\"sender\")
    | any(. == \"$1\")" "the message came from $1"
}

firewall 'iifname client0 tcp dport 443 drop'
doctor drop --region us
expect_fault connection-silent tcp network-team
expect_check "$PKI_HOST" dns pass
expect_check "$PKI_HOST" tcp fail "$SILENT"
expect_check "$PKI_HOST" tls skip

firewall 'iifname client0 tcp dport 443 reject with tcp reset'
doctor reset --region us
expect_fault connection-refused tcp network-team
expect_check "$PKI_HOST" tcp fail "$REFUSED"

firewall 'iifname client0 tcp dport 443 reject with icmpx admin-prohibited'
doctor admin-prohibited --region us
expect_fault connection-prohibited tcp network-team
expect_check "$PKI_HOST" tcp fail "$PROHIBITED"
expect_sender "$ROUTER_ADDRESS"
expect_sender "$ROUTER_ADDRESS6"

firewall 'iifname client0 tcp dport 443 reject with icmpx port-unreachable'
doctor port-unreachable --region us
expect_fault connection-refused tcp network-team
expect_check "$PKI_HOST" tcp fail "$PORT_UNREACHABLE"
expect_sender "$ROUTER_ADDRESS"

firewall 'ip6 version 6 tcp dport 443 drop' \
  'ip protocol tcp tcp dport 443 reject with icmp host-prohibited'
doctor host-prohibited --region us
expect_fault connection-prohibited tcp network-team

# One endpoint forgotten: the others show that the way is there.
firewall "ip daddr $PKI_ADDRESSES tcp dport 443 drop" \
  "ip6 daddr $PKI_ADDRESSES6 tcp dport 443 drop"
doctor forgotten --region us
expect_fault connection-silent tcp network-team
expect_json "$REPORT" ".findings[0].targets == [\"$PKI_HOST:443\"]" \
  'only the PKI Manager is affected'
expect_check "${US_HOSTS[0]}" http pass

# Part of the way is closed: worth a remark, while the rest works.
expect_remark() { # HOST
  expect_status 0
  expect_json "$REPORT" '.verdict.outcome == "healthy"' 'healthy all the same'
  expect_json "$REPORT" "[.findings[] | select(.cause == \"connection-silent\")
    | .targets[]] | any(. == \"$1:443\")" "a remark about $1"
  expect_check "$1" tcp warn "$SOME_ADDRESSES"
  expect_check "$1" http pass
}

firewall "ip daddr ${US_ADDRESSES##* } tcp dport 443 drop"
doctor old-address-list --region us
expect_remark "${US_HOSTS[0]}"

firewall 'ip6 daddr ::/0 tcp dport 443 drop'
doctor dead-ipv6 --region us
expect_remark "$PKI_HOST"
