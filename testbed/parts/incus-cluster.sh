# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# A cluster of one Incus, for what only clusters have: the programs of part incus with a folder of their own, no network, a
# storage pool of plain directories and the image busybox.

incus_cluster_root=$state/incus-cluster
incus_cluster_dir=$incus_cluster_root/server
incus_cluster_socket=$incus_cluster_dir/unix.socket
incus_cluster_member=chandler-one
incus_cluster_https_port=(incus-cluster 8473)

incus_cluster_command() {
  echo "$incus_package/usr/libexec/incus/incusd --group root --logfile $logs/incus-cluster-server.log"
}

incus_cluster_client() {
  timeout 60 env "INCUS_DIR=$incus_cluster_dir" "INCUS_CONF=$incus_cluster_root/client" "$incus_package/usr/bin/incus" "$@"
}

incus_cluster_needs() { echo busybox incus; }

incus_cluster_is_up() {
  [[ -f $(incus_cluster_marker) ]] && incus_cluster_answers && open_to_sudo_user "$incus_cluster_socket"
}

incus_cluster_answers() {
  [[ -S $incus_cluster_socket ]] && incus_cluster_client query /1.0 >/dev/null 2>&1
}

incus_cluster_marker() { echo "$incus_cluster_root/filled-$incus_recipe"; }

incus_cluster_up() {
  local -a daemon
  read -ra daemon < <(incus_cluster_command)
  mkdir -p "$incus_cluster_dir" "$incus_cluster_root/client"
  if pids_of "${daemon[@]}" >/dev/null && ! wait_until 30 incus_cluster_answers; then
    say "the clustered Incus runs but does not answer; starting it anew"
    stop "${daemon[@]}"
  fi
  incus_cluster_start
  open_to_sudo_user "$incus_cluster_socket" || chgrp "$SUDO_GID" "$incus_cluster_socket"
  [[ -f $(incus_cluster_marker) ]] || incus_cluster_fill
}

# The address is part of the cluster, and can't become another one later.
incus_cluster_start() {
  local -a daemon
  read -ra daemon < <(incus_cluster_command)
  if gone "${daemon[@]}"; then
    rm -f "$incus_cluster_socket"
    [[ -f $state/incus-cluster.port ]] || choose_port "${incus_cluster_https_port[@]}"
    INCUS_DIR=$incus_cluster_dir spawn_as incus-cluster "${daemon[@]}"
  fi
  await incus-cluster 60 incus_cluster_answers
}

incus_cluster_down() {
  local -a daemon
  read -ra daemon < <(incus_cluster_command)
  if gone "${daemon[@]}" && incus_cluster_containers_run; then incus_cluster_start; fi
  if ! gone "${daemon[@]}"; then
    INCUS_DIR=$incus_cluster_dir timeout 90 "${daemon[0]}" shutdown --timeout 60 || true
    stop "${daemon[@]}"
  fi
  rm -f "$incus_cluster_socket"
  unmount_below "$incus_cluster_dir"
}

incus_cluster_env() {
  export_line CHANDLER_TESTBED_INCUS_CLUSTER_DIR "$incus_cluster_dir"
  export_line CHANDLER_TESTBED_INCUS_CLUSTER_MEMBER "$incus_cluster_member"
}

incus_cluster_containers_run() { pgrep -f -- "^\[lxc monitor\] $incus_cluster_dir/" >/dev/null; }

incus_cluster_fill() {
  incus_cluster_client admin init --preseed <<YAML
config: {core.https_address: "127.0.0.1:$(port_of "${incus_cluster_https_port[@]}")"}
cluster: {server_name: $incus_cluster_member, enabled: true}
storage_pools:
  - {name: default, driver: dir}
profiles:
  - name: default
    devices:
      root: {type: disk, path: /, pool: default}
YAML
  lxd_image busybox "$busybox_tar" incus_cluster_client
  touch "$(incus_cluster_marker)"
}
