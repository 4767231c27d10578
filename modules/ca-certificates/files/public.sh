#!/bin/sh
# Installs the public authorities where the image has none.
set -eu
bundle=/etc/ssl/certs/ca-certificates.crt

if [ -s "$bundle" ]; then
    exit 0
elif command -v apt-get >/dev/null; then
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ca-certificates
    rm -rf /var/lib/apt/lists/*
elif command -v apk >/dev/null; then
    apk add --no-cache ca-certificates
else
    echo "core/ca-certificates: there is no $bundle, and neither apt-get nor apk to install it with;" \
        "public: false does without" >&2
    exit 1
fi
