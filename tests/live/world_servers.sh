# shellcheck shell=bash
# The servers of the test world: resolvers, the cloud service, their odd
# doubles, and proxies. Each start_* returns once its server answers.

PKI_HOST=pki-scep.symauth.com
US_HOSTS=(gw.csg.dlp.protect.symantec.com gw.csg.dlp.protect.broadcom.com)
EU_HOSTS=(gw2.csg.dlp.protect.symantec.com gw2.csg.dlp.protect.broadcom.com)
APJ_HOSTS=(gw3.csg.dlp.protect.broadcom.com)
PROXY_HOST=proxy.corp.example

# Starts a server in a namespace, its output in NAME.log.
declare -A SERVER_PIDS=()
serve() { # NAMESPACE NAME COMMAND...
  local namespace=$1 name=$2
  shift 2
  nsenter --net="/run/netns/$namespace" -- "$@" >"$WORLD/$name.log" 2>&1 &
  SERVER_PIDS[$name]=$!
  remember $!
}

stop_server() { # NAME
  kill "${SERVER_PIDS[$1]}"
  wait "${SERVER_PIDS[$1]}" || true # its status is that of the signal
  unset "SERVER_PIDS[$1]"
  rm -rf "${WORLD:?}/$1"
}

port_answers() { # NAMESPACE ADDRESS PORT
  in_ns "$1" timeout 1 bash -c ": </dev/tcp/$2/$3" 2>/dev/null
}

zone() { # NAME, records on standard input
  {
    cat <<'ZONE'
$TTL 300
@ SOA ns.corp.example. admin.corp.example. 1 3600 600 86400 60
@ NS ns.corp.example.
ZONE
    cat
  } >"$WORLD/zones/${1/#./root}"
}

records() { # NAME IPV4S IPV6S
  for address in $2; do echo "$1 A $address"; done
  for address in $3; do echo "$1 AAAA $address"; done
}

# A recursive resolver that has every zone at home, the root too: names that
# nobody defined do not exist, and no question can leave.
start_resolver() { # NAME ADDRESS ZONE...
  local name=$1 address=$2
  shift 2
  {
    cat <<CONF
server:
  chroot: ""
  username: ""
  directory: "$WORLD"
  pidfile: ""
  use-syslog: no
  do-daemonize: no
  num-threads: 1
  interface: $address
  access-control: 0.0.0.0/0 allow
  module-config: "iterator"
  hide-version: yes
$RESOLVER_EXTRA
remote-control:
  control-enable: no
CONF
    for zone in "$@"; do
      printf 'auth-zone:\n  name: "%s"\n  zonefile: "%s"\n' \
        "$zone" "$WORLD/zones/${zone/#./root}"
      printf '  for-downstream: no\n  for-upstream: yes\n'
    done
  } >"$WORLD/$name.conf"
  serve office "$name" unbound -d -c "$WORLD/$name.conf"
  wait_for "$name" in_ns office dig +time=1 +tries=1 +short \
    "@$address" ns.corp.example
}

# Public names by way of the first resolver; the second, for designs in which
# only the proxy resolves those, knows none but the company's own, unless a
# test wants it to be like the first.
INSIDE_ZONES='. corp.example'
PUBLIC_ZONES='symauth.com protect.broadcom.com protect.symantec.com'
SECOND_RESOLVER_ZONES=$INSIDE_ZONES
start_resolvers() {
  mkdir "$WORLD/zones"
  zone . </dev/null
  {
    echo "ns A $RESOLVER_ADDRESS"
    records proxy "$PROXY_ADDRESS" "$PROXY_ADDRESS6"
  } | zone corp.example
  records pki-scep "$PKI_ADDRESSES" "$PKI_ADDRESSES6" | zone symauth.com
  {
    # The American gateway stands behind a chain of aliases.
    echo 'gw.csg.dlp CNAME us.lb.dlp'
    records us.lb.dlp "$US_ADDRESSES" "$US_ADDRESSES6"
    records gw2.csg.dlp "$EU_ADDRESSES" "$EU_ADDRESSES6"
    records gw3.csg.dlp "$APJ_ADDRESSES" "$APJ_ADDRESSES6"
  } | zone protect.broadcom.com
  {
    echo 'gw.csg.dlp CNAME gw.csg.dlp.protect.broadcom.com.'
    records gw2.csg.dlp "$EU_ADDRESSES" "$EU_ADDRESSES6"
  } | zone protect.symantec.com

  # shellcheck disable=SC2086 # one argument per zone is meant
  {
    start_resolver resolver "$RESOLVER_ADDRESS" $INSIDE_ZONES $PUBLIC_ZONES
    start_resolver inside-resolver "$INSIDE_RESOLVER_ADDRESS" \
      $SECOND_RESOLVER_ZONES
  }
}

