# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# Root filesystems of Debian 12, and of the same with Python, as tars: what the public images of these names are made of.

debian_recipe=1 # goes up when what is made below changes
debian_ca_bundle=/etc/ssl/certs/ca-certificates.crt

debian_needs() { :; }

debian_is_up() { [[ -f $(debian_tar) && -f $(debian_python_tar) ]]; }

debian_up() { debian_make "$(debian_tar)" "$(debian_python_tar)"; }

debian_down() { :; }

debian_env() { export_line CHANDLER_TESTBED_DEBIAN_ROOTFS "$(debian_tar)"; }

debian_tar() { echo "$cache/debian-12-$(debian_version).tar"; }

debian_python_tar() { echo "$cache/python-3.11-$(debian_version).tar"; }

# The recipe, and the certificates that are taken from this machine.
debian_version() {
  local digest
  digest=$(sha256sum "$debian_ca_bundle" 2>/dev/null | cut -c1-12)
  echo "$debian_recipe-${digest:-none}"
}

# Makes both from one root, the second in what became the first: debian_make DEBIAN_TAR PYTHON_TAR
debian_make() {
  local root=$cache/debian.tmp
  local -a mirror
  apt_install debootstrap debian-archive-keyring
  unmount_below "$root"
  rm -rf "$root"
  mapfile -t mirror < <(debian_mirror)
  say "debootstrap of Debian 12 (a minute)"
  debootstrap --variant=minbase bookworm "$root" "${mirror[@]}" </dev/null >"$logs/debootstrap.log" 2>&1 \
    || die "debootstrap failed; the log: $logs/debootstrap.log"
  debian_adapt "$root"
  debian_pack "$root" "$1"
  say "adding Python to it (a minute)"
  debian_add_python "$root" >"$logs/python.log" 2>&1 || die "installing Python failed; the log: $logs/python.log"
  debian_pack "$root" "$2"
  rm -rf "$root"
}

# The mirror that this machine's own apt uses, if it has Debian 12; else debootstrap's choice.
debian_mirror() {
  # shellcheck disable=SC2016 # apt's variables
  apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' | sed -n 's/^bookworm //p' | head -n 1
}

# As in the public image: no services start, no synced writes. And HTTPS works where this machine has certificates of its own.
debian_adapt() {
  local root=$1
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod +x "$root/usr/sbin/policy-rc.d"
  echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/docker-apt-speedup"
  if [[ -f $debian_ca_bundle ]]; then
    mkdir -p "$root/etc/ssl/certs" "$root/usr/local/share/ca-certificates"
    cp "$debian_ca_bundle" "$root$debian_ca_bundle"
    # For the day that the package ca-certificates is installed and makes the bundle anew.
    find /usr/local/share/ca-certificates -name '*.crt' -exec cp -L {} "$root/usr/local/share/ca-certificates" \; 2>/dev/null || true
  fi
}

# As in the public image: `python` and `pip` by these names, and pip may install.
debian_add_python() {
  local root=$1
  debian_in "$root" apt-get -q update
  debian_in "$root" apt-get -q install -y --no-install-recommends python3 python3-pip
  rm -f "$root"/usr/lib/python3*/EXTERNALLY-MANAGED
  ln -s /usr/bin/python3 "$root/usr/local/bin/python"
}

debian_in() {
  local root=$1
  shift
  env -i DEBIAN_FRONTEND=noninteractive LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    chroot "$root" "$@" </dev/null
}

# Packs all but what belongs to this machine or can be had again: debian_pack ROOT TAR
debian_pack() {
  local root=$1
  local resolv=$cache/resolv.conf.tmp
  cp -L "$root/etc/resolv.conf" "$resolv"
  rm -rf "$root"/etc/{resolv.conf,hostname} "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/*.bin \
    "$root"/var/cache/apt/archives/*.deb "$root"/var/log/{bootstrap.log,dpkg.log,apt/*}
  pack_rootfs "$root" "$2"
  mv "$resolv" "$root/etc/resolv.conf"
}
