#!/bin/sh
# Installs Python 3 where the image has none, and pip where there is something for it to install: the arguments.
set -eu

wanted=$#
set --
command -v python3 >/dev/null || set -- python3
if [ "$wanted" -gt 0 ] && ! python3 -m pip --version >/dev/null 2>&1; then
    if command -v apk >/dev/null; then
        set -- "$@" py3-pip
    else
        set -- "$@" python3-pip
    fi
fi

if [ $# -eq 0 ]; then
    exit 0
elif command -v apt-get >/dev/null; then
    apt-get update
    apt-get install -y --no-install-recommends "$@"
    rm -rf /var/lib/apt/lists/*
elif command -v apk >/dev/null; then
    apk add --no-cache "$@"
else
    echo "core/python-app: the base lacks $*, and has neither apt-get nor apk to install it with" >&2
    exit 1
fi
