# shellcheck shell=bash
# The wires of the test world, called as in the lab and as long as there:
#
#   client --- router --- firewall --- provider --- exchange --- cloud
#         lan    |    uplink        wan        core      service
#              office
#
#   client    the Enforce server
#   router    the company's, with the firewall of most tests and the
#             transparent proxy
#   office    the company's resolvers and its explicit proxy
#   cloud     the service and its odd doubles
#
# The addresses of the cloud look like public ones, because the program judges
# private and documentation addresses; they exist only in these namespaces,
# and no route leads out. Addresses and distances are those of the lab.

CLIENT_ADDRESS=10.77.1.2
ROUTER_ADDRESS=10.77.1.1
ROUTER_ADDRESS6=2600:1f00:77:1::1
PROXY_ADDRESS=10.77.2.2 PROXY_ADDRESS6=2600:1f00:77:2::2
RESOLVER_ADDRESS=10.77.2.53
INSIDE_RESOLVER_ADDRESS=10.77.2.54

# One service per line: name, IPv4 addresses, IPv6 addresses. The gateways
# have two of each, so that addresses are seen to count on their own.
PKI_ADDRESSES='20.77.10.1' PKI_ADDRESSES6='2600:1f77:10::1'
US_ADDRESSES='20.77.20.1 20.77.20.2'
US_ADDRESSES6='2600:1f77:20::1 2600:1f77:20::2'
EU_ADDRESSES='20.77.30.1 20.77.30.2'
EU_ADDRESSES6='2600:1f77:30::1 2600:1f77:30::2'
APJ_ADDRESSES='20.77.40.1 20.77.40.2'
APJ_ADDRESSES6='2600:1f77:40::1 2600:1f77:40::2'

# Each wire: the node at its upper end, which has .1 and ::1, that at its
# lower end, which has .2 and ::2, and what its addresses begin with. A device
# is called after the node that it leads to: client0, router0.
declare -A WIRES=(
  [lan]='router client 10.77.1 2600:1f00:77:1'
  [office]='router office 10.77.2 2600:1f00:77:2'
  [uplink]='router firewall 10.77.3 2600:1f00:77:3'
  [wan]='firewall provider 20.77.0 2600:1f77'
  [core]='provider exchange 20.77.1 2600:1f77:1'
  [service]='exchange cloud 20.77.2 2600:1f77:2'
)
declare -A WIRE_IS=() # plain, or the process id of its relay

# Runs a command in a namespace, in the foreground.
in_ns() { # NAMESPACE COMMAND...
  local name=$1
  shift
  nsenter --net="/run/netns/$name" -- "$@"
}

# A router answers one ICMP error a second by default: not for our tests,
# which ask for several at once.
net_ns() { # NAMESPACE [1: a router]
  local router=${2:-0}

  ip netns add "$1"
  in_ns "$1" sysctl -qw net.ipv6.conf.all.accept_dad=0 \
    net.ipv6.conf.default.accept_dad=0 \
    net.ipv4.ip_forward="$router" net.ipv6.conf.all.forwarding="$router" \
    net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0 \
    net.ipv4.icmp_msgs_per_sec=100000 net.ipv4.icmp_msgs_burst=10000
  ip -n "$1" link set lo up
}

# Each end knows the other's place from the start: the first question for an
# IPv6 neighbour on a wire this young can go unheard, and the next comes a
# second later.
wire_plain() { # UPPER LOWER PREFIX of the IPv6 addresses
  local above=02:77:00:00:00:01 below=02:77:00:00:00:02

  ip -n "$1" link add "${2}0" address $above \
    type veth peer name "${1}0" address $below netns "$2"
  ip -n "$1" neigh add "$3::2" lladdr $below dev "${2}0" nud permanent
  ip -n "$2" neigh add "$3::1" lladdr $above dev "${1}0" nud permanent
}

wire_relayed() { # NAME UPPER LOWER RELAY OPTION...
  local name=$1 upper=$2 lower=$3
  shift 3

  "$BUILD/relay" "$@" "/run/netns/$upper" "${lower}0" \
    "/run/netns/$lower" "${upper}0" >"$WORLD/relay-$name.log" 2>&1 &
  WIRE_IS[$name]=$!
  remember $!
  wait_for 'the relay' grep -q ready "$WORLD/relay-$name.log"
}

wire_cut() { # NAME UPPER LOWER
  case ${WIRE_IS[$1]:-} in
  '') ;;
  plain) ip -n "$2" link del "${3}0" ;;
  *)
    kill "${WIRE_IS[$1]}"
    wait "${WIRE_IS[$1]}" || true # its status is that of the signal
    ;;
  esac
}

