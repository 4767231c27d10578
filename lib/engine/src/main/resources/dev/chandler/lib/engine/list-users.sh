# Prints the user of each process that still runs, but for PID 1, its own, and what has ended and was not waited for.
for dir in /proc/[0-9]*; do
  pid=${dir#/proc/}
  [ "$pid" = 1 ] && continue
  [ "$pid" = $$ ] && continue
  state= owner=
  {
    while read -r field value rest; do
      case $field in State:) state=$value ;; Uid:) owner=$value ;; esac
    done <"$dir/status"
  } 2>/dev/null
  case $state in '' | Z | X) ;; *) echo "$owner" ;; esac
done
