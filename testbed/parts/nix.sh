# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# Nix for the plugin `nix`, of Debian's package, without a daemon. Its store is the testbed's own, so that neither /nix nor anything
# in the user's home comes of it.

nix_store=$state/nix

nix_needs() { :; }

nix_is_up() { command -v nix-store >/dev/null && nix_has_busybox; }

nix_up() { apt_install nix-bin busybox-static; }

nix_down() { :; }

nix_env() {
  export_line CHANDLER_NIX_BIN "$(dirname "$(command -v nix-store)")"
  # Who is not root has a store at home.
  ((EUID != 0)) || export_line CHANDLER_NIX_STORE "$nix_store"
}

# What the tests build with.
nix_has_busybox() { package_installed busybox-static || [[ ! -e /usr/bin/dpkg-query && -x /bin/busybox ]]; }
