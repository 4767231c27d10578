# shellcheck shell=bash disable=SC2034,SC2154 # names of this file and of parts are used in others
# What the testbed's scripts, ./quickstart and ./check have in common. Sourced, never run.
#
# There is one testbed per machine, shared by all clones on it: two Docker daemons would fight over the
# same bridge and addresses, and a clone should not have to make the images again. Three folders hold all of it.
set -euo pipefail

state=/var/lib/chandler-testbed   # what daemons keep: images, registry, logs
run=/run/chandler-testbed         # sockets and locks; short, because a socket's path ends at 108 bytes
cache=/var/cache/chandler-testbed # what takes long to make, by version

logs=$state/log
bin=$state/bin # commands that an environment of testbed/env finds first

unset CDPATH # exported, it would have cd go elsewhere and print where
testbed=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
default_parts=(docker registry images ssh registries skopeo docker-new podman)

# Daemons live in sbin, which is not on every user's PATH, and Go where its makers put it, which sudo leaves out.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/go/bin

# Tells the user on stderr, so that standard output is left to what was asked for.
say() { printf '%s: %s\n' "${me:-testbed}" "$*" >&2; }

# Ends with exit code 3, Chandler's own for "the environment": die MESSAGE
die() {
  say "$*"
  exit 3
}

# --- root -------------------------------------------------------------------------------------------

may_be_root() { ((EUID == 0)) || sudo -n true 2>/dev/null; }

# Starts the running script again as root if it isn't: become_root WHAT_FOR ARGUMENT…
become_root() {
  local what=$1
  shift
  ((EUID != 0)) || return 0
  may_be_root || die "$what needs root: run as root, or as a user that may use sudo without a password"
  exec sudo -n -- "$0" "$@"
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo -n -- "$@"; fi
}

# Who may become root without a password may use the sockets of what he brings up: open_to_sudo_user SOCKET
open_to_sudo_user() { [[ -z ${SUDO_GID:-} || $(stat -c %g "$1") == "$SUDO_GID" ]]; }

# --- packages ---------------------------------------------------------------------------------------

package_installed() {
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# Installs the named packages that are missing; says which.
apt_install() {
  local package
  local -a missing=()
  for package in "$@"; do
    package_installed "$package" || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null || die "needed and not installed: ${missing[*]} (names of Debian packages; there is no apt here)"
  say "installing ${missing[*]}"
  apt_run install -y --no-install-recommends "${missing[@]}"
}

# apt-get, without questions, waiting for whoever holds dpkg's lock, and with fresh lists only where the old ones don't do.
apt_run() {
  local log
  log=$(mktemp)
  local -a apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600)
  if ! as_root "${apt[@]}" "$@" </dev/null >"$log" 2>&1; then
    if ! { as_root "${apt[@]}" update && as_root "${apt[@]}" "$@"; } </dev/null >>"$log" 2>&1; then
      tail -n 20 "$log" >&2
      die "apt-get $* failed; its whole output: $log"
    fi
  fi
  rm -f "$log"
}

# Packs a root filesystem; the tar is there whole or not at all: pack_rootfs FOLDER TAR
pack_rootfs() {
  tar -C "$1" --numeric-owner --xattrs --xattrs-include='*' --sort=name -cf "$2.part" .
  mv "$2.part" "$2"
}

# --- Java -------------------------------------------------------------------------------------------

