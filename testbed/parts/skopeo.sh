# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# skopeo, a second opinion on what an OCI layout or an archive holds.

skopeo_needs() { :; }

skopeo_is_up() { command -v skopeo >/dev/null; }

skopeo_up() { apt_install skopeo; }

skopeo_down() { :; }

skopeo_env() { export_line CHANDLER_TESTBED_SKOPEO "$(command -v skopeo)"; }
