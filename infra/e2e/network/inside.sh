#!/bin/sh
# Runs a browser in the network namespace that TERTULIA_NETNS names; Playwright takes one executable and nothing else.
exec ip netns exec "$TERTULIA_NETNS" "${CHROMIUM:-/usr/bin/chromium}" "$@"
