# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# Docker Engine from the distribution, on a socket of its own. It keeps off the machine's Docker, if there is one:
# - its own containerd, because dockerd takes the system's where it finds that socket, even a dead one;
# - its own bridge and addresses, because two daemons on docker0 hand out the same ones;
# - its own packet rules (`iptables: false`), because a dockerd that starts flushes the chains of the other.

docker_socket=$run/docker.sock
docker_run=$run/docker
docker_log= # what its logs' names begin with
docker_bridge=chandler0
docker_addresses=10.213.0.0/16
docker_root=$state/docker
docker_cgroup=chandler-testbed
docker_tls=$docker_root/tls # certificates; those of the client in a folder of their own, as DOCKER_CERT_PATH has it
docker_tls_port=(docker-tls 2386)

dockerd=(dockerd --config-file "$docker_root/daemon.json")
docker_containerd=(containerd --config "$docker_root/containerd.toml")

docker_client=(env -u DOCKER_CONTEXT -u DOCKER_TLS_VERIFY /usr/bin/docker -H "unix://$docker_socket")

docker_needs() { :; }

docker_is_up() { docker_answers && open_to_sudo_user "$docker_socket"; }

docker_answers() { [[ -S $docker_socket ]] && port_taken "$(port_of "${docker_tls_port[@]}")" && timeout 10 "${docker_client[@]}" version >/dev/null 2>&1; }

docker_up() {
  apt_install docker.io iptables iproute2 procps openssl
  ln -sf /usr/bin/docker "$bin/docker"
  if pids_of "${dockerd[@]}" >/dev/null && ! wait_until 30 docker_answers; then
    say "dockerd runs but does not answer; starting it anew"
    docker_down
  fi
  docker_clear_leftovers
  docker_network_up
  docker_certify
  if gone "${dockerd[@]}"; then choose_port "${docker_tls_port[@]}" >/dev/null; fi
  docker_configure
  pids_of "${docker_containerd[@]}" >/dev/null || spawn_as "${docker_log}containerd" "${docker_containerd[@]}"
  pids_of "${dockerd[@]}" >/dev/null || spawn_as "${docker_log}dockerd" "${dockerd[@]}"
  await "${docker_log}dockerd" 60 docker_answers
  open_to_sudo_user "$docker_socket" || chgrp "$SUDO_GID" "$docker_socket"
}

docker_down() {
  stop "${dockerd[@]}"
  stop "${docker_containerd[@]}"
  docker_clear_leftovers
  docker_network_down
}

docker_env() {
  export_line DOCKER_HOST "unix://$docker_socket"
  export_line CHANDLER_TESTBED_DOCKER_TLS "tcp://127.0.0.1:$(port_of "${docker_tls_port[@]}")"
  export_line CHANDLER_TESTBED_DOCKER_CERTS "$docker_tls/client"
}

# An authority of this machine alone, and what it has signed for the daemon and for its clients; once, for ten years.
docker_certify() {
  local name
  [[ -e $docker_tls/client/key.pem ]] && return
  mkdir -p "$docker_tls/client"
  (
    cd "$docker_tls"
    umask 077
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=chandler-testbed -keyout authority.pem -out ca.pem
    for name in server client; do
      openssl req -newkey rsa:2048 -nodes -subj "/CN=$name" -keyout "$name-key.pem" -out "$name.csr"
      openssl x509 -req -in "$name.csr" -CA ca.pem -CAkey authority.pem -CAcreateserial -days 3650 -out "$name.pem" \
        -extfile <(echo "subjectAltName=IP:127.0.0.1,DNS:localhost")
    done
    cp ca.pem client/ca.pem
    mv client.pem client/cert.pem
    mv client-key.pem client/key.pem
  ) >>"$logs/openssl.log" 2>&1 || die "openssl can't make certificates; the log: $logs/openssl.log"
}

# Makes a running dockerd read again what may change while it runs: the mirror's address.
docker_reload() {
  local pids
  docker_configure
  if pids=$(pids_of "${dockerd[@]}"); then kill -HUP "$pids"; fi
}

# What a dockerd that ended, by SIGKILL maybe, left behind. Its containers end with it here as in any Docker.
docker_clear_leftovers() {
  gone "${dockerd[@]}" || return 0
  stop "${docker_containerd[@]}"
  docker_leftover_processes | xargs -r kill -KILL 2>/dev/null || true
  wait_until 10 docker_no_leftover_processes \
    || die "left by a dockerd that was killed, and can't be ended: process $(docker_leftover_processes | paste -sd' ')"
  unmount_below "$docker_root"
  unmount_below "$docker_run"
  rm -rf "$docker_run" "$docker_socket"
}

docker_leftover_processes() {
  find /sys/fs/cgroup -path "*/$docker_cgroup/*" -name cgroup.procs -exec cat {} + 2>/dev/null || true
  pgrep -f -- "^[^ ]*containerd-shim.* -address $docker_run/containerd.sock" || true
  pgrep -f -- "^[^ ]*docker-proxy .* -container-ip ${docker_addresses%.0.0/16}." || true
}

docker_no_leftover_processes() { [[ -z $(docker_leftover_processes) ]]; }

docker_configure() {
  mkdir -p "$docker_root" "$docker_run"
  cat >"$docker_root/containerd.toml" <<TOML
version = 2
root = "$docker_root/containerd"
state = "$docker_run/containerd"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
[grpc]
address = "$docker_run/containerd.sock"
TOML
  cat >"$docker_root/daemon.json" <<JSON
{
  "hosts": ["unix://$docker_socket", "tcp://127.0.0.1:$(port_of "${docker_tls_port[@]}")"],
  "tlsverify": true,
  "tlscacert": "$docker_tls/ca.pem",
  "tlscert": "$docker_tls/server.pem",
  "tlskey": "$docker_tls/server-key.pem",
  "containerd": "$docker_run/containerd.sock",
  "data-root": "$docker_root/data",
  "exec-root": "$docker_run/exec",
  "pidfile": "$docker_run/docker.pid",
  "bridge": "$docker_bridge",
  "mtu": $(outside_mtu),
  "iptables": false,
  "exec-opts": ["native.cgroupdriver=cgroupfs"],
  "cgroup-parent": "/$docker_cgroup",
  "default-address-pools": [{"base": "$docker_addresses", "size": 24}],
  "registry-mirrors": ["http://$(registry_address)"]
}
JSON
}

docker_network_up() {
  if ! ip link show "$docker_bridge" >/dev/null 2>&1; then
    ip link add "$docker_bridge" type bridge
    ip address add "${docker_addresses%.0/16}.1/24" dev "$docker_bridge"
  fi
  ip link set "$docker_bridge" up
  forward add_rule "$docker_addresses"
}

docker_network_down() {
  local device
  forward delete_rule "$docker_addresses"
  # With the bridges of networks that someone made and did not remove; dockerd makes those anew when it starts.
  while read -r _ device _; do
    ip link delete "$device"
  done < <(ip -o -4 address show to "$docker_addresses")
}
