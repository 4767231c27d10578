#!/bin/sh
# Starts the store and asks it something.
set -eu

redis-server /etc/store/store.conf --daemonize yes --logfile /tmp/log
until redis-cli ping 2>/dev/null | grep -q PONG; do sleep 0.1; done

test "$(redis-cli set greeting hello)" = OK
test "$(redis-cli get greeting)" = hello
test "$(redis-cli config get appendonly | tail -n 1)" = yes
test "$(stat -c %U /data/appendonlydir)" = store
