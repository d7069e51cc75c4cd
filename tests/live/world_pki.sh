# shellcheck shell=bash
# The certificates of the test world, made anew for each run: a genuine root
# and intermediate with a leaf for each endpoint, the inspector's own CA, the
# CA that Enforce's client certificate would come from, and one stranger whose
# names try to act on a terminal.
#
#   pki/genuine-root.pem    what --trust is given
#   pki/system.pem          the client's system store: genuine and inspector
#   pki/NAME.chain, .key    what a server presents: leaf and intermediate

PKI=$WORLD/pki

pki_key() { # NAME
  openssl ecparam -name prime256v1 -genkey -noout -out "$PKI/$1.key"
}

pki_root() { # NAME SUBJECT
  pki_key "$1"
  openssl req -x509 -new -key "$PKI/$1.key" -subj "$2" -days 3650 \
    -addext 'keyUsage=critical,keyCertSign,cRLSign' -out "$PKI/$1.pem"
}

# Genuine certificates are two months old: one that was made a minute ago is
# itself a sign of inspection. Only `openssl ca` lets us choose the dates.
PKI_FROM_DAYS=-60 PKI_UNTIL_DAYS=300 # of the certificates made next
pki_sign() { # NAME ISSUER SUBJECT EXTENSIONS
  local ca=$PKI/ca.$2

  if [ ! -d "$ca" ]; then
    mkdir "$ca"
    : >"$ca/index"
    openssl rand -hex 16 >"$ca/serial"
  fi
  cat >"$ca/conf" <<CONF
[ca]
default_ca = this
[this]
database = $ca/index
serial = $ca/serial
new_certs_dir = $ca
certificate = $PKI/$2.pem
private_key = $PKI/$2.key
default_md = sha256
unique_subject = no
policy = any
[any]
countryName = optional
organizationName = optional
commonName = optional
[extensions]
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
$4
CONF
  pki_key "$1"
  openssl req -new -key "$PKI/$1.key" -subj "$3" -out "$PKI/$1.csr"
  openssl ca -batch -notext -config "$ca/conf" -extensions extensions \
    -startdate "$(date -u -d "$PKI_FROM_DAYS days" +%Y%m%d%H%M%SZ)" \
    -enddate "$(date -u -d "$PKI_UNTIL_DAYS days" +%Y%m%d%H%M%SZ)" \
    -in "$PKI/$1.csr" -out "$PKI/$1.pem" 2>>"$PKI/log"
}

pki_leaf() { # NAME HOST...
  local name=$1 first=$2 alternatives=''
  shift

  for host in "$@"; do
    alternatives=${alternatives:+$alternatives,}DNS:$host
  done
  pki_sign "$name" genuine-intermediate \
    "/C=US/O=Genuine Example Inc/CN=$first" \
    "basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = $alternatives"
  cat "$PKI/$name.pem" "$PKI/genuine-intermediate.pem" >"$PKI/$name.chain"
}

pki_build() {
  mkdir "$PKI"
  pki_root genuine-root '/C=US/O=Genuine Trust Inc/CN=Genuine Test Root G2'
  pki_root inspector '/O=Example Corp/CN=Example Corp Web Gateway CA'
  pki_root enforce '/O=Example DLP/CN=Example Enforce Client CA'
  pki_sign genuine-intermediate genuine-root \
    '/C=US/O=Genuine Trust Inc/CN=Genuine Test TLS CA1' \
    'basicConstraints = critical,CA:true,pathlen:0
keyUsage = critical,keyCertSign,cRLSign'
  pki_leaf pki "$PKI_HOST"
  pki_leaf us "${US_HOSTS[@]}"
  pki_leaf eu "${EU_HOSTS[@]}"
  pki_leaf apj "${APJ_HOSTS[@]}"

  # Clears the screen, sets the title and rings, if anybody prints it raw.
  pki_root stranger $'/O=\e]0;owned\a\e[2J/CN=\e[31mstranger\r\x9b1m'
  cp "$PKI/stranger.pem" "$PKI/stranger.chain"

  cat "$PKI/genuine-root.pem" "$PKI/inspector.pem" >"$PKI/system.pem"
}
