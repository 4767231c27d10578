#!/bin/sh
# Takes out what an image does not need to run. The arguments are languages that stay; CACHES, DOCUMENTS, MAN, LOCALES, LOGS and LATER say true or false.
set -eu

# Removes what is in folders, if they are there.
empty() {
    for folder; do
        [ ! -d "$folder" ] || find "$folder" -mindepth 1 -maxdepth 1 -exec rm -rf {} +
    done
}

# Whether a folder's name is that of a language that stays.
stays() {
    name=$1
    shift
    [ "$name" != locale.alias ] || return 0
    for language; do
        case $name in
        "$language" | "$language"_* | "$language"@*) return 0 ;;
        esac
    done
    return 1
}

if [ "$CACHES" = true ]; then
    empty /var/cache/apt /var/lib/apt/lists /var/cache/apk /var/cache/dnf /var/cache/yum /var/cache/ldconfig \
        /root/.cache/pip /root/.npm/_cacache
    [ ! -d /var/cache/apt ] || mkdir -p /var/cache/apt/archives/partial
    rm -f /var/cache/debconf/*-old /var/lib/dpkg/*-old /etc/passwd- /etc/group- /etc/shadow- /etc/gshadow- \
        /etc/subuid- /etc/subgid-
fi

if [ "$DOCUMENTS" = true ]; then
    if [ -d /usr/share/doc ]; then
        find /usr/share/doc -type f ! -name copyright -exec rm -f {} +
        find /usr/share/doc -type l ! -exec test -e {} \; -exec rm -f {} +
        # Those with something in them are refused, and stay.
        find /usr/share/doc -mindepth 1 -depth -type d -exec rmdir {} + 2>/dev/null || :
    fi
    empty /usr/share/info /usr/share/lintian /usr/share/doc-base /usr/share/gtk-doc
fi

if [ "$MAN" = true ]; then
    empty /usr/share/man /usr/local/share/man /var/cache/man
fi

if [ "$LOCALES" = true ] && [ -d /usr/share/locale ]; then
    for folder in /usr/share/locale/*; do
        stays "${folder##*/}" "$@" || rm -rf "$folder"
    done
fi

if [ "$LOGS" = true ] && [ -d /var/log ]; then
    find /var/log -type f \( -name '*.gz' -o -name '*.xz' -o -name '*.old' -o -name '*.[0-9]' \) -exec rm -f {} +
    find /var/log -type f -size +0c -exec sh -c 'for log; do : >"$log"; done' sh {} +
fi

if [ "$LATER" = true ] && [ -d /etc/dpkg ]; then
    mkdir -p /etc/dpkg/dpkg.cfg.d /etc/apt/apt.conf.d
    {
        echo "# core/strip"
        [ "$DOCUMENTS" != true ] || printf '%s\n' \
            "path-exclude=/usr/share/doc/*" "path-include=/usr/share/doc/*/copyright" \
            "path-exclude=/usr/share/info/*" "path-exclude=/usr/share/lintian/*"
        [ "$MAN" != true ] || echo "path-exclude=/usr/share/man/*"
        if [ "$LOCALES" = true ]; then
            printf '%s\n' "path-exclude=/usr/share/locale/*" "path-include=/usr/share/locale/locale.alias"
            for language; do
                printf "path-include=/usr/share/locale/$language%s/*\n" "" "_*" "@*"
            done
        fi
    } >/etc/dpkg/dpkg.cfg.d/core-strip
    [ "$CACHES" != true ] || cat >/etc/apt/apt.conf.d/core-strip <<EOF
// core/strip
APT::Keep-Downloaded-Packages "false";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
EOF
fi
