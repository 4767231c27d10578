# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# Two Consul servers on the loopback interface that keep all in memory and know nothing of each other. One is by plain HTTP, and
# has ACLs: anyone may do anything, so that few tests need a token; one that does makes policies that deny, with the token that
# testbed/env names. The other is by HTTPS alone, without ACLs: its certificate is one that nobody knows, and it wants one of the client.

consul_version=1.21.0
consul_built=$cache/consul-$consul_version
consul_root=$state/consul
consul=("$bin/consul" agent -dev -config-file "$consul_root/consul.json")
consul_http_port=(consul-http 18500)
consul_server_port=(consul-server 18510)
consul_serf_port=(consul-serf 18520)

consul_certs=$consul_root/tls # those of the client in a folder of their own
consul_tls=("$bin/consul" agent -dev -config-file "$consul_root/consul-tls.json")
consul_tls_port=(consul-tls 18540)
consul_tls_server_port=(consul-tls-server 18550)
consul_tls_serf_port=(consul-tls-serf 18560)

consul_needs() { :; }

consul_is_up() { consul_plain_is_up && consul_tls_is_up; }

consul_plain_is_up() { pids_of "${consul[@]}" >/dev/null && consul_has_leader; }

consul_tls_is_up() { pids_of "${consul_tls[@]}" >/dev/null && consul_tls_has_leader; }

consul_has_leader() { [[ $(curl -fs --max-time 5 "http://$(consul_address)/v1/status/leader") == *:* ]]; }

consul_tls_has_leader() {
  local client=$consul_certs/client
  [[ $(curl -fs --max-time 5 --cacert "$client/ca.pem" --cert "$client/cert.pem" --key "$client/key.pem" \
    "$(consul_tls_address)/v1/status/leader") == *:* ]]
}

# Either is left alone if it works: others may be at it.
consul_up() {
  apt_install curl openssl procps
  mkdir -p "$consul_root"
  [[ -x $bin/consul ]] || consul_program
  consul_plain_is_up || consul_plain_up
  consul_tls_is_up || consul_tls_up
}

consul_plain_up() {
  stop "${consul[@]}"
  consul_configure
  spawn "${consul[@]}"
  await consul 60 consul_has_leader
}

consul_tls_up() {
  stop "${consul_tls[@]}"
  consul_certify
  consul_tls_configure
  spawn_as consul-tls "${consul_tls[@]}"
  await consul-tls 60 consul_tls_has_leader
}

consul_down() {
  stop "${consul[@]}"
  stop "${consul_tls[@]}"
}

consul_env() {
  export_line CONSUL_HTTP_ADDR "http://$(consul_address)"
  export_line CHANDLER_TESTBED_CONSUL_TOKEN "$(cat "$consul_root/token")"
  export_line CHANDLER_TESTBED_CONSUL_TLS "$(consul_tls_address)"
  export_line CHANDLER_TESTBED_CONSUL_CERTS "$consul_certs/client"
}

consul_address() { echo "127.0.0.1:$(port_of "${consul_http_port[@]}")"; }

consul_tls_address() { echo "https://127.0.0.1:$(port_of "${consul_tls_port[@]}")"; }

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
  [[ -f $consul_root/token ]] || cp /proc/sys/kernel/random/uuid "$consul_root/token"
  choose_port "${consul_http_port[@]}"
  choose_port "${consul_server_port[@]}"
  choose_port "${consul_serf_port[@]}"
  cat >"$consul_root/consul.json" <<JSON
{
  $(consul_common "$(port_of "${consul_server_port[@]}")" "$(port_of "${consul_serf_port[@]}")" \
    "\"http\": $(port_of "${consul_http_port[@]}")"),
  "acl": {
    "enabled": true,
    "default_policy": "allow",
    "tokens": {"initial_management": "$(cat "$consul_root/token")"}
  }
}
JSON
}

consul_tls_configure() {
  choose_port "${consul_tls_port[@]}"
  choose_port "${consul_tls_server_port[@]}"
  choose_port "${consul_tls_serf_port[@]}"
  cat >"$consul_root/consul-tls.json" <<JSON
{
  $(consul_common "$(port_of "${consul_tls_server_port[@]}")" "$(port_of "${consul_tls_serf_port[@]}")" \
    "\"http\": -1, \"https\": $(port_of "${consul_tls_port[@]}")"),
  "tls": {
    "https": {
      "ca_file": "$consul_certs/ca.pem",
      "cert_file": "$consul_certs/server.pem",
      "key_file": "$consul_certs/server-key.pem",
      "verify_incoming": true
    }
  }
}
JSON
}

# What both have: consul_common SERVER_PORT SERF_PORT PORTS_FOR_CLIENTS
consul_common() {
  cat <<JSON
"client_addr": "127.0.0.1",
  "bind_addr": "127.0.0.1",
  "ports": {$3, "server": $1, "serf_lan": $2, "serf_wan": -1, "dns": -1, "grpc": -1, "grpc_tls": -1},
  "disable_update_check": true
JSON
}

# An authority, and what it has signed for the server and for clients.
consul_certify() {
  local name
  [[ -e $consul_certs/client/key.pem ]] && return
  mkdir -p "$consul_certs/client"
  (
    cd "$consul_certs"
    umask 077
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=chandler-testbed-consul -keyout authority.pem -out ca.pem
    for name in server client; do
      openssl req -newkey rsa:2048 -nodes -subj "/CN=$name" -keyout "$name-key.pem" -out "$name.csr"
      openssl x509 -req -in "$name.csr" -CA ca.pem -CAkey authority.pem -CAcreateserial -days 3650 -out "$name.pem" \
        -extfile <(echo subjectAltName=IP:127.0.0.1)
    done
    cp ca.pem client/ca.pem
    mv client.pem client/cert.pem
    # Whoever uses the testbed is a client of it, and looks whether it is up.
    chmod 644 client/ca.pem client/cert.pem client-key.pem
    mv client-key.pem client/key.pem
  ) >>"$logs/openssl.log" 2>&1 || die "openssl can't make certificates; the log: $logs/openssl.log"
}
