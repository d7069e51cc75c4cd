#!/usr/bin/env bash
# The lab and the world agree on firewalls, routes and the machine's own
# filter: on who says no, how, and how far away.
. "$(dirname "$0")/world.sh"
. "$LIVE/agree.sh"
agree_build

agrees healthy

filter_at firewall forward 'tcp dport 443 drop'
agrees firewall-drops
filter_at firewall forward 'tcp dport 443 reject with tcp reset'
agrees live-refused
filter_at firewall forward 'tcp dport 443 reject with icmpx admin-prohibited'
agrees live-prohibited
filter_at firewall forward 'tcp dport 443 reject with icmpx port-unreachable'
agrees live-port-unreachable
filter_at firewall forward 'ip6 version 6 tcp dport 443 drop' \
  'tcp dport 443 reject with icmp host-prohibited'
agrees live-host-prohibited
filter_at firewall forward "ip daddr $PKI_ADDRESSES tcp dport 443 drop" \
  "ip6 daddr $PKI_ADDRESSES6 tcp dport 443 drop"
agrees live-pki-blocked
filter_at firewall forward "ip daddr ${US_ADDRESSES##* } tcp dport 443 drop"
agrees live-address-blocked
filter_at firewall forward 'ip6 version 6 tcp dport 443 drop'
agrees live-ipv6-blocked
filter_at firewall forward

filter_at client output 'tcp dport 443 drop'
agrees live-local-drop
filter_at client output 'tcp dport 443 reject with icmpx port-unreachable'
agrees live-local-reject
filter_at client output 'tcp dport 443 reject with tcp reset'
agrees live-local-reset
filter_at client output

# Each at another router: of errors about IPv4 routes, Linux sends five to the
# same machine and then one a second, whatever the settings are. The probes
# come after those five.
late='^probe .* IPv4 repeat '
route_to_service() { # NODE ADD|DEL KIND
  printf "route $2 $3 %s\n" 20.77.0.0/17 2600:1f77::/33 | ip -n "$1" -batch -
}
route_to_service firewall add unreachable
agrees live-route-unreachable "$late"
route_to_service firewall del unreachable
route_to_service provider add prohibit
agrees live-route-prohibit "$late"
route_to_service provider del prohibit
route_to_service firewall add blackhole
agrees live-route-blackhole
route_to_service firewall del blackhole
ip -n exchange route del 20.77.0.0/16
ip -n exchange route del 2600:1f77::/32
agrees live-route-missing "$late"
net_routes

ip -n client route del default
ip -n client -6 route del default
agrees live-no-default-route
net_routes
ip -n router link set client0 down
agrees live-router-down

agree_end
