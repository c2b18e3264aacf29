#!/usr/bin/env bash
# The tests of the official image's healthcheck.sh that a stack like this one uses.
set -euo pipefail

ask() { mariadb --defaults-file=/var/lib/mysql/.my-healthcheck.cnf --batch --skip-column-names -e "$1"; }

# A refused login is an answer too: the server listens on TCP, which the temporary one does not.
connect() {
  local error
  error=$(mariadb --defaults-file=/var/lib/mysql/.my-healthcheck.cnf --protocol=tcp -h localhost -e 'SELECT 1' 2>&1) ||
    grep -q 'ERROR 1045' <<<"$error"
}

innodb_initialized() {
  [ "$(ask "SELECT 1 FROM information_schema.ENGINES WHERE engine = 'innodb' AND support IN ('YES', 'DEFAULT')")" = 1 ]
}

[ $# -gt 0 ] || {
  echo "healthcheck.sh: name at least one test, such as --connect" >&2
  exit 1
}
for test in "$@"; do
  case "$test" in
    --connect) connect ;;
    --innodb_initialized) innodb_initialized ;;
    *)
      echo "healthcheck.sh: unknown test: $test" >&2
      exit 1
      ;;
  esac
done