# Prints the home of a JDK of that major version, if there is one: java_home 17
java_home() {
  local home variable
  for variable in "JAVA$1_HOME" "JAVA_HOME_$1_X64" "JAVA_HOME_$1_ARM64" JAVA_HOME; do
    home=${!variable:-}
    if is_jdk "$home" "$1"; then echo "$home" && return; fi
  done
  for home in /usr/lib/jvm/*; do
    if is_jdk "$home" "$1"; then realpath "$home" && return; fi
  done
  return 1
}

is_jdk() { [[ -x $1/bin/javac ]] && grep -q "^JAVA_VERSION=\"$2[\".]" "$1/release" 2>/dev/null; }

# Sees to Maven and a JDK that builds this project, and sets JAVA_HOME where it isn't set.
need_maven() {
  local -a packages=()
  command -v mvn >/dev/null || packages+=(maven)
  any_jdk >/dev/null || packages+=(default-jdk-headless)
  ((${#packages[@]} == 0)) || may_be_root \
    || die "needed and not installed: ${packages[*]} (names of Debian packages; or any Maven from 3.8 and JDK from 17)"
  apt_install "${packages[@]}"
  JAVA_HOME=$(any_jdk)
  export JAVA_HOME
}

any_jdk() {
  if [[ -n ${JAVA_HOME:-} ]]; then
    echo "$JAVA_HOME"
  else
    java_home 17 || java_home 21 || java_home 25
  fi
}

# --- Go programs ------------------------------------------------------------------------------------

need_go() { command -v go >/dev/null || die "$1 has to be built, and needs Go (1.23 or newer) on the PATH"; }

# Builds what `go install` refuses because its go.mod replaces modules by folders: go_build MODULE@VERSION PROGRAM [GO_GET…]
# Each GO_GET is the version of a module that only a replacement named.
go_build() {
  local module=$1 program=$2 folder
  shift 2
  need_go "$module"
  folder=$(mktemp -d "$cache/build.XXXXXX")
  say "building $module, once for all (some minutes); the log: $logs/go.log"
  (
    cp -r "$(go mod download -json "$module" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')/." "$folder"
    chmod -R u+w "$folder"
    cd "$folder"
    sed -i -e '/^replace (/,/^)/d' -e '/^replace /d' go.mod
    export CGO_ENABLED=0 GOFLAGS=-mod=mod
    if (($#)); then go get "$@"; fi
    nice go build -buildvcs=false -o "$program.part" .
  ) >>"$logs/go.log" 2>&1 || die "building $module failed; the log: $logs/go.log"
  mv "$program.part" "$program"
  rm -rf "$folder"
}

# --- daemons ----------------------------------------------------------------------------------------
# A daemon is known by its whole command line, which names a file below our own folders: unlike a number in a
# pid file, that can't have become another's.

# pids_of COMMAND ARGUMENT…
pids_of() { pgrep -f -x -- "${*//./\\.}"; }

# Starts a daemon that outlives its caller, holds none of its files open, and is the same whoever calls: spawn COMMAND ARGUMENT…
spawn() { spawn_as "${1##*/}" "$@"; }

# The same with another name for its log, for a second of its kind: spawn_as NAME COMMAND ARGUMENT…
spawn_as() {
  local log=$logs/$1.log
  shift
  (
    close_inherited_files
    cd /
    umask 022
    ulimit -n "$(ulimit -H -n)" # containers inherit it
    exec setsid "$@" </dev/null >>"$log" 2>&1
  ) &
}

# Everything above stderr: locks, above all, which would be held as long as the daemon lives.
close_inherited_files() {
  local path fd
  for path in /proc/self/fd/*; do
    fd=${path##*/}
    ((fd <= 2)) || exec {fd}>&-
  done
}

# Ends it, gently first: stop COMMAND ARGUMENT…
stop() {
  local pids
  pids=$(pids_of "$@") || return 0
  # shellcheck disable=SC2086 # one word per process
  kill -TERM $pids 2>/dev/null || true
  if ! wait_until 30 gone "$@"; then
    say "$1 did not end within 30 s and is killed"
    # shellcheck disable=SC2086
    kill -KILL $pids 2>/dev/null || true
    wait_until 5 gone "$@" || die "$1 can't be ended: process $pids"
  fi
}

gone() { ! there "$@"; }

there() { pids_of "$@" >/dev/null; }

# Tries a command until it succeeds: wait_until SECONDS COMMAND ARGUMENT…
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

