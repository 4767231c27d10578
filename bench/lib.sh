# shellcheck shell=bash disable=SC2154 # names of the script that takes this in
# What the measuring scripts share, which run at the root of the clone. Not run by itself.
unset CDPATH # exported, it would have cd go elsewhere and print where
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit

nonce=$$-$(date +%s)

die() {
  printf 'bench: %s\n' "$*" >&2
  exit 2
}

# A line that the next one writes over, where somebody looks on.
note() { [[ ! -t 2 ]] || printf '\r\033[K%s' "$*" >&2; }

# Sets: work, a folder that "clean" is called for at the end; CHANDLER, a launcher whose class archive is made. What Chandler
# keeps is in folders of the run's own, so that the keys of the states that are to be removed are known.
prepare_chandler() {
  work=$(mktemp -d)
  trap clean EXIT
  if [[ -z ${CHANDLER:-} ]]; then
    ./chandler version >/dev/null
    CHANDLER=$PWD/cli/target/dist/current/bin/chandler
  fi
  export XDG_CACHE_HOME=$work/cache XDG_STATE_HOME=$work/state XDG_DATA_HOME=$work/data
  CHANDLER_CLASS_ARCHIVE=now "$CHANDLER" version >/dev/null
}

# The keys of all states that were wanted, one a line.
keys() {
  local key
  for key in "$work"/cache/chandler/preimages/*; do printf '%s\n' "${key##*/}"; done
}

remove_states_of_docker() { { keys | sed 's/^/chandler-cache:/'; cat; } | xargs "$docker" rmi -f >/dev/null 2>&1 || true; }

facts() {
  printf 'date      %s\n' "$(date -u +%F)"
  printf 'commit    %s\n' "$(git rev-parse --short HEAD)$(git diff --quiet HEAD || echo ' and changes')"
  printf 'machine   %s, %s cores, %s MB, Linux %s\n' "$(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -1)" \
    "$(nproc)" "$(($(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo) / 1024))" "$(uname -r)"
  printf 'java      %s\n' "$("$CHANDLER" version | sed 's/.*(Java \(.*\))/\1/')"
  printf 'load      %s at the beginning\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
}

# --- contenders ---------------------------------------------------------------------------------------------
# Every round does every case once for each contender, in an order that changes from round to round; round 0 warms up and
# doesn't count. A script has arrays "contenders" and "cases", a number "rounds", and functions: write_sources CASE ROUND;
# takes_part CONTENDER CASE; build_CONTENDER TAG, with "_" for "-"; where there is one, after_case CASE ROUND.

all_rounds() {
  local round
  for ((round = 0; round <= rounds; round++)); do
    note "round $round of $rounds, load $(cut -d' ' -f1 /proc/loadavg)"
    one_round "$round"
  done
  note
}

one_round() {
  local round=$1 case i name
  for case in "${cases[@]}"; do
    write_sources "$case" "$round"
    for i in "${!contenders[@]}"; do
      name=${contenders[(i + round) % ${#contenders[@]}]}
      if takes_part "$name" "$case"; then measure "$name" "$case" "$round"; fi
    done
    if declare -F after_case >/dev/null; then after_case "$case" "$round"; fi
  done
}

# The words of the ten one-line steps, of which one may be new.
choose_words() {
  case $1 in
    cold) words=("$nonce-$2" 2 3 4 5 6 7 8 9 10) ;;
    last) words[9]=$nonce-$2-last ;;
    fifth) words[4]=$nonce-$2-fifth ;;
  esac
}

step() { printf 'echo %s > /step-%s' "${words[$1]}" "$1"; }

# Runs a contender and notes how many seconds it took.
measure() {
  local name=$1 case=$2 round=$3 begun ended
  begun=$EPOCHREALTIME
  "build_${name//-/_}" "$name-${case/unchanged/cold}-$round" >"$work/output" 2>&1 || {
    cat "$work/output" >&2
    die "$name failed: $case, round $round"
  }
  ended=$EPOCHREALTIME
  ((round == 0)) || awk "BEGIN { printf \"%.3f\n\", ($ended) - ($begun) }" >>"$work/$name.$case"
}

median() { sort -n "$work/$1.$2" | awk '{ all[NR] = $1 } END { print (all[int((NR + 1) / 2)] + all[int(NR / 2) + 1]) / 2 }'; }

spread() { sort -n "$work/$1.$2" | awk 'NR == 1 { printf "%.2f", $1 } { last = $1 } END { printf "–%.2f", last }'; }

# cells CASE FUNCTION: what the function prints of each contender and the case, where that was measured.
cells() {
  local name
  for name in "${contenders[@]}"; do
    if [[ -e $work/$name.$1 ]]; then printf ' %s |' "$("$2" "$name" "$1")"; else printf ' – |'; fi
  done
  printf '\n'
}

seconds_of() { printf '%.2f (%s)' "$(median "$1" "$2")" "$(spread "$1" "$2")"; }

# As many times the contender's as the first contender's is.
ratio_of() { awk "BEGIN { printf \"%.2f\", $(median "${contenders[0]}" "$2") / $(median "$1" "$2") }"; }

table() {
  local case
  head_row 'seconds, median (least–most)'
  for case in "${cases[@]}"; do printf '| %s |' "$case" && cells "$case" seconds_of; done
  head_row "${contenders[0]} ÷"
  for case in "${cases[@]}"; do
    [[ ! -e $work/${contenders[0]}.$case ]] || { printf '| %s |' "$case" && cells "$case" ratio_of; }
  done
}

head_row() {
  printf '\n| %s |' "$1"
  printf ' %s |' "${contenders[@]}"
  printf '\n|---|'
  printf '%.0s---|' "${contenders[@]}"
  printf '\n'
}