nginx_site() { # CERTIFICATE IPV4S IPV6S DIRECTIVE...
  local certificate=$1 addresses=$2 addresses6=$3
  shift 3
  echo 'server {'
  for address in $addresses; do echo "listen $address:443 ssl;"; done
  for address in $addresses6; do echo "listen [$address]:443 ssl;"; done
  echo "ssl_certificate $PKI/$certificate.chain;"
  echo "ssl_certificate_key $PKI/$certificate.key;"
  printf '%s\n' "$@" '}'
}

# Serves the sites on standard input; ADDRESS is one of theirs.
start_nginx() { # NAME ADDRESS
  local directory=$WORLD/$1

  mkdir "$directory"
  {
    echo 'daemon off; user root; worker_processes 1;'
    echo "pid $directory/pid; error_log $directory/error.log;"
    echo 'events { worker_connections 4096; }'
    echo "http { server_tokens off; access_log $directory/access.log; root $directory/empty;"
    for kind in client_body proxy fastcgi uwsgi scgi; do
      echo "${kind}_temp_path $directory/$kind;"
    done
    echo 'ssl_protocols TLSv1.2 TLSv1.3;'
    cat
    echo '}'
  } >"$directory/conf"
  serve cloud "$1" nginx -e "$directory/error.log" -c "$directory/conf"
  wait_for "$1" port_answers cloud "$2" 443
}

# The genuine service: the PKI Manager has nothing at /, the gateways want a
# client certificate and say so with nginx's own 400. A test that has changed
# SITE_CHAIN or SITE_EXTRA starts it again.
declare -A SITE_CHAIN=([pki]=pki [us]=us [eu]=eu [apj]=apj)
declare -A SITE_EXTRA=()
PLAIN_PORT=7080
start_cloud() {
  local mutual="ssl_verify_client on; ssl_client_certificate $PKI/enforce.pem;"
  local addresses addresses6

  for site in pki us eu apj; do
    addresses=${site^^}_ADDRESSES addresses6=${site^^}_ADDRESSES6
    nginx_site "${SITE_CHAIN[$site]}" "${!addresses}" "${!addresses6}" \
      "$([ $site = pki ] || echo "$mutual")" "${SITE_EXTRA[$site]:-}"
  done >"$WORLD/sites"
  # For replace_service: a web server that expects no TLS.
  echo "server { listen $PLAIN_PORT; listen [::]:$PLAIN_PORT; }" \
    >>"$WORLD/sites"
  start_nginx nginx "$PKI_ADDRESSES" <"$WORLD/sites"
}

# What every squid here shares; directives of the variant on standard input.
SQUID_RESOLVER=$RESOLVER_ADDRESS
start_squid() { # NAMESPACE NAME ADDRESS PORT
  local directory=$WORLD/squid-$2

  mkdir "$directory"
  /usr/lib/squid/security_file_certgen -c -s "$directory/minted" -M 4MB \
    >"$directory/certgen.log" 2>&1
  {
    cat <<CONF
visible_hostname $PROXY_HOST
pid_filename $directory/pid
cache_log $directory/cache.log
access_log stdio:$directory/access.log
coredump_dir $directory
cache deny all
cache_mem 8 MB
netdb_filename none
pinger_enable off
hosts_file none
dns_nameservers $SQUID_RESOLVER
shutdown_lifetime 0 seconds
max_filedescriptors 1024
tls_outgoing_options cafile=$PKI/genuine-root.pem
sslproxy_session_cache_size 0
sslcrtd_program /usr/lib/squid/security_file_certgen \
-s $directory/minted -M 4MB
sslcrtd_children 2 startup=1 idle=1
CONF
    cat
  } >"$directory/conf"
  chown -R proxy "$directory"
  serve "$1" "squid-$2" squid -N -f "$directory/conf"
  wait_for "squid $2" port_answers "$1" "$3" "$4"
}

# Options of a listening port whose certificates the inspector's CA signs.
minting_port() {
  chmod a+r "$PKI/inspector.key"
  echo "ssl-bump tls-cert=$PKI/inspector.pem tls-key=$PKI/inspector.key" \
    'generate-host-certificates=on dynamic_cert_mem_cache_size=4MB'
}

