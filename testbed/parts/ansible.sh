# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# ansible-core for the plugin `ansible`, of one version, with Python packages of its own.

ansible_version=2.18.8
ansible_folder=$state/ansible-$ansible_version
ansible_program=$ansible_folder/bin/ansible-playbook

ansible_needs() { :; }

# There when all of it is, for a folder that pip had begun with has the program, too.
ansible_is_up() { [[ -f $ansible_folder/complete && -x $ansible_program ]]; }

ansible_up() {
  local python
  rm -rf "$ansible_folder"
  python=$(ansible_python)
  {
    "$python" -m venv "$ansible_folder"
    "$ansible_folder/bin/pip" install --disable-pip-version-check "ansible-core==$ansible_version"
  } >"$logs/ansible.log" 2>&1 || die "installing ansible-core failed; the log: $logs/ansible.log"
  touch "$ansible_folder/complete"
}

ansible_down() { :; }

ansible_env() { export_line CHANDLER_ANSIBLE_PLAYBOOK "$ansible_program"; }

# A Python that this version runs on, and that can make environments.
ansible_python() {
  local python
  for python in python3 python3.13 python3.12 python3.11; do
    ansible_suits "$python" && echo "$python" && return
  done
  apt_install python3 python3-venv
  ansible_suits /usr/bin/python3 || die "ansible-core $ansible_version needs Python 3.11, 3.12 or 3.13, with venv"
  echo /usr/bin/python3
}

ansible_suits() {
  command -v "$1" >/dev/null \
    && "$1" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null
}
