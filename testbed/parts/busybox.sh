# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# A root filesystem of Debian's static busybox, as a tar: what `busybox` is where no image can be pulled.

busybox_tar=$cache/busybox-1.tar # the number goes up when what is in it changes

busybox_needs() { :; }

busybox_is_up() { [[ -f $busybox_tar ]]; }

busybox_up() {
  local root applet version
  apt_install busybox-static
  root=$(mktemp -d)
  mkdir -p "$root"/{bin,dev,etc,home,proc,root,sbin,sys,tmp,usr/bin,usr/sbin,var}
  chmod 755 "$root"
  chmod 1777 "$root/tmp"
  chmod 700 "$root/root"
  cp /bin/busybox "$root/bin/busybox"
  for applet in $(/bin/busybox --list-full); do
    [[ $applet == bin/busybox || $applet == linuxrc ]] || ln -s /bin/busybox "$root/$applet"
  done
  version=$(dpkg-query -W -f '${source:Upstream-Version}' busybox-static)
  cat >"$root/etc/passwd" <<'PASSWD'
root:x:0:0:root:/root:/bin/sh
nobody:x:65534:65534:nobody:/:/bin/false
PASSWD
  cat >"$root/etc/group" <<'GROUP'
root:x:0:
nogroup:x:65534:
GROUP
  cat >"$root/etc/os-release" <<RELEASE
ID=busybox
NAME="BusyBox"
PRETTY_NAME="BusyBox $version (from Debian)"
VERSION_ID=$version
RELEASE
  pack_rootfs "$root" "$busybox_tar"
  rm -rf "$root"
}

busybox_down() { :; }

busybox_env() { export_line CHANDLER_TESTBED_BUSYBOX_ROOTFS "$busybox_tar"; }
