# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# A Consul server on the loopback interface that keeps all in memory. Anyone may do anything, so that few tests need a
# token; one that does makes policies that deny, with the token that testbed/env names. By HTTPS it has a certificate that
# nobody knows.

consul_version=1.21.0
consul_built=$cache/consul-$consul_version
consul_root=$state/consul
consul=("$bin/consul" agent -dev -config-file "$consul_root/consul.json")
consul_http_port=(consul-http 18500)
consul_https_port=(consul-https 18530)
consul_server_port=(consul-server 18510)
consul_serf_port=(consul-serf 18520)

consul_needs() { :; }

consul_is_up() { pids_of "${consul[@]}" >/dev/null && consul_has_leader && port_taken "$(port_of "${consul_https_port[@]}")"; }

consul_has_leader() { [[ $(curl -fs --max-time 5 "http://$(consul_address)/v1/status/leader") == *:* ]]; }

consul_up() {
  apt_install curl openssl procps
  consul_program
  stop "${consul[@]}"
  consul_configure
  spawn "${consul[@]}"
  await consul 60 consul_has_leader
}

consul_down() { stop "${consul[@]}"; }

consul_env() {
  export_line CONSUL_HTTP_ADDR "http://$(consul_address)"
  export_line CHANDLER_TESTBED_CONSUL_HTTPS "https://127.0.0.1:$(port_of "${consul_https_port[@]}")"
  export_line CHANDLER_TESTBED_CONSUL_CERTIFICATE "$consul_root/tls.crt"
  export_line CHANDLER_TESTBED_CONSUL_TOKEN "$(cat "$consul_root/token")"
}

consul_address() { echo "127.0.0.1:$(port_of "${consul_http_port[@]}")"; }

# The machine's own where it has one, else one that is built here.
consul_program() {
  local found
  rm -f "$bin/consul"
  found=$(command -v consul || true)
  if [[ -z $found ]]; then
    found=$consul_built
    [[ -x $consul_built ]] || go_build "github.com/hashicorp/consul@v$consul_version" "$consul_built"
  fi
  ln -s "$found" "$bin/consul"
}

consul_configure() {
  mkdir -p "$consul_root"
  [[ -f $consul_root/token ]] || cp /proc/sys/kernel/random/uuid "$consul_root/token"
  choose_port "${consul_http_port[@]}"
  choose_port "${consul_https_port[@]}"
  choose_port "${consul_server_port[@]}"
  choose_port "${consul_serf_port[@]}"
  consul_certify
  cat >"$consul_root/consul.json" <<JSON
{
  "client_addr": "127.0.0.1",
  "bind_addr": "127.0.0.1",
  "ports": {
    "http": $(port_of "${consul_http_port[@]}"),
    "https": $(port_of "${consul_https_port[@]}"),
    "server": $(port_of "${consul_server_port[@]}"),
    "serf_lan": $(port_of "${consul_serf_port[@]}"),
    "serf_wan": -1, "dns": -1, "grpc": -1, "grpc_tls": -1
  },
  "tls": {"https": {"cert_file": "$consul_root/tls.crt", "key_file": "$consul_root/tls.key"}},
  "disable_update_check": true,
  "acl": {
    "enabled": true,
    "default_policy": "allow",
    "tokens": {"initial_management": "$(cat "$consul_root/token")"}
  }
}
JSON
}

consul_certify() {
  [[ -e $consul_root/tls.crt ]] && return
  (
    umask 077
    cd "$consul_root"
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=chandler-testbed-consul \
      -addext subjectAltName=IP:127.0.0.1 -keyout tls.key -out tls.crt.part
    chmod 644 tls.crt.part
    mv tls.crt.part tls.crt
  ) >>"$logs/openssl.log" 2>&1 || die "openssl can't make certificates; the log: $logs/openssl.log"
}
