# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# Incus 6.0 from Debian 12's backports, beside LXD: with a folder, a bridge and addresses of its own, two storage pools and two
# images. Its programs are unpacked, not installed: installed, they would run a second Incus, which is the machine's.

incus_recipe=1 # goes up when what is unpacked below changes
incus_package=$cache/incus-$incus_recipe
incus_root=$state/incus
incus_dir=$incus_root/server
incus_client=$incus_root/client
incus_socket=$incus_dir/unix.socket
incus_bridge=chandlerincus0
incus_addresses=10.218.0.0/16
incus_https_port=(incus 8463)
incus_api=$incus_package/rest-api.yaml

incusd=("$incus_package/usr/libexec/incus/incusd" --group root --logfile "$logs/incus-server.log")
incus=(env "INCUS_DIR=$incus_dir" "INCUS_CONF=$incus_client" "$incus_package/usr/bin/incus")

incus_needs() { echo busybox debian; }

incus_is_up() { [[ -f $(incus_marker) ]] && incus_answers && open_to_sudo_user "$incus_socket"; }

incus_answers() { [[ -S $incus_socket ]] && timeout 10 "${incus[@]}" query /1.0 >/dev/null 2>&1; }

# There when Incus has been configured and filled with what it should have now.
incus_marker() { echo "$incus_root/filled-$incus_recipe-$(debian_version)"; }

incus_up() {
  apt_install attr btrfs-progs dnsmasq-base iproute2 iptables kmod libacl1 libcap2 liblxc-common liblxc1 libsqlite3-0 libudev1 \
    lxcfs openssl procps rsync squashfs-tools uidmap xz-utils
  incus_unpack
  incus_map_ids
  mkdir -p "$incus_dir" "$incus_client"
  ln -sf "$incus_package/usr/bin/incus" "$bin/incus"
  if pids_of "${incusd[@]}" >/dev/null && ! wait_until 30 incus_answers; then
    say "Incus runs but does not answer; starting it anew"
    stop "${incusd[@]}"
  fi
  incus_start
  open_to_sudo_user "$incus_socket" || chgrp "$SUDO_GID" "$incus_socket"
  [[ -f $(incus_marker) ]] || incus_fill
}

incus_start() {
  if gone "${incusd[@]}"; then
    incus_clear_leftovers
    choose_port "${incus_https_port[@]}"
    INCUS_DIR=$incus_dir spawn "${incusd[@]}"
  fi
  await incusd 60 incus_answers
  "${incus[@]}" config set core.https_address "$(incus_https_address)"
  forward add_rule "$incus_addresses"
  sysctl -q net.ipv4.ip_forward=1
}

# Containers that outlived an Incus are stopped by the next one: it knows how.
incus_down() {
  [[ -d $incus_package ]] || return 0
  if gone "${incusd[@]}" && incus_containers_run; then incus_start; fi
  if ! gone "${incusd[@]}"; then
    INCUS_DIR=$incus_dir timeout 90 "${incusd[0]}" shutdown --timeout 60 || true
    stop "${incusd[@]}"
  fi
  incus_clear_leftovers
  unmount_below "$incus_dir"
  if ip link show "$incus_bridge" >/dev/null 2>&1; then ip link delete "$incus_bridge"; fi
  if command -v iptables >/dev/null; then forward delete_rule "$incus_addresses"; fi
}

incus_env() {
  export_line CHANDLER_TESTBED_INCUS_DIR "$incus_dir"
  export_line CHANDLER_TESTBED_INCUS_URL "https://$(incus_https_address)"
  export_line CHANDLER_TESTBED_INCUS_CLIENT "$incus_client"
  export_line CHANDLER_TESTBED_INCUS_API "$incus_api"
}

incus_containers_run() { pgrep -f -- "^\[lxc monitor\] $incus_dir/" >/dev/null; }

# What Incus takes for its own when it starts, and kills, may by now be another's process; its real dnsmasq goes too.
incus_clear_leftovers() {
  rm -f "$incus_dir/networks/$incus_bridge"/*.pid "$incus_socket"
  pgrep -f -- "^dnsmasq .*$incus_dir/" | xargs -r kill -KILL 2>/dev/null || true
}

incus_https_address() { echo "127.0.0.1:$(port_of "${incus_https_port[@]}")"; }

# Programs and description are there whole or not at all. The two libraries that no other package has are installed, since
# Incus starts itself again where no variable would lead it to them.
incus_unpack() {
  local folder=$incus_package.tmp package
  [[ -d $incus_package ]] && package_installed libcowsql0 && package_installed libraft0 && return
  apt_install debian-archive-keyring
  rm -rf "$folder"
  mkdir -p "$folder/lists/partial"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(incus_mirror) bookworm-backports main" >"$folder/backports.list"
  say "fetching Incus from Debian's backports"
  {
    incus_apt "$folder" update
    (cd "$folder" && incus_apt "$folder" download incus-base incus-client libcowsql0 libraft0)
  } >"$logs/incus-packages.log" 2>&1 || die "fetching it failed; the log: $logs/incus-packages.log"
  apt_run install -y --no-install-recommends "$folder"/libcowsql0_*.deb "$folder"/libraft0_*.deb
  for package in "$folder"/incus-{base,client}_*.deb; do dpkg -x "$package" "$folder"; done
  gzip -dc "$folder/usr/share/doc/incus-base/rest-api.yaml.gz" >"$folder/rest-api.yaml"
  rm -rf "${folder:?}"/{*.deb,lists,etc,usr/share,lib} "$incus_package"
  mv "$folder" "$incus_package"
}

# What the package that is only unpacked would have done: no instance starts where root has no numbers to give away.
incus_map_ids() {
  grep -q '^root:' /etc/subuid || usermod --add-subuids 100000-10100000 root
  grep -q '^root:' /etc/subgid || usermod --add-subgids 100000-10100000 root
}

# apt-get with lists of its own, so that nothing else that is installed here comes from the backports: incus_apt FOLDER ARGUMENT…
incus_apt() {
  local folder=$1
  shift
  apt-get -q -o Dir::Etc::SourceList="$folder/backports.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::State::Lists="$folder/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= "$@"
}

incus_mirror() {
  local mirror
  mirror=$(debian_mirror)
  # Without lists apt does not say what it has of a release.
  [[ -n $mirror ]] || mirror=$(grep -rhE '^(deb|URIs:) ' /etc/apt/sources.list* | grep -oE 'https?://[^ ]+/debian/?' | head -n 1 || true)
  [[ -n $mirror ]] || die "apt's sources name no mirror of Debian to fetch Incus from"
  echo "$mirror"
}

incus_fill() {
  lxd_preseed "$incus_bridge" "$incus_addresses" | "${incus[@]}" admin init --preseed
  incus_trust_client
  lxd_image busybox "$busybox_tar" "${incus[@]}"
  lxd_image debian/12 "$(debian_tar)" "${incus[@]}"
  touch "$(incus_marker)"
}

# For HTTPS: client.crt and client.key, which Incus trusts, and server.crt, which is Incus's.
incus_trust_client() {
  lxd_client_certificate "$incus_client"
  cp "$incus_dir/server.crt" "$incus_client/server.crt"
  "${incus[@]}" config trust list --format csv | grep -q chandler-testbed \
    || "${incus[@]}" config trust add-certificate "$incus_client/client.crt" --name chandler-testbed >/dev/null
}
