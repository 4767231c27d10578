# shellcheck shell=bash disable=SC2034,SC2154 # names of lib.sh and of other parts
# consul-template as one static program, so that it runs in any container.

consul_template_version=0.41.1
consul_template_folder=$cache/consul-template-$consul_template_version
consul_template_program=$consul_template_folder/consul-template

consul_template_needs() { :; }

consul_template_is_up() { [[ -x $consul_template_program && -L $bin/consul-template ]]; }

consul_template_up() {
  if [[ ! -x $consul_template_program ]]; then
    need_go consul-template
    CGO_ENABLED=0 GOBIN=$consul_template_folder nice \
      go install "github.com/hashicorp/consul-template@v$consul_template_version" >>"$logs/go.log" 2>&1 \
      || die "building consul-template failed; the log: $logs/go.log"
  fi
  ln -sf "$consul_template_program" "$bin/consul-template"
}

consul_template_down() { :; }

consul_template_env() { export_line CHANDLER_TESTBED_CONSUL_TEMPLATE "$consul_template_program"; }
