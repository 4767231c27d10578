#!/bin/sh
# Looks whether there is a bundle of certificates, with each that is an argument.
set -eu
bundle=$(cat /etc/ssl/certs/ca-certificates.crt)

for certificate in "-----BEGIN CERTIFICATE-----" "$@"; do
    certificate=$(printf %s "$certificate")
    case $bundle in
    *"$certificate"*) ;;
    *)
        echo "not trusted: $certificate" >&2
        exit 1
        ;;
    esac
done
