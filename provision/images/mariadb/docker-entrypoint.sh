#!/usr/bin/env bash
# Creates the database on the first start, as the official image does, then becomes the server.
# Understood: MARIADB_ROOT_PASSWORD, MARIADB_RANDOM_ROOT_PASSWORD, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD,
# MARIADB_DATABASE, MARIADB_USER, MARIADB_PASSWORD (MYSQL_* and *_FILE too), /docker-entrypoint-initdb.d.
set -euo pipefail

DATA=/var/lib/mysql
FRESH=/usr/share/mysql-fresh
SOCKET=/run/mysqld/mysqld.sock

note() { printf '%s [Note] [Entrypoint]: %s\n' "$(date '+%F %T%:z')" "$*"; }

fail() {
  printf '%s [ERROR] [Entrypoint]: %s\n' "$(date '+%F %T%:z')" "$*" >&2
  exit 1
}

# setting NAME  prints MARIADB_NAME, or MYSQL_NAME, or what stands in the file that *_FILE names.
setting() {
  local prefix variable
  for prefix in MARIADB MYSQL; do
    variable=${prefix}_$1
    [ -z "${!variable:-}" ] || { printf '%s' "${!variable}" && return; }
    variable=${variable}_FILE
    [ -z "${!variable:-}" ] || { cat "${!variable}" && return; }
  done
}

# quoted TEXT  prints it as an SQL string literal.
quoted() {
  local text=${1//\\/\\\\}
  printf "'%s'" "${text//\'/\\\'}"
}

sql() { mariadb --protocol=socket --socket="$SOCKET" -uroot --batch --skip-column-names "$@"; }

start_temporary_server() {
  "$@" --skip-networking --socket="$SOCKET" --wsrep-on=OFF &
  TEMPORARY=$!
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    ! sql -e 'SELECT 1' >/dev/null 2>&1 || return 0
    kill -0 "$TEMPORARY" 2>/dev/null || fail "the temporary server ended"
    sleep 0.05
  done
  fail "the temporary server did not answer within 30 s"
}

stop_temporary_server() {
  kill "$TEMPORARY"
  wait "$TEMPORARY"
}

initial_sql() {
  local root=$1 database user password host health
  database=$(setting DATABASE) user=$(setting USER) password=$(setting PASSWORD)
  health=$(tr -dc 'a-zA-Z0-9' </dev/urandom | head -c 32 || :)
  printf '[mariadb-client]\nport=3306\nsocket=%s\nuser=healthcheck\npassword=%s\nprotocol=tcp\n' "$SOCKET" "$health" >"$DATA/.my-healthcheck.cnf"
  echo "DELETE FROM mysql.global_priv WHERE User = ''; DROP DATABASE IF EXISTS test; FLUSH PRIVILEGES;"
  for host in 127.0.0.1 ::1 localhost; do
    echo "CREATE USER healthcheck@'$host' IDENTIFIED BY '$health'; GRANT USAGE ON *.* TO healthcheck@'$host';"
  done
  [ -z "$database" ] || echo "CREATE DATABASE IF NOT EXISTS \`$database\`;"
  if [ -n "$user" ]; then
    echo "CREATE USER $(quoted "$user")@'%' IDENTIFIED BY $(quoted "$password");"
    [ -z "$database" ] || echo "GRANT ALL ON \`${database//_/\\_}\`.* TO $(quoted "$user")@'%';"
  fi
  echo "CREATE USER root@'%' IDENTIFIED BY $(quoted "$root"); GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;"
  # Last: from here on the socket asks for the password.
  echo "ALTER USER root@localhost IDENTIFIED BY $(quoted "$root");"
}

run_initialisation_files() {
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case "$file" in
      *.sh)
        note "running $file"
        # shellcheck source=/dev/null
        . "$file"
        ;;
      *.sql) note "running $file" && sql -p"$1" ${2:+"$2"} <"$file" ;;
      *.sql.gz) note "running $file" && gunzip -c "$file" | sql -p"$1" ${2:+"$2"} ;;
    esac
  done
}

initialise() {
  local root
  root=$(setting ROOT_PASSWORD)
  if [ -z "$root" ] && [ -n "$(setting RANDOM_ROOT_PASSWORD)" ]; then
    root=$(tr -dc 'a-zA-Z0-9' </dev/urandom | head -c 32 || :)
    note "GENERATED ROOT PASSWORD: $root"
  fi
  [ -n "$root" ] || [ -n "$(setting ALLOW_EMPTY_ROOT_PASSWORD)" ] ||
    fail "set one of MARIADB_ROOT_PASSWORD, MARIADB_RANDOM_ROOT_PASSWORD, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD"
  note "initialising the database"
  (umask 077 && cp -r "$FRESH/." "$DATA/")
  start_temporary_server "$@"
  initial_sql "$root" | sql
  run_initialisation_files "$root" "$(setting DATABASE)"
  stop_temporary_server
  note "the database is initialised"
}

main() {
  if [ "${1:0:1}" = - ]; then
    set -- mariadbd "$@"
  fi
  case "$1" in
    mariadbd | mysqld) ;;
    *) exec "$@" ;;
  esac
  if [ "$(id -u)" = 0 ]; then
    find "$DATA" /run/mysqld ! -user mysql -exec chown mysql:mysql {} +
    exec setpriv --reuid=mysql --regid=mysql --init-groups "$0" "$@"
  fi
  [ -d "$DATA/mysql" ] || initialise "$@"
  exec "$@"
}

main "$@"
