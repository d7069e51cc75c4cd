#!/usr/bin/env bash
# Measures `cdsdoctor check` beside the same work done by hand, all of it at
# once: dig, openssl s_client and curl for every endpoint. Prints Markdown.
#
#   checks.sh [RUNS]    how often the quick cases are repeated (default: 7)
#
# The commands by hand keep their own time limits, but nobody waits longer
# than CAP seconds for them.
CAP=50
LIVE_TIME_LIMIT=900
# shellcheck source=../tests/live/world.sh
. "$(dirname "$0")/../tests/live/world.sh"
RUNS=${1:-7}
BENCH=$(cd "$(dirname "$0")" && pwd)

ENDPOINTS=("$PKI_HOST" "${US_HOSTS[@]}" "${EU_HOSTS[@]}" "${APJ_HOSTS[@]}")
MANY=1000
MANY_ZONE=bench.dlp.protect.broadcom.com
MANY_ADDRESS=20.77.50.1
MANY_REPORT=$WORLD/client/home/many.json

# One name for all: whatever stands below the zone has the same address.
RESOLVER_EXTRA="
  local-zone: \"$MANY_ZONE\" redirect
  local-data: \"$MANY_ZONE A $MANY_ADDRESS\""

build() {
  world_build --delay-ms 50
  mkdir "$WORLD/bin"
  cp "$PROGRAM" "$WORLD/bin/cdsdoctor"
  "${CC:-cc}" -std=c17 -D_GNU_SOURCE -O2 -o "$WORLD/bin/measure" \
    "$BENCH/measure.c" -lutil
}

# Prints FIRST_BYTE_MS WALL_MS PEAK_KB STATUS.
measure() { # COMMAND...
  client_run_plain "$WORLD/bin/measure" "$@"
}

check_command() { # OPTION...
  CHECK=("$WORLD/bin/cdsdoctor" check --format json
    --trust "$PKI/genuine-root.pem" --ca-file "$PKI/system.pem" "$@")
}

by_hand() {
  cat >"$WORLD/bin/by-hand" <<SH
for host in ${ENDPOINTS[*]}; do
  timeout $CAP dig +short "\$host" &
  timeout $CAP dig +short "\$host" AAAA &
  timeout $CAP openssl s_client -connect "\$host:443" -servername "\$host" \
    -showcerts &
  timeout $CAP curl -sS -i "https://\$host/" &
done </dev/null >/dev/null 2>&1
wait
SH
  HAND=(bash "$WORLD/bin/by-hand")
}

median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

# Median of one of the numbers of `measure` over so many runs.
median_of() { # FIELD TIMES COMMAND...
  local field=$1 times=$2
  shift 2
  for _ in $(seq "$times"); do
    measure "$@" | cut -d' ' -f"$field"
  done | median
}

row() { # CASE OURS THEIRS UNIT
  awk -v name="$1" -v ours="$2" -v theirs="$3" -v unit="$4" 'BEGIN {
    printf "| %s | %s %s | %s %s | %.2f |\n", name, ours, unit, theirs, unit,
           ours / theirs }'
}

heading() {
  echo "Line: 100 ms there and back, resolvers at 0 ms." \
    "Median of $RUNS; load before: $(cut -d' ' -f1 /proc/loadavg)."
  echo "By hand: dig, openssl s_client, curl, for ${#ENDPOINTS[@]} endpoints" \
    "at once, waited for at most $CAP s."
  echo
  echo '| Case | cdsdoctor | beside it | ratio |'
  echo '| --- | --- | --- | --- |'
}

# In turns, so that whatever else the machine does meets both.
compare_times() { # CASE TIMES
  local ours=$WORLD/ours theirs=$WORLD/theirs

  rm -f "$ours" "$theirs"
  for _ in $(seq "$2"); do
    measure "${CHECK[@]}" | cut -d' ' -f2 >>"$ours"
    measure "${HAND[@]}" | cut -d' ' -f2 >>"$theirs"
  done
  row "$1" "$(median <"$ours")" "$(median <"$theirs")" ms
}

# The same zones beyond the line: now asking for a name is a round trip too.
FAR_RESOLVER=20.77.50.53
start_far_resolver() {
  ip -n cloud addr add "$FAR_RESOLVER" dev lo
  sed "s/^  interface: .*/  interface: $FAR_RESOLVER/" "$WORLD/resolver.conf" \
    >"$WORLD/far-resolver.conf"
  serve cloud far-resolver unbound -d -c "$WORLD/far-resolver.conf"
  wait_for 'the far resolver' in_ns cloud dig +time=1 +tries=1 +short \
    "@$FAR_RESOLVER" "$PKI_HOST"
}

