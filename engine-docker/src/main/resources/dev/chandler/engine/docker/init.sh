# PID 1 of an instance: holds it open as long as its standard input is, ends processes at a word, and runs commands of root's.
# Shell builtins only, but for links and commands; made for busybox ash and dash. The first line that it reads is the token
# that all it says begins with. A word is a line "NUMBER VERB [MARK]", "NUMBER VERB LINK TOOLS" or "NUMBER run WORDS", an answer
# "TOKEN NUMBER some|none [UID...]", where UIDs are of users whose processes it may not look into, or, before and after a
# command's output, "TOKEN NUMBER runs" and "TOKEN NUMBER ran CODE", on standard error too, or "TOKEN NUMBER refused". Lines of comment are left out when it is used.

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

# Whether $1 is a link to the tools $2.
links() { [ -L "$1" ] && [ "$1" -ef "$2" ]; }

# Runs a program by the way $1, for who has the tools $2: their busybox, which no step can change; what the instance has,
# then what they have; this shell itself, where that is busybox and obeys the name that it is called by.
by() {
  way=$1 tools=$2
  shift 2
  case $way in
    1) [ -x "$tools/busybox" ] && "$tools/busybox" "$@" ;;
    2) [ -x "$tools/bin/busybox" ] && "$tools/bin/busybox" "$@" ;;
    3) PATH=$PATH:$tools:$tools/bin "$@" ;;
    4) (program=$1; shift; exec -a "$program" /proc/self/exe "$@") ;;
  esac </dev/null >/dev/null 2>&1
}

# Puts the link $1 to the tools $2 in where nothing is. What a program says of itself does not count.
link() {
  for way in 1 2 3 4; do
    if [ -e "$1" ] || [ -L "$1" ]; then break; fi
    by "$way" "$2" ln -s "$2" "$1"
    if links "$1" "$2"; then own=yes; fi
  done
  if links "$1" "$2"; then state=some; else state=none; fi
}

# Takes it out again: only what it has put in itself, and what still leads to the tools.
unlink() {
  state=none
  [ -n "$own" ] || return
  for way in 1 2 3 4; do
    links "$1" "$2" || return
    by "$way" "$2" rm -f "$1"
  done
  if links "$1" "$2"; then state=some; fi
}

# Waits for ever without a process of its own to sleep: both ends of a pipe are held, so no end of file comes.
stay() { trap 'exit 0' TERM; { read -r line </proc/self/fd/1; } | { read -r line; }; }

# Who root is: its group, its home, and the groups that it is in besides.
root() {
  who= home=/
  while IFS=: read -r name field uid gid field dir field; do
    if [ "$uid" = 0 ]; then who=$name:$gid:$dir home=$dir; break; fi
  done </etc/passwd
  while IFS=: read -r group field gid members || [ -n "$group" ]; do
    case ",$members," in *",$name,"*) who="$who $group:$gid" ;; esac
  done </etc/group
}

# Marks both outputs.
say() { echo "$token $number $1"; echo "$token $number $1" >&4; }

# Runs a command of root's where no other process is, so that all output is this one's: in the directory $1, with what
# follows as words of env(1). It has a session of its own, as all commands have, and runs in the foreground, for a shell has
# what it runs in the background ignore SIGINT. Words are obeyed by a process beside it meanwhile; one that is being read as
# the command ends gets no answer.
run() {
  state=refused
  root
  reap
  [ "$who" = "$begun" ] && ! kill -0 -1 && [ -x /usr/bin/setsid ] && [ -x /usr/bin/env ] && cd "$1" || return
  shift
  say runs
  { obey; [ -n "$kept" ] || kill -KILL -1; } <&3 &
  beside=$!
  (exec /usr/bin/setsid /usr/bin/env -i "HOME=$home" "$@" </dev/null 2>&4 3<&- 4>&-)
  state="ran $?"
  kill "$beside"
  wait "$beside"
  cd /
  echo "$token $number $state" >&4
}

# Does what the words say until there are no more.
obey() {
  while IFS=' ' read -r number verb mark tools; do
    case $verb in
      TERM | KILL | 0) if [ -n "$mark" ]; then marked "$verb" "$mark"; else all "$verb"; fi ;;
      link | unlink) "$verb" "$mark" "$tools" ;;
      run) eval "run $mark $tools" ;;
      keep) kept=yes state=none ;;
    esac
    echo "$token $number $state"
  done
}

nl='
'
kept= own= name=
exec 3<&0 4>&2 2>/dev/null
IFS= read -r token
root
begun=$who
obey
[ -n "$kept" ] && stay
