#!/bin/sh
# Starts the application that the public Engine.IO and Socket.IO test suites expect, on Open Liberty with the gateway's own
# classes, in the foreground: conformance.sh [--port PORT]. The default is 3000, the port that the suites call.
set -eu

port=3000
while [ $# -gt 0 ]; do
  case $1 in
    --port) port=$2; shift 2 ;;
    *) echo "usage: conformance [--port PORT]" >&2; exit 64 ;;
  esac
done

root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
module=$root/signaling-war
server=$module/target/conformance/usr/servers/conformance
war=$server/apps/conformance.war

if [ "${TERTULIA_SKIP_BUILD:-}" != 1 ]; then
  (cd "$root" && mkdir -p signaling-war/web/dist && mvn -q -pl signaling-war -am package -DskipTests)
fi

rm -rf "$server"
mkdir -p "$war/WEB-INF/classes/chat" "$war/WEB-INF/lib"
cp "$module/target/test-classes/conformance/server.xml" "$server/"
cp "$module/target/test-classes/conformance/web.xml" "$war/WEB-INF/"
cp -R "$module/target/classes/chat/." "$war/WEB-INF/classes/chat/"
cp -R "$module/target/test-classes/chat/." "$war/WEB-INF/classes/chat/"
cp "$module"/target/tertulia/WEB-INF/lib/jackson-*.jar "$war/WEB-INF/lib/"

CONFORMANCE_PORT=$port WLP_USER_DIR=$module/target/conformance/usr
export CONFORMANCE_PORT WLP_USER_DIR
exec "$module/target/liberty/wlp/bin/server" run conformance
