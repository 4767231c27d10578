# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# Podman, on a socket that speaks Docker's API. It keeps off the machine's Podman, if there is one: storage, locks,
# network and configuration of its own; packet rules as part docker has them.

podman_root=$state/podman
podman_run=$run/podman
podman_socket=$run/podman.sock
podman_bridge=chandlerpod0
podman_addresses=10.217.0.0/16

podman_service=(podman system service --time=0 "unix://$podman_socket")
podman_client=(timeout 60 env -u DOCKER_CONTEXT -u DOCKER_TLS_VERIFY /usr/bin/docker -H "unix://$podman_socket")
podman_environment=(
  "CONTAINERS_CONF=$podman_root/containers.conf"
  "CONTAINERS_STORAGE_CONF=$podman_root/storage.conf"
  "CONTAINERS_REGISTRIES_CONF=$podman_root/registries.conf"
)

podman_needs() { echo docker registry images; }

podman_is_up() { podman_answers && podman_has_busybox && open_to_sudo_user "$podman_socket"; }

podman_answers() { [[ -S $podman_socket ]] && "${podman_client[@]}" version >/dev/null 2>&1; }

podman_has_busybox() { "${podman_client[@]}" image inspect docker.io/library/busybox >/dev/null 2>&1; }

podman_up() {
  apt_install podman containernetworking-plugins runc iptables iproute2 procps
  podman_network_up
  podman_configure
  if ! podman_answers; then
    stop "${podman_service[@]}"
    rm -f "$podman_socket"
    spawn env "${podman_environment[@]}" "${podman_service[@]}"
  fi
  await podman 30 podman_answers
  open_to_sudo_user "$podman_socket" || chgrp "$SUDO_GID" "$podman_socket"
  podman_has_busybox || "${podman_client[@]}" pull -q busybox >/dev/null
}

podman_down() {
  if [[ -e $podman_root/containers.conf ]]; then
    env "${podman_environment[@]}" podman rm --all --force --time 0 >/dev/null || say "Podman does not remove its containers"
  fi
  stop "${podman_service[@]}"
  rm -f "$podman_socket"
  unmount_below "$podman_root"
  forward delete_rule "$podman_addresses"
  ip link delete "$podman_bridge" 2>/dev/null || true
}

podman_env() { export_line CHANDLER_TESTBED_PODMAN "unix://$podman_socket"; }

podman_configure() {
  mkdir -p "$podman_root/network" "$podman_run"
  podman_write containers.conf <<CONF
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
lock_type = "file"
tmp_dir = "$podman_run/libpod"
runtime = "testbed"
[engine.runtimes]
testbed = ["$podman_root/runc"]
[network]
network_backend = "cni"
network_config_dir = "$podman_root/network"
CONF
  podman_write storage.conf <<CONF
[storage]
driver = "overlay"
graphroot = "$podman_root/data"
runroot = "$podman_run/storage"
CONF
  podman_write registries.conf <<CONF
unqualified-search-registries = ["docker.io"]
[[registry]]
prefix = "docker.io"
location = "$(registry_address)"
insecure = true
CONF
  podman_write network/podman.conflist <<CONF
{"cniVersion": "0.4.0", "name": "podman", "plugins": [{
  "type": "bridge", "bridge": "$podman_bridge", "isGateway": true, "ipMasq": false, "hairpinMode": true, "mtu": $(outside_mtu),
  "ipam": {"type": "host-local", "routes": [{"dst": "0.0.0.0/0"}], "ranges": [[{"subnet": "$podman_addresses"}]],
    "dataDir": "$podman_run/network"}
}]}
CONF
  # Podman asks for more processes and files than root may have where it lacks CAP_SYS_RESOURCE; Docker doesn't ask.
  podman_write runc <<'SCRIPT'
#!/bin/sh
for argument in "$@"; do
  case $previous in
    --bundle | -b) sed -i 's/,"rlimits":\[[^]]*\]//' "$argument/config.json" ;;
    --process | -p) sed -i 's/,"rlimits":\[[^]]*\]//' "$argument" ;;
  esac
  previous=$argument
done
exec runc "$@"
SCRIPT
  chmod 755 "$podman_root/runc"
}

# Writes a file as a whole: Podman may be about to read it.
podman_write() {
  cat >"$podman_root/$1.part"
  mv "$podman_root/$1.part" "$podman_root/$1"
}

podman_network_up() { forward add_rule "$podman_addresses"; }
