# What an instance lives by: ends it when its own standard input ends, which the client holds, and ends processes at a word.
# Shell builtins only; made for busybox ash and dash. A word is a line "NUMBER VERB [MARK]", an answer "NUMBER some|none".
# PID 1 reaps at USR1. Neither PID 1 nor this one gets a signal that it sends to all. Lines of comment are left out when it is
# used.

all() {
  kill "-$1" -1 2>/dev/null
  kill -USR1 1
  if kill -0 -1 2>/dev/null; then state=some; else state=none; fi
}

# Signals what carries the mark in its environment; "read" drops the zero bytes between the variables.
marked() {
  state=none
  for dir in /proc/[0-9]*; do
    pid=${dir#/proc/}
    [ "$pid" = 1 ] && continue
    env=
    if { while IFS= read -r line || [ -n "$line" ]; do env=$env$line; done <"$dir/environ"; } 2>/dev/null; then
      case $env in
        *"CHANDLER_STEP=$2"*) state=some; kill "-$1" "$pid" 2>/dev/null ;;
      esac
    fi
  done
  kill -USR1 1
}

kept=
echo 0 none
while IFS=' ' read -r number verb mark; do
  state=none
  case $verb in
    TERM | KILL | 0) if [ -n "$mark" ]; then marked "$verb" "$mark"; else all "$verb"; fi ;;
    keep) kept=yes ;;
  esac
  echo "$number $state"
done
[ -n "$kept" ] || kill -TERM 1
