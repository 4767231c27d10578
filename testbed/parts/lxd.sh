# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# LXD from the distribution, with a folder, a bridge and addresses of its own, two storage pools and two images.

lxd_root=$state/lxd
lxd_dir=$lxd_root/server
lxd_client=$lxd_root/client
lxd_socket=$lxd_dir/unix.socket
lxd_bridge=chandlerlxd0
lxd_addresses=10.214.0.0/16
lxd_https_port=(lxd 8453)
lxd_log=lxd
lxd_api=$cache/lxd-api.yaml # of the version that is installed: its package has it

lxd=(lxd --group root --logfile "$logs/lxd-server.log")
lxc=(env "LXD_DIR=$lxd_dir" "LXD_CONF=$lxd_client" lxc)

lxd_needs() { echo busybox debian; }

lxd_is_up() { [[ -f $(lxd_marker) && -f $lxd_api ]] && lxd_answers && open_to_sudo_user "$lxd_socket"; }

lxd_answers() { [[ -S $lxd_socket ]] && timeout 10 "${lxc[@]}" query /1.0 >/dev/null 2>&1; }

# There when LXD has been configured and filled with what it should have now.
lxd_marker() { echo "$lxd_root/filled-$(debian_version)"; }

lxd_up() {
  apt_install lxd lxd-client dnsmasq-base squashfs-tools acl attr btrfs-progs iptables iproute2 openssl procps
  mkdir -p "$lxd_dir" "$lxd_client"
  ln -sf /usr/bin/lxc "$bin/lxc"
  if pids_of "${lxd[@]}" >/dev/null && ! wait_until 30 lxd_answers; then
    say "LXD runs but does not answer; starting it anew"
    stop "${lxd[@]}"
  fi
  lxd_start
  open_to_sudo_user "$lxd_socket" || chgrp "$SUDO_GID" "$lxd_socket"
  [[ -f $(lxd_marker) ]] || lxd_fill
  [[ -f $lxd_api ]] || lxd_describe
}

lxd_start() {
  if gone "${lxd[@]}"; then
    lxd_clear_leftovers
    choose_port "${lxd_https_port[@]}"
    LXD_DIR=$lxd_dir spawn_as "$lxd_log" "${lxd[@]}"
  fi
  await "$lxd_log" 60 lxd_answers
  "${lxc[@]}" config set core.https_address "$(lxd_https_address)"
  forward add_rule "$lxd_addresses"
  sysctl -q net.ipv4.ip_forward=1
}

# Containers that outlived an LXD are stopped by the next one: it knows how.
lxd_down() {
  if gone "${lxd[@]}" && lxd_containers_run; then lxd_start; fi
  if ! gone "${lxd[@]}"; then
    LXD_DIR=$lxd_dir timeout 90 lxd shutdown --timeout 60 || true
    stop "${lxd[@]}"
  fi
  lxd_clear_leftovers
  unmount_below "$lxd_dir"
  if ip link show "$lxd_bridge" >/dev/null 2>&1; then ip link delete "$lxd_bridge"; fi
  if command -v iptables >/dev/null; then forward delete_rule "$lxd_addresses"; fi
}

lxd_env() {
  export_line LXD_DIR "$lxd_dir"
  export_line CHANDLER_TESTBED_LXD_URL "https://$(lxd_https_address)"
  export_line CHANDLER_TESTBED_LXD_CLIENT "$lxd_client"
  export_line CHANDLER_TESTBED_LXD_API "$lxd_api"
}

# The published description of the API. Some machines install packages without their documentation.
lxd_describe() {
  local folder file=usr/share/doc/lxd/rest-api.yaml.gz
  folder=$(mktemp -d)
  chmod 755 "$folder"
  if [[ ! -f /$file ]]; then
    (cd "$folder" && apt_run download lxd)
    dpkg -x "$folder"/lxd_*.deb "$folder"
  fi
  gzip -dc "$(find "/$file" "$folder/$file" 2>/dev/null | head -n 1)" >"$lxd_api.part"
  mv "$lxd_api.part" "$lxd_api"
  rm -rf "$folder"
}

lxd_containers_run() { pgrep -f -- "^\[lxc monitor\] $lxd_dir/" >/dev/null; }

# What LXD takes for its own when it starts, and kills, may by now be another's process; its real dnsmasq goes too.
lxd_clear_leftovers() {
  rm -f "$lxd_dir/networks/$lxd_bridge"/*.pid "$lxd_socket"
  pgrep -f -- "^dnsmasq .*$lxd_dir/" | xargs -r kill -KILL 2>/dev/null || true
}

lxd_https_address() { echo "127.0.0.1:$(port_of "${lxd_https_port[@]}")"; }

lxd_fill() {
  lxd_preseed "$lxd_bridge" "$lxd_addresses" | LXD_DIR=$lxd_dir lxd init --preseed
  lxd_trust_client
  lxd_image busybox "$busybox_tar" "${lxc[@]}"
  lxd_image debian/12 "$(debian_tar)" "${lxc[@]}"
  touch "$(lxd_marker)"
}

# What LXD and Incus are to have: lxd_preseed BRIDGE ADDRESSES
lxd_preseed() {
  local bridge=$1 addresses=$2 pool='{name: default, driver: dir}'
  if grep -qw btrfs /proc/filesystems || modprobe -q btrfs; then
    pool='{name: default, driver: btrfs, config: {size: 10GiB}}'
  fi
  cat <<YAML
networks:
  - name: $bridge
    type: bridge
    config:
      ipv4.address: ${addresses%.0.0/16}.0.1/16
      ipv4.nat: "false" # the testbed's own rules do it
      ipv4.firewall: "false"
      ipv6.address: none
      bridge.mtu: "$(outside_mtu)"
storage_pools:
  - $pool
  - {name: dir, driver: dir}
profiles:
  - name: default
    devices:
      root: {type: disk, path: /, pool: default}
      eth0: {type: nic, name: eth0, network: $bridge}
YAML
}

# For HTTPS: client.crt and client.key, which LXD trusts, and server.crt, which is LXD's.
lxd_trust_client() {
  lxd_client_certificate "$lxd_client"
  cp "$lxd_dir/server.crt" "$lxd_client/server.crt"
  "${lxc[@]}" config trust list --format csv | grep -q chandler-testbed \
    || "${lxc[@]}" config trust add "$lxd_client/client.crt" --name chandler-testbed >/dev/null
}

# lxd_client_certificate FOLDER
lxd_client_certificate() {
  [[ -f $1/client.crt ]] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:secp384r1 -nodes -days 3650 \
    -subj /CN=chandler-testbed -keyout "$1/client.key" -out "$1/client.crt" 2>/dev/null
  chown -R "${SUDO_UID:-0}" "$1"
}

# Brings an image by the client of LXD, or of Incus: lxd_image ALIAS ROOTFS_TAR CLIENT…
lxd_image() {
  local alias=$1 rootfs=$2 folder
  shift 2
  folder=$(mktemp -d)
  cat >"$folder/metadata.yaml" <<YAML
architecture: $(uname -m)
creation_date: $(stat -c %Y "$rootfs")
properties: {description: "$alias, made by the testbed"}
YAML
  tar -C "$folder" -cf "$folder/metadata.tar" metadata.yaml
  "$@" image delete "$alias" 2>/dev/null || true
  "$@" image import "$folder/metadata.tar" "$rootfs" --alias "$alias" >/dev/null
  rm -rf "$folder"
}
