# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# A second Docker Engine, which tests may kill and whose disk they may fill (testbed/frail does it). Nobody else uses it, so
# that it takes nothing with it: it has a small disk in a file, a network namespace and a containerd of its own.
# The namespace leads nowhere: the only image there, busybox, is imported, and nothing is pulled.

frail_socket=$run/frail.sock
frail_root=$state/frail
frail_data=$frail_root/data
frail_disk=$frail_root/disk-1.img # the number goes up when what it is made with changes
frail_ballast=$frail_data/ballast
frail_netns=chandler-frail
frail_cgroup=chandler-frail

frail_dockerd=(dockerd --config-file "$frail_root/daemon.json")
frail_containerd=(containerd --config "$frail_root/containerd.toml")
frail_client=(env -u DOCKER_CONTEXT -u DOCKER_TLS_VERIFY /usr/bin/docker -H "unix://$frail_socket")

frail_needs() { echo docker busybox; } # of docker only the package

frail_is_up() { frail_has_image && [[ ! -e $frail_ballast ]] && open_to_sudo_user "$frail_socket"; }

frail_has_image() { [[ -S $frail_socket ]] && timeout 10 "${frail_client[@]}" image inspect busybox >/dev/null 2>&1; }

frail_answers() { [[ -S $frail_socket ]] && timeout 10 "${frail_client[@]}" version >/dev/null 2>&1; }

frail_up() {
  apt_install docker.io iproute2 procps e2fsprogs util-linux
  if pids_of "${frail_dockerd[@]}" >/dev/null && ! wait_until 30 frail_answers; then
    say "the frail dockerd runs but does not answer; starting it anew"
    frail_down
  fi
  # A containerd that lives still has the containers of a dockerd that was killed: those are the next one's to clear up.
  if gone "${frail_dockerd[@]}" && gone "${frail_containerd[@]}"; then frail_clear_leftovers; fi
  netns_up "$frail_netns"
  frail_mount
  rm -f "$frail_ballast"
  frail_configure
  frail_start
  frail_has_image || "${frail_client[@]}" import -c 'CMD ["sh"]' \
    -c 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' "$busybox_tar" busybox:latest >/dev/null
}

# Daemons alone, on what is there already; at once where they run.
frail_start() {
  pids_of "${frail_containerd[@]}" >/dev/null || spawn_as frail-containerd "${frail_containerd[@]}"
  if gone "${frail_dockerd[@]}"; then
    rm -f "$run/frail/docker.pid" # its number may be another's by now, or that of a process that nobody has waited for yet
    spawn_as frail-dockerd nsenter --net="/run/netns/$frail_netns" "${frail_dockerd[@]}"
  fi
  await frail-dockerd 60 frail_answers
  open_to_sudo_user "$frail_socket" || chgrp "$SUDO_GID" "$frail_socket"
}

frail_down() {
  stop "${frail_dockerd[@]}"
  stop "${frail_containerd[@]}"
  frail_clear_leftovers
  netns_down "$frail_netns"
}

frail_env() { export_line CHANDLER_TESTBED_FRAIL "unix://$frail_socket"; }

frail_clear_leftovers() {
  frail_leftover_processes | xargs -r kill -KILL 2>/dev/null || true
  wait_until 10 frail_no_leftover_processes \
    || die "left by a dockerd that was killed, and can't be ended: process $(frail_leftover_processes | paste -sd' ')"
  unmount_below "$frail_root"
  unmount_below "$run/frail"
  rm -rf "$run/frail" "$frail_socket"
}

frail_leftover_processes() {
  find /sys/fs/cgroup -path "*/$frail_cgroup/*" -name cgroup.procs -exec cat {} + 2>/dev/null || true
  pgrep -f -- "^[^ ]*containerd-shim.* -address $run/frail/containerd.sock" || true
}

frail_no_leftover_processes() { [[ -z $(frail_leftover_processes) ]]; }

# All of it for root too: what is kept back for root would not be full for a daemon.
frail_mount() {
  mkdir -p "$frail_data"
  if [[ ! -e $frail_disk ]]; then
    truncate -s 300M "$frail_disk.part"
    mkfs.ext4 -q -m 0 "$frail_disk.part"
    mv "$frail_disk.part" "$frail_disk"
  fi
  mountpoint -q "$frail_data" || mount -o loop "$frail_disk" "$frail_data"
}

frail_configure() {
  mkdir -p "$run/frail"
  cat >"$frail_root/containerd.toml" <<TOML
version = 2
root = "$frail_root/containerd"
state = "$run/frail/containerd"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
[grpc]
address = "$run/frail/containerd.sock"
TOML
  cat >"$frail_root/daemon.json" <<JSON
{
  "hosts": ["unix://$frail_socket"],
  "containerd": "$run/frail/containerd.sock",
  "data-root": "$frail_data",
  "exec-root": "$run/frail/exec",
  "pidfile": "$run/frail/docker.pid",
  "iptables": false,
  "ip-forward": false,
  "exec-opts": ["native.cgroupdriver=cgroupfs"],
  "cgroup-parent": "/$frail_cgroup"
}
JSON
}
