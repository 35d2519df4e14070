#!/bin/bash
# What docker-entrypoint.sh does in the public image, as far as compose.yaml needs it: a database owned by its user, made
# once, with a password for who comes from outside.
set -euo pipefail

data=/var/lib/postgresql/data
if [[ "$(id -u)" == 0 ]]; then
  chown postgres: "$data"
  exec setpriv --reuid postgres --regid postgres --clear-groups "$0"
fi
if [[ ! -s "$data/PG_VERSION" ]]; then
  initdb -D "$data" -U postgres --auth-local=trust --auth-host=scram-sha-256 --pwfile=<(printf '%s' "$POSTGRES_PASSWORD") >/dev/null
  echo 'host all all all scram-sha-256' >>"$data/pg_hba.conf"
fi
exec postgres -D "$data" -c listen_addresses='*' -c unix_socket_directories=/tmp
