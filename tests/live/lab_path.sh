#!/usr/bin/env bash
# The lab and the world agree on what happens to packets that are too big and
# to hellos with a name that somebody minds.
. "$(dirname "$0")/world.sh"
. "$LIVE/agree.sh"
agree_build

# A narrow wire whose routers say nothing; then they do, and Linux remembers.
ip -n provider link set exchange0 mtu 1280
ip -n exchange link set provider0 mtu 1280
filter_at exchange output 'icmp type destination-unreachable drop' \
  'icmpv6 type packet-too-big drop'
agrees live-mtu-hidden
filter_at exchange output
agrees live-mtu-told
ip -n cloud route flush cache
ip -n cloud -6 route flush cache
rewire core

# Narrower than any wire of IPv6 may be: somebody drops by size.
rewire service --limit-b-to-a 900
agrees live-big-answers-lost
rewire service --limit-a-to-b 300
agrees live-big-questions-lost
rewire service

rewire wan --reset-name "${US_HOSTS[0]}"
agrees live-name-reset
rewire wan --drop-name "${US_HOSTS[0]}"
agrees live-name-dropped

agree_end
