#!/usr/bin/env bash
# Creates the database on the first start, as the official image does, then becomes the server.
# Understood: POSTGRES_PASSWORD, POSTGRES_USER, POSTGRES_DB (*_FILE too), PGDATA, /docker-entrypoint-initdb.d.
set -euo pipefail

fail() {
  printf 'docker-entrypoint.sh: %s\n' "$*" >&2
  exit 1
}

# setting NAME  prints POSTGRES_NAME, or the content of the file that POSTGRES_NAME_FILE names.
setting() {
  local variable=POSTGRES_$1 file=POSTGRES_$1_FILE
  if [ -n "${!file:-}" ]; then cat "${!file}"; else printf '%s' "${!variable:-}"; fi
}

run_initialisation_files() {
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case "$file" in
      *.sh)
        # shellcheck source=/dev/null
        . "$file"
        ;;
      *.sql) "$@" -f "$file" ;;
      *.sql.gz) gunzip -c "$file" | "$@" ;;
    esac
  done
}

initialise() {
  local user database password sql
  user=$(setting USER) database=$(setting DB) password=$(setting PASSWORD)
  [ -n "$password" ] || fail "set POSTGRES_PASSWORD"
  user=${user:-postgres} database=${database:-$user}
  # Inside the container nobody is asked for the password.
  initdb --username="$user" --pwfile=<(echo "$password") --auth=trust
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  # No network yet: the health check of a stack waits for a complete database.
  pg_ctl -w -o "-c listen_addresses=''" start
  sql=(psql -v ON_ERROR_STOP=1 --no-password --username "$user")
  [ "$database" = postgres ] ||
    "${sql[@]}" --dbname postgres --set name="$database" <<<'CREATE DATABASE :"name"'
  run_initialisation_files "${sql[@]}" --dbname "$database"
  pg_ctl -m fast -w stop
}

main() {
  [ "${1:0:1}" != - ] || set -- postgres "$@"
  [ "$1" = postgres ] || exec "$@"
  if [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA"
    find "$PGDATA" /run/postgresql ! -user postgres -exec chown postgres {} +
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
  fi
  [ -s "$PGDATA/PG_VERSION" ] || initialise
  exec "$@" -c listen_addresses='*'
}

main "$@"