# Waits for a daemon, and shows the end of its log where it doesn't come: await DAEMON SECONDS COMMAND ARGUMENT…
await() {
  local log=$logs/${1##*/}.log
  shift
  wait_until "$@" && return 0
  tail -n 20 "$log" >&2
  die "not ready after $1 s; the log: $log"
}

# Unmounts all that is mounted below a folder, the innermost first.
unmount_below() {
  local mount
  while read -r mount; do
    umount -l "$mount"
  done < <(awk -v top="$1/" 'index($5, top) == 1 { print $5 }' /proc/self/mountinfo | sort -r)
}

# --- network namespaces -----------------------------------------------------------------------------
# For a daemon that would take a bridge or addresses away from another. It is started by `nsenter --net=/run/netns/NAME`:
# `ip netns exec` mounts a new /sys, without the cgroups.

# A namespace with nothing but its own loopback interface: netns_up NAME
netns_up() {
  ip netns exec "$1" true 2>/dev/null || { ip netns delete "$1" 2>/dev/null || true; ip netns add "$1"; }
  ip -n "$1" link set lo up
}

netns_down() { [[ ! -e /run/netns/$1 ]] || ip netns delete "$1"; }

# --- networks ---------------------------------------------------------------------------------------

# The port that a daemon has now, or would have: port_of NAME DEFAULT
port_of() { cat "$state/$1.port" 2>/dev/null || echo "$2"; }

# Before it starts: keeps the port of last time unless that has become another's: choose_port NAME DEFAULT
choose_port() {
  local port
  port=$(port_of "$@")
  while port_taken "$port"; do port=$((port + 1)); done
  echo "$port" >"$state/$1.port"
}

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A bridge's packets are as long as those of the interface they leave by: some networks drop the too long ones.
outside_mtu() {
  local device
  device=$(ip route show default | sed -n 's/.* dev \([^ ]*\).*/\1/p;q')
  cat "/sys/class/net/$device/mtu" 2>/dev/null || echo 1500
}

# The way from containers to the outside, and back: forward add_rule|delete_rule ADDRESSES
forward() {
  "$1" filter FORWARD -s "$2" -j ACCEPT
  "$1" filter FORWARD -d "$2" -j ACCEPT
  "$1" nat POSTROUTING -s "$2" ! -d "$2" -j MASQUERADE
}

# add_rule TABLE CHAIN MATCH…
add_rule() { rule -C "$@" 2>/dev/null || rule -I "$@"; }

delete_rule() { while rule -D "$@" 2>/dev/null; do :; done; }

rule() {
  local action=$1 table=$2
  shift 2
  iptables -w -t "$table" "$action" "$@" -m comment --comment chandler-testbed
}

# A network namespace that reaches the outside through the machine, which is at .0.1: network_namespace_up NAME 10.N
network_namespace_up() {
  local name=$1 outer=${1:0:13}-o inner=${1:0:13}-i
  netns_up "$name"
  if ! ip link show "$outer" >/dev/null 2>&1; then
    ip link add "$outer" type veth peer name "$inner" netns "$name"
    ip address add "$2.0.1/24" dev "$outer"
    ip -n "$name" address add "$2.0.2/24" dev "$inner"
  fi
  ip link set "$outer" up
  ip -n "$name" link set "$inner" up
  ip -n "$name" route replace default via "$2.0.1"
  ip route replace "$2.0.0/16" via "$2.0.2"
  ip netns exec "$name" sysctl -q -w net.ipv4.ip_forward=1
  forward add_rule "$2.0.0/16"
}

network_namespace_down() {
  forward delete_rule "$2.0.0/16"
  ip netns delete "$1" 2>/dev/null || true # and with it both ends
  ip link delete "${1:0:13}-o" 2>/dev/null || true
}

# --- parts ------------------------------------------------------------------------------------------
# parts/NAME.sh defines functions, all with the part's name in front (a dash becomes an underscore):
#   NAME_needs   prints the parts that have to be up before
#   NAME_is_up   cheap, changes nothing, needs no root
#   NAME_up      makes it so, as root, whatever state it finds; called under the part's lock
#   NAME_down    stops what NAME_up started
#   NAME_env     prints `export` lines; called only when it is up

for part in "$testbed"/parts/*.sh; do
  # shellcheck source=/dev/null
  . "$part"
done

all_parts() {
  local part
  for part in "$testbed"/parts/*.sh; do basename "$part" .sh; done
}

# Calls a function of a part: part NAME FUNCTION
part() { "${1//-/_}_$2"; }

require_parts() {
  local name
  for name in "$@"; do
    [[ -f $testbed/parts/$name.sh ]] && continue
    say "there is no part \"$name\"; there are: $(all_parts | paste -sd' ')"
    exit 2
  done
}

# The named parts and all they need, each once, what is needed first.
with_needs() {
  local name
  for name in "$@"; do
    # shellcheck disable=SC2046 # one word per part
    with_needs $(part "$name" needs)
    echo "$name"
  done | awk '!seen[$0]++'
}

# Runs one of the functions below on a part while no other testbed script works on it: locked PART FUNCTION
locked() {
  local lock
  exec {lock}>"$run/$1.lock"
  if ! flock -n "$lock"; then
    say "another run is working on $1; waiting for it"
    flock "$lock"
  fi
  "$2" "$1"
  exec {lock}>&-
}

bring_up() {
  local begun=$SECONDS
  if part "$1" is_up; then return; fi # by the run that was waited for
  say "bringing up $1"
  part "$1" up
  say "$1 is up ($((SECONDS - begun)) s)"
}

take_down() { part "$1" down; }

# Prints an `export` line that any POSIX shell reads: export_line NAME VALUE
export_line() { printf "export %s='%s'\n" "$1" "${2//\'/\'\\\'\'}"; }
