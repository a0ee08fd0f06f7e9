#!/bin/sh
# Liberty by its jar, as the launcher does it (docs/adr/0005), so that signals reach the server.
set -eu
wlp=/opt/tertulia/wlp
config=$wlp/usr/servers/tertulia
# Liberty reads these names; the password protects its own keys alone.
export ltpa_keys_password="${TERTULIA_LTPA_PASSWORD:?is not set}" keystore_password="$TERTULIA_LTPA_PASSWORD"
set --
while read -r option; do
  case $option in '' | '#'*) ;; *) set -- "$@" "$option" ;; esac
done <"$config/jvm.options"
opens=$wlp/lib/platform/java/java24.options
[ ! -f "$opens" ] || set -- "@$opens" "$@"
exec java "-javaagent:$wlp/bin/tools/ws-javaagent.jar" "$@" -Djava.awt.headless=true -jar "$wlp/bin/tools/ws-server.jar" tertulia
