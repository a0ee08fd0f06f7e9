#!/bin/sh
# fetch.sh URL SHA256 FOLDER: puts what is in the archive's one top folder into FOLDER, or changes nothing.
set -eu
umask 022

fail() {
  echo "fetch: $*" >&2
  exit 1
}

[ $# -eq 3 ] || fail "usage: fetch.sh URL SHA256 FOLDER"
url=$1 sum=$2 folder=$3
mkdir -p "$(dirname "$folder")"
draft=$(mktemp -d "$folder.XXXXXX")
trap 'rm -rf "$draft"' EXIT
chmod 755 "$draft"
curl --fail --silent --show-error --location --retry 5 --retry-all-errors --proto '=https,file' --output "$draft/archive" "$url" ||
  fail "$url cannot be had"
echo "$sum  $draft/archive" | sha256sum --check --status || fail "$url is not the file with the SHA-256 $sum"
mkdir "$draft/content"
tar -xzf "$draft/archive" -C "$draft/content" --strip-components=1 --no-same-owner || fail "$url is no tar.gz"
[ -n "$(ls -A "$draft/content")" ] || fail "$url has no top folder with something in it"
rm -rf "$folder"
mv "$draft/content" "$folder"
