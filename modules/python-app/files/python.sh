#!/bin/sh
# Installs Python 3 where the image has none, and pip where there is something for it to install: the arguments.
set -eu

packages=
command -v python3 >/dev/null || packages=python3
if [ $# -gt 0 ] && ! python3 -m pip --version >/dev/null 2>&1; then
    packages="$packages pip"
fi

if [ -z "$packages" ]; then
    exit 0
elif command -v apt-get >/dev/null; then
    apt-get update
    # shellcheck disable=SC2086
    apt-get install -y --no-install-recommends $(echo " $packages" | sed 's/ pip/ python3-pip/')
    rm -rf /var/lib/apt/lists/*
elif command -v apk >/dev/null; then
    # shellcheck disable=SC2086
    apk add --no-cache $(echo " $packages" | sed 's/ pip/ py3-pip/')
else
    echo "core/python-app: the base lacks $packages, and has neither apt-get nor apk to install it with" >&2
    exit 1
fi
