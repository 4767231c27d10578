#!/bin/sh
# Stops the store as docker stop does, starts it again, and asks for what it was given before.
set -eu

start() {
  redis-server /etc/store/store.conf >/tmp/log &
  server=$!
  until redis-cli ping 2>/dev/null | grep -q PONG; do sleep 0.1; done
}

start
redis-cli set harbour Hamburg
kill -TERM "$server"
wait "$server"

start
test "$(redis-cli get harbour)" = Hamburg
