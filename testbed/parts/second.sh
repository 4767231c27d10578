# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# A Docker and an LXD more, as those of the parts `docker` and `lxd` are, for tests that run beside those on the first ones.

second_needs() { echo docker registry busybox debian images lxd; } # of docker and lxd only the packages

second_is_up() { second docker_is_up && second lxd_is_up; }

second_up() {
  second docker_up
  second lxd_up
}

second_down() {
  second lxd_down
  second docker_down
}

# What the first ones are called, with SECOND_ in front.
second_env() { { second docker_env && second lxd_env; } | sed 's/^export /export SECOND_/'; }

# Calls a function of those parts for the second ones, which differ by what is declared here: second FUNCTION
second() {
  local docker_socket=$run/docker2.sock docker_run=$run/docker2 docker_root=$state/docker2
  local docker_bridge=chandler2 docker_addresses=10.219.0.0/16 docker_cgroup=chandler-docker2
  local docker_tls=$docker_root/tls docker_log=second-
  local -a docker_tls_port=(second-tls 2396)
  local -a dockerd=(dockerd --config-file "$docker_root/daemon.json")
  local -a docker_containerd=(containerd --config "$docker_root/containerd.toml")
  local -a docker_client=(env -u DOCKER_CONTEXT -u DOCKER_TLS_VERIFY /usr/bin/docker -H "unix://$docker_socket")
  local lxd_root=$state/lxd2 lxd_bridge=chandlerlxd2 lxd_addresses=10.220.0.0/16 lxd_log=second-lxd
  local lxd_dir=$lxd_root/server lxd_client=$lxd_root/client
  local lxd_socket=$lxd_dir/unix.socket
  local -a lxd_https_port=(second-lxd 8483)
  local -a lxd=(lxd --group root --logfile "$logs/second-lxd-server.log")
  local -a lxc=(env "LXD_DIR=$lxd_dir" "LXD_CONF=$lxd_client" lxc)
  "$@"
}
