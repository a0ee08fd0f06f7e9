#!/bin/sh
# Starts coturn for Tertulia. What follows "--" goes to turnserver as it is.
#
#   TERTULIA_TURN_SECRET_FILE  needed   file with the secret, the same as the server's
#   TERTULIA_TURN_PEERS        needed   addresses of the media nodes as the relay sees them, comma separated
#   TERTULIA_TURN_ADDRESSES    all      addresses to listen on and relay from, comma separated
#   TERTULIA_TURN_EXTERNAL_IP  none     public address, when the machine is behind 1:1 NAT; PUBLIC/PRIVATE for several
#   TERTULIA_TURN_PORT         3478     UDP and TCP
#   TERTULIA_TURN_REALM        tertulia
#   TERTULIA_TURN_CERTIFICATE  none     PEM files; both set: TLS and DTLS on TERTULIA_TURN_TLS_PORT
#   TERTULIA_TURN_KEY
#   TERTULIA_TURN_TLS_PORT     443
set -eu
umask 077

fail() {
  echo "coturn: $*" >&2
  exit 2
}

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
[ "${1:-}" != -- ] || shift
[ -r "${TERTULIA_TURN_SECRET_FILE:-}" ] || fail "TERTULIA_TURN_SECRET_FILE must name a file that can be read"
secret=$(tr -d '\r\n' <"$TERTULIA_TURN_SECRET_FILE")
[ -n "$secret" ] || fail "the file of TERTULIA_TURN_SECRET_FILE is empty"
[ -n "${TERTULIA_TURN_PEERS:-}" ] || fail "TERTULIA_TURN_PEERS must name the addresses of the media nodes"

# each <option> <words, comma separated>
each() {
  echo "$2" | tr ',' '\n' | sed -n "s/^ *\([^ ][^ ]*\) *$/$1=\1/p"
}

# In memory where there is such a place, and not on the command line, which everybody on the machine can read.
folder=$(mktemp -d "${XDG_RUNTIME_DIR:-/dev/shm}/tertulia-turn.XXXXXX" 2>/dev/null || mktemp -d)
trap 'rm -rf "$folder"' EXIT
{
  cat "$here/turnserver.conf"
  echo "static-auth-secret=$secret"
  # It wants a database even when it has nothing in there.
  echo "userdb=$folder/users"
  echo "realm=${TERTULIA_TURN_REALM:-tertulia}"
  echo "listening-port=${TERTULIA_TURN_PORT:-3478}"
  each allowed-peer-ip "$TERTULIA_TURN_PEERS"
  each listening-ip "${TERTULIA_TURN_ADDRESSES:-}"
  each relay-ip "${TERTULIA_TURN_ADDRESSES:-}"
  each external-ip "${TERTULIA_TURN_EXTERNAL_IP:-}"
  if [ -n "${TERTULIA_TURN_CERTIFICATE:-}" ] && [ -n "${TERTULIA_TURN_KEY:-}" ]; then
    echo "cert=$TERTULIA_TURN_CERTIFICATE"
    echo "pkey=$TERTULIA_TURN_KEY"
    echo "tls-listening-port=${TERTULIA_TURN_TLS_PORT:-443}"
  else
    echo no-tls
    echo no-dtls
  fi
} >"$folder/turnserver.conf"

turnserver -c "$folder/turnserver.conf" "$@" &
child=$!
trap 'kill "$child" 2>/dev/null' INT TERM
wait "$child" && code=0 || code=$?
# A signal ends the first wait; the second one hears how coturn took it.
wait "$child" 2>/dev/null || :
exit "$code"
