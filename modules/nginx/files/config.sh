#!/bin/sh
# Writes the config that all sites share; the arguments are the number of processes and the log of requests.
set -eu

user=nobody
for name in nginx www-data; do
    if grep -q "^$name:" /etc/passwd; then
        user=$name
        break
    fi
done
mkdir -p /etc/nginx/sites /var/log/nginx
cat >/etc/nginx/nginx.conf <<EOF
# core/nginx
user $user;
worker_processes $1;
pid /run/nginx.pid;
error_log stderr;
include /etc/nginx/modules-enabled/*.conf;
include /etc/nginx/modules/*.conf;
events {}
http {
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log $2;
    sendfile on;
    server_tokens off;
    include /etc/nginx/sites/*.conf;
}
EOF
