#!/bin/sh
# Installs nginx by the package manager of the base, where there is none.
set -eu

if command -v nginx >/dev/null; then
    exit 0
elif command -v apt-get >/dev/null; then
    apt-get update
    apt-get install -y --no-install-recommends nginx-light
    rm -rf /var/lib/apt/lists/*
elif command -v apk >/dev/null; then
    apk add --no-cache nginx
else
    echo "core/nginx: the base has no nginx, and neither apt-get nor apk to install it with" >&2
    exit 1
fi
