#!/bin/sh
# Makes the virtual environment VENV, and installs the arguments into it.
set -eu

if [ ! -x "$VENV/bin/python" ]; then
    if [ "$SYSTEM_PACKAGES" = true ]; then
        python3 -m venv --without-pip --system-site-packages "$VENV"
    else
        python3 -m venv --without-pip "$VENV"
    fi
fi

if [ $# -gt 0 ]; then
    # The base's pip works for the environment, which so needs none.
    python3 -m pip --python "$VENV/bin/python" install --no-input --no-cache-dir --disable-pip-version-check \
        --root-user-action ignore --no-compile -- "$@"
    # By content: the time of a file is another in each build.
    "$VENV/bin/python" -m compileall -q --invalidation-mode unchecked-hash "$VENV/lib"
fi
