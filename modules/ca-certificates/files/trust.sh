#!/bin/sh
# Adds certificates, each an argument in PEM, to those that the image trusts.
set -eu
bundle=/etc/ssl/certs/ca-certificates.crt
own=/usr/local/share/ca-certificates

mkdir -p "$own" "${bundle%/*}"
for certificate; do
    # Without the line breaks at its end.
    certificate=$(printf %s "$certificate")
    case $certificate in
    "-----BEGIN CERTIFICATE-----"*"-----END CERTIFICATE-----") ;;
    *)
        echo "core/ca-certificates: no certificate in PEM: $certificate" >&2
        exit 1
        ;;
    esac
    sum=$(printf %s "$certificate" | sha256sum)
    printf '%s\n' "$certificate" >"$own/chandler-$(printf %.16s "$sum").crt"
done

if command -v update-ca-certificates >/dev/null; then
    update-ca-certificates
else
    # What was added before is added again, with all that has come since.
    touch "$bundle"
    rest=$(sed '/^# core\/ca-certificates begins$/,/^# core\/ca-certificates ends$/d' "$bundle")
    {
        [ -z "$rest" ] || printf '%s\n' "$rest"
        echo "# core/ca-certificates begins"
        cat "$own"/*.crt
        echo "# core/ca-certificates ends"
    } >"$bundle"
fi
