# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# An image registry on the loopback interface, and the mirror from which the testbed's Docker pulls public names.

registry_root=$state/registry
registry_package=$registry_root/package
registry=("$registry_package/usr/bin/docker-registry" serve "$registry_root/config.yml")
registry_port=(registry 5017)

registry_needs() { :; }

registry_is_up() { pids_of "${registry[@]}" >/dev/null && registry_answers; }

registry_answers() { port_taken "$(port_of "${registry_port[@]}")"; }

registry_up() {
  apt_install procps
  registry_unpack
  stop "${registry[@]}"
  choose_port "${registry_port[@]}"
  cat >"$registry_root/config.yml" <<YAML
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage:
  filesystem: {rootdirectory: $registry_root/data}
  delete: {enabled: true}
http:
  addr: $(registry_address)
YAML
  spawn "${registry[@]}"
  docker_reload
  second docker_reload
  await "${registry[0]}" 20 registry_answers
}

registry_down() { stop "${registry[@]}"; }

registry_env() {
  export_line CHANDLER_TESTBED_REGISTRY "$(registry_address)"
  # So that the engine local finds what has a public name.
  export_line CHANDLER_LOCAL_MIRRORS "$(registry_address)"
}

# Where the registry is, or will be when it is up.
registry_address() { echo "127.0.0.1:$(port_of "${registry_port[@]}")"; }

# The package is unpacked, not installed: installed, it would run a registry for all the network to use.
registry_unpack() {
  local download
  [[ -x ${registry[0]} ]] && return
  download=$(mktemp -d)
  chmod 755 "$download"
  (cd "$download" && apt_run download docker-registry)
  rm -rf "$registry_package"
  mkdir -p "$registry_package"
  dpkg -x "$download"/docker-registry_*.deb "$registry_package"
  rm -rf "$download"
}
