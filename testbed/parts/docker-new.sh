# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# The newest Docker Engine that Debian has, that of Debian 13, beside the one of part docker; twice, with Docker's own image
# store ("new") and with containerd's ("containerd"). Each runs in Debian 13's root filesystem, in a mount namespace, with
# which goes all that it mounts; and in a network namespace, since two daemons in one remove each other's bridges.

docker_new_recipe=1 # goes up when what is made below changes
docker_new_rootfs=$cache/docker-new-$docker_new_recipe
docker_new_registry_address=127.0.0.1:5000

docker_new_needs() { echo docker images registry; }

docker_new_is_up() { docker_new_ready new && docker_new_ready containerd && docker_new_has_registry; }

docker_new_up() {
  apt_install iproute2 util-linux procps
  docker_new_make_rootfs
  docker_new_start new
  docker_new_start containerd
  docker_new_start_registry
}

docker_new_down() {
  local name
  # shellcheck disable=SC2046 # one word per argument
  stop $(docker_new_registry_command)
  for name in new containerd; do
    # shellcheck disable=SC2046 # one word per argument
    stop $(docker_new_command "$name")
    docker_new_clear_leftovers "$name"
    network_namespace_down "chandler-$name" "$(docker_new_addresses "$name")"
  done
}

docker_new_env() {
  export_line CHANDLER_TESTBED_DOCKER_NEW "unix://$(docker_new_socket new)"
  export_line CHANDLER_TESTBED_DOCKER_CONTAINERD "unix://$(docker_new_socket containerd)"
  export_line CHANDLER_TESTBED_DOCKER_NEW_REGISTRY "$docker_new_registry_address"
}

docker_new_socket() { echo "$run/docker-$1.sock"; }

docker_new_command() { echo "dockerd --config-file $state/docker-$1/daemon.json"; }

docker_new_addresses() { if [[ $1 == new ]]; then echo 10.215; else echo 10.216; fi; }

docker_new_client() {
  local name=$1
  shift
  timeout 60 env -u DOCKER_CONTEXT -u DOCKER_TLS_VERIFY /usr/bin/docker -H "unix://$(docker_new_socket "$name")" "$@"
}

docker_new_answers() { [[ -S $(docker_new_socket "$1") ]] && docker_new_client "$1" version >/dev/null 2>&1; }

docker_new_has_busybox() { docker_new_client "$1" image inspect busybox >/dev/null 2>&1; }

docker_new_ready() {
  docker_new_answers "$1" && docker_new_has_busybox "$1" && open_to_sudo_user "$(docker_new_socket "$1")"
}

docker_new_start() {
  local -a dockerd
  read -ra dockerd < <(docker_new_command "$1")
  if pids_of "${dockerd[@]}" >/dev/null && ! wait_until 30 docker_new_answers "$1"; then
    say "the dockerd \"$1\" runs but does not answer; starting it anew"
    stop "${dockerd[@]}"
  fi
  if gone "${dockerd[@]}"; then
    docker_new_clear_leftovers "$1"
    network_namespace_up "chandler-$1" "$(docker_new_addresses "$1")"
    docker_new_configure "$1"
    spawn_as "dockerd-$1" nsenter --net="/run/netns/chandler-$1" unshare --mount --propagation slave \
      "$BASH" -c "$(declare -f docker_new_enter); docker_new_enter \"\$@\"" enter \
      "$docker_new_rootfs" "$state/docker-$1" "$run" "${dockerd[@]}"
  fi
  await "dockerd-$1" 60 docker_new_answers "$1"
  open_to_sudo_user "$(docker_new_socket "$1")" || chgrp "$SUDO_GID" "$(docker_new_socket "$1")"
  docker_new_has_busybox "$1" || docker_new_bring_busybox "$1"
}

# A registry to push to, on the loopback interface of the network namespace, where no port is taken.
docker_new_start_registry() {
  local -a command
  docker_new_has_registry && return
  read -ra command < <(docker_new_registry_command)
  registry_unpack
  cat >"$state/docker-new/registry.yml" <<YAML
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage:
  filesystem: {rootdirectory: $state/docker-new/registry}
  delete: {enabled: true}
http:
  addr: $docker_new_registry_address
YAML
  spawn_as registry-new nsenter --net=/run/netns/chandler-new "${command[@]}"
  await registry-new 20 docker_new_registry_answers
}

docker_new_registry_command() { echo "$registry_package/usr/bin/docker-registry serve $state/docker-new/registry.yml"; }

