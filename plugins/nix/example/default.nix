# Needs no network and no nixpkgs: the only tool is a static busybox that lies beside this file, and is by its content in the store.
{ greeting ? "hello" }:
let
  busybox = "${./tools}/busybox";
in
{
  hello = derivation {
    name = "hello";
    system = builtins.currentSystem;
    builder = busybox;
    args = [
      "sh"
      "-ec"
      ''
        ${busybox} mkdir -p $out/bin $out/share/doc
        printf '#!%s sh\necho %s from the store\n' ${busybox} ${greeting} >$out/bin/hello
        ${busybox} chmod 755 $out/bin/hello
        echo 'It says what it was built to say.' >$out/share/doc/hello
      ''
    ];
  };
}
