# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# buildah, for measuring against.

buildah_needs() { :; }

buildah_is_up() { command -v buildah >/dev/null; }

buildah_up() { apt_install buildah; }

buildah_down() { :; }

buildah_env() { export_line CHANDLER_TESTBED_BUILDAH "$(command -v buildah)"; }
