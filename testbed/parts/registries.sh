# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# Two registries that are harder to please than `registry`: one wants a login and has a certificate that nobody knows,
# the other has what `registry` has and takes nothing.

registries_root=$state/registries
registries_tls=("$state/registry/package/usr/bin/docker-registry" serve "$registries_root/tls.yml")
registries_readonly=("$state/registry/package/usr/bin/docker-registry" serve "$registries_root/readonly.yml")
registries_tls_port=(registries-tls 5037)
registries_readonly_port=(registries-readonly 5047)
registries_login=chandler:harbour # a secret of nobody's

registries_needs() { echo registry; }

registries_is_up() {
  pids_of "${registries_tls[@]}" >/dev/null && port_taken "$(port_of "${registries_tls_port[@]}")" \
    && pids_of "${registries_readonly[@]}" >/dev/null && port_taken "$(port_of "${registries_readonly_port[@]}")"
}

registries_up() {
  apt_install openssl procps
  mkdir -p "$registries_root"
  stop "${registries_tls[@]}"
  stop "${registries_readonly[@]}"
  choose_port "${registries_tls_port[@]}"
  choose_port "${registries_readonly_port[@]}"
  registries_certify
  registries_htpasswd
  registries_config "$registries_root/data" "$(registries_address "${registries_tls_port[@]}")" >"$registries_root/tls.yml"
  cat >>"$registries_root/tls.yml" <<YAML
  tls: {certificate: $registries_root/tls.crt, key: $registries_root/tls.key}
auth:
  htpasswd: {realm: testbed, path: $registries_root/htpasswd}
YAML
  registries_config "$registry_root/data" "$(registries_address "${registries_readonly_port[@]}")" \
    "maintenance: {readonly: {enabled: true}}" >"$registries_root/readonly.yml"
  spawn "${registries_tls[@]}"
  spawn "${registries_readonly[@]}"
  await "${registries_tls[0]}" 20 registries_is_up
}

registries_down() {
  stop "${registries_tls[@]}"
  stop "${registries_readonly[@]}"
}

registries_env() {
  export_line CHANDLER_TESTBED_REGISTRY_TLS "$(registries_address "${registries_tls_port[@]}")"
  export_line CHANDLER_TESTBED_REGISTRY_LOGIN "$registries_login"
  export_line CHANDLER_TESTBED_REGISTRY_CERTIFICATE "$registries_root/tls.crt"
  export_line CHANDLER_TESTBED_REGISTRY_READONLY "$(registries_address "${registries_readonly_port[@]}")"
}

registries_address() { echo "127.0.0.1:$(port_of "$@")"; }

# registries_config DATA ADDRESS [MORE_OF_STORAGE]
registries_config() {
  cat <<YAML
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage:
  filesystem: {rootdirectory: $1}
  delete: {enabled: true}
  ${3:-}
http:
  addr: $2
YAML
}

# Good for 127.0.0.1, where Docker asks nobody for a certificate, and for its bridge's address, where it does.
registries_certify() {
  [[ -e $registries_root/tls.crt ]] && return
  (
    umask 077
    cd "$registries_root"
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=chandler-testbed-registry \
      -addext "subjectAltName=IP:127.0.0.1,IP:${docker_addresses%.0/16}.1" -keyout tls.key -out tls.crt.part
    chmod 644 tls.crt.part
    mv tls.crt.part tls.crt
  ) >>"$logs/openssl.log" 2>&1 || die "openssl can't make certificates; the log: $logs/openssl.log"
}

# The registry takes bcrypt alone, which Perl's crypt knows from the C library.
registries_htpasswd() {
  local hash
  # shellcheck disable=SC2016 # a salt, no variables
  hash=$(perl -e 'print crypt($ARGV[0], q($2y$05$abcdefghijklmnopqrstuu))' "${registries_login#*:}")
  printf '%s:%s\n' "${registries_login%%:*}" "$hash" >"$registries_root/htpasswd"
}
