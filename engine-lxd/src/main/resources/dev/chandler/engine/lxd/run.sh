# Starts a command as it is to be started: $1 its working directory, $2 the user whose home is looked for where none is
# given, or "-", then the names that LXD adds to the environment, then "--" and the command. Shell builtins only.
dir=$1 user=$2
shift 2
while [ "$1" != -- ]; do
  unset "$1"
  shift
done
shift
if [ "$user" != - ]; then
  HOME=/
  while IFS=: read -r name password uid gid comment home rest || [ -n "$name" ]; do
    if [ "$uid" = "$user" ]; then HOME=${home:-/}; break; fi
  done </etc/passwd
  export HOME
fi 2>/dev/null
unset name password uid gid comment home rest
umask 022
if ! cd "$dir" 2>/dev/null; then
  echo "cannot change to working directory \"$dir\"" >&2
  exit 126
fi
unset dir user OLDPWD PWD SHLVL
exec "$@"
