#!/bin/sh
# Members of a replica set show each other a key. A set of one shows it to nobody: each start makes
# another, and none is kept. A second member would need one that both read from a Secret.
set -eu
key="${TMPDIR:-/tmp}/member-key"
umask 077
head -c 96 /dev/urandom | base64 -w 0 > "$key"
exec docker-entrypoint.sh mongod --replSet shop --keyFile "$key" --bind_ip_all
