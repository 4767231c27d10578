# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# An SSH server on the loopback interface, through which the testbed's Docker is reached as if it were another machine's.

ssh_root=$state/ssh
ssh_package=$ssh_root/package
sshd=("$ssh_package/usr/sbin/sshd" -D -f "$ssh_root/sshd_config")
ssh_title="(sshd: )?${sshd[*]}( [[:print:]]*)?" # what it makes of its command line; see pids_of
ssh_port=(ssh 2232)

ssh_needs() { echo docker; }

ssh_is_up() { pids_of "$ssh_title" >/dev/null && ssh_answers; }

ssh_answers() { port_taken "$(port_of "${ssh_port[@]}")"; }

ssh_up() {
  apt_install procps openssh-client
  ssh_unpack
  stop "$ssh_title"
  choose_port "${ssh_port[@]}" >/dev/null
  ssh_configure
  mkdir -p /run/sshd
  spawn "${sshd[@]}"
  await "${sshd[0]}" 20 ssh_answers
}

ssh_down() { stop "$ssh_title"; }

ssh_env() { export_line CHANDLER_TESTBED_SSH_CONFIG "$ssh_root/config"; }

# The package is unpacked, not installed: installed, it would open the machine to the network. Of what it would have
# made, sshd needs its user.
ssh_unpack() {
  local download
  id sshd >/dev/null 2>&1 || useradd --system --home-dir /run/sshd --no-create-home --shell /usr/sbin/nologin sshd
  [[ -x ${sshd[0]} ]] && return
  download=$(mktemp -d)
  chmod 755 "$download"
  (cd "$download" && apt_run download openssh-server)
  rm -rf "$ssh_package"
  mkdir -p "$ssh_package"
  dpkg -x "$download"/openssh-server_*.deb "$ssh_package"
  rm -rf "$download"
  apt_install libwrap0
}

ssh_configure() {
  local key
  for key in host client; do
    [[ -e $ssh_root/$key ]] || ssh-keygen -q -t ed25519 -N '' -C chandler-testbed -f "$ssh_root/$key"
  done
  cp "$ssh_root/client.pub" "$ssh_root/authorized_keys"
  cat >"$ssh_root/sshd_config" <<CONFIG
ListenAddress 127.0.0.1:$(port_of "${ssh_port[@]}")
HostKey $ssh_root/host
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
AllowUsers root
PermitRootLogin prohibit-password
AuthorizedKeysFile $ssh_root/authorized_keys
SetEnv DOCKER_HOST=unix://$docker_socket
CONFIG
  echo "[127.0.0.1]:$(port_of "${ssh_port[@]}") $(cat "$ssh_root/host.pub")" >"$ssh_root/known_hosts"
  cat >"$ssh_root/config" <<CONFIG
Host chandler-testbed
  HostName 127.0.0.1
  Port $(port_of "${ssh_port[@]}")
  User root
  IdentityFile $ssh_root/client
  IdentitiesOnly yes
  UserKnownHostsFile $ssh_root/known_hosts
  StrictHostKeyChecking yes
CONFIG
}
