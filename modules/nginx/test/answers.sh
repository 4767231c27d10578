#!/bin/bash
# Asks nginx for a page at each port.
set -eu

nginx
for port; do
    exec 3<>"/dev/tcp/127.0.0.1/$port"
    printf 'GET / HTTP/1.0\r\nHost: any\r\n\r\n' >&3
    cat <&3 | grep -qx "hello from nginx"
    exec 3<&-
done
