# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# A second LXD, which tests may kill and whose disk they may fill (testbed/frail does it). Nobody else uses it: it has a folder
# and a small disk in a file of its own, with its only storage pool and its images on it. Its instances have no network.

lxd_frail_root=$state/lxd-frail
lxd_frail_dir=$lxd_frail_root/server
lxd_frail_socket=$lxd_frail_dir/unix.socket
lxd_frail_data=$lxd_frail_root/data
lxd_frail_disk=$lxd_frail_root/disk-1.img # the number goes up when what it is made with changes
lxd_frail_ballast=$lxd_frail_data/ballast
lxd_frail_marker=$lxd_frail_data/filled-1 # so does this one

lxd_frail_https_port=(lxd-frail 8553)

lxd_frail=(lxd --group root --logfile "$logs/lxd-frail-server.log")
lxd_frail_client=(env "LXD_DIR=$lxd_frail_dir" "LXD_CONF=$lxd_frail_root/client" lxc)

lxd_frail_needs() { echo busybox; }

lxd_frail_is_up() {
  [[ -f $lxd_frail_marker && ! -e $lxd_frail_ballast ]] && lxd_frail_answers && open_to_sudo_user "$lxd_frail_socket"
}

lxd_frail_answers() { [[ -S $lxd_frail_socket ]] && timeout 10 "${lxd_frail_client[@]}" query /1.0 >/dev/null 2>&1; }

lxd_frail_settled() { lxd_frail_answers || gone "${lxd_frail[@]}"; }

lxd_frail_up() {
  apt_install lxd lxd-client dnsmasq-base squashfs-tools acl attr procps e2fsprogs util-linux
  ln -sf /usr/bin/lxc "$bin/lxc"
  if pids_of "${lxd_frail[@]}" >/dev/null && ! wait_until 30 lxd_frail_answers; then
    say "the frail LXD runs but does not answer; starting it anew"
    lxd_frail_down
  fi
  lxd_frail_mount
  rm -f "$lxd_frail_ballast"
  if gone "${lxd_frail[@]}"; then choose_port "${lxd_frail_https_port[@]}"; fi
  lxd_frail_start
  "${lxd_frail_client[@]}" config set core.https_address "$(lxd_frail_https_address)"
  [[ -f $lxd_frail_marker ]] || lxd_frail_fill
}

# On what is there already; at once where it runs. Like whoever watches over daemons, again where it ends by itself: LXD 5.0 panics
# where it removes an instance that has ended meanwhile before it has read its own settings.
lxd_frail_start() {
  local attempt
  for attempt in 1 2 3; do
    if gone "${lxd_frail[@]}"; then
      ((attempt == 1)) || say "the frail LXD ended while it started; once more"
      rm -f "$lxd_frail_socket"
      LXD_DIR=$lxd_frail_dir spawn_as lxd-frail "${lxd_frail[@]}"
      wait_until 5 there "${lxd_frail[@]}" || continue
    fi
    wait_until 60 lxd_frail_settled || break
    if lxd_frail_answers; then break; fi
  done
  await lxd-frail 10 lxd_frail_answers
  open_to_sudo_user "$lxd_frail_socket" || chgrp "$SUDO_GID" "$lxd_frail_socket"
}

# Containers that outlived an LXD are stopped by the next one, which knows how.
lxd_frail_down() {
  if gone "${lxd_frail[@]}" && lxd_frail_containers_run; then lxd_frail_start; fi
  if ! gone "${lxd_frail[@]}"; then
    LXD_DIR=$lxd_frail_dir timeout 40 lxd shutdown --timeout 20 || true
    stop "${lxd_frail[@]}"
  fi
  unmount_below "$lxd_frail_root"
  rm -f "$lxd_frail_socket"
}

lxd_frail_env() {
  export_line CHANDLER_TESTBED_LXD_FRAIL "$lxd_frail_dir"
  export_line CHANDLER_TESTBED_LXD_FRAIL_URL "https://$(lxd_frail_https_address)"
}

lxd_frail_https_address() { echo "127.0.0.1:$(port_of "${lxd_frail_https_port[@]}")"; }

lxd_frail_containers_run() { pgrep -f -- "^\[lxc monitor\] $lxd_frail_dir/" >/dev/null; }

# All of it for root too: what is kept back for root would not be full for a daemon.
lxd_frail_mount() {
  mkdir -p "$lxd_frail_data" "$lxd_frail_dir" "$lxd_frail_root/client"
  if [[ ! -e $lxd_frail_disk ]]; then
    truncate -s 2G "$lxd_frail_disk.part"
    mkfs.ext4 -q -m 0 "$lxd_frail_disk.part"
    mv "$lxd_frail_disk.part" "$lxd_frail_disk"
    rm -rf "${lxd_frail_dir:?}"/* # its database names what was on another disk
  fi
  mountpoint -q "$lxd_frail_data" || mount -o loop "$lxd_frail_disk" "$lxd_frail_data"
}

lxd_frail_fill() {
  local -a lxc=("${lxd_frail_client[@]}")
  mkdir -p "$lxd_frail_data/pool"
  LXD_DIR=$lxd_frail_dir lxd init --preseed <<YAML
storage_pools:
  - {name: default, driver: dir, config: {source: $lxd_frail_data/pool}}
profiles:
  - name: default
    devices:
      root: {type: disk, path: /, pool: default}
YAML
  "${lxc[@]}" storage volume show default images >/dev/null 2>&1 || "${lxc[@]}" storage volume create default images >/dev/null
  "${lxc[@]}" config set storage.images_volume default/images
  lxd_image busybox "$busybox_tar" "${lxc[@]}"
  touch "$lxd_frail_marker"
}
