# PID 1 of an instance: holds it open as long as its standard input is, and ends processes at a word. Shell builtins
# only; made for busybox ash and dash. A word is a line "NUMBER VERB [MARK]", an answer "NUMBER some|none [UID...]",
# where UIDs are of users whose processes it may not look into. Lines of comment are left out when it is used.

# Reaps whatever has ended: the shell waits for any child while it waits for its own, and that one is the youngest.
reap() { : & wait $!; }

all() {
  kill "-$1" -1 2>/dev/null
  reap
  if kill -0 -1 2>/dev/null; then state=some; else state=none; fi
}

# Adds the user of a process to those it may not look into; a process that is gone has none.
whose() {
  owner=
  { while read -r field uid rest; do case $field in Uid:) owner=$uid ;; esac; done <"$1/status"; } 2>/dev/null
  case "$blind " in *" $owner "*) ;; *) blind="$blind${owner:+ $owner}" ;; esac
}

# Signals what carries the mark in its environment; "read" drops the zero bytes between the variables.
marked() {
  state=none blind=
  for dir in /proc/[0-9]*; do
    pid=${dir#/proc/}
    [ "$pid" = 1 ] && continue
    env=
    if { while IFS= read -r line || [ -n "$line" ]; do env=$env$line; done <"$dir/environ"; } 2>/dev/null; then
      case $env in
        *"CHANDLER_STEP=$2"*) state=some; kill "-$1" "$pid" 2>/dev/null ;;
      esac
    else
      whose "$dir"
    fi
  done
  reap
  state=$state$blind
}

# Waits for ever without a process of its own to sleep: both ends of a pipe are held, so no end of file comes.
stay() { trap 'exit 0' TERM; { read -r line </proc/self/fd/1; } | { read -r line; }; }

kept=
while IFS=' ' read -r number verb mark; do
  case $verb in
    TERM | KILL | 0) if [ -n "$mark" ]; then marked "$verb" "$mark"; else all "$verb"; fi ;;
    keep) kept=yes state=none ;;
  esac
  echo "$number $state"
done
[ -n "$kept" ] && stay