# Lays the wire, or lays it anew; options make it one of the relay's. The
# routes over it are net_routes' business.
wire() { # NAME [RELAY OPTION...]
  local name=$1 upper lower prefix prefix6
  shift

  read -r upper lower prefix prefix6 <<<"${WIRES[$name]}"
  wire_cut "$name" "$upper" "$lower"
  if [ $# -eq 0 ]; then
    wire_plain "$upper" "$lower" "$prefix6"
    WIRE_IS[$name]=plain
  else
    wire_relayed "$name" "$upper" "$lower" "$@"
  fi
  ip -n "$upper" -batch - <<IP
link set ${lower}0 up
addr add $prefix.1/24 dev ${lower}0
addr add $prefix6::1/64 dev ${lower}0 nodad
IP
  ip -n "$lower" -batch - <<IP
link set ${upper}0 up
addr add $prefix.2/24 dev ${upper}0
addr add $prefix6::2/64 dev ${upper}0 nodad
IP
}

net_route() { # NAMESPACE VIA VIA6 [TO TO6]
  printf 'route replace %s via %s\n' "${4:-default}" "$2" "${5:-default}" "$3" |
    ip -n "$1" -batch -
}

net_routes() {
  local company='10.77.0.0/16 2600:1f00:77::/48'
  local service='20.77.0.0/16 2600:1f77::/32'
  local wan='20.77.0.0/24 2600:1f77::/64' # part of it, and not beyond

  # shellcheck disable=SC2086 # one prefix of each family is meant
  {
    net_route client $ROUTER_ADDRESS $ROUTER_ADDRESS6
    net_route office 10.77.2.1 2600:1f00:77:2::1
    net_route router 10.77.3.2 2600:1f00:77:3::2
    net_route firewall 10.77.3.1 2600:1f00:77:3::1 $company
    net_route firewall 20.77.0.2 2600:1f77::2
    net_route provider 20.77.0.1 2600:1f77::1 $company
    net_route provider 20.77.1.2 2600:1f77:1::2 $service
    net_route exchange 20.77.1.1 2600:1f77:1::1 $company
    net_route exchange 20.77.1.1 2600:1f77:1::1 $wan
    net_route exchange 20.77.2.2 2600:1f77:2::2 $service
    net_route cloud 20.77.2.1 2600:1f77:2::1
  }
}

# Exchanges a wire of a world that stands.
rewire() { # NAME [RELAY OPTION...]
  wire "$@"
  net_routes
}

net_addresses() {
  ip -n office -batch - <<IP
addr add $RESOLVER_ADDRESS/24 dev router0
addr add $INSIDE_RESOLVER_ADDRESS/24 dev router0
IP
  for address in $PKI_ADDRESSES $US_ADDRESSES $EU_ADDRESSES $APJ_ADDRESSES \
    $PKI_ADDRESSES6 $US_ADDRESSES6 $EU_ADDRESSES6 $APJ_ADDRESSES6; do
    echo "addr add $address dev lo"
  done | ip -n cloud -batch -
}

# Options are those of the relay that then makes the last wire.
net_build() { # [RELAY OPTION...]
  for name in client office cloud; do
    net_ns "$name"
  done
  for name in router firewall provider exchange; do
    net_ns "$name" 1
  done
  for name in lan office uplink wan core; do
    wire "$name"
  done
  wire service "$@"
  net_addresses
  net_routes
}

# Replaces the rules by which a node forwards, or with hook "output" sends; no
# rule: all may pass.
filter_at() { # NODE forward|output [RULE...]
  local node=$1 hook=$2
  shift 2
  in_ns "$node" nft -f - <<NFT
table inet filter_$hook
delete table inet filter_$hook
table inet filter_$hook {
  chain $hook {
    type filter hook $hook priority filter; policy accept;
$(for rule in "$@"; do echo "    $rule"; done)
  }
}
NFT
}

# The same of the router, where the tests have their firewall.
firewall() { # [RULE...]
  filter_at router forward "$@"
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

# Hands what comes from the company and matches to a port of the node, where a
# transparent proxy asks the kernel whither it was going. No match: nothing.
INTERCEPT_AT=router
intercept() { # PORT [MATCH...]
  local port=$1 from=client0
  shift
  [ "$INTERCEPT_AT" = router ] || from=router0
  in_ns "$INTERCEPT_AT" nft -f - <<NFT
table inet intercept
delete table inet intercept
table inet intercept {
  chain arriving {
    type nat hook prerouting priority dstnat;
$(for match in "$@"; do
    echo "    iifname $from $match redirect to :$port"
  done)
  }
}
NFT
}