docker_new_has_registry() {
  local -a command
  read -ra command < <(docker_new_registry_command)
  pids_of "${command[@]}" >/dev/null
}

docker_new_registry_answers() {
  nsenter --net=/run/netns/chandler-new "$BASH" -c "exec 3<>/dev/tcp/${docker_new_registry_address/:/\/}" 2>/dev/null
}

# From here the machine's loopback interface, where the registry is, can't be reached.
docker_new_bring_busybox() {
  "${docker_client[@]}" image inspect busybox >/dev/null 2>&1 || "${docker_client[@]}" pull -q busybox >/dev/null
  "${docker_client[@]}" save busybox | docker_new_client "$1" load -q >/dev/null
}

# In namespaces of its own: takes a root filesystem for the root, with what the daemon shares with the machine, and
# becomes the daemon: docker_new_enter ROOTFS FOLDER FOLDER COMMAND…
docker_new_enter() {
  set -e
  local root=$1 folder
  mount --bind "$root" "$root"
  for folder in dev proc sys; do mount --rbind "/$folder" "$root/$folder"; done
  mount -t tmpfs tmpfs "$root/run"
  # Where clones may be: instances get folders of tests.
  for folder in /*; do
    case $folder in /home | /opt | /root | /srv | /tmp) ;; *) [[ -d $folder && ! -L $folder && ! -e $root$folder ]] || continue ;; esac
    mkdir -p "$root$folder"
    mount --rbind "$folder" "$root$folder"
  done
  mount --bind "$(realpath /etc/resolv.conf)" "$root/etc/resolv.conf"
  for folder in "$2" "$3"; do
    mkdir -p "$root$folder"
    mount --bind "$folder" "$root$folder"
  done
  shift 3
  cd "$root"
  pivot_root . mnt
  # shellcheck disable=SC2016 # that shell's own
  exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot . /bin/sh -c 'umount -l /mnt && exec "$@"' sh "$@"
}

docker_new_make_rootfs() {
  local root=$docker_new_rootfs
  [[ -d $root ]] && return
  apt_install debootstrap debian-archive-keyring
  root=$root.tmp
  unmount_below "$root"
  rm -rf "$root"
  say "debootstrap of Debian 13, for its Docker (a minute, once)"
  {
    debootstrap --variant=minbase trixie "$root" "$(debian_mirror)" </dev/null
    debian_adapt "$root"
    debian_in "$root" apt-get -q install -y --no-install-recommends docker.io
    debian_in "$root" apt-get -q clean
  } >"$logs/docker-new.log" 2>&1 || die "making it failed; the log: $logs/docker-new.log"
  mv "$root" "$docker_new_rootfs"
}

docker_new_configure() {
  local folder=$state/docker-$1 addresses
  addresses=$(docker_new_addresses "$1")
  mkdir -p "$folder"
  cat >"$folder/daemon.json" <<JSON
{
  "hosts": ["unix://$(docker_new_socket "$1")"],
  "data-root": "$folder/data",
  "exec-root": "$run/docker-$1/exec",
  "pidfile": "$run/docker-$1/docker.pid",
  "bip": "$addresses.1.1/24",
  "mtu": $(outside_mtu),
  "iptables": false,
  "exec-opts": ["native.cgroupdriver=cgroupfs"],
  "cgroup-parent": "/chandler-testbed-$1",
  "default-address-pools": [{"base": "$addresses.128.0/17", "size": 24}],
  "features": {"containerd-snapshotter": $(if [[ $1 == containerd ]]; then echo true; else echo false; fi)}
}
JSON
}

# What a dockerd that ended, by SIGKILL maybe, left behind: its containerd, its containers and their network.
docker_new_clear_leftovers() {
  docker_new_leftover_processes "$1" | xargs -r kill -KILL 2>/dev/null || true
  wait_until 10 docker_new_no_leftover_processes "$1" \
    || die "left by a dockerd that was killed, and can't be ended: process $(docker_new_leftover_processes "$1" | paste -sd' ')"
  rm -rf "${run:?}/docker-$1" "$(docker_new_socket "$1")"
}

docker_new_leftover_processes() {
  find /sys/fs/cgroup -path "*/chandler-testbed-$1/*" -name cgroup.procs -exec cat {} + 2>/dev/null || true
  pgrep -f -- "^[^ ]*containerd --config $run/docker-$1/exec/" || true
  pgrep -f -- "^[^ ]*containerd-shim.* -address $run/docker-$1/exec/" || true
}

docker_new_no_leftover_processes() { [[ -z $(docker_new_leftover_processes "$1") ]]; }
