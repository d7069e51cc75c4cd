# shellcheck shell=bash
# Builds a small internet for one test and takes it down again. A test begins
# with
#
#   . "$(dirname "$0")/world.sh"
#   world_build
#
# Sourcing it starts the script again as the first process of namespaces of
# its own for processes, mounts and networks. /run, where everything is made,
# is a private tmpfs there: the machine's files are never written, two runs
# never meet, and however the script ends, be it by SIGKILL, the kernel ends
# every process and forgets every device with it.

set -eu

SKIP=77
TIME_LIMIT=${LIVE_TIME_LIMIT:-110}
LIVE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

skip() { # REASON
  echo "skipped: $1"
  exit $SKIP
}

if [ "${LIVE_INSIDE:-}" != yes ]; then
  [ "$(id -u)" = 0 ] || skip 'needs root'
  for tool in ip nft unshare nsenter setpriv unbound nginx squid openssl \
    dig curl jq; do
    command -v "$tool" >/dev/null || skip "needs $tool"
  done
  for file in /dev/net/tun /etc/ssl/certs/ca-certificates.crt; do
    [ -e $file ] || skip "needs $file"
  done
  unshare --net --mount --pid --fork true 2>/dev/null ||
    skip 'needs root with the right to make namespaces'
  # If whoever started us is killed, so are we: each link of this chain asks
  # to die with the one before. At a terminal, let its keys reach us.
  foreground=
  [ ! -t 0 ] || foreground=--foreground
  LIVE_INSIDE=yes exec timeout $foreground --kill-after=5 "$TIME_LIMIT" \
    setpriv --pdeathsig KILL unshare --net --mount --pid --fork \
    --kill-child --mount-proc bash "$0" "$@"
fi

BUILD=${LIVE_BUILD:-$LIVE/../../build/dev/tests/live}
# -n: or mount would first make a directory in the machine's own /run.
mount -n -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
mkdir /run/netns
WORLD=$(mktemp -d /run/world-$$-XXXXXX)
chmod 755 "$WORLD"
RESOLVER_EXTRA=
PIDS=()

remember() { # PID of a child, to be ended with the world
  PIDS+=("$1")
}

world_end() {
  local status=$?

  trap - EXIT
  [ "$status" -ne 0 ] || status=$FAILED
  if [ "$status" -ne 0 ] && [ "$status" -ne $SKIP ]; then
    echo "the world at the end (status $status):"
    find "$WORLD" -name '*.log' -size +0 -exec tail -n 5 -v {} +
  fi >&2
  if [ -n "${LIVE_KEEP:-}" ]; then
    mkdir -p "$LIVE_KEEP" && cp -a "$WORLD/." "$LIVE_KEEP"
  fi
  for pid in "${PIDS[@]}"; do
    kill "$pid" 2>/dev/null || : # it may have been stopped
  done
  exit "$status"
}
trap world_end EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

# Asks again and again until the command succeeds, for at most five seconds.
wait_for() { # WHAT COMMAND...
  local what=$1 turns=100
  shift

  until "$@" >/dev/null 2>&1; do
    turns=$((turns - 1))
    if [ $turns -eq 0 ]; then
      echo "$what did not come up" >&2
      exit 99
    fi
    sleep 0.05
  done
}

. "$LIVE/expect.sh"
. "$LIVE/world_net.sh"
. "$LIVE/world_servers.sh"
. "$LIVE/world_pki.sh"

# The client sees files of its own where the machine keeps its resolver, its
# hosts and its trusted certificates. A sleeping process holds that view. (It
# is started without in_ns: behind a function, $! would be a shell's.)
client_build() {
  local etc=$WORLD/client/etc

  mkdir -p "$etc" "$WORLD/client/home"
  chown 65534:65534 "$WORLD/client/home"
  echo "nameserver $RESOLVER_ADDRESS" >"$etc/resolv.conf"
  printf '%s\n' '127.0.0.1 localhost' '::1 localhost' >"$etc/hosts"
  echo 'hosts: files dns' >"$etc/nsswitch.conf"
  cat "$PKI/system.pem" >"$etc/system.pem"

  nsenter --net=/run/netns/client -- unshare --mount sh -e -c "
    mount --bind $etc/resolv.conf /etc/resolv.conf
    mount --bind $etc/hosts /etc/hosts
    mount --bind $etc/nsswitch.conf /etc/nsswitch.conf
    mount --bind $etc/system.pem /etc/ssl/certs/ca-certificates.crt
    touch $WORLD/client/ready
    exec sleep $TIME_LIMIT" &
  CLIENT_PID=$!
  remember "$CLIENT_PID"
  wait_for 'the client' test -e "$WORLD/client/ready"
}

# Runs a command on the client, with a clean environment.
client_run() { # COMMAND...
  nsenter --target "$CLIENT_PID" --net --mount -- env --ignore-environment \
    PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    HOME="$WORLD/client/home" TERM="${TERM:-dumb}" LANG=C.UTF-8 "$@"
}

# The same without any privilege, which is how the program is meant to run.
client_run_plain() { # COMMAND...
  client_run setpriv --reuid 65534 --regid 65534 --clear-groups \
    --no-new-privs --inh-caps=-all -- "$@"
}

client_resolver() { # ADDRESS...
  printf 'nameserver %s\n' "$@" >"$WORLD/client/etc/resolv.conf"
}

# Everything that every test needs. Options go to the relay, which then makes
# the line between the company and the cloud.
world_build() { # [RELAY OPTION...]
  net_build "$@"
  pki_build
  start_resolvers
  start_cloud
  client_build
}
