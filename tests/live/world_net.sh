# shellcheck shell=bash
# The wires of the test world:
#
#   client ---- net ---- cloud      client  the Enforce server
#                |                  net     the company's router and firewall
#              office               office  the company's resolvers and proxy
#                                   cloud   the service and its odd doubles
#
# The addresses of the cloud look like public ones, because the program judges
# private and documentation addresses; they exist only in these namespaces,
# and no route leads out.

CLIENT_ADDRESS=10.77.1.2
ROUTER_ADDRESS=10.77.1.1
ROUTER_ADDRESS6=2600:1f00:77:1::1
PROXY_ADDRESS=10.77.2.2
RESOLVER_ADDRESS=10.77.2.53
INSIDE_RESOLVER_ADDRESS=10.77.2.54

# One service per line: name, IPv4 addresses, IPv6 addresses. The American
# gateway has two of each, so that addresses are seen to count on their own.
PKI_ADDRESSES='20.77.10.1' PKI_ADDRESSES6='2600:1f77:10::1'
US_ADDRESSES='20.77.20.1 20.77.20.2'
US_ADDRESSES6='2600:1f77:20::1 2600:1f77:20::2'
EU_ADDRESSES='20.77.30.1' EU_ADDRESSES6='2600:1f77:30::1'
APJ_ADDRESSES='20.77.40.1' APJ_ADDRESSES6='2600:1f77:40::1'

# Runs a command in a namespace, in the foreground.
in_ns() { # NAMESPACE COMMAND...
  local name=$1
  shift
  nsenter --net="/run/netns/$name" -- "$@"
}

net_ns() { # NAMESPACE
  ip netns add "$1"
  in_ns "$1" sysctl -qw net.ipv6.conf.all.accept_dad=0 \
    net.ipv6.conf.default.accept_dad=0 \
    net.ipv4.ip_forward="${2:-0}" net.ipv6.conf.all.forwarding="${2:-0}"
  ip -n "$1" link set lo up
}

# Each end knows the other's place from the start: the first question for an
# IPv6 neighbour on a wire this young can go unheard, and the next comes a
# second later.
net_wire() { # NAMESPACE, PREFIX of its IPv6 addresses ::1 (router) and ::2
  local here=02:77:00:00:00:02 router=02:77:00:00:00:01

  ip -n net link add "${1}0" address $router \
    type veth peer name up0 address $here netns "$1"
  ip -n net link set "${1}0" up
  ip -n "$1" link set up0 up
  ip -n net neigh add "$2::2" lladdr $here dev "${1}0" nud permanent
  ip -n "$1" neigh add "$2::1" lladdr $router dev up0 nud permanent
}

net_line() { # delayed by the relay when it is given options
  if [ $# -eq 0 ]; then
    net_wire cloud 2600:1f77
    return
  fi
  "$BUILD/relay" "$@" /run/netns/net cloud0 /run/netns/cloud up0 \
    >"$WORLD/relay.log" 2>&1 &
  RELAY_PID=$!
  remember "$RELAY_PID"
  wait_for 'the relay' grep -q ready "$WORLD/relay.log"
  ip -n net link set cloud0 up
  ip -n cloud link set up0 up
}

net_addresses() {
  ip -n client -batch - <<IP
addr add $CLIENT_ADDRESS/24 dev up0
addr add 2600:1f00:77:1::2/64 dev up0 nodad
route add default via $ROUTER_ADDRESS
route add default via $ROUTER_ADDRESS6
IP
  ip -n office -batch - <<IP
addr add $PROXY_ADDRESS/24 dev up0
addr add $RESOLVER_ADDRESS/24 dev up0
addr add $INSIDE_RESOLVER_ADDRESS/24 dev up0
addr add 2600:1f00:77:2::2/64 dev up0 nodad
route add default via 10.77.2.1
route add default via 2600:1f00:77:2::1
IP
  ip -n cloud -batch - <<IP
addr add 20.77.0.2/30 dev up0
addr add 2600:1f77::2/64 dev up0 nodad
route add default via 20.77.0.1
route add default via 2600:1f77::1
IP
  ip -n net -batch - <<IP
addr add $ROUTER_ADDRESS/24 dev client0
addr add $ROUTER_ADDRESS6/64 dev client0 nodad
addr add 10.77.2.1/24 dev office0
addr add 2600:1f00:77:2::1/64 dev office0 nodad
addr add 20.77.0.1/30 dev cloud0
addr add 2600:1f77::1/64 dev cloud0 nodad
route add 20.77.0.0/16 via 20.77.0.2
route add 2600:1f77::/32 via 2600:1f77::2
IP
  for address in $PKI_ADDRESSES $US_ADDRESSES $EU_ADDRESSES $APJ_ADDRESSES \
    $PKI_ADDRESSES6 $US_ADDRESSES6 $EU_ADDRESSES6 $APJ_ADDRESSES6; do
    echo "addr add $address dev lo"
  done | ip -n cloud -batch -
}

net_build() { # [RELAY OPTION...]
  for name in client office cloud; do
    net_ns "$name"
  done
  net_ns net 1
  # A router answers one ICMP error a second by default: not for our tests,
  # which ask for several at once.
  in_ns net sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0 \
    net.ipv4.icmp_msgs_per_sec=100000
  net_wire client 2600:1f00:77:1
  net_wire office 2600:1f00:77:2
  net_line "$@"
  net_addresses
}

# Replaces the rules by which the router forwards; no rule: all may pass.
firewall() { # [RULE...]
  in_ns net nft -f - <<NFT
table inet firewall
delete table inet firewall
table inet firewall {
  chain forward {
    type filter hook forward priority filter; policy accept;
$(for rule in "$@"; do echo "    $rule"; done)
  }
}
NFT
}

# Sends what arrives for a port of some addresses to another port of the same
# namespace: a server is exchanged for its double without touching DNS. The
# ports are rewritten packet by packet: a tracked connection would remember
# the double before last for as long as its client's port is used again.
divert() { # NAMESPACE NAME TRANSPORT PORT TO MATCH...
  local namespace=$1 name=$2 transport=$3 port=$4 to=$5
  shift 5
  in_ns "$namespace" nft -f - <<NFT
table inet divert_$name
delete table inet divert_$name
table inet divert_$name {
  chain arriving {
    type filter hook prerouting priority raw;
$(for match in "$@"; do
    echo "    $match $transport dport $port $transport dport set $to"
  done)
  }
  chain leaving {
    type filter hook output priority raw;
    $transport sport $to $transport sport set $port
  }
}
NFT
}

undivert() { # NAMESPACE NAME
  in_ns "$1" nft -f - <<NFT
table inet divert_$2
delete table inet divert_$2
NFT
}

# Hands the client's connections that match to a port of the router, where a
# transparent proxy asks the kernel whither they were going. No match: none.
intercept() { # PORT [MATCH...]
  local port=$1
  shift
  in_ns net nft -f - <<NFT
table inet intercept
delete table inet intercept
table inet intercept {
  chain arriving {
    type nat hook prerouting priority dstnat;
$(for match in "$@"; do
    echo "    iifname client0 $match redirect to :$port"
  done)
  }
}
NFT
}
