# What a step of Chandler builds, of its settings as JSON: `paths` while planning, `derivations` when the step runs.
#
# The user's own files are read with another `import`, `builtins` and `<…>`, which refuse what is not pinned and has a
# different content tomorrow. What comes out of the store is pinned, and read as ever.
{ settings }:
let
  given = builtins.fromJSON settings;

  unpinned = what: remedy: throw "chandler: ${what} is not pinned; ${remedy}";

  pins = builtins.mapAttrs
    (name: pin: if pin ? url then builtins.fetchTarball { inherit (pin) url sha256; } else /. + pin.path)
    given.nixPath;

  findFile = path: name:
    let
      parts = builtins.match "([^/]*)(/.*)?" name;
      first = builtins.elemAt parts 0;
      rest = builtins.elemAt parts 1;
    in
      if pins ? ${first} then (if rest == null then pins.${first} else pins.${first} + rest)
      else if first == "nix" then builtins.findFile [ ] name
      else unpinned "<${name}>" "name ${first} under nix-path: with a url and its sha256, or a path";

  requires = function: argument: values:
    if builtins.isAttrs values && builtins.any (each: values ? ${each}) argument then builtins.${function} values
    else unpinned function "give ${builtins.concatStringsSep " or " argument}";

  pinned = {
    fetchurl = requires "fetchurl" [ "sha256" ];
    fetchTarball = requires "fetchTarball" [ "sha256" ];
    fetchGit = requires "fetchGit" [ "rev" ];
    fetchMercurial = requires "fetchMercurial" [ "rev" ];
    fetchTree = requires "fetchTree" [ "narHash" "rev" ];
    getFlake = flake: unpinned "getFlake" "fetch what it is made of by a sha256";
    getEnv = name: unpinned "getEnv \"${name}\"" "give it under args:";
    currentTime = unpinned "currentTime" "give it under args:";
    import = file:
      let place = toString file; in
      if builtins.substring 0 (builtins.stringLength builtins.storeDir) place == builtins.storeDir
      then import file
      else builtins.scopedImport scope file;
  };

  scope = {
    builtins = builtins // pinned;
    inherit (pinned) fetchTarball fetchGit import;
    __findFile = findFile;
    __currentTime = pinned.currentTime;
    __getEnv = pinned.getEnv;
    __fetchurl = pinned.fetchurl;
    __nixPath = [ ];
  };

  called = value:
    if builtins.isFunction value then value given.args
    else if given.args == { } then value
    else throw "chandler: args: are given, and the file is no function";

  top =
    if given.file == null then import (findFile [ ] "nixpkgs") given.args
    else called (pinned.import (/. + given.file));

  select = builtins.foldl'
    (value: name: if builtins.isAttrs value && value ? ${name} then value.${name} else throw "chandler: there is no attribute ${name}")
    top;

  named = if given.attributes == [ ] then [ top ] else map select given.attributes;

  flat = value:
    if value.type or null == "derivation" then [ value ]
    else if builtins.isList value then builtins.concatMap flat value
    else if builtins.isAttrs value then builtins.concatMap flat (builtins.attrValues value)
    else throw "chandler: what is to be built is ${builtins.typeOf value} and no derivation";
in
rec {
  derivations = builtins.concatMap flat named;
  paths = map (each: builtins.unsafeDiscardStringContext each.drvPath) derivations;
}
