# Ends what carries the mark $1 in its environment: TERM, at most two seconds, KILL. Runs as the processes' own user,
# since PID 1, root without the right to trace others, may not read their environment.
each() {
  found=
  for dir in /proc/[0-9]*; do
    env=
    { while IFS= read -r line || [ -n "$line" ]; do env=$env$line; done <"$dir/environ"; } 2>/dev/null
    case $env in
      *"CHANDLER_STEP=$2"*) found=yes; kill "-$1" "${dir#/proc/}" 2>/dev/null ;;
    esac
  done
}

seconds() { read -r now rest </proc/uptime; now=${now%.*}; }

seconds
end=$((now + 2))
each TERM "$1"
while [ -n "$found" ]; do
  seconds
  if [ "$now" -gt "$end" ]; then each KILL "$1"; else each 0 "$1"; fi
  [ "$now" -gt $((end + 10)) ] && exit 1
done
exit 0
