#!/bin/sh
# node-key.sh REGION PARAMETER: the link's key from the Parameter Store into memory, anew at each start.
set -eu
umask 077

fail() {
  echo "node-key: $*" >&2
  exit 1
}

[ $# -eq 2 ] || fail "usage: node-key.sh REGION PARAMETER"
key=$(aws ssm get-parameter --region "$1" --name "$2" --with-decryption --query Parameter.Value --output text) ||
  fail "the parameter $2 cannot be read"
# Anything else would have to be quoted in a file of environment variables.
case $key in
  '' | *[!A-Za-z0-9_=+/.~-]*) fail "the key in $2 must be letters, digits and _=+/.~- alone" ;;
esac
folder=${RUNTIME_DIRECTORY:-/run/tertulia}
printf 'TERTULIA_NODE_KEY=%s\n' "$key" >"$folder/media-node.secret.new"
mv "$folder/media-node.secret.new" "$folder/media-node.secret"
