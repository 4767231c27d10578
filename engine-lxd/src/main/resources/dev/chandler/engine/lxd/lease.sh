# What an instance lives by: ends it when its own standard input ends, which the client holds, and ends processes at a word.
# Shell builtins only; made for busybox ash and dash. A word is a line "NUMBER VERB [MARK]", an answer "NUMBER some|none". The first
# answer, unasked, is "0" and the files of /etc that were made for the instance to have its own.
# PID 1 reaps at USR1. Lines of comment are left out when it is used.
#
# These are two processes: when the client has gone, LXD kills the one that it has started, and the other has the last word.
# So that one must outlive what is done to all others; it is called $$ in both.
trap '' TERM

# Signals all but PID 1 and these two. TERM at one stroke; KILL one by one, since nobody can ignore it.
all() {
  state=none
  [ "$1" = TERM ] && kill -TERM -1 2>/dev/null
  kill -USR1 1
  for dir in /proc/[0-9]*; do
    pid=${dir#/proc/}
    case $pid in 1 | $$ | "$self") continue ;; esac
    [ "$1" = KILL ] && kill -KILL "$pid" 2>/dev/null
    kill -0 "$pid" 2>/dev/null && state=some
  done
  [ "$1" = KILL ] && kill -USR1 1
}

# Signals what carries the mark in its environment; "read" drops the zero bytes between the variables.
marked() {
  state=none
  for dir in /proc/[0-9]*; do
    pid=${dir#/proc/}
    case $pid in 1 | $$ | "$self") continue ;; esac
    env=
    if { while IFS= read -r line || [ -n "$line" ]; do env=$env$line; done <"$dir/environ"; } 2>/dev/null; then
      case $env in
        *"CHANDLER_STEP=$2"*) state=some; kill "-$1" "$pid" 2>/dev/null ;;
      esac
    fi
  done
  kill -USR1 1
}

obey() {
  read -r self rest </proc/self/stat
  kept=
  made=
  for file in /dev/.chandler-made-*; do [ -e "$file" ] && made="$made ${file#/dev/.chandler-made-}"; done
  echo "0$made"
  while IFS=' ' read -r number verb mark; do
    state=none
    case $verb in
      TERM | KILL | 0) if [ -n "$mark" ]; then marked "$verb" "$mark"; else all "$verb"; fi ;;
      keep) kept=yes ;;
    esac
    echo "$number $state"
  done
  [ -n "$kept" ] || kill -TERM 1
}

exec 3<&0
obey <&3 3<&- &
exec </dev/null 3<&-
wait $!
