#!/usr/bin/env bash
# The lab and the world agree on handshakes and pages: of nginx with good and
# bad certificates, of squid that opens or splices, and of whatever else may
# answer on port 443.
. "$(dirname "$0")/world.sh"
. "$LIVE/agree.sh"
agree_build

# Squid sends the authority that it signs with twice; others send it once.
twice=' tls .*\.chain_count '
start_transparent bump firewall
agrees inspected-trusted-ca "$twice"
CA_FILE=$PKI/genuine-root.pem
agrees live-inspected-untrusted "$twice"
unset CA_FILE
stop_server squid-bump
start_transparent splice firewall
agrees live-spliced
stop_server squid-splice
intercept 3129

# The PKI Manager with another certificate, or with another page.
make_chains() {
  cp "$PKI/pki.key" "$PKI/pki-no-intermediate.key"
  cp "$PKI/pki.pem" "$PKI/pki-no-intermediate.chain"
  PKI_FROM_DAYS=-395 PKI_UNTIL_DAYS=-30
  pki_leaf pki-expired "$PKI_HOST"
  PKI_FROM_DAYS=30 PKI_UNTIL_DAYS=395
  pki_leaf pki-not-yet-valid "$PKI_HOST"
  PKI_FROM_DAYS=-60
  pki_leaf pki-other-name www.example.com
  pki_root pki-self-signed '/O=Example Appliances/CN=appliance.example.internal'
  cp "$PKI/pki-self-signed.pem" "$PKI/pki-self-signed.chain"
}
restart_cloud() {
  stop_server nginx
  start_cloud
}
make_chains
for chain in no-intermediate expired not-yet-valid other-name self-signed; do
  SITE_CHAIN[pki]=pki-$chain
  restart_cloud
  agrees "live-chain-$chain"
done
SITE_CHAIN[pki]=pki
while read -r scenario answer; do
  SITE_EXTRA[pki]="location / { return $answer; }"
  restart_cloud
  agrees "$scenario"
done <<'ROWS'
live-status-503 503
live-status-200 200 "Access denied"
live-redirect 302 https://blocked.example.com/
live-says-nothing 444
ROWS
unset 'SITE_EXTRA[pki]'
SITE_EXTRA[us]='ssl_protocols TLSv1.2;'
restart_cloud
agrees live-tls12-only

# Somebody else in the gateway's place.
start_odd_servers us
while read -r scenario mode; do
  replace_service us "$mode"
  agrees "$scenario"
done <<'ROWS'
live-ssh ssh
live-plain-http plain-nginx
live-closes-at-hello close-after-hello
live-resets-at-hello reset-after-hello
live-silent-at-hello silent
live-alert-112 unrecognized-name
live-required-tls12 required-tls12
live-required-tls13 required-tls13
ROWS

agree_end
