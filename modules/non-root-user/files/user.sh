#!/bin/sh
# Makes a user: NAME UID GID HOME SHELL. The files are written here, since bases have different programs for it or none, and these note the day.
set -eu
name=$1 uid=$2 gid=$3 home=$4 shell=$5

fail() {
    echo "core/non-root-user: $1" >&2
    exit 1
}

# The line of FILE that begins with a pattern, if any.
line() {
    grep "^$2" "$1" || :
}

# Adds a line to a file that ends with one.
add() {
    [ -z "$(tail -c 1 "$1")" ] || echo >>"$1"
    printf '%s\n' "$2" >>"$1"
}

case $uid$gid in
*[!0-9]*) fail "a user's number is a whole one: $uid, $gid" ;;
esac
[ -e /etc/passwd ] || (umask 022 && : >/etc/passwd)
[ -e /etc/group ] || (umask 022 && : >/etc/group)

group=$(line /etc/group "$name:")
case $group in
"$name:"*":$gid:"*) ;;
"")
    # A group of that number, by whatever name, is as good.
    if [ -z "$(line /etc/group "[^:]*:[^:]*:$gid:")" ]; then
        add /etc/group "$name:x:$gid:"
        [ ! -e /etc/gshadow ] || add /etc/gshadow "$name:!::"
    fi
    ;;
*) fail "the group $name is there with another number: $group" ;;
esac

user=$name:x:$uid:$gid::$home:$shell
there=$(line /etc/passwd "$name:")
other=$(line /etc/passwd "[^:]*:[^:]*:$uid:")
if [ "$there" != "$user" ]; then
    [ -z "$there" ] || fail "the user $name is there, and is another: $there"
    [ -z "$other" ] || fail "the number $uid is that of another user: $other"
    add /etc/passwd "$user"
    [ ! -e /etc/shadow ] || add /etc/shadow "$name:!:::::::"
fi

if [ ! -d "$home" ]; then
    mkdir -p -- "$home"
    chown "$uid:$gid" -- "$home"
    chmod 0750 -- "$home"
fi
