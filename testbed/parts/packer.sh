# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# Packer, for measuring against: the last one that carries the builder for LXD in itself.

packer_version=1.8.7
packer_program=$cache/packer-$packer_version

packer_needs() { :; }

packer_is_up() { [[ -x $packer_program && -L $bin/packer ]]; }

packer_up() {
  [[ -x $packer_program ]] || go_build "github.com/hashicorp/packer@v$packer_version" "$packer_program"
  ln -sf "$packer_program" "$bin/packer"
}

packer_down() { :; }

packer_env() { export_line CHANDLER_TESTBED_PACKER "$packer_program"; }
