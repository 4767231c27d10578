# Starts a command as it is to be started, and says how it has ended: $1 is what only this command says before its status, $2 the command's
# working directory, $3 the user whose home is looked for where none is given, or "-", then the names that LXD adds to the
# environment, then "--" and the command. Shell builtins only. Names are such as no variable of a command has, since one
# that is given would be lost. What the shell itself has to say, as of a command that was killed, nobody is to read.
exec 3>&2 2>/dev/null
chandler_end=$1 chandler_dir=$2 chandler_user=$3
shift 3
while [ "$1" != -- ]; do
  unset "$1"
  shift
done
shift
if [ "$chandler_user" != - ]; then
  HOME=/
  while IFS=: read -r chandler_name chandler_x chandler_uid chandler_gid chandler_x chandler_home chandler_x || [ -n "$chandler_name" ]; do
    if [ "$chandler_uid" = "$chandler_user" ]; then HOME=${chandler_home:-/}; break; fi
  done </etc/passwd
  export HOME
fi
umask 022
if ! cd "$chandler_dir"; then
  echo "cannot change to working directory \"$chandler_dir\"" >&3
  exit 126
fi
unset OLDPWD PWD SHLVL
(exec "$@" 2>&3 3>&-)
set -- $?
echo "Chandler-end-$chandler_end $1"
echo "Chandler-end-$chandler_end $1" >&3
exit "$1"