bench_times() {
  check_command --region all
  by_hand
  compare_times 'all regions, healthy: report complete' "$RUNS"
  start_far_resolver
  client_resolver "$FAR_RESOLVER"
  compare_times 'the same, resolver beyond the line too' "$RUNS"
  client_resolver "$RESOLVER_ADDRESS"
  firewall 'iifname client0 tcp dport 443 drop'
  compare_times 'silent firewall: report complete' 1
  firewall 'iifname client0 meta l4proto { tcp, udp } th dport 53 drop'
  client_resolver "$RESOLVER_ADDRESS" "$INSIDE_RESOLVER_ADDRESS"
  compare_times 'two silent resolvers: report complete' 1
  firewall
  client_resolver "$RESOLVER_ADDRESS"
}

bench_first_byte() {
  local ours

  check_command --region all --format text
  ours=$(median_of 1 "$RUNS" --terminal "${CHECK[@]}")
  row 'first byte on a terminal (beside curl --version)' "$ours" \
    "$(median_of 1 "$RUNS" --terminal curl --version)" ms
  if command -v mtr >/dev/null; then
    row 'first byte on a terminal (beside mtr --version)' "$ours" \
      "$(median_of 1 "$RUNS" --terminal mtr --version)" ms
  fi
}

bench_memory() {
  local ours host=${US_HOSTS[0]}

  check_command --region all
  ours=$(median_of 3 "$RUNS" "${CHECK[@]}")
  row 'peak memory (beside curl, one endpoint)' "$ours" \
    "$(median_of 3 "$RUNS" curl -sS -i "https://$host/")" kB
  row 'peak memory (beside openssl s_client, one endpoint)' "$ours" \
    "$(median_of 3 "$RUNS" sh -c "exec openssl s_client -showcerts \
      -connect $host:443 -servername $host </dev/null")" kB
}

# A gateway that answers to a thousand names, and the definitions of them.
start_many() {
  ip -n cloud addr add "$MANY_ADDRESS" dev lo
  pki_leaf many "*.$MANY_ZONE"
  nginx_site many "$MANY_ADDRESS" '' \
    "ssl_verify_client on; ssl_client_certificate $PKI/enforce.pem;" |
    start_nginx many "$MANY_ADDRESS"
  {
    sed '/^endpoints:/q' "$BENCH/../data/regions.yaml"
    for number in $(seq "$MANY"); do
      cat <<YAML
  - host: gw$number.$MANY_ZONE
    port: 443
    role: gateway
    required: true
    services: [cds, email]
    regions: [us, eu, apj]
    why: One of many.
    opens: network-team
    genuine: { status: 400, asks_client_certificate: true, may_refuse: true }
    source: generated
YAML
    done
  } >"$WORLD/many.yaml"
}

# Watches the client's sockets until it is ended, for the largest number that
# was in use at once, UDP and TCP together.
watch_sockets() { # FILE
  local peak=0 tcp=0 udp=0

  trap 'echo "$peak" >"$1"; exit' TERM
  while :; do
    while read -r kind _ in_use _; do
      case $kind in
      TCP: | TCP6:) tcp=$((tcp + in_use)) ;;
      UDP: | UDP6:) udp=$((udp + in_use)) ;;
      esac
    done < <(cat "/proc/$CLIENT_PID/net/sockstat" \
      "/proc/$CLIENT_PID/net/sockstat6")
    [ $((tcp + udp)) -le "$peak" ] || peak=$((tcp + udp))
    tcp=0 udp=0
    sleep 0.01
  done
}

bench_many() {
  local watcher numbers

  start_many
  check_command --region us --regions "$WORLD/many.yaml" --output "$MANY_REPORT"
  watch_sockets "$WORLD/peak" &
  watcher=$!
  numbers=$(measure "${CHECK[@]}")
  kill "$watcher"
  wait "$watcher" || true
  expect 'the thousand were looked at' [ -s "$MANY_REPORT" ]
  echo
  echo "$MANY endpoints at one address:" \
    "$(jq -r '.verdict.outcome' "$MANY_REPORT" 2>/dev/null)" \
    "after $(echo "$numbers" | cut -d' ' -f2) ms," \
    "peak $(echo "$numbers" | cut -d' ' -f3) kB," \
    "at most $(cat "$WORLD/peak") sockets in use at once."
}

build
heading
bench_times
bench_first_byte
bench_memory
bench_many
