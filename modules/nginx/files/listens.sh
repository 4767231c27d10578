#!/bin/sh
# Starts nginx, and waits until it listens at a port.
set -eu
port=$(printf '%04X' "$1")

nginx
for _ in 1 2 3 4 5 6 7 8 9 10; do
    if grep -q ":$port 00000000:0000 0A" /proc/net/tcp; then
        exit 0
    fi
    sleep 1
done
echo "nobody listens at the port $1" >&2
exit 1