# The company's explicit proxy.
#   plain    a tunnel and nothing else
#   denying  403 for every host
#   selective  403 for the PKI Manager
#   login    407 until Basic credentials (user "enforce", password "secret")
#   bumping  opens every tunnel and signs with the inspector's CA
proxy_conf() { # plain|denying|selective|login|bumping
  case $1 in
  plain) printf '%s\n' 'http_port 3128' 'http_access allow all' ;;
  denying) printf '%s\n' 'http_port 3128' 'http_access deny all' ;;
  selective)
    printf '%s\n' 'http_port 3128' "acl closed dstdomain $PKI_HOST" \
      'http_access deny closed' 'http_access allow all'
    ;;
  login)
    echo "enforce:$(openssl passwd -apr1 secret)" >"$WORLD/proxy-users"
    cat <<CONF
http_port 3128
auth_param basic program /usr/lib/squid/basic_ncsa_auth $WORLD/proxy-users
auth_param basic realm Example Corp
auth_param basic children 1
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
CONF
    ;;
  bumping)
    cat <<CONF
http_port 3128 $(minting_port)
acl hello at_step SslBump1
ssl_bump peek hello
ssl_bump bump all
http_access allow all
CONF
    ;;
  esac
}

# Not through a pipe: what start_squid remembers must outlive it.
start_proxy() { # plain|denying|selective|login|bumping
  start_squid office "$1" "$PROXY_ADDRESS" 3128 < <(proxy_conf "$1")
}

# A transparent box in a node: whatever comes from the company for port 443
# goes through it. "bump" signs anew with the inspector's CA, "splice" only
# looks at the name and hands the bytes on.
start_transparent() { # bump|splice [NODE]
  INTERCEPT_AT=${2:-router}
  start_squid "$INTERCEPT_AT" "$1" 127.0.0.1 3130 <<CONF
http_port 127.0.0.1:3130
https_port 3129 intercept $(minting_port)
acl hello at_step SslBump1
ssl_bump peek hello
ssl_bump $1 all
http_access allow all
CONF
  intercept 3129 'tcp dport 443'
}

# The doubles stand on ports of the cloud and the office until divert sends
# someone to them.
ODD_PORTS='7001=ssh 7002=drip 7003=close-at-once 7004=close-after-hello
7005=reset-at-once 7006=reset-after-hello 7007=silent 7008=plain-http
7009=endless-headers 7010=big-body 7011=escapes 7012=required-tls12
7013=required-tls13 7014=block-page 7015=unrecognized-name 7016=gateway'
# One of nginx itself, without TLS.
PLAIN_NGINX="$PLAIN_PORT=plain-nginx"
ODD_RESOLVER_PORTS='5301=garbage 5302=truncated 5303=servfail 5304=refused
5305=silent 5306=wrong-id 5307=nxdomain 5308=empty'

start_odd_servers() { # CERTIFICATE
  # shellcheck disable=SC2086 # one argument per port is meant
  serve cloud "odd-$1" "$BUILD/odd_server" "$PKI/$1.chain" "$PKI/$1.key" $ODD_PORTS
  wait_for 'the odd servers' grep -q ready "$WORLD/odd-$1.log"
}

# One for each resolver: an answer must come from the address that was asked.
start_odd_resolver() {
  for address in "$RESOLVER_ADDRESS" "$INSIDE_RESOLVER_ADDRESS"; do
    # shellcheck disable=SC2086
    serve office "odd-resolver-$address" "$BUILD/odd_resolver" "$address" \
      $ODD_RESOLVER_PORTS
    wait_for 'the odd resolver' \
      grep -q ready "$WORLD/odd-resolver-$address.log"
  done
}

odd_port() { # MODE, among the PORT=MODE pairs that follow
  local mode=$1
  shift
  for pair in "$@"; do
    [ "${pair#*=}" != "$mode" ] || echo "${pair%%=*}"
  done
}

# Puts a double in a service's place, on all its addresses.
replace_service() { # pki|us|eu|apj MODE
  local addresses addresses6

  addresses=${1^^}_ADDRESSES
  addresses6=${1^^}_ADDRESSES6
  # shellcheck disable=SC2086
  divert cloud "$1" tcp 443 "$(odd_port "$2" $ODD_PORTS $PLAIN_NGINX)" \
    "ip daddr { ${!addresses// /, } }" "ip6 daddr { ${!addresses6// /, } }"
}

restore_service() { # pki|us|eu|apj
  undivert cloud "$1"
}

# Puts the odd resolver in the place of those that are REPLACED, on the
# transports named.
REPLACED=$RESOLVER_ADDRESS
replace_resolver() { # MODE TRANSPORT...
  local port

  # shellcheck disable=SC2086
  port=$(odd_port "$1" $ODD_RESOLVER_PORTS)
  shift
  restore_resolver
  for transport in "$@"; do
    divert office "resolver_$transport" "$transport" 53 "$port" \
      "ip daddr { ${REPLACED// /, } }"
  done
}

restore_resolver() {
  undivert office resolver_udp
  undivert office resolver_tcp
}
